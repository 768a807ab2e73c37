"""A call counts as the ask's only if it is for the deed that the ask wants (R4)."""

from __future__ import annotations

from onrecord.model.profile import Deed, Profile
from onrecord.text.deeds import deeds_in

_KIN = {
    Deed.STOP: {Deed.STOP, Deed.RESPECT, Deed.PROTECT, Deed.WITHDRAW},
    Deed.ALLOW: {Deed.ALLOW, Deed.RESPECT},
    Deed.RESPECT: {Deed.RESPECT, Deed.STOP, Deed.PROTECT, Deed.REPEAL},
    Deed.PROTECT: {Deed.PROTECT, Deed.RESPECT, Deed.STOP, Deed.HOLD},
    Deed.HOLD: {Deed.HOLD, Deed.ALLOW, Deed.RESPECT, Deed.APPROVE},
    Deed.APPROVE: {Deed.APPROVE, Deed.HOLD, Deed.ALLOW},
    Deed.RESUME: {Deed.RESUME, Deed.ALLOW, Deed.RESPECT},
    Deed.WITHDRAW: {Deed.WITHDRAW, Deed.REPEAL},
    Deed.REPEAL: {Deed.REPEAL, Deed.WITHDRAW},
}


def wants(profile: Profile, words: str, sentence: str) -> bool:
    """True if the call's words name the ask's deed or a kindred one.

    An ask that only wants the matter raised is met by any call about it.
    """
    if not profile.deeds:
        return True
    found = deeds_in(words)
    if profile.deeds <= {Deed.RELEASE, Deed.WITHDRAW, Deed.REPEAL}:
        return any(_KIN.get(deed, {deed}) & found for deed in profile.deeds)
    if not found:
        return not profile.persons
    return any(_KIN.get(deed, {deed}) & found for deed in profile.deeds)
