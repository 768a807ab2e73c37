"""A terminal shows the same scorecard in short: the table, the best words of each side, what was in hand.

Every word from outside is printed as text, never as markup, and without control characters, so that a title
cannot move the cursor, colour the screen or forge a line.
"""

from __future__ import annotations

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from onrecord.model.finding import Check
from onrecord.reports.audience import Audience, cleared
from onrecord.reports.display import shown_plain
from onrecord.reports.excerpts import Excerpt
from onrecord.reports.finding_view import REJECTED, SourceView
from onrecord.reports.terminal_levels import print_levels
from onrecord.reports.view import AskView, CoverageView, ScorecardView, scorecard_view
from onrecord.reports.words import SIDE_WORDS, codebook_words

PROPOSAL = "Every level and answer is a proposal by a machine until a person has judged it."


def scorecard_terminal(check: Check, console: Console, *, audience: Audience = Audience.TEAM) -> None:
    """Prints the scorecard; without colours where the output is no terminal.

    At 80 columns the table leaves third parties' records to the quotes below it; from 100 on it shows them. Below 70,
    and where words would be cut, each ask has lines of its own in the table's place.
    """
    safe = cleared(check, audience)
    view = scorecard_view(safe.check, codebook_words())
    _head(view, safe.notices, console)
    if view.asks:
        print_levels(view, console)
        _line(console, f"0: {view.coverage.no_record}.", "dim")
    for ask in view.asks:
        _quotes(ask, console)
    _coverage(view.coverage, console)


def _line(console: Console, words: str, style: str = "", indent: int = 0) -> None:
    console.print(Padding(Text(shown_plain(words), style=style), (0, 0, 0, indent), expand=False))


def _head(view: ScorecardView, notices: tuple[str, ...], console: Console) -> None:
    _line(console, view.title, "bold")
    facts = (view.engagement, view.dates, ", ".join(view.parties), ", ".join(view.officials))
    if any(facts):
        _line(console, " · ".join(filter(None, facts)))
    _line(console, f"Asks issued by {view.issuer}. Made by {view.engine}.", "dim")
    for notice in notices:
        _line(console, notice, "bold")
    _line(console, PROPOSAL, "dim")


def _quotes(ask: AskView, console: Console) -> None:
    console.print()
    _line(console, f"{ask.number} {ask.text}", "bold")
    for side, found in ask.best.items():
        word = found.telling or found.word
        judged = f" · {found.judged.shape} {found.judged.words}" if found.judged else ""
        _line(console, f"{SIDE_WORDS[side]}: {found.level.value} {word}{judged}", indent=2)
        _excerpts(found.excerpts, found.source, console)
    if ask.answer:
        _line(console, f"answer: {ask.answer.word}, {ask.answer.whose}", indent=2)
        _excerpts(ask.answer.excerpts, ask.answer.source, console)
    if not ask.best:
        _line(console, "no record found", "dim", indent=2)
    rejected = sum(found.judged is not None and found.judged.shape == REJECTED for found in ask.others)
    if rejected:
        _line(console, f"{REJECTED} {rejected} more rejected by a person", "dim", indent=2)


def _excerpts(found: tuple[Excerpt, ...], source: SourceView, console: Console) -> None:
    for one in found[:1]:
        _line(console, f"“{one.quote}”", indent=4)
    places = ", ".join(f"{one.start}–{one.end}" for one in found[:1])
    where = f"{source.date} · {source.publisher} · {source.title}"
    _line(console, where + (f" · characters {places}" if places else ""), "dim", indent=4)
    if source.address:
        console.print(Text("    " + shown_plain(source.address), style="dim"), soft_wrap=True)


def _coverage(coverage: CoverageView, console: Console) -> None:
    console.print()
    _line(console, "Coverage", "bold")
    noun = "document" if coverage.searched == 1 else "documents"
    period = f", {coverage.period}" if coverage.period else ""
    _line(console, f"{coverage.searched:,} {noun} searched{period}", indent=2)
    for publisher, number, dates in coverage.publishers:
        _line(console, f"{number:>7,}  {publisher}" + (f", {dates}" if dates else ""), indent=2)
    for name, start, end in coverage.gaps:
        _line(console, f"gap: nothing in hand of {name} from {start} to {end}", indent=2)
    for expected in coverage.expected:
        _line(console, f"expected: {expected.description}: {expected.state}", indent=2)
