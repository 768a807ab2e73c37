"""The Universal Periodic Review, coded by people: how demanding an ask is, where it was made, how it was answered.

    python bench/upr.py [--json] [--tuned]

Scored on what the rules and weights have not seen: action categories on the tenth of the reviews that training leaves
out, lists of asks on the half of the reports that nobody looked at; --tuned scores that on the other half. The link
from ask to passage has no learned part and is scored whole. Reads ../shared/bench/upr_asks.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import hashlib
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from onrecord.drafting.specificity import CATEGORIES, specificity
from onrecord.drafting.specificity_features import by_rule, tokens
from onrecord.matching.passages_of import PassageIndex, Turn
from onrecord.reading.pdf import read_pdf
from onrecord.reading.upr import recommendations
from onrecord.reading.upr_askers import opening_state
from onrecord.text.places import resolve

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "bench" / "upr_asks"
ALIKE = 0.9
"""How alike two wordings of one ask must be (difflib's ratio over letters, digits and single spaces)."""
RESTATING = 6
"""Only the first sessions' reports restate asks in the dialogue."""

Row = dict[str, str]
Scores = dict[str, float]
Ask = tuple[str, str, str]
"""Asker's id, normalised text, response."""


def _rows(name: str) -> list[Row]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@cache
def _asks() -> tuple[Row, ...]:
    return tuple(_rows("recommendations.csv"))


@cache
def _place(label: str) -> str:
    found = resolve(label)
    return found.id if found else ""


def _share(key: str, parts: int) -> int:
    return int(hashlib.sha256(key.encode()).hexdigest(), 16) % parts


def macro_f1(right: Sequence[int], said: Sequence[int]) -> float:
    """The mean F1 of the five categories."""
    each = []
    for category in CATEGORIES:
        hits = sum(one == two == category for one, two in zip(right, said, strict=True))
        each.append(2 * hits / max(1, right.count(category) + said.count(category)))
    return sum(each) / len(each)


def action_scores() -> Scores:
    """The shipped model and UPR Info's written rules alone, on the reviews that training left out."""
    unseen = [row for row in _asks() if _share(f"{row['to_state']}|{row['session']}", 10) == 0]
    right = [int(row["action"]) for row in unseen]
    found = [specificity(row["text"]) for row in unseen]
    said = [one.category for one in found]
    sure = [max(one.probabilities) for one in found]
    ruled = [by_rule(tokens(row["text"])) or 4 for row in unseen]
    asked = [at for at, row in enumerate(unseen) if row["kind"] == "recommendation"]
    return {
        "asks": len(unseen),
        "macro_f1": macro_f1(right, said),
        "macro_f1_without_pledges": macro_f1([right[at] for at in asked], [said[at] for at in asked]),
        "accuracy": sum(one == two for one, two in zip(right, said, strict=True)) / len(right),
        "calibration_error": _calibration_error(sure, [one == two for one, two in zip(right, said, strict=True)]),
        "rules_alone_macro_f1": macro_f1(right, ruled),
    }


def _calibration_error(sure: Sequence[float], right: Sequence[bool]) -> float:
    """The mean gap between confidence and accuracy over ten bins of confidence, weighed by their size."""
    bins: dict[int, float] = defaultdict(float)
    for one, held in zip(sure, right, strict=True):
        bins[min(9, int(one * 10))] += one - held
    return sum(abs(gap) for gap in bins.values()) / len(sure)


def passage_scores() -> Scores:
    """R@1 and MRR of the passage that restates an ask: with the speaker read off the passage, and by words alone."""
    passages: dict[str, list[Row]] = defaultdict(list)
    for row in _rows("dialogue_paragraphs.csv"):
        passages[row["report"]].append(row)
    indexes = {
        report: PassageIndex([Turn(row["text"], opening_state(row["text"])) for row in rows])
        for report, rows in passages.items()
    }
    texts = {row["id"]: row["text"] for row in _asks()}
    ranks: dict[bool, list[int]] = {True: [], False: []}
    for line in (DATA / "ask_links.jsonl").read_text(encoding="utf-8").splitlines():
        link = json.loads(line)
        if link["session"] > RESTATING or not link["explicit_paras"]:
            continue
        index, rows = indexes[link["report"]], passages[link["report"]]
        for known, held in ranks.items():
            ranked = index.ranked(texts[link["ask_id"]], by=_place(link["from_state"]) if known else "")
            hit = next(at for at, one in enumerate(ranked) if rows[one.at]["pid"] in link["explicit_paras"])
            held.append(hit + 1)
    return {
        "asks": len(ranks[True]),
        "r_at_1": sum(rank == 1 for rank in ranks[True]) / len(ranks[True]),
        "mrr": sum(1 / rank for rank in ranks[True]) / len(ranks[True]),
        "words_alone_r_at_1": sum(rank == 1 for rank in ranks[False]) / len(ranks[False]),
        "words_alone_mrr": sum(1 / rank for rank in ranks[False]) / len(ranks[False]),
    }


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9 ]", "", " ".join(text.lower().split())).strip()


def _gold() -> dict[str, list[Ask]]:
    gold: dict[str, list[Ask]] = defaultdict(list)
    for row in _asks():
        if row["kind"] == "recommendation":
            gold[row["report"]].append((_place(row["from_state"]), _plain(row["text"]), row["response"].lower()))
    return gold


def _found(report: str) -> list[Ask]:
    return [(asker, _plain(one.text), one.response.value) for one in recommendations(report) for asker in one.askers]


def _alike(one: str, two: str) -> float:
    if one == two:
        return 1.0
    matcher = difflib.SequenceMatcher(None, one, two, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0.0
    return matcher.ratio()


def paired(found: Sequence[Ask], gold: Sequence[Ask]) -> Iterator[tuple[Ask, Ask]]:
    """Each found ask with the coded one of the same asker that is most like it, each used once."""
    likeness = [
        (_alike(one[1], two[1]), at, to)
        for at, one in enumerate(found)
        for to, two in enumerate(gold)
        if one[0] == two[0]
    ]
    used: set[int] = set()
    taken: set[int] = set()
    for ratio, at, to in sorted(likeness, key=lambda item: (-item[0], item[1], item[2])):
        if ratio >= ALIKE and at not in used and to not in taken:
            used.add(at)
            taken.add(to)
            yield found[at], gold[to]


def report_scores(*, pdf: bool = False, half: int = 1) -> Scores:
    """F1 of (asker, ask) over one half of the reports, and of (asker, ask, response) read in two ways.

    UPR Info codes the final answer; where a report says `will be examined`, it stands in a later addendum. `f1_told`
    takes a `pending` for right, since the report says no more; `f1_final` counts it wrong. `response_accuracy` is
    over the found asks that the report answers.
    """
    gold, counts = _gold(), dict.fromkeys(("reports", "found", "gold", "hit", "told", "answered", "right"), 0)
    folder, ending = ("reports_pdf", ".pdf") if pdf else ("reports_txt", ".txt")
    for path in sorted((DATA / folder).glob(f"*{ending}")):
        if not pdf and _share(path.stem, 2) != half:
            continue
        text = read_pdf(path.read_bytes(), name=path.name).text if pdf else path.read_text(encoding="utf-8")
        found, wanted = _found(text), gold[path.stem]
        pairs = list(paired(found, wanted))
        answered = [(one, two) for one, two in pairs if one[2] in ("accepted", "noted")]
        right = sum(one[2] == two[2] for one, two in answered)
        told = right + sum(one[2] == "pending" for one, _ in pairs)
        sizes = (1, len(found), len(wanted), len(pairs), told, len(answered), right)
        for key, size in zip(counts, sizes, strict=True):
            counts[key] += size
    both = counts["found"] + counts["gold"]
    return {
        "reports": counts["reports"],
        "asks": counts["gold"],
        "f1": 2 * counts["hit"] / both,
        "precision": counts["hit"] / counts["found"],
        "recall": counts["hit"] / counts["gold"],
        "f1_told": 2 * counts["told"] / both,
        "f1_final": 2 * counts["right"] / both,
        "response_accuracy": counts["right"] / max(1, counts["answered"]),
        "answered_share": counts["answered"] / max(1, counts["hit"]),
    }


def scores(*, half: int = 1) -> dict[str, Scores]:
    """Task → scores; empty where the set is not beside this checkout."""
    if not DATA.is_dir():
        return {}
    return {
        "upr_action": action_scores(),
        "upr_passage": passage_scores(),
        "upr_report": report_scores(half=half),
        "upr_report_pdf": report_scores(pdf=True),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--tuned", action="store_true")
    wanted = parser.parse_args()
    found = scores(half=0 if wanted.tuned else 1)
    if not found:
        print("left out: ../shared/bench/upr_asks is not beside this checkout", file=sys.stderr)
    if wanted.json:
        print(json.dumps(found))
        return 0
    for task, values in found.items():
        for key, value in values.items():
            print(f"{task:16}{key:28}{value:10.4f}" if isinstance(value, float) else f"{task:16}{key:28}{value:10d}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
