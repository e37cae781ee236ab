from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from egov.files.models import StoredDocument
from regulations.limits import OUR_FAULTS, SENTENCES, Limits
from regulations.models.regulation import Regulation
from regulations.vocabulary import TextStatus

GRACE = 120  # seconds after which a reading that should have ended counts as broken off


class RegulationFileQuerySet(models.QuerySet["RegulationFile"]):
    def waiting(self) -> Self:
        """Those not read yet, the longest waiting first."""
        return self.filter(text_status=TextStatus.WAITING).order_by("id")

    def free(self, now: datetime) -> Self:
        """Those that wait and that nobody reads now."""
        return self.waiting().filter(Q(taken_at=None) | Q(taken_at__lt=now - _longest()))

    def failed_by_us(self) -> Self:
        """Those that could not be read for a reason of the portal's own."""
        failed = self.filter(text_status=TextStatus.FAILED, failure__in=OUR_FAULTS)
        return failed.filter(confirmed_at=None)


def _longest() -> timedelta:
    return timedelta(seconds=reading_limits().by_the_clock + GRACE)


def reading_limits() -> Limits:
    """What reading one whole PDF may take."""
    return Limits(settings.READING_SECONDS, settings.READING_MEMORY_MB)


@pghistory.track(exclude=["text", "pages", "pages_read", "taken_at", "tries"])
class RegulationFile(models.Model):
    """The PDF as it was made, its hash, and the text read from it.

    Hash and size are evidence of their own: once confirmed they never change, whatever becomes
    of the file. It is unconfirmed until an officer confirms it.
    It is kept first and read afterwards: `taken_at` says since when somebody reads, `pages_read`
    how far. A reading that was killed leaves both as they were; after its time it is taken up
    again, at most a few `tries`.
    """

    regulation = models.OneToOneField(
        Regulation, on_delete=models.CASCADE, related_name="document", verbose_name="peraturan"
    )
    pdf = models.ForeignKey(
        StoredDocument, on_delete=models.PROTECT, related_name="+", verbose_name="PDF"
    )
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("ukuran", help_text="byte")
    text_status = models.CharField("teks", max_length=10, choices=TextStatus)
    text = models.TextField(blank=True)
    pages = models.PositiveIntegerField("halaman", default=0)
    pages_read = models.PositiveIntegerField("halaman terbaca", default=0)
    damaged_pages = ArrayField(
        models.PositiveIntegerField(),
        verbose_name="halaman yang tidak terbaca",
        default=list,
        blank=True,
    )
    failure = models.CharField(
        "sebab tidak terbaca", max_length=40, blank=True, help_text="sebuah kode"
    )
    taken_at = models.DateTimeField("mulai dibaca", null=True, blank=True)
    tries = models.PositiveSmallIntegerField("kali dibaca", default=0)
    read_at = models.DateTimeField("dibaca", null=True, blank=True)
    confirmed_at = models.DateTimeField("dipastikan", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    objects = models.Manager.from_queryset(RegulationFileQuerySet)()

    class Meta:
        verbose_name = "berkas peraturan"
        verbose_name_plural = "berkas peraturan"
        triggers = [
            pgtrigger.Protect(
                name="confirmed_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__confirmed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"Berkas {self.regulation}"

    @property
    def state(self) -> str:
        """What is to do with it, in a word."""
        if self.confirmed_at:
            return "dipastikan"
        if self.waits:
            return "menunggu dibaca"
        return "tidak terbaca" if self.failed else "periksa"

    @property
    def waits(self) -> bool:
        return self.text_status == TextStatus.WAITING

    @property
    def failed(self) -> bool:
        return self.text_status == TextStatus.FAILED

    @property
    def broken_off(self) -> bool:
        """Whether who read it was killed: it is past its time, and nothing was written."""
        longest_ago = timezone.now() - _longest()
        return self.waits and self.taken_at is not None and self.taken_at < longest_ago

    @property
    def failure_sentence(self) -> str:
        return SENTENCES.get(self.failure, "")
