from __future__ import annotations

from datetime import date
from typing import Any, Self

import pghistory
import pgtrigger
from django.apps import apps
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Case, Deferrable, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse

from egov.search.lists import Searchable, akin, each, search
from egov.search.names import normalise
from egov.search.queries import words_query
from egov.search.text import PlainWords
from regulations.models.regulation import Regulation
from regulations.vocabulary import (
    CONTRADICTS,
    ENDING,
    AmendmentKind,
    EventKind,
    Force,
    PartKind,
)

# what an application may stand on and an event may be about
CITABLE = (PartKind.ARTICLE, PartKind.ANNEX)


# the text of a regulation whose structure an officer has confirmed; amendments are events beside it
# (a migration holds these very words, so a backslash takes up the broken line)
OF_CONFIRMED = """
IF EXISTS (SELECT FROM regulations_regulationfile \
WHERE regulation_id = OLD.regulation_id AND confirmed_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a confirmed text does not change';
END IF;
"""


def _events() -> Any:
    """The legal events, whose file knows this one."""
    return apps.get_model("regulations", "LegalEvent")._default_manager


@each
def _amended(query: str) -> Q | None:
    """The parts whose amended wording carries every word."""
    if not normalise(query):
        return None
    events = _events().exclude(wording="").filter(search=words_query(query))
    return Q(pk__in=events.values("provision"))


PARTS = Searchable(ways=(akin("search"), _amended), weight="search")


class ProvisionQuerySet(models.QuerySet["Provision"]):
    def articles(self) -> Self:
        return self.filter(kind=PartKind.ARTICLE)

    def citable(self) -> Self:
        """What an application may stand on: a pasal or a Lampiran."""
        return self.filter(kind__in=CITABLE)

    def with_force(self, on: date) -> Self:
        """With `force` (a value of Force) of each part on a day.

        The twin of `force_of(regulation, on, provision)`.
        """
        events = _events()
        valid = events.taking_effect(on)
        here = valid.filter(provision=OuterRef("pk"))
        ended = here.filter(
            Q(kind__in=[*ENDING, EventKind.REPEALS_PART]) | Q(amendment=AmendmentKind.DELETES)
        )
        whole = valid.filter(target=OuterRef("regulation"), provision=None, kind__in=ENDING)
        inserts = events.filter(provision=OuterRef("pk"), amendment=AmendmentKind.INSERTS)
        day = "takes_effect_on"
        added = here.filter(amendment=AmendmentKind.INSERTS).order_by(day, "pk").values(day)[:1]
        starts = events.filter(provision=OuterRef("pk"), kind=EventKind.COMMENCES)
        own = starts.order_by(f"-{day}").values(day)[:1]
        law = Coalesce(F("regulation__commences_on"), F("regulation__promulgated_on"))
        rows = self.annotate(law_begins=law, added_on=Subquery(added), own_start=Subquery(own))
        later = Case(
            When(law_begins__lt=F("added_on"), then=F("added_on")),
            default=F("law_begins"),
            output_field=models.DateField(),
        )
        return rows.annotate(begins=Coalesce(F("own_start"), later)).annotate(
            force=Case(
                When(Exists(whole) | Exists(ended), then=Value(Force.ENDED)),
                When(Exists(inserts), added_on=None, then=Value(Force.NOT_YET)),
                When(begins=None, then=Value(Force.UNKNOWN)),
                When(begins__gt=on, then=Value(Force.NOT_YET)),
                When(regulation__stated_status__in=CONTRADICTS, then=Value(Force.UNKNOWN)),
                default=Value(Force.IN_FORCE),
                output_field=models.CharField(),
            )
        )

    def matching(self, query: str) -> Self:
        """Pasal and Lampiran that carry every word of the query, best first.

        In their first wording or an amended one.
        """
        return search(self.citable(), query, PARTS)


class ProvisionManager(models.Manager["Provision"]):
    def get_queryset(self) -> models.QuerySet[Provision]:
        return super().get_queryset().defer("search")  # an index, never read


@pghistory.track(
    pghistory.UpdateEvent(condition=pghistory.AnyChange("label", "heading", "text", "explanation")),
    pghistory.DeleteEvent(),
    exclude=["search"],
)
class Provision(models.Model):
    """A part of a regulation's text in its order.

    A pasal with its words, a heading above pasal, Menimbang, a Lampiran.
    `path` is its address and anchor: "pasal-29", "pasal-128a", "bab-4-bagian-1".
    `heading` is a heading's own title, and of a pasal the headings it stands under.
    `text` is the wording as first made; what amends it stands in `LegalEvent.wording`.
    """

    regulation = models.ForeignKey(
        Regulation, on_delete=models.CASCADE, related_name="provisions", verbose_name="peraturan"
    )
    position = models.PositiveIntegerField("urutan")
    kind = models.CharField("jenis", max_length=16, choices=PartKind, default=PartKind.ARTICLE)
    label = models.CharField("nama", max_length=40, help_text="Pasal 29")
    path = models.SlugField(max_length=60)
    heading = models.CharField("judul atau bab", max_length=600, blank=True)
    text = models.TextField("bunyi", blank=True)
    explanation = models.TextField("penjelasan", blank=True)
    page = models.PositiveSmallIntegerField("halaman PDF", null=True, blank=True)
    search = models.GeneratedField(
        expression=SearchVector(
            PlainWords(Concat("heading", Value(" "), "text", output_field=models.TextField())),
            config="indonesian",
        ),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    force: str  # by ProvisionQuerySet.with_force

    objects = ProvisionManager.from_queryset(ProvisionQuerySet)()

    class Meta:
        verbose_name = "bagian naskah"
        verbose_name_plural = "bagian naskah"
        ordering = ["regulation", "position"]
        constraints = [
            models.UniqueConstraint(fields=["regulation", "path"], name="provision_once"),
            models.UniqueConstraint(
                fields=["regulation", "position"],
                name="provision_position_once",
                deferrable=Deferrable.DEFERRED,
            ),
        ]
        indexes = [GinIndex(fields=["search"], name="provision_search")]
        triggers = [
            pgtrigger.Trigger(
                name="confirmed_reads_so",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["position", "search"]),
                func=f"{OF_CONFIRMED} RETURN NEW;",
            ),
            pgtrigger.Trigger(
                name="confirmed_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Delete,
                func=f"{OF_CONFIRMED} RETURN OLD;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}, {self.regulation}"

    def get_absolute_url(self) -> str:
        """Its own page; of another region's regulation, its place in the one page that has."""
        regulation = self.regulation
        if regulation.other_region:
            return f"{regulation.get_absolute_url()}#{self.path}"
        return reverse("regulations:provision", args=[*regulation.address, self.path])
