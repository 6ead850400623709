# Functions that watch a program run: sys.settrace, sys.setprofile, f_trace.
import sys

log = []


def tracer(frame, event, arg):
    shown = arg[0].__name__ if event == "exception" else arg
    log.append((frame.f_code.co_name, event, frame.f_lineno - frame.f_code.co_firstlineno, shown))
    return tracer


def calls_only(frame, event, arg):
    log.append((frame.f_code.co_name, event))


def adds(x):
    y = x + 1
    for i in range(2):
        y += i
    return y


def yields():
    yield 1
    got = yield 2
    return got


def fails():
    raise ValueError("x")


def program():
    adds(1)
    list(yields())
    z = 0
    while z < 2:
        z += 1
    if z == 2:
        a = [len("a"),
             len("bc")]
    handled(a)
    return (lambda v: v)(z)


def handled(a):
    for _ in a:
        continue
    try:
        fails()
    except ValueError:
        return "caught"


def watch(function, how=tracer):
    log.clear()
    sys.settrace(how)
    function()
    sys.settrace(None)
    for line in log:
        print(*line)
    print("--", sys.gettrace())


def with_class():
    class Body:
        attribute = 1

        def method(self):
            return self.attribute

    return sorted([Body().method(), 0], key=lambda v: -v)


watch(lambda: adds(3))
watch(program, calls_only)
watch(with_class)


def local_only(frame, event, arg):
    if frame.f_code.co_name != "adds":
        return None

    def inside(frame, event, arg):
        log.append((event, arg))

    frame.f_trace_lines = False
    return inside


watch(program, local_only)


def this_frame():
    def inside(frame, event, arg):
        log.append((event, frame.f_lineno - frame.f_code.co_firstlineno))
        return inside

    sys._getframe().f_trace = inside
    sys.settrace(calls_only)
    x = 1
    x += 1
    adds(x)
    sys.settrace(None)


log.clear()
this_frame()
print(log)


def broken(frame, event, arg):
    raise KeyError(event)


sys.settrace(broken)
try:
    adds(1)
except KeyError as error:
    print("raised", error, sys.gettrace())


def profile(frame, event, arg):
    if event in ("call", "return"):
        log.append((frame.f_code.co_name, event, arg))


log.clear()
sys.setprofile(profile)
adds(1)
list(yields())
sys.setprofile(None)
print(log, sys.getprofile())


def opcodes(frame, event, arg):
    frame.f_trace_opcodes = True
    log.append(event)
    return opcodes


log.clear()
sys.settrace(opcodes)
adds(1)
sys.settrace(None)
print(log.count("opcode") > 5, log[0], log[-1])
