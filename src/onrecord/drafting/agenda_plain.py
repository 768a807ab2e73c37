"""An agenda written out is always the same text, so that version control shows what people changed."""

from __future__ import annotations

from typing import Any

import yaml

from onrecord.model.agenda import Agenda, Ask, Case, Engagement, Ground
from onrecord.model.record import Quote


def dump(agenda: Agenda) -> str:
    """The agenda as YAML, always the same text for the same agenda; `load` gives it back exactly.

    Values that are empty are left out, except `consent`, which is to be seen.
    """
    return yaml.dump(
        to_plain(agenda),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=100,
        default_flow_style=False,
    )


class _Dumper(yaml.SafeDumper):
    """Indents the members of a list, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, indentless=False)

    def ignore_aliases(self, data: object) -> bool:
        return True


_BREAKS = ("\r", "\x85", "\u2028", "\u2029")
"""Characters that YAML takes for a line break and would give back as another one: written as escapes."""


def _written(dumper: yaml.SafeDumper, words: str) -> yaml.ScalarNode:
    style = '"' if any(mark in words for mark in _BREAKS) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", words, style=style)


_Dumper.add_representer(str, _written)


def to_plain(agenda: Agenda) -> dict[str, Any]:
    """The agenda as plain values in the file's order of keys: what `agenda.schema.json` describes."""
    return {
        "title": agenda.title,
        "issuer": agenda.issuer,
        "source": agenda.source,
        "source_digest": agenda.source_digest,
        "engagement": _said(_engagement_values(agenda.engagement), keep=("kind",)),
        "asks": [_said(_ask_values(ask), keep=("own",)) for ask in agenda.asks],
        "grounds": [_said(_ground_values(ground)) for ground in agenda.grounds],
        "cases": [_said(_case_values(case), keep=("consent",)) for case in agenda.cases],
    }


def _said(values: dict[str, Any], *, keep: tuple[str, ...] = ("id",)) -> dict[str, Any]:
    needed = (*keep, "id", "text", "raiser", "target", "names")
    return {key: value for key, value in values.items() if key in needed or value not in ("", [], None)}


def _quote_values(quote: Quote | None) -> dict[str, Any] | None:
    return None if quote is None else {"start": quote.start, "end": quote.end, "exact": quote.exact}


def _engagement_values(made: Engagement) -> dict[str, Any]:
    return {
        "kind": made.kind,
        "parties": list(made.parties),
        "officials": list(made.officials),
        "start": made.start,
        "end": made.end,
        "quote": _quote_values(made.quote),
        "unsure": list(made.unsure),
    }


def _ask_values(ask: Ask) -> dict[str, Any]:
    return {
        "id": ask.id,
        "text": ask.text,
        "raiser": ask.raiser,
        "target": ask.target,
        "object": ask.object,
        "parent": ask.parent,
        "action": ask.action,
        "bar": None if ask.bar is None else ask.bar.word,
        "own": ask.own,
        "claimant": ask.claimant,
        "aliases": list(ask.aliases),
        "cases": list(ask.cases),
        "quote": _quote_values(ask.quote),
        "unsure": list(ask.unsure),
    }


def _ground_values(ground: Ground) -> dict[str, Any]:
    return {
        "id": ground.id,
        "kind": ground.kind.value,
        "claimant": ground.claimant,
        "asks": list(ground.asks),
        "quote": _quote_values(ground.quote),
        "unsure": list(ground.unsure),
    }


def _case_values(case: Case) -> dict[str, Any]:
    return {
        "id": case.id,
        "names": list(case.names),
        "consent": case.consent,
        "protection": case.protection.value,
        "quote": _quote_values(case.quote),
        "unsure": list(case.unsure),
    }
