"""Processes measured: user CPU from wait4, peak memory as the kernel has it at their end, interleaved.

wait4's own figure for memory begins with what the parent had when it forked, which is more than a small program
takes. So a process is traced, stops once more when it ends, and is asked then; where tracing is not allowed,
wait4's figure has to do.
"""
import ctypes
import os
import signal
import statistics
import tempfile
import time

TRACEME, CONT, SETOPTIONS = 0, 7, 0x4200
# Stop when the process ends; kill it if this one ends.
TRACE_EXIT, KILL_WITH_US = 1 << 6, 1 << 20
EVENT_EXIT = 6
LIBC = ctypes.CDLL(None, use_errno=True)


class Failed(Exception):
    """A program did not end well, or not in time."""


class Run:
    """One process that ended well."""

    def __init__(self, user, system, wall, rss, output):
        self.user = user
        self.system = system
        self.wall = wall
        # Bytes.
        self.rss = rss
        self.output = output


def run(command, environment=None, timeout=600):
    """Runs a command to its end."""
    names = dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", **(environment or {}))
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.perf_counter()
        pid = os.fork()
        if pid == 0:
            start(command, names, out, err)
        status, usage, peak = follow(pid, timeout)
        wall = time.perf_counter() - began
        out.seek(0)
        err.seek(0)
        output, errors = out.read(), err.read()
    if status != 0:
        lines = errors.decode(errors="replace").strip().splitlines()
        raise Failed(f"status {status}: {lines[-1] if lines else 'no message'}")
    return Run(usage.ru_utime, usage.ru_stime, wall, peak or usage.ru_maxrss * 1024, output)


def start(command, names, out, err):
    """In the child: becomes the command."""
    try:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        LIBC.ptrace(TRACEME, 0, 0, 0)
        os.execvpe(command[0], command, names)
    except OSError as error:
        os.write(2, str(error).encode())
    os._exit(127)


def follow(pid, timeout):
    """Waits for a child; its exit status, usage, and peak memory in bytes, 0 if it cannot be traced."""
    def late(number, frame):
        raise Failed(f"took more than {timeout} s")

    peak, first = 0, True
    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(timeout)
    try:
        while True:
            _, status, usage = os.wait4(pid, 0)
            if not os.WIFSTOPPED(status):
                return os.waitstatus_to_exitcode(status), usage, peak
            send = os.WSTOPSIG(status)
            if status >> 16 == EVENT_EXIT:
                peak, send = memory(pid), 0
            elif first:
                LIBC.ptrace(SETOPTIONS, pid, 0, TRACE_EXIT | KILL_WITH_US)
                send = 0
            first = False
            LIBC.ptrace(CONT, pid, 0, send)
    except Failed:
        os.kill(pid, signal.SIGKILL)
        while not os.WIFSIGNALED(os.wait4(pid, 0)[1]):
            LIBC.ptrace(CONT, pid, 0, 0)
        raise
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def memory(pid):
    """The peak resident set of a process that has not gone yet."""
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return 0


def interleaved(commands, rounds, environment=None, timeout=600):
    """Runs each of the named commands once a round; a name's runs, or what failed.

    So slow drifts of the machine hit all of them alike.
    """
    runs = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            if isinstance(runs[name], Failed):
                continue
            try:
                runs[name].append(run(command, environment, timeout))
            except Failed as failure:
                runs[name] = failure
    return runs


def median(runs, figure):
    """The median of a figure of runs."""
    return statistics.median(getattr(one, figure) for one in runs)
