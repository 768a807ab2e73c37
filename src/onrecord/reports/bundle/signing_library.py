"""Where OpenSSH is not installed, the `cryptography` package makes the same keys and the same signatures.

This module can be imported only where that package is installed: the extra `sign`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_private_key,
)

from onrecord.reports.bundle.verify_script import armour, signature_blob, signed_words


@dataclass(frozen=True, slots=True)
class LibrarySigner:
    """Signs with a key that has no passphrase."""

    name: str
    key: Ed25519PrivateKey

    @property
    def public(self) -> str:
        """The public key, as `ssh-ed25519` and Base64."""
        return _public(self.key)

    def sign(self, message: bytes) -> bytes:
        """The signature's file, in OpenSSH's armour."""
        raw = self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return armour(signature_blob(raw, self.key.sign(signed_words(message))))


def load(path: Path, *, name: str) -> LibrarySigner:
    """The signer of a key file. Raises `ValueError`, saying why, for a file that is no such key."""
    try:
        key = load_ssh_private_key(path.read_bytes(), password=None)
    except (UnsupportedAlgorithm, TypeError) as fault:
        raise ValueError(str(fault)) from fault
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError("it is not an Ed25519 key")
    return LibrarySigner(name, key)


def make(path: Path, *, comment: str) -> None:
    """A new key at `path` with mode 0600, and its public half beside it. Raises `FileExistsError`."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(private)
    path.with_name(f"{path.name}.pub").write_text(f"{_public(key)} {comment}\n", encoding="ascii")


def _public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
