from __future__ import annotations

import pghistory
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from infrastructure.models.asset import Asset, OfAsset
from infrastructure.vocabulary import AssetKind, PowerKind, Side, SiteKind


@pghistory.track(level=pghistory.Statement, exclude=["contact"])
class Site(OfAsset):
    """A place with things in it. What stands in one site is one local network (domain/impact)."""

    asset_kind = AssetKind.SITE

    kind = models.CharField("macam", max_length=16, choices=SiteKind)
    is_root = models.BooleanField(
        "pangkal jaringan", default=False, help_text="yang terhubung ke sini dianggap hidup"
    )
    criticality = models.PositiveSmallIntegerField(
        "kepentingan",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text="1 paling penting",
    )
    population = models.PositiveIntegerField(
        "orang yang dilayani", null=True, blank=True, help_text="kosong: belum diketahui"
    )
    contact = models.CharField(
        "hubungi", max_length=120, blank=True, help_text="nomor kantor; hanya untuk petugas"
    )

    class Meta:
        verbose_name = "lokasi"
        verbose_name_plural = "lokasi"


@pghistory.track(level=pghistory.Statement)
class Room(OfAsset):
    """A room of a data centre."""

    asset_kind = AssetKind.ROOM

    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="rooms", verbose_name="lokasi"
    )
    floor = models.CharField("lantai", max_length=20, blank=True)
    tier = models.PositiveSmallIntegerField(
        "tingkat TIA-942",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(4)],
    )
    cooling = models.CharField("pendingin", max_length=120, blank=True)
    fire = models.CharField("pemadam", max_length=120, blank=True)

    class Meta:
        verbose_name = "ruang pusat data"
        verbose_name_plural = "ruang pusat data"


@pghistory.track(level=pghistory.Statement)
class Rack(OfAsset):
    """A rack of so many units; what stands in it is excluded from overlap (models/device)."""

    asset_kind = AssetKind.RACK

    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="racks", verbose_name="lokasi"
    )
    room = models.ForeignKey(
        Room,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="racks",
        verbose_name="ruang",
    )
    u_height = models.PositiveSmallIntegerField(
        "tinggi (U)", default=42, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    max_power_w = models.PositiveIntegerField("daya terbesar (W)", null=True, blank=True)

    class Meta:
        verbose_name = "rak"
        verbose_name_plural = "rak"


@pghistory.track(level=pghistory.Statement)
class PowerSource(OfAsset):
    """Where current comes from. A UPS lives on for some minutes after what feeds it is gone."""

    asset_kind = AssetKind.POWER

    kind = models.CharField("macam", max_length=8, choices=PowerKind)
    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="power_sources", verbose_name="lokasi"
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name="diberi daya oleh",
    )
    autonomy_min = models.PositiveIntegerField(
        "bertahan (menit)", null=True, blank=True, help_text="setelah sumber di atasnya padam"
    )

    class Meta:
        verbose_name = "sumber daya listrik"
        verbose_name_plural = "sumber daya listrik"
        constraints = [
            models.CheckConstraint(
                condition=~Q(parent=models.F("asset")),
                name="power_not_own_parent",
                violation_error_message="Sumber daya tidak dapat memberi daya pada dirinya.",
            )
        ]


@pghistory.track(level=pghistory.Statement)
class PowerFeed(models.Model):
    """A rack or device draws from a source, by its A or its B inlet."""

    source = models.ForeignKey(
        PowerSource, on_delete=models.PROTECT, related_name="feeds", verbose_name="sumber"
    )
    target = models.ForeignKey(
        Asset, on_delete=models.PROTECT, related_name="feeds", verbose_name="rak atau perangkat"
    )
    side = models.CharField("sisi", max_length=1, choices=Side, default=Side.A)

    class Meta:
        verbose_name = "catu daya"
        verbose_name_plural = "catu daya"
        constraints = [
            models.UniqueConstraint(
                fields=["target", "side"],
                name="one_feed_per_side",
                violation_error_message="Sisi ini sudah punya catu daya.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} -> {self.target} {self.get_side_display()}"
