"""Open data is data with its columns explained: a Frictionless data package in one ZIP file.

https://specs.frictionlessdata.io/data-package/ and /table-schema/ (version 1).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from onrecord.model.agenda import Level
from onrecord.model.finding import Answer, Channel, Force, Scope, Source, State
from onrecord.model.record import Side
from onrecord.reports.bundle.verify_script import container
from onrecord.reports.formats import asks_table, findings_table
from onrecord.reports.formats.cells import Cell
from onrecord.reports.formats.sheets import csv_of
from onrecord.reports.formats.told import Told
from onrecord.text.tables import rows as data_rows

_DOCUMENTS = ("id", "publisher", "date", "title", "url", "language", "side")
_COVERAGE = ("publisher", "documents", "first", "last")
_CHOICES: dict[str, Sequence[Any]] = {
    "level": [int(level) for level in Level],
    "level_word": [level.word for level in Level],
    "bar": [level.word for level in Level],
    "state": [member.value for member in State],
    "scope": [member.value for member in Scope],
    "force": [member.value for member in Force],
    "channel": [member.value for member in Channel],
    "answer": [member.value for member in Answer],
    "side": [member.value for member in Side],
    "use": ["evidence", "answer"],
}


def datapackage_bytes(told: Told) -> bytes:
    """A ZIP file: `datapackage.json` with a schema for each table; findings, asks, documents and coverage as CSV.

    Dates are strings, for a month or a year is no date to a table schema. Cells are guarded against formulas.
    """
    tables: dict[str, tuple[Sequence[str], list[list[Cell]]]] = {
        "findings": (findings_table.COLUMNS, findings_table.rows(told)),
        "asks": (asks_table.COLUMNS, asks_table.rows(told.check.agenda.asks)),
        "documents": (_DOCUMENTS, [_document(source) for source in told.sources()]),
        "coverage": (_COVERAGE, [list(row) for row in told.check.coverage.by_publisher]),
    }
    files = {f"data/{name}.csv": csv_of(columns, rows) for name, (columns, rows) in tables.items()}
    resources = [_resource(name, columns, files[f"data/{name}.csv"]) for name, (columns, _) in tables.items()]
    package = {
        "profile": "tabular-data-package",
        "name": "onrecord-findings",
        "title": told.check.agenda.title or "Agenda without a title",
        "description": " ".join([_ABOUT.format(told.check.engine), *told.notices]),
        "created": told.at,
        "resources": resources,
    }
    files["datapackage.json"] = (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()
    return container(files)


_ABOUT = (
    "Asks held against the public record by {}. Every level and answer is a machine's proposal until a person has "
    "judged it; a level of 0 means that no record was found in the documents of the table coverage."
)


def _document(source: Source) -> list[Cell]:
    return [getattr(source, name) for name in _DOCUMENTS[:-1]] + [source.side.value]


def _resource(name: str, columns: Sequence[str], content: bytes) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(name, column) for column in columns], "missingValues": [""]}
    if name in {"asks", "documents"}:
        schema["primaryKey"] = "id"
    if name == "findings":
        schema["foreignKeys"] = [_key("ask", "asks"), _key("document", "documents")]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"data/{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": schema,
    }


def _key(column: str, table: str) -> dict[str, Any]:
    return {"fields": column, "reference": {"resource": table, "fields": "id"}}


def _field(table: str, column: str) -> dict[str, Any]:
    told = {row["key"]: row for row in data_rows("format_columns.tsv", key="key")}
    row = told.get(f"{table}.{column}") or told[column]
    made: dict[str, Any] = {"name": column, "type": row["type"], "description": row["description"]}
    if row["type"] == "boolean":
        made |= {"trueValues": ["yes"], "falseValues": ["no"]}
    return made | ({"constraints": {"enum": _CHOICES[column]}} if column in _CHOICES else {})
