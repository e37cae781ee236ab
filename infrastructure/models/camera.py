from __future__ import annotations

import pghistory
from django.db import models

from infrastructure.models.asset import OfAsset
from infrastructure.models.device import Device
from infrastructure.models.place import Site
from infrastructure.vocabulary import AssetKind, CameraKind, CameraPurpose, Connectivity


@pghistory.track(level=pghistory.Statement)
class Camera(OfAsset):
    """A camera. One that is on no network (`local_only`) is in the register and in no impact."""

    asset_kind = AssetKind.CAMERA

    kind = models.CharField("macam", max_length=8, choices=CameraKind, default=CameraKind.FIXED)
    purpose = models.CharField("tujuan", max_length=8, choices=CameraPurpose)
    connectivity = models.CharField(
        "sambungan", max_length=10, choices=Connectivity, default=Connectivity.ONLINE
    )
    site = models.ForeignKey(
        Site,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cameras",
        verbose_name="lokasi",
        help_text="yang jaringannya dipakai",
    )
    recorder = models.ForeignKey(
        Device,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="records",
        verbose_name="direkam pada",
    )

    class Meta:
        verbose_name = "kamera"
        verbose_name_plural = "kamera"
