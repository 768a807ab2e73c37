"""One finding a screen: its words first, then who decided what; every key has a button, every word a way back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onrecord.access.rights import Deed, may
from onrecord.access.things import Work
from onrecord.desk.agendas.files import agenda_for, agenda_of, seen_by
from onrecord.desk.agendas.models import AgendaFile
from onrecord.desk.doors import account_of, for_members, person_of
from onrecord.desk.record.holdings import the_store
from onrecord.desk.review.forms import LevelForm, WordForm
from onrecord.desk.review.reading import leads_of, review_of, signature
from onrecord.desk.review.screens import levels, next_unjudged, place_of, progress, sentence
from onrecord.reports.words import codebook_words
from onrecord.review.item import Item, Second
from onrecord.review.judging import ReviewError, last_word
from onrecord.settings.reviewing import Review, blind_item, item, judge, read_second, undo

LISTED = 100
"""Findings of a queue that one page lists."""


@require_GET
@for_members
def agendas(request: HttpRequest) -> HttpResponse:
    """The agendas whose findings this person may judge."""
    person = person_of(request)
    files = AgendaFile.objects.filter(team__in=list(person.roles), closed_at=None).select_related("team")
    rows = [
        (file, seen_by(agenda_of(file, person), file, person), progress(review_of(file, person)))
        for file in files.order_by("-made_at")
        if may(person, Deed.JUDGE, Work(file.team_id))
    ]
    return render(request, "review/agendas.html", {"rows": rows})


@require_GET
@for_members
def queue(request: HttpRequest, key: str) -> HttpResponse:
    """What waits, the weightiest first."""
    file, held = _opened(request, key)
    shown = [(one, sentence(one.why[0]), _ask_text(held, one.unit.finding.ask_id)) for one in held.queue[:LISTED]]
    return render(
        request,
        "review/queue.html",
        {
            "file": file,
            "title": held.agenda.title,
            "shown": shown,
            "progress": progress(held),
            "next": next_unjudged(held),
            "blind": len(held.blind(signature(account_of(request)))),
            "more": max(0, len(held.queue) - LISTED),
        },
    )


def _ask_text(held: Review, ask_id: str) -> str:
    return next(ask.text for ask in held.agenda.asks if ask.id == ask_id)


@require_GET
@for_members
def finding(request: HttpRequest, key: str, entry: str) -> HttpResponse:
    """One finding in its context."""
    file, held = _opened(request, key)
    return _screen(request, file, held, entry, WordForm())


def _screen(
    request: HttpRequest, file: AgendaFile, held: Review, entry: str, form: WordForm, *, status: int = 200
) -> HttpResponse:
    leads = leads_of(file.team)
    shown = _item(held, entry, leads)
    unit = held.units[entry]
    last, own = last_word(unit), signature(account_of(request))
    said_by = "" if last is None else getattr(last, "by", "") or unit.judgements[-1].judgement.by
    return render(
        request,
        "review/finding.html",
        {
            "file": file,
            "title": held.agenda.title,
            "item": shown,
            "why": [sentence(why) for why in shown.why],
            "place": place_of(held, entry),
            "levels": levels(),
            "answer": codebook_words().answers[shown.proposal.answer],
            "form": form,
            "is_own": said_by == own,
            "differs": shown.second is Second.DIFFERS,
            "pair": next((pair for pair in held.disagreements(leads=leads) if pair.unit.entry == entry), None),
        },
        status=status,
    )


def _item(held: Review, entry: str, leads: list[str]) -> Item:
    """Raises `Http404` for a finding that is not among those that this person may see."""
    try:
        return item(held, entry, the_store(), leads=leads)
    except ReviewError as fault:
        raise Http404 from fault


@require_POST
@for_members
def say(request: HttpRequest, key: str, entry: str) -> HttpResponse:
    """A person's word on the finding, and on its copies."""
    file, held = _opened(request, key)
    leads = leads_of(file.team)
    shown = _item(held, entry, leads)
    form = WordForm(request.POST)
    if not form.is_valid():
        return _screen(request, file, held, entry, form, status=422)
    by = signature(account_of(request))
    copies = [held.units[copy] for copy in shown.also]
    try:
        made = judge(
            the_store(), held.units[entry], form.word(), by=by, note=form.cleaned_data["note"], also=copies, leads=leads
        )
    except ReviewError as fault:
        form.add_error(None, str(fault))
        return _screen(request, file, held, entry, form, status=422)
    if made:
        messages.success(request, _("Recorded. Z takes it back."))
    following = next_unjudged(review_of(file, person_of(request)))
    request.session["last_judged"] = [key, entry]
    return redirect("finding", key, following) if following else redirect("queue", key)


@require_POST
@for_members
def take_back(request: HttpRequest, key: str, entry: str = "") -> HttpResponse:
    """One's own last word on a finding no longer stands; without a finding, on the one that was judged last."""
    if not entry:
        last = request.session.get("last_judged", ["", ""])
        entry = last[1] if last[0] == key else ""
    file, held = _opened(request, key)
    shown = _item(held, entry, leads_of(file.team))
    copies = [held.units[copy] for copy in shown.also]
    try:
        undo(the_store(), held.units[entry], by=signature(account_of(request)), also=copies)
    except ReviewError as fault:
        messages.error(request, str(fault))
    else:
        messages.success(request, _("Taken back."))
    return redirect("finding", key, entry)


@require_http_methods(["GET", "POST"])
@for_members
def second(request: HttpRequest, key: str, entry: str = "") -> HttpResponse:
    """A second reader codes what another judged, shown neither the engine's level nor anybody's word."""
    file, held = _opened(request, key)
    by = signature(account_of(request))
    waiting = held.blind(by)
    if not entry:
        return (
            redirect("second-reading", key, waiting[0])
            if waiting
            else render(request, "review/nothing_blind.html", {"file": file, "title": held.agenda.title})
        )
    try:
        shown = blind_item(held, entry, the_store(), by=by)
    except ReviewError as fault:
        raise Http404 from fault
    form = LevelForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        read_second(the_store(), held.units[entry], form.cleaned_data["level"], by=by, note=form.cleaned_data["note"])
        messages.success(request, _("Recorded."))
        return redirect("second", key)
    context = {"file": file, "title": held.agenda.title, "item": shown, "levels": levels(), "form": form}
    return render(request, "review/blind.html", {**context, "waiting": len(waiting)})


@require_GET
@for_members
def agreement(request: HttpRequest, key: str) -> HttpResponse:
    """How far readers agree, and where they do not."""
    file, held = _opened(request, key)
    leads = leads_of(file.team)
    pairs = [(pair, _ask_text(held, pair.unit.finding.ask_id)) for pair in held.disagreements(leads=leads)]
    return render(
        request,
        "review/agreement.html",
        {"file": file, "title": held.agenda.title, "agreements": held.agreements(), "pairs": pairs, "levels": range(5)},
    )


def _opened(request: HttpRequest, key: str) -> tuple[AgendaFile, Review]:
    """Raises `Http404` where the agenda is not there for this person, or not to be judged by them."""
    file = agenda_for(request, key, Deed.JUDGE)
    return file, review_of(file, person_of(request))
