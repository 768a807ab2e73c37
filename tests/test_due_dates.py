"""Until when, in the forms in which officials, statutes and spokespersons say it; the sentences are this project's own."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.due_dates import due_in
from onrecord.reading.due_moments import number

SAID = "2024-05-02"
"""A Thursday."""

# Each row: the sentence, the words that name the date, the date.
ENGLISH = [
    ("We will ratify the convention by 2027.", "by 2027", "2027"),
    ("We will ratify it by the year 2030.", "by the year 2030", "2030"),
    ("The review ends by the end of next year.", "by the end of next year", "2025-12-31"),
    ("The review ends by the end of this year.", "by the end of this year", "2024-12-31"),
    ("It will be done by the end of the year.", "by the end of the year", "2024-12-31"),
    ("It will be done by the end of 2026.", "by the end of 2026", "2026-12-31"),
    ("It will be done by year's end.", "by year's end", "2024-12-31"),
    ("It will be done by the end of March 2025.", "by the end of March 2025", "2025-03-31"),
    ("It will be done before the end of the month.", "before the end of the month", "2024-05-30"),
    ("It will be done by the end of the decade.", "by the end of the decade", "2030-12-31"),
    ("The commission reports within 90 days.", "within 90 days", "2024-07-31"),
    ("The commission reports within ninety days.", "within ninety days", "2024-07-31"),
    ("The commission reports within the next six months.", "within the next six months", "2024-11-02"),
    ("The commission reports in two years' time.", "in two years' time", "2026-05-02"),
    ("Talks take place over the next two weeks.", "over the next two weeks", "2024-05-16"),
    ("We shall answer no later than 1 March 2025.", "no later than 1 March 2025", "2025-03-01"),
    ("We shall answer not later than March 1, 2025.", "not later than March 1, 2025", "2025-03-01"),
    ("We shall answer on or before June 30.", "on or before June 30", "2024-06-30"),
    ("We shall answer by 15 March.", "by 15 March", "2025-03-15"),
    ("We shall answer by March.", "by March", "2025-03"),
    ("We shall answer by Friday.", "by Friday", "2024-05-03"),
    ("We shall answer before 2030.", "before 2030", "2029-12-31"),
    ("We shall answer before 1 March 2025.", "before 1 March 2025", "2025-02-28"),
    ("Elections take place in the first half of 2025.", "in the first half of 2025", "2025-06-30"),
    ("Elections take place in the third quarter of next year.", "in the third quarter of next year", "2025-09-30"),
    ("Elections take place by Q3 2025.", "by Q3 2025", "2025-09-30"),
    ("Elections take place by mid-2025.", "by mid-2025", "2025-07"),
    ("The dialogue will be held next month.", "next month", "2024-06"),
    ("We shall answer tomorrow.", "tomorrow", "2024-05-03"),
    ("The dialogue will be held in early 2025.", "in early 2025", "2025"),
    ("The dialogue will be held later this year.", "later this year", "2024"),
    ("The dialogue will be held in the coming month.", "in the coming month", "2024-06"),
    ("The dialogue will be held in the spring of 2025.", "in the spring of 2025", "2025"),
    ("The visit will take place before the next session of the Council.", "before the next session", ""),
    ("The visit will take place at the next round of talks.", "at the next round of talks", ""),
    ("The report is due within 30 days after the close of the hearing.", "within 30 days after the close of the hearing", ""),
    ("The report is due within ten working days.", "within ten working days", ""),
]  # fmt: skip

CHINESE = [
    ("中方将在2027年底前完成修法。", "在2027年底前", "2027-12-31"),
    ("力争2030年前实现目标。", "2030年前", "2029-12-31"),
    ("到2030年建成。", "到2030年", "2030"),
    ("年底前公布结果。", "年底前", "2024-12-31"),
    ("今年年底前公布结果。", "今年年底前", "2024-12-31"),
    ("明年底前公布结果。", "明年底前", "2025-12-31"),
    ("双方同意今年下半年举行对话。", "今年下半年", "2024-12-31"),
    ("明年上半年举行对话。", "明年上半年", "2025-06-30"),
    ("2025年第三季度举行对话。", "2025年第三季度", "2025-09-30"),
    ("年内举行新一轮对话。", "年内", "2024-12-31"),
    ("请在6月30日前答复。", "在6月30日前", "2024-06-30"),
    ("请在2025年3月1日前答复。", "在2025年3月1日前", "2025-03-01"),
    ("明年3月举行对话。", "明年3月", "2025-03"),
    ("下个月举行对话。", "下个月", "2024-06"),
    ("三个月内答复。", "三个月内", "2024-08-02"),
    ("在90天内答复。", "在90天内", "2024-07-31"),
    ("未来两年完成。", "未来两年", "2026-05-02"),
    ("二十天之内答复。", "二十天之内", "2024-05-22"),
    ("“十四五”期间完成。", "“十四五”期间", "2025-12-31"),
    ("“十五五”时期完成。", "“十五五”时期", "2030-12-31"),
    ("明天答复。", "明天", "2024-05-03"),
    ("6月底前答复。", "6月底前", "2024-06"),
    ("争取今年底完成。", "今年底", "2024-12-31"),
    ("下届会议前提交。", "下届会议前", ""),
]

NOTHING = [
    "By 2020 the region had changed.",
    "We released the report in 2019.",
    "It was raised in March.",
    "It lasted for two years.",
    "Two hundred people were held by 2,000 officers.",
    "We will act in the coming weeks.",
    "Last year we met before the summit.",
    "中方已多次阐明立场。",
    "近年来取得进展。",
    "2019年底前已完成。",
]


@pytest.mark.parametrize(("sentence", "words", "first"), ENGLISH + CHINESE)
def test_due(sentence: str, words: str, first: str) -> None:
    found = due_in(sentence, said=SAID)
    assert [(due.quote.exact, due.first) for due in found] == [(words, first)]
    assert sentence[found[0].quote.start : found[0].quote.end] == words


@pytest.mark.parametrize("sentence", NOTHING)
def test_nothing(sentence: str) -> None:
    assert due_in(sentence, said=SAID) == ()


LAW = "2018-12-19"

# Each row: the words of a statute, (first, months, days, times, until).
STATUTES = [
    ("Not later than 180 days after the date of the enactment of this Act, and every 12 months thereafter, the President shall report.",
     ("2019-06-17", 12, 0, None, "")),
    ("Not later than 90 days after the date of the enactment of this Act, and annually thereafter for the following five years, the Secretary shall report.",
     ("2019-03-19", 12, 0, 5, "")),
    ("Not later than one year after the date of enactment of this Act, and not less frequently than annually thereafter, the Secretary shall report.",
     ("2019-12-19", 12, 0, None, "")),
    ("Not later than 60 days after the date of the enactment of this section, and every 180 days thereafter, the Secretary shall report.",
     ("2019-02-17", 0, 180, None, "")),
    ("Not later than 1 year after the date of the enactment of this Act, and in each of the 3 years thereafter, the Secretary shall report.",
     ("2019-12-19", 12, 0, 3, "")),
    ("Not later than 90 days after the date of the enactment of the Older Act [Dec. 18, 2017], and annually thereafter until December 31, 2031, the President shall report.",
     ("2018-03-18", 12, 0, None, "2031-12-31")),
    ("Not later than 90 days after the date of the enactment of this Act, and semiannually thereafter, the Secretary shall report.",
     ("2019-03-19", 6, 0, None, "")),
    ("Not later than 90 days after the date of the enactment of this Act, and quarterly thereafter, the Secretary shall report.",
     ("2019-03-19", 3, 0, None, "")),
    ("Not later than 90 days after the date of the enactment of this Act, and monthly thereafter, the Secretary shall report.",
     ("2019-03-19", 1, 0, None, "")),
    ("On or before October 31 of each year, the Attorney General shall report.", ("2019-10-31", 12, 0, None, "")),
    ("Not later than May 1, 2020, the Secretary shall report.", ("2020-05-01", 0, 0, None, "")),
    ("Not later than 90 days after a country is designated, the President shall report.", ("", 0, 0, None, "")),
    ("The Commission shall report not less frequently than annually.", ("", 12, 0, None, "")),
]  # fmt: skip


@pytest.mark.parametrize(("words", "expected"), STATUTES)
def test_statutes(words: str, expected: tuple[str, int, int, int | None, str]) -> None:
    (due,) = due_in(words, said=LAW, enacted=LAW)
    assert (due.first, due.every_months, due.every_days, due.times, due.until) == expected


def test_a_law_of_unknown_day_has_no_first_date() -> None:
    (due,) = due_in("Not later than 180 days after the date of the enactment of this Act, he shall report.", said="")
    assert (due.first, due.basis) == ("", "enactment")


def test_an_imprecise_text_counts_from_its_last_possible_day() -> None:
    assert due_in("We will answer within 90 days.", said="2024-05")[0].first == "2024-08-29"
    assert due_in("We will answer by the end of next year.", said="2024")[0].first == "2025-12-31"


def test_without_a_day_relative_words_name_no_date() -> None:
    assert [due.first for due in due_in("We will answer by the end of next year, at the latest by 2027.", said="")] == [
        "",
        "2027",
    ]


@pytest.mark.parametrize(
    ("words", "value"),
    [("180", 180), ("ninety", 90), ("三十", 30), ("十二", 12), ("两", 2), ("一百二十", 120), ("一百零五", 105)],
)
def test_numbers(words: str, value: int) -> None:
    assert number(words) == value


WORDS = st.sampled_from([row[1] for row in ENGLISH + CHINESE] + ["the", "and", "。", ",", "对话", "31", "May"])


@given(st.lists(WORDS, max_size=8), st.sampled_from(["", "2024", "2024-02", "2024-02-29"]))
def test_every_due_date_is_cut_from_the_text_and_none_overlap(parts: list[str], said: str) -> None:
    text = " ".join(parts)
    found = due_in(text, said=said)
    assert all(text[due.quote.start : due.quote.end] == due.quote.exact for due in found)
    assert all(one.quote.end <= other.quote.start for one, other in pairwise(found))
