"""The child shuts itself in before it reads a byte from outside; what cannot be shut is named, never passed over."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from onrecord.capture import confinement_calls, confinement_files
from onrecord.capture.confinement import Wall

WRITTEN = 1 << 20
"""Bytes that a parser may write to its error stream: room for a traceback, not for a full disk."""

OPEN_FILES = 64

_NEW_USER, _NEW_NETWORK, _NEW_IPC, _NEW_NAMES = 0x10000000, 0x40000000, 0x08000000, 0x04000000
_DIE_WITH_PARENT = 1


def enter(shown: Sequence[str], *, memory: int, enclosed: bool) -> tuple[Wall, ...]:
    """Set every wall that this machine has round this process and its children; returns those that stand.

    `shown` are the only paths that stay readable, `memory` is in bytes of address space, `enclosed` says that
    bubblewrap stands already. The filter of calls is counted here and set by `close_last`, since it forbids to fork.
    """
    walls = [Wall.BUBBLEWRAP] if enclosed else []
    if not enclosed and _own_network():
        walls.append(Wall.NAMESPACES)
    if _limited(memory):
        walls.append(Wall.LIMITS)
    if confinement_files.read_only((*shown, "/dev/null", "/dev/zero", "/dev/urandom")):
        walls.append(Wall.LANDLOCK)
    if confinement_calls.can_filter():
        walls.append(Wall.CALLS)
    return tuple(walls)


def close_last(*, seconds: float) -> None:
    """What one document's process sets for itself: CPU time from now on, and the filter of calls where there is one."""
    limit_time(seconds)
    if confinement_calls.can_filter():
        confinement_calls.refuse_calls()


def die_with_parent() -> None:
    """End this process when the one that forked it ends (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)


def limit_time(seconds: float) -> None:
    """CPU time from now on: the parent's clock kills a parser that waits, this one a parser that spins."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - Windows does not have it

    used = resource.getrusage(resource.RUSAGE_SELF)
    end = int(used.ru_utime + used.ru_stime + seconds) + 2
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (end, hard))


def _limited(memory: int) -> bool:
    """True if every limit was set; macOS refuses the one on address space."""
    if sys.platform == "win32":
        return False
    import resource  # noqa: PLC0415 - Windows does not have it

    held = True
    for kind, amount in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, WRITTEN),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ):
        try:
            resource.setrlimit(kind, (amount, amount))
        except (ValueError, OSError):
            held = False
    return held


def _own_network() -> bool:
    """Leave the machine's network for an empty one; False where the kernel does not let this user."""
    if sys.platform != "linux":
        return False
    user, group = os.getuid(), os.getgid()
    kernel = ctypes.CDLL(None, use_errno=True)
    if kernel.unshare(_NEW_USER | _NEW_NETWORK | _NEW_IPC | _NEW_NAMES) != 0:
        return False
    own = Path("/proc/self")
    try:
        (own / "setgroups").write_text("deny")
        (own / "uid_map").write_text(f"{user} {user} 1")
        (own / "gid_map").write_text(f"{group} {group} 1")
    except OSError:
        return True  # without the maps every file belongs to nobody, and is read by everybody's rights alone
    return True
