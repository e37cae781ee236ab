from __future__ import annotations

from datetime import date
from typing import Any, Self

import pghistory
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from egov.agencies.models import Agency
from egov.areas.profile import known_region, region_name
from egov.search.text import PlainWords
from regulations.models.kind import RegulationKind
from regulations.models.numbering import a_number
from regulations.vocabulary import CONTRADICTS, ENDING, EventKind, Force, Jurisdiction


class RegulationQuerySet(models.QuerySet["Regulation"]):
    def with_force(self, on: date) -> Self:
        """With `force` (a value of Force) on a day, in one query.

        The twin of `regulations.domain.law.states.force_of`.
        """
        events: Any = apps.get_model("regulations", "LegalEvent")._default_manager
        valid = events.taking_effect(on).filter(target=OuterRef("pk"))
        ended = valid.filter(kind__in=ENDING, provision=None)
        part_ended = Q(kind__in=ENDING, provision__isnull=False)
        part = valid.filter(Q(kind=EventKind.REPEALS_PART) | part_ended)
        starts = events.filter(target=OuterRef("pk"), kind=EventKind.COMMENCES)
        parts = starts.filter(provision__isnull=False)
        later, earlier = parts.filter(takes_effect_on__gt=on), parts.filter(takes_effect_on__lte=on)
        return self.annotate(begins=Coalesce(F("commences_on"), F("promulgated_on"))).annotate(
            force=Case(
                When(Exists(ended), then=Value(Force.ENDED)),
                When(begins=None, then=Value(Force.UNKNOWN)),
                When(Exists(earlier), begins__gt=on, then=Value(Force.PARTLY)),
                When(begins__gt=on, then=Value(Force.NOT_YET)),
                When(stated_status__in=CONTRADICTS, then=Value(Force.UNKNOWN)),
                When(Exists(part) | Exists(later), then=Value(Force.PARTLY)),
                When(stated_status=Force.PARTLY, then=Value(Force.UNKNOWN)),
                default=Value(Force.IN_FORCE),
                output_field=CharField(),
            )
        )

    def in_force_on(self, on: date) -> Self:
        """Those wholly or partly in force on a day."""
        return self.with_force(on).having_force(Force.IN_FORCE, Force.PARTLY)

    def having_force(self, *states: str) -> Self:
        """Among rows `with_force`: those in one of these states."""
        return self.filter(Q(("force__in", states)))


class RegulationManager(models.Manager["Regulation"]):
    def get_queryset(self) -> models.QuerySet[Regulation]:
        return super().get_queryset().defer("search")  # an index, never read


@pghistory.track(exclude=["search"])
class Regulation(models.Model):
    """One regulation or decision as it was made. Its status is not a column: see `force`."""

    kind = models.ForeignKey(
        RegulationKind, on_delete=models.PROTECT, related_name="regulations", verbose_name="jenis"
    )
    other_region = models.CharField(
        "wilayah lain",
        max_length=5,
        blank=True,
        validators=[known_region],
        help_text="kode wilayah pembuatnya bila bukan daerah ini, contoh 33.10",
    )
    number = models.CharField(
        "nomor",
        max_length=60,
        validators=[a_number],
        help_text="teks, sebagaimana tertulis; / boleh",
    )
    year = models.PositiveSmallIntegerField("tahun")
    title = models.CharField(
        "tentang", max_length=600, blank=True, help_text="kosong bila belum diketahui"
    )
    place = models.CharField("tempat penetapan", max_length=80, blank=True)
    enacted_on = models.DateField("ditetapkan", null=True, blank=True)
    promulgated_on = models.DateField("diundangkan", null=True, blank=True)
    commences_on = models.DateField(
        "mulai berlaku",
        null=True,
        blank=True,
        help_text="kosong: sejak diundangkan (UU 12/2011 ps 87)",
    )
    gazette_ref = models.CharField("sumber", max_length=160, blank=True)
    signatory = models.CharField("penandatangan", max_length=160, blank=True, help_text="jabatan")
    initiator = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="pemrakarsa",
    )
    subjects = models.CharField("subjek", max_length=200, blank=True)
    governing = models.BooleanField(
        "mengatur",
        default=False,
        help_text="Keputusan mengatur sebelum 12 Agustus 2011 (UU 12/2011 ps 100)",
    )
    tax_or_levy = models.BooleanField("pajak atau retribusi", default=False)
    source_note = models.CharField("asal data", max_length=200, blank=True)
    source_file = models.URLField("PDF di tempat asal", max_length=500, blank=True)
    stated_status = models.CharField(
        "status menurut umpan",
        max_length=16,
        choices=Force,
        blank=True,
        help_text="bukan status: bila bertentangan dengan tanggal yang ada, "
        "statusnya belum diketahui sampai peristiwanya dicatat",
    )
    search = models.GeneratedField(
        expression=SearchVector(PlainWords("title"), config="indonesian"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    force: str  # by RegulationQuerySet.with_force

    objects = RegulationManager.from_queryset(RegulationQuerySet)()

    class Meta:
        verbose_name = "peraturan"
        verbose_name_plural = "peraturan"
        ordering = ["kind__rank", "-year", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "other_region", "year", "number"],
                name="regulation_once",
                violation_error_message="Peraturan ini sudah ada di registri. Buka yang sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(other_region__regex=r"^(\d\d(\.\d\d)?)?$"),
                name="other_region_is_a_code",
            ),
            models.CheckConstraint(
                condition=Q(enacted_on=None)
                | Q(promulgated_on=None)
                | Q(promulgated_on__gte=F("enacted_on")),
                name="promulgated_after_enacted",
                violation_error_message=(
                    "Tanggal diundangkan tidak boleh sebelum tanggal ditetapkan."
                ),
            ),
        ]
        indexes = [
            GinIndex(OpClass("title", name="gin_trgm_ops"), name="regulation_title_words"),
            GinIndex(fields=["search"], name="regulation_search"),
            models.Index(fields=["-year", "-id"], name="regulation_newest"),
        ]

    def __str__(self) -> str:
        return self.citation

    def get_absolute_url(self) -> str:
        """The short address of what this region, its province or the nation made.

        Another region's stands under /akn/ only.
        """
        if self.other_region:
            return self.eli
        return reverse("regulations:regulation", args=self.address)

    @property
    def address(self) -> tuple[str, int, str]:
        """What its addresses are made of: "perda", 2018, "3"."""
        return self.kind.code, self.year, self.number_in_address

    @property
    def code(self) -> str:
        """How tables name it: "perda/2018/3"."""
        return f"{self.kind.code}/{self.year}/{self.number}"

    def clean(self) -> None:
        """Working back in time is no date to type but an event with its reason.

        UU 12/2011 Lampiran II no. 155 and 156.
        """
        promulgated = self.promulgated_on or self.enacted_on
        early = self.commences_on and promulgated and self.commences_on < promulgated
        if early and not self.recorded_retroactive():
            sentence = (
                "Mulai berlaku tidak boleh sebelum diundangkan. "
                "Berlaku surut dicatat sebagai peristiwa hukum, dengan alasannya."
            )
            raise ValidationError({"commences_on": sentence}, code="rule_155")
        if self.other_region and self.kind_id:
            self._check_maker()
        if self.other_region in (settings.REGION, settings.REGION[:2]):
            sentence = "Ini daerah atau provinsi portal ini sendiri; kosongkan."
            raise ValidationError({"other_region": sentence}, code="own_region")

    def _check_maker(self) -> None:
        """Refuses another region that makes nothing of this kind."""
        kind = self.kind
        if kind.reach == Jurisdiction.NATIONAL:
            sentence = "Peraturan nasional tidak dibuat suatu daerah; kosongkan."
            raise ValidationError({"other_region": sentence}, code="national")
        if not kind.name.endswith((" Wali Kota", " Bupati")):
            return
        # Kemendagri: 71-99 are kota
        head = "Wali Kota" if int(self.other_region[3:] or 0) >= 71 else "Bupati"
        if not kind.name.endswith(head):
            where = region_name(self.other_region)
            sentence = f"Kepala daerah {where} adalah {head}; pilih jenis yang sesuai."
            raise ValidationError({"other_region": sentence})

    def recorded_retroactive(self) -> bool:
        """Whether an event with its reason (155) has set this commencement."""
        if self.pk is None or self.commences_on is None:
            return False
        commencements = self.changes.filter(kind="commences", takes_effect_on=self.commences_on)
        return commencements.filter(overridden_rule__contains="155").exists()

    @property
    def pdf_address(self) -> str:
        """Where its PDF is, if it has one."""
        if self.other_region:
            return reverse("regulations:akn_pdf", args=[self._country, *self.address])
        return reverse("regulations:regulation_pdf", args=self.address)

    @property
    def path(self) -> str:
        """ "perwali/2021/68": its short address, by which other apps name it."""
        return f"{self.kind.code}/{self.year}/{self.number_in_address}"

    @property
    def number_in_address(self) -> str:
        return self.number.replace("/", "~")

    @property
    def region(self) -> str:
        """Code of the region that made it: "35.78", "35" of its province; empty for the nation."""
        own = {Jurisdiction.REGION: settings.REGION, Jurisdiction.PROVINCE: settings.REGION[:2]}
        return self.other_region or own.get(Jurisdiction(self.kind.reach), "")

    @property
    def is_own(self) -> bool:
        """Made by this portal's own region."""
        return self.kind.reach == Jurisdiction.REGION and not self.other_region

    @property
    def region_name(self) -> str:
        """ "Kota Surabaya", "Provinsi Jawa Timur"; empty for the nation."""
        return region_name(self.region) if self.region else ""

    @property
    def eli(self) -> str:
        """The ELI-like address of the work: /akn/id-3578/act/perda/2018/3."""
        kind, year, number = self.address
        return reverse("regulations:akn", args=[self._country, kind, year, number])

    @property
    def _country(self) -> str:
        """Whose it is in an ELI-like address: "id-3578", "id-35", "id"."""
        return f"id-{self.region.replace('.', '')}" if self.region else "id"

    @property
    def citation(self) -> str:
        """ "Perda Kota Surabaya Nomor 3 Tahun 2018": short, as people cite it."""
        cited = f"{self.kind.short} {self._owner()} Nomor {self.number} Tahun {self.year}"
        return " ".join(cited.split())

    def _owner(self) -> str:
        """The maker as a citation names it: "Kota Surabaya".

        After an office or a province's kind only "Surabaya", "Jawa Timur".
        """
        name = self.region_name
        if self.kind.reach == Jurisdiction.PROVINCE:
            return name.removeprefix("Provinsi ")
        return name

    @property
    def full_citation(self) -> str:
        """ "Peraturan Daerah Kota Surabaya Nomor 3 Tahun 2018 tentang …".

        "Peraturan Wali Kota Surabaya Nomor …".
        """
        head, owner = self.kind.name, self._owner()
        if head.endswith((" Wali Kota", " Bupati")):  # "Peraturan Bupati Klaten"
            owner = owner.split(" ", 1)[-1]
        about = f" tentang {self.title}" if self.title else ""
        return " ".join(f"{head} {owner} Nomor {self.number} Tahun {self.year}{about}".split())

    @property
    def may_be_basis(self) -> bool:
        """A Keputusan is no legal basis.

        Save one marked *mengatur* made before 12 August 2011 (UU 12/2011 ps 100).
        """
        if self.kind.regulation:
            return True
        old = self.enacted_on is not None and self.enacted_on < date(2011, 8, 12)
        return self.governing and old
