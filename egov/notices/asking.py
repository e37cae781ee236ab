"""The letter that asks whether somebody wants to follow."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from egov.notices.models import Subscription
from egov.notices.subscriptions import NotThere, confirm_token, thing
from egov.verbs.outbox import Letter


def asked(payload: dict[str, Any]) -> Letter | None:
    """None where it stands as asked already or ended, or what was to be followed is gone."""
    rows = Subscription.objects.select_related("reader").exclude(reader=None)
    row = rows.filter(pk=payload["subscription"]).first()
    if row is None or row.reader is None:
        return None
    pace = payload.get("pace", row.pace)
    if row.confirmed_at is not None and pace == row.pace:
        return None
    try:
        wanted = thing(row.kind, row.key)
    except NotThere:
        return None
    text = (
        f"Ada yang meminta kabar tentang {wanted.label} dikirim ke alamat ini. Bila itu Anda, buka "
        "tautan di bawah dan tekan tombolnya. Bila bukan, abaikan surat ini."
    )
    address = reverse("notices:confirm", args=[confirm_token(row, pace)])
    return Letter(row.reader.address, f"Ikuti {wanted.label}?", text, address)
