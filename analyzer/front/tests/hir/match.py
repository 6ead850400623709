def kind(x):
    match x:
        case 0 | None:
            return "nothing"
        case [first, *rest] if rest:
            return first
        case {"k": v, **others}:
            return v, others
        case Point(a, y=b):
            return a + b
        case _:
            return f"{x!r:>{10}}"
