"""Finds out which functions of the pyspec binary a start and common programs call: the list that `build.rs` gives to
the linker (src/touched.txt), so that they lie side by side.

    python3 bench/touched.py BINARY > src/touched.txt

The kernel maps 64 KiB of a file where a page of it is touched. An empty program calls some 550 of the binary's 15,000
functions, 0.4 MB in all; strewn over all of its code they cost 4 MB of memory.

A function is seen by a breakpoint at its start, which is taken away when it is hit. Lines are patterns of sections'
names, with what changes from build to build left out. Linux on x86-64; needs `nm`.
"""
import ctypes
import os
import re
import signal
import subprocess
import sys
import tempfile

TRACEME, CONT, SETOPTIONS, PEEKUSER, POKEUSER = 0, 7, 0x4200, 3, 6
TRACE_CLONE, KILL_WITH_US = 1 << 3, 1 << 20
RAX, RIP, RSP = 80, 128, 152
BREAKPOINT = b"\xcc"
# Wait for threads too.
WALL = 0x40000000
LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.ptrace.restype = ctypes.c_long
LIBC.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]

CORPUS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "corpus", "programs")
PROGRAMS = ["bank", "events", "lisp", "machine", "matrices", "order_book", "spreadsheet", "text_tools", "toy_language"]
# Would take the breakpoints away with the pages.
RELEASE = "10code_pages14release_object"


def functions(binary):
    """{address: names} of the functions of a binary."""
    found = {}
    listing = subprocess.run(["nm", "--defined-only", binary], capture_output=True, text=True, check=True).stdout
    for line in listing.splitlines():
        address, kind, name = line.split(maxsplit=2)
        if kind in "tTwW" and name.startswith("_"):
            found.setdefault(int(address, 16), []).append(name)
    return found


def trace(command, names):
    """The addresses among `names` that a process of the command begins to execute, in that order."""
    pid = os.fork()
    if pid == 0:
        null = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(null, stream)
        LIBC.ptrace(TRACEME, 0, None, None)
        os.execv(command[0], command)
    os.waitpid(pid, 0)
    LIBC.ptrace(SETOPTIONS, pid, None, TRACE_CLONE | KILL_WITH_US)
    memory = open(f"/proc/{pid}/mem", "r+b", buffering=0)
    original = {}
    for address in names:
        memory.seek(address)
        original[address] = memory.read(1)
        memory.seek(address)
        memory.write(BREAKPOINT)
    seen = {}
    LIBC.ptrace(CONT, pid, None, None)
    while True:
        thread, status = os.waitpid(-1, WALL)
        if not os.WIFSTOPPED(status):
            if thread == pid:
                return list(seen)
            continue
        send = os.WSTOPSIG(status)
        if send == signal.SIGTRAP and status >> 16 == 0:
            address = LIBC.ptrace(PEEKUSER, thread, RIP, None) - 1
            if address in original:
                hit(thread, address, memory, original, names)
                seen[address] = True
        if send in (signal.SIGTRAP, signal.SIGSTOP):
            send = 0
        LIBC.ptrace(CONT, thread, None, send)


def hit(thread, address, memory, original, names):
    """Goes on behind a breakpoint."""
    if any(RELEASE in name for name in names[address]):
        top = LIBC.ptrace(PEEKUSER, thread, RSP, None)
        memory.seek(top)
        back = int.from_bytes(memory.read(8), "little")
        for register, value in [(RAX, 0), (RIP, back), (RSP, top + 8)]:
            LIBC.ptrace(POKEUSER, thread, register, value)
        return
    memory.seek(address)
    memory.write(original[address])
    LIBC.ptrace(POKEUSER, thread, RIP, address)


def pattern(name):
    """A function's name without hashes."""
    name = re.sub(r"17h[0-9a-f]{16}E.*", "17h*", name)
    return re.sub(r"Cs[0-9a-zA-Z]+_", "Cs*_", re.sub(r"\.llvm\.\d+$", "*", name))


def commands(binary, folder):
    """What is run: from the least to the most."""
    empty = os.path.join(folder, "empty.py")
    open(empty, "w").close()
    programs = [empty] + [os.path.join(CORPUS, name + ".py") for name in PROGRAMS]
    for number, program in enumerate(programs):
        built = os.path.join(folder, str(number))
        subprocess.run([binary, "build", program, "-o", built], check=True, capture_output=True)
        yield [built]
    for program in programs:
        yield [binary, "run", program]


def main():
    binary = os.path.abspath(sys.argv[1])
    names = functions(binary)
    # In the order in which they were first called, how many commands call each; what a start does is taken anyway.
    times = {}
    with tempfile.TemporaryDirectory() as folder:
        for number, command in enumerate(commands(binary, folder)):
            called = dict.fromkeys(pattern(name) for address in trace(command, names) for name in names[address])
            for name in called:
                times[name] = times.get(name, 0) + (2 if number == 0 else 1)
    print("\n".join(name for name, count in times.items() if count > 1))


main()
