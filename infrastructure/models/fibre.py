from __future__ import annotations

from collections.abc import Sequence

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from infrastructure.models.asset import OfAsset
from infrastructure.models.place import Site
from infrastructure.vocabulary import (
    AssetKind,
    EnclosureKind,
    SegmentKind,
    StructureKind,
)


@pghistory.track(level=pghistory.Statement)
class Structure(OfAsset):
    """What carries or hides a cable: a pole, a manhole, the entry of a building."""

    asset_kind = AssetKind.STRUCTURE

    kind = models.CharField("macam", max_length=16, choices=StructureKind)
    site = models.ForeignKey(
        Site,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="structures",
        verbose_name="lokasi",
    )

    class Meta:
        verbose_name = "tiang atau bak"
        verbose_name_plural = "tiang dan bak"


@pghistory.track(level=pghistory.Statement)
class Segment(OfAsset):
    """The way between two structures. `geometry`: [[longitude, latitude], ...] in WGS 84."""

    asset_kind = AssetKind.SEGMENT

    a = models.ForeignKey(
        Structure, on_delete=models.PROTECT, related_name="segments_from", verbose_name="dari"
    )
    b = models.ForeignKey(
        Structure, on_delete=models.PROTECT, related_name="segments_to", verbose_name="ke"
    )
    kind = models.CharField("macam", max_length=8, choices=SegmentKind)
    geometry = models.JSONField("jalur", default=list, blank=True)
    west = models.FloatField(null=True, blank=True, editable=False)
    south = models.FloatField(null=True, blank=True, editable=False)
    east = models.FloatField(null=True, blank=True, editable=False)
    north = models.FloatField(null=True, blank=True, editable=False)
    length_m = models.FloatField("panjang (m)", null=True, blank=True)
    permit = models.CharField("izin", max_length=120, blank=True)

    class Meta:
        verbose_name = "ruas jalur"
        verbose_name_plural = "ruas jalur"
        constraints = [
            models.CheckConstraint(
                condition=~Q(a=F("b")),
                name="segment_has_two_ends",
                violation_error_message="Kedua ujung ruas harus berbeda.",
            )
        ]
        indexes = [
            models.Index(
                fields=["west", "east", "south", "north"],
                condition=Q(west__isnull=False),
                name="segment_box",
            )
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def derive(self) -> None:
        """Fills the box around the line; bulk writers call it themselves."""
        self.west, self.south, self.east, self.north = box_around(self.geometry)


def box_around(line: Sequence[Sequence[float]]) -> tuple[float | None, ...]:
    """West, south, east, north of [[longitude, latitude], ...]; unknown where nothing is drawn."""
    if not line:
        return (None, None, None, None)
    longitudes, latitudes = zip(*line, strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


@pghistory.track(level=pghistory.Statement)
class Duct(models.Model):
    """A pipe of a segment, perhaps within another pipe of it."""

    segment = models.ForeignKey(
        Segment, on_delete=models.PROTECT, related_name="ducts", verbose_name="ruas"
    )
    number = models.PositiveSmallIntegerField("nomor")
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="inner",
        verbose_name="di dalam pipa",
    )
    diameter_mm = models.PositiveSmallIntegerField("garis tengah (mm)", null=True, blank=True)

    class Meta:
        verbose_name = "pipa"
        verbose_name_plural = "pipa"
        ordering = ["segment", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["segment", "number"],
                name="duct_number_once",
                violation_error_message="Nomor pipa ini sudah ada di ruas itu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.segment} pipa {self.number}"


class CableType(models.Model):
    """So many tubes of so many cores, coloured by TIA-598-D."""

    code = models.SlugField("kode", max_length=60, unique=True)
    name = models.CharField("nama", max_length=120)
    tubes = models.PositiveSmallIntegerField("tabung", validators=[MinValueValidator(1)])
    per_tube = models.PositiveSmallIntegerField("inti tiap tabung", default=12)
    loss_db_km = models.FloatField("redaman (dB/km)", default=0.35)

    class Meta:
        verbose_name = "tipe kabel"
        verbose_name_plural = "tipe kabel"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def cores(self) -> int:
        return self.tubes * self.per_tube


@pghistory.track(level=pghistory.Statement)
class Cable(OfAsset):
    """A fibre cable; its way is its routes, its cores are rows."""

    asset_kind = AssetKind.CABLE

    type = models.ForeignKey(
        CableType, on_delete=models.PROTECT, related_name="cables", verbose_name="tipe"
    )

    class Meta:
        verbose_name = "kabel serat optik"
        verbose_name_plural = "kabel serat optik"


@pghistory.track(level=pghistory.Statement)
class CableRoute(models.Model):
    """A cable runs through a segment, in one of its ducts where it has some."""

    cable = models.ForeignKey(
        Cable, on_delete=models.PROTECT, related_name="routes", verbose_name="kabel"
    )
    segment = models.ForeignKey(
        Segment, on_delete=models.PROTECT, related_name="routes", verbose_name="ruas"
    )
    duct = models.ForeignKey(
        Duct,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="routes",
        verbose_name="pipa",
    )
    sequence = models.PositiveSmallIntegerField("urutan")

    class Meta:
        verbose_name = "jalur kabel"
        verbose_name_plural = "jalur kabel"
        ordering = ["cable", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["cable", "sequence"], name="route_in_sequence"),
            models.UniqueConstraint(
                fields=["cable", "segment"],
                name="segment_once_in_cable",
                violation_error_message="Kabel ini sudah melalui ruas itu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cable} lewat {self.segment}"


@pghistory.track(level=pghistory.Statement)
class Enclosure(OfAsset):
    """Where cores are joined: in the field on a structure, or in a site."""

    asset_kind = AssetKind.ENCLOSURE

    kind = models.CharField("macam", max_length=8, choices=EnclosureKind)
    structure = models.ForeignKey(
        Structure,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="enclosures",
        verbose_name="pada",
    )
    site = models.ForeignKey(
        Site,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="enclosures",
        verbose_name="di lokasi",
    )
    trays = models.PositiveSmallIntegerField("tray", default=1)

    class Meta:
        verbose_name = "kotak sambung"
        verbose_name_plural = "kotak sambung"


@pghistory.track(level=pghistory.Statement)
class Slack(models.Model):
    """Spare metres of a cable, coiled up on a pole or in a chamber that it passes."""

    cable = models.ForeignKey(
        Cable, on_delete=models.PROTECT, related_name="slacks", verbose_name="kabel"
    )
    structure = models.ForeignKey(
        Structure, on_delete=models.PROTECT, related_name="slacks", verbose_name="pada"
    )
    metres = models.FloatField("panjang (m)")

    class Meta:
        verbose_name = "cadangan panjang"
        verbose_name_plural = "cadangan panjang"
        ordering = ["cable", "structure"]
        constraints = [
            models.UniqueConstraint(
                fields=["cable", "structure"],
                name="slack_once",
                violation_error_message="Cadangan kabel ini di situ sudah dicatat.",
            ),
            models.CheckConstraint(
                condition=Q(metres__gt=0, metres__lte=2000),
                name="slack_has_metres",
                violation_error_message="Cadangan panjang antara 0 dan 2.000 meter.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cable} di {self.structure}: {self.metres:g} m"
