from __future__ import annotations

from datetime import date
from typing import Any, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format

from egov.accounts.roles import OVER_AREAS, Reach, office_of, office_title
from egov.agencies.models import Agency
from egov.areas.models import Area


class Capacity(models.TextChoices):
    """How an office is held: in full, or in the place of who holds it."""

    FULL = "definitif", "definitif"
    ACTING = "plt", "Plt."  # the office is vacant
    DAILY = "plh", "Plh."  # its holder is away
    INTERIM = "pj", "Pj."  # until the next is chosen


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def current(self, on: date | None = None) -> Self:
        """Offices held now.

        With `on`, those whose period holds that day and that were not ended.
        """
        return self.filter(period__contains=on or timezone.localdate(), ended_at=None)


# reach and single follow from the role: the history tells the role
@pghistory.track(exclude=["reach", "single"])
class Appointment(models.Model):
    """A person holds an office in an area or agency, appointed by somebody.

    From (inclusive) until (exclusive).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="appointments",
        verbose_name="pengguna",
    )
    role = models.CharField("jabatan", max_length=24)  # code of an office that an app declares
    # as the office was when it was given: what the constraints speak of
    reach = models.CharField("lingkup", max_length=10, choices=Reach, editable=False)
    single = models.BooleanField("satu pemegang", editable=False)
    area = models.ForeignKey(
        Area,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appointments",
        verbose_name="wilayah",
    )
    agency = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appointments",
        verbose_name="perangkat daerah",
    )
    period = DateRangeField("masa", help_text="dari (termasuk) sampai (tidak termasuk)")
    capacity = models.CharField("sebagai", max_length=9, choices=Capacity, default=Capacity.FULL)
    basis = models.CharField("surat penunjukan", max_length=200, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="ditunjuk oleh",
    )
    appointed_at = models.DateTimeField("ditunjuk pada", auto_now_add=True)
    ended_at = models.DateTimeField("diakhiri pada", null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "penunjukan"
        verbose_name_plural = "penunjukan"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reach__in=OVER_AREAS, area__isnull=False, agency=None)
                | Q(reach=Reach.AGENCY, agency__isnull=False, area=None)
                | Q(reach=Reach.REGION, area=None, agency=None),
                name="appointment_names_its_reach",
            ),
            ExclusionConstraint(
                name="one_head_per_area",
                expressions=[
                    (F("area"), RangeOperators.EQUAL),
                    (F("role"), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(single=True, ended_at=None),
                violation_error_message=(
                    "Jabatan ini sudah terisi pada masa itu. Akhiri dulu penunjukan yang lama."
                ),
            ),
            ExclusionConstraint(
                name="one_appointment_per_role_and_day",
                expressions=[
                    (F("user"), RangeOperators.EQUAL),
                    (F("role"), RangeOperators.EQUAL),
                    (models.functions.Coalesce(F("area"), 0), RangeOperators.EQUAL),
                    (models.functions.Coalesce(F("agency"), 0), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at=None),
                violation_error_message="Orang ini sudah memegang jabatan yang sama pada masa itu.",
            ),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if "role" in kwargs and "reach" not in kwargs:  # a new one; rows that are read give all
            office = office_of(kwargs["role"])
            kwargs |= {"reach": office.reach, "single": office.single}
        super().__init__(*args, **kwargs)

    def __str__(self) -> str:
        return self.title

    def runs_on(self, on: date | None = None) -> bool:
        """Whether the office is held on a day (today).

        The twin of `current` for a row that was read already.
        """
        return self.ended_at is None and (on or timezone.localdate()) in self.period

    @property
    def cancelled(self) -> bool:
        """Ended before its first day: it was never held."""
        return self.ended_at is not None and timezone.localdate(self.ended_at) < self.period.lower

    @property
    def end_told(self) -> str:
        """How it ended or will end, as a person reads it; empty where no end is set."""
        if self.cancelled:
            return "dibatalkan sebelum mulai"
        if self.ended_at:
            return date_format(timezone.localtime(self.ended_at), "j F Y H.i")
        return f"sebelum {date_format(self.period.upper, 'j F Y')}" if self.period.upper else ""

    @property
    def title(self) -> str:
        """The office as the public reads it: "Lurah Kebraon", "Plt. Lurah Kebraon"."""
        agency = self.agency.short_name if self.agency else ""
        title = office_title(self.role, area=self.area, agency=agency)
        full = self.capacity == Capacity.FULL
        return title if full else f"{Capacity(self.capacity).label} {title}"
