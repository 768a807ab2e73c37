"""Addresses for programs, and the page on which their tokens are made."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from onrecord.desk.api import views
from onrecord.desk.api.interface import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("tokens/", views.tokens, name="tokens"),
    path("tokens/<int:number>/end/", views.end_token, name="end-token"),
    path("v1/", api.urls),
]
