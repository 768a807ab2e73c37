"""A process of the desk opens its store once; each request borrows a connection from it."""

from __future__ import annotations

from functools import cache

from onrecord.desk.places import store_address
from onrecord.settings.stores import Store, open_store


@cache
def the_store() -> Store:
    """The store that the desk serves, made if it is not there. Raises `StoreError` where it cannot be opened."""
    return open_store(store_address(), create=True)
