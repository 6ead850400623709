from __future__ import annotations

x: dict[str,  'A|None'] = {}
def f(a: int|None, *b: tuple[int,...], c: not a and b=1) -> -x**2: ...
