from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from egov.areas.models import Area
from news.vocabulary import LONGEST_EMERGENCY


class EmergencyQuerySet(models.QuerySet["Emergency"]):
    def standing(self, now: datetime) -> Self:
        """What every page tells now."""
        return self.filter(confirmed_at__lte=now, ends_at__gt=now, ended_at=None)


class Emergency(models.Model):
    """What every page tells until its end: written by one, confirmed by another."""

    heading = models.CharField("judul", max_length=80)
    sentence = models.CharField("kalimat", max_length=240)
    link = models.CharField("tautan", max_length=300, blank=True)
    area = models.ForeignKey(
        Area,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="wilayah",
    )
    ends_at = models.DateTimeField("berakhir")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    written_at = models.DateTimeField("ditulis", default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField("dipastikan", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField("diakhiri", null=True, blank=True)

    objects = models.Manager.from_queryset(EmergencyQuerySet)()

    class Meta:
        verbose_name = "pengumuman darurat"
        verbose_name_plural = "pengumuman darurat"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("written_by")),
                name="another_person_confirms",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("written_at"))
                & Q(ends_at__lte=F("written_at") + LONGEST_EMERGENCY),
                name="emergency_ends_within_three_days",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, confirmed_by=None)
                | Q(confirmed_at__isnull=False, confirmed_by__isnull=False),
                name="emergency_confirmed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.heading
