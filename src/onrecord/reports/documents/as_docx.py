"""A brief is edited in a word processor: headings, lists, tables and links are real ones, and no field runs."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

from onrecord.errors import OnRecordError
from onrecord.reports.documents.blocks import Paper
from onrecord.reports.documents.flat import Values, flat

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_QUOTE_COLOUR, _MUTED = "20406B", "58616B"
_LINK_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"


class NoWordWriterError(OnRecordError):
    """A DOCX was asked for, and the package that writes it is not installed."""


def docx(paper: Paper) -> bytes:
    """The document as DOCX: Word's own headings, lists and tables; numbers of sources are links to their places.

    Raises `NoWordWriterError` where the extra `documents` is not installed.
    """
    try:
        from docx import Document  # noqa: PLC0415  (an optional extra)
    except ImportError as fault:
        raise NoWordWriterError(
            "A DOCX needs the package python-docx, which is not installed.",
            advice="Install onrecord[documents], or name a file that ends in .html.",
        ) from fault
    value = flat(paper)
    file = Document()
    _prepare(file, value)
    _Writer(file).write(value)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _prepare(file: Any, value: Values) -> None:
    """The facts of the file, and a page for A4."""
    facts = file.core_properties
    facts.title, facts.author, facts.comments = value["title"][:255], "OnRecord", value["engine"][:255]
    facts.language = "en"
    made = datetime.fromisoformat(value["made"]).astimezone(UTC).replace(tzinfo=None)
    facts.created = facts.modified = made
    from docx.shared import Mm, Pt  # noqa: PLC0415

    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(18)
    style = file.styles["Normal"]
    style.font.name, style.font.size = "Noto Sans", Pt(10)
    style.paragraph_format.space_after = Pt(4)


class _Writer:
    """Puts blocks into a file, one after the other."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._marks = 0

    def write(self, value: Values) -> None:
        self._file.add_heading(value["title"], level=0)
        self._muted(self._file.add_paragraph(), f"{value['kind_word']} · {value['made']} · {value['engine']}")
        for notice in value["notices"]:
            self._file.add_paragraph().add_run(notice).bold = True
        for block in value["blocks"]:
            self._block(block)
        self._file.add_page_break()
        self._file.add_heading(value["sources_heading"], level=1)
        for note in value["sources"]:
            self._note(note)

    def _block(self, block: Values) -> None:
        match block["kind"]:
            case "heading":
                words = " ".join(filter(None, (block["number"], block["text"])))
                self._way(self._file.add_heading(words, level=block["level"]), block["dir"])
            case "prose":
                self._prose(block["texts"], "Quote" if block["draft"] else "Normal")
            case "items":
                for member in block["members"]:
                    self._prose(member, "List Bullet")
            case "table":
                self._table(block)
            case "break":
                self._file.add_page_break()

    def _prose(self, texts: list[Values], style: str) -> None:
        paragraph = self._file.add_paragraph(style=style)
        for place, text in enumerate(texts):
            for piece in text["pieces"]:
                self._run(paragraph, piece["text"], quote=piece["quote"], way=piece["dir"])
            self._numbers(paragraph, text["notes"])
            if place < len(texts) - 1:
                paragraph.add_run(" ")

    def _table(self, block: Values) -> None:
        table = self._file.add_table(rows=1, cols=len(block["head"]), style="Light List")
        for cell, words in zip(table.rows[0].cells, block["head"], strict=True):
            cell.text = words
        _repeat(table.rows[0])
        for row in block["rows"]:
            cells = table.add_row().cells
            for cell, words in zip(cells, row["cells"], strict=True):
                cell.text = words
            self._numbers(cells[-1].paragraphs[0], row["notes"])
        self._file.add_paragraph()

    def _note(self, note: Values) -> None:
        paragraph = self._file.add_paragraph()
        self._bookmark(paragraph, f"source_{note['number']}", str(note["number"]))
        if note["words"]:
            self._run(paragraph, f"“{note['words']}”", quote=True, way=note["dir"])
            paragraph.add_run(" ")
        paragraph.add_run(" · ".join(note["facts"]))
        if note["link"]:
            paragraph.add_run(" ")
            self._link(paragraph, note["link"])
        if note["address"]:
            paragraph.add_run(f" address, not a link: {note['address']}")
        self._muted(paragraph, "".join(f" · {digest}" for digest in note["digests"]))

    def _run(self, paragraph: Any, words: str, *, quote: bool, way: str) -> None:
        from docx.shared import RGBColor  # noqa: PLC0415

        run = paragraph.add_run(words)
        if quote:
            run.font.color.rgb = RGBColor.from_string(_QUOTE_COLOUR)
        run.font.rtl = True if way == "rtl" else None

    def _muted(self, paragraph: Any, words: str) -> None:
        from docx.shared import Pt, RGBColor  # noqa: PLC0415

        run = paragraph.add_run(words)
        run.font.size = Pt(8)
        run.font.color.rgb = RGBColor.from_string(_MUTED)

    def _way(self, paragraph: Any, way: str) -> None:
        if way == "rtl":
            properties = paragraph._p.get_or_add_pPr()
            properties.insert_element_before(_made("w:bidi"), "w:adjustRightInd", "w:spacing", "w:ind", "w:jc", "w:rPr")

    def _numbers(self, paragraph: Any, numbers: list[int]) -> None:
        for place, number in enumerate(numbers):
            if place:
                paragraph.add_run(", ").font.superscript = True
            link = _made("w:hyperlink", anchor=f"source_{number}", history="1")
            run = paragraph.add_run(str(number))
            run.font.superscript = True
            link.append(run._r)
            paragraph._p.append(link)

    def _bookmark(self, paragraph: Any, name: str, words: str) -> None:
        self._marks += 1
        paragraph._p.append(_made("w:bookmarkStart", id=str(self._marks), name=name))
        paragraph.add_run(f"{words} ").bold = True
        paragraph._p.append(_made("w:bookmarkEnd", id=str(self._marks)))

    def _link(self, paragraph: Any, address: str) -> None:
        """A link to a web page; `flat` lets no other address be one."""
        relation = paragraph.part.relate_to(address, _LINK_KIND, is_external=True)
        link = _made("w:hyperlink")
        link.set("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id", relation)
        run = paragraph.add_run(address)
        run.font.underline = True
        link.append(run._r)
        paragraph._p.append(link)


def _repeat(row: Any) -> None:
    """The head of a table stands again on each page, and is told to be a head."""
    row._tr.get_or_add_trPr().append(_made("w:tblHeader", val="true"))


def _made(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement  # noqa: PLC0415

    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(f"{{{_W}}}{name}", value)
    return element
