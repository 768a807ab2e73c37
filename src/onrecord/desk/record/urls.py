"""Addresses of the record."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onrecord.desk.record import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.searching, name="record"),
    path("document/", views.document, name="document"),
]
