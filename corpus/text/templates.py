# 3.14
"""str.format: results and the exact texts of errors."""


def show(text, function):
    try:
        print(text, "=>", repr(function()))
    except Exception as error:
        print(text, "=>", type(error).__name__ + ":", error)


show('"{}".format()', lambda: ("{}".format()))
show('"{0}{}".format(1,2)', lambda: ("{0}{}".format(1,2)))
show('"{}{0}".format(1,2)', lambda: ("{}{0}".format(1,2)))
show('"{".format()', lambda: ("{".format()))
show('"}".format()', lambda: ("}".format()))
show('"{0".format(1)', lambda: ("{0".format(1)))
show('"{0!}".format(1)', lambda: ("{0!}".format(1)))
show('"{0!x}".format(1)', lambda: ("{0!x}".format(1)))
show('"{0!r".format(1)', lambda: ("{0!r".format(1)))
show('"{0!rr}".format(1)', lambda: ("{0!rr}".format(1)))
show('"{0[}".format(1)', lambda: ("{0[}".format(1)))
show('"{0[]}".format([1])', lambda: ("{0[]}".format([1])))
show('"{0.}".format(1)', lambda: ("{0.}".format(1)))
show('"{0[0]x}".format([1])', lambda: ("{0[0]x}".format([1])))
show('"{a}".format()', lambda: ("{a}".format()))
show('"{0.foo}".format(1)', lambda: ("{0.foo}".format(1)))
show('"{0[5]}".format([1])', lambda: ("{0[5]}".format([1])))
show('"{:{:{}}}".format(1,2,3)', lambda: ("{:{:{}}}".format(1,2,3)))
show('"{:{}}".format(1,"5")', lambda: ("{:{}}".format(1,"5")))
show('"{0:x{".format(1)', lambda: ("{0:x{".format(1)))
show('"{!r}".format("a")', lambda: ("{!r}".format("a")))
show('"{{}}".format()', lambda: ("{{}}".format()))
show('"a".format_map(1)', lambda: ("a".format_map(1)))
show('"{a}".format_map(1)', lambda: ("{a}".format_map(1)))
show('"{a}".format_map({})', lambda: ("{a}".format_map({})))
