"""Who hears of a finding: the OPD's verifiers and the legal officers."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from egov.accounts.models import Appointment
from egov.accounts.roles import Role
from egov.verbs.outbox import Message
from regulations.models import Binding, Finding, LegalEvent
from regulations.vocabulary import LEGAL_OFFICER


def finding_opened(payload: dict[str, Any]) -> Iterable[Message]:
    rows = Finding.objects.select_related("application", "candidate__kind")
    finding = rows.get(pk=payload["finding"])
    holders = Appointment.objects.current()
    people = set(holders.filter(role=LEGAL_OFFICER).values_list("user_id", flat=True))
    if finding.application.owner_id:
        own = holders.filter(role=Role.VERIFIER, agency_id=finding.application.owner_id)
        people |= set(own.values_list("user_id", flat=True))
    problem = finding.get_problem_display().lower()
    day = date_format(finding.opened_on, "j F Y")
    sentence = f"{finding.application}: {problem}, ditemukan {day}."
    if finding.candidate:
        sentence += f" Calon pengganti: {finding.candidate.citation}."
    yield Message(
        frozenset(people),
        f"Dasar hukum {finding.application}",
        sentence,
        finding.application.get_absolute_url(),
        frozenset({("aplikasi", finding.application.code)}),
        at_desk=True,
    )


def law_changed(payload: dict[str, Any]) -> Iterable[Message]:
    """Followers of the regulation, and of the applications that stand on it."""
    events = LegalEvent.objects.select_related("source__kind", "target__kind", "provision")
    event = events.get(pk=payload["event"])
    standing = Binding.objects.standing_on(timezone.localdate()).filter(regulation=event.target)
    codes = standing.values_list("application__code", flat=True)
    about = {("aplikasi", code) for code in codes} | {("peraturan", event.target.code)}
    if event.source is not None:
        about.add(("peraturan", event.source.code))
    sentence = f"{event}, sejak {date_format(event.takes_effect_on, 'j F Y')}."
    title = f"Perubahan {event.target.citation}"
    address = event.target.get_absolute_url()
    yield Message(frozenset(), title, sentence, address, frozenset(about))
