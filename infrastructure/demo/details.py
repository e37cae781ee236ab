"""What the example tells beyond the bare network: how cameras see, since when things stand.

A step of its own, so that an older demo gets it as well.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from infrastructure.models import Asset, Cable, CableRoute, Camera, CameraStream, Slack
from infrastructure.vocabulary import AssetKind, CameraKind, CameraPurpose, NoticeSign
from regulations.models import Regulation

SEED = 2012
EXAMPLE_LAW = "contoh-1"  # about water, so of the cameras that look at it
FIRST_YEAR, LAST_YEAR = 2016, 2026
WARRANTY_YEARS = 3
DATED = (AssetKind.CAMERA, AssetKind.DEVICE, AssetKind.CABLE, AssetKind.POWER)
RETENTION = {
    CameraPurpose.TRAFFIC: 14,
    CameraPurpose.FLOOD: 7,
    CameraPurpose.SAFETY: 30,
}


def details_missing() -> bool:
    cameras = Camera.objects.all()
    return cameras.exists() and not cameras.filter(azimuth__isnull=False).exists()


@transaction.atomic
def make_details() -> None:
    chance = random.Random(SEED)  # noqa: S311 - no secret
    _cameras(chance)
    _dates(chance)
    _slack(chance)


def _cameras(chance: random.Random) -> None:
    """Traffic cameras without a law: theirs is to be recorded by who keeps them."""
    law = Regulation.objects.filter(number=EXAMPLE_LAW).first()
    rows = list(Camera.objects.order_by("pk"))
    for camera in rows:
        whole = camera.kind in (CameraKind.DOME, CameraKind.PTZ)
        camera.azimuth = chance.randrange(0, 360)
        camera.field_of_view = 360 if whole else chance.choice((60, 75, 90))
        camera.range_m = chance.choice((30, 40, 60))
        camera.height_m = chance.choice((4.0, 5.0, 6.0))
        camera.retention_days = RETENTION.get(CameraPurpose(camera.purpose))
        camera.notice_sign = chance.choice((NoticeSign.PRESENT, NoticeSign.ABSENT, ""))
        if camera.purpose == CameraPurpose.FLOOD:
            camera.legal_basis = law
            camera.rationale = "Memperlihatkan tinggi air kepada warga di hilir (contoh)."
    columns = ["azimuth", "field_of_view", "range_m", "height_m", "retention_days"]
    columns += ["notice_sign", "legal_basis", "rationale"]
    Camera.objects.bulk_update(rows, columns, batch_size=500)
    shown = [camera for camera in rows if camera.purpose == CameraPurpose.FLOOD][:3]
    CameraStream.objects.bulk_create(
        CameraStream(camera=camera, path=f"contoh-{n}", secret=f"CCTV_CONTOH_{n}")
        for n, camera in enumerate(shown, start=1)
    )


def _dates(chance: random.Random) -> None:
    rows = list(Asset.objects.filter(kind__in=DATED, installed_on=None).order_by("pk"))
    for asset in rows:
        year = chance.randrange(FIRST_YEAR, LAST_YEAR)
        asset.installed_on = date(year, chance.randrange(1, 13), chance.randrange(1, 29))
        asset.warranty_ends_on = asset.installed_on + timedelta(days=365 * WARRANTY_YEARS)
    Asset.objects.bulk_update(rows, ["installed_on", "warranty_ends_on"], batch_size=1000)


def _slack(chance: random.Random) -> None:
    """Fifteen or twenty metres coiled up at the far end of each cable."""
    routes = CableRoute.objects.select_related("segment").order_by("cable", "-sequence")
    ends = {route.cable_id: route.segment.b_id for route in routes}
    known = set(Slack.objects.values_list("cable", flat=True))
    cables = Cable.objects.filter(~Q(pk__in=known), pk__in=ends).order_by("pk")
    Slack.objects.bulk_create(
        Slack(cable=cable, structure_id=ends[cable.pk], metres=chance.choice((15, 20)))
        for cable in cables
    )
