"""Small valid files of every kind that is parsed, made here byte by byte, for mutants to be made of."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import zipfile
import zlib

WORDS = "The minister raised the case of the prisoner and asked that his family may see him. "


def pdf(*streams: bytes, coding: bytes = b"", extra: bytes = b"", media: bytes = b"[0 0 600 800]") -> bytes:
    """A PDF whose pages draw these content streams."""
    kids = b" ".join(b"%d 0 R" % (4 + 2 * place) for place in range(len(streams)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % extra,
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(streams)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for place, stream in enumerate(streams):
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox%s/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>>>"
            % (media, 5 + 2 * place)
        )
        objects.append(b"<</Length %d%s>>stream\n%s\nendstream" % (len(stream), coding, stream))
    return pdf_of_objects(objects)


def pdf_of_objects(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects, the first of them the catalogue, with a table of their places."""
    content, places = b"%PDF-1.7\n", []
    for number, held in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    return content + b"trailer<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, start)


def drawn(text: str) -> bytes:
    """A content stream that draws one line."""
    return b"BT /F1 12 Tf 50 700 Td (%s) Tj ET" % text.encode("latin-1")


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with these entries."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", packing) as package:
        for name, content in entries:
            package.writestr(name, content)
    return held.getvalue()


_WORD = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    b'Target="word/document.xml"/></Relationships>'
)


def document_xml(body: bytes, *, before: bytes = b"") -> bytes:
    """The main part of a Word file."""
    return b'<?xml version="1.0"?>%s<w:document %s><w:body>%s</w:body></w:document>' % (before, _WORD, body)


def paragraph(text: str) -> bytes:
    return b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>" % text.encode()


def docx(main: bytes, *others: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """A Word file with this main part and other entries."""
    return zipped(("_rels/.rels", RELATIONS), ("word/document.xml", main), *others)


def feed(items: bytes, *, before: bytes = b"") -> bytes:
    """An RSS feed."""
    return b'<?xml version="1.0"?>%s<rss version="2.0"><channel><title>Readouts</title>%s</channel></rss>' % (
        before,
        items,
    )


_LINK = b"<link>http://example.org/a</link>"
ITEM = b"<item><title>A call</title>%s<pubDate>Tue, 02 Jun 2026 10:00:00 GMT</pubDate></item>" % _LINK
SITEMAP = (
    b'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://example.org/a'
    b"</loc><lastmod>2026-06-02</lastmod></url></urlset>"
)


def page(body: str, head: str = "") -> bytes:
    """An HTML page with an article."""
    return (
        f"<!DOCTYPE html><html><head><title>Readout</title><meta charset=utf-8>{head}</head>"
        f"<body><article><h1>Readout</h1>{body}</article></body></html>"
    ).encode()


def warc(*answers: bytes) -> bytes:
    """A web archive with these answers of a server."""
    return b"".join(
        b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:%d>\r\nWARC-Date: 2023-06-19T10:00:00Z\r\n"
        b"WARC-Target-URI: http://example.org/%d\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n%s\r\n\r\n" % (place, place, len(answer), answer)
        for place, answer in enumerate(answers)
    )


def http(content: bytes, *headers: bytes) -> bytes:
    """An answer of a server."""
    return b"\r\n".join([b"HTTP/1.1 200 OK", b"Content-Type: text/html", *headers, b"", content])


def wacz(*archives: tuple[str, bytes]) -> bytes:
    """Web archives in one package that lists them."""
    listed = [
        {"path": name, "hash": f"sha256:{hashlib.sha256(held).hexdigest()}", "bytes": len(held)}
        for name, held in archives
    ]
    listing = json.dumps({"resources": listed}).encode()
    return zipped(*archives, ("datapackage.json", listing), packing=zipfile.ZIP_STORED)


def seeds() -> dict[str, bytes]:
    """One valid file for each kind, by the name that it goes by."""
    words = f"<p>{WORDS * 3}</p><p class=a style='color:red'>{WORDS}</p><table><tr><td>{WORDS}</td></tr></table>"
    answers = (
        http(page(words)),
        http(gzip.compress(page(words)), b"Content-Encoding: gzip"),
        http(b"%x\r\n%s\r\n0\r\n\r\n" % (len(page(words)), page(words)), b"Transfer-Encoding: chunked"),
    )
    packed = b"".join(gzip.compress(warc(answer)) for answer in answers)
    return {
        "page.html": page(words, head="<style>.a{display:block}</style>"),
        "plain.pdf": pdf(drawn(WORDS), drawn("A second page.")),
        "packed.pdf": pdf(zlib.compress(drawn(WORDS)), coding=b"/Filter/FlateDecode"),
        "letter.docx": docx(document_xml(paragraph(WORDS) * 3)),
        "stored.docx": zipped(
            ("_rels/.rels", RELATIONS),
            ("word/document.xml", document_xml(paragraph(WORDS))),
            packing=zipfile.ZIP_STORED,
        ),
        "readouts.rss": feed(ITEM * 3),
        "map.sitemap": SITEMAP,
        "pages.zip": zipped(("a/one.html", page(words)), ("b.txt", WORDS.encode()), ("c.gz", gzip.compress(b"words"))),
        "one.gz": gzip.compress(page(words)) + gzip.compress(WORDS.encode()),
        "pages.warc": warc(*answers),
        "pages.warc.gz": packed,
        "pages.wacz": wacz(("archive/data.warc.gz", packed), ("archive/data.warc", warc(*answers))),
    }
