from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from egov.files.models import StoredDocument
from musrenbang.models.proposal import Proposal
from musrenbang.vocabulary import Paper


class ProposalDocument(models.Model):
    """A letter, a cost plan or a land paper with a proposal; never public."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField("jenis", max_length=5, choices=Paper)
    document = models.ForeignKey(StoredDocument, on_delete=models.PROTECT, related_name="+")
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    attached_at = models.DateTimeField("dilampirkan", default=timezone.now)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"
