from __future__ import annotations

from datetime import date
from typing import Self

import pghistory
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils import timezone

from egov.areas.models import always


class AgencyQuerySet(models.QuerySet["Agency"]):
    def current(self, on: date | None = None) -> Self:
        return self.filter(valid__contains=on or timezone.localdate())


@pghistory.track()
class Agency(models.Model):
    """An OPD (perangkat daerah) over the days on which it existed under this name."""

    code = models.SlugField("kode", max_length=40)
    short_name = models.CharField("nama pendek", max_length=60)
    name = models.CharField("nama", max_length=200)
    basis = models.CharField("dasar hukum", max_length=200, blank=True)
    valid = DateRangeField("berlaku", default=always)
    successors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="predecessors", verbose_name="penerus"
    )

    objects = AgencyQuerySet.as_manager()

    class Meta:
        verbose_name = "perangkat daerah"
        verbose_name_plural = "perangkat daerah"
        ordering = ["short_name"]
        constraints = [models.UniqueConstraint(fields=["code"], name="agency_code_once")]

    def __str__(self) -> str:
        return self.short_name
