"""Short messages to who gave only a number, and asked for them."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from egov.accounts.models import Contact, ContactKind, User
from egov.gateway.door import is_open, is_spent, send_text
from egov.gateway.models import TextCode
from egov.notices.models import Notice, TextConsent
from egov.verbs.refusal import Refusal
from egov.verbs.verb import verb

BATCH = 100
TRIES = 3
FRESH = timedelta(days=2)  # what is older is no news any more


def number_of(user: User) -> str:
    """A person's proved number; "" for none."""
    proved = Contact.objects.proved().filter(user=user, kind=ContactKind.PHONE)
    return proved.values_list("value", flat=True).first() or ""


@verb
def want_texts(*, user: User) -> None:
    """A person asks for short messages. Raises `no_number` and `no_gateway`."""
    if not is_open():
        raise Refusal("no_gateway", "Daerah ini belum mengirim SMS. Kabar ada di akun Anda.")
    if not number_of(user):
        raise Refusal("no_number", "Tambahkan dan pastikan nomor HP Anda dulu.")
    TextConsent.objects.get_or_create(user=user)


@verb
def want_no_texts(*, user: User) -> None:
    TextConsent.objects.filter(user=user).delete()


def text_notices() -> int:
    """Sends what is new to who has a number, no e-mail address, and asked for it. How many."""
    if not is_open() or is_spent():
        return 0
    proved = Contact.objects.proved().filter(user=OuterRef("user"))
    waiting = Notice.objects.filter(
        Exists(proved.filter(kind=ContactKind.PHONE)),
        ~Exists(proved.filter(kind=ContactKind.EMAIL)),
        user__text_consent__isnull=False,
        user__is_active=True,
        texted_at=None,
        read_at=None,
        text_tries__lt=TRIES,
        made_at__gt=timezone.now() - FRESH,
    )
    return sum(map(_text_one, list(waiting.order_by("id").values_list("pk", flat=True)[:BATCH])))


def _text_one(pk: int) -> int:
    with transaction.atomic():
        rows = Notice.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
        row = rows.select_related("user").filter(pk=pk, texted_at=None).first()
        number = number_of(row.user) if row is not None else ""
        if row is None or not number:
            return 0
        row.text_tries += 1
        region, address = settings.REGION_PROFILE.name, f"{settings.SITE_URL}{row.url}"
        values = {"daerah": region, "judul": row.subject, "alamat": address}
        if send_text(number, TextCode.NEWS, **values):
            row.texted_at = timezone.now()
        row.save(update_fields=["text_tries", "texted_at"])
        return int(row.texted_at is not None)
