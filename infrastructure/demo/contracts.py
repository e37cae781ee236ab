"""Contracts of the example: running, ending soon, followed by another, followed by none.

A step of its own, so that an older demo gets it as well. The firms are invented and say so.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from egov.accounts.models import Appointment
from infrastructure.models import Asset, Contract, ContractCoverage
from infrastructure.vocabulary import IN_USE, INFRA_OPERATOR, AssetKind
from infrastructure.vocabulary_contracts import ContractKind

# number, firm, kind, what, first and last day from today, rupiah, what it covers, which it renews
Row = tuple[str, str, str, str, int, int, int | None, AssetKind | None, str]
NETWORK, CAMERAS = "CV Contoh Jaringan", "PT Contoh Kamera"
ROWS: tuple[Row, ...] = (
    ("027/01/CONTOH", NETWORK, ContractKind.SUBSCRIPTION, "Bandwidth kantor (contoh)",
     -500, -136, 180_000_000, AssetKind.LINK, ""),
    ("027/02/CONTOH", NETWORK, ContractKind.SUBSCRIPTION, "Bandwidth kantor (contoh)",
     -135, 229, 195_000_000, AssetKind.LINK, "027/01/CONTOH"),
    ("027/03/CONTOH", CAMERAS, ContractKind.MAINTENANCE, "Kamera jalan dan pintu air (contoh)",
     -300, 64, 96_000_000, AssetKind.CAMERA, ""),
    ("027/04/CONTOH", CAMERAS, ContractKind.WARRANTY, "Perekam kamera (contoh)",
     -340, 24, None, None, ""),
    ("027/05/CONTOH", NETWORK, ContractKind.MAINTENANCE, "Switch kelurahan (contoh)",
     -400, -35, 48_000_000, AssetKind.DEVICE, ""),
)  # fmt: skip
COVERED = 40  # things of one contract


def contracts_missing() -> bool:
    return Asset.objects.exists() and not Contract.objects.exists()


@transaction.atomic
def make_contracts() -> None:
    """Signed by who owns most, recorded by the region's operator; neither: nothing."""
    owners = Asset.objects.filter(owner__isnull=False).values_list("owner", flat=True)
    keeper = Appointment.objects.current().filter(role=INFRA_OPERATOR).first()
    if keeper is None or not owners:
        return
    (agency, _many), *_rest = Counter(owners).most_common(1)
    on = timezone.localdate()
    known: dict[str, Contract] = {}
    for row in ROWS:
        known[row[0]] = _contract(row, agency, keeper.user_id, on, known)


def _contract(row: Row, agency: int, keeper: int, on: date, known: dict[str, Contract]) -> Contract:
    number, firm, kind, subject, begins, ends, value, covered, renews = row
    contract = Contract.objects.create(
        number=number,
        agency_id=agency,
        supplier=firm,
        kind=kind,
        subject=subject,
        starts_on=on + timedelta(days=begins),
        ends_on=on + timedelta(days=ends),
        value=None if value is None else Decimal(value),
        renews=known.get(renews),
        recorded_by_id=keeper,
    )
    things = Asset.objects.filter(kind=covered, owner=agency, status__in=IN_USE) if covered else ()
    ContractCoverage.objects.bulk_create(
        ContractCoverage(contract=contract, asset=asset) for asset in list(things)[:COVERED]
    )
    return contract
