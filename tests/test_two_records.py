"""Two records of one meeting are held side by side by topic; where too little is in hand nothing is called missing."""

from __future__ import annotations

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from onrecord.cli import program
from onrecord.matching.meeting_passages import MeetingEar, is_ahead
from onrecord.matching.record_topics import has_words, topics_in, ways
from onrecord.model.engagements import EngagementRecord, EngagementSource, Telling
from onrecord.model.occasion import Contact
from onrecord.model.record import Document, Span
from onrecord.model.two_records import Comparison, Row, RowKind
from onrecord.reading.passages import passages
from onrecord.reports.two_records import two_records
from onrecord.reports.two_records_view import comparison_html, comparison_lines, comparison_to_json

WH = "The White House"
MFA = "中华人民共和国外交部 (Ministry of Foreign Affairs of the PRC)"
SOURCE = EngagementSource(Telling.RECORDED, "ours", WH, "2023-07-10", "2023-07-10", "2023-07-10")
CALL = EngagementRecord(
    "2023-07-10/call/CN+US",
    Contact.CALL,
    ("CN", "US"),
    ("Joe Biden", "Xi Jinping"),
    "",
    "2023-07-10",
    "2023-07-10",
    (SOURCE,),
)
FILLER = (
    " The two leaders spoke at length about the state of relations and agreed that their teams would follow up." * 8
)
FILLER_ZH = "两国元首就双边关系坦诚深入交换了意见，责成双方团队尽快跟进落实有关事项，推动两国关系稳定发展。" * 8

OURS = (
    "President Joe Biden spoke today with President Xi Jinping of the People’s Republic of China. "
    "The President raised concerns about human rights abuses in Xinjiang and Tibet. "
    "He underscored that our one China policy has not changed. "
    "The two leaders discussed counternarcotics cooperation for two hours. "
    "The President will also raise fentanyl next week."
)
THEIRS = (
    "7月10日晚，国家主席习近平同美国总统拜登通电话。习近平强调，一个中国原则是中美关系的政治基础，台湾问题是核心利益。"
    "双方就禁毒合作交换了意见。中方要求美方停止遏制打压，停止干涉中国内政。双方讨论了关税问题。"
)


def ours(text: str = OURS + FILLER, **facts: object) -> Document:
    made = Document("ours", text, publisher=WH, date="2023-07-10", title="Readout of President Biden’s Call with President Xi Jinping", language="en")  # fmt: skip
    return replace(made, **facts)  # type: ignore[arg-type]  # facts are fields of Document


def theirs(text: str = THEIRS + FILLER_ZH, **facts: object) -> Document:
    made = Document("theirs", text, publisher=MFA, date="2023-07-11", title="习近平同美国总统拜登通电话", language="zh")
    return replace(made, **facts)  # type: ignore[arg-type]  # facts are fields of Document


def compared(*documents: Document) -> Comparison:
    return two_records(CALL, documents, ours="US", theirs="CN")


def row(comparison: Comparison, word: str) -> Row | None:
    return next((row for row in comparison.rows if word.casefold() in row.label.casefold()), None)


@pytest.mark.parametrize(
    ("topic", "kind"),
    [
        ("drugs", RowKind.BOTH),
        ("Taiwan", None),
        ("Xinjiang", RowKind.ONLY_OURS),
        ("trade", RowKind.ONLY_THEIRS),
        ("Criticism", RowKind.DIFFERENT),
    ],
)
def test_each_topic_has_its_kind_across_two_languages(topic: str, kind: RowKind | None) -> None:
    found = row(compared(ours(), theirs()), topic)
    assert found is not None
    assert kind is None or found.kind is kind


def test_different_words_for_one_matter_are_shown_with_both_wordings() -> None:
    text = (
        OURS.replace("our one China policy has not changed", "our one China policy on Taiwan has not changed") + FILLER
    )
    found = row(compared(ours(text), theirs()), "Taiwan")
    assert found is not None
    assert found.kind is RowKind.DIFFERENT
    assert "one China policy" in found.why[0]
    assert "一个中国原则" in found.why[0]


def test_numbers_that_differ_are_told() -> None:
    mine = ours(OURS.replace("for two hours", "for 2 hours") + FILLER)
    other = theirs(THEIRS.replace("双方就禁毒合作交换了意见。", "双方就禁毒合作交换意见3小时。") + FILLER_ZH)
    found = row(compared(mine, other), "drugs")
    assert found is not None
    assert "Numbers differ (hour): ours 2; theirs 3." in found.why


def test_an_intention_is_no_record() -> None:
    assert is_ahead("The President will also raise fentanyl next week.")
    assert not is_ahead("The President raised fentanyl.")
    quotes = [said.quote.exact for found in compared(ours(), theirs()).rows for said in found.ours]
    assert not any("next week" in quote for quote in quotes)


ONE_SIDED = {RowKind.ONLY_OURS, RowKind.ONLY_THEIRS}


@pytest.mark.parametrize(
    ("documents", "allowed"),
    [
        ((ours(),), {RowKind.NOT_CAPTURED}),
        ((theirs(),), {RowKind.NOT_CAPTURED}),
        (
            (ours(), theirs(complete=False)),
            {RowKind.BOTH, RowKind.DIFFERENT, RowKind.NOT_CAPTURED, RowKind.ONLY_THEIRS},
        ),
        ((ours(), theirs(THEIRS[:60])), {RowKind.BOTH, RowKind.DIFFERENT, RowKind.TOO_SHORT, RowKind.ONLY_THEIRS}),
    ],
    ids=["theirs missing", "ours missing", "theirs cut off", "theirs two lines"],
)
def test_nothing_is_called_missing_where_too_little_is_in_hand(
    documents: tuple[Document, ...], allowed: set[RowKind]
) -> None:
    made = compared(*documents)
    assert made.rows
    assert {found.kind for found in made.rows} <= allowed
    assert made.comparable is (len(documents) == 2)
    assert not any("silent" in words.lower() for found in made.rows for words in (found.kind.value, *found.why))


def test_a_topic_that_the_lists_cannot_name_in_the_other_language_is_said_to_be_unseen() -> None:
    assert not has_words("concept:caste", "zh")
    found = row(compared(ours(OURS + " They spoke about caste-based discrimination." + FILLER), theirs()), "caste")
    assert found is not None
    assert found.kind is RowKind.UNSEEN


def test_words_of_a_side_on_the_other_sides_page_are_its_own_but_no_record_of_its_own() -> None:
    text = f"PRESIDENT BIDEN: Good to see you. We spoke of climate.{FILLER}\n\nPRESIDENT XI: Climate matters to China."
    page = ours(text, title="Remarks by President Biden and President Xi Before Bilateral Meeting")
    made = compared(page)
    found = row(made, "climate")
    assert found is not None
    assert found.kind is RowKind.BOTH
    assert found.theirs[0].printed_by == WH
    assert [text.own for text in made.their_texts] == [False]
    assert any("their side's own" in note for note in made.notes)


QUESTION = "路透社记者：中美元首昨天通话，习近平主席同拜登总统通话谈到了什么？"
REPLY = "发言人：双方在通话中谈到了禁毒合作。"
OTHER = "法新社记者：日本排放核污染水，中方有何评论？"
OTHER_REPLY = "发言人：中方坚决反对核污染水排海，这不利于气候和海洋。"


def session(*turns: str) -> Document:
    text, spans, at = "\n\n".join(turns), [], 0
    for turn in turns:
        if "记者" in turn.partition("：")[0]:
            spans.append(Span(at, at + len(turn)))
        at += len(turn) + 2
    return theirs(text, id="session", question_spans=tuple(spans), title="2023年7月11日外交部发言人主持例行记者会")


def test_of_a_session_only_the_replies_about_the_meeting_are_heard() -> None:
    document = session(QUESTION, REPLY, OTHER, OTHER_REPLY)
    heard = MeetingEar.of(CALL).hears(document, passages(document), home="CN")
    words = "".join(passage.span.of(document.text) for passage in heard)
    assert "禁毒" in words
    assert "核污染水" not in words
    assert "路透社" not in words


def test_a_question_that_only_mentions_the_meeting_makes_no_record_of_the_reply() -> None:
    asked = "记者：习近平主席同拜登总统通话后，日本排放核污染水。中方对排放有何评论？"
    document = session(asked, OTHER_REPLY)
    assert MeetingEar.of(CALL).hears(document, passages(document), home="CN") == ()


JOINT_TITLE = "Remarks by President Biden and President Xi Jinping of China in Joint Press Conference"


@pytest.mark.parametrize(
    ("title", "guest", "heard"),
    [
        (JOINT_TITLE, "PRESIDENT XI", True),
        (JOINT_TITLE, "INTERPRETER", True),
        ("Remarks by President Biden on His Call with President Xi Jinping of China", "MS. ROE", False),
        ("Press Call Previewing President Biden’s Call with President Xi Jinping of China", "PRESIDENT XI", False),
    ],
)
def test_a_joint_press_conference_is_no_preview_though_it_speaks_of_tomorrow(
    title: str, guest: str, heard: bool
) -> None:
    text = (
        "PRESIDENT BIDEN: We spoke of fentanyl. Tomorrow we will hold a dinner.\n\n"
        f"{guest}: We spoke of climate.\n\nQ: Mr. President, what of Taiwan?\n\nPRESIDENT BIDEN: We spoke of it."
    )
    page = ours(text, title=title)
    visit = replace(CALL, kind=Contact.VISIT)
    one = CALL if "Call" in title else visit
    assert bool(MeetingEar.of(one).hears(page, passages(page), home="US")) is heard


JOINT = "The two leaders will work together on climate change. They discussed counternarcotics cooperation. "


def joint(title: str = "Joint Statement of the United States and the People’s Republic of China") -> Document:
    return ours(JOINT + FILLER, id="joint", title=title)


def test_a_joint_statement_is_said_together_and_nobodys_own_account() -> None:
    made = compared(ours(), joint())
    found = row(made, "climate")
    assert found is not None
    assert (found.kind, found.ours, found.theirs) == (RowKind.TOGETHER, (), ())
    assert [said.document for said in found.together] == ["joint"]
    drugs, tibet = row(made, "drugs"), row(made, "Xinjiang")
    assert drugs is not None
    assert (drugs.kind, len(drugs.ours), len(drugs.together)) == (RowKind.TOGETHER, 1, 1)
    assert tibet is not None
    assert tibet.kind is RowKind.NOT_CAPTURED, "of their own nothing is in hand"
    assert not made.comparable
    assert [(text.document, text.together, text.own) for text in made.their_texts] == [("joint", True, False)]
    lines = "\n".join(comparison_lines(made))
    assert "SAID TOGETHER: " in lines
    assert "Together: “The two leaders will work together on climate change.”" in lines
    assert '<td colspan="2"><blockquote' in comparison_html(made)


def test_what_each_says_alone_and_both_say_together_stays_both() -> None:
    found = row(compared(ours(), theirs(), joint()), "drugs")
    assert found is not None
    assert (found.kind, len(found.together)) == (RowKind.BOTH, 1)


@pytest.mark.parametrize(
    "title",
    [
        "Joint Statement of the United States and Australia",
        "Joint Statement of the United States and Germany on Support for China",
        "Joint Statement on China",
    ],
)
def test_a_joint_statement_with_others_is_its_publishers(title: str) -> None:
    found = row(compared(joint(title)), "climate")
    assert found is not None
    assert (found.kind, len(found.ours), found.together) == (RowKind.NOT_CAPTURED, 1, ())


def test_replies_alone_leave_room_for_a_readout() -> None:
    made = compared(ours(), session(QUESTION, REPLY))
    found = row(made, "Xinjiang")
    assert found is not None
    assert found.kind is RowKind.TOO_SHORT
    assert "no readout is captured" in found.why[0]


@given(st.permutations([ours(), theirs(), session(QUESTION, REPLY)]))
def test_the_order_of_documents_does_not_matter(documents: list[Document]) -> None:
    assert compared(*documents) == compared(*sorted(documents, key=lambda held: held.id))


@given(st.sampled_from(OURS.split(". ")), st.sampled_from(THEIRS.split("。")), st.booleans())
def test_every_quote_is_verbatim_and_every_mark_lies_in_its_quote(mine: str, other: str, complete: bool) -> None:
    documents = {"ours": ours(mine + "." + FILLER), "theirs": theirs(other + "。" + FILLER_ZH, complete=complete)}
    for found in compared(*documents.values()).rows:
        assert found.ours or found.theirs
        for said in (*found.ours, *found.theirs):
            layer = documents[said.document].text
            assert said.quote.span.of(layer) == said.quote.exact
            assert said.marks
            for mark in said.marks:
                assert mark.span.of(layer) == mark.exact
                assert said.quote.start <= mark.start < mark.end <= said.quote.end


def test_swapping_the_sides_swaps_the_rows() -> None:
    other = {RowKind.ONLY_OURS: RowKind.ONLY_THEIRS, RowKind.ONLY_THEIRS: RowKind.ONLY_OURS}
    one = compared(ours(), theirs())
    back = two_records(CALL, [ours(), theirs()], ours="CN", theirs="US")
    assert {(found.topic, found.kind) for found in back.rows} == {
        (found.topic, other.get(found.kind, found.kind)) for found in one.rows
    }


def test_a_concepts_word_inside_a_name_is_no_topic() -> None:
    assert not any(hit.key == "concept:gang_violence" for hit in topics_in("Minister Qin Gang spoke.", ("CN", "US")))
    assert not any(
        hit.key.startswith("place:") for hit in topics_in("Chinese and American officials met.", ("CN", "US"))
    )


def test_every_issue_has_two_ways_at_least() -> None:
    issues = [way.issue for way in ways().values()]
    assert all(issues.count(issue) > 1 for issue in issues)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.quotes: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        if tag == "blockquote":
            self.quotes.append(dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_views_hold_the_rows_and_withhold_names() -> None:
    made = compared(ours(), theirs("习近平<b>强调</b>禁毒。" + THEIRS + FILLER_ZH))
    lines = "\n".join(comparison_lines(made, lambda words: words.replace("Xinjiang", "[withheld]")))
    assert "BOTH: drugs" in lines
    assert "No row says that a side was silent." in lines
    assert "abuses in [withheld]" in lines
    held = comparison_to_json(made)
    assert json.loads(json.dumps(held))["rows"][0]["kind"] == "characterised differently"
    page = comparison_html(made)
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert {quote["lang"] for quote in tags.quotes} == {"en", "zh"}
    assert all(quote["dir"] == "ltr" for quote in tags.quotes)
    assert "<b>" not in page


def test_the_verb_compares(tmp_path: Path) -> None:
    rows = [
        {"id": held.id, "publisher": held.publisher, "date": held.date, "title": held.title, "text": held.text}
        for held in (ours(), theirs())
    ]
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text("\n".join(json.dumps(held) for held in rows), encoding="utf-8")
    store = ["--store", str(tmp_path / "store")]
    assert CliRunner().invoke(program, ["add", str(corpus), *store]).exit_code == 0
    wanted = ["engagements", "--compare", CALL.id, "--ours", "United States", "--today", "2023-08-01", *store]
    said = CliRunner().invoke(program, [*wanted, "--html", str(tmp_path / "table.html")])
    assert said.exit_code == 0, said.output
    assert "United States (ours) beside China (theirs)" in said.output
    assert (tmp_path / "table.html").read_text(encoding="utf-8").startswith("<section")
    held = json.loads(CliRunner().invoke(program, [*wanted, "--json"]).stdout)
    assert held["comparable"] is True
    refused = CliRunner().invoke(program, ["engagements", "--compare", CALL.id, "--ours", "France", *store])
    assert refused.exit_code == 2
