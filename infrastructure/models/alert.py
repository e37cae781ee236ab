"""Who is told of an outage and by which step; what stops and beats."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from egov.agencies.models import Agency
from egov.areas.models import Area
from infrastructure.models.camera import Camera
from infrastructure.vocabulary import AssetKind
from infrastructure.vocabulary_monitoring import Severity

LONGEST_WAIT_MIN = 24 * 60


@pghistory.track(level=pghistory.Statement, exclude=["url"])
class AlertChannel(models.Model):
    """A machine that is told: a webhook. What signs it is derived from our own secret and
    `key_number`, and shown once."""

    name = models.CharField("nama", max_length=80)
    url = models.URLField("alamat", max_length=500)
    key_number = models.PositiveIntegerField(default=1, editable=False)
    added_at = models.DateTimeField("dibuat", default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    ended_at = models.DateTimeField("diakhiri", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "penerima mesin"
        verbose_name_plural = "penerima mesin"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@pghistory.track(level=pghistory.Statement)
class AlertRoute(models.Model):
    """Which outages go which way. The first that fits, by `position`, takes it.

    Empty is any. Hours are of the region's zone; from 22.00 to 06.00 goes over midnight. In quiet
    hours only what is critical is told; the rest when they end.
    """

    name = models.CharField("nama", max_length=80)
    position = models.PositiveSmallIntegerField("urutan", default=100)
    kinds = ArrayField(
        models.CharField(max_length=12, choices=AssetKind),
        default=list,
        blank=True,
        verbose_name="jenis aset",
    )
    area = models.ForeignKey(
        Area,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="wilayah",
    )
    agency = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="perangkat daerah",
    )
    severity = models.PositiveSmallIntegerField(
        "paling rendah", choices=Severity, default=Severity.WARNING
    )
    hours_from = models.TimeField("berlaku dari pukul", null=True, blank=True)
    hours_to = models.TimeField("sampai pukul", null=True, blank=True)
    quiet_from = models.TimeField("tenang dari pukul", null=True, blank=True)
    quiet_to = models.TimeField("tenang sampai pukul", null=True, blank=True)
    reminder_min = models.PositiveSmallIntegerField(
        "ingatkan lagi tiap (menit)",
        null=True,
        blank=True,
        validators=[MaxValueValidator(LONGEST_WAIT_MIN)],
        help_text="sampai ditangani; kosong: tidak diingatkan",
    )
    ended_at = models.DateTimeField("diakhiri", null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "jalur peringatan"
        verbose_name_plural = "jalur peringatan"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(hours_from=None, hours_to=None)
                | (
                    Q(hours_from__isnull=False, hours_to__isnull=False)
                    & ~Q(hours_from=F("hours_to"))
                ),
                name="route_hours_are_whole",
                violation_error_message="Isi kedua jamnya, dan berbeda, atau kosongkan keduanya.",
            ),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_to=None)
                | (
                    Q(quiet_from__isnull=False, quiet_to__isnull=False)
                    & ~Q(quiet_from=F("quiet_to"))
                ),
                name="quiet_hours_are_whole",
                violation_error_message="Isi kedua jam tenang, dan berbeda, atau kosongkan.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    level=pghistory.Statement,
)
class AlertStep(models.Model):
    """After so many minutes that nobody has acknowledged: an office, or a machine."""

    route = models.ForeignKey(
        AlertRoute, on_delete=models.CASCADE, related_name="steps", verbose_name="jalur"
    )
    after_min = models.PositiveSmallIntegerField(
        "setelah (menit)", default=0, validators=[MaxValueValidator(LONGEST_WAIT_MIN)]
    )
    office = models.CharField("jabatan", max_length=40, blank=True)
    channel = models.ForeignKey(
        AlertChannel,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="steps",
        verbose_name="penerima mesin",
    )

    class Meta:
        verbose_name = "langkah peringatan"
        verbose_name_plural = "langkah peringatan"
        ordering = ["after_min", "id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(channel=None) & ~Q(office="")) | Q(channel__isnull=False, office=""),
                name="step_tells_one",
                violation_error_message="Pilih satu: jabatan atau penerima mesin.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route}: {self.office or self.channel}"


class Stoppage(models.Model):
    """All of the portal's own checks stand still: who said so, why, until when."""

    reason = models.CharField("alasan", max_length=300)
    stopped_at = models.DateTimeField("dihentikan", default=timezone.now)
    stopped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    resumed_at = models.DateTimeField("dijalankan lagi", null=True, blank=True)
    resumed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "penghentian pemeriksaan"
        verbose_name_plural = "penghentian pemeriksaan"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["resumed_at"],
                condition=Q(resumed_at=None),
                name="stopped_once",
                nulls_distinct=False,
                violation_error_message="Pemeriksaan sudah dihentikan.",
            ),
        ]

    def __str__(self) -> str:
        return self.reason


class Heartbeat(models.Model):
    """When a part of monitoring last worked: the checker, its settling, an engine's watchdog."""

    name = models.CharField(max_length=40, primary_key=True)
    beaten_at = models.DateTimeField()

    class Meta:
        verbose_name = "tanda hidup"
        verbose_name_plural = "tanda hidup"

    def __str__(self) -> str:
        return self.name


class CameraView(models.Model):
    """Somebody asked for a restricted camera's live picture, and why. Purged by rule."""

    camera = models.ForeignKey(
        Camera, on_delete=models.PROTECT, related_name="views", verbose_name="kamera"
    )
    viewed_at = models.DateTimeField("pada", default=timezone.now)
    viewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="oleh"
    )
    reason = models.CharField("alasan", max_length=300)

    class Meta:
        verbose_name = "penonton kamera"
        verbose_name_plural = "penonton kamera"
        ordering = ["-id"]
        indexes = [models.Index(fields=["viewed_at"], name="camera_viewed")]

    def __str__(self) -> str:
        return f"{self.camera_id}: {self.viewed_at:%Y-%m-%d %H:%M}"
