from __future__ import annotations

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from infrastructure.models.asset import Asset, OfAsset
from infrastructure.models.device import Port
from infrastructure.models.link import Link
from infrastructure.models.place import Site
from infrastructure.vocabulary import (
    AssetKind,
    CoreColour,
    CoreState,
    EnclosureKind,
    JointKind,
    JointState,
    SegmentKind,
    Side,
    StructureKind,
    colour_of,
)


@pghistory.track()
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


@pghistory.track()
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
        if self.geometry:
            longitudes, latitudes = zip(*self.geometry, strict=True)
            self.west, self.east = min(longitudes), max(longitudes)
            self.south, self.north = min(latitudes), max(latitudes)
        else:
            self.west = self.east = self.south = self.north = None


@pghistory.track()
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


@pghistory.track()
class Cable(OfAsset):
    """A fibre cable; its way is its routes, its cores are rows."""

    asset_kind = AssetKind.CABLE

    type = models.ForeignKey(
        CableType, on_delete=models.PROTECT, related_name="cables", verbose_name="tipe"
    )

    class Meta:
        verbose_name = "kabel serat optik"
        verbose_name_plural = "kabel serat optik"


@pghistory.track()
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


@pghistory.track()
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


@pghistory.track()
class Core(models.Model):
    """One fibre of a cable. Number and tube count from 1."""

    cable = models.ForeignKey(
        Cable, on_delete=models.PROTECT, related_name="cores", verbose_name="kabel"
    )
    number = models.PositiveSmallIntegerField("nomor")
    tube = models.PositiveSmallIntegerField("tabung")
    state = models.CharField("keadaan", max_length=8, choices=CoreState, default=CoreState.SPARE)

    class Meta:
        verbose_name = "inti"
        verbose_name_plural = "inti"
        ordering = ["cable", "number"]
        constraints = [models.UniqueConstraint(fields=["cable", "number"], name="core_number_once")]

    def __str__(self) -> str:
        return f"{self.cable}/{self.number}"

    @property
    def colour(self) -> CoreColour:
        return colour_of(self.number)

    @property
    def tube_colour(self) -> CoreColour:
        return colour_of(self.tube)


@pghistory.track()
class Joint(models.Model):
    """Cores, or a core and a port, become one in an enclosure; a splitter has more than two ends.

    Loss in dB, as measured; empty: not measured.
    """

    enclosure = models.ForeignKey(
        Enclosure, on_delete=models.PROTECT, related_name="joints", verbose_name="kotak sambung"
    )
    tray = models.PositiveSmallIntegerField("tray", default=1)
    kind = models.CharField("macam", max_length=10, choices=JointKind, default=JointKind.FUSION)
    state = models.CharField("keadaan", max_length=8, choices=JointState, default=JointState.MADE)
    loss_db = models.FloatField("redaman (dB)", null=True, blank=True)

    class Meta:
        verbose_name = "sambungan"
        verbose_name_plural = "sambungan"

    def __str__(self) -> str:
        return f"{self.enclosure} {self.pk}"


@pghistory.track()
class JointEnd(models.Model):
    """One end of a joint: one side of a core, or a port. Each is joined once.

    Of a splitter, end 1 is the common one.
    """

    joint = models.ForeignKey(
        Joint, on_delete=models.CASCADE, related_name="ends", verbose_name="sambungan"
    )
    number = models.PositiveSmallIntegerField("ujung")
    core = models.ForeignKey(
        Core,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="ends",
        verbose_name="inti",
    )
    side = models.CharField("sisi", max_length=1, choices=Side, blank=True)
    port = models.OneToOneField(
        Port,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="end",
        verbose_name="porta",
    )

    class Meta:
        verbose_name = "ujung sambungan"
        verbose_name_plural = "ujung sambungan"
        ordering = ["joint", "number"]
        constraints = [
            models.UniqueConstraint(fields=["joint", "number"], name="end_number_once"),
            models.UniqueConstraint(
                fields=["core", "side"],
                name="core_side_joined_once",
                violation_error_message="Sisi inti ini sudah disambung.",
            ),
            models.CheckConstraint(
                condition=Q(core__isnull=False, port=None) & ~Q(side="")
                | Q(core=None, port__isnull=False, side=""),
                name="end_is_core_or_port",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.core or self.port} {self.side}".strip()


class OpticalPath(models.Model):
    """The light's way of a link, from port to port. Rebuilt when something on it changes."""

    link = models.ForeignKey(
        Link, on_delete=models.CASCADE, related_name="paths", verbose_name="tautan"
    )
    length_m = models.FloatField("panjang (m)", default=0)
    loss_db = models.FloatField("redaman (dB)", default=0)
    budget_db = models.FloatField("anggaran redaman (dB)", null=True, blank=True)
    complete = models.BooleanField("tersambung", default=False)

    class Meta:
        verbose_name = "jejak optik"
        verbose_name_plural = "jejak optik"

    def __str__(self) -> str:
        return f"jejak {self.link}"


class PathElement(models.Model):
    """What a path goes through, in order: the index that answers what a cut touches."""

    path = models.ForeignKey(OpticalPath, on_delete=models.CASCADE, related_name="elements")
    sequence = models.PositiveSmallIntegerField()
    asset = models.ForeignKey(  # the device, the enclosure or the core's cable
        Asset, on_delete=models.CASCADE, related_name="path_elements"
    )
    core = models.ForeignKey(
        Core, null=True, blank=True, on_delete=models.CASCADE, related_name="path_elements"
    )
    joint = models.ForeignKey(
        Joint, null=True, blank=True, on_delete=models.CASCADE, related_name="path_elements"
    )
    port = models.ForeignKey(
        Port, null=True, blank=True, on_delete=models.CASCADE, related_name="path_elements"
    )

    class Meta:
        verbose_name = "bagian jejak"
        verbose_name_plural = "bagian jejak"
        ordering = ["path", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["path", "sequence"], name="path_in_sequence")
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.sequence}"
