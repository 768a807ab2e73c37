"""The page on a standing: sound HTML, everything with its words, and in a real browser inside every frame."""

from __future__ import annotations

import html
import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html as parser

from browser import chromium, dumped
from onrecord.ledger.drift import drift
from onrecord.model.agenda import Level
from onrecord.reports.audience import Audience
from onrecord.reports.standing_page import standing_html
from onrecord.reports.standing_report import StandingReport
from standing_objects import (
    CONCERN,
    INTERNAL_NAME,
    SEALED_NAME,
    URGED,
    V1,
    V3,
    ask,
    bare_report,
    crackdown,
    held,
    observed,
    report,
    voiceprints,
)

MADE = "2026-11-24T09:00:00Z"


def page(value: StandingReport | None = None, audience: Audience = Audience.TEAM, **more: int) -> str:
    return standing_html(value or report(), generated_at=MADE, audience=audience, **more)


def tree(source: str) -> parser.HtmlElement:
    return parser.fromstring(source)


def words_of(source: str) -> str:
    return " ".join(tree(source).text_content().split())


def test_the_page_runs_nothing_and_asks_nothing_of_any_server() -> None:
    root = tree(page())
    assert root.xpath("//script | //link | //img | //iframe | //@onclick | //@onload") == []
    [policy] = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'")
    assert all(link.startswith(("#", "https://example.org/")) for link in root.xpath("//a/@href"))
    assert "url(http" not in page() and "@import" not in page()


def test_every_picture_has_a_title_a_description_and_a_table_beside_it() -> None:
    figures = tree(page()).xpath("//figure")
    assert len(figures) == 7
    for figure in figures:
        svgs = figure.xpath(".//svg[@role='img']")
        assert len(svgs) == 2
        for svg in svgs:
            assert svg.xpath("./title") and svg.xpath("./desc")
        [table] = figure.xpath(".//table")
        assert table.xpath(".//th[@scope='col']") and table.xpath(".//th[@scope='row']")


def test_ids_are_unique_and_links_inside_lead_somewhere() -> None:
    root = tree(page())
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link[1:] for link in root.xpath("//a/@href") if link.startswith("#")} <= set(ids)
    labels = {label for named in root.xpath("//@aria-labelledby") for label in named.split()}
    assert labels <= set(ids)


def test_headings_descend_step_by_step() -> None:
    levels = [int(node.tag[1]) for node in tree(page()).xpath("//h1|//h2|//h3|//h4|//h5")]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_the_page_holds_the_words_and_the_computation_of_each_claim() -> None:
    text = words_of(page())
    for said in (
        "400 days",
        "last raised at level 1 (named) or above by Valdoria",
        "2025-10-20 to 2026-11-24 are 400 days.",
        "“at every opportunity” (2026-09-15) names no occasion and resets nothing.",
        "No words on it were found in this document; present in 4 of 5 comparable documents before it.",
        "The document is shorter than a fifth of those before it.",
        "by 2026-05-31, which is past",
        "claimed, records not captured",
        "No later evidence is attached.",
        "Written question",
        "No question: It is said to have been raised",
        "2026-05-12 call: readout or statement of QV: not captured",
        CONCERN,
        URGED,
        "characters 400–447",
        "Ana put v2 into the series.",
    ):
        assert said in text, said


def test_every_sentence_of_a_question_has_the_number_of_a_source() -> None:
    for question in tree(page(questions=99)).xpath("//article[@class='question']"):
        number = len(question.xpath(".//ol/li"))
        sentences = question.xpath("./p/bdi | ./dl/dd/bdi")
        marks = question.xpath("./p/sup | ./dl/dd/sup")
        assert len(sentences) == len(marks) > 0
        for mark in marks:
            assert all(1 <= int(part) <= number for part in mark.text.split(","))


def test_a_proposal_looks_like_one() -> None:
    text = words_of(page())
    assert "is a proposal by a machine until a person has judged it" in text
    assert "3 specific proposal" in text


def test_a_name_that_may_not_leave_is_in_no_part_of_the_page() -> None:
    team, public = page(), page(audience=Audience.PUBLIC)
    assert INTERNAL_NAME in team and "noindex" in team
    assert "noindex" not in public
    for name in (
        INTERNAL_NAME,
        "Quillon",
        "quillon",
        SEALED_NAME,
        "Branthwaite",
        "branthwaite",
        "Read with Ben",
        "Ana ",
    ):
        assert name not in public
    assert SEALED_NAME not in team
    assert "[name withheld]" in words_of(public)


def test_a_name_in_a_wording_is_withheld_with_its_changes() -> None:
    """“No protected name anywhere that it must not be”: drift is shown from the cleared wordings."""
    seen = [
        observed("sumara", V1, Level.ASKED, f"urged the release of {INTERNAL_NAME} and of all others"),
        observed("sumara", V3, Level.ASKED, f"called for the release of {INTERNAL_NAME} and of all others at once"),
    ]
    standing = replace(crackdown(), wordings=drift(seen))
    full = replace(report(), standings=(standing, *report().standings[1:]))
    team, public = words_of(page(full)), words_of(page(full, Audience.PUBLIC))
    assert "How the words changed" in team and f"release of {INTERNAL_NAME}" in team
    assert "How the words changed" in public and INTERNAL_NAME.split()[-1] not in public


def test_words_from_outside_stay_words() -> None:
    evil = "<img src=x onerror=alert(1)>\"'{{7*7}}\x00\u202e"
    standing = crackdown()
    document = held("v9", "2026-01-01", title=evil, publisher=evil, url="javascript:alert(1)", language='en" x="y')
    observation = replace(standing.observations[1], document=document)
    full = replace(report(), standings=(replace(standing, observations=(observation,)),))
    source = page(replace(full, engine=evil))
    assert tree(source).xpath("//img | //@onerror") == []
    assert "49" not in re.findall(r"\b\d+\b", evil) and "{{7*7}}" in source
    assert "\x00" not in source


def test_an_agenda_without_asks_has_a_page_too() -> None:
    text = words_of(page(bare_report()))
    assert "This agenda holds no asks, so nothing stands." in text


def test_an_ask_of_which_nothing_is_known_says_so() -> None:
    full = replace(report(), standings=(voiceprints(),), accounts=())
    text = words_of(page(full))
    assert "no words on it found in the documents in hand" in text
    assert "Nothing that was found has a date" in text


_MEASURE = """<!doctype html><meta charset="utf-8"><iframe id="f" style="width:{width}px;height:600px;border:0" srcdoc="{page}"></iframe>
<output id="o"></output><script>
document.getElementById("f").onload = event => {{
  const inner = event.target.contentDocument, root = inner.documentElement;
  for (const details of inner.querySelectorAll("details")) details.open = true;
  const blocks = [...inner.body.querySelectorAll("p, td, th, dd, li, blockquote, h1, h2, h3, h4, h5, summary, figure")]
    .filter(element => element.getBoundingClientRect().right > root.clientWidth + 1 && !element.closest("thead"));
  let smallest = 99, drawn = 0; const outside = [];
  for (const svg of inner.querySelectorAll("svg[role=img]")) {{
    const frame = svg.getBoundingClientRect();
    if (!frame.width) continue;
    drawn += 1;
    for (const text of svg.querySelectorAll("text")) {{
      smallest = Math.min(smallest, parseFloat(getComputedStyle(text).fontSize) * svg.getScreenCTM().a);
      const box = text.getBoundingClientRect();
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 || box.bottom > frame.bottom + 1)
        outside.push(text.textContent);
    }}
  }}
  document.getElementById("o").textContent = JSON.stringify({{inner: root.clientWidth, scroll: root.scrollWidth,
    wide: blocks.length, scripts: inner.scripts.length, smallest, drawn, outside}});
}};
</script>"""


def crowded() -> StandingReport:
    """Asks with long words in every script beside the full one."""
    long = "Verfassungsbeschwerdeverfahrensordnung" * 4
    full = crackdown()
    more = tuple(
        replace(full, ask=ask(f"x{number}", text)) for number, text in enumerate((long, "维" * 90, "المطالبة " * 14))
    )
    base = report()
    standings = (*base.standings, *more)
    return replace(base, agenda=replace(base.agenda, asks=tuple(one.ask for one in standings)), standings=standings)


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_in_a_browser_nothing_sticks_out_and_letters_are_legible(width: int, tmp_path: Path) -> None:
    chromium()
    wrapper = tmp_path / "wrapper.html"
    wrapper.write_text(_MEASURE.format(width=width, page=html.escape(page(crowded()), quote=True)), "utf-8")
    dom = dumped(wrapper, tmp_path / "profile", "--window-size=1400,900")
    found = re.search(r'<output id="o">(\{.*?\})</output>', dom)
    assert found, "the wrapper page did not measure"
    told = json.loads(html.unescape(found[1]))
    assert told["outside"] == []
    assert told["smallest"] >= 10
    assert told["drawn"] >= 6
    assert (told["wide"], told["scripts"]) == (0, 0)
    assert told["scroll"] <= told["inner"]
