"""Addresses of the review."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from onrecord.desk.review import views


class DigestConverter:
    """SHA-256 in hexadecimal digits."""

    regex = "[0-9a-f]{64}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DigestConverter, "digest")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.agendas, name="review"),
    path("<slug:key>/", views.queue, name="queue"),
    path("<slug:key>/agreement/", views.agreement, name="agreement"),
    path("<slug:key>/second/", views.second, name="second"),
    path("<slug:key>/second/<digest:entry>/", views.second, name="second-reading"),
    path("<slug:key>/undo/", views.take_back, name="undo-last"),
    path("<slug:key>/<digest:entry>/", views.finding, name="finding"),
    path("<slug:key>/<digest:entry>/say/", views.say, name="say"),
    path("<slug:key>/<digest:entry>/undo/", views.take_back, name="undo"),
]
