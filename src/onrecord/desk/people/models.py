"""Accounts belong to people, teams own the work, and a membership says who may do what."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.utils.translation import gettext_lazy as _

from onrecord.access.persons import Role
from onrecord.desk.pages.keys import new_key


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts."""

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> Account:
        """An account that may sign in with this e-mail address and password."""
        account = self.model(email=self.normalize_email(email).lower(), **facts)
        account.set_password(password)
        account.save()
        return account


class Account(AbstractBaseUser, PermissionsMixin):
    """A person who may sign in. Django's own permissions are not used: `access` decides."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)
    language = models.CharField(max_length=12, blank=True, default="")
    joined_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Team(models.Model):
    """People who work on the same agendas and cases."""

    key = models.CharField(max_length=24, unique=True, default=new_key)
    name = models.CharField(max_length=120)
    double_share = models.PositiveSmallIntegerField(default=0)
    """Per cent of findings that a second person codes blind."""
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """A person's place in a team."""

    ROLES: ClassVar[list[tuple[int, Any]]] = [
        (int(Role.READER), _("reader")),
        (int(Role.REVIEWER), _("reviewer")),
        (int(Role.EDITOR), _("editor")),
        (int(Role.LEAD), _("lead")),
    ]

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    role = models.PositiveSmallIntegerField(choices=ROLES)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "team"], name="one_place_in_a_team")
        ]

    def __str__(self) -> str:
        return f"{self.account_id} in {self.team_id}"


class Invitation(models.Model):
    """A way in for one person, once, until a day. Only a digest of its secret is kept."""

    digest = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE)
    role = models.PositiveSmallIntegerField(choices=Membership.ROLES, default=int(Role.READER))
    administrator = models.BooleanField(default=False)
    invited_by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL)
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation {self.pk}"
