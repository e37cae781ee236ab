"""What the offices that know a resident do on the page of a residence."""

from __future__ import annotations

from typing import Any

from django import forms

from egov.accounts.admin.codes import spaced
from egov.accounts.contacts import initials
from egov.accounts.models import Residence, User
from egov.accounts.registering import print_password_code
from egov.accounts.residents import decide_residence, print_contact_code, unproved_phone
from egov.accounts.roles import Role
from egov.accounts.scope import Scope
from egov.desk.actions import DeskAction, NamedBy, Shown

KNOW_RESIDENTS = frozenset({Role.KETUA_RW, Role.LURAH, Role.OPERATOR_KELURAHAN})
HAND_OVER = (
    "Cetak halaman ini dan serahkan kepada warga yang hadir. "
    "Berlaku 14 hari; kode sebelumnya tidak berlaku lagi."
)


def known_as(viewer: Any, residence: Residence) -> str:
    """A citizen's name for the offices that know them, within those offices' own scope.

    Initials for everybody else.
    """
    scope = Scope.of(viewer, roles=KNOW_RESIDENTS)
    known = scope.reaches(rw=residence.rw_id, kelurahan=residence.rw.parent_id)
    return residence.user.name if known else initials(residence.user.name)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="Alasan bila tidak",
        required=False,  # the verb says what it is for
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].always = True  # type: ignore[attr-defined]


class Decide(DeskAction):
    """Said once: the residence waits, or it was decided."""

    permission = "accounts.decide_residence"
    named_by = NamedBy.BUTTON
    after = "admin:index"
    confirm = True

    def available(self, obj: Residence) -> bool:
        return obj.state == "menunggu"

    def perform(self, actor: User, obj: Residence, data: dict[str, Any]) -> str:
        reason = data.get("reason", "")
        decide_residence(actor=actor, residence=obj, confirm=self.confirm, reason=reason)
        return "Keputusan tersimpan dan warga diberi tahu."


class Confirm(Decide):
    slug = "confirm"
    button = "Ya, pastikan"


class Decline(Decide):
    slug = "decline"
    button = "Tidak dapat dipastikan"
    quiet = True
    form = ReasonForm
    confirm = False


class PrintContactCode(DeskAction):
    slug = "print"
    button = "Buat kode untuk memastikan nomor HP"
    permission = "accounts.print_contact_code"
    named_by = NamedBy.BUTTON
    quiet = True

    def available(self, obj: Residence) -> bool:
        return unproved_phone(obj.user) is not None

    def perform(self, actor: User, obj: Residence, data: dict[str, Any]) -> Shown:
        code = print_contact_code(actor=actor, user=obj.user)
        return Shown(f"Kode sekali pakai untuk {known_as(actor, obj)}:", spaced(code), HAND_OVER)


class PrintPasswordCode(DeskAction):
    slug = "password"
    button = "Buat kode kata sandi"
    help = "Untuk warga yang hadir dan lupa kata sandinya. Semua kontaknya diberi tahu."
    permission = "accounts.print_password_code"
    named_by = NamedBy.BUTTON
    quiet = True

    def perform(self, actor: User, obj: Residence, data: dict[str, Any]) -> Shown:
        code = print_password_code(actor=actor, user=obj.user)
        title = f"Kode sekali pakai untuk {known_as(actor, obj)}, untuk membuat kata sandi baru:"
        return Shown(title, spaced(code), HAND_OVER)


RESIDENCE_ACTIONS = (Confirm(), Decline(), PrintContactCode(), PrintPasswordCode())
