"""A small store of fictional documents with a public, an internal and a sealed case, for bundles and formats."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from onrecord.model.agenda import Agenda, Ask, Case, Engagement, Level, Protection
from onrecord.model.finding import Check
from onrecord.ports import DocumentFilter
from onrecord.reports.audience import Audience
from onrecord.reports.formats.told import Told
from onrecord.settings import Said, Store, files_of, hold, open_store, take_in

OPEN, INTERNAL, SEALED = "Ana Reyes-Lund", "Teodor Orsolo", "Mirabel Quandt"

CORPUS = [
    {
        "id": "readout-1",
        "publisher": "The White House",
        "date": "2023-06-19",
        "title": "Readout of the meeting",
        "url": "https://example.org/readouts/1",
        "language": "en",
        "text": f"The Secretary met the Premier. The Secretary urged China to release {OPEN} at once. They discussed trade.",
    },
    {
        "id": "readout-2",
        "publisher": "The White House",
        "date": "2023-06-20",
        "title": "Second readout",
        "url": "https://example.org/readouts/2",
        "language": "en",
        "text": f"The Secretary urged China to release {INTERNAL} without delay. The Secretary urged China to release {OPEN}.",
    },
]
PAGE = (
    "<html><head><title>Statement on the gardener</title></head><body><p>The Secretary called on China to free "
    f"{SEALED} and all others who are held for their words.</p></body></html>"
)
PLAIN = (
    f"Statement of the Department of State\n\nThe Secretary calls on China to release {OPEN}. =1+1 is not a sum here.\n"
)

CASES = (
    Case("open", (OPEN, "安娜·雷耶斯"), protection=Protection.PUBLIC),
    Case("internal", (INTERNAL,), protection=Protection.INTERNAL, consent="his sister"),
    Case("sealed", (SEALED,), protection=Protection.SEALED),
)


def agenda() -> Agenda:
    """Three asks, one for each case."""
    asks = (
        Ask("a-open", f"Call for the release of {OPEN}.", "United States", "China", bar=Level.ASKED, cases=("open",)),
        Ask("a-internal", f"Call for the release of {INTERNAL}.", "United States", "China", cases=("internal",)),
        Ask("a-sealed", f"Call for the release of {SEALED}.", "United States", "China", cases=("sealed",)),
    )
    met = Engagement(
        "visit", ("United States", "China"), ("Foreign Secretary Ilse Marten",), "2023-06-18", "2023-06-19"
    )
    return Agenda("What to raise, in Beijing; first", "Lantern Watch", "statement.txt", "0" * 64, met, asks, (), CASES)


@dataclass(frozen=True, slots=True)
class Held:
    """A store and an agenda held against it."""

    store: Store
    check: Check

    def told(self, audience: Audience) -> Told:
        return Told.of(self.check, audience, at="2026-11-24T10:00:00Z", layer=self.store.ledger.document)


def filled(folder: Path) -> Held:
    """The store, filled through the same intake as a user's."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in CORPUS)
    (folder / "readouts.jsonl").write_text(lines, encoding="utf-8")
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    (folder / "plain.txt").write_text(PLAIN, encoding="utf-8")
    store = open_store(str(folder / "store"), create=True)
    said = Said(publisher="Department of State", date="2023-06-21")
    for name, about in (("readouts.jsonl", Said()), ("page.html", said), ("plain.txt", said)):
        for _ in take_in(store, files_of([folder / name]), about):
            pass
    wanted = DocumentFilter()
    return Held(store, hold(agenda(), store, wanted))
