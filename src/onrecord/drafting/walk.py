"""A list is one sentence: its items inherit who is asked, and how, from the words that introduce them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from onrecord.drafting.asking import in_sentence, parts
from onrecord.drafting.clauses import starts_with_verb, verb_phrases
from onrecord.drafting.demands import act
from onrecord.drafting.found import Found
from onrecord.drafting.layout import LONGEST_SENTENCE, Block, Zone, sentence_spans
from onrecord.model.record import Span


@dataclass(frozen=True, slots=True)
class Draft:
    """An ask as it was found, before anybody is named: offsets are of the document."""

    start: int
    end: int
    deed: int
    """Where the words for what is asked begin."""
    found: Found
    """The asking that governs it; for an item of a list, that of the introducing words."""
    block: Block
    sentence: Span
    listed: bool = False
    """True for an item of a list."""


@dataclass(slots=True)
class _Intro:
    kind: str
    """The mark of the block that introduces; `prose` for none."""
    draft: Draft | None
    used: bool = False
    """True once an item took its place, or where it asks for something by itself."""

    def wants(self, words: str, block: Block) -> bool:
        """True if the block names an act (`An inquiry into …`) and the introduction asks for a list."""
        return self.draft is not None and self.draft.found.open and _names_act(words, block)


@dataclass(slots=True)
class _Lists:
    """The lists that are open at a place of the document, the outermost first."""

    entries: list[_Intro]
    closed: list[_Intro] = field(default_factory=list)

    def intro_of(self, block: Block, words: str) -> _Intro | None:
        """The introduction that the block is an item of; closes the lists that the block ends."""
        kinds = [intro.kind for intro in self.entries]
        if block.mark:
            if block.mark in kinds:
                self.close(kinds.index(block.mark))
            return self.entries[-1] if self.entries else None
        if kinds[-1:] == ["prose"] and (
            starts_with_verb(words[block.start : block.end]) or self.entries[-1].wants(words, block)
        ):
            return self.entries[-1]
        self.close(0)
        return None

    def close(self, depth: int) -> None:
        self.closed += self.entries[depth:]
        del self.entries[depth:]

    def forgotten(self) -> Iterator[Draft]:
        """The asks of closed introductions whose items asked for nothing."""
        for intro in self.closed:
            if intro.draft and not intro.used and not intro.draft.found.open:
                yield intro.draft
        self.closed.clear()


def drafts(text: str, words: str, layout: list[Block], *, actors: frozenset[str]) -> Iterator[Draft]:
    """The asks of a document in the order of its words; `words` and `actors` as in `in_sentence`."""
    lists = _Lists([])
    for block in layout:
        if block.zone is Zone.HEADING:
            continue
        intro = lists.intro_of(block, words)
        yield from lists.forgotten()
        own = list(_of_block(text, words, block, intro, actors))
        if intro and any(draft.listed for draft in own):
            intro.used = True
        last = own[-1] if own else None
        if words[block.start : block.end].rstrip().endswith((":", "—", "-")):
            governing = last if last and _introduces(words, last) else None
            alone = governing is None or _stands_alone(words, governing)
            lists.entries.append(_Intro(block.mark or "prose", governing, used=alone))
            own = [draft for draft in own if draft is not governing or alone]
        elif block.mark:
            lists.entries.append(_Intro(block.mark, None))
        yield from own
    lists.close(0)
    yield from lists.forgotten()


_TAIL = re.compile(
    r"(?i)(?:\b(?:to|by|should|must|that|will|and|for)|"
    r"\b(?:following|these|those|below|specific|several)\b[^.;:]{0,60}|including(?: by| to)?)"
    r"(?:,[^—:]{0,200}?,?)?\s*[-—:]+$"
)


def _introduces(words: str, draft: Draft) -> bool:
    tail = words[draft.start : draft.block.end].rstrip()
    return draft.found.open or _TAIL.search(tail) is not None or len(words[draft.deed : draft.end].split()) <= 2


def _stands_alone(words: str, draft: Draft) -> bool:
    """True where the introducing words ask by themselves (`take the necessary steps, including—`)."""
    said = words[draft.deed : draft.block.end].rstrip(" —:-")
    tail = r"\bincluding(?: by| to)?$|,? and(?: further)? to(?: \w+ly)?$"
    return not draft.found.open and len(said.split()) > 5 and re.search(tail, said) is not None


def _of_block(text: str, words: str, block: Block, intro: _Intro | None, actors: frozenset[str]) -> Iterator[Draft]:
    if intro and intro.draft:
        item = _item(words, block, intro.draft, first=not intro.used)
        if item:
            yield from item
            return
    for sentence in sentence_spans(text, block):
        start, end = sentence.start, sentence.end
        for found in in_sentence(words, start, end, actors=actors):
            whole = block.zone is Zone.PREAMBLE
            for at, until in [(found.start, found.end)] if whole else parts(words, found):
                deed = found.deed if at == found.start else at
                yield Draft(at, until, deed, found, block, sentence)


def _names_act(words: str, block: Block) -> bool:
    return act(" ".join(words[block.start : min(block.end, block.start + 120)].split()[:6])) is not None


def _item(words: str, block: Block, intro: Draft, *, first: bool) -> list[Draft]:
    found = intro.found
    said = words[block.start : min(block.end, block.start + LONGEST_SENTENCE)]
    sentence = Span(block.start, block.end)
    if found.frame == "thing":
        return [Draft(block.start, block.end, block.start, found, block, sentence, listed=True)]
    opening = starts_with_verb(said)
    if opening is None and found.open and _names_act(words, block):
        return [Draft(block.start, block.end, block.start, replace(found, frame="thing"), block, sentence, listed=True)]
    if opening is None:
        return (
            []
            if found.open or not first or block.zone is not Zone.OPERATIVE
            else [replace(intro, end=block.end, listed=True)]
        )
    deed = block.start + opening.start("verb")
    pieces = verb_phrases(words, deed, next(sentence_spans(words, block)).end)
    return [Draft(at, until, at, found, block, sentence, listed=True) for at, until in pieces]
