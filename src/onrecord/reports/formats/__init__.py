"""What is known here leaves in the forms that others already work with, and comes in from them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from onrecord.reports.formats.told import Told

__all__ = ["FORMATS", "Told", "written"]

FORMATS = {
    "findings-csv": "findings_table:csv_bytes",
    "findings-xlsx": "findings_table:xlsx_bytes",
    "asks-csv": "asks_table:csv_bytes",
    "asks-xlsx": "asks_table:xlsx_bytes",
    "annotations": "annotations:annotations_bytes",
    "ftm": "ftm:ftm_bytes",
    "ical": "ical:ical_bytes",
    "atom": "atom:atom_bytes",
    "ris": "citations:ris_bytes",
    "bibtex": "citations:bibtex_bytes",
    "csl": "citations:csl_bytes",
    "datapackage": "datapackage:datapackage_bytes",
}
"""Each format's name with the function that writes it; its module is loaded only when it is used."""


def written(form: str, told: Told) -> bytes:
    """The check in one of `FORMATS`; the same bytes for the same check."""
    module, _, name = FORMATS[form].partition(":")
    write: Callable[[Told], bytes] = getattr(import_module(f"onrecord.reports.formats.{module}"), name)
    return write(told)
