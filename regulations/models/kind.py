from __future__ import annotations

import pghistory
from django.db import models

from regulations.vocabulary import Jurisdiction


@pghistory.track()
class RegulationKind(models.Model):
    """Perda, Perwali, UU, … with its rank (UU 12/2011 ps 7-8): a smaller number ranks higher."""

    code = models.SlugField("kode", max_length=30, unique=True)
    name = models.CharField("nama", max_length=120)
    short = models.CharField("singkatan", max_length=40)
    rank = models.PositiveSmallIntegerField("peringkat", help_text="makin kecil makin tinggi")
    gazette = models.CharField("diundangkan dalam", max_length=60, blank=True)
    reach = models.CharField("lingkup", max_length=10, choices=Jurisdiction)
    penal = models.BooleanField(
        "boleh memuat pidana", default=False, help_text="UU 12/2011 ps 15: hanya UU dan Perda"
    )
    obliges = models.BooleanField(
        "dapat mewajibkan warga",
        default=False,
        help_text="Perda atau yang lebih tinggi dalam hierarki UU 12/2011 ps 7 ayat (1)",
    )
    regulation = models.BooleanField(
        "peraturan", default=True, help_text="Keputusan bukan peraturan dan bukan dasar hukum"
    )

    class Meta:
        verbose_name = "jenis peraturan"
        verbose_name_plural = "jenis peraturan"
        ordering = ["rank", "code"]

    def __str__(self) -> str:
        return self.short
