"""What is asked for a type of proposal, from a table."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError

from egov.imports.engine import Effect, Importer, RowError
from egov.imports.readers import Row
from musrenbang.imports.kamus import number_of, text_of
from musrenbang.models import KamusCondition, KamusEntry
from musrenbang.vocabulary import AnswerKind

# columns of the table by the field of the model that holds them
COLUMNS = {
    "code": "kode",
    "question": "pertanyaan",
    "kind": "jawaban",
    "unit": "satuan",
    "least": "paling_kecil",
    "most": "paling_besar",
    "choices": "pilihan",
    "accepted": "yang_sesuai",
    "instead": "bila_tidak_sesuai",
}


class ConditionImporter(Importer):
    """Matched by the type's code and the question's own; what differs is written over."""

    kind = "syarat yang ditanyakan"
    required = ("kode_jenis", "kode", "pertanyaan", "jawaban", "bila_tidak_sesuai")

    def begin(self) -> None:
        self.entries = {entry.code: entry for entry in KamusEntry.objects.all()}
        rows = KamusCondition.objects.select_related("entry")
        self.known = {(row.entry_id, row.code): row for row in rows}
        self.kinds = {str(kind.label).lower(): kind.value for kind in AnswerKind}
        self.kinds["angka"] = AnswerKind.NUMBER.value

    def store(self, row: Row) -> Effect:
        entry = self.entries.get(text_of(row, "kode_jenis"))
        if entry is None:
            sentence = "kode_jenis: tulis kode jenis usulan yang sudah ada di kamus."
            raise RowError("kode_jenis", "unknown", sentence)
        code = text_of(row, "kode")
        condition = self.known.get((entry.pk, code))
        made = condition is None
        condition = condition or KamusCondition(entry=entry, code=code)
        values = self._values(row)
        if not made and all(getattr(condition, name) == value for name, value in values.items()):
            return "unchanged"
        for name, value in values.items():
            setattr(condition, name, value)
        self._check(condition)
        condition.save()
        self.known[entry.pk, code] = condition
        return "created" if made else "updated"

    def _values(self, row: Row) -> dict[str, Any]:
        several = {
            name: [part.strip() for part in text_of(row, COLUMNS[name]).split(",") if part.strip()]
            for name in ("choices", "accepted")
        }
        return {
            "question": text_of(row, "pertanyaan"),
            "kind": self.kinds.get(text_of(row, "jawaban").lower(), ""),
            "unit": text_of(row, "satuan"),
            "least": number_of(row, "paling_kecil"),
            "most": number_of(row, "paling_besar"),
            "instead": text_of(row, "bila_tidak_sesuai"),
            **several,
        }

    def _check(self, condition: KamusCondition) -> None:
        """The model's own rules, each at its column."""
        try:
            condition.full_clean(exclude=["entry"])
        except ValidationError as error:
            field, faults = next(iter(error.message_dict.items()))
            column = COLUMNS.get(field, "jawaban")
            raise RowError(column, "bad_value", f"{column}: {faults[0]}") from None
