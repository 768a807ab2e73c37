"""OnRecord holds diplomacy to its word.

As a library: `draft(text)` makes an agenda of a statement, `check(agenda, documents)` holds it against documents, and
`grade(ask, text)` holds one ask against one text. All three are pure: they read nothing and write nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.drafting import draft
    from onrecord.model.agenda import Agenda, Ask, Case, Engagement, Ground, Level
    from onrecord.model.finding import Check, Finding
    from onrecord.model.record import Document, Quote, Side
    from onrecord.pipeline import check, grade

__version__ = "0.1.0"

_HOMES = {
    "draft": "onrecord.drafting",
    "check": "onrecord.pipeline",
    "grade": "onrecord.pipeline",
    **dict.fromkeys(("Agenda", "Ask", "Case", "Engagement", "Ground", "Level"), "onrecord.model.agenda"),
    **dict.fromkeys(("Check", "Finding"), "onrecord.model.finding"),
    **dict.fromkeys(("Document", "Quote", "Side"), "onrecord.model.record"),
}

__all__ = [
    "Agenda",
    "Ask",
    "Case",
    "Check",
    "Document",
    "Engagement",
    "Finding",
    "Ground",
    "Level",
    "Quote",
    "Side",
    "check",
    "draft",
    "grade",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used, so that `import onrecord` costs next to nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
