from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from egov.agencies.models import Agency
from egov.areas.models import Area
from egov.files.models import StoredDocument
from news.models.room import Room
from news.models.scope import administered
from news.vocabulary import Audience, EventKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, _user: User | AnonymousUser | None = None) -> Self:
        """What stands on public pages: the same for everybody, whoever is signed in."""
        return self.filter(audience=Audience.PUBLIC)

    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        return self.filter(administered(user))

    def in_feed(self, now: datetime) -> Self:
        """What calendars of others still hold."""
        return self.visible_to().filter(feed_until_at__gt=now)


@pghistory.track(exclude=["entry", "pulled_at"])
class Event(models.Model):
    """Something that happens, once or again and again; when, its occurrences say.

    A pulled one belongs to another part of the portal: `source` names it, `source_key` the thing
    there, `source_hash` what was last read of it. `entry` is its text for calendars, written anew
    with each change; `sequence` and `changed_at` tell a calendar which is newer.
    """

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField("nama", max_length=150)
    text = models.TextField("keterangan", blank=True)
    kind = models.CharField("jenis", max_length=20, choices=EventKind)
    audience = models.CharField("untuk", max_length=10, choices=Audience, default=Audience.PUBLIC)
    agency = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agenda_events",
        verbose_name="perangkat daerah",
    )
    area = models.ForeignKey(
        Area,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agenda_events",
        verbose_name="wilayah",
    )
    place = models.CharField("tempat", max_length=200, blank=True)
    room = models.ForeignKey(
        Room,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="agenda_events",
        verbose_name="ruang",
    )
    latitude = models.FloatField(
        "lintang",
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        "bujur",
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    link = models.CharField("tautan", max_length=300, blank=True)
    capacity = models.PositiveIntegerField("tempat duduk", null=True, blank=True)
    all_day = models.BooleanField("sepanjang hari", default=False)
    begins_at = models.DateTimeField("mulai")
    ends_at = models.DateTimeField("selesai")
    rule = models.CharField("pengulangan", max_length=120, blank=True)  # RRULE without UNTIL
    rule_ends_at = models.DateTimeField("diulang sampai", null=True, blank=True)
    source = models.CharField("asal", max_length=40, blank=True, editable=False)
    source_key = models.CharField(max_length=80, blank=True, editable=False)
    source_hash = models.CharField(max_length=64, blank=True, editable=False)
    source_url = models.CharField(max_length=300, blank=True, editable=False)
    pulled_at = models.DateTimeField(null=True, blank=True, editable=False)
    sequence = models.PositiveIntegerField("perubahan ke", default=0, editable=False)
    changed_at = models.DateTimeField("diubah", default=timezone.now, editable=False)
    change_note = models.CharField("yang berubah", max_length=300, blank=True)
    entry = models.TextField(blank=True, editable=False)
    feed_until_at = models.DateTimeField(default=timezone.now, editable=False)
    cancelled_at = models.DateTimeField("dibatalkan", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    cancel_reason = models.CharField("sebab batal", max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("dicatat", default=timezone.now)

    objects = models.Manager.from_queryset(EventQuerySet)()

    class Meta:
        verbose_name = "acara"
        verbose_name_plural = "acara"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")),
                name="event_ends_after_it_begins",
                violation_error_message="Selesai harus sesudah mulai.",
            ),
            models.UniqueConstraint(
                fields=["source", "source_key"], condition=~Q(source=""), name="pulled_once"
            ),
            models.CheckConstraint(
                condition=~Q(source="") | Q(agency__isnull=False), name="event_has_an_agency"
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="event_point_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None) | ~Q(cancel_reason=""),
                name="event_cancelled_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gt=0), name="event_has_seats"
            ),
        ]
        indexes = [
            models.Index(fields=["feed_until_at"], name="event_in_feed"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("news:event", args=[self.pk])

    @property
    def pulled(self) -> bool:
        """Whether another part of the portal tells it, which is where it is changed."""
        return bool(self.source)

    @property
    def is_public(self) -> bool:
        return self.audience == Audience.PUBLIC

    @property
    def point(self) -> tuple[float, float] | None:
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


class EventDocument(models.Model):
    """A PDF that an event brings along."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, related_name="+")
    title = models.CharField("judul", max_length=120)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "dokumen acara"
        verbose_name_plural = "dokumen acara"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title
