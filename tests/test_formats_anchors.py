"""A quote is found again where its words and their surroundings stand, and never where only its look-alike does."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evidence_values import INTERNAL, SEALED, Held, filled
from onrecord.reports.audience import Audience
from onrecord.reports.formats.anchors import CONTEXT, Fate, Found, anchor, found
from onrecord.reports.formats.annotations import annotations_bytes, read_annotations
from onrecord.reports.formats.told import FormatError

QUOTE = "We raised Tibet."
BEFORE = "The spokesman opened the briefing at noon and said to the press: "
AFTER = " He then turned to tariffs on solar panels and on steel."
OLD = f"{BEFORE}{QUOTE}{AFTER}"


def after(new: str, *, old: str = OLD, quote: str = QUOTE) -> Found:
    start = old.index(quote)
    return found(anchor(old, start, start + len(quote)), new)


def test_a_text_that_did_not_change_holds_the_quote_where_it_was() -> None:
    assert after(OLD) == Found(Fate.SAME, len(BEFORE), len(BEFORE) + len(QUOTE))


def test_a_paragraph_put_before_it_moves_it() -> None:
    new = "A correction was made.\n\n" + OLD
    there = after(new)
    assert there.fate is Fate.MOVED
    assert new[there.start : there.end] == QUOTE


def test_white_space_around_it_may_change() -> None:
    assert after(OLD.replace(" and said to", "\n  and  said\nto")).fate is Fate.MOVED


LOOK_ALIKES = {
    "another speaker says the same": f"{BEFORE}No comment.{AFTER}\nThe senator said at a rally in Ohio: {QUOTE} Applause followed.",
    "the same words after the same words": f"{BEFORE}{QUOTE} That was years ago, under another administration.",
    "the same words before the same words": f"In 1999 an aide told a friend of his in confidence: {QUOTE}{AFTER}",
    "denied": f"{BEFORE}It is not true that {QUOTE}{AFTER}",
    "twice": "x" * 7 + f"{BEFORE}{QUOTE}{AFTER}\n{BEFORE}{QUOTE}{AFTER}",
    "only elsewhere": f"A report of another day. {QUOTE} It was published in June.",
    "other words": f"{BEFORE}We discussed trade.{AFTER}",
    "nothing": "Page not found.",
    "empty": "",
}


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_a_look_alike_is_never_anchored_to(name: str) -> None:
    there = after(LOOK_ALIKES[name])
    assert there.fate in {Fate.CHANGED, Fate.GONE}
    assert there.start is None and there.end is None


def test_what_stands_between_its_neighbours_now_is_shown_to_a_person() -> None:
    new = LOOK_ALIKES["other words"]
    (place,) = after(new).candidates
    assert new[slice(*place)] == "We discussed trade."


def test_the_same_words_elsewhere_are_gone_not_moved() -> None:
    assert after(LOOK_ALIKES["only elsewhere"]).fate is Fate.GONE


def test_an_anchor_grows_until_it_is_alone_in_its_text() -> None:
    """Every answer of a briefing may begin alike; the words around it tell them apart."""
    turn = "QUESTION: Did you raise it? MR. PRICE: We did raise it. QUESTION: Anything else? MR. PRICE: No, nothing else.\n"
    old = f"First topic.\n{turn * 3}Last topic."
    start = old.index("We did", old.index("We did") + 1)
    made = anchor(old, start, start + 15)
    assert old.count(made.prefix + made.exact + made.suffix) == 1
    assert len(made.prefix) > CONTEXT
    shorter = f"First topic.\n{turn}Last topic."
    assert found(made, shorter).start is None


def test_at_the_edges_a_text_itself_is_the_neighbour() -> None:
    made = anchor(QUOTE, 0, len(QUOTE))
    assert found(made, QUOTE).fate is Fate.SAME
    assert found(made, f"He lied: {QUOTE}").start is None
    assert found(made, f"{QUOTE} Not.").start is None


WORDS = st.text(alphabet="ab .\n", max_size=60)


@settings(max_examples=600)
@given(WORDS, st.text(alphabet="ab ", min_size=1, max_size=8), WORDS, WORDS)
def test_what_is_anchored_is_the_quote_between_its_neighbours(before: str, quote: str, behind: str, new: str) -> None:
    """In texts of two letters nearly everything is a look-alike."""
    assume(quote.strip())
    layer = before + quote + behind
    made = anchor(layer, len(before), len(before) + len(quote))
    assert found(made, layer).fate is Fate.SAME
    for text in (new, new + layer, layer + new, before + behind, before + new + behind):
        there = found(made, text)
        if there.start is None:
            continue
        assert text[there.start : there.end] == quote
        squeezed = "".join(text[: there.start].split()), "".join(text[there.end :].split())
        assert squeezed[0].endswith("".join(made.prefix.split()))
        assert squeezed[1].startswith("".join(made.suffix.split()))


@given(WORDS, st.text(alphabet="ab ", min_size=1, max_size=8), WORDS)
def test_a_text_without_the_quote_gives_no_place(before: str, quote: str, new: str) -> None:
    assume(quote.strip() and quote not in new)
    made = anchor(before + quote, len(before), len(before) + len(quote))
    assert found(made, new).start is None


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Held:
    return filled(tmp_path_factory.mktemp("anchors"))


@pytest.mark.parametrize("audience", list(Audience))
def test_every_exported_quote_stands_in_its_layer_after_the_round_trip(held: Held, audience: Audience) -> None:
    read = read_annotations(annotations_bytes(held.told(audience)), name="a.json")
    assert len(read) >= 3
    for document, made in read:
        text = held.store.ledger.document(document).text
        assert text[made.start : made.end] == made.exact
        assert found(made, text).fate is Fate.SAME


def test_the_words_around_a_quote_stop_before_a_protected_name(held: Held) -> None:
    content = annotations_bytes(held.told(Audience.PUBLIC)).decode()
    assert json.loads(content)["withheld"] >= 1
    for name in (INTERNAL, SEALED):
        assert [part for part in name.split() if part in content] == []


def test_an_annotation_has_the_shape_of_the_recommendation(held: Held) -> None:
    collection = json.loads(annotations_bytes(held.told(Audience.TEAM)))
    assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld"
    for item in collection["first"]["items"]:
        assert item["type"] == "Annotation"
        kinds = [selector["type"] for selector in item["target"]["selector"]]
        assert kinds == ["TextQuoteSelector", "TextPositionSelector"]
    assert len({item["id"] for item in collection["first"]["items"]}) == collection["total"]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"target": {}}', b'{"first": {"items": [3]}}', b"\xff"])
def test_what_is_no_annotation_is_named(content: bytes) -> None:
    with pytest.raises(FormatError, match=r"a\.json"):
        read_annotations(content, name="a.json")
