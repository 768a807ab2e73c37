"""A program reads the desk with a token of one person, for one team, until a day, for what its scopes name."""

from __future__ import annotations

from django.db import models


class Token(models.Model):
    """Only a digest of the token is kept."""

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=80)
    account = models.ForeignKey("people.Account", on_delete=models.CASCADE, related_name="tokens")
    team = models.ForeignKey("people.Team", on_delete=models.CASCADE, related_name="+")
    scopes = models.CharField(max_length=200)
    """Names parted by spaces."""
    until = models.DateTimeField()
    made_at = models.DateTimeField(auto_now_add=True)
    last_used_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"token {self.pk}"
