"""Whether a question was answered: the rules on exchanges written for these tests, and the labelled rows beside them."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.grading.clarity import Answered, ClarityRule, Clearness, Way, clarity, reply_of
from onrecord.grading.clarity_features import exchange, kind_of, signs
from onrecord.text.tables import rows

CLEAR, AMBIVALENT, NON_REPLY = Clearness.CLEAR, Clearness.AMBIVALENT, Clearness.NON_REPLY

EXCHANGES = [
    ("Did the minister meet the families?", "Yes. She met them on Monday.", ClarityRule.YES_OR_NO),
    ("Did the minister meet the families?", "Well, look, she did. It was a long talk.", ClarityRule.YES_OR_NO),
    ("So the ban stays in force?", "That's right. Nothing has changed.", ClarityRule.YES_OR_NO),
    ("Will you lift the ban on exports?", "No, we won't.", ClarityRule.YES_OR_NO),
    ("Will the court hear the appeal this year?", "I certainly hope so.", ClarityRule.HOPES),
    ("Who ordered the raid?", "I'm not going to get into that.", ClarityRule.DECLINES),
    ("Do you have a date for the visit?", "I don't have any date to announce for you.", ClarityRule.DECLINES),
    ("Was the prisoner moved?", "I would refer you to the Ministry of Justice on that.", ClarityRule.DECLINES),
    ("What would you do if talks fail?", "That's a hypothetical.", ClarityRule.DECLINES),
    ("How is the detained editor?", "I don't know. I really don't know.", ClarityRule.IGNORANCE),
    ("What do you say to the report?", "We haven't had a chance to review it.", ClarityRule.IGNORANCE),
    ("Will you appoint her to the post again?", "As an envoy?", ClarityRule.ASKS_BACK),
    ("Why was the vote put off?", "I'm sorry, I missed that.", ClarityRule.ASKS_BACK),
    ("What was found on the ship?", "Nothing. It sailed empty.", ClarityRule.NOTHING_SUCH),
    ("When does the border reopen?", "The border reopens on the first of May.", ClarityRule.ECHO),
    (
        "What is your view of the new press law in Atlan, and of the way in which it was passed?",
        "The text is long. We oppose the press law, as we told Atlan in writing.",
        ClarityRule.STAND,
    ),
    (
        "Is the fleet overstretched after two years of patrols?",
        "Our sailors are brave, and their families wait for them at home.",
        ClarityRule.PASSED_OVER,
    ),
    (
        "Is the fleet overstretched after two years of patrols?",
        "The fleet is a proud service with a history of two centuries.",
        ClarityRule.GENERAL,
    ),
    (
        "Is the fleet overstretched after two years of patrols?",
        "What's important is that the fleet is paid on time.",
        ClarityRule.TURNED,
    ),
    ("Has the envoy left?", "", ClarityRule.EMPTY),
]


@pytest.mark.parametrize(("question", "answer", "rule"), EXCHANGES)
def test_the_rule_that_decides_is_named(question: str, answer: str, rule: ClarityRule) -> None:
    """Each rule has an exchange that it decides, and says so in a sentence."""
    found = clarity(question, answer)
    assert found is not None
    assert found.rule is rule
    assert found.rule.value.endswith(".")


def test_every_rule_but_one_has_an_exchange_of_its_own() -> None:
    """The table above misses only the rule that needs two questions, which has a test of its own."""
    assert set(ClarityRule) - {rule for _, _, rule in EXCHANGES} == {ClarityRule.ANOTHER}


@pytest.mark.parametrize(
    ("answer", "clearness", "way"),
    [
        ("No. He was freed on Friday.", CLEAR, Way.EXPLICIT),
        ("I would hope not.", AMBIVALENT, Way.IMPLICIT),
        ("I can't comment on an open case.", NON_REPLY, Way.DECLINING),
        ("I have no idea.", NON_REPLY, Way.IGNORANCE),
        ("Which one?", NON_REPLY, Way.CLARIFICATION),
    ],
)
def test_one_question_can_be_answered_in_every_class(answer: str, clearness: Clearness, way: Way) -> None:
    """The same question is clear, ambivalent or not answered by the answer alone."""
    found = clarity("Is the journalist still in prison?", answer)
    assert found is not None
    assert (found.clearness, found.way) == (clearness, way)


def test_a_yes_belongs_to_the_question_whose_words_come_back() -> None:
    """Of two questions in a turn, a first yes answers the one that it takes up."""
    turn = "Q. Will you sign the treaty on rivers? And do you trust the harvest figures of the board?"
    answer = "The President. Yes, I trust the harvest figures. I always have."
    first = clarity(turn, answer, part="Will you sign the treaty on rivers?")
    second = clarity(turn, answer, part="do you trust the harvest figures of the board?")
    assert first is not None
    assert second is not None
    assert first.rule is ClarityRule.ANOTHER
    assert second.rule is ClarityRule.YES_OR_NO


def test_the_one_who_is_named_in_the_question_is_listened_to() -> None:
    """A question to the guest is not answered by the host's words."""
    turn = "Q. And, President Marek, will you visit the camp?"
    answer = "President Olsen. It was a fine day of talks. President Marek. I am not going to discuss my travel."
    found = clarity(turn, answer)
    assert found is not None
    assert found.rule is ClarityRule.DECLINES


def test_a_late_refusal_in_a_long_answer_does_not_undo_it() -> None:
    """Only the first sentence of an answer of any length can make the whole of it a non-reply."""
    said = "The talks on fish were held in March. Both sides brought their lists and their maps. " * 20
    found = clarity("What became of the talks on fish?", said + "I won't comment on the maps.")
    assert found is not None
    assert found.clearness is not NON_REPLY


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Did you meet him?", "polar"),
        ("If the court agrees, would you free him?", "polar"),
        ("You're still after him?", "polar"),
        ("And why was he held?", "open"),
        ("When was he held?", "particular"),
        ("How many were held?", "particular"),
        ("Condition of the detained editor", "topic"),
    ],
)
def test_questions_are_told_apart_by_how_they_open(question: str, kind: str) -> None:
    """Words before the question itself (a condition, a conjunction) do not hide its kind."""
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("question", "answer", "reply"),
    [
        ("Q Has he called the king?", "MS. DOE: Yes, he called on Sunday.", Answered.DIRECT),
        (
            "Q Has he called the king? And who will go to the funeral?",
            "MS. DOE: The palace was told.",
            Answered.PARTIAL,
        ),
        ("Q Has he called the king?", "MS. DOE: I don't have a call to read out for you.", Answered.DECLINED),
        ("Q Has he called the king?", "MS. DOE: I'm sorry, what was the question?", Answered.NONE),
        ("Q Good morning.", "MS. DOE: Before we begin, a word on the storm.", Answered.NONE),
        ("Q Has he called the king?", "MS. DOE: I reject the premise.", Answered.EVADED),
    ],
)
def test_a_journalist_is_answered_in_one_of_five_ways(question: str, answer: str, reply: Answered) -> None:
    """What briefings' coders mark: direct, partial, evaded, declined, none."""
    assert reply_of(question, answer) is reply


def test_an_exchange_in_another_script_is_not_classed() -> None:
    """The listed turns of speech are English; a Chinese exchange is left open, not called ambivalent."""
    assert clarity("中方是否会释放他？", "这是中国内政。") is None
    assert reply_of("中方是否会释放他？", "这是中国内政。") is None


def test_typographic_apostrophes_change_nothing() -> None:
    """Transcripts print both forms."""
    plain, curly = "I don't have anything to share.", "I don’t have anything to share."
    assert clarity("Is he free?", plain) is not None
    assert [sign.name for sign in signs(exchange("Is he free?", plain))] == [
        sign.name for sign in signs(exchange("Is he free?", curly))
    ]


def test_every_listed_pattern_compiles_and_stands_where_it_can_be_read() -> None:
    """A cue with an unknown place would never be heard."""
    for row in rows("clarity_cues.tsv", key="name"):
        re.compile(row["pattern"])
        assert row["where"] in {"start", "opening", "near", "ending"}
        assert row["language"] == "en"


@settings(max_examples=60, deadline=2000)
@given(st.text(max_size=300), st.text(max_size=300))
def test_any_two_texts_have_a_class_or_none(question: str, answer: str) -> None:
    """Nothing that can be typed breaks the reading, and the words of the reason are words of the answer's reading."""
    found = clarity(question, answer)
    assert found is None or isinstance(found.way, Way)
    assert reply_of(question, answer) in {None, *Answered}


def test_a_very_long_answer_is_read_in_time() -> None:
    """Sixty thousand words without a full stop are read; no pattern goes back over them again and again."""
    assert clarity("Did you know?", "not going to be and so on " * 10_000) is not None


def _bench() -> ModuleType:
    path = Path(__file__).parents[1] / "bench" / "clarity.py"
    spec = importlib.util.spec_from_file_location("bench_clarity", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_labelled_rows_are_classed_as_well_as_before(shared: Path) -> None:
    """In sample: the rules were made while reading these rows, and must not lose what they hold."""
    found = _bench().scores(shared / "bench" / "answer_clarity" / "answers.csv")
    assert found["macro_f1"] >= 0.78
    assert found["accuracy"] >= 0.79


def test_the_briefings_replies_are_told_as_well_as_before(shared: Path) -> None:
    """Better than always saying `partial`, which is right in .38."""
    found = _bench().reply_scores(shared / "bench" / "briefings" / "briefings.jsonl")
    assert found["reply_accuracy"] >= 0.62


def test_missing_rows_are_reported_as_missing(tmp_path: Path) -> None:
    """A bench without its file has no score, rather than a score of nothing."""
    assert _bench().scores(tmp_path / "none.csv") is None
