"""What counts as a claim of an earlier raising, sentence by sentence; the sentences are this project's own."""

from __future__ import annotations

import pytest

from onrecord.model.standing import ClaimKind
from onrecord.reading.claims import claims

SAID = "2025-05-12"

GENERIC = [
    "We raise these cases at every opportunity.",
    "The Secretary regularly raises human rights with her counterparts.",
    "We always raise human rights concerns.",
    "Our Ambassador has repeatedly raised his case with the authorities.",
    "This is something that we raise with Beijing every time we meet.",
    "We never miss an opportunity to raise this case.",
    "I raise it regularly with the ambassador.",
    "He has brought up the matter on numerous occasions.",
    "Human rights are raised in all of our engagements.",
    "The government has made clear its concern at the highest levels.",
    "中方已多次阐明立场。",
    "中方已多次就此向美方提出严正交涉。",
    "我们反复向日方表达关切。",
    "中方一直敦促日方纠正错误。",
]

LATE = [
    (
        "The Foreign Secretary raised the case with his counterpart in their introductory call on 5 December.",
        "2024-12-05",
    ),
    ("When the Prime Minister met President Xi at the summit in November, he raised human rights.", "2024-11"),
    ("As I told President Xi in November, this has to end.", "2024-11"),
    ("In their call last month, the Secretary pressed the foreign minister on the case.", "2025-04"),
    ("On 3 March 2025 the Minister raised this during her visit to Beijing.", "2025-03-03"),
    ("During our meeting two years ago I raised her detention.", "2023"),
    ("I raised it in a meeting with the Vice Premier last year.", "2024"),
    ("I have raised this directly with the Chinese Ambassador.", ""),
    ("1月3日，王毅同布林肯通电话时就此表明中方立场。", "2025-01-03"),
    ("5日，王毅会见英国外交大臣时强调了这一点。", "2025-05-05"),
    ("去年11月会见美国总统时，习近平主席强调了这一点。", "2024-11"),
    ("中方已就此向美方提出严正交涉。", ""),
]

NEITHER = [
    "The President raised concerns about human rights in Tibet.",
    "We consistently call for his release.",
    "We continue to call on China to release him.",
    "He will raise this at every opportunity.",
    "The two sides will continue to engage, and raise our concerns at every opportunity.",
    "We urge the President to raise this at every opportunity.",
    "Did you raise the case in your call on 5 December?",
    "QUESTION: You have repeatedly raised this case with the Chinese.",
    "In the call today the Secretary raised the case of the detained journalist.",
    "In his meeting on May 11 the Secretary raised the case.",
    "She was raised in a small town and has always lived there.",
    "中方对此强烈不满、坚决反对，已向美方提出严正交涉。",
    "中方将继续就此向美方提出严正交涉。",
    "事实一再表明，对抗没有出路。",
    "会见来宾时，王毅表示，今年是建交五十周年。",
    "The Secretary conveyed that he looked forward to their part in the Summit in early June.",
]


@pytest.mark.parametrize("sentence", GENERIC)
def test_generic(sentence: str) -> None:
    found = claims(sentence, said=SAID)
    assert [claim.kind for claim in found] == [ClaimKind.GENERIC]
    assert found[0].words in sentence
    assert (found[0].happened, found[0].quote.exact) == ("", sentence)


@pytest.mark.parametrize(("sentence", "happened"), LATE)
def test_late(sentence: str, happened: str) -> None:
    found = claims(sentence, said=SAID)
    assert [(claim.kind, claim.happened) for claim in found] == [(ClaimKind.LATE, happened)]
    assert found[0].happened_words in sentence
    assert found[0].occasion_words in sentence


@pytest.mark.parametrize("sentence", NEITHER)
def test_neither(sentence: str) -> None:
    assert claims(sentence, said=SAID) == ()


# Each row: the words, the day of the text, the day told.
DAYS = [
    ("yesterday", "2024-03-01", None),
    ("last Monday", "2025-05-12", "2025-05-05"),
    ("on Thursday", "2025-05-12", "2025-05-08"),
    ("last November", "2025-05-12", "2024-11"),
    ("last week", "2025-05-14", "2025-05"),
    ("in December of last year", "2025-05-12", "2024-12"),
    ("in 2022", "2025-05-12", "2022"),
    ("earlier this year", "2025-05-12", "2025"),
    ("ten days ago", "2025-05-12", "2025-05-02"),
    ("on 15 November 2023", "2025-05-12", "2023-11-15"),
]


@pytest.mark.parametrize(("words", "said", "day"), DAYS)
def test_days(words: str, said: str, day: str | None) -> None:
    found = claims(f"The Minister raised his case in a call {words}.", said=said)
    assert [claim.happened for claim in found] == ([] if day is None else [day])


def test_offsets_count_in_the_text() -> None:
    text = "Good afternoon.\n\nWe raise it at every opportunity. Thank you."
    (claim,) = claims(text, said=SAID)
    assert text[claim.quote.start : claim.quote.end] == claim.quote.exact


def test_without_a_day_of_the_text_only_a_full_date_is_told() -> None:
    assert claims("I raised it in our call in November.", said="") == ()
    assert claims("I raised it in our call on 5 December 2024.", said="")[0].happened == "2024-12-05"
