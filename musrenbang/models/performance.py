from __future__ import annotations

from typing import Any

from django.db import models

from musrenbang.models.rating import Moment

FEWEST = 5  # of fewer ratings nothing is told: one could guess whose they are
STEPS = ("jenis", "tempat", "titik", "masalah", "biaya", "foto", "periksa")


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

    @property
    def form(self) -> dict[str, Any]:
        """The form's steps in their order, which jsonb does not keep."""
        finished = self.data["finished"]
        steps = [{"step": step, "finished": finished[step]} for step in STEPS]
        return {"begun": self.data["begun"], "steps": steps}

    @property
    def satisfaction(self) -> list[dict[str, Any]]:
        """Of each moment with enough ratings: how often each number was given, and their mean."""
        by_moment = self.data.get("ratings", {})
        rows = []
        for moment in Moment:
            given = by_moment.get(moment, [])
            many = sum(given)
            if many >= FEWEST:
                points = sum(score * n for score, n in enumerate(given, start=1))
                mean = round(points / many, 1)
                rows.append({"moment": moment, "given": given, "many": many, "mean": mean})
        return rows
