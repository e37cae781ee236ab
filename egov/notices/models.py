from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone


class NoticeQuerySet(models.QuerySet["Notice"]):
    def unread(self) -> Self:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One sentence for one person, with the page it is about."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    event = models.PositiveBigIntegerField(
        help_text="OutboxEvent.id: a repeated delivery makes no second notice"
    )
    subject = models.CharField(max_length=150)
    sentence = models.TextField()
    url = models.CharField(max_length=200)
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_tries = models.PositiveSmallIntegerField(default=0)
    text_tries = models.PositiveSmallIntegerField(default=0, db_default=0)
    texted_at = models.DateTimeField(null=True, blank=True)
    # a digest tells it, no mail of its own
    in_digest = models.BooleanField(default=False, db_default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["user", "event"], name="notice_once")]
        indexes = [models.Index(fields=["user", "-id"], name="notice_user")]

    def __str__(self) -> str:
        return self.subject


class TextConsent(models.Model):
    """A person asked for short messages to their own proved number; gone when they stop."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="text_consent"
    )
    given_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.pk}"


class Pace(models.TextChoices):
    """How often who follows something is written to."""

    AT_ONCE = "segera", "segera"
    DAILY = "harian", "sekali sehari, pukul 06.00"
    WEEKLY = "mingguan", "sekali seminggu, Senin pukul 06.00"


class Reader(models.Model):
    """Somebody without an account who is written to at a confirmed address.

    Looked up by `address_hash` (keyed with the portal's secret); the address stands here alone, in
    no history, log or export, and goes with the last subscription.
    """

    address = models.EmailField(max_length=254)
    address_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    paused_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"reader {self.pk}"


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def standing(self) -> Self:
        """Confirmed: those of accounts are at once."""
        return self.filter(confirmed_at__isnull=False)


class Subscription(models.Model):
    """Somebody follows something: `kind` and `key` are plain values that the apps know.

    Either a `user` follows, or a `reader` does, whose mail confirms it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="subscriptions",
    )
    reader = models.ForeignKey(
        Reader, null=True, blank=True, on_delete=models.CASCADE, related_name="subscriptions"
    )
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    pace = models.CharField(max_length=10, choices=Pace, default=Pace.DAILY)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user=None, reader__isnull=False)
                | models.Q(user__isnull=False, reader=None),
                name="subscription_of_one",
            ),
            models.UniqueConstraint(
                fields=["user", "kind", "key"],
                condition=models.Q(user__isnull=False),
                name="subscription_once_user",
            ),
            models.UniqueConstraint(
                fields=["reader", "kind", "key"],
                condition=models.Q(reader__isnull=False),
                name="subscription_once_reader",
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "key"],
                condition=models.Q(confirmed_at__isnull=False),
                name="subscription_followers",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Due(models.Model):
    """An event that waits to be told to one who follows; only a reference.

    The words are asked anew when the digest is written. Gone once it is sent.
    """

    event = models.PositiveBigIntegerField(help_text="OutboxEvent.id")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    reader = models.ForeignKey(Reader, null=True, on_delete=models.CASCADE, related_name="+")
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "user", "reader"], name="due_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(user=None, reader__isnull=False)
                | models.Q(user__isnull=False, reader=None),
                name="due_to_one",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="due_next")]

    def __str__(self) -> str:
        return f"event {self.event}"


class OutgoingLetter(models.Model):
    """A letter to be mailed to who has no account: a reference only.

    To whom and what is read from the event's payload when it is sent, and kept nowhere.
    """

    event = models.PositiveBigIntegerField(
        unique=True, help_text="OutboxEvent.id: a repeated delivery makes no second letter"
    )
    made_at = models.DateTimeField(default=timezone.now)
    mailed_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)  # nobody wanted it any more
    mail_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(mailed_at=None, dropped_at=None),
                name="letter_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"letter of {self.event}"
