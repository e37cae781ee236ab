from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from egov.accounts.roles import Role
from egov.accounts.scope import Scope
from musrenbang.models.decision import Decision
from musrenbang.models.photo import ProposalPhoto
from musrenbang.models.proposal import Proposal
from musrenbang.vocabulary import EDITOR, PLANNER, Fault

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


# the texts of which a passage can be withheld; a title is withheld with the whole
PASSAGES = [("problem", "masalah"), ("wish", "harapan"), ("address", "alamat")]


class WithholdingQuerySet(models.QuerySet["Withholding"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)


class Withholding(models.Model):
    """An office keeps a proposal's texts and photos from the public, or only a part.

    A part is one decision's reason, one photo, or a passage of one text.

    Number, place, state and decisions stay to be read. It is ended, never deleted.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="withholdings")
    decision = models.ForeignKey(
        Decision, null=True, blank=True, on_delete=models.PROTECT, related_name="withholdings"
    )
    photo = models.ForeignKey(
        ProposalPhoto, null=True, blank=True, on_delete=models.PROTECT, related_name="withholdings"
    )
    field = models.CharField("bagian", max_length=10, choices=PASSAGES, blank=True)
    passage = models.CharField("kutipan", max_length=500, blank=True)
    fault = models.CharField("sebab", max_length=10, choices=Fault)
    sentence = models.CharField("penjelasan", max_length=500)
    withheld_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    office = models.CharField("oleh", max_length=200)
    withheld_at = models.DateTimeField("waktu", default=timezone.now)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_office = models.CharField(max_length=200, blank=True)
    ended_reason = models.CharField(max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = WithholdingQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "decision", "photo", "field", "passage"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="withheld_once",
            ),
            models.CheckConstraint(condition=~Q(sentence=""), name="withholding_has_a_sentence"),
            models.CheckConstraint(
                condition=Q(field="", passage="") | (~Q(field="") & ~Q(passage="")),
                name="passage_stands_in_a_text",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="stays", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="only_ends",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    exclude=["ended_by", "ended_office", "ended_reason", "ended_at"]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_fault_display()} ({self.office})"

    @property
    def is_whole(self) -> bool:
        return self.decision_id is None and self.photo_id is None and not self.field

    @property
    def what(self) -> str:
        """What is withheld, in words that repeat nothing of it."""
        if self.photo_id:
            return "Satu foto"
        if self.field:
            return f"Sebagian {dict(PASSAGES)[self.field]}"
        return "Alasan satu keputusan" if self.decision_id else "Tulisan dan foto"


class Appeal(models.Model):
    """A proposer asks the planner to show again what was withheld; once, within fourteen days."""

    withholding = models.OneToOneField(Withholding, on_delete=models.PROTECT)
    sentence = models.CharField("keberatan", max_length=500)
    appealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    appealed_at = models.DateTimeField("diajukan", default=timezone.now)
    granted = models.BooleanField("dikabulkan", null=True)
    answer = models.CharField("jawaban", max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_office = models.CharField("dijawab oleh", max_length=200, blank=True)
    answered_at = models.DateTimeField("dijawab", null=True)

    class Meta:
        verbose_name = "keberatan"
        verbose_name_plural = "keberatan"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"Keberatan {self.pk}"


class ReportQuerySet(models.QuerySet["Report"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def administered_by(self, user: User | AnonymousUser) -> Self:
        """For the offices that may withhold what was reported."""
        if Scope.of(user, roles=frozenset({EDITOR, PLANNER})).everything:
            return self
        scope = Scope.of(user, roles=frozenset({Role.LURAH, Role.OPERATOR_KELURAHAN}))
        return self.filter(scope.q(kelurahan="proposal__kelurahan"))


class Report(models.Model):
    """A reader says that something should not stand on a page.

    Nothing of the reader is kept but, if signed in, who.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="reports")
    fault = models.CharField("sebab", max_length=10, choices=Fault)
    sentence = models.CharField("penjelasan", max_length=500, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reported_at = models.DateTimeField("waktu", default=timezone.now)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_office = models.CharField("ditutup oleh", max_length=200, blank=True)
    closed_at = models.DateTimeField("ditutup", null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = "laporan pembaca"
        verbose_name_plural = "laporan pembaca"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["proposal"], condition=Q(closed_at=None), name="report_open")
        ]

    def __str__(self) -> str:
        return self.get_fault_display()
