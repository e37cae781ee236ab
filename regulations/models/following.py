from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from regulations.models.application import Application
from regulations.models.regulation import Regulation


class Following(models.Model):
    """A person wants to hear of changes to a regulation or an application."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followings"
    )
    regulation = models.ForeignKey(
        Regulation, null=True, on_delete=models.CASCADE, related_name="followers"
    )
    application = models.ForeignKey(
        Application, null=True, on_delete=models.CASCADE, related_name="followers"
    )
    followed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "regulation", "application"],
                name="follow_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(regulation=None, application__isnull=False)
                | Q(regulation__isnull=False, application=None),
                name="follows_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
