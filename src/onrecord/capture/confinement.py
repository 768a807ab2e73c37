"""Whoever takes over a parser finds a room without a door: no network, no home, no other process, no disk.

Several walls stand one behind the other, each where the machine has it. Bubblewrap gives the parser a file system of
its own; where it is missing, the kernel's namespaces are asked for directly. Landlock, the filter of calls and the
limits on resources are set by the child itself before it reads a byte from outside.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cache
from importlib.util import find_spec
from pathlib import Path


class Wall(Enum):
    """One thing that stands between a parser and the machine."""

    BUBBLEWRAP = "bubblewrap"
    """A file system with Python's folders alone, read-only; no network, no view of other processes."""
    NAMESPACES = "namespaces"
    """No network: a network of its own without any device, asked of the kernel without bubblewrap."""
    LANDLOCK = "landlock"
    """Reads Python's folders and writes nowhere, whatever else the file system shows."""
    CALLS = "calls"
    """The kernel refuses sockets, new programs and processes, signals, and files opened for writing."""
    LIMITS = "limits"
    """Memory, CPU time, open files and written bytes are limited."""


BUBBLEWRAP = "bwrap"
"""The program's name on the search path."""

_SYSTEM = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache", "/usr/share/zoneinfo", "/etc/localtime")
"""Where programs find their libraries and the time zones: nothing of the user's."""

_DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")


def readable(modules: Iterable[str]) -> tuple[str, ...]:
    """The folders and files that Python needs to run these modules (of any installed package): all that may be read.

    A folder that is the user's home, or holds it, is never among them, even if a module lies in it.
    """
    wanted = [Path(path) for path in _SYSTEM]
    wanted += [Path(sys.executable), Path(sys.prefix, "pyvenv.cfg")]
    wanted += [Path(held) for held in map(sysconfig.get_config_var, ("LIBDIR",)) if held]
    wanted += [Path(sysconfig.get_path(kind)) for kind in ("stdlib", "platstdlib")]
    wanted += [Path(entry) for entry in sys.path if entry and _is_installed(entry)]
    wanted += [folder for module in ("onrecord", *modules) for folder in _folders(module.partition(".")[0])]
    return tuple(dict.fromkeys(str(path) for path in wanted if path.exists() and not _holds_home(path)))


def import_path(shown: Sequence[str]) -> str:
    """The child's `PYTHONPATH`: what is on ours and may be read by it, in the same order."""
    return os.pathsep.join(entry for entry in sys.path if entry and entry in shown)


def enclosing(shown: Sequence[str]) -> list[str]:
    """The beginning of a command that runs the rest of it inside bubblewrap, with these paths to be seen."""
    command = [_found() or BUBBLEWRAP, "--die-with-parent", "--cap-drop", "ALL", "--chdir", "/"]
    command += [f"--unshare-{kind}" for kind in ("user", "ipc", "pid", "net", "uts", "cgroup-try")]
    for device in _DEVICES:
        command += ["--dev-bind-try", device, device]
    for path in shown:
        command += ["--ro-bind-try", path, path]
    return [*command, "--remount-ro", "/", "--"]


@cache
def bubblewrap_works() -> bool:
    """True if bubblewrap is installed and the kernel lets this user run something in it (tried once, in 0.02 s)."""
    if _found() is None:
        return False
    trial = [*enclosing([*_SYSTEM, "/bin", "/usr/bin"]), "true"]
    try:
        done = subprocess.run(trial, stdin=subprocess.DEVNULL, capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _found() -> str | None:
    return shutil.which(BUBBLEWRAP) if sys.platform == "linux" else None


def _is_installed(entry: str) -> bool:
    return Path(entry).name in ("site-packages", "dist-packages", "lib-dynload") or entry.endswith(".zip")


def _folders(package: str) -> list[Path]:
    """The folder on the import path that holds a package or a module; none if there is no such module."""
    spec = find_spec(package)
    if spec is None:
        return []
    if spec.submodule_search_locations is not None:
        return [Path(held).parent for held in spec.submodule_search_locations]
    return [Path(spec.origin).parent] if spec.origin is not None and spec.has_location else []


def _holds_home(path: Path) -> bool:
    home = Path.home().resolve()
    held = path.resolve()
    return held == home or held in home.parents
