"""The parts of a document that speak of one ask; each sentence is filled from what its source holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from onrecord.model.agenda import Ask, Ground, GroundKind
from onrecord.reports.documents.blocks import Prose, Said, Text
from onrecord.reports.documents.dossier import Dossier
from onrecord.reports.documents.phrases import said
from onrecord.reports.question import Question
from onrecord.reports.question import said as shortened
from onrecord.reports.question_forms import in_a_sentence
from onrecord.reports.question_subject import (
    topic,
)
from onrecord.reports.withholding import readable
from onrecord.reports.words import codebook_words

BINDINGS_SHOWN = 2
"""Sentences of a statute shown for one ground."""


def asked(dossier: Dossier, ask: Ask) -> tuple[Text, ...]:
    """Whose ask it is, its words, who should raise it, and what would meet it."""
    evidence = {"ask": (dossier.ask(ask),)}
    claimant = claimant_of(dossier, ask)
    texts: list[Text] = []
    if ask.quote and ask.quote.exact.strip():
        texts.append(said("asked-by", evidence, claimant=claimant, quote=shortened(ask.quote)))
    else:
        texts.append(said("asked-plain", evidence, claimant=claimant, text=words_of(ask)))
    raiser, target = readable(ask.raiser), readable(ask.target)
    return (*texts, said("target", evidence, raiser=raiser, target=target), bar(dossier, ask))


def asked_plainly(dossier: Dossier, ask: Ask) -> Text:
    """The ask as a letter puts it; one that is somebody else's says whose."""
    evidence = {"ask": (dossier.ask(ask),)}
    if ask.own:
        return said("letter-ask", evidence, text=words_of(ask))
    return said("asked-plain", evidence, claimant=claimant_of(dossier, ask), text=words_of(ask))


def bar(dossier: Dossier, ask: Ask) -> Text:
    """The level that would meet the ask, with the codebook's sentence on it."""
    evidence = {"ask": (dossier.ask(ask),)}
    if ask.bar is None:
        return said("bar-none", evidence)
    meaning = codebook_words().levels[ask.bar]
    slots = {"bar": str(int(ask.bar)), "bar_word": meaning.word, "bar_sentence": meaning.sentence}
    return said("bar-words", evidence, **slots)


def claimant_of(dossier: Dossier, ask: Ask) -> str:
    """Whose ask it is."""
    issuer = readable(dossier.agenda.issuer) or "The statement"
    claimant = readable(ask.claimant) or issuer
    said_by = claimant[:1].upper() + claimant[1:]
    return said_by if ask.own or claimant == issuer else f"{said_by}, as {issuer} reports,"


def words_of(ask: Ask) -> str:
    """The ask in words, as a sentence."""
    text = " ".join(readable(ask.text).split())
    return text if text.endswith((".", "。", "!", "?")) else f"{text}."


def grounds(dossier: Dossier, ask: Ask) -> Iterator[Prose]:
    """Each ground as its claimant puts it; beside a law's, the operative words of the law itself."""
    tied = dossier.grounds(ask)
    if not tied:
        yield Prose((said("ground-none", {"ask": (dossier.ask(ask),)}),))
    yield from grounds_in_words(dossier, tied)


def grounds_in_words(dossier: Dossier, given: Iterable[Ground]) -> Iterator[Prose]:
    """The grounds one by one; a law's with its operative words."""
    for ground in given:
        kind = codebook_words().grounds[ground.kind].word
        evidence = {"ground": (dossier.statement(ground.quote),)}
        claimant = readable(ground.claimant or dossier.agenda.issuer)
        slots = {"kind": kind[:1].upper() + kind[1:], "claimant": claimant, "quote": shortened(ground.quote)}
        yield Prose((said("ground", evidence, **slots),))
        if ground.kind is GroundKind.LAW:
            yield Prose(tuple(operative(dossier, ground.id)) or (said("statute-missing", evidence),))


def operative(dossier: Dossier, ground: str) -> Iterator[Text]:
    """The operative words of the statute that a ground names."""
    for one in [held for held in dossier.materials.bindings if held.ground == ground][:BINDINGS_SHOWN]:
        if one.cited.quote is not None:
            slots = {"where": one.section or one.cited.title or one.cited.document, "binds_quote": one.binds}
            yield said("operative", {"statute": (dossier.of(one.cited),)}, **slots, quote=shortened(one.cited.quote))


def to_say(dossier: Dossier, ask: Ask) -> Prose:
    """A draft for whoever raises the ask, in the ask's own words and attributed."""
    evidence = {"ask": (dossier.ask(ask),)}
    target = in_a_sentence(readable(ask.target))
    return Prose(
        (said("say", evidence, target=target, claimant=claimant_of(dossier, ask).rstrip(","), text=words_of(ask)),),
        draft=True,
    )


def question(dossier: Dossier, made: Question) -> Prose:
    """The ground of a drafted question, and the question."""
    notes = tuple(dossier.of(source) for source in made.sources)
    sentences = (*made.ground, made.forms[0][1])
    return Prose(
        tuple(Said(one.text, tuple(notes[number - 1] for number in one.sources), one.quoted) for one in sentences),
        draft=True,
    )


def heading_of(ask: Ask) -> str:
    """What the ask is about, as a heading."""
    return topic(ask)[:1].upper() + topic(ask)[1:] if ask.object else words_of(ask).rstrip(".")
