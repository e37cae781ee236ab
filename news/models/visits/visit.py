from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from egov.accounts.predicates import is_administrator, is_auditor
from egov.accounts.scope import NOTHING
from egov.agencies.models import Agency
from egov.areas.profile import region_name
from egov.files.models import StoredDocument
from news.models.event import Event
from news.models.visits.hosting import agencies_hosted_by
from news.procedure import STATE_AFTER, TONES, Purpose, Topic, VisitState
from news.vocabulary import EDITOR

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


def _acts() -> Any:
    return apps.get_model("news", "VisitAct")._default_manager


def _standing_bookings() -> Any:
    bookings: Any = apps.get_model("news", "VisitBooking")._default_manager
    return bookings.filter(visit=OuterRef("pk"), released_at=None)


class VisitQuerySet(models.QuerySet["Visit"]):
    def visible_to(self, _user: User | AnonymousUser | None = None) -> Self:
        """What stands on public pages: a date is settled. The same for everybody."""
        return self.filter(Exists(_standing_bookings()))

    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        """A host's own agency; what has no host to editors; everything to who audits."""
        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser or is_auditor(user) or is_administrator(user):
            return self.all()
        own, without = agencies_hosted_by(user)
        condition = Q(host__in=own) if own else NOTHING
        if user.holds(EDITOR):
            condition |= Q(host=None) | Q(host__in=without)
        return self.filter(condition)

    def with_state(self) -> Self:
        """With `last_act`: the kind of the last act that a state follows from."""
        rows = _acts().filter(visit=OuterRef("pk"), kind__in=list(STATE_AFTER)).order_by("-id")
        return self.annotate(last_act=Subquery(rows.values("kind")[:1]))

    def in_states(self, *states: str) -> Self:
        kinds = [kind for kind, state in STATE_AFTER.items() if state in states]
        return self.with_state().filter(Q(("last_act__in", kinds)))


class Visit(models.Model):
    """A council asks to come and learn.

    Its state is no column: it follows from its acts. Who asked stands in `VisitContact`, who came
    in `VisitGuest`; both go after their time, the counts here stay. No history is kept of it: its
    acts are its history, and they name no guest.
    """

    key = models.UUIDField(unique=True, editable=False)  # the draft that it was: sent once
    institution = models.CharField("lembaga", max_length=150)
    region = models.CharField("asal", max_length=5)
    purpose = models.CharField("keperluan", max_length=20, choices=Purpose)
    topics = ArrayField(models.CharField(max_length=15, choices=Topic), verbose_name="topik")
    guests = models.PositiveSmallIntegerField("jumlah tamu")
    wished_on = ArrayField(models.DateField(), verbose_name="tanggal yang diminta")
    letter = models.ForeignKey(
        StoredDocument, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    consent_version = models.CharField("persetujuan", max_length=10)
    host = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="visits",
        verbose_name="tuan rumah",
    )
    event = models.OneToOneField(
        Event, null=True, blank=True, on_delete=models.PROTECT, related_name="visit"
    )
    asked_at = models.DateTimeField("diminta", default=timezone.now)
    answer_due_on = models.DateField("dijawab paling lambat", null=True, blank=True)
    # who came and whose name is gone; with the rows of VisitGuest that is everybody who came
    guests_erased = models.PositiveSmallIntegerField("tamu yang datanya dihapus", default=0)
    erased_at = models.DateTimeField("data tamu dihapus", null=True, blank=True)

    last_act: str  # by VisitQuerySet.with_state

    objects = models.Manager.from_queryset(VisitQuerySet)()

    class Meta:
        verbose_name = "kunjungan"
        verbose_name_plural = "kunjungan"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(guests__gt=0, guests__lte=1000), name="visit_has_guests"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.institution}, {self.get_purpose_display().lower()}"

    @property
    def page(self) -> str:
        """The address of its public page, which is there once a date is settled."""
        return reverse("news:visit", args=[self.pk])

    @property
    def region_name(self) -> str:
        return region_name(self.region)

    @property
    def topic_words(self) -> str:
        return ", ".join(Topic(topic).label for topic in self.topics)

    @property
    def state(self) -> VisitState:
        last = getattr(self, "last_act", None) or self.find_last_act()
        return STATE_AFTER[last]

    @property
    def tone(self) -> str:
        return TONES[self.state]

    def find_last_act(self) -> str:
        """The kind of the act that its state follows from, asked now."""
        rows = _acts().filter(visit=self, kind__in=list(STATE_AFTER)).order_by("-id")
        return str(rows.values_list("kind", flat=True)[:1].get())


class VisitContact(models.Model):
    """Who asked, and how they are reached. Kept apart, for it goes."""

    visit = models.OneToOneField(Visit, on_delete=models.CASCADE, related_name="contact")
    name = models.CharField("nama", max_length=120)
    office = models.CharField("jabatan", max_length=120)
    email = models.EmailField("e-mail", max_length=254)
    phone = models.CharField("telepon", max_length=20)

    def __str__(self) -> str:
        return f"Kontak kunjungan {self.visit_id}"


class VisitDraft(models.Model):
    """A request that is being filled in, by the browser that holds its key in a signed cookie."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    data = models.JSONField(default=dict)
    letter = models.ForeignKey(
        StoredDocument, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    saved_at = models.DateTimeField(auto_now=True)
    sent_as = models.ForeignKey(Visit, null=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["saved_at"], name="visit_draft_saved")]

    def __str__(self) -> str:
        return f"Draf kunjungan {self.pk}"
