from __future__ import annotations

from datetime import date
from typing import Any, Self

import pghistory
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property

from egov.accounts.contacts import initials, masked
from egov.accounts.roles import AGENCY_ROLES, AREA_ROLES, REGION_ROLES, SINGLE_ROLES, Role, office_title
from egov.agencies.models import Agency
from egov.areas.models import Area, AreaSuccession


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None, **extra: Any) -> User:
        user = self.model(username=username, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **extra: Any) -> User:
        """The first administrator of a new installation; it then appoints the others."""
        return self.create_user(username, password, is_superuser=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):
    """A person. Signs in with an e-mail address or a phone number; what staff may do comes from appointments."""

    username = models.CharField("e-mail atau nomor HP", max_length=254, unique=True, help_text="dalam satu ejaan: huruf kecil, atau +62…")
    name = models.CharField("nama", max_length=150)
    email = models.EmailField("e-mail", blank=True)
    phone = models.CharField("nomor HP", max_length=20, blank=True, help_text="E.164, +62…")
    is_active = models.BooleanField("aktif", default=True)
    date_joined = models.DateTimeField("terdaftar", default=timezone.now)
    contact_confirmed_at = models.DateTimeField("kontak dipastikan", null=True, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["email"], condition=~Q(email=""), name="email_once"),
            models.UniqueConstraint(fields=["phone"], condition=~Q(phone=""), name="phone_once"),
        ]

    def __str__(self) -> str:
        # str() ends up in titles, messages and logs
        return f"{initials(self.name)} {masked(self.username)}"

    @cached_property
    def appointments_now(self) -> list[Appointment]:
        """The offices this person holds today; one query for the life of the object."""
        if not self.is_active or self.pk is None:
            return []
        return list(self.appointments.current().select_related("area__parent", "agency"))

    @cached_property
    def area_reach(self) -> dict[int, set[int]]:
        """For each area of an office: its own id and those of the areas it succeeded, however long ago."""
        reach = {a.area_id: {a.area_id} for a in self.appointments_now if a.area_id}
        for area_id, ids in reach.items():
            found = {area_id}
            while found:
                found = set(AreaSuccession.objects.filter(successor_id__in=found).values_list("predecessor_id", flat=True)) - ids
                ids |= found
        return reach

    def roles(self) -> set[str]:
        return {appointment.role for appointment in self.appointments_now}

    def holds(self, *roles: str) -> bool:
        return bool(self.roles() & set(roles))

    @property
    def is_staff(self) -> bool:
        """Computed: whoever holds an office today, and the installation's first administrator."""
        return self.is_active and (self.is_superuser or bool(self.appointments_now))

    @cached_property
    def residence(self) -> Residence | None:
        return self.residences.filter(ended_at=None).select_related("rw__parent__parent").first()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def current(self, on: date | None = None) -> Self:
        """Offices held now; with `on`, those whose period holds that day and that were not ended."""
        return self.filter(period__contains=on or timezone.localdate(), ended_at=None)


@pghistory.track()
class Appointment(models.Model):
    """A person holds an office in an area or agency, from (inclusive) until (exclusive), appointed by somebody."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments", verbose_name="pengguna")
    role = models.CharField("jabatan", max_length=24, choices=Role)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments", verbose_name="wilayah")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments", verbose_name="perangkat daerah")
    period = DateRangeField("masa", help_text="dari (termasuk) sampai (tidak termasuk)")
    basis = models.CharField("surat penunjukan", max_length=200, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name="ditunjuk oleh"
    )
    appointed_at = models.DateTimeField("ditunjuk pada", auto_now_add=True)
    ended_at = models.DateTimeField("diakhiri pada", null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "penunjukan"
        verbose_name_plural = "penunjukan"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=AREA_ROLES, area__isnull=False, agency=None)
                | Q(role__in=AGENCY_ROLES, agency__isnull=False, area=None)
                | Q(role__in=REGION_ROLES, area=None, agency=None),
                name="appointment_names_its_reach",
            ),
            ExclusionConstraint(
                name="one_head_per_area",
                expressions=[
                    (F("area"), RangeOperators.EQUAL),
                    (F("role"), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(role__in=SINGLE_ROLES, ended_at=None),
                violation_error_message="Jabatan ini sudah terisi pada masa itu. Akhiri dulu penunjukan yang lama.",
            ),
            ExclusionConstraint(
                name="one_appointment_per_role_and_day",
                expressions=[
                    (F("user"), RangeOperators.EQUAL),
                    (F("role"), RangeOperators.EQUAL),
                    (models.functions.Coalesce(F("area"), 0), RangeOperators.EQUAL),
                    (models.functions.Coalesce(F("agency"), 0), RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at=None),
                violation_error_message="Orang ini sudah memegang jabatan yang sama pada masa itu.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def cancelled(self) -> bool:
        """Ended before its first day: it was never held."""
        return self.ended_at is not None and timezone.localdate(self.ended_at) < self.period.lower

    @property
    def end_told(self) -> str:
        """How it ended or will end, as a person reads it; empty where no end is set."""
        if self.cancelled:
            return "dibatalkan sebelum mulai"
        if self.ended_at:
            return date_format(timezone.localtime(self.ended_at), "j F Y H.i")
        return f"sebelum {date_format(self.period.upper, 'j F Y')}" if self.period.upper else ""

    @property
    def title(self) -> str:
        """The office as the public reads it."""
        area = self.area
        label = (area.name if self.role in (Role.LURAH, Role.CAMAT) else area.place if self.role == Role.KETUA_RW else area.label) if area else ""
        if area and self.role == Role.KETUA_RW:
            return office_title(self.role, label.removeprefix("RW "), area.head)
        return office_title(self.role, label, area.head if area else "", self.agency.short_name if self.agency else "")


class ResidenceQuerySet(models.QuerySet["Residence"]):
    def open(self) -> Self:
        """Declared, and neither confirmed nor declined yet."""
        return self.filter(ended_at=None, confirmed_at=None, declined_at=None)

    def confirmed(self) -> Self:
        return self.filter(ended_at=None, confirmed_at__isnull=False)

    def administered_by(self, user: Any) -> Self:
        from egov.accounts.scope import Scope

        return self.filter(Scope.of(user).q(rw="rw", kelurahan="rw__parent", kecamatan="rw__parent__parent"))


class Residence(models.Model):
    """A person says they live in an RW; the ketua RW, or the kelurahan where the RW has no account, confirms it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="residences", verbose_name="warga")
    rw = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="residences", verbose_name="RW")
    declared_at = models.DateTimeField("dinyatakan", default=timezone.now)
    confirmed_at = models.DateTimeField("dipastikan", null=True, blank=True)
    declined_at = models.DateTimeField("ditolak", null=True, blank=True)
    reason = models.CharField("alasan", max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_office = models.CharField("oleh", max_length=200, blank=True)
    ended_at = models.DateTimeField("berakhir", null=True, blank=True)

    objects = ResidenceQuerySet.as_manager()

    class Meta:
        verbose_name = "domisili warga"
        verbose_name_plural = "domisili warga"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(ended_at=None), name="one_residence_at_a_time"),
            models.CheckConstraint(condition=Q(confirmed_at=None) | Q(declined_at=None), name="confirmed_or_declined"),
        ]
        indexes = [models.Index(fields=["rw"], condition=Q(ended_at=None, confirmed_at=None, declined_at=None), name="residence_waiting")]

    def __str__(self) -> str:
        return f"Domisili {self.pk} di {self.rw}"

    @property
    def state(self) -> str:
        if self.ended_at:
            return "berakhir"
        return "dipastikan" if self.confirmed_at else "ditolak" if self.declined_at else "menunggu"


class ContactCode(models.Model):
    """A one-time code that proves a contact: sent by e-mail or SMS, or printed by the kelurahan. Only its hash is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contact_codes")
    digest = models.CharField(max_length=64)
    channel = models.CharField(max_length=10)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
