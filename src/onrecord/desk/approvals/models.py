"""A step that needs two people waits until another person than its proposer decides."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from onrecord.access.things import Step
from onrecord.desk.pages.kept_text import KeptText
from onrecord.desk.pages.keys import new_key


class Proposal(models.Model):
    """What somebody wants to do."""

    STEPS: ClassVar[list[tuple[str, Any]]] = [
        (Step.PUBLISH.value, _("publish")),
        (Step.RETRACT.value, _("retract")),
        (Step.UNSEAL.value, _("unseal")),
    ]

    key = models.CharField(max_length=24, unique=True, default=new_key)
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="proposals")
    step = models.CharField(max_length=10, choices=STEPS)
    subject = models.CharField(max_length=80)
    """Key of the agenda or case, or digest of the entry, that it is about."""
    digest = models.CharField(max_length=64, blank=True, default="")
    """SHA-256 of what would be published: approved is that and nothing else."""
    reason = KeptText(blank=True, default="")
    about_case = models.ForeignKey("cases.CaseFile", null=True, on_delete=models.PROTECT)
    proposed_by = models.ForeignKey("people.Account", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey("people.Account", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    """None while nobody has decided."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("proposed_by")),
                name="two_people",
            )
        ]

    def __str__(self) -> str:
        return self.key
