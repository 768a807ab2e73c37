"""READ THIS FIRST: document → passages with speakers → candidates for each ask → findings with reasons.

One document's work is a pure function, `findings(document, agenda)`: a laptop, a folder and a cluster all run it.
`check` holds a whole agenda against any number of documents, `grade` one ask against one text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from onrecord.grading.answers import answered, target_speaks
from onrecord.grading.confidence import in_its_language, sure
from onrecord.grading.grade import grade_document
from onrecord.grading.replies import Ear, may_answer
from onrecord.ledger.coverage import Count, Tally
from onrecord.matching.candidates import candidates
from onrecord.matching.page import Page, prepare, scan
from onrecord.matching.sides import NOBODY, home_of, names_another_party, parties_of, side_of
from onrecord.matching.watch import Watch
from onrecord.model.agenda import Agenda, Ask
from onrecord.model.finding import Answer, AskResult, Check, Finding, Source, State
from onrecord.model.profile import Candidate
from onrecord.model.record import Document, Passage, Side, Span, Voice
from onrecord.reading.attribution_others import Stranger, others_words
from onrecord.reading.language import language_of
from onrecord.reading.passages import passages
from onrecord.reading.speakers import publisher_country
from onrecord.text.terms import TermMatcher

ENGINE = "onrecord rules 2"
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
        """One finding for each ask, in order; None where the document holds nothing that could be about an ask."""
        return self.read(document).findings

    def read(self, document: Document) -> Read:
        """The document's findings, and what must be known of it to keep them."""
        scanned = scan(document, self.matcher)
        near = [
            watch.may_concern(scanned.keys) or _may_be_answered(watch, document, scanned.keys) for watch in self.watches
        ]
        if not any(near):
            return Read((None,) * len(self.watches))
        speakers = passages(document)
        page = prepare(document, speakers, scanned)
        found = tuple(
            _finding(watch, document, page) if close else None for watch, close in zip(self.watches, near, strict=True)
        )
        return Read(found, joint=is_joint(speakers))


@dataclass(frozen=True, slots=True)
class Read:
    """A document, read."""

    findings: tuple[Finding | None, ...]
    joint: bool = False
    """True if a joint text makes it up."""


def _finding(watch: Watch, document: Document, page: Page) -> Finding | None:
    home = home_of(document, watch.profile, publisher_country(document.publisher))
    found = [_with_others(candidate, document) for candidate in candidates(watch, page)]
    if not found and not target_speaks(watch.profile, document, page.voices, home):
        return None
    finding = sure(grade_document(watch.profile, document, found, page.passages, home))
    if home in watch.profile.raiser:
        finding = in_its_language(finding, document.language or language_of(document.text))
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


def _with_others(candidate: Candidate, document: Document) -> Candidate:
    """The candidate with the words in it that its speaker quotes or reports of a third party or another country."""
    passage = candidate.passage
    start = candidate.span.start if candidate.context is None else candidate.context.start
    heard = others_words(document.text, start, candidate.span.end, country=passage.country, speaker=passage.speaker)
    others = tuple(Span(words.start, words.end) for words in heard if words.reason is not Stranger.NAMED)
    return replace(candidate, others=others) if others else candidate


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


@dataclass(frozen=True, slots=True)
class Part:
    """What one stretch of the record gives to a check; holds no text but quotes and the words around them."""

    count: Count
    kept: tuple[list[tuple[Finding, Side]], ...]
    """For each ask what is worth keeping, in the record's order."""
    sources: dict[str, Source]

    @classmethod
    def empty(cls, agenda: Agenda) -> Part:
        return cls(Count(), tuple([] for _ in agenda.asks), {})

    def take_over(self, later: Part) -> None:
        """Add what the stretch after this one gave."""
        self.count.take_over(later.count)
        for own, found in zip(self.kept, later.kept, strict=True):
            own.extend(found)
        for ident, source in later.sources.items():
            known = self.sources.get(ident)
            held = () if known is None else known.contexts
            self.sources[ident] = replace(source, contexts=tuple(dict.fromkeys((*held, *source.contexts))))


@dataclass(frozen=True, slots=True)
class Checker:
    """An agenda ready to be held against one stretch of the record after another."""

    agenda: Agenda
    reader: Reader

    @classmethod
    def of(cls, agenda: Agenda) -> Checker:
        return cls(agenda, Reader.of_agenda(agenda))

    def part(self, documents: Iterable[Document]) -> Part:
        """What these documents give to the check, in memory bounded by what is found."""
        part = Part.empty(self.agenda)
        tally = _tally(self.agenda, part.count)
        for document in documents:
            tally.add(document)
            self._keep(part, document, self.reader.read(document))
        return part

    def _keep(self, part: Part, document: Document, read: Read) -> None:
        for kept, watch, finding in zip(part.kept, self.reader.watches, read.findings, strict=True):
            if finding is not None and is_worth_keeping(finding):
                home = home_of(document, watch.profile, publisher_country(document.publisher))
                side = side_of(document, watch.profile, home, joint=read.joint)
                kept.append((finding, side))
                part.sources[document.id] = source_of(document, side, finding, part.sources.get(document.id))


def check(agenda: Agenda, documents: Iterable[Document], *, since: str = "", until: str = "") -> Check:
    """The agenda held against the documents, one pass, in memory bounded by what is found.

    `since` and `until` are only said in the coverage; the caller chooses the documents.
    """
    return checked(agenda, [Checker.of(agenda).part(documents)], since=since, until=until)


def checked(agenda: Agenda, parts: Iterable[Part], *, since: str = "", until: str = "") -> Check:
    """The check of all that these parts give, which come in the record's order, wherever they were made."""
    whole = Part.empty(agenda)
    for part in parts:
        whole.take_over(part)
    results = tuple(result(ask, pairs, whole.sources) for ask, pairs in zip(agenda.asks, whole.kept, strict=True))
    coverage = _tally(agenda, whole.count).coverage(since=since, until=until)
    return Check(agenda, results, whole.sources, coverage, ENGINE)


def _tally(agenda: Agenda, count: Count) -> Tally:
    return Tally(agenda.engagement, parties_of(agenda), names_another_party(agenda), publisher_country, count)


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


def is_joint(speakers: Sequence[Passage]) -> bool:
    """True if a joint text makes up the document with these passages, whoever put it on a page."""
    return any(passage.voice is Voice.JOINT for passage in speakers[:1])
