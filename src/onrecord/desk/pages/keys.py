"""An address of the desk tells nothing of what it leads to, and cannot be guessed."""

from __future__ import annotations

import secrets


def new_key() -> str:
    """72 random bits, for addresses."""
    return secrets.token_urlsafe(9)
