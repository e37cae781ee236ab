from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone

from infrastructure.models.asset import Asset, inner_assets, reads_restricted
from infrastructure.vocabulary import DifferenceState, HostChange, HostSource

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


class HostDifferenceQuerySet(models.QuerySet["HostDifference"]):
    def open(self) -> Self:
        return self.filter(state=DifferenceState.OPEN)

    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        """Of assets whose inside one knows; what is in no inventory yet, the region's people."""
        if reads_restricted(user):
            return self
        return self.filter(inner_assets(user, "asset__"), asset__isnull=False)


class HostDifference(models.Model):
    """What a list of watched hosts says otherwise than the inventory, until somebody decides.

    `values`: what the list says, by column of a device; `before`: what the inventory said.
    """

    source = models.CharField("asal", max_length=8, choices=HostSource)
    host = models.CharField("nama di pemantau", max_length=160)
    change = models.CharField("selisih", max_length=8, choices=HostChange)
    values = models.JSONField("menurut pemantau", default=dict)
    before = models.JSONField("menurut inventaris", default=dict)
    asset = models.ForeignKey(
        Asset,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="host_differences",
        verbose_name="perangkat",
    )
    found_at = models.DateTimeField("ditemukan", default=timezone.now)
    state = models.CharField(
        "keputusan", max_length=6, choices=DifferenceState, default=DifferenceState.OPEN
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField("diputuskan", null=True, blank=True)

    objects = HostDifferenceQuerySet.as_manager()

    class Meta:
        verbose_name = "selisih pemantau"
        verbose_name_plural = "selisih pemantau"
        ordering = ["source", "change", "host"]
        constraints = [
            models.UniqueConstraint(
                "source",
                Upper("host"),
                condition=Q(state=DifferenceState.OPEN),
                name="host_differs_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.host}: {self.get_change_display().lower()}"

    @property
    def told(self) -> list[tuple[str, Any, Any]]:
        """What differs: the column, what stands here, what the list says."""
        names = dict.fromkeys([*self.before, *self.values])
        return [(name, self.before.get(name), self.values.get(name)) for name in names]
