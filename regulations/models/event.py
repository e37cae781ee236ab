from __future__ import annotations

from datetime import date
from typing import Self

import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from egov.search.text import PlainWords
from regulations.models.provision import Provision
from regulations.models.regulation import Regulation
from regulations.vocabulary import PASSIVE, UNDOING, AmendmentKind, EventKind


def _against_source(event_on: str, of: str) -> Q:
    """Whole ends of an event's source that came before the event itself.

    Withdrawn or annulled by its day, or repealed before it.
    """
    return Q(target=OuterRef(of), provision=None) & (
        Q(kind__in=UNDOING, takes_effect_on__lte=OuterRef(event_on))
        | Q(kind=EventKind.REPEALS, takes_effect_on__lt=OuterRef(event_on))
    )


CHAIN = 3  # how many undoings of an undoing are looked at
SOURCES = "__".join(["source", "changes"] * (CHAIN + 1))  # what to prefetch of an event for that

LAW = f"changes__{SOURCES}"  # what to prefetch of a regulation for all that `force_of` reads


def _undoing(steps: int) -> models.QuerySet[LegalEvent]:
    """What undid the outer event and was not undone itself."""
    rows = LegalEvent.objects.filter(_against_source("takes_effect_on", "source"))
    return rows.exclude(Exists(_undoing(steps - 1))) if steps else rows


class LegalEventQuerySet(models.QuerySet["LegalEvent"]):
    def taking_effect(self, on: date) -> Self:
        """Events that have taken effect by a day.

        Dated by then, and their source had not ended before (Lampiran II no. 149).
        What ended the source counts only where it took effect itself, CHAIN steps back.
        A repealer that is repealed later keeps its effect: what it ended does not revive
        (no. 229).
        The twin of `regulations.domain.law.states.effective`.
        """
        return self.filter(takes_effect_on__lte=on).exclude(Exists(_undoing(CHAIN)))


class LegalEventManager(models.Manager["LegalEvent"]):
    def get_queryset(self) -> models.QuerySet[LegalEvent]:
        return super().get_queryset().defer("search")  # an index, never read


@pghistory.track(exclude=["search"])
class LegalEvent(models.Model):
    """One dated fact of the legal timeline; it has effect from its day on."""

    kind = models.CharField("peristiwa", max_length=15, choices=EventKind)
    source = models.ForeignKey(
        Regulation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="acts",
        verbose_name="oleh",
        help_text="kosong: putusan pengadilan",
    )
    target = models.ForeignKey(
        Regulation, on_delete=models.PROTECT, related_name="changes", verbose_name="terhadap"
    )
    provision = models.ForeignKey(
        Provision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="changes",
        verbose_name="pasal",
    )
    takes_effect_on = models.DateField("sejak")
    amendment = models.CharField(
        "perubahan",
        max_length=6,
        choices=AmendmentKind,
        blank=True,
        help_text="hanya pada perubahan satu pasal",
    )
    wording = models.TextField("bunyi baru", blank=True, help_text="bunyi pasal sejak tanggal ini")
    basis = models.CharField(
        "dasar",
        max_length=200,
        blank=True,
        help_text="pasal yang menyatakannya, atau nomor putusan",
    )
    override = models.TextField(
        "alasan penyimpangan", blank=True, help_text="diisi bila aturan dilampaui dengan sengaja"
    )
    overridden_rule = models.CharField("aturan yang dilampaui", max_length=40, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("dicatat", default=timezone.now)

    search = models.GeneratedField(
        expression=SearchVector(PlainWords("wording"), config="indonesian"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = LegalEventManager.from_queryset(LegalEventQuerySet)()

    class Meta:
        verbose_name = "peristiwa hukum"
        verbose_name_plural = "peristiwa hukum"
        ordering = ["takes_effect_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(source__isnull=False) | Q(kind=EventKind.ANNULS),
                name="only_a_court_has_no_source",
            ),
            models.CheckConstraint(
                condition=Q(source=None) | ~Q(source=F("target")) | Q(kind=EventKind.COMMENCES),
                name="event_on_another",
            ),
            models.CheckConstraint(
                condition=Q(amendment="", wording="")
                | Q(kind=EventKind.AMENDS, provision__isnull=False) & ~Q(amendment=""),
                name="only_amendments_reword",
            ),
            models.UniqueConstraint(
                fields=["kind", "source", "target", "provision", "takes_effect_on"],
                name="event_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(fields=["target", "takes_effect_on"], name="event_target"),
            GinIndex(fields=["search"], name="event_search", condition=~Q(wording="")),
        ]

    def __str__(self) -> str:
        if self.kind == EventKind.ANNULS:
            return f"Mahkamah Agung membatalkan {self.what}"
        return f"{self.source} {self.get_kind_display()} {self.what}"

    @property
    def what(self) -> str:
        """ "Pasal 29 Perda Kota Surabaya Nomor 3 Tahun 2018"."""
        if self.provision_id and self.provision:
            return f"{self.provision.label} {self.target}"
        return str(self.target)

    @property
    def passive(self) -> str:
        return PASSIVE[EventKind(self.kind)]
