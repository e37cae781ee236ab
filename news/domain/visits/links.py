"""Links that are mailed to guests, and codes that stand on paper."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.core.signing import BadSignature, Signer

from egov.verbs.refusal import Refusal
from news.models import Visit, VisitGuest, VisitLink
from news.procedure import GUEST_LINK_LASTS, LINK_LASTS, LinkPurpose

BYTES = 16  # 128 bits
LASTS = {LinkPurpose.CONFIRM: LINK_LASTS, LinkPurpose.GUEST: GUEST_LINK_LASTS}
_DOOR, _SHEET, _OWN = (Signer(salt=f"news.visit.{name}") for name in ("door", "sheet", "own"))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def issue_link(visit: Visit, purpose: LinkPurpose, now: datetime) -> str:
    """A new token; only the mail that is being written knows it."""
    token = secrets.token_urlsafe(BYTES)
    expires = now + LASTS[purpose]
    VisitLink.objects.create(
        visit=visit, purpose=purpose, hash=_hash(token), issued_at=now, expires_at=expires
    )
    return token


def link_at(token: str, purpose: LinkPurpose) -> VisitLink | None:
    """The link of a token; None for one that we have not given."""
    rows = VisitLink.objects.filter(hash=_hash(token), purpose=purpose)
    return rows.select_related("visit__host", "visit__event").first()


def require_standing(link: VisitLink, now: datetime) -> None:
    if link.used_at is not None:
        sentence = "Tautan ini sudah dipakai. Pakai tautan di surat kami yang berikutnya."
        raise Refusal("link_used", sentence)
    if link.expires_at <= now:
        sentence = "Tautan ini sudah kedaluwarsa. Ajukan lagi permintaannya."
        raise Refusal("link_expired", sentence)


def door_code(visit: Visit) -> str:
    """What the poster at the door carries."""
    return _DOOR.sign(str(visit.pk))


def sheet_code(visit: Visit) -> str:
    """What proves a printed lembar kunjungan."""
    return _SHEET.sign(str(visit.pk))


def own_code(guest: VisitGuest) -> str:
    """By which one who signed in reads, copies and deletes their own row."""
    return _OWN.sign(str(guest.pk))


def _key(signer: Signer, code: str) -> int:
    """The row that a code is for; 0, which is none, where we have not signed it."""
    try:
        return int(signer.unsign(code))
    except (BadSignature, ValueError):
        return 0


def visit_at_door(code: str) -> Visit | None:
    return Visit.objects.with_state().filter(pk=_key(_DOOR, code)).first()


def visit_of_sheet(code: str) -> Visit | None:
    rows = Visit.objects.with_state().select_related("host")
    return rows.filter(pk=_key(_SHEET, code)).first()


def guest_of_code(code: str) -> VisitGuest | None:
    rows = VisitGuest.objects.select_related("visit__host")
    return rows.filter(pk=_key(_OWN, code)).first()
