"""Investigators keep people, bodies and events as FollowTheMoney entities; quotes have no place in that model.

https://followthemoney.tech: one JSON object a line, with `id`, `schema` and lists of values.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from onrecord.model.agenda import Case, Engagement, Protection
from onrecord.reading.speakers import publisher_country
from onrecord.reports.display import web_address
from onrecord.reports.formats.told import FormatError, Told
from onrecord.reports.withholding import MARKER
from onrecord.text.places import resolve

_NAMES = ("name", "alias", "weakAlias", "previousName")


def ftm_bytes(told: Told) -> bytes:
    """The documents, their publishers, the engagement, its officials and the cases that the audience may see."""
    return "".join(json.dumps(made, ensure_ascii=False) + "\n" for made in _entities(told)).encode()


def read_cases(content: bytes, *, name: str) -> tuple[Case, ...]:
    """The Person entities of a JSON lines file as cases, internal until somebody clears them; others are passed over.

    Raises `FormatError`, naming the line, for what is no entity or a person without a name.
    """
    made = []
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        try:
            entity = json.loads(line)
            if entity["schema"] == "Person":
                made.append(_case(entity))
        except (ValueError, LookupError, TypeError, AttributeError) as fault:
            raise FormatError(
                f"{name}: line {number} is no FollowTheMoney entity ({fault!r}).",
                advice="Each line needs id, schema and properties; a Person needs a name.",
            ) from fault
    return tuple(made)


def _case(entity: dict[str, Any]) -> Case:
    held = entity["properties"]
    names = tuple(dict.fromkeys(str(name) for key in _NAMES for name in held.get(key, ())))
    if not names:
        raise ValueError("a person without a name")
    return Case(id=str(entity["id"]), names=names, protection=Protection.INTERNAL)


def _entities(told: Told) -> Iterator[dict[str, Any]]:
    agenda = told.check.agenda
    for name in sorted({source.publisher for source in told.sources() if source.publisher}):
        country = publisher_country(name)
        schema = "PublicBody" if country else "Organization"
        yield _entity(schema, f"body {name}", name=[name], country=[country.lower() if len(country) == 2 else ""])
    for source in told.sources():
        yield _entity(
            "Document",
            f"document {source.id}",
            title=[source.title or source.id],
            publisher=[source.publisher],
            publishedAt=[source.date],
            sourceUrl=[web_address(source.url)],
        )
    officials = [name for name in agenda.engagement.officials if MARKER not in name]
    for name in officials:
        yield _entity("Person", f"official {name}", name=[name])
    yield from _event(agenda.engagement, agenda.title, officials)
    for case in agenda.cases:
        names = [name for name in case.names if MARKER not in name]
        if names:
            yield _entity("Person", f"case {case.id}", name=names[:1], alias=names[1:])


def _event(engagement: Engagement, title: str, officials: list[str]) -> Iterator[dict[str, Any]]:
    if engagement.kind == "none":
        return
    places = [place for name in engagement.parties if (place := resolve(name)) is not None]
    yield _entity(
        "Event",
        f"event {title}",
        name=[title or engagement.kind],
        summary=[engagement.kind],
        startDate=[engagement.start],
        endDate=[engagement.end],
        country=[place.id.lower() for place in places if len(place.id) == 2],
        involved=[_id(f"official {name}") for name in officials],
    )


def _entity(schema: str, key: str, **properties: list[str]) -> dict[str, Any]:
    held = {name: [value for value in values if value] for name, values in properties.items()}
    return {
        "id": _id(key),
        "schema": schema,
        "properties": {name: values for name, values in held.items() if values},
    }


def _id(key: str) -> str:
    return f"onrecord-{hashlib.sha256(key.encode()).hexdigest()[:40]}"
