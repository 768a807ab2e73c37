"""An agenda at the desk is the library's own file, with every version that people made of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from onrecord.desk.pages.kept_text import KeptText
from onrecord.desk.pages.keys import new_key


class AgendaFile(models.Model):
    """One agenda of a team. Its words are in its newest version."""

    key = models.CharField(max_length=24, unique=True, default=new_key)
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, related_name="agendas")
    source_text = KeptText(blank=True, default="")
    """The text layer of the statement that it was drafted from, in which its quotes' offsets count."""
    source_name = KeptText(blank=True, default="")
    frozen_at = models.DateTimeField(null=True)
    frozen_version = models.PositiveIntegerField(null=True)
    freeze_entry = models.CharField(max_length=64, blank=True, default="")
    """Digest of the ledger's entry that says so."""
    closed_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.key


class AgendaVersion(models.Model):
    """What an agenda said after somebody's change; none is ever overwritten."""

    agenda = models.ForeignKey(AgendaFile, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = KeptText()
    """The agenda's YAML."""
    change = KeptText()
    """What was done, in one sentence without a name."""
    by = models.ForeignKey("people.Account", null=True, on_delete=models.SET_NULL)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["agenda", "number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agenda", "number"], name="one_text_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.agenda_id} version {self.number}"


class Snapshot(models.Model):
    """What a job worked out of an agenda and the record, for one kind of reader: a cache that may be deleted."""

    agenda = models.ForeignKey(AgendaFile, on_delete=models.CASCADE, related_name="snapshots")
    version = models.PositiveIntegerField()
    ledger_end = models.BigIntegerField()
    """Number of the ledger's last entry when it was made."""
    kind = models.CharField(max_length=40)
    audience = models.CharField(max_length=12)
    body = KeptText()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["agenda", "kind", "audience"], name="one_snapshot_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.agenda_id}"
