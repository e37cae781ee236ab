from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from egov.accounts.scope import Scope
from egov.areas.models import Area

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models.user import User


class ResidenceQuerySet(models.QuerySet["Residence"]):
    def open(self) -> Self:
        """Declared, and neither confirmed nor declined yet."""
        return self.filter(ended_at=None, confirmed_at=None, declined_at=None)

    def confirmed(self) -> Self:
        return self.filter(ended_at=None, confirmed_at__isnull=False)

    def administered_by(self, user: User | AnonymousUser) -> Self:
        return self.filter(
            Scope.of(user).q(rw="rw", kelurahan="rw__parent", kecamatan="rw__parent__parent")
        )


@pghistory.track(exclude=["user", "reason", "decided_by"])
class Residence(models.Model):
    """A person says they live in an RW, and an office confirms it.

    It is the ketua RW, or the kelurahan where the RW has no account.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="residences",
        verbose_name="warga",
    )
    rw = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="residences", verbose_name="RW"
    )
    declared_at = models.DateTimeField("dinyatakan", default=timezone.now)
    confirmed_at = models.DateTimeField("dipastikan", null=True, blank=True)
    declined_at = models.DateTimeField("ditolak", null=True, blank=True)
    reason = models.CharField("alasan", max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_office = models.CharField("oleh", max_length=200, blank=True)
    ended_at = models.DateTimeField("berakhir", null=True, blank=True)

    objects = ResidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "domisili warga"
        verbose_name_plural = "domisili warga"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(ended_at=None), name="one_residence_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(declined_at=None), name="confirmed_or_declined"
            ),
        ]
        indexes = [
            models.Index(
                fields=["rw"],
                condition=Q(ended_at=None, confirmed_at=None, declined_at=None),
                name="residence_waiting",
            ),
            models.Index(
                fields=["declared_at", "id"],
                condition=Q(ended_at=None, confirmed_at=None, declined_at=None),
                name="residence_longest_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"Domisili {self.pk} di {self.rw}"

    @property
    def state(self) -> str:
        if self.ended_at:
            return "berakhir"
        if self.confirmed_at:
            return "dipastikan"
        return "ditolak" if self.declined_at else "menunggu"
