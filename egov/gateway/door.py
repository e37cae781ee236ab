"""The one door for SMS and WhatsApp: a POST of JSON to the address that a region set.

`GATEWAY_URL` gets `{"to": "+62...", "text": "...", "reference": "<uuid>"}` with `GATEWAY_TOKEN` as
bearer; any 2xx has taken it. `GATEWAY_PRICE` rupiah a message count towards `GATEWAY_CEILING` of a
month of the region; beyond it nothing leaves but codes, without which nobody signs in.
"""

from __future__ import annotations

import logging
import uuid
from datetime import datetime

import requests
from django.conf import settings
from django.db.models import Sum
from django.utils import timezone

from egov.gateway import demo_texts
from egov.gateway.models import DEFAULTS, LONGEST, SentText, TextCode, TextTemplate

TIMEOUT = 5  # seconds
WARN_FROM = 0.8  # of the ceiling
log = logging.getLogger(__name__)


def is_open() -> bool:
    """Whether this region has a gateway at all."""
    return bool(settings.GATEWAY_URL)


def spent(now: datetime | None = None) -> int:
    """Rupiah of the running month, in the region's zone."""
    begin = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = SentText.objects.filter(sent_at__gte=begin)
    return rows.aggregate(total=Sum("price"))["total"] or 0


def is_spent() -> bool:
    """Whether one more would go beyond the month's ceiling; 0 is none."""
    ceiling = settings.GATEWAY_CEILING
    return bool(ceiling) and spent() + settings.GATEWAY_PRICE > ceiling


def is_nearly_spent() -> bool:
    ceiling = settings.GATEWAY_CEILING
    return bool(ceiling) and spent() >= WARN_FROM * ceiling


def words_of(code: TextCode, **values: str) -> str:
    """The region's words with these values, never longer than one SMS: the longest gives way."""
    row = TextTemplate.objects.filter(code=code).first()
    words = row.words if row is not None else DEFAULTS[code]
    text = words.format(**values)
    over = len(text) - LONGEST
    if over > 0:
        longest = max(values, key=lambda name: len(values[name]))
        kept = values[longest][: len(values[longest]) - over - 1].rstrip()
        text = words.format(**{**values, longest: f"{kept}…"})
    return text[:LONGEST]


def send_text(to: str, code: TextCode, **values: str) -> bool:
    """Hands a message over. True where the gateway took it; number and words stand in no log."""
    if not is_open() or (code != TextCode.ACCOUNT and is_spent()):
        return False
    reference, text = uuid.uuid4(), words_of(code, **values)
    if settings.GATEWAY_URL == demo_texts.EXAMPLE:
        demo_texts.keep(to, text)
    elif not _post({"to": to, "text": text, "reference": str(reference)}):
        return False
    SentText.objects.create(reference=reference, code=code, price=settings.GATEWAY_PRICE)
    return True


def _post(body: dict[str, str]) -> bool:
    """Whether the gateway took it."""
    headers = {"Authorization": f"Bearer {settings.GATEWAY_TOKEN}"}
    try:
        answer = requests.post(
            settings.GATEWAY_URL, json=body, headers=headers, timeout=TIMEOUT, allow_redirects=False
        )
        answer.raise_for_status()
    except requests.RequestException as error:
        log.warning("gateway.failed %s", type(error).__name__)
        return False
    return True
