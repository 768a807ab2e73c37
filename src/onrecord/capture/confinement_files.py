"""A parser reads Python's own folders and nothing else of the disk: Landlock (Linux 5.13 and later) holds it to that.

Numbers and structures: the kernel's include/uapi/linux/landlock.h. Landlock needs no rights, and works inside
bubblewrap and without it.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable

from onrecord.capture.confinement_calls import forbid_new_rights

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_ASK_VERSION = 1
_PATH_BENEATH = 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many kinds of access to files a version of Landlock knows; all of them are refused but reading."""
_TCP = 0b11
"""Binding and connecting a TCP socket, from version 4."""
_SCOPES = 0b11
"""Abstract Unix sockets and signals to processes outside, from version 6."""


def version() -> int:
    """The version of Landlock that this kernel offers; 0 if none."""
    if sys.platform != "linux":
        return 0
    return max(0, _call(_CREATE, None, 0, _ASK_VERSION))


def read_only(paths: Iterable[str]) -> bool:
    """From now on this process reads beneath these paths alone and writes nowhere; False where Landlock is missing.

    Files that are open stay open. Raises `OSError` if the kernel offers Landlock and does not take the rules.
    """
    offered = version()
    if offered == 0:
        return False
    attributes = _attributes(offered)
    rules = _checked(_call(_CREATE, attributes, len(attributes), 0))
    try:
        for path in paths:
            _admit(rules, path)
        forbid_new_rights()
        _checked(_call(_RESTRICT, rules, 0))
    finally:
        os.close(rules)
    return True


def _attributes(offered: int) -> bytes:
    files = (1 << _FILE_RIGHTS[min(offered, max(_FILE_RIGHTS))]) - 1
    parts = [files]
    if offered >= 4:
        parts.append(_TCP)
    if offered >= 6:
        parts.append(_SCOPES)
    return struct.pack(f"{len(parts)}Q", *parts)


def _admit(rules: int, path: str) -> None:
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return  # not every machine has every folder of the list
    try:
        rights = _READ_FILE | (_READ_FOLDER if os.path.isdir(path) else 0)  # noqa: PTH112 - a path of the parent's list
        _checked(_call(_ADD, rules, _PATH_BENEATH, struct.pack("=Qi", rights, opened), 0))
    finally:
        os.close(opened)


def _call(number: int, *arguments: object) -> int:
    kernel = ctypes.CDLL(None, use_errno=True)
    done: int = kernel.syscall(number, *(_argument(value) for value in arguments))
    return done


def _argument(value: object) -> object:
    """ctypes passes a bare int as 32 bits, and the kernel reads 64."""
    return ctypes.c_long(value) if isinstance(value, int) else value


def _checked(said: int) -> int:
    if said < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return said
