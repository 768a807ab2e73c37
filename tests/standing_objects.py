"""A fictional standing: invented countries, officials and prisoners, with every kind of gap, move and clock in it."""

from __future__ import annotations

from dataclasses import replace

from onrecord.model.agenda import Agenda, Ask, Case, Engagement, Level, Protection
from onrecord.model.engagements import (
    EngagementRecord,
    EngagementSource,
    Expectation,
    Followed,
    RecordStatus,
    Telling,
)
from onrecord.model.finding import (
    Answer,
    Channel,
    Coverage,
    Expected,
    Finding,
    Judgement,
    Reason,
    Scope,
    State,
    Verdict,
)
from onrecord.model.occasion import Contact, Genre, Held, Occasion, Rank, Series
from onrecord.model.record import Quote, Side
from onrecord.model.standing import (
    Account,
    Cited,
    Clock,
    Course,
    Disclosure,
    Move,
    Observation,
    Omission,
    Promise,
    Reset,
    Standing,
    Step,
)
from onrecord.reports.standing_report import Dated, StandingReport, TwoAccounts

TODAY = "2026-11-24"
OURS_PUBLISHER = "Valdoria Foreign Ministry"
THEIRS_PUBLISHER = "哈尔赞外交部 (Kharzan Ministry of Foreign Affairs)"
PUBLISHERS = {
    Side.OURS: OURS_PUBLISHER,
    Side.THEIRS: THEIRS_PUBLISHER,
    Side.JOINT: "Valdoria and Kharzan",
    Side.THIRD: "Sumara Rights Forum",
}
INTERNAL_NAME = "Tamar Quillon"
SEALED_NAME = "Osei Branthwaite"
CASES = (
    Case(id="vessa", names=("Vessa Orlan", "维萨·奥兰"), protection=Protection.PUBLIC),
    Case(id="quillon", names=(INTERNAL_NAME,), protection=Protection.INTERNAL),
    Case(id="branthwaite", names=(SEALED_NAME,), protection=Protection.SEALED),
)
URGED = "urged Kharzan to end the crackdown in Sumara and to let observers travel there"
CONCERN = "expressed concern about the crackdown in Sumara"
HUMAN_RIGHTS = "raised human rights"
CHINESE = "苏马拉事务纯属哈尔赞内政，任何外国无权干涉。我们将在2026年5月底前公布名单。"
ARABIC = "قال المتحدث إن قضية سومارا شأن داخلي ولا يجوز لأحد التدخل فيها"


def quote(words: str, start: int = 400) -> Quote:
    """Words at a place of a text layer that is not at hand."""
    return Quote(start, start + len(words), words)


def held(
    id_: str,
    date: str,
    *,
    side: Side = Side.OURS,
    genre: Genre = Genre.READOUT,
    title: str = "Readout of Foreign Minister Marrow's meeting with Foreign Minister Orun of Kharzan",
    language: str = "en",
    url: str = "",
    publisher: str = "",
) -> Held:
    """A document in hand, known to the store a day after its date."""
    return Held(
        id=id_,
        date=date,
        publisher=publisher or PUBLISHERS[side],
        title=title,
        url=url or f"https://example.org/{id_}",
        language=language,
        side=side,
        length=2400,
        complete=True,
        known_at=f"{(date + '-01-01')[:10]}T08:00:00Z",
        occasion=Occasion(genre, Contact.MEETING, Rank.MINISTERS, ("QK", "QV"), ("Helene Marrow", "Deniz Orun"), date),
    )


V1 = held("v1", "2024-02-10")
V2 = held("v2", "2024-09-03")
V3 = held("v3", "2025-03-11")
V4 = held("v4", "2025-10-20")
V5 = held("v5", "2026-06-10")
K1 = held("k1", "2024-02-10", side=Side.THEIRS, language="zh", title="外长奥伦会见瓦尔多里亚外长马罗")
K3 = held("k3", "2025-03-12", side=Side.THEIRS, language="zh", genre=Genre.BRIEFING, title="2025年3月12日例行记者会")
K4 = held("k4", "2025-10-21", side=Side.THEIRS, language="ar", genre=Genre.BRIEFING, title="إحاطة صحفية")
K5 = held("k5", "2026-06-10", side=Side.THEIRS, language="zh", title="外长奥伦会见瓦尔多里亚外长马罗")
J1 = held("j1", "2025-07", side=Side.JOINT, genre=Genre.JOINT_STATEMENT, title="Joint statement on the ferry accord")
T1 = held("t1", "2025-12-02", side=Side.THIRD, genre=Genre.STATEMENT, title="What the minister did not say")
W1 = held("w1", "2026-07-02", genre=Genre.OTHER, title="Written answer 4471", publisher="Valdoria Parliament")
W2 = held("w2", "2026-09-15", genre=Genre.OTHER, title="Written answer 4620", publisher="Valdoria Parliament")
R0 = held("r0", "2023", genre=Genre.REMARKS, title="Remarks on the year")
U0 = held("u0", "", genre=Genre.FACT_SHEET, title="Fact sheet on Sumara", url="javascript:alert(1)")
DOCUMENTS = (V1, V2, V3, V4, V5, K1, K3, K4, K5, J1, T1, W1, W2, R0, U0)


def observed(
    ask_id: str,
    document: Held,
    level: Level,
    words: str = CONCERN,
    *,
    verdict: Verdict | None = None,
    answer: Answer = Answer.NONE,
    **more: object,
) -> Observation:
    """A finding in a document, with the same words as evidence for its level and its answer."""
    finding = Finding(
        ask_id=ask_id,
        document_id=document.id,
        level=level,
        scope=Scope.OBJECT,
        channel=Channel.REPORTED_PRIVATE,
        evidence=(quote(words),) if level else (),
        answer=answer,
        answer_evidence=(quote(words),) if answer is not Answer.NONE else (),
        confidence=0.84,
        reasons=(Reason("R3", "Who should do what can be filled in with words of the passage.", words[:40]),),
    )
    judged = None if verdict is None else Judgement(verdict, "Ana", "2026-11-20T09:00:00Z", note="Read with Ben.")
    return Observation(replace(finding, **more), document, judged, speaker="Helene Marrow" if level > 2 else "")


def ask(id_: str, text: str, **more: object) -> Ask:
    """An ask of Valdoria to Kharzan whose bar is `asked`."""
    plain = Ask(id=id_, text=text, raiser="Valdoria", target="Kharzan", bar=Level.ASKED)
    return replace(plain, **more)


def step(document: Held, move: Move, level: int, words: str = "", before: Cited | None = None, **more: object) -> Step:
    """A step of a course; the words are its quote."""
    return replace(Step(document, move, level, quote(words) if words else None, before), **more)


SERIES = Series("QK+QV/ministers/readout/ours", (V1, V2, V3, V4, V5), edited=("Ana put v2 into the series.",))
THEIR_SERIES = Series("QK+QV/ministers/readout/theirs", (K1, K5))


def crackdown() -> Standing:
    """The ask of which the record holds most."""
    asked = ask(
        "sumara",
        "Raise the crackdown in Sumara with Kharzan's leaders.",
        object="the crackdown in Sumara",
        quote=quote("raise the crackdown in Sumara with Kharzan’s leaders", 365),
    )
    first, second, third, fourth = (
        Cited(document, quote(words))
        for document, words in ((V1, CONCERN), (V2, CONCERN), (V3, URGED), (V4, HUMAN_RIGHTS))
    )
    return Standing(
        ask=asked,
        observations=(
            observed("sumara", R0, Level.NAMED, "spoke of Sumara among other matters"),
            observed("sumara", V1, Level.SPECIFIC, verdict=Verdict.CONFIRMED),
            observed("sumara", V2, Level.SPECIFIC),
            observed("sumara", V3, Level.ASKED, URGED, verdict=Verdict.CORRECTED),
            observed("sumara", K3, Level.NOT_ON_RECORD, CHINESE, answer=Answer.REFUSED, state=State.SILENT),
            observed("sumara", J1, Level.NAMED, "discussed human rights"),
            observed("sumara", V4, Level.CONCERN, HUMAN_RIGHTS),
            observed("sumara", K4, Level.NAMED, ARABIC, answer=Answer.PROMISED),
            observed("sumara", T1, Level.ASKED, URGED, verdict=Verdict.REJECTED),
            observed("sumara", W1, Level.SPECIFIC, "raised Sumara", abstain=True, confidence=0.4),
            observed("sumara", W2, Level.NOT_ON_RECORD, state=State.DECLINED),
            observed("sumara", U0, Level.SPECIFIC),
        ),
        courses=(
            Course(
                "sumara",
                SERIES,
                (
                    step(V1, Move.FIRST, 3, CONCERN, proposal=False),
                    step(V2, Move.REPEATED, 3, CONCERN, first),
                    step(V3, Move.STRONGER, 4, URGED, second, proposal=False),
                    step(V4, Move.WEAKER, 2, HUMAN_RIGHTS, third),
                    step(V5, Move.DROPPED, 0, "", fourth),
                ),
            ),
            Course(
                "sumara",
                THEIR_SERIES,
                (
                    step(K1, Move.FIRST, 1, CHINESE),
                    step(
                        K5,
                        Move.ABSENT,
                        0,
                        "",
                        Cited(K1, quote(CHINESE)),
                        guards=("The document is shorter than a fifth of those before it.",),
                    ),
                ),
            ),
        ),
        omissions=(
            Omission(
                "sumara",
                SERIES.key,
                V5,
                (fourth, third, second, first),
                5,
                0.86,
                (
                    "4 of the 5 comparable documents before it hold words on the ask.",
                    "It is as long as they are: 2,400 characters beside a median of 2,400.",
                ),
            ),
        ),
        clocks=(
            Clock(
                "sumara",
                Reset.RAISED,
                "last raised at level 1 (named) or above by side ours",
                "2025-10-20",
                400,
                400,
                fourth,
                (
                    "2025-10-20 to 2026-11-24 are 400 days.",
                    "“at every opportunity” (2026-09-15) names no occasion and resets nothing.",
                ),
                level=1,
                who="side ours",
            ),
            Clock(
                "sumara",
                Reset.RAISED,
                "last raised at level 4 (asked) in public",
                "2025-03-11",
                623,
                623,
                third,
                ("2025-03-11 to 2026-11-24 are 623 days.",),
                level=4,
                channel=Channel.PUBLIC,
            ),
            Clock(
                "sumara",
                Reset.RAISED,
                "last raised at level 2 (concern) or above",
                "2025-10-20",
                400,
                400,
                fourth,
                ("2025-10-20 to 2026-11-24 are 400 days.",),
                level=2,
            ),
            Clock(
                "sumara",
                Reset.RAISED,
                "last raised at level 1 (named) or above by speaker Helene Marrow",
                "2025-03-11",
                623,
                623,
                third,
                ("2025-03-11 to 2026-11-24 are 623 days.",),
                level=1,
                who="speaker Helene Marrow",
            ),
            Clock(
                "sumara",
                Reset.ANSWERED,
                "last answered by Kharzan",
                "2025-10",
                389,
                419,
                Cited(K4, quote(ARABIC)),
                ("2025-10 is known to the month: it counts from its last day.",),
            ),
            Clock(
                "sumara",
                Reset.DUE,
                "the report that the Sumara Act asks for",
                "2026-11-01",
                23,
                23,
                Cited(held("act", "2024-05-05", genre=Genre.OTHER, title="Sumara Act", publisher="Valdoria Parliament"),
                      quote("not later than 1 November of each year, shall report")),
                ("The Act names 1 November of each year.",),
            ),
            Clock("sumara", Reset.EVENT, "since talks ended", "", None, None, None, ("No text in hand dates it.",)),
        ),
        promises=(
            Promise("sumara", Answer.PROMISED, Cited(K3, quote(CHINESE)), False, "2026-05-31", "2026年5月底前"),
            Promise("sumara", Answer.PROMISED, Cited(K4, quote(ARABIC)), True, "", "", computation=("Ana attached v5.",)),
        ),
        disclosures=(
            Disclosure(
                "sumara",
                Cited(W1, quote("raised Sumara with Foreign Minister Orun in their call of 12 May")),
                "2026-05-12",
                "2026-07-02",
                "2026-05-12/call/QK+QV/marrow",
                Account.CLAIMED_ONLY,
                False,
            ),
            Disclosure(
                "sumara",
                Cited(W2, quote("We raise Sumara at every opportunity.")),
                "",
                "2026-09-15",
                "",
                Account.CLAIMED_NOT_COMPARABLE,
                True,
            ),
            Disclosure(
                "sumara",
                Cited(W2, quote("It was spoken of in the talks of March 2022.")),
                "2022-03",
                "2026-09-15",
                "2022-03/dialogue/QK+QV/officials",
                Account.CLAIMED_NOT_COMPARABLE,
                False,
            ),
        ),
    )  # fmt: skip


def talks() -> Standing:
    """An ask that was never found above concern, though its bar is `asked`."""
    asked = ask(
        "talks",
        "Urge Kharzan to resume talks with the envoys of the Keeper of the Springs.",
        quote=quote("urge Kharzan to resume talks with the envoys of the Keeper of the Springs", 913),
    )
    return Standing(
        ask=asked,
        observations=(
            observed("talks", V1, Level.CONCERN, HUMAN_RIGHTS),
            observed("talks", V3, Level.CONCERN, HUMAN_RIGHTS),
        ),
        clocks=(
            Clock(
                "talks",
                Reset.RAISED,
                "last raised at level 1 (named) or above by side ours",
                "2025-03-11",
                623,
                623,
                Cited(V3, quote(HUMAN_RIGHTS)),
                ("2025-03-11 to 2026-11-24 are 623 days.",),
                level=1,
                who="side ours",
            ),
        ),
    )


def voiceprints() -> Standing:
    """An ask of which nothing was found."""
    asked = ask(
        "voiceprints",
        "Raise the mass collection of voiceprints in Sumara with Kharzan.",
        quote=quote("raise the mass collection of voiceprints", 1300),
    )
    return Standing(ask=asked, observations=())


def prisoner() -> Standing:
    """An ask about a person whose name is the team's alone."""
    words = f"asked after {INTERNAL_NAME}, who was taken in May"
    asked = ask(
        "quillon",
        f"Ask where {INTERNAL_NAME} is held.",
        cases=("quillon",),
        quote=quote(f"ask where {INTERNAL_NAME} is held", 1500),
    )
    named = held(
        "v4q", "2025-10-20", title=f"Readout: {INTERNAL_NAME} and trade", url="https://example.org/tamar-quillon"
    )
    return Standing(
        ask=asked,
        observations=(observed("quillon", named, Level.SPECIFIC, words),),
        disclosures=(
            Disclosure(
                "quillon", Cited(W1, quote(f"We raised {INTERNAL_NAME} in May.")), "2026-05", "2026-07-02", "2026-05/x",
                Account.CLAIMED_ONLY, False,
            ),
        ),
    )  # fmt: skip


def sealed_case() -> Standing:
    """An ask about a person whose name leaves the store in no output."""
    asked = ask("branthwaite", f"Call for the release of {SEALED_NAME}.", cases=("branthwaite",))
    return Standing(
        ask=asked, observations=(observed("branthwaite", V4, Level.SPECIFIC, f"named {SEALED_NAME} in the talks"),)
    )


def arabic() -> Standing:
    """An ask in a script that runs from right to left."""
    asked = ask("ar", "المطالبة بالسماح للمراقبين بالسفر إلى سومارا", bar=Level.SPECIFIC)
    return Standing(ask=asked, observations=(observed("ar", V2, Level.SPECIFIC),))


def chinese() -> Standing:
    """An ask in a script without spaces."""
    asked = ask("zh", "要求哈尔赞恢复与泉源守护者代表的对话，并允许家属探视被关押的教师和学生", bar=None)
    return Standing(ask=asked, observations=(observed("zh", K4, Level.NAMED, ARABIC, answer=Answer.NOTED),))


def expectation(engagement: str, party: str, status: RecordStatus, documents: tuple[str, ...] = ()) -> Expectation:
    """A record that is expected of a side."""
    return Expectation(
        engagement=engagement,
        party=party,
        description=f"readout or statement of {party}",
        start=engagement[:10],
        due=engagement[:10],
        late=engagement[:10],
        status=status,
        documents=documents,
        searched=3 if documents else 0,
    )


def followed(day: str, *, ours: tuple[str, ...], theirs: tuple[str, ...], kind: Contact = Contact.MEETING) -> Followed:
    """An engagement of Marrow and Orun on a day, with what each side's record is in hand."""
    id_ = f"{day}/{kind.value}/QK+QV/marrow"
    sources = tuple(
        EngagementSource(Telling.RECORDED, document, OURS_PUBLISHER, day, day, day) for document in ours[:1]
    ) or (EngagementSource(Telling.ANNOUNCED, "announcement.ics", "calendar", day, day, day),)
    captured = {True: RecordStatus.APPEARED, False: RecordStatus.NOT_CAPTURED}
    return Followed(
        EngagementRecord(id_, kind, ("QK", "QV"), ("Helene Marrow", "Deniz Orun"), "Khorvel", day, day, sources),
        (
            expectation(id_, "QV", captured[bool(ours)], ours),
            expectation(id_, "QK", captured[bool(theirs)], theirs),
        ),
    )


ENGAGEMENTS = (
    followed("2024-02-10", ours=("v1",), theirs=("k1",)),
    followed("2024-09-03", ours=("v2",), theirs=()),
    followed("2025-03-11", ours=("v3",), theirs=("k3",)),
    followed("2025-10-20", ours=("v4",), theirs=("k4",)),
    followed("2026-05-12", ours=(), theirs=(), kind=Contact.CALL),
    followed("2026-06-10", ours=("v5",), theirs=("k5",), kind=Contact.VISIT),
)

COVERAGE = Coverage(
    searched=1_342,
    by_publisher=(
        (OURS_PUBLISHER, 980, "2023-01-04", "2026-11-11"),
        (THEIRS_PUBLISHER, 310, "2024-02-01", "2026-10-30"),
        ("Sumara Rights Forum", 52, "2025-06-06", "2026-05-24"),
    ),
    since="2023-01-01",
    until=TODAY,
    expected=(
        Expected("Readout of Valdoria, 2026-06-09 to 2026-06-18", Side.OURS, OURS_PUBLISHER, "2026-06-09", "2026-06-18", ("v5",)),
        Expected("Joint statement", Side.JOINT, "Valdoria and Kharzan", "2026-06-09", "2026-06-18"),
    ),
    gaps=((OURS_PUBLISHER, "2024-10-01", "2025-02-12"), (THEIRS_PUBLISHER, "2025-11-02", "2026-04-01")),
)  # fmt: skip


def calendar_documents() -> tuple[Dated, ...]:
    """Documents by month: a steady publisher, one with a gap, one that is known to the year alone, one undated."""
    ours = [Dated(f"{year}-{month:02}-{day:02}", OURS_PUBLISHER) for year in (2024, 2025, 2026)
            for month in range(1, 12) for day in range(1, 2 + month % 5) if (year, month) < (2026, 12)
            and not ("2024-10" <= f"{year}-{month:02}" <= "2025-01")]  # fmt: skip
    theirs = [
        Dated(f"{year}-{month:02}", THEIRS_PUBLISHER)
        for year in (2024, 2025, 2026)
        for month in range(2, 11)
        if not ("2025-11" <= f"{year}-{month:02}" <= "2026-03")
    ]
    return (*ours, *theirs, Dated("2025", "Sumara Rights Forum"), Dated("", "Sumara Rights Forum"))


def report() -> StandingReport:
    """Seven asks with everything that a standing can hold."""
    standings = (crackdown(), talks(), voiceprints(), prisoner(), sealed_case(), arabic(), chinese())
    agenda = Agenda(
        title="Fictional example: Foreign Minister Marrow must bring Sumara to the table in Khorvel",
        issuer="Sumara Rights Forum",
        source="https://example.org/statement",
        source_digest="4a" * 32,
        engagement=Engagement("visit", ("Valdoria", "Kharzan"), ("Helene Marrow",), "2026-06-09", "2026-06-11"),
        asks=tuple(standing.ask for standing in standings),
        cases=CASES,
    )
    two = TwoAccounts(
        "sumara", "the meeting of 2025-03-11", Cited(V3, quote(URGED)), Cited(K3, quote("双方就苏马拉问题达成共识"))
    )
    return StandingReport(
        agenda=agenda,
        standings=standings,
        coverage=COVERAGE,
        today=TODAY,
        engine="onrecord rules 0.1.0",
        followed=ENGAGEMENTS,
        accounts=(two,),
        held=calendar_documents(),
    )


def bare_report() -> StandingReport:
    """An agenda without asks and an empty record."""
    full = report()
    return replace(
        full,
        agenda=replace(full.agenda, asks=(), cases=()),
        standings=(),
        coverage=Coverage(searched=0, by_publisher=()),
        followed=(),
        accounts=(),
        held=(),
    )
