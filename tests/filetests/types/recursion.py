"""Types go around a recursion: int in, int out."""


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


result = fib(20)
# ---- dump
# module __main__
#   __doc__: str
#   fib: def fib
#   result: int
# def fib
#   n: int
#   -> int
