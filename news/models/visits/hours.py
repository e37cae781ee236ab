from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from egov.agencies.models import Agency
from news.models.room import Room
from news.models.visits.hosting import agencies_hosted_by
from news.models.visits.visit import Visit
from news.procedure import VisitWeekday
from news.vocabulary import EDITOR

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


def _kept_by(user: User | AnonymousUser | None) -> Q:
    """Of the agencies that a person receives guests for; everything to who edits or audits."""
    if user is None or not user.is_authenticated or not user.is_active:
        return Q(pk__in=[])
    if user.is_superuser or user.holds(EDITOR, "auditor", "administrator"):
        return Q()
    return Q(agency__in=agencies_hosted_by(user)[0])


class VisitHoursQuerySet(models.QuerySet["VisitHours"]):
    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        return self.filter(_kept_by(user))

    def open(self) -> Self:
        return self.filter(closed_at=None)


@pghistory.track()
class VisitHours(models.Model):
    """When an agency receives guests, week by week; one delegation at a time."""

    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="visit_hours",
        verbose_name="perangkat daerah",
    )
    weekday = models.CharField("hari", max_length=1, choices=VisitWeekday)
    begins = models.TimeField("mulai")
    ends = models.TimeField("selesai")
    capacity = models.PositiveSmallIntegerField("paling banyak tamu")
    room = models.ForeignKey(
        Room,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="ruang",
    )
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("dicatat", default=timezone.now)
    closed_at = models.DateTimeField("ditutup", null=True, blank=True)

    objects = models.Manager.from_queryset(VisitHoursQuerySet)()

    class Meta:
        verbose_name = "jam terima tamu"
        verbose_name_plural = "jam terima tamu"
        ordering = ["agency", "weekday", "begins"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("begins")), name="hours_last"),
            models.CheckConstraint(
                condition=Q(capacity__gt=0, capacity__lte=1000), name="hours_have_seats"
            ),
            models.UniqueConstraint(
                fields=["agency", "weekday", "begins"],
                condition=Q(closed_at=None),
                name="hours_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.times}"

    @property
    def times(self) -> str:
        return f"{self.begins:%H.%M}-{self.ends:%H.%M}"

    @property
    def place(self) -> str:
        return str(self.room) if self.room else self.agency.name


class BlackoutDayQuerySet(models.QuerySet["BlackoutDay"]):
    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        return self.filter(_kept_by(user))

    def standing(self) -> Self:
        return self.filter(lifted_at=None)

    def for_agency(self, agency: int | None) -> Self:
        """Those of an agency, and those of the whole region."""
        return self.standing().filter(Q(agency=None) | Q(agency=agency))


@pghistory.track()
class BlackoutDay(models.Model):
    """Days on which no guests are received: of one agency, or of the whole region."""

    agency = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="blackout_days",
        verbose_name="perangkat daerah",
        help_text="kosong: seluruh daerah, misalnya hari libur",
    )
    days = DateRangeField("tanggal")
    reason = models.CharField("sebab", max_length=120)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("dicatat", default=timezone.now)
    lifted_at = models.DateTimeField("dicabut", null=True, blank=True)

    objects = models.Manager.from_queryset(BlackoutDayQuerySet)()

    class Meta:
        verbose_name = "hari tidak menerima tamu"
        verbose_name_plural = "hari tidak menerima tamu"
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=Q(days__isempty=False), name="has_days")]

    def __str__(self) -> str:
        return self.reason

    def closes(self, day: date) -> bool:
        first, after = self.days.lower, self.days.upper
        return (first is None or first <= day) and (after is None or day < after)


SPAN = Func("begins_at", "ends_at", function="TSTZRANGE", output_field=DateTimeRangeField())


class VisitBooking(models.Model):
    """The hours that a visit takes; given back when it moves or does not come."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="bookings")
    hours = models.ForeignKey(VisitHours, on_delete=models.PROTECT, related_name="bookings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    begins_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("selesai")
    guests = models.PositiveSmallIntegerField()
    capacity = models.PositiveSmallIntegerField()
    booked_at = models.DateTimeField(default=timezone.now)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["begins_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="booking_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(guests__lte=F("capacity")), name="booking_within_capacity"
            ),
            models.UniqueConstraint(
                fields=["visit"], condition=Q(released_at=None), name="visit_booked_once"
            ),
            ExclusionConstraint(
                name="one_delegation_at_a_time",
                expressions=[
                    (F("agency"), RangeOperators.EQUAL),
                    (SPAN, RangeOperators.OVERLAPS),
                ],
                condition=Q(released_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.begins_at):%Y-%m-%d %H.%M}"
