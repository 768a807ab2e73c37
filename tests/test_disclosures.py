"""A raising that is told later is dated twice and belongs to its meeting, if the record lets one meeting fit."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clock_values import ASK, QUOTE, held, seen
from onrecord.ledger.disclosures import disclosures
from onrecord.model.engagements import EngagementRecord, EngagementSource, Telling
from onrecord.model.finding import Channel, Verdict
from onrecord.model.occasion import Contact, Genre, Held
from onrecord.model.record import Quote, Side
from onrecord.model.standing import Account, Claim, ClaimKind, Disclosure, Observation

TALE = Quote(0, 60, "The Secretary raised it with Wang Yi in a call on 5 December")
CLAIM = Claim(ClaimKind.LATE, TALE, "raised", "2024-12-05", "5 December", "in a call")
GENERIC = Claim(ClaimKind.GENERIC, TALE, "at every opportunity")


def engagement(ident: str, start: str, end: str = "", *, kind: Contact = Contact.CALL, parties: tuple[str, ...] = ("CN", "US"),
               officials: tuple[str, ...] = (), telling: Telling = Telling.LISTED) -> EngagementRecord:  # fmt: skip
    source = EngagementSource(telling, f"s-{ident}", "State", start, start, end or start)
    return EngagementRecord(ident, kind, parties, officials, "", start, end or start, (source,))


CALL = engagement("call", "2024-12-05")


def readout(ident: str, date: str, *, side: Side = Side.OURS, complete: bool = True, genre: Genre = Genre.READOUT,
            day: str = "2024-12-05") -> Held:  # fmt: skip
    return held(ident, date, side=side, parties=("CN", "US"), genre=genre, day=day, complete=complete)


ANSWER = seen("answer", "2025-05-12", 3, evidence=(TALE,))


def told(
    *observations: Observation,
    claim: Claim = CLAIM,
    engagements: tuple[EngagementRecord, ...] = (CALL,),
    documents: tuple[Held, ...] = (),
) -> tuple[Disclosure, ...]:
    claims = {"answer": (claim,)}
    return disclosures(ASK, observations or (ANSWER,), claims, engagements=engagements, records=lambda _: documents)


# Each row: what is in hand of the engagement, and the account.
ACCOUNTS = [
    ("nothing", (), (), Account.CLAIMED_NOT_COMPARABLE),
    ("our readout, silent", (readout("r", "2024-12-05"),), (), Account.CLAIMED_ONLY),
    ("both readouts, silent", (readout("r", "2024-12-05"), readout("t", "2024-12-06", side=Side.THEIRS)), (), Account.CLAIMED_ONLY),
    ("our readout, which says it", (readout("r", "2024-12-05"),), (seen("r", "2024-12-05", 3),), Account.RECORDED),
    ("our readout, where a person rejected it", (readout("r", "2024-12-05"),),
     (seen("r", "2024-12-05", 3, verdict=Verdict.REJECTED),), Account.CLAIMED_ONLY),
    ("our readout, which only announces it", (readout("r", "2024-12-05"),),
     (seen("r", "2024-12-05", 2, channel=Channel.ANNOUNCED),), Account.CLAIMED_ONLY),
    ("only the beginning of our readout", (readout("r", "2024-12-05", complete=False),), (), Account.CLAIMED_NOT_COMPARABLE),
    ("a readout of another day", (readout("r", "2024-11-01", day="2024-11-01"),), (), Account.CLAIMED_NOT_COMPARABLE),
    ("their readout dated a day later: another time zone",
     (readout("t", "2024-12-06", side=Side.THEIRS, day="2024-12-06"),), (), Account.CLAIMED_ONLY),
    ("a statement on another matter", (readout("r", "2024-12-05", genre=Genre.STATEMENT),), (), Account.CLAIMED_NOT_COMPARABLE),
    ("a readout that names no day", (readout("r", "2024-12-09", day=""),), (), Account.CLAIMED_ONLY),
]  # fmt: skip


@pytest.mark.parametrize(("case", "documents", "others", "account"), ACCOUNTS, ids=[row[0] for row in ACCOUNTS])
def test_accounts(case: str, documents: tuple[Held, ...], others: tuple[Observation, ...], account: Account) -> None:
    others = tuple(replace(one, document=next(d for d in documents if d.id == one.document.id)) for one in others)
    (found,) = told(ANSWER, *others, documents=documents)
    assert found.account is account
    assert (found.happened, found.known, found.engagement, found.generic) == ("2024-12-05", "2025-05-12", "call", False)


def test_silence_is_said_with_the_documents_that_were_read() -> None:
    documents = (readout("r", "2024-12-05"), readout("t", "2024-12-06", side=Side.THEIRS))
    said = told(documents=documents)[0].computation
    assert any(
        sentence.startswith("No record found in 2 documents of the engagement (side: ours, theirs)")
        for sentence in said
    )


# Each row: the engagements in hand, and the one that is meant.
MEANT = [
    ("none", (), ""),
    ("a day beside it: another time zone", (engagement("a", "2024-12-06"),), "a"),
    ("two days beside it", (engagement("a", "2024-12-07"),), ""),
    ("within a visit", (engagement("a", "2024-12-03", "2024-12-06", kind=Contact.VISIT),), "a"),
    ("a meeting and the call of one day", (engagement("m", "2024-12-05", kind=Contact.MEETING), CALL), "call"),
    ("two calls", (engagement("a", "2024-12-05"), CALL), ""),
    ("two calls, of which one was with him", (engagement("a", "2024-12-05", officials=("Wang Yi",)), CALL), "a"),
    ("one announced, one that took place", (engagement("a", "2024-12-05", telling=Telling.ANNOUNCED), CALL), "call"),
    ("other parties", (engagement("a", "2024-12-05", parties=("FR", "US")),), ""),
    (
        "other parties, an official named",
        (engagement("a", "2024-12-05", parties=("SG", "US"), officials=("Wang Yi",)),),
        "a",
    ),
    ("without the raiser", (engagement("a", "2024-12-05", parties=("CN", "FR")),), ""),
]


@pytest.mark.parametrize(("case", "engagements", "ident"), MEANT, ids=[row[0] for row in MEANT])
def test_which_engagement_is_meant(case: str, engagements: tuple[EngagementRecord, ...], ident: str) -> None:
    assert told(engagements=engagements)[0].engagement == ident


def test_a_month_fits_the_one_engagement_in_it() -> None:
    (found,) = told(claim=replace(CLAIM, happened="2024-12"))
    assert (found.happened, found.engagement) == ("2024-12", "call")


def test_words_that_do_not_tell_when_name_no_engagement() -> None:
    (found,) = told(claim=replace(CLAIM, happened=""))
    assert (found.engagement, found.account) == ("", Account.CLAIMED_NOT_COMPARABLE)


def test_a_generic_claim_is_logged_without_an_occasion() -> None:
    (found,) = told(claim=GENERIC)
    assert (found.generic, found.happened, found.engagement, found.known) == (True, "", "", "2025-05-12")


def test_a_record_of_the_engagement_discloses_nothing() -> None:
    own = seen("answer", "2024-12-08", 3, evidence=(TALE,), document=readout("answer", "2024-12-08"))
    assert told(own) == ()


@pytest.mark.parametrize(
    "observation",
    [
        seen("answer", "2025-05-12", 3, evidence=(TALE,), verdict=Verdict.REJECTED),
        seen("answer", "2025-05-12", 3, evidence=(TALE,), verdict=Verdict.UNDECIDED),
        seen("answer", "2025-05-12", 2, evidence=(TALE,), channel=Channel.ANNOUNCED),
        seen("answer", "2025-05-12", 3, evidence=(Quote(100, 126, QUOTE.exact),)),
    ],
)
def test_what_discloses_nothing_of_the_ask(observation: Observation) -> None:
    assert told(observation) == ()


OTHERS = st.lists(
    st.builds(
        seen, st.sampled_from(["r", "t", "x"]), st.sampled_from(["2024-12-05", "2024-12", ""]), st.integers(0, 4)
    ),
    max_size=3,
    unique_by=lambda one: one.document.id,
)
DOCUMENTS = (readout("r", "2024-12-05"), readout("t", "2024-12-06", side=Side.THEIRS), held("x", "2020-01-01"))


@given(OTHERS, st.permutations(DOCUMENTS), st.permutations((CALL, engagement("a", "2024-12-05", kind=Contact.MEETING))))
def test_the_order_of_arrival_changes_nothing(
    others: list[Observation], documents: tuple[Held, ...], engagements: tuple[EngagementRecord, ...]
) -> None:
    first = told(
        ANSWER, *others, documents=DOCUMENTS, engagements=(CALL, engagement("a", "2024-12-05", kind=Contact.MEETING))
    )
    assert told(*reversed(others), ANSWER, documents=tuple(documents), engagements=tuple(engagements)) == first
