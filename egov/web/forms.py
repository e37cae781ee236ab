"""Forms of the public pages.

Refusals of a verb land beside their field, and nothing typed is lost.
"""

from typing import Any

from django import forms

from egov.verbs.refusal import Refusal


def put_back(form: Any, refusal: Refusal) -> None:
    """Shows a verb's refusal at its field, or above the form when it has none here.

    A form that only a button was pressed on is not bound: it has no cleaned data yet.
    """
    if not form.is_bound:
        form.cleaned_data = {}
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)


ONE_OF_THE_LIST = "Pilih satu dari daftar."
_CHOOSING = (
    forms.ChoiceField,
    forms.MultipleChoiceField,
    forms.ModelChoiceField,
    forms.ModelMultipleChoiceField,
)
_OF_DJANGO = [field.default_error_messages["invalid_choice"] for field in _CHOOSING]


def say_plainly(form: Any) -> None:
    """A choice that is none is refused in the portal's words, unless its field has its own."""
    for field in form.fields.values():
        said = field.error_messages.get("invalid_choice")
        if isinstance(field, _CHOOSING) and said in _OF_DJANGO:
            field.error_messages["invalid_choice"] = ONE_OF_THE_LIST


class PortalForm(forms.Form):
    """Renders through components/form.html."""

    use_required_attribute = False  # the server's sentences, not the browser's bubbles

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def full_clean(self) -> None:
        say_plainly(self)
        super().full_clean()

    def refuse(self, refusal: Refusal) -> None:
        """What a verb refused, put back where it belongs."""
        put_back(self, refusal)
