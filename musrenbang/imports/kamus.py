"""The kamus from a table, by the columns of its export: types, then sizes with their prices."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from egov.agencies.models import Agency
from egov.imports.engine import Effect, Importer, RowError
from egov.imports.readers import Row
from musrenbang.models import KamusEntry, KamusPrice, KamusVariant
from musrenbang.procedure import BASIS
from musrenbang.vocabulary import KamusNeed, Nature

# columns of the table by the field of the model that holds them
TEXTS = {
    "name": "jenis",
    "definition": "penjelasan",
    "keywords": "kata_sehari_hari",
    "conditions": "syarat",
    "output": "keluaran",
    "outcome": "hasil",
    "sub_activity": "sub_kegiatan",
}
YES, NO = ("ya", "true", "1"), ("tidak", "false", "0")


def text_of(row: Row, column: str) -> str:
    return " ".join(str(row.get(column) or "").split())


def number_of(row: Row, column: str) -> Decimal | None:
    """A number as people write it: 1500000, 1.500.000 or 12,5. None where the cell is empty."""
    value = row.get(column)
    if isinstance(value, int | float):
        return Decimal(str(value))
    text = text_of(row, column).removeprefix("Rp").strip()
    if not text:
        return None
    if "," in text or text.count(".") > 1 or len(text.rpartition(".")[2]) == 3:
        text = text.replace(".", "").replace(",", ".")
    try:
        return Decimal(text)
    except InvalidOperation:
        sentence = f"{column} “{text}” bukan angka. Contoh: 1500000."
        raise RowError(column, "bad_number", sentence) from None


def day_of(row: Row, column: str) -> date | None:
    value = row.get(column)
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    text = text_of(row, column)[:10]
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        sentence = f"{column} “{text}” bukan tanggal. Contoh: 2026-01-31."
        raise RowError(column, "bad_date", sentence) from None


def _check(obj: Any, columns: dict[str, str]) -> None:
    """The model's own rules, each at its column."""
    try:
        obj.clean_fields()
    except ValidationError as error:
        field, faults = next(iter(error.message_dict.items()))
        column = columns.get(field, field)
        raise RowError(column, "bad_value", f"{column}: {faults[0]}") from None


class _Coded(Importer):
    """A row is one thing by its code, which stands once in a file."""

    def __init__(self) -> None:
        self.seen: set[str] = set()

    def code(self, row: Row) -> str:
        code = text_of(row, "kode")
        if code in self.seen:
            sentence = f"Kode {code} sudah ada di atas. Hapus salah satu barisnya."
            raise RowError("kode", "duplicate", sentence)
        self.seen.add(code)
        return code


class EntryImporter(_Coded):
    """Types of proposals, matched by `kode`; what differs is written over."""

    kind = "kamus usulan"
    required = ("kode", "jenis", "penjelasan", "sifat", "perangkat_daerah")

    def begin(self) -> None:
        self.known = {entry.code: entry for entry in KamusEntry.objects.all()}
        agencies = list(Agency.objects.current())
        self.agencies = {a.code.lower(): a for a in agencies}
        self.agencies |= {a.short_name.lower(): a for a in agencies}
        self.needs = {str(n.label).lower(): n.value for n in KamusNeed} | {n: n for n in KamusNeed}
        self.natures = {str(n.label).lower(): n.value for n in Nature} | {n: n for n in Nature}

    def store(self, row: Row) -> Effect:
        code = self.code(row)
        values = {
            **{field: text_of(row, column) for field, column in TEXTS.items() if column in row},
            "nature": self._known(row, "sifat", self.natures),
            "agency": self._known(row, "perangkat_daerah", self.agencies),
            "active": self._yes(row, "dapat_diusulkan"),
        }
        if text_of(row, "kebutuhan"):
            values["need"] = self._known(row, "kebutuhan", self.needs)
        entry = self.known.get(code)
        made = entry is None
        entry = entry or KamusEntry(code=code)
        same = not made and all(getattr(entry, name) == value for name, value in values.items())
        if same:
            return "unchanged"
        for name, value in values.items():
            setattr(entry, name, value)
        _check(entry, {"code": "kode", **TEXTS})
        entry.save()
        self.known[code] = entry
        return "created" if made else "updated"

    def _known(self, row: Row, column: str, known: dict[str, Any]) -> Any:
        text = text_of(row, column).lower()
        if text not in known:
            some = ", ".join(list(known)[:6])
            sentence = f"{column} “{text}” tidak dikenal. Yang ada antara lain: {some}."
            raise RowError(column, "unknown", sentence)
        return known[text]

    def _yes(self, row: Row, column: str) -> bool:
        text = text_of(row, column).lower()
        if text and text not in YES + NO:
            raise RowError(column, "bad_value", f"{column}: tulis ya atau tidak.")
        return text not in NO


class VariantImporter(_Coded):
    """Sizes of a type, matched by `kode`, with the unit price from a day on.

    A price that differs from the one of that day ends it there and begins; prices of the past stay,
    and a proposal keeps the price at which it was sent.
    """

    kind = "ukuran dan harga"
    required = ("kode", "satuan")

    def begin(self) -> None:
        self.entries = {entry.code: entry for entry in KamusEntry.objects.all()}
        variants = KamusVariant.objects.select_related("entry")
        self.known = {variant.code: variant for variant in variants}
        self.prices: dict[int, list[KamusPrice]] = {}
        for price in KamusPrice.objects.order_by("valid"):
            self.prices.setdefault(price.variant_id, []).append(price)

    def store(self, row: Row) -> Effect:
        code = self.code(row)
        effect, variant = self._variant(code, row)
        repriced = self._price(variant, row)
        return "updated" if effect == "unchanged" and repriced else effect

    def _variant(self, code: str, row: Row) -> tuple[Effect, KamusVariant]:
        variant = self.known.get(code)
        made = variant is None
        if variant is None:
            entry = self.entries.get(text_of(row, "kode_jenis"))
            if entry is None:
                sentence = "kode_jenis: tulis kode jenis usulan yang sudah ada di kamus."
                raise RowError("kode_jenis", "unknown", sentence)
            variant = KamusVariant(code=code, entry=entry)
        values: dict[str, Any] = {"unit": text_of(row, "satuan")}
        if "ukuran" in row:
            values["label"] = text_of(row, "ukuran")
        if "volume_paling_kecil" in row:
            values["min_volume"] = number_of(row, "volume_paling_kecil")
        if "volume_paling_besar" in row:
            values["max_volume"] = number_of(row, "volume_paling_besar")
        if not made and all(getattr(variant, name) == value for name, value in values.items()):
            return "unchanged", variant
        for name, value in values.items():
            setattr(variant, name, value)
        columns = {"unit": "satuan", "label": "ukuran", "max_volume": "volume_paling_besar"}
        _check(variant, {"code": "kode", **columns, "min_volume": "volume_paling_kecil"})
        self._check_least(variant)
        if variant.max_volume is not None and variant.max_volume <= 0:
            sentence = "volume_paling_besar harus lebih dari nol; kosong berarti tanpa batas."
            raise RowError("volume_paling_besar", "bad_value", sentence)
        variant.save()
        self.known[code] = variant
        return "created" if made else "updated", variant

    def _check_least(self, variant: KamusVariant) -> None:
        least, most = variant.min_volume, variant.max_volume
        if least is not None and (least <= 0 or (most is not None and least > most)):
            sentence = "volume_paling_kecil: lebih dari nol, tidak lebih dari yang paling besar."
            raise RowError("volume_paling_kecil", "bad_value", sentence)

    def _price(self, variant: KamusVariant, row: Row) -> bool:
        """Whether a price was written."""
        amount = number_of(row, "harga_satuan")
        if amount is None:
            return False
        if amount <= 0 or amount != amount.to_integral_value():
            sentence = "harga_satuan: rupiah bulat, lebih dari nol. Kosong bila belum ada."
            raise RowError("harga_satuan", "bad_value", sentence)
        since = day_of(row, "berlaku_sejak") or timezone.localdate()
        held = self.prices.setdefault(variant.pk, [])
        current = next((price for price in held if since in price.valid), None)
        basis = self._basis(row)
        if current is not None and current.amount == amount:
            if basis in (None, current.basis):
                return False
            current.basis = basis or ""
            current.save(update_fields=["basis"])
            return True
        until = current.valid.upper if current is not None else self._next(held, since)
        if current is not None and current.valid.lower == since:
            sentence = f"harga_satuan: sudah ada harga lain sejak {since}. Betulkan di kamus."
            raise RowError("harga_satuan", "priced_that_day", sentence)
        if current is not None:
            current.valid = DateRange(current.valid.lower, since)
            current.save(update_fields=["valid"])
        price = KamusPrice(variant=variant, amount=amount, valid=DateRange(since, until))
        price.source = text_of(row, "sumber") or self.source
        price.basis = basis or ""
        price.save()
        held.append(price)
        return True

    def _basis(self, row: Row) -> str | None:
        """The regulation that sets the price; None where the table has no such column."""
        if "dasar" not in row:
            return None
        basis = text_of(row, "dasar")
        if basis and not BASIS.fullmatch(basis):
            sentence = "dasar: tulis seperti contoh ini: perwali/2026/12."
            raise RowError("dasar", "bad_value", sentence)
        return basis

    def _next(self, held: list[KamusPrice], since: date) -> date | None:
        """The first day of the price that follows, where one does."""
        later = [p.valid.lower for p in held if p.valid.lower and p.valid.lower > since]
        return min(later, default=None)
