from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone

from news.models.event import Event
from news.models.room import Room
from news.models.scope import administered
from news.vocabulary import Audience

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


class OccurrenceQuerySet(models.QuerySet["Occurrence"]):
    def visible_to(self, _user: User | AnonymousUser | None = None) -> Self:
        """What stands on public pages: the same for everybody, whoever is signed in."""
        return self.filter(event__audience=Audience.PUBLIC)

    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        return self.filter(administered(user, "event__"))

    def between(self, begin: datetime, end: datetime) -> Self:
        """Those that happen at some moment from `begin` until before `end`."""
        return self.filter(begins_at__lt=end, ends_at__gt=begin)

    def for_list(self) -> Self:
        return self.select_related("event__agency", "event__area__parent").defer("event__entry")


SPAN = Func("begins_at", "ends_at", function="TSTZRANGE", output_field=DateTimeRangeField())


@pghistory.track()
class Occurrence(models.Model):
    """One time at which an event happens. `original_at` is when its rule says that it begins.

    `room` is booked for it; one that was moved elsewhere has given it back.
    """

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="occurrences", verbose_name="acara"
    )
    original_at = models.DateTimeField(editable=False)
    begins_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("selesai")
    room = models.ForeignKey(
        Room,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="occurrences",
        verbose_name="ruang",
    )
    moved_to = models.CharField("tempat lain", max_length=200, blank=True)
    change_note = models.CharField("yang berubah", max_length=300, blank=True)
    cancelled_at = models.DateTimeField("dibatalkan", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancel_reason = models.CharField("sebab batal", max_length=300, blank=True)

    objects = models.Manager.from_queryset(OccurrenceQuerySet)()

    class Meta:
        verbose_name = "waktu acara"
        verbose_name_plural = "waktu acara"
        ordering = ["begins_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")),
                name="occurrence_ends_after_it_begins",
                violation_error_message="Selesai harus sesudah mulai.",
            ),
            models.UniqueConstraint(fields=["event", "original_at"], name="occurrence_once"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancel_reason=""),
                name="occurrence_cancelled_with_reason",
            ),
            ExclusionConstraint(
                name="room_booked_once",
                expressions=[
                    (F("room"), RangeOperators.EQUAL),
                    (SPAN, RangeOperators.OVERLAPS),
                ],
                condition=Q(cancelled_at=None, room__isnull=False),
                deferrable=models.Deferrable.IMMEDIATE,  # a series may move onto its own times
                violation_error_message="Ruang ini sudah dipakai pada waktu itu.",
            ),
        ]
        indexes = [
            models.Index(fields=["begins_at", "id"], name="occurrence_in_order"),
            models.Index(fields=["ends_at"], name="occurrence_ends"),
        ]

    def __str__(self) -> str:
        day = timezone.localtime(self.begins_at)
        return f"{self.event.title}, {day:%Y-%m-%d %H.%M}"

    def get_absolute_url(self) -> str:
        return self.event.get_absolute_url()

    @property
    def cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def place(self) -> str:
        return self.moved_to or self.event.place


class SignUpQuerySet(models.QuerySet["SignUp"]):
    def standing(self) -> Self:
        """Who has a seat, and who waits for one."""
        return self.filter(withdrawn_at=None)

    def seated(self) -> Self:
        return self.standing().filter(waiting=False)

    def in_line(self) -> Self:
        """Who waits for a seat, the first first."""
        return self.standing().filter(waiting=True).order_by("signed_up_at", "id")

    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        return self.filter(administered(user, "occurrence__event__"))


class SignUp(models.Model):
    """A person will come to one occurrence; withdrawn by themselves, noted by who received them.

    `waiting`: there was no seat; whoever is first in line gets the next that is given back.
    """

    occurrence = models.ForeignKey(
        Occurrence, on_delete=models.PROTECT, related_name="sign_ups", verbose_name="acara"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="orang"
    )
    signed_up_at = models.DateTimeField("mendaftar", default=timezone.now)
    waiting = models.BooleanField("menunggu tempat", default=False)
    withdrawn_at = models.DateTimeField("batal", null=True, blank=True)
    attended_at = models.DateTimeField("hadir", null=True, blank=True)
    attendance_noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = models.Manager.from_queryset(SignUpQuerySet)()

    class Meta:
        verbose_name = "pendaftaran"
        verbose_name_plural = "pendaftaran"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["occurrence", "user"],
                condition=Q(withdrawn_at=None),
                name="signed_up_once",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(attended_at=None),
                name="who_withdrew_did_not_come",
            ),
            models.CheckConstraint(
                condition=Q(waiting=False) | Q(attended_at=None), name="who_came_had_a_seat"
            ),
        ]

    def __str__(self) -> str:
        return f"Pendaftaran {self.pk}"
