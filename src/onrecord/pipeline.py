"""READ THIS FIRST: document → passages with speakers → candidates for each ask → findings with reasons.

One document's work is a pure function, `findings(document, agenda)`: a laptop, a folder and a cluster all run it.
`check` holds a whole agenda against any number of documents, `grade` one ask against one text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.grading.answers import answered
from onrecord.grading.confidence import sure
from onrecord.grading.grade import grade_document
from onrecord.grading.replies import Ear, may_answer
from onrecord.ledger.coverage import Tally
from onrecord.matching.candidates import candidates
from onrecord.matching.page import Page, prepare, scan
from onrecord.matching.sides import NOBODY, home_of, names_another_party, parties_of, side_of
from onrecord.matching.watch import Watch
from onrecord.model.agenda import Agenda, Ask
from onrecord.model.finding import Answer, AskResult, Check, Finding, Source, State
from onrecord.model.record import Document, Side, Voice
from onrecord.reading.passages import passages
from onrecord.reading.speakers import publisher_country
from onrecord.text.terms import TermMatcher

ENGINE = "onrecord rules 1"
"""Name and version of the engine: it changes whenever a finding may change."""

CONTEXT = 240
"""Characters of context kept on each side of a quote, for a reader to judge it by."""


@dataclass(frozen=True, slots=True)
class Reader:
    """An agenda made ready to be held against documents: compiled once, used on any number of them."""

    watches: tuple[Watch, ...]
    matcher: TermMatcher

    @classmethod
    def of(cls, asks: Sequence[Ask]) -> Reader:
        watches = tuple(Watch.of(ask, number) for number, ask in enumerate(asks))
        return cls(watches, TermMatcher(term for watch in watches for term in watch.terms))

    @classmethod
    def of_agenda(cls, agenda: Agenda) -> Reader:
        """The agenda's asks, each looked for under every name of its cases too."""
        return cls.of([with_case_names(ask, agenda) for ask in agenda.asks])

    def findings(self, document: Document) -> tuple[Finding | None, ...]:
        """One finding for each ask, in order; None where the document holds none of an ask's terms."""
        scanned = scan(document, self.matcher)
        near = [
            watch.may_concern(scanned.keys) or _may_be_answered(watch, document, scanned.keys) for watch in self.watches
        ]
        if not any(near):
            return (None,) * len(self.watches)
        speakers = passages(document)
        page = prepare(document, speakers, scanned)
        return tuple(
            _finding(watch, document, page) if close else None for watch, close in zip(self.watches, near, strict=True)
        )


def _finding(watch: Watch, document: Document, page: Page) -> Finding:
    home = home_of(document, watch.profile, publisher_country(document.publisher))
    found = candidates(watch, page)
    finding = sure(grade_document(watch.profile, document, found, page.passages, home))
    return answered(
        finding,
        watch.profile,
        document,
        found,
        page.passages,
        home,
        sentences=page.sentences,
        persons=watch.persons,
        facets=watch.facets,
    )


def _may_be_answered(watch: Watch, document: Document, keys: frozenset[str]) -> bool:
    """True for a document of the target that touches the object without naming the target's own place."""
    home = home_of(document, watch.profile, publisher_country(document.publisher))
    return home in watch.profile.target | {NOBODY} and may_answer(
        Ear.of(watch.profile, watch.persons, watch.facets), keys
    )


def findings(document: Document, agenda: Agenda) -> tuple[Finding, ...]:
    """The findings of every ask of the agenda in one document; a document without an ask's terms gives none."""
    return tuple(finding for finding in Reader.of_agenda(agenda).findings(document) if finding is not None)


def grade(ask: Ask, document: Document | str) -> Finding:
    """How far the ask was raised in one document, and how it was answered; always a finding, at least a level 0.

    A bare string is read as a text of the raiser's own side.
    """
    if isinstance(document, str):
        document = Document("text", document, side=Side.OURS)
    reader = Reader.of([ask])
    finding = reader.findings(document)[0]
    return sure(grade_document(reader.watches[0].profile, document, [], [], "")) if finding is None else finding


def check(agenda: Agenda, documents: Iterable[Document], *, since: str = "", until: str = "") -> Check:
    """The agenda held against the documents, one pass, in memory bounded by what is found.

    `since` and `until` are only said in the coverage; the caller chooses the documents.
    """
    reader = Reader.of_agenda(agenda)
    tally = Tally(agenda.engagement, parties_of(agenda), names_another_party(agenda), publisher_country)
    kept: list[list[tuple[Finding, Side]]] = [[] for _ in agenda.asks]
    sources: dict[str, Source] = {}
    for document in documents:
        tally.add(document)
        for number, finding in enumerate(reader.findings(document)):
            if finding is not None and is_worth_keeping(finding):
                profile = reader.watches[number].profile
                home = home_of(document, profile, publisher_country(document.publisher))
                side = side_of(document, profile, home, joint=is_joint(document))
                kept[number].append((finding, side))
                sources[document.id] = source_of(document, side, finding, sources.get(document.id))
    results = tuple(result(ask, pairs, sources) for ask, pairs in zip(agenda.asks, kept, strict=True))
    return Check(agenda, results, sources, tally.coverage(since=since, until=until), ENGINE)


def with_case_names(ask: Ask, agenda: Agenda) -> Ask:
    """The ask looked for under every name of its cases: one case's are its own, one of several is a part of it (R4)."""
    meant = [case for case in agenda.cases if {case.id, *case.names} & set(ask.cases)]
    names = [name for case in meant for name in case.names]
    if len(meant) == 1:
        return replace(ask, aliases=tuple(dict.fromkeys([*ask.aliases, *names])))
    return replace(ask, cases=tuple(names))


def is_worth_keeping(finding: Finding) -> bool:
    """True unless the document says nothing on the ask."""
    return finding.level > 0 or finding.state is not State.SILENT or finding.answer is not Answer.NONE


def result(ask: Ask, pairs: list[tuple[Finding, Side]], sources: dict[str, Source]) -> AskResult:
    """All findings of an ask, highest level first, of equals the surer, then the earlier; and the best of each side."""
    ranked = sorted(pairs, key=lambda pair: (-pair[0].level, pair[0].abstain, sources[pair[0].document_id].date))
    best: dict[Side, Finding] = {}
    for finding, side in ranked:
        best.setdefault(side, finding)
    return AskResult(ask, tuple(finding for finding, _ in ranked), best)


def source_of(document: Document, side: Side, finding: Finding, known: Source | None) -> Source:
    """What a reader needs to see of a cited document: its label, and the words around its quotes."""
    quotes = (*finding.evidence, *finding.answer_evidence)
    around = [(max(0, quote.start - CONTEXT), min(len(document.text), quote.end + CONTEXT)) for quote in quotes]
    held = known.contexts if known is not None else ()
    contexts = dict.fromkeys((*held, *((start, end, document.text[start:end]) for start, end in around)))
    return Source(
        document.id,
        document.publisher,
        document.date,
        document.title,
        document.url,
        document.language,
        side,
        tuple(contexts),
    )


def is_joint(document: Document) -> bool:
    """True if a joint text makes up the document, whoever put it on a page."""
    return any(passage.voice is Voice.JOINT for passage in passages(document)[:1])
