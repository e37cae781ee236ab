"""What an officer does to an object at the desk: a verb with its words, its form, its permission.

The pages that show and run actions are in `action_pages` and `bulk_pages`; they know no action.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.http import HttpRequest
from django.urls import reverse

from egov.verbs.permission import require
from egov.verbs.plain import plain
from egov.verbs.refusal import Refusal
from egov.web.forms import say_plainly

if TYPE_CHECKING:
    from egov.accounts.models import User

TOO_LATE = (
    "Tindakan ini tidak dapat dilakukan lagi; mungkin sudah dilakukan. "
    "Keadaan terakhir ada di bawah."
)


class NoInput(forms.Form):
    """An action that asks nothing."""


@dataclass(frozen=True)
class Shown:
    """What an action gives to be read once on the page and stored nowhere: a code to hand over."""

    title: str
    big: str
    text: str


class RowResult(NamedTuple):
    """What became of one of many: its sentence says what was done, or why not."""

    obj: Any
    ok: bool
    sentence: str


class NamedBy(Enum):
    """How a post says which action it is for."""

    FIELD = "field"  # a hidden `act`: its slug. The fields of its form bear the slug as prefix
    BUTTON = "button"  # its button is called like it
    PAGE = "page"  # not at all: whatever is sent to its page is for it


class DeskAction:
    """One verb on one object, or on each of many.

    `available` says whether the object is in a state for it, `permission` who may: a name of an
    app's rules.py, asked with the object. `perform` calls the verb and returns the sentence to
    tell, or something Shown. It raises the verb's Refusal.

    A form with a method `about(object)` is told what it is about before it is shown.
    """

    slug = ""
    title = ""
    button = ""
    help = ""
    permission = ""
    form: type[forms.Form] = NoInput
    named_by = NamedBy.FIELD
    notes: tuple[str, ...] = ()  # what to know before its fields are filled
    quiet = False  # a button that is not the first thing seen
    on_object = True  # offered on the object's page
    bulk = False  # offered in the list, for what is ticked there
    previews = False  # of many: what would become of each is shown before it is done
    undo = ""  # the slug of the action that takes it back
    after = ""  # the name of the page that follows; the object's own otherwise
    template = "components/action.html"  # of its panel on the object's page
    too_late = TOO_LATE
    # the words of the list
    in_list = ""  # what the list calls it; the title otherwise
    some_refused = "Yang tidak dapat dilakukan dilaporkan satu per satu."
    done_word = "Dilakukan"
    left_word = "Belum dilakukan"

    def available(self, obj: Any) -> bool:
        return True

    def perform(self, actor: User, obj: Any, data: dict[str, Any]) -> str | Shown:
        raise NotImplementedError(f"{type(self).__name__}.perform")

    def perform_many(
        self, actor: User, objects: Iterable[Any], data: dict[str, Any]
    ) -> list[RowResult]:
        """Each by its own verb, so that one refusal leaves the others done.

        An action whose verb has a twin for sets overrides this.
        """
        return [self._perform_one_of_many(actor, obj, data) for obj in objects]

    def _perform_one_of_many(self, actor: User, obj: Any, data: dict[str, Any]) -> RowResult:
        try:
            require(actor, self.permission, obj)
            result = self.perform(actor, obj, data)
        except Refusal as refusal:
            return RowResult(obj, False, refusal.sentence)
        return RowResult(obj, True, result.text if isinstance(result, Shown) else result)

    def tell(self, request: HttpRequest, obj: Any, sentence: str) -> str:
        """What the page that follows says of it."""
        return sentence

    def address_after(self, here: str) -> str:
        """The page that follows; `here` is the object's own."""
        return reverse(self.after) if self.after else here

    # -- its form -----------------------------------------------------------------------

    def make_form(self, request: HttpRequest, obj: Any, *, pressed: bool) -> forms.Form:
        data, files = (request.POST, request.FILES) if pressed else (None, None)
        form = self.form(data, files, prefix=self.slug if self.named_by is NamedBy.FIELD else None)
        if hasattr(form, "about"):
            form.about(obj)
        say_plainly(form)
        return form

    def make_bulk_form(self, request: HttpRequest, *, pressed: bool) -> forms.Form:
        """One for all that are ticked; its fields bear no prefix, for it stands alone."""
        form = self.form(request.POST if pressed else None)
        say_plainly(form)
        return form

    def is_asked(self, request: HttpRequest) -> bool:
        if self.named_by is NamedBy.FIELD:
            return request.POST.get("act") == self.slug
        return self.named_by is NamedBy.PAGE or self.slug in request.POST

    # -- its rows in the list ---------------------------------------------------------------

    def rows(self, queryset: Any) -> Any:
        """What was ticked, in the order in which it is done and with what is read of it."""
        return queryset

    def name_of(self, obj: Any) -> str:
        """How a row is called on the pages before and after."""
        return str(obj)

    def seen(self, obj: Any) -> int | None:
        """A number that tells the row's state apart.

        Where there is one, `perform` gets in `data["seen"]`, by key, what the officer has read.
        """
        return None


def typed(form: forms.Form) -> dict[str, Any]:
    """What was typed, without the control characters that come with pasting."""
    return {k: plain(v) if isinstance(v, str) else v for k, v in form.cleaned_data.items()}
