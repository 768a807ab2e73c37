"""What a statement, a letter and a resolution ask for, in sentences of our own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.drafting import draft
from onrecord.drafting.clauses import plain, verb_phrases
from onrecord.drafting.demands import action, bar
from onrecord.drafting.grounds import MOST
from onrecord.drafting.layout import Zone, blocks
from onrecord.drafting.vocabulary import askings, inflections, pattern, verbs
from onrecord.model.agenda import Agenda, GroundKind, Level, Protection


def texts(agenda: Agenda) -> list[str]:
    return [ask.text for ask in agenda.asks]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("We urge you to free Anna Belova.", ["Free Anna Belova."]),
        (
            "We ask that you raise the closure of Radio Dawn with the Vietnamese premier.",
            ["Raise the closure of Radio Dawn with the Vietnamese premier."],
        ),
        ("The Secretary must press Vietnam to repeal Decree 9.", ["Press Vietnam to repeal Decree 9."]),
        ("It is imperative that the President condemn the raid.", ["Condemn the raid."]),
        ("Please instruct the embassy to attend the trial.", ["Instruct the embassy to attend the trial."]),
        (
            "We call for the immediate release of the harbour pilots.",
            ["Call for the immediate release of the harbour pilots."],
        ),
        ("We hope the Administration continues to press Vietnam on visas.", ["Continue to press Vietnam on visas."]),
        ("We call on the United States not to sell the patrol boats.", ["Do not sell the patrol boats."]),
        ("The Secretary should not meet the general.", ["Do not meet the general."]),
        (
            "We urge the President to suspend the sale of the boats and publish the report on the flood.",
            ["Suspend the sale of the boats.", "Publish the report on the flood."],
        ),
        (
            "The remaining boats should be withheld until the Senate has read the report.",
            ["Ask that the remaining boats be withheld until the Senate has read the report."],
        ),
        (
            "We ask the navy to leave the bay, as its captains have used the bay to drill crews and refuse visits.",
            ["Leave the bay, as its captains have used the bay to drill crews and refuse visits."],
        ),
        (
            "We urge the port to shelter sailors who have fled and continue to flee the strait.",
            ["Shelter sailors who have fled and continue to flee the strait."],
        ),
        ("We ask for a joint effort to keep the strait open.", ["Ask for a joint effort to keep the strait open."]),
        ("We recommend that the boats be sold.", ["Ask that the boats be sold."]),
        ("The bill directs the President to appoint an envoy.", ["Appoint an envoy."]),
        (
            "We thank you for your patience and ask that you visit the harbour.",
            ["Visit the harbour."],
        ),
        (
            "We urge the President to respect and uphold the right to strike.",
            ["Respect and uphold the right to strike."],
        ),
    ],
)
def test_each_form_of_asking_gives_a_sentence_that_stands_alone(sentence: str, expected: list[str]) -> None:
    assert texts(draft(sentence)) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "Should the President raise the closure of the port?",
        "The request for a new road was refused.",
        "Supply and demand for boats has grown.",
        "If the Secretary must leave early, the talks end.",
        "Members must sign in by noon.",
        "Please note that the office is closed.",
        "Under the Ports Act, carriers must file reports required by the agency.",
    ],
)
def test_a_question_a_noun_a_condition_or_a_rule_asks_nothing(sentence: str) -> None:
    assert texts(draft(sentence)) == []


LETTER = """Representative Mara Lind led a letter to President Joe Biden, urging him to speak up about Vietnam.

The full letter follows.

Dear President Biden:

Ahead of your visit to Vietnam on May 3-4, we ask that you raise the case of the printer Tran Van Lo, who was sentenced to six years. We also request that you:

- press the Vietnamese government to release Tran Van Lo;
- meet the families of the other printers; and
- ask for a date for the next round of talks.

Sincerely,
Mara Lind
"""


def test_a_press_release_about_a_letter_gives_the_letters_asks_once() -> None:
    agenda = draft(LETTER, issuer="Office of Mara Lind (House)", date="2024-04-20")
    assert texts(agenda) == [
        "Raise the case of the printer Tran Van Lo, who was sentenced to six years.",
        "Press the Vietnamese government to release Tran Van Lo.",
        "Meet the families of the other printers.",
        "Ask for a date for the next round of talks.",
    ]
    assert {(ask.raiser, ask.target) for ask in agenda.asks[:2]} == {("United States", "Vietnam")}


def test_dates_without_a_year_take_the_documents_year_and_say_so() -> None:
    made = draft(LETTER, date="2024-04-20").engagement
    assert (made.kind, made.start, made.end) == ("visit", "2024-05-03", "2024-05-04")
    assert any("2024" in doubt for doubt in made.unsure)
    undated = draft(LETTER).engagement
    assert (undated.start, undated.end) == ("", "")
    assert any("without a year" in doubt for doubt in undated.unsure)


RESOLUTION = """H. RES. 9999

Expressing the sense of the House of Representatives that the President should help the printers of Vietnam.

Preamble

- Whereas the printers' union has repeatedly called on the Government of Vietnam to return its presses;
- Whereas, according to the Printers' Institute, 14 shops were closed in 2023;
- Whereas the United States should remain a friend of printers: Now, therefore, be it

That the House of Representatives—

(1) condemns the closing of the shops;
(2) calls on the Government of Vietnam to—
  (A) return the presses; and
  (B) reopen the shops; and
(3) urges the President to suspend the port agreement until Vietnam—
  (A) returns the presses; and
  (B) pays for the damage.
"""


def test_a_resolution_asks_in_its_operative_clauses_and_reports_asks_in_its_recitals() -> None:
    agenda = draft(RESOLUTION, issuer="United States Congress")
    assert [(ask.own, ask.text) for ask in agenda.asks] == [
        (False, "Call on Vietnam to return its presses."),
        (True, "Call on Vietnam to return the presses."),
        (True, "Call on Vietnam to reopen the shops."),
        (True, "Suspend the port agreement until Vietnam."),
    ]
    assert agenda.asks[0].claimant == "the printers' union has repeatedly" or "union" in agenda.asks[0].claimant
    assert [ground.kind for ground in agenda.grounds] == [GroundKind.PUBLIC_SUPPORT, GroundKind.FINDING]


CONCURRENT = """S. CON. RES. 9998

Preamble

- Whereas a court has held the printer Tran Van Lo since 2021;
- Whereas the Harbour Council adopted a statement urging the Sailors' Party to leave the port: Now, therefore, be it

That Congress—

(1) condemns the closing of the shops and calls for the release of the printer Tran Van Lo;
(2) calls for the Government of Vietnam to—
  (A) return the presses; and
  (B) pay for the damage; and
(3) reaffirms the words of the Harbour Council and calls on the President to meet the printers.
"""


def test_an_operative_clause_may_praise_or_condemn_before_it_asks_and_still_asks_in_its_own_name() -> None:
    agenda = draft(CONCURRENT, issuer="United States Congress")
    assert [(ask.own, ask.text) for ask in agenda.asks] == [
        (False, "Leave the port."),
        (True, "Call for the release of the printer Tran Van Lo."),
        (True, "Call on Vietnam to return the presses."),
        (True, "Call on Vietnam to pay for the damage."),
        (True, "Meet the printers."),
    ]


def test_a_numbered_section_is_operative_and_its_title_is_no_subject() -> None:
    text = (
        "§ 1. Request\n\n(a) Statement requested The Senate requests that the Secretary of State publish the report.\n"
    )
    (ask,) = draft(text, issuer="United States Congress").asks
    assert (ask.own, ask.text) == (True, "Publish the report.")


def test_a_list_of_acts_asks_for_each_of_them() -> None:
    text = (
        "The members urge the port to reopen and request the following action from the Department:\n\n"
        "An inquiry into the closing;\n\nA review of the fees.\n"
    )
    assert texts(draft(text)) == ["Reopen.", "Request an inquiry into the closing.", "Request a review of the fees."]


def test_a_short_list_of_grounds_takes_the_next_best_and_a_long_one_keeps_the_strongest() -> None:
    weak = "Since last spring the guards of the port have refused every visit by the crews."
    assert [ground.quote.exact for ground in draft(f"We urge the port to reopen.\n\n{weak}").grounds] == [weak[:-1]]
    recitals = "".join(
        f"- Whereas, according to Institute {number}, {number}00 {word} were closed in {word};\n"
        for number, word in enumerate(
            (
                "presses",
                "boats",
                "kilns",
                "looms",
                "mills",
                "ferries",
                "inns",
                "quays",
                "forges",
                "docks",
                "barns",
                "schools",
                "ovens",
                "shops",
                "banks",
                "wells",
            ),
            1,
        )
    )
    assert len(draft(f"Preamble\n\n{recitals}").grounds) == MOST


def test_the_side_that_is_told_directly_is_the_target_and_the_doubt_is_said() -> None:
    ask = draft(RESOLUTION, issuer="United States Congress").asks[1]
    assert (ask.raiser, ask.target) == ("United States", "Vietnam")
    assert any("asked directly" in doubt for doubt in ask.unsure)


def test_a_general_release_followed_by_names_gives_an_ask_for_each_case_marked_derived() -> None:
    agenda = draft(
        "The Harbour League calls on Secretary of State Ada Quill to call for the release of Vietnamese political prisoners. "
        "In particular, we highlight the cases of Tran Van Lo and Pham Thi Mo."
    )
    assert texts(agenda)[1:] == ["Call for the release of Tran Van Lo.", "Call for the release of Pham Thi Mo."]
    assert all("Derived" in ask.unsure[0] for ask in agenda.asks[1:])
    assert [case.names[0] for case in agenda.cases] == ["Tran Van Lo", "Pham Thi Mo"]


def test_a_case_is_internal_and_without_consent_until_somebody_records_it() -> None:
    for case in draft("We urge the President to release Tran Van Lo from prison.").cases:
        assert (case.protection, case.consent) == (Protection.INTERNAL, "")
        assert "consent" in case.unsure[0]


def test_a_letter_that_a_statement_joins_in_passing_is_kept_apart() -> None:
    agenda = draft(
        "The Harbour League calls on Minister Ada Quill to raise the strike with her hosts in Hanoi.\n\n"
        "The Minister should meet the families of the pilots and of the printers who were fined.\n\n"
        "The strike has been on for four months, and the harbour has been closed for three of them.\n\n"
        "The League also joined 20 other groups in a letter to the Minister. The letter urges her to press Vietnam to drop the charges."
    )
    assert [(ask.own, ask.claimant) for ask in agenda.asks] == [
        (True, "Harbour League"),
        (True, "Harbour League"),
        (False, "The letter"),
    ]


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Under the Fair Ports Act of 2011, the agency answers to the Assembly for every closure.", GroundKind.LAW),
        ("As a candidate, the President promised to visit every harbour of the delta.", GroundKind.PLEDGE),
        ("The Senate unanimously passed the resolution on the delta in March.", GroundKind.PUBLIC_SUPPORT),
        ("The Freedom Ledger ranked the delta among the least free places.", GroundKind.RANKING),
        ("United Nations experts asked for the return of the presses twice.", GroundKind.UN_RECOMMENDATION),
        ("The talks have been dormant since 2010 and nobody has set a date.", GroundKind.CLOCK),
        (
            "While Vietnamese officials have access to our ports, our inspectors do not have access to theirs.",
            GroundKind.ASYMMETRY,
        ),
        ("According to the Printers' Institute, 14 shops were closed last spring.", GroundKind.FINDING),
        ("You said in your testimony that the closures were a mistake.", GroundKind.EARLIER_WORDS),
    ],
)
def test_a_reason_is_a_ground_of_its_kind(sentence: str, kind: GroundKind) -> None:
    assert [ground.kind for ground in draft(sentence).grounds] == [kind]


@pytest.mark.parametrize(
    ("deed", "category"),
    [
        ("answer the questions below", 1),
        ("continue to press Vietnam", 2),
        ("consider a visit", 3),
        ("consider the matter and allow the visit", 5),
        ("strengthen ties with the delta", 4),
        ("call on Vietnam to repeal the decree", 5),
        ("engage with your counterparts to delay the tax", 5),
        ("raise the release of the pilots", 5),
        ("raise concern about the pilots", 4),
        ("zigzag", None),
    ],
)
def test_the_action_category_follows_upr_info_where_two_verbs_meet_the_second_wins(
    deed: str, category: int | None
) -> None:
    assert action(deed) == category


@pytest.mark.parametrize(
    ("deed", "level"),
    [
        ("Raise human rights with your counterpart.", Level.CONCERN),
        ("Substantively raise human rights with your counterpart.", Level.SPECIFIC),
        ("Raise the mass collection of voiceprints.", Level.SPECIFIC),
        ("Urge Vietnam to drop the charges.", Level.ASKED),
        ("Suspend the port agreement.", Level.ASKED),
    ],
)
def test_the_bar_is_2_for_a_theme_3_for_an_object_4_for_telling(deed: str, level: Level) -> None:
    assert bar(deed) is level


def test_a_country_that_the_gazetteer_does_not_know_is_a_side_and_the_reader_is_told() -> None:
    agenda = draft(
        "The Ministry of Foreign Affairs of Ostravia announced that Foreign Minister Ada Quill will travel to Norland on June 9, 2026. "
        "The Minister should urge Norland to free the pilots."
    )
    assert set(agenda.engagement.parties) == {"Ostravia", "Norland"}
    assert any("Not in the list of countries" in doubt for doubt in agenda.engagement.unsure)
    assert (agenda.asks[0].raiser, agenda.asks[0].target) == ("Ostravia", "Norland")


def test_zones_follow_the_words_that_open_them() -> None:
    zones = [block.zone for block in blocks(RESOLUTION)]
    assert zones[:3] == [Zone.HEADING] * 2 + [Zone.PREAMBLE]
    assert zones[-1] is Zone.OPERATIVE
    assert Zone.LETTER in [block.zone for block in blocks(LETTER)]


@pytest.mark.parametrize("mark", ["- ", "• ", "(1) ", "2. ", "(A) ", "(IV) ", "(iv) ", "(Iv) ", "b) ", "§ "])
def test_every_list_mark_opens_a_block_of_its_own(mark: str) -> None:
    found = blocks(f"The Senate calls on Vietnam to—\n\n{mark}free the pilots.")
    assert [bool(block.mark) for block in found] == [False, True]


def test_the_first_noun_of_a_list_completes_the_verb_that_introduces_it() -> None:
    agenda = draft("Resolved, That the Senate calls on Vietnam to consider—\n(1) the new harbour;\n(2) the old one.")
    assert texts(agenda) == ["Call on Vietnam to consider— (1) the new harbour."]


def test_a_verb_shares_its_object_with_the_next_or_opens_an_ask_of_its_own() -> None:
    words = plain("protect and promote the delta, release the pilots and pay for the boats")
    assert [words[start:end] for start, end in verb_phrases(words, 0, len(words))] == [
        "protect and promote the delta",
        "release the pilots",
        "pay for the boats",
    ]


def test_inflections_of_a_regular_verb() -> None:
    assert inflections("urge") == ("urge", "urges", "urged", "urging")
    assert inflections("press") == ("press", "presses", "pressed", "pressing")
    assert inflections("deny") == ("deny", "denies", "denied", "denying")


def test_the_data_files_are_in_order() -> None:
    assert {verb.action for verb in verbs().values()} == {1, 2, 3, 4, 5}
    assert {verb.role for verb in verbs().values()} == {"", "raise", "tell", "means"}
    assert {frame for asking in askings() for frame in asking.frames} == {"to", "that", "thing", "forto"}
    with pytest.raises(KeyError):
        pattern("no such pattern")


WORDS = st.sampled_from(
    [
        "We", "urge", "you", "to", "release", "Tran Van Lo", "and", "raise", "the case", ",", ".", ";", ":", "\n", "\n\n", "(1)", "- ", "“", "”", "’s",
        "must", "Vietnam", "President Biden", "Whereas", "That—", "Dear President Biden:", "according to", "May 3-4", "İ", "é", "\u00a0", "including", "—",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_every_quote_is_verbatim_whatever_the_text(text: str) -> None:
    """`layer[start:end] == exact`, always."""
    agenda = draft(text)
    quotes = [ask.quote for ask in agenda.asks] + [ground.quote for ground in agenda.grounds]
    quotes += [case.quote for case in agenda.cases] + [agenda.engagement.quote]
    for quote in quotes:
        assert quote is None or text[quote.start : quote.end] == quote.exact != ""


def test_the_worked_statement_gives_an_agenda_that_one_would_dare_to_use(shared: Path) -> None:
    text = (shared / "cases" / "000_c9847ce03eaf2ced.txt").read_text(encoding="utf-8")
    agenda = draft(text, date="2023-06-14")
    made = agenda.engagement
    assert (made.kind, made.start, made.end) == ("visit", "2023-06-16", "2023-06-21")
    assert made.parties == ("United States", "China", "United Kingdom")
    assert made.officials == ("Secretary of State Antony Blinken",)
    own = "\n".join(ask.text for ask in agenda.asks if ask.own)
    for words in ("raise the Tibetan issue", "resume dialogue", "DNA collection", "succession", "isolation of Tibet",
                  "release of Tibetan political prisoners", "release of the Panchen Lama", "release of Go Sherab Gyatso"):  # fmt: skip
        assert words in own
    assert [ask.claimant for ask in agenda.asks if not ask.own] == ["The letter", "The letter"]
    assert {ask.raiser for ask in agenda.asks} == {"United States"}
    assert {ask.target for ask in agenda.asks if ask.own} == {"China"}
    kinds = {ground.kind for ground in agenda.grounds}
    assert kinds >= {GroundKind.LAW, GroundKind.PLEDGE, GroundKind.PUBLIC_SUPPORT, GroundKind.CLOCK, GroundKind.RANKING,
                     GroundKind.POLICY, GroundKind.ASYMMETRY, GroundKind.UN_RECOMMENDATION}  # fmt: skip
    assert [case.names[0] for case in agenda.cases] == ["Panchen Lama", "Go Sherab Gyatso"]


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    both = min(one[1], other[1]) - max(one[0], other[0])
    return both > 0 and both * 2 >= min(one[1] - one[0], other[1] - other[0])


def test_drafting_has_a_floor_on_labelled_statements(shared: Path) -> None:
    """Most labelled asks are found, and most of what is found is labelled (the exact score is the bench's own)."""
    wanted = found = said = 0
    with (shared / "bench" / "drafts" / "drafts.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            text, gold = row["text"], row["gold"]
            asks = [(ask.quote.start, ask.quote.end) for ask in draft(text, issuer=row["publisher"]).asks if ask.quote]
            spans = [(text.find(ask["quote"]), text.find(ask["quote"]) + len(ask["quote"])) for ask in gold["asks"]]
            wanted, said = wanted + len(spans), said + len(asks)
            found += sum(any(_overlap(span, ask) for ask in asks) for span in spans)
    assert found / wanted >= 0.85
    assert found / said >= 0.80
