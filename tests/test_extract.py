"""A text layer holds what a reader of the page would see, to the character, or there is a reason why not."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections import Counter
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import UnreadableError
from onrecord.model.record import Document, Span
from onrecord.reading.corpus import BadLine, day_of, read_corpus
from onrecord.reading.encodings import decode
from onrecord.reading.extract import read_bytes
from onrecord.reading.kinds import Kind, kind_of
from pdfs import pdf_of

PROSE = (
    "The Foreign Minister met her counterpart in Belmora on Monday. She raised the case of the teacher "
    "Ilan Dorje and called for his immediate release. The two sides agreed to meet again in the spring."
)


def page(body: str, head: str = "", tail: str = "") -> bytes:
    main = f"<article><h1>Readout</h1><p>{PROSE}</p>{body}<p>{PROSE.replace('Monday', 'Tuesday')}</p></article>"
    return f"<!doctype html><html><head><meta charset='utf-8'>{head}</head><body>{main}{tail}</body></html>".encode()


def layer(content: bytes, name: str = "page.html") -> str:
    return read_bytes(content, name=name).text


# Plain text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_text_is_read_in_every_form_that_is_certain(encoding: str) -> None:
    text = "The Minister said: “Release Gö Sherab now.” " * 5
    assert layer(text.encode(encoding), "statement.txt") == text


@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_text_is_its_own_layer(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode(text.encode(), name="x.txt") == text


def test_text_is_not_normalised_and_line_ends_become_one_kind() -> None:
    assert layer("Cafe\u0301 one\r\ntwo\rthree\n".encode(), "x.txt") == "Cafe\u0301 one\ntwo\nthree\n"


def test_an_uncertain_encoding_is_asked_about_and_never_guessed() -> None:
    content = "Die Außenministerin äußerte ihre tiefe Sorge über die Lage.".encode("cp1252")
    with pytest.raises(UnreadableError, match=r"byte 6 is 0xDF.*--encoding"):
        read_bytes(content, name="rede.txt")
    assert read_bytes(content, name="rede.txt", encoding="cp1252").text.startswith("Die Außenministerin")


def test_the_language_is_told_from_the_words() -> None:
    assert read_bytes(PROSE.encode(), name="x.txt").language == "en"
    chinese = "外交部发言人说，中方对此表示坚决反对，并已向美方提出严正交涉。" * 5
    assert read_bytes(chinese.encode(), name="x.txt").language == "zh"
    assert read_bytes(b"4711 0815", name="x.txt").language == ""


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"   \n", "blank.txt", "there is no text in it"),
        (bytes(range(256)) * 20, "noise.txt", "binary data"),
        (b"\x01\x02\x03\x04" * 50, "noise.txt", "binary data"),
        ("cut".encode("utf-16")[:-1], "cut.txt", "breaks at byte"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 50, "scan.txt", "a picture.*OCR"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 50, "old.doc", "an old or encrypted Office file"),
        (b"\x1f\x8b\x08\x00", "pack.gz", "compressed with gzip"),
        (b"a,b\n1,2\n", "table.csv", "no reader for .csv"),
        (b"hello", "x.txt", ""),
    ],
)
def test_what_is_not_text_is_refused_with_its_reason(content: bytes, name: str, reason: str) -> None:
    if not reason:
        assert layer(content, name) == "hello"
        return
    with pytest.raises(UnreadableError, match=reason) as raised:
        read_bytes(content, name=name)
    assert str(raised.value).startswith(f"{name}: ")
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"%PDF-1.7", "wrong.txt", Kind.PDF),
        (b"junk before %PDF-1.4", "x.pdf", Kind.PDF),
        (b"\xef\xbb\xbf \n<!DOCTYPE html>", "noname", Kind.HTML),
        (b"<HTML>", "x.txt", Kind.HTML),
        (b"PK\x03\x04", "x.docx", Kind.DOCX),
        (b"{}", "x.jsonl", Kind.CORPUS),
        (b"\x1f\x8b", "X.JSONL.GZ", Kind.CORPUS),
        (b"Dear Minister,", "letter", Kind.TEXT),
    ],
)
def test_the_first_bytes_tell_the_kind_before_the_name_does(head: bytes, name: str, kind: Kind) -> None:
    assert kind_of(head, name=name) is kind


# HTML

PLANTED = "The minister apologised for everything."


@pytest.mark.parametrize(
    "body",
    [
        f"<p hidden>{PLANTED}</p>",
        f"<div hidden='until-found'><p>{PLANTED}</p></div>",
        f"<p style='display:none'>{PLANTED}</p>",
        f"<p style='color:red; DISPLAY : NONE !important'>{PLANTED}</p>",
        f"<p style='display:/* x */none'>{PLANTED}</p>",
        f"<p style='visibility: hidden'>{PLANTED}</p>",
        f"<p style='opacity:0'>{PLANTED}</p>",
        f"<p style='font-size:0px'>{PLANTED}</p>",
        f"<p style='color: transparent'>{PLANTED}</p>",
        f"<p style='position:absolute; left:-9999px'>{PLANTED}</p>",
        f"<p style='text-indent:-999em'>{PLANTED}</p>",
        f"<p style='position:absolute;clip:rect(0 0 0 0)'>{PLANTED}</p>",
        f"<p style='height:0; overflow:hidden'>{PLANTED}</p>",
        f"<p style='{'a:b;' * 2000}display:none'>{PLANTED}</p>",
        f"<p class='big ghost'>{PLANTED}</p>",
        f"<p id='phantom'>{PLANTED}</p>",
        f"<template><p>{PLANTED}</p></template>",
        f"<noscript><p>{PLANTED}</p></noscript>",
        f"<dialog><p>{PLANTED}</p></dialog>",
        f"<div style='display:none'><div><p><b>{PLANTED}</b></p></div></div>",
        f"<!-- {PLANTED} -->",
    ],
)
def test_words_that_no_visitor_sees_are_not_on_the_record(body: str) -> None:
    head = "<style>a{color:red} /* { */ .ghost, .other { display : none } p#phantom{visibility:hidden}</style>"
    text = layer(page(body, head))
    assert "apologised" not in text
    assert "called for his immediate release" in text


@pytest.mark.parametrize(
    "body",
    [
        f"<p style='min-height:0; opacity:0.9; margin-left:-20px'>{PLANTED}</p>",
        f"<p class='printed'>{PLANTED}</p>",
        f"<details open><summary>More</summary><p>{PLANTED}</p></details>",
    ],
)
def test_words_that_a_visitor_sees_are_kept(body: str) -> None:
    head = "<style>@media print { .printed { display: none } } .printed { display: block }</style>"
    assert PLANTED in layer(page(body, head))


def test_the_words_after_a_hidden_element_stay() -> None:
    body = "<p>She <span hidden>never</span>said so, and <i hidden>not</i>nothing else was said at all.</p>"
    assert "She said so, and nothing else was said at all." in layer(page(body))


def test_no_mark_is_added_to_lists_and_tables_and_sentences_stay_whole() -> None:
    body = "<ul><li>First ask of the group</li></ul><table><tr><td>Ilan</td><td>Dorje</td></tr></table>"
    text = layer(page(body + "<p>It said <q>no</q> to <b>all</b> of <a href='/x'>them</a>, twice.</p>"))
    assert "It said no to all of them, twice." in text
    assert not re.search(r"[|•*]|^- ", text, re.MULTILINE)


def test_a_page_names_its_title_and_its_day() -> None:
    head = "<title>Readout | Ministry</title><meta property='article:published_time' content='2023-06-19T08:00:00Z'>"
    found = read_bytes(page("", head), name="x.html")
    assert (found.title, found.date, found.language) == ("Readout", "2023-06-19", "en")


@pytest.mark.parametrize("charset", ["gb2312", "big5", "utf-8"])
def test_a_declared_encoding_is_believed_where_the_bytes_agree(charset: str) -> None:
    sentence = "外交部發言人表示堅決反對。" if charset == "big5" else "外交部发言人表示坚决反对。"
    html = f"<html><head><meta charset={charset}></head><body><article><p>{sentence * 20}</p></article></body></html>"
    assert sentence in layer(html.encode(charset))


def test_a_wrong_declaration_is_not_turned_into_mojibake() -> None:
    html = "<html><head><meta charset=utf-8></head><body><p>" + "Äußerung über Überläufer " * 40
    with pytest.raises(UnreadableError, match="not in the encoding that it declares"):
        read_bytes(html.encode("cp1252"), name="x.html")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<html></html>", "no main text|no text"),
        (b"<!doctype html><html><body><script>var x = 1</script></body></html>", "no main text"),
        (b"<html><body>" + b"<div>" * 100_000 + PROSE.encode(), "nested too deep"),
    ],
)
def test_a_page_without_a_readable_text_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read_bytes(content, name="x.html")


def test_a_picture_of_three_megabytes_inside_a_page_does_not_stop_the_reader() -> None:
    assert "called for his immediate release" in layer(page(f"<img src='data:image/png;base64,{'a' * 3_000_000}'>"))


def test_main_text_is_found_as_well_as_the_floor_asks(shared: Path) -> None:
    """Mean F1 of shingles of four words over the first 40 pages; .976 over all 131 (the floor is .957)."""
    bench = shared / "bench" / "web_extract"
    truth = json.loads((bench / "ground-truth.json").read_text())
    precision, recall = [], []
    for name in sorted(truth)[:40]:
        text = layer(gzip.decompress((bench / "html" / f"{name}.html.gz").read_bytes()))
        wanted, got = shingles(truth[name]["articleBody"]), shingles(text)
        precision.append((wanted & got).total() / got.total())
        recall.append((wanted & got).total() / wanted.total())
    p, r = sum(precision) / len(precision), sum(recall) / len(recall)
    assert 2 * p * r / (p + r) > 0.96


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


# PDF


def test_a_pdf_is_read_page_by_page() -> None:
    found = read_bytes(pdf_of(["The Minister raised", "the case."], ["Second page."]), name="x.pdf")
    assert found.text == "The Minister raised\nthe case.\n\nSecond page."


def test_a_scan_is_sent_to_ocr() -> None:
    with pytest.raises(UnreadableError, match=r"no text layer in 2 pages \(scanned\?\).*OCR"):
        read_bytes(pdf_of([], []), name="scan.pdf")


def test_a_cut_off_pdf_is_refused() -> None:
    with pytest.raises(UnreadableError, match="not a whole PDF"):
        read_bytes(pdf_of(["The Minister raised"])[:150], name="cut.pdf")


def test_real_pdf_reports_keep_their_hyphens(shared: Path) -> None:
    folder = shared / "bench" / "upr_asks" / "reports_pdf"
    text = layer((folder / "bhutan2014.pdf").read_bytes(), "bhutan2014.pdf")
    assert "eleventh Five-Year Plan" in text
    assert not set(text) & {"\ufffe", "\r", "\0"}


# DOCX


def docx_of(change: object = None) -> bytes:
    document = docx.Document()
    document.core_properties.title = "Joint statement"
    document.add_paragraph("The two sides met.")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Ask", "Release him"
    paragraph = document.add_paragraph("She called for ")
    paragraph.add_run("his").bold = True
    paragraph.add_run(" release.")
    if callable(change):
        change(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def test_a_word_document_is_read_paragraph_by_paragraph() -> None:
    found = read_bytes(docx_of(), name="x.docx")
    assert found.text == "The two sides met.\nAsk\nRelease him\nShe called for his release."
    assert (found.title, found.language) == ("Joint statement", "en")


def test_hidden_and_deleted_words_of_a_word_document_are_left_out_and_inserted_ones_kept() -> None:
    def change(document: docx.document.Document) -> None:
        document.add_paragraph("Seen.").add_run(" Planted.").font.hidden = True
        for tag, words in (("w:del", " Deleted."), ("w:ins", " Inserted.")):
            mark = OxmlElement(tag)
            paragraph = document.add_paragraph("Kept.")
            run = paragraph.add_run(words)
            mark.append(run._r)
            paragraph._p.append(mark)

    lines = layer(docx_of(change), "x.docx").split("\n")[-3:]
    assert lines == ["Seen.", "Kept.", "Kept. Inserted."]


def zip_of(**parts: bytes) -> bytes:
    relations = b'<R xmlns="r"><Relationship Type="x/officeDocument" Target="word/document.xml"/></R>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in ({"_rels/.rels": relations} | parts).items():
            package.writestr(name, content)
    return stream.getvalue()


ENTITY = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hosts">]><w:document xmlns:w="x"><w:p><w:t>Hello&a;</w:t></w:p></w:document>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zip_of(**{"word/document.xml": b"<a>" + b" " * (49 << 20)}), "unpacks to more than 48 MB"),
        (zip_of(**{"xl/workbook.xml": b"<workbook/>"}), "not a Word document"),
        (zip_of(**{"word/document.xml": b"<workbook/>"}), "not a Word document"),
        (zip_of(**{"word/document.xml": b"<w:document"}), "not a whole Word document"),
        (
            zip_of(**{"word/document.xml": b"<w:document xmlns:w='x'>" + b"<w:p>" * 5000}),
            "not a whole Word document",
        ),
        (docx_of()[:2000], "not a whole Word document"),
    ],
    ids=["zip bomb", "spreadsheet", "spreadsheet in disguise", "broken XML", "deep XML", "cut off"],
)
def test_a_zip_that_is_no_document_says_why(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read_bytes(content, name="x.docx")


def test_a_word_document_cannot_read_other_files() -> None:
    assert layer(zip_of(**{"word/document.xml": ENTITY}), "x.docx") == "Hello"


# Corpora


def line(**fields: object) -> bytes:
    return json.dumps({"id": "a:1", "text": "Words.", **fields}, ensure_ascii=False).encode() + b"\n"


def corpus(content: bytes) -> list[Document | BadLine]:
    return list(read_corpus(io.BytesIO(content)))


def test_a_line_of_a_corpus_is_a_document_kept_to_the_character() -> None:
    text = " \tCafe\u0301\r\n\0“Release” 释放\u2028 him "
    written = line(text=text, publisher=" The\nOffice ", date="2023-06-19T10:00:00Z", title=None, url="https://x.example",
                   language="en", source="elsewhere", extra={"question_spans": [[0, 4], [5, 9]], "more": 1})  # fmt: skip
    expected = Document(
        id="a:1", text=text, publisher="The Office", date="2023-06-19", url="https://x.example", language="en",
        question_spans=(Span(0, 4), Span(5, 9)),
    )  # fmt: skip
    assert corpus(written) == [expected]
    assert corpus(gzip.compress(written, mtime=0)) == [expected]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"{\n", "not JSON"),
        (b"[1]\n", "not a JSON object"),
        (b"[" * 100_000 + b"\n", "not JSON that can be read|not JSON"),
        (b"\xff\n", "not UTF-8"),
        (line(id=""), "no id"),
        (line(id=7), "'id' is not a string"),
        (line(text="  "), "has no text"),
        (b'{"id": "a", "text": "x \\ud800"}\n', "lone surrogate.* at 2"),
        (line(title="a\0b"), "control character"),
        (line(date="19 June 2023"), "not ISO 8601"),
        (line(date="2023-02-30"), "does not exist"),
        (line(extra={"question_spans": [[0, 7]]}), "outside its text of 6"),
        (line(extra={"question_spans": [[3, 2]]}), "outside its text"),
        (line(extra={"question_spans": ["0-7"]}), r"other than \[start, end\]"),
        (line(extra={"question_spans": 5}), "not a list"),
        (line(extra={"complete": "no"}), "neither true nor false"),
    ],
)
def test_a_bad_line_is_named_and_the_next_one_read(bad: bytes, reason: str) -> None:
    first, fault, last = corpus(line(id="a:1") + bad + b"\n" + line(id="a:2"))
    assert isinstance(fault, BadLine)
    assert fault.number == 2
    assert re.search(reason, fault.reason)
    assert [held.id for held in (first, last) if isinstance(held, Document)] == ["a:1", "a:2"]


def test_a_cut_off_corpus_gives_what_is_whole_and_names_the_break() -> None:
    lines = b"".join(line(id=f"a:{n}", text=f"Words {n * 7919}.") for n in range(2000))
    found = corpus(gzip.compress(lines, mtime=0)[:-400])
    assert isinstance(found[-1], BadLine)
    assert "cut off here" in found[-1].reason
    assert found[-1].advice.startswith("Fetch it again")
    assert len(found) > 1000


def test_a_line_without_end_is_not_read_into_memory() -> None:
    fault = corpus(gzip.compress(b"x" * (40 << 20), mtime=0))[0]
    assert isinstance(fault, BadLine)
    assert "longer than 32 MB" in fault.reason


@pytest.mark.parametrize("value", ["2023", "2023-06", "2023-06-19", ""])
def test_a_date_is_as_precise_as_it_is_given(value: str) -> None:
    assert day_of(value) == value


def test_marked_questions_of_the_real_press_conferences_are_kept(shared: Path) -> None:
    path = shared / "record" / "china_mfa_press_conferences_zh_2020_2024.jsonl.gz"
    with path.open("rb") as stream:
        document = next(read_corpus(stream))
    assert isinstance(document, Document)
    assert document.question_spans[0].of(document.text).startswith("央视记者")
    assert (document.language, document.date) == ("zh", "2020-09-02")


@pytest.mark.parametrize("mark", ["\x01", "\x1f", "\uffff", "&#1;", "&#x1F;", "&#65534", "&#xfffe;"])
def test_characters_that_xml_forbids_become_the_sign_for_what_cannot_be_shown(mark: str) -> None:
    words = (
        f"<p>{'She called for his release. ' * 9}</p><p><a href=x>x{mark}x</a></p>a{mark} b<p>{'They met. ' * 20}</p>"
    )
    layer = read_bytes(f"<html><meta charset=utf-8><body><article>{words}".encode(), name="a.html").text
    assert "a\ufffd b" in layer
