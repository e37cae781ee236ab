from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from infrastructure.models.asset import Asset, OfAsset
from infrastructure.vocabulary import AssetKind, Medium, Side


@pghistory.track(level=pghistory.Statement)
class Link(OfAsset):
    """Two devices or sites reach each other. Two links between the same two are two links."""

    asset_kind = AssetKind.LINK

    a = models.ForeignKey(
        Asset, on_delete=models.PROTECT, related_name="links_from", verbose_name="dari"
    )
    b = models.ForeignKey(
        Asset, on_delete=models.PROTECT, related_name="links_to", verbose_name="ke"
    )
    medium = models.CharField("media", max_length=8, choices=Medium)
    capacity_mbps = models.PositiveIntegerField("kapasitas (Mbps)", null=True, blank=True)
    provider = models.CharField("penyedia", max_length=120, blank=True)
    backup_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="backups",
        verbose_name="cadangan dari",
    )

    class Meta:
        verbose_name = "tautan"
        verbose_name_plural = "tautan"
        constraints = [
            models.CheckConstraint(
                condition=~Q(a=F("b")),
                name="link_has_two_ends",
                violation_error_message="Kedua ujung tautan harus berbeda.",
            ),
            models.CheckConstraint(
                condition=Q(backup_of=None) | ~Q(backup_of=F("asset")),
                name="not_own_backup",
                violation_error_message="Tautan tidak dapat menjadi cadangan dirinya.",
            ),
        ]

    @property
    def is_backup(self) -> bool:
        return self.backup_of_id is not None


@pghistory.track(level=pghistory.Statement)
class TunnelOver(models.Model):
    """A VPN leaves one of its ends over a link. It lives while at each end one of them lives."""

    tunnel = models.ForeignKey(
        Link, on_delete=models.PROTECT, related_name="over", verbose_name="VPN"
    )
    link = models.ForeignKey(
        Link, on_delete=models.PROTECT, related_name="carries", verbose_name="lewat tautan"
    )
    side = models.CharField("ujung", max_length=1, choices=Side)

    class Meta:
        verbose_name = "jalan VPN"
        verbose_name_plural = "jalan VPN"
        constraints = [
            models.UniqueConstraint(
                fields=["tunnel", "link", "side"],
                name="tunnel_over_once",
                violation_error_message="VPN ini sudah lewat tautan itu.",
            ),
            models.CheckConstraint(condition=~Q(tunnel=F("link")), name="tunnel_not_over_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.tunnel} lewat {self.link}"
