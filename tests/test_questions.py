"""Drafts of next questions: every sentence has a source, none accuses, and what cannot be sourced is not asked."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import DataError
from onrecord.model.agenda import Level
from onrecord.model.finding import Answer, Coverage, Verdict
from onrecord.model.occasion import Held
from onrecord.model.record import Quote, Side
from onrecord.model.standing import Account, Cited, Clock, Disclosure, Move, Omission, Promise, Reset, Standing
from onrecord.reports.audience import Audience
from onrecord.reports.question import CUT, LONGEST_QUOTE, Citation, Form, Gap, Question, Sentence, plain, said
from onrecord.reports.question_forms import Draft, in_a_sentence, templates, weights, written
from onrecord.reports.question_gaps import QUIET_DAYS
from onrecord.reports.questions import Questions, next_questions, question_lines, questions_to_json
from onrecord.reports.standing_gate import cleared_standing
from onrecord.reports.standing_report import StandingReport, TwoAccounts
from onrecord.text.tables import rows
from standing_objects import (
    CHINESE,
    CONCERN,
    DOCUMENTS,
    HUMAN_RIGHTS,
    INTERNAL_NAME,
    K1,
    SEALED_NAME,
    SERIES,
    THEIR_SERIES,
    V1,
    V3,
    V4,
    V5,
    W1,
    ask,
    crackdown,
    held,
    observed,
    quote,
    report,
    step,
    voiceprints,
)

ACCUSING = re.compile(
    r"\b(?:fail\w*|neglect\w*|ignor\w*|refus\w*|omit\w*|broke\w*|lie[ds]?|lying|hid(?:e|es|den)?|conceal\w*|silen\w*|"
    r"succe\w*|because|thanks to|led to|result(?:ed|s)? (?:in|of)|caus\w+|achiev\w*|you did not|censor\w*)\b",
    re.IGNORECASE,
)


def of(standing: Standing, *, most: int = 99, **more: object) -> Questions:
    """The drafts for one ask, in the fictional report."""
    full = report()
    alone = replace(full, agenda=replace(full.agenda, asks=(standing.ask,)), standings=(standing,), **more)
    return next_questions(alone, most=most)[0]


def gaps(standing: Standing, **more: object) -> list[Gap]:
    return [question.gap for question in of(standing, **more).questions]


def bare(**more: object) -> Standing:
    """An ask that was fully met, so that only what is added leaves a gap."""
    met = (observed("a", V3, Level.ASKED),)
    return replace(Standing(ask("a", "Ask it.", object="the matter"), met), **more)


def test_every_kind_of_gap_has_a_question() -> None:
    theirs = bare(
        omissions=(
            Omission("a", THEIR_SERIES.key, K1, (Cited(V1, quote(CONCERN)), Cited(V3, quote(CONCERN))), 2, 0.5, ()),
        )
    )
    found = {gap for one in next_questions(report(), most=99) for gap in (question.gap for question in one.questions)}
    assert found | set(gaps(theirs)) == set(Gap)


def test_an_omission_is_put_as_what_is_in_hand() -> None:
    first = next(one for one in of(crackdown()).questions if one.gap is Gap.OMISSION)
    assert first.ground[0].text == (
        "In the readout of 2026-06-10 by Valdoria Foreign Ministry, as it is in hand, "
        "no words on the crackdown in Sumara were found."
    )
    assert "Of the 5 comparable documents before it, 4 have such words" in first.ground[1].text
    assert [source.document for source in first.sources] == ["v5", "v4", "v3", "v2", "v1"]
    assert first.sources[0].quote is None
    assert [form for form, _ in first.forms] == list(Form)


def test_a_source_gives_words_place_date_and_address() -> None:
    [source] = next(one for one in of(crackdown()).questions if one.gap is Gap.CLAIMED).sources
    assert (source.document, source.date, source.url) == ("w1", "2026-07-02", "https://example.org/w1")
    assert source.quote is not None
    assert source.quote.end - source.quote.start == len(source.quote.exact)


def test_an_omission_that_a_later_document_mends_is_not_asked() -> None:
    before = crackdown()
    later = held("v6", "2026-08-01")
    course = replace(before.courses[0], steps=(*before.courses[0].steps, step(later, Move.RESTORED, 2, HUMAN_RIGHTS)))
    assert Gap.OMISSION in gaps(before)
    assert Gap.OMISSION not in gaps(replace(before, courses=(course,)))


def test_one_comparable_document_is_too_few() -> None:
    one = Omission("a", SERIES.key, V5, (Cited(V4, quote(CONCERN)),), 1, 0.9, ())
    assert gaps(bare(omissions=(one,))) == []


@pytest.mark.parametrize(("days", "asked"), [(QUIET_DAYS - 1, False), (QUIET_DAYS, True)])
def test_a_clock_makes_a_question_when_it_has_run_long(days: int, asked: bool) -> None:
    clock = Clock("a", Reset.RAISED, "last raised at level 1 (named) or above", "2026-05-01", days, days,
                  Cited(V4, quote(CONCERN)), (), level=1)  # fmt: skip
    assert (Gap.CLOCK in gaps(bare(clocks=(clock,)))) is asked


def test_a_later_joint_text_ends_the_silence() -> None:
    ours = Clock("a", Reset.RAISED, "last raised at level 1 (named) or above by side ours", "2025-05-01", 572, 572,
                 Cited(V4, quote(CONCERN)), (), level=1, who="side ours")  # fmt: skip
    joint = replace(
        ours, label="last raised at level 1 (named) or above by side joint", days=9, at_most=9, who="side joint"
    )
    assert gaps(bare(clocks=(ours,))) == [Gap.CLOCK]
    assert gaps(bare(clocks=(ours, joint))) == []


def test_a_clock_that_never_started_makes_none() -> None:
    never = Clock("a", Reset.RAISED, "last raised at level 4 (asked)", "", None, None, None, (), level=4)
    assert gaps(bare(clocks=(never,))) == []


@pytest.mark.parametrize(
    ("due", "asked"),
    [("2026-11-23", True), ("2026-11-24", False), ("2026-11", False), ("2026", False), ("2025", True), ("", False)],
)
def test_a_promise_is_asked_after_once_its_last_possible_day_is_past(due: str, asked: bool) -> None:
    promise = Promise("a", Answer.PROMISED, Cited(K1, quote(CHINESE)), False, due, "2026年5月底前")
    assert (Gap.PROMISE in gaps(bare(promises=(promise,)))) is asked
    met = replace(promise, evidence=(Cited(V5, None),))
    assert Gap.PROMISE not in gaps(bare(promises=(met,)))


@pytest.mark.parametrize(
    ("account", "generic", "gap"),
    [
        (Account.CLAIMED_ONLY, False, [Gap.CLAIMED]),
        (Account.RECORDED, False, []),
        (Account.CLAIMED_NOT_COMPARABLE, False, []),
        (Account.CLAIMED_NOT_COMPARABLE, True, [Gap.GENERIC]),
    ],
)
def test_a_claim_is_asked_about_by_its_account(account: Account, generic: bool, gap: list[Gap]) -> None:
    claim = Disclosure("a", Cited(W1, quote("raised it in May")), "2026-05", "2026-07-02", "x", account, generic)
    assert gaps(bare(disclosures=(claim,))) == gap


def test_records_that_are_not_captured_make_no_question_and_it_is_said_why() -> None:
    claim = Disclosure("a", Cited(W1, quote("raised it")), "", "", "", Account.CLAIMED_NOT_COMPARABLE, False)
    asked = of(bare(disclosures=(claim,)))
    assert asked.questions == ()
    assert "no record of that engagement is in hand" in asked.unasked[0].reason
    assert asked.unasked[0].source is not None


def test_nothing_is_missing_in_a_record_that_is_not_in_hand() -> None:
    asked = of(voiceprints(), coverage=Coverage(searched=0, by_publisher=()))
    assert asked.questions == ()
    assert "No record of the raiser's side is in hand" in asked.unasked[0].reason


@pytest.mark.parametrize(
    ("verdict", "abstain", "asked"),
    [(None, False, False), (Verdict.REJECTED, False, True), (None, True, True), (Verdict.CONFIRMED, True, False)],
)
def test_a_rejected_or_unsure_finding_does_not_reach_the_bar(
    verdict: Verdict | None, abstain: bool, asked: bool
) -> None:
    weak = observed("a", V1, Level.CONCERN, HUMAN_RIGHTS)
    strong = observed("a", V3, Level.ASKED, verdict=verdict, abstain=abstain)
    assert (Gap.BAR in gaps(bare(observations=(weak, strong)))) is asked


def test_a_third_party_s_words_do_not_reach_the_bar() -> None:
    theirs = replace(V3, side=Side.THIRD)
    assert Gap.BAR in gaps(bare(observations=(observed("a", V1, Level.CONCERN), observed("a", theirs, Level.ASKED))))


def test_an_ask_keeps_so_many_questions_and_one_kind_hides_no_other() -> None:
    everything, capped = of(crackdown()), of(crackdown(), most=3)
    assert len(capped.questions) == 3
    assert capped.left_out == len(everything.questions) - 3
    assert len({question.gap for question in capped.questions}) == 3
    first = {question.gap: question.weight for question in reversed(everything.questions)}
    assert list(capped.questions) == list(everything.questions)[:3]
    assert capped.questions[0].weight == max(first.values())


def test_no_sentence_of_the_table_accuses_or_speaks_of_causes() -> None:
    for row in rows("question_forms.tsv", key="id"):
        assert not ACCUSING.search(row["sentence"]), row["id"]
        assert row["sources"]


@pytest.mark.parametrize("gap", list(Gap))
def test_every_gap_has_its_sentences_and_a_weight(gap: Gap) -> None:
    parts = [template.part for template in templates(gap)]
    assert parts[0] == "ground"
    assert 0 < weights()[gap].value <= 1
    with pytest.raises(DataError, match="Add the missing row"):
        templates(gap, "tlh")


def citation(exact: str = "raised it") -> Citation:
    return Citation("v1", "Valdoria", "2031-01-01", "Readout", "https://example.org", "en", quote(exact))


def test_a_sentence_without_a_source_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="without a source"):
        Sentence("They raised it.", ())


def test_a_question_without_a_quote_cannot_be_made() -> None:
    whole = replace(citation(), quote=None)
    sentence = Sentence("They raised it.", (1,))
    with pytest.raises(ValueError, match="quotes nothing"):
        Question("a", Gap.BAR, "Valdoria", "en", (sentence,), ((Form.PRESS, sentence),), (whole,), 1.0)


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_sentence_cannot_point_to_a_source_that_is_not_there(number: int) -> None:
    good, odd = Sentence("They raised it.", (1,)), Sentence("They raised it.", (number,))
    with pytest.raises(ValueError, match="does not have"):
        Question("a", Gap.BAR, "", "en", (good,), ((Form.PRESS, odd),), (citation(),), 1.0)


def test_words_that_no_source_holds_cannot_be_quoted() -> None:
    false = Sentence("They “demanded it”.", (1,), ("demanded it",))
    with pytest.raises(ValueError, match="stand in no source"):
        Question("a", Gap.BAR, "", "en", (false,), ((Form.PRESS, false),), (citation(),), 1.0)


def test_a_draft_without_evidence_for_a_sentence_is_refused() -> None:
    slots = {"topic": "it", "target": "X", "quote": "raised it", "publisher": "P", "date": "2031", "happened": ""}
    with pytest.raises(ValueError, match="without a source"):
        written(Draft("a", Gap.CLAIMED, "V", slots, {"source": ()}))


def test_a_long_quote_is_cut_at_a_space_in_the_sentence_alone() -> None:
    long = Quote(0, 1200, "word " * 239 + "words")
    assert len(said(long)) <= LONGEST_QUOTE + len(CUT)
    assert said(long).endswith("word" + CUT)
    assert said(Quote(0, 900, "字" * 900)).endswith(CUT)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("United States", "the United States"),
        ("China", "China"),
        ("", "the other side"),
        ("European Union", "the European Union"),
    ],
)
def test_a_name_stands_in_a_sentence_as_english_writes_it(name: str, words: str) -> None:
    assert in_a_sentence(name) == words


WORDS = st.text(st.sampled_from("abc “”’…字م\n{}[]%"), min_size=1, max_size=400).filter(lambda words: words.strip())
CITED = st.builds(
    Cited, st.sampled_from(DOCUMENTS), st.one_of(st.none(), WORDS.map(lambda words: quote(words.strip())))
)
DATES = st.sampled_from(["", "2019", "2026-05", "2026-05-31", "2027-01-01", "soon"])


@st.composite
def standings(draw: st.DrawFn) -> Standing:
    days = draw(st.one_of(st.none(), st.integers(-400, 4000)))
    return Standing(
        ask=ask("a", draw(WORDS), object=draw(st.one_of(st.just(""), WORDS)), quote=draw(st.one_of(st.none(), st.just(quote("raise it"))))),
        observations=tuple(
            observed("a", document, level, draw(WORDS))
            for document, level in draw(st.lists(st.tuples(st.sampled_from(DOCUMENTS), st.sampled_from(Level)), max_size=3))
        ),
        omissions=tuple(
            Omission("a", "s", draw(st.sampled_from(DOCUMENTS)), tuple(draw(st.lists(CITED, max_size=4))), 5, 0.5, ())
            for _ in range(draw(st.integers(0, 2)))
        ),
        clocks=tuple(
            Clock("a", reset, draw(WORDS), draw(DATES), days, days, draw(st.one_of(st.none(), CITED)), ())
            for reset in Reset
        ),
        promises=(Promise("a", Answer.PROMISED, draw(CITED), draw(st.booleans()), draw(DATES), draw(WORDS)),),
        disclosures=(
            Disclosure("a", draw(CITED), draw(DATES), draw(DATES), "", draw(st.sampled_from(Account)), draw(st.booleans())),
        ),
    )  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(standings(), WORDS, WORDS)
def test_no_sentence_lacks_a_source_whatever_the_record_holds(standing: Standing, ours: str, theirs: str) -> None:
    two = TwoAccounts("a", "the call", Cited(V1, quote(ours)), Cited(K1, quote(theirs)))
    for question in of(standing, accounts=(two,)).questions:
        for sentence in question.sentences:
            cited = [question.sources[number - 1] for number in sentence.sources]
            assert cited
            assert all(source.document for source in cited)
            for words in sentence.quoted:
                assert any(source.quote and words.removesuffix(CUT) in plain(source.quote) for source in cited)
        assert any(source.quote for source in question.sources)


def readable_words(audience: Audience) -> str:
    asked = next_questions(cleared_standing(report(), audience).report, most=99)
    lines = [line for one in asked for _, line in question_lines(one)]
    return json.dumps([questions_to_json(one) for one in asked], ensure_ascii=False) + "\n".join(lines)


def test_no_question_for_the_public_names_who_may_not_be_named() -> None:
    public, team = readable_words(Audience.PUBLIC), readable_words(Audience.TEAM)
    assert INTERNAL_NAME in team
    for name in (INTERNAL_NAME, "Quillon", "quillon", SEALED_NAME, "Branthwaite"):
        assert name not in public
    assert SEALED_NAME not in team
    assert "[name withheld]" in public


def test_the_lines_of_a_question_hold_every_sentence_and_every_source() -> None:
    asked = of(crackdown())
    lines = "\n".join(line for _, line in question_lines(asked))
    for question in asked.questions:
        assert all(sentence.text in lines for sentence in question.sentences)
        assert all(source.url in lines for source in question.sources)
    assert "no question: " in lines


def test_drafting_is_the_same_whatever_the_order_of_documents() -> None:
    full = crackdown()
    turned = replace(full, observations=full.observations[::-1], clocks=full.clocks[::-1], promises=full.promises[::-1])
    assert of(full).questions == of(turned).questions


def test_a_document_without_date_or_publisher_is_said_to_have_none() -> None:
    nowhere: Held = replace(V4, date="", publisher="")
    claim = Disclosure("a", Cited(nowhere, quote("raised it")), "", "", "", Account.CLAIMED_ONLY, False)
    [question] = of(bare(disclosures=(claim,))).questions
    assert "(a publisher that is not known, no known date)" in question.ground[0].text


def test_the_report_refuses_a_standing_of_an_ask_that_it_does_not_hold() -> None:
    stray: StandingReport = replace(report(), standings=(bare(),))
    with pytest.raises(ValueError, match="no ask 'a'"):
        cleared_standing(stray, Audience.TEAM)
