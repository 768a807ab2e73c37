"""A scorecard is also a paper: each ask with the best words of each side, and what was searched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from onrecord.model.agenda import Ask
from onrecord.model.finding import AskResult, Check, Coverage, Finding, Source, Verdict
from onrecord.model.record import Quote, Side
from onrecord.reports.audience import Audience, cleared, unreadable
from onrecord.reports.documents.blocks import (
    Block,
    Cite,
    Heading,
    Items,
    Kind,
    Paper,
    Prose,
    Row,
    Said,
    Searched,
    Table,
)
from onrecord.reports.documents.dossier import Kept, Materials, cleared_materials, statement_cite
from onrecord.reports.documents.phrases import frame, said
from onrecord.reports.question import Citation
from onrecord.reports.question import said as shortened
from onrecord.reports.question_forms import in_a_sentence
from onrecord.reports.reach import answered, tells
from onrecord.reports.sealing import SEALED_ASK
from onrecord.reports.withholding import readable
from onrecord.reports.words import SIDE_WORDS, codebook_words


def scorecard_paper(check: Check, materials: Materials, *, made: str, audience: Audience) -> Paper:
    """The scorecard of a check for these readers; names that may not reach them are in no part of it."""
    safe = cleared(check, audience)
    sheet = _Sheet(safe.check, cleared_materials(materials, unreadable(check.agenda, audience)))
    title = readable(check.agenda.title and safe.check.agenda.title) or "Agenda without a title"
    return Paper(Kind.SCORECARD, title, tuple(sheet.blocks()), safe.notices, made, check.engine)


class _Sheet:
    """Makes the blocks of one check."""

    def __init__(self, check: Check, materials: Materials) -> None:
        self._check, self._materials = check, materials
        self._searched = Searched(check.coverage.searched, _listing(check.coverage))

    def blocks(self) -> Iterator[Block]:
        """The table of asks, each ask, then what was searched and what is not in hand."""
        shown = [(n, one) for n, one in enumerate(self._check.results, 1) if one.ask.text != SEALED_ASK]
        yield Prose((frame("proposal"), frame("absence"), frame("no-cause")))
        yield Heading(1, frame("heading-asks"))
        if shown:
            head = tuple(map(frame, ("head-number", "head-ask", "head-bar", "head-best")))
            yield Table(frame("heading-asks"), head, tuple(self._row(number, one) for number, one in shown))
        if len(shown) < len(self._check.results):
            yield Prose((frame("withheld-asks", count=str(len(self._check.results) - len(shown))),))
        for number, one in shown:
            yield Heading(1, Said(readable(one.ask.text).rstrip("."), (self._ask(one.ask),)), str(number))
            yield Items(tuple(self._found(one)))
        yield Heading(1, frame("heading-coverage"))
        yield self._coverage()
        yield Heading(1, frame("heading-missing"))
        yield Items(tuple(self._missing()))

    def _row(self, number: int, result: AskResult) -> Row:
        words = codebook_words().levels
        ask = result.ask
        bar = "" if ask.bar is None else f"{int(ask.bar)} {words[ask.bar].word}"
        best = self._best(result)
        own = [found for side, found in best if side in (Side.OURS, Side.JOINT)]
        told, note = f"no record found in {self._searched.words}", (self._searched,)
        notes: tuple[Cite | Searched, ...] = (self._ask(ask), *note)
        if own:
            finding = max(own, key=lambda one: one.level)
            source = self._check.sources[finding.document_id]
            told = f"level {int(finding.level)} ({words[finding.level].word}), {source.date or 'no date'}"
            notes = (self._ask(ask), self._cite(source, finding.evidence[0]))
        return Row((str(number), readable(ask.text), bar, told), notes)

    def _best(self, result: AskResult) -> list[tuple[Side, Finding]]:
        return [(side, found) for side in Side if (found := result.best.get(side)) and tells(found) and found.evidence]

    def _found(self, result: AskResult) -> Iterator[Prose]:
        best = self._best(result)
        for side, finding in best:
            source = self._check.sources[finding.document_id]
            cite = {"words": (self._cite(source, finding.evidence[0]),)}
            who = f"{readable(source.publisher) or 'publisher not known'} ({SIDE_WORDS[side]})"
            date, quote = source.date or "no date", shortened(finding.evidence[0])
            yield Prose((said("words", cite, who=who, date=date, quote=quote), self._reading(result, finding, cite)))
        if not best:
            yield Prose((said("statement-none", {"searched": (self._searched,)}, searched=self._searched.words),))
        yield self._answer(result)

    def _reading(self, result: AskResult, finding: Finding, cite: Mapping[str, tuple[Cite, ...]]) -> Said:
        words = codebook_words()
        marks = [words.scopes[finding.scope].word] if finding.scope else []
        marks += [words.channels[finding.channel].word] if finding.channel else []
        caution = f"; {', '.join(marks)}" if marks else ""
        slots = {"level": str(int(finding.level)), "level_word": words.levels[finding.level].word, "caution": caution}
        return said("words-level", cite, reading=self._reader(result, finding), **slots)

    def _reader(self, result: AskResult, finding: Finding) -> str:
        judged = result.judgements.get(finding.document_id)
        if judged is not None and judged.verdict in (Verdict.CONFIRMED, Verdict.CORRECTED):
            return "Judged by a person"
        return "Read by the engine, which is not sure," if finding.abstain else "Read by the engine, as a proposal,"

    def _answer(self, result: AskResult) -> Prose:
        given = [one for one in answered(result) if one.answer_evidence]
        if not given:
            searched = {"searched": (self._searched,)}
            target = in_a_sentence(readable(result.ask.target))
            return Prose((said("statement-no-answer", searched, target=target, searched=self._searched.words),))
        latest = max(given, key=lambda one: (not one.abstain, self._check.sources[one.document_id].date))
        source = self._check.sources[latest.document_id]
        cite = {"words": (self._cite(source, latest.answer_evidence[0]),)}
        who, date = readable(source.publisher) or "publisher not known", source.date or "no date"
        word = codebook_words().answers[latest.answer].word
        reported = ", as the other side reports it" if latest.answer_reported else ""
        return Prose(
            (
                said("statement-answer", cite, who=who, date=date, quote=shortened(latest.answer_evidence[0])),
                said("answer-level", cite, reading=self._reader(result, latest), answer=word, reported=reported),
            )
        )

    def _cite(self, source: Source, quote: Quote) -> Cite:
        kept = self._materials.kept.get(source.id, Kept("", ""))
        found = Citation(source.id, source.publisher, source.date, source.title, source.url, source.language, quote)
        return Cite(found, kept.capture, kept.layer)

    def _ask(self, ask: Ask) -> Cite:
        agenda = self._check.agenda
        quote = ask.quote if ask.quote and ask.quote.exact.strip() else None
        return statement_cite(agenda, self._materials, quote)

    def _coverage(self) -> Table:
        head = tuple(map(frame, ("head-publisher", "head-documents", "head-days")))
        rows = tuple(
            Row((readable(who) or "publisher not known", f"{number:,}", f"{first} to {last}" if first else "no date"),
                (self._searched,))
            for who, number, first, last in self._check.coverage.by_publisher
        )  # fmt: skip
        return Table(
            frame("heading-coverage"), head, rows or (Row(("nothing is in hand", "0", ""), (self._searched,)),)
        )

    def _missing(self) -> Iterator[Prose]:
        searched = {"searched": (self._searched,)}
        expected = self._check.coverage.expected
        lacking = [one for one in expected if not one.in_hand]
        for one in lacking:
            yield Prose((said("not-captured", searched, description=readable(one.description)),))
        if not lacking:
            yield Prose((said("all-captured" if expected else "none-expected", searched),))


def _listing(coverage: Coverage) -> tuple[str, ...]:
    return tuple(
        f"{readable(who) or 'publisher not known'}: {number:,}" + (f" ({first} to {last})" if first else "")
        for who, number, first, last in coverage.by_publisher
    )
