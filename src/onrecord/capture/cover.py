"""A captured file lies bare, or under a cover that only the store's key lifts: then not even its name tells of it."""

from __future__ import annotations

import hashlib
import hmac
import io
from typing import BinaryIO, Protocol

from pyrage import DecryptError, IdentityError, decrypt_io, encrypt_io, x25519

from onrecord.errors import StoreError


class Cover(Protocol):
    """What lies between the bytes of captures and the disk."""

    def name(self, digest: str) -> str:
        """The file name, 64 hexadecimal digits, for the capture of this digest."""
        ...

    def lay(self, source: BinaryIO, target: BinaryIO) -> None:
        """Write what `source` holds to `target`, covered."""
        ...

    def lift(self, source: BinaryIO) -> BinaryIO:
        """What a covered file holds; raises `ValueError` if it was altered, or covered with another key."""
        ...


class Bare:
    """No cover: a file is the capture, its name the capture's digest."""

    def name(self, digest: str) -> str:
        return digest

    def lay(self, source: BinaryIO, target: BinaryIO) -> None:
        while block := source.read(1 << 20):
            target.write(block)

    def lift(self, source: BinaryIO) -> BinaryIO:
        return source


BARE = Bare()


class Aged:
    """Files in the age format (age-encryption.org/v1), for the one identity that the store's ledger keeps.

    Names are keyed too, so that nobody without the key can tell whether the archive holds a page that they have.
    A file is lifted in memory, never to a disk.
    """

    def __init__(self, identity: str) -> None:
        """`identity` is an age secret key (`AGE-SECRET-KEY-1…`); raises `StoreError` for anything else."""
        try:
            self._identity = x25519.Identity.from_str(identity)
        except IdentityError as fault:
            raise StoreError(
                "The key of the archive in this store's ledger is damaged.", advice="Restore the store from a copy."
            ) from fault
        self._naming = hashlib.sha256(b"onrecord archive names\n" + identity.encode()).digest()

    def name(self, digest: str) -> str:
        return hmac.digest(self._naming, digest.encode(), "sha256").hex()

    def lay(self, source: BinaryIO, target: BinaryIO) -> None:
        encrypt_io(source, target, [self._identity.to_public()])

    def lift(self, source: BinaryIO) -> BinaryIO:
        bare = io.BytesIO()
        try:
            with source:
                decrypt_io(source, bare, [self._identity])
        except DecryptError as fault:
            raise ValueError("a covered file that cannot be lifted") from fault
        bare.seek(0)
        return bare


def new_identity() -> str:
    """A fresh age secret key."""
    return str(x25519.Identity.generate())
