from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from egov.agencies.models import Agency
from musrenbang.models.proposal import Proposal
from musrenbang.vocabulary import Outside


class RedirectionQuerySet(models.QuerySet["Redirection"]):
    def open(self) -> Self:
        return self.filter(settled_at=None)


class Redirection(models.Model):
    """A verifier says that a proposal is not theirs, and whose it is; the planner settles it.

    To another OPD, or to somebody outside.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="redirections")
    agency = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="ke perangkat daerah",
    )
    outside = models.CharField("ke luar", max_length=10, choices=Outside, blank=True)
    reason = models.TextField("penjelasan")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    office = models.CharField("diminta oleh", max_length=200)
    asked_at = models.DateTimeField("waktu", default=timezone.now)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField("diputuskan", null=True)
    confirmed = models.BooleanField("disetujui", default=False)

    objects = RedirectionQuerySet.as_manager()

    class Meta:
        verbose_name = "pengalihan"
        verbose_name_plural = "pengalihan"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(settled_at=None), name="one_open_redirection"
            ),
            models.CheckConstraint(
                condition=Q(agency__isnull=False, outside="") | (Q(agency=None) & ~Q(outside="")),
                name="redirection_names_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.number} ke {self.target}"

    @property
    def target(self) -> str:
        """Whose it is, as people read it."""
        return self.agency.name if self.agency else self.get_outside_display()
