"""A discrete simulation of a workshop: processes are generators, an event queue, resources, statistics."""

import heapq
import math


class Environment:
    """Runs events in the order of time, then of their number."""

    def __init__(self):
        self.now = 0.0
        self.queue = []
        self.number = 0
        self.processed = 0

    def schedule(self, delay, callback, value=None):
        self.number += 1
        heapq.heappush(self.queue, (self.now + delay, self.number, callback, value))

    def process(self, generator, name=""):
        return Process(self, generator, name)

    def timeout(self, delay, value=None):
        event = Event(self)
        self.schedule(delay, event.succeed, value)
        return event

    def run(self, until):
        while self.queue:
            time, _, callback, value = self.queue[0]
            if time > until:
                break
            heapq.heappop(self.queue)
            self.now = time
            self.processed += 1
            callback(value)
        self.now = until


class Event:
    def __init__(self, env):
        self.env = env
        self.callbacks = []
        self.done = False
        self.value = None
        self.error = None

    def succeed(self, value=None):
        if self.done:
            return
        self.done = True
        self.value = value
        self.fire()

    def fail(self, error):
        if self.done:
            return
        self.done = True
        self.error = error
        self.fire()

    def fire(self):
        callbacks, self.callbacks = self.callbacks, []
        for callback in callbacks:
            callback(self)

    def then(self, callback):
        if self.done:
            self.env.schedule(0.0, callback, self)
        else:
            self.callbacks.append(callback)

    def __or__(self, other):
        return AnyOf(self.env, [self, other])


class AnyOf(Event):
    def __init__(self, env, events):
        super().__init__(env)
        for event in events:
            event.then(lambda e: self.succeed(e))


class Interrupt(Exception):
    def __init__(self, cause):
        super().__init__(cause)
        self.cause = cause


class Process(Event):
    """An event that succeeds when its generator returns."""

    def __init__(self, env, generator, name):
        super().__init__(env)
        self.generator = generator
        self.name = name
        self.waiting = None
        env.schedule(0.0, self.resume, None)

    def resume(self, event):
        if self.done or (event is not None and event is not self.waiting):
            return
        self.waiting = None
        try:
            if event is None:
                target = self.generator.send(None)
            elif event.error is not None:
                target = self.generator.throw(event.error)
            else:
                target = self.generator.send(event.value)
        except StopIteration as stop:
            self.succeed(stop.value)
            return
        self.waiting = target
        target.then(self.resume)

    def interrupt(self, cause):
        if self.done:
            return
        failed = Event(self.env)
        failed.done = True
        failed.error = Interrupt(cause)
        self.waiting = failed
        self.env.schedule(0.0, self.resume, failed)


class Resource:
    """Some servers and a queue by priority."""

    def __init__(self, env, capacity, name):
        self.env = env
        self.capacity = capacity
        self.name = name
        self.users = 0
        self.queue = []
        self.arrivals = 0
        self.busy = TimeAverage(env)
        self.waiting = TimeAverage(env)

    def request(self, priority=0):
        event = Event(self.env)
        self.arrivals += 1
        heapq.heappush(self.queue, (priority, self.arrivals, event))
        self.serve()
        return event

    def release(self):
        self.users -= 1
        self.serve()

    def serve(self):
        while self.queue and self.users < self.capacity:
            _, _, event = heapq.heappop(self.queue)
            if event.done:
                continue
            self.users += 1
            event.succeed(self)
        self.busy.set(self.users)
        self.waiting.set(sum(1 for entry in self.queue if not entry[2].done))


class TimeAverage:
    def __init__(self, env):
        self.env = env
        self.level = 0
        self.since = 0.0
        self.area = 0.0
        self.peak = 0

    def set(self, level):
        now = self.env.now
        self.area += self.level * (now - self.since)
        self.since = now
        self.level = level
        if level > self.peak:
            self.peak = level

    def mean(self):
        self.set(self.level)
        return self.area / self.env.now if self.env.now else 0.0


class Tally:
    """Mean and deviation by Welford's method."""

    def __init__(self):
        self.count = 0
        self.mean = 0.0
        self.square = 0.0
        self.least = math.inf
        self.most = -math.inf

    def add(self, value):
        self.count += 1
        delta = value - self.mean
        self.mean += delta / self.count
        self.square += delta * (value - self.mean)
        self.least = min(self.least, value)
        self.most = max(self.most, value)

    @property
    def deviation(self):
        return math.sqrt(self.square / (self.count - 1)) if self.count > 1 else 0.0

    def __str__(self):
        if not self.count:
            return "nothing"
        return f"n {self.count} mean {self.mean:.3f} sd {self.deviation:.3f} range {self.least:.3f}..{self.most:.3f}"


class Random:
    """Minimal standard generator with the distributions that the model needs."""

    def __init__(self, seed):
        self.state = seed

    def uniform(self):
        self.state = self.state * 48271 % 2147483647
        return self.state / 2147483647

    def exponential(self, mean):
        return -mean * math.log(1.0 - self.uniform())

    def triangular(self, low, mode, high):
        u = self.uniform()
        cut = (mode - low) / (high - low)
        if u < cut:
            return low + math.sqrt(u * (high - low) * (mode - low))
        return high - math.sqrt((1.0 - u) * (high - low) * (high - mode))

    def choice(self, items):
        return items[int(self.uniform() * len(items))]


class Job:
    __slots__ = ("number", "kind", "created", "steps", "rework")

    def __init__(self, number, kind, created, steps):
        self.number = number
        self.kind = kind
        self.created = created
        self.steps = steps
        self.rework = 0


class Workshop:
    routes = {
        "gear": (("lathe", 4.0), ("mill", 6.0), ("check", 1.0)),
        "shaft": (("lathe", 7.0), ("check", 1.5)),
        "plate": (("mill", 3.0), ("paint", 5.0), ("check", 0.5)),
    }

    def __init__(self, env, seed):
        self.env = env
        self.random = Random(seed)
        self.machines = {
            "lathe": Resource(env, 2, "lathe"),
            "mill": Resource(env, 2, "mill"),
            "paint": Resource(env, 1, "paint"),
            "check": Resource(env, 1, "check"),
        }
        self.flow = {kind: Tally() for kind in self.routes}
        self.lost = 0
        self.repairs = 0
        self.given_up = 0
        self.active = {}
        self.log = []

    def source(self, mean):
        number = 0
        kinds = sorted(self.routes)
        while True:
            yield self.env.timeout(self.random.exponential(mean))
            number += 1
            kind = self.random.choice(kinds)
            job = Job(number, kind, self.env.now, list(self.routes[kind]))
            self.env.process(self.work(job), f"job {number}")

    def work(self, job):
        while job.steps:
            name, mean = job.steps.pop(0)
            machine = self.machines[name]
            request = machine.request(priority=job.rework)
            patience = self.env.timeout(120.0, "late")
            got = yield request | patience
            if got is patience:
                request.done = True
                self.given_up += 1
                return None
            yield from self.use(machine, job, self.random.triangular(0.5 * mean, mean, 2.0 * mean))
            if name == "check" and self.random.uniform() < 0.08:
                job.rework += 1
                if job.rework > 2:
                    self.lost += 1
                    return None
                job.steps = list(self.routes[job.kind])
        self.flow[job.kind].add(self.env.now - job.created)
        return job

    def use(self, machine, job, duration):
        process = self.env.process(self.cut(duration), "cut")
        self.active[machine.name] = process
        try:
            spent = yield process
            if spent is None:
                self.repairs += 1
                yield self.env.timeout(10.0)
        finally:
            if self.active.get(machine.name) is process:
                del self.active[machine.name]
            machine.release()

    def cut(self, duration):
        try:
            yield self.env.timeout(duration)
        except Interrupt as broken:
            if len(self.log) < 5:
                self.log.append(f"{self.env.now:.2f} {broken.cause}")
            return None
        return duration

    def trouble(self, mean):
        names = sorted(self.machines)
        while True:
            yield self.env.timeout(self.random.exponential(mean))
            name = self.random.choice(names)
            victim = self.active.get(name)
            if victim is not None and victim.waiting is not None:
                victim.interrupt(f"{name} broke")


def run(hours, seed):
    env = Environment()
    shop = Workshop(env, seed)
    env.process(shop.source(4.2), "source")
    env.process(shop.trouble(35.0), "trouble")
    env.run(hours * 60.0)
    return env, shop


def main():
    for seed in (1, 7):
        env, shop = run(60, seed)
        print(f"seed {seed}: {env.processed} events until {env.now:.0f}")
        for name, machine in shop.machines.items():
            load = machine.busy.mean() / machine.capacity
            print(f"  {name:>6} load {load:.4f} queue {machine.waiting.mean():.4f} peak {machine.waiting.peak} jobs {machine.arrivals}")
        for kind, tally in sorted(shop.flow.items()):
            print(f"  {kind:>6} {tally}")
        print(f"  lost {shop.lost} repairs {shop.repairs} given up {shop.given_up}")
        print("  " + "; ".join(shop.log))


if __name__ == "__main__":
    main()
