from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from egov.accounts.scope import Scope
from egov.agencies.models import Agency
from egov.files.models import StoredDocument, StoredFile
from musrenbang.models.cycle import Stage
from musrenbang.models.proposal import Proposal
from musrenbang.procedure import NEEDS_SENTENCE
from musrenbang.reasons import REASONS, reason_text
from musrenbang.vocabulary import Outcome, Outside, Tier, tier_word

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


ENDINGS = (
    Outcome.REJECT,
    Outcome.NOT_FEASIBLE,
    Outcome.NOT_DISCUSSED,
    Outcome.LAPSED,
)
HESITATIONS = (
    Outcome.RETURN,
    Outcome.RESERVE,
    Outcome.DECLINE,
    Outcome.PASSED,
    Outcome.UNDECIDED,
    Outcome.REDIRECT,
)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def administered_by(self, user: User | AnonymousUser) -> Self:
        scope = Scope.of(user)
        within = scope.q(
            rw="proposal__rw",
            kelurahan="proposal__kelurahan",
            kecamatan="proposal__kecamatan",
            agency="proposal__agency",
        )
        return self.filter(within)

    def corrections(self) -> Self:
        """What an office put in the place of an earlier decision; a stage reopened is none."""
        return self.filter(supersedes__isnull=False).exclude(outcome=Outcome.REOPENED)

    def standing(self) -> Self:
        """Those that no correction has replaced, without those that only take one back."""
        return self.filter(corrected_by=None).exclude(outcome=Outcome.REOPENED)


class Decision(models.Model):
    """What an office decided on a proposal at a tier. Append-only: a correction is another row."""

    proposal = models.ForeignKey(
        Proposal, on_delete=models.PROTECT, related_name="decisions", verbose_name="usulan"
    )
    sequence = models.PositiveSmallIntegerField("urutan")
    stage = models.ForeignKey(
        Stage, on_delete=models.PROTECT, related_name="decisions", verbose_name="tahap"
    )
    tier = models.CharField("tingkat", max_length=10, choices=Tier)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # decision_by begins with it
        verbose_name="pelaku",
    )
    role = models.CharField("jabatan", max_length=24)  # an office's code, or "warga", "sistem"
    office = models.CharField(
        "oleh", max_length=200, help_text="jabatan pada saat itu, sebagaimana dibaca umum"
    )
    forum = models.CharField(
        "forum", max_length=200, blank=True, help_text="forum yang memutuskan; `oleh` mencatatnya"
    )
    decided_at = models.DateTimeField("waktu", default=timezone.now)
    outcome = models.CharField("keputusan", max_length=20, choices=Outcome)
    reason_code = models.CharField("alasan", max_length=20, choices=list(REASONS.items()))
    reason = models.TextField("penjelasan", blank=True)
    volume = models.DecimalField("volume", max_digits=12, decimal_places=2)
    cost = models.DecimalField("biaya", max_digits=16, decimal_places=0)
    rank = models.PositiveSmallIntegerField("urutan", null=True, blank=True)
    deadline = models.DateField("dilengkapi sampai", null=True, blank=True)
    merged_into = models.ForeignKey(
        Proposal,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="digabung ke",
    )
    agency = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="dialihkan ke",
    )
    outside = models.CharField("ke luar", max_length=10, choices=Outside, blank=True)
    outside_number = models.CharField("nomor di luar", max_length=60, blank=True)
    supersedes = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrected_by",
        verbose_name="membetulkan",
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "keputusan"
        verbose_name_plural = "keputusan"
        ordering = ["proposal", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "sequence"], name="decision_sequence_once"),
            models.CheckConstraint(
                condition=~Q(outcome__in=sorted(NEEDS_SENTENCE)) | ~Q(reason=""),
                name="refusal_has_a_sentence",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.RETURN) | Q(deadline__isnull=False),
                name="return_has_a_deadline",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.MERGE) | Q(merged_into__isnull=False),
                name="merge_names_the_other",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.REDIRECT)
                | Q(agency__isnull=False, outside="")
                | (Q(agency=None) & ~Q(outside="")),
                name="redirect_names_one",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=False) | Q(role="sistem"),
                name="only_the_calendar_has_no_actor",
            ),
        ]
        indexes = [
            models.Index(fields=["-decided_at", "-id"], name="decision_latest"),
            models.Index(fields=["stage", "outcome"], name="decision_stage"),
            models.Index(fields=["decided_by", "-id"], name="decision_by"),
            models.Index(
                fields=["-id"],
                condition=Q(supersedes__isnull=False) & ~Q(outcome=Outcome.REOPENED),
                name="decision_corrections",
            ),
            models.Index(fields=["-id"], condition=Q(tier=Tier.KOTA), name="decision_of_city"),
            models.Index(
                fields=["proposal"], condition=Q(outcome=Outcome.CARRY), name="decision_carried"
            ),
            models.Index(
                fields=["stage", "-id"],
                condition=Q(reason_code="no_opinion"),
                name="decision_without_opinion",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} oleh {self.office}"

    @property
    def tier_word(self) -> str:
        return tier_word(self.tier)

    @property
    def decider(self) -> str:
        """Who decided, as the public reads it: the forum where there was one, else the office."""
        return self.forum or self.office

    @property
    def given_rank(self) -> int | None:
        """The place in the list of its tier; a reserve has an order of its own."""
        return None if self.outcome == Outcome.RESERVE else self.rank

    @property
    def rw_rank(self) -> int | None:
        """The place that an RW gave."""
        return self.given_rank if self.tier == Tier.RW else None

    @property
    def rank_word(self) -> str:
        """ "Urutan RW: 3", "Urutan cadangan: 2"; empty without one."""
        if self.rank is None:
            return ""
        where = "cadangan" if self.outcome == Outcome.RESERVE else self.tier_word
        return f"Urutan {where}: {self.rank}"

    @property
    def reserve_rank(self) -> int | None:
        return self.rank if self.outcome == Outcome.RESERVE else None

    @property
    def reason_text(self) -> str:
        """The code's sentence, then the decider's own."""
        return reason_text(self.outcome, self.reason_code, self.reason)

    @property
    def tone(self) -> str:
        if self.outcome in ENDINGS:
            return "stop"
        if self.outcome in (Outcome.REOPENED, Outcome.WITHDRAW):
            return "muted"
        if self.outcome in HESITATIONS:
            return "wait"
        return "good"


class DecisionPhoto(models.Model):
    """A field picture beside an OPD's opinion."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="photos")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"Foto {self.pk}"


class DecisionSheet(models.Model):
    """The signed sheet from which an office recorded what others agreed; never public.

    A picture, or a PDF from a scanner.
    """

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="sheet")
    file = models.ForeignKey(StoredFile, null=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(
        StoredDocument, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False, document=None)
                | Q(file=None, document__isnull=False),
                name="sheet_is_one_file",
            )
        ]

    def __str__(self) -> str:
        return f"Berita acara {self.pk}"


class Preparation(models.Model):
    """What the operator readies for the one who decides.

    Read beside the proposal, taken over with one click.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="preparations")
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField("saran", max_length=20, choices=Outcome)
    reason_code = models.CharField("alasan", max_length=20, choices=list(REASONS.items()))
    reason = models.TextField("penjelasan", blank=True)
    volume = models.DecimalField("volume", max_digits=12, decimal_places=2)
    cost = models.DecimalField("biaya", max_digits=16, decimal_places=0)
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    office = models.CharField(max_length=200)
    prepared_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "stage"], name="one_preparation_per_stage")
        ]

    def __str__(self) -> str:
        return self.get_outcome_display()

    @property
    def stamp(self) -> int:
        """Tells this advice from the one that replaces it, in six digits."""
        return self.prepared_at.microsecond

    @property
    def reason_text(self) -> str:
        """As of a decision: the code's sentence, then the operator's own."""
        return reason_text(self.outcome, self.reason_code, self.reason)
