"""Every wording of an ask is told in the order of date, held against a version of it that an earlier day saw."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.ledger.drift import cited_by, drift
from onrecord.model.agenda import Ask, Level
from onrecord.model.finding import Finding, Judgement, Verdict
from onrecord.model.occasion import Genre, Held, Occasion, Series
from onrecord.model.record import Document, Quote, Side
from onrecord.model.standing import Observation
from onrecord.model.wording import Shift, Wording
from onrecord.pipeline import grade

OPENING = "The Minister opened the talks. "


def held(date: str, id_: str = "", side: Side = Side.OURS) -> Held:
    return Held(
        id_ or f"d-{date}", date, "Ministry of Solun", "Readout", "https://solun.example/readout", "en", side, 500, True,
        "2031-06-01T00:00:00Z", Occasion(Genre.READOUT),
    )  # fmt: skip


def said(
    words: str,
    date: str,
    *more: str,
    id_: str = "",
    side: Side = Side.OURS,
    abstain: bool = False,
    verdict: Verdict | None = None,
) -> Observation:
    at, quotes = len(OPENING), []
    for sentence in (words, *more):
        quotes.append(Quote(at, at + len(sentence), sentence))
        at += len(sentence) + 1
    document = held(date, id_, side)
    finding = Finding("isles", document.id, Level.SPECIFIC, evidence=tuple(quotes), abstain=abstain)
    judgement = Judgement(verdict, "r", "2031-06-01T00:00:00Z") if verdict else None
    return Observation(finding, document, judgement)


URGED = "The Minister urged Kharzan to end serious abuses in Northmark, Eastmark and the Isles, as well as individual cases of concern."
ENCOURAGED = "The Minister encouraged Kharzan to end practices in Northmark and the Isles."


def shifts_of(wording: Wording) -> dict[Shift, list[tuple[str, str]]]:
    found: dict[Shift, list[tuple[str, str]]] = {}
    for one in wording.shifts:
        pair = one.before.exact if one.before else "", one.after.exact if one.after else ""
        found.setdefault(one.shift, []).append(pair)
    return found


def test_a_weakened_wording_says_what_went():
    first, second = drift([said(URGED, "2029-05-26"), said(ENCOURAGED, "2030-06-01")])
    assert first.before is None
    assert second.before is not None
    assert second.alike
    assert second.before.document.date == "2029-05-26"
    told = shifts_of(second)
    assert told[Shift.VERB_WEAKER] == [("urged", "encouraged")]
    assert told[Shift.CHARGE_DROPPED] == [("abuses", "practices")]
    assert told[Shift.STRESS_DROPPED] == [("serious", "")]
    assert told[Shift.CLAUSE_DROPPED] == [("as well as individual cases of concern", "")]


def test_places_and_names_that_came_or_went_are_told():
    old = "He raised concerns about human rights in Tibet and Xinjiang and the case of Ana Reyes."
    new = "He raised concerns about human rights in Xinjiang and Hong Kong."
    *_, last = drift([said(old, "2029-05-26"), said(new, "2030-06-01")])
    told = shifts_of(last)
    assert told[Shift.PLACE_DROPPED] == [("Tibet", "")]
    assert told[Shift.PLACE_ADDED] == [("", "Hong Kong")]
    assert told[Shift.NAME_DROPPED] == [("Ana Reyes", "")]


def test_the_same_words_again_are_one_wording_with_its_uses():
    (found,) = drift(
        [said(URGED, "2031-01-02"), said(URGED.upper(), "2029-05-26"), said(URGED, "2031-01-02", id_="copy")]
    )
    assert (found.first, found.last, found.times, len(found.uses)) == ("2029-05-26", "2031-01-02", 2, 3)
    assert found.quote.exact == URGED.upper()


def test_two_texts_of_one_day_are_not_held_against_each_other():
    found = drift(
        [
            said(URGED, "2029-05-26", id_="a"),
            said(ENCOURAGED, "2029-05-26", id_="b"),
            said(URGED + " Again.", "2029-05"),
        ]
    )
    assert [wording.before for wording in found] == [None] * 3


def test_without_a_series_the_likest_version_is_held_against():
    found = drift(
        [said(URGED, "2029-05-26"), said(ENCOURAGED, "2030-01-01"), said(URGED.replace("urged", "asked"), "2031-01-01")]
    )
    assert found[-1].before is not None
    assert found[-1].before.document.date == "2029-05-26"


def test_in_a_series_the_last_words_are_held_against():
    observations = [
        said(URGED, "2029-05-26"),
        said("Both sides welcomed the ferry line to the Isles.", "2030-01-01"),
        said("She spoke of migration at length.", "2030-06-01", id_="elsewhere"),
        said("The Prime Minister thanked her hosts for a warm reception.", "2031-01-01"),
    ]
    documents = tuple(one.document for one in observations if one.document.id != "elsewhere")
    found = drift(observations, series=[Series("KZ+SO/ministers/readout/ours", documents)])
    assert [wording.series for wording in found] == ["KZ+SO/ministers/readout/ours"] * 3
    last = found[-1]
    assert last.before is not None
    assert (last.before.document.date, last.alike, last.edits) == ("2030-01-01", False, ())


def test_rejected_and_unsure_findings_do_not_count_until_a_person_says_so():
    assert drift([said(URGED, "2029-05-26", verdict=Verdict.REJECTED)]) == ()
    assert drift([said(URGED, "2029-05-26", abstain=True)]) == ()
    (found,) = drift([said(URGED, "2029-05-26", abstain=True, verdict=Verdict.CONFIRMED)])
    assert not found.proposal
    (proposed,) = drift([said(URGED, "2029-05-26", verdict=Verdict.UNDECIDED)])
    assert proposed.proposal


def test_sides_are_told_apart():
    found = drift([said(URGED, "2029-05-26"), said(URGED, "2030-01-01", side=Side.JOINT)])
    assert [(wording.side, wording.times) for wording in found] == [(Side.JOINT, 1), (Side.OURS, 1)]


def test_a_second_quote_counts_only_as_a_version_of_another_documents_words():
    stray = "The ferry line opens in autumn."
    found = drift([said("He smiled.", "2029-05-26", URGED, stray), said(URGED, "2030-01-01")])
    assert sorted(wording.quote.exact for wording in found) == sorted(["He smiled.", URGED])
    assert len(cited_by([said("He smiled.", "2029-05-26", stray)])) == 1


def test_the_same_words_in_another_order_are_told_as_that():
    old = "He raised concerns about rights in Northmark, Eastmark and Southmark."
    new = "He raised concerns about rights in Southmark, Northmark and Eastmark."
    *_, last = drift([said(old, "2029-05-26"), said(new, "2030-01-01")])
    assert [one.shift for one in last.shifts] == [Shift.ORDER]


WORDINGS = st.sampled_from(
    [URGED, ENCOURAGED, URGED.replace("serious ", ""), URGED.replace(".", "!"), "15. " + URGED, "A word on trade."]
)
DATES = st.sampled_from(["2029-05-26", "2029-05", "2030", "2030-01-01", "2031-02-03", ""])
OBSERVED = st.lists(st.tuples(WORDINGS, DATES), max_size=7).map(
    lambda pairs: [said(words, date, id_=f"d{number}") for number, (words, date) in enumerate(pairs)]
)


@settings(max_examples=60, deadline=None)
@given(OBSERVED, st.randoms())
def test_drift_does_not_depend_on_the_order_of_arrival(observations: list[Observation], random):
    mixed = list(observations)
    random.shuffle(mixed)
    assert drift(mixed) == drift(observations)


@settings(max_examples=60, deadline=None)
@given(OBSERVED)
def test_quotes_are_verbatim_and_edits_made_in_the_old_words_give_the_new(observations: list[Observation]):
    layers = {one.document.id: OPENING + one.finding.evidence[0].exact for one in observations}
    for wording in drift(observations):
        for use in wording.uses:
            assert use.quote is not None
            assert use.quote.span.of(layers[use.document.id]) == use.quote.exact
        if wording.before is None or wording.before.quote is None:
            assert wording.edits == wording.shifts == ()
            continue
        old, new = layers[wording.before.document.id], layers[wording.uses[0].document.id]
        built, at = "", wording.before.quote.start
        for edit in wording.edits:
            assert edit.old.span.of(old) == edit.old.exact
            assert edit.new.span.of(new) == edit.new.exact
            built += old[at : edit.old.start] + edit.new.exact
            at = edit.old.end
        assert built + old[at : wording.before.quote.end] == wording.quote.exact
        for one in wording.shifts:
            assert one.before is None or one.before.span.of(old) == one.before.exact
            assert one.after is None or one.after.span.of(new) == one.after.exact


@pytest.mark.slow
def test_the_leaders_readouts_are_versions_of_one_wording(shared: Path):
    """The real record: practices in 2021 and 2022, abuses in 2023, and the clause on rights more broadly gone."""
    ask = Ask("tibet", "Raise human rights in Tibet.", "United States", "China", parent="human rights in Tibet")
    observations = []
    with gzip.open(shared / "record" / "whitehouse_2021_2026.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            if "Tibet, and Hong Kong" not in line or "Readout of President" not in line:
                continue
            row = json.loads(line)
            page = Document(row["id"], row["text"], row["publisher"], row["date"], language=row["language"])
            document = held(page.date, page.id)
            observations.append(Observation(grade(ask, page), document))
    found = [wording for wording in drift(observations) if "Tibet" in wording.quote.exact]
    assert [wording.first for wording in found] == ["2021-11-16", "2022-11-14", "2023-11-15"]
    assert {wording.family for wording in found} == {1}
    assert found[1].shifts == ()
    told = shifts_of(found[2])
    assert told[Shift.CHARGE_ADDED] == [("practices", "abuses")]
    assert told[Shift.CLAUSE_DROPPED] == [("and human rights more broadly", "")]


def test_nothing_observed_is_no_wording():
    assert drift([]) == ()
