"""The work queue: what waits for a person, and until when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from egov.accounts.models import User
from egov.accounts.roles import Role
from egov.accounts.scope import Scope
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.models.proposal import ProposalQuerySet
from musrenbang.procedure import TABLE, TierRule
from musrenbang.vocabulary import State, Tier


def queue_of(user: User) -> ProposalQuerySet:
    """What waits for this person, oldest deadline first, with all that a row shows."""
    return by_due(waiting_for(Proposal.objects.all(), user), user).for_page()


def waiting_for(
    rows: ProposalQuerySet, user: User | AnonymousUser, now: datetime | None = None
) -> ProposalQuerySet:
    """What this person's offices decide or prepare, in stages that are open.

    Reads the table.
    """
    now = now or timezone.now()
    wanted = Q(pk__in=[])
    for tier, rule in TABLE.items():
        scope = Scope.of(user, roles=frozenset(rule.decides + rule.prepares))
        if scope.empty:
            continue
        reach = scope.q(rw="rw", kelurahan="kelurahan", kecamatan="kecamatan", agency="agency")
        wanted |= reach & (_opinion_due(now) if tier == Tier.OPD else _here(tier, rule, now))
    return rows.filter(wanted)


def _opinion_due(now: datetime) -> Q:
    """Proposals on which the OPD has said nothing yet, while its stage is open."""
    open_now = Stage.objects.open_at(now).filter(
        channel=OuterRef("channel"), tier=Tier.OPD, position__lt=OuterRef("stage__position")
    )
    opinion = Decision.objects.filter(proposal=OuterRef("pk"), tier=Tier.OPD)
    return Q(Exists(open_now), ~Exists(opinion), state=State.WAITING)


def _here(tier: str, rule: TierRule, now: datetime) -> Q:
    """Proposals that wait at this tier, while its stage is open."""
    # nobody answered: decide without
    overdue = Q(state=State.RETURNED, return_until__lt=timezone.localdate(now))
    here = Q(tier=tier, stage__window__contains=now, stage__closed_at=None)
    here &= Q(state=State.WAITING) | overdue
    return here & Q(has_opinion=True) if rule.after_opinion else here


def by_due(rows: ProposalQuerySet, user: User) -> ProposalQuerySet:
    """Nearest deadline first, as `due`: when the turn of this person ends.

    For a verifier that is the end of the OPD's stage.
    """
    due: Any = F("stage__window__endswith")
    if user.holds(Role.VERIFIER):
        opd = Stage.objects.filter(channel=OuterRef("channel"), tier=Tier.OPD)
        due = Coalesce(Subquery(opd.values("window__endswith")[:1]), due)
    return rows.annotate(due=due).order_by("due", "rw_rank", "id")
