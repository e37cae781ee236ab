"""Assets from a program: one or many, each sent again without being made again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from egov.accounts.models import User
from egov.verbs.idempotency import reserve_key
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid
from egov.verbs.verb import verb
from infrastructure.domain.items import Outcome
from infrastructure.domain.planning import KEEP, NOTED, plan, plan_many
from infrastructure.models import Asset, Batch
from infrastructure.vocabulary import AssetKind

MOST = 1000


@verb
def plan_once(
    *, actor: User, kind: AssetKind, values: Mapping[str, Any], key: str, reason: str = NOTED
) -> Asset:
    """As `plan`, once per (actor, key): a repeated one returns the first one's asset."""
    require(actor, KEEP)
    slot = reserve_key(verb=f"infrastructure.plan.{kind}", actor_id=actor.pk, key=key)
    if slot.result:
        return Asset.objects.get(pk=slot.result)
    asset = plan(actor=actor, kind=kind, values=values, reason=reason)
    slot.complete_key(str(asset.pk))
    return asset


@verb
def plan_batch(
    *,
    actor: User,
    kind: AssetKind,
    rows: Sequence[Mapping[str, Any]],
    key: str,
    reason: str = NOTED,
) -> Batch:
    """As `plan_many`, once per (actor, key); what came of each row is kept."""
    require(actor, KEEP)
    if not 1 <= len(rows) <= MOST:
        raise Invalid("bad_size", f"Kirim 1 sampai {MOST} aset dalam satu daftar.")
    slot = reserve_key(verb=f"infrastructure.batch.{kind}", actor_id=actor.pk, key=key)
    if slot.result:
        return Batch.objects.get(pk=slot.result)
    outcomes = plan_many(actor=actor, kind=kind, rows=rows, reason=reason)
    batch = Batch.objects.create(kind=kind, made_by=actor, results=list(map(_told, outcomes)))
    slot.complete_key(str(batch.pk))
    return batch


def _told(outcome: Outcome) -> dict[str, str]:
    refusal = outcome.refusal
    return {
        "code": outcome.code,
        "effect": outcome.effect or "",
        "refusal": refusal.code if refusal else "",
        "field": refusal.field if refusal else "",
        "sentence": refusal.sentence if refusal else "",
    }
