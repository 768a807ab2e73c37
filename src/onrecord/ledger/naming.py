"""A database's fault is said in a person's words: what is wrong, where, and what to do next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw
from sqlalchemy.exc import DBAPIError

from onrecord.errors import StoreError

_Made = Callable[[object], StoreError]


@contextmanager
def naming_faults(place: Path | str) -> Iterator[None]:
    """Turn what the database says into a `StoreError` that says what to do."""
    try:
        yield
    except DBAPIError as fault:
        raise store_error(place, fault.orig or fault) from fault
    except apsw.Error as fault:  # raised while a connection is made ready
        raise store_error(place, fault) from fault
    except UnicodeDecodeError as fault:
        raise damaged(place, "a text in it is not UTF-8") from fault


def store_error(place: Path | str, fault: BaseException) -> StoreError:
    """What a person should know of a fault.

    SQLite's are told by their result codes (sqlite.org/rescode.html), PostgreSQL's by their SQLSTATE
    (postgresql.org/docs/current/errcodes-appendix.html).
    """
    state = getattr(fault, "sqlstate", None)
    if isinstance(fault, apsw.Error):
        made = _OF_SQLITE.get(getattr(fault, "result", 0))
    elif state is None and type(fault).__name__ == "OperationalError":
        made = _unreached
    else:
        made = _OF_SERVER.get(str(state)) or _OF_SERVER.get(str(state)[:2])
    return damaged(place, _said(fault)) if made is None else made(place)


def damaged(place: Path | str, reason: str) -> StoreError:
    """The store cannot be used for a reason that is a whole clause."""
    return StoreError(
        f"The store {place} cannot be used: {reason}.",
        advice="If it is damaged, restore it from a copy, or make a new one and add the sources again.",
    )


def _said(fault: BaseException) -> str:
    lines = str(fault).splitlines()
    return lines[0].rstrip(".") if lines else type(fault).__name__


def _locked(place: object) -> StoreError:
    return StoreError(f"The store {place} is locked by another program.", advice="Wait until it is done, or close it.")


def _full(place: object) -> StoreError:
    return StoreError(
        f"The disk that holds the store {place} is full; what was added before is safe.",
        advice="Free some space and run the command again.",
    )


def _read_only(place: object) -> StoreError:
    return StoreError(
        f"The store {place} can only be read.", advice="Get the right to write to it, or copy it elsewhere."
    )


def _unopened(place: object) -> StoreError:
    return StoreError(
        f"The store {place} cannot be opened.", advice="Check that its folder exists and is yours to use."
    )


def _broken_disk(place: object) -> StoreError:
    return StoreError(
        f"The disk that holds the store {place} does not read or write as it should; what was added before is safe.",
        advice="Check the disk (its system log says more), copy the store to another and run the command again.",
    )


def _no_store(place: object) -> StoreError:
    return StoreError(
        f"{place} is not a store: it is no database, or it is encrypted with another key.",
        advice="Name another folder with --store, or give the store's key in ONRECORD_STORE_KEY.",
    )


def _unreached(place: object) -> StoreError:
    return StoreError(
        f"The server of the store {place} does not answer, or broke off.",
        advice="Check the address, that the server runs and that this machine may reach it; then run it again.",
    )


def _refused(place: object) -> StoreError:
    return StoreError(
        f"The server does not let you use the store {place}.",
        advice="Check the name, the password and the rights that the address gives.",
    )


def _too_long(place: object) -> StoreError:
    return StoreError(
        f"The store {place} cannot hold a fact of a document: it is too long, or holds a NUL character.",
        advice="Shorten the document's id or address; nothing of this batch was recorded.",
    )


_OF_SQLITE: dict[int, _Made] = {
    apsw.SQLITE_BUSY: _locked,
    apsw.SQLITE_LOCKED: _locked,
    apsw.SQLITE_FULL: _full,
    apsw.SQLITE_READONLY: _read_only,
    apsw.SQLITE_PERM: _read_only,
    apsw.SQLITE_CANTOPEN: _unopened,
    apsw.SQLITE_IOERR: _broken_disk,
    apsw.SQLITE_NOTADB: _no_store,
}

_OF_SERVER: dict[str, _Made] = {
    "55P03": _locked,
    "40P01": _locked,
    "53100": _full,
    "25006": _read_only,
    "42501": _refused,
    "28": _refused,
    "3D": _unopened,
    "08": _unreached,
    "57": _unreached,
    "58": _broken_disk,
    "22": _too_long,
    "54": _too_long,
}
"""By SQLSTATE, or by its first two characters: its class."""
