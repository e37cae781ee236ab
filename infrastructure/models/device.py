from __future__ import annotations

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import IntegerRangeField, RangeOperators
from django.contrib.postgres.indexes import OpClass
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Upper

from infrastructure.models.asset import OfAsset
from infrastructure.models.place import Rack, Site
from infrastructure.vocabulary import AssetKind


class Manufacturer(models.Model):
    code = models.SlugField("kode", max_length=60, unique=True)
    name = models.CharField("nama", max_length=120)

    class Meta:
        verbose_name = "pabrikan"
        verbose_name_plural = "pabrikan"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class DeviceType(models.Model):
    """A model of a manufacturer; `definition` is devicetype-library's YAML as it was read."""

    manufacturer = models.ForeignKey(
        Manufacturer, on_delete=models.PROTECT, related_name="types", verbose_name="pabrikan"
    )
    code = models.SlugField("kode", max_length=100, unique=True)
    model = models.CharField("tipe", max_length=120)
    height2 = models.PositiveSmallIntegerField("tinggi (setengah U)", default=2)
    full_depth = models.BooleanField("sedalam rak", default=True)
    definition = models.JSONField("isi", default=dict, blank=True)

    class Meta:
        verbose_name = "tipe perangkat"
        verbose_name_plural = "tipe perangkat"
        ordering = ["manufacturer", "model"]

    def __str__(self) -> str:
        return f"{self.manufacturer} {self.model}"


class DeviceRole(models.Model):
    """What a device is for: switch inti, server, ..."""

    code = models.SlugField("kode", max_length=40, unique=True)
    name = models.CharField("nama", max_length=80)

    class Meta:
        verbose_name = "peran perangkat"
        verbose_name_plural = "peran perangkat"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Cluster(models.Model):
    """Hosts that run each other's virtual machines."""

    code = models.SlugField("kode", max_length=40, unique=True)
    name = models.CharField("nama", max_length=80)

    class Meta:
        verbose_name = "klaster"
        verbose_name_plural = "klaster"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


@pghistory.track(level=pghistory.Statement, exclude=["units"])
class Device(OfAsset):
    """A thing that answers, or a virtual one on a host or a cluster.

    Its place in a rack is counted in half units from the floor, U1 = 2, so that half-height
    things are whole numbers. `faces` is [0,1) in front, [1,2) behind, [0,2) through the rack.
    """

    asset_kind = AssetKind.DEVICE

    type = models.ForeignKey(
        DeviceType,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="devices",
        verbose_name="tipe",
    )
    role = models.ForeignKey(
        DeviceRole, on_delete=models.PROTECT, related_name="devices", verbose_name="peran"
    )
    site = models.ForeignKey(
        Site,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="devices",
        verbose_name="lokasi",
    )
    rack = models.ForeignKey(
        Rack,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="devices",
        verbose_name="rak",
    )
    position2 = models.PositiveSmallIntegerField(
        "letak (setengah U)", null=True, blank=True, validators=[MinValueValidator(2)]
    )
    height2 = models.PositiveSmallIntegerField("tinggi (setengah U)", default=2)
    faces = IntegerRangeField("sisi rak", default=None, null=True, blank=True)
    units = models.GeneratedField(
        expression=Func(F("position2"), F("position2") + F("height2"), function="int4range"),
        output_field=IntegerRangeField(),
        db_persist=True,
    )
    retired = models.BooleanField(default=False, editable=False)  # as the asset says; by trigger
    serial = models.CharField("nomor seri", max_length=80, blank=True)
    mac = models.CharField("MAC", max_length=17, blank=True)
    mgmt_ip = models.GenericIPAddressField("alamat pengelolaan", null=True, blank=True)
    host = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="virtual_machines",
        verbose_name="berjalan pada",
    )
    cluster = models.ForeignKey(
        Cluster,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="devices",
        verbose_name="klaster",
    )
    is_virtual = models.BooleanField("mesin virtual", default=False)
    powered_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="powers",
        verbose_name="diberi daya (PoE) oleh",
    )

    class Meta:
        verbose_name = "perangkat"
        verbose_name_plural = "perangkat"
        constraints = [
            ExclusionConstraint(
                name="rack_units_once",
                expressions=[
                    ("rack", RangeOperators.EQUAL),
                    ("units", RangeOperators.OVERLAPS),
                    ("faces", RangeOperators.OVERLAPS),
                ],
                # int4range(NULL, NULL) would be without bounds, not unknown
                condition=Q(retired=False, rack__isnull=False, position2__isnull=False),
                violation_error_code="units_taken",
                violation_error_message="Letak di rak itu sudah ditempati perangkat lain.",
            ),
            models.CheckConstraint(
                condition=Q(position2=None) | Q(rack__isnull=False, faces__isnull=False),
                name="position_in_a_rack",
                violation_error_message="Letak perlu rak dan sisinya.",
            ),
            models.CheckConstraint(
                condition=Q(height2__gte=Value(1)),
                name="device_has_height",
                violation_error_message="Tinggi paling sedikit setengah U.",
            ),
            models.CheckConstraint(
                condition=Q(position2=None) | Q(position2__gte=2),
                name="position_from_the_floor",
                violation_error_message="Letak paling bawah adalah U1.",
            ),
            models.CheckConstraint(
                condition=Q(host=None) | Q(is_virtual=True),
                name="only_virtual_on_a_host",
                violation_error_message="Hanya mesin virtual yang berjalan pada perangkat lain.",
            ),
            models.CheckConstraint(
                condition=Q(mac="") | Q(mac__regex=r"^([0-9A-F]{2}:){5}[0-9A-F]{2}$"),
                name="mac_is_written_one_way",
                violation_error_message="Tulis MAC sebagai 00:1B:44:11:3A:B7.",
            ),
        ]
        indexes = [
            models.Index(
                OpClass(Upper("serial"), name="text_pattern_ops"),
                condition=~Q(serial=""),
                name="device_serial_prefix",
            ),
            models.Index(fields=["mac"], condition=~Q(mac=""), name="device_mac"),
        ]


class Port(models.Model):
    """A plug of a device; made in bulk from its type."""

    device = models.ForeignKey(
        Device, on_delete=models.CASCADE, related_name="ports", verbose_name="perangkat"
    )
    name = models.CharField("nama", max_length=64)
    kind = models.CharField("jenis", max_length=64, blank=True)

    class Meta:
        verbose_name = "porta"
        verbose_name_plural = "porta"
        ordering = ["device", "id"]
        constraints = [models.UniqueConstraint(fields=["device", "name"], name="port_name_once")]

    def __str__(self) -> str:
        return f"{self.device}:{self.name}"
