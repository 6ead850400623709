# 3.14
"""encoding and decoding: results and the exact texts of errors."""


def show(text, function):
    try:
        print(text, "=>", repr(function()))
    except Exception as error:
        print(text, "=>", type(error).__name__ + ":", error)


show('str(10**5000)', lambda: (str(10**5000)))
show('"a".encode("foo")', lambda: ("a".encode("foo")))
show('"a".encode("ascii","foo")', lambda: ("a".encode("ascii","foo")))
show('"\\x80".encode("ascii")', lambda: ("\x80".encode("ascii")))
show('"\\x80\\x81".encode("ascii")', lambda: ("\x80\x81".encode("ascii")))
show('"\\u1234".encode("latin-1")', lambda: ("\u1234".encode("latin-1")))
show('"\\ud800".encode()', lambda: ("\ud800".encode()))
show('"\\ud800".encode("utf-16")', lambda: ("\ud800".encode("utf-16")))
show('b"\\x80".decode()', lambda: (b"\x80".decode()))
show('b"\\xe1\\x80".decode()', lambda: (b"\xe1\x80".decode()))
show('b"\\xe1\\x80a".decode()', lambda: (b"\xe1\x80a".decode()))
show('b"\\xf0\\x80\\x80".decode()', lambda: (b"\xf0\x80\x80".decode()))
show('b"\\x80".decode("ascii")', lambda: (b"\x80".decode("ascii")))
show('b"\\xff".decode("utf-16")', lambda: (b"\xff".decode("utf-16")))
show('b"\\x00\\xd8".decode("utf-16-le")', lambda: (b"\x00\xd8".decode("utf-16-le")))
show('b"\\x00\\xd8a\\x00".decode("utf-16-le")', lambda: (b"\x00\xd8a\x00".decode("utf-16-le")))
show('b"\\xff\\xff\\xff\\xff".decode("utf-32-le")', lambda: (b"\xff\xff\xff\xff".decode("utf-32-le")))
show('b"\\xff".decode("utf-32")', lambda: (b"\xff".decode("utf-32")))
show('b"a".decode("foo")', lambda: (b"a".decode("foo")))
show('str(b"a","utf-8","strict")', lambda: (str(b"a","utf-8","strict")))
show('str(1,"utf-8")', lambda: (str(1,"utf-8")))
show('str("a","utf-8")', lambda: (str("a","utf-8")))
show('str(b"a",5)', lambda: (str(b"a",5)))
show('str(1,2,3,4)', lambda: (str(1,2,3,4)))
show('"a".encode("utf-8",5)', lambda: ("a".encode("utf-8",5)))
show('"a".encode(5)', lambda: ("a".encode(5)))
