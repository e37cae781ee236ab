"""What every act on a visit shares: its lock, its state, its row, who is told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from egov.accounts.models import User
from egov.verbs.outbox import publish
from egov.verbs.permission import require
from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid, Refusal
from news.models import Visit, VisitAct, VisitLetter
from news.procedure import GUEST_ACTS, HOST_ACTS, VisitActKind, VisitState

LONGEST_NOTE = 4000
CONFIRM, ANSWER, TOLD = "visit.confirm", "visit.answer", "visit.told"


def locked(visit: Visit) -> Visit:
    """The row with its state, by one at a time."""
    Visit.objects.select_for_update(of=("self",), no_key=True).get(pk=visit.pk)
    rows = Visit.objects.with_state().select_related("host", "event", "letter")
    return rows.get(pk=visit.pk)


def locked_for_host(actor: User, visit: Visit, kind: str, *, seen: int | None = None) -> Visit:
    """For an act of the host's. `seen`: the last act that they have read."""
    row = locked(visit)
    require(actor, "news.host_visit", row)
    if seen is not None and seen != last_act(row):
        sentence = (
            "Kunjungan ini baru saja dijawab orang lain atau diubah tamunya. "
            "Baca keadaan terakhirnya, lalu putuskan lagi."
        )
        raise Refusal("answered_meanwhile", sentence)
    _require_state(row, kind, HOST_ACTS)
    return row


def locked_for_guest(visit: Visit, kind: str) -> Visit:
    row = locked(visit)
    if row.erased_at is not None:
        raise Refusal("erased", "Data kunjungan ini sudah dihapus; tidak dapat diubah lagi.")
    _require_state(row, kind, GUEST_ACTS)
    return row


def _require_state(row: Visit, kind: str, table: Mapping[str, frozenset[VisitState]]) -> None:
    if row.state not in table[kind]:
        sentence = (
            f"Kunjungan ini {row.state.label}; tindakan itu tidak dapat dilakukan lagi. "
            "Baca keadaan terakhirnya."
        )
        raise Refusal("wrong_state", sentence)


def last_act(visit: Visit) -> int:
    """What tells one state of a visit from another."""
    return int(visit.acts.order_by("-id").values_list("pk", flat=True)[:1].get())


def add_act(
    visit: Visit,
    kind: VisitActKind,
    *,
    actor: User | None,
    now: datetime,
    note: str = "",
    **details: Any,
) -> VisitAct:
    act = VisitAct.objects.create(
        visit=visit, kind=kind, acted_by=actor, note=note, details=details, acted_at=now
    )
    visit.last_act = visit.find_last_act()
    return act


def write_letter(visit: Visit, act: VisitAct, subject: str, now: datetime) -> None:
    """Mails the guest of an act; to whom is read when it is sent."""
    event = publish(ANSWER, {"act": act.pk})
    VisitLetter.objects.create(visit=visit, subject=subject, event=event.pk, written_at=now)


def tell_hosts(act: VisitAct) -> None:
    publish(TOLD, {"act": act.pk})


def note_of(text: str, *, field: str = "note", needed: str = "") -> str:
    """A note as it is kept. Raises Invalid where one is needed (`needed` says so) and none is."""
    note = plain(text).strip()
    if needed and not note:
        raise Invalid("no_note", needed, field=field)
    if len(note) > LONGEST_NOTE:
        sentence = f"Tulis paling banyak {LONGEST_NOTE:,} huruf.".replace(",", ".")
        raise Invalid("too_long", sentence, field=field)
    return note
