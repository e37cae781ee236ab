"""The verb of legal events.

A planned event is held against the rules of UU 12/2011 Lampiran II (`regulations.domain.law.rules`)
and refused by their numbers; a reasoned override is recorded.
"""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from egov.accounts.models import User
from egov.verbs.outbox import publish
from egov.verbs.permission import require
from egov.verbs.refusal import Refusal
from egov.verbs.soon import soon
from egov.verbs.verb import verb
from regulations.domain.law.event_plan import EventPlan, plan_event
from regulations.domain.law.rules import NEVER, RuleBroken, broken_rules
from regulations.models import LegalEvent, Provision, Regulation
from regulations.vocabulary import AmendmentKind, EventKind


@verb
def record_event(  # noqa: PLR0913 - what an event consists of
    *,
    actor: User,
    kind: str,
    target: Regulation,
    on: date,
    source: Regulation | None = None,
    provision: Provision | None = None,
    basis: str = "",
    override: str = "",
    amendment: str = "",
    wording: str = "",
    tell: bool = True,
) -> LegalEvent:
    """Writes one legal event.

    A broken rule refuses unless `override` gives the reason; penal retroactivity never passes
    (156).
    `amendment` and `wording`: of an amendment of one pasal, what it does and how the pasal
    reads from that day.
    `tell`: whether followers hear of it; the pasal of one amending regulation are told once.

    Nothing cascades: what stood on the target keeps standing until an act of its own (228);
    findings are opened instead.
    """
    require(actor, "regulations.record_event", target)
    Regulation.objects.select_for_update(no_key=True).get(pk=target.pk)
    plan = plan_event(
        EventPlan(kind, source, target, provision, on, basis, override, amendment, wording)
    )
    event = _write(plan, _passed_over(plan), actor)
    if tell:
        publish("law.changed", {"event": event.pk})
    recompute_soon()
    return event


def _passed_over(plan: EventPlan) -> list[RuleBroken]:
    """The rules that are broken with a reason; raises the first where there is none, or 156."""
    broken = list(broken_rules(plan))
    never = next((rule for rule in broken if rule.rule == NEVER), None)
    if broken and (never is not None or not plan.override.strip()):
        raise never or broken[0]
    return broken


def _write(plan: EventPlan, broken: list[RuleBroken], actor: User) -> LegalEvent:
    """The event as a row, and the commencement of a whole regulation on itself."""
    try:
        with transaction.atomic():
            event = LegalEvent.objects.create(
                kind=plan.kind,
                source=plan.source,
                target=plan.target,
                provision=plan.provision,
                takes_effect_on=plan.on,
                amendment=plan.amendment,
                wording="" if plan.amendment == AmendmentKind.DELETES else plan.wording.strip(),
                basis=plan.basis,
                override=plan.override.strip() if broken else "",
                overridden_rule=", ".join(dict.fromkeys(rule.rule for rule in broken))[:40],
                recorded_by=actor,
            )
    except IntegrityError:
        raise Refusal("event_exists", "Peristiwa ini sudah dicatat.") from None
    if plan.kind == EventKind.COMMENCES and plan.provision is None:
        plan.target.commences_on = plan.on
        plan.target.save(update_fields=["commences_on"])
    return event


def recompute_soon() -> None:
    """Once the transaction stands, health is computed anew; the daily round does it anyway."""
    soon("regulations.tasks.recompute_health")
