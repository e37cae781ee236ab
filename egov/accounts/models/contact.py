from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from egov.accounts.contacts import masked
from egov.accounts.models.noting import notes_contacts
from egov.accounts.scope import Scope
from egov.areas.models import Area

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models.user import User


class ContactKind(models.TextChoices):
    EMAIL = "email", "E-mail"
    PHONE = "phone", "Nomor HP"


class ProvedHow(models.TextChoices):
    """By which way the person showed that the contact is theirs."""

    EMAIL = "email", "kode lewat e-mail"
    SMS = "sms", "kode lewat SMS"
    PRINT = "print", "kode tercetak"
    LINK = "link", "tautan undangan"
    SERVER = "server", "dibuat di server"


class Purpose(models.TextChoices):
    """What a one-time code is for."""

    REGISTER = "register", "mendaftar"
    PROVE = "prove", "memastikan kontak"
    PASSWORD = "password", "membuat kata sandi"


class ContactQuerySet(models.QuerySet["Contact"]):
    def proved(self) -> Self:
        return self.filter(proved_at__isnull=False)

    def of_unproved_accounts(self) -> Self:
        """Those of accounts that never proved any contact."""
        proved = Contact.objects.proved().filter(user=OuterRef("user"))
        return self.filter(~Exists(proved), proved_at=None)

    def leading(self) -> Self:
        """Those by which an office finds a person.

        A proved one, or one of an account that an office made and nobody has entered yet. What
        somebody merely typed into an own account says nothing of whose it is: else a citizen who
        types an officer's address is given the officer's office.
        """
        proved = Contact.objects.proved().filter(user=OuterRef("user"))
        entered = Q(user__last_login__isnull=False) | Exists(proved)
        return self.filter(Q(proved_at__isnull=False) | ~entered)

    def person(self, value: str) -> User | None:
        """The account to which a contact in its one spelling leads; who proved it goes first."""
        rows = self.leading().filter(value=value).select_related("user")
        row = rows.order_by(F("proved_at").asc(nulls_last=True), "id").first()
        return row.user if row is not None else None


class Contact(models.Model):
    """An e-mail address or a phone number of a person, in its one spelling.

    Any proved one signs in and recovers.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="contacts"
    )
    kind = models.CharField(max_length=5, choices=ContactKind)
    value = models.CharField(max_length=254, help_text="huruf kecil, atau E.164 (+62…)")
    added_at = models.DateTimeField(default=timezone.now)
    proved_at = models.DateTimeField(null=True, blank=True)
    proved_how = models.CharField(max_length=10, choices=ProvedHow, blank=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["value"], condition=Q(proved_at__isnull=False), name="contact_proved_once"
            ),
            models.UniqueConstraint(fields=["user", "value"], name="contact_once_per_person"),
            models.CheckConstraint(
                condition=Q(proved_at=None, proved_how="")
                | (Q(proved_at__isnull=False) & ~Q(proved_how="")),
                name="contact_proved_somehow",
            ),
        ]
        indexes = [models.Index(fields=["value"], name="contact_value")]
        triggers = notes_contacts()

    def __str__(self) -> str:
        return self.masked

    @property
    def masked(self) -> str:
        return masked(self.value)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def waiting(self) -> Self:
        return self.filter(expires_at__gt=timezone.now())

    def administered_by(self, user: User | AnonymousUser) -> Self:
        return self.filter(
            Scope.of(user).q(rw="rw", kelurahan="rw__parent", kecamatan="rw__parent__parent")
        )


class Registration(models.Model):
    """Somebody who asked for an account and has not entered the code yet.

    The account is made when it is entered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=5, choices=ContactKind)
    value = models.CharField(max_length=254)
    name = models.CharField(max_length=150)
    rw = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+", verbose_name="RW")
    made_at = models.DateTimeField("didaftarkan", default=timezone.now)
    expires_at = models.DateTimeField("berlaku sampai")

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = "pendaftaran"
        verbose_name_plural = "pendaftaran"
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["value"], name="registration_value")]

    def __str__(self) -> str:
        return f"Pendaftaran di {self.rw}"

    @property
    def owner(self) -> User | None:
        """The account that proved this contact already; None for a newcomer."""
        contact = Contact.objects.proved().filter(value=self.value).select_related("user").first()
        return contact.user if contact else None


class ContactCode(models.Model):
    """A one-time code: sent by e-mail or SMS, or printed and handed over. Only its hash is kept.

    Of a registration, or of a person.
    `contact` is the one to which it was sent, none where it was printed.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="contact_codes"
    )
    registration = models.ForeignKey(
        Registration, null=True, on_delete=models.CASCADE, related_name="codes"
    )
    contact = models.ForeignKey(Contact, null=True, on_delete=models.CASCADE, related_name="codes")
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.PROVE)
    digest = models.CharField(max_length=64)
    channel = models.CharField(max_length=10, choices=ProvedHow)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, registration=None)
                | Q(user=None, registration__isnull=False),
                name="code_of_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.pk}"
