"""Where names live: globals, builtins, exec and eval with dicts of their own, del, shadowing, locals()."""
import builtins

value = "module"


def read():
    return value


def write():
    global value, made
    value = "written"
    made = "made"


print(read())
write()
print(read(), made)
len = lambda x: "shadowed"
print(len([1]))
del len
print(len([1]))
try:
    del never_there
except NameError as e:
    print(e)
builtins.injected = 5
print(injected)
del builtins.injected
try:
    injected
except NameError as e:
    print(e)

space = {"a": 1}
exec("b = a + 1\ndef f():\n    return a, b\nc = f()", space)
print(space["b"], space["c"], sorted(k for k in space if not k.startswith("__")), "__builtins__" in space)
print(eval("a + b", space), eval("x * 2", {}, {"x": 21}), eval("[i for i in range(3)]"), eval(" 1 + 1 "))
inner = {}
exec("x = 1\nclass K:\n    y = 1\n", {}, inner)
print(inner["x"], inner["K"].y)


class Logged(dict):
    def __getitem__(self, key):
        got = dict.__getitem__(self, key)
        reads.append(key)
        return got


reads = []
exec("p = q\np = p + q", {}, Logged(q=2))
print(reads)


class Missing(dict):
    def __missing__(self, key):
        if key.startswith("auto_"):
            return key
        raise KeyError(key)


print(eval("auto_x + auto_y", {}, Missing()))
try:
    eval("other", {}, Missing())
except NameError as e:
    print(e)


def local_names(a, b=2):
    c = a + b
    for i in range(1):
        pass
    snapshot = locals()
    d = 1
    return sorted(snapshot), sorted(locals())


print(local_names(1))


def with_exec():
    x = 1
    exec("x = 2; z = 3")
    return x, "z" in locals()


print(with_exec())
print(eval("value", {"value": "given", "__builtins__": {}}))
try:
    eval("len", {"__builtins__": {}})
except NameError as e:
    print(e)
code = compile("n * n", "<made>", "eval")
print([eval(code, {"n": n}) for n in range(4)], code.co_names, code.co_filename)
block = compile("for i in range(3):\n    total += i", "<block>", "exec")
names = {"total": 10}
exec(block, names)
exec(block, names)
print(names["total"])
single = compile("1 + 1\n", "<single>", "single")
exec(single)
for text in ("1 +", "x = ", "a b", "return 1", "def f(:", "  x", "f(**k, *a)", "'unclosed", "break", "nonlocal q"):
    try:
        compile(text, "<bad>", "exec")
        print("accepted", text)
    except SyntaxError as e:
        print(type(e).__name__, text)
print(globals()["value"], "read" in globals(), globals() is vars(__import__("__main__")))
globals()["dynamic"] = 9
print(dynamic, __name__, type(__builtins__).__name__ in ("module", "dict"))


def outer():
    x = "outer"

    def middle():
        def inner():
            nonlocal x
            x += "!"
            return x
        return inner
    return middle()(), x


print(outer())


def class_cell():
    class A:
        def who(self):
            return __class__.__name__
    return A().who()


print(class_cell())
for value in range(2):
    pass
print(value, read())
if True:
    in_if = 1
try:
    in_try = 1
finally:
    pass
print(in_if, in_try)
