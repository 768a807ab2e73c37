"""Every quiet edit of 127 real releases is found, and told apart by kind; copies in 14,301 real documents are found.

    python proofs/versions.py [--quick] [--show]

Reads ../shared/record. The versions are recorded in a store one after the other, each at the time when it was first
seen; what the store says of them is compared with the file's own list. What was read by hand
is listed below. --quick leaves the copies out; --show prints what a person reads to check.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from onrecord.ledger.store import FILE, SqlLedger, open_ledger
from onrecord.ledger.versions import Change, History, changed, changes, histories
from onrecord.model.record import Capture, Document
from onrecord.ports import DocumentFilter, Share
from onrecord.reading.speakers import publisher_country
from onrecord.text.change_kinds import Kind
from onrecord.text.copies import Cluster, Copies, sketched
from onrecord.text.differences import Difference

RECORD = Path(__file__).resolve().parents[1].parent / "shared" / "record"
REVISIONS = RECORD / "state_dept_revisions_2021_2022.jsonl.gz"
CORPUS = RECORD / "whitehouse_2021_2026.jsonl.gz"

SECONDS = 60
"""What finding the copies in 14,301 documents may take, sketches included."""

LIGHTER = {
    "staterev:246742": "British spelling made American",
    "staterev:257522": "capitals, and a slip of the pen in a title",
    "staterev:320608": "NNATO",
    "staterev:323807": "how to find more information",
    "staterev:245945": "addresses made into links",
}
"""Changes that are said to be of substance and that a reader would call lighter. All 67 changes of text were read by
hand on 2026-11-24; no change of substance was said to be lighter."""

STRANGERS = {
    "2024-03-20 President Joseph R. Biden, Jr. Approves Rhode Island": "two storms",
    "2026-04-15 Presidential Permit: Authorizing Enbridge Energy": "three pipelines",
}
"""Clusters of more than one event. The 17 of 66 clusters of which the words differ were read by hand on 2026-11-24."""


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def recorded(folder: Path, releases: list[dict[str, Any]]) -> SqlLedger:
    """A store that took in each version when it was first seen."""
    now = [""]
    ledger = open_ledger(folder / FILE, create=True, clock=lambda: now[0])
    seen = [(version["seen"], at, release) for release in releases for at, version in _listed(release)]
    for moment, at, release in sorted(seen, key=lambda held: (held[0], held[2]["id"], held[1])):
        now[0] = moment.replace("+00:00", "Z")
        version = release["extra"]["versions"][at]
        digest = hashlib.sha256(f"{release['id']} {at}".encode()).hexdigest()
        document = Document(
            release["id"],
            version["text"],
            release["publisher"],
            release["date"],
            version["title"],
            release["url"],
            release["language"],
        )
        ledger.add(Capture(digest, len(version["text"]), "text/html", release["url"], now[0]), [document])
    return ledger


def _listed(release: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    return list(enumerate(release["extra"]["versions"]))


def faults(release: dict[str, Any], history: History, found: list[Change]) -> Iterator[str]:
    """What the store says of a release that its own list of versions does not."""
    versions = release["extra"]["versions"]
    said = [version.seen for version in history.versions]
    if said != [version["seen"].replace("+00:00", "Z") for version in versions]:
        yield f"{release['id']}: {len(said)} versions, not {len(versions)}, or seen at other times."
        return
    if len(found) != len(versions) - 1:
        yield f"{release['id']}: {len(found)} changes between {len(versions)} versions."
    for change, (was, now) in zip(found, pairwise(versions), strict=False):
        if (change.old.text, change.new.text) != (was["text"], now["text"]) or applied(change.text) != now["text"]:
            yield f"{release['id']}: the edits do not make the later text of the earlier one."
        if any(name == "title" for name, _ in change.facts) != (was["title"] != now["title"]):
            yield f"{release['id']}: a change of title was missed."


def applied(found: Difference) -> str:
    """The old text with the edits made in it."""
    parts, at = [], 0
    for edit in found.edits:
        parts += [found.old[at : edit.old.start], edit.after]
        at = edit.old.end
    return "".join([*parts, found.old[at:]])


def prove_versions(*, show: bool) -> int:
    """How many faults there are; prints the counts."""
    releases = list(rows(REVISIONS))
    with tempfile.TemporaryDirectory() as folder:
        ledger = recorded(Path(folder), releases)
        started = time.perf_counter()
        by_id = {own.newest.id: own for own in histories(ledger)}
        found = {ident: list(changes(ledger, own)) for ident, own in by_id.items()}
        wrong = [fault for held in releases for fault in faults(held, by_id[held["id"]], found[held["id"]])]
        listed = len(changed(ledger))
        took = time.perf_counter() - started
        ledger.close()
    every = [change for group in found.values() for change in group]
    texts = Counter(change.text.kind.label for change in every if change.text.kind is not None)
    titles = Counter(_title(change) for change in every if _title(change))
    edits = Counter(edit.kind.label for change in every for edit in change.text.edits)
    print(f"releases {len(releases)}, listed as changed {listed}, changes {len(every)}, faults {len(wrong)}")
    print(f"changes of text by their gravest edit {dict(texts)}; edits {dict(edits)}")
    print(f"changes of title {dict(titles)}; {took:.2f} s with reading, comparing and checking")
    grave = {change.old.id for change in every if change.text.kind is Kind.SUBSTANCE}
    read = sum(texts.values())
    print(f"read by hand: {read - len(grave & set(LIGHTER))} of {read} changes of text have the right kind")
    if show:
        _show(every)
    for fault in wrong:
        print(fault)
    return len(wrong) + (listed != len(releases))


def _title(change: Change) -> str:
    return next((told.kind.label for name, told in change.facts if name == "title" and told.kind is not None), "")


def _show(every: list[Change]) -> None:
    for change in every:
        if change.text.kind is not None:
            print(f"-- {change.old.id} {change.text.kind.label}")
            for line in [*change.text.readable()][:8]:
                print(f"   {line}")


def prove_copies(*, show: bool) -> int:
    """How many faults there are; prints clusters, seconds and memory."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        ledger = open_ledger(Path(folder) / FILE, create=True)
        batch: list[Document] = []
        for row in rows(CORPUS):
            fields = ("id", "text", "publisher", "date", "title", "url", "language")
            batch.append(Document(*(row[field] or "" for field in fields)))
            if len(batch) == 300:
                _record(ledger, batch)
        _record(ledger, batch)
        print(f"recorded {ledger.count():,} documents in {time.perf_counter() - started:.0f} s")
        started = time.perf_counter()
        held = [
            sketched(entry, document)
            for share in ledger.shares(DocumentFilter())
            for entry, document in zip(share.entries, ledger.read(share), strict=True)
        ]
        finder = Copies(
            lambda entry: next(ledger.read(Share((entry,), 0))), lambda publisher: bool(publisher_country(publisher))
        )
        found = list(finder.clusters(held))
        took = time.perf_counter() - started
        ledger.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    copies = [copy for cluster in found for copy in cluster.copies]
    kinds = Counter("same" if copy.difference.kind is None else copy.difference.kind.label for copy in copies)
    print(f"copies: {len(held):,} documents, {len(found)} clusters, {len(copies)} copies {dict(kinds)}")
    print(f"{took:.1f} s (at most {SECONDS}), {memory:.0f} MB")
    words = [own for own in found if any(copy.difference.of_kind(Kind.SUBSTANCE) for copy in own.copies)]
    strange = sum(f"{own.head.date} {own.head.title}".startswith(tuple(STRANGERS)) for own in found)
    print(f"clusters of which the words differ {len(words)}; read by hand: {strange} of them hold more than one event")
    if show:
        _show_clusters(found)
    return int(took > SECONDS)


def _record(ledger: SqlLedger, batch: list[Document]) -> None:
    digest = hashlib.sha256("".join(document.id for document in batch).encode()).hexdigest()
    ledger.add(Capture(digest, 1, "application/x-ndjson", "corpus", "2026-11-24T00:00:00Z"), batch)
    batch.clear()


def _show_clusters(found: list[Cluster]) -> None:
    for cluster in found:
        print(f"-- {cluster.head.date} {cluster.head.title[:110]} ({cluster.head.size})")
        for copy in cluster.copies:
            edits = copy.difference.of_kind(Kind.SUBSTANCE)
            told = [str(edit)[:70] for edit in edits[:3]]
            print(f"   {copy.document.date} {copy.document.title[:110]} {copy.resemblance:.2f} {len(edits)} {told}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="without the copies")
    parser.add_argument("--show", action="store_true", help="print what a person reads to check")
    wanted = parser.parse_args()
    if not REVISIONS.exists():
        print(f"{REVISIONS} is missing; nothing was proven.")
        return 0
    wrong = prove_versions(show=wanted.show)
    if not wanted.quick:
        wrong += prove_copies(show=wanted.show)
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
