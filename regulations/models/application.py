from __future__ import annotations

from datetime import date
from typing import Any, Self

import pghistory
import pgtrigger
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from egov.agencies.models import Agency
from regulations.models.event import SOURCES
from regulations.models.provision import Provision
from regulations.models.regulation import Regulation
from regulations.vocabulary import BindingRole, FindingKind, LifecycleState, ServiceElement


class ApplicationQuerySet(models.QuerySet["Application"]):
    def with_life(self, on: date) -> Self:
        """With `life` on a day: the last step by then; None where none is recorded."""
        steps = LifeStep.objects.filter(application=OuterRef("pk"), entered_on__lte=on)
        last = steps.order_by("-entered_on", "-id").values("life")[:1]
        return self.annotate(life=Subquery(last))

    def with_search(self, on: date) -> Self:
        """With `searched_on`: since when, on a day, the search for the law is closed.

        None while it is open, and so while nobody knows.
        """
        searches: Any = apps.get_model("regulations", "BasisSearch")._default_manager
        rows = searches.filter(application=OuterRef("pk"), stated_on__lte=on)
        rows = rows.order_by("-stated_on", "-id")
        day = Case(When(closed=True, then=F("stated_on")), output_field=models.DateField())
        return self.annotate(searched_on=Subquery(rows.annotate(day=day).values("day")[:1]))

    def unsearched_on(self, on: date) -> Self:
        """In use or planned, bound to nothing, and nobody has looked everywhere yet."""
        bound = Binding.objects.standing_on(on).filter(application=OuterRef("pk"))
        rows = self.with_life(on).with_search(on).filter(~Exists(bound), searched_on=None)
        return rows.filter(Q(life=None) | ~Q(life=LifecycleState.RETIRED))

    def live_on(self, on: date) -> Self:
        return self.with_life(on).filter(Q(("life", LifecycleState.LIVE)))


@pghistory.track()
class Application(models.Model):
    """One government application.

    What state it is in follows from its steps, its legal health from its bindings.
    """

    code = models.SlugField("kode", max_length=60, unique=True)
    name = models.CharField("nama", max_length=160)
    owner = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
        verbose_name="pemilik",
        help_text="kosong: belum diketahui",
    )
    element = models.CharField("unsur", max_length=12, choices=ServiceElement)
    purpose = models.TextField("kegunaan", blank=True)
    address = models.CharField("alamat", max_length=200, blank=True)
    users = models.CharField("pengguna", max_length=200, blank=True)
    data_held = models.CharField("data yang disimpan", max_length=300, blank=True)
    obliges = models.BooleanField(
        "mewajibkan warga", default=False, help_text="mengikat warga pada kewajiban: perlu Perda"
    )
    tax_or_levy = models.BooleanField(
        "memungut pajak atau retribusi",
        default=False,
        help_text="UU 1/2022 ps 94: perlu Perda daerah ini",
    )
    obligation = models.CharField("kewajiban", max_length=300, blank=True)
    spbe_reference = models.CharField("referensi arsitektur SPBE", max_length=60, blank=True)
    first_year = models.PositiveSmallIntegerField("dipakai sejak", null=True, blank=True)
    source_note = models.CharField("asal data", max_length=200, blank=True)

    life: str | None  # by ApplicationQuerySet.with_life
    searched_on: date | None  # by ApplicationQuerySet.with_search

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = "aplikasi"
        verbose_name_plural = "aplikasi"
        ordering = ["element", "name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("regulations:application", args=[self.code])


@pghistory.track()
class LifeStep(models.Model):
    """The application entered a state on a day. Steps are added, never changed."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="steps", verbose_name="aplikasi"
    )
    life = models.CharField("keadaan", max_length=10, choices=LifecycleState)
    entered_on = models.DateField("sejak")
    note = models.CharField("keterangan", max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField("dicatat", default=timezone.now)

    class Meta:
        verbose_name = "langkah"
        verbose_name_plural = "langkah"
        ordering = ["entered_on", "id"]

    def __str__(self) -> str:
        return f"{self.get_life_display()} sejak {date_format(self.entered_on, 'j F Y')}"


class BindingQuerySet(models.QuerySet["Binding"]):
    def standing_on(self, on: date) -> Self:
        return self.filter(valid__contains=on)

    def with_law(self) -> Self:
        """With all that `force_of` reads, in a few queries.

        The regulations, their legal events, and those of the events' sources.
        """
        return self.select_related("regulation__kind", "provision").prefetch_related(
            "regulation__changes__source__kind", f"regulation__changes__{SOURCES}"
        )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Binding(models.Model):
    """An application stands on a regulation, or on one pasal of it.

    From (inclusive) until (exclusive).
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="bindings", verbose_name="aplikasi"
    )
    regulation = models.ForeignKey(
        Regulation, on_delete=models.PROTECT, related_name="bindings", verbose_name="peraturan"
    )
    provision = models.ForeignKey(
        Provision,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="bindings",
        verbose_name="pasal",
    )
    role = models.CharField("sebagai", max_length=12, choices=BindingRole)
    valid = DateRangeField("masa")
    quote = models.TextField("kutipan", blank=True)
    quote_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    checked_on = models.DateField("diperiksa", null=True, blank=True)

    objects = BindingQuerySet.as_manager()

    class Meta:
        verbose_name = "ikatan"
        verbose_name_plural = "ikatan"
        ordering = ["application", "role", "id"]
        constraints = [
            ExclusionConstraint(
                name="one_umbrella_per_application",
                expressions=[
                    (F("application"), RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=Q(role=BindingRole.UMBRELLA),
                violation_error_message=(
                    "Aplikasi ini sudah punya payung pada masa itu. Akhiri dulu yang lama."
                ),
            ),
            ExclusionConstraint(
                name="one_application_per_umbrella",
                expressions=[
                    (F("regulation"), RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                condition=Q(role=BindingRole.UMBRELLA),
                violation_error_message=(
                    "Peraturan ini sudah memayungi aplikasi lain pada masa itu. "
                    "Satu aplikasi, satu peraturan."
                ),
            ),
            ExclusionConstraint(
                name="bound_once_at_a_time",
                expressions=[
                    (F("application"), RangeOperators.EQUAL),
                    (F("regulation"), RangeOperators.EQUAL),
                    (Coalesce(F("provision"), 0), RangeOperators.EQUAL),
                    (F("role"), RangeOperators.EQUAL),
                    ("valid", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Ikatan yang sama sudah ada pada masa itu.",
            ),
            models.CheckConstraint(condition=Q(valid__isempty=False), name="binding_lasts"),
        ]
        # a mistake of today goes, its history stays; yesterday: whatever the zone's date is
        triggers = [
            pgtrigger.Protect(
                name="stays",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.checked_on < CURRENT_DATE - 1"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.get_role_display()} {self.regulation}"


@pghistory.track()
class Finding(models.Model):
    """A problem of an application's legal basis.

    Opened by the recomputation, closed only by an act.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="findings", verbose_name="aplikasi"
    )
    problem = models.CharField("temuan", max_length=20, choices=FindingKind)
    binding = models.ForeignKey(
        Binding,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="findings",
        verbose_name="ikatan",
    )
    candidate = models.ForeignKey(
        Regulation,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="calon pengganti",
    )
    opened_on = models.DateField("sejak")
    closed_on = models.DateField("ditutup", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closing_note = models.CharField("penyelesaian", max_length=300, blank=True)

    class Meta:
        verbose_name = "temuan"
        verbose_name_plural = "temuan"
        ordering = ["-opened_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "problem", "binding"],
                condition=Q(closed_on=None),
                name="finding_open_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None) | ~Q(closing_note=""), name="closing_says_how"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_problem_display()}: {self.application}"
