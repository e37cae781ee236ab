from django.conf import settings
from django.db import models


class IdempotencyKey(models.Model):
    """One acknowledged run per (verb, person, key).

    A repeated tap or retry finds the first one's result.
    """

    verb = models.CharField(max_length=60)
    reserved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    key = models.CharField(max_length=200)
    result = models.CharField(max_length=200, blank=True)
    reserved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reserved_by", "verb", "key"], name="one_act_per_key")
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.pk}"

    def complete_key(self, result: str) -> None:
        """Remembers what the verb made; within the verb's own transaction."""
        self.result = result
        self.save(update_fields=["result"])


class OutboxEvent(models.Model):
    """Something that happened and that somebody must hear of. A row first, a message second."""

    topic = models.CharField(max_length=80)
    payload = models.JSONField(default=dict)  # ids and plain words, no personal data
    created_at = models.DateTimeField(auto_now_add=True)
    consumed_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(consumed_at=None), name="outbox_waiting")
        ]

    def __str__(self) -> str:
        return f"{self.topic} #{self.pk}"
