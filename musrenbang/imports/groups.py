"""Groups from a table, by the columns of their export and the contact of who speaks for each."""

from __future__ import annotations

from egov.accounts.models import User
from egov.areas.models import Area, Level
from egov.imports.engine import Effect, Importer, RowError
from egov.imports.readers import Row
from egov.verbs.refusal import Refusal
from musrenbang.domain.groups import change_speaker, register_group
from musrenbang.imports.kamus import text_of
from musrenbang.models import Group
from musrenbang.vocabulary import GroupKind

# columns of the table by what the verb refuses
COLUMNS = {"name": "kelompok", "kind": "unsur", "letter": "surat", "contact": "kontak"}


class GroupImporter(Importer):
    """Matched by kelurahan and name. Registered by the verb, as the office that imports.

    Of a group that is known, another letter with a contact changes who speaks for it.
    """

    kind = "kelompok"
    required = ("kode_kelurahan", "kelompok", "unsur", "surat", "kontak")

    def begin(self) -> None:
        assert self.actor_id is not None  # no command: an office registers
        self.actor = User.objects.get(pk=self.actor_id)
        villages = Area.objects.current().level(Level.VILLAGE).select_related("parent")
        self.villages = {area.code: area for area in villages}
        rows = Group.objects.current()
        self.known = {(row.kelurahan_id, row.name.lower()): row for row in rows}
        self.kinds = {str(kind.label).lower(): kind.value for kind in GroupKind}
        self.kinds |= {kind.value: kind.value for kind in GroupKind}

    def store(self, row: Row) -> Effect:
        village = self.villages.get(text_of(row, "kode_kelurahan"))
        if village is None:
            sentence = "kode_kelurahan: tulis kode desa/kelurahan yang berlaku sekarang."
            raise RowError("kode_kelurahan", "unknown", sentence)
        name, letter = text_of(row, "kelompok"), text_of(row, "surat")
        group = self.known.get((village.pk, name.lower()))
        if group is not None and group.letter == letter:
            return "unchanged"
        try:
            if group is not None:
                contact = text_of(row, "kontak")
                change_speaker(actor=self.actor, group=group, contact=contact, letter=letter)
                return "updated"
            group = self._register(row, village, name, letter)
        except Refusal as refusal:
            column = COLUMNS.get(refusal.field or "", "kode_kelurahan")
            raise RowError(column, refusal.code, refusal.sentence) from None
        self.known[village.pk, name.lower()] = group
        return "created"

    def _register(self, row: Row, village: Area, name: str, letter: str) -> Group:
        return register_group(
            actor=self.actor,
            kelurahan=village,
            name=name,
            kind=self.kinds.get(text_of(row, "unsur").lower(), ""),
            contact=text_of(row, "kontak"),
            letter=letter,
        )
