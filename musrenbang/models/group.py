from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from egov.accounts.roles import Role
from egov.accounts.scope import Scope
from egov.areas.models import Area
from musrenbang.vocabulary import GroupKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User

REGISTERING = frozenset({Role.LURAH, Role.OPERATOR_KELURAHAN})


class GroupQuerySet(models.QuerySet["Group"]):
    def current(self) -> Self:
        return self.filter(ended_at=None)

    def administered_by(self, user: User | AnonymousUser) -> Self:
        """For the kelurahan that registers them, and who reads the whole region."""
        scope = Scope.of(user)
        return self.filter(scope.q(kelurahan="kelurahan", kecamatan="kelurahan__parent"))


# who speaks for it is a person: the history tells only that it changed hands
@pghistory.track(exclude=["speaker", "registered_by", "ended_by"])
class Group(models.Model):
    """A group that takes part through whom it appointed (PP 45/2017 ps 6)."""

    name = models.CharField("nama kelompok", max_length=120)
    kind = models.CharField("unsur", max_length=12, choices=GroupKind)
    kelurahan = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="+", verbose_name="desa/kelurahan"
    )
    speaker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="speaks_for",
        verbose_name="yang mewakili",
    )
    letter = models.CharField(
        "surat penunjukan", max_length=200, help_text="nomor dan tanggal surat dari kelompoknya"
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    registered_office = models.CharField("didaftarkan oleh", max_length=200)
    registered_at = models.DateTimeField("didaftarkan", default=timezone.now)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField("diakhiri", null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = "kelompok"
        verbose_name_plural = "kelompok"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kelurahan", "name"],
                condition=Q(ended_at=None),
                name="group_once",
                violation_error_message="Kelompok dengan nama ini sudah terdaftar.",
            ),
            models.CheckConstraint(condition=~Q(letter=""), name="group_has_a_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.kelurahan.name}"
