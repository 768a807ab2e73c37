"""A brief has one page an ask: whoever goes in has minutes, and every sentence on it can be looked up."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.model.standing import Cited, Standing
from onrecord.reports.documents.blocks import Block, Break, Heading, Items, Kind, Note, Paper, Prose, Row, Said, Table
from onrecord.reports.documents.dossier import Dossier
from onrecord.reports.documents.opening import coverage, engagement, missing, notices
from onrecord.reports.documents.parts import asked, grounds, grounds_in_words, heading_of, question, to_say
from onrecord.reports.documents.phrases import frame
from onrecord.reports.documents.record_parts import answers, best_words, earlier_words, last_raised, omissions
from onrecord.reports.question import Question
from onrecord.reports.questions import next_questions
from onrecord.reports.withholding import readable
from onrecord.reports.words import codebook_words


def brief(dossier: Dossier, *, made: str) -> Paper:
    """The brief for an engagement: what it is, the asks by number, what is in hand; then a page for each ask."""
    asked_next = {one.ask_id: one.questions for one in next_questions(dossier.report, most=1)}
    blocks: list[Block] = [*_first_page(dossier)]
    for number, standing in dossier.numbered():
        blocks += [Break(), *_ask(dossier, number, standing, asked_next.get(standing.ask.id, ()))]
    title = readable(dossier.agenda.title) or "Agenda without a title"
    return Paper(Kind.BRIEF, title, tuple(blocks), notices(dossier), made, dossier.report.engine)


def _first_page(dossier: Dossier) -> Iterator[Block]:
    yield Heading(1, frame("heading-engagement"))
    yield Prose(tuple(engagement(dossier)))
    yield Heading(1, frame("heading-asks"))
    yield from asks_table(dossier)
    common = dossier.common_grounds()
    if common:
        yield Heading(1, frame("heading-common"))
        yield Items(tuple(grounds_in_words(dossier, common)))
    yield Heading(1, frame("heading-record"))
    yield coverage(dossier)
    yield Heading(1, frame("heading-missing"))
    yield Items(tuple(missing(dossier)))
    yield Prose((frame("proposal"), frame("absence"), frame("no-cause")))


def asks_table(dossier: Dossier) -> Iterator[Block]:
    """The asks by number, each with its bar and the day of the furthest words; and how many are not shown."""
    rows = tuple(_row(dossier, number, standing) for number, standing in dossier.numbered())
    head = tuple(map(frame, ("head-number", "head-ask", "head-bar", "head-best")))
    if rows:
        yield Table(frame("heading-asks"), head, rows)
    hidden = len(dossier.report.standings) - len(rows)
    if hidden:
        yield Prose((frame("withheld-asks", count=str(hidden)),))


def _row(dossier: Dossier, number: int, standing: Standing) -> Row:
    words = codebook_words().levels
    ask = standing.ask
    best = best_words(dossier, standing)
    told = f"no words found in {dossier.searched().words}"
    notes: tuple[Note, ...] = (dossier.ask(ask), dossier.searched())
    if best:
        level = best[0].finding.level
        told = f"level {int(level)} ({words[level].word}), {best[0].document.date or 'no date'}"
        notes = (dossier.ask(ask), dossier.cite(Cited(best[0].document, best[0].finding.evidence[0])))
    bar = "" if ask.bar is None else f"{int(ask.bar)} {words[ask.bar].word}"
    return Row((str(number), readable(ask.text), bar, told), notes)


def _ask(dossier: Dossier, number: int, standing: Standing, drafts: tuple[Question, ...]) -> Iterator[Block]:
    ask = standing.ask
    yield Heading(1, Said(heading_of(ask), (dossier.ask(ask),)), str(number))
    yield Heading(2, frame("heading-bar"))
    yield Prose(asked(dossier, ask))
    for name, members in (
        ("grounds", grounds(dossier, ask)),
        ("words", earlier_words(dossier, standing)),
        ("clock", last_raised(dossier, standing)),
        ("answer", answers(dossier, standing)),
        ("omissions", omissions(dossier, standing)),
    ):
        yield Heading(2, frame(f"heading-{name}"))
        yield Items(tuple(members))
    yield Heading(2, frame("heading-say"))
    yield to_say(dossier, ask)
    if drafts:
        yield Heading(2, frame("heading-question"))
        yield question(dossier, drafts[0])
