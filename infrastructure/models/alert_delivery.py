"""What became of each telling of an outage or of planned work."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from infrastructure.models.alert import AlertChannel, AlertRoute
from infrastructure.models.maintenance import Maintenance
from infrastructure.models.outage import Outage
from infrastructure.vocabulary_monitoring import Told

RESTLESS = timedelta(days=7)  # of what still flaps then it is told again


class AlertDeliveryQuerySet(models.QuerySet["AlertDelivery"]):
    def waiting(self) -> Self:
        return self.filter(sent_at=None, dead_at=None, dropped_at=None)

    def dead(self) -> Self:
        return self.filter(dead_at__isnull=False)

    def restless(self, now: datetime) -> Self:
        """That something flaps, where no word came since: not that it is calm, nor that it fell."""
        later = AlertDelivery.objects.filter(
            Q(outage=OuterRef("outage")) | Q(outage__root=OuterRef("outage__root")),
            told__in=(Told.CALM, Told.OPENED),
            pk__gt=OuterRef("pk"),
        )
        flapping = self.filter(told=Told.FLAPPING, due_at__gt=now - RESTLESS, dropped_at=None)
        return flapping.filter(~Exists(later))


class AlertDelivery(models.Model):
    """One telling to one receiver, of an outage or of planned work, with what became of it.

    Due at `due_at`, again and later after each failure until it is dead; `dropped_at`: not needed
    any more (acknowledged or over before it was due). `round` counts reminders.
    """

    told = models.CharField("kabar", max_length=9, choices=Told)
    outage = models.ForeignKey(
        Outage, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    maintenance = models.ForeignKey(
        Maintenance,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="deliveries",
        verbose_name="pemeliharaan",
    )
    route = models.ForeignKey(
        AlertRoute, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    office = models.CharField("jabatan", max_length=40, blank=True)
    channel = models.ForeignKey(
        AlertChannel, null=True, blank=True, on_delete=models.PROTECT, related_name="deliveries"
    )
    round = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField("jatuh tempo")
    tries = models.PositiveSmallIntegerField("percobaan", default=0)
    sent_at = models.DateTimeField("terkirim", null=True, blank=True)
    dead_at = models.DateTimeField("menyerah", null=True, blank=True)
    dropped_at = models.DateTimeField("tidak perlu lagi", null=True, blank=True)
    last_code = models.CharField("sebab gagal", max_length=30, blank=True)

    objects = AlertDeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "kiriman peringatan"
        verbose_name_plural = "kiriman peringatan"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["outage", "told", "office", "channel", "round"],
                condition=Q(outage__isnull=False),
                name="told_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(outage=None) | Q(maintenance=None), name="told_of_one_thing"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at=None, dead_at=None, dropped_at=None),
                name="delivery_due",
            ),
            models.Index(
                fields=["due_at"], condition=Q(told=Told.FLAPPING), name="delivery_flapping"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_told_display()}: {self.office or self.channel}"
