"""A discrete simulation: events in a priority queue, generators as processes, resources with queues, statistics."""
import heapq
import itertools
import math


class Simulation:
    def __init__(self):
        self.now = 0.0
        self.queue = []
        self.count = itertools.count()

    def schedule(self, delay, process, value=None):
        heapq.heappush(self.queue, (self.now + delay, next(self.count), process, value))

    def start(self, process):
        self.schedule(0, process)

    def run(self, until):
        while self.queue and self.queue[0][0] <= until:
            self.now, _, process, value = heapq.heappop(self.queue)
            try:
                wanted = process.send(value)
            except StopIteration:
                continue
            if isinstance(wanted, (int, float)):
                self.schedule(wanted, process)
            else:
                wanted.request(process)


class Resource:
    def __init__(self, simulation, name, places):
        self.simulation, self.name = simulation, name
        self.free, self.waiting, self.longest = places, [], 0

    def request(self, process):
        if self.free:
            self.free -= 1
            self.simulation.schedule(0, process, self)
        else:
            self.waiting.append(process)
            self.longest = max(self.longest, len(self.waiting))

    def release(self):
        if self.waiting:
            self.simulation.schedule(0, self.waiting.pop(0), self)
        else:
            self.free += 1


class Random:
    def __init__(self, seed):
        self.state = seed

    def next(self):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % (1 << 64)
        return (self.state >> 33) / (1 << 31)

    def exponential(self, mean):
        return -mean * math.log(1 - self.next())


class Statistics:
    def __init__(self):
        self.n, self.mean, self.m2, self.most = 0, 0.0, 0.0, 0.0

    def add(self, x):
        self.n += 1
        delta = x - self.mean
        self.mean += delta / self.n
        self.m2 += delta * (x - self.mean)
        self.most = max(self.most, x)

    def __str__(self):
        deviation = math.sqrt(self.m2 / self.n) if self.n else 0
        return f"n={self.n} mean={self.mean:.3f} deviation={deviation:.3f} most={self.most:.3f}"


def customer(sim, number, counter, random, waits, log):
    arrived = sim.now
    if len(counter.waiting) > 8:
        log["left"] = log.get("left", 0) + 1
        return
    held = yield counter
    waits.add(sim.now - arrived)
    if number < 4:
        print(f"{sim.now:8.3f} customer {number} is served by {held.name}")
    yield random.exponential(1.8)
    counter.release()
    log["served"] = log.get("served", 0) + 1


def arrivals(sim, counters, random, waits, log):
    for number in itertools.count():
        counter = min(counters, key=lambda c: (len(c.waiting) - c.free, c.name))
        sim.start(customer(sim, number, counter, random, waits, log))
        yield random.exponential(0.9)


def clock(sim, every, log):
    while True:
        yield every
        log.setdefault("ticks", []).append(round(sim.now))


sim, random, waits, log = Simulation(), Random(2024), Statistics(), {}
counters = [Resource(sim, "a", 1), Resource(sim, "b", 2)]
sim.start(arrivals(sim, counters, random, waits, log))
sim.start(clock(sim, 100, log))
sim.run(500)
print(waits)
print(log["served"], log.get("left", 0), log["ticks"], [c.longest for c in counters])
print(f"{sim.now:.3f}", len(sim.queue) > 0)
