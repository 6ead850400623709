# 3.14
"""The variables of frames: `locals()`, `f_locals` and what is written through it."""
import sys


def shown(mapping):
    return {k: v for k, v in mapping.items() if k not in ("frame", "view")}


def function():
    x = 1
    view = sys._getframe().f_locals
    view["x"] = 2
    view["other"] = 3
    print(x, shown(view), shown(locals()), type(view).__name__)
    y = 5
    print(view["y"], len(view), "y" in view, "z" in view, view.get("z", "none"))
    snapshot = locals()
    snapshot["x"] = 10
    print(x, "y" in locals())
    del y
    print("y" in view)
    for key in ("x", "nothing"):
        try:
            del view[key]
        except (ValueError, KeyError) as e:
            print(type(e).__name__, e)
    del view["other"]
    print(view.pop("other", "gone"), view.setdefault("x", 9), view.setdefault("new", 9))
    view.update({"x": 7})
    view |= {"x": 8}
    print(x, view | {"q": 1} == dict(view, q=1), view == dict(view), view == sys._getframe().f_locals)
    try:
        hash(view)
    except TypeError as e:
        print(e)


function()


def inner_writes():
    total = 1

    def change(value):
        sys._getframe(1).f_locals["total"] = value
        sys._getframe(1).f_locals["name"] = value

    change(2)
    print(total, name if "name" in globals() else "no name")
    change(3)
    print(total)


inner_writes()


def cells():
    a, b = 1, 2

    def nested():
        c = a + b
        view = sys._getframe().f_locals
        view["a"] = 10
        print(sorted(view), a, c)

    nested()
    print(a, b)


cells()


def unbound():
    sys._getframe().f_locals["late"] = "written"
    print(late)
    late = 1
    print(late)


unbound()


def suspended():
    value = "first"
    got = yield value
    print(value, got)
    yield value


g = suspended()
next(g)
g.gi_frame.f_locals["value"] = "changed"
print(g.send("sent"), g.gi_frame.f_locals["got"])
frame = g.gi_frame
try:
    frame.clear()
except RuntimeError as e:
    print(e)
print(list(g), g.gi_frame, frame.f_locals)
frame.clear()
print(frame.f_locals)


def comprehension():
    x = "outer"
    return [dict(sys._getframe().f_locals, items=None) for x in "ab"], x


print(comprehension())
print([locals()["x"] for x in [1, 2]], [sys._getframe().f_locals["x"] for x in [3]], "x" in globals())
print([sorted(locals()) for y in (1, 2)])


class Body:
    a = 1
    sys._getframe().f_locals["b"] = 2
    names = [[k for k in locals() if k != "names"] for a in [5]]


print(Body.b)


def default_namespaces():
    hidden = 3
    exec("hidden = 4; made = 5")
    print(hidden, eval("hidden + 1"), "made" in locals())
    namespace = {}
    exec("made = hidden", None, namespace) if False else exec("made = 1", {}, namespace)
    print(namespace)
    exec("hidden = 6", globals(), sys._getframe().f_locals)
    print(hidden)


default_namespaces()


def debugger():
    """As a debugger does: looks at the frame of a traceback, changes it, evaluates in it."""
    try:
        divide(1, 0)
    except ZeroDivisionError as e:
        inner = e.__traceback__.tb_next.tb_frame
        view = inner.f_locals
        print(dict(view), eval("a + 1", inner.f_globals, view))
        view["b"] = 2
        print(eval("a / b", inner.f_globals, view))


def divide(a, b):
    return a / b


debugger()
print(*(list(f) for f in [(sorted(locals()) for z in "z")]))
