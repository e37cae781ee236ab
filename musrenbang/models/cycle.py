from __future__ import annotations

from datetime import datetime
from typing import Self

import pghistory
from django.contrib.postgres.fields import DateTimeRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from musrenbang.vocabulary import Tier, tier_word


@pghistory.track()
class Cycle(models.Model):
    """One planning year.

    `year` is the year of the RKPD: what is proposed in year N is built in N+1.
    """

    year = models.PositiveSmallIntegerField("tahun RKPD", unique=True)
    name = models.CharField("nama", max_length=120)
    note = models.TextField("keterangan", blank=True)
    example = models.BooleanField("data contoh", default=False)

    class Meta:
        verbose_name = "siklus"
        verbose_name_plural = "siklus"
        ordering = ["-year"]

    def __str__(self) -> str:
        return self.name


@pghistory.track()
class Channel(models.Model):
    """A way into the cycle with stages of its own: the citizens of an RW, a group, a theme."""

    cycle = models.ForeignKey(
        Cycle, on_delete=models.PROTECT, related_name="channels", verbose_name="siklus"
    )
    code = models.SlugField("kode", max_length=30)
    name = models.CharField("nama", max_length=120)
    description = models.TextField("untuk siapa", blank=True)
    submission = DateTimeRangeField(
        "masa pengusulan", help_text="dari (termasuk) sampai (tidak termasuk)"
    )

    class Meta:
        verbose_name = "jalur"
        verbose_name_plural = "jalur"
        ordering = ["cycle", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "code"], name="channel_once"),
            models.CheckConstraint(
                condition=Q(
                    submission__startswith__isnull=False,
                    submission__endswith__isnull=False,
                    submission__isempty=False,
                ),
                name="submission_is_bounded",
                violation_error_message="Isi mulai dan sampai; sampai harus sesudah mulai.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.cycle.year}"

    def accepts_at(self, now: datetime) -> bool:
        return bool(self.submission.lower <= now < self.submission.upper)


class StageQuerySet(models.QuerySet["Stage"]):
    def open_at(self, now: datetime | None = None) -> Self:
        return self.filter(window__contains=now or timezone.now(), closed_at=None)


@pghistory.track(exclude=["reminded_at"])
class Stage(models.Model):
    """A tier of a channel with its window. A year without a tier is a channel without that row."""

    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, related_name="stages", verbose_name="jalur"
    )
    tier = models.CharField("tingkat", max_length=10, choices=Tier)
    position = models.PositiveSmallIntegerField("urutan")
    name = models.CharField("nama", max_length=120)
    window = DateTimeRangeField("jadwal", help_text="dari (termasuk) sampai (tidak termasuk)")
    closed_at = models.DateTimeField("ditutup", null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = StageQuerySet.as_manager()

    class Meta:
        verbose_name = "tahap"
        verbose_name_plural = "tahap"
        ordering = ["channel", "position"]
        constraints = [
            models.UniqueConstraint(fields=["channel", "tier"], name="tier_once_per_channel"),
            models.UniqueConstraint(
                fields=["channel", "position"], name="position_once_per_channel"
            ),
            models.CheckConstraint(
                condition=Q(
                    window__startswith__isnull=False,
                    window__endswith__isnull=False,
                    window__isempty=False,
                ),
                name="stage_window_is_bounded",
                violation_error_message="Isi mulai dan sampai; sampai harus sesudah mulai.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.channel}"

    def clean(self) -> None:
        """A stage opens neither before its channel's submission nor before an earlier station."""
        if not self.window or self.window.lower is None:
            return
        if self.channel_id is None or self.position is None:
            return
        opens, submission = self.window.lower, self.channel.submission
        if submission and submission.lower and opens < submission.lower:
            raise ValidationError({"window": "Tahap ini mulai sebelum masa pengusulan jalurnya."})
        before = self.channel.stages.filter(position__lt=self.position).exclude(pk=self.pk)
        earlier = before.order_by("-position").first()
        if earlier is not None and earlier.window.lower > opens:
            raise ValidationError({"window": f"Tahap ini mulai sebelum tahap {earlier.name}."})

    @property
    def word(self) -> str:
        return tier_word(self.tier)

    @property
    def opens(self) -> datetime:
        opens: datetime = self.window.lower
        return opens

    @property
    def closes(self) -> datetime:
        closes: datetime = self.window.upper
        return closes

    def phase(self, now: datetime) -> str:
        """ "before", "open" or "over"."""
        if self.closed_at or now >= self.closes:
            return "over"
        return "open" if now >= self.opens else "before"
