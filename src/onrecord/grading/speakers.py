"""Only words of the raiser's side, or of a joint text that it co-issued, can raise an ask (R8)."""

from __future__ import annotations

from onrecord.model.profile import Profile
from onrecord.model.record import Passage, Voice


def speaks_for_raiser(passage: Passage, profile: Profile, home: str) -> bool:
    """True if the passage's words can be the raiser's: the raiser's own officials, or a joint text."""
    if passage.voice is Voice.JOINT:
        return True
    if not passage.country:
        return passage.voice is Voice.PUBLISHER and home in profile.raiser
    own = f"place:{passage.country}".casefold() in {key.casefold() for key in profile.raiser}
    return own and passage.voice in {Voice.PUBLISHER, Voice.COUNTERPART}
