"""A mutant is a valid file with one thing wrong; most parsers break on the thing that nobody wrote on purpose."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

from hostile_seeds import seeds, zipped

SEED = 20261124
"""Where the dice start: the same number makes the same mutants."""

_NUMBERS = (b"0", b"-1", b"2147483647", b"4294967296", b"99999999999999999999", b"1e308", b"\x00", b"\xff\xff\xff\xff")


def mutant(number: int) -> tuple[str, bytes]:
    """The mutant of that number: its name and its bytes, the same every time."""
    dice = random.Random(SEED + number)
    held = sorted(seeds().items())
    name, content = held[number % len(held)]
    if name.endswith((".docx", ".zip")) and dice.random() < 0.5:
        made = _inside(content, dice)
    else:
        made = _changed(content, [other for _, other in held], dice)
    return f"mutant-{number}-{name}", made


def _inside(content: bytes, dice: random.Random) -> bytes:
    """A zip whose parts are wrong and whose frame is right: what a reader meets behind the unpacker."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [(name, package.read(name)) for name in package.namelist()]
    place = dice.randrange(len(parts))
    name, part = parts[place]
    parts[place] = (name, _changed(part, [held for _, held in parts], dice))
    return zipped(*parts)


def _changed(content: bytes, others: list[bytes], dice: random.Random) -> bytes:
    for _ in range(dice.choice((1, 1, 1, 2, 5))):
        content = dice.choice(_CHANGES)(content, others, dice) or content
    return content


def _flip(content: bytes, _: list[bytes], dice: random.Random) -> bytes:
    made = bytearray(content)
    for _ in range(dice.choice((1, 1, 4, 32, 256))):
        made[dice.randrange(len(made))] ^= 1 << dice.randrange(8)
    return bytes(made)


def _cut(content: bytes, _: list[bytes], dice: random.Random) -> bytes:
    return content[: dice.randrange(1, len(content) + 1)]


def _splice(content: bytes, others: list[bytes], dice: random.Random) -> bytes:
    other = dice.choice(others)
    return content[: dice.randrange(1, len(content) + 1)] + other[dice.randrange(len(other) + 1) :]


def _repeat(content: bytes, _: list[bytes], dice: random.Random) -> bytes:
    start = dice.randrange(len(content))
    piece = content[start : start + dice.choice((1, 8, 64, 512))]
    return content[:start] + piece * dice.choice((2, 16, 256, 2048)) + content[start:]


def _drop(content: bytes, _: list[bytes], dice: random.Random) -> bytes:
    start = dice.randrange(len(content))
    return content[:start] + content[start + dice.choice((1, 4, 32, 200)) :]


def _number(content: bytes, _: list[bytes], dice: random.Random) -> bytes:
    """A number of the file, or some bytes of it, becomes one that nobody expects."""
    digits = [place for place, byte in enumerate(content) if 48 <= byte <= 57]
    place = dice.choice(digits) if digits else dice.randrange(len(content))
    return content[:place] + dice.choice(_NUMBERS) + content[place + 1 :]


_CHANGES: tuple[Callable[[bytes, list[bytes], random.Random], bytes], ...] = (
    _flip,
    _cut,
    _splice,
    _repeat,
    _drop,
    _number,
)
