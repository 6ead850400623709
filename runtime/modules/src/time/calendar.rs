//! Dates: `struct_time` and what makes and shows it.

use crate::util::some;
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Native, Outcome, native};
use pyspec_runtime::object::class::ClassRef;
use std::ffi::{CStr, CString};

const PY: Effect = Effect::PYTHON;

static ROWS: &[Native] = &[
    native("gmtime", "(seconds=None, /)", PY, |vm, a| {
        let at = moment(vm, a.given(0))?;
        broken_down(vm, at, false)
    }),
    native("localtime", "(seconds=None, /)", PY, |vm, a| {
        let at = moment(vm, a.given(0))?;
        broken_down(vm, at, true)
    }),
    native("mktime", "(time_tuple, /)", PY, mktime),
    native("asctime", "(time_tuple=localtime(), /)", PY, |vm, a| {
        let tm = checked(vm, a.given(0))?;
        show(vm, &tm)
    }),
    native("ctime", "(seconds=None, /)", PY, |vm, a| {
        let at = moment(vm, a.given(0))?;
        let tm = split(vm, at, true)?;
        show(vm, &tm)
    }),
    native("strftime", "(format, time_tuple=localtime(), /)", PY, strftime),
    native("strptime", "(string, format='%a %b %d %H:%M:%S %Y', /)", PY, |vm, a| {
        let module = vm.import_module("_strptime")?;
        let given: Vec<Value> = a.iter().filter(|v| !v.is(Value::UNSET)).collect();
        vm.call_method(module, "_strptime_time", &given)
    }),
    native("tzset", "()", PY, |vm, _| {
        let module = vm.dict_get_text(vm.modules, "time")?;
        set_zone(vm, module)?;
        Ok(Value::NONE)
    }),
];

const STATE: &str = "time.struct_time";

/// Adds the functions, the type and the zone.
pub fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    let owner = vm.intern("time");
    for row in ROWS {
        let function = vm.new_native(row, Value::UNSET, owner)?;
        vm.set_module_attr(module, row.name, function)?;
    }
    let class = vm.new_struct_type(
        "time",
        "struct_time",
        "The time value as returned by gmtime(), localtime(), and strptime(), and\naccepted by asctime(), mktime() and strftime().",
        &[
            "tm_year", "tm_mon", "tm_mday", "tm_hour", "tm_min", "tm_sec", "tm_wday", "tm_yday", "tm_isdst", "tm_zone",
            "tm_gmtoff",
        ],
        9,
    )?;
    vm.set_module_attr(module, "struct_time", class.value())?;
    vm.set_module_attr(module, "_STRUCT_TM_ITEMS", Value::small_int(11))?;
    vm.module_state.insert(STATE, Box::new(class));
    set_zone(vm, module)
}

fn class(vm: &Vm) -> ClassRef {
    *vm.module_state[STATE].downcast_ref().expect("the class")
}

/// Seconds since 1970, now if none are given.
fn moment(vm: &mut Vm, v: Option<Value>) -> Outcome<i64> {
    let Some(v) = some(v) else { return Ok(super::read(libc::CLOCK_REALTIME).div_euclid(1_000_000_000)) };
    if let Some(f) = vm.float_value(v) {
        if f.is_nan() {
            return Err(vm.value_error("Invalid value NaN (not a number)"));
        }
        let f = f.floor();
        if f.abs() < 9e18 {
            return Ok(f as i64);
        }
    } else if vm.big_value(v).is_none() {
        return vm.index_i64(v);
    } else if let Some(i) = vm.int_value(v) {
        return Ok(i);
    }
    Err(vm.overflow_error("timestamp out of range for platform time_t"))
}

/// A moment's date by the zone or by Greenwich.
fn split(vm: &mut Vm, at: i64, local: bool) -> Outcome<libc::tm> {
    // SAFETY: the answer goes to a local.
    let found = unsafe {
        let mut tm: libc::tm = std::mem::zeroed();
        let answer = if local { libc::localtime_r(&at, &mut tm) } else { libc::gmtime_r(&at, &mut tm) };
        if answer.is_null() { None } else { Some(tm) }
    };
    match found {
        Some(tm) => Ok(tm),
        None => Err(crate::system_calls::os_error(vm, libc::EOVERFLOW, &[])),
    }
}

fn broken_down(vm: &mut Vm, at: i64, local: bool) -> Outcome {
    let tm = split(vm, at, local)?;
    let int = |n: i32| Value::small_int(n as isize);
    let zone = if local { zone_name(&tm) } else { "UTC".into() };
    let zone = vm.new_str(&zone)?;
    let items = [
        Value::small_int(tm.tm_year as isize + 1900),
        int(tm.tm_mon + 1),
        int(tm.tm_mday),
        int(tm.tm_hour),
        int(tm.tm_min),
        int(tm.tm_sec),
        int((tm.tm_wday + 6) % 7),
        int(tm.tm_yday + 1),
        int(tm.tm_isdst),
        zone,
        Value::small_int(tm.tm_gmtoff as isize),
    ];
    let class = class(vm);
    vm.new_struct(class, &items)
}

fn zone_name(tm: &libc::tm) -> String {
    if tm.tm_zone.is_null() {
        return String::new();
    }
    // SAFETY: the C library's names of zones live on.
    unsafe { CStr::from_ptr(tm.tm_zone) }.to_string_lossy().into_owned()
}

/// The nine numbers of a tuple, not checked.
fn numbers(vm: &mut Vm, v: Value) -> Outcome<libc::tm> {
    if vm.as_tuple(v).is_none() {
        return Err(vm.type_error("Tuple or struct_time argument required"));
    }
    let items = vm.tuple_items(v);
    if items.len() < 9 {
        return Err(vm.type_error("mktime(): illegal time tuple argument"));
    }
    let mut n = [0i32; 9];
    for (slot, item) in n.iter_mut().zip(items) {
        *slot = crate::system_calls::c_int(vm, *item)?;
    }
    // SAFETY: a struct of numbers and a pointer that may be null.
    let mut tm: libc::tm = unsafe { std::mem::zeroed() };
    let Some(year) = n[0].checked_sub(1900) else { return Err(vm.overflow_error("year out of range")) };
    tm.tm_year = year;
    (tm.tm_mon, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec) = (n[1].wrapping_sub(1), n[2], n[3], n[4], n[5]);
    (tm.tm_wday, tm.tm_yday, tm.tm_isdst) = (n[6].wrapping_add(1).rem_euclid(7), n[7].wrapping_sub(1), n[8]);
    if n[6] < -1 {
        tm.tm_wday = -1;
    }
    Ok(tm)
}

/// The date of a tuple (now's if there is none), each number in its range; 0 stands for the first month and day.
fn checked(vm: &mut Vm, v: Option<Value>) -> Outcome<libc::tm> {
    let Some(v) = v else {
        let at = moment(vm, None)?;
        return split(vm, at, true);
    };
    let mut tm = numbers(vm, v)?;
    tm.tm_mon = if tm.tm_mon == -1 { 0 } else { tm.tm_mon };
    tm.tm_mday = if tm.tm_mday == 0 { 1 } else { tm.tm_mday };
    tm.tm_yday = if tm.tm_yday == -1 { 0 } else { tm.tm_yday };
    let ranges = [
        (tm.tm_mon, 0, 11, "month"),
        (tm.tm_mday, 1, 31, "day of month"),
        (tm.tm_hour, 0, 23, "hour"),
        (tm.tm_min, 0, 59, "minute"),
        (tm.tm_sec, 0, 61, "seconds"),
        (tm.tm_wday, 0, 6, "day of week"),
        (tm.tm_yday, 0, 365, "day of year"),
    ];
    for (n, low, high, what) in ranges {
        if !(low..=high).contains(&n) {
            return Err(vm.value_error(format!("{what} out of range")));
        }
    }
    tm.tm_isdst = tm.tm_isdst.signum();
    Ok(tm)
}

fn mktime(vm: &mut Vm, args: Args) -> Outcome {
    let mut tm = numbers(vm, args[0])?;
    tm.tm_wday = -1;
    // SAFETY: a local that the call may put right.
    let at = unsafe { libc::mktime(&mut tm) };
    // The call fills in the day of the week only where it succeeds.
    if at == -1 && tm.tm_wday == -1 {
        return Err(vm.overflow_error("mktime argument out of range"));
    }
    vm.new_float(at as f64)
}

fn show(vm: &mut Vm, tm: &libc::tm) -> Outcome {
    const DAYS: [&str; 7] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let text = format!(
        "{} {}{:3} {:02}:{:02}:{:02} {}",
        DAYS[tm.tm_wday as usize],
        MONTHS[tm.tm_mon as usize],
        tm.tm_mday,
        tm.tm_hour,
        tm.tm_min,
        tm.tm_sec,
        i64::from(tm.tm_year) + 1900
    );
    vm.new_str(&text)
}

fn strftime(vm: &mut Vm, args: Args) -> Outcome {
    if !vm.is_str(args[0]) {
        return Err(vm.must_be_str(args[0], "strftime() argument 1"));
    }
    let tm = checked(vm, args.given(1))?;
    let format = vm.encode(args[0], "utf-8", "surrogateescape")?;
    let mut out = vec![];
    // The C library knows no NUL: what lies between them is shown piece by piece.
    for (i, piece) in format.split(|b| *b == 0).enumerate() {
        if i > 0 {
            out.push(0);
        }
        if !piece.is_empty() {
            out.extend(shown(piece, &tm));
        }
    }
    vm.decode(&out, "utf-8", "surrogateescape")
}

fn shown(format: &[u8], tm: &libc::tm) -> Vec<u8> {
    let format = CString::new(format).expect("no NUL");
    let mut size = 256 + 4 * format.as_bytes().len();
    loop {
        let mut out = vec![0u8; size];
        // SAFETY: room and format are locals.
        let n = unsafe { libc::strftime(out.as_mut_ptr().cast(), size, format.as_ptr(), tm) };
        // Nothing may also be what the format gives.
        if n > 0 || size >= 256 * format.as_bytes().len() {
            out.truncate(n);
            return out;
        }
        size *= 2;
    }
}

unsafe extern "C" {
    fn tzset();
}

/// `timezone`, `altzone`, `daylight`, `tzname`: how the zone is in January and in July.
fn set_zone(vm: &mut Vm, module: Value) -> Outcome<()> {
    // SAFETY: reads TZ; the lock of the runtime is held.
    unsafe { tzset() };
    const YEAR: i64 = (365 * 24 + 6) * 3600;
    let start = (moment(vm, None)? / YEAR) * YEAR;
    let (winter, summer) = (split(vm, start, true)?, split(vm, start + YEAR / 2, true)?);
    let (january, july) = (winter.tm_gmtoff, summer.tm_gmtoff);
    let (standard, other, names) = if january < july {
        (january, july, [zone_name(&winter), zone_name(&summer)])
    } else {
        (july, january, [zone_name(&summer), zone_name(&winter)])
    };
    vm.set_module_attr(module, "timezone", Value::small_int(-standard as isize))?;
    vm.set_module_attr(module, "altzone", Value::small_int(-other as isize))?;
    vm.set_module_attr(module, "daylight", Value::small_int((january != july) as isize))?;
    let (first, second) = (vm.new_str(&names[0])?, vm.new_str(&names[1])?);
    let names = vm.new_tuple(&[first, second])?;
    vm.set_module_attr(module, "tzname", names)
}
