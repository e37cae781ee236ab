"""What the legal officer does on the page of a text beside its PDF."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from egov.accounts.models import User
from egov.desk.actions import DeskAction
from egov.web.params import int_param
from regulations.domain.law.clauses import confirm_clauses
from regulations.domain.law.effects import record_effect
from regulations.domain.text.review import Correction, add_part, confirm_text, correct_parts
from regulations.models import Regulation
from regulations.vocabulary import PartKind


class PartsForm(forms.Form):
    """The parts as they stand in the page's fields; their verbs check them."""

    def typed(self, pk: int, name: str) -> str:
        return str(self.data.get(f"part-{pk}-{name}", ""))

    def clean(self) -> dict[str, Any]:
        names = [k.removeprefix("part-").removesuffix("-label") for k in self.data if _is_label(k)]
        keys = filter(None, map(_key, names))
        return {"corrections": [self._correction(pk) for pk in keys]}

    def _correction(self, pk: int) -> Correction:
        label, heading, text, explanation = (
            self.typed(pk, name) for name in ("label", "heading", "text", "explanation")
        )
        return Correction(pk, label, heading, text, explanation, bool(self.typed(pk, "remove")))


class NewPartForm(PartsForm):
    def clean(self) -> dict[str, Any]:
        new = {name: self.data.get(f"new-{name}", "") for name in ("kind", "label", "text")}
        if new["kind"] not in PartKind.values:
            new["kind"] = PartKind.ARTICLE
        return {**super().clean(), **new, "after": _key(self.data.get("new-after"))}


class EffectForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        return {"key": self.data.get("effect", ""), "override": self.data.get("override", "")}


class ClausesForm(forms.Form):
    def clean(self) -> dict[str, Any]:
        ticked: Any = self.data
        return {"ids": list(filter(None, map(_key, ticked.getlist("clause"))))}


class SaveParts(DeskAction):
    slug = "save"
    form = PartsForm
    permission = "regulations.correct_text"

    def is_asked(self, request: HttpRequest) -> bool:
        return request.POST.get("act", self.slug) == self.slug

    def perform(self, actor: User, obj: Regulation, data: dict[str, Any]) -> str:
        count = correct_parts(actor=actor, regulation=obj, **data)
        return f"Tersimpan: {count} bagian diperbaiki." if count else "Tidak ada yang berubah."


class AddPart(DeskAction):
    slug = "add"
    form = NewPartForm
    permission = "regulations.correct_text"

    def perform(self, actor: User, obj: Regulation, data: dict[str, Any]) -> str:
        after = obj.provisions.filter(pk=data["after"]).first() if data["after"] else None
        part = add_part(actor=actor, regulation=obj, **(data | {"after": after}))
        return f"{part.label} ditambahkan."


class ConfirmText(DeskAction):
    slug = "confirm"
    form = PartsForm
    permission = "regulations.confirm_text"

    def perform(self, actor: User, obj: Regulation, data: dict[str, Any]) -> str:
        count = confirm_text(actor=actor, regulation=obj, **data)
        return f"Susunan dipastikan. {count} ketentuan terbaca; periksa di bawah."


class RecordEffect(DeskAction):
    slug = "effect"
    form = EffectForm
    permission = "regulations.record_effect"

    def perform(self, actor: User, obj: Regulation, data: dict[str, Any]) -> str:
        events = record_effect(actor=actor, regulation=obj, **data)
        return f"{len(events)} peristiwa hukum dicatat."


class ConfirmClauses(DeskAction):
    slug = "clauses"
    form = ClausesForm
    permission = "regulations.confirm_clause"

    def perform(self, actor: User, obj: Regulation, data: dict[str, Any]) -> str:
        count = confirm_clauses(actor=actor, regulation=obj, **data)
        return f"{count} ketentuan dipastikan."


REVIEW_ACTIONS = (SaveParts(), AddPart(), ConfirmText(), RecordEffect(), ConfirmClauses())


def _key(text: str | None) -> int | None:
    return int_param(text, digits=11)


def _is_label(name: str) -> bool:
    return name.startswith("part-") and name.endswith("-label")
