from django.conf import settings
from django.db import models


class ImportRun(models.Model):
    """What one import found and did. Kept also for a dry run and for a run that was refused."""

    kind = models.CharField("jenis", max_length=60)
    source = models.CharField("sumber", max_length=300)
    sha256 = models.CharField(max_length=64, blank=True)
    dry_run = models.BooleanField("uji coba", default=False)
    partial = models.BooleanField("sebagian", default=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField("mulai", auto_now_add=True)
    finished_at = models.DateTimeField("selesai", null=True, blank=True)
    created = models.PositiveIntegerField("dibuat", default=0)
    updated = models.PositiveIntegerField("diubah", default=0)
    unchanged = models.PositiveIntegerField("tetap", default=0)
    bad = models.PositiveIntegerField("baris salah", default=0)
    applied = models.BooleanField("diterapkan", default=False)
    errors = models.JSONField(
        "laporan", default=list
    )  # [{line, field, code, sentence}], the first 500

    class Meta:
        verbose_name = "riwayat impor"
        verbose_name_plural = "riwayat impor"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"

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
