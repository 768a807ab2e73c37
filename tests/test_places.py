"""Which words mean which place, and which only look so."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import DataError
from onrecord.text.folding import fold
from onrecord.text.marks import Form, forms
from onrecord.text.officials import OfficeKind, leaders, offices, titled_forms
from onrecord.text.places import (
    NameKind,
    PlaceKind,
    ambiguous_forms,
    excluded_phrases,
    mentions,
    names_of,
    place_names,
    place_of,
    places,
    resolve,
    resolve_all,
)
from onrecord.text.tables import rows

LABELS = [
    ("Belarus", "BY"),
    ("Burma (Myanmar)", "MM"),
    ("the People's Republic of China", "CN"),
    ("the People’s Republic of China", "CN"),
    ("Government of the PRC", "CN"),
    ("China, People’s Republic of", "CN"),
    ("the Chinese government", "CN"),
    ("the people of Tibet", "tibet"),
    ("Sudan (SAF and RSF)", "SD"),
    ("South Sudan", "SS"),
    ("Hamas", "hamas"),
    ("Hezbollah", "hezbollah"),
    ("Beijing", "CN"),
    ("the Kremlin", "RU"),
    ("the Lukashenka regime", "BY"),
    ("Maduro", "VE"),
    ("President Xi Jinping", "CN"),
    ("Prime Minister Modi", "IN"),
    ("PRESIDENT ERDOĞAN", "TR"),
    ("President Erdogan", "TR"),
    ("Korea, Republic of", "KR"),
    ("Korea, North", "KP"),
    ("Congo, Democratic Republic of", "CD"),
    ("Republic of Congo", "CG"),
    ("Republic of China", "TW"),
    ("Georgia", "GE"),
    ("Chad", "TD"),
    ("Turkey", "TR"),
    ("Türkiye", "TR"),
    ("Cote d'Ivoire", "CI"),
    ("Côte d’Ivoire", "CI"),
    ("DPR Korea", "KP"),
    ("Byelorussia", "BY"),
    ("U.S.S.R.", "RU"),
    ("Department of State (Bureau of Consular Affairs)", "US"),
    ("Treasury Secretary Janet Yellen and other officials", "US"),
    ("European Union and its member states", "EU"),
    ("UN High Commissioner for Human Rights", "ohchr"),
    ("Prime Minister Kallas", "EE"),
    ("High Representative Kallas", "EU"),
    ("中方", "CN"),
    ("美方", "US"),
    ("習近平", "CN"),
    ("西藏", "tibet"),
    ("印度尼西亚", "ID"),
    ("Россия", "RU"),
    ("مصر", "EG"),
    ("Royaume-Uni", "GB"),
]

PASSAGES = [
    ("He spoke of an evening on the Tibetan Plateau.", []),
    ("She raised the treatment of Tibetans.", ["tibet"]),
    ("He called on us to act; the US will.", ["US"]),
    ("They pardoned a turkey in Ankara's embassy.", ["TR"]),
    ("The visit to New Mexico went well.", []),
    ("Chinese Americans welcomed it; Cuban-American groups did too.", ["US", "US"]),
    ("Freedom of navigation in the South China Sea matters.", ["south-china-sea"]),
    ("The Democratic Republic of the Congo and Rwanda agreed.", ["CD", "RW"]),
    ("Equatorial Guinea and Papua New Guinea voted.", ["GQ", "PG"]),
    ("Congressman Jordan asked about Latin America.", ["latin-america"]),
    ("Atlanta, Georgia, is not Tbilisi.", ["georgia-us", "georgia-us", "GE"]),
    ("中国是最大的发展中国家。", ["CN"]),
    ("内蒙古不是蒙古。", ["inner-mongolia", "MN"]),
    ("沿海地区经济发展。", []),
    ("美方应停止干涉中国内政。", ["US", "CN"]),
]


@pytest.mark.parametrize(("label", "place"), LABELS)
def test_a_label_resolves_to_the_party_that_it_names(label: str, place: str) -> None:
    found = resolve(label)
    assert found is not None
    assert found.id == place


@pytest.mark.parametrize(
    "label", ["Congo", "Korea", "Dominican", "", "turkey", "the moon", "Tibetan Plateau", "governments"]
)
def test_a_label_that_names_no_place_or_leaves_open_which_resolves_to_none(label: str) -> None:
    assert resolve(label) is None


def test_a_label_of_several_parties_gives_all_in_its_order() -> None:
    assert [place.id for place in resolve_all("Philippines and United States")] == ["PH", "US"]
    assert [place.id for place in resolve_all("Sudan (SAF and RSF)")] == ["SD", "saf", "rsf"]


def test_an_office_that_many_places_have_is_the_homes_and_without_a_home_nobodys() -> None:
    assert resolve("the President") is None
    assert resolve("the President", home="FR") == place_of("FR")
    assert resolve("the Secretary of State", home="US") == place_of("US")
    assert resolve("the Taoiseach") == place_of("IE")
    assert resolve("Prime Minister Sunak", home="US") == place_of("GB")


@pytest.mark.parametrize(("text", "expected"), PASSAGES)
def test_a_text_mentions_the_places_that_a_reader_sees(text: str, expected: list[str]) -> None:
    assert [mention.names[0].place for mention in mentions(text)] == expected


def test_every_form_that_one_place_alone_holds_resolves_to_it() -> None:
    wrong = [
        (name.text, name.place)
        for name in place_names()
        if fold(name.text).text not in ambiguous_forms() and [p.id for p in resolve_all(name.text)] != [name.place]
    ]
    assert wrong == []


KNOWN_AMBIGUOUS = {
    "brussels": {"BE", "EU"},
    "congo": {"CD", "CG"},
    "congolese": {"CD", "CG"},
    "dominican": {"DM", "DO"},
    "dominicans": {"DM", "DO"},
    "georgia": {"GE", "georgia-us"},
    "georgian": {"GE", "georgia-us"},
    "georgians": {"GE", "georgia-us"},
    "korea": {"KP", "KR"},
    "korean": {"KP", "KR"},
    "koreans": {"KP", "KR"},
    "塞方": {"CY", "RS"},
    "新方": {"NZ", "SG"},
    "乌方": {"UA", "UZ"},
    "埃方": {"EG", "ET"},
}


def test_two_places_share_a_form_only_where_the_lists_say_so() -> None:
    """A form of two places is marked `~` in both rows and stands in the table above; leaders are marked by rule."""
    persons = {NameKind.LEADER, NameKind.OPPONENT}
    by_form: dict[str, set[str]] = {}
    for name in place_names():
        if (form := fold(name.text).text) in ambiguous_forms():
            assert name.shared, f"{name.text} of {name.place} is held by {ambiguous_forms()[form]}: mark it with ~"
            if name.kind not in persons:
                by_form.setdefault(form, set()).add(name.place)
    assert {form: ids for form, ids in by_form.items() if len(ids) > 1} == KNOWN_AMBIGUOUS


def test_words_that_are_also_common_words_count_only_in_capitals() -> None:
    cased = {name.text for name in place_names() if name.case_sensitive}
    assert {"US", "U.S.", "UN", "WHO", "Turkey", "Chad", "Jordan", "Georgia", "Polish", "Trump"} <= cased


def test_common_surnames_stand_only_behind_a_title() -> None:
    forms_known = {name.text for name in place_names()}
    assert forms_known.isdisjoint({"Xi", "Li", "Wang", "Park", "Modi", "Kim", "Lee", "Moon", "Castro", "Albanese"})
    assert {
        "President Xi",
        "Premier Li",
        "Director Wang",
        "President Park",
        "Putin",
        "Netanyahu",
    } <= forms_known


def test_names_of_a_state_include_its_regions_and_groups_only_on_request() -> None:
    plain = {name.text for name in names_of("SD")}
    wide = {name.text for name in names_of("SD", with_regions=True)}
    assert "Khartoum" in plain
    assert "Rapid Support Forces" not in plain
    assert {"Khartoum", "Rapid Support Forces", "Darfur", "Hemedti"} <= wide


def test_asks_about_an_occupied_region_reach_the_state_that_they_are_addressed_to() -> None:
    assert "Crimea" in {name.text for name in names_of("RU", with_regions=True)}
    assert "Crimea" in {name.text for name in names_of(place_of("UA"), with_regions=True)}


def test_an_opponent_names_the_place_without_speaking_for_it() -> None:
    kinds = {name.text: name.kind for name in names_of("BY")}
    assert kinds["Lukashenka"] is NameKind.LEADER
    assert kinds["Svyatlana Tsikhanouskaya"] is NameKind.OPPONENT


def test_an_unknown_id_is_refused_with_advice() -> None:
    with pytest.raises(DataError, match=r"No place has the id 'XX'. See data/"):
        place_of("XX")


def test_every_member_of_the_united_nations_is_listed() -> None:
    states = {place.id for place in places() if place.kind is PlaceKind.STATE}
    observers_and_others = {"VA", "PS", "TW", "XK", "CK", "NU"}
    assert observers_and_others <= states
    assert len(states - observers_and_others) == 193


def test_every_state_has_its_name_in_chinese_french_spanish_arabic_and_russian() -> None:
    languages = ("zh", "fr", "es", "ar", "ru")
    assert [r["code"] for r in rows("countries.tsv", key="code") if not all(r[f"name_{x}"] for x in languages)] == []


def test_leaders_of_more_than_eighty_states_are_known() -> None:
    states = {place.id for place in places() if place.kind is PlaceKind.STATE}
    assert len(states & {leader.place for leader in leaders()}) > 80


def test_a_term_never_ends_before_it_starts() -> None:
    for leader in leaders():
        for term in leader.terms:
            assert not (term.start and term.until and term.until[:4] < term.start[:4]), (leader.name, term)


def test_a_person_is_called_by_each_office_at_the_place_where_it_was_held() -> None:
    kallas = next(leader for leader in leaders() if leader.name == "Kaja Kallas")
    assert ("Prime Minister Kallas", "EE") in titled_forms(kallas)
    assert ("High Representative Kallas", "EU") in titled_forms(kallas)


def test_offices_know_what_their_holders_do() -> None:
    kinds = {office.title: office.kind for office in offices()}
    assert kinds["Prime Minister"] is OfficeKind.HEAD
    assert kinds["Secretary of State"] is OfficeKind.FOREIGN
    assert kinds["Foreign Ministry Spokesperson"] is OfficeKind.SPOKESPERSON


def test_marks_are_read_in_any_order_and_acronyms_need_none() -> None:
    assert forms("=Turkey|~=Georgia|=~Chad|UN|Peru") == (
        Form("Turkey", cased=True, shared=False),
        Form("Georgia", cased=True, shared=True),
        Form("Chad", cased=True, shared=True),
        Form("UN", cased=True, shared=False),
        Form("Peru", cased=False, shared=False),
    )
    assert forms("中方") == (Form("中方", cased=False, shared=False),)


def test_no_exclusion_is_empty_and_each_belongs_to_a_place() -> None:
    known = {place.id for place in places()}
    assert all(phrase.text and phrase.place in known for phrase in excluded_phrases())


WORDS = st.sampled_from(
    ["China", "Tibetan Plateau", "the US", "us", "中国", "İ", "\n\n", "Georgia’s", "said", ",", "Xinjiang"]
)


@given(st.lists(st.one_of(WORDS, st.text(max_size=8)), max_size=12).map(" ".join))
def test_mentions_stand_in_order_without_overlap_inside_the_text(text: str) -> None:
    last = 0
    for mention in mentions(text):
        assert last <= mention.start < mention.end <= len(text)
        assert mention.names
        last = mention.end


@given(st.text(max_size=60))
def test_any_label_resolves_or_not_but_never_fails(label: str) -> None:
    found = resolve_all(label)
    assert len({place.id for place in found}) == len(found)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            yield json.loads(line)


@pytest.mark.parametrize("bench", ["readouts", "briefings", "answers_zh"])
def test_every_raiser_and_target_of_the_labelled_sets_resolves(shared: Path, bench: str) -> None:
    labels = {
        str(row[side]) for row in _lines(shared / "bench" / bench / f"{bench}.jsonl") for side in ("raiser", "target")
    }
    assert [label for label in labels if resolve(label) is None] == []


def test_every_named_raiser_and_target_of_the_drafts_resolves_from_home(shared: Path) -> None:
    """`foreign governments that have blasphemy laws` names nobody, and is the only one left open."""
    asks = [ask for row in _lines(shared / "bench/drafts/drafts.jsonl") for ask in row["gold"]["asks"]]
    labels = {str(ask[side]) for ask in asks for side in ("raiser", "target") if ask[side]}
    assert {label for label in labels if resolve(label, home="US") is None} == {
        "foreign governments that have blasphemy laws"
    }


def test_every_country_of_the_list_of_visits_resolves(shared: Path) -> None:
    trips = _lines(shared / "record/us_official_travel_visits.jsonl.gz")
    labels = {str(trip["extra"]["country"]) for trip in trips}
    assert [label for label in labels if resolve(label) is None] == []


def test_titles_that_name_a_foreign_official_resolve_to_a_foreign_place(shared: Path) -> None:
    foreign = re.compile(
        r"(?:President|Prime Minister|Chancellor|Foreign Minister|King) (?!Joe|Joseph|Biden|Kamala|Harris)"
        r"(?:\S+ ){1,5}of (?:the )?[A-Z]"
    )
    titles = {
        str(row["title"])
        for row in _lines(shared / "record/whitehouse_2021_2026.jsonl.gz")
        if str(row["title"]).startswith("Readout of") and foreign.search(str(row["title"]))
    }
    missed = [title for title in titles if not [p for p in resolve_all(title) if p.id != "US"]]
    assert len(titles) > 300
    assert len(missed) <= 0.01 * len(titles), missed
