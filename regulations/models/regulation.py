from __future__ import annotations

from datetime import date
from typing import Self

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, SearchVectorField
from django.db import models
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce, Upper

from egov.agencies.models import Agency
from egov.search.text import words


class Reach(models.TextChoices):
    NATIONAL = "national", "nasional"
    PROVINCE = "province", "provinsi"
    REGION = "region", "daerah"


class Force(models.TextChoices):
    """Whether a regulation is in force on a day; computed from dated events, never typed (DOMAIN.md 4)."""

    NOT_YET = "belum-berlaku", "Belum berlaku"
    IN_FORCE = "berlaku", "Berlaku"
    PARTLY = "berlaku-sebagian", "Berlaku sebagian"
    ENDED = "tidak-berlaku", "Tidak berlaku"
    UNKNOWN = "belum-diketahui", "Belum diketahui"


class RegulationKind(models.Model):
    """Perda, Perwali, UU, … with its rank (UU 12/2011 ps 7-8): a smaller number ranks higher."""

    code = models.SlugField("kode", max_length=30, unique=True)
    name = models.CharField("nama", max_length=120)
    short = models.CharField("singkatan", max_length=40)
    rank = models.PositiveSmallIntegerField("peringkat", help_text="makin kecil makin tinggi")
    gazette = models.CharField("diundangkan dalam", max_length=60, blank=True)
    reach = models.CharField("lingkup", max_length=10, choices=Reach)
    penal = models.BooleanField("boleh memuat pidana", default=False, help_text="UU 12/2011 ps 15: hanya UU dan Perda")
    regulation = models.BooleanField("peraturan", default=True, help_text="Keputusan bukan peraturan dan bukan dasar hukum")

    class Meta:
        verbose_name = "jenis peraturan"
        verbose_name_plural = "jenis peraturan"
        ordering = ["rank", "code"]

    def __str__(self) -> str:
        return self.short


class RegulationQuerySet(models.QuerySet["Regulation"]):
    def with_force(self, on: date) -> Self:
        """With `force` (a value of Force) on a day, in one query. The twin of `regulations.force.force_of`."""
        from regulations.models.event import ENDING, Event, LegalEvent

        valid = LegalEvent.objects.taking_effect(on).filter(target=OuterRef("pk"))
        ended = valid.filter(kind__in=ENDING, provision=None)
        part = valid.filter(Q(kind=Event.REPEALS_PART) | Q(kind__in=ENDING, provision__isnull=False))
        later = LegalEvent.objects.filter(target=OuterRef("pk"), kind=Event.COMMENCES, provision__isnull=False, on__gt=on)
        return self.annotate(begins=Coalesce(F("commences_on"), F("promulgated_on"))).annotate(
            force=Case(
                When(Exists(ended), then=Value(Force.ENDED)),
                When(begins=None, then=Value(Force.UNKNOWN)),
                When(begins__gt=on, then=Value(Force.NOT_YET)),
                When(Exists(part) | Exists(later), then=Value(Force.PARTLY)),
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


@pghistory.track()
class Regulation(models.Model):
    """One regulation or decision as it was made. Its status is not a column: see `force`."""

    kind = models.ForeignKey(RegulationKind, on_delete=models.PROTECT, related_name="regulations", verbose_name="jenis")
    number = models.CharField("nomor", max_length=60, help_text="teks, sebagaimana tertulis; / boleh")
    year = models.PositiveSmallIntegerField("tahun")
    title = models.CharField("tentang", max_length=600, blank=True, help_text="kosong bila belum diketahui")
    place = models.CharField("tempat penetapan", max_length=80, blank=True)
    enacted_on = models.DateField("ditetapkan", null=True, blank=True)
    promulgated_on = models.DateField("diundangkan", null=True, blank=True)
    commences_on = models.DateField("mulai berlaku", null=True, blank=True, help_text="kosong: sejak diundangkan (UU 12/2011 ps 87)")
    gazette_ref = models.CharField("sumber", max_length=160, blank=True)
    signatory = models.CharField("penandatangan", max_length=160, blank=True, help_text="jabatan")
    initiator = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="pemrakarsa")
    subjects = models.CharField("subjek", max_length=200, blank=True)
    governing = models.BooleanField("mengatur", default=False, help_text="Keputusan mengatur sebelum 12 Agustus 2011 (UU 12/2011 ps 100)")
    tax_or_levy = models.BooleanField("pajak atau retribusi", default=False)
    source_note = models.CharField("asal data", max_length=200, blank=True)

    force: str  # by RegulationQuerySet.with_force

    objects = RegulationQuerySet.as_manager()

    class Meta:
        verbose_name = "peraturan"
        verbose_name_plural = "peraturan"
        ordering = ["kind__rank", "-year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "year", "number"], name="regulation_once"),
            models.CheckConstraint(
                condition=Q(enacted_on=None) | Q(promulgated_on=None) | Q(promulgated_on__gte=F("enacted_on")),
                name="promulgated_after_enacted",
                violation_error_message="Tanggal diundangkan tidak boleh sebelum tanggal ditetapkan.",
            ),
        ]
        indexes = [GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="regulation_title_trgm")]

    def __str__(self) -> str:
        return self.citation

    def get_absolute_url(self) -> str:
        return f"/regulasi/{self.kind.code}/{self.year}/{self.number_in_address}/"

    @property
    def number_in_address(self) -> str:
        return self.number.replace("/", "~")

    @property
    def citation(self) -> str:
        """ "Perda Kota Surabaya Nomor 3 Tahun 2018": short, as people cite it."""
        owner = f" {settings.REGION_PROFILE.name}" if self.kind.reach == Reach.REGION else ""
        return f"{self.kind.short}{owner} Nomor {self.number} Tahun {self.year}"

    @property
    def full_citation(self) -> str:
        """ "Peraturan Daerah Kota Surabaya Nomor 3 Tahun 2018 tentang …", "Peraturan Wali Kota Surabaya Nomor …"."""
        profile = settings.REGION_PROFILE
        owner = ""
        if self.kind.reach == Reach.REGION:
            owner = f" {profile.short_name if profile.head in self.kind.name else profile.name}"
        about = f" tentang {self.title}" if self.title else ""
        return f"{self.kind.name}{owner} Nomor {self.number} Tahun {self.year}{about}"

    @property
    def may_be_basis(self) -> bool:
        """A Keputusan is no legal basis, save one marked *mengatur* made before 12 August 2011 (UU 12/2011 ps 100)."""
        if self.kind.regulation:
            return True
        return self.governing and self.enacted_on is not None and self.enacted_on < date(2011, 8, 12)


class TextStatus(models.TextChoices):
    TEXT = "ada-teks", "Ada teks"
    OCR = "perlu-ocr", "Perlu OCR"


class RegulationFile(models.Model):
    """The PDF as it was made, its hash, and the text read from it. Its pasal stay unconfirmed until an officer confirms them."""

    regulation = models.OneToOneField(Regulation, on_delete=models.CASCADE, related_name="document", verbose_name="peraturan")
    file = models.FileField("PDF", upload_to="regulasi/%Y")
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField("ukuran", help_text="byte")
    text_status = models.CharField("teks", max_length=10, choices=TextStatus)
    text = models.TextField(blank=True)
    read_at = models.DateTimeField("dibaca", auto_now=True)
    confirmed_at = models.DateTimeField("dipastikan", null=True, blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "berkas peraturan"
        verbose_name_plural = "berkas peraturan"

    def __str__(self) -> str:
        return f"Berkas {self.regulation}"


class ProvisionQuerySet(models.QuerySet["Provision"]):
    def matching(self, query: str) -> Self:
        """Pasal that carry every word of the query, stemmed, best first."""
        asked = SearchQuery(" ".join(words(query)) or query, config="indonesian", search_type="plain")
        return self.filter(search=asked).annotate(rank=SearchRank(F("search"), asked)).order_by("-rank", "id")


class Provision(models.Model):
    """A pasal, with its text. `path` is its address and anchor: "pasal-29", "pasal-128a"."""

    regulation = models.ForeignKey(Regulation, on_delete=models.CASCADE, related_name="provisions", verbose_name="peraturan")
    position = models.PositiveIntegerField("urutan")
    label = models.CharField("nama", max_length=40, help_text="Pasal 29")
    path = models.SlugField(max_length=60)
    heading = models.CharField("bab", max_length=300, blank=True)
    text = models.TextField("bunyi", blank=True)
    explanation = models.TextField("penjelasan", blank=True)
    search = models.GeneratedField(expression=SearchVector("heading", "text", config="indonesian"), output_field=SearchVectorField(), db_persist=True)

    objects = ProvisionQuerySet.as_manager()

    class Meta:
        verbose_name = "pasal"
        verbose_name_plural = "pasal"
        ordering = ["regulation", "position"]
        constraints = [
            models.UniqueConstraint(fields=["regulation", "path"], name="provision_once"),
            models.UniqueConstraint(fields=["regulation", "position"], name="provision_position_once"),
        ]
        indexes = [GinIndex(fields=["search"], name="provision_search")]

    def __str__(self) -> str:
        return f"{self.label}, {self.regulation}"
