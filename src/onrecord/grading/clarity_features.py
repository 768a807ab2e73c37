"""Whether a question was answered shows early: in the first words, and where the question's own words come back.

An answer of several minutes is seldom weighed as a whole. What is read of it: its first words, its first two sentences,
the sentences that share the question's words, and how it ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from onrecord.text.sentences import sentences
from onrecord.text.tables import rows

STEM = 6
"""Letters by which two words are held to be the same (`pardon`, `pardons`)."""
OPENING = 2
"""Sentences of the opening, and of the ending."""
TINY = 3
"""A sentence with no more words than this ("I don't know.") does not fill a place of the opening."""
NEAR = 2
"""Words that a sentence must share with the question to be near it, or all where the question has fewer."""
SHORT, LONG = 45, 220
"""Words of a short and of a long answer."""

_QUESTION_LABEL = re.compile(r"^\s*(?:Q[.:]?(?=\s)|QUESTION:)\s*")
_STAGE = re.compile(r"\[[^\]]*\]|\((?:Laughter|Applause|Crosstalk|Inaudible)[^)]*\)")
_STAMMER = re.compile(r"\b([\w’']+(?: [\w’']+)?)(?:\s*—+\s*\1\b)+")
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?|\d[\d,.]*")


@dataclass(frozen=True, slots=True)
class Sign:
    """Something about a question and its answer that speaks for or against a clear reply."""

    name: str
    """The column `sign` of data/clarity_cues.tsv, or a kind of question, an echo or a length."""
    words: str
    """The words that it rests on; empty where it rests on a length or a count."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and its answer, cut up for reading."""

    asked: str
    """The question that is held against the answer: the part, or the whole turn."""
    asking: tuple[str, ...]
    """The questions of the turn."""
    place: int
    """Which of them is the one asked, the first being 0."""
    first: str
    """The first words, openers (`Well, look,`) left out."""
    at_once: str
    """The first sentence."""
    opening: str
    """The first two sentences."""
    ending: str
    lines: tuple[str, ...]
    """The sentences of the answer."""
    content: frozenset[str]
    """Stems of the question's content words."""


@cache
def _words_of(role: str) -> frozenset[str]:
    return frozenset(row["word"].lower() for row in rows("clarity_words.tsv", key="word") if row["role"] == role)


@cache
def _cues() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """(sign, where, pattern) of every listed turn of speech."""
    table = rows("clarity_cues.tsv", key="name")
    return tuple((row["sign"], row["where"], re.compile(row["pattern"], re.IGNORECASE)) for row in table)


@cache
def _form(name: str) -> re.Pattern[str]:
    """A listed form of transcripts and questions: who speaks, how a turn opens, what asks without a question mark."""
    table = {row["name"]: row for row in rows("clarity_forms.tsv", key="name")}
    return re.compile(table[name]["pattern"], re.IGNORECASE if table[name]["case"] == "any" else 0)


def exchange(question: str, answer: str, part: str = "") -> Exchange:
    """A turn of questions, the answer to it, and the part of the turn that is asked about (empty for the whole)."""
    asking = tuple(_questions(question))
    wanted = part.strip() or question
    place = _nearest(asking, stems(wanted)) if part.strip() else 0
    turns = _heard(_turns(answer), asking[place] if asking else wanted)
    lines = tuple(line for _, told in turns for line in told)
    opened = turns[0][1] if turns else ()
    return Exchange(
        asked=_kind_bearing(wanted, asking, place),
        asking=asking,
        place=place,
        first=_form("opener").sub("", " ".join(opened[: _opens(opened, OPENING)]), count=1),
        at_once=" ".join(opened[: _opens(opened, 1)]),
        opening=" ".join(opened[: _opens(opened, OPENING)]),
        ending=" ".join(lines[-OPENING:]),
        lines=lines,
        content=stems(wanted),
    )


def _turns(answer: str) -> list[tuple[str, tuple[str, ...]]]:
    """(who, sentences) for each who answers; `who` is empty before the first label."""
    pieces = _form("label").split(answer)
    named = [("", pieces[0])]
    named += [(pieces[at] or pieces[at + 1] or "", pieces[at + 2]) for at in range(1, len(pieces), 3)]
    turns = [(who, tuple(_lines(told))) for who, told in named]
    return [(who, lines) for who, lines in turns if lines]


def _heard(turns: list[tuple[str, tuple[str, ...]]], asked: str) -> list[tuple[str, tuple[str, ...]]]:
    """The turns of the one whom the question names (`And, President Musharraf, would …`); all where it names nobody."""
    called = [who for who, _ in turns if len(who.split()) > 1 and not who.startswith("The ") and who in asked]
    return [turn for turn in turns if turn[0] in called] or turns


def _opens(lines: Sequence[str], count: int) -> int:
    """How many sentences the opening takes, if it is to hold `count` that are not tiny."""
    full = [at for at, line in enumerate(lines, start=1) if len(_WORD.findall(line)) > TINY]
    return full[count - 1] if len(full) >= count else len(lines)


def _lines(answer: str) -> Iterator[str]:
    """The sentences of an answer without who speaks, what happened on the stage, and repeated words."""
    plain = _STAGE.sub(" ", answer.replace("\n", " "))
    for _ in range(2):
        plain = _STAMMER.sub(r"\1", plain)
    plain = " ".join(plain.split())
    for span in sentences(plain):
        line = span.of(plain)
        if _WORD.search(line):
            yield line


def _questions(turn: str) -> list[str]:
    """The sentences of a turn that ask: with a question mark, or by words that ask for something."""
    plain = " ".join(_STAGE.sub(" ", _QUESTION_LABEL.sub("", turn)).split())
    told = [span.of(plain) for span in sentences(plain)]
    marked = [line for line in told if line.rstrip('"”’ ').endswith("?")]
    return marked or [line for line in told if _form("request").search(line)]


def stems(words: str) -> frozenset[str]:
    """The content words of a question or a sentence, each by its first letters."""
    found = (word.lower().replace("’", "'").removesuffix("'s") for word in _WORD.findall(words))
    small = _words_of("small") | _words_of("polar") | _words_of("open") | _words_of("particular")
    return frozenset(word[:STEM] for word in found if word not in small and (len(word) > 2 or word.isdigit()))


def _nearest(asking: Sequence[str], wanted: frozenset[str]) -> int:
    """Which question of a turn shares most words with the part that is asked about."""
    shared = [len(stems(line) & wanted) for line in asking]
    return shared.index(max(shared)) if shared else 0


def _kind_bearing(wanted: str, asking: Sequence[str], place: int) -> str:
    """The words that show what kind of question it is: a topic ("current condition of X") takes its turn's question."""
    if kind_of(wanted) == "topic" and asking:
        return asking[place]
    return wanted


def kind_of(question: str) -> str:
    """How a question opens: polar, open, particular, or topic where nothing is asked in words."""
    asking = [line for line in re.split(r"(?<=[.?!;])\s+", question.strip()) if line.endswith("?")]
    for line in asking or [question]:
        kinds = [_kind(clause) for clause in re.split(r"[,:]\s+|—", line)]
        kind = next((kind for kind in kinds if kind), "polar" if asking else "")
        if kind:
            return kind
    return "topic"


def _kind(line: str) -> str:
    words = [word.lower().replace("’", "'") for word in _WORD.findall(_form("lead").sub("", line))]
    if words[:2] in (["how", "many"], ["how", "much"], ["how", "long"], ["how", "soon"], ["what", "time"]):
        return "particular"
    return next((role for role in ("polar", "open", "particular") if words and words[0] in _words_of(role)), "")


def signs(held: Exchange) -> tuple[Sign, ...]:
    """Every sign of an exchange, each once, in the order of the rules: question, first words, echo, length."""
    found: dict[str, str] = {}
    for name, words in (*_of_question(held), *_of_words(held), *_of_echo(held), *_of_length(held)):
        found.setdefault(name, words)
    return tuple(Sign(name, words) for name, words in (found | _together(found, held)).items())


def _of_question(held: Exchange) -> Iterator[tuple[str, str]]:
    yield f"question {kind_of(held.asked)}", held.asked
    if len(held.asking) > 1:
        yield "one of several", ""
    if held.place:
        yield "not the first", ""


def _of_words(held: Exchange) -> Iterator[tuple[str, str]]:
    """The turns of speech, each where it counts."""
    near = " ".join(near_lines(held))
    places = {
        "start": held.first,
        "opening": held.opening,
        "at once": held.at_once,
        "ending": held.ending,
        "near": near,
    }
    for sign, where, pattern in _cues():
        text = places[where]
        match = pattern.match(text) if where == "start" else pattern.search(text)
        if match is not None:
            yield sign, match.group()
        if where == "opening" and pattern.search(places["at once"]):
            yield f"{sign} at once", ""


def near_lines(held: Exchange) -> list[str]:
    """The sentences of the answer that share the question's words."""
    needed = min(NEAR, len(held.content))
    return [line for line in held.lines if needed and len(stems(line) & held.content) >= needed]


def _of_echo(held: Exchange) -> Iterator[tuple[str, str]]:
    shared = share(held.content, held.opening)
    yield f"echo {'most' if shared >= 0.5 else 'some' if shared > 0 else 'none'}", ""
    best = max((share(held.content, line) for line in held.lines), default=0.0)
    yield f"nearest {'most' if best >= 0.5 else 'some' if best > 0.2 else 'none'}", ""


def share(content: Iterable[str], words: str) -> float:
    """The share of the question's content words that come back."""
    wanted = frozenset(content)
    return len(wanted & stems(words)) / len(wanted) if wanted else 0.0


def _asks_back(held: Exchange) -> bool:
    """True if all that is said is a short question."""
    return len(held.lines) <= OPENING and held.lines[-1:] != () and held.lines[-1].rstrip('"” ').endswith("?")


def _of_length(held: Exchange) -> Iterator[tuple[str, str]]:
    if _asks_back(held):
        yield "clarification", held.lines[-1]
    length = sum(len(_WORD.findall(line)) for line in held.lines)
    yield f"length {'short' if length <= SHORT else 'long' if length > LONG else 'middle'}", ""


def _together(found: dict[str, str], held: Exchange) -> dict[str, str]:
    """Signs that mean something only together."""
    made = {}
    polar = "question polar" in found
    said = next((name for name in ("affirms", "denies") if name in found), "")
    if said and polar:
        made["polar answered" if _is_meant(held) else "another answered"] = found[said]
    if said and not polar:
        made["yes to what"] = found[said]
    return made


def _is_meant(held: Exchange) -> bool:
    """True if a first yes or no belongs to the question asked: of several, to the one whose words come back."""
    shared = [share(stems(line), held.at_once) for line in held.asking]
    if len(shared) < 2:
        return True
    if max(shared) == 0:
        return False
    return shared[held.place] == max(shared)


def is_foreign(words: str) -> bool:
    """True if most letters are not Latin, so that no listed turn of speech can be found."""
    letters = [letter for letter in words if letter.isalpha()]
    return sum(letter > "\u024f" for letter in letters) * 2 > len(letters)
