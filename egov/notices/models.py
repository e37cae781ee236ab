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

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["user", "event"], name="notice_once")]
        indexes = [models.Index(fields=["user", "-id"], name="notice_user")]

    def __str__(self) -> str:
        return self.subject


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
