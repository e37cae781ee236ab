"""Many decided in one act: what one by one gives, in as few statements as one takes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from egov.verbs.models import OutboxEvent
from egov.verbs.refusal import Refusal
from musrenbang.domain.advice import follow_advice_many
from musrenbang.domain.deciding_many import decide_many
from musrenbang.domain.decision_plan import Asked
from musrenbang.domain.deliberation import decide, prepare
from musrenbang.domain.numbers import make_number, next_serials
from musrenbang.domain.ranking import rank_list
from musrenbang.domain.ranks import ranked
from musrenbang.domain.standing import replay_all
from musrenbang.models import Decision, Proposal
from tests.town import Town, client_of, fresh

MOST = 30  # queries, for any number
WHY = {"reason": "Contoh: menunggu dana."}
QUEUE = "/admin/musrenbang/proposal/"
# what else is refused, by what is asked
REFUSED = {"forward": {"residence_first"}, "accept": {"outcome_not_here"}}


def mixed(town: Town) -> list[Proposal]:
    """At the kelurahan and around it: to decide, decided, of others, ended, of an unknown person.

    The last of them was read before another decided.
    """
    waiting = [town.proposal("kelurahan") for _ in range(2)]
    passed = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=passed, outcome="forward", seen=0)
    reserved = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=reserved, outcome="reserve", seen=0, **WHY)
    merged = town.proposal("kelurahan")
    decide(
        actor=town.staff["lurah"],
        proposal=merged,
        outcome="merge",
        merged_into=waiting[0],
        seen=0,
        **WHY,
    )
    far = town.proposal("kelurahan", rw=town.areas["35.78.02.1001/01"])
    others = [town.proposal("rw"), town.proposal("kota"), far]
    ended = town.proposal("kelurahan", state="withdrawn")
    unknown = town.proposal("kelurahan", proposer=town.stranger, passed_over=True)
    stale = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=stale, outcome="return", seen=0, **WHY)
    return [*waiting, passed, reserved, merged, *others, ended, unknown, stale]


def told(result: Decision | Refusal) -> tuple[Any, ...]:
    if isinstance(result, Refusal):
        return (result.code, result.sentence)
    row = result
    return (row.outcome, row.sequence, row.rank, row.office, row.forum, row.reason, row.supersedes)


def standing(key: int) -> tuple[Any, ...]:
    row = Proposal.objects.get(pk=key)
    names = ("state", "tier", "rw_rank", "reserve_rank", "merged_into_id", "decided", "volume")
    return (*(getattr(row, name) for name in names), row.preparations.count())


def seen_of(rows: list[Proposal]) -> dict[int, int | None]:
    now = Proposal.objects.in_bulk([row.pk for row in rows])
    return {key: row.decided for key, row in now.items()} | {rows[-1].pk: 0}


def one_by_one(actor: Any, asked: dict[int, Asked], seen: dict[int, int | None]) -> dict[int, Any]:
    results: dict[int, Any] = {}
    for key, each in asked.items():
        given = {"outcome": each.outcome, "reason": each.reason, "reason_code": each.reason_code}
        try:
            row = Proposal.objects.get(pk=key)
            results[key] = decide(actor=actor, proposal=row, seen=seen[key], **given)
        except Refusal as refusal:
            results[key] = refusal
    return results


def together(actor: Any, asked: dict[int, Asked], seen: dict[int, int | None]) -> dict[int, Any]:
    return dict(decide_many(actor=actor, asked=asked, seen=seen))


@pytest.mark.parametrize("outcome", ["forward", "reserve", "return", "reject", "accept"])
def test_it_gives_what_one_by_one_gives(town: Town, outcome: str) -> None:
    rows = mixed(town)
    asked = {row.pk: Asked(outcome=outcome, **WHY) for row in rows}
    seen, results = seen_of(rows), []
    for act in (one_by_one, together):
        with transaction.atomic():
            before = OutboxEvent.objects.count()
            given = act(fresh(town.staff["lurah"]), asked, seen)
            sent = OutboxEvent.objects.count() - before
            results.append(({key: (told(r), standing(key)) for key, r in given.items()}, sent))
            transaction.set_rollback(True)
    assert results[0] == results[1]
    decided = [told(r) for r in given.values() if isinstance(r, Decision)]
    assert len(decided) == sent
    refused = {r.code for r in given.values() if isinstance(r, Refusal)}
    expected = {"not_your_office", "not_your_turn", "changed_meanwhile"}
    assert refused == expected | REFUSED.get(outcome, set())


def test_ranks_follow_the_order_and_what_is_advised_is_taken_over(town: Town) -> None:
    lurah, operator = town.staff["lurah"], town.staff["operator_kelurahan"]
    first, second, third = rows = [town.proposal() for _ in range(3)]
    order = [third.pk, first.pk, second.pk]
    given = decide_many(
        actor=town.staff["ketua_rw"],
        asked={key: Asked(outcome="endorse") for key in order},
        seen=dict.fromkeys(order, 0),
    )
    assert [given[row.pk].rank for row in rows] == [2, 3, 1]  # type: ignore[union-attr]
    advised = {"outcome": "forward", "reason_code": "changed", "reason": "Gangnya pendek."}
    stamps = {
        row.pk: prepare(actor=operator, proposal=row, volume=Decimal(90), **advised).stamp
        for row in (first, second)
    }
    stamps[second.pk] += 1
    seen = dict.fromkeys(order, 1)
    taken = follow_advice_many(actor=lurah, proposals=order, seen=seen, stamps=stamps)
    codes = {key: r.code for key, r in taken.items() if isinstance(r, Refusal)}
    assert codes == {second.pk: "advice_changed", third.pk: "no_advice"}
    first.refresh_from_db()
    assert (first.volume, first.tier, first.preparations.count()) == (90, "kecamatan", 0)


def test_it_counts_the_supporters_of_what_is_merged_no_longer(town: Town) -> None:
    head, merged = town.proposal("kelurahan"), town.proposal("kelurahan")
    merged.supports.create(supported_by=town.neighbour)
    lurah = town.staff["lurah"]
    decide(actor=lurah, proposal=merged, outcome="merge", merged_into=head, seen=0, **WHY)
    counts = Proposal.objects.filter(pk=head.pk).values_list("support_count", flat=True)
    assert counts[0] == 1
    decide_many(actor=lurah, asked={merged.pk: Asked(outcome="forward")}, seen={merged.pk: 1})
    assert counts[0] == 0


# -- how many statements -------------------------------------------------------------------------


def many(town: Town, tier: str, count: int) -> list[int]:
    example = town.proposal(tier)
    numbers = iter(next_serials(count))
    values = {f.attname: getattr(example, f.attname) for f in Proposal._meta.concrete_fields}
    del values["id"], values["search"]
    example.delete()
    rows = [
        Proposal(**values | {"number": make_number(town.cycle.year, next(numbers))})
        for _ in range(count)
    ]
    return [row.pk for row in Proposal.objects.bulk_create(rows)]


@pytest.mark.parametrize(
    ("tier", "role", "outcome"),
    [("rw", "ketua_rw", "endorse"), ("kelurahan", "lurah", "reserve")],
)
def test_three_hundred_are_decided_in_few_statements(
    town: Town, tier: str, role: str, outcome: str
) -> None:
    keys = many(town, tier, 300)
    asked = {key: Asked(outcome=outcome, **WHY) for key in keys}
    with CaptureQueriesContext(connection) as queries:
        given = decide_many(actor=fresh(town.staff[role]), asked=asked, seen=dict.fromkeys(keys, 0))
    assert len(queries) <= MOST
    assert [row.rank for row in given.values()] == list(range(1, 301))  # type: ignore[union-attr]
    assert [found for _, found in replay_all()] == [[]]


def test_the_queue_decides_and_ranks_many_in_few_statements(town: Town) -> None:
    keys = many(town, "rw", 200)
    desk = client_of(town.staff["ketua_rw"])
    seen = {f"seen_{key}": "0" for key in keys}
    chosen = {"action": "decide_many", "apply": "1", "outcome": "endorse"}
    with CaptureQueriesContext(connection) as queries:
        page = desk.post(QUEUE, {**seen, **chosen, "_selected_action": keys})
    assert len(queries) <= MOST
    assert len([each for each, _ in page.context["results"] if each.ok]) == 200
    actor, stage = fresh(town.staff["ketua_rw"]), town.stages["rw"]
    with CaptureQueriesContext(connection) as queries:
        moved = rank_list(
            actor=actor,
            stage=stage,
            place=town.rw,
            order=keys[::-1],
            seen=dict.fromkeys(keys, 1),
        )
    assert (moved, len(queries) <= MOST) == (200, True)
    assert list(ranked(stage, town.rw).values_list("pk", flat=True)) == keys[::-1]
    assert [found for _, found in replay_all()] == [[]]
