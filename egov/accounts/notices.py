"""Who hears of what happens to an account."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from egov.accounts.models import Residence
from egov.verbs.outbox import Message


def residence_decided(payload: dict[str, Any]) -> Iterable[Message]:
    row = Residence.objects.select_related("rw__parent").get(pk=payload["residence"])
    if row.confirmed_at:
        sentence = f"Domisili Anda di {row.rw.place} dipastikan oleh {row.decided_office}."
    else:
        sentence = (
            f"Domisili Anda di {row.rw.place} belum dapat dipastikan "
            f"oleh {row.decided_office}: {row.reason}"
        )
    address = reverse("home:account_home")
    yield Message(frozenset({row.user_id}), "Domisili Anda", sentence, address)
