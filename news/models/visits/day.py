from __future__ import annotations

from django.db import models
from django.utils import timezone

from news.models.visits.visit import Visit


class VisitGuest(models.Model):
    """Who came, as they signed in at the door. Goes after its time; the count stays."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="guest_rows")
    name = models.CharField("nama", max_length=120)
    office = models.CharField("jabatan", max_length=120)
    institution = models.CharField("lembaga", max_length=150)
    same = models.CharField(max_length=64, editable=False)  # digest: who signs in twice is one
    consent_version = models.CharField(max_length=10)
    signed_in_at = models.DateTimeField("hadir", default=timezone.now)

    class Meta:
        ordering = ["signed_in_at", "id"]
        constraints = [models.UniqueConstraint(fields=["visit", "same"], name="guest_once")]

    def __str__(self) -> str:
        return f"Tamu {self.pk}"
