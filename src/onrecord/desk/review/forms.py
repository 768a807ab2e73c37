"""What a person may say of a finding."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from onrecord.model.agenda import Level
from onrecord.review.judging import Choice

SAID: dict[str, Choice | int] = {
    **{choice.value: choice for choice in Choice},
    **{str(int(level)): int(level) for level in Level},
}
"""What the buttons send, and what it means: a choice, or the level that is right."""


class WordForm(forms.Form):
    """A person's word, with a note where there is one."""

    said = forms.ChoiceField(choices=[(key, key) for key in SAID])
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def word(self) -> Choice | int:
        """What was said."""
        return SAID[self.cleaned_data["said"]]


class LevelForm(forms.Form):
    """A second reader's level."""

    level = forms.TypedChoiceField(choices=[(int(level), level.word) for level in Level], coerce=int)
    note = forms.CharField(label=_("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
