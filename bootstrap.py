"""Sets up `.venv` from the locked, hashed requirements, and does nothing where that is done already.

Standard library only: it runs before anything is installed. `make` calls it; by hand: `python3 bootstrap.py`.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
ENVIRONMENT = ROOT / ".venv"
BINARIES = ENVIRONMENT / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BINARIES / "python"
UV_LOCK = ROOT / "requirements" / "uv.txt"
LOCK = ROOT / "requirements" / "lock.txt"
STAMP = ENVIRONMENT / "onrecord.stamp"


class SetupError(Exception):
    """A step that failed; the message says what to do next."""


def wanted_stamp() -> str:
    """The digest of everything that decides what the environment holds."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (Path(__file__), UV_LOCK, LOCK, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def run(step: str, advice: str, *command: str | Path) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip().splitlines()[-12:]
        raise SetupError("\n".join([f"Set-up failed at: {step}.", *("  " + line for line in said), advice]))


def make_environment() -> None:
    try:
        venv.EnvBuilder(with_pip=True, clear=True).create(ENVIRONMENT)
    except (OSError, subprocess.CalledProcessError) as fault:
        raise SetupError(
            f"Set-up failed at: making {ENVIRONMENT} ({fault}).\n"
            "On Debian or Ubuntu install the package python3-venv; on a full disk free about 600 MB."
        ) from fault


NETWORK = (
    "If a package index could not be reached, check the network or proxy settings of pip, then run the command again."
)


def install_packages() -> None:
    """By uv where it installs (about half the time), else by pip from the same lock."""
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    try:
        run("installing uv", NETWORK, *pip, "--require-hashes", "-r", UV_LOCK)
        installer: tuple[str | Path, ...] = (
            PYTHON,
            "-m",
            "uv",
            "pip",
            "install",
            "--quiet",
            "--python",
            PYTHON,
        )
        run("installing the locked packages", NETWORK, *installer, "--require-hashes", "-r", LOCK)
    except SetupError as fault:
        print(f"{fault}\nGoing on with plain pip, which is slower.", file=sys.stderr)
        installer = pip
        run("installing the locked packages", NETWORK, *installer, "--require-hashes", "-r", LOCK)
    run(
        "installing OnRecord itself", NETWORK, *installer, "--no-deps", "--no-build-isolation", "-e", ROOT
    )  # hatchling is in the lock


def main() -> int:
    stamp = wanted_stamp()
    if STAMP.exists() and STAMP.read_text() == stamp:
        return 0
    print("Setting up .venv (once, about half a minute) ...", file=sys.stderr)
    try:
        make_environment()
        install_packages()
    except SetupError as fault:
        print(fault, file=sys.stderr)
        return 1
    STAMP.write_text(stamp)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
