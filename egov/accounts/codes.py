"""One-time codes: made, sent or printed, and redeemed. Only their hash is kept."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from egov.accounts.models import (
    Contact,
    ContactCode,
    ContactKind,
    ProvedHow,
    Purpose,
    Registration,
    User,
)
from egov.gateway.door import is_open as gateway_is_open
from egov.gateway.door import send_text
from egov.gateway.models import TextCode
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb

T = TypeVar("T")

LIFE = {
    ProvedHow.EMAIL: timedelta(hours=24),
    ProvedHow.SMS: timedelta(minutes=30),
    ProvedHow.PRINT: timedelta(days=14),
    ProvedHow.LINK: timedelta(days=7),
}
TRIES = 60  # of a code from anywhere; of one network six (tries.py), so that nobody kills it alone
PER_HOUR = 5
WRONG = "Kode tidak cocok, atau tidak berlaku lagi. Periksa delapan angkanya, atau minta kode baru."


def channel_of(kind: str) -> ProvedHow:
    """How a code reaches this kind of contact: by e-mail, by SMS, else printed.

    It is printed where no SMS gateway is set.
    """
    if kind == ContactKind.EMAIL:
        return ProvedHow.EMAIL
    return ProvedHow.SMS if gateway_is_open() else ProvedHow.PRINT


def send(kind: str, value: str, subject: str, text: str) -> None:
    """A message to a contact, on commit; nothing where it has no gateway."""
    if kind == ContactKind.EMAIL:
        titled = f"{subject} | {settings.REGION_PROFILE.name}"
        transaction.on_commit(lambda: send_mail(titled, text, None, [value]), robust=True)
    elif gateway_is_open():
        transaction.on_commit(lambda: send_text(value, TextCode.ACCOUNT, isi=text), robust=True)


def _digest(owner: User | Registration, purpose: str, secret: str) -> str:
    kind = "registration" if isinstance(owner, Registration) else "user"
    subject = f"{kind}:{owner.pk}:{purpose}:{secret}"
    return hmac.new(settings.SECRET_KEY.encode(), subject.encode(), hashlib.sha256).hexdigest()


def make_code(
    *,
    owner: User | Registration,
    purpose: Purpose,
    channel: ProvedHow,
    contact: Contact | None = None,
    made_by: User | None = None,
) -> str:
    """A new code for this purpose; the earlier ones stop working.

    Eight digits, or a long token for a link. Raises Refusal after PER_HOUR codes in an hour.
    """
    now = timezone.now()
    rows = owner.codes if isinstance(owner, Registration) else owner.contact_codes
    if rows.filter(made_at__gt=now - timedelta(hours=1)).count() >= PER_HOUR:
        sentence = "Sudah terlalu banyak kode dibuat. Tunggu satu jam, lalu minta lagi."
        raise Refusal("too_many_codes", sentence)
    earlier = rows.all()
    if isinstance(owner, Registration):  # who registers a contact again begins anew
        earlier = ContactCode.objects.filter(registration__value=owner.value)
    earlier.filter(used_at=None, purpose=purpose).update(expires_at=now)
    digits = f"{secrets.randbelow(10**8):08d}"
    secret = secrets.token_urlsafe(32) if channel == ProvedHow.LINK else digits
    rows.create(
        contact=contact,
        purpose=purpose,
        digest=_digest(owner, purpose, secret),
        channel=channel,
        made_at=now,
        expires_at=now + LIFE[channel],
        made_by=made_by,
    )
    return secret


def plain_digits(typed: str) -> str:
    """What a person typed, without the spaces and dashes that a printed code has."""
    return "".join(c for c in typed if c.isdigit())[:20]


@verb
def _redeem(
    keys: Sequence[int], secret: str, now: datetime, act: Callable[[ContactCode], T]
) -> T | Refusal:
    rows = ContactCode.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    codes = list(rows.select_related("user", "registration__rw", "contact").filter(pk__in=keys))
    live = [c for c in codes if c.used_at is None and c.expires_at > now]
    if not live:
        sentence = "Kode ini tidak berlaku lagi. Minta kode baru."
        return Invalid("code_expired", sentence, field="code")
    trying = [c for c in live if c.tries < TRIES or c.channel == ProvedHow.LINK]  # none guesses it
    if not trying:
        sentence = "Kode ini sudah terlalu sering dicoba. Minta kode baru."
        return Invalid("too_many_tries", sentence, field="code")
    for code in trying:
        owner = code.registration or code.user
        assert owner is not None
        if hmac.compare_digest(code.digest, _digest(owner, code.purpose, secret)):
            code.used_at = now
            code.save(update_fields=["used_at"])
            return act(code)
    ContactCode.objects.filter(pk__in=[c.pk for c in trying]).update(tries=F("tries") + 1)
    sentence = "Kode tidak cocok. Periksa delapan angkanya, lalu coba lagi."
    return Invalid("wrong_code", sentence, field="code")


def redeem(
    *,
    codes: Sequence[ContactCode],
    secret: str,
    act: Callable[[ContactCode], T],
    now: datetime | None = None,
    blunt: bool = False,
) -> T:
    """Does `act` once for the code that matches, in one transaction with it.

    A wrong code counts as a try, which is kept though the act is refused.
    `blunt` says the same sentence for every refusal, where a stranger must not learn
    who has an account.
    """
    result = _redeem([c.pk for c in codes], secret, now or timezone.now(), act)
    if isinstance(result, Refusal):
        raise Invalid("wrong_code", WRONG, field="code") if blunt else result
    return result
