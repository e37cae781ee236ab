from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from egov.accounts.models.contact import ContactKind


class AccountEventKind(models.TextChoices):
    """What happened to an account, as its owner and the administrator read it.

    Never with the value.
    """

    REGISTERED = "registered", "Akun dibuat"
    NAME_CHANGED = "name_changed", "Nama diubah"
    CONTACT_ADDED = "contact_added", "Kontak ditambahkan"
    CONTACT_CHANGED = "contact_changed", "Kontak diganti"
    CONTACT_PROVED = "contact_proved", "Kontak dipastikan"
    CONTACT_REMOVED = "contact_removed", "Kontak dihapus"
    CODE_PRINTED = "code_printed", "Kode untuk membuat kata sandi dicetak"
    LINK_SENT = "link_sent", "Tautan untuk membuat kata sandi dikirim"
    PASSWORD_SET = "password_set", "Kata sandi dibuat dengan kode"
    RESET_ASKED = "reset_asked", "Penghapusan verifikasi dua langkah diminta"
    SECOND_FACTOR_RESET = "second_factor_reset", "Verifikasi dua langkah dihapus"
    SESSIONS_ENDED = "sessions_ended", "Semua perangkat dikeluarkan"


# what an owner must hear of at every contact, for somebody else may have done it
TOLD = (
    AccountEventKind.CONTACT_CHANGED,
    AccountEventKind.CONTACT_PROVED,
    AccountEventKind.CONTACT_REMOVED,
    AccountEventKind.CODE_PRINTED,
    AccountEventKind.PASSWORD_SET,
    AccountEventKind.RESET_ASKED,
    AccountEventKind.SECOND_FACTOR_RESET,
)


class AccountEvent(models.Model):
    """A row of an account's history. Append-only.

    Told to the person's contacts by a task, `told_at` says when.
    Of a name or a contact the database writes it itself (egov.accounts.models.noting),
    of the rest the verb.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="account_events"
    )
    kind = models.CharField("peristiwa", max_length=20, choices=AccountEventKind)
    contact_kind = models.CharField("kontak", max_length=5, choices=ContactKind, blank=True)
    office = models.CharField(
        "oleh", max_length=200, help_text="jabatan pada saat itu, atau pemilik akun"
    )
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    done_at = models.DateTimeField("waktu", default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["id"], condition=Q(told_at=None), name="account_event_untold")
        ]
        triggers = [
            pgtrigger.Protect(
                name="append_only",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["told_at", "done_by"]),
            )
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What happened, as a person reads it: "Nomor HP dihapus"."""
        text = self.get_kind_display()
        if not self.contact_kind:
            return text
        return text.replace("Kontak", self.get_contact_kind_display())


class SecondFactorReset(models.Model):
    """One administrator asks, another confirms; only then the second factor goes."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="factor_resets"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(confirmed_at=None), name="one_open_factor_reset"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("asked_by")),
                name="another_confirms",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
