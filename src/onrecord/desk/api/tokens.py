"""A token is shown once, kept as a digest, and opens what its scopes name in one team until a day."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from enum import Enum

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from onrecord.access.persons import Person, Role
from onrecord.desk.api.models import Token
from onrecord.desk.people.models import Account, Membership, Team

PREFIX = "onrecord_"
"""What every token begins with, so that scanners for leaked secrets know one."""
LONGEST = timedelta(days=365)


class Scope(Enum):
    """What a token may be asked for."""

    RECORD = "record"
    """Documents, searches, engagements, coverage."""
    AGENDAS = "agendas"
    """Agendas, their findings, checks and standings."""
    DRAFT = "draft"
    """Drafting and grading texts that are sent."""


def new_token(account: Account, team: Team, *, name: str, scopes: frozenset[Scope], days: int) -> tuple[Token, str]:
    """The token's row, and the token itself, which nobody can see again."""
    secret = PREFIX + secrets.token_urlsafe(32)
    words = " ".join(sorted(scope.value for scope in scopes))
    until = timezone.now() + min(timedelta(days=days), LONGEST)
    made = Token.objects.create(
        digest=_digest(secret), name=name, account=account, team=team, scopes=words, until=until
    )
    return made, secret


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def person_with(secret: str, scope: Scope) -> Person | None:
    """Whom a token stands for: a reader of its team who is custodian of no sealed case; None if it opens nothing."""
    token = Token.objects.select_related("account").filter(digest=_digest(secret), until__gt=timezone.now()).first()
    if token is None or scope.value not in token.scopes.split() or not token.account.is_active:
        return None
    if not Membership.objects.filter(account=token.account, team=token.team_id).exists():
        return None
    today = timezone.now().date()
    if token.last_used_on != today:
        Token.objects.filter(pk=token.pk).update(last_used_on=today)
    return Person(0, {token.team_id: Role.READER})


class Bearer(HttpBearer):
    """`Authorization: Bearer TOKEN`, with the scope that the operation names."""

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Person | None:
        person = person_with(token, self.scope)
        if person is not None:
            request.person = person  # type: ignore[attr-defined]  # `doors.person_of` reads it with a check
        return person
