"""What the example citizen has heard of, as if the portal had told it each time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from egov.accounts.models import Residence, User
from egov.notices.demo import tell_past
from musrenbang.models import Decision, Proposal

BACKED = 8  # decisions on what the citizen only supports
Past = tuple[datetime, str, dict[str, Any]]  # when, which topic, its payload


def fill_inbox(citizen: User) -> int:
    """Notices of each kind, with links, in the order in which things happened. How many."""
    past: list[Past] = []
    for residence in Residence.objects.filter(user=citizen).exclude(confirmed_at=None):
        payload = {"residence": residence.pk}
        past.append((residence.confirmed_at, "residence.decided", payload))  # type: ignore[arg-type]
    for pk, at in Proposal.objects.filter(proposer=citizen).values_list("pk", "submitted_at"):
        past.append((at, "proposal.submitted", {"proposal": pk}))
    told = Decision.objects.exclude(decided_by=citizen)
    own = told.filter(proposal__proposer=citizen)
    backed = told.filter(proposal__supports__supported_by=citizen)
    others = backed.exclude(proposal__proposer=citizen).order_by("-decided_at")
    for rows in (own, others[:BACKED]):
        for pk, at in rows.values_list("pk", "decided_at"):
            past.append((at, "proposal.decided", {"decision": pk}))
    return tell_past(user=citizen, past=sorted(past, key=lambda row: row[0]))
