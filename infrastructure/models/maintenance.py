"""Work that is announced: from an impact that was kept, once or again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from egov.agencies.models import Agency
from infrastructure.models.asset import Asset, own_agencies, reads_restricted
from infrastructure.models.run import ImpactRun
from infrastructure.vocabulary_monitoring import Recurrence
from regulations.models import Application

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


class MaintenanceQuerySet(models.QuerySet["Maintenance"]):
    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        if reads_restricted(user):
            return self
        return self.filter(agency__in=own_agencies(user))


@pghistory.track(level=pghistory.Statement)
class Maintenance(models.Model):
    """Planned work and what it takes along, as its impact run told it.

    `title` and `reason` are public words. `sequence` rises with each change that is told.
    """

    run = models.ForeignKey(
        ImpactRun, on_delete=models.PROTECT, related_name="maintenance", verbose_name="dampak"
    )
    title = models.CharField("judul untuk umum", max_length=120)
    reason = models.CharField("alasan", max_length=300)
    begins_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("sampai")
    recurrence = models.CharField(
        "berulang", max_length=7, choices=Recurrence, default=Recurrence.NONE
    )
    until_on = models.DateField("terakhir pada", null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    agency = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="perangkat daerah",
        editable=False,
    )
    planned_at = models.DateTimeField("direncanakan", default=timezone.now, editable=False)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    cancelled_at = models.DateTimeField("dibatalkan", null=True, blank=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    cancelling_reason = models.CharField("alasan batal", max_length=300, blank=True)

    objects = MaintenanceQuerySet.as_manager()

    class Meta:
        verbose_name = "pemeliharaan"
        verbose_name_plural = "pemeliharaan"
        ordering = ["-begins_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")),
                name="maintenance_lasts",
                violation_error_message="Akhirnya harus setelah mulainya.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MaintenanceTarget(models.Model):
    """A thing or an application that goes dark with the work; `is_cut`: it is what is worked on."""

    maintenance = models.ForeignKey(Maintenance, on_delete=models.CASCADE, related_name="targets")
    asset = models.ForeignKey(
        Asset, null=True, on_delete=models.PROTECT, related_name="maintenance_targets"
    )
    application = models.ForeignKey(
        Application, null=True, on_delete=models.PROTECT, related_name="maintenance_targets"
    )
    is_cut = models.BooleanField("yang dikerjakan", default=False)

    class Meta:
        verbose_name = "yang terdampak"
        verbose_name_plural = "yang terdampak"
        constraints = [
            models.UniqueConstraint(
                fields=["maintenance", "asset", "application"],
                name="maintenance_target_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(asset=None, application__isnull=False)
                | Q(asset__isnull=False, application=None),
                name="maintenance_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.maintenance_id}: {self.asset_id or self.application_id}"


class MaintenanceWindowQuerySet(models.QuerySet["MaintenanceWindow"]):
    def running(self) -> Self:
        return self.filter(begun_at__isnull=False, ended_at=None)

    def ahead(self) -> Self:
        return self.filter(begun_at=None, ended_at=None, cancelled_at=None)


class MaintenanceWindow(models.Model):
    """One time that the work is done; planned for, then begun and ended as it really was."""

    maintenance = models.ForeignKey(Maintenance, on_delete=models.CASCADE, related_name="windows")
    begins_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("sampai")
    begun_at = models.DateTimeField("dimulai", null=True)
    ended_at = models.DateTimeField("diakhiri", null=True)
    cancelled_at = models.DateTimeField("dibatalkan", null=True)

    objects = MaintenanceWindowQuerySet.as_manager()

    class Meta:
        verbose_name = "waktu pemeliharaan"
        verbose_name_plural = "waktu pemeliharaan"
        ordering = ["begins_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["maintenance", "begins_at"],
                condition=Q(cancelled_at=None),
                name="maintenance_window_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="maintenance_window_lasts"
            ),
        ]
        indexes = [
            models.Index(fields=["begins_at"], name="window_in_order"),
            models.Index(
                fields=["id"],
                condition=Q(begun_at__isnull=False, ended_at=None),
                name="window_running",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.maintenance_id}: {self.begins_at:%Y-%m-%d %H:%M}"
