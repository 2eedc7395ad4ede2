"""A program against its fork server, its descriptors and its clock: seen from outside, and by what the next job gets."""

from __future__ import annotations

import os
import resource
import time
from typing import TYPE_CHECKING

import pytest

from sandbox import Crashed, LimitExceeded, Limits, Outcome, Raised, Returned, Sandbox
from tests.conftest import child_processes
from tests.soak import processes

if TYPE_CHECKING:
    from collections.abc import Iterator

LIMITS = Limits(wall_seconds=1, cpu_seconds=0.4, output_bytes=100_000)


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    with Sandbox("process", workers=1, limits=LIMITS, imports=("resource", "mmap", "select", "gc")) as sandbox:
        sandbox.run("pass")
        yield sandbox


def attempted(box: Sandbox, source: str) -> Outcome:
    """The outcome of an attack. Afterwards the kernel shows nothing new here, and the next job is served rightly."""
    before, descriptors = settled_shape(), processes.descriptors()
    outcome = box.run(source)
    after = box.run("print('innocent', list(range(3)))")
    assert isinstance(after, Returned), after
    assert (after.stdout, after.stderr) == ("innocent [0, 1, 2]\n", "")
    assert processes.settled(shape, before) == before
    assert processes.descriptors() == descriptors
    return outcome


def shape() -> list[int]:
    return [len(generation) for generation in processes.below(os.getpid())]


def settled_shape() -> list[int]:
    """Once the next child is prepared."""
    seen: list[list[int]] = []
    while len(seen) < 5 or any(one != seen[-1] for one in seen[-5:]):
        seen.append(shape())
        time.sleep(0.01)
    return seen[-1]


#: Prints the name of each system call that is not refused. The numbers are those of x86-64.
RAW = """
import ctypes, errno, os
libc = ctypes.CDLL(None, use_errno=True)
me, server = os.getpid(), os.getppid()
buffer = ctypes.create_string_buffer(4096)
def attempt(name, number, *arguments):
    ctypes.set_errno(0)
    result = libc.syscall(ctypes.c_long(number), *(ctypes.c_long(each) if isinstance(each, int) else each for each in arguments))
    if result >= 0 or ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS):
        print(name, result, errno.errorcode.get(ctypes.get_errno()))
"""

REFUSED = {
    "signals to others": "for pid in (server, 1, 0, -1, -server, -me):\n    attempt('kill', 62, pid, 9)\n"
    "for pid in (server, 1, 2):\n    attempt('tgkill', 234, pid, pid, 9)\n    attempt('tkill', 200, pid, 9)\n"
    "    attempt('rt_sigqueueinfo', 129, pid, 9, buffer)\nattempt('tgkill', 234, -1, me, 9)\nattempt('kill self', 62, me, 0)",
    "signals by descriptor": "attempt('pidfd_open', 434, server, 0)\nattempt('pidfd_send_signal', 424, 3, 9, 0, 0)\n"
    "attempt('pidfd_getfd', 438, 3, 0, 0)\nattempt('kcmp', 312, me, server, 0, 3, 4)",
    "files of the server": "for name in (b'mem', b'environ', b'maps', b'status', b'fd', b'cmdline', b'ns/net'):\n"
    "    path = b'/proc/%d/' % server + name\n    for flags in (0, 1, 2, 0o200000, 0o10000000):\n"
    "        attempt('open', 2, path, flags)\n        attempt('openat', 257, -100, path, flags)\n"
    "    attempt('openat2', 437, -100, path, buffer, 24)\n    attempt('readlink', 89, path, buffer, 100)\n"
    "    attempt('stat', 4, path, buffer)\n    attempt('access', 21, path, 0)",
    "tracing": "for request in (0, 16, 0x4206, 0x4207, 1, 4):\n    attempt('ptrace', 101, request, server, 0, 0)",
    "its memory": "attempt('readv', 310, server, buffer, 1, buffer, 1, 0)\nattempt('writev', 311, server, buffer, 1, buffer, 1, 0)\n"
    "attempt('madvise', 440, 3, buffer, 1, 4, 0)\nattempt('mrelease', 448, 3, 0)",
    "its own properties": "for option in (1, 4, 8, 15, 24, 22, 23, 28, 35, 36, 38, 39, 47, 0x59616d61, 0x53564d41):\n"
    "    attempt('prctl', 157, option, 0, 0, 0, 0)\nattempt('seccomp', 317, 1, 0, buffer)\nattempt('arch_prctl', 158, 0x1002, 0)\n"
    "attempt('personality', 135, 0x40000)\nattempt('landlock', 444, 0, 0, 1)",
    "its limits": "for which in range(16):\n    attempt('setrlimit', 160, which, buffer)\n    attempt('prlimit', 302, 0, which, buffer, 0)\n"
    "    attempt('prlimit server', 302, server, which, buffer, 0)",
    "new processes": "attempt('fork', 57)\nattempt('vfork', 58)\nfor flags in (17, 0x10f00, 0x10000000, 0x8000 | 17):\n"
    "    attempt('clone', 56, flags, 0, 0, 0, 0)\nattempt('clone3', 435, buffer, 88)\nattempt('execve', 59, b'/bin/true', 0, 0)\n"
    "attempt('execveat', 322, 3, b'', 0, 0, 0x1000)",
    "shared memory": "attempt('memfd_create', 319, b'x', 0)\nattempt('memfd_secret', 447, 0)\nattempt('shmget', 29, 1, 4096, 0o1777)\n"
    "attempt('shmat', 30, 0, 0, 0)\nattempt('semget', 64, 1, 1, 0o1777)\nattempt('msgget', 68, 1, 0o1777)\nattempt('mq_open', 240, b'x', 66, 0o777, 0)",
    "channels": "attempt('socket', 41, 1, 1, 0)\nattempt('socketpair', 53, 1, 1, 0, buffer)\nattempt('pipe', 22, buffer)\nattempt('pipe2', 293, buffer, 0)\n"
    "attempt('eventfd', 290, 0, 0)\nattempt('epoll', 291, 0)\nattempt('timerfd', 283, 0, 0)\nattempt('inotify', 294, 0)\nattempt('userfaultfd', 323, 0)\n"
    "attempt('io_uring', 425, 8, buffer)\nattempt('signalfd', 289, -1, buffer, 8, 0)\nattempt('sendfile', 40, 4, 3, 0, 9)\nattempt('splice', 275, 3, 0, 4, 0, 9, 0)\n"
    "attempt('tee', 276, 3, 4, 9, 0)\nattempt('vmsplice', 278, 4, buffer, 1, 0)",
    "its descriptors": "for fd in range(5):\n    attempt('dup', 32, fd)\n    attempt('dup2', 33, fd, 9)\n    attempt('dup3', 292, fd, 9, 0)\n"
    "    for command in (0, 2, 4, 8, 1024, 1031, 1033):\n        attempt('fcntl', 72, fd, command, 0o4000)\n    attempt('ioctl', 16, fd, 0x5421, buffer)\n"
    "    attempt('ftruncate', 77, fd, 0)\n    attempt('fchmod', 91, fd, 0o777)",
    "its priority": "attempt('setpriority', 141, 0, 0, -20)\nattempt('sched_setscheduler', 144, 0, 1, buffer)\nattempt('sched_setaffinity', 203, 0, 8, buffer)\n"
    "attempt('sched_setattr', 314, server, buffer, 0)\nattempt('ioprio_set', 251, 1, 0, 0)",
    "timers": "attempt('alarm', 37, 1)\nattempt('setitimer', 38, 0, buffer, 0)\nattempt('timer_create', 222, 0, buffer, buffer)\nattempt('settimeofday', 164, buffer, 0)\n"
    "attempt('clock_settime', 227, 0, buffer)\nattempt('adjtimex', 159, buffer)",
    "other rights": "attempt('setuid', 105, 0)\nattempt('setresuid', 117, 0, 0, 0)\nattempt('setsid', 112)\nattempt('setpgid', 109, 0, server)\nattempt('capset', 126, buffer, buffer)\n"
    "attempt('unshare', 272, 0x10000000)\nattempt('setns', 308, 3, 0)\nattempt('mount', 165, b'x', b'/', b'tmpfs', 0, 0)\nattempt('chroot', 161, b'/')\nattempt('chdir', 80, b'/')\n"
    "attempt('bpf', 321, 0, buffer, 9)\nattempt('perf', 298, buffer, 0, -1, -1, 0)\nattempt('keyctl', 250, 0, 0)\nattempt('reboot', 169, 1, 2, 3)",
}  # fmt: skip


@pytest.mark.skipif(os.uname().machine != "x86_64", reason="the table has the system call numbers of x86-64")
@pytest.mark.parametrize("source", REFUSED.values(), ids=REFUSED)
def test_a_raw_system_call_is_refused(box: Sandbox, source: str) -> None:
    outcome = attempted(box, RAW + source)
    assert isinstance(outcome, Returned), outcome
    assert outcome.stdout == ""


def test_the_table_of_raw_calls_can_fail(box: Sandbox) -> None:
    assert attempted(box, RAW + "attempt('getpid', 39)").stdout.startswith("getpid ")


def test_exactly_the_descriptors_that_are_meant_are_open(box: Sandbox) -> None:
    source = (
        "import errno, os\nfor fd in range(2048):\n    try: print(fd, 'seekable', os.lseek(fd, 0, 1))\n"
        "    except OSError as error: error.errno == errno.EBADF or print(fd, errno.errorcode[error.errno])"
    )
    pipes = "".join(f"{fd} ESPIPE\n" for fd in range(1, 6))
    assert attempted(box, source).stdout == f"0 seekable 0\n{pipes}"


def by_itself(number: int) -> str:
    """Sends itself a signal by the one call that is allowed, then sleeps."""
    return f"import ctypes, time\ngetattr(ctypes.CDLL(None), 'raise')({number})\ntime.sleep(9)"


DEATHS: dict[str, tuple[str, str]] = {
    "leaves with status 0": ("import os\nos._exit(0)", "status 0 before it answered"),
    "leaves as if killed": ("import os\nos._exit(137)", "status 137 before it answered"),
    "exits the C way": ("import ctypes\nctypes.CDLL(None).exit(0)", "status 0 before it answered"),
    "ends its thread by a raw call": ("import ctypes\nctypes.CDLL(None).syscall(60, 0)", "status 0 before it answered"),
    "aborts": ("import os\nos.abort()", "killed by SIGABRT"),
    "kills itself": (by_itself(9), "killed by SIGKILL"),
    "terminates itself": (by_itself(15), "killed by SIGTERM"),
    "claims to have used its time": (by_itself(24), "killed by SIGXCPU"),
    "claims a bad system call": (by_itself(31), "killed by SIGSYS"),
    "reads address 0": ("import ctypes\nctypes.string_at(0)", "killed by SIGSEGV"),
    "calls by the numbers of x32": ("import ctypes\nctypes.CDLL(None).syscall(0x40000000 + 39)", "killed by SIGSYS"),
    "says that it is done": ("import os, time\nos.write(5, b'done')\ntime.sleep(9)", "status 0 before it answered"),
    "says so and goes on": ("import os\nos.write(5, b'done')\nwhile True: pass", "status 0 before it answered"),
    "floods who asks whether it is done": ("import os\nwhile True: os.write(5, b'done' * 9999)", "before it answered"),
    "closes its answer": ("import os\nos.close(4)", "before it answered"),
    "closes all": ("import os\nos.closerange(0, 99)", "before it answered"),
    "does not leave": ("import os, sys\nos._exit = lambda status: None\nos.close(4)", "before it answered"),
    "unloads its worker": ("import sys\nfor module in list(sys.modules.values()): module.__dict__.clear()", "before it answered"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "says"), DEATHS.values(), ids=DEATHS)
def test_a_death_is_told_as_the_kernel_saw_it(box: Sandbox, source: str, says: str) -> None:
    outcome = attempted(box, source)
    assert isinstance(outcome, Crashed), outcome
    assert says in outcome.detail


FIND = "import sys\nframe = sys._getframe()\nwhile 'clocks' not in frame.f_locals: frame = frame.f_back\npage = frame.f_locals['clocks']._page\n"
ENDLESS = {
    "stops itself": by_itself(19),
    "stops itself again and again": "import ctypes\nwhile True: getattr(ctypes.CDLL(None), 'raise')(20)",
    "ignores signals and sleeps": "import signal, time\nfor n in range(1, 65):\n    try: signal.signal(n, signal.SIG_IGN)\n"
    "    except (OSError, ValueError): pass\nwhile True: time.sleep(9)",
    "handles the end of its time": "import signal\nsignal.signal(signal.SIGXCPU, lambda *a: None)\nwhile True: pass",
    "blocks all signals": "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))\nwhile True: pass",
    "closes its question and waits": "import os, time\nos.close(3)\ntime.sleep(9)",
    "turns its clock off": FIND + "page[0] = 0\nwhile True: pass",
    "is always about to begin": FIND + "import time\nwhile True: page[0], page[1] = time.monotonic_ns(), time.process_time_ns()",
    "began at the end of time": FIND + "page[0] = page[1] = 2**64 - 1\nwhile True: pass",
    "began tomorrow": FIND + "import time\npage[0] = page[1] = time.monotonic_ns() + 86400 * 10**9\nwhile True: pass",
    "writes noise on the page": FIND + "import random\nwhile True: page[random.randrange(len(page))] = random.getrandbits(64)",
    "stands the clock still": "import time\ntime.monotonic = time.monotonic_ns = time.process_time_ns = lambda: 0\nwhile True: pass",
}  # fmt: skip


@pytest.mark.parametrize("source", ENDLESS.values(), ids=ENDLESS)
def test_whatever_does_not_end_is_ended(box: Sandbox, source: str) -> None:
    started = time.monotonic()
    outcome = attempted(box, source)
    assert time.monotonic() - started < 10
    assert isinstance(outcome, LimitExceeded | Crashed), outcome
    assert not isinstance(outcome, LimitExceeded) or outcome.limit in ("wall time", "CPU time")


@pytest.mark.parametrize("value", [1, 10**9, 2**63, 2**64 - 1])
def test_a_clock_that_says_anything_ends_its_own_program_only(box: Sandbox, value: int) -> None:
    started = time.monotonic()
    attempted(box, f"{FIND}for n in range(len(page)): page[n] = {value}\nimport time\ntime.sleep(0.3)")
    assert time.monotonic() - started < 10


FLOODS = {
    "prints": "while True: print('x' * 1000)",
    "prints in one piece": "print('x' * 256 * 2**20)",
    "writes to descriptor 1": "import os\nwhile True: os.write(1, b'x' * 2**20)",
    "writes to descriptors 1 and 2": "import os\nwhile True: os.write(1, b'x' * 2**16), os.write(2, b'x' * 2**16)",
    "writes to its answer": "import os\nfor _ in range(256): os.write(4, b'x' * 2**20)",
    "writes frames of output": "import os\nfrom sandbox import wire\nframe = wire.frame(wire.OUT, 'stdout', 'x' * 9000)\n"
    "while True: os.write(4, frame)",
    "writes empty frames": "import os\nfrom sandbox import wire\nframe = wire.frame(wire.OUT, 'stdout', '') * 1000\nwhile True: os.write(4, frame)",
    "begins a large frame": "import os\nos.write(4, (8 * 2**20).to_bytes(4, 'big'))\nwhile True: os.write(4, b'\"' * 2**20)",
}  # fmt: skip


@pytest.mark.parametrize("source", FLOODS.values(), ids=FLOODS)
def test_a_flood_is_cut_and_the_host_keeps_dry(box: Sandbox, source: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    outcome = attempted(box, source)
    assert isinstance(outcome, LimitExceeded | Crashed | Raised), outcome
    assert len(outcome.stdout) + len(outcome.stderr) <= LIMITS.output_bytes
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024 < 64 * 2**20


def test_nothing_is_said_after_the_answer(box: Sandbox) -> None:
    source = (
        "import atexit, threading, weakref\natexit.register(print, 'at exit')\nclass Late:\n    def __del__(self): print('deleted')\n"
        "late = Late()\nweakref.finalize(late, print, 'finalised')\nprint('now')"
    )
    outcome = attempted(box, source)
    assert isinstance(outcome, Returned), outcome
    assert outcome.stdout == "now\n"


TAMPERS = {
    "traces": "import sys\nsys.settrace(lambda *a: None)\nsys.setprofile(lambda *a: None)",
    "patches what sends": "import sys\nfor name, module in list(sys.modules.items()):\n    if name.startswith('sandbox.worker'):\n"
    "        for each in list(vars(module)):\n            if callable(getattr(module, each)): setattr(module, each, lambda *a, **k: b'')",
    "patches the library": "import os, time, json, builtins\nos.write = os.read = time.monotonic = json.dumps = builtins.len = lambda *a, **k: 0",
    "forgets its pid": "import os\nos.getpid = os.getppid = lambda: 1",
    "sends its answer as another would": "import os, sys\nfrom sandbox import wire\nos.write(4, bytes(32) + wire.frame('', 0, 0, 0.1, 0.1, 1, b'', b''))",
    "takes what the host has still to say": "import os, select\nwhile select.select([3], [], [], 0.2)[0]: os.read(3, 9999)",
}  # fmt: skip


@pytest.mark.parametrize("source", TAMPERS.values(), ids=TAMPERS)
def test_what_a_program_does_to_its_worker_ends_with_it(box: Sandbox, source: str) -> None:
    attempted(box, source)
    attempted(box, f"{source}\nwhile True: pass")


@pytest.mark.parametrize("size", [1_000, 3_000_000])
def test_a_program_that_does_not_read_on_is_no_deadlock(box: Sandbox, size: int) -> None:
    source = "import os, time\ndef f(x):\n    os.close(3)\n    return len(x)\ndef sleep(x): time.sleep(99)"
    with box.load(source) as program:
        first, *others = program.call_each("f", [("x" * size,)] * 3)
        assert isinstance(first, Returned)
        assert first.value == size
        assert len(others) == 2
        stuck = list(program.call_each("sleep", [("x" * size,)] * 2))
        assert isinstance(stuck[0], LimitExceeded | Crashed)  # it may have died after `f`, unable to read on
        assert isinstance(stuck[1], LimitExceeded)
    attempted(box, "pass")


FORKS = """
import os, signal, time
for _ in range(2):
    if os.fork() == 0:
        os.setsid()
        for n in (signal.SIGTERM, signal.SIGHUP): signal.signal(n, signal.SIG_IGN)
        if os.fork() == 0:
            while True: time.sleep(1)
        os._exit(0)
print('forked')
"""


@pytest.mark.parametrize(
    ("without", "source", "says"),
    [
        (("seccomp", "rlimits", "cgroups"), FORKS, "forked"),
        (("seccomp", "rlimits", "cgroups", "namespaces"), FORKS, "forked"),
        (("seccomp",), "import os\nos.kill(os.getppid(), 9)", ""),
        (("seccomp", "namespaces"), "import os\nos.kill(-1, 9)", ""),
        (("seccomp",), "import ctypes, os\nlibc = ctypes.CDLL(None)\nprint(libc.ptrace(16, os.getppid(), 0, 0))", "-1"),
        (("seccomp", "landlock"), "import os\nopen(f'/proc/{os.getppid()}/mem', 'rb').read(1)", ""),
        (("seccomp", "landlock", "namespaces"), "import os\nopen(f'/proc/{os.getppid()}/environ', 'rb').read(1)", ""),
        (("seccomp",), "import ctypes, os\nlibc = ctypes.CDLL(None)\nlibc.prctl(1, 0, 0, 0, 0)\nprint('orphan')", "orphan"),
    ],
    ids=["forks", "forks without namespaces", "kills its server", "kills all it can", "traces its server", "reads its server", "reads its server's environment",
         "would outlive its server"],
)  # fmt: skip
def test_with_a_layer_off_the_others_still_clean_up(without: tuple[str, ...], source: str, says: str) -> None:
    children = child_processes()
    with Sandbox("process", workers=1, limits=LIMITS, _without=without) as box:
        box.run("pass")
        usual = settled_shape()
        outcome = box.run(source)
        assert outcome.stdout.strip() == says, outcome
        assert box.run("print('innocent')").stdout == "innocent\n"
        assert processes.settled(shape, usual) == usual
    assert processes.settled(child_processes, children) == children


LEFT_BEHIND = """
import gc, sys
def look():
    print("seen")
    own = [name for name in ("candidate", "__main__") if vars(sys.modules.get(name, sys)).keys() & {"warm", "Warm"}]
    return own, gc.isenabled(), sys.stdin.read()
"""


def test_what_warmed_a_child_up_is_not_seen_by_its_program() -> None:
    with Sandbox("process", workers=1) as box, box.load(LEFT_BEHIND) as program:
        outcome = program.call("look")
    assert isinstance(outcome, Returned)
    assert outcome.value == ([], True, "")
    assert (outcome.stdout, outcome.stderr) == ("seen\n", "")
