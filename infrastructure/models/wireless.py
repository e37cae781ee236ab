from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models

from infrastructure.models.asset import OfAsset
from infrastructure.models.device import Device
from infrastructure.models.place import Site
from infrastructure.vocabulary import AssetKind


@pghistory.track(level=pghistory.Statement)
class AccessPoint(OfAsset):
    """An access point of Wi-Fi: on whose network it is, and the networks that it shows."""

    asset_kind = AssetKind.ACCESS_POINT

    site = models.ForeignKey(
        Site,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="access_points",
        verbose_name="lokasi",
        help_text="yang jaringannya dipakai",
    )
    powered_by = models.ForeignKey(
        Device,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="powers_access_points",
        verbose_name="diberi daya (PoE) oleh",
    )
    ssids = ArrayField(
        models.CharField(max_length=32),
        default=list,
        blank=True,
        verbose_name="nama jaringan (SSID)",
    )

    class Meta:
        verbose_name = "titik akses Wi-Fi"
        verbose_name_plural = "titik akses Wi-Fi"
