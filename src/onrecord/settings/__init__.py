"""The only place that wires things: which store, which readers, behind which wall."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.capture.manners import Manners, manners_of
    from onrecord.capture.source_health import Condition, Health
    from onrecord.capture.sources import SourceFile, files_of
    from onrecord.capture.steps import PassedOver, Refused, Said, Step, Taken
    from onrecord.capture.watch_list import Source, load_sources
    from onrecord.capture.watching import Event, News
    from onrecord.reading.corpus import day_of
    from onrecord.settings.holding import cores, hold
    from onrecord.settings.reading_room import ReadingRoom, load_agenda, read_plain_text, read_text_layer
    from onrecord.settings.stores import Store, open_store
    from onrecord.settings.taking import source_healths, take_from_web, take_in, watching

_HOMES = {
    "onrecord.capture.manners": ("Manners", "manners_of"),
    "onrecord.capture.source_health": ("Condition", "Health"),
    "onrecord.capture.sources": ("SourceFile", "files_of"),
    "onrecord.capture.steps": ("PassedOver", "Refused", "Said", "Step", "Taken"),
    "onrecord.capture.watch_list": ("Source", "load_sources"),
    "onrecord.capture.watching": ("Event", "News"),
    "onrecord.reading.corpus": ("day_of",),
    "onrecord.settings.holding": ("cores", "hold"),
    "onrecord.settings.reading_room": ("ReadingRoom", "load_agenda", "read_plain_text", "read_text_layer"),
    "onrecord.settings.stores": ("Store", "open_store"),
    "onrecord.settings.taking": ("source_healths", "take_from_web", "take_in", "watching"),
}

__all__ = [
    "Condition", "Event", "Health", "Manners", "News", "PassedOver", "ReadingRoom", "Refused", "Said", "Source",
    "SourceFile", "Step", "Store", "Taken", "cores", "day_of", "files_of", "hold", "load_agenda", "load_sources",
    "manners_of", "open_store", "read_plain_text", "read_text_layer", "source_healths", "take_from_web", "take_in",
    "watching",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Load a name when it is first used: who asks a store needs nothing that fetches pages."""
    home = next((home for home, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module 'onrecord.settings' has no attribute {name!r}")
    return getattr(import_module(home), name)
