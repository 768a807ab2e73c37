"""An altered quotation is one in which a word of substance differs; a capital or a comma is none.

    python bench/misquotes.py [--json] [--misses]

500 sentences of real documents (../shared/record), put between quotation marks: altered by one name, place, number or
negation; changed in case, punctuation, typography or by a marked omission alone; or left as they are. Of the altered
ones a few words around the alteration are quoted alone as well (`short`). Each is held against its source twice:
inside a copy of the source (`copy`), and inside another real document that quotes it (`host`), whose own quotations
have nothing to do with the source. Nothing of it is kept: the set is made anew at each run, always the same.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from onrecord.text.misquotes import misquotes
from onrecord.text.places import mentions
from onrecord.text.sentences import sentences

RECORD = Path(__file__).resolve().parents[1].parent / "shared" / "record"
ENGLISH = (RECORD / "whitehouse_2021_2026.jsonl.gz", RECORD / "state_dept_press_releases_2021_2022.jsonl.gz")
CHINESE = RECORD / "china_mfa_press_conferences_zh_2020_2024.jsonl.gz"
FILES = (*ENGLISH, CHINESE)

SEED = 20261124
SIZES = range(1500, 12_000)
"""Characters of a document that is used."""
READ = 1500
"""Documents of that size read of each file."""
WANTED = {"en": 400, "zh": 100}

ALTERED = ("name", "place", "number", "negation")
SUBSTANCE = (*ALTERED, "short")
LIGHT = ("case", "punctuation", "typography", "elision")
ORDER = (*ALTERED, *LIGHT, "verbatim")
MARKS = {"en": (("“", "”"), ('"', '"')), "zh": (("“", "”"), ("「", "」"))}

_NAME = re.compile(r"(?<=[a-z,] )(?!(?:President|Secretary|Minister|The|American|United|State)\b)[A-Z][a-z]{3,}\b")
_AUXILIARY = re.compile(r"\b(?:is|are|will|must|should|can|has|have|was|were|would)\b")
_NOT = re.compile(r"\bnot ")
_NUMBER = re.compile(r"\b\d{1,4}\b(?![.,]\d)|\b(?:two|three|four|five|six|seven|eight|nine|ten)\b")
_NUMBER_ZH = re.compile(r"\d+|[两三四五六七八九](?=[个国次年月日项名人])")
_AUXILIARY_ZH = re.compile(r"(?<![不未没别])(?:应该|应当|会|能|是|可以|愿意|符合)")
_NUMERALS = {"two": "five", "three": "six", "four": "nine", "ten": "twelve"}


@dataclass(frozen=True, slots=True)
class Item:
    """One quotation: its source, the text that quotes it in two ways, and what was done to it."""

    kind: str
    language: str
    quote: str
    """As it stands between the marks."""
    was: str
    source: str
    copy: str
    host: str


def texts(path: Path) -> list[str]:
    """The first documents of a file that are of the wanted size."""
    held: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            text = json.loads(line)["text"]
            if len(text) in SIZES:
                held.append(text)
            if len(held) == READ:
                break
    return held


def items() -> Iterator[Item]:
    """The set, the same at each run."""
    chance = random.Random(SEED)
    english = [text for path in ENGLISH for text in texts(path)]
    for language, held in (("en", english), ("zh", texts(CHINESE))):
        chance.shuffle(held)
        names = [found.group() for text in held[:300] for found in _NAME.finditer(text)] if language == "en" else []
        made = _made(held, language, names, chance)
        whole = 0
        for item in made:
            yield item
            whole += item.kind != "short"
            if whole == WANTED[language]:
                break


def _made(held: list[str], language: str, names: list[str], chance: random.Random) -> Iterator[Item]:
    kinds = cycle(kind for kind in ORDER if language == "en" or kind != "name")
    kind = next(kinds)
    for source, host in zip(held, held[1:] + held[:1], strict=True):
        found = [span.of(source) for span in sentences(source)]
        fitting = [one for one in found if _fits(one, source, host, language)]
        chance.shuffle(fitting)
        for sentence in fitting:
            altered = _altered(kind, sentence, language, names, chance)
            if altered is not None and (kind == "verbatim" or altered != sentence):
                yield _item(kind, language, sentence, altered, source, host, chance)
                if kind in ALTERED:
                    yield _short(language, sentence, altered, source, host, chance)
                kind = next(kinds)
                break


def _fits(sentence: str, source: str, host: str, language: str) -> bool:
    size = len(sentence.split()) if language == "en" else len(sentence) // 2
    quoted = re.search(r"[“”\"「」『』«»\n]", sentence)
    return 8 <= size <= 40 and not quoted and source.count(sentence) == 1 and sentence not in host


def _item(kind: str, language: str, was: str, quote: str, source: str, host: str, chance: random.Random) -> Item:
    opening, closing = chance.choice(MARKS[language])
    quoted = f"{opening}{quote}{closing}"
    embedded = _embedded(quoted, language, host, chance)
    return Item(kind, language, quote, was, source, source.replace(was, quoted), embedded)


def _short(language: str, was: str, altered: str, source: str, host: str, chance: random.Random) -> Item:
    """The alteration quoted with two words on each side, or four ideographs."""
    first = next(at for at, (one, other) in enumerate(zip(was + "\0", altered + "\1", strict=False)) if one != other)
    last = next(
        at for at, (one, other) in enumerate(zip(was[::-1] + "\0", altered[::-1] + "\1", strict=False)) if one != other
    )
    size = r"(?:\S+\s+){0,2}\S*" if language == "en" else r".{0,4}"
    before = re.search(f"{size}$", altered[:first])
    after = re.match(r"\S*(?:\s+\S+){0,2}" if language == "en" else size, altered[max(first, len(altered) - last) :])
    assert before is not None
    assert after is not None
    start, end = before.start(), max(first, len(altered) - last) + after.end()
    opening, closing = chance.choice(MARKS[language])
    quoted = f"{opening}{altered[start:end]}{closing}"
    copy = source.replace(was, altered[:start] + quoted + altered[end:])
    return Item("short", language, altered[start:end], was, source, copy, _embedded(quoted, language, host, chance))


def _embedded(quoted: str, language: str, host: str, chance: random.Random) -> str:
    """The other document with one more paragraph, which quotes."""
    paragraphs = host.split("\n")
    at = chance.randrange(len(paragraphs) + 1)
    said = f"{quoted} the statement said." if language == "en" else f"声明说:{quoted}"
    return "\n".join([*paragraphs[:at], said, *paragraphs[at:]])


def _altered(kind: str, sentence: str, language: str, names: list[str], chance: random.Random) -> str | None:
    """The sentence altered in that way; None where it gives no occasion for it."""
    match kind:
        case "name":
            return _swapped(_NAME, sentence, lambda _: chance.choice(names), chance)
        case "place":
            return _other_place(sentence, language, chance)
        case "number":
            return _swapped(_NUMBER if language == "en" else _NUMBER_ZH, sentence, _other_number, chance)
        case "negation":
            return _negated(sentence, language, chance)
        case "case":
            return (
                sentence.upper()
                if chance.random() < 0.3
                else sentence.swapcase()
                if language == "zh"
                else _cased(sentence)
            )
        case "punctuation":
            return re.sub(r"[,，]", "", sentence, count=1).rstrip(".。") + chance.choice(["", ",", "!", " —"])
        case "typography":
            return _set(sentence, chance)
        case "elision":
            return _left_out(sentence, chance)
    return sentence


def _swapped(pattern: re.Pattern[str], sentence: str, other: Callable[[str], str], chance: random.Random) -> str | None:
    found = list(pattern.finditer(sentence))
    if not found:
        return None
    one = chance.choice(found)
    return sentence[: one.start()] + other(one.group()) + sentence[one.end() :]


def _other_place(sentence: str, language: str, chance: random.Random) -> str | None:
    found = [mention for mention in mentions(sentence) if mention.names]
    if not found:
        return None
    one = chance.choice(found)
    others = {"en": ("Xinjiang", "Norway", "Peru", "Tibet", "Kenya"), "zh": ("新疆", "挪威", "秘鲁", "西藏", "肯尼亚")}
    other = chance.choice([name for name in others[language] if name != sentence[one.start : one.end]])
    return sentence[: one.start] + other + sentence[one.end :]


def _other_number(number: str) -> str:
    if number.isdecimal():
        return str(int(number) + 3)
    return _NUMERALS.get(number) or {"两": "三"}.get(number) or ("two" if number.isascii() else "二")


def _negated(sentence: str, language: str, chance: random.Random) -> str | None:
    if language == "zh":
        return _swapped(_AUXILIARY_ZH, sentence, lambda word: f"不{word}", chance)
    if _NOT.search(sentence):
        return _NOT.sub("", sentence, count=1)
    return _swapped(_AUXILIARY, sentence, lambda word: f"{word} not", chance)


def _cased(sentence: str) -> str:
    return sentence[0].swapcase() + sentence[1:]


def _set(sentence: str, chance: random.Random) -> str:
    """Set otherwise: other apostrophes and dashes, hard spaces, a line broken, a soft hyphen in a long word."""
    ways: list[Callable[[str], str]] = [
        lambda words: words.replace("'", "’").replace("-", "‑"),
        lambda words: words.replace("’", "'").replace("–", "-"),
        lambda words: words.replace(" ", "\u00a0", 2),
        lambda words: words.replace(" ", "  ", 1),
        lambda words: re.sub(r"([a-z]{4})([a-z]{4})", "\\1\u00ad\\2", words, count=1),
        lambda words: words[: len(words) // 2] + "\u200b" + words[len(words) // 2 :],
    ]
    for way in chance.sample(ways, len(ways)):
        made = way(sentence)
        if made != sentence:
            return made
    return sentence


def _left_out(sentence: str, chance: random.Random) -> str:
    """With some words in the middle left out or replaced, and a sign that says so."""
    third = len(sentence) // 3
    start = sentence.find(" ", third) + 1 or third
    end = sentence.find(" ", start + third // 2)
    end = start + third // 2 if end < 0 else end
    while start < end < len(sentence) and sentence[end - 1 : end + 1].isascii() and sentence[end] != " ":
        end += 1
    return sentence[:start] + chance.choice(["…", "[…]", "...", "[the Minister]"]) + sentence[end:]


def flagged(official: str, text: str) -> list[str]:
    """The quotations of a text that are called altered."""
    return [found.quote.exact for found in misquotes(official, text) if found.in_other_words]


def scores(*, told: Callable[[str, Item], None] = lambda _way, _item: None) -> dict[str, float] | None:
    """For either way: precision, recall by kind of alteration, and the part of lighter changes left alone.

    None where the records are missing. `told` hears of each item that is got wrong.
    """
    if not all(path.exists() for path in FILES):
        return None
    held = list(items())
    found: dict[str, float] = {}
    for way in ("copy", "host"):
        right: Counter[str] = Counter()
        alarms = hits = 0
        for item in held:
            said = flagged(item.source, item.copy if way == "copy" else item.host)
            own = item.quote.strip() in {one.strip() for one in said}
            is_right = own == (item.kind in SUBSTANCE)
            right[item.kind] += is_right
            hits += own and is_right
            alarms += len(said)
            if not is_right or len(said) > own:
                told(f"{way}{'' if is_right else ' wrong'}", item)
        number = Counter(item.kind for item in held)
        found[f"{way}_precision"] = hits / alarms if alarms else 1.0
        found[f"{way}_recall"] = sum(right[kind] for kind in ALTERED) / sum(number[kind] for kind in ALTERED)
        found |= {f"{way}_{kind}": right[kind] / number[kind] for kind in (*ORDER, "short")}
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", action="store_true", help="show each quotation that is got wrong")
    wanted = parser.parse_args()
    misses: list[str] = []
    found = scores(
        told=lambda way, item: misses.append(f"{way} {item.language} {item.kind}: {item.was} → {item.quote}")
    )
    if found is None:
        print(f"{RECORD} does not hold the records; nothing was scored.")
    elif wanted.json:
        print(json.dumps(found))
    else:
        for name, value in found.items():
            print(f"{name:20}{value:8.3f}")
    if wanted.misses:
        print("\n".join(misses))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
