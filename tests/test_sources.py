"""A sources file is read strictly; feeds, sitemaps and index pages of every make give the same addresses."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from onrecord.capture.listing_reader import ListingReader
from onrecord.capture.listings import Entry, listed_of, read_fields, read_listing
from onrecord.capture.response import Response
from onrecord.capture.watch_list import Listing, Source, load_sources, sources_of
from onrecord.errors import SourcesError, UnreadableError
from onrecord.model.record import Side

HOME = "https://www.ministry.example/news/"

FILE = """
sources:
  - name: Ministry, press releases
    address: https://WWW.ministry.example:443/rss.xml
    kind: feed
    publisher: Ministry of Foreign Affairs
    side: theirs
    since: 2026-01-01
  - name: Assembly, debates
    address: https://assembly.example/debates
    kind: index
    links: [/debates/2026-*, "https://record.example/*"]
    quiet_days: 7
    at_most: 5
"""


def test_a_sources_file_says_what_is_watched() -> None:
    feed, index = sources_of(FILE, name="s.yaml")
    assert feed == Source(
        "Ministry, press releases",
        "https://www.ministry.example/rss.xml",
        Listing.FEED,
        publisher="Ministry of Foreign Affairs",
        side=Side.THEIRS,
        since="2026-01-01",
    )
    assert (index.links, index.quiet_days, index.at_most) == (("/debates/2026-*", "https://record.example/*"), 7, 5)


ONE = "- {name: A, address: 'https://a.example/', kind: feed"


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("- [", "line 1"),
        ("", "lists no sources"),
        ("sources: 3", "lists no sources"),
        ("- word", "source 1 is not a mapping"),
        (f"{ONE}, pubisher: B}}", "'pubisher' is not known"),
        ("- {address: 'https://a.example/', kind: feed}", "`name`"),
        ("- {name: A, kind: feed}", "address"),
        ("- {name: A, address: 'file:///etc/passwd', kind: feed}", "whole address|only http"),
        ("- {name: A, address: 'https://u:p@a.example/', kind: feed}", "password"),
        ("- {name: A, address: 'https://a.example/', kind: rss}", "'rss' is not known"),
        (f"{ONE}, side: mine}}", "'mine' is not known"),
        (f"{ONE}, at_most: 0}}", "`at_most`"),
        (f"{ONE}, quiet_days: yes}}", "`quiet_days`"),
        (f"{ONE}, links: 3}}", "`links`"),
        (f"{ONE}, links: press}}", "fits no address"),
        ("- {name: A, address: 'https://a.example/', kind: index}", "needs `links`"),
        (f"{ONE}}}\n- {{name: A, address: 'https://b.example/', kind: feed}}", "two sources have the name A"),
        (f"{ONE}}}\n- {{name: B, address: 'https://A.example', kind: feed}}", "two sources have the address"),
    ],
)
def test_a_sources_file_that_is_wrong_is_refused_by_its_place(words: str, complaint: str) -> None:
    with pytest.raises(SourcesError, match=complaint):
        sources_of(words, name="s.yaml")


def test_a_sources_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourcesError, match=r"none\.yaml"):
        load_sources(tmp_path / "none.yaml")


RSS2 = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>News</title><link>https://www.ministry.example</link>
<item><title>Call &amp; answer</title><link> https://www.ministry.example/1?utm_source=rss&amp;utm_medium=x </link><pubDate>Mon, 19 Jun 2023 23:30:00 -0400</pubDate></item>
<item><guid>https://www.ministry.example/2</guid><title><![CDATA[Second <b>]]></title></item>
<item><guid isPermaLink="false">17</guid><title>No address</title></item>
<item><link>mailto:desk@ministry.example</link></item>
<item><link>https://www.ministry.example/1</link></item></channel></rss>"""

RSS1 = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<item rdf:about="x"><title>One</title><link>https://www.ministry.example/1</link><dc:date>2023-06-19T10:00Z</dc:date></item></rdf:RDF>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title type="html">One</title><link rel="self" href="/api/1"/><link href="../1"/>
<published>2023-06-19T10:00:00Z</published><updated>2024-01-01T00:00:00Z</updated></entry>
<entry><title>Two</title><link rel="alternate" href="2"/></entry><entry><title>None</title></entry></feed>"""


@pytest.mark.parametrize(
    ("content", "entries"),
    [
        (
            RSS2,
            [
                ("https://www.ministry.example/1", "Call & answer", "2023-06-19"),
                ("https://www.ministry.example/2", "Second <b>", ""),
            ],
        ),
        (RSS1, [("https://www.ministry.example/1", "One", "2023-06-19")]),
        (
            ATOM,
            [
                ("https://www.ministry.example/1", "One", "2023-06-19"),
                ("https://www.ministry.example/news/2", "Two", ""),
            ],
        ),
        (
            "\n " + RSS2.partition("?>")[2].replace("Call", "讲话"),
            [
                ("https://www.ministry.example/1", "讲话 & answer", "2023-06-19"),
                ("https://www.ministry.example/2", "Second <b>", ""),
            ],
        ),
    ],
)
def test_a_feed_of_any_make_gives_addresses_titles_and_days(content: str, entries: list[tuple[str, str, str]]) -> None:
    """A day is the one that the publisher's own clock shows; campaign tags and repeats are left out."""
    listed = read_listing(content.encode(), address=HOME, listing=Listing.FEED)
    assert listed.entries == tuple(Entry(*entry) for entry in entries)


def test_a_feed_in_another_encoding_is_read() -> None:
    content = RSS1.replace("One", "Erklärung")
    for encoding in ("iso-8859-1", "utf-16"):
        words = f'<?xml version="1.0" encoding="{encoding}"?>{content}'.encode(encoding)
        assert read_listing(words, address=HOME, listing=Listing.FEED).entries[0].title == "Erklärung"


SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://www.ministry.example/a</loc><lastmod>2023-06-19T10:00+02:00</lastmod></url>
<url><loc>https://www.ministry.example/news/b</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://www.ministry.example/old.xml</loc><lastmod>2020-01-01</lastmod></sitemap>
<sitemap><loc>https://www.ministry.example/new.xml.gz</loc><lastmod>2023-06-19</lastmod></sitemap></sitemapindex>"""


@pytest.mark.parametrize("content", [SITEMAP.encode(), gzip.compress(SITEMAP.encode(), mtime=0)])
def test_a_sitemap_gives_addresses_and_days_packed_or_not(content: bytes) -> None:
    listed = read_listing(content, address=HOME, listing=Listing.SITEMAP)
    assert listed.entries == (
        Entry("https://www.ministry.example/a", "", "2023-06-19"),
        Entry("https://www.ministry.example/news/b"),
    )


def test_an_index_of_sitemaps_names_them_those_that_changed_last_first() -> None:
    listed = read_listing(INDEX.encode(), address=HOME, listing=Listing.SITEMAP)
    assert listed.further == ("https://www.ministry.example/new.xml.gz", "https://www.ministry.example/old.xml")


PAGE = """<html><head><base href="https://www.ministry.example/base/"></head><body><nav><a href="/about">About</a><a href="#top">Top</a></nav>
<li><a href="2026-06-19-call">The <b>call</b></a><li><a href="/base/2026-06-20">Next</a><a href="2026-06-19-call#x">again</a>
<a href="javascript:void(0)">x</a><a href="mailto:x@y.example">m</a><a href="http://127.1/2026-x">trap</a></body>"""


def test_an_index_page_gives_the_links_that_fit() -> None:
    listed = read_listing(PAGE.encode(), address=HOME, listing=Listing.INDEX, patterns=("/base/2026-*",))
    assert listed.entries == (
        Entry("https://www.ministry.example/base/2026-06-19-call", "The call"),
        Entry("https://www.ministry.example/base/2026-06-20", "Next"),
    )
    assert listed.links == 7, "all links are counted: a page without any has lost its markup"


def test_an_index_page_without_words_has_no_links() -> None:
    for content in (b"", b" ", b"<!-- -->", b"\x00\x01"):
        assert read_listing(content, address=HOME, listing=Listing.INDEX).links == 0


BOMB = '<!DOCTYPE rss [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]><rss><channel><item><link>https://x.example/&b;</link></item></channel></rss>'
OUTSIDE = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss><channel><item><link>https://x.example/&a;</link></item></channel></rss>'


@pytest.mark.parametrize(
    "content",
    [
        BOMB,
        OUTSIDE,
        BOMB.encode("utf-16").decode("latin-1"),
        "<html><body>Not found</body></html>",
        "",
        "{}",
        "<rss",
        SITEMAP,
        "<rss>" + "<a>" * 5000,
    ],
)
def test_what_is_no_feed_is_refused(content: str) -> None:
    """A feed that declares entities is refused before any is looked at."""
    with pytest.raises(UnreadableError):
        read_listing(content.encode("latin-1"), address=HOME, listing=Listing.FEED)


def test_a_document_type_without_entities_is_let_pass() -> None:
    kind = (
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.example/rss-0.91.dtd">'
    )
    content = RSS2.partition("?>")[2]
    assert len(read_listing(f"{kind}{content}".encode(), address=HOME, listing=Listing.FEED).entries) == 2


def test_a_packed_sitemap_that_is_damaged_is_refused() -> None:
    for content in (gzip.compress(SITEMAP.encode(), mtime=0)[:-9], b"\x1f\x8bxxxx"):
        with pytest.raises(UnreadableError):
            read_listing(content, address=HOME, listing=Listing.SITEMAP)


def test_what_leaves_the_sandbox_is_what_was_read() -> None:
    listed = read_listing(PAGE.encode(), address=HOME, listing=Listing.INDEX, patterns=("/base/*",))
    assert listed_of(read_fields(PAGE.encode(), name=HOME, listing="index", patterns=json.dumps(["/base/*"]))) == listed
    for broken in (
        {},
        {"entries": "[3]", "further": "[]", "links": "0"},
        {"entries": "[]", "further": "[]", "links": "x"},
    ):
        with pytest.raises(UnreadableError):
            listed_of(broken)


def response_of(content: bytes, **fields: object) -> Response:
    """An answer with nothing in it but its content."""
    empty: dict[str, object] = {
        "url": HOME, "requested_url": HOME, "redirects": (), "status": 200, "headers": (), "request": b"", "head": b"", "body": content,
        "content": content, "media_type": "", "charset": "", "started": "2026-01-01T00:00:00Z", "seconds": 0.0, "address": "1.1.1.1",
    }  # fmt: skip
    return Response(**(empty | fields))  # type: ignore[arg-type]


def test_listings_are_read_behind_the_wall() -> None:
    source = Source("A", HOME, Listing.FEED)
    reader = ListingReader()
    try:
        assert len(reader(response_of(RSS2.encode()), source).entries) == 2
        with pytest.raises(UnreadableError):
            reader(response_of(BOMB.encode()), source)
        assert len(reader(response_of(ATOM.encode()), source).entries) == 2
    finally:
        reader.close()
