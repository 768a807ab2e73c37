"""A headless Chromium, for tests that need a page to be laid out; they skip where none is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

_QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str:
    """The browser's path; skips the test where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        pytest.skip("no chromium on this machine: the layout was not measured")
    return found


def dumped(page: Path, profile: Path, *options: str) -> str:
    """The page's document after its scripts have run, as HTML."""
    command = [chromium(), *_QUIET, f"--user-data-dir={profile}", *options, "--dump-dom", page.as_uri()]
    run = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True)
    return run.stdout
