from __future__ import annotations

from decimal import Decimal

import pghistory
from django.conf import settings
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Value
from django.db.models.functions import Coalesce, Concat, NullIf
from django.urls import reverse
from django.utils import timezone

from egov.agencies.models import Agency
from egov.areas.models import Area
from musrenbang.models.cycle import Channel, Stage
from musrenbang.models.group import Group
from musrenbang.models.kamus import KamusVariant
from musrenbang.models.proposal_limits import CONSTRAINTS, INDEXES
from musrenbang.models.proposal_limits import COST_CHANGED as COST_CHANGED
from musrenbang.models.proposal_rows import ProposalQuerySet as ProposalQuerySet
from musrenbang.models.proposal_words import TONES, standing
from musrenbang.vocabulary import SHORT, PlaceLevel, PointCheck, Proposer, State, Tier, tier_word

# without a passage that is withheld
FINDABLE = Coalesce(
    NullIf("search_text", Value("")),
    Concat("problem", Value(" "), "wish", Value(" "), "address", output_field=models.TextField()),
    output_field=models.TextField(),
)
PERSONAL = ["proposer", "entered_by", "behalf_name"]
FROZEN = ["kind", "size", "unit", "output"]
UNTRACKED = [*PERSONAL, *FROZEN, "search", "search_text", "support_count"]


@pghistory.track(exclude=UNTRACKED)
class Proposal(models.Model):
    """One wish of a citizen for a place (usulan).

    `tier`, `state`, `volume` and `cost` follow from its decisions.
    """

    number = models.CharField("nomor", max_length=20, unique=True)
    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, related_name="proposals", verbose_name="jalur"
    )
    proposer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="proposals",
        verbose_name="pengusul",
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_as = models.CharField(
        "sebagai", max_length=8, choices=Proposer, default=Proposer.RESIDENT, editable=False
    )
    group = models.ForeignKey(
        Group,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="proposals",
        verbose_name="kelompok",
    )
    entered_office = models.CharField("dimasukkan oleh", max_length=200, blank=True)
    behalf_name = models.CharField("atas nama", max_length=150, blank=True)
    show_name = models.BooleanField("nama ditampilkan", default=False)

    # how large its place is; what is smaller than the place is empty
    place_level = models.CharField(
        "tempat", max_length=9, choices=PlaceLevel, default=PlaceLevel.RW, editable=False
    )
    rw = models.ForeignKey(
        Area,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="RW",
    )
    kelurahan = models.ForeignKey(
        Area,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="desa/kelurahan",
    )
    kecamatan = models.ForeignKey(
        Area,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="kecamatan",
    )
    address = models.CharField("alamat", max_length=250)
    latitude = models.FloatField("lintang", null=True, blank=True)
    longitude = models.FloatField("bujur", null=True, blank=True)
    point_check = models.CharField(
        "titik", max_length=10, choices=PointCheck, default=PointCheck.NO_POINT
    )

    variant = models.ForeignKey(
        KamusVariant, on_delete=models.PROTECT, related_name="proposals", verbose_name="jenis"
    )
    # the kamus's words as they were when it was sent
    kind = models.CharField("nama jenis", max_length=150, default="", editable=False)
    size = models.CharField("ukuran", max_length=150, blank=True, default="", editable=False)
    unit = models.CharField("satuan", max_length=30, default="", editable=False)
    output = models.CharField("keluaran", max_length=200, blank=True, default="", editable=False)
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="proposals", verbose_name="perangkat daerah"
    )
    first_agency = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="perangkat daerah semula",
        help_text="hanya bila dialihkan",
    )
    title = models.CharField("judul", max_length=120)
    problem = models.TextField("masalah")
    wish = models.TextField("harapan")
    unit_price = models.DecimalField("harga satuan", max_digits=14, decimal_places=0)
    proposed_volume = models.DecimalField("volume diusulkan", max_digits=12, decimal_places=2)
    proposed_cost = models.DecimalField("biaya diusulkan", max_digits=16, decimal_places=0)
    answers = models.JSONField(
        "jawaban atas syarat",
        default=list,
        db_default=Value([], models.JSONField()),
        blank=True,
        editable=False,
        help_text="pertanyaan kamus dan jawabannya, sebagaimana waktu dikirim",
    )
    earlier_number = models.CharField(
        "nomor catatan asal",
        max_length=60,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text="bila dicatat dari tahun sebelum portal ini",
    )
    submitted_at = models.DateTimeField("dikirim", default=timezone.now)

    stage = models.ForeignKey(
        Stage, on_delete=models.PROTECT, related_name="proposals", verbose_name="tahap"
    )
    tier = models.CharField("tingkat", max_length=10, choices=Tier)
    state = models.CharField("keadaan", max_length=15, choices=State, default=State.WAITING)
    volume = models.DecimalField("volume", max_digits=12, decimal_places=2)
    cost = models.DecimalField("biaya", max_digits=16, decimal_places=0)
    rw_rank = models.PositiveSmallIntegerField("urutan RW", null=True, blank=True)
    kelurahan_rank = models.PositiveSmallIntegerField("urutan kelurahan", null=True, blank=True)
    kecamatan_rank = models.PositiveSmallIntegerField("urutan kecamatan", null=True, blank=True)
    reserve_rank = models.PositiveSmallIntegerField("urutan cadangan", null=True, blank=True)
    rw_declined = models.BooleanField("tidak disepakati RW", default=False)
    passed_over = models.BooleanField("naik tanpa keputusan", default=False)
    has_opinion = models.BooleanField("sudah diverifikasi", default=False)
    return_until = models.DateField("dilengkapi sampai", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged_from",
        verbose_name="digabung ke",
    )
    decided = models.PositiveSmallIntegerField(
        "banyak keputusan", default=0, help_text="naik satu pada setiap keputusan"
    )
    support_count = models.PositiveIntegerField("dukungan", default=0)
    withheld = models.BooleanField("ditahan dari umum", default=False, editable=False)

    search_text = models.TextField(
        "yang dapat dicari",
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text="bila ada bagian yang ditahan: yang lain dari masalah, harapan, dan alamat",
    )
    search = models.GeneratedField(
        expression=SearchVector("title", FINDABLE, config="indonesian"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "usulan"
        verbose_name_plural = "usulan"
        ordering = ["-id"]
        constraints = CONSTRAINTS
        indexes = INDEXES

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("musrenbang:proposal", args=[self.number])

    @property
    def history_label(self) -> str:
        """How another object's history names it: who reads there may not read its title."""
        return self.number

    @property
    def proposer_label(self) -> str:
        """Who proposes, as the public reads it."""
        if self.group is not None:
            return self.group.name
        if self.proposed_as == Proposer.RW:
            where = self.place_short if self.rw else f"{tier_word(Tier.RW)} di {self.place_short}"
            return f"Pengurus {where}"
        if self.show_name:
            name = self.behalf_name or (self.proposer.name if self.proposer else "")
            if name:
                return f"{name}, warga {self.place_short}"
        return f"Warga {self.place_short}"

    @property
    def area(self) -> Area | None:
        """The area it is for; None is the whole region."""
        return self.rw or self.kelurahan or self.kecamatan

    @property
    def place_short(self) -> str:
        """The name of its area with its word: "RW 05", "Kelurahan Kebraon", "Kota Surabaya"."""
        return self.area.label if self.area else settings.REGION_PROFILE.name

    @property
    def place(self) -> str:
        """As people say it: "RW 05 Kebraon", "Kelurahan Kebraon"."""
        return f"{self.rw.name} {self.village}" if self.rw else self.place_short

    @property
    def village(self) -> str:
        return self.kelurahan.name if self.kelurahan else ""

    @property
    def full_place(self) -> str:
        """From its area up: "RW 05, Kelurahan Kebraon, Kecamatan Karang Pilang"."""
        areas = [area for area in (self.rw, self.kelurahan, self.kecamatan) if area]
        return ", ".join(area.label for area in areas) or self.place_short

    @property
    def first_agency_name(self) -> str:
        """The OPD to which it was sent at first."""
        return (self.first_agency or self.agency).short_name

    @property
    def kind_label(self) -> str:
        """Kind and size as they were called when it was sent: "Paving, lebar 2 m"."""
        return f"{self.kind}, {self.size}" if self.size else self.kind

    @property
    def volume_limits(self) -> tuple[Decimal | None, Decimal | None]:
        """The smallest and largest volume of the kamus today; none where its unit is another."""
        if self.variant.unit != self.unit:
            return None, None
        return self.variant.min_volume, self.variant.max_volume

    @property
    def tier_word(self) -> str:
        return tier_word(self.tier)

    @property
    def tier_area(self) -> Area | None:
        """The area whose office has it now; None at the city."""
        areas = {Tier.RW: self.rw, Tier.KELURAHAN: self.kelurahan, Tier.KECAMATAN: self.kecamatan}
        return self.rw if self.tier == Tier.RT else areas.get(Tier(self.tier))

    @property
    def status(self) -> str:
        """Where it stands, in words: "Menunggu keputusan Kelurahan Kebraon"."""
        where = standing(self)
        return f"{where} (dicatat dari tahun sebelumnya)" if self.earlier_number else where

    @property
    def short_status(self) -> str:
        """The same for a row of a list: "Menunggu kelurahan"."""
        if self.state == State.WAITING:
            return f"Menunggu {self.tier_word if self.tier == Tier.RW else self.tier_word.lower()}"
        return SHORT.get(State(self.state), self.get_state_display())

    @property
    def tone(self) -> str:
        """Which colour goes with the state; the word always stands beside it."""
        return TONES.get(State(self.state), "stop")
