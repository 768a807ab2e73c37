"""The scorecard in a real browser: it fits a narrow phone and asks nothing of the network."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path

import pytest

from browser import chromium, dumped
from onrecord.model.finding import Check
from onrecord.reports.scorecard import scorecard_html
from scorecard_values import fictional_check, many_asks

MADE = "2032-03-02T08:00:00Z"

_MEASURE = """<!doctype html><meta charset="utf-8"><iframe id="f" style="width:{width}px;height:600px;border:0" srcdoc="{page}"></iframe>
<output id="o"></output><script>
document.getElementById("f").onload = event => {{
  const inner = event.target.contentDocument;
  for (const details of inner.querySelectorAll("details")) details.open = true;
  const root = inner.documentElement;
  const wide = [...inner.body.querySelectorAll("p, td, th, dd, li, blockquote, h1, h2, h3, h4, summary")]
    .filter(element => element.getBoundingClientRect().right > root.clientWidth + 1 && !element.closest("thead"));
  document.getElementById("o").textContent =
    [root.clientWidth, root.scrollWidth, wide.length, inner.scripts.length].join(" ");
}};
</script>"""


def measured(check: Check, width: int, folder: Path) -> list[int]:
    """Inner width, scroll width, number of blocks that stick out, number of scripts."""
    page = folder / "wrapper.html"
    inner = html.escape(scorecard_html(check, generated_at=MADE), quote=True)
    page.write_text(_MEASURE.format(width=width, page=inner), "utf-8")
    found = re.search(r'<output id="o">([\d ]+)</output>', dumped(page, folder / "profile", "--window-size=1400,900"))
    assert found, "the wrapper page did not measure"
    return [int(number) for number in found[1].split()]


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_page_never_scrolls_sideways(width: int, tmp_path: Path) -> None:
    long_word = "Verfassungsbeschwerdeverfahrensordnung" * 4
    check = fictional_check()
    engagement = replace(check.agenda.engagement, officials=(long_word,))
    check = replace(check, agenda=replace(check.agenda, title=long_word, engagement=engagement))
    inner, scroll, sticking_out, scripts = measured(check, width, tmp_path)
    assert scroll <= inner
    assert sticking_out == 0
    assert scripts == 0


def test_forty_asks_fit_a_narrow_phone_too(tmp_path: Path) -> None:
    inner, scroll, sticking_out, _ = measured(many_asks(40), 320, tmp_path)
    assert scroll <= inner
    assert sticking_out == 0


def test_opening_the_page_makes_no_request(tmp_path: Path) -> None:
    """Not even a name is looked up for the addresses that stand in it."""
    chromium()
    page = tmp_path / "scorecard.html"
    text = scorecard_html(fictional_check(), generated_at=MADE).replace("example.org", "canary.invalid")
    page.write_text(text, "utf-8")
    log = tmp_path / "net.json"
    dom = dumped(page, tmp_path / "profile", f"--log-net-log={log}")
    assert "canary.invalid" in dom
    assert "scorecard.html" in log.read_text("utf-8")
    assert "canary.invalid" not in log.read_text("utf-8")
