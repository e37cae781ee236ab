from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from egov.files.models import StoredFile
from musrenbang.models.cycle import Channel
from musrenbang.models.proposal import Proposal


class Draft(models.Model):
    """What a citizen has typed so far; without an owner it is the browser's that began it.

    Its id is the idempotency key of sending: one draft, one proposal.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="drafts"
    )
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField(default=dict)
    photos = models.ManyToManyField(StoredFile, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    sent_as = models.ForeignKey(Proposal, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["owner", "-saved_at"], name="draft_owner")]

    def __str__(self) -> str:
        return str(self.id)
