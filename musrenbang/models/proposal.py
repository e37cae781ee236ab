from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone

from egov.accounts.scope import Scope
from egov.agencies.models import Agency
from egov.areas.models import Area, Level
from musrenbang.models.cycle import Channel, Stage
from musrenbang.models.kamus import KamusVariant
from musrenbang.vocabulary import EDITOR, PointCheck, State, Tier, tier_word

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, _user: User | AnonymousUser | None) -> Self:
        """What a person may read on the public pages: every proposal that was sent.

        Drafts are another model.
        """
        return self

    def listed(self) -> Self:
        """What stands in lists, searches and feeds; a withheld proposal keeps only its own page."""
        return self.filter(withheld=False)

    def administered_by(self, user: User | AnonymousUser) -> Self:
        """What a member of staff works with: the proposals of their areas or agency.

        An editor may look at all.
        """
        if Scope.of(user, roles=frozenset({EDITOR})).everything:
            return self
        scope = Scope.of(user)
        return self.filter(
            scope.q(rw="rw", kelurahan="kelurahan", kecamatan="kecamatan", agency="agency")
        )

    def in_area(self, area: Area) -> Self:
        columns = {Level.RW: "rw", Level.VILLAGE: "kelurahan", Level.DISTRICT: "kecamatan"}
        column = columns.get(Level(area.level))
        return self.filter(**{column: area}) if column else self

    def locked(self, pk: int, *others: int) -> Proposal:
        """The row under a lock, with what the verbs read beside it.

        Other rows are locked with it, in one order for all. Two statements: a locking query that
        joins would drop the row when the join's key changed while it waited.
        """
        rows = self.select_for_update(no_key=True).filter(pk__in={pk, *others})
        list(rows.order_by("pk").values_list("pk"))
        return self.select_related(
            "channel__cycle",
            "rw__parent",
            "kelurahan",
            "kecamatan",
            "variant",
            "agency",
            "stage__channel__cycle",
        ).get(pk=pk)

    def for_list(self) -> Self:
        """With what a row of a public list shows.

        Few joins: planning many of them costs more than reading the rows.
        """
        rows = self.select_related("rw", "kelurahan", "kecamatan", "channel__cycle")
        return rows.defer("search", "problem", "wish")

    def for_page(self) -> Self:
        """With all that a proposal's page, the API and the desk show."""
        return self.select_related(
            "rw__parent",
            "kelurahan",
            "kecamatan",
            "variant__entry",
            "agency",
            "stage",
            "channel__cycle",
            "proposer",
            "merged_into",
        ).defer("search")


@pghistory.track(exclude=["proposer", "entered_by", "behalf_name", "search", "support_count"])
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
    entered_office = models.CharField("dimasukkan oleh", max_length=200, blank=True)
    behalf_name = models.CharField("atas nama", max_length=150, blank=True)
    show_name = models.BooleanField("nama ditampilkan", default=False)

    rw = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name="RW")
    kelurahan = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="+", verbose_name="desa/kelurahan"
    )
    kecamatan = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="+", verbose_name="kecamatan"
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
    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="proposals", verbose_name="perangkat daerah"
    )
    title = models.CharField("judul", max_length=120)
    problem = models.TextField("masalah")
    wish = models.TextField("harapan")
    unit_price = models.DecimalField("harga satuan", max_digits=14, decimal_places=0)
    proposed_volume = models.DecimalField("volume diusulkan", max_digits=12, decimal_places=2)
    proposed_cost = models.DecimalField("biaya diusulkan", max_digits=16, decimal_places=0)
    submitted_at = models.DateTimeField("dikirim", default=timezone.now)

    stage = models.ForeignKey(
        Stage, on_delete=models.PROTECT, related_name="proposals", verbose_name="tahap"
    )
    tier = models.CharField("tingkat", max_length=10, choices=Tier)
    state = models.CharField("keadaan", max_length=15, choices=State, default=State.WAITING)
    volume = models.DecimalField("volume", max_digits=12, decimal_places=2)
    cost = models.DecimalField("biaya", max_digits=16, decimal_places=0)
    rw_rank = models.PositiveSmallIntegerField("urutan RW", null=True, blank=True)
    rw_declined = models.BooleanField("tidak disepakati RW", default=False)
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

    search = models.GeneratedField(
        expression=SearchVector("title", "problem", "wish", "address", config="indonesian"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "usulan"
        verbose_name_plural = "usulan"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(proposed_volume__gt=0, volume__gt=0), name="volume_is_positive"
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(state=State.MERGED, merged_into__isnull=False)
                | (~Q(state=State.MERGED) & Q(merged_into=None)),
                name="merged_names_the_other",
            ),
            models.UniqueConstraint(
                fields=["channel", "rw", "rw_rank"],
                condition=Q(rw_rank__isnull=False),
                name="rank_once_per_rw",
                deferrable=None,
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-12, 7),
                    longitude__range=(94, 142),
                ),
                name="point_in_indonesia",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "tier", "kelurahan"], name="proposal_by_kelurahan"),
            models.Index(fields=["kelurahan", "-id"], name="proposal_kelurahan"),
            models.Index(fields=["kecamatan", "-id"], name="proposal_kecamatan"),
            models.Index(fields=["rw", "-id"], name="proposal_rw"),
            models.Index(fields=["agency", "-id"], name="proposal_agency"),
            models.Index(fields=["channel", "-id"], name="proposal_channel"),
            models.Index(fields=["-support_count", "-id"], name="proposal_support"),
            models.Index(fields=["-cost", "-id"], name="proposal_cost"),
            models.Index(fields=["proposer", "-id"], name="proposal_proposer"),
            GinIndex(fields=["search"], name="proposal_search"),
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="proposal_title_trgm"),
        ]

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
        if self.show_name:
            name = self.behalf_name or (self.proposer.name if self.proposer else "")
            if name:
                return f"{name}, warga {self.rw.name}"
        return f"Warga {self.rw.name}"

    @property
    def unit(self) -> str:
        return self.variant.unit

    @property
    def tier_word(self) -> str:
        return tier_word(self.tier)

    @property
    def tier_area(self) -> Area | None:
        """The area whose office has it now; None at the city."""
        areas = {Tier.RW: self.rw, Tier.KELURAHAN: self.kelurahan, Tier.KECAMATAN: self.kecamatan}
        return areas.get(Tier(self.tier))

    @property
    def status(self) -> str:
        """Where it stands, in words: "Menunggu keputusan Kelurahan Kebraon"."""
        area = self.tier_area
        where = area.label if area else settings.REGION_PROFILE.name
        if self.tier == Tier.RW:
            where = f"{self.rw.name} {self.kelurahan.name}"
        match self.state:
            case State.WAITING:
                return f"Menunggu keputusan {where}"
            case State.RETURNED:
                return "Perlu dilengkapi pengusul"
            case State.RESERVE:
                return f"Cadangan di {where}"
            case State.REJECTED:
                return f"Ditolak {where}"
            case State.MERGED:
                return "Digabung dengan usulan lain"
            case State.ACCEPTED:
                return f"Diterima {where}"
        return f"Tidak dibahas di {where}"

    @property
    def tone(self) -> str:
        """Which colour goes with the state; the word always stands beside it."""
        return {
            State.WAITING: "wait",
            State.RETURNED: "act",
            State.RESERVE: "wait",
            State.ACCEPTED: "good",
            State.MERGED: "muted",
        }.get(State(self.state), "stop")
