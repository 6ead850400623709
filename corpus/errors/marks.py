"""Marks under what raised in tracebacks: operators, brackets, whole expressions, several lines."""
import os
import sys
import tempfile
cases = '''
x = 1 + 2 * "a" - 3
y = -Bad()
a.b.c(1)
d["k"]["z"]
d["k"] ["z"] + 1
f(1)(2)
return_f()
x = f(1)
x.y = f(1)
x, y = f(1)
f(*[1], **{"a": 2})
(1 +
   2 * None
   - 7)
f(
    1,
    2,
    3,
    f(
      4
    ),
    5,
)
[f(i) for i in range(3)]
None.foo
"é" + f("日本") + "x"
assert f(1) == 2, "no"
raise ValueError(f(0))
for q in f(1): pass
if f(1): pass
with f(1) as z: pass
del d["nope"]
d["a"] = f(1)
not Bad()
1 < None
1 if f(1) else 2
lambda: 0; f(2)
x = 5 @ 6
1 ** "a"
2**"a"
x = "a" "b" + 1
import nope_mod
print(f"{f(1)!r:>10}")
f(1).x
(f)(1)
f (1)
f(1) # comment
d[f(1)] += 1
x = yy
d.k = 1; d.k
x = 1; y = 2; z = x / None
'''
HELPERS = """\
class Bad: pass
a = None
def f(*a, **k): raise KeyError("f")
d = {}
def return_f():
    return f(1)
"""
parts, cur = [], []
for line in cases.strip("\n").split("\n"):
    if cur and not line.startswith((" ", ")")):
        parts.append("\n".join(cur)); cur = []
    cur.append(line)
parts.append("\n".join(cur))
os.chdir(tempfile.mkdtemp())
sys.stderr = sys.stdout
with open("helpers.py", "w") as file:
    file.write(HELPERS)
helpers = {}
exec(compile(HELPERS, "helpers.py", "exec"), helpers)
for i, src in enumerate(parts):
    for wrap in (0, 1):
        text = src if not wrap else "def g():\n" + "\n".join("    " + l for l in src.split("\n")) + "\ng()"
        name = f"c{i}{wrap}.py"
        with open(name, "w", encoding="utf-8") as file:
            file.write(text + "\n")
        try:
            exec(compile(text, name, "exec"), dict(helpers))
        except BaseException as e:
            e = e.with_traceback(e.__traceback__.tb_next)
            sys.__excepthook__(type(e), e, e.__traceback__)
        os.unlink(name)
os.unlink("helpers.py")
os.rmdir(os.getcwd())
