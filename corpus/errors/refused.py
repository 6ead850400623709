# 3.14
"""What is refused in annotations, type parameters, patterns, comprehensions and f-strings, and in which words."""
L = []
for p in ["", "class X:\n ", "def f():\n ", "async def f():\n "]:
    for a in ["(yield)","(yield from x)","(y := 3)","(await 42)","[y async for y in x]","{y async for y in x}","{y: y async for y in x}", "(__debug__ := 3)"]:
        L.append(p+"def func(x: %s): ..."%a)
        L.append(p+"(x): %s"%a)
L+=["type X = (yield)","type X = (yield from x)","type X = (await 42)","async def f(): type X = (yield)","type X = (y := 3)","class X[T: (yield)]: pass","class X[T: (yield from x)]: pass","class X[T: (await 42)]: pass","class X[T: (y := 3)]: pass","class X[T](y := Sequence[T]): pass","def f[T](y: (x := Sequence[T])): pass","class X[T]([(x := 3) for _ in range(2)] and B): pass","def f[T: [(x := 3) for _ in range(2)]](): pass","type T = [(x := 3) for _ in range(2)]",
"def o[T]():\n def i():\n  nonlocal T","class C[T]:\n nonlocal T","match 1:\n case f'': pass","match 1:\n case 0 * 0j: pass","match 1:\n case {0: _, False: _}: pass", "match 1:\n case {0: _, 0.0: _}: pass", "x = 1 if 1 else pass","a = pass if 1 else pass","a = pass if 1 else 1", "[i for i in range(5) if (j := 0) for j in range(5)]", "[i for i in (lambda:(j := range(5)))()]", "f'{lambda x:1}'", "f'{*}'", "f'{}'", "f'{a b}'", "f'{ !r}'", "f'{:x}'", "f'{,}'", "f'{3'", "f'{=}'", "bf''", "print 'a'; 1"]
for c in L:
    try: compile(c,'<s>','exec')
    except SyntaxError as e: print(repr(c), '->', e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
    else: print(repr(c),'-> none')
