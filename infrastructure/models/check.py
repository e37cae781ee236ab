"""What is watched and how, what it is now, what came of asking, and when it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from infrastructure.models.asset import Asset, inner_assets, visible_assets
from infrastructure.vocabulary import IN_USE
from infrastructure.vocabulary_monitoring import (
    CheckKind,
    Outcome,
    Runner,
    Severity,
    Signal,
    State,
)
from regulations.models import Application

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User

SHORTEST, LONGEST = 10, 86_400  # seconds between two askings
LONGEST_WAIT = 5  # seconds for an answer
LONGEST_BODY = 10_000  # bytes of what a program tells


class CheckQuerySet(models.QuerySet["Check"]):
    def visible_to(self, user: User | AnonymousUser | None) -> Self:
        """Of the assets that a person may read: that it is watched, never at which address."""
        return self.filter(visible_assets(user, "target__"))

    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        return self.filter(inner_assets(user, "target__"))

    def active(self) -> Self:
        """Those that are asked: neither paused nor ended, and their target is in use."""
        return self.filter(paused_at=None, ended_at=None, target__status__in=IN_USE)


@pghistory.track(level=pghistory.Statement, exclude=["address", "push_uuid"])
class Check(models.Model):
    """One way to ask one target whether it lives. It ends, and is never deleted.

    `address` is a host, or a whole address for `http`. A camera's stands in no row: its stream
    names a secret of the environment. `params` are those of its kind
    (`monitoring.parameters`). Of what an application runs on, `application` says for which.
    """

    target = models.ForeignKey(
        Asset, on_delete=models.PROTECT, related_name="checks", verbose_name="sasaran"
    )
    application = models.ForeignKey(
        Application,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="checks",
        verbose_name="aplikasi",
    )
    kind = models.CharField("cara", max_length=5, choices=CheckKind)
    runner = models.CharField("diperiksa oleh", max_length=6, choices=Runner, default=Runner.OWN)
    address = models.CharField("alamat", max_length=255, blank=True)
    params = models.JSONField("isian", default=dict, blank=True)
    interval_s = models.PositiveIntegerField(
        "tiap (detik)",
        default=60,
        validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)],
    )
    timeout_s = models.PositiveSmallIntegerField(
        "batas tunggu (detik)",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_WAIT)],
    )
    failures_to_down = models.PositiveSmallIntegerField(
        "gagal berturut-turut sampai dinyatakan mati",
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )
    severity = models.PositiveSmallIntegerField(
        "kepentingan", choices=Severity, default=Severity.WARNING
    )
    push_uuid = models.UUIDField("alamat kabar", null=True, blank=True, editable=False)
    paused_at = models.DateTimeField("dijeda", null=True, blank=True, editable=False)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    ended_at = models.DateTimeField("diakhiri", null=True, blank=True, editable=False)
    added_at = models.DateTimeField("dibuat", default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = CheckQuerySet.as_manager()

    class Meta:
        verbose_name = "pemeriksaan"
        verbose_name_plural = "pemeriksaan"
        ordering = ["target", "kind", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["push_uuid"],
                condition=Q(push_uuid__isnull=False),
                name="push_address_once",
            ),
            models.CheckConstraint(
                condition=Q(kind=CheckKind.PUSH, push_uuid__isnull=False)
                | (~Q(kind=CheckKind.PUSH) & Q(push_uuid=None)),
                name="push_has_its_address",
            ),
            models.CheckConstraint(
                condition=Q(interval_s__gte=SHORTEST, interval_s__lte=LONGEST),
                name="check_interval_fits",
                violation_error_message=(
                    f"Jarak dua pemeriksaan paling sedikit {SHORTEST} detik, paling lama sehari."
                ),
            ),
            models.CheckConstraint(
                condition=Q(timeout_s__gte=1, timeout_s__lte=LONGEST_WAIT),
                name="check_timeout_fits",
                violation_error_message=f"Batas tunggu 1 sampai {LONGEST_WAIT} detik.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "id"], condition=Q(ended_at=None), name="check_kind_standing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target}: {self.get_kind_display()}"


class CheckState(models.Model):
    """What a check says now: one narrow row that is written at each result.

    `number` rises with every write; a writer names the number it has read (compare-and-swap).
    `due_at`: when it is asked next, for a push when it is overdue. While `claim` is set a worker
    asks; should it die, `due_at` is the end of its lease. `failed_at`: the first of the failures
    that follow each other now.
    """

    of_check = models.OneToOneField(
        Check, primary_key=True, on_delete=models.PROTECT, related_name="now"
    )
    number = models.BigIntegerField(default=0)
    state = models.CharField("keadaan", max_length=11, choices=State, default=State.NEW)
    changed_at = models.DateTimeField("sejak", default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    claim = models.UUIDField(null=True)
    failures = models.PositiveIntegerField(default=0)
    failed_at = models.DateTimeField(null=True)
    last_at = models.DateTimeField("terakhir diperiksa", null=True)
    last_outcome = models.CharField("hasil terakhir", max_length=7, choices=Outcome, blank=True)
    last_code = models.CharField("sebab", max_length=30, blank=True)
    latency_ms = models.FloatField("lama jawab (ms)", null=True)
    started_at = models.DateTimeField("program mulai", null=True)  # of a push that has begun
    is_flapping = models.BooleanField("naik turun", default=False)

    class Meta:
        verbose_name = "keadaan pemeriksaan"
        verbose_name_plural = "keadaan pemeriksaan"
        indexes = [
            models.Index(fields=["due_at"], name="state_due"),
            models.Index(
                fields=["state"],
                condition=Q(state__in=[State.DOWN, State.UNREACHABLE, State.DEGRADED]),
                name="state_not_well",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_check_id}: {self.get_state_display()}"


class CheckResult(models.Model):
    """What came of asking once. Partitioned by day, kept 14 days; written by set, never edited."""

    pk = models.CompositePrimaryKey("of_check_id", "asked_at")
    of_check = models.ForeignKey(
        Check, on_delete=models.DO_NOTHING, related_name="results", db_constraint=False
    )
    asked_at = models.DateTimeField("diperiksa")
    outcome = models.CharField("hasil", max_length=7, choices=Outcome)
    code = models.CharField("sebab", max_length=30, blank=True)
    latency_ms = models.FloatField("lama jawab (ms)", null=True)

    class Meta:
        verbose_name = "hasil pemeriksaan"
        verbose_name_plural = "hasil pemeriksaan"

    def __str__(self) -> str:
        return f"{self.of_check_id}: {self.get_outcome_display()}"


class StatusChange(models.Model):
    """A check became something else: from here uptime is counted and the sender takes its work.

    `number` is that of the state it was written with: no change is written twice.
    """

    of_check = models.ForeignKey(
        Check, on_delete=models.PROTECT, related_name="changes", verbose_name="pemeriksaan"
    )
    number = models.BigIntegerField()
    before = models.CharField("sebelumnya", max_length=11, choices=State)
    after = models.CharField("menjadi", max_length=11, choices=State)
    changed_at = models.DateTimeField("pada")
    code = models.CharField("sebab", max_length=30, blank=True)
    handled_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "perubahan keadaan"
        verbose_name_plural = "perubahan keadaan"
        ordering = ["-changed_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["of_check", "number"], name="status_change_once"),
        ]
        indexes = [
            models.Index(fields=["of_check", "-changed_at"], name="change_of_check"),
            models.Index(fields=["id"], condition=Q(handled_at=None), name="change_waiting"),
            models.Index(fields=["-changed_at"], name="change_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.of_check_id}: {self.get_after_display()}"


class DailyUptime(models.Model):
    """How many seconds of a day of the region a check was what. Can be counted anew at any time."""

    of_check = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="days")
    counted_on = models.DateField("hari")
    up_s = models.PositiveIntegerField(default=0)
    degraded_s = models.PositiveIntegerField(default=0)
    down_s = models.PositiveIntegerField(default=0)
    unreachable_s = models.PositiveIntegerField(default=0)
    maintenance_s = models.PositiveIntegerField(default=0)
    unknown_s = models.PositiveIntegerField(default=0)  # before its first result, or paused

    class Meta:
        verbose_name = "ketersediaan harian"
        verbose_name_plural = "ketersediaan harian"
        constraints = [
            models.UniqueConstraint(fields=["of_check", "counted_on"], name="uptime_day_once"),
        ]
        indexes = [models.Index(fields=["counted_on"], name="uptime_day")]

    def __str__(self) -> str:
        return f"{self.of_check_id} {self.counted_on}"


class Ping(models.Model):
    """What a program told of its own run; taken up by the checker, kept 14 days."""

    of_check = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="pings")
    told_at = models.DateTimeField("pada")
    signal = models.CharField("kabar", max_length=7, choices=Signal)
    exit_code = models.PositiveSmallIntegerField("kode keluar", null=True)
    run = models.UUIDField("nomor jalan", null=True)
    body = models.TextField("isi", blank=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = "kabar program"
        verbose_name_plural = "kabar program"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["id"], condition=Q(taken_at=None), name="ping_waiting"),
            models.Index(fields=["of_check", "-id"], name="ping_of_check"),
            models.Index(fields=["told_at"], name="ping_old"),
        ]

    def __str__(self) -> str:
        return f"{self.of_check_id}: {self.get_signal_display()}"
