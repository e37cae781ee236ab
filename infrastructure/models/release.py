from __future__ import annotations

from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from infrastructure.vocabulary import AssetKind


class FigureReleaseQuerySet(models.QuerySet["FigureRelease"]):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)


@pghistory.track(level=pghistory.Statement)
class FigureRelease(models.Model):
    """The total of a closed class, for the whole region, may be told: who said so, and when.

    Nothing but the number: what stands where stays as closed as it was.
    """

    kind = models.CharField("jenis", max_length=12, choices=AssetKind)
    ground = models.TextField("dasar")
    released_on = models.DateField("sejak")
    released_at = models.DateTimeField(auto_now_add=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    withdrawn_at = models.DateTimeField("ditarik", null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = FigureReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = "angka yang dibuka"
        verbose_name_plural = "angka yang dibuka"
        ordering = ["-released_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(withdrawn_at=None),
                name="figure_released_once",
                violation_error_message="Angka jenis ini sudah dibuka.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
