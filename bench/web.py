"""A page is read well where its text is whole, its furniture left out, and its day the one that it was published.

    python bench/web.py [FOLDER] [--json] [--examples]

Scores `read_bytes` on FOLDER, ../shared/bench/web_extract by default.

- main_text_f1: html/ against ground-truth.json, as the article-extraction-benchmark scores it: shingles of four words
  (`\\w+`), precision and recall of each page, F1 of their means. Plain trafilatura without comments: .957.
- segments_f1: official_html/ against segments.json, as trafilatura scores itself: a segment of `with` that is in the
  text is a true positive, one that is not a false negative, a segment of `without` that is in it a false positive; one
  F1 over all. Plain trafilatura: .900.
- date_accuracy: the share of the pages of dates.json whose day is the one given. htmldate: .861.

A page that is refused counts as an empty text and as an empty date. `half a` and `half b` split by the page's site.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from onrecord.errors import UnreadableError
from onrecord.reading.extract import read_bytes
from onrecord.reading.extraction import Extraction

FOLDER = Path(__file__).resolve().parents[1].parent / "shared" / "bench" / "web_extract"
WIDTH = 4
"""Words of a shingle."""

Gold = Mapping[str, Any]


@cache
def read(path: Path) -> Extraction:
    """What the reader makes of one page; nothing where it refuses."""
    try:
        return read_bytes(gzip.decompress(path.read_bytes()), name=path.name.removesuffix(".gz"))
    except UnreadableError:
        return Extraction("", "text/html")


def gold(folder: Path, name: str) -> Gold:
    held: Gold = json.loads((folder / name).read_text(encoding="utf-8"))
    return held


def half(url: str) -> str:
    """`a` or `b`, by the site, so that no site is in both."""
    site = urlparse(url.replace("hard::", "http://")).hostname or url
    return "ab"[hashlib.sha256(site.encode()).digest()[0] % 2]


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + WIDTH]) for at in range(max(1, len(words) - WIDTH + 1)))


def f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / max(1e-9, precision + recall)


def main_text_f1(folder: Path, pages: Gold) -> float:
    precision, recall = 0.0, 0.0
    for name, page in pages.items():
        wanted, found = shingles(page["articleBody"]), shingles(read(folder / "html" / f"{name}.html.gz").text)
        precision += (wanted & found).total() / found.total()
        recall += (wanted & found).total() / wanted.total()
    return f1(precision / max(1, len(pages)), recall / max(1, len(pages)))


def segment_faults(folder: Path, pages: Gold) -> Iterator[tuple[str, str, str]]:
    """(file, `missed` or `extra`, segment)."""
    for page in pages.values():
        text = read(folder / "official_html" / f"{page['file']}.gz").text
        yield from ((page["file"], "missed", segment) for segment in page["with"] if segment not in text)
        yield from ((page["file"], "extra", segment) for segment in page["without"] if segment in text)


def segments_f1(folder: Path, pages: Gold) -> float:
    faults = Counter(kind for _, kind, _ in segment_faults(folder, pages))
    right = sum(len(page["with"]) for page in pages.values()) - faults["missed"]
    return f1(right / max(1, right + faults["extra"]), right / max(1, right + faults["missed"]))


def date_faults(folder: Path, pages: Gold) -> Iterator[tuple[str, str, str]]:
    """(file, the day given, the day found)."""
    for page in pages.values():
        found = read(folder / "official_html" / f"{page['file']}.gz").date
        if found != page["date"]:
            yield page["file"], page["date"], found


def date_accuracy(folder: Path, pages: Gold) -> float:
    return 1 - sum(1 for _ in date_faults(folder, pages)) / max(1, len(pages))


def scores(folder: Path = FOLDER, *, only: str = "") -> dict[str, float] | None:
    """The three scores, of one half of the sites or of all; None where the labelled pages are missing."""
    if not folder.is_dir():
        return None
    truth, segments, dates = (gold(folder, f"{name}.json") for name in ("ground-truth", "segments", "dates"))
    return {
        "main_text_f1": main_text_f1(
            folder, {name: page for name, page in truth.items() if only in ("", half(page["url"]))}
        ),
        "segments_f1": segments_f1(folder, {url: page for url, page in segments.items() if only in ("", half(url))}),
        "date_accuracy": date_accuracy(folder, {url: page for url, page in dates.items() if only in ("", half(url))}),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--examples", action="store_true", help="print every segment and date that is wrong")
    wanted = parser.parse_args()
    found = scores(wanted.folder)
    if found is None:
        print("The labelled pages (../shared/bench/web_extract) are not beside this checkout; nothing was scored.")
        return 0
    if wanted.json:
        print(json.dumps(found))
        return 0
    halves = [scores(wanted.folder, only=only) or {} for only in "ab"]
    print(f"{'':16}{'all':>7}{'half a':>8}{'half b':>8}")
    for key, value in found.items():
        print(f"{key:16}{value:7.3f}" + "".join(f"{each[key]:8.3f}" for each in halves))
    if wanted.examples:
        for fault in segment_faults(wanted.folder, gold(wanted.folder, "segments.json")):
            print("   ", *fault, sep=" | ")
        for fault in date_faults(wanted.folder, gold(wanted.folder, "dates.json")):
            print("   ", *fault, sep=" | ")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
