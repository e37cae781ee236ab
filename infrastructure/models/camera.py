from __future__ import annotations

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from infrastructure.models.asset import OfAsset
from infrastructure.models.device import Device
from infrastructure.models.place import Site
from infrastructure.vocabulary import (
    AssetKind,
    CameraKind,
    CameraPurpose,
    Connectivity,
    NoticeSign,
)
from regulations.models import Regulation

FARTHEST = 2000  # metres that a camera can be said to see


def between(low: float, high: float) -> list[MinValueValidator | MaxValueValidator]:
    return [MinValueValidator(low), MaxValueValidator(high)]


@pghistory.track(level=pghistory.Statement)
class Camera(OfAsset):
    """A camera. One that is on no network (`local_only`) is in the register and in no impact.

    It looks from its asset's point towards `azimuth` (degrees from north, clockwise), as wide as
    `field_of_view` and as far as `range_m`.
    """

    asset_kind = AssetKind.CAMERA

    kind = models.CharField("macam", max_length=8, choices=CameraKind, default=CameraKind.FIXED)
    purpose = models.CharField("tujuan", max_length=8, choices=CameraPurpose)
    connectivity = models.CharField(
        "sambungan", max_length=10, choices=Connectivity, default=Connectivity.ONLINE
    )
    rationale = models.CharField("mengapa kamera ini ada", max_length=300, blank=True)
    legal_basis = models.ForeignKey(
        Regulation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cameras",
        verbose_name="dasar hukum",
        help_text="kosong: belum dicatat",
    )
    retention_days = models.PositiveSmallIntegerField(
        "rekaman disimpan (hari)", null=True, blank=True, help_text="0: tidak direkam"
    )
    notice_sign = models.CharField(
        "papan pemberitahuan", max_length=8, choices=NoticeSign, blank=True
    )
    window = models.CharField(
        "jam dapat ditonton", max_length=11, blank=True, help_text="misalnya 06.00-21.00"
    )
    height_m = models.FloatField("tinggi (m)", null=True, blank=True, validators=between(0, 200))
    azimuth = models.PositiveSmallIntegerField(
        "arah (derajat)", null=True, blank=True, validators=between(0, 359)
    )
    field_of_view = models.PositiveSmallIntegerField(
        "lebar pandang (derajat)", null=True, blank=True, validators=between(1, 360)
    )
    range_m = models.PositiveSmallIntegerField(
        "jarak pandang (m)", null=True, blank=True, validators=between(1, FARTHEST)
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
        constraints = [
            models.CheckConstraint(
                condition=Q(window="") | Q(window__regex=r"^[0-2]\d\.[0-5]\d-[0-2]\d\.[0-5]\d$"),
                name="camera_window_is_hours",
                violation_error_message="Tulis jamnya seperti 06.00-21.00.",
            ),
        ]


@pghistory.track(level=pghistory.Statement, exclude=["secret"])
class CameraStream(models.Model):
    """Where a camera's picture is had: a path at the gateway.

    `secret` is the name of what the environment holds, the source's address with what opens it;
    neither of them is kept here.
    """

    camera = models.ForeignKey(
        Camera, on_delete=models.PROTECT, related_name="streams", verbose_name="kamera"
    )
    path = models.SlugField("jalur di gerbang", max_length=60, unique=True)
    secret = models.CharField("nama rahasia", max_length=80)

    class Meta:
        verbose_name = "aliran gambar"
        verbose_name_plural = "aliran gambar"
        ordering = ["camera", "path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(("secret__regex", r"^[A-Z][A-Z0-9_]*$")), name="stream_names_a_secret"
            ),
        ]

    def __str__(self) -> str:
        return self.path
