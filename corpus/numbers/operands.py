# 3.14
"""operands that do not fit: results and the exact texts of errors."""


def show(text, function):
    try:
        print(text, "=>", repr(function()))
    except Exception as error:
        print(text, "=>", type(error).__name__ + ":", error)


show('1+"a"', lambda: (1+"a"))
show('"a"+1', lambda: ("a"+1))
show('1+[]', lambda: (1+[]))
show('"a"*"b"', lambda: ("a"*"b"))
show('"a"*1.5', lambda: ("a"*1.5))
show('[1]*"a"', lambda: ([1]*"a"))
show('"a"-1', lambda: ("a"-1))
show('"a"<1', lambda: ("a"<1))
show('1<"a"', lambda: (1<"a"))
show('(-1).to_bytes(1,"big")', lambda: ((-1).to_bytes(1,"big")))
show('(1).to_bytes(-1,"big")', lambda: ((1).to_bytes(-1,"big")))
