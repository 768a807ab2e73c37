"""What stands in for a page is told from the page, and a page that speaks of such things is a page."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.capture.blockpages import Obstacle, block_in
from onrecord.capture.page_words import noscript_words, title_of, visible_words
from onrecord.capture.response import Response
from onrecord.text.tables import rows

RELEASE = (
    "The Minister met his counterpart today. He raised the case of the imprisoned teacher, called for his immediate release and "
    "asked that diplomats be allowed to attend the trial. The two sides also spoke of trade, of students and of the climate. "
)
URL = "https://www.ministry.example/news/1"


def response(content: str | bytes, media_type: str = "text/html", status: int = 200, **headers: str) -> Response:
    body = content if isinstance(content, bytes) else content.encode()
    return Response(
        url=URL, requested_url=URL, redirects=(), status=status, headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
        request=b"", head=b"", body=body, content=body, media_type=media_type, charset="", started="2026-01-01T00:00:00Z",
        seconds=0.1, address="1.1.1.1",
    )  # fmt: skip


def html(title: str, body: str, head: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body>{body}</body></html>"
    )


def obstacle(content: str | bytes, *arguments: object, **named: object) -> Obstacle | None:
    found = block_in(response(content, *arguments, **named))  # type: ignore[arg-type]
    return None if found is None else found.obstacle


STAND_INS = {
    "a browser test": (
        html(
            "Just a moment...",
            "<noscript>Enable JavaScript and cookies to continue</noscript><script>window._cf_chl_opt={}</script>",
        ),
        Obstacle.CHALLENGE,
    ),
    "a browser test with words": (
        html("www.ministry.example", "<h1>Checking your browser before accessing ministry.example.</h1>"),
        Obstacle.CHALLENGE,
    ),
    "a script test": (
        html("", '<div id="sec-if-cpt-container"></div><script src="/x.js"></script>'),
        Obstacle.CHALLENGE,
    ),
    "a test without a title": (
        '<html><script>var arg1="x";document.cookie="acw_sc__v2="+x</script></html>',
        Obstacle.CHALLENGE,
    ),
    "an incident": (html("Ministry", "Request unsuccessful. Incapsula incident ID: 877-123"), Obstacle.DENIED),
    "an interruption": (
        html(
            "Pardon Our Interruption",
            "<p>As you were browsing something about your browser made us think you were a bot.</p>",
        ),
        Obstacle.CHALLENGE,
    ),
    "a captcha": (
        html("Ministry", "<p>Please verify you are human</p><div class=g-recaptcha></div>"),
        Obstacle.CAPTCHA,
    ),
    "a bare captcha": (html("Ministry", "<p>One step</p><form><div class='h-captcha'></div></form>"), Obstacle.CAPTCHA),
    "a captcha in Chinese": (html("安全验证", "<p>请完成安全验证后继续访问</p>"), Obstacle.CAPTCHA),
    "a captcha in German": (
        html("Prüfung", "<p>Bitte bestätigen Sie, dass Sie kein Roboter sind.</p>"),
        Obstacle.CAPTCHA,
    ),
    "a captcha in Russian": (html("Проверка", "<p>Подтвердите, что вы не робот</p>"), Obstacle.CAPTCHA),
    "a captcha in French": (
        html("Accès", "<p>Nous devons vérifier que vous n’êtes pas un robot.</p>"),
        Obstacle.CAPTCHA,
    ),
    "a slider": (html("Verify", "<p>向右拖动滑块填充拼图</p>"), Obstacle.CAPTCHA),
    "a refusal": (
        html(
            "Access Denied",
            '<H1>Access Denied</H1>You don\'t have permission to access "/news" on this server.<P>Reference #18.x<P>https://errors.edgesuite.net/18.x',
        ),
        Obstacle.DENIED,
    ),
    "a refusal by a wall": (
        html(
            "Request Rejected",
            "The requested URL was rejected. Please consult with your administrator.<br>Your support ID is: 1",
        ),
        Obstacle.DENIED,
    ),
    "a refusal with the site's name": (
        html("403 Forbidden - Ministry of Foreign Affairs", "<h1>Forbidden</h1>"),
        Obstacle.DENIED,
    ),
    "a refusal in Spanish": (html("Acceso denegado", "<p>Consulte con el administrador.</p>"), Obstacle.DENIED),
    "blocked": (
        html(
            "Attention Required! | Cloudflare",
            "<h1>Sorry, you have been blocked</h1><p>You are unable to access ministry.example</p>",
        ),
        Obstacle.CHALLENGE,
    ),
    "a wall": (html("Sign in", "<form><input name=u><input type='password' name=p></form>"), Obstacle.LOGIN),
    "a wall with another title": (
        html("Members", "<p>Please log in to read on.</p><form><input type=password></form>"),
        Obstacle.LOGIN,
    ),
    "a wall in Chinese": (html("会员", '<p>用户登录</p><input class=x type="password">'), Obstacle.LOGIN),
    "too many": (html("Too Many Requests", "<p>Slow down.</p>"), Obstacle.RATE),
    "too many in Chinese": (html("提示", "<p>您的访问过于频繁，请稍后再试</p>"), Obstacle.RATE),
    "a missing page": (
        html("Page Not Found | Ministry of Foreign Affairs", "<h1>Sorry</h1><p>We cannot find it.</p>"),
        Obstacle.ERROR,
    ),
    "a missing page in French": (html("Page non trouvée – Ministère", "<p>Désolé</p>"), Obstacle.ERROR),
    "a broken server": (html("502 Bad Gateway", "<center>nginx</center>"), Obstacle.ERROR),
    "maintenance": (html("Site Maintenance", "<p>We will be back soon.</p>"), Obstacle.ERROR),
    "a parked name": (
        html("ministry.example", "<h1>This domain is for sale!</h1><p>Make an offer.</p>"),
        Obstacle.PARKED,
    ),
    "an empty shell": (
        html("Ministry of Foreign Affairs", '<div id="root"></div><script src="/main.js"></script>'),
        Obstacle.SHELL,
    ),
    "a shell with a footer": (
        html("Ministry", '<div id="__next"><footer>© 2026 Ministry</footer></div><script src=/a.js></script>'),
        Obstacle.SHELL,
    ),
    "a shell that asks for scripts": (
        html(
            "Ministry",
            "<noscript>You need to enable JavaScript to run this app.</noscript><p>Loading…</p><script src=/a.js></script>",
        ),
        Obstacle.SHELL,
    ),
    "an app": (html("Ministry", "<app-root>Loading…</app-root><script src=main.js></script>"), Obstacle.SHELL),
    "no words": (html("Ministry", "<!-- nothing --><style>p{}</style>"), Obstacle.EMPTY),
    "nothing": ("", Obstacle.EMPTY),
    "spaces": (" \r\n\t ", Obstacle.EMPTY),
}


@pytest.mark.parametrize(("content", "kind"), STAND_INS.values(), ids=STAND_INS.keys())
def test_a_stand_in_is_known_by_what_it_says(content: str, kind: Obstacle) -> None:
    assert obstacle(content) is kind


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, Obstacle.LOGIN), (402, Obstacle.LOGIN), (403, Obstacle.DENIED), (404, Obstacle.GONE), (410, Obstacle.GONE), (418, Obstacle.ERROR),
        (429, Obstacle.RATE), (451, Obstacle.DENIED), (500, Obstacle.ERROR), (503, Obstacle.ERROR), (520, Obstacle.ERROR),
        (202, Obstacle.EMPTY), (204, Obstacle.EMPTY), (206, Obstacle.EMPTY), (304, Obstacle.EMPTY), (300, Obstacle.EMPTY),
    ],
)  # fmt: skip
def test_only_status_200_gives_a_page(status: int, kind: Obstacle) -> None:
    """However whole the page looks that comes with another status."""
    assert obstacle(html("Call", RELEASE * 9), status=status) is kind


@pytest.mark.parametrize("header", ["challenge", "Challenge "])
def test_a_header_that_says_challenge_decides_alone(header: str) -> None:
    assert obstacle(html("Call", RELEASE * 9), cf_mitigated=header) is Obstacle.CHALLENGE
    assert obstacle(html("Call", RELEASE * 9), x_amzn_waf_action="captcha") is Obstacle.CAPTCHA


PAGES = {
    "a release": html("Readout of the call", f"<article><p>{RELEASE * 3}</p></article>"),
    "a short release": html("Readout", f"<p>{RELEASE}</p>"),
    "one sentence": html("Statement", "<p>The statement of 3 May was withdrawn.</p>"),
    "a word": html("Statement", "<p>Withdrawn.</p>"),
    "a release on refused access": html(
        "Access denied: journalists turned away at the trial", f"<h1>Access denied</h1><p>{RELEASE * 2}</p>"
    ),
    "a page titled like a refusal": html("Access Denied", f"<p>{RELEASE * 4}</p>"),
    "a report titled like a refusal, with the site's name": html(
        "Access Denied | Rights Watch", f"<p>{RELEASE * 4}</p>"
    ),
    "a page on captchas": html(
        "How captchas shut out the blind", f"<p>Sites ask you to verify you are human. {RELEASE * 6}</p>"
    ),
    "a page with a captcha in its form": html(
        "Contact", f"<p>{RELEASE * 2}</p><form><div class=g-recaptcha></div></form>"
    ),
    "a page behind a service": html(
        "Readout", f"<p>{RELEASE * 2}</p><script src='/cdn-cgi/challenge-platform/h/b/x.js'></script>"
    ),
    "a page with a login in its corner": html(
        "Readout", f"<form>Log in <input type=password></form><p>{RELEASE * 6}</p>"
    ),
    "a page filled by the server": html(
        "Readout",
        f'<div id="__next"><p>{RELEASE * 2}</p></div><script src=/a.js></script><noscript>Enable JavaScript</noscript>',
    ),
    "a page without a closing head": f"<!doctype html><html><head><title>Readout</title><body><header>Ministry</header><p>{RELEASE}",
    "a page in Chinese": html("外交部发言人主持例行记者会", f"<p>{'发言人说，中方已就此提出严正交涉。' * 30}</p>"),
    "a page on 404": html("404 days in prison", f"<p>{RELEASE * 2}</p>"),
    "a page on forbidden books": html("Forbidden", f"<p>{RELEASE * 4}</p>"),
    "a page on a domain": html("Land", f"<p>He said that this domain is for sale to nobody. {RELEASE * 14}</p>"),
    "a short page with a script": html(
        "Notice",
        "<p>The consulate in Valdoria is closed on 3 May. Calls are answered.</p><script src=/count.js></script>",
    ),
    "a page on javascript": html("Tender for a JavaScript developer", f"<p>{RELEASE}</p><script></script>"),
    "many scripts, then words": "<html><title>Call</title><script>"
    + "x" * 100_000
    + f"</script><body><p>{RELEASE}</p></body></html>",
}


@pytest.mark.parametrize("content", PAGES.values(), ids=PAGES.keys())
def test_a_page_is_a_page_whatever_it_speaks_of(content: str) -> None:
    assert block_in(response(content)) is None


def test_what_is_no_web_page_is_left_to_its_reader() -> None:
    assert block_in(response(b"%PDF-1.7 access denied", "application/pdf")) is None
    assert block_in(response(b"PK\x03\x04", "")) is None
    assert block_in(response(RELEASE, "text/plain")) is None
    assert obstacle("Rate limit exceeded", "text/plain") is Obstacle.RATE


def test_every_cue_is_one_that_a_page_of_its_own_shows() -> None:
    """Each row of the table decides on a small page that shows its words where the row says."""
    for row in rows("block_pages.tsv", key="id"):
        cue, kind = row["cue"], Obstacle(row["kind"])
        if row["where"] == "header":
            name, _, value = cue.partition(": ")
            assert obstacle("words", **{name: value}) is kind, row
            continue
        shown = {
            "title": html(cue.title(), "<p>Words.</p>"),
            "text": html("Ministry", f"<p>{cue.upper()}</p>"),
            "html": html("Ministry", f"<p>Words.</p><script>{cue}</script>"),
        }[row["where"]]
        assert obstacle(shown) is not None, row


def test_a_stand_in_says_why_it_is_one() -> None:
    content, _ = STAND_INS["a refusal by a wall"]
    assert str(block_in(response(content))) == "it is no page but a refusal (title: Request Rejected)"


def test_visible_words_are_those_that_a_reader_sees() -> None:
    source = "<title>T &amp; t</title><p>a<b>b</b>&nbsp;c</p><!-- d --><script>e</script><style>f</style><noscript>g</noscript><header>h</header>i<script>j"
    assert visible_words(source) == "a b c h i"
    assert title_of(source) == "T & t"
    assert noscript_words(source) == "g"


@given(st.text("<>!-/ abscriptnonotelyhd\"'=&", max_size=200))
def test_every_source_is_looked_at_without_a_fault(source: str) -> None:
    block_in(response(source))


@pytest.mark.parametrize(
    "piece", ["<script", "<!--", "<", "<noscript>", "<title", "<input ", "<div id=", "&amp;", "<p>a</p>", " "]
)
def test_time_grows_with_length_alone(piece: str) -> None:
    began = time.monotonic()
    block_in(response(piece * (1_000_000 // len(piece))))
    assert time.monotonic() - began < 2
