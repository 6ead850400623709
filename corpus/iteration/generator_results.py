# What a generator returns is the value of its StopIteration, however it is resumed.
def g1():
    try: yield 2
    except ValueError as e: yield 3
    return 9
it = g1(); next(it); it.throw(ValueError("x"))
try: next(it)
except StopIteration as s: print(s.value, s.args)
def g2():
    yield 3
    return 9
it = g2(); next(it)
try: next(it)
except StopIteration as s: print(s.value)
def g3():
    x = yield 1
    try: yield 2
    except ValueError as e: pass
    return 9
it = g3(); next(it); it.send(4)
try: it.throw(ValueError())
except StopIteration as s: print(s.value)
it = g3(); next(it); it.send(4)
try: it.send(1)
except StopIteration as s: print(s.value)
it = g3(); next(it); it.send(4)
try: next(it)
except StopIteration as s: print(s.value)
