"""A parser needs few of the kernel's calls; one that was taken over would need the others.

The filter is a classic BPF program for seccomp (Linux 3.5 and later, x86-64 and 64-bit ARM), set for one process and
kept by whatever it starts. It needs no rights and works inside bubblewrap and without it.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from dataclasses import dataclass
from functools import cache

from onrecord.text.tables import rows

_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER_MODE = 38, 22, 2
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
_EPERM, _ENOSYS = 1, 38
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _JUMP, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x05, 0x06
_NUMBER, _KIND, _ARGUMENTS = 0, 4, 16
"""Offsets in the kernel's `struct seccomp_data`."""

_WRITES = 0o1 | 0o2 | 0o100 | 0o1000
"""O_WRONLY, O_RDWR, O_CREAT, O_TRUNC."""
_THREAD = 0x10000
"""CLONE_THREAD: a thread of the same process, not a process."""
_X32 = 0x40000000
"""From here the numbers of x86-64's second set of calls begin, which has every call twice."""


@dataclass(frozen=True, slots=True)
class _Processor:
    """The numbers that differ between kinds of processor (`-1` where there is no such call)."""

    kind: int
    open: int
    openat: int
    clone: int
    tgkill: int
    prlimit64: int
    seccomp: int


_PROCESSORS = {
    "x86_64": _Processor(0xC000003E, open=2, openat=257, clone=56, tgkill=234, prlimit64=302, seccomp=317),
    "aarch64": _Processor(0xC00000B7, open=-1, openat=56, clone=220, tgkill=131, prlimit64=261, seccomp=277),
}
_NOT_THERE = (435, 437, 425, 426, 427)
"""clone3, openat2, io_uring_*: their arguments cannot be looked at, and libraries do without where they are missing."""

_Instruction = tuple[int, int, int, int]


def can_filter() -> bool:
    """True where this kernel filters calls and this processor's numbers are known."""
    processor = _processor()
    if processor is None:
        return False
    wanted = ctypes.c_uint32(_REFUSE)
    get_action_avail = 2
    said: int = ctypes.CDLL(None).syscall(processor.seccomp, get_action_avail, 0, ctypes.byref(wanted))
    return said == 0


def refuse_calls() -> None:
    """From now on this process has no network, starts nothing, writes no file and touches no other process.

    Files that are open stay open. Raises `OSError` if the kernel does not take the filter.
    """
    processor = _processor()
    if processor is None:
        raise OSError(_ENOSYS, "no filter of calls for this kind of processor")
    code = _assembled(_program(processor, _refused(platform.machine()), os.getpid()))
    buffer = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxQ", len(code) // 8, ctypes.addressof(buffer))
    forbid_new_rights()
    _prctl(_PR_SET_SECCOMP, _FILTER_MODE, ctypes.c_char_p(program))


def forbid_new_rights() -> None:
    """No program that this process starts gets rights that it has not; what unprivileged filters demand."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _prctl(*arguments: object) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(*arguments) != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def _processor() -> _Processor | None:
    is_64_bit = sys.maxsize > 2**32
    return _PROCESSORS.get(platform.machine()) if sys.platform == "linux" and is_64_bit else None


@cache
def _refused(machine: str) -> tuple[int, ...]:
    """Numbers of the calls that are refused whatever their arguments."""
    return tuple(int(row[machine]) for row in rows("refused_calls.tsv", key="call") if row[machine] != "-")


def _program(processor: _Processor, refused: tuple[int, ...], own: int) -> list[_Instruction]:
    """The filter: kind of processor, then the calls by number, then those that depend on an argument."""
    return [
        (_LOAD, 0, 0, _KIND),
        (_EQUAL, 1, 0, processor.kind),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _REFUSE | _EPERM),
        *_for_numbers(_NOT_THERE, _REFUSE | _ENOSYS),
        *_for_numbers(refused, _REFUSE | _EPERM),
        *_unless(processor.open, argument=1, test=_ANY_BIT, value=_WRITES, allowed_if=False),
        *_unless(processor.openat, argument=2, test=_ANY_BIT, value=_WRITES, allowed_if=False),
        *_unless(processor.clone, argument=0, test=_ANY_BIT, value=_THREAD, allowed_if=True),
        *_unless(processor.tgkill, argument=0, test=_EQUAL, value=own, allowed_if=True),
        *_only_null(processor.prlimit64, argument=2),
        (_RETURN, 0, 0, _ALLOW),
    ]


def _for_numbers(numbers: tuple[int, ...], verdict: int) -> list[_Instruction]:
    """One verdict for each of these calls; others go on to what follows."""
    last = len(numbers)
    found: list[_Instruction] = [(_EQUAL, last - place, 0, number) for place, number in enumerate(numbers)]
    return [*found, (_JUMP, 0, 0, 1), (_RETURN, 0, 0, verdict)]


def _unless(number: int, *, argument: int, test: int, value: int, allowed_if: bool) -> list[_Instruction]:
    """A call that is refused or allowed by the low half of one of its arguments."""
    if number < 0:
        return []
    allow, refuse = (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE | _EPERM)
    passed, failed = (allow, refuse) if allowed_if else (refuse, allow)
    return [
        (_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _ARGUMENTS + 8 * argument),
        (test, 0, 1, value),
        passed,
        failed,
    ]


def _only_null(number: int, *, argument: int) -> list[_Instruction]:
    """A call that is allowed if this pointer is null: reading a limit and not setting one."""
    place = _ARGUMENTS + 8 * argument
    return [
        (_EQUAL, 0, 6, number),
        (_LOAD, 0, 0, place),
        (_EQUAL, 0, 3, 0),
        (_LOAD, 0, 0, place + 4),
        (_EQUAL, 0, 1, 0),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE | _EPERM),
    ]


def _assembled(program: list[_Instruction]) -> bytes:
    return b"".join(struct.pack("HBBI", *instruction) for instruction in program)
