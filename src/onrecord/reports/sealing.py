"""Where a case is sealed, the ask that names it and the documents found for it would give the name away."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace

from onrecord.model.agenda import Agenda, Ask, Protection
from onrecord.model.finding import AskResult, Check, Finding, Source
from onrecord.reports.withholding import Names

SEALED_ASK = "an ask about a sealed case"
BARE_TITLE = "title and address withheld"


def sealed(check: Check, names: Names) -> Check:
    """The check in which an ask that names a sealed case keeps levels, answers, dates and publishers only.

    Its words, its grounds, its quotes, and the titles and addresses of the documents found for it are gone, and
    so is what a judge noted.
    """
    hidden = {ask.id: f"sealed-ask-{number}" for number, ask in enumerate(_sealed_asks(check.agenda, names), 1)}
    if not hidden:
        return check
    documents = _cited(check, hidden)
    shown = _cited(check, [result.ask.id for result in check.results if result.ask.id not in hidden])
    aliases = {document: f"sealed-document-{number}" for number, document in enumerate(documents, 1)}
    sources = {id_: source for id_, source in check.sources.items() if id_ in shown}
    sources |= {aliases[id_]: _bare(check.sources[id_], aliases[id_]) for id_ in documents if id_ in check.sources}
    return replace(
        check,
        agenda=_agenda(check.agenda, hidden),
        results=tuple(_result(result, hidden, aliases) for result in check.results),
        sources=sources,
    )


def _sealed_asks(agenda: Agenda, names: Names) -> list[Ask]:
    cases = {word for case in agenda.cases if case.protection is Protection.SEALED for word in (case.id, *case.names)}
    return [ask for ask in agenda.asks if cases & set(ask.cases) or any(map(names.named_in, _words(ask)))]


def _words(ask: Ask) -> tuple[str, ...]:
    quote = ask.quote.exact if ask.quote else ""
    return (ask.id, ask.text, ask.object, ask.parent, quote, *ask.aliases, *ask.cases)


def _agenda(agenda: Agenda, hidden: dict[str, str]) -> Agenda:
    grounds = [ground for ground in agenda.grounds if not hidden.keys() & set(ground.asks)]
    return replace(agenda, asks=tuple(_ask(ask, hidden) for ask in agenda.asks), grounds=tuple(grounds))


def _ask(ask: Ask, hidden: dict[str, str]) -> Ask:
    if ask.id not in hidden:
        return ask
    kept = Ask(id=hidden[ask.id], text=SEALED_ASK, raiser=ask.raiser, target=ask.target)
    return replace(kept, action=ask.action, bar=ask.bar, own=ask.own)


def _result(result: AskResult, hidden: dict[str, str], aliases: dict[str, str]) -> AskResult:
    if result.ask.id not in hidden:
        return result
    findings = tuple(_finding(finding, hidden, aliases) for finding in result.findings)
    best = {side: _finding(finding, hidden, aliases) for side, finding in result.best.items()}
    judgements = {aliases[id_]: replace(said, note="") for id_, said in result.judgements.items() if id_ in aliases}
    entries = {aliases[id_]: entry for id_, entry in result.entries.items() if id_ in aliases}
    return AskResult(_ask(result.ask, hidden), findings, best, judgements, entries)


def _finding(finding: Finding, hidden: dict[str, str], aliases: dict[str, str]) -> Finding:
    return replace(
        finding,
        ask_id=hidden[finding.ask_id],
        document_id=aliases[finding.document_id],
        evidence=(),
        answer_evidence=(),
        reasons=tuple(replace(reason, words="") for reason in finding.reasons),
    )


def _bare(source: Source, alias: str) -> Source:
    return replace(source, id=alias, title=BARE_TITLE, url="", contexts=())


def _cited(check: Check, asks: Container[str]) -> list[str]:
    """Ids of the documents that the findings of these asks cite, each once."""
    results = [result for result in check.results if result.ask.id in asks]
    findings = [finding for result in results for finding in (*result.findings, *result.best.values())]
    return list(dict.fromkeys(finding.document_id for finding in findings))
