"""Taking an outage on: at the desk, or by the link of a mail and a press."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core import signing

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Refusal
from egov.verbs.verb import verb
from infrastructure.models import Outage
from infrastructure.monitoring.telling import drop_waiting
from infrastructure.vocabulary import AGENCY_OPERATOR

ACKNOWLEDGE = "infrastructure.acknowledge_outage"
SALT = "gangguan-ditangani"
LASTS = timedelta(days=7)
LONGEST_NOTE = 300


class OldLink(Refusal):
    """The same sentence for a used, an old and a made-up link."""

    status = 410

    def __init__(self) -> None:
        super().__init__(
            "old_link", "Tautan ini sudah lama atau tidak utuh. Buka gangguannya di meja kerja."
        )


@verb
def acknowledge(*, actor: User, outage: Outage, note: str = "", now: datetime) -> Outage:
    """Somebody has taken it on: reminders and further steps end. Twice is once."""
    require(actor, ACKNOWLEDGE, outage)
    row = Outage.objects.select_for_update(of=("self",)).get(pk=outage.pk)
    if row.resolved_at is not None:
        raise Refusal("already_resolved", "Gangguan ini sudah pulih. Tidak perlu ditangani lagi.")
    if row.acknowledged_at is not None:
        raise Refusal("already_acknowledged", "Gangguan ini sudah ada yang menangani.")
    row.acknowledged_at, row.acknowledged_by = now, actor
    row.acknowledged_note = " ".join(note.split())[:LONGEST_NOTE]
    row.save(update_fields=["acknowledged_at", "acknowledged_by", "acknowledged_note"])
    drop_waiting(row, now)
    return row


def open_outages(user: User) -> int:
    """How many that this person answers for nobody has taken on."""
    return Outage.objects.administered_by(user).open().filter(acknowledged_at=None).count()


def link_token(outage: int, user: int) -> str:
    """For the mail to one person: acts as that person, on that outage, for a week."""
    return signing.dumps([outage, user], salt=SALT)


def by_link(token: str) -> tuple[Outage, User]:
    """Whose link it is, and to which outage. Raises OldLink, and NotAllowed for who left office."""
    try:
        outage, user = signing.loads(token, salt=SALT, max_age=LASTS)
        row = Outage.objects.select_related("root", "acknowledged_by").get(pk=outage)
        person = User.objects.get(pk=user, is_active=True)
    except (signing.BadSignature, ValueError, TypeError, Outage.DoesNotExist, User.DoesNotExist):
        raise OldLink from None
    told = set(row.deliveries.order_by().values_list("office", flat=True)) - {AGENCY_OPERATOR}
    if not person.holds(*told):
        require(person, ACKNOWLEDGE, row)
    return row, person
