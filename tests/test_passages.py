"""A document cut where its speaker changes."""

from __future__ import annotations

import gzip
import json
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.record import Document, Passage, Span, Voice
from onrecord.reading.passages import passages

US = "U.S. Department of State"
CN = "中华人民共和国外交部"
P, C, R, T, J = Voice.PUBLISHER, Voice.COUNTERPART, Voice.REPORTER, Voice.THIRD_PARTY, Voice.JOINT


def read(
    text: str, *, publisher: str = US, title: str = "", question_spans: tuple[Span, ...] = ()
) -> tuple[Passage, ...]:
    return passages(Document("1", text, publisher=publisher, title=title, question_spans=question_spans))


def said(text: str, *, publisher: str = US, title: str = "") -> list[tuple[Voice, str]]:
    return [(passage.voice, passage.span.of(text)) for passage in read(text, publisher=publisher, title=title)]


QUESTION, REPLY = "Will you raise her case?", "We call on them to free her."
EXCHANGES = [
    "Q    {q}\n\nMR. PRICE:  {a}",
    "Q {q}\n\nMS. JEAN-PIERRE: {a}",
    "**Q**  {q}\n\n**MR. KIRBY:**  {a}",
    "QUESTION: {q}\n\nMR PRICE: {a}",
    "QUESTION: {q} MR. PRICE: {a}",
    "Question: {q}\nSECRETARY BLINKEN: {a}",
    "Q: {q}\nA: {a}",
    "Q  {q}\nA  {a}",
    "QUESTION: (Inaudible.)\n\nMODERATOR: Again, please.\n\nQUESTION: {q}\n\nSENIOR ADMINISTRATION OFFICIAL: {a}",
]


@pytest.mark.parametrize("form", EXCHANGES)
def test_the_reporter_asks_and_the_official_answers_in_every_form_of_transcript(form: str) -> None:
    text = form.format(q=QUESTION, a=REPLY)
    question, reply = read(text)[-2:]
    assert (question.voice, question.span.of(text)) == (R, QUESTION)
    assert (reply.voice, reply.country, reply.span.of(text)) == (P, "US", REPLY)
    assert reply.answers == question.span


def test_every_reply_points_to_the_question_before_it_and_a_statement_to_none() -> None:
    text = (
        f"MR PRICE: Good morning.\n\nQUESTION: {QUESTION}\n\nMR PRICE: Yes.\n\nMS PORTER: And again.\n\nOPERATOR: Next."
    )
    made = read(text, title="Department Press Briefing")
    assert [passage.answers and passage.answers.of(text) for passage in made] == [
        None,
        None,
        QUESTION,
        QUESTION,
        None,
    ]


def test_a_guest_at_the_lectern_is_the_counterpart() -> None:
    text = "Oslo, Norway\n\nFOREIGN MINISTER HOLT: (As interpreted.) We decline.\n\nSECRETARY BLINKEN: We insist."
    made = read(
        text,
        title="Secretary Antony J. Blinken and Danish Foreign Minister Jens Holt at a Joint Press Availability",
    )
    assert [(passage.voice, passage.country) for passage in made] == [(P, "US"), (C, "DK"), (P, "US")]


@pytest.mark.parametrize(
    "text",
    [
        "FACT SHEET\n\nADVANCING RIGHTS: The order frees them.\n\nPROMISES KEPT: All of them.",
        "VESSEL TYPE: Tanker\nVESSEL FLAG: Valdoria",
        "Judge Ann Moss: A life in law.\n\nJudge Bo Hart: Another.",
        "The minister said three things:\nFirst: no.\nSecond: never.",
    ],
)
def test_headings_with_a_colon_make_no_transcript(text: str) -> None:
    assert said(text) == [(P, text)]


CONFERENCE = "应邀访华。\n\n北光社记者：她在哪里？\n\n中方会释放她吗？\n\n毛宁：这是中国内政。\n\n有三点：一是法治；二是主权。\n\n追问：什么时候？\n\n毛宁：没有。"
ASKED = ["北光社记者：她在哪里？\n\n中方会释放她吗？", "追问：什么时候？"]


def test_a_chinese_press_conference_is_cut_at_the_asker_and_at_the_spokesperson() -> None:
    made = read(CONFERENCE, publisher=CN, title="2024年1月2日外交部发言人毛宁主持例行记者会")
    assert [passage.span.of(CONFERENCE) for passage in made if passage.voice is R] == ASKED
    replies = [passage for passage in made if passage.speaker == "毛宁"]
    assert [(reply.country, reply.span.of(CONFERENCE)) for reply in replies] == [
        ("CN", "这是中国内政。\n\n有三点：一是法治；二是主权。"),
        ("CN", "没有。"),
    ]
    assert [reply.answers and reply.answers.of(CONFERENCE) for reply in replies] == ASKED


@pytest.mark.parametrize("form", ["问：{q}\n答：{a}", "会后有记者问：{q}\n\n发言人：{a}", "记者：{q}\n\n毛宁：{a}"])
def test_short_forms_of_question_and_answer_in_chinese(form: str) -> None:
    text = form.format(q="她在哪里？", a="这是中国内政。")
    made = read(text, publisher=CN)
    assert [passage.voice for passage in made] == [R, P]
    assert made[1].span.of(text) == "这是中国内政。"
    assert made[1].answers == made[0].span


def test_marked_questions_are_taken_as_marked() -> None:
    spans = tuple(Span(CONFERENCE.index(words), CONFERENCE.index(words) + len(words)) for words in ASKED)
    made = read(CONFERENCE, publisher=CN, question_spans=spans)
    assert [passage.span for passage in made if passage.voice is R] == list(spans)


JOINT = [
    ("Joint Statement on Talks", "We stand with the people of Valdoria and our partners."),
    ("G7 Foreign Ministers’ Statement on Valdoria", "We condemn the arrests."),
    (
        "On Valdoria",
        "The text of the following statement was released by the Governments of Canada and Japan.\n\nWe condemn it.",
    ),
    ("On Valdoria", "We, the Leaders of Canada, Japan and the United States, condemn the arrests."),
]


@pytest.mark.parametrize(("title", "text"), JOINT)
def test_a_text_with_co_issuers_is_joint(title: str, text: str) -> None:
    assert said(text, title=title) == [(J, text)]


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Joint Statement by Secretary Ann Lee and Treasury Secretary Bo Hart Welcoming Sanctions of the EU",
            "We welcome them.",
        ),
        ("Readout of the Call on the Joint Statement", "They spoke about the leaders’ joint statement."),
        ("Statement on Elections", "We note the vote in Canada."),
    ],
)
def test_a_text_of_one_government_is_its_own(title: str, text: str) -> None:
    assert said(text, title=title) == [(P, text)]


def test_only_the_framed_words_of_a_joint_text_are_joint() -> None:
    text = "Office of the Spokesperson\n\nBegin Text:\n\nWe condemn it.\n\nEnd Text\n\nFor more, write to us."
    assert said(text, title="Joint Statement of Canada and Japan") == [
        (P, "Office of the Spokesperson\n\nBegin Text:"),
        (J, "We condemn it."),
        (P, "End Text\n\nFor more, write to us."),
    ]


OTHERS = [
    ("Amnesty International wrote in its report: “They beat the prisoners every day.” We agree.", T),
    ("“They beat the prisoners every day,” said a UN Special Rapporteur in March. We agree.", T),
    ("The Foreign Minister said, “They are tried by our courts alone.” We disagree.", C),
    (
        "The spokesperson of the Chinese Foreign Ministry said: “They are tried by our courts.” We disagree.",
        C,
    ),
    ("According to the newspaper, “they were tried in one hour only.” We disagree.", T),
]


@pytest.mark.parametrize(("text", "voice"), OTHERS)
def test_a_quotation_that_the_sentence_gives_to_another_side_is_not_the_publisher_s(text: str, voice: Voice) -> None:
    made = read(text)
    assert [passage.voice for passage in made if passage.span.of(text).startswith("“")] == [voice]
    assert made[-1].voice is P


OWN = [
    "The Secretary said, “We call on them to free her now.” He left.",
    "He told President Xi and said, “You must free her without delay.”",
    "“We call on them to free her now,” said Senator Lee.",
    "We oppose the so-called “vocational centers” there.",
    "She is, in words we share, “a poet and not a criminal at all.”",
    "I looked President Putin in the eye and said, “You must let them go now.”",
]


@pytest.mark.parametrize("text", OWN)
def test_a_quotation_without_another_source_stays_the_publisher_s(text: str) -> None:
    assert said(text) == [(P, text)]


def test_a_first_line_that_repeats_the_title_is_a_headline() -> None:
    made = read("Minister Raises Rights\n\nShe raised them.", title="Minister Raises  Rights")
    assert [passage.speaker for passage in made] == ["headline", ""]


PIECES = st.sampled_from(
    [
        "Q  ",
        "QUESTION: ",
        "MR. PRICE: ",
        "PRESIDENT XI: ",
        "\n",
        "\n\n",
        "记者：",
        "答：",
        "毛宁：",
        "“We must go now,” ",
        "said Amnesty. ",
        "Begin Text",
        "End Text",
        "Joint Statement ",
        "We, the Leaders ",
        "a",
        " ",
        '"',
        "**",
        "*****\n",
        "?",
        "Title",
    ]
)


@given(
    st.one_of(st.lists(PIECES, max_size=25).map("".join), st.text(max_size=80)),
    st.sampled_from(["", "Title", "Joint Statement of Canada"]),
)
def test_passages_stand_in_order_without_overlap_and_leave_out_only_labels(text: str, title: str) -> None:
    last, kept = 0, []
    for passage in read(text, title=title):
        assert last <= passage.span.start < passage.span.end <= len(text)
        assert passage.span.of(text) == passage.span.of(text).strip()
        kept.append((last, passage.span.start))
        last = passage.span.end
    for start, end in [*kept, (last, len(text))]:
        between = text[start:end].strip()
        assert (
            not between
            or between.strip("*_ \t\n")[-1:] in ("", ":", "：", "Q", "A")
            or ":" in between
            or "：" in between
        )


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70)), max_size=4))
def test_wrong_marks_of_questions_break_nothing(text: str, marks: list[tuple[int, int]]) -> None:
    spans = tuple(Span(min(pair), max(pair)) for pair in marks)
    last = 0
    for passage in read(text, question_spans=spans):
        assert last <= passage.span.start < passage.span.end <= len(text)
        last = passage.span.end


def test_in_the_labelled_briefings_the_official_s_words_are_the_publisher_s(shared: Path) -> None:
    """The evidence that two coders marked as the official's stands in a passage of the publisher."""
    for line in (shared / "bench" / "briefings" / "briefings.jsonl").read_text("utf-8").splitlines():
        item = json.loads(line)
        made = read(item["text"], publisher=item["publisher"], title=item["title"])
        assert {passage.voice for passage in made} == {P, R}
        own = [passage.span.of(item["text"]) for passage in made if passage.voice is P]
        assert all(any(quote in words for words in own) for quote in item["gold"]["evidence"])


def test_the_questions_of_the_real_chinese_record_are_found_without_their_marks(shared: Path) -> None:
    common = ours = marked = 0
    with gzip.open(
        shared / "record" / "china_mfa_press_conferences_zh_2020_2024.jsonl.gz", "rt", encoding="utf-8"
    ) as lines:
        documents = [json.loads(line) for line in islice(lines, 0, 991, 8)]
    for document in documents:
        text = document["text"]
        found = {
            passage.span.of(text)
            for passage in read(text, publisher=document["publisher"], title=document["title"])
            if passage.voice is R
        }
        gold = {text[start:end].strip() for start, end in document["extra"]["question_spans"]}
        common, ours, marked = common + len(found & gold), ours + len(found), marked + len(gold)
    assert 2 * common / (ours + marked) > 0.99
