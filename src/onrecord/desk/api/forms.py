"""What a token may do is chosen when it is made, and never changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from onrecord.desk.api.tokens import Scope
from onrecord.desk.people.models import Account, Team

SCOPES = [
    (Scope.RECORD.value, _("read the record: documents, searches, engagements")),
    (Scope.AGENDAS.value, _("read the team's agendas, findings and standings")),
    (Scope.DRAFT.value, _("send texts to be drafted from or graded")),
]
DAYS = [(7, _("a week")), (30, _("a month")), (90, _("three months")), (365, _("a year"))]


class TokenForm(forms.Form):
    """A new token."""

    name = forms.CharField(label=_("What it is for"), max_length=80)
    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), empty_label=None)
    scopes = forms.MultipleChoiceField(label=_("It may"), choices=SCOPES, widget=forms.CheckboxSelectMultiple)
    days = forms.TypedChoiceField(label=_("Until it ends"), choices=DAYS, coerce=int, initial=90)

    def __init__(self, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["team"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Team.objects.filter(memberships__account=account).order_by("name")
