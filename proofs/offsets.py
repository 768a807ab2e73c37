"""A quote is `layer[start:end]`, to the character, whatever page or file the layer was read from.

Pages and PDFs are made by Hypothesis, read as captures are, and held against an agenda; every sentence, every passage
and every piece of evidence is cut and compared. `python proofs/offsets.py [--quick]`; exit status 1 if one differs.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path

from hostile_seeds import pdf
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from onrecord.errors import UnreadableError
from onrecord.model.record import Document, Quote
from onrecord.pipeline import Reader
from onrecord.reading.extract import read_bytes
from onrecord.reading.passages import passages
from onrecord.settings import load_agenda
from onrecord.text.sentences import sentences
from onrecord.text.tables import data_text

EXAMPLES, QUICK = 20_000, 500

PIECES = (
    "She called for his release.",
    "中方表示关切。“我们重视人权。”",
    "བོད་ཀྱི་སྐད་ཡིག་ལ་གུས་ཞབས་ཞུ།",
    "قال الوزير إن القضية مهمة.",
    "naïve café e\u0301 o\u0308 ñ",
    "👩‍👩‍👧 🇹🇩 𝒜𝔅 𠀀𠀁",
    "a\u00a0b\u2009c\u3000d",
    "zero\u200bwidth\u200djoin\u2060er",
    "\u202eright to left\u202c",
    '“quoted”, ‘single’ and "plain"',
    "1. 2) (3) U.S. Mr. No. 7",
    "tab\there",
    "&lt; & ; <not a tag>",
    "ﬁ ﬂ ſ ß İ ı",
    "...!?…",
    "Dr. A. B. C. met the U.N. envoy at 5 p.m. on 2 May 2026.",
    "soft\u00adhyphen",
    "\ufffd \ufeff",
    "line\u2028separator",
)
"""What makes offsets slip: scripts, letters of several code points, marks without width, entities, odd spaces."""


@dataclass(slots=True)
class Count:
    """What was compared."""

    layers: Counter[str] = field(default_factory=Counter)
    quotes: Counter[str] = field(default_factory=Counter)


@cache
def told() -> tuple[str, ...]:
    """Sentences of the fictional record: in them the agenda finds what it asks for."""
    lines = [json.loads(line)["text"] for line in data_text("example/record.jsonl").splitlines()]
    return tuple(span.of(text) for text in lines for span in sentences(text))


@cache
def reader() -> Reader:
    """The fictional agenda, ready to be held against documents."""
    example = Path(sys.modules["onrecord"].__path__[0], "data", "example", "agenda.yaml")
    return Reader.of_agenda(load_agenda(example))


def texts() -> st.SearchStrategy[str]:
    """A paragraph: sentences of the record and odd pieces, with odd joins."""
    piece = st.one_of(st.sampled_from(told()), st.sampled_from(PIECES), st.text(max_size=12))
    return st.builds(lambda parts, join: join.join(parts), st.lists(piece, min_size=1, max_size=5), _joins())


def _joins() -> st.SearchStrategy[str]:
    return st.sampled_from([" ", " ", "  ", "\n", "", "\u00a0", " – "])


def _dressed() -> st.SearchStrategy[Callable[[str], str]]:
    """Ways to put a paragraph into a page, some of which cut it, hide it or nest it."""
    forms = (
        "<p>{}</p>", "<p>{}", "<div><p>{}</p></div>", "<blockquote><p>{}</p></blockquote>", "<ul><li>{}</li></ul>",
        "<table><tr><td>{}</td><td>x</td></tr></table>", "<h2>{}</h2>", "<p><b>{}</b></p>", "<p><q>{}</q></p>",
        "<p>{}<br>{}</p>", "<p hidden>{}</p>", "<pre>{}</pre>", "<p>a<!-- {} -->b</p>", "<p><a href=x>{}</a></p>",
        "<section><p>{}</p><p>{}</p></section>", "<p><i>{}</i><sup>1</sup></p>", "<p>{}<p>{}", "<td>{}</div></b>",
    )  # fmt: skip
    return st.sampled_from(forms).map(lambda form: lambda text: form.replace("{}", _marked_up(text)))


def _marked_up(text: str) -> str:
    """The text as a page writes it; a letter now and then as a number, as many editors write them."""
    return "".join(f"&#{ord(char)};" if ord(char) % 37 == 0 else escape(char, quote=False) for char in text)


def pages() -> st.SearchStrategy[tuple[str, bytes]]:
    """A web page of some paragraphs, in one of the encodings that pages come in."""
    paragraphs = st.lists(st.tuples(_dressed(), texts()), min_size=1, max_size=8)
    encodings = st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "utf-16", "gb18030"])
    return st.builds(_page, st.sampled_from(told()), paragraphs, encodings)


def _page(lead: str, paragraphs: list[tuple[Callable[[str], str], str]], encoding: str) -> tuple[str, bytes]:
    body = "\n".join([f"<p>{lead} {lead}</p>", *(dress(text) for dress, text in paragraphs)])
    meta = f"<meta charset='{encoding}'>" if encoding in ("utf-8", "gb18030") else ""
    made = (
        f"<!DOCTYPE html><html><head>{meta}<title>Readout</title></head><body><article>{body}</article></body></html>"
    )
    return "page.html", made.encode(encoding, "replace")


def files() -> st.SearchStrategy[tuple[str, bytes]]:
    """A PDF of some pages, each of some lines, broken where lines break."""
    line = st.one_of(st.sampled_from(told()), st.sampled_from(PIECES)).map(_drawable)
    page = st.builds(
        _drawn, st.lists(line, min_size=1, max_size=8), st.integers(20, 110), st.sampled_from([12, 14, -14])
    )
    return st.lists(page, min_size=1, max_size=3).map(lambda streams: ("file.pdf", pdf(*streams)))


def _drawable(text: str) -> bytes:
    """The letters of a text that a font without tables of its own can show, escaped as PDF strings are."""
    held = "".join(char for char in text if char.isprintable()).encode("cp1252", "ignore")
    return held.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _drawn(lines: list[bytes], width: int, lead: int) -> bytes:
    words = b" ".join(lines)
    cut = [words[start : start + width].rstrip(b"\\") for start in range(0, len(words), width)]
    return b"BT /F1 11 Tf 40 400 Td " + b"".join(b"(%s) Tj 0 %d Td " % (line, -lead) for line in cut) + b"ET"


def compare(made: tuple[str, bytes], count: Count) -> None:
    """Read a file, cut every quote from its layer and hold each against the layer; a file without text is counted."""
    name, content = made
    try:
        layer = read_bytes(content, name=name).text
    except UnreadableError:
        count.layers["without text"] += 1
        return
    count.layers[name.rpartition(".")[2]] += 1
    stored = json.loads(json.dumps(layer.encode().decode()))
    document = Document("d", layer, publisher="Ministry of Foreign Affairs of Valdoria", date="2026-05-12")
    for kind, quote in _quotes(document):
        assert layer[quote.start : quote.end] == quote.exact == stored[quote.start : quote.end], (kind, quote)
        assert quote.exact or kind != "evidence", "evidence without a word"
        count.quotes[kind] += 1


def _quotes(document: Document) -> list[tuple[str, Quote]]:
    layer = document.text
    found = [("sentence", Quote.cut(layer, span.start, span.end)) for span in sentences(layer)]
    spans = [passage.span for passage in passages(document)]
    found += [("passage", Quote.cut(layer, span.start, span.end)) for span in spans]
    for finding in reader().findings(document):
        if finding is not None:
            found += [("evidence", quote) for quote in (*finding.evidence, *finding.answer_evidence)]
    return found


def run(examples: int) -> Count:
    """The property, tried so many times; raises the first example, made as small as can be, that breaks it."""
    count = Count()

    @seed(20261124)
    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of(pages(), files()))
    def holds(made: tuple[str, bytes]) -> None:
        compare(made, count)

    holds()
    return count


def main() -> int:
    """Run the proof; 0 if it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} examples")
    examples = QUICK if parser.parse_args().quick else EXAMPLES
    started = time.monotonic()
    count = run(examples)
    print(f"quote offsets: {examples:,} examples in {time.monotonic() - started:,.0f} s, all exact")
    print("  layers:", ", ".join(f"{held:,} {kind}" for kind, held in count.layers.most_common()))
    print("  quotes:", ", ".join(f"{held:,} {kind}" for kind, held in count.quotes.most_common()))
    enough = count.quotes["evidence"] >= examples // 10 and count.layers["without text"] < examples // 2
    if not enough:
        print("FAILED: too few layers or pieces of evidence for the count to mean anything")
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
