from __future__ import annotations

from datetime import date
from typing import Any, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import F, Q
from django.utils import timezone

from egov.search.names import name_key


def always() -> DateRange:
    """A period without bounds."""
    return DateRange(None, None)


class Level(models.TextChoices):
    REGION = "region", "kabupaten/kota"
    DISTRICT = "kecamatan", "kecamatan/distrik"
    VILLAGE = "kelurahan", "desa/kelurahan"
    RW = "rw", "RW"
    RT = "rt", "RT"


class AreaQuerySet(models.QuerySet["Area"]):
    def current(self, on: date | None = None) -> Self:
        """Areas that exist on a day (today when not given)."""
        return self.filter(valid__contains=on or timezone.localdate())

    def level(self, level: str) -> Self:
        return self.filter(level=level)

    def within(self, area: Area) -> Self:
        """The area itself and everything under it.

        A code is its own path: `.` and `/` separate the levels.
        """
        below = Q(code__startswith=f"{area.code}.") | Q(code__startswith=f"{area.code}/")
        return self.filter(Q(code=area.code) | below)

    def named(self, name: str, *, parent: Area) -> Self:
        """Children of `parent` with this name or alias, whatever the spelling."""
        key = name_key(name)
        called = Q(name_key=key) | Q(aliases__name_key=key)
        return self.filter(parent=parent).filter(called).distinct()


@pghistory.track()
class Area(models.Model):
    """One area over the days on which it existed.

    Codes are Kemendagri's `PP.KK.CC.VVVV`; RW and RT add `/05/03`.
    """

    code = models.CharField("kode", max_length=24)
    level = models.CharField("tingkat", max_length=10, choices=Level)
    kind = models.CharField(
        "jenis",
        max_length=12,
        help_text="kota, kabupaten, kecamatan, distrik, kelurahan, desa, kampung, …",
    )
    name = models.CharField("nama", max_length=120)
    name_key = models.CharField(max_length=120, editable=False, db_index=True)
    sort_key = models.CharField(max_length=140, editable=False)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name="induk",
    )
    valid = DateRangeField(
        "berlaku", default=always, help_text="dari (termasuk) sampai (tidak termasuk)"
    )
    placeholder = models.BooleanField(
        "perkiraan", default=False, help_text="dibuat dengan aturan, belum dari daftar resmi"
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = "wilayah"
        verbose_name_plural = "wilayah"
        ordering = ["code"]
        constraints = [
            ExclusionConstraint(
                name="one_area_per_code_and_day",
                expressions=[(F("code"), RangeOperators.EQUAL), ("valid", RangeOperators.OVERLAPS)],
            ),
            models.CheckConstraint(
                condition=Q(level=Level.REGION, parent=None)
                | (~Q(level=Level.REGION) & Q(parent__isnull=False)),
                name="area_has_parent",
            ),
        ]
        indexes = [models.Index(fields=["parent", "sort_key"], name="area_children")]

    def __str__(self) -> str:
        return self.place if self.level == Level.RW else self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.derive()
        super().save(*args, **kwargs)

    def derive(self) -> None:
        """Fills the columns that follow from the name; bulk writers call it themselves."""
        self.name_key = name_key(self.name)
        digits = self.name.rsplit(" ", 1)[-1]
        numbered = self.level in (Level.RW, Level.RT) and digits.isdecimal()
        self.sort_key = f"{self.level}{int(digits):06d}" if numbered else self.name_key

    @property
    def word(self) -> str:
        """What an area of this kind is called: "Kelurahan", "Kampung", "Distrik"."""
        profile = settings.REGION_PROFILE
        if self.level == Level.VILLAGE:
            return profile.village_word(self.kind)
        return {
            Level.DISTRICT: profile.district,
            Level.REGION: profile.kind,
            Level.RW: profile.neighbourhood,
            Level.RT: "RT",
        }[Level(self.level)]

    @property
    def label(self) -> str:
        """The name with its word: "Kelurahan Kebraon".

        RW, RT and the region carry theirs in the name.
        """
        whole = self.level in (Level.RW, Level.RT, Level.REGION)
        return self.name if whole else f"{self.word} {self.name}"

    @property
    def place(self) -> str:
        """The name a person gives: "RW 05 Kebraon"."""
        if self.level == Level.RW and self.parent:
            return f"{self.name} {self.parent.name}"
        return self.name

    @property
    def head(self) -> str:
        """Who leads it: "Lurah", "Kepala Desa", "Camat", "Ketua RW"."""
        profile = settings.REGION_PROFILE
        if self.level == Level.VILLAGE:
            return profile.village_head(self.kind)
        return {
            Level.DISTRICT: profile.district_head,
            Level.REGION: profile.head,
            Level.RW: f"Ketua {profile.neighbourhood}",
            Level.RT: "Ketua RT",
        }[Level(self.level)]

    @property
    def path(self) -> str:
        """The address of its page: `/` of an RW code is written `~`."""
        return self.code.replace("/", "~")

    def covers(self, code: str) -> bool:
        """Whether the area with this code is this one or lies under it."""
        return code == self.code or code.startswith((f"{self.code}.", f"{self.code}/"))


class AreaAlias(models.Model):
    """Another spelling or an earlier name under which people still know the area."""

    area = models.ForeignKey(
        Area, on_delete=models.CASCADE, related_name="aliases", verbose_name="wilayah"
    )
    name = models.CharField("nama lain", max_length=120)
    name_key = models.CharField(max_length=120, editable=False, db_index=True)

    class Meta:
        verbose_name = "nama lain"
        verbose_name_plural = "nama lain"
        constraints = [models.UniqueConstraint(fields=["area", "name_key"], name="alias_once")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name_key = name_key(self.name)
        super().save(*args, **kwargs)


@pghistory.track()
class AreaOffice(models.Model):
    """Where an area's office is reached; what nobody filled in is empty, and told so."""

    area = models.OneToOneField(
        Area, on_delete=models.CASCADE, related_name="office", verbose_name="wilayah"
    )
    address = models.CharField("alamat kantor", max_length=200, blank=True)
    phone = models.CharField(
        "telepon", max_length=60, blank=True, help_text="Nomor kantor, bukan nomor pribadi."
    )
    hours = models.CharField(
        "jam layanan",
        max_length=120,
        blank=True,
        help_text="Misalnya: Senin sampai Jumat, 08.00-15.30. Kosong: jam kantor daerah.",
    )

    class Meta:
        verbose_name = "kantor"
        verbose_name_plural = "kantor"

    def __str__(self) -> str:
        return self.address or "alamat belum diisi"


class AreaSuccession(models.Model):
    """An area ended and another took its place.

    Merges have many predecessors, splits many successors.
    """

    predecessor = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="successions", verbose_name="wilayah lama"
    )
    successor = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="origins", verbose_name="wilayah baru"
    )
    succeeded_on = models.DateField("sejak")
    basis = models.CharField("dasar hukum", max_length=200, blank=True)

    class Meta:
        verbose_name = "penggabungan atau pemekaran"
        verbose_name_plural = "penggabungan dan pemekaran"
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="succession_of_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class AreaBoundary(models.Model):
    """The outline of an area: GeoJSON Polygon or MultiPolygon in WGS 84 (longitude, latitude)."""

    area = models.OneToOneField(
        Area, on_delete=models.CASCADE, related_name="boundary", verbose_name="wilayah"
    )
    geometry = models.JSONField("geometri")
    source = models.CharField("sumber", max_length=200, blank=True)

    class Meta:
        verbose_name = "batas wilayah"
        verbose_name_plural = "batas wilayah"

    def __str__(self) -> str:
        return f"Batas {self.area}"


class MapShape(models.Model):
    """An area as it is drawn: from its boundary, else a sketch from centre points.

    Derived, never edited: written by `egov.areas.drawing`, read by every page with a map.
    Places are steps of the region's frame (`egov.areas.frame`).
    """

    area = models.OneToOneField(
        Area, on_delete=models.CASCADE, related_name="map_shape", verbose_name="wilayah"
    )
    official = models.BooleanField("dari batas yang dimuat")
    geometry = models.JSONField("garis tepi")  # GeoJSON in WGS 84, as drawn
    path = models.TextField("garis tepi di peta")
    inner = models.TextField("garis di dalamnya", blank=True)  # between what lies in it
    west = models.IntegerField()
    north = models.IntegerField()
    east = models.IntegerField()
    south = models.IntegerField()
    label = models.CharField("nama di peta", max_length=120)  # in one line or two
    label_x = models.IntegerField()
    label_y = models.IntegerField()
    label_size = models.PositiveIntegerField()  # the largest letters with which it fits
    drawn_from = models.CharField("sidik bahan", max_length=64)

    class Meta:
        verbose_name = "gambar peta"
        verbose_name_plural = "gambar peta"

    def __str__(self) -> str:
        return f"Gambar {self.area}"
