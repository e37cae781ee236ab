from __future__ import annotations

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.formats import number_format

from musrenbang.models.kamus import KamusEntry
from musrenbang.vocabulary import AnswerKind

YES, NO = "ya", "tidak"
_NUMBER = Q(kind=AnswerKind.NUMBER, accepted=[], choices=[]) & ~Q(unit="")
_BOUNDED = Q(least__isnull=False) | Q(most__isnull=False)
_ORDERED = Q(least=None) | Q(most=None) | Q(most__gte=F("least"))
_YES_NO = Q(kind=AnswerKind.YES_NO, choices=[]) & (Q(accepted=[YES]) | Q(accepted=[NO]))
_CHOICE = Q(
    kind=AnswerKind.CHOICE,
    choices__len__gt=1,
    accepted__len__gt=0,
    accepted__contained_by=F("choices"),
)


@pghistory.track()
class KamusCondition(models.Model):
    """What is asked of who proposes a type, and which answers let it be sent.

    `accepted`: of "ya" and "tidak" the one, of the choices those that fit; none of a number, which
    lies between `least` and `most`. `instead` says what to do where the answer does not fit.
    """

    entry = models.ForeignKey(
        KamusEntry, on_delete=models.CASCADE, related_name="asked", verbose_name="jenis"
    )
    code = models.SlugField("kode", max_length=30)
    position = models.PositiveSmallIntegerField("urutan", default=1)
    question = models.CharField("pertanyaan", max_length=200)
    kind = models.CharField("jawaban", max_length=6, choices=AnswerKind)
    unit = models.CharField("satuan", max_length=20, blank=True)
    least = models.DecimalField(
        "paling kecil", max_digits=12, decimal_places=2, null=True, blank=True
    )
    most = models.DecimalField(
        "paling besar", max_digits=12, decimal_places=2, null=True, blank=True
    )
    choices = ArrayField(
        models.CharField(max_length=80),
        verbose_name="pilihan",
        default=list,
        blank=True,
        help_text="dipisah koma",
    )
    accepted = ArrayField(
        models.CharField(max_length=80),
        verbose_name="yang sesuai",
        default=list,
        blank=True,
        help_text="ya atau tidak, atau sebagian pilihan dipisah koma; kosong untuk angka",
    )
    instead = models.CharField(
        "bila tidak sesuai", max_length=300, help_text="apa yang dapat dilakukan warga"
    )

    class Meta:
        verbose_name = "syarat yang ditanyakan"
        verbose_name_plural = "syarat yang ditanyakan"
        ordering = ["entry", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "code"], name="condition_once"),
            models.CheckConstraint(
                condition=(_NUMBER & _BOUNDED & _ORDERED) | _YES_NO | _CHOICE,
                name="condition_can_be_met",
                violation_error_message="Angka: isi satuan dan batasnya. Ya atau tidak: isi yang "
                "sesuai. Pilihan: isi dua atau lebih, dan yang sesuai di antaranya.",
            ),
            models.CheckConstraint(
                condition=~Q(instead=""),
                name="condition_says_what_instead",
                violation_error_message="Isi apa yang dapat dilakukan bila tidak sesuai.",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def need(self) -> str:
        """Which answers fit, in words."""
        if self.kind != AnswerKind.NUMBER:
            return f"yang sesuai: {', '.join(self.accepted)}"
        least, most = (
            number_format(bound.normalize(), use_l10n=True) if bound is not None else ""
            for bound in (self.least, self.most)
        )
        if least and most:
            return f"antara {least} dan {most} {self.unit}"
        bound = f"paling sedikit {least}" if least else f"paling banyak {most}"
        return f"{bound} {self.unit}"
