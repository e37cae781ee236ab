"""A class of closed things is opened, after the test of consequences (UU 14/2008 ps 19)."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from infrastructure.domain.constraints import refusing
from infrastructure.models import Opening
from infrastructure.vocabulary import CLOSED_KINDS, Visibility

LONGEST = 1000  # letters of a ground


@verb
def open_class(
    *, actor: User, kind: str, visibility: str, ground: str, opened_on: date | None = None
) -> Opening:
    """From now on rows of this kind are read as they say themselves, up to this visibility.

    `ground` names the document of the test of consequences; `opened_on` its day.
    """
    require(actor, "infrastructure.open_class")
    if kind not in CLOSED_KINDS:
        raise Invalid("not_closed", "Jenis ini tidak ditutup; tidak perlu dibuka.", field="kind")
    if visibility not in (Visibility.PUBLIC, Visibility.GOVERNMENT):
        sentence = "Pilih bagi siapa jenis ini dibuka: umum atau kantor pemerintah."
        raise Invalid("opens_nothing", sentence, field="visibility")
    opened_on = opened_on or timezone.localdate()
    if opened_on > timezone.localdate():
        sentence = "Harinya belum sampai. Buka pada harinya."
        raise Invalid("not_yet_the_day", sentence, field="opened_on")
    with refusing():
        return Opening.objects.create(
            kind=kind,
            visibility=visibility,
            ground=_ground(ground, "ground"),
            opened_on=opened_on,
            opened_by=actor,
        )


@verb
def close_class(*, actor: User, opening: Opening, ground: str) -> Opening:
    """The way back: the class is closed again, and why. It can be opened anew."""
    require(actor, "infrastructure.open_class")
    row = Opening.objects.select_for_update(of=("self",), no_key=True).get(pk=opening.pk)
    if row.closed_at is not None:
        raise Refusal("closed_already", f"{row} sudah ditutup.")
    row.closing_ground = _ground(ground, "ground")
    row.closed_at, row.closed_by = timezone.now(), actor
    row.save(update_fields=["closing_ground", "closed_at", "closed_by"])
    return row


def _ground(text: str, field: str) -> str:
    ground = plain(text).strip()
    if not ground:
        raise Invalid("no_ground", "Tulis dasarnya: dokumen uji konsekuensinya.", field=field)
    if len(ground) > LONGEST:
        raise Invalid("long_ground", f"Tulis paling banyak {LONGEST} huruf.", field=field)
    return ground
