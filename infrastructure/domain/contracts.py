"""A contract with a firm: recorded, corrected, laid over things, closed, opened again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Min
from django.db.models.functions import Upper

from egov.accounts.models import User
from egov.agencies.models import Agency
from egov.verbs.permission import require
from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from egov.verbs.verb import verb
from infrastructure.domain.constraints import refusing
from infrastructure.domain.records import reason_of
from infrastructure.models import Asset, Contract, ContractCoverage
from infrastructure.vocabulary_contracts import ContractKind

KEEP = "infrastructure.keep_contract"
KEEP_ASSET = "infrastructure.keep_asset"
MOST = 1000  # things at once
LONGEST = {"number": 80, "supplier": 120, "subject": 200}
DEAREST = Decimal(10) ** 15
YEARS = (1990, 2100)


@dataclass(frozen=True)
class Terms:
    """What stands in a contract; `value` in rupiah, none where nobody knows it."""

    number: str
    agency: Agency
    supplier: str
    kind: str
    starts_on: date
    ends_on: date
    subject: str = ""
    value: Decimal | None = None
    renews: Contract | None = None

    @property
    def columns(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


@verb
def record_contract(
    *, actor: User, terms: Terms, codes: Sequence[str] = (), now: datetime
) -> Contract:
    """A contract and what it covers. A second one of its number is refused: `number_taken`."""
    require_of(actor, terms.agency)
    terms = clean(terms)
    assets = kept_assets(actor, codes)
    with refusing():
        row = Contract.objects.create(recorded_at=now, recorded_by=actor, **terms.columns)
    lay_over(row, assets)
    return row


@verb
def change_contract(*, actor: User, contract: Contract, terms: Terms) -> Contract:
    """Other terms: corrected, made longer or shorter. Its officers are warned of its new end."""
    row = locked(actor, contract)
    require_of(actor, terms.agency)
    terms = clean(terms, row.successors.aggregate(first=Min("starts_on"))["first"])
    put(row, terms)
    with refusing():
        row.save()
    return row


@verb
def cover(*, actor: User, contract: Contract, codes: Sequence[str]) -> int:
    """It covers these things too; how many it did not cover before. The way back is `uncover`."""
    row = locked(actor, contract)
    assets = kept_assets(actor, codes)
    if not assets:
        raise Invalid("no_codes", "Tulis kode asetnya, paling sedikit satu.", field="codes")
    return lay_over(row, assets)


@verb
def uncover(*, actor: User, contract: Contract, codes: Sequence[str]) -> int:
    """It covers these no more; the history keeps that it did. The way back is `cover`."""
    row = locked(actor, contract)
    wanted = {code.upper() for code in codes}
    covered = row.coverage.annotate(code=Upper("asset__code")).filter(code__in=wanted)
    missing = wanted - set(covered.values_list("code", flat=True))
    if missing or not wanted:
        told = ", ".join(sorted(missing)[:5]) or "kode itu"
        sentence = f"Kontrak ini tidak mencakup {told}. Periksa kodenya."
        raise Invalid("not_covered", sentence, field="codes")
    many, _ = covered.delete()
    return many


@verb
def close_contract(*, actor: User, contract: Contract, reason: str, now: datetime) -> Contract:
    """It was broken off, wrongly recorded, or needs no successor. The way back is `reopen`."""
    row = locked(actor, contract)
    row.closing_reason, row.closed_at, row.closed_by = reason_of(reason), now, actor
    row.save(update_fields=["closing_reason", "closed_at", "closed_by"])
    return row


@verb
def reopen_contract(*, actor: User, contract: Contract) -> Contract:
    """It stands again as it was. The way back is `close_contract`."""
    require(actor, KEEP, contract)
    row = Contract.objects.select_for_update(of=("self",), no_key=True).get(pk=contract.pk)
    if row.closed_at is None:
        raise Refusal("not_closed", "Kontrak ini tidak ditutup. Muat ulang halamannya.")
    row.closing_reason, row.closed_at, row.closed_by = "", None, None
    row.save(update_fields=["closing_reason", "closed_at", "closed_by"])
    return row


# -- what they share, and the table of contracts ---------------------------------------------------


def codes_of(text: str) -> list[str]:
    """The codes that somebody typed, parted by commas, semicolons, spaces or lines."""
    return list(dict.fromkeys(code for code in re.split(r"[,;\s]+", text) if code))


def require_of(actor: User, agency: Agency) -> None:
    """The region's operator keeps every contract, an agency's those that his agency signed."""
    try:
        require(actor, KEEP, Contract(agency=agency))
    except NotAllowed as refusal:
        raise NotAllowed(refusal.code, refusal.sentence, field="agency") from None


def locked(actor: User, contract: Contract) -> Contract:
    require(actor, KEEP, contract)
    row = Contract.objects.select_for_update(of=("self",), no_key=True).get(pk=contract.pk)
    require(actor, KEEP, row)  # another agency may have got it meanwhile
    refuse_closed(row)
    return row


def refuse_closed(row: Contract) -> None:
    if row.closed_at is not None:
        sentence = f"Kontrak {row.number} sudah ditutup. Buka kembali dulu di meja kerja."
        raise Invalid("closed", sentence, field="number")


def clean(terms: Terms, next_on: date | None = None) -> Terms:
    """The terms as they are kept. Raises Invalid at the first that does not fit.

    `next_on`: when the first of those begins that continue it already.
    """
    columns = terms.columns
    for name, most in LONGEST.items():
        columns[name] = _line(columns[name], name, most)
    if terms.kind not in ContractKind.values:
        raise Invalid("bad_kind", "Pilih jenis kontraknya.", field="kind")
    for name in ("starts_on", "ends_on"):
        if not YEARS[0] <= columns[name].year <= YEARS[1]:
            sentence = f"Periksa tahunnya: antara {YEARS[0]} dan {YEARS[1]}."
            raise Invalid("bad_year", sentence, field=name)
    if terms.ends_on < terms.starts_on:
        sentence = "Hari terakhirnya sebelum mulainya. Periksa tanggalnya."
        raise Invalid("ends_before", sentence, field="ends_on")
    _check_value(terms.value)
    _check_order(terms, next_on)
    return Terms(**columns)


def _line(text: str, field: str, most: int) -> str:
    line = " ".join(plain(text).split())
    if not line and field != "subject":
        raise Invalid("empty", "Isi nomor kontrak dan nama penyedianya.", field=field)
    if len(line) > most:
        raise Invalid("too_long", f"Tulis paling banyak {most} huruf.", field=field)
    return line


def _check_value(value: Decimal | None) -> None:
    if value is not None and not 0 <= value < DEAREST:
        raise Invalid("bad_value", "Tulis nilainya dalam rupiah, tanpa minus.", field="value")
    if value is not None and value != value.to_integral_value():
        raise Invalid("bad_value", "Tulis nilainya dalam rupiah bulat.", field="value")


def _check_order(terms: Terms, next_on: date | None) -> None:
    """What is continued began before: so that no row of contracts goes in a circle."""
    if terms.renews is not None and terms.renews.starts_on >= terms.starts_on:
        sentence = "Kontrak yang diteruskan harus mulai lebih dulu daripada kontrak ini."
        raise Invalid("renews_later", sentence, field="renews")
    if next_on is not None and next_on <= terms.starts_on:
        sentence = "Kontrak ini diteruskan kontrak yang mulai lebih dulu. Periksa tanggalnya."
        raise Invalid("renewed_before", sentence, field="starts_on")


def put(row: Contract, terms: Terms) -> None:
    """The terms onto the row; of another last day the officers are warned anew."""
    if row.ends_on != terms.ends_on:
        row.reminded_days = None
    for name, value in terms.columns.items():
        setattr(row, name, value)


def kept_assets(actor: User, codes: Iterable[str]) -> list[Asset]:
    """The things of these codes, each kept by the actor. Raises at `codes`, by name."""
    wanted = {code.upper(): code for code in codes}
    if len(wanted) > MOST:
        sentence = f"Paling banyak {MOST} aset sekaligus. Bagi menjadi beberapa kali."
        raise Invalid("too_many", sentence, field="codes")
    visible = Asset.objects.visible_to(actor).annotate(upper=Upper("code"))
    assets = {asset.code.upper(): asset for asset in visible.filter(upper__in=wanted)}
    missing = [code for upper, code in wanted.items() if upper not in assets]
    if missing:
        told = ", ".join(missing[:5])
        sentence = f"Tidak ada aset dengan kode {told[:100]}. Periksa tulisannya."
        raise Invalid("unknown_code", sentence, field="codes")
    for asset in assets.values():
        require_asset(actor, asset)
    return list(assets.values())


def require_asset(actor: User, asset: Asset) -> None:
    try:
        require(actor, KEEP_ASSET, asset)
    except NotAllowed as refusal:
        sentence = f"{asset.code}: {refusal.sentence}"
        raise NotAllowed(refusal.code, sentence, field="codes") from None


def lay_over(row: Contract, assets: Iterable[Asset]) -> int:
    """How many it did not cover before."""
    before = set(row.coverage.values_list("asset_id", flat=True))
    new = [asset for asset in assets if asset.pk not in before]
    ContractCoverage.objects.bulk_create(
        (ContractCoverage(contract=row, asset=asset) for asset in new), ignore_conflicts=True
    )
    return len(new)
