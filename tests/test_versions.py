"""Every version of a document is shown in the order first seen, with what changed and whom it touches."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.cli import program
from onrecord.ledger.store import FILE, SqlLedger, open_ledger
from onrecord.ledger.versions import changed, changes, histories, history_of, read
from onrecord.model.record import Capture, Document, Quote
from onrecord.reports.formats.anchors import Fate
from onrecord.reports.touched import reanchored
from onrecord.text.change_kinds import Kind
from onrecord.text.differences import difference

URL = "https://mfa.example/readouts/1"
FIRST = Document(
    "mfa:1",
    "The Minister raised the case of the teacher Ona Brill.\n\nShe called for the release of all prisoners.",
    "Ministry of Foreign Affairs of Avaria",
    "2023-06-19",
    "Readout",
    URL,
    "en",
)
SECOND = replace(FIRST, text=FIRST.text.replace("all prisoners", "some prisoners"))


def capture(number: int) -> Capture:
    return Capture(f"{number:064x}", 10, "text/html", URL, f"2023-06-2{number}T12:00:00Z")


@pytest.fixture
def ledger(tmp_path: Path) -> SqlLedger:
    return open_ledger(tmp_path / FILE, create=True, clock=lambda: "2026-11-24T12:00:00Z")


def test_versions_stand_in_the_order_first_seen_and_a_text_that_comes_back_is_one_too(ledger: SqlLedger) -> None:
    for number, document in enumerate([FIRST, SECOND, SECOND, FIRST], start=1):
        ledger.add(capture(number), [document])
    (history,) = changed(ledger)
    assert [version.seen[8:10] for version in history.versions] == ["21", "22", "24"]
    assert [read(ledger, version).text for version in history.versions] == [FIRST.text, SECOND.text, FIRST.text]
    found = list(changes(ledger, history))
    assert [str(change.text.edits[0]) for change in found] == ["all → some", "some → all"]
    assert found[0].kind is Kind.SUBSTANCE


def test_a_change_of_title_alone_is_a_change(ledger: SqlLedger) -> None:
    ledger.add(capture(1), [FIRST])
    ledger.add(capture(2), [replace(FIRST, title="Readout of the meeting")])
    (change,) = changes(ledger, changed(ledger)[0])
    assert change.text.edits == ()
    assert [name for name, _ in change.facts] == ["title"]
    assert change.kind is Kind.SUBSTANCE


def test_an_address_brings_versions_of_two_ids_together(ledger: SqlLedger) -> None:
    ledger.add(capture(1), [FIRST])
    ledger.add(capture(2), [replace(SECOND, id="http://www.MFA.example/readouts/1/", url="")])
    (history,) = histories(ledger)
    assert history.texts == 2
    assert history_of(ledger, URL + "#top") == history == history_of(ledger, "mfa:1")
    assert history_of(ledger, "mfa:9") is None


def test_two_documents_that_one_corpus_lists_at_one_address_stay_two(ledger: SqlLedger) -> None:
    ledger.add(capture(1), [FIRST, replace(SECOND, id="mfa:2")])
    assert changed(ledger) == ()
    assert len(histories(ledger)) == 2


def quoted(text: str, words: str) -> Quote:
    start = text.index(words)
    return Quote(start, start + len(words), words)


QUOTE = quoted(FIRST.text, "She called for the release of all prisoners.")


@pytest.mark.parametrize(
    ("later", "fate"),
    [
        (FIRST.text.replace("Ona", "Una"), Fate.SAME),
        (FIRST.text.replace("case of the", "case of the young"), Fate.MOVED),
        (SECOND.text, Fate.CHANGED),
        (FIRST.text.replace("She", "She never"), Fate.CHANGED),
        ("The Minister spoke of trade.", Fate.GONE),
    ],
)
def test_a_quote_is_found_again_exactly_or_not_at_all(later: str, fate: Fate) -> None:
    found = reanchored(QUOTE, difference(FIRST.text, later))
    assert found.fate is fate
    assert (found.now is None) == (fate in {Fate.CHANGED, Fate.GONE})
    if found.now is not None:
        assert found.now.span.of(later) == QUOTE.exact


def test_a_look_alike_elsewhere_is_not_the_quote() -> None:
    later = FIRST.text.replace(QUOTE.exact, "She left.") + "\n\nLast year: " + QUOTE.exact + " Nothing came of it."
    found = reanchored(QUOTE, difference(FIRST.text, later))
    assert found.fate in {Fate.CHANGED, Fate.GONE}
    assert found.now is None


words = st.lists(st.sampled_from(["he", "said", "no", "yes", ".", "\n\n", "Tibet", "西藏"]), max_size=25).map(" ".join)


@settings(deadline=None)
@given(old=words, new=words, start=st.integers(0, 40), length=st.integers(1, 20))
def test_whatever_changes_a_quote_is_verbatim_where_it_is_anchored(old: str, new: str, start: int, length: int) -> None:
    quote = Quote.cut(old, min(start, len(old)), min(start + length, len(old)))
    if quote.exact:
        found = reanchored(quote, difference(old, new))
        assert found.now is None or (found.now.exact == quote.exact == found.now.span.of(new))


AGENDA = """\
title: The case of a teacher
asks:
- id: brill
  text: Raise the case of Ona Brill.
  raiser: Ministry of Foreign Affairs of Avaria
  target: Borvia
  object: Ona Brill
  cases: [brill]
cases:
- id: brill
  names: [Ona Brill]
"""


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(program, list(arguments), env={"ONRECORD_STORE": None, "COLUMNS": "150"})
    assert result.exit_code == 0, (result.output, result.exception)
    return result


def added(tmp_path: Path, *documents: Document) -> str:
    store = str(tmp_path / "store")
    for number, document in enumerate(documents):
        file = tmp_path / f"{number}.jsonl.gz"
        fields = ("id", "text", "publisher", "date", "title", "url", "language")
        line = json.dumps({field: getattr(document, field) for field in fields})
        file.write_bytes(gzip.compress(line.encode(), mtime=0))
        run("add", str(file), "--store", store)
    return store


def test_the_command_shows_the_change_in_words(tmp_path: Path) -> None:
    store = added(tmp_path, FIRST, SECOND, replace(FIRST, id="mfa:5", url="https://mfa.example/5"))
    said = run("versions", "--store", store)
    assert "[all → some]" in said.output
    assert "substance (number)" in said.output
    assert "1 document shown" in said.stderr
    held = json.loads(run("versions", URL, "--json", "--store", store).stdout)
    assert [version["number"] for version in held["versions"]] == [1, 2]
    (edit,) = held["changes"][0]["edits"]
    assert FIRST.text[edit["old"]["start"] : edit["old"]["end"]] == edit["old"]["words"] == "all"


def test_the_command_names_the_findings_that_a_change_touches(tmp_path: Path) -> None:
    later = replace(FIRST, text=FIRST.text.replace("raised the case of the teacher Ona Brill", "spoke about trade"))
    store = added(tmp_path, FIRST, later)
    (tmp_path / "agenda.yaml").write_text(AGENDA, encoding="utf-8")
    said = run("versions", "--agenda", str(tmp_path / "agenda.yaml"), "--json", "--store", store)
    (touched,) = json.loads(said.stdout)["changes"][0]["findings"]
    assert touched["ask"] == "brill"
    assert touched["before"]["level"] > 0
    assert touched["after"] is None or touched["after"]["level"] < touched["before"]["level"]
    assert {quote["fate"] for quote in touched["quotes"]} <= {fate.value for fate in Fate}


def test_an_unknown_document_is_said_with_what_to_do(tmp_path: Path) -> None:
    store = added(tmp_path, FIRST)
    result = CliRunner().invoke(program, ["versions", "mfa:9", "--store", store])
    assert "without a name lists those that changed" in str(result.exception)


def test_the_copies_command_names_the_altered_quotation(tmp_path: Path) -> None:
    text = " ".join([FIRST.text, "They discussed trade and the river, and agreed to meet again in the autumn at the",
                     "invitation of the other side. Both thanked the hosts of the conference for their work."])  # fmt: skip
    official = replace(FIRST, publisher="U.S. Department of State", text=text)
    copy = replace(official, id="news:1", publisher="Morning News", url="https://news.example/1")
    copy = replace(copy, text=text.replace("release of all prisoners", "“release of some prisoners”"))
    store = added(tmp_path, official, copy)
    said = run("copies", "--store", store).output
    assert "“release of some prisoners”; the official text: release of all prisoners" in said
    held = json.loads(run("copies", "--json", "--store", store).stdout)
    assert held["head"]["id"] == "mfa:1"
    assert held["copies"][0]["misquotes"][0]["in_other_words"] is True
