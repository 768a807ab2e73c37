"""Every page knows who reads it and what they may do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language_bidi

from onrecord.access.persons import Role
from onrecord.access.rights import Deed, may
from onrecord.access.things import Desk
from onrecord.desk.doors import person_of


def standing_of_request(request: HttpRequest) -> dict[str, Any]:
    """What the frame of a page needs."""
    person = person_of(request)
    return {
        "person": person,
        "page_direction": "rtl" if get_language_bidi() else "ltr",
        "is_member": bool(person.roles),
        "is_editor": any(role >= Role.EDITOR for role in person.roles.values()),
        "is_administrator": may(person, Deed.ADMINISTER, Desk()),
    }
