"""How the target answered: relevance first, then the codebook's A1 to A6, with the words and the rule that decided."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.grading.answers_cues import Tier, cues, is_own, is_quoted, kinds_of
from onrecord.grading.answers_decide import decide
from onrecord.grading.answers_deeds import deed
from onrecord.grading.answers_hear import Heard
from onrecord.grading.answers_rules import RULE_OF, AnswerRule
from onrecord.grading.answers_topic import topic_of
from onrecord.grading.answers_turns import asked_parts, numbers, turn
from onrecord.grading.replies import Touch
from onrecord.matching.asks import read_ask
from onrecord.model.agenda import Ask
from onrecord.model.finding import Answer, Finding
from onrecord.model.record import Document, Span
from onrecord.pipeline import grade
from onrecord.text.tables import rows

BEIJING = "中华人民共和国外交部 (Ministry of Foreign Affairs of the PRC)"
XINJIANG = Ask("x", "End the repression in Xinjiang.", "United States", "China", "human rights in China")
WRITER = Ask("w", "Call on China to release the writer Wei Dashan.", "Australia", "China", "", aliases=("魏大山",))
WAR = Ask("u", "Use influence with Russia to end the war in Ukraine.", "Australia", "China", "the war in Ukraine")
TALKS = Ask("t", "Urge Iran to release the teacher Sara Mehrabi.", "Canada", "Iran", "")


def page(question: str, reply: str) -> Document:
    """A press conference with one question."""
    return Document("d", f"路透社记者：{question}\n\n发言人：{reply}", publisher=BEIJING, language="zh")


CHINESE = [
    (XINJIANG, "美方对新疆的人权状况表示关切。", "新疆事务纯属中国内政，不容外来干涉。", Answer.REFUSED, "A1"),
    (XINJIANG, "美方称新疆存在镇压。", "所谓新疆存在镇压完全是谎言。", Answer.DENIED, "A1"),
    (XINJIANG, "美方称新疆存在镇压。", "这是彻头彻尾的谎言。新疆问题是中国内政。", Answer.REFUSED, "A1"),
    (
        XINJIANG,
        "人权高专能否访问新疆？",
        "我们欢迎她到新疆看一看，但反对搞有罪推定式的调查。",
        Answer.CONDITIONAL,
        "A4",
    ),
    (XINJIANG, "美方对新疆的人权状况表示关切。", "美方应该好好照照镜子。", Answer.DEFLECTED, "A5"),
    (XINJIANG, "美方对新疆的人权状况表示关切。", "具体情况请向主管部门了解。", Answer.NONE, ""),
    (XINJIANG, "中方是否会参加下周的贸易展览会？", "台湾问题纯属中国内政。", Answer.NONE, ""),
    (WRITER, "澳方要求释放魏大山。", "中国司法机关依法审理此案。", Answer.REFUSED, "A1"),
    (WRITER, "魏大山是否已经回国？", "魏大山已于上周获释。", Answer.DONE, "A2"),
    (WAR, "中方将如何推动结束乌克兰战争？", "中方将继续劝和促谈。", Answer.PROMISED, "A3"),
    (WAR, "中方如何看待乌克兰战争？", "希望有关各方保持冷静。", Answer.NONE, ""),
]


@pytest.mark.parametrize(("ask", "question", "reply", "answer", "rule"), CHINESE)
def test_a_spokesperson_answers_in_chinese(ask: Ask, question: str, reply: str, answer: Answer, rule: str) -> None:
    finding = grade(ask, page(question, reply))
    assert finding.answer is answer
    if rule:
        assert rule in {reason.rule for reason in finding.reasons}
        assert finding.answer_evidence[0].exact in reply
        assert not finding.answer_reported


ENGLISH = [
    ("Ministry of Foreign Affairs of Iran", "SPOKESPERSON: Iran will not release Sara Mehrabi.", Answer.REFUSED),
    ("Ministry of Foreign Affairs of Iran", "SPOKESPERSON: Iran has released Sara Mehrabi.", Answer.DONE),
    ("Ministry of Foreign Affairs of Iran", "SPOKESPERSON: We will release Sara Mehrabi in May.", Answer.PROMISED),
    (
        "Ministry of Foreign Affairs of Iran",
        "SPOKESPERSON: Sara Mehrabi will be freed as soon as Canada has paid its debts.",
        Answer.CONDITIONAL,
    ),
    (
        "Ministry of Foreign Affairs of Iran",
        "SPOKESPERSON: On Sara Mehrabi, please ask the Ministry of Justice.",
        Answer.NONE,
    ),
    (
        "Ministry of Foreign Affairs of Iran",
        "SPOKESPERSON: A newspaper denies that Sara Mehrabi is in prison.",
        Answer.NONE,
    ),
]


@pytest.mark.parametrize(("publisher", "text", "answer"), ENGLISH)
def test_a_spokesperson_answers_in_english(publisher: str, text: str, answer: Answer) -> None:
    assert grade(TALKS, Document("d", text, publisher=publisher, language="en")).answer is answer


REPORTED = [
    ("The Minister raised the case of Sara Mehrabi. The Iranian Minister took note.", Answer.NOTED),
    ("The Iranian Foreign Minister promised that Iran would release Sara Mehrabi.", Answer.PROMISED),
    ("Iran has released Sara Mehrabi, and she is coming home.", Answer.DONE),
    ("The Minister urged Iran to release Sara Mehrabi.", Answer.NONE),
    ("We will not rest until Sara Mehrabi is released.", Answer.NONE),
    ("Canada will continue working to bring Sara Mehrabi home from Iran.", Answer.NONE),
]


@pytest.mark.parametrize(("text", "answer"), REPORTED)
def test_the_raiser_reports_an_answer_only_where_the_target_is_the_subject(text: str, answer: Answer) -> None:
    finding = grade(TALKS, Document("d", text, publisher="Global Affairs Canada", language="en"))
    assert finding.answer is answer
    assert finding.answer_reported is (answer is not Answer.NONE)


def test_a_counter_accusation_is_noted_beside_the_answer() -> None:
    finding = grade(XINJIANG, page("美方称新疆存在镇压。", "新疆根本不存在镇压。美方应该反躬自省。"))
    assert finding.answer is Answer.DENIED
    assert AnswerRule.BESIDE.sentence in {reason.sentence for reason in finding.reasons}


def heard(answer: Answer, *, cue: str = "x", tier: Tier = Tier.PLAIN, at: int = 0) -> Heard:
    return Heard(answer, cue, tier, 1, Span(at, at + 5), "words", Touch.OBJECT)


@pytest.mark.parametrize(
    ("parts", "answer"),
    [
        ([Answer.REFUSED, Answer.DENIED], Answer.REFUSED),
        ([Answer.CONDITIONAL, Answer.REFUSED], Answer.REFUSED),
        ([Answer.DEFLECTED, Answer.DENIED], Answer.DENIED),
        ([Answer.DEFLECTED, Answer.PROMISED], Answer.PROMISED),
    ],
)
def test_the_codebook_says_which_answer_stands(parts: list[Answer], answer: Answer) -> None:
    verdict = decide([heard(part, at=10 * place) for place, part in enumerate(parts)], read_ask(WRITER))
    assert verdict is not None
    assert verdict.answer is answer


def test_nothing_heard_is_no_answer() -> None:
    assert decide([], read_ask(WRITER)) is None


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("Iran has ordered its courts to release her.", Answer.PROMISED),
        ("She has been released.", Answer.DONE),
        ("They will never release her.", Answer.REFUSED),
        ("They must release her.", None),
        ("有关部门已经释放了她。", Answer.DONE),
        ("美方将释放有关人员。", None),
        ("我们将释放有关人员。", Answer.PROMISED),
    ],
)
def test_a_deed_is_the_targets_own(words: str, answer: Answer | None) -> None:
    told = deed(words, read_ask(TALKS))
    assert (told[0] if told is not None else None) is answer


def test_another_side_before_the_words_makes_them_not_the_targets() -> None:
    assert is_own("中方将采取措施", 2, "zh")
    assert not is_own("美方将采取措施", 2, "zh")
    assert is_own("卡方将采取措施", 2, "zh", home="卡方")


def test_an_effort_for_peace_answers_only_an_ask_about_a_war() -> None:
    assert "peace" in kinds_of(read_ask(WAR))
    assert "peace" not in kinds_of(read_ask(WRITER))


SALMON = Ask("s", "Lift the import ban on Norwegian salmon.", "Norway", "China", "")
PRISONER = Ask("p", "Release the engineer Zhou Mingyuan.", "Australia", "China", "")
METHANE = Ask("m", "Cut methane emissions faster.", "European Union", "China", "climate change")
SEAFOOD = Ask("f", "Lift the ban on seafood imposed over the water release.", "Japan", "China", "")


@pytest.mark.parametrize(
    ("ask", "words", "met"),
    [
        (SALMON, "挪方要求取消三文鱼禁令。", True),
        (SALMON, "智利三文鱼对华出口增加。", False),
        (SALMON, "挪威首相将访华。", False),
        (PRISONER, "周明远何时获释？", True),
        (PRISONER, "澳籍人士在北京被羁押。", True),
        (PRISONER, "两国贸易恢复增长。", False),
        (METHANE, "欧盟呼吁削减甲烷。", True),
        (METHANE, "气候会议将于下周举行。", False),
        (SEAFOOD, "日本的水产品仍被禁止进口。", True),
        (SEAFOOD, "日本开始将核污染水排海。", False),
    ],
)
def test_a_question_is_about_the_ask_by_its_topic_and_its_place(ask: Ask, words: str, met: bool) -> None:
    assert topic_of(read_ask(ask)).meets(words) is met


@pytest.mark.parametrize(
    ("asked", "charged"),
    [
        ("美方指责中国的船只排放甲烷。中方有何评论？", True),
        ("美国退出一项协议。中方对此有何评论？", False),
        ("美国对中国企业加征关税。中方有何评论？", False),
        ("欧盟批评中国，并对中国企业加征关税。中方有何评论？", True),
    ],
)
def test_a_question_that_names_the_target_only_for_its_comment_charges_it_with_nothing(
    asked: str, charged: bool
) -> None:
    assert topic_of(read_ask(METHANE)).charges(asked) is charged


def test_what_is_said_to_another_question_is_not_heard() -> None:
    question = "第一个问题，中方会否参展？第二个问题，美方称新疆存在镇压，中方有何评论？"
    reply = "关于第一个问题，请向主管部门了解。关于第二个问题，所谓镇压完全是谎言。"
    assert [number for number, _ in asked_parts(question)] == [1, 2]
    assert numbers(["关于第一个问题，好。", "请看公报。", "关于第二个问题，不是。"]) == [1, 1, 2]
    assert grade(XINJIANG, page(question, reply)).answer is Answer.DENIED
    other = "关于第一个问题，这完全是谎言。关于第二个问题，请向主管部门了解。"
    assert grade(XINJIANG, page(question, other)).answer is Answer.NONE


def test_another_speaker_before_the_words_makes_them_a_quotation() -> None:
    assert is_quoted("多国代表强调，这是中国内政", 8)
    assert not is_quoted("中方代表强调，这是中国内政", 8)


def test_every_turn_of_phrase_and_every_row_of_the_glossary_can_be_searched_for() -> None:
    for row in rows("answer_turns.tsv", key="name"):
        turn(row["name"])
    glossary = rows("answer_glossary.tsv", key="words")
    assert {row["weight"] for row in glossary} == {"topic", "weak"}
    assert all(row["zh"] for row in glossary)


def test_every_cue_gives_an_answer_that_has_a_rule() -> None:
    for language in ("en", "zh"):
        assert cues(language)
        assert {cue.answer for cue in cues(language)} <= set(RULE_OF)
    for row in rows("answer_reports.tsv", key="name"):
        re.compile(row["pattern"])


PIECES = st.sampled_from(
    [
        "魏大山",
        "依法处理",
        "中国内政，",
        "谎言",
        "。",
        "\n\n",
        "路透社记者：",
        "发言人：",
        "Wei Dashan ",
        "will not release ",
        "took note. ",
        "Is it true? ",
        "China ",
    ]
)


@given(st.lists(PIECES, max_size=20).map("".join))
@settings(max_examples=80, deadline=None)
def test_evidence_is_verbatim_whatever_the_text(text: str) -> None:
    finding = grade(WRITER, Document("d", text, publisher=BEIJING))
    assert (finding.answer is Answer.NONE) == (not finding.answer_evidence)
    for quote in finding.answer_evidence:
        assert text[quote.start : quote.end] == quote.exact


def test_the_labelled_replies_are_read_as_two_coders_read_them(shared: Path) -> None:
    """The floors are the targets of the project; the labelled set has 60 replies on six asks."""
    path = shared / "bench" / "answers_zh" / "answers_zh.jsonl"
    items = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    pairs = [(Answer(item["gold"]["answer"]), read(item).answer) for item in items if item["gold"]["answer"]]
    assert sum(gold is said for gold, said in pairs) / len(pairs) >= 0.80
    spoke = sum(said is not Answer.NONE for _, said in pairs)
    right = sum(gold is not Answer.NONE and said is not Answer.NONE for gold, said in pairs)
    assert right / spoke >= 0.90
    assert right / sum(gold is not Answer.NONE for gold, _ in pairs) >= 0.90


def read(item: dict[str, str]) -> Finding:
    ask = Ask(item["ask_id"], item["ask"], item["raiser"], item["target"], item["parent"])
    document = Document(item["item"], item["text"], publisher=item["publisher"], date=item["date"], language="zh")
    return grade(ask, document)
