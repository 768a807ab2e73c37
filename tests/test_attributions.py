"""Who said what in prose: where the words begin and end, who said them, and which of them are somebody else's."""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.attribution_others import Stranger, others_words, stranger
from onrecord.reading.attribution_words import nouns, verb_forms, words
from onrecord.reading.attributions import Attribution, AttributionKind, attributions


def told(text: str) -> list[tuple[str | None, list[str]]]:
    """(source, contents) of every attribution, as words."""
    return [
        (None if each.source is None else text[slice(*each.source)], [text[s:e] for s, e in each.content])
        for each in attributions(text)
    ]


WHO_SAID_WHAT = [
    (
        "direct quotation, source before the verb",
        "“The trial was unfair,” the mayor said.",
        "the mayor",
        ["“The trial was unfair,”"],
    ),
    ("direct quotation, turned", "“The trial was unfair,” said Ana Ruiz.", "Ana Ruiz", ["“The trial was unfair,”"]),
    ("that-clause", "The mayor said that the trial was unfair.", "The mayor", ["that the trial was unfair"]),
    ("bare clause", "The mayor said the trial was unfair.", "The mayor", ["the trial was unfair"]),
    ("clause before", "The trial was unfair, the mayor said.", "the mayor", ["The trial was unfair"]),
    (
        "clause around",
        "The trial, the mayor said, was unfair.",
        "the mayor",
        ["The trial", "was unfair"],
    ),
    ("according to, at the end", "The trial was unfair, according to Ana Ruiz.", "Ana Ruiz", ["The trial was unfair"]),
    ("according to, first", "According to the mayor, the trial was unfair.", "the mayor", ["the trial was unfair"]),
    (
        "directive with an infinitive",
        "The council urged Mali to release the two men.",
        "The council",
        ["Mali to release the two men"],
    ),
    ("called on", "The council called on Mali to release the men.", "The council", ["Mali to release the men"]),
    ("addressee stepped over", "Ms. Ruiz told reporters that she would appeal.", "Ms. Ruiz", ["that she would appeal"]),
    (
        "place and time stepped over",
        "The mayor said in an interview on Friday that the trial was unfair.",
        "The mayor",
        ["that the trial was unfair"],
    ),
    ("pronoun stays a pronoun", "She believes that the trial was unfair.", "She", ["that the trial was unfair"]),
    ("noun with its owner", "Mali’s claim that the men were armed was false.", "Mali’s", None),
    ("title of several words", "Prime Minister Ada Lund said it was over.", "Prime Minister Ada Lund", ["it was over"]),
    (
        "apposition between subject and verb",
        "Ana Ruiz, a lawyer from Bamako, said it was over.",
        "Ana Ruiz, a lawyer from Bamako",
        ["it was over"],
    ),
    (
        "verb inside the quotation",
        "He noted a letter in which the agencies “urge Mali to let aid in.”",
        "the agencies",
        ["“urge Mali to let aid in.”"],
    ),
]


@pytest.mark.parametrize(
    ("text", "source", "contents"), [row[1:] for row in WHO_SAID_WHAT], ids=[row[0] for row in WHO_SAID_WHAT]
)
def test_each_form_of_attribution_names_its_source_and_its_words(
    text: str, source: str, contents: list[str] | None
) -> None:
    matching = [found for found in told(text) if found[0] == source]
    assert matching
    if contents is not None:
        assert matching[0][1] == contents


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("The mayor said the trial was unfair, but the court disagreed with him.", "unfair"),
        ("The mayor said the trial was unfair, adding that he would appeal.", "unfair"),
        ("The mayor said the trial was unfair and also told the press to leave.", "unfair"),
        ("The mayor said the trial was unfair; nobody answered.", "unfair"),
    ],
)
def test_a_reported_clause_ends_where_the_writer_speaks_again(text: str, end: str) -> None:
    first = attributions(text)[0]
    assert text[slice(*first.content[0])].endswith(end)


def test_a_quotation_goes_on_after_its_speaker_was_named() -> None:
    text = "“We will wait,” said Ana Ruiz. “We have waited for years and are not tired.”"
    assert [source for source, _ in told(text)] == ["Ana Ruiz", "Ana Ruiz"]


def test_a_quotation_of_several_sentences_is_one_content() -> None:
    text = "“We will wait. We have time. Nobody will move us,” the mayor said."
    assert told(text) == [("the mayor", ["“We will wait. We have time. Nobody will move us,”"])]


def test_a_colon_gives_the_next_paragraph_to_its_speaker() -> None:
    text = "The mayor continued:\n\n“We have waited for years and we are not tired of it.”"
    assert ("The mayor", ["“We have waited for years and we are not tired of it.”"]) in told(text)


def test_a_paragraph_may_leave_its_quotation_open() -> None:
    text = "“We have waited for years, and we are not tired.\n\n“We will wait for more,” the mayor said."
    contents = [text[s:e] for each in attributions(text) for s, e in each.content]
    assert any("years" in each for each in contents)
    assert any("more" in each for each in contents)


@pytest.mark.parametrize(
    "text",
    [
        "They call the camps “training centres” in all their papers.",
        "The film “Winter” won two prizes last year.",
        "The expected reports arrived in the two states.",
        "His family moved to the city in March.",
        "The river rose and the bridge fell.",
    ],
)
def test_terms_titles_and_plain_prose_are_nobodys_speech(text: str) -> None:
    assert [each for each in attributions(text) if each.manner in ("say", "mark")] in ([], _called(text))


def _called(text: str) -> list[Attribution]:
    return [each for each in attributions(text) if text[slice(*each.cue)].startswith("call")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“It is over,” he said.", AttributionKind.QUOTED),
        ("He said it was over.", AttributionKind.REPORTED),
        ("He said it was “over and done with” now.", AttributionKind.MIXED),
    ],
)
def test_the_kind_tells_how_much_is_quoted(text: str, kind: AttributionKind) -> None:
    assert attributions(text)[0].kind is kind


def test_attributions_inside_a_quotation_are_given_only_on_demand() -> None:
    text = "“The witnesses said that the police fired first,” the mayor told the court."
    outside, everything = attributions(text), attributions(text, inside=True)
    assert [text[slice(*each.source)] for each in outside if each.source] == ["the mayor"]
    assert "The witnesses" in [text[slice(*each.source)] for each in everything if each.source]


@given(st.text(alphabet="ab said that, “”\"'.:\n–He urged", max_size=120))
def test_spans_lie_in_the_text_and_in_order(text: str) -> None:
    for each in attributions(text, inside=True):
        spans = [*each.content, each.cue, *([each.source] if each.source else [])]
        assert each.content
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert list(each.content) == sorted(each.content)


@pytest.mark.parametrize("piece", ["said ", "“", '"', "''", "he said, ", "“a” ", "‘a ", "the mayor, ", ", said x"])
def test_a_text_without_an_end_is_read_in_linear_time(piece: str) -> None:
    began = time.process_time()
    attributions(piece * (60_000 // len(piece)), inside=True)
    assert time.process_time() - began < 3


OTHERS = [
    ("rights groups", "Human rights groups have called on Mali to release Awa Keita.", "Mali to release Awa Keita"),
    ("a family", "The family of Awa Keita has asked Mali to release her.", "Mali to release her"),
    ("an association", "The bar association demanded that Mali release her.", "that Mali release her"),
    (
        "a quoted director",
        "“Mali must release Awa Keita,” the director of a human rights group said at the event.",
        "“Mali must release Awa Keita,”",
    ),
    (
        "a report",
        "The report of the Special Rapporteur says that “Mali should free her.”",
        "that “Mali should free her.”",
    ),
    ("another government", "Russia says it has concerns about the treaty.", "it has concerns about the treaty"),
    ("a seat of government", "Moscow claimed that the vote was fair.", "that the vote was fair"),
    ("another country's official", "Prime Minister Lund said that he would not resign.", "that he would not resign"),
    (
        "inside the own side's words",
        "The Secretary noted that aid agencies called on Mali to open the road.",
        "Mali to open the road",
    ),
    (
        "a pronoun of a stranger",
        "The protesters met the police. The protesters said that they were beaten. They asked Mali to open an inquiry.",
        "Mali to open an inquiry",
    ),
]


@pytest.mark.parametrize(("text", "theirs"), [row[1:] for row in OTHERS], ids=[row[0] for row in OTHERS])
def test_words_of_others_are_found_in_an_officials_prose(text: str, theirs: str) -> None:
    assert theirs in [text[each.start : each.end] for each in others_words(text, country="US")]


@pytest.mark.parametrize(
    "text",
    [
        "We call on Mali to release Awa Keita.",
        "With human rights groups, we call on Mali to release Awa Keita.",
        "Like the family of Awa Keita, we ask Mali to release her.",
        "The Secretary urged Mali to release Awa Keita.",
        "The United States urges Mali to release Awa Keita.",
        "The United States and Norway called on Mali to release Awa Keita.",
        "Both leaders called on Mali to release Awa Keita.",
        "The President and Prime Minister Lund called on Mali to release Awa Keita.",
        "The Minister said: “I call on Mali to release Awa Keita.”",
        "President Stone told Mali’s leaders that Awa Keita must be released.",
        "If the court decides that the claim is valid, she may stay.",
        "Mali is seeking to join the treaty.",
        "Deputy Secretary Stone, Minister Lund, and Secretary General Berg agreed that the talks must go on.",
        "The Secretary and Minister Lund met. They urged Mali to open the road.",
        "Russia has ordered its troops to leave the two towns.",
        "A U.S. official said that Awa Keita must be released.",
    ],
)
def test_the_own_sides_words_stay_with_it(text: str) -> None:
    assert others_words(text, country="US") == ()


def test_the_same_office_is_own_or_foreign_by_country() -> None:
    text = "The Prime Minister said that Mali must release Awa Keita."
    assert others_words(text, country="GB") == ()
    assert [each.reason for each in others_words(text, country="US")] == [Stranger.FOREIGN]


def test_a_body_of_the_united_nations_is_not_a_stranger_to_itself() -> None:
    text = "The Secretary-General urged Mali to release Awa Keita."
    assert others_words(text, country="UN") == ()
    assert others_words(text, country="US")[0].reason is Stranger.THIRD


def test_offsets_count_the_whole_text_and_stay_in_the_passage() -> None:
    text = "Residents said the road was closed. Experts said that the bridge was safe."
    start = text.index("Experts")
    (only,) = others_words(text, start, country="US")
    assert (text[only.start : only.end], only.source) == ("that the bridge was safe", "Experts")


def test_a_speaker_named_by_the_passage_is_no_stranger() -> None:
    text = "Ana Ruiz said that Mali must release the men."
    assert others_words(text, country="US", speaker="MS. RUIZ") == ()
    assert others_words(text, country="US")[0].reason is Stranger.NAMED


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("a group of aid agencies", Stranger.THIRD),
        ("the Kremlin", Stranger.FOREIGN),
        ("a spokesman for the Kremlin", Stranger.FOREIGN),
        ("our Ambassador to China", None),
        ("the Secretary of State", None),
        ("we", None),
    ],
)
def test_a_stranger_is_told_by_the_words_that_name_it(source: str, reason: Stranger | None) -> None:
    assert stranger(source, country="US") is reason


def test_the_word_lists_hold_together() -> None:
    kinds = {form.cue.kind for forms in verb_forms().values() for form in forms}
    assert kinds == {"say", "ask", "order", "stance", "mind", "show", "seem"}
    assert len({form.cue.lemma for forms in verb_forms().values() for form in forms}) > 350
    assert all(cue.frames or cue.prepositions for cue in nouns().values())
    assert "said" in verb_forms()
    assert words("pronoun")


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[str, float] | None]:
    monkeypatch.syspath_prepend(str(Path(__file__).parents[1] / "bench"))
    scores: Callable[[], dict[str, float] | None] = importlib.import_module("attribution").scores
    return scores


@pytest.mark.usefixtures("shared")
def test_political_news_is_read_as_its_annotators_read_it(bench: Callable[[], dict[str, float] | None]) -> None:
    found = bench()
    assert found is not None
    assert found["content_f1"] >= 0.80
    assert found["source_right"] >= 0.80


def test_they_is_not_taken_for_one_foreign_official() -> None:
    text = "Prime Minister Lund said that he was late. They urged Mali to open the road."
    assert [text[each.start : each.end] for each in others_words(text, country="US")] == ["that he was late"]
