from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from egov.desk.predicates import reads_all

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def administered_by(self, user: User | AnonymousUser) -> Self:
        """All of them for those who oversee the portal; one's own for everybody else."""
        if reads_all(user):
            return self.all()
        return self.filter(started_by=user)

    def waiting(self) -> Self:
        """Those given at the desk that are not done yet, the longest waiting first."""
        return self.filter(finished_at=None).exclude(offer="").order_by("id")


class ImportRun(models.Model):
    """What one import found and did. Kept also for a dry run and for a run that was refused.

    One given at the desk names its `offer` and the uploaded file while that is kept. It is a dry
    run first; applying it is another run, which names the one that was `checked`.
    """

    kind = models.CharField("jenis", max_length=60)
    source = models.CharField("sumber", max_length=300)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    dry_run = models.BooleanField("uji coba", default=False)
    partial = models.BooleanField("sebagian", default=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    office = models.CharField("oleh", max_length=300, blank=True, default="")
    offer = models.CharField("impor", max_length=40, blank=True, default="")
    upload = models.CharField(
        "berkas", max_length=60, blank=True, default="", help_text="di IMPORT_ROOT; kosong: dihapus"
    )
    checked = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="application"
    )
    tries = models.PositiveSmallIntegerField("kali dicoba", default=0)
    started_at = models.DateTimeField("mulai", auto_now_add=True)
    finished_at = models.DateTimeField("selesai", null=True, blank=True)
    created = models.PositiveIntegerField("dibuat", default=0)
    updated = models.PositiveIntegerField("diubah", default=0)
    unchanged = models.PositiveIntegerField("tetap", default=0)
    bad = models.PositiveIntegerField("baris salah", default=0)
    complete = models.BooleanField("terbaca sampai akhir", default=True)
    applied = models.BooleanField("diterapkan", default=False)
    errors = models.JSONField(
        "laporan", default=list
    )  # [{line, field, code, sentence, stopping}], the first 500

    objects = models.Manager.from_queryset(ImportRunQuerySet)()

    class Meta:
        verbose_name = "riwayat impor"
        verbose_name_plural = "riwayat impor"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dry_run=False) | Q(applied=False, checked=None),
                name="dry_run_applies_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"

    @property
    def good(self) -> int:
        """Rows that make or change something."""
        return self.created + self.updated

    @property
    def waits(self) -> bool:
        return bool(self.offer) and self.finished_at is None

    @property
    def state(self) -> str:
        """What came of it, in a word."""
        if self.finished_at is None:
            return "berjalan" if self.offer else "terputus"
        if self.applied:
            return "diterapkan sebagian" if self.bad else "diterapkan"
        return "diperiksa" if self.dry_run else "ditolak"

    @property
    def summary(self) -> str:
        """ "2 dibuat, 0 diubah, 5 tetap, 1 baris salah (tidak ada yang disimpan)"."""
        end = "tidak ada yang disimpan"
        if self.applied:
            end = "diterapkan"
        elif self.dry_run:
            end = "uji coba, tidak ada yang disimpan"
        counts = f"{self.created} dibuat, {self.updated} diubah, {self.unchanged} tetap"
        return f"{counts}, {self.bad} baris salah ({end})"
