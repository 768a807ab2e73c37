"""Only words of the raiser's side, or of a joint text that it co-issued, can raise an ask (R8)."""

from __future__ import annotations

from functools import lru_cache

from onrecord.model.profile import Profile
from onrecord.model.record import Passage, Voice


def speaks_for_raiser(passage: Passage, profile: Profile, home: str) -> bool:
    """True if the passage's words can be the raiser's: the raiser's own officials, or a joint text."""
    if passage.voice is Voice.JOINT:
        return True
    if not passage.country:
        return passage.voice is Voice.PUBLISHER and home in profile.raiser
    if passage.voice is not Voice.PUBLISHER and passage.voice is not Voice.COUNTERPART:
        return False
    return f"place:{passage.country}".casefold() in _folded(profile.raiser)


@lru_cache(maxsize=4096)
def _folded(keys: frozenset[str]) -> frozenset[str]:
    return frozenset(key.casefold() for key in keys)
