from __future__ import annotations

import re
from datetime import date
from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulations.models.provision import Provision
from regulations.models.regulation import Regulation
from regulations.vocabulary import ClauseKind, Force

PENAL = re.compile(r"\b(?:dipidana|pidana\s+(?:kurungan|penjara|denda))\b", re.IGNORECASE)


class ClauseQuerySet(models.QuerySet["Clause"]):
    def debts(self, on: date | None = None) -> Self:
        """Confirmed delegations that no regulation had settled by a day (today without it).

        Of regulations that had not ended.
        """
        on = on or timezone.localdate()
        ended = Regulation.objects.with_force(on).having_force(Force.ENDED).values("pk")
        open_then = (
            Q(settled_by=None) | Q(settled_by__promulgated_on__gt=on) | Q(settled_by__in=ended)
        )
        rows = self.filter(open_then, kind=ClauseKind.DELEGATION, confirmed_at__isnull=False)
        return rows.exclude(provision__regulation__in=ended).exclude(
            provision__regulation__promulgated_on__gt=on
        )


@pghistory.track()
class Clause(models.Model):
    """A sentence of a pasal that delegates, obliges, forbids or punishes.

    Read by program, counted once an officer confirms.
    """

    provision = models.ForeignKey(
        Provision, on_delete=models.CASCADE, related_name="clauses", verbose_name="pasal"
    )
    kind = models.CharField("jenis", max_length=12, choices=ClauseKind)
    sentence = models.TextField("kalimat")
    to = models.CharField("didelegasikan kepada", max_length=60, blank=True)
    due_on = models.DateField("paling lambat", null=True, blank=True)
    confirmed_at = models.DateTimeField("dipastikan", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_by = models.ForeignKey(
        Regulation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="settles",
        verbose_name="dilunasi dengan",
    )

    objects = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = "ketentuan"
        verbose_name_plural = "ketentuan"
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["provision", "kind", "sentence"], name="clause_once"),
            models.CheckConstraint(
                condition=Q(settled_by=None) | Q(kind=ClauseKind.DELEGATION),
                name="only_delegations_are_settled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.provision}"

    def days_left(self, on: date) -> int | None:
        """Days until it is due, negative when overdue; None without a deadline."""
        return (self.due_on - on).days if self.due_on else None
