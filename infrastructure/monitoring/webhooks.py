"""What a machine is told: JSON that is signed over its time and its body."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiohttp
from django.conf import settings
from django.utils import timezone

from infrastructure.models import AlertChannel, AlertDelivery
from infrastructure.monitoring.addresses import Forbidden
from infrastructure.monitoring.probes import checked_socket

TIMEOUT = 5  # seconds
SIGNATURE, MOMENT = "X-Portal-Signature", "X-Portal-Time"


@dataclass(frozen=True)
class Post:
    """One post: to where, with what, signed by which key."""

    key: int  # of the delivery
    url: str
    secret: str
    body: bytes
    moment: int  # seconds since 1970


def secret_of(channel: AlertChannel) -> str:
    """What signs a channel's posts; a new `key_number` makes another."""
    text = f"webhook:{channel.pk}:{channel.key_number}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()


def signature(secret: str, moment: int, body: bytes) -> str:
    """`sha256=` and the HMAC over "<time>.<body>"."""
    signed = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256)
    return f"sha256={signed.hexdigest()}"


def moment_told(moment: datetime | None) -> str | None:
    """As every moment in a post: ISO 8601 in the region's zone."""
    return timezone.localtime(moment).isoformat() if moment else None


def post_of(delivery: AlertDelivery, told: Mapping[str, Any], now: datetime) -> Post:
    channel = delivery.channel
    assert channel is not None
    body = json.dumps({**told, "delivery": delivery.pk}, ensure_ascii=False).encode()
    return Post(delivery.pk, channel.url, secret_of(channel), body, int(now.timestamp()))


def send_all(posts: Sequence[Post]) -> dict[int, str]:
    """Sends them at once; for each delivery "" where it was taken, else a code."""
    return asyncio.run(_send_all(posts)) if posts else {}


async def _send_all(posts: Sequence[Post]) -> dict[int, str]:
    connector = aiohttp.TCPConnector(force_close=True, socket_factory=checked_socket)
    timeout = aiohttp.ClientTimeout(total=TIMEOUT)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        codes = await asyncio.gather(*(_send(session, post) for post in posts))
    return {post.key: code for post, code in zip(posts, codes, strict=True)}


async def _send(session: aiohttp.ClientSession, post: Post) -> str:
    headers = {
        "Content-Type": "application/json",
        MOMENT: str(post.moment),
        SIGNATURE: signature(post.secret, post.moment, post.body),
    }
    try:
        async with session.post(
            post.url, data=post.body, headers=headers, allow_redirects=False
        ) as answer:
            return "" if 200 <= answer.status < 300 else f"status_{answer.status}"
    except aiohttp.ClientConnectorError as error:
        forbidden = isinstance(error.os_error, Forbidden)
        return "forbidden_address" if forbidden else "unreachable"
    except TimeoutError:
        return "timeout"
    except (aiohttp.ClientError, OSError, ValueError):
        return "unreachable"
