"""What the machine offers is tried, not looked up: a signature is made, a parser sent in, a database opened."""

from __future__ import annotations

import locale
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path

import onrecord
from onrecord.capture.confinement import Wall
from onrecord.capture.confinement_proof import Proof, prove
from onrecord.capture.sandbox import ParserEndedError
from onrecord.cli.doctor_lines import Line, State

SCRIPTS = {"Chinese": "zh", "Tibetan": "bo", "Arabic (Uyghur)": "ug"}
"""Scripts that names and quotes of a record stand in, with a language that fontconfig knows them by."""

SLACK = 60.0
"""Seconds by which two clocks of one machine may differ, that of its disk and its own."""

_EXTRA = re.compile(r"^([\w.-]+).*;.*\bextra\s*==\s*[\"']([\w-]+)[\"']")


def parsers() -> Line:
    """Whether a parser that is taken over can get out: a child is sent in to try."""
    if sys.platform == "win32":
        return _unwalled("Windows has no walls that OnRecord knows; a parser is only killed when it takes too long")
    try:
        return _judged(prove())
    except ParserEndedError as fault:
        return Line("parsers", State.MISSING, f"the trial did not end well: {fault.problem}", fault.advice)


def _judged(proof: Proof) -> Line:
    stands = ", ".join(wall.value for wall in Wall if wall in proof.walls) or "nothing"
    if proof.open:
        could = ", ".join(door.value for door in proof.open)
        return _unwalled(f"a parser could {could}; in force: {stands}")
    said = f"tried: no network, no home, no files, no programs, no memory beyond 1 GB; in force: {stands}"
    return Line("parsers", State.OK, said)


def _unwalled(said: str) -> Line:
    advice = "Install bubblewrap and allow user namespaces, or add files from people you trust alone."
    return Line("parsers", State.DEGRADED, said, advice)


def python() -> Line:
    """Which Python, and whether it speaks UTF-8 with the terminal and the file system."""
    spoken = {sys.stdout.encoding or "", sys.getfilesystemencoding(), locale.getpreferredencoding(False)}
    said = f"Python {sys.version.split()[0]}; text goes in and out as {', '.join(sorted(spoken))}"
    if all(name.lower().replace("-", "").replace("_", "") == "utf8" for name in spoken):
        return Line("locale", State.OK, said)
    return Line("locale", State.DEGRADED, said, "Set LANG=C.UTF-8 or PYTHONUTF8=1: names in other scripts get lost.")


def clock(now: float | None = None, *, store: Path | None = None) -> Line:
    """Whether the time can be right: not before the program was installed, nor before the store was last written."""
    now = time.time() if now is None else now
    shown = datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    events = {"this program was installed": Path(onrecord.__file__), "the store was last written": store}
    for event, file in events.items():
        if file is not None and file.exists() and now + SLACK < file.stat().st_mtime:
            return Line("clock", State.DEGRADED, f"{shown} is before {event}", _SET_CLOCK)
    return Line("clock", State.OK, shown)


_SET_CLOCK = "Set the machine's clock: every capture is dated by it."


def signing() -> Line:
    """Whether `ssh-keygen` signs and verifies (OpenSSH 8.1 or later): a key is made and used, and thrown away."""
    program = shutil.which("ssh-keygen")
    advice = "Install OpenSSH's client (openssh-client) 8.1 or later to sign bundles and to check signatures."
    if program is None:
        return Line("ssh-keygen", State.MISSING, "not installed", advice, needed=False)
    with tempfile.TemporaryDirectory() as folder:
        works = _signs(program, Path(folder))
    if works:
        return Line("ssh-keygen", State.OK, "tried: it signs and verifies with Ed25519", needed=False)
    return Line("ssh-keygen", State.DEGRADED, f"{program} does not sign files", advice, needed=False)


def _signs(program: str, folder: Path) -> bool:
    key, words = folder / "key", b"trial"
    steps: list[tuple[list[str], bytes]] = [
        (["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(key)], b""),
        (["-Y", "sign", "-q", "-n", "trial", "-f", str(key)], words),
    ]
    said = b""
    for arguments, given in steps:
        done = subprocess.run([program, *arguments], input=given, capture_output=True, timeout=20, check=False)
        if done.returncode != 0:
            return False
        said = done.stdout
    (folder / "allowed").write_text(f"trial {key.with_suffix('.pub').read_text()}")
    (folder / "signature").write_bytes(said)
    verify = ["-Y", "verify", "-n", "trial", "-I", "trial", "-f", str(folder / "allowed")]
    verify += ["-s", str(folder / "signature")]
    return subprocess.run([program, *verify], input=words, capture_output=True, timeout=20, check=False).returncode == 0


def server_tools() -> Iterator[Line]:
    """What a team's store on a PostgreSQL server needs of this machine."""
    driver = next((name for name in ("psycopg", "psycopg2", "pg8000") if find_spec(name) is not None), None)
    advice = "Only a store on a server needs it: install the extra for PostgreSQL."
    if driver is None:
        yield Line("PostgreSQL driver", State.MISSING, "no driver for Python", advice, needed=False)
    else:
        yield Line("PostgreSQL driver", State.OK, driver, needed=False)
    tool = shutil.which("pg_dump")
    if tool is None:
        said, advice = "no pg_dump", "Only backups of a store on a server need it: install postgresql-client."
        yield Line("PostgreSQL client", State.MISSING, said, advice, needed=False)
    else:
        yield Line("PostgreSQL client", State.OK, tool, needed=False)


def fonts() -> Line:
    """Whether this machine can show the scripts that records are written in, in a PDF or on the screen."""
    if shutil.which("fc-list") is None:
        said = "fontconfig is not installed, so fonts could not be counted"
        return Line("fonts", State.MISSING, said, "Only printing from this machine needs it.", needed=False)
    lacking = [script for script, language in SCRIPTS.items() if not _has_font(language)]
    if lacking:
        advice = "Install fonts that have them, for example the Noto fonts, before printing or making PDFs."
        return Line("fonts", State.DEGRADED, f"no font for {', '.join(lacking)}", advice, needed=False)
    return Line("fonts", State.OK, f"for {', '.join(SCRIPTS)}", needed=False)


def _has_font(language: str) -> bool:
    done = subprocess.run(
        ["fc-list", f":lang={language}", "family"], capture_output=True, text=True, timeout=20, check=False
    )
    return bool(done.stdout.strip())


def extras() -> Iterator[Line]:
    """Each optional part of the package, and which of its libraries are not installed."""
    wanted: dict[str, list[str]] = {}
    for requirement in requires("onrecord") or ():
        found = _EXTRA.match(requirement)
        if found is not None:
            wanted.setdefault(found[2], []).append(found[1])
    for extra, packages in sorted(wanted.items()):
        lacking = [package for package in packages if not _installed(package)]
        if lacking:
            said = f"{', '.join(lacking)} not installed"
            yield Line(f"extra {extra}", State.MISSING, said, f"Install onrecord[{extra}] to use it.", needed=False)
        else:
            yield Line(f"extra {extra}", State.OK, ", ".join(packages), needed=False)


def _installed(package: str) -> bool:
    try:
        return bool(version(package))
    except PackageNotFoundError:
        return False
