"""A seccomp allow-list for code that only computes, as classic BPF (seccomp(2), Documentation/userspace-api in Linux).

The default answer is EPERM, which Python turns into a clean `PermissionError`. Another architecture, or the x32
numbering, kills the process. `mmap` and `mprotect` may not ask for executable memory; `tgkill` (abort) reaches the
process itself only; `clone3` is ENOSYS, so that a libc falls back to `clone`, which is refused like the rest.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import struct
from dataclasses import dataclass
from typing import Final

_PR_SET_SECCOMP: Final = 22
_SECCOMP_MODE_FILTER: Final = 2
_KILL_PROCESS: Final = 0x80000000
_ALLOW: Final = 0x7FFF0000
_ERRNO: Final = 0x00050000
_PROT_EXEC: Final = 4

# BPF opcodes: load a word of seccomp_data, compare with a constant, return a constant.
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
# Offsets in struct seccomp_data: the number, the architecture, six arguments of 8 bytes.
_NUMBER, _ARCH, _ARGS = 0, 4, 16


@dataclass(frozen=True, slots=True)
class _Machine:
    audit_arch: int
    allowed: tuple[int, ...]
    mmap: int
    mprotect: int
    tgkill: int
    clone3: int = 435
    #: The bit of the x32 numbering; 0 where there is none.
    foreign_bit: int = 0


# In order of use: read write futex clock_gettime munmap brk mremap madvise getrandom rt_sigreturn rt_sigaction
# rt_sigprocmask sigaltstack close fstat lseek poll select pselect6 ppoll clock_nanosleep nanosleep clock_getres
# gettimeofday time times getrusage getpid gettid sched_yield restart_syscall membarrier rseq exit exit_group
_MACHINES: Final = {
    "x86_64": _Machine(
        audit_arch=0xC000003E,
        allowed=(0, 1, 202, 228, 11, 12, 25, 28, 318, 15, 13, 14, 131, 3, 5, 8, 7, 23, 270, 271, 230, 35, 229, 96,
                 201, 100, 98, 39, 186, 24, 219, 324, 334, 60, 231),
        mmap=9, mprotect=10, tgkill=234, foreign_bit=0x40000000,
    ),
    "aarch64": _Machine(
        audit_arch=0xC00000B7,
        allowed=(63, 64, 98, 113, 215, 214, 216, 233, 278, 139, 134, 135, 132, 57, 80, 62, 72, 73, 115, 101, 114, 169,
                 153, 165, 172, 178, 124, 128, 283, 293, 93, 94),
        mmap=222, mprotect=226, tgkill=131,
    ),
}  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def supported() -> bool:
    return platform.system() == "Linux" and platform.machine() in _MACHINES


class Filter:
    """The filter's bytes, built before a fork; `install` puts in the process's own id and hands it to the kernel."""

    def __init__(self, machine: str = "") -> None:
        code, self._pid_at = _assemble(_MACHINES[machine or platform.machine()])
        self._code = bytearray(code)
        self._view = (ctypes.c_char * len(code)).from_buffer(self._code)
        self._program = _Program(len(code) // 8, ctypes.addressof(self._view))

    def install(self, pid: int, libc: ctypes.CDLL) -> None:
        """Irrevocable. Needs no_new_privs. Raises OSError."""
        struct.pack_into("=I", self._code, self._pid_at, pid)
        if libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(self._program), 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "seccomp filter refused")

    def __bytes__(self) -> bytes:
        return bytes(self._code)


def _assemble(machine: _Machine) -> tuple[bytes, int]:
    """The program, and where in it the process id goes."""
    special = ((machine.mmap, "executable"), (machine.mprotect, "executable"), (machine.tgkill, "self"),
               (machine.clone3, "enosys"))  # fmt: skip
    lines: list[tuple[str, int, int, str, str]] = [  # label, opcode, constant, jump if true, jump if false
        ("", _LOAD, _ARCH, "", ""),
        ("", _EQUAL, machine.audit_arch, "", "kill"),
        ("", _LOAD, _NUMBER, "", ""),
    ]
    if machine.foreign_bit:
        lines.append(("", _AT_LEAST, machine.foreign_bit, "kill", ""))
    lines += [("", _EQUAL, number, "allow", "") for number in machine.allowed]
    lines += [("", _EQUAL, number, label, "") for number, label in special]
    lines += [
        ("deny", _RETURN, _ERRNO | errno.EPERM, "", ""),
        ("allow", _RETURN, _ALLOW, "", ""),
        ("kill", _RETURN, _KILL_PROCESS, "", ""),
        ("enosys", _RETURN, _ERRNO | errno.ENOSYS, "", ""),
        ("executable", _LOAD, _ARGS + 2 * 8, "", ""),
        ("", _ANY_BIT, _PROT_EXEC, "deny again", "allow again"),
        ("self", _LOAD, _ARGS, "", ""),
        ("pid", _EQUAL, 0, "allow again", "deny again"),
        ("deny again", _RETURN, _ERRNO | errno.EPERM, "", ""),
        ("allow again", _RETURN, _ALLOW, "", ""),
    ]
    places = {label: index for index, (label, *_) in enumerate(lines) if label}
    code = b"".join(
        struct.pack("=HBBI", opcode, *(places[to] - index - 1 if to else 0 for to in (yes, no)), constant)
        for index, (_, opcode, constant, yes, no) in enumerate(lines)
    )
    return code, places["pid"] * 8 + 4
