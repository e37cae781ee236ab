from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from musrenbang.models.proposal import Proposal

WORST, BEST = 1, 5
LONGEST = 300  # letters of its sentence


class Moment(models.TextChoices):
    """When people are asked how well the procedure served them."""

    RECEIPT = "kirim", "setelah mengirim"
    DECISION = "putusan", "setelah keputusan"


class RatingQuerySet(models.QuerySet["Rating"]):
    def waiting(self) -> Self:
        """Sentences that nobody has read through yet."""
        return self.exclude(sentence="").filter(shown=None)

    def public(self) -> Self:
        return self.exclude(sentence="").filter(shown=True)


class Rating(models.Model):
    """How well the procedure served somebody at one moment of a proposal: 1 to 5, and a sentence.

    Only its number is counted. The sentence is public once an office has let it through (`shown`:
    None where nobody has looked yet), without its author, proposal or place. It goes with its
    author's account.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="ratings")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="ratings"
    )
    moment = models.CharField("saat", max_length=10, choices=Moment)
    score = models.PositiveSmallIntegerField("nilai")
    sentence = models.CharField("kalimat", max_length=LONGEST, blank=True)
    given_at = models.DateTimeField("waktu", default=timezone.now)
    shown = models.BooleanField("tampil", null=True)
    settled_office = models.CharField("diperiksa oleh", max_length=200, blank=True)
    settled_at = models.DateTimeField("diperiksa", null=True)

    objects = RatingQuerySet.as_manager()

    class Meta:
        verbose_name = "kata warga"
        verbose_name_plural = "kata warga"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "given_by", "moment"], name="rating_once"),
            models.CheckConstraint(
                condition=Q(score__gte=WORST, score__lte=BEST), name="rating_from_one_to_five"
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(shown=None) & ~Q(sentence=""), name="rating_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"Nilai {self.score}, {self.get_moment_display()}"
