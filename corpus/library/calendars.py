"""Appointments over the year: dates, times, zones and differences."""

import calendar
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo


class Rule(tzinfo):
    """Two hours ahead in summer, one in winter."""

    def utcoffset(self, when):
        return timedelta(hours=1) + self.dst(when)

    def dst(self, when):
        return timedelta(hours=1 if when and 4 <= when.month <= 9 else 0)

    def tzname(self, when):
        return "SUMMER" if self.dst(when) else "WINTER"


def dates():
    d = date(2024, 2, 29)
    print(d, repr(d), d.weekday(), d.isoweekday(), tuple(d.isocalendar()), d.toordinal(), d.timetuple().tm_yday)
    print(d + timedelta(days=366), d - date(2023, 12, 31), d.replace(year=2020), date.fromordinal(1), date.max)
    print(date.fromisoformat("2024-W09-4"), date.fromisocalendar(2024, 53 - 1, 1), d.strftime("%d.%m.%y %A %j %%"), f"{d:%B}")
    print(sorted([date(2024, 3, 1), d, date(1, 1, 1)])[0], d < date(2024, 3, 1), hash(d) == hash(date(2024, 2, 29)), d.ctime())
    for bad in (lambda: date(2023, 2, 29), lambda: date(0, 1, 1), lambda: date.fromisoformat("2024-13-01"), lambda: d + 1, lambda: date.max + timedelta(1)):
        try:
            bad()
        except (ValueError, TypeError, OverflowError) as error:
            print(type(error).__name__)


def differences():
    t = timedelta(days=-1, hours=25, minutes=3, milliseconds=7)
    print(t, repr(t), t.total_seconds(), -t, abs(-t), t * 2, t / 2, t // timedelta(minutes=1), t % timedelta(minutes=1))
    print(divmod(timedelta(10), timedelta(3)), timedelta(1) / timedelta(hours=6), timedelta(seconds=1.5) * 1.5, timedelta.max, bool(timedelta()))
    print(timedelta(weeks=1) == timedelta(7), str(timedelta(microseconds=-1)), sum([t, t], timedelta()))


def moments():
    n = datetime(2024, 5, 6, 7, 8, 9, 123456)
    print(n, repr(n), n.date(), n.time(), n.isoformat("_", "milliseconds"), n.replace(hour=0, microsecond=0), n.timetuple()[:6])
    print(n.strftime("%Y-%m-%dT%H:%M:%S.%f|%I %p|%a %b|%y|%U"), datetime.strptime("7/3/21 05:06 PM", "%d/%m/%y %I:%M %p"))
    u = n.replace(tzinfo=UTC)
    east = timezone(timedelta(hours=5, minutes=30), "IST")
    print(u, u.astimezone(east), u.astimezone(timezone(-timedelta(hours=3))).isoformat(), u == u.astimezone(east), u.timestamp(), east)
    print(datetime.fromtimestamp(0, UTC), datetime.fromisoformat("2024-05-06T07:08:09.5+02:00"), datetime.combine(date(2000, 1, 2), time(3, 4)))
    local = datetime(2024, 7, 1, 12, tzinfo=Rule())
    print(local, local.tzname(), local.dst(), local.replace(month=1), local.astimezone(UTC), (local - local.replace(month=1)).days)
    print(n - datetime(2024, 1, 1), n > datetime.min, u.utctimetuple().tm_hour, (n.fold, n.replace(fold=1).fold), datetime(1, 1, 1).isoformat())
    t = time(23, 59, 59, 5, tzinfo=UTC)
    print(t, repr(t), t.isoformat("minutes"), time.fromisoformat("04:05:06.789"), time(1) < time(2), t.utcoffset(), bool(time(0)))
    for bad in (lambda: n < u, lambda: datetime(2024, 1, 1, 25), lambda: datetime.fromisoformat("x"), lambda: timezone(timedelta(days=1)), lambda: datetime.strptime("1", "%Y-%m")):
        try:
            bad()
        except (ValueError, TypeError) as error:
            print(type(error).__name__)


def months():
    print(calendar.month(2024, 2).splitlines()[:3], calendar.isleap(1900), calendar.monthrange(2023, 2)[1], calendar.leapdays(2000, 2025))
    print([d.day for d in calendar.Calendar(6).itermonthdates(2024, 2)][:5], calendar.day_name[0], calendar.timegm((1970, 1, 2, 0, 0, 0)))


dates()
differences()
moments()
months()
