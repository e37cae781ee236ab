from __future__ import annotations

from django.conf import settings
from django.db import models

from infrastructure.vocabulary import AssetKind


class Batch(models.Model):
    """Many assets sent at once: what came of each, in their order.

    `results`: [{code, effect, refusal, field, sentence}], empty where it does not apply.
    """

    kind = models.CharField("jenis", max_length=12, choices=AssetKind)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField("dikirim", auto_now_add=True)
    results = models.JSONField("hasil", default=list)

    class Meta:
        verbose_name = "kumpulan"
        verbose_name_plural = "kumpulan"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
