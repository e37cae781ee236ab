from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from infrastructure.models.asset import Asset
from infrastructure.models.device import Port
from infrastructure.models.fibre import Cable, Enclosure
from infrastructure.models.link import Link
from infrastructure.vocabulary import CoreState, JointKind, JointState, Side


@pghistory.track(level=pghistory.Statement)
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


@pghistory.track(level=pghistory.Statement)
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


@pghistory.track(level=pghistory.Statement)
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
