from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from egov.agencies.models import Agency
from news.models.scope import administered

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


class RoomQuerySet(models.QuerySet["Room"]):
    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        return self.filter(administered(user))

    def open(self) -> Self:
        """Those that can be booked."""
        return self.filter(closed_at=None)


@pghistory.track()
class Room(models.Model):
    """A room in which events are held, one at a time; kept by an agency, booked by all."""

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="rooms", verbose_name="perangkat daerah"
    )
    name = models.CharField("nama", max_length=80)
    place = models.CharField("alamat", max_length=110, blank=True)
    capacity = models.PositiveIntegerField("tempat duduk")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("dicatat", default=timezone.now)
    closed_at = models.DateTimeField("ditutup", null=True, blank=True)

    objects = models.Manager.from_queryset(RoomQuerySet)()

    class Meta:
        verbose_name = "ruang"
        verbose_name_plural = "ruang"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__gt=0, capacity__lte=100_000), name="room_has_seats"
            ),
            models.UniqueConstraint(
                "agency",
                Lower("name"),
                condition=Q(closed_at=None),
                name="room_name_once",
                violation_error_message="Perangkat daerah ini sudah punya ruang bernama itu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.place}" if self.place else self.name
