"""How often an omission that the fold claims over the whole record is one: the strongest fifty, each read by a person.

Reads the White House and State Department texts in ../shared/record, holds a neutral list of topics
(bench/omissions/topics.tsv) against every series of readouts and joint statements, and prints the omissions. What a
person found of each stands in bench/omissions/labels.tsv, without a word of the texts. With --fresh: topics that no
rule was ever mended on (fresh_topics.tsv), read by somebody who wrote no rule (fresh_labels.tsv).
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from onrecord.ledger.courses import course
from onrecord.ledger.coverage import Count, Tally
from onrecord.ledger.omissions import CLAIMED, omissions
from onrecord.ledger.series import series_of
from onrecord.matching.page import scan
from onrecord.matching.touching import about_its_region, touches
from onrecord.model.agenda import Ask, Engagement
from onrecord.model.occasion import Genre, Held, Series
from onrecord.model.record import Document, Side
from onrecord.model.standing import Course, Observation, Omission
from onrecord.pipeline import Reader
from onrecord.reading.occasions import occasion_of
from onrecord.text.places import places

HERE = Path(__file__).parent
RECORD = HERE.parent.parent / "shared" / "record"
FILES = ("whitehouse_2021_2026", "state_dept_press_releases_2021_2022")
GENRES = frozenset({Genre.READOUT, Genre.JOINT_STATEMENT})
WANTED = 50
TARGET = 0.90


def documents() -> Iterator[Document]:
    for name in FILES:
        with gzip.open(RECORD / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                yield Document(
                    row["id"],
                    row["text"],
                    row["publisher"],
                    row["date"],
                    row["title"],
                    row["url"] or "",
                    row["language"],
                )


def held(document: Document) -> Held:
    return Held(
        document.id,
        document.date,
        document.publisher,
        document.title,
        document.url,
        document.language,
        Side.OURS,
        len(document.text.rstrip("# \n")),
        document.complete,
        "",
        occasion_of(document),
    )


def topics(prefix: str = "") -> list[dict[str, str]]:
    """The rows of topics.tsv, or with the prefix `fresh_` those of the list for the independent check."""
    path = HERE / "omissions" / f"{prefix}topics.tsv"
    lines = [line for line in path.read_text("utf-8").splitlines() if line[:1] != "#"]
    names = lines[0].split("\t")
    return [dict(zip(names, line.split("\t"), strict=True)) for line in lines[1:]]


def asks_of(series: Series, texts: list[str], wanted: list[dict[str, str]]) -> Iterator[Ask]:
    """The topics that the series may hold, each asked of its target or of the other country."""
    others = [party for party in series.documents[0].occasion.parties if party != "US"]
    names = {place.id.upper(): place.name for place in places()}
    name = names[others[0].upper()]
    for row in wanted:
        if sum(re.search(row["words"], text) is not None for text in texts) < 2:
            continue
        target = name if row["target"] == "counterpart" else row["target"]
        words = {column: row[column].format(target=name) for column in ("ask", "object", "parent")}
        aliases = tuple(alias for alias in row["aliases"].split("|") if alias)
        yield Ask(row["id"], words["ask"], "United States", target, words["parent"], words["object"], aliases=aliases)


def gaps_of(found: Iterable[Document]) -> tuple[tuple[str, str, str], ...]:
    tally = Tally(Engagement("none"), (), lambda *_: False, lambda _: "", Count())
    for document in found:
        tally.add(document)
    return tally.coverage().gaps


def courses_of(
    series: Series,
    texts: dict[str, Document],
    gaps: tuple[tuple[str, str, str], ...],
    wanted: list[dict[str, str]],
) -> Iterator[Course]:
    of_series = [texts[document.id] for document in series.documents]
    asks = list(asks_of(series, [document.text for document in of_series], wanted))
    if not asks:
        return
    reader = Reader.of(asks)
    seen = [
        Observation(finding, document)
        for document, text in zip(series.documents, of_series, strict=True)
        for finding in reader.findings(text)
        if finding is not None
    ]
    parties = series.documents[0].occasion.parties
    keys = {text.id: scan(text, reader.matcher).keys for text in of_series}
    for ask, watch in zip(asks, reader.watches, strict=True):
        touched = {text.id for text in of_series if touches(ask, watch, text.text, keys[text.id], parties)}
        yield course(ask, series, seen, gaps=gaps, touched=touched, of_region=about_its_region(watch))


def digest(omission: Omission) -> str:
    return hashlib.sha256(omission.document.id.encode()).hexdigest()[:16]


def found_in_record(wanted: list[dict[str, str]]) -> tuple[list[Omission], dict[str, Document]]:
    """Every omission over the record, strongest first, each document and ask once."""
    began = time.monotonic()
    texts = {document.id: document for document in documents()}
    every = [held(document) for document in texts.values()]
    chosen = [series for series in series_of(every) if _is_read(series)]
    gaps = gaps_of(texts.values())
    print(f"{len(texts)} documents, {len(chosen)} series, gaps {gaps}", file=sys.stderr)
    courses: list[Course] = []
    for at, series in enumerate(chosen):
        courses += courses_of(series, texts, gaps, wanted)
        if at % 20 == 0:
            print(f"\r{at} of {len(chosen)} series, {time.monotonic() - began:.0f} s", end="", file=sys.stderr)
    print(f"\r{len(courses)} courses in {time.monotonic() - began:.0f} s", file=sys.stderr)
    once: dict[tuple[str, str], Omission] = {}
    for omission in omissions(courses, least=0):
        once.setdefault((omission.document.id, omission.ask_id), omission)
    return list(once.values()), texts


def _is_read(series: Series) -> bool:
    return len(series.documents) > 2 and series.documents[0].occasion.genre in GENRES


def labels(prefix: str = "") -> dict[tuple[str, str], tuple[str, str]]:
    path = HERE / "omissions" / f"{prefix}labels.tsv"
    if not path.exists():
        return {}
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
    return {(row[0], row[1]): (row[2], row[4]) for row in lines[1:]}


def chosen_half(found: list[Omission], half: str, wanted: list[dict[str, str]]) -> list[Omission]:
    of = {row["id"]: row["half"] for row in wanted}
    return [omission for omission in found if not half or of[omission.ask_id] == half][:WANTED]


def show(found: list[Omission], texts: dict[str, Document]) -> None:
    """All that a person needs to judge: the document, the words that stood before, and how it was found."""
    for rank, omission in enumerate(found, 1):
        document = omission.document
        print(f"=== {rank} {omission.ask_id} {omission.strength} {digest(omission)} {omission.series}")
        print(f"{document.date} {document.title}\n{texts[document.id].text.strip()}\n--- before:")
        for cited in omission.present:
            quote = cited.quote.exact if cited.quote else ""
            print(f"  {cited.document.date} {cited.document.title[:100]}\n     {quote}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--half", choices=("a", "b", "c"), default="", help="topics that rules were mended on, or held back"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="the second list of topics, judged by one who wrote no rule"
    )
    parser.add_argument("--show", action="store_true", help="print the texts, to be judged")
    arguments = parser.parse_args()
    if not RECORD.is_dir():
        print(f"skipped: no record at {RECORD.name}")
        return 0
    prefix = "fresh_" if arguments.fresh else ""
    wanted = topics(prefix)
    found, texts = found_in_record(wanted)
    strongest = chosen_half(found, arguments.half, wanted)
    if arguments.show:
        show(strongest, texts)
        return 0
    known = labels(prefix)
    judged = [(one, *known[key]) for one in strongest if (key := (digest(one), one.ask_id)) in known]
    print(f"{len(found)} omissions; of the strongest {len(strongest)}, {len(judged)} are judged")
    told("all", [verdict for _, verdict, _ in judged])
    told("claimed by default", [verdict for one, verdict, _ in judged if one.strength >= CLAIMED])
    told("not in view while rules were mended", [verdict for _, verdict, seen in judged if seen != "mended"])
    halves = {row["id"]: row["half"] for row in wanted}
    for half in sorted(set(halves.values())):
        told(f"topics of list {half}", [verdict for one, verdict, _ in judged if halves[one.ask_id] == half])
    right = sum(verdict == "right" for _, verdict, _ in judged)
    return 0 if judged and right / len(judged) >= TARGET and len(judged) == len(strongest) else 1


def told(which: str, verdicts: list[str]) -> None:
    right = verdicts.count("right")
    share = f"{right / len(verdicts):.3f}" if verdicts else "none"
    print(f"precision, {which}: {right} of {len(verdicts)} = {share} (target {TARGET:.2f})")


if __name__ == "__main__":
    sys.exit(main())
