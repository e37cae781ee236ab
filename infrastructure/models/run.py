from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from egov.agencies.models import Agency
from infrastructure.models.asset import reads_restricted
from infrastructure.vocabulary import AGENCY_OPERATOR, StandingKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


class ImpactRunQuerySet(models.QuerySet["ImpactRun"]):
    def visible_to(self, user: User | AnonymousUser | None) -> Self:
        """Who reads all that is restricted reads all; an agency's operator its agency's."""
        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        if reads_restricted(user):
            return self
        offices = (a for a in user.appointments_now if a.role == AGENCY_OPERATOR)
        agencies = {a.agency_id for a in offices if a.agency_id is not None}
        return self.filter(agency__in=agencies)

    def open(self) -> Self:
        return self.filter(closed_at=None)


@pghistory.track(level=pghistory.Statement, exclude=["scope", "result"])
class ImpactRun(models.Model):
    """What a cut would have taken with it, as it was told on a day to who asked.

    `scope` is a selection as it was typed, `result` what `domain.telling` makes of a report. Both
    stay as they are; a run may get another name and be closed, and is never deleted.
    """

    title = models.CharField("judul", max_length=120)
    scope = models.JSONField("yang diputus", editable=False)
    result = models.JSONField("hasil", editable=False)
    assessed_on = models.DateField("keadaan per", editable=False)
    version = models.BigIntegerField("versi jaringan", editable=False)
    agency = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="perangkat daerah",
        help_text="kosong: operator seluruh daerah",
        editable=False,
    )
    run_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    run_at = models.DateTimeField("dihitung", editable=False)
    closed_at = models.DateTimeField("ditutup", null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = ImpactRunQuerySet.as_manager()

    class Meta:
        verbose_name = "hitungan dampak"
        verbose_name_plural = "hitungan dampak"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="run_closed_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="run_has_a_title"),
        ]
        indexes = [models.Index(fields=["agency", "-id"], name="run_of_agency")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("infrastructure:impact_run", args=[self.pk])


class StandingReport(models.Model):
    """What a task finds out each night; it can be made anew at any time.

    `rows`: plain values as `domain.standing` describes them, for each kind its own.
    """

    kind = models.CharField("laporan", max_length=14, choices=StandingKind, unique=True)
    rows = models.JSONField("isi", default=list)
    version = models.BigIntegerField("versi jaringan")
    made_at = models.DateTimeField("dibuat")

    class Meta:
        verbose_name = "laporan tetap"
        verbose_name_plural = "laporan tetap"

    def __str__(self) -> str:
        return self.get_kind_display()
