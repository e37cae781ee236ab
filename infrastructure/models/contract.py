"""What the city pays a firm for, and which things that covers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Upper
from django.utils import timezone

from egov.agencies.models import Agency
from infrastructure.models.asset import Asset, inner_assets, own_agencies, reads_restricted
from infrastructure.vocabulary_contracts import ENDING_DAYS, ContractKind, ContractState

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


class ContractQuerySet(models.QuerySet["Contract"]):
    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        """The region's operator and the auditor all, an agency's those that it signed."""
        if reads_restricted(user):
            return self
        return self.filter(agency__in=own_agencies(user))

    def visible_to(self, user: User | AnonymousUser | None) -> Self:
        """Those one administers, and those that cover a thing whose inside one knows."""
        if reads_restricted(user):
            return self
        own = ContractCoverage.objects.filter(
            inner_assets(user, "asset__"), contract=OuterRef("pk")
        )
        return self.filter(Q(agency__in=own_agencies(user)) | Exists(own))

    def running(self, on: date) -> Self:
        """On their last day too."""
        return self.filter(_running(on))

    def ending(self, on: date, days: int = ENDING_DAYS) -> Self:
        """Running now, and over within so many days."""
        return self.filter(_ending(on, days))

    def with_renewed(self) -> Self:
        """Each with `renewed`: whether another that stands follows it."""
        standing = Contract.objects.filter(renews=OuterRef("pk"), closed_at=None)
        return self.annotate(renewed=Exists(standing))

    def unfollowed(self) -> Self:
        return self.with_renewed().filter(Q(renewed=False))

    def over(self, on: date) -> Self:
        """Ended, and nothing follows them; what was closed needs no successor."""
        return self.with_renewed().filter(_over(on))

    def tally(self, on: date) -> dict[str, int]:
        """How many run, how many of these end soon, how many ended and nothing follows them."""
        return self.with_renewed().aggregate(
            running=Count("pk", filter=_running(on)),
            ending=Count("pk", filter=_ending(on, ENDING_DAYS)),
            over=Count("pk", filter=_over(on)),
        )


def _running(on: date) -> Q:
    return Q(starts_on__lte=on, ends_on__gte=on, closed_at=None)


def _ending(on: date, days: int) -> Q:
    return _running(on) & Q(ends_on__lte=on + timedelta(days=days))


def _over(on: date) -> Q:
    """Of rows `with_renewed`."""
    return Q(ends_on__lt=on, closed_at=None, renewed=False)


@pghistory.track(level=pghistory.Statement, exclude=["reminded_days"])
class Contract(models.Model):
    """One contract with a firm, over many things. None is deleted: a wrong one is closed.

    Number, firm and value are for who keeps or audits what it covers, as serial numbers and codes
    of BMD are: they tell which firm comes to which switch. Buying itself is announced where the
    city buys; here everybody reads counts alone. The value, rupiah, is for who administers the
    contract; none: nobody recorded it. `reminded_days`: of which warning the officers were told.
    """

    number = models.CharField("nomor kontrak", max_length=80)
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="contracts",
        verbose_name="perangkat daerah",
        help_text="yang menandatangani",
    )
    supplier = models.CharField("penyedia", max_length=120, help_text="nama badan usaha")
    kind = models.CharField("jenis", max_length=12, choices=ContractKind)
    subject = models.CharField("yang dicakup", max_length=200, blank=True)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("berakhir", help_text="hari terakhirnya")
    value = models.DecimalField(
        "nilai",
        max_digits=16,
        decimal_places=0,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="rupiah; kosong: belum diketahui",
    )
    renews = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="successors",
        verbose_name="meneruskan",
    )
    assets = models.ManyToManyField(
        Asset, through="ContractCoverage", related_name="contracts", verbose_name="aset"
    )
    recorded_at = models.DateTimeField("dicatat", default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    closed_at = models.DateTimeField("ditutup", null=True, blank=True, editable=False)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    closing_reason = models.CharField("alasan ditutup", max_length=300, blank=True, editable=False)
    reminded_days = models.PositiveSmallIntegerField(null=True, editable=False)

    renewed: bool  # of rows `with_renewed`

    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = "kontrak"
        verbose_name_plural = "kontrak"
        ordering = ["ends_on", "id"]
        constraints = [
            models.UniqueConstraint(
                F("agency"),
                Upper("number"),
                name="contract_number_once",
                violation_error_message="Nomor kontrak ini sudah tercatat di perangkat daerah itu.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="contract_lasts",
                violation_error_message="Hari terakhirnya sebelum mulainya. Periksa tanggalnya.",
            ),
            models.CheckConstraint(
                condition=~Q(number="") & ~Q(supplier=""), name="contract_is_named"
            ),
            models.CheckConstraint(
                condition=Q(value=None) | Q(value__gte=0), name="contract_costs"
            ),
            models.CheckConstraint(
                condition=Q(renews=None) | ~Q(renews=F("id")), name="contract_renews_another"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, closing_reason="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closing_reason="")),
                name="contract_closed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["ends_on"], condition=Q(closed_at=None), name="contract_ends"),
            models.Index(fields=["agency", "ends_on"], name="contract_of_agency"),
        ]

    def __str__(self) -> str:
        return self.number

    def state(self, on: date) -> ContractState:
        """How it stands on a day. Of rows `with_renewed`."""
        if self.closed_at is not None:
            return ContractState.CLOSED
        if on < self.starts_on:
            return ContractState.AHEAD
        if on > self.ends_on:
            return ContractState.RENEWED if self.renewed else ContractState.OVER
        soon = self.ends_on <= on + timedelta(days=ENDING_DAYS)
        return ContractState.ENDING if soon else ContractState.RUNNING


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent(), level=pghistory.Statement)
class ContractCoverage(models.Model):
    """A thing that a contract covers. It comes and goes; the history keeps both."""

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="coverage", verbose_name="kontrak"
    )
    asset = models.ForeignKey(
        Asset, on_delete=models.PROTECT, related_name="coverage", verbose_name="aset"
    )

    class Meta:
        verbose_name = "cakupan kontrak"
        verbose_name_plural = "cakupan kontrak"
        constraints = [
            models.UniqueConstraint(fields=["contract", "asset"], name="contract_covers_once"),
        ]

    def __str__(self) -> str:
        return f"{self.contract}: {self.asset}"
