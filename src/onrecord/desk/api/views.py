"""Tokens are made, listed and ended by the person whom they stand for."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from onrecord.desk.api.forms import TokenForm
from onrecord.desk.api.models import Token
from onrecord.desk.api.tokens import Scope, new_token
from onrecord.desk.doors import account_of, for_members, person_of


@require_http_methods(["GET", "POST"])
@for_members
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of this person, and a form for a new one. A new token is shown in the answer and nowhere again."""
    account = account_of(request)
    if not person_of(request).roles:
        raise Http404
    form = TokenForm(account, request.POST if request.method == "POST" else None)
    shown: dict[str, object] = {"form": form}
    if form.is_valid():
        if not person_of(request).strong:
            return render(request, "api/factor.html", status=403)
        given = form.cleaned_data
        _, shown["secret"] = new_token(
            account,
            given["team"],
            name=given["name"],
            scopes=frozenset(map(Scope, given["scopes"])),
            days=given["days"],
        )
        shown["form"] = TokenForm(account)
    held = Token.objects.filter(account=account, until__gt=timezone.now()).select_related("team").order_by("-made_at")
    return render(request, "api/tokens.html", {**shown, "tokens": held})


@require_POST
@for_members
def end_token(request: HttpRequest, number: int) -> HttpResponse:
    """The token opens nothing from now on."""
    if not Token.objects.filter(pk=number, account=account_of(request)).delete()[0]:
        raise Http404
    return redirect("tokens")
