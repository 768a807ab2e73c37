"""Copies of one text are found, forms filled twice are not, and altered quotations are named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.model.record import Document
from onrecord.text.copies import Cluster, Copies, sketched
from onrecord.text.misquotes import misquotes, quotations
from onrecord.text.shingles import containment, resemblance, shingles, sketch

OFFICIAL = Document(
    "mfa:1",
    "The Foreign Minister met her counterpart today. They discussed trade, the river and the border crossing that "
    "was closed in spring. The Minister spoke of the genocide in Xinjiang and called for the release of all who are "
    "held without trial. She also asked for access to the region for independent observers before the end of the "
    "year. Her counterpart took note. The two will meet again in the autumn.",
    "Ministry of Foreign Affairs of Avaria",
    "2023-06-19",
    "Readout of the Minister’s meeting",
)
REPUBLISHED = replace(
    OFFICIAL,
    id="news:7",
    publisher="Morning News",
    date="2023-06-20",
    text="Share on Facebook\n\n"
    + OFFICIAL.text.replace(
        "spoke of the genocide in Xinjiang and called", "spoke of “the genocide in East Turkestan” and called"
    ),
)


def clusters(*documents: Document) -> list[Cluster]:
    held = [sketched(at, document) for at, document in enumerate(documents)]
    return list(Copies(documents.__getitem__, lambda publisher: publisher.startswith("Ministry")).clusters(held))


def test_a_republished_text_is_held_against_the_official_one() -> None:
    other = replace(OFFICIAL, id="mfa:2", text="Nothing of this stands in the other texts. " * 20)
    (found,) = clusters(REPUBLISHED, other, OFFICIAL)
    assert (found.head.id, found.official) == ("mfa:1", True)
    assert [copy.document.id for copy in found.copies] == ["news:7"]


def test_words_put_inside_quotation_marks_that_the_official_text_has_otherwise_are_named() -> None:
    (found,) = misquotes(OFFICIAL.text, REPUBLISHED.text)
    assert found.quote.exact == "the genocide in East Turkestan"
    assert found.official is not None
    assert found.official.exact == "the genocide in Xinjiang"
    assert found.quote.span.of(REPUBLISHED.text) == found.quote.exact
    assert found.official.span.of(OFFICIAL.text) == found.official.exact


def test_the_altered_word_alone_inside_marks_is_named_too() -> None:
    copy = OFFICIAL.text.replace("Xinjiang", "“East Turkestan”")
    (found,) = misquotes(OFFICIAL.text, copy)
    assert found.official is not None
    assert found.official.exact == "Xinjiang"


def test_what_is_quoted_rightly_is_not_named() -> None:
    copy = OFFICIAL.text.replace("took note", "“TOOK  note”")
    assert list(misquotes(OFFICIAL.text, copy)) == []


def test_a_quotation_that_the_copy_added_stands_apart() -> None:
    copy = OFFICIAL.text + "\n\n“We hear promises every year,” said the poet."
    (found,) = misquotes(OFFICIAL.text, copy)
    assert not found.in_other_words


@pytest.mark.parametrize(
    "said",
    [
        "called for the release … without trial",
        "called for the release of all […] without trial",
        "called for the release of all [prisoners] held",
        "[S]he also asked for access to the region",
        "re\u00adlease of all who are held",
    ],
)
def test_what_a_quotation_says_is_left_out_or_put_in_is_not_altered(said: str) -> None:
    assert list(misquotes(OFFICIAL.text, f"{OFFICIAL.text}\n\nShe “{said}”, the paper wrote.")) == []


def test_an_altered_quotation_is_named_inside_another_text() -> None:
    article = (
        "The visit ended on Monday. “The poet is free,” a friend of hers said.\n\nThe Minister “called for the trial of "
        "all who are held without trial”, her office wrote. Shops stayed open."
    )
    altered = [one for one in misquotes(OFFICIAL.text, article) if one.in_other_words]
    (found,) = altered
    assert found.quote.exact == "called for the trial of all who are held without trial"
    assert found.official is not None
    assert found.official.exact == "called for the release of all who are held without trial"
    assert found.official.span.of(OFFICIAL.text) == found.official.exact
    (edit,) = found.edits
    assert (edit.old.of(article), edit.new.of(OFFICIAL.text)) == ("trial", "release")


def test_what_somebody_else_said_has_no_official_words() -> None:
    article = "“We are going to be there for all of the people of the region,” he said. “No comment.”"
    assert [one for one in misquotes(OFFICIAL.text, article) if one.in_other_words] == []


def test_a_misquote_in_chinese_is_named() -> None:
    official = "外交部长今天会见了对方。她谈到新疆的人权状况，要求释放所有未经审判而被关押的人。双方将在秋天再次会晤。"
    (found,) = misquotes(official, official.replace("新疆的人权状况", "“东突的人权状况”"))
    assert found.official is not None
    assert found.official.exact == "新疆的人权状况"


def test_one_publisher_that_fills_a_form_again_publishes_no_copy() -> None:
    form = "Today the President declared that an emergency exists in the State of {} and ordered federal aid to add to "
    form += (
        "the work of the State because of the storm. The declaration sets federal money free for those who were hit."
    )
    first = replace(OFFICIAL, id="a", text=form.format("Norland"), title="Aid for Norland")
    second = replace(OFFICIAL, id="b", text=form.format("Westmark"), title="Aid for Westmark")
    assert clusters(first, second) == []
    assert len(clusters(first, replace(first, id="c"))) == 1


def test_the_same_words_of_other_months_are_another_event() -> None:
    assert clusters(OFFICIAL, replace(OFFICIAL, id="x", date="2023-07-19")) == []
    assert len(clusters(OFFICIAL, replace(OFFICIAL, id="x", date=""))) == 1


def test_a_copy_in_chinese_is_found() -> None:
    text = "外交部发言人今天在例行记者会上回答了有关边境谈判的提问，表示双方将继续通过对话解决分歧，维护边境地区的和平与安宁。"
    text += (
        "发言人还强调，中方一贯主张各国相互尊重主权和领土完整，反对以任何借口干涉别国内政，希望有关方面客观公正看待。"
    )
    first = replace(OFFICIAL, id="zh:1", text=text, language="zh")
    second = replace(first, id="zh:2", publisher="晨报", text="分享到微博\n\n" + text.replace("今天", "昨天"))
    (found,) = clusters(second, first)
    assert found.head.id == "zh:1"


def test_short_texts_are_left_alone() -> None:
    short = replace(OFFICIAL, text="The letter is here.")
    assert clusters(short, replace(short, id="y")) == []


def test_a_chain_of_copies_is_parted_where_its_ends_are_strangers() -> None:
    words = [f"word{at}" for at in range(400)]
    parts = [replace(OFFICIAL, id=str(at), publisher=f"News {at}", text=" ".join(words[at * 60 : at * 60 + 200]))
             for at in range(4)]  # fmt: skip
    for found in clusters(*parts):
        assert all(copy.resemblance >= 0.5 for copy in found.copies)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_a_text_is_its_own_copy(text: str) -> None:
    held = shingles(text)
    assert set(sketch(held)) <= held
    if held:
        assert resemblance(held, shingles(text.upper().lower())) >= 0
        assert resemblance(held, held) == containment(held, held) == 1


@settings(deadline=None)
@given(st.text(alphabet='ab “”"«»「」\n', max_size=60))
def test_every_quotation_is_verbatim(text: str) -> None:
    assert all(quote.span.of(text) == quote.exact for quote in quotations(text))
