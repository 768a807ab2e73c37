"""Every address of the desk, a line for each of its parts."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from onrecord.desk.pages import faults, home

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("account/", include("onrecord.desk.people.sign_in_urls")),
    path("people/", include("onrecord.desk.people.urls")),
    path("agendas/", include("onrecord.desk.agendas.urls")),
    path("review/", include("onrecord.desk.review.urls")),
    path("cases/", include("onrecord.desk.cases.urls")),
    path("record/", include("onrecord.desk.record.urls")),
    path("approvals/", include("onrecord.desk.approvals.urls")),
    path("publish/", include("onrecord.desk.publishing.urls")),
    path("jobs/", include("onrecord.desk.jobs.urls")),
    path("api/", include("onrecord.desk.api.urls")),
]

handler400 = faults.bad_request
handler403 = faults.absent
handler404 = faults.absent
handler500 = faults.broken
