"""The library's three calls are pure, and say the same of the same text every time."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from onrecord.model.agenda import Agenda, Ask, Case, Engagement, Level
from onrecord.model.finding import Channel, Scope, State
from onrecord.model.record import Document, Side

ASK = Ask(
    "taen", "Call for the release of Ayla Taen.", raiser="United States", target="China", parent="human rights in Tibet"
)


def document(text: str, *, publisher: str = "The White House", title: str = "Readout of a Meeting") -> Document:
    return Document("d", text, publisher=publisher, date="2024-05-01", title=title)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("They spoke about trade.", Level.NOT_ON_RECORD),
        ("They discussed human rights in Tibet.", Level.NAMED),
        ("The Secretary raised concerns about human rights in Tibet.", Level.CONCERN),
        ("The Secretary raised the case of Ayla Taen.", Level.SPECIFIC),
        ("The Secretary urged China to release Ayla Taen.", Level.ASKED),
        ("The Tibetan Plateau is melting.", Level.NOT_ON_RECORD),
    ],
)
def test_the_five_levels(text: str, level: Level) -> None:
    """Codebook: 0 not on record, 1 named, 2 concern, 3 specific, 4 asked."""
    assert onrecord.grade(ASK, document(text)).level is level


def test_an_intention_is_not_the_act() -> None:
    """R6: an intention never scores."""
    found = onrecord.grade(ASK, document("The Secretary will raise the case of Ayla Taen in Beijing."))
    assert (found.level, found.state, found.channel) == (Level.NOT_ON_RECORD, State.INTENT_ONLY, Channel.ANNOUNCED)


def test_a_reporters_words_are_not_the_raisers() -> None:
    """R8: words of journalists are not the raiser's."""
    text = "QUESTION: Will you call on China to release Ayla Taen?\n\nMR. HOLT: The meeting is on Monday."
    assert onrecord.grade(ASK, document(text, title="Press Briefing")).level is Level.NOT_ON_RECORD


def test_a_parent_topic_caps_the_level() -> None:
    """R1: if only the parent topic is matched, the level is at most 2, even with a directive verb."""
    found = onrecord.grade(ASK, document("The Secretary urged China to respect human rights in Tibet."))
    assert (found.level, found.scope) == (Level.CONCERN, Scope.PARENT)


def test_the_targets_own_record_is_not_the_raisers() -> None:
    found = onrecord.grade(
        ASK,
        document("We urge the United States to release Ayla Taen.", publisher="Ministry of Foreign Affairs of China"),
    )
    assert found.level is Level.NOT_ON_RECORD


def agenda(*asks: Ask) -> Agenda:
    engagement = Engagement("visit", ("United States", "China"), (), "2024-05-01", "2024-05-02")
    return Agenda("Visit", "A group", "statement.txt", "", engagement, asks)


def test_check_says_what_was_searched_and_what_is_not_in_hand() -> None:
    result = onrecord.check(agenda(ASK), [document("The Secretary urged China to release Ayla Taen.")])
    assert result.coverage.searched == 1
    assert result.results[0].best[Side.OURS].level is Level.ASKED
    held = {expected.description.split(":")[0]: bool(expected.in_hand) for expected in result.coverage.expected}
    assert held == {
        "The White House": True,
        "U.S. Department of State": False,
        "Ministry of Foreign Affairs of the People's Republic of China": False,
    }


def test_a_silent_document_is_counted_but_not_cited() -> None:
    result = onrecord.check(agenda(ASK), [document("They spoke about trade.")])
    assert (result.coverage.searched, result.results[0].findings, result.sources) == (1, (), {})


def test_an_ask_for_a_person_is_looked_for_under_every_name_of_the_case() -> None:
    """Case names in any script count as the ask's own."""
    ask = replace(ASK, text="Call for the release of the poet.", cases=("taen",))
    case = Case("taen", ("Ayla Taen", "Ayla Tayen", "阿依拉·泰恩"))
    held = replace(agenda(ask), cases=(case,))
    text = "The Secretary urged China to release Ayla Tayen."
    assert onrecord.check(held, [document(text)]).results[0].best[Side.OURS].level is Level.ASKED


def test_one_of_several_persons_is_a_part_of_the_ask() -> None:
    """R4: some members of a class ask is 4 with scope `part`."""
    ask = replace(ASK, text="Call for the release of the Tibetan political prisoners.", cases=("taen", "norbu"))
    cases = (Case("taen", ("Ayla Taen",)), Case("norbu", ("Doru Vasheen",)))
    held = replace(agenda(ask), cases=cases)
    found = onrecord.check(held, [document("The Secretary urged China to release Ayla Taen.")]).results[0].findings
    assert [(finding.level, finding.scope) for finding in found] == [(Level.ASKED, Scope.PART)]


WORDS = st.lists(
    st.sampled_from(
        [
            "the",
            "Secretary",
            "urged",
            "China",
            "to",
            "release",
            "Ayla",
            "Taen",
            "human",
            "rights",
            "in",
            "Tibet",
            "raised",
            "concerns",
            "about",
            ".",
            ",",
            ";",
            "and",
            "will",
            "not",
            "\n\n",
            "“",
            "”",
            "she",
            "their",
            "detention",
            "must",
            "be",
            "released",
            "reporters",
            "QUESTION:",
            "MR.",
            "HOLT:",
            "西藏",
            "İ",
        ]
    ),
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(WORDS)
def test_any_text_gets_a_finding_whose_quotes_are_verbatim(words: list[str]) -> None:
    """A quote is verbatim, with offsets; and the same text gets the same finding."""
    text = " ".join(words)
    found = onrecord.grade(ASK, document(text))
    for quote in (*found.evidence, *found.answer_evidence):
        assert text[quote.start : quote.end] == quote.exact != ""
    assert (found.level == 0) == (found.state is not None)
    assert found == onrecord.grade(ASK, document(text))


def test_a_statement_in_a_language_without_rules_is_left_to_a_person() -> None:
    """French words that no rule reads are no proof of silence: the finding abstains and says why."""
    ask = Ask("a", "Call on Kharzan to release the poet Ayla Taen.", "Valdoria", "Kharzan")
    text = (
        "La ministre a reçu hier l'ambassadeur du Kharzan. Elle a de nouveau appelé les autorités du Kharzan à libérer "
        "sans délai la poétesse Ayla Taen, dont la santé inspire une vive inquiétude à tous ceux qui la connaissent."
    )
    finding = onrecord.grade(ask, text)
    assert finding.abstain
    assert finding.reasons[-1].rule == "language"


def test_a_short_statement_in_english_is_never_taken_for_another_language() -> None:
    ask = Ask("a", "Call on Kharzan to release the poet Ayla Taen.", "Valdoria", "Kharzan")
    assert not any(reason.rule == "language" for reason in onrecord.grade(ask, "Release her.").reasons)
