from __future__ import annotations

from datetime import date
from typing import Self

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from egov.agencies.models import Agency
from egov.search.lists import Searchable, containing, search
from egov.search.queries import meant_by, read_words
from musrenbang.procedure import BASIS
from musrenbang.vocabulary import KamusNeed, Nature

# some hundred rows: no index
KAMUS = Searchable(
    ways=(
        containing(
            "entry__name",
            "entry__keywords",
            "entry__definition",
            "label",
            "entry__code",
            forms=meant_by,
            beginning=True,
        ),
    ),
    terms=read_words,
)


@pghistory.track()
class KamusEntry(models.Model):
    """A type of proposal in the kamus usulan: what it is, who builds it, under which conditions."""

    code = models.SlugField("kode", max_length=30, unique=True)
    name = models.CharField("nama", max_length=150)
    definition = models.TextField("penjelasan")
    keywords = models.CharField(
        "kata sehari-hari",
        max_length=300,
        blank=True,
        help_text="kata yang dipakai warga untuk mencari",
    )
    nature = models.CharField("sifat", max_length=15, choices=Nature)
    need = models.CharField(
        "kebutuhan",
        max_length=10,
        choices=KamusNeed,
        default=KamusNeed.PEOPLE,
        help_text="kelompok tempat warga mencarinya",
    )
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="kamus_entries",
        verbose_name="penanggung jawab",
    )
    conditions = models.TextField("syarat", blank=True)
    output = models.CharField("keluaran", max_length=200, blank=True)
    outcome = models.CharField("hasil", max_length=200, blank=True)
    sub_activity = models.CharField("sub-kegiatan", max_length=200, blank=True)
    active = models.BooleanField("dapat diusulkan", default=True)
    editions = ArrayField(
        models.SlugField(max_length=20),
        verbose_name="edisi",
        default=list,
        blank=True,
        help_text="edisi kamus yang memuat jenis ini, dipisah koma; kosong: semua edisi",
    )
    example = models.BooleanField("data contoh", default=False)

    class Meta:
        verbose_name = "kamus usulan"
        verbose_name_plural = "kamus usulan"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class KamusVariantQuerySet(models.QuerySet["KamusVariant"]):
    def priced(self, on: date | None = None) -> Self:
        """With the entry and its agency, and `unit_price` on a day with its `price_basis`.

        In rupiah, None where no price is held.
        """
        day = on or timezone.localdate()
        prices = KamusPrice.objects.filter(variant=OuterRef("pk"), valid__contains=day)
        return self.select_related("entry__agency").annotate(
            unit_price=Subquery(prices.values("amount")[:1]),
            price_basis=Subquery(prices.values("basis")[:1]),
        )

    def with_price(self) -> Self:
        """Only those with a price on the day `priced` was asked for."""
        return self.filter(Q(("unit_price__isnull", False)))

    def proposable(self) -> Self:
        return self.filter(entry__active=True)

    def of_edition(self, edition: str) -> Self:
        """Those that a channel of this edition offers; all where it names none."""
        if not edition:
            return self
        return self.filter(Q(entry__editions=[]) | Q(entry__editions__contains=[edition]))

    def matching(self, query: str) -> Self:
        """Variants that carry every word of the query, or what the word stands for.

        In name, definition or plain words.
        """
        return search(self, query, KAMUS)


@pghistory.track()
class KamusVariant(models.Model):
    """A size or make of an entry, with its unit."""

    entry = models.ForeignKey(
        KamusEntry, on_delete=models.PROTECT, related_name="variants", verbose_name="jenis"
    )
    code = models.SlugField("kode", max_length=40, unique=True)
    label = models.CharField("ukuran", max_length=150, blank=True)
    unit = models.CharField("satuan", max_length=30)
    min_volume = models.DecimalField(
        "volume paling kecil", max_digits=12, decimal_places=2, null=True, blank=True
    )
    max_volume = models.DecimalField(
        "volume paling besar", max_digits=12, decimal_places=2, null=True, blank=True
    )

    objects = KamusVariantQuerySet.as_manager()

    class Meta:
        verbose_name = "ukuran"
        verbose_name_plural = "ukuran"
        ordering = ["entry__name", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(max_volume=None) | Q(max_volume__gt=0),
                name="max_volume_is_positive",
                violation_error_message="Harus lebih dari nol.",
            ),
            models.CheckConstraint(
                condition=Q(min_volume=None)
                | Q(min_volume__gt=0, max_volume=None)
                | Q(min_volume__gt=0, max_volume__gte=F("min_volume")),
                name="min_volume_fits",
                violation_error_message="Lebih dari nol, dan tidak lebih dari yang paling besar.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry.name}, {self.label}" if self.label else self.entry.name

    @property
    def words(self) -> dict[str, str]:
        """What a proposal keeps of the kamus as it is sent: an edit changes no proposal."""
        return {
            "kind": self.entry.name,
            "size": self.label,
            "unit": self.unit,
            "output": self.entry.output,
        }


@pghistory.track()
class KamusPrice(models.Model):
    """The unit price of a variant over its days, in whole rupiah.

    SSH/HSPK, revised at least every six months.
    """

    variant = models.ForeignKey(
        KamusVariant, on_delete=models.PROTECT, related_name="prices", verbose_name="ukuran"
    )
    amount = models.DecimalField("harga satuan (rupiah)", max_digits=14, decimal_places=0)
    valid = DateRangeField("berlaku")
    source = models.CharField("sumber", max_length=200, blank=True)
    basis = models.CharField(
        "dasar",
        max_length=120,
        blank=True,
        validators=[RegexValidator(rf"\A{BASIS.pattern}\Z", "Contoh: perwali/2026/12.")],
        help_text="peraturan di registri yang menetapkannya, contoh: perwali/2026/12",
    )

    class Meta:
        verbose_name = "harga satuan"
        verbose_name_plural = "harga satuan"
        ordering = ["variant", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="price_is_positive",
                violation_error_message="Harga harus lebih dari nol.",
            ),
            ExclusionConstraint(
                name="one_price_per_day",
                violation_error_message="Sudah ada harga untuk hari-hari itu. "
                "Akhiri dulu harga yang lama.",
                expressions=[
                    (F("variant"), RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variant} {self.amount}"
