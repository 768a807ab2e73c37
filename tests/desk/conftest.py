"""Fixtures of the desk's tests; what they are is said in `desk_people`."""

from __future__ import annotations

from desk_people import other_team, sign_in, store, store_home, team

__all__ = ["other_team", "sign_in", "store", "store_home", "team"]
