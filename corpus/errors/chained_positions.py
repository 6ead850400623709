"""Attributes and calls on later lines than their objects: tracebacks point at the name."""
import traceback


class Chain:
    def boom(self, *args):
        raise ValueError("x")

    def me(self):
        return self


chain = Chain()


def called():
    (chain
      .me()
      .boom(1,
            2))


def read():
    return (chain
       .me()
       .nope)


def stored_in():
    (chain
      .me()
      .x).y.z = 5


def stored():
    (None
       .q) = 5


def deleted():
    del (chain
       .q)


def added():
    (chain
       .total) += 1


def plain():
    chain.boom(
       1,
       2)


def two_on_a_line():
    (chain.me()
       .me().boom())


class Lower(Chain):
    def up(self):
        (super()
            .boom(1))


for f in called, read, stored_in, stored, deleted, added, plain, two_on_a_line, Lower().up:
    try:
        f()
    except (ValueError, AttributeError) as e:
        entry = traceback.extract_tb(e.__traceback__)[1]
        print(f.__name__, entry.lineno, entry.end_lineno, entry.colno, entry.end_colno, entry.line)
