"""The fetcher brings exactly what came over the wire, asks what it may, and goes nowhere else."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import ssl
import subprocess
import time
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.capture.addresses import parsed_range
from onrecord.capture.connecting import Connector, resolve_by_system
from onrecord.capture.decoding import decoded
from onrecord.capture.fetch import WebFetcher
from onrecord.capture.manners import Manners, Proxy, manners_of, proxy_of
from onrecord.capture.politeness import Politeness, seconds_of
from onrecord.capture.robots import robots_of
from onrecord.capture.wildcards import begins_with, matches
from onrecord.errors import FetchError, ForbiddenError, NotNowError
from onrecord.ports import Validators
from sites import HOME, Script, Site, answer, at_home, fetcher, page

WORDS = "The Minister raised the case of the teacher. " * 40


def test_an_answer_is_kept_as_it_came_and_decoded_beside_it() -> None:
    """Head and body together are the bytes of the wire, chunk lengths and compression included."""
    packed = gzip.compress(WORDS.encode(), mtime=0)
    chunks = b"%x\r\n%s\r\n5;note=x\r\n%s\r\n0\r\nTrailer: yes\r\n\r\n" % (len(packed) - 5, packed[:-5], packed[-5:])
    headers = ("Content-Type: text/plain; Charset=UTF-8", "Transfer-Encoding: chunked", "CONTENT-encoding: GZip")
    raw = answer(b"", *headers, length=False) + chunks
    with Site({"/a?b=c": raw}) as site:
        response = fetcher().fetch(site.url("/a?b=c#part"))
    assert response.raw == raw
    assert response.head.endswith(b"\r\n\r\n")
    assert response.content.decode() == WORDS
    assert (response.status, response.media_type, response.charset) == (200, "text/plain", "UTF-8")
    assert ("CONTENT-encoding", "GZip") in response.headers
    assert (response.url, response.requested_url) == (site.url("/a?b=c"), site.url("/a?b=c#part"))
    assert response.address == HOME
    assert site.requests[-1] == response.request
    assert b"User-Agent: OnRecord/" in response.request
    assert abs(datetime.fromisoformat(response.started) - datetime.now(UTC)).total_seconds() < 30


def test_interim_answers_and_bytes_after_the_end_are_no_part_of_the_answer() -> None:
    raw = answer("words", "Content-Type: text/plain")
    with Site({"/": b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + raw + b"HTTP/1.1 200 OK\r\n\r\n"}) as site:
        assert fetcher().fetch(site.url()).raw == raw


def test_an_answer_that_ends_with_the_connection_is_whole() -> None:
    raw = answer("words", "Content-Type: text/plain", length=False)
    with Site({"/": raw}) as site:
        assert fetcher().fetch(site.url()).content == b"words"


@pytest.mark.parametrize(
    "raw",
    [
        answer("words", "Content-Length: 99", length=False),
        answer(b"5\r\nwor", "Transfer-Encoding: chunked", length=False),
        b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nwords",
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 4, 5\r\n\r\nwords",
        answer("words", "Content-Encoding: br"),
        answer("words", "Content-Encoding: gzip"),
        answer(gzip.compress(b"words" * 99, mtime=0)[:-9], "Content-Encoding: gzip"),
        answer("words", "Content-Encoding: gzip, gzip, gzip"),
    ],
)
def test_an_answer_that_is_not_whole_is_none(raw: bytes) -> None:
    with Site({"/": raw}) as site, pytest.raises(FetchError, match=r"www\.ministry\.example"):
        fetcher().fetch(site.url())


@pytest.mark.parametrize(
    "raw", [answer(b"x" * 5000), answer(b"x" * 5000, length=False), answer(b"", "Content-Length: 5000", length=False)]
)
def test_an_answer_larger_than_the_limit_is_refused(raw: bytes) -> None:
    with Site({"/": raw}) as site, pytest.raises(FetchError, match="more than"):
        fetcher(body=4000 - (64 << 10) if b"Content-Length" not in raw else 4000).fetch(site.url())


@pytest.mark.parametrize(("window", "coding"), [(31, "gzip"), (15, "deflate"), (-15, "deflate")])
def test_a_bomb_is_given_up_at_the_limit(window: int, coding: str) -> None:
    machine = zlib.compressobj(9, wbits=window)
    bomb = b"".join(machine.compress(bytes(1 << 20)) for _ in range(50)) + machine.flush()
    began = time.monotonic()
    with Site({"/": answer(bomb, f"Content-Encoding: {coding}")}) as site, pytest.raises(FetchError, match="unpacked"):
        fetcher(content=2 << 20).fetch(site.url())
    assert time.monotonic() - began < 5


@given(st.binary(max_size=400), st.sampled_from([31, 15, -15]), st.integers(0, 300))
def test_what_is_packed_comes_out_again_or_is_named_cut_off(content: bytes, window: int, cut: int) -> None:
    machine = zlib.compressobj(6, wbits=window)
    packed = machine.compress(content) + machine.flush()
    coding = "gzip" if window == 31 else "deflate"
    assert decoded(packed, coding, limit=1000) == content
    if 0 < cut < len(packed):
        with pytest.raises(FetchError):
            decoded(packed[:cut], coding, limit=1000)


def test_a_slow_server_is_given_up() -> None:
    began = time.monotonic()
    pages: dict[str, Script] = {"/robots.txt": answer(status="404 None"), "/": answer("x" * 500)}
    with Site(pages, pause=0.02) as site, pytest.raises((FetchError, NotNowError), match="too long"):
        fetcher(total_seconds=0.4).fetch(site.url())
    assert time.monotonic() - began < 15


def redirect(where: str, status: str = "302 Found") -> bytes:
    return answer("elsewhere", f"Location: {where}", status=status)


def test_redirects_are_followed_and_kept() -> None:
    with Site(
        {"/a": redirect("b/../c", "301 Moved"), "/c": redirect("//www.other.example:PORT/d?x"), "/d?x": answer("here")}
    ) as site:
        site.pages["/c"] = redirect(f"//www.other.example:{site.port}/d?x#y")
        response = fetcher().fetch(site.url("/a"))
    assert response.content == b"here"
    assert response.url == site.url("/d?x", host="www.other.example")
    assert [(held.status, held.location) for held in response.redirects] == [(301, site.url("/c")), (302, response.url)]
    assert response.redirects[0].head.startswith(b"HTTP/1.1 301 Moved\r\n")


def test_the_sixth_redirect_is_one_too_many() -> None:
    pages = {f"/{n}": redirect(f"/{n + 1}") for n in range(6)} | {"/6": answer("end")}
    with Site(pages) as site:
        assert fetcher().fetch(site.url("/1")).content == b"end"
        with pytest.raises(FetchError, match="more than 5"):
            fetcher().fetch(site.url("/0"))


def test_a_circle_is_seen() -> None:
    with Site({"/a": redirect("/b"), "/b": redirect("/a")}) as site, pytest.raises(FetchError, match="circle"):
        fetcher().fetch(site.url("/a"))
    assert site.asked == ["/a", "/b"]


@pytest.mark.parametrize(
    "where",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://2130706433/",
        "http://u:p@www.x.example/",
        "//localhost/",
        "http:\\\\127.0.0.1",
    ],
)
def test_a_redirect_to_where_nothing_is_fetched_ends_there(where: str) -> None:
    with Site({"/": redirect(where)}) as site, pytest.raises(ForbiddenError):
        fetcher().fetch(site.url())


def test_a_redirect_to_two_places_is_refused() -> None:
    raw = answer("", "Location: /a", "Location: /b", status="302 Found")
    with Site({"/": raw}) as site, pytest.raises(ForbiddenError, match="2 places"):
        fetcher().fetch(site.url())


def test_a_name_is_resolved_once_for_a_request_and_the_connection_goes_to_that_answer() -> None:
    """A name that points home first and inside later (DNS rebinding) never leads inside."""
    asked: list[str] = []

    def rebinding(name: str, seconds: float) -> Sequence[str]:
        asked.append(name)
        return (HOME,) if len(asked) <= 2 else ("127.0.0.1",)

    with Site({"/": answer("outside")}) as site, Site({"/": answer("inside")}, address="127.0.0.1") as inside:
        bring = fetcher(resolve=rebinding)
        assert bring.fetch(site.url()).content == b"outside"
        assert len(asked) == 2, "once for robots.txt and once for the page"
        with pytest.raises(ForbiddenError, match="loopback"):
            bring.fetch(site.url())
    assert inside.connections == 0


def test_one_closed_address_among_the_answers_closes_the_host() -> None:
    with Site({"/": answer("outside")}) as site:
        for closed in ("127.0.0.1", "10.0.0.1", "::1", "64:ff9b::7f00:1", "fe80::1%lo"):
            with pytest.raises(ForbiddenError):
                fetcher(resolve=lambda name, seconds, closed=closed: (HOME, closed)).fetch(site.url())
    assert site.connections == 0


def test_nothing_is_fetched_from_a_port_that_pages_are_not_served_on() -> None:
    bring = fetcher(resolve=lambda name, seconds: ("93.184.215.14",))
    for port in (22, 25, 3306, 5432, 6379, 9200, 11211):
        with pytest.raises(ForbiddenError, match="port"):
            bring.fetch(f"http://www.ministry.example:{port}/")


def test_a_host_that_cannot_be_found_or_reached_is_named() -> None:
    def nothing(name: str, seconds: float) -> Sequence[str]:
        raise OSError("Name or service not known")

    with pytest.raises(FetchError, match=r"www\.x\.example: no address"):
        fetcher(resolve=nothing).fetch("http://www.x.example/")
    with Site() as site:
        closed = site.url()
    with pytest.raises(FetchError, match="cannot be reached"):
        fetcher().fetch(closed)


def test_the_system_says_where_a_host_is() -> None:
    assert "127.0.0.1" in resolve_by_system("127.0.0.1", 5)
    with pytest.raises(OSError, match=r".+"):
        resolve_by_system("name.invalid", 5)


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with Site() as proxy, Site({"/": answer("direct")}) as site:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "https_proxy"):
            monkeypatch.setitem(os.environ, name, f"http://{HOME}:{proxy.port}")
        assert fetcher().fetch(site.url()).content == b"direct"
    assert proxy.connections == 0


def test_a_proxy_that_a_person_names_is_asked_for_a_tunnel_to_the_checked_address() -> None:
    with Site({"93.184.215.14:80": answer(status="407 Proxy Authentication Required")}) as site:
        bring = fetcher(resolve=lambda name, seconds: ("93.184.215.14",), proxy=Proxy(HOME, site.port))
        with pytest.raises(FetchError, match="proxy refuses"):
            bring.fetch("http://www.ministry.example/")
        closed = fetcher(resolve=lambda name, seconds: ("10.0.0.1",), proxy=Proxy(HOME, site.port))
        with pytest.raises(ForbiddenError):
            closed.fetch("http://www.ministry.example/")
    assert [request.splitlines()[0] for request in site.requests] == [b"CONNECT 93.184.215.14:80 HTTP/1.1"]


def test_manners_are_what_a_person_names() -> None:
    manners = manners_of(contact="desk@office.example", proxy="http://proxy.example:3128", opened=["10.0.0.0/24"])
    assert manners.proxy == Proxy("proxy.example", 3128)
    assert manners.opened == (parsed_range("10.0.0.0/24"),)
    assert "contact: desk@office.example" in manners.user_agent
    for wrong in ("proxy.example", "http://u:p@proxy.example:80", "http://proxy.example:99999"):
        with pytest.raises(ValueError, match="proxy"):
            proxy_of(wrong)
    with pytest.raises(ValueError, match="contact"):
        manners_of(contact="a\r\nHost: b")


def test_a_version_in_hand_is_not_sent_again() -> None:
    def conditional(request: bytes) -> bytes:
        fresh = answer("words", 'ETag: "7"', "Last-Modified: Mon, 19 Jun 2023 10:00:00 GMT")
        return answer(status="304 Not Modified", length=False) if b'If-None-Match: "7"' in request else fresh

    with Site({"/": conditional, "/moved": redirect("/")}) as site:
        bring = fetcher()
        first = bring.fetch(site.url())
        known = Validators(first.url, first.header("etag"), first.header("last-modified"))
        assert bring.fetch(site.url(), known=known).status == 304
        assert bring.fetch(site.url("/moved"), known=known).status == 304, "they are sent to the address that gave them"
        assert b"If-None-Match" not in next(held for held in site.requests if b"/moved" in held)


RULES = b"""\xef\xbb\xbf# for everybody
User-agent: *
Disallow: /private/
Disallow: /*.pdf$
Crawl-delay: 3

User-Agent: OtherBot
User-Agent: OnRecord/1.0
disallow: /drafts   # not yet
Allow: /drafts/final
Disallow: /a%3cd.html
Disallow: /search?*sort=
Sitemap: https://x.example/sitemap.xml
"""


@pytest.mark.parametrize(
    ("target", "allowed"),
    [
        ("/", True),
        ("/private/", True),
        ("/drafts", False),
        ("/drafts/final/1", True),
        ("/drafts/2", False),
        ("/a%3Cd.html", False),
        ("/search?q=x&sort=date", False),
        ("/search?q=x", True),
        ("/robots.txt", True),
    ],
)
def test_the_rules_that_name_us_hold_and_the_longest_decides(target: str, allowed: bool) -> None:
    assert robots_of(RULES).allow(target) is allowed


def test_the_rules_for_everybody_hold_where_none_names_us() -> None:
    rules = robots_of(RULES.replace(b"OnRecord", b"Another"))
    assert [rules.allow(path) for path in ("/private/x", "/a.pdf", "/a.pdf?x", "/drafts")] == [False, False, True, True]
    assert rules.delay == 3


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe\x00", b"Disallow: /", b"User-agent: *\nDisallow:", b"<html>not found"]
)
def test_a_robots_txt_that_says_nothing_to_us_allows_everything(content: bytes) -> None:
    assert robots_of(content).allow("/anything")


def test_patterns_cost_no_more_than_their_length() -> None:
    began = time.monotonic()
    assert not begins_with("/" + "a" * 8000, "/" + "*a" * 4000 + "b$")
    assert not matches("a" * 8000, "*a" * 4000 + "*b")
    assert time.monotonic() - began < 0.5


@given(st.text("ab", max_size=12), st.text("ab*", max_size=8))
def test_a_pattern_fits_as_its_regular_expression_does(text: str, pattern: str) -> None:
    expression = ".*".join(map(re.escape, pattern.split("*")))
    assert matches(text, pattern) == (re.fullmatch(expression, text) is not None)
    assert begins_with(text, pattern) == (re.match(expression, text) is not None)


def test_what_a_site_keeps_from_programs_is_not_asked_for() -> None:
    rules = answer("User-agent: *\nDisallow: /private")
    with Site({"/robots.txt": rules, "/": redirect("/private/x"), "/private/x": answer("secret")}) as site:
        bring = fetcher()
        for path in ("/private/x", "/open/../private/x", "/"):
            with pytest.raises(ForbiddenError, match=r"robots\.txt"):
                bring.fetch(site.url(path))
    assert site.asked == ["/"]


@pytest.mark.parametrize("status", ["500 Broken", "503 Later", "429 Slow"])
def test_without_a_robots_txt_that_the_site_has_nothing_is_fetched(status: str) -> None:
    pages: dict[str, Script] = {"/robots.txt": answer(status=status), "/": answer("words")}
    with Site(pages) as site, pytest.raises(NotNowError, match=r"robots\.txt"):
        fetcher().fetch(site.url())
    assert site.asked == []


@pytest.mark.parametrize("status", ["404 None", "403 No", "410 Gone"])
def test_a_site_without_a_robots_txt_allows_everything(status: str) -> None:
    with Site({"/robots.txt": answer(status=status), "/": answer("words")}) as site:
        assert fetcher().fetch(site.url()).content == b"words"


class Clock:
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def patient(site_manners: Manners, clock: Clock) -> WebFetcher:
    politeness = Politeness(site_manners, clock=clock, sleep=clock.sleep)
    return WebFetcher(
        site_manners, connector=Connector(site_manners, resolve=at_home), politeness=politeness, clock=clock
    )


def test_a_host_is_asked_once_a_second_and_the_reason_is_told() -> None:
    clock = Clock()
    with Site({"/": answer("words")}) as site:
        bring = patient(Manners(opened=(parsed_range(HOME),)), clock)
        first = bring.fetch(site.url())
        second = bring.fetch(site.url())
        bring.fetch(site.url(host="www.other.example"))
    assert first.waits == ("www.ministry.example: held back for 1.0 s: 1 s between requests to one host",)
    assert len(second.waits) == 1
    assert clock.slept == [1.0, 1.0, 1.0], "robots.txt of each host counts; another host does not wait for this one"


def test_a_host_that_asks_for_time_is_given_it() -> None:
    clock = Clock()
    pages = {
        "/robots.txt": answer("User-agent: *\nCrawl-delay: 7"),
        "/": answer("words"),
        "/busy": answer("later", "Retry-After: 30", status="503 Busy"),
        "/flood": answer("later", "Retry-After: 4000", status="429 Slow"),
    }
    with Site(pages) as site:
        bring = patient(Manners(opened=(parsed_range(HOME),)), clock)
        bring.fetch(site.url())
        assert "its robots.txt asks for 7 s between requests" in bring.fetch(site.url()).waits[0]
        assert bring.fetch(site.url("/busy")).status == 503
        assert "it answered 503 and asked for 30 s" in bring.fetch(site.url()).waits[0]
        bring.fetch(site.url("/flood"))
        with pytest.raises(NotNowError, match="asked for 4000 s"):
            bring.fetch(site.url())


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("120", 120),
        ("Mon, 19 Jun 2023 10:02:00 GMT", 120),
        ("Mon, 19 Jun 2000 10:00:00 GMT", 0),
        ("soon", None),
        ("", None),
        ("-5", None),
    ],
)
def test_a_retry_after_is_seconds_or_a_date(written: str, seconds: float | None) -> None:
    assert seconds_of(written, now=datetime(2023, 6, 19, 10, 0, tzinfo=UTC)) == seconds


def test_no_cookie_and_no_password_is_ever_sent() -> None:
    with Site(
        {"/": answer("words", "Set-Cookie: a=b"), "/in": answer("", "WWW-Authenticate: Basic", status="401 No")}
    ) as site:
        bring = fetcher()
        bring.fetch(site.url())
        bring.fetch(site.url())
        assert bring.fetch(site.url("/in")).status == 401
    assert not any(b"cookie" in held.lower() or b"authorization" in held.lower() for held in site.requests)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for www.ministry.example that nobody but a test trusts."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl, which makes the certificate, is not installed")
    folder = tmp_path_factory.mktemp("tls")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -keyout key.pem -out cert.pem -subj /CN=x -addext subjectAltName=DNS:www.ministry.example"
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    return folder


def test_encryption_is_with_the_host_that_was_named(certificate: Path) -> None:
    """The connection goes to a checked address, yet the certificate must be the name's."""
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    names: list[str] = []
    serving.sni_callback = lambda _line, name, _context: names.append(name)
    trusting = ssl.create_default_context(cafile=str(certificate / "cert.pem"))
    manners = Manners(opened=(parsed_range(HOME),), delay=0.0)
    bring = WebFetcher(manners, connector=Connector(manners, resolve=at_home, tls=lambda: trusting))
    with Site({"/": answer("sealed")}, tls=serving) as site:
        assert bring.fetch(site.url().replace("http:", "https:")).content == b"sealed"
        assert set(names) == {"www.ministry.example"}
        for host in ("www.other.example", HOME):
            with pytest.raises((FetchError, NotNowError), match="certificate"):
                bring.fetch(site.url(host=host).replace("http:", "https:"))
        with pytest.raises((FetchError, NotNowError), match="certificate"):
            fetcher().fetch(site.url().replace("http:", "https:"))


@pytest.mark.parametrize(
    ("body", "declared", "kind"),
    [
        ("<!DOCTYPE html><p>x", "application/octet-stream", "text/html"),
        ("%PDF-1.7 x", "text/html", "application/pdf"),
        ("<?xml version='1.0'?><rss/>", "text/html", "application/xml"),
        ("<?xml version='1.0'?><feed/>", "application/atom+xml; charset=utf-8", "application/atom+xml"),
        ("words", "Text/Plain; charset=x", "text/plain"),
        ("words", "", ""),
    ],
)
def test_first_bytes_tell_what_an_answer_is(body: str, declared: str, kind: str) -> None:
    with Site({"/": answer(body, f"Content-Type: {declared}")}) as site:
        assert fetcher().fetch(site.url()).media_type == kind


def test_a_page_is_a_page() -> None:
    with Site({"/": page("Call", WORDS)}) as site:
        assert WORDS.encode() in fetcher().fetch(site.url()).content
