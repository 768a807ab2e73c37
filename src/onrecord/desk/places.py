"""Where the desk keeps what is its own: beside the store that it serves."""

from __future__ import annotations

import os
import secrets
from typing import Any

from onrecord.errors import StoreError
from onrecord.ledger.server import is_server, url_of
from onrecord.settings.stores import folder_of

FILE = "desk.db"
"""The desk's database in the folder of a store that is no server's."""
SECRET = "desk.secret"
"""The file with the key that sessions are signed with; readable by its owner alone."""
STORE_VARIABLE = "ONRECORD_STORE"
DEFAULT_STORE = "onrecord-store"


def store_address() -> str:
    """The store that the desk serves: what `ONRECORD_STORE` names, or the folder that every verb takes without it."""
    return os.environ.get(STORE_VARIABLE, "") or DEFAULT_STORE


def database() -> dict[str, Any]:
    """The desk's database: a file beside the ledger, or on a store's server the schema `desk`."""
    address = store_address()
    if is_server(address):
        return _on_server(address)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder_of(address) / FILE),
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }


def _on_server(address: str) -> dict[str, Any]:
    url = url_of(address)
    options = {name: value if isinstance(value, str) else value[-1] for name, value in url.query.items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.database or "",
        "USER": url.username or "",
        "PASSWORD": url.password or "",
        "HOST": options.pop("host", None) or url.host or "",
        "PORT": str(options.pop("port", None) or url.port or ""),
        "CONN_MAX_AGE": 60,
        "OPTIONS": {**options, "options": "-c search_path=desk"},
    }


def secret() -> str:
    """The desk's signing key; before `make_secret` made one, a key that only this process knows."""
    path = folder_of(store_address()) / SECRET
    return path.read_text(encoding="ascii").strip() if path.is_file() else secrets.token_urlsafe(48)


def make_secret() -> None:
    """Make the signing key at the first start. Raises `StoreError` where it cannot be made."""
    path = folder_of(store_address()) / SECRET
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        return
    except OSError as fault:
        raise StoreError(
            f"The desk's key {path} cannot be made: {fault.strerror}.",
            advice="Name a store in a folder that is yours with --store.",
        ) from fault
