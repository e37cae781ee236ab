"""What was done to an asset, and what was said of it by who stood before it. Rows that stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from egov.files.models import StoredFile
from infrastructure.models.asset import Asset, inner_assets, visible_assets
from infrastructure.vocabulary import LabelAnswer, Work

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


class OfWorkQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: User | AnonymousUser | None) -> Self:
        """Of the assets that a person may read."""
        return self.filter(visible_assets(user, "asset__"))

    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        return self.filter(inner_assets(user, "asset__"))


class WorkRecord(models.Model):
    """One verb on one asset: who, when, why, and what was there before.

    `before` and `after` hold columns of the asset or of what stands on it, by name; for cores and
    joints their keys. A correction is another record that `takes_back` this one, once.
    """

    asset = models.ForeignKey(
        Asset, on_delete=models.PROTECT, related_name="work", verbose_name="aset"
    )
    work = models.CharField("pekerjaan", max_length=12, choices=Work)
    reason = models.CharField("alasan", max_length=300)
    before = models.JSONField("sebelumnya", default=dict)
    after = models.JSONField("sesudahnya", default=dict)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="oleh"
    )
    done_at = models.DateTimeField("pada", default=timezone.now)
    takes_back = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="taken_back_by",
        verbose_name="membatalkan",
    )

    objects = OfWorkQuerySet.as_manager()

    class Meta:
        verbose_name = "catatan kerja"
        verbose_name_plural = "catatan kerja"
        ordering = ["-id"]
        indexes = [models.Index(fields=["asset", "-id"], name="work_of_asset")]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="work_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.asset}: {self.get_work_display()}"


class LabelReport(models.Model):
    """What somebody with a phone said who scanned the label of a thing.

    Closed by who keeps it, in words: what was done about it.
    """

    asset = models.ForeignKey(
        Asset, on_delete=models.PROTECT, related_name="reports", verbose_name="aset"
    )
    answer = models.CharField("jawaban", max_length=12, choices=LabelAnswer)
    note = models.CharField("keterangan", max_length=500, blank=True)
    photo = models.ForeignKey(
        StoredFile,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="foto",
    )
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="oleh"
    )
    reported_at = models.DateTimeField("pada", default=timezone.now)
    closed_at = models.DateTimeField("diselesaikan", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closing_note = models.CharField("yang dilakukan", max_length=300, blank=True)

    objects = OfWorkQuerySet.as_manager()

    class Meta:
        verbose_name = "laporan label"
        verbose_name_plural = "laporan label"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["id"], condition=Q(closed_at=None), name="label_report_open"),
            models.Index(fields=["asset", "-id"], name="label_report_of_asset"),
        ]

    def __str__(self) -> str:
        return f"{self.asset}: {self.get_answer_display()}"
