"""Machines that are told: added, tried, given a new key, ended."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from django.db.models import F

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from infrastructure.models import AlertChannel, AlertDelivery
from infrastructure.monitoring.delivering import retry
from infrastructure.monitoring.webhooks import secret_of
from infrastructure.vocabulary_monitoring import Told

KEEP = "infrastructure.keep_routes"


@verb
def add_channel(*, actor: User, name: str, url: str, now: datetime) -> AlertChannel:
    """A new receiver. Its address is kept for sending alone: it may carry a token."""
    require(actor, KEEP)
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Invalid("bad_url", "Tulis alamat yang diawali http:// atau https://.", field="url")
    return AlertChannel.objects.create(
        name=" ".join(name.split()), url=url.strip(), added_at=now, added_by=actor
    )


@verb
def try_channel(*, actor: User, channel: AlertChannel, now: datetime) -> AlertDelivery:
    """Sends a word of no consequence, once; what came of it stands in the list of deliveries."""
    require(actor, KEEP)
    _standing(channel)
    return AlertDelivery.objects.create(told=Told.TEST, channel=channel, due_at=now)


@verb
def renew_key(*, actor: User, channel: AlertChannel) -> str:
    """Another secret from now on; returned once, kept nowhere."""
    require(actor, KEEP)
    row = _standing(channel)
    AlertChannel.objects.filter(pk=row.pk).update(key_number=F("key_number") + 1)
    row.refresh_from_db()
    return secret_of(row)


@verb
def end_channel(*, actor: User, channel: AlertChannel, now: datetime) -> AlertChannel:
    """Nothing is sent there any more. Its steps must go first, or they would tell nobody."""
    require(actor, KEEP)
    row = _standing(channel)
    if row.steps.filter(route__ended_at=None).exists():
        raise Refusal("still_used", "Masih dipakai jalur peringatan. Lepaskan dulu dari sana.")
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    row.deliveries.waiting().update(dropped_at=now)
    return row


@verb
def retry_delivery(*, actor: User, delivery: AlertDelivery, now: datetime) -> None:
    """A dead one is tried anew, where its machine is still told."""
    require(actor, KEEP)
    if delivery.channel is not None:
        _standing(delivery.channel)
    if not retry([delivery], now):
        raise Refusal("not_dead", "Kiriman ini tidak sedang menyerah. Muat ulang halamannya.")


def _standing(channel: AlertChannel) -> AlertChannel:
    row = AlertChannel.objects.select_for_update().get(pk=channel.pk)
    if row.ended_at is not None:
        raise Refusal("already_ended", "Penerima ini sudah diakhiri. Buat yang baru.")
    return row
