"""Following things of the portal, with an account or with a confirmed e-mail address.

What the apps may call of this room. `kind` and `key` are plain values: an app declares its kinds in
`portal.py` and names them in the `about` of its messages.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from egov.accounts.models import User
from egov.notices.models import Pace, Reader, Subscription
from egov.portal.joining import followed
from egov.verbs.limit import Limit
from egov.verbs.outbox import publish
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb

MOST = 100  # things that one follows
CONFIRM_WITHIN = timedelta(days=2)
CONFIRM_SALT, READER_SALT, PERSON_SALT = "langganan-pasti", "langganan-pembaca", "langganan-akun"
BY_ADDRESS = Limit("subscribe-address", 5, 3600)
BY_NETWORK = Limit("subscribe-network", 30, 3600)
PAUSE = timedelta(days=30)


class NotThere(Refusal):
    """Nothing that everybody may see has this name."""

    status = 404

    def __init__(self) -> None:
        super().__init__("not_there", "Halaman yang ingin diikuti tidak ada.")


class OldLink(Refusal):
    """The same sentence for a used, an old and a made-up link."""

    status = 410

    def __init__(self) -> None:
        super().__init__(
            "old_link",
            "Tautan ini sudah dipakai atau sudah lama. Ikuti lagi dari halamannya bila perlu.",
        )


@dataclass(frozen=True)
class Thing:
    """What is followed, as pages tell it; `url` is a path of this portal."""

    kind: str
    key: str
    label: str
    url: str


def thing(kind: str, key: str) -> Thing:
    """What everybody may see under this name. Raises NotThere."""
    declared = followed().get(kind)
    found = declared.find(key) if declared is not None and key and "\x00" not in key else None
    if found is None:
        raise NotThere
    return Thing(kind, key, *found)


def followed_by(user: User | None, kind: str, key: str) -> bool:
    """Whether a person follows it; nobody asks for a stranger."""
    if user is None:
        return False
    return Subscription.objects.filter(user=user, kind=kind, key=key).exists()


@verb
def follow(
    *, user: User, kind: str, key: str, pace: str = Pace.AT_ONCE, now: datetime | None = None
) -> Subscription:
    """A person follows something, or does so at another pace.

    Raises NotThere; `too_many` beyond MOST.
    """
    thing(kind, key)
    now = now or timezone.now()
    row = Subscription.objects.filter(user=user, kind=kind, key=key).first()
    if row is None and user.subscriptions.count() >= MOST:
        raise _too_many()
    row = row or Subscription(user=user, kind=kind, key=key, confirmed_at=now)
    row.pace = _known_pace(pace)
    row.save()
    return row


@verb
def unfollow(*, user: User, kind: str, key: str) -> bool:
    """True where it was followed."""
    gone, _ = Subscription.objects.filter(user=user, kind=kind, key=key).delete()
    return gone > 0


@verb
def ask_by_mail(
    *, address: str, kind: str, key: str, pace: str, network: str, now: datetime | None = None
) -> None:
    """Somebody without an account asks to follow, or at another pace; a mail confirms it.

    Nothing of what was confirmed changes before: anybody may type anybody's address. Tells nobody
    whether the address is known. Raises NotThere, Invalid at `address` and `pace`, and
    `too_often`.
    """
    thing(kind, key)
    now = now or timezone.now()
    address = _plain_address(address)
    pace = _known_pace(pace)
    hashed = address_hash(address)
    if not BY_NETWORK.hit(network) or not BY_ADDRESS.hit(hashed):
        raise Invalid("too_often", "Terlalu sering. Coba lagi satu jam lagi.", field="address")
    reader, _ = Reader.objects.get_or_create(address_hash=hashed, defaults={"address": address})
    row = reader.subscriptions.filter(kind=kind, key=key).first()
    if row is None and reader.subscriptions.count() >= MOST:
        return  # said to nobody: it would tell that the address is known
    row = row or Subscription(reader=reader, kind=kind, key=key, pace=pace)
    row.asked_at = now
    row.save()
    publish("subscription.asked", {"subscription": row.pk, "pace": pace})


@verb
def confirm(*, token: str, now: datetime | None = None) -> Subscription:
    """The link of the mail, pressed by a person. Twice is once. Raises OldLink."""
    row = asked_by(token)
    row.confirmed_at = row.confirmed_at or now or timezone.now()
    row.save(update_fields=["confirmed_at", "pace"])
    return row


def asked_by(token: str) -> Subscription:
    """The subscription a mail asks to confirm, at the pace it asks for. Raises OldLink."""
    try:
        value = signing.loads(token, salt=CONFIRM_SALT, max_age=CONFIRM_WITHIN)
        rows = Subscription.objects.select_related("reader")
        row = rows.get(pk=value["s"], reader=value["r"])
        row.pace = value.get("p", row.pace)
    except (signing.BadSignature, KeyError, TypeError, Subscription.DoesNotExist):
        raise OldLink from None
    return row


def confirm_token(row: Subscription, pace: str) -> str:
    return signing.dumps({"s": row.pk, "r": row.reader_id, "p": pace}, salt=CONFIRM_SALT)


def end_token(who: User | Reader) -> str:
    """For the foot of every mail: leads to the subscriptions of one person, and ends them."""
    salt = READER_SALT if isinstance(who, Reader) else PERSON_SALT
    return signing.dumps(who.pk, salt=salt)


def who_has(token: str) -> User | Reader:
    """Whom a link at the foot of a mail belongs to. Raises OldLink."""
    for salt, rows in ((READER_SALT, Reader.objects), (PERSON_SALT, User.objects)):
        try:
            found: User | Reader | None = rows.filter(pk=signing.loads(token, salt=salt)).first()
        except signing.BadSignature:
            continue
        if found is not None:
            return found
    raise OldLink


def of(who: User | Reader) -> list[tuple[Subscription, Thing | None]]:
    """What somebody follows; None beside what is no longer there."""
    rows = who.subscriptions.standing().order_by("kind", "key")
    return [(row, _thing_or_none(row)) for row in rows]


@verb
def end_all(*, who: User | Reader) -> int:
    """Ends all of one person's; a reader's address goes with them. How many there were."""
    many = who.subscriptions.count()
    if isinstance(who, Reader):
        who.delete()
    else:
        who.subscriptions.all().delete()
    return many


@verb
def end_one(*, who: User | Reader, pk: int) -> None:
    """Ends one of one's own; nothing happens for another's."""
    who.subscriptions.filter(pk=pk).delete()
    if isinstance(who, Reader) and not who.subscriptions.exists():
        who.delete()


@verb
def pause(*, who: Reader, until: datetime | None) -> None:
    """No mail until then; what happens meanwhile is not told later. None goes on at once."""
    who.paused_until = until
    who.save(update_fields=["paused_until"])


def copy_of(who: Reader) -> Mapping[str, object]:
    """All that is kept of a reader (UU 27/2022 Article 7), as plain values."""
    return {
        "alamat": who.address,
        "dicatat": who.made_at.isoformat(),
        "dijeda_sampai": who.paused_until.isoformat() if who.paused_until else None,
        "mengikuti": [
            {
                "jenis": row.kind,
                "kunci": row.key,
                "waktu": row.pace,
                "diminta": row.asked_at.isoformat(),
                "dipastikan": row.confirmed_at.isoformat() if row.confirmed_at else None,
            }
            for row in who.subscriptions.order_by("id")
        ],
    }


def address_hash(address: str) -> str:
    """A keyed hash, so that a copy of the table does not tell who follows what."""
    key = settings.SECRET_KEY.encode()
    return hmac.new(key, f"reader:{address.lower()}".encode(), hashlib.sha256).hexdigest()


def _plain_address(address: str) -> str:
    address = address.strip()
    try:
        validate_email(address)
    except ValidationError:
        sentence = "Tulis alamat e-mail yang lengkap. Contoh: nama@contoh.id."
        raise Invalid("bad_address", sentence, field="address") from None
    return address


def _known_pace(pace: str) -> str:
    if pace not in Pace.values:
        raise Invalid("unknown_pace", "Pilih seberapa sering.", field="pace")
    return pace


def _too_many() -> Invalid:
    return Invalid("too_many", f"Paling banyak {MOST} yang diikuti. Akhiri sebagian dulu.")


def _thing_or_none(row: Subscription) -> Thing | None:
    try:
        return thing(row.kind, row.key)
    except NotThere:
        return None
