"""A fictional check: invented countries, officials and prisoners, with every level, state, answer and side in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import cycle, islice

from onrecord.model.agenda import Agenda, Ask, Case, Engagement, Ground, GroundKind, Level, Protection
from onrecord.model.finding import (
    Answer,
    AskResult,
    Channel,
    Check,
    Coverage,
    Expected,
    Finding,
    Force,
    Reason,
    Scope,
    Source,
    State,
)
from onrecord.model.record import Quote, Side

OURS_PUBLISHER = "Norhaven Foreign Office"
THEIRS_PUBLISHER = "维斯塔利亚外交部 (Vestalia Ministry of Foreign Affairs)"
PUBLISHERS = {
    Side.OURS: OURS_PUBLISHER,
    Side.THEIRS: THEIRS_PUBLISHER,
    Side.JOINT: "Norhaven and Vestalia",
    Side.THIRD: "Lantern Watch",
}

CHINESE = (
    "记者问及白塔区的文字学校。",
    "发言人表示，这纯属维斯塔利亚内政，任何外国无权干涉。",
    "他随后回答了关于贸易的问题。",
)
ARABIC = (
    "وفي المؤتمر الصحفي، ",
    "قال المتحدث إن القضية نُظرت وفق القانون ولا يجوز لأحد التدخل فيها",
    "، ثم انتقل إلى موضوع آخر.",
)
ENGLISH = (
    "The Foreign Secretary met the Premier of Vestalia in Port Alder. They reviewed trade and the ferry accord. ",
    "The Foreign Secretary urged Vestalia to release Ana Reyes-Lund at once and to let her doctor visit her",
    ". She thanked the Premier for the welcome and looked forward to the next round of talks.",
)
LONG = (
    "The communiqué runs to forty paragraphs. " * 12,
    "Both sides discussed human rights, "
    + "the rule of law, the exchange of students and the opening of reading rooms, " * 6,
    " and they agreed to meet again. " * 12,
)

CASES = (
    Case(id="reyes", names=("Ana Reyes-Lund", "安娜·雷耶斯", "آنا رييس"), protection=Protection.PUBLIC),
    Case(id="orsolo", names=("Teodor Orsolo", "T. Orsolo"), protection=Protection.INTERNAL),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A document and what was found in it."""

    source: Source
    finding: Finding


def told(
    ask_id: str,
    document_id: str,
    level: Level,
    words: tuple[str, str, str] = ENGLISH,
    *,
    side: Side = Side.OURS,
    date: str = "2031-05-14",
    language: str = "en",
    publisher: str = "",
    title: str = "Readout of the Foreign Secretary's meeting with the Premier of Vestalia",
    url: str = "https://example.org/readouts/14?lang=en&page=2#top",
    answer: Answer = Answer.NONE,
    **finding: object,
) -> Told:
    """A finding in a document whose text layer begins 1,200 characters before the words."""
    before, quote, after = words
    start = 1200 + len(before)
    exact = Quote(start, start + len(quote), quote)
    context = before + quote + after
    source = Source(
        id=document_id,
        publisher=publisher or PUBLISHERS[side],
        date=date,
        title=title,
        url=url,
        language=language,
        side=side,
        contexts=((1200, 1200 + len(context), context),),
    )
    found = Finding(
        ask_id=ask_id,
        document_id=document_id,
        level=level,
        evidence=(exact,) if level else (),
        answer=answer,
        answer_evidence=(exact,) if answer is not Answer.NONE else (),
        confidence=0.86,
        reasons=(
            Reason("speaker", "The words are the raiser's own.", "The Foreign Secretary"),
            Reason("R3", "Who should do what can be filled in with words of the passage.", quote[:60]),
        ),
    )
    return Told(source, replace(found, **finding))


def result(ask: Ask, *tellings: Told) -> AskResult:
    """The result of an ask: the highest level of each side is its best."""
    ranked = sorted((telling for telling in tellings), key=lambda told: -told.finding.level)
    best: dict[Side, Finding] = {}
    for telling in ranked:
        best.setdefault(telling.source.side, telling.finding)
    return AskResult(ask=ask, findings=tuple(telling.finding for telling in ranked), best=best)


def check(
    pairs: list[tuple[Ask, tuple[Told, ...]]],
    *,
    cases: tuple[Case, ...] = CASES,
    grounds: tuple[Ground, ...] = (),
) -> Check:
    """A check of these asks, with a coverage that has gaps and a missing record."""
    agenda = Agenda(
        title="What the Foreign Secretary should raise in Port Alder",
        issuer="Lantern Watch",
        source="https://example.org/statements/port-alder",
        source_digest="0" * 64,
        engagement=Engagement(
            kind="visit",
            parties=("Norhaven", "Vestalia"),
            officials=("Foreign Secretary Ilse Marten", "Premier Joon Aldary"),
            start="2031-05-13",
            end="2031-05-15",
        ),
        asks=tuple(ask for ask, _ in pairs),
        grounds=grounds,
        cases=cases,
    )
    return Check(
        agenda=agenda,
        results=tuple(result(ask, *tellings) for ask, tellings in pairs),
        sources={telling.source.id: telling.source for _, tellings in pairs for telling in tellings},
        coverage=COVERAGE,
        engine="onrecord rules 0.1.0",
    )


COVERAGE = Coverage(
    searched=1_342,
    by_publisher=(
        (OURS_PUBLISHER, 980, "2028-01-04", "2032-02-11"),
        (THEIRS_PUBLISHER, 310, "2029-03-01", "2032-01-30"),
        ("Lantern Watch", 52, "2030-06-06", "2031-12-24"),
    ),
    since="2028-01-01",
    until="2032-03-01",
    expected=(
        Expected(
            "Readout of Norhaven (Foreign Office), 2031-05-13 to 2031-05-22",
            Side.OURS,
            OURS_PUBLISHER,
            "2031-05-13",
            "2031-05-22",
            ("n1",),
        ),
        Expected(
            "Readout of Vestalia (Ministry of Foreign Affairs), 2031-05-13 to 2031-05-22",
            Side.THEIRS,
            THEIRS_PUBLISHER,
            "2031-05-13",
            "2031-05-22",
        ),
        Expected(
            "Joint statement of Norhaven and Vestalia",
            Side.JOINT,
            "Norhaven and Vestalia",
            "2031-05-13",
            "2031-05-22",
        ),
    ),
    gaps=((OURS_PUBLISHER, "2029-08-01", "2029-12-12"), (THEIRS_PUBLISHER, "2030-02-02", "2030-06-01")),
)


def ask(id_: str, text: str, **more: object) -> Ask:
    """An ask of Norhaven to Vestalia whose bar is `asked`."""
    plain = Ask(id=id_, text=text, raiser="Norhaven", target="Vestalia", bar=Level.ASKED)
    return replace(plain, **more)


def fictional_check() -> Check:
    """Every level, state, answer, side, scope, force and channel; Chinese and Arabic quotes; long texts."""
    statement = Quote(412, 486, "The Foreign Secretary must call for the release of Ana Reyes-Lund, now 71.")
    pairs: list[tuple[Ask, tuple[Told, ...]]] = [
        (
            ask(
                "a1",
                "Call for the release of Ana Reyes-Lund.",
                cases=("reyes",),
                quote=statement,
                unsure=("Whether the doctor's visit is an ask of its own.",),
            ),
            (
                told(
                    "a1",
                    "n1",
                    Level.ASKED,
                    scope=Scope.OBJECT,
                    force=Force.HARD,
                    channel=Channel.REPORTED_PRIVATE,
                ),
                told("a1", "n0", Level.SPECIFIC, date="2030-02-01", scope=Scope.OBJECT, channel=Channel.PUBLIC),
                told(
                    "a1",
                    "v1",
                    Level.NAMED,
                    CHINESE,
                    side=Side.THEIRS,
                    language="zh-Hans",
                    date="2031-05-15",
                    scope=Scope.PARENT,
                    channel=Channel.PUBLIC,
                    answer=Answer.REFUSED,
                    title="2031年5月15日发言人主持例行记者会",
                ),
                told(
                    "a1",
                    "v2",
                    Level.NOT_ON_RECORD,
                    ARABIC,
                    side=Side.THEIRS,
                    language="ar",
                    date="2031-05-20",
                    state=State.SILENT,
                    answer=Answer.CONDITIONAL,
                    title="إحاطة صحفية",
                ),
            ),
        ),
        (
            ask(
                "a2",
                "Raise the closure of the White Tower writing schools and press for them to open again before the school year begins, with teachers of the families' own choice, without registration of the families who asked for them, and with the textbooks that were taken away in the spring.",
                bar=Level.SPECIFIC,
                own=False,
                claimant="Coalition of 43 groups",
            ),
            (
                told("a2", "n1", Level.CONCERN, scope=Scope.PARENT, channel=Channel.REPORTED_PRIVATE),
                told(
                    "a2",
                    "j1",
                    Level.NAMED,
                    LONG,
                    side=Side.JOINT,
                    scope=Scope.PARENT,
                    channel=Channel.JOINT,
                    date="2031-05",
                ),
                told(
                    "a2",
                    "l1",
                    Level.SPECIFIC,
                    side=Side.THIRD,
                    scope=Scope.OBJECT,
                    date="2031-06-02",
                    url="javascript:alert(1)",
                ),
                told(
                    "a2",
                    "n3",
                    Level.NOT_ON_RECORD,
                    state=State.INTENT_ONLY,
                    channel=Channel.ANNOUNCED,
                    date="2031-05-01",
                    answer=Answer.PROMISED,
                    answer_reported=True,
                ),
            ),
        ),
        (ask("a3", "Secure access for the envoy on conscience.", bar=None), ()),
        (
            ask("a4", "Ask where Teodor Orsolo is held.", cases=("orsolo",)),
            (
                told(
                    "a4",
                    "n4",
                    Level.NOT_ON_RECORD,
                    state=State.DECLINED,
                    date="2031-05-16",
                    channel=Channel.PUBLIC,
                ),
                told(
                    "a4",
                    "v4",
                    Level.NOT_ON_RECORD,
                    CHINESE,
                    side=Side.THEIRS,
                    language="zh",
                    state=State.SILENT,
                    answer=Answer.DEFLECTED,
                ),
            ),
        ),
        (
            ask("a5", "Demand that Vestalia repeal the Assembly Order."),
            (
                told(
                    "a5",
                    "n5",
                    Level.ASKED,
                    scope=Scope.CLASS,
                    force=Force.SOFT,
                    channel=Channel.PUBLIC,
                    date="2029-01-05",
                ),
                told(
                    "a5",
                    "n6",
                    Level.SPECIFIC,
                    other_action=True,
                    scope=Scope.OBJECT,
                    channel=Channel.PUBLIC,
                    date="2030",
                ),
                told(
                    "a5",
                    "n7",
                    Level.ASKED,
                    scope=Scope.OBJECT,
                    force=Force.PLAIN,
                    abstain=True,
                    confidence=0.41,
                    channel=Channel.PUBLIC,
                    date="2030-11-11",
                ),
                told(
                    "a5",
                    "v5",
                    Level.NAMED,
                    ARABIC,
                    side=Side.THEIRS,
                    language="ar",
                    answer=Answer.DENIED,
                    scope=Scope.PARENT,
                ),
            ),
        ),
        (
            ask("a6", "Call on Vestalia to free the harbour pilots."),
            (
                told(
                    "a6",
                    "n8",
                    Level.ASKED,
                    scope=Scope.PART,
                    force=Force.PLAIN,
                    channel=Channel.PUBLIC,
                    date="2032-01-09",
                ),
                told(
                    "a6",
                    "v6",
                    Level.NAMED,
                    ARABIC,
                    side=Side.THEIRS,
                    language="ar",
                    answer=Answer.ACKNOWLEDGED,
                    scope=Scope.PARENT,
                    date="2032-01-12",
                ),
                told(
                    "a6",
                    "v7",
                    Level.NAMED,
                    ARABIC,
                    side=Side.THEIRS,
                    language="ar",
                    answer=Answer.DONE,
                    scope=Scope.PARENT,
                    date="2032-01-30",
                ),
                told(
                    "a6",
                    "v8",
                    Level.NAMED,
                    CHINESE,
                    side=Side.THEIRS,
                    language="zh",
                    answer=Answer.NOTED,
                    scope=Scope.PARENT,
                    date="",
                ),
            ),
        ),
    ]
    grounds = tuple(
        Ground(
            id=f"g{number}",
            kind=kind,
            quote=Quote(900 + number, 958 + number, f"The fictional ground number {number} stands in the statement."),
            claimant="Lantern Watch",
            asks=("a1",),
        )
        for number, kind in enumerate(GroundKind)
    )
    return check(pairs, grounds=grounds)


def many_asks(number: int = 40) -> Check:
    """An agenda of many asks, each with the findings of one of the fictional ones."""
    base = fictional_check()
    results = []
    for index, given in enumerate(islice(cycle(base.results), number)):
        new = f"m{index}"
        renamed = {finding: replace(finding, ask_id=new) for finding in given.findings}
        best = {side: renamed[finding] for side, finding in given.best.items()}
        results.append(AskResult(replace(given.ask, id=new), tuple(renamed.values()), best))
    return replace(base, agenda=replace(base.agenda, asks=tuple(r.ask for r in results)), results=tuple(results))


def no_asks() -> Check:
    """A check of an agenda without asks against an empty record."""
    return replace(check([]), coverage=Coverage(searched=0, by_publisher=()))
