from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from regulations.models.application import Application


@pghistory.track()
class BasisSearch(models.Model):
    """The search for an application's legal basis was closed on a day, or opened again.

    Rows are added, never changed; the last one by a day says how it stood on it.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="searches", verbose_name="aplikasi"
    )
    closed = models.BooleanField("ditutup")
    stated_on = models.DateField("tanggal")
    note = models.CharField("keterangan", max_length=300)
    stated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="oleh"
    )
    stated_at = models.DateTimeField("dicatat", default=timezone.now)

    class Meta:
        verbose_name = "pencarian dasar hukum"
        verbose_name_plural = "pencarian dasar hukum"
        ordering = ["stated_on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="search_says_where_or_why")
        ]
        indexes = [models.Index(fields=["application", "-stated_on", "-id"], name="search_newest")]

    def __str__(self) -> str:
        return f"{self.word} {date_format(self.stated_on, 'j F Y')}"

    @property
    def word(self) -> str:
        return "Pencarian ditutup" if self.closed else "Pencarian dibuka lagi"
