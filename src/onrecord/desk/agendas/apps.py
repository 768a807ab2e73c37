"""Django is told of this part of the desk under its name."""

from __future__ import annotations

from django.apps import AppConfig


class AgendasConfig(AppConfig):
    name = "onrecord.desk.agendas"
    label = "agendas"
