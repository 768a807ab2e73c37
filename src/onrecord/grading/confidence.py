"""How sure a finding may be: as often as findings decided the same way were right."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from onrecord.grading.rules import Rule
from onrecord.model.finding import Finding
from onrecord.text.tables import rows

BAR = 0.5
"""Below this confidence the engine abstains: the finding is shown as unsure, for a person to decide."""


LEANING = 5
"""Items: how many seen of one way count as much as all ways to its level."""


def way_of(finding: Finding) -> str:
    """The way to the level: the level, its scope or state, and the rules that decided it, in their order."""
    kind = finding.scope or finding.state
    rules = "+".join(reason.rule for reason in finding.reasons if _decides(reason.rule)) or "none"
    return f"{int(finding.level)} {kind.value if kind is not None else '-'} {rules}"


def _decides(rule: str) -> bool:
    """False for the rules of the answer scale, which never move the level, and for a shared position (R10)."""
    return not rule.startswith("A") and rule not in {"answer", "joint", "reported", "R10"}


@cache
def _counts() -> dict[str, tuple[int, int]]:
    return {row["way"]: (int(row["right"]), int(row["seen"])) for row in rows("confidence.tsv", key="way")}


def in_its_language(finding: Finding, language: str) -> Finding:
    """The finding, abstaining where the raiser's words are in a language without rules for raising.

    `language` is a BCP 47 code; an empty one is unknown and leaves the finding as it is.
    """
    if not language or language.split("-", maxsplit=1)[0].lower() in _ruled():
        return finding
    return replace(finding, abstain=True, reasons=(*finding.reasons, Rule.LANGUAGE.because(language)))


@cache
def _ruled() -> frozenset[str]:
    return frozenset(row["language"] for row in rows("ruled_languages.tsv", key="language") if row["raise"] == "yes")


def sure(finding: Finding) -> Finding:
    """The finding with its confidence (0 to 1, from data/confidence.tsv), abstaining below `BAR`.

    A way that was seldom seen leans on all ways to its level: `LEANING` items more, right as often as they.
    """
    right, seen = _counts().get(way_of(finding), (0, 0))
    all_right, all_seen = _counts().get(str(int(finding.level)), (1, 2))
    confidence = (right + LEANING * all_right / all_seen) / (seen + LEANING)
    return replace(finding, confidence=round(confidence, 2), abstain=confidence < BAR)
