from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from news.models.visits.visit import Visit
from news.procedure import LinkPurpose, VisitActKind

if TYPE_CHECKING:
    from datetime import datetime


# a request that nobody confirmed goes whole; what a host has seen stays
OF_PROVED = """
IF EXISTS (SELECT FROM news_visitact WHERE visit_id = OLD.visit_id AND kind = 'proved') THEN
    RAISE EXCEPTION 'acts of a confirmed request stay';
END IF;
RETURN OLD;
"""


class VisitAct(models.Model):
    """One thing that happened to a visit, by its host or (`acted_by` empty) by its guests.

    Acts are added, never changed; only a note goes when the guests' data goes. `details` are the
    dates, the slots, the agency that it is about: never a person.
    """

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="acts")
    kind = models.CharField("tindakan", max_length=20, choices=VisitActKind)
    acted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.TextField("keterangan", blank=True)
    details: Any = models.JSONField(default=dict, blank=True)
    acted_at = models.DateTimeField("waktu", default=timezone.now)

    class Meta:
        verbose_name = "tindakan kunjungan"
        verbose_name_plural = "tindakan kunjungan"
        ordering = ["id"]
        indexes = [models.Index(fields=["visit", "-id"], name="visit_acts")]
        triggers = [
            pgtrigger.Trigger(
                name="stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=OF_PROVED,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {timezone.localtime(self.acted_at):%Y-%m-%d %H.%M}"


class VisitLinkQuerySet(models.QuerySet["VisitLink"]):
    def standing(self, now: datetime) -> VisitLinkQuerySet:
        return self.filter(expires_at__gt=now, used_at=None)


class VisitLink(models.Model):
    """A link that was mailed to the guest: 128 random bits, of which only the hash is kept."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=10, choices=LinkPurpose)
    hash = models.CharField(max_length=64, unique=True)
    issued_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(VisitLinkQuerySet)()

    def __str__(self) -> str:
        return f"Tautan kunjungan {self.pk}"


class VisitLetter(models.Model):
    """A mail to the guest, by the event of the outbox that sends it."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="letters")
    subject = models.CharField(max_length=120)
    event = models.PositiveBigIntegerField(unique=True, help_text="OutboxEvent.id")
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.subject
