"""Processes measured: user CPU and peak memory from wait4, interleaved between implementations."""
import os
import statistics
import subprocess
import time


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


def run(command, environment=None, timeout=600, folder=None):
    """Runs a command to its end."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env=dict(os.environ, PYTHONHASHSEED="0", PYTHONDONTWRITEBYTECODE="1", **(environment or {})),
        cwd=folder,
    )
    try:
        output, errors = process_output(process, timeout)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise Failed(f"took more than {timeout} s") from None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    if process.returncode != 0:
        lines = errors.decode(errors="replace").strip().splitlines()
        raise Failed(f"status {process.returncode}: {lines[-1] if lines else 'no message'}")
    return Run(usage.ru_utime, usage.ru_stime, wall, usage.ru_maxrss * 1024, output)


def process_output(process, timeout):
    """Reads both pipes to their ends, without waiting for the process: `wait4` has its figures."""
    import selectors

    chunks = {process.stdout: [], process.stderr: []}
    deadline = time.monotonic() + timeout
    with selectors.DefaultSelector() as selector:
        for pipe in chunks:
            selector.register(pipe, selectors.EVENT_READ)
        while selector.get_map():
            left = deadline - time.monotonic()
            if left <= 0:
                raise subprocess.TimeoutExpired(process.args, timeout)
            for key, _ in selector.select(left):
                chunk = os.read(key.fd, 1 << 16)
                if chunk:
                    chunks[key.fileobj].append(chunk)
                else:
                    selector.unregister(key.fileobj)
                    key.fileobj.close()
    return tuple(b"".join(parts) for parts in chunks.values())


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
            except OSError as error:
                runs[name] = Failed(str(error))
    return runs


def median(runs, figure):
    """The median of a figure of runs."""
    return statistics.median(getattr(one, figure) for one in runs)
