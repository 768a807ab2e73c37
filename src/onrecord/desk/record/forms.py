"""What is asked of the record: words, days, a publisher."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from onrecord.ports import DocumentFilter


class SearchForm(forms.Form):
    """Words and what narrows them."""

    words = forms.CharField(
        label=_("Words"),
        max_length=200,
        required=False,
        help_text=_("All of them stand in the document. Words in quotation marks are one phrase."),
    )
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    publisher = forms.CharField(label=_("Publisher holds"), max_length=120, required=False)
    page = forms.IntegerField(min_value=1, max_value=100, required=False, widget=forms.HiddenInput)

    def wanted(self) -> DocumentFilter:
        """The documents that were asked for."""
        given = self.cleaned_data
        return DocumentFilter(
            since=given["since"].isoformat() if given["since"] else "",
            until=given["until"].isoformat() if given["until"] else "",
            publishers=(given["publisher"],) if given["publisher"] else (),
        )
