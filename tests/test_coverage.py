"""An expected record is in hand only if a document tells of the engagement, not if it names the other country."""

from __future__ import annotations

from dataclasses import replace

import pytest

import onrecord
from onrecord.model.agenda import Agenda, Ask, Engagement
from onrecord.model.finding import Expected, Finding
from onrecord.model.record import Document, Side
from onrecord.reports.view import ExpectedView

ASK = Ask("a", "Call for the release of Ayla Taen.", raiser="United States", target="China")
WHITE_HOUSE = "The White House"
BEIJING = "中华人民共和国外交部 (Ministry of Foreign Affairs of the PRC)"


def expected(*documents: Document, parties: tuple[str, ...] = ("United States", "China")) -> dict[str, Expected]:
    engagement = Engagement("visit", parties, ("Helene Marrow",), "2024-05-01", "2024-05-02")
    asks = (Ask("a", "Call for the release of Ayla Taen.", raiser=parties[0], target=parties[1]),)
    found = onrecord.check(Agenda("Visit", "", "", "", engagement, asks), documents).coverage.expected
    return {one.publisher: one for one in found}


def document(title: str, text: str, *, publisher: str = WHITE_HOUSE, complete: bool = True) -> Document:
    return Document("d", text, publisher=publisher, date="2024-05-02", title=title, complete=complete)


def is_in_hand(page: Document) -> bool:
    return any(one.in_hand for one in expected(page).values())


CHINA = "China is on our mind. "


@pytest.mark.parametrize(
    ("title", "text", "held"),
    [
        ("Readout of President Holt’s Meeting with President Xi Jinping", "They met.", True),
        ("Secretary Holt’s Call with PRC Foreign Minister Wang Yi", "They spoke.", True),
        ("Statement from President Holt", "I met today in Beijing with the leaders of China.", True),
        ("Joint Statement of the United States and China", "1. The two sides agree.", True),
        ("Remarks by President Holt Before Bilateral Meeting", "THE PRESIDENT: Welcome, President Xi Jinping.", True),
        ("Remarks by President Holt at a Campaign Reception", "I met Xi Jinping of China many times.", False),
        ("FACT SHEET: The President’s Visit to China", "The visit to China was long.", False),
        ("Executive Order on Trade with China", "Since the meeting with China", False),
        ("Statement from President Holt on Fentanyl", "Fentanyl from China kills.", False),
        ("Remarks by President Holt on Steel", "Words. " * 100 + "I will meet the President of China.", False),
        ("Readout of President Holt’s Call with Prime Minister Modi of India", "They spoke of China.", False),
        ("Press Briefing by Press Secretary Holt", CHINA + "Steel. " * 40 + "We look at China.", False),
        ("Press Briefing by Press Secretary Holt", CHINA + "The visit to China went well.", True),
        ("Press Briefing by Press Secretary Holt", "The visit to China went well.", False),
        ("Secretary Holt’s Press Availability, Beijing", "SECRETARY HOLT: Hello. " * 20 + "China is large.", True),
        ("Nobody Knows What This Is", "China is a country.", False),
    ],
)
def test_a_record_of_the_engagement_is_told_by_its_kind_and_its_head(title: str, text: str, held: bool) -> None:
    assert is_in_hand(document(title, text)) is held


def test_a_chinese_press_conference_counts_if_it_speaks_of_the_visit() -> None:
    title = "2024年5月2日外交部发言人主持例行记者会"
    assert is_in_hand(
        document(title, "问：美国国务卿访问中国。答：美国应当慎重，对美国没有更多可说。", publisher=BEIJING)
    )
    assert not is_in_hand(document(title, "问：法国大选。答：这是法国内政。", publisher=BEIJING))


def test_an_official_whom_no_list_knows_counts_for_the_other_sides_records_only() -> None:
    parties = ("Valdoria", "Kharzan")
    ours = document("Readout of Minister Marrow’s Meeting in Lunmark", "They met.", publisher="Ministry of Valdoria")
    theirs = document("Readout of the Meeting with Minister Marrow", "They met.", publisher="Ministry of Kharzan")
    assert [one.in_hand for one in expected(ours, theirs, parties=parties).values()] == [(), ("d",)]


def test_a_text_of_which_only_the_beginning_is_in_hand_is_shown_as_cut_off() -> None:
    page = document("Readout of the Meeting with President Xi Jinping", "They met.", complete=False)
    [one] = [one for one in expected(page).values() if one.in_hand]
    assert one.cut_off == ("d",)
    assert ExpectedView("", Side.OURS, (("d", True),)).state == "in hand, cut off: d"
    assert ExpectedView("", Side.OURS, (("d", True), ("e", False))).state == "in hand: d (cut off), e"
    assert ExpectedView("", Side.OURS, ()).state == "not captured"


RAISED = "We call on China to release Ayla Taen."


def graded(page: Document) -> Finding:
    return onrecord.grade(ASK, page)


@pytest.mark.parametrize(
    ("page", "level"),
    [
        (Document("d", RAISED, side=Side.OURS), 4),
        (Document("d", RAISED), 0),
        (Document("d", RAISED, side=Side.THIRD), 0),
        (Document("d", RAISED, publisher="U.S. Department of State"), 4),
        (Document("d", RAISED, publisher="A Rights Group"), 0),
    ],
)
def test_only_a_document_whose_side_is_known_raises(page: Document, level: int) -> None:
    """R8: words of nobody knows whom, and of third parties, are not the raiser's."""
    assert graded(page).level == level


def test_a_third_party_s_record_is_no_raising_though_it_bears_the_raiser_s_name() -> None:
    ask = Ask("a", "Call for the release of Ayla Taen.", raiser="Valdoria", target="Kharzan")
    statute = Document("d", "Kharzan must release Ayla Taen.", publisher="Parliament of Valdoria")
    assert onrecord.grade(ask, statute).level == 4
    assert onrecord.grade(ask, replace(statute, side=Side.THIRD)).level == 0
