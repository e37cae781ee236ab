"""What an administrator does to a person's account, each with the verb that does it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from egov.accounts.admin.codes import spaced
from egov.accounts.appointing import end_appointment
from egov.accounts.codes import channel_of
from egov.accounts.models import Appointment, Contact, ProvedHow, SecondFactorReset, User
from egov.accounts.own_account import rename
from egov.accounts.persons import (
    ask_factor_reset,
    confirm_factor_reset,
    contact_to_invite,
    correct_contact,
    drop_contact,
    end_sessions,
    has_second_factor,
    invite,
    set_active,
)
from egov.accounts.registering import print_password_code
from egov.desk.actions import DeskAction, RowResult, Shown

HAND_OVER = (
    "Serahkan kode ini kepada orangnya sendiri. Ia memasukkannya di halaman Masuk. Berlaku 14 hari."
)


class ContactValueForm(forms.Form):
    contact = forms.CharField(label="E-mail atau nomor HP", max_length=254)


class NameForm(forms.Form):
    name = forms.CharField(label="Nama", max_length=150)


class ChooseContact(forms.Form):
    contact = forms.ModelChoiceField(
        label="Kontak", queryset=Contact.objects.none(), empty_label="Pilih kontak"
    )

    def about(self, user: User) -> None:
        field: Any = self.fields["contact"]
        field.queryset = user.contacts.all()


class ChooseOffice(forms.Form):
    appointment = forms.ModelChoiceField(
        label="Jabatan", queryset=Appointment.objects.none(), empty_label="Pilih jabatan"
    )

    def about(self, user: User) -> None:
        field: Any = self.fields["appointment"]
        open_ones = user.appointments.filter(ended_at=None)
        field.queryset = open_ones.select_related("area__parent", "agency")


def to_hand_over(code: str, user: User) -> Shown:
    return Shown(f"Kode untuk {user.name}", spaced(code), HAND_OVER)


def reset_is_asked(user: User) -> bool:
    return SecondFactorReset.objects.filter(user=user, confirmed_at=None).exists()


class PersonAction(DeskAction):
    permission = "accounts.change_user"


class OfActive(PersonAction):
    """For an account that is in use."""

    def available(self, obj: User) -> bool:
        return obj.is_active


class Invite(OfActive):
    slug = "undang"
    title = "Undang, atau kirim tautan kata sandi"
    button = "Kirim"
    help = (
        "Orangnya membuat kata sandi sendiri. "
        "Tanpa e-mail dan SMS, kodenya tampil di sini untuk diserahkan."
    )
    bulk = True
    in_list = "Undang yang dipilih"
    some_refused = "Yang kodenya harus diserahkan sendiri diundang dari halamannya."
    done_word = "Diundang"
    left_word = "Belum diundang"

    def name_of(self, obj: User) -> str:
        return obj.name

    def perform_many(
        self, actor: User, objects: Iterable[User], data: dict[str, Any]
    ) -> list[RowResult]:
        return [self._by_letter(actor, user, data) for user in objects]

    def _by_letter(self, actor: User, user: User, data: dict[str, Any]) -> RowResult:
        """A code that is shown would stand among many: it is handed over one by one."""
        contact = contact_to_invite(user)
        if contact is not None and channel_of(contact.kind) == ProvedHow.PRINT:
            return RowResult(user, False, "Tanpa e-mail: undang dari halamannya.")
        return self._perform_one_of_many(actor, user, data)

    def perform(self, actor: User, obj: User, data: dict[str, Any]) -> str | Shown:
        code = invite(actor=actor, user=obj)
        return to_hand_over(code, obj) if code else "Tautan sekali pakai dikirim ke kontaknya."


class PrintPasswordCode(OfActive):
    slug = "cetak"
    title = "Buat kode kata sandi untuk diserahkan"
    button = "Buat kode"
    help = "Untuk orang yang hadir. Verifikasi dua langkahnya tetap; semua kontaknya diberi tahu."

    def perform(self, actor: User, obj: User, data: dict[str, Any]) -> str | Shown:
        return to_hand_over(print_password_code(actor=actor, user=obj), obj)


class CorrectContact(OfActive):
    slug = "kontak"
    title = "Beri kontak yang benar"
    button = "Simpan dan kirim"
    form = ContactValueForm

    def perform(self, actor: User, obj: User, data: dict[str, Any]) -> str | Shown:
        code = correct_contact(actor=actor, user=obj, contact=data["contact"])
        if code:
            return to_hand_over(code, obj)
        return "Kontak ditambahkan; berlaku sesudah orangnya memastikannya."


class DropContact(PersonAction):
    slug = "hapus-kontak"
    title = "Hapus kontak"
    button = "Hapus kontak"
    form = ChooseContact

    def available(self, obj: User) -> bool:
        return obj.contacts.count() > 1

    def perform(self, actor: User, obj: User, data: dict[str, Any]) -> str:
        drop_contact(actor=actor, contact=data["contact"])
        return "Kontak dihapus."


class Rename(PersonAction):
    slug = "nama"
    title = "Betulkan nama"
    button = "Simpan nama"
    form = NameForm

    def perform(self, actor: User, obj: User, data: dict[str, Any]) -> str:
        rename(user=obj, name=data["name"], actor=actor)
        return "Nama dibetulkan."


class EndOffice(PersonAction):
    slug = "jabatan"
    title = "Akhiri jabatan sekarang"
    button = "Akhiri jabatan"
    form = ChooseOffice

    def available(self, obj: User) -> bool:
        return bool(obj.appointments_now) or obj.appointments.filter(ended_at=None).exists()

    def perform(self, actor: User, obj: User, data: dict[str, Any]) -> str:
        end_appointment(actor=actor, appointment=data["appointment"])
        return "Jabatan berakhir sekarang; yang belum mulai dibatalkan."


class AskFactorReset(PersonAction):
    slug = "minta-hapus-2fa"
    title = "Minta penghapusan verifikasi dua langkah"
    button = "Minta"
    help = "Bila orangnya kehilangan HP dan kode cadangannya. Administrator lain harus memastikan."

    def available(self, obj: User) -> bool:
        return has_second_factor(obj) and not reset_is_asked(obj)

    def perform(self, actor: User, obj: User, data: dict[str, Any]) -> str:
        ask_factor_reset(actor=actor, user=obj)
        return "Diminta. Administrator lain tinggal memastikan, di halaman ini."


class ConfirmFactorReset(PersonAction):
    slug = "pastikan-hapus-2fa"
    title = "Pastikan penghapusan verifikasi dua langkah"
    button = "Hapus verifikasi dua langkah"
    help = "Diminta administrator lain. Pastikan sendiri bahwa permintaan ini benar dari orangnya."

    def available(self, obj: User) -> bool:
        return reset_is_asked(obj)

    def perform(self, actor: User, obj: User, data: dict[str, Any]) -> str:
        confirm_factor_reset(actor=actor, user=obj)
        return "Verifikasi dua langkah dihapus; orangnya diberi tahu."


class EndSessions(PersonAction):
    slug = "keluarkan"
    title = "Keluarkan dari semua perangkat"
    button = "Keluarkan"

    def perform(self, actor: User, obj: User, data: dict[str, Any]) -> str:
        end_sessions(actor=actor, user=obj)
        return "Orang ini dikeluarkan dari semua perangkat."


class Deactivate(OfActive):
    slug = "nonaktifkan"
    title = "Nonaktifkan akun"
    button = "Nonaktifkan"
    undo = "aktifkan"

    def perform(self, actor: User, obj: User, data: dict[str, Any]) -> str:
        set_active(actor=actor, user=obj, active=False)
        return "Akun dinonaktifkan; dapat diaktifkan lagi."


class Activate(PersonAction):
    slug = "aktifkan"
    title = "Aktifkan akun"
    button = "Aktifkan"
    undo = "nonaktifkan"

    def available(self, obj: User) -> bool:
        return not obj.is_active

    def perform(self, actor: User, obj: User, data: dict[str, Any]) -> str:
        set_active(actor=actor, user=obj, active=True)
        return "Akun aktif lagi."


PERSON_ACTIONS = (
    Invite(),
    PrintPasswordCode(),
    CorrectContact(),
    DropContact(),
    Rename(),
    EndOffice(),
    AskFactorReset(),
    ConfirmFactorReset(),
    EndSessions(),
    Deactivate(),
    Activate(),
)
