"""What runs beside the requests of people.

Telling an account's contacts, and forgetting what nobody proved.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.formats import date_format

from egov.accounts.forgetting import forget, spoken_of
from egov.accounts.models import (
    AccountEvent,
    Appointment,
    Contact,
    ContactKind,
    Registration,
    Residence,
    User,
)
from egov.accounts.models.events import TOLD
from egov.gateway.door import send_text
from egov.gateway.models import TextCode
from egov.verbs.background import task

BATCH = 200
DAYS = 14  # an account that never proved a contact is kept so long
log = logging.getLogger(__name__)


@task()
def tell_account_events() -> int:
    """Tells each proved contact of an account what was done to it.

    Returns how many events were told.
    """
    AccountEvent.objects.filter(told_at=None).exclude(kind__in=TOLD).update(told_at=timezone.now())
    count = 0
    untold = AccountEvent.objects.filter(told_at=None).order_by("id")
    rows = AccountEvent.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
    for key in untold.values_list("pk", flat=True)[:BATCH]:
        with transaction.atomic():
            event = rows.filter(pk=key, told_at=None).select_related("user").first()
            if event is None:
                continue
            for contact in event.user.contacts.proved():
                _tell(contact, event)
            event.told_at = timezone.now()
            event.save(update_fields=["told_at"])
            count += 1
    return count


def _tell(contact: Contact, event: AccountEvent) -> None:
    moment = date_format(timezone.localtime(event.done_at), "j F Y H.i")
    text = (
        f"{event.sentence}, {moment}, oleh: {event.office}. "
        "Bila bukan Anda atau bukan atas permintaan Anda, hubungi kantor kelurahan. "
        f"{settings.SITE_URL}/akun/"
    )
    try:
        if contact.kind == ContactKind.EMAIL:
            what = event.sentence[:1].lower() + event.sentence[1:]
            subject = f"Akun Anda: {what} | {settings.REGION_PROFILE.name}"
            send_mail(subject, text, None, [contact.value])
        else:
            send_text(contact.value, TextCode.ACCOUNT, isi=text)
    except OSError:  # SMTP errors are OSErrors; the address stays out of the log
        log.warning("accounts.tell_failed %s", event.pk)


@task()
def forget_unproved() -> int:
    """Deletes registrations that ended, and accounts that proved nothing for 14 days.

    An account that holds or held an office, whose residence was confirmed, or of which
    any other row speaks, stays. Returns how many.
    """
    now = timezone.now()
    _, rows = Registration.objects.filter(expires_at__lt=now).delete()
    ended = rows.get(Registration._meta.label, 0)
    people = (
        User.objects.filter(date_joined__lt=now - timedelta(days=DAYS), is_superuser=False)
        .exclude(Exists(Contact.objects.proved().filter(user=OuterRef("pk"))))
        .exclude(Exists(Appointment.objects.filter(user=OuterRef("pk"))))
        .exclude(Exists(Residence.objects.filter(user=OuterRef("pk"), confirmed_at__isnull=False)))
    )
    forgotten = 0
    for user in people.order_by("id")[:BATCH]:
        if not spoken_of(user):
            forget(user)
            forgotten += 1
    return ended + forgotten
