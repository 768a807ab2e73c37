"""A statement, a letter or a resolution says what is asked; an agenda keeps it, quote by quote."""

from onrecord.drafting.agenda_file import dump, load
from onrecord.drafting.agenda_json import to_json
from onrecord.drafting.compose import draft

__all__ = ["draft", "dump", "load", "to_json"]
