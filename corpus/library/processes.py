"""Processes of one's own: forking, waiting, starting other programs, signals that are held back."""
import os
import signal
import sys
import tempfile
import threading
import time

events = []
os.register_at_fork(before=lambda: events.append("before 1"), after_in_child=lambda: events.append("child 1"))
os.register_at_fork(before=lambda: events.append("before 2"), after_in_parent=lambda: events.append("parent 2"))


def child_says(action):
    """What the child of a fork writes, and its exit code."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.write(writer, action().encode())
        os._exit(7)
    os.close(writer)
    text = b"".join(iter(lambda: os.read(reader, 100), b""))
    os.close(reader)
    return text.decode(), os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


print(child_says(lambda: ", ".join(events)), events)

pid = os.fork()
if pid == 0:
    sys.exit(9)
done = os.waitid(os.P_PID, pid, os.WEXITED)
print(done.si_pid == pid, done.si_status, done.si_code == os.CLD_EXITED)

pid = os.posix_spawn("/bin/sh", ["sh", "-c", "exit 5"], os.environ)
print(os.waitstatus_to_exitcode(os.wait4(pid, 0)[1]))
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "out")
    opened = (os.POSIX_SPAWN_OPEN, 1, path, os.O_CREAT | os.O_WRONLY, 0o600)
    pid = os.posix_spawnp("sh", ["sh", "-c", "echo $WORD"], {"WORD": "spam", "PATH": "/bin:/usr/bin"}, file_actions=[opened])
    os.waitpid(pid, 0)
    with open(path) as file:
        print(file.read().strip())
    fd = os.open(path, os.O_RDWR)
    first, second = bytearray(2), bytearray(4)
    print(os.pwrite(fd, b"ham", 1), os.preadv(fd, [first, second], 0), bytes(first), bytes(second[:2]))
    print(os.writev(fd, [b"ab", b"c"]), os.pread(fd, 4, 0), os.fstatvfs(fd).f_bsize > 0)
    os.close(fd)

for call in (
    lambda: os.posix_spawn("/nothing/here", ["x"], {}),
    lambda: os.posix_spawn("/bin/sh", [], {}),
    lambda: os.register_at_fork(),
    lambda: os.setuid("root"),
    lambda: os.sysconf("SC_NOTHING"),
    lambda: os.sched_setaffinity(0, [-1]),
):
    try:
        call()
    except Exception as error:
        print(type(error).__name__, error)
print(os.sched_param(3), os.major(os.makedev(5, 7)), os.minor(os.makedev(5, 7)))

# Another thread waits while this one forks: the child has this one alone, and can start more.
ready = threading.Event()
waiting = threading.Thread(target=ready.wait, daemon=True)
waiting.start()


def count_threads():
    said = []
    more = threading.Thread(target=lambda: said.append("more"))
    more.start()
    more.join()
    return f"{threading.active_count()} {waiting.is_alive()} {said}"


import warnings

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(child_says(count_threads))
print([str(w.message).split(") ")[1] for w in caught])
ready.set()
waiting.join()

came = []
signal.signal(signal.SIGUSR1, lambda number, frame: came.append((number, frame is not None)))
print(signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1]))
os.kill(os.getpid(), signal.SIGUSR1)
print(came, signal.sigpending(), signal.sigwait([signal.SIGUSR1]), signal.sigpending())
os.kill(os.getpid(), signal.SIGUSR1)
information = signal.sigwaitinfo([signal.SIGUSR1])
print(information.si_signo, information.si_pid == os.getpid(), signal.sigtimedwait([signal.SIGUSR1], 0))
signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])
signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
print(came)
signal.signal(signal.SIGALRM, lambda number, frame: came.append(number))
signal.setitimer(signal.ITIMER_REAL, 0.01)
while len(came) < 2:
    time.sleep(0.01)
print(came[1:], signal.getitimer(signal.ITIMER_REAL))
