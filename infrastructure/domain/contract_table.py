"""Contracts as a table: one is known by its agency and its number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Min
from django.utils import timezone

from egov.agencies.models import Agency
from infrastructure.domain.columns import Column
from infrastructure.domain.contracts import (
    DEAREST,
    Terms,
    clean,
    put,
    refuse_closed,
    require_asset,
    require_of,
)
from infrastructure.domain.items import Item
from infrastructure.domain.reading import Choice, Tags, Text, Whole
from infrastructure.domain.reading_time import Day
from infrastructure.domain.tables import RowTable
from infrastructure.models import Contract, ContractCoverage
from infrastructure.vocabulary_contracts import ContractKind


class ContractTable(RowTable):
    """number, agency, supplier, kind, starts_on, ends_on[, subject, value, renews, assets]."""

    title = "Kontrak"
    columns: ClassVar = (
        Column("number", "nomor", Text(80), "nomor kontrak", "027/01/CONTOH/2026", required=True),
        Column("agency", "perangkat_daerah", Text(40), "kodenya", "diskominfo", required=True),
        Column("supplier", "penyedia", Text(120), "badan usaha", "CV Contoh", required=True),
        Column("kind", "jenis", Choice(ContractKind), "jenis kontrak", "Sewa", required=True),
        Column("starts_on", "mulai", Day(), "tanggal", "2026-01-01", required=True),
        Column("ends_on", "berakhir", Day(), "hari terakhirnya", "2026-12-31", required=True),
        Column("subject", "yang_dicakup", Text(200), "singkat"),
        Column("value", "nilai", Whole(0, float(DEAREST)), "rupiah; kosong: belum diketahui"),
        Column("renews", "meneruskan", Text(80), "nomor kontrak sebelumnya"),
        Column("assets", "aset", Tags(), "kode-kodenya, dipisah titik koma"),
    )

    def look_up(self, items: Sequence[Item]) -> None:
        codes = {item.values["agency"] for item in items}
        agencies = Agency.objects.filter(code__in=codes | {code.lower() for code in codes})
        self.agencies = {agency.code.upper(): agency for agency in agencies}
        rows = Contract.objects.filter(agency__in=agencies).select_related("agency", "renews")
        rows = rows.annotate(next_on=Min("successors__starts_on"))
        self.known = {(row.agency_id, row.number.upper()): row for row in rows}
        self.things = self.assets(code for item in items for code in item.values["assets"])
        covered = ContractCoverage.objects.filter(contract__in=rows)
        self.covered = set(covered.values_list("contract_id", "asset_id"))

    def settle(self, item: Item) -> None:
        values = item.values
        agency = self.named(self.agencies, values["agency"], "agency", "perangkat daerah")
        require_of(self.actor, agency)
        key = (agency.pk, " ".join(values["number"].split()).upper())
        self.once(item, key, "number")
        row = self.known.get(key)
        next_on = getattr(row, "next_on", None)
        terms = clean(self._terms(values, agency, row), next_on)
        assets = [self.named(self.things, code, "assets", "aset") for code in values["assets"]]
        for asset in assets:
            require_asset(self.actor, asset)
        if row is None:
            row = Contract(recorded_by=self.actor, recorded_at=timezone.now(), **terms.columns)
            item.effect = "created"
        else:
            refuse_closed(row)
            new = any((row.pk, asset.pk) not in self.covered for asset in assets)
            changed = any(getattr(row, name) != value for name, value in terms.columns.items())
            item.effect = "updated" if changed or new else "unchanged"
        item.row, item.derived = row, {"terms": terms, "assets": assets}

    def _terms(self, values: dict[str, Any], agency: Agency, row: Contract | None) -> Terms:
        told = {column.name: values[column.name] for column in self.columns}
        del told["assets"]
        renews = told.pop("renews")
        value = told.pop("value")
        if row is not None:
            told["subject"] = told["subject"] or row.subject
        before = row.value if row is not None else None
        earlier = row.renews if row is not None else None
        if renews:
            known = {number: each for (of, number), each in self.known.items() if of == agency.pk}
            earlier = self.named(known, renews, "renews", "kontrak")
        amount = Decimal(value) if value is not None else before
        return Terms(**{**told, "agency": agency, "value": amount, "renews": earlier})

    def write(self, items: Sequence[Item]) -> None:
        names = list(Terms.__dataclass_fields__)
        for item in items:
            put(item.row, item.derived["terms"])
        Contract.objects.bulk_create(item.row for item in items if item.effect == "created")
        changed = [item.row for item in items if item.effect == "updated"]
        Contract.objects.bulk_update(changed, [*names, "reminded_days"])
        ContractCoverage.objects.bulk_create(
            (
                ContractCoverage(contract=item.row, asset=asset)
                for item in items
                for asset in item.derived["assets"]
            ),
            ignore_conflicts=True,
        )
