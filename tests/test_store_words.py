"""Words are found in every script, at their places, on a file and on a server alike."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import StoreError
from onrecord.ledger.grams import grams_of, layer_of, terms_of
from onrecord.ledger.store import FILE, WORDS, SqlLedger
from onrecord.model.record import Document
from test_store import NOW, STATEMENT, Home, capture, home, ledger, socket

__all__ = ["home", "ledger", "socket"]

RECORD = {
    "zh": "外交部发言人表示，中方一贯尊重和保障人权。西藏事务是中国内政。",
    "ja": "外務大臣は人権状況への懸念を表明した。",
    "bo": "བོད་ཀྱི་སྐད་ཡིག་ལ་གུས་ཞབས་ཞུ། བཙོན་པ་གློད་གྲོལ་གཏོང་རོགས།",
    "ar": "أعرب الوزير عن قلقه إزاء اعتقال المُعَلِّم. حقوق الإنســان مهمة.",
    "fr": "Le ministre a évoqué l’affaire de l’enseignant à São Tomé; Straße, naïve, Ænean.",
    "hi": "मंत्री ने मानवाधिकार का मुद्दा उठाया।",
    "th": "รัฐมนตรีแสดงความกังวลเรื่องสิทธิมนุษยชน",
    "en": "The Minister raised the case of the teacher.\nShe called for his release at once.",
}


@pytest.fixture
def record(ledger: SqlLedger) -> SqlLedger:
    ledger.add(capture(), [Document(id=name, text=text, date="2023-06-19") for name, text in RECORD.items()])
    return ledger


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("人权", {"zh": ["人权"]}),
        ("西藏", {"zh": ["西藏"]}),
        ("权", {"zh": ["权"]}),
        ("保障人权 中方", {"zh": ["中方", "保障人权"]}),
        ("人藏", {}),
        ("人権", {"ja": ["人権"]}),
        ("བོད", {"bo": ["བོད"]}),
        ("བོད་ཀྱི་", {"bo": ["བོད་ཀྱི"]}),
        ("གློད་གྲོལ", {"bo": ["གློད་གྲོལ"]}),
        ("བ", {}),
        ("المعلم", {"ar": ["المُعَلِّم"]}),
        ("الانسان", {"ar": ["الإنســان"]}),
        ("sao tome", {"fr": ["São", "Tomé"]}),
        ("STRASSE evoque", {"fr": ["évoqué", "Straße"]}),
        ("Évoqué", {"fr": ["évoqué"]}),
        ("मानवाधिकार", {"hi": ["मानवाधिकार"]}),
        ("मानव", {}),
        ("สิทธิมนุษยชน", {"th": ["สิทธิมนุษยชน"]}),
        ("teach", {}),
        ('"the teacher. she called"', {"en": ["the teacher.\nShe called"]}),
        ("teacher released", {}),
    ],
)
def test_words_are_found_in_every_script(record: SqlLedger, words: str, found: dict[str, list[str]]) -> None:
    hits = record.search(words)
    assert {hit.document_id: [span.of(RECORD[hit.document_id]) for span in hit.spans] for hit in hits} == found


def test_the_latest_come_first_and_no_more_than_wanted(ledger: SqlLedger) -> None:
    documents = [Document(id=str(year), text="human rights", date=str(year)) for year in range(2010, 2020)]
    ledger.add(capture(), documents)
    assert [hit.document_id for hit in ledger.search("rights", limit=2)] == ["2019", "2018"]


def test_the_newest_version_is_searched_and_what_is_added_later_is_found(ledger: SqlLedger) -> None:
    ledger.add(capture(), [STATEMENT])
    assert len(ledger.search("teacher")) == 1
    ledger.add(capture("b"), [replace(STATEMENT, text="The Minister raised the case.", question_spans=())])
    assert (ledger.search("teacher"), len(ledger.search("case"))) == ((), 1)


def test_a_search_without_a_word_says_so(record: SqlLedger) -> None:
    with pytest.raises(StoreError, match="no word to search for"):
        record.search("… – !")


@pytest.mark.parametrize("harm", ["delete", "garbage", "another ledger"])
def test_a_lost_or_damaged_index_is_made_again(tmp_path: Path, harm: str) -> None:
    place = tmp_path / FILE
    Home(place).open().add(capture(), [STATEMENT])
    assert len(Home(place).open().search("teacher")) == 1
    index = place.with_name(FILE + WORDS)
    if harm == "delete":
        index.unlink()
    elif harm == "garbage":
        index.write_bytes(b"no database" * 1000)
    else:
        place.unlink()
        Home(place).open(clock=lambda: NOW.replace("12:", "13:")).add(capture("c"), [STATEMENT])
    assert len(Home(place).open().search("teacher")) == 1


def test_many_who_search_at_once_make_one_whole_index(home: Home) -> None:
    writer = home.open()
    writer.add(capture(), [Document(id=str(number), text=f"human rights {number}") for number in range(700)])
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda number: home.open(patience=30.0).search(f"rights {number}"), (0, 350, 699)))
    assert [[hit.document_id for hit in hits] for hits in found] == [["0"], ["350"], ["699"]]
    assert len(writer.search("rights", limit=1000)) == 700


words = st.text(st.sampled_from("ab é人权藏བོདཀྱི་ القُ.\n\u00ad"), min_size=1, max_size=12)


@settings(max_examples=100, deadline=None)
@given(before=words, wanted=words, after=words)
def test_the_index_never_hides_what_the_text_holds(before: str, wanted: str, after: str) -> None:
    """Whatever a term's pattern finds in a text, its grams are among the text's."""
    layer = layer_of(before + wanted + after)
    for term in terms_of(wanted):
        if term.pattern.search(layer.text):
            assert term.grams <= grams_of(layer.text)
