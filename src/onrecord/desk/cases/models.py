"""A case is a person who can be harmed: what is known, who consented, and who may know of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from onrecord.desk.pages.kept_text import KeptText
from onrecord.desk.pages.keys import new_key
from onrecord.model.agenda import Protection


class CaseFile(models.Model):
    """A person on whose behalf the team asks."""

    LEVELS: ClassVar[list[tuple[str, Any]]] = [
        (Protection.PUBLIC.value, _("public")),
        (Protection.INTERNAL.value, _("internal")),
        (Protection.SEALED.value, _("sealed")),
    ]

    key = models.CharField(max_length=24, unique=True, default=new_key)
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="cases")
    protection = models.CharField(max_length=10, choices=LEVELS, default=Protection.INTERNAL.value)
    body = KeptText()
    """Names, status, consent and answers as JSON."""
    custodians = models.ManyToManyField("people.Account", blank=True, related_name="kept_cases")
    """Who may know of it while it is sealed."""
    made_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.key
