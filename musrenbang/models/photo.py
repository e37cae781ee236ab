from __future__ import annotations

from django.db import models

from egov.files.models import StoredFile
from musrenbang.models.proposal import Proposal


class ProposalPhoto(models.Model):
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = "foto usulan"
        verbose_name_plural = "foto usulan"
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"Foto {self.position}"
