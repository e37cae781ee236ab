from __future__ import annotations

from django.db import models


class Performance(models.Model):
    """How well the procedure serves a planning year, counted at night; figures only, no person.

    `data`: `begun` and `finished` of the form's steps among the drafts of 90 days; `sent` by who
    sent; `stations` and `agencies` with how many decisions and after how many days (median, p90);
    `ratings` by moment: how often 1 to 5 was given.
    """

    year = models.PositiveSmallIntegerField("tahun", unique=True)
    data = models.JSONField("angka")
    counted_at = models.DateTimeField("dihitung")

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)
