"""A private PostgreSQL server for tests: in a temporary folder, on a Unix socket of its own, ended with the tests."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path

VERSIONS = Path("/usr/lib/postgresql")

_NUMBERS = count(1)


def missing() -> str:
    """Why no server can be started here; empty if one can."""
    if find_spec("psycopg") is None:
        return "psycopg is not installed (pip install 'onrecord[team]')"
    if _programs() is None:
        return "PostgreSQL is not installed (apt install postgresql)"
    if os.geteuid() == 0 and (_owner() is None or shutil.which("setpriv") is None):
        return "PostgreSQL refuses root, and there is no user postgres or no setpriv"
    return ""


@contextmanager
def server() -> Iterator[Path]:
    """A running server; gives the folder of its socket."""
    programs = _programs()
    assert programs is not None
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as made:
        folder = Path(made)
        owner = _owner() if os.geteuid() == 0 else None
        if owner is not None:
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        data = folder / "data"
        locale = ["--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=en"]
        _run([programs / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--no-sync", *locale])
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c max_connections=20"
        control = [programs / "pg_ctl", "-D", data, "-w", "-t", "30"]
        _run([*control, "-o", options, "-l", folder / "log", "start"])
        try:
            yield folder
        finally:
            _run([*control, "-m", "immediate", "stop"])


def fresh(socket: Path) -> str:
    """The address of an empty schema of its own on the server."""
    import psycopg  # noqa: PLC0415 - an optional extra

    name = f"t{os.getpid()}_{next(_NUMBERS)}"
    with psycopg.connect(f"host={socket} user=tester dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
    return f"postgresql://tester@/postgres?host={socket}&options=-csearch_path%3D{name}"


def _programs() -> Path | None:
    found = sorted(VERSIONS.glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _owner() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return None


def _run(command: list[Path | str]) -> None:
    words = [str(word) for word in command]
    owner = _owner() if os.geteuid() == 0 else None
    if owner is not None:
        words = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups", *words]
    done = subprocess.run(
        words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/", check=False
    )
    assert done.returncode == 0, done.stderr.decode()
