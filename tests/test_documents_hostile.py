"""Words from outside stay words: 500 hostile strings in every place of a document, in each of the three formats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from browser import chromium, dumped
from onrecord.model.record import Quote
from onrecord.reports.display import shown_plain
from onrecord.reports.documents.as_docx import docx
from onrecord.reports.documents.as_html import html
from onrecord.reports.documents.as_pdf import draws, pdf
from onrecord.reports.documents.blocks import Cite, Heading, Items, Kind, Paper, Prose, Row, Said, Table
from onrecord.reports.documents.phrases import frame
from onrecord.reports.question import Citation
from papers import active_in, squeezed, words_in
from pdfs import pdf_with

FORMS: dict[str, Callable[[Paper], bytes]] = {"html": lambda paper: html(paper).encode(), "pdf": pdf, "docx": docx}
CORES = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<iframe src=//evil.example>",
    "</title><script>x</script>", "</style><script>x</script>", "<!--", "-->", "]]>", "<![CDATA[x]]>", "&lt;b&gt;",
    "&#x3c;script&#x3e;", "{{ 7*7 }}", "{% raw %}", "{{ paper.__class__ }}", "${7*7}", "#{7*7}", "<%= 7*7 %>",
    "#eval(\"1+1\")", "#read(\"paper.typ\")", "#include \"x.typ\"", "#let x = 1", "#sys.inputs", "#image(\"x.png\")",
    "#link(\"javascript:alert(1)\")[x]", "$ sum_(i=0) $", "*bold* _it_ `raw`", "= heading", "\\u{41} \\ ", "@ref <label>",
    "// comment", "/* comment", "https://evil.example/#typst", "javascript:alert(1)", "data:text/html,<b>x</b>",
    "vbscript:msgbox(1)", "file:///etc/hostname", "=HYPERLINK(\"http://evil.example\")", "=cmd|' /C calc'!A0", "@SUM(1)",
    "DDEAUTO c:\\\\x", "{ INCLUDETEXT \"x\" }", "<w:instrText>DDE</w:instrText>", "</w:t><w:br/>", "<?xml version='1.0'?>",
    "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/hostname'>]>", "/JavaScript (app.alert(1))", "(\\) Tj /JS", "endstream endobj",
    "\" onmouseover=\"alert(1)", "' onfocus='alert(1)", "`${alert(1)}`",
)  # fmt: skip
COATS = (
    "{}",
    "a {} b",
    "“{}”",
    "\u202e{}\u202c",
    "\x00\x07{}\x1b[2J",
    "حق {} حق",
    "中{}文",
    "{}\n{}",
    "{0}{0}",
    "\ufdd0{}\uffff",
)


@cache
def strings() -> tuple[str, ...]:
    """Each core in each coat."""
    return tuple(
        coat.format(core, core) if coat.count("{}") == 2 else coat.format(core) for core, coat in product(CORES, COATS)
    )


def citing(words: str, number: int) -> Cite:
    """A source in which every field holds the words."""
    quote = Quote(number, number + len(words), words)
    return Cite(Citation(f"{words}{number}", words, words, words, words, words, quote), words, words)


def laden(hostile: tuple[str, ...]) -> Paper:
    """A document that holds each of them as a sentence, a heading, a cell, a source, a notice and a title."""
    blocks: list[Heading | Prose | Items | Table] = []
    head = (frame("head-ask"), frame("head-bar"))
    for number, words in enumerate(hostile):
        cite = citing(words, number)
        one = Said(words, (cite,))
        blocks += [Heading(1, one, words), Prose((one, frame("letter-name", name=words))), Items((Prose((one,)),))]
        blocks.append(Table(frame("heading-asks"), head, (Row((words, words), (cite,)),)))
    return Paper(Kind.BRIEF, hostile[0], tuple(blocks), hostile[:3], "2026-11-24T09:00:00Z", hostile[1])


def missing(form: str, content: bytes, hostile: tuple[str, ...]) -> Iterator[str]:
    there = squeezed(words_in(form, content))
    for words in hostile:
        wanted = squeezed(shown_plain(words))
        is_latin = all(ord(char) < 0x250 and draws(char) for char in wanted)
        if wanted not in there and (form != "pdf" or is_latin):
            yield words


@pytest.mark.parametrize("form", list(FORMS))
def test_five_hundred_hostile_strings_stay_words(form: str) -> None:
    hostile = strings()
    assert len(hostile) >= 500
    content = FORMS[form](laden(hostile))
    assert active_in(form, content) == []
    assert list(missing(form, content, hostile)) == []


def test_the_check_itself_sees_what_is_active() -> None:
    """A page, a PDF and a word file that do run something are found out."""
    assert active_in("html", b"<p onclick='x()'><a href='javascript:x'>y</a><script>z</script></p>") != []
    assert active_in(
        "pdf", pdf_with(b"").replace(b"<</Type/Catalog", b"<</OpenAction<</S/JavaScript/JS(x)>>/Type/Catalog")
    )
    harmless = docx(laden(("a", "b")))
    assert active_in("docx", harmless) == []


@pytest.mark.slow
@given(st.text(min_size=1, max_size=60).filter(lambda words: words.strip()))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_string_stays_words_in_a_page_and_a_word_file(words: str) -> None:
    if not shown_plain(words):
        return
    paper = laden((words, words))
    for form in ("html", "docx"):
        assert active_in(form, FORMS[form](paper)) == []


@pytest.mark.slow
@given(st.text(min_size=1, max_size=60).filter(lambda words: words.strip()))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_string_can_be_set_in_a_pdf(words: str) -> None:
    if shown_plain(words):
        assert active_in("pdf", pdf(laden((words, words)))) == []


MEASURE = """<script>document.title = JSON.stringify({wide: document.documentElement.scrollWidth,
  seen: innerWidth, dark: getComputedStyle(document.body).backgroundColor})</script>"""


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("dark", [False, True])
def test_the_page_fits_a_phone_and_a_screen_in_light_and_dark(width: int, dark: bool, tmp_path: Path) -> None:
    """No block is wider than the page; the theme follows the reader's."""
    chromium()
    page = tmp_path / "paper.html"
    source = html(laden(strings()[:60]))
    page.write_text(
        re.sub(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>", "", source).replace(
            "</body>", MEASURE + "</body>"
        ),
        encoding="utf-8",
    )
    frame_page = tmp_path / "frame.html"
    frame_page.write_text(
        f'<meta charset="utf-8"><iframe id="f" src="paper.html" width="{width}" height="900" style="border:0"></iframe>'
        "<script>f.onload=()=>{document.title=f.contentDocument.title}</script>",
        encoding="utf-8",
    )
    options = ["--allow-file-access-from-files", "--virtual-time-budget=4000"]
    options += ["--blink-settings=preferredColorScheme=0"] if dark else ["--blink-settings=preferredColorScheme=1"]
    said = dumped(frame_page, tmp_path / "profile", *options)
    found = re.search(r"<title>\{\"wide\":(\d+),\"seen\":(\d+),\"dark\":\"rgb\((\d+)", said.replace("&quot;", '"'))
    assert found is not None, said[:500]
    assert int(found[1]) <= int(found[2]) == width
    assert (int(found[3]) < 60) is dark
