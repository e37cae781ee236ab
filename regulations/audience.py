"""Who hears of a finding: the OPD's verifiers and the legal officers."""

from collections.abc import Iterable
from typing import Any

from egov.accounts.models import Appointment
from egov.accounts.roles import Role
from egov.acts.outbox import Message, audience
from regulations.models import Finding


@audience("finding.opened")
def finding_opened(payload: dict[str, Any]) -> Iterable[Message]:
    finding = Finding.objects.select_related("application", "candidate__kind").get(pk=payload["finding"])
    holders = Appointment.objects.current()
    people = set(holders.filter(role=Role.LEGAL_OFFICER).values_list("user_id", flat=True))
    if finding.application.owner_id:
        people |= set(holders.filter(role=Role.VERIFIER, agency_id=finding.application.owner_id).values_list("user_id", flat=True))
    sentence = f"{finding.application}: {finding.get_problem_display().lower()} sejak {finding.opened_on}."
    if finding.candidate:
        sentence += f" Calon pengganti: {finding.candidate.citation}."
    yield Message(frozenset(people), f"Dasar hukum {finding.application}", sentence, finding.application.get_absolute_url())
