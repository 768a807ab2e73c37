"""A job is done at least once: whoever takes it holds a lease, and a lease that runs out is given to another."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from onrecord.desk.pages.kept_text import KeptText
from onrecord.desk.pages.keys import new_key


class Job(models.Model):
    """Something to be done in the background."""

    STATES: ClassVar[list[tuple[str, Any]]] = [
        ("waiting", _("waiting")),
        ("running", _("running")),
        ("done", _("done")),
        ("failed", _("failed")),
    ]

    key = models.CharField(max_length=24, unique=True, default=new_key)
    team = models.ForeignKey("people.Team", null=True, on_delete=models.CASCADE, related_name="jobs")
    kind = models.CharField(max_length=40)
    given = KeptText(default="{}")
    """What the job needs, as JSON."""
    same_as = models.CharField(max_length=120, blank=True, default="")
    """While one of this name waits, no second is put in the queue."""
    state = models.CharField(max_length=10, choices=STATES, default="waiting")
    not_before = models.DateTimeField(auto_now_add=True)
    lease = models.CharField(max_length=36, blank=True, default="")
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_steps = models.PositiveIntegerField(default=0)
    of_steps = models.PositiveIntegerField(default=0)
    doing = models.CharField(max_length=120, blank=True, default="")
    fault = models.CharField(max_length=200, blank=True, default="")
    """What went wrong, without a name."""
    asked_by = models.ForeignKey("people.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "not_before"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
