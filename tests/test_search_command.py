"""`onrecord search`: every document that holds all words, latest first, with verbatim places."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.model.record import Span
from onrecord.text.surroundings import AROUND, surrounded
from test_check_command import example, run

TIBETAN = "མི་རིགས་ཀྱི་ཐོབ་ཐང་དང་རང་དབང་།"
CHINESE = "外交部发言人表示，中方一贯尊重和保障人权，反对干涉内政。西藏事务纯属中国内政。"
DOCUMENTS = [
    {"id": "zh:1", "publisher": "外交部", "date": "2024-03-01", "title": "记者会", "language": "zh", "text": CHINESE},
    {"id": "bo:1", "publisher": "བོད", "date": "2024-02-01", "title": "གསར་འགྱུར", "language": "bo", "text": TIBETAN},
    {"id": "en:1", "publisher": "Avaria", "date": "2024-01-01", "title": "One", "text": "The river.\x1b[2J " * 40 + "Rivers meet."},
    {"id": "en:2", "publisher": "Avaria", "date": "2024-05-01", "title": "Two", "text": "A river\nand human rights."},
    {"id": "en:3", "publisher": "Lunmark", "date": "", "title": "Three", "text": "The rights of a human by the river."},
]  # fmt: skip


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("search")
    lines = "".join(json.dumps({"url": "", **one}, ensure_ascii=False) + "\n" for one in DOCUMENTS)
    (folder / "record.jsonl").write_text(lines, encoding="utf-8")
    code, _, said = run("add", str(folder / "record.jsonl"), "--store", str(folder / "store"))
    assert code == 0, said
    return str(folder / "store")


def found(store: str, *arguments: str) -> dict[str, Any]:
    code, out, said = run("search", *arguments, "--json", "--store", store)
    assert code == 0, said
    held: dict[str, Any] = json.loads(out)
    return held


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (("river",), ["en:2", "en:1", "en:3"]),
        (("RIVER", "rights"), ["en:2", "en:3"]),
        (('"human rights"',), ["en:2"]),
        (("human rights",), ["en:2"]),
        (("人权",), ["zh:1"]),
        (("西藏事务",), ["zh:1"]),
        (("藏西",), []),
        (("ཐོབ་ཐང",), ["bo:1"]),
        (("ཐང་དང",), ["bo:1"]),
        (("ཐ",), []),
        (("river", "--publisher", "lunmark"), ["en:3"]),
        (("river", "--since", "2024-02"), ["en:2"]),
        (("river", "--until", "2024-02"), ["en:1"]),
        (("river", "--limit", "1"), ["en:2"]),
    ],
)
def test_what_holds_all_words_is_found_latest_first(store: str, arguments: tuple[str, ...], ids: list[str]) -> None:
    held = found(store, *arguments)
    assert [hit["id"] for hit in held["hits"]] == ids
    texts = {str(one["id"]): str(one["text"]) for one in DOCUMENTS}
    for hit in held["hits"]:
        for passage in hit["passages"]:
            for quote in (passage, *passage["words"]):
                assert texts[hit["id"]][quote["start"] : quote["end"]] == quote["quote"]


def test_the_total_counts_what_is_not_shown(store: str) -> None:
    assert [found(store, words, "--limit", "1")["total"] for words in ("river", "The river", "人权")] == [3, 2, 1]
    assert found(store, "river", "--limit", "0")["total"] == 3
    _, out, _ = run("search", "river", "--limit", "1", "--store", store)
    assert "3 documents hold all these words, of 5 documents searched; 1 shown." in out


def test_an_absence_says_no_more_than_what_was_searched(store: str) -> None:
    code, out, _ = run("search", "river", "weather", "--publisher", "avaria", "--store", store)
    assert (code, out) == (0, "No document in 2 holds all these words: river weather\n")


def test_the_words_are_shown_in_their_place_and_nothing_steers_the_terminal(store: str) -> None:
    _, out, _ = run("search", "river", "--store", store)
    assert "“A river and human rights.”" in out
    assert "the words: 2–7" in out
    assert "more passages" not in out
    assert "\x1b" not in out
    assert "2024-05-01 · Avaria · Two" in out


def test_a_search_needs_a_word(store: str) -> None:
    code, _, said = run("search", "…", "--store", store)
    assert (code, "no word to search for" in said) == (1, True)
    assert run("search", "--store", store)[0] == 2


def test_the_example_can_be_searched(tmp_path: Path) -> None:
    run("add", example("record.jsonl"), "--store", str(tmp_path / "store"))
    held = found(str(tmp_path / "store"), "Sumara")
    assert held["total"] == len(held["hits"]) > 3


@given(
    st.text(alphabet="ab་\n \u0f71\u0fb2", max_size=400), st.lists(st.tuples(st.integers(0, 390), st.integers(1, 9)))
)
def test_passages_are_verbatim_and_hold_every_word(text: str, places: list[tuple[int, int]]) -> None:
    spans = sorted({(start, min(start + size, len(text))) for start, size in places if start < len(text)})
    shown = list(surrounded(text, [Span(*span) for span in spans]))
    assert [(word.start, word.end) for one in shown for word in one.words] == spans
    for one in shown:
        assert text[one.passage.start : one.passage.end] == one.passage.exact
        for word in one.words:
            assert one.passage.start <= word.start <= word.end <= one.passage.end
            assert text[word.start : word.end] == word.exact
        assert one.words[0].start - one.passage.start <= AROUND + 30
