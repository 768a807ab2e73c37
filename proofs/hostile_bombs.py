"""Small files that unpack, nest, refer or repeat themselves into something that no reader can hold."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from hostile_seeds import (
    ITEM,
    RELATIONS,
    SITEMAP,
    WORDS,
    document_xml,
    docx,
    drawn,
    feed,
    http,
    page,
    paragraph,
    pdf,
    pdf_of_objects,
    wacz,
    warc,
    zipped,
)

Made = Callable[[], bytes]

LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
).encode()
QUADRATIC = b"<!DOCTYPE x [<!ENTITY a '" + b"a" * 100_000 + b"'>]>"
OUTSIDE = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
OUTSIDE_TYPE = b"<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>"
PARAMETER = b"<!DOCTYPE x [<!ENTITY % a SYSTEM 'http://127.0.0.1:9/x'> %a;]>"


def bombs() -> Iterator[tuple[str, Made]]:
    """Every bomb, by the name under which it is read; made one at a time, since some are large."""
    yield from _html()
    yield from _pdf()
    yield from _docx()
    yield from _feeds()
    yield from _archives()
    yield from _web_archives()


def zeros(megabytes: int) -> bytes:
    """That many MB of zeros, compressed once."""
    packer = zlib.compressobj(9)
    block = bytes(1 << 20)
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


def _html() -> Iterator[tuple[str, Made]]:
    yield "attributes-of-2.9-MB.html", lambda: page("<p " + " ".join(f"a{n}=1" for n in range(300_000)) + ">" + WORDS)
    yield "divs-100000-deep.html", lambda: page("<div>" * 100_000 + WORDS * 5)
    yield "tags-never-closed.html", lambda: page("<b><i><a href=x>" * 100_000 + WORDS * 5)
    yield "tables-in-tables.html", lambda: page("<table><tr><td>" * 20_000 + WORDS * 5)
    yield "entities-2000000.html", lambda: page("<p>" + "&amp;" * 2_000_000)
    yield "elements-1000000.html", lambda: page("<p>a" * 1_000_000)
    yield "one-value-of-20-MB.html", lambda: page("<p title='" + "x" * (20 << 20) + "'>" + WORDS * 5)
    yield "title-of-20-MB.html", lambda: page(WORDS * 5).replace(b"Readout", b"R" * (20 << 20), 1)
    yield "comment-never-closed.html", lambda: page(WORDS * 5 + "<!--" * 500_000)
    yield "less-than-5000000.html", lambda: page("<" * 5_000_000 + WORDS)
    yield (
        "classes-against-rules.html",
        lambda: page(
            "".join(f"<p class='c{n}'>{WORDS}</p>" for n in range(5000)),
            head="<style>" + "".join(f".c{n}{{display:none}}" for n in range(20_000)) + "</style>",
        ),
    )
    yield "picture-of-4-billion-dots.html", lambda: page("<img width=2147483647 height=2147483647>" + WORDS * 5)
    yield "script-of-30-MB.html", lambda: page(WORDS * 5 + "<script>" + "x=1;" * 7_500_000 + "</script>")
    yield "utf-16-cut-off.html", lambda: page(WORDS * 5).decode().encode("utf-16")[:-1]
    yield "date-with-100000-digits.html", lambda: page("<time>" + "1" * 100_000 + "-01-01</time>" + WORDS * 5)


def _pdf() -> Iterator[tuple[str, Made]]:
    flate, twice = b"/Filter/FlateDecode", b"/Filter[/FlateDecode/FlateDecode]"
    yield "flate-of-672-kB.pdf", lambda: pdf(zeros(690), coding=flate)
    yield "flate-in-flate-800-MB.pdf", lambda: pdf(zlib.compress(zeros(800), 9), coding=twice)
    yield "flate-in-flate-2-GB.pdf", lambda: pdf(zlib.compress(zeros(2000), 9), coding=twice)
    yield "pages-of-4-million.pdf", lambda: pdf(drawn(WORDS)).replace(b"/Count 1", b"/Count 4000000")
    yield "pages-6000.pdf", lambda: pdf(*[drawn("x")] * 6000)
    yield "pages-that-hold-themselves.pdf", lambda: pdf(drawn(WORDS)).replace(b"/Kids[4 0 R]", b"/Kids[2 0 R]")
    yield "arrays-200000-deep.pdf", lambda: pdf(drawn(WORDS), extra=b"/X " + b"[" * 200_000)
    yield "dictionaries-100000-deep.pdf", lambda: pdf(drawn(WORDS), extra=b"/X " + b"<</X " * 100_000)
    yield "page-of-1e30-points.pdf", lambda: pdf(drawn(WORDS), media=b"[0 0 1%s 1%s]" % (b"0" * 30, b"0" * 30))
    yield "table-that-points-to-itself.pdf", _looped_table
    yield "form-that-draws-itself.pdf", _looped_form
    yield "text-of-10-million-letters.pdf", lambda: pdf(drawn("x" * 10_000_000))
    yield "operators-3-million.pdf", lambda: pdf(b"q " * 3_000_000)
    yield "stream-with-a-false-length.pdf", lambda: pdf(drawn(WORDS)).replace(b"/Length ", b"/Length 99999999")
    yield "password-asked-for.pdf", _locked


def _looped_table() -> bytes:
    content = pdf_of_objects([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])
    start = content.rindex(b"startxref\n") + 10
    place = int(content[start:].split()[0])
    return content.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % place)


def _looped_form() -> bytes:
    own = b"/Resources<</XObject<</F 5 0 R>>>>"
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]%s/Length 10>>stream\n/F Do /F Do\nendstream" % own
    return pdf_of_objects([
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>>>",
        b"<</Length 5>>stream\n/F Do\nendstream",
        form,
    ])  # fmt: skip


def _locked() -> bytes:
    keys = b"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -1/O(%s)/U(%s)>>/ID[(a)(a)]" % (b"o" * 32, b"u" * 32)
    return pdf_of_objects([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"], keys)


def _docx() -> Iterator[tuple[str, Made]]:
    words = paragraph(WORDS)
    for name, kind in _types().items():
        inside = words + (b"<w:p><w:r><w:t>" + b"&a11;&a;" * 3 + b"</w:t></w:r></w:p>")
        yield f"{name}.docx", lambda kind=kind, inside=inside: docx(document_xml(inside, before=kind))
    yield "part-of-1-GB.docx", lambda: _swelling("word/document.xml", 1024)
    yield "part-of-47-MB.docx", lambda: docx(document_xml(words * 400_000))
    yield "paragraphs-100000-deep.docx", lambda: docx(document_xml(b"<w:p>" * 100_000))
    yield (
        "attributes-300000.docx",
        lambda: docx(document_xml(b"<w:p %s/>" % b" ".join(b'a%d="1"' % n for n in range(300_000)))),
    )
    yield "parts-20000.docx", lambda: docx(document_xml(words), *((f"word/{n}.xml", b"") for n in range(20_000)))
    yield "part-that-leads-outside.docx", lambda: docx(document_xml(words), ("../../outside.xml", b"x"))
    yield "part-that-is-a-link.docx", lambda: docx(document_xml(words), (_link("word/a.xml"), b"/etc/passwd"))


def _types() -> dict[str, bytes]:
    return {
        "laughs": LAUGHS,
        "quadratic": QUADRATIC,
        "entity-from-outside": OUTSIDE,
        "type-from-outside": OUTSIDE_TYPE,
        "parameter-from-outside": PARAMETER,
    }


def _feeds() -> Iterator[tuple[str, Made]]:
    for name, kind in _types().items():
        item = ITEM.replace(b"A call", b"&a11;" + b"&a;" * 50_000)
        yield f"{name}.rss", lambda kind=kind, item=item: feed(item, before=kind)
    yield "items-200000.rss", lambda: feed(ITEM * 200_000)
    yield "channels-100000-deep.rss", lambda: feed(b"<channel>" * 100_000)
    yield "attributes-300000.rss", lambda: feed(b"<item %s/>" % b" ".join(b'a%d="1"' % n for n in range(300_000)))
    yield "text-of-40-MB.rss", lambda: feed(b"<item><title>%s</title></item>" % (b"x" * (40 << 20)))
    yield "packed-1-GB.sitemap", lambda: _packed(1024)
    yield (
        "addresses-500000.sitemap",
        lambda: SITEMAP.replace(b"<url>", b"<url><loc>http://example.org/a</loc></url>" * 500_000 + b"<url>"),
    )


def _archives() -> Iterator[tuple[str, Made]]:
    yield "one-entry-of-2-GB.zip", lambda: _claimed(zeros(2048), 2048 << 20)
    yield "dense-400-MB.zip", lambda: _swelling("a", 400)
    yield "entries-that-overlap.zip", _overlapping
    yield "entries-70000.zip", lambda: zipped(*((str(n), b"") for n in range(70_000)))
    yield "nested-50-deep.zip", lambda: _nested(50)
    yield "many-in-many.zip", lambda: zipped(*((f"{n}.zip", zipped(("a", bytes(15 << 20)))) for n in range(100)))
    yield "leads-outside.zip", lambda: zipped(("../../../etc/cron.d/x", b"x"))
    yield "absolute.zip", lambda: zipped(("/etc/passwd", b"x"))
    yield "other-system.zip", lambda: zipped(("..\\..\\x", b"x"))
    yield "link.zip", lambda: zipped((_link("a"), b"/etc/passwd"), ("a/b", b"x"))
    yield "false-size.zip", lambda: zipped(("a", bytes(1000))).replace(struct.pack("<I", 1000), struct.pack("<I", 7))
    yield "size-of-16-exabytes.zip", lambda: _claimed(zeros(1), (1 << 32) - 2)
    yield "packed-1-GB.gz", lambda: _packed(1024)
    yield "members-200000.gz", lambda: gzip.compress(b"") * 200_000
    yield "nested-20-deep.gz", lambda: _wrapped(20)


def _web_archives() -> Iterator[tuple[str, Made]]:
    words = http(page(WORDS * 5))
    packing = b"Content-Encoding: gzip"
    yield "packed-1-GB.warc.gz", lambda: _packed(1024)
    yield "answer-of-1-GB.warc", lambda: warc(words, http(_packed(1024), packing))
    yield "answer-packed-twice.warc", lambda: warc(http(gzip.compress(_packed(1024)), packing + b", gzip"))
    yield "record-of-300-MB.warc.gz", lambda: gzip.compress(warc(words) + warc(http(bytes(300 << 20))), 1)
    yield "records-500000.warc.gz", lambda: gzip.compress(b"WARC/1.0\r\nContent-Length: 0\r\n\r\n\r\n\r\n" * 500_000)
    yield "members-200000.warc.gz", lambda: gzip.compress(warc(words)) + gzip.compress(b"") * 200_000
    yield "length-of-16-exabytes.warc", lambda: warc(words).replace(b"Length: ", b"Length: 99999999999999999")
    yield "length-below-nothing.warc", lambda: warc(words).replace(b"Length: ", b"Length: -")
    yield "header-of-50-MB.warc", lambda: b"WARC/1.0\r\n" + b"a: b\r\n" * (8 << 20)
    yield "line-of-50-MB.warc", lambda: b"WARC/1.0\r\na: " + b"b" * (50 << 20)
    yield "chunks-5000000.warc", lambda: warc(http(b"1\r\nx\r\n" * 5_000_000, b"Transfer-Encoding: chunked"))
    yield "headers-10000.warc", lambda: warc(http(page(WORDS), *[b"a: b"] * 10_000))
    yield "packed-1-GB.wacz", lambda: wacz(("archive/a.warc.gz", _packed(1024)))
    yield "wacz-in-wacz.wacz", lambda: wacz(("archive/a.wacz", wacz(("archive/a.warc", warc(words)))))
    yield "archives-20000.wacz", lambda: wacz(*((f"archive/{n}.warc", b"") for n in range(20_000)))
    yield "listing-100000-deep.wacz", lambda: zipped(("archive/a.warc", b""), ("datapackage.json", b"[" * 100_000))
    yield "one-entry-of-2-GB.wacz", lambda: _claimed(zeros(2048), 2048 << 20)


def _swelling(entry: str, megabytes: int) -> bytes:
    """A Word file with one part that unpacks to that many MB of nothing."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("_rels/.rels", RELATIONS)
        with package.open(entry, "w") as part:
            for _ in range(megabytes):
                part.write(bytes(1 << 20))
    return held.getvalue()


def _packed(megabytes: int) -> bytes:
    """Gzip that unpacks to that many MB of nothing."""
    raw = zeros(megabytes)[2:-4]
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + raw + struct.pack("<II", 0, megabytes << 20)


def _link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, 0o120777 << 16
    return entry


def _claimed(packed: bytes, size: int) -> bytes:
    """A zip with one entry that says it unpacks to `size` bytes."""
    raw = packed[2:-4]
    head = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 0, 0, len(raw), size, 1, 0)
    local = b"PK\x03\x04" + head + b"a" + raw
    central = b"PK\x01\x02" + struct.pack("<H", 20) + head + struct.pack("<HHHII", 0, 0, 0, 0, 0) + b"a"
    return local + central + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(central), len(local), 0)


def _overlapping() -> bytes:
    """A directory with 1,000 entries that all lie on the same bytes."""
    single = zipped(("a", bytes(1 << 20)))
    start = single.index(b"PK\x01\x02")
    end = single.rindex(b"PK\x05\x06")
    directory = b"".join(single[start:end][:-1] + bytes([33 + n % 90]) for n in range(1000))
    return (
        single[:start] + directory + b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1000, 1000, len(directory), start, 0)
    )


def _nested(depth: int) -> bytes:
    content = WORDS.encode()
    for _ in range(depth):
        content = zipped(("a.zip", content))
    return content


def _wrapped(depth: int) -> bytes:
    content = io.BytesIO(WORDS.encode()).getvalue()
    for _ in range(depth):
        content = gzip.compress(content)
    return content
