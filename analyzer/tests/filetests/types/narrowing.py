# Branches narrow by None, isinstance and truth; locals are flow-sensitive.
def kind(v):
    if v is None:
        return 0
    if isinstance(v, str):
        return v
    return v


def first(v):
    return v or "default"


def loop(n):
    total = 0
    for i in range(n):
        total = total + i * 0.5
    return total


kind(None)
kind("a b")
kind(1.5)
first(None)
first("x y")
loop(3)
# expected:
# module __main__
#   first: def first
#   kind: def kind
#   loop: def loop
# def kind
#   v: None | float | str
#   -> float | int | str
# def first
#   v: None | str
#   -> str
# def loop
#   n: int
#   -> float | int
