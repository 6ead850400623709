"""Recursion without a loop answers signals and lets other threads run, interpreted or compiled."""
import os
import signal
import threading
import time


class Enough(Exception):
    pass


def fibonacci(n):
    return 1 if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


class Tree:
    def __init__(self, depth):
        self.depth = depth

    def leaves(self):
        if self.depth == 0:
            return 1
        return Tree(self.depth - 1).leaves() + Tree(self.depth - 1).leaves()


def is_even(n):
    return True if n == 0 else is_odd(n - 1)


def is_odd(n):
    return False if n == 0 else is_even(n - 1)


def on_signal(number, frame):
    raise Enough(signal.Signals(number).name)


def interrupted(what, work):
    timer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGUSR1))
    timer.start()
    try:
        work()
    except Enough as e:
        print(what, "was interrupted by", e)
    timer.join()


signal.signal(signal.SIGUSR1, on_signal)
print(fibonacci(12), Tree(5).leaves(), is_even(200))
interrupted("fibonacci", lambda: fibonacci(90))
interrupted("a tree", lambda: Tree(80).leaves())

seen = []
stop = threading.Event()


def tell():
    while not stop.is_set():
        seen.append(fibonacci(3))
        time.sleep(0.001)


teller = threading.Thread(target=tell)
teller.start()
# Deep enough to last for several turns of the lock.
end = time.monotonic() + 0.2


def until(n):
    if time.monotonic() > end:
        return 1
    return 1 if n < 2 else until(n - 1) + until(n - 2)


until(90)
turns = len(seen)
stop.set()
teller.join()
print("the other thread had turns:", turns > 3)
