"""A watched source tells what is new, what changed, what vanished, and when it no longer works."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from onrecord.capture.intake import Intake
from onrecord.capture.listing_reader import ListingReader
from onrecord.capture.source_health import Condition, health_of
from onrecord.capture.source_memory import MemoryFolder
from onrecord.capture.watch_list import Listing, Source, sources_of
from onrecord.capture.watching import Event, News, Watcher, next_look
from onrecord.cli import program
from onrecord.errors import SourcesError
from onrecord.ledger.store import utc_now
from onrecord.model.record import Document
from onrecord.ports import DocumentFilter
from onrecord.settings import ReadingRoom, Store, open_store, source_healths
from sites import HOME, Script, Site, answer, fetcher, page

WORDS = "The Minister raised the case of the teacher and called for his immediate release. " * 6
BLOCKED = page("Just a moment...", "<noscript>Enable JavaScript and cookies to continue</noscript>")


@pytest.fixture(scope="module")
def room() -> Iterator[ReadingRoom]:
    with ReadingRoom() as held:
        yield held


@pytest.fixture(scope="module")
def listings() -> Iterator[ListingReader]:
    reader = ListingReader()
    yield reader
    reader.close()


@dataclass
class Watch:
    """A watcher over a store of its own, whose days a test can let pass."""

    store: Store
    room: ReadingRoom
    listings: ListingReader
    day: datetime = field(default_factory=lambda: datetime(2026, 6, 1, 12, 0))

    def now(self) -> str:
        return f"{self.day:%Y-%m-%dT%H:%M:%SZ}"

    def round(self, *sources: Source, days: float = 0) -> list[Event]:
        self.day += timedelta(days=days)
        take = Intake(self.store.ledger, self.store.archive, self.room, utc_now).take_answer
        memories = MemoryFolder(self.store.location / "watching")
        watcher = Watcher(
            fetcher(), self.listings, lambda held, said, listed: take(held, said, listed=listed), memories, self.now
        )
        return list(watcher.round(sources))

    def news(self, *sources: Source, days: float = 0) -> list[News]:
        return [event.news for event in self.round(*sources, days=days)]

    def documents(self) -> list[Document]:
        assert list(self.store.ledger.faults()) == []
        return list(self.store.ledger.documents(DocumentFilter()))

    def condition(self, source: Source) -> Condition:
        return source_healths(str(self.store.location), [source])[0].condition


@pytest.fixture
def watch(tmp_path: Path, room: ReadingRoom, listings: ListingReader) -> Iterator[Watch]:
    with open_store(str(tmp_path / "store"), create=True) as store:
        yield Watch(store, room, listings)


def feed(*paths: str, dates: str = "") -> bytes:
    items = "".join(f"<item><link>{path}</link><title>T</title>{dates}</item>" for path in paths)
    return answer(f"<rss><channel>{items}</channel></rss>", "Content-Type: application/rss+xml")


def index(*paths: str) -> bytes:
    links = "".join(f'<li><a href="{path}">x</a>' for path in ("/about", *paths))
    return page("News", f"{links}<p>{WORDS}</p>")


def site_with(listing: bytes, count: int = 3) -> dict[str, Script]:
    return {"/feed": listing, **{f"/n/{n}": page(f"Call {n}", WORDS + str(n)) for n in range(count)}}


def source(site: Site, kind: Listing = Listing.FEED, **fields: object) -> Source:
    held: dict[str, object] = {"links": ("/n/*",)} if kind is Listing.INDEX else {}
    return Source("Ministry", site.url("/feed"), kind, publisher="Ministry", **(held | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "listing"),
    [
        (Listing.FEED, feed("/n/0", "/n/1", "/n/2")),
        (Listing.INDEX, index("/n/0", "/n/1", "/n/2")),
        (
            Listing.SITEMAP,
            answer("<urlset>" + "".join(f"<url><loc>/n/{n}</loc></url>" for n in range(3)) + "</urlset>"),
        ),
    ],
)
def test_what_is_new_is_taken_in_once(watch: Watch, kind: Listing, listing: bytes) -> None:
    with Site(site_with(listing)) as site:
        held = source(site, kind)
        assert watch.news(held) == [News.NEW] * 3
        assert watch.news(held) == [News.NOTHING]
    assert [(document.id, document.publisher) for document in watch.documents()] == [
        (site.url(f"/n/{n}"), "Ministry") for n in range(3)
    ]
    assert watch.condition(held) is Condition.WORKING


def test_a_day_that_only_the_feed_tells_is_the_documents(watch: Watch) -> None:
    pages = site_with(feed("/n/0", dates="<pubDate>Mon, 15 Jun 2026 10:00:00 GMT</pubDate>"))
    with Site(pages) as site:
        watch.round(source(site))
    assert [document.date for document in watch.documents()] == ["2026-06-15"]


def test_documents_of_before_are_passed_over_where_a_person_says_so(watch: Watch) -> None:
    pages = site_with(feed("/n/0", dates="<pubDate>Mon, 15 Jun 2020 10:00:00 GMT</pubDate>"))
    with Site(pages) as site:
        assert watch.news(source(site, since="2026-01-01")) == [News.NOTHING]


def test_an_index_of_sitemaps_is_followed(watch: Watch) -> None:
    maps = {f"/map{n}": answer(f"<urlset><url><loc>/n/{n}</loc></url></urlset>") for n in range(2)}
    listing = answer(
        "<sitemapindex>" + "".join(f"<sitemap><loc>{path}</loc></sitemap>" for path in maps) + "</sitemapindex>"
    )
    with Site(site_with(listing) | maps) as site:
        assert watch.news(source(site, Listing.SITEMAP)) == [News.NEW] * 2


def test_what_is_more_than_one_round_takes_waits_and_is_told(watch: Watch) -> None:
    with Site(site_with(feed(*(f"/n/{n}" for n in range(5))), 5)) as site:
        held = source(site, at_most=2)
        first = watch.round(held)
        assert [event.news for event in first] == [News.NEW, News.NEW, News.WAITING]
        assert first[-1].words == "3 documents"
        assert watch.news(held) == [News.NEW, News.NEW, News.WAITING]
        assert watch.news(held) == [News.NEW]
    assert len(watch.documents()) == 5


def test_an_interrupted_round_is_gone_on_with(watch: Watch) -> None:
    with Site(site_with(feed("/n/0", "/n/1", "/n/2"))) as site:
        take = Intake(watch.store.ledger, watch.store.archive, watch.room, utc_now).take_answer
        memories = MemoryFolder(watch.store.location / "watching")
        watcher = Watcher(
            fetcher(), watch.listings, lambda held, said, listed: take(held, said, listed=listed), memories
        )
        stopped = watcher.round([source(site)])
        assert next(stopped).news is News.NEW
        stopped.close()  # type: ignore[attr-defined]
        assert watch.news(source(site)) == [News.NEW] * 2
        assert site.asked.count("/n/0") == 1


def test_one_failing_source_never_stops_the_others(watch: Watch) -> None:
    with Site(site_with(feed("/n/0"))) as site:
        broken = [
            Source("gone", site.url("/none"), Listing.FEED),
            Source("page", site.url("/n/0"), Listing.FEED),
            Source("inside", "http://127.0.0.1/feed", Listing.FEED),
            Source("closed", "http://www.ministry.example:1/feed", Listing.FEED),
        ]
        events = watch.round(*broken, source(site), *broken)
    assert [event.news for event in events if event.source == "Ministry"] == [News.NEW]
    assert {event.source for event in events if event.news is News.FAILED} == {"gone", "page", "inside", "closed"}


def test_a_listing_that_has_not_changed_is_nothing_new(watch: Watch) -> None:
    def conditional(request: bytes) -> bytes:
        fresh = feed("/n/0").replace(b"\r\n\r\n", b'\r\nETag: "1"\r\n\r\n', 1)
        return answer(status="304 Not Modified", length=False) if b"If-None-Match" in request else fresh

    with Site(site_with(b"") | {"/feed": conditional}) as site:
        assert watch.news(source(site)) == [News.NEW]
        assert watch.news(source(site)) == [News.NOTHING]
        assert watch.condition(source(site)) is Condition.WORKING


BREAKS = {
    "its markup changed": (
        Listing.INDEX,
        index(*(f"/n/{n}" for n in range(3))),
        index("/press/1", "/press/2"),
        "fits the pattern",
    ),
    "a script fills it now": (Listing.INDEX, index("/n/0"), page("News", WORDS), "no links at all"),
    "a page in place of the feed": (Listing.FEED, feed("/n/0"), page("News", WORDS), "not XML|no feed"),
    "a feed without items": (Listing.FEED, feed("/n/0", "/n/1", "/n/2"), feed(), "names no document"),
    "a feed cut off": (Listing.FEED, feed("/n/0"), answer("<rss><channel><item>"), "not XML"),
    "it is gone": (Listing.FEED, feed("/n/0"), answer("x", status="404 Not Found"), "status 404"),
}


@pytest.mark.parametrize(("kind", "before", "after", "reason"), BREAKS.values(), ids=BREAKS.keys())
def test_a_source_that_stops_working_is_told_from_one_without_news(
    watch: Watch, kind: Listing, before: bytes, after: bytes, reason: str
) -> None:
    """An alert comes once, at once where the fault will not pass; so does the word that it works again."""

    with Site(site_with(before)) as site:
        held = source(site, kind)
        watch.round(held)
        assert watch.news(held) == [News.NOTHING]
        site.pages["/feed"] = after
        failed, alert = watch.round(held)
        assert (failed.news, alert.news) == (News.FAILED, News.ALERT)
        assert re.search(reason, alert.words)
        assert watch.condition(held) is Condition.BROKEN
        assert watch.news(held) == [News.FAILED], "no second alert"
        site.pages["/feed"] = before
        assert watch.news(held) == [News.RECOVERED, News.NOTHING]
        assert watch.condition(held) is Condition.WORKING


@pytest.mark.parametrize("after", [BLOCKED, answer("x", status="403 Forbidden"), answer("x", status="500 Broken"), b""])
def test_what_may_pass_by_itself_raises_an_alert_when_it_does_not(watch: Watch, after: bytes) -> None:
    with Site(site_with(feed("/n/0"))) as site:
        held = source(site)
        watch.round(held)
        site.pages["/feed"] = after
        assert watch.news(held) == [News.FAILED]
        assert watch.condition(held) is Condition.FAILING
        assert watch.news(held) == [News.FAILED]
        assert watch.news(held) == [News.FAILED, News.ALERT]
        assert watch.condition(held) is Condition.BROKEN


def test_a_listing_that_lost_most_of_its_documents_is_broken_but_read(watch: Watch) -> None:
    with Site(site_with(feed(*(f"/n/{n}" for n in range(12))), 20)) as site:
        held = source(site)
        for _ in range(3):
            watch.round(held)
        site.pages["/feed"] = feed("/n/15")
        events = watch.round(held)
        assert [event.news for event in events] == [News.FAILED, News.ALERT, News.NEW]
        assert "about 12" in events[0].words


def test_a_feed_that_never_had_anything_is_not_broken(watch: Watch) -> None:
    with Site({"/feed": feed()}) as site:
        assert watch.news(source(site)) == [News.NOTHING]
        assert watch.condition(source(site)) is Condition.WORKING


def test_a_pattern_that_never_fitted_is_named(watch: Watch) -> None:
    with Site({"/feed": index("/press/1")}) as site:
        assert "check `links`" in watch.round(source(site, Listing.INDEX))[0].words


def test_silence_longer_than_usual_is_told_once_and_is_no_break(watch: Watch) -> None:
    with Site(site_with(feed("/n/0"))) as site:
        held = source(site, quiet_days=10)
        watch.round(held)
        assert News.SILENT not in watch.news(held, days=9)
        assert News.SILENT in watch.news(held, days=2)
        assert watch.condition(held) is Condition.SILENT
        assert News.SILENT not in watch.news(held, days=1)
        site.pages["/feed"] = feed("/n/0", "/n/1")
        assert News.NEW in watch.news(held)
        assert watch.condition(held) is Condition.WORKING


@pytest.mark.parametrize(
    "stand_in",
    [BLOCKED, page("Access Denied", "No."), answer("", "Content-Type: text/html"), answer("x", status="403 No")],
)
def test_what_stands_in_for_a_document_is_never_a_version(watch: Watch, stand_in: bytes) -> None:
    """Neither in place of a new document nor of one that is in the store."""
    with Site(site_with(feed("/n/0", "/n/1")) | {"/n/1": stand_in}) as site:
        held = source(site)
        assert watch.news(held) == [News.NEW, News.MISSED, News.WAITING]
        site.pages["/n/0"] = stand_in
        assert News.CHANGED not in watch.news(held, days=2)
        assert [document.title for document in watch.documents()] == ["Call 0"]
        site.pages["/n/1"] = page("Call 1", WORDS)
        assert News.NEW in watch.news(held)


def test_a_document_that_cannot_be_had_is_tried_again_and_then_given_up(watch: Watch) -> None:
    with Site({"/feed": feed("/n/0")}) as site:
        held = source(site)
        told = [watch.news(held)[0] for _ in range(6)]
        assert told == [News.MISSED] * 4 + [News.GIVEN_UP, News.NOTHING]
        health = health_of(held, MemoryFolder(watch.store.location / "watching").load(held.address))
        assert (health.documents, health.given_up, health.waiting) == (0, 1, 0)


def test_a_site_that_refuses_every_document_is_left_after_three(watch: Watch) -> None:
    with Site({"/feed": feed(*(f"/n/{n}" for n in range(9)))}) as site:
        assert watch.news(source(site)) == [News.MISSED] * 3 + [News.WAITING]
        assert len(site.asked) == 4


def test_a_quiet_edit_is_found_and_both_versions_stay(watch: Watch) -> None:
    with Site(site_with(feed("/n/0"))) as site:
        held = source(site)
        watch.round(held)
        assert watch.news(held, days=1.1) == [News.NOTHING], "looked at and the same"
        site.pages["/n/0"] = page("Call 0", WORDS.replace("called for", "noted"))
        assert watch.news(held, days=1) == [News.NOTHING], "not looked at every day"
        assert watch.news(held, days=1) == [News.CHANGED]
    assert ["noted" in document.text for document in watch.documents()] == [True]
    assert site.asked.count("/n/0") == 3


def test_a_document_that_its_listing_dates_anew_is_looked_at_at_once(watch: Watch) -> None:
    with Site(site_with(feed("/n/0", dates="<pubDate>Mon, 01 Jun 2026 10:00:00 GMT</pubDate>"))) as site:
        watch.round(source(site))
        site.pages |= {
            "/feed": feed("/n/0", dates="<pubDate>Tue, 02 Jun 2026 10:00:00 GMT</pubDate>"),
            "/n/0": page("Call 0", WORDS + "New."),
        }
        assert watch.news(source(site)) == [News.CHANGED]


def test_a_document_that_vanishes_is_told_once_and_stays(watch: Watch) -> None:
    with Site(site_with(feed("/n/0"))) as site:
        watch.round(source(site))
        del site.pages["/n/0"]
        assert watch.news(source(site), days=2) == [News.GONE]
        assert watch.news(source(site), days=20) == [News.NOTHING]
    assert len(watch.documents()) == 1


def test_looks_come_after_days_that_grow_and_end() -> None:
    first, now, moments = "2026-06-01T12:00:00Z", "2026-06-01T12:00:00Z", []
    while now := next_look(first, now):
        moments.append(now[:10])
    assert moments == ["2026-06-02", "2026-06-04", "2026-06-08", "2026-07-01", "2026-08-30"]


def test_a_memory_that_is_damaged_is_named_and_one_of_a_later_version_refused(tmp_path: Path) -> None:
    folder = MemoryFolder(tmp_path)
    folder.save(folder.load("https://a.example/"))
    (file,) = tmp_path.iterdir()
    whole = file.read_text()
    for broken in (
        "",
        "[]",
        "{}",
        whole[:-3],
        whole.replace('"format": 1', '"format": 2'),
        whole.replace('"failures": 0', '"failures": "x"'),
    ):
        file.write_text(broken)
        with pytest.raises(SourcesError, match="cannot be read"):
            folder.load("https://a.example/")
    file.write_text(whole)
    assert folder.load("https://a.example/").failures == 0


def run(*arguments: str) -> Result:
    return CliRunner().invoke(program, list(arguments), env={"ONRECORD_STORE": None})


def test_the_command_watches_once_and_shows_how_each_source_does(tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    with Site(site_with(feed("/n/0"))) as site:
        base = f"http://{HOME}:{site.port}"
        sources = tmp_path / "sources.yaml"
        sources.write_text(
            f"- {{name: M, address: '{base}/feed', kind: feed}}\n- {{name: N, address: '{base}/none', kind: feed}}\n"
        )
        done = run("watch", str(sources), "--once", "--json", "--open", HOME, "--store", store)
        assert done.exit_code == 1, done.output
        events = [json.loads(line) for line in done.stdout.splitlines()]
        assert [(event["source"], event["news"]) for event in events] == [("M", "new"), ("N", "failed"), ("N", "alert")]
    shown = run("watch", str(sources), "--health", "--json", "--store", store)
    assert shown.exit_code == 1
    assert [held["condition"] for held in json.loads(shown.stdout)["sources"]] == ["working", "broken"]
    assert "N: broken: " in run("watch", str(sources), "--health", "--store", store).stdout
    assert len(sources_of(sources.read_text(), name="s")) == 2


def test_a_page_is_added_by_its_address_and_a_block_page_is_not(tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    with Site({"/a": page("Call", WORDS), "/b": BLOCKED}) as site:
        base = f"http://{HOME}:{site.port}"
        done = run(
            "add",
            f"{base}/a#top",
            f"{base}/b",
            "http://127.0.0.1:1/",
            "--publisher",
            "Ministry",
            "--open",
            HOME,
            "--store",
            store,
        )
    assert done.exit_code == 1
    assert done.stdout.startswith("1 new, 0 already there, 2 unreadable.")
    assert "a test of the browser" in done.stderr
    assert "loopback" in done.stderr
    with open_store(store, create=False) as held:
        (document,) = held.ledger.documents(DocumentFilter())
    assert (document.id, document.url, document.title, document.publisher) == (
        f"{base}/a",
        f"{base}/a",
        "Call",
        "Ministry",
    )


def test_an_address_has_no_other_address(tmp_path: Path) -> None:
    done = run("add", "https://a.example/", "--url", "https://b.example/", "--store", str(tmp_path / "s"))
    assert done.exit_code == 2
    assert "has its address" in done.output
