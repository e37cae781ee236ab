from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from musrenbang.models.proposal import Proposal


class Support(models.Model):
    """A verified resident of the kelurahan backs a proposal, once."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="supports")
    supported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="supports"
    )
    supported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "dukungan"
        verbose_name_plural = "dukungan"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "supported_by"], name="support_once")
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}"
