"""A signature says which key vouches for a bundle; whose key it is, its fingerprint published elsewhere says.

Keys and signatures are OpenSSH's (Ed25519, PROTOCOL.sshsig): `ssh-keygen` makes them where it is installed, else
the `cryptography` package does. Both give the same bytes for the same key and words.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Protocol

from onrecord.errors import OnRecordError
from onrecord.reports.bundle.verify_script import NAMESPACE

KEY_FILE = "signing_key"
"""The private key in a store's folder; its public half is beside it, in `signing_key.pub`."""

_COMMENT = "onrecord"
"""In place of the user and machine that `ssh-keygen` would write into a key."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]*")
_PUBLIC = re.compile(r"ssh-ed25519 ([A-Za-z0-9+/]+=*)(?: .*)?\n?")


class SigningError(OnRecordError):
    """A key that cannot be made or used as it is."""


class Signer(Protocol):
    """Who vouches for a bundle."""

    @property
    def name(self) -> str:
        """A word or address that readers know the signer by."""
        ...

    @property
    def public(self) -> str:
        """The public key, as `ssh-ed25519` and Base64."""
        ...

    def sign(self, message: bytes) -> bytes:
        """The signature's file, in OpenSSH's armour."""
        ...


@dataclass(frozen=True, slots=True)
class OpenSshSigner:
    """Signs with `ssh-keygen`, which asks for the key's passphrase or its agent itself."""

    name: str
    public: str
    path: Path

    def sign(self, message: bytes) -> bytes:
        """Raises `SigningError` if `ssh-keygen` refuses the key."""
        return _run("-Y", "sign", "-q", "-n", NAMESPACE, "-f", str(self.path), given=message)


def signer(folder: Path, *, key: Path | None = None, name: str = "onrecord") -> Signer:
    """The signer of a store: the key that is named, else the store's own, which is made once with mode 0600.

    Raises `SigningError` for a name that no list of signers can hold, for a key that is missing, is not Ed25519 or
    can be read by others, and where neither `ssh-keygen` nor `cryptography` is installed.
    """
    if _NAME.fullmatch(name) is None:
        raise SigningError(
            f"{name!r} cannot name a signer.", advice="Use letters, digits and . _ @ + - only, for example an address."
        )
    path = key or folder / KEY_FILE
    if key is None and not path.exists():
        _make(path)
    _refuse_open(path)
    if has_ssh_keygen():
        return OpenSshSigner(name, _ed25519(_run("-y", "-f", str(path)).decode(), path), path)
    try:
        made: Signer = _library().load(path, name=name)
    except ValueError as fault:
        raise SigningError(f"The key {path} cannot be used: {fault}.", advice="Name another key with --key.") from fault
    return made


def has_ssh_keygen() -> bool:
    """True if OpenSSH's `ssh-keygen` is installed here."""
    return shutil.which("ssh-keygen") is not None


def _ed25519(written: str, path: Path) -> str:
    match = _PUBLIC.fullmatch(written)
    if match is None:
        raise SigningError(f"The key {path} is not an Ed25519 key.", advice="Make one with `ssh-keygen -t ed25519`.")
    return f"ssh-ed25519 {match[1]}"


def _refuse_open(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except OSError as fault:
        raise SigningError(
            f"The key {path} cannot be read: {fault.strerror}.", advice="Name a key of yours with --key."
        ) from fault
    if os.name == "posix" and mode & 0o077:
        raise SigningError(f"Others can read the key {path}.", advice=f"Run `chmod 600 {path}` first.")


def _make(path: Path) -> None:
    """A new key, whole or not at all; one that another program made meanwhile is kept."""
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".key-") as aside:
            made = Path(aside, KEY_FILE)
            if has_ssh_keygen():
                _run("-q", "-t", "ed25519", "-N", "", "-C", _COMMENT, "-f", str(made))
            else:
                _library().make(made, comment=_COMMENT)
            os.link(made, path)
            made.with_name(f"{KEY_FILE}.pub").replace(path.with_name(f"{KEY_FILE}.pub"))
    except FileExistsError:
        return
    except OSError as fault:
        raise SigningError(
            f"No key can be made in {path.parent}: {fault.strerror}.", advice="Name a key of yours with --key."
        ) from fault


def _library() -> ModuleType:
    """The module that signs without OpenSSH; raises `SigningError` where what it needs is not installed."""
    try:
        return import_module("onrecord.reports.bundle.signing_library")
    except ImportError as fault:
        raise SigningError(
            "Nothing here can sign: neither ssh-keygen nor the cryptography package is installed.",
            advice="Install OpenSSH's client, or `pip install onrecord[sign]`.",
        ) from fault


def _run(*arguments: str, given: bytes = b"") -> bytes:
    """What `ssh-keygen` prints; raises `SigningError` with its own words."""
    done = subprocess.run(["ssh-keygen", *arguments], input=given, capture_output=True, check=False)
    if done.returncode:
        said = " ".join(done.stderr.decode(errors="replace").split()) or "no reason given"
        raise SigningError(f"ssh-keygen refused the key: {said}.", advice="Name another key with --key.")
    return done.stdout
