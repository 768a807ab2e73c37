"""The only place that wires things: which store, which readers, behind which wall."""

from __future__ import annotations

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

__all__ = [
    "Condition", "Event", "Health", "Manners", "News", "PassedOver", "ReadingRoom", "Refused", "Said", "Source",
    "SourceFile", "Step", "Store", "Taken", "cores", "day_of", "files_of", "hold", "load_agenda", "load_sources",
    "manners_of", "open_store", "read_plain_text", "read_text_layer", "source_healths", "take_from_web", "take_in",
    "watching",
]  # fmt: skip
