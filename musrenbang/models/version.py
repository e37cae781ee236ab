from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils import timezone

from musrenbang.models.proposal import Proposal


class ProposalVersion(models.Model):
    """What a proposal said before its proposer changed it; read by them and by the offices only.

    What was taken out may be somebody's data: the public reads that it was changed, not what.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("versi")
    title = models.CharField("judul", max_length=120)
    problem = models.TextField("masalah")
    wish = models.TextField("harapan")
    address = models.CharField("alamat", max_length=250)
    volume = models.DecimalField("volume", max_digits=12, decimal_places=2)
    cost = models.DecimalField("biaya", max_digits=16, decimal_places=0)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    replaced_at = models.DateTimeField("diganti", default=timezone.now)

    class Meta:
        ordering = ["proposal", "number"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="version_number_once")
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} versi {self.number}"
