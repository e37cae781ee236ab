"""The total of a closed class is told or no longer told, on somebody's word and a ground."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from infrastructure.domain.constraints import refusing
from infrastructure.models import FigureRelease
from infrastructure.vocabulary import CLOSED_KINDS

RELEASE = "infrastructure.release_figures"
LONGEST = 2000


@verb
def release_figure(
    *, actor: User, kind: str, ground: str, released_on: date | None = None
) -> FigureRelease:
    """From then on everybody may read how many there are in the whole region, and no more."""
    require(actor, RELEASE)
    if kind not in CLOSED_KINDS:
        raise Invalid("not_closed", "Angka jenis ini sudah terbuka.", field="kind")
    text = " ".join(plain(ground).split())
    if not text or len(text) > LONGEST:
        sentence = f"Tulis dasarnya, paling banyak {LONGEST} huruf."
        raise Invalid("no_ground", sentence, field="ground")
    day = released_on or timezone.localdate()
    if day > timezone.localdate():
        raise Invalid("not_yet", "Tanggal ini belum tiba.", field="released_on")
    with refusing():
        return FigureRelease.objects.create(
            kind=kind, ground=text, released_on=day, released_by=actor
        )


@verb
def withdraw_figure(*, actor: User, release: FigureRelease) -> FigureRelease:
    """The total is for the staff alone again; the way back is another release."""
    require(actor, RELEASE)
    row = FigureRelease.objects.select_for_update(no_key=True).get(pk=release.pk)
    if row.withdrawn_at is not None:
        raise Refusal("withdrawn", "Angka ini sudah ditarik.")
    row.withdrawn_at, row.withdrawn_by = timezone.now(), actor
    row.save(update_fields=["withdrawn_at", "withdrawn_by"])
    return row
