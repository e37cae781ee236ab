from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from news.models.event import Event
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


@pghistory.track()
class Occurrence(models.Model):
    """One time at which an event happens. `original_at` is when its rule says that it begins."""

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="occurrences", verbose_name="acara"
    )
    original_at = models.DateTimeField(editable=False)
    begins_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("selesai")
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
        return self.filter(withdrawn_at=None)

    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        return self.filter(administered(user, "occurrence__event__"))


class SignUp(models.Model):
    """A person will come to one occurrence; withdrawn by themselves, noted by who received them."""

    occurrence = models.ForeignKey(
        Occurrence, on_delete=models.PROTECT, related_name="sign_ups", verbose_name="acara"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="orang"
    )
    signed_up_at = models.DateTimeField("mendaftar", default=timezone.now)
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
        ]

    def __str__(self) -> str:
        return f"Pendaftaran {self.pk}"
