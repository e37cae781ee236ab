from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from egov.files.models import StoredDocument
from regulations.models.application import Application
from regulations.models.regulation import Regulation

KEPT = timedelta(days=30)  # a PDF that nobody makes a regulation of goes after so long
DAYS = ("enacted_on", "promulgated_on", "commences_on")


class IncomingPdfQuerySet(models.QuerySet["IncomingPdf"]):
    def waiting(self) -> models.QuerySet[IncomingPdf]:
        """Those that are no regulation yet, the newest first."""
        return self.filter(regulation=None).order_by("-given_at", "-id")


class IncomingPdf(models.Model):
    """A PDF that was given and read; what it says is confirmed before it is a regulation.

    `reading`: what its text says of itself, days in ISO 8601; what it does not say is left out.
    `application`: for which it was given, where it was for one.
    """

    pdf = models.ForeignKey(
        StoredDocument, on_delete=models.PROTECT, related_name="+", verbose_name="PDF"
    )
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("ukuran", help_text="byte")
    reading = models.JSONField("terbaca", default=dict)
    application = models.ForeignKey(
        Application, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    regulation = models.ForeignKey(
        Regulation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    given_at = models.DateTimeField("diberikan", default=timezone.now)

    objects = models.Manager.from_queryset(IncomingPdfQuerySet)()

    class Meta:
        verbose_name = "PDF masuk"
        verbose_name_plural = "PDF masuk"

    def __str__(self) -> str:
        number, year = self.reading.get("number"), self.reading.get("year")
        return f"PDF Nomor {number} Tahun {year}" if number and year else "PDF yang baru diunggah"

    @property
    def read(self) -> dict[str, Any]:
        """The reading with its days as days."""
        said: dict[str, Any] = self.reading
        days = {name: said.get(name) for name in DAYS}
        return said | {n: date.fromisoformat(d) if d else None for n, d in days.items()}
