"""Verbs of the search for an application's law: closed by name and day, opened again.

Until it is closed nobody knows whether there is a basis, and nobody is told of a fault.
"""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.formats import date_format

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from regulations.domain.applications.findings import open_findings
from regulations.domain.applications.lifecycle import life_of
from regulations.models import Application, BasisSearch
from regulations.vocabulary import FindingKind, LifecycleState

# what only a closed search makes a finding
TOLD_WHEN_SEARCHED = (FindingKind.NO_BASIS, FindingKind.NO_PERDA)


def last_search(application: Application, on: date) -> BasisSearch | None:
    """The last act on the search by a day; None where nobody has begun to look."""
    rows = application.searches.filter(stated_on__lte=on).select_related("stated_by")
    return rows.order_by("-stated_on", "-id").first()


@verb
def close_search(
    *, actor: User, application: Application, note: str, on: date | None = None
) -> BasisSearch:
    """An officer answers by name and day for having looked everywhere: what lacks now is lacking.

    `note` says where it was looked for. Of a running application the findings open at once.
    """
    require(actor, "regulations.close_search", application)
    on = _day_of_act(application, on)
    last = last_search(application, on)
    if last is not None and last.closed:
        day = date_format(last.stated_on, "j F Y")
        raise Refusal("search_closed", f"Pencarian ini sudah ditutup pada {day}.")
    if not note.strip():
        raise Invalid("no_note", "Tulis di mana saja dasar hukumnya dicari.", field="note")
    row = _write(application, True, on, note, actor)
    if life_of(application, on) == LifecycleState.LIVE:
        open_findings(application, on)
    return row


@verb
def reopen_search(
    *, actor: User, application: Application, note: str, on: date | None = None
) -> BasisSearch:
    """Takes a closing back: nobody knows again, and what was told because of it is closed."""
    require(actor, "regulations.reopen_search", application)
    on = _day_of_act(application, on)
    last = last_search(application, on)
    if last is None or not last.closed:
        raise Refusal("search_open", "Pencarian ini memang belum ditutup.")
    if not note.strip():
        raise Invalid("no_note", "Tulis mengapa pencarian ini dibuka lagi.", field="note")
    row = _write(application, False, on, note, actor)
    untold = application.findings.filter(closed_on=None, problem__in=TOLD_WHEN_SEARCHED)
    for finding in untold.filter(binding=None).select_for_update(no_key=True):
        finding.closed_on, finding.closed_at = on, timezone.now()
        finding.closed_by = actor
        finding.closing_note = f"Pencarian dibuka lagi. {row.note}"[:300]
        finding.save(update_fields=["closed_on", "closed_at", "closed_by", "closing_note"])
    return row


def _day_of_act(application: Application, on: date | None) -> date:
    """The day of the act, under the application's lock: not ahead, nor before an earlier one."""
    today = timezone.localdate()
    on = on or today
    Application.objects.select_for_update(no_key=True).get(pk=application.pk)
    if on > today:
        raise Invalid("not_yet_the_day", "Tanggalnya belum sampai. Catat pada harinya.", field="on")
    later = application.searches.filter(stated_on__gt=on).order_by("stated_on").first()
    if later is not None:
        raise Refusal("later_search", f"Sesudah hari itu sudah tercatat: {later}.")
    return on


def _write(application: Application, closed: bool, on: date, note: str, actor: User) -> BasisSearch:
    return BasisSearch.objects.create(
        application=application, closed=closed, stated_on=on, note=note.strip(), stated_by=actor
    )
