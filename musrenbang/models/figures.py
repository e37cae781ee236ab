from __future__ import annotations

from django.db import models

from egov.agencies.models import Agency
from egov.areas.models import Area
from musrenbang.models.cycle import Stage


class Figures(models.Model):
    """What was counted of an area and a plan year; without an area of all, without a year of all.

    Pages read a row and count nothing themselves, however many proposals there are; `counted_at`
    says how old it is. Written by `musrenbang.domain.figures`, never by hand.
    """

    year = models.PositiveSmallIntegerField("tahun RKPD", null=True)
    area = models.ForeignKey(Area, null=True, on_delete=models.CASCADE, related_name="+")
    sent = models.PositiveIntegerField("terkirim", default=0)
    waiting = models.PositiveIntegerField("menunggu keputusan", default=0)
    accepted = models.PositiveIntegerField("diterima", default=0)
    ended = models.PositiveIntegerField("berakhir tanpa diterima", default=0)
    accepted_cost = models.DecimalField(
        "nilai yang diterima",
        max_digits=20,
        decimal_places=0,
        default=0,
    )
    rws = models.PositiveIntegerField("RW yang mengusulkan", default=0)
    counted_at = models.DateTimeField("dihitung")

    class Meta:
        verbose_name = "angka"
        verbose_name_plural = "angka"
        constraints = [
            models.UniqueConstraint(
                fields=["year", "area"],
                name="figures_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.sent} usulan"


class StageFigures(models.Model):
    """How many wait at a stage, by kecamatan; at a stage of the OPD by whose opinion is missing.

    Where nothing waits there is no row.
    """

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="figures")
    area = models.ForeignKey(Area, null=True, on_delete=models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, null=True, on_delete=models.CASCADE, related_name="+")
    waiting = models.PositiveIntegerField("menunggu")
    counted_at = models.DateTimeField("dihitung")

    class Meta:
        verbose_name = "angka tahap"
        verbose_name_plural = "angka tahap"
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "area", "agency"],
                name="stage_figures_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.waiting} menunggu"


class StageProgress(models.Model):
    """Of how many areas a stage has proposals, and in how many of them one still waits there."""

    stage = models.OneToOneField(
        Stage,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="progress",
    )
    areas = models.PositiveIntegerField("wilayah dengan usulan")
    unfinished = models.PositiveIntegerField("masih menunggu")
    counted_at = models.DateTimeField("dihitung")

    class Meta:
        verbose_name = "kemajuan tahap"
        verbose_name_plural = "kemajuan tahap"

    def __str__(self) -> str:
        return f"{self.finished} dari {self.areas}"

    @property
    def finished(self) -> int:
        return self.areas - self.unfinished
