"""Names of persons: what may be one name, what is not, and the spellings to look for."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.text.names import NameDecision, NameRule, same_name, variants
from onrecord.text.names_chinese import readings, wade_giles
from onrecord.text.names_parts import Role, parse
from onrecord.text.names_scripts import romanise
from onrecord.text.tables import data_text

SAME, POSSIBLE = NameDecision.SAME, NameDecision.POSSIBLE
UNKNOWN, DIFFERENT = NameDecision.UNKNOWN, NameDecision.DIFFERENT

PAIRS = [
    # order, commas, titles, joints
    ("Marta Kovalik", "Kovalik, Marta", SAME),
    ("Marta Kovalik", "KOVALIK Marta", SAME),
    ("Dr. Marta Kovalik", "Marta Kovalik", SAME),
    ("Jean-Luc Besson", "Jean Luc Besson", SAME),
    ("JeanLuc Besson", "Jean-Luc Besson", SAME),
    ("Pieter van den Hoek", "Pieter Vandenhoek", DIFFERENT),
    ("Pieter van den Hoek", "Pieter Hoek", SAME),
    ("Nasser al-Harbi", "Nasser El Harbi", SAME),
    ("Abdul Aziz Rahimi", "Abdulaziz Rahimi", SAME),
    # spellings of one name
    ("Wladimir Sorokin", "Vladimir Sorokin", SAME),
    ("Mohamed Salah Omari", "Muhammad Salah Omari", SAME),
    ("Osama bin Farid", "Usama ibn Farid", SAME),
    ("Yousef Nadir", "Yusuf Nadir", SAME),
    ("Zhaxi Duoji", "Tashi Dorje", SAME),
    ("Tenzin Gyatso", "Tenzing Gyamtso", SAME),
    # a left-out part, an initial, a familiar form, a slip: for a person to say
    ("Robert Alan Pierce", "Bob Pierce", POSSIBLE),
    ("Robert Pierce", "R. Pierce", POSSIBLE),
    ("Robert Alan Pierce", "Robert Pierce", POSSIBLE),
    ("Oleg Viktorovich Sentsov", "Oleg Sentsov", SAME),
    ("Marta Kovalik", "Marta Kovalyck", SAME),
    ("Marta Kovalik", "Marta Kovaltik", POSSIBLE),
    ("Robert Pierce Jr.", "Robert Pierce", POSSIBLE),
    ("Daniel Moreau", "Danielle Moreau", POSSIBLE),
    ("Ivan Orlov", "Ivan Orlova", POSSIBLE),
    # different people whose names look alike
    ("Tashi Wangchuk", "Tashi Wangdu", DIFFERENT),
    ("Tashi Wangchuk", "Tashi Wangyal", DIFFERENT),
    ("Lobsang Tenzin", "Lobsang Tsering", DIFFERENT),
    ("Wang Yi", "Wang Yu", DIFFERENT),
    ("Li Qiang", "Li Jiang", DIFFERENT),
    ("Robert Pierce Jr.", "Robert Pierce Sr.", DIFFERENT),
    ("Robert A. Pierce", "Robert C. Pierce", DIFFERENT),
    ("Ali bin Omar", "Omar bin Ali", DIFFERENT),
    ("Pavel Ivanovich Orlov", "Pavel Sergeevich Orlov", DIFFERENT),
    ("Marta Kovalik", "Anna Kovalik", DIFFERENT),
    ("Marta Kovalik", "Deng Rui", DIFFERENT),
    # one part of several says too little
    ("Tashi", "Tashi Wangchuk", UNKNOWN),
    ("Tashi", "Tashi", SAME),
    ("Mohammad Khan", "Mohammad Yasin Khan", UNKNOWN),
    # Chinese: systems, forms of characters, Western names beside
    ("Liu Xiaobo", "刘晓波", SAME),
    ("Hsiao-po Liu", "劉曉波", SAME),
    ("刘晓波", "劉曉波", SAME),
    ("Wong Chi-fung", "黃之鋒", SAME),
    ("Joshua Wong Chi-fung", "黄之锋", POSSIBLE),
    ("Jimmy Lai", "黎智英", UNKNOWN),
    ("Liu Xiaobo", "刘晓明", DIFFERENT),
    ("刘晓波", "刘晓明", DIFFERENT),
    ("Mao Tse-tung", "毛泽东", SAME),
    # foreign names in Chinese and Arabic, written by ear
    ("Angela Merkel", "安格拉·默克尔", POSSIBLE),
    ("Angela Merkel", "安格拉·舒尔茨", DIFFERENT),
    ("Robert Fischer", "روبرت فيشر", POSSIBLE),
    ("Robert Fischer", "روبرت مارتن", DIFFERENT),
    # Tibetan and Uyghur names in their three scripts
    ("Tashi Wangchuk", "扎西文色", SAME),
    ("Tenzin Delek Rinpoche", "丹增德勒仁波切", SAME),
    ("Tashi Wangchuk", "བཀྲ་ཤིས་དབང་ཕྱུག", SAME),
    ("Tashi Wangdu", "扎西文色", DIFFERENT),
    ("Ilham Tohti", "伊力哈木·土赫提", SAME),
    ("Ilham Tohti", "ئىلھام توختى", SAME),
    # other alphabets
    ("Oleg Sentsov", "Олег Сенцов", SAME),
    ("Oleh Sentsov", "Олег Сенцов", SAME),
    ("Nikos Petrakis", "Νίκος Πετράκης", SAME),
    ("Kim Jong-un", "김정은", SAME),
    ("김정은", "김종은", DIFFERENT),
    ("Nguyễn Văn Đài", "Nguyen Van Dai", SAME),
    ("Daw Khin Mar", "Khin Mar", SAME),
]


@pytest.mark.parametrize(("one", "other", "decision"), PAIRS)
def test_two_names_are_proposed_or_kept_apart(one: str, other: str, decision: NameDecision) -> None:
    found = same_name(one, other)
    assert found.decision is decision, found


def test_a_familiar_form_is_never_more_than_a_proposal() -> None:
    assert same_name("Bill Hartley", "William Hartley").decision is POSSIBLE
    assert same_name("Bill Hartley", "Richard Hartley").decision is DIFFERENT


def test_a_form_in_another_language_is_never_more_than_a_proposal() -> None:
    assert same_name("Juan Hartley", "John Hartley").decision is POSSIBLE


def test_the_score_is_the_sum_of_its_reasons() -> None:
    for one, other, _ in PAIRS:
        found = same_name(one, other)
        total = sum(reason.weight for reason in found.reasons)
        assert found.score == pytest.approx(max(0.0, min(1.0, total)), abs=1e-3), (one, other)


def test_every_reason_reads_as_a_sentence_with_the_words_that_fired_it() -> None:
    found = same_name("Tashi Wangchuk", "Tashi Wangdu")
    assert found.reasons[0].rule is NameRule.CONFLICT
    assert found.reasons[0].sentence == "“wangchuk” and “wangdu” are different parts, so the names differ."
    for one, other, _ in PAIRS:
        for reason in same_name(one, other).reasons:
            assert reason.sentence.endswith(".") and "{" not in reason.sentence and "“”" not in reason.sentence


@pytest.mark.parametrize("nothing", ["", "  ", "12", "—", "()", "٣٤"])
def test_a_text_without_letters_matches_nobody(nothing: str) -> None:
    assert same_name(nothing, "Marta Kovalik").decision is UNKNOWN


VARIANTS = [
    ("Liu Xiaobo", {"Liu Xiao-bo", "Xiaobo Liu", "Liu Hsiao-po"}),
    ("黄之锋", {"黃之鋒", "Huang Zhifeng", "Wong Chi-fung"}),
    ("Tashi Wangchuk", {"扎西文色", "བཀྲ་ཤིས་དབང་ཕྱུག", "Trashi Wangchuk", "Tashi Wangchug", "Wangchuk Tashi"}),
    ("扎西文色", {"Tashi Wangchuk", "Zhaxi Wangchuk"}),
    ("Tenzin Delek Rinpoche", {"Tenzin Delek", "丹增德勒"}),
    ("Ilham Tohti", {"伊力哈木·土赫提", "Ilham Toxti", "ئىلھام توختى"}),
    ("Алексей Орлов", {"Aleksei Orlov", "Aleksey Orlov", "Aleksej Orlow"}),
    ("Ілля Гриценко", {"Illia Hrytsenko"}),
    ("Oleg Orlov", {"Олег Орлов", "Orlov, Oleg", "O. Orlov"}),
    ("Nguyễn Văn Đài", {"Nguyen Van Dai"}),
    ("Daw Aung San Suu Kyi", {"Aung San Suu Kyi", "အောင်ဆန်းစုကြည်"}),
    ("Mohammed bin Salman", {"Muhammad bin Salman", "Mohammed ibn Salman"}),
    ("Kim Jong-un", {"Kim Jong un", "Kim Jongun"}),
    ("김정은", {"Kim Jong-un", "Kim Jong Un"}),
    ("William Hartley, Jr.", {"Bill Hartley", "Hartley, William", "W. Hartley"}),
    ("José María Ruiz", {"Jose Maria Ruiz", "José Ruiz"}),
]


@pytest.mark.parametrize(("name", "wanted"), VARIANTS)
def test_the_spellings_of_a_record_are_among_the_variants(name: str, wanted: set[str]) -> None:
    assert wanted <= set(variants(name))


@pytest.mark.parametrize(
    ("name", "unwanted"),
    [
        ("Liu Xiaobo", {"Liu Bo", "L. Xiaobo"}),
        ("Aung San Suu Kyi", {"Aung Kyi", "Kyi"}),
        ("Kim Jong-un", {"Kim un", "K. Jong-un"}),
        ("Joshua Wong", {"Wong"}),
        ("Putin Vladimirov", {"Putin"}),
    ],
)
def test_no_variant_is_another_persons_name(name: str, unwanted: set[str]) -> None:
    assert not unwanted & set(variants(name))


def test_titles_and_ages_are_no_part_of_a_name() -> None:
    assert variants("Geshe Sonam Norbu, 71")[0] == "Sonam Norbu"
    assert [part.text for part in parse("Sheikh Nasser al-Harbi").parts] == ["nasser", "harbi"]
    assert parse("Oleg Viktorovich Sentsov").parts[1].role is Role.PATRONYMIC
    assert parse("Robert Pierce, Jr.").suffix == "jr"
    assert variants("") == ()


@pytest.mark.parametrize(
    ("word", "latin"),
    [("Лавренко", "lavrenko"), ("バラク", "baraku"), ("मोदी", "modii"), ("ზურაბ", "zurab"), ("정은", "jeongeun")],
)
def test_letters_are_read_as_they_sound(word: str, latin: str) -> None:
    assert romanise(word) == latin


def test_pinyin_turns_into_wade_giles() -> None:
    assert [wade_giles(each)[0] for each in ("xiao", "zhong", "jie", "gui", "tian")] == [
        "hsiao", "chung", "chieh", "kuei", "tien",
    ]  # fmt: skip
    assert {"tsetung", "zedong"} <= set(readings("泽东"))


LATIN_NAMES = st.lists(
    st.text(st.sampled_from("abcdefghijklmnoprstuvz"), min_size=3, max_size=9).map(str.capitalize),
    min_size=1,
    max_size=4,
    unique=True,
).map(" ".join)
ANY_TEXT = st.text(max_size=24) | LATIN_NAMES


@settings(deadline=None, max_examples=80)
@given(ANY_TEXT, ANY_TEXT)
def test_the_order_of_the_two_names_does_not_matter(one: str, other: str) -> None:
    assert same_name(one, other) == same_name(other, one)


@settings(deadline=None, max_examples=80)
@given(LATIN_NAMES)
def test_a_name_is_the_same_as_itself_in_any_case_of_its_letters(name: str) -> None:
    for spelling in (name, name.upper(), f"  {name} "):
        found = same_name(name, spelling)
        assert found.decision is SAME and found.score == 1.0


@settings(deadline=None, max_examples=80)
@given(LATIN_NAMES, st.randoms(use_true_random=False))
def test_the_order_of_the_parts_does_not_matter(name: str, draw: random.Random) -> None:
    words = name.split(" ")
    draw.shuffle(words)
    assert same_name(name, " ".join(words)).decision is SAME


@settings(deadline=None, max_examples=60)
@given(ANY_TEXT)
def test_variants_are_few_distinct_and_never_empty(name: str) -> None:
    found = variants(name)
    assert len(found) <= 60 and len(set(found)) == len(found) and all(each.strip() for each in found)


def test_the_derived_tables_name_their_source_and_stay_small() -> None:
    for name in ("name_han.tsv", "name_arabic.tsv", "name_known.tsv"):
        assert "Wikidata (CC0)" in data_text(name) and len(data_text(name).encode()) < 100_000


def test_proposals_on_labelled_pairs_stay_above_their_floor(shared: Path) -> None:
    """F1 at least .80 with precision at least .90, as the project asked."""
    path = shared / "bench" / "names" / "name_bench_person.csv"
    if not path.exists():
        pytest.skip("the labelled names are not beside this checkout")
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            (same_name(row["name1"], row["name2"]).decision, row["is_match"] == "True") for row in csv.DictReader(file)
        ]
    said = [truth for decision, truth in rows if decision in {SAME, POSSIBLE}]
    precision, recall = sum(said) / len(said), sum(said) / sum(truth for _, truth in rows)
    assert precision >= 0.90 and 2 * precision * recall / (precision + recall) >= 0.85
