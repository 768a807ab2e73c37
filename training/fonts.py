"""Fonts for documents are cut from Noto to the letters that a record of diplomacy is written in.

    python training/fonts.py NOTO_FOLDER CJK_FOLDER [--check]

NOTO_FOLDER holds NotoSans-Regular.ttf and its like (Debian's fonts-noto-core 20201225-1), CJK_FOLDER holds
NotoSansCJK-Regular.ttc (fonts-noto-cjk 1:20220127+repack1-1). Writes src/onrecord/data/fonts/ and prints each file's
size and digest. With --check it writes nothing and exits with 1 where the bytes would differ. Needs fonttools, which
the program itself does not. The licence of every font, OFL-1.1, stands in src/onrecord/data/fonts/OFL.txt.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[1] / "src" / "onrecord" / "data" / "fonts"
COVERAGE = FONTS / "coverage.tsv"
SIMPLIFIED = 2
"""Number of the face `Noto Sans CJK SC` in the collection."""

LETTERS = (
    (0x20, 0x7E), (0xA0, 0x52F), (0x1E00, 0x1FFF), (0x2000, 0x206F), (0x2070, 0x20BF), (0x2100, 0x214F),
    (0x2190, 0x21FF), (0x2200, 0x22FF), (0x25A0, 0x25FF), (0x2C60, 0x2C7F), (0xFB00, 0xFB06), (0xFFFD, 0xFFFD),
)  # fmt: skip
"""Latin with every accent, Greek, Cyrillic, punctuation, currencies, arrows and plain marks."""
ARABIC = ((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
"""Arabic, Persian, Urdu, Uyghur."""
TIBETAN = ((0xF00, 0xFFF),)
DEVANAGARI = ((0x900, 0x97F), (0xA8E0, 0xA8FF))
HEBREW = ((0x590, 0x5FF), (0xFB1D, 0xFB4F))
THAI = ((0xE00, 0xE7F),)
CJK_MARKS = ((0x3000, 0x30FF), (0x3100, 0x312F), (0xFE30, 0xFE4F), (0xFF00, 0xFF65), (0xFFE0, 0xFFE6))
"""Punctuation, kana, bopomofo, full-width forms."""


@dataclass(frozen=True)
class Cut:
    """One font that is made: of which file, and with which letters."""

    made: str
    source: str
    letters: frozenset[int]
    number: int = -1


def of(*ranges: Iterable[tuple[int, int]]) -> frozenset[int]:
    return frozenset(code for part in ranges for first, last in part for code in range(first, last + 1))


BLOCKS = (
    ("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF)),
    ("big5", range(0xA4, 0xC7), range(0x40, 0xFF)),
    ("euc_kr", range(0xB0, 0xC9), range(0xA1, 0xFF)),
)
"""Where the characters stand in encodings that list them by use."""


def eastern() -> Iterator[int]:
    """The characters of GB 2312 (6,763, simplified) and of the first level of Big5 (5,401, traditional), and the
    syllables of KS X 1001 (2,350, Korean)."""
    for encoding, leads, trails in BLOCKS:
        for lead in leads:
            for trail in trails:
                yield from map(ord, bytes((lead, trail)).decode(encoding, errors="ignore"))


def cuts(noto: Path, cjk: Path) -> tuple[Cut, ...]:
    names = {
        "NotoSans-Regular": LETTERS,
        "NotoSans-Bold": LETTERS,
        "NotoNaskhArabic-Regular": ARABIC,
        "NotoSerifTibetan-Regular": TIBETAN,
        "NotoSansDevanagari-Regular": DEVANAGARI,
        "NotoSansHebrew-Regular": HEBREW,
        "NotoSansThai-Regular": THAI,
    }
    cut = [Cut(f"{name}.ttf", str(noto / f"{name}.ttf"), of(letters)) for name, letters in names.items()]
    characters = of(CJK_MARKS) | frozenset(eastern())
    return (*cut, Cut("NotoSansCJKsc-Regular.otf", str(cjk / "NotoSansCJK-Regular.ttc"), characters, SIMPLIFIED))


def made(cut: Cut) -> tuple[bytes, frozenset[int]]:
    """The font's bytes and the characters that it draws."""
    font = TTFont(cut.source, fontNumber=cut.number, recalcTimestamp=False)
    options = subset.Options(
        hinting=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        notdef_outline=True, drop_tables=["DSIG", "VORG", "vhea", "vmtx", "FFTM"], recalc_timestamp=False,
    )  # fmt: skip
    if cut.number >= 0:
        options.layout_features = []
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=cut.letters)
    cutter.subset(font)
    written = io.BytesIO()
    font.save(written)
    return written.getvalue(), frozenset(font.getBestCmap())


def stretches(codes: Iterable[int]) -> Iterator[tuple[int, int]]:
    first = last = -2
    for code in sorted(codes):
        if code != last + 1:
            if first >= 0:
                yield first, last
            first = code
        last = code
    if first >= 0:
        yield first, last


def coverage(drawn: frozenset[int]) -> str:
    """The table that tells which characters can be set at all."""
    head = "# The characters that the fonts beside this file draw. Made by training/fonts.py.\nfirst\tlast\n"
    return head + "".join(f"{first:X}\t{last:X}\n" for first, last in stretches(drawn))


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("noto", type=Path)
    parser.add_argument("cjk", type=Path)
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    drawn: set[int] = set()
    files: dict[Path, bytes] = {}
    for cut in cuts(given.noto, given.cjk):
        content, codes = made(cut)
        drawn |= codes
        files[FONTS / cut.made] = content
    files[COVERAGE] = coverage(frozenset(drawn)).encode()
    for file, content in files.items():
        print(f"{len(content):>9,}  {hashlib.sha256(content).hexdigest()[:16]}  {file.name}")
    print(f"{sum(map(len, files.values())):>9,}  bytes; {len(drawn):,} characters")
    if given.check:
        return int(any(not file.exists() or file.read_bytes() != content for file, content in files.items()))
    for file, content in files.items():
        file.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
