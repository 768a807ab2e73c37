"""Whom a publisher and a speaker's label speak for."""

from __future__ import annotations

import pytest

from onrecord.model.record import Document, Voice
from onrecord.reading.cast import cast_of
from onrecord.reading.speakers import countries_in, publisher_country, speaking_country

PUBLISHERS = [
    ("The White House (Biden administration)", "US"),
    ("U.S. Department of State", "US"),
    ("U.S. Embassy & Consulates in China", "US"),
    ("U.S. Mission to the United Nations", "US"),
    ("Office of Pat Example (House, Democrat-CA)", ""),
    ("中华人民共和国外交部 (Ministry of Foreign Affairs of the PRC)", "CN"),
    ("外交部", "CN"),
    ("卡尔赞外交部", ""),
    ("Foreign, Commonwealth & Development Office", "GB"),
    ("GOV.UK", "GB"),
    ("European External Action Service (EEAS)", "EU"),
    ("Auswärtiges Amt", "DE"),
    ("Department of Foreign Affairs and Trade (DFAT)", "AU"),
    ("Ministry of External Affairs, Government of India", "IN"),
    ("Press Information Bureau", "IN"),
    ("Ministry of Foreign Affairs of Poland", "PL"),
    ("Embassy of the Republic of Kenya", "KE"),
    ("United Nations General Assembly", "UN"),
    ("Amnesty International", ""),
    ("World Uyghur Congress", ""),
    ("Ministry of Foreign Affairs of Valdoria", ""),
    ("", ""),
]


@pytest.mark.parametrize(("publisher", "country"), PUBLISHERS)
def test_a_publisher_speaks_for_its_country_or_for_none(publisher: str, country: str) -> None:
    assert publisher_country(publisher) == country


def test_a_speech_in_a_united_nations_record_is_the_speaking_country_s() -> None:
    document = Document(
        "1",
        "Mr. President …",
        publisher="United Nations General Assembly",
        title="General Debate statement of Argentina, session 01",
    )
    assert speaking_country(document) == "AR"


def test_a_longer_name_of_a_country_is_not_taken_for_a_shorter_one() -> None:
    assert countries_in("the foreign ministers of South Sudan and Papua New Guinea") == {"SS", "PG"}


US, CN, AU, IN = (
    "U.S. Department of State",
    "Ministry of Foreign Affairs of the PRC",
    "DFAT",
    "Ministry of External Affairs, Government of India",
)
BRIEFING = "Department Press Briefing"
JOINT = "Secretary Ann Lee, Danish Foreign Minister Jens Holt, and Prime Minister Rui Sousa of Portugal at a Joint Press Availability"
P, C, R, T = Voice.PUBLISHER, Voice.COUNTERPART, Voice.REPORTER, Voice.THIRD_PARTY
LABELS = [
    (US, BRIEFING, "Q", R, ""),
    (US, BRIEFING, "QUESTION", R, ""),
    (US, BRIEFING, "MODERATOR", R, ""),
    (US, BRIEFING, "MR. PRICE", P, "US"),
    (US, BRIEFING, "MS VARGA", P, "US"),
    (US, BRIEFING, "AMBASSADOR ORTIZ", P, "US"),
    (US, "Remarks at a Dinner", "MS VARGA", T, ""),
    (US, "Remarks at a Dinner", "MAYOR QUILL", T, ""),
    (US, BRIEFING, "SENIOR ADMINISTRATION OFFICIAL TWO", P, "US"),
    (US, BRIEFING, "SECRETARY LEE", P, "US"),
    (US, BRIEFING, "THE PRESIDENT", P, "US"),
    (US, BRIEFING, "PRESIDENT BIDEN", P, "US"),
    (US, BRIEFING, "PRIME MINISTER", C, ""),
    (US, JOINT, "FOREIGN MINISTER HOLT", C, "DK"),
    (US, JOINT, "PRIME MINISTER SOUSA (via interpreter)", C, "PT"),
    (US, JOINT, "FOREIGN MINISTER ELSEWHERE", C, ""),
    (US, "Briefing by Envoy Ann Moss on Talks With Israel", "MS. MOSS", P, "US"),
    (US, "Secretary Lee With Bo Hart of a Network", "MR HART", R, ""),
    (US, BRIEFING, "PRIME MINISTER MODI", C, "IN"),
    (IN, BRIEFING, "PRIME MINISTER MODI", P, "IN"),
    (IN, BRIEFING, "Arun Rao, Official Spokesperson", P, "IN"),
    (IN, BRIEFING, "Meena, WION", R, ""),
    (AU, BRIEFING, "FOREIGN MINISTER", P, "AU"),
    (AU, BRIEFING, "SECRETARY BLINKEN", C, "US"),
    (CN, "Foreign Ministry Spokesperson Li Example’s Regular Press Conference", "Li Example", P, "CN"),
    (CN, "Foreign Ministry Spokesperson Li Example’s Regular Press Conference", "Bloomberg", R, ""),
    ("Ministry of Foreign Affairs of Valdoria", "Foreign Minister Marrow at a Press Conference", "MINISTER MARROW", P, ""),
    ("Ministry of Foreign Affairs of Valdoria", "Foreign Minister Solun of Kharzan Visits", "FOREIGN MINISTER SOLUN", C, ""),
    ("", BRIEFING, "MR. PRICE", P, "US"),
]  # fmt: skip


@pytest.mark.parametrize(("publisher", "title", "label", "voice", "country"), LABELS)
def test_a_label_means_a_voice_and_a_country(
    publisher: str, title: str, label: str, voice: Voice, country: str
) -> None:
    document = Document("1", "", publisher=publisher, title=title)
    speaker = cast_of(document, preface="", asked=True).speaker(label)
    assert speaker is not None
    assert (speaker.voice, speaker.country) == (voice, country)


@pytest.mark.parametrize(
    "label",
    [
        "PRESIDENT TRUMP IS ENDING THE DELAYS",
        "A second point",
        "Note",
        "THE PRESIDENT’S PLAN",
        "MAJOR AWARDS AND PRIZES",
        "Second question is",
    ],
)
def test_a_heading_is_no_label(label: str) -> None:
    document = Document("1", "", publisher=US, title=BRIEFING)
    assert cast_of(document, preface="", asked=True).speaker(label) is None


def test_the_list_of_those_present_tells_whom_an_untitled_person_serves() -> None:
    preface = "Ann Lee, Secretary of State\n\nJens Holt, Danish Minister for the Arctic\n\nOslo, Norway\n"
    cast = cast_of(Document("1", "", publisher=US, title="A Dinner"), preface=preface, asked=False)
    guest, host = cast.speaker("MR HOLT"), cast.speaker("MS LEE")
    assert guest is not None
    assert host is not None
    assert (guest.voice, guest.country, host.voice) == (Voice.COUNTERPART, "DK", Voice.PUBLISHER)
