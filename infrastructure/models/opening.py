from __future__ import annotations

from typing import Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from infrastructure.vocabulary import AssetKind, Visibility


class OpeningQuerySet(models.QuerySet["Opening"]):
    def standing(self) -> Self:
        return self.filter(closed_at=None)


@pghistory.track(level=pghistory.Statement)
class Opening(models.Model):
    """A class of restricted things was opened: by whom, when, on which ground.

    The test of consequences of UU 14/2008 ps 19 comes before it; its document is the ground.
    """

    kind = models.CharField("jenis", max_length=12, choices=AssetKind)
    visibility = models.CharField("terbuka bagi", max_length=12, choices=Visibility)
    ground = models.TextField("dasar")
    opened_on = models.DateField("sejak")
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    closed_at = models.DateTimeField("ditutup lagi", null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    closing_ground = models.TextField("dasar penutupan", blank=True, editable=False)

    objects = OpeningQuerySet.as_manager()

    class Meta:
        verbose_name = "pembukaan"
        verbose_name_plural = "pembukaan"
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(closed_at=None),
                name="class_opened_once",
                violation_error_message="Jenis ini sudah dibuka. Tutup dulu pembukaan yang lama.",
            ),
            models.CheckConstraint(
                condition=~Q(visibility=Visibility.RESTRICTED), name="opening_opens"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_visibility_display()}"
