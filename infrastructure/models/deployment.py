from __future__ import annotations

import pghistory
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from infrastructure.models.asset import Asset
from infrastructure.models.device import Device
from infrastructure.vocabulary import Environment, Need
from regulations.models import Application


@pghistory.track(level=pghistory.Statement)
class DeploymentGroup(models.Model):
    """So many of these devices must be up for the application to run."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="deployments", verbose_name="aplikasi"
    )
    name = models.CharField("kelompok", max_length=40, default="server")
    environment = models.CharField(
        "lingkungan", max_length=12, choices=Environment, default=Environment.PRODUCTION
    )
    min_up = models.PositiveSmallIntegerField(
        "paling sedikit hidup", default=1, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = "kelompok penempatan"
        verbose_name_plural = "kelompok penempatan"
        constraints = [
            models.UniqueConstraint(
                fields=["application", "environment", "name"],
                name="deployment_group_once",
                violation_error_message="Aplikasi ini sudah punya kelompok itu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.name}"


@pghistory.track(level=pghistory.Statement)
class Deployment(models.Model):
    """A device runs a part of an application."""

    group = models.ForeignKey(
        DeploymentGroup, on_delete=models.PROTECT, related_name="members", verbose_name="kelompok"
    )
    device = models.ForeignKey(
        Device, on_delete=models.PROTECT, related_name="deployments", verbose_name="perangkat"
    )

    class Meta:
        verbose_name = "penempatan"
        verbose_name_plural = "penempatan"
        constraints = [
            models.UniqueConstraint(
                fields=["group", "device"],
                name="deployed_once",
                violation_error_message="Perangkat ini sudah ada di kelompok itu.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.group} pada {self.device}"


@pghistory.track(level=pghistory.Statement)
class Dependency(models.Model):
    """An application needs another application, or a thing of the inventory.

    Rows of one consumer with the same `group` stand in for each other: `min_up` of them must be
    there. A row without a group stands alone.
    """

    consumer = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="needs", verbose_name="aplikasi"
    )
    application = models.ForeignKey(
        Application,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="needed_by",
        verbose_name="perlu aplikasi",
    )
    asset = models.ForeignKey(
        Asset,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="needed_by",
        verbose_name="perlu aset",
    )
    need = models.CharField("kebutuhan", max_length=4, choices=Need, default=Need.HARD)
    group = models.CharField("kelompok", max_length=40, blank=True)
    min_up = models.PositiveSmallIntegerField(
        "paling sedikit hidup", default=1, validators=[MinValueValidator(1)]
    )

    class Meta:
        verbose_name = "ketergantungan"
        verbose_name_plural = "ketergantungan"
        constraints = [
            models.CheckConstraint(
                condition=Q(application=None, asset__isnull=False)
                | Q(application__isnull=False, asset=None),
                name="dependency_on_one",
                violation_error_message="Pilih satu: aplikasi atau aset.",
            ),
            models.CheckConstraint(
                condition=Q(application=None) | ~Q(application=F("consumer")),
                name="not_on_itself",
                violation_error_message="Aplikasi tidak dapat bergantung pada dirinya.",
            ),
            models.UniqueConstraint(
                fields=["consumer", "application", "asset"],
                name="dependency_once",
                nulls_distinct=False,
                violation_error_message="Ketergantungan ini sudah tercatat.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consumer} perlu {self.application or self.asset}"
