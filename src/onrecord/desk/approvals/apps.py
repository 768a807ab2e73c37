"""Django is told of this part of the desk under its name."""

from __future__ import annotations

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    name = "onrecord.desk.approvals"
    label = "approvals"
