from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from news.models.edition import Edition


class EmbargoLinkQuerySet(models.QuerySet["EmbargoLink"]):
    def standing(self, now: datetime) -> Self:
        """Those that still open."""
        return self.filter(expires_at__gt=now, revoked_at=None)


class EmbargoLink(models.Model):
    """A newsroom may read an approved text before its moment, by a signed link, until it lapses."""

    edition = models.ForeignKey(
        Edition, on_delete=models.PROTECT, related_name="embargo_links", verbose_name="teks"
    )
    newsroom = models.CharField("redaksi", max_length=120)
    expires_at = models.DateTimeField("berakhir")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField("diberikan", default=timezone.now)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    revoked_at = models.DateTimeField("dicabut", null=True, blank=True)

    objects = models.Manager.from_queryset(EmbargoLinkQuerySet)()

    class Meta:
        verbose_name = "tautan embargo"
        verbose_name_plural = "tautan embargo"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("given_at")), name="embargo_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.newsroom
