"""Nobody lets themselves in: accounts are made by an invitation or at the first start."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoor(DefaultAccountAdapter):  # type: ignore[misc]  # the package ships no types
    """Sign-up is closed."""

    def is_open_for_signup(self, _request: HttpRequest) -> bool:
        return False

    def populate_username(self, _request: HttpRequest, _user: Any) -> None:
        """Accounts have no user names."""
