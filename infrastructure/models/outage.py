"""Something fell: with its cause, with all that fell along, until it stands again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from egov.agencies.models import Agency
from infrastructure.models.asset import Asset, own_agencies, reads_restricted
from infrastructure.models.check import Check
from infrastructure.models.maintenance import Maintenance
from infrastructure.vocabulary import IN_USE
from infrastructure.vocabulary_monitoring import (
    AlertSource,
    CauseKind,
    IncidentState,
    Severity,
    State,
)
from regulations.models import Application

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


class OutageQuerySet(models.QuerySet["Outage"]):
    def open(self) -> Self:
        return self.filter(resolved_at=None)

    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        """The region's operator and the auditor all, an agency's those that took its things."""
        if reads_restricted(user):
            return self
        agencies = own_agencies(user)
        members = OutageMember.objects.filter(
            outage=OuterRef("pk"), of_check__target__owner__in=agencies
        )
        return self.filter(Q(agency__in=agencies) | Exists(members))


class Outage(models.Model):
    """One cause, one outage, one alert. None is deleted.

    `root` is what fell with a live way up to it, or what explains several of these (a cable, a
    pipe, a source of power); none where our own connection is at fault. `impact`: what
    `domain.telling` makes of a report. With `maintenance` it was announced: nobody is alarmed.
    """

    root = models.ForeignKey(
        Asset,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="outages",
        verbose_name="pangkal gangguan",
    )
    cause = models.CharField("sebab", max_length=11, choices=CauseKind)
    severity = models.PositiveSmallIntegerField(
        "kepentingan", choices=Severity, default=Severity.WARNING
    )
    agency = models.ForeignKey(
        Agency,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="perangkat daerah",
    )
    maintenance = models.ForeignKey(
        Maintenance,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="outages",
        verbose_name="dalam pemeliharaan",
    )
    impact = models.JSONField("dampak", default=dict, editable=False)
    began_at = models.DateTimeField("mulai")
    settled_at = models.DateTimeField("sebab diketahui", default=timezone.now)
    acknowledged_at = models.DateTimeField("ditangani sejak", null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="ditangani oleh",
    )
    acknowledged_note = models.CharField("catatan", max_length=300, blank=True)
    resolved_at = models.DateTimeField("pulih", null=True, blank=True)

    objects = OutageQuerySet.as_manager()

    class Meta:
        verbose_name = "gangguan"
        verbose_name_plural = "gangguan"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["root"],
                condition=Q(resolved_at=None),
                name="outage_open_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(root__isnull=False) | Q(cause=CauseKind.MONITOR),
                name="outage_has_a_root",
            ),
        ]
        indexes = [
            models.Index(fields=["-began_at"], name="outage_newest"),
            models.Index(fields=["agency", "-id"], name="outage_of_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.get_cause_display()}: {self.root}" if self.root else "Pemantau terputus"


def asked_no_more() -> Q:
    """Of members of an outage: their check is paused or ended, or its thing is used no more."""
    return (
        Q(of_check__now__state=State.PAUSED)
        | Q(of_check__ended_at__isnull=False)
        | ~Q(of_check__target__status__in=IN_USE)
    )


class OutageMember(models.Model):
    """A check that fell with an outage. `is_root`: its recovery ends the outage."""

    outage = models.ForeignKey(Outage, on_delete=models.PROTECT, related_name="members")
    of_check = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="memberships")
    is_root = models.BooleanField("pangkal", default=False)
    joined_at = models.DateTimeField("sejak")
    left_at = models.DateTimeField("sampai", null=True)

    class Meta:
        verbose_name = "yang ikut padam"
        verbose_name_plural = "yang ikut padam"
        constraints = [
            models.UniqueConstraint(fields=["outage", "of_check"], name="outage_member_once"),
            models.UniqueConstraint(
                fields=["of_check"], condition=Q(left_at=None), name="in_one_outage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outage_id}: {self.of_check_id}"


class IncidentQuerySet(models.QuerySet["Incident"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


@pghistory.track(level=pghistory.Statement)
class Incident(models.Model):
    """What the public is told of a disturbance: which services, and update by update what is done.

    `cause_text` is the last word on the cause, in public words.
    """

    title = models.CharField("judul", max_length=120)
    outage = models.ForeignKey(
        Outage,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="incidents",
        verbose_name="gangguan",
    )
    assets = models.ManyToManyField(
        Asset, blank=True, related_name="incidents", verbose_name="aset"
    )
    applications = models.ManyToManyField(
        Application, blank=True, related_name="incidents", verbose_name="aplikasi"
    )
    state = models.CharField(
        "keadaan", max_length=10, choices=IncidentState, default=IncidentState.INVESTIGATING
    )
    cause_text = models.TextField("sebab, kata terakhir", blank=True)
    opened_at = models.DateTimeField("dibuka", default=timezone.now)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    closed_at = models.DateTimeField("selesai", null=True, blank=True)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = "kabar gangguan"
        verbose_name_plural = "kabar gangguan"
        ordering = ["-id"]
        indexes = [models.Index(fields=["-opened_at"], name="incident_newest")]

    def __str__(self) -> str:
        return self.title


class IncidentUpdate(models.Model):
    """One public word; never edited: a correction is another."""

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="updates")
    state = models.CharField("keadaan", max_length=10, choices=IncidentState)
    text = models.TextField("kabar")
    written_at = models.DateTimeField("ditulis", default=timezone.now)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "perkembangan"
        verbose_name_plural = "perkembangan"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.get_state_display()}"


# what another system may tell of: of year 1 and 9999 some offsets lead out of what can be shown
EARLIEST, LATEST = datetime(1980, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


class ExternalAlertQuerySet(models.QuerySet["ExternalAlert"]):
    def open(self) -> Self:
        return self.filter(resolved_at=None)

    def unknown(self) -> Self:
        """Those whose target nobody could tell, until an officer has named or put it aside."""
        return self.filter(target=None, decided_at=None)


class ExternalAlert(models.Model):
    """What another engine told us, once for each fingerprint and beginning.

    `target` none: nothing here is called so; an officer says what it is, or puts it aside.
    """

    source = models.CharField("asal", max_length=12, choices=AlertSource)
    fingerprint = models.CharField("sidik", max_length=64)
    starts_at = models.DateTimeField("mulai")
    name = models.CharField("nama", max_length=120)
    summary = models.CharField("ringkasan", max_length=300, blank=True)
    severity = models.PositiveSmallIntegerField(
        "kepentingan", choices=Severity, default=Severity.WARNING
    )
    labels = models.JSONField("label", default=dict)
    target = models.ForeignKey(
        Asset,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="external_alerts",
        verbose_name="aset",
    )
    of_check = models.ForeignKey(
        Check, null=True, blank=True, on_delete=models.PROTECT, related_name="external_alerts"
    )
    received_at = models.DateTimeField("diterima", default=timezone.now)
    last_at = models.DateTimeField("terakhir disebut", default=timezone.now)
    resolved_at = models.DateTimeField("pulih", null=True, blank=True)
    decided_at = models.DateTimeField("diputuskan", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ExternalAlertQuerySet.as_manager()

    class Meta:
        verbose_name = "kabar pemantau luar"
        verbose_name_plural = "kabar pemantau luar"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "fingerprint", "starts_at"], name="external_alert_once"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__gte=EARLIEST, starts_at__lt=LATEST)
                & (Q(resolved_at=None) | Q(resolved_at__gte=EARLIEST, resolved_at__lt=LATEST)),
                name="external_alert_of_our_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-id"], condition=Q(target=None, decided_at=None), name="alert_unknown"
            ),
            models.Index(fields=["of_check"], condition=Q(resolved_at=None), name="alert_open"),
        ]

    def __str__(self) -> str:
        return self.name
