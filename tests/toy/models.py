from __future__ import annotations

from django.db import models

from regulations.models import Regulation


class Colour(models.TextChoices):
    RED = "merah", "Merah"
    BLUE = "biru", "Biru"


class Kite(models.Model):
    """A kite that somebody registered."""

    name = models.CharField("nama", max_length=80)
    colour = models.CharField("warna", max_length=10, choices=Colour)
    basis = models.ForeignKey(Regulation, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        verbose_name = verbose_name_plural = "layang-layang"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/layang/{self.pk}/"
