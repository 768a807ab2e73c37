"""PDFs made by hand, so that each byte of a test is ours."""

from __future__ import annotations


def pdf_of(*pages: list[str]) -> bytes:
    """A PDF with these lines on these pages."""
    return pdf_with(*(_drawn(lines) for lines in pages))


def pdf_with(*streams: bytes, coding: bytes = b"") -> bytes:
    """A PDF whose pages have these content streams, with an entry such as `/Filter/FlateDecode` for each."""
    numbers = [4 + 2 * index for index in range(len(streams))]
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(streams)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number, stream in zip(numbers, streams, strict=True):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
            b"/Resources<</Font<</F1 3 0 R>>>>>>" % (number + 1)
        )
        objects.append(b"<</Length %d%s>>stream\n%s\nendstream" % (len(stream), coding, stream))
    return _file(objects)


def _drawn(lines: list[str]) -> bytes:
    shown = b"".join(b"(%s) Tj 0 -20 Td " % line.encode("latin-1") for line in lines)
    return b"BT /F1 12 Tf 50 700 Td " + shown + b"ET" if lines else b""


def _file(objects: list[bytes]) -> bytes:
    content, offsets = b"%PDF-1.4\n", []
    for number, held in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return content + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
