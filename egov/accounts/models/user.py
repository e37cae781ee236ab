from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models, transaction
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.functional import cached_property

from egov.accounts.contacts import canonical, initials
from egov.accounts.models.contact import Contact, ContactKind, ProvedHow
from egov.accounts.models.noting import notes_names
from egov.agencies.successions import with_predecessors
from egov.areas.reach import AreaReach, reach_of

if TYPE_CHECKING:
    from egov.accounts.models.appointment import Appointment
    from egov.accounts.models.residence import Residence


def opaque() -> str:
    """The account's own name.

    Says nothing of the person, so that it may stand in sessions and logs.
    """
    return uuid.uuid4().hex


class UserManager(BaseUserManager["User"]):
    @transaction.atomic
    def create_user(
        self,
        contact: str,
        password: str | None = None,
        *,
        name: str,
        proved_how: str = "",
        **extra: Any,
    ) -> User:
        """An account with one contact, proved when `proved_how` says so.

        Raises Invalid for a contact that is none.
        """
        kind, value = canonical(contact)
        user = self.model(name=name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        proved_at = timezone.now() if proved_how else None
        Contact.objects.create(
            user=user, kind=kind, value=value, proved_at=proved_at, proved_how=proved_how
        )
        return user

    def create_superuser(
        self, username: str, password: str | None = None, *, name: str = "", **extra: Any
    ) -> User:
        """The first administrator of a new installation; it then appoints the others."""
        how = ProvedHow.SERVER
        return self.create_user(
            username, password, name=name, proved_how=how, is_superuser=True, **extra
        )

    def signing_in(self, typed: str) -> User | None:
        """Whom a typed contact, in its one spelling, signs in: who proved it.

        An account of before that never proved any contact still signs in by the one it has.
        The opaque name serves allauth, which asks the password of somebody signed in once more.
        """
        contact = Contact.objects.proved().filter(value=typed).select_related("user").first()
        if contact is not None:
            return contact.user
        unproved = Contact.objects.of_unproved_accounts().filter(value=typed)
        alone = unproved.select_related("user")[:2]
        return alone[0].user if len(alone) == 1 else self.filter(username=typed).first()

    def get_by_natural_key(self, username: str | None) -> User:
        user = self.signing_in(username or "")
        if user is None:
            raise self.model.DoesNotExist
        return user


@pghistory.track(exclude=["password", "last_login", "username", "name"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person. Signs in by any proved contact; what staff may do comes from appointments."""

    username = models.CharField(max_length=254, unique=True, default=opaque, editable=False)
    name = models.CharField("nama", max_length=150)
    is_active = models.BooleanField("aktif", default=True)
    date_joined = models.DateTimeField("terdaftar", default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = "orang"
        verbose_name_plural = "orang"
        ordering = ["id"]
        indexes = [GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="user_name_trgm")]
        triggers = notes_names()

    def __str__(self) -> str:
        # str() ends up in titles, messages and logs
        return f"{initials(self.name)} (akun {self.pk})"

    @cached_property
    def proved_contacts(self) -> list[Contact]:
        """E-mail first, then by when they were proved."""
        return list(self.contacts.proved().order_by("kind", "proved_at")) if self.pk else []

    @property
    def email(self) -> str:
        """The proved address that notices go to; empty where there is none."""
        return next((c.value for c in self.proved_contacts if c.kind == ContactKind.EMAIL), "")

    @cached_property
    def appointments_now(self) -> list[Appointment]:
        """The offices this person holds today; one query for the life of the object."""
        if not self.is_active or self.pk is None:
            return []
        return list(self.appointments.current().select_related("area__parent", "agency"))

    @cached_property
    def area_reach(self) -> dict[int, frozenset[int]]:
        """For each area of an office: its own id and those it succeeded, however long ago.

        Nothing where others succeeded the area itself: their offices act.
        """
        return {own: reach.areas for own, reach in self.places.items()}

    @cached_property
    def places(self) -> dict[int, AreaReach]:
        """What each area of an office reaches today."""
        areas = {a.area_id: a.area for a in self.appointments_now if a.area_id and a.area}
        return {own: reach_of(area) for own, area in areas.items()}

    def reaches(self, own: int | None, place: int | None, rw: int | None) -> bool:
        """Whether the office over `own` acts for an RW of an area, both as they were called once.

        Of an area that was split: whether the RW came to `own`; without an RW, any part acts.
        """
        return own is not None and self.places[own].holds(place, rw)

    @cached_property
    def agency_reach(self) -> dict[int, set[int]]:
        """For each agency of an office: its own id and those it succeeded, however long ago."""
        own = {a.agency_id for a in self.appointments_now if a.agency_id}
        return {agency: with_predecessors(agency) for agency in own}

    def agencies_of(self, *roles: str) -> set[int]:
        """The agencies for which this person holds one of these offices; all without a role."""
        held = (a.agency_id for a in self.appointments_now if not roles or a.role in roles)
        return set().union(*(self.agency_reach[agency] for agency in held if agency))

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
