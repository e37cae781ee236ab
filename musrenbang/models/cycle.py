from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Self

import pghistory
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone

from egov.areas.models import Area
from musrenbang.procedure import (
    CHOSEN,
    ENDS_WITHOUT_LAW,
    OPINIONS,
    RULES,
    StageRule,
    stage_faults,
)
from musrenbang.vocabulary import (
    Act,
    AfterDecline,
    Decider,
    Need,
    PlaceLevel,
    Proposer,
    Silence,
    Tier,
    tier_word,
)


@pghistory.track()
class Cycle(models.Model):
    """One planning year.

    `year` is the year of the RKPD: what is proposed in year N is built in N+1.
    """

    year = models.PositiveSmallIntegerField("tahun RKPD", unique=True)
    name = models.CharField("nama", max_length=120)
    note = models.TextField("keterangan", blank=True)
    example = models.BooleanField("data contoh", default=False)

    class Meta:
        verbose_name = "siklus"
        verbose_name_plural = "siklus"
        ordering = ["-year"]

    def __str__(self) -> str:
        return self.name


def residents_only() -> list[str]:
    return [Proposer.RESIDENT.value]


@pghistory.track()
class Channel(models.Model):
    """A way into the cycle with stages of its own: the citizens of an RW, a group, a theme."""

    cycle = models.ForeignKey(
        Cycle, on_delete=models.PROTECT, related_name="channels", verbose_name="siklus"
    )
    code = models.SlugField("kode", max_length=30)
    name = models.CharField("nama", max_length=120)
    description = models.TextField("untuk siapa", blank=True)
    procedure = models.CharField(
        "tata cara", max_length=60, blank=True, editable=False, help_text="kode/edisi"
    )
    submission = DateTimeRangeField(
        "masa pengusulan", help_text="dari (termasuk) sampai (tidak termasuk)"
    )
    proposers = ArrayField(
        models.CharField(max_length=8, choices=Proposer),
        verbose_name="yang mengusulkan",
        default=residents_only,
    )
    place_level = models.CharField(
        "tempat terkecil", max_length=9, choices=PlaceLevel, default=PlaceLevel.RW
    )
    kamus_edition = models.SlugField(
        "edisi kamus",
        max_length=20,
        blank=True,
        help_text="hanya jenis dari edisi ini; kosong: semua jenis",
    )
    open_areas = models.ManyToManyField(
        Area,
        related_name="+",
        blank=True,
        verbose_name="dibuka di",
        help_text="kecamatan, desa/kelurahan, atau RW; kosong: di seluruh daerah",
    )

    class Meta:
        verbose_name = "jalur"
        verbose_name_plural = "jalur"
        ordering = ["cycle", "id"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "code"], name="channel_once"),
            models.CheckConstraint(
                condition=Q(
                    submission__startswith__isnull=False,
                    submission__endswith__isnull=False,
                    submission__isempty=False,
                ),
                name="submission_is_bounded",
                violation_error_message="Isi mulai dan sampai; sampai harus sesudah mulai.",
            ),
            models.CheckConstraint(
                condition=Q(proposers__len__gt=0),
                name="somebody_proposes",
                violation_error_message="Pilih siapa yang boleh mengusulkan.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.cycle.year}"

    def accepts_at(self, now: datetime) -> bool:
        return bool(self.submission.lower <= now < self.submission.upper)


class StageQuerySet(models.QuerySet["Stage"]):
    def open_at(self, now: datetime | None = None) -> Self:
        return self.filter(window__contains=now or timezone.now(), closed_at=None)

    def of_running_channels(self, now: datetime) -> Self:
        """All stages of the channels in which one has not ended: of these somebody may decide."""
        running = Stage.objects.filter(window__endswith__gt=now, closed_at=None)
        return self.filter(channel__in=running.values("channel"))

    def opinions(self) -> Self:
        """Where an opinion is given: no stations."""
        return self.filter(act=Act.VERIFICATION)

    def of_offices(self, roles: Iterable[str]) -> Self:
        """Those that one of these offices decides or prepares."""
        codes = sorted(roles)
        return self.filter(Q(role__in=codes) | Q(preparer__in=codes))


@pghistory.track(exclude=["reminded_at", "warned_at"])
class Stage(models.Model):
    """A step of a channel: what is done there, by whom, with what outcome, and when.

    A year without a tier is a channel without that row, one with two steps at a tier has two.
    """

    channel = models.ForeignKey(
        Channel, on_delete=models.PROTECT, related_name="stages", verbose_name="jalur"
    )
    tier = models.CharField("tingkat", max_length=10, choices=Tier)
    position = models.PositiveSmallIntegerField("urutan")
    name = models.CharField("nama", max_length=120)
    act = models.CharField("kegiatan", max_length=12, choices=Act)
    decider = models.CharField("yang memutuskan", max_length=6, choices=Decider)
    role = models.CharField("jabatan", max_length=24)  # an office's code
    preparer = models.CharField("yang menyiapkan", max_length=24, blank=True)
    outcomes = ArrayField(
        models.CharField(max_length=20, choices=[(o.value, o.label) for o in CHOSEN]),
        verbose_name="keputusan yang dapat dipilih",
    )
    after_decline = models.CharField(
        "yang tidak disepakati", max_length=4, choices=AfterDecline, default=AfterDecline.UP
    )
    silence = models.CharField(
        "yang tidak diputuskan", max_length=4, choices=Silence, default=Silence.HOLD
    )
    needs = ArrayField(
        models.CharField(max_length=9, choices=Need),
        verbose_name="yang harus ada lebih dulu",
        default=list,
        blank=True,
    )
    ranks = models.BooleanField("memberi urutan", default=False)
    basis = models.CharField(
        "dasar", max_length=120, blank=True, help_text="contoh: perwali/2021/68#pasal-7"
    )
    window = DateTimeRangeField("jadwal", help_text="dari (termasuk) sampai (tidak termasuk)")
    closed_at = models.DateTimeField("ditutup", null=True, blank=True, editable=False)
    reminded_at = models.DateTimeField(null=True, blank=True, editable=False)
    warned_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = StageQuerySet.as_manager()

    class Meta:
        verbose_name = "tahap"
        verbose_name_plural = "tahap"
        ordering = ["channel", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "position"], name="position_once_per_channel"
            ),
            models.CheckConstraint(
                condition=Q(
                    window__startswith__isnull=False,
                    window__endswith__isnull=False,
                    window__isempty=False,
                ),
                name="stage_window_is_bounded",
                violation_error_message="Isi mulai dan sampai; sampai harus sesudah mulai.",
            ),
            models.CheckConstraint(
                condition=Q(act=Act.VERIFICATION, outcomes__contained_by=sorted(OPINIONS))
                | (~Q(act=Act.VERIFICATION) & ~Q(outcomes__overlap=sorted(OPINIONS))),
                name="only_verification_gives_opinions",
                violation_error_message="Layak dan tidak layak hanya ada pada tahap verifikasi.",
            ),
            models.CheckConstraint(
                condition=Q(outcomes__len__gt=0) & ~Q(role=""), name="stage_has_an_office"
            ),
            models.CheckConstraint(
                condition=~Q(silence=Silence.END) | ~Q(basis=""),
                name="silence_ends_by_law_only",
                violation_error_message=ENDS_WITHOUT_LAW,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.channel}"

    def clean(self) -> None:
        """What it says can be done, and it opens in its order.

        Neither before its channel's submission nor before an earlier station.
        """
        if self.tier and self.outcomes:
            faults = dict(stage_faults(self.rule))
            if faults:
                raise ValidationError(faults)
        if not self.window or self.window.lower is None:
            return
        if self.channel_id is None or self.position is None:
            return
        opens, submission = self.window.lower, self.channel.submission
        if submission and submission.lower and opens < submission.lower:
            raise ValidationError({"window": "Tahap ini mulai sebelum masa pengusulan jalurnya."})
        before = self.channel.stages.filter(position__lt=self.position).exclude(pk=self.pk)
        earlier = before.order_by("-position").first()
        if earlier is not None and earlier.window.lower > opens:
            raise ValidationError({"window": f"Tahap ini mulai sebelum tahap {earlier.name}."})

    @property
    def rule(self) -> StageRule:
        """What it says without its dates, to be compared with a pack."""
        values = {name: getattr(self, name) for name in RULES}
        several = {name: tuple(values[name]) for name in ("outcomes", "needs")}
        return StageRule(**{**values, **several})

    @property
    def is_opinion(self) -> bool:
        """No station on the way: what is said here goes with the proposal to a later one."""
        return self.act == Act.VERIFICATION

    @property
    def word(self) -> str:
        return tier_word(self.tier)

    @property
    def opens(self) -> datetime:
        opens: datetime = self.window.lower
        return opens

    @property
    def closes(self) -> datetime:
        closes: datetime = self.window.upper
        return closes

    def phase(self, now: datetime) -> str:
        """ "before", "open" or "over"."""
        if self.closed_at or now >= self.closes:
            return "over"
        return "open" if now >= self.opens else "before"
