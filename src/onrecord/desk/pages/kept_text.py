"""Where the store is encrypted, what people write at the desk is encrypted with the store's own key."""

from __future__ import annotations

import base64
from functools import cache
from typing import TYPE_CHECKING, Any

import pyrage
from django.db import models

from onrecord.desk.places import store_address
from onrecord.settings.stores import COVER, open_store

_MARK = "age:"


@cache
def identity() -> pyrage.x25519.Identity | None:
    """The key that the encrypted ledger keeps for its archive; None for a store that is not encrypted."""
    with open_store(store_address(), create=True) as store:
        held = store.ledger.fact(COVER)
    return pyrage.x25519.Identity.from_str(held) if held else None


if TYPE_CHECKING:
    _TextField = models.TextField[str, str]
else:  # Django's fields take no parameters at run time
    _TextField = models.TextField


class KeptText(_TextField):
    """Text that lies in the database only encrypted, if the store does."""

    def get_prep_value(self, value: Any) -> Any:
        key = identity()
        if value is None or key is None:
            return value
        return _MARK + base64.b64encode(pyrage.encrypt(str(value).encode(), [key.to_public()])).decode("ascii")

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> str | None:
        key = identity()
        if value is None or key is None or not value.startswith(_MARK):
            return value
        held: bytes = pyrage.decrypt(base64.b64decode(value.removeprefix(_MARK)), [key])
        return held.decode()
