"""Offices and who holds them, from a table. Contacts come in this way and never go out."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from egov.accounts.appointing import appoint
from egov.accounts.contacts import canonical
from egov.accounts.models import Appointment, Contact, User
from egov.accounts.persons import add_person
from egov.accounts.roles import office_choices
from egov.agencies.models import Agency
from egov.areas.models import Area
from egov.imports.engine import Effect, Importer, RowError
from egov.imports.readers import Row
from egov.verbs.refusal import Refusal

# the column at which a verb's refusal is told, by the field that it names
COLUMNS = {
    "name": "nama",
    "contact": "kontak",
    "role": "jabatan",
    "area": "wilayah",
    "agency": "perangkat_daerah",
    "period": "mulai",
    "basis": "surat",
}


def _text(row: Row, column: str) -> str:
    return " ".join(str(row.get(column) or "").split())


def _day(row: Row, column: str) -> date | None:
    value = row.get(column)
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    text = _text(row, column)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        sentence = f"{column} “{text}” bukan tanggal. Contoh: 2026-01-31."
        raise RowError(column, "bad_date", sentence) from None


class AppointmentImporter(Importer):
    """A row is a person, found by the contact or made, and the office that is given to them.

    By the verbs of the desk: what they refuse is refused here. Who holds the office already stays;
    nobody is invited: that is done at the desk, once the table is right.
    """

    kind = "penunjukan"
    required = ("nama", "kontak", "jabatan")

    def begin(self) -> None:
        self.actor = User.objects.get(pk=self.actor_id or 0)
        self.roles = {word.lower(): code for code, word in office_choices()}
        self.roles |= {code: code for code, _ in office_choices()}
        self.agencies = {a.code: a for a in Agency.objects.current()}

    def store(self, row: Row) -> Effect:
        role = self._role(row)
        place: dict[str, Any] = {"area": self._area(row), "agency": self._agency(row)}
        try:
            person, is_new = self._person(row)
            held = Appointment.objects.current().filter(user=person, role=role, **place)
            if not is_new and held.exists():
                return "unchanged"
            appoint(
                actor=self.actor,
                user=person,
                role=role,
                start=_day(row, "mulai") or timezone.localdate(),
                until=_day(row, "sampai"),
                basis=_text(row, "surat"),
                **place,
            )
        except Refusal as refusal:
            column = COLUMNS.get(refusal.field or "", "jabatan")
            raise RowError(column, refusal.code, refusal.sentence) from None
        return "created"

    def _person(self, row: Row) -> tuple[User, bool]:
        """(to whom this contact leads, whether the account was made now); the report says whom.

        Raises RowError where the account is in another name: a slip in the column of contacts
        would else give the office to somebody else.
        """
        name, contact = _text(row, "nama"), _text(row, "kontak")
        person = Contact.objects.person(canonical(contact)[1])
        if person is None:
            self.remark("kontak", "meets", "Belum ada akunnya: akun baru dibuat.")
            return add_person(actor=self.actor, name=name, contact=contact), True
        if name.casefold() != " ".join(person.name.split()).casefold():
            sentence = (
                f"kontak ini milik {person}, bukan nama di baris ini. "
                "Samakan namanya bila orangnya sama, atau tulis kontaknya sendiri."
            )
            raise RowError("nama", "another_name", sentence)
        titles = ", ".join(office.title for office in person.appointments_now)
        self.remark("kontak", "meets", f"Bertemu {person}: {titles or 'warga'}.")
        return person, False

    def _role(self, row: Row) -> str:
        word = _text(row, "jabatan").lower()
        if word not in self.roles:
            some = ", ".join(label for _, label in office_choices()[:6])
            sentence = f"jabatan “{word}” tidak dikenal. Yang ada antara lain: {some}."
            raise RowError("jabatan", "no_such_office", sentence)
        return self.roles[word]

    def _area(self, row: Row) -> Area | None:
        code = _text(row, "wilayah")
        area = Area.objects.current().filter(code=code).first() if code else None
        if code and area is None:
            sentence = f"wilayah {code} tidak ada. Tulis kode, contoh 35.78.01.1001/05."
            raise RowError("wilayah", "unknown_area", sentence)
        return area

    def _agency(self, row: Row) -> Agency | None:
        code = _text(row, "perangkat_daerah")
        if code and code not in self.agencies:
            sentence = f"perangkat_daerah {code} tidak ada. Tulis kodenya."
            raise RowError("perangkat_daerah", "unknown_agency", sentence)
        return self.agencies.get(code)
