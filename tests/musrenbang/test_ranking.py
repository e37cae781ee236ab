"""A stage that ranks orders its whole list in one act."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from egov.verbs.models import OutboxEvent
from egov.verbs.refusal import Refusal
from musrenbang.domain.projection import project
from musrenbang.domain.promoting import promote
from musrenbang.domain.ranking import rank_list
from musrenbang.domain.ranks import ranked
from musrenbang.models import Decision, Proposal, Stage
from tests.town import HOUR, Town, decide


def agreed(town: Town, count: int) -> list[Proposal]:
    rows = [town.proposal("rw") for _ in range(count)]
    for row in rows:
        decide(actor=town.staff["ketua_rw"], proposal=row, outcome="endorse")
    return rows


def order(town: Town, keys: list[int], **more: Any) -> int:
    rows = ranked(town.stages["rw"], town.rw)
    given = {"actor": town.staff["ketua_rw"], "seen": {r.pk: r.decided for r in rows}, **more}
    return rank_list(stage=town.stages["rw"], place=town.rw, order=keys, **given)


def standing(rows: list[Proposal]) -> list[int | None]:
    """Their ranks; each row is what its decisions make of it."""
    ranks = []
    for proposal in rows:
        row = Proposal.objects.get(pk=proposal.pk)
        after = project(row, list(row.decisions.all()), list(row.channel.stages.all()))
        assert (after.rw_rank, after.stage.pk, after.state) == (
            row.rw_rank,
            row.stage_id,
            row.state,
        )
        assert row.decided == row.decisions.count()
        ranks.append(row.rw_rank)
    return ranks


def test_two_change_places_and_the_history_keeps_both(town: Town) -> None:
    first, second, third = rows = agreed(town, 3)
    assert order(town, [second.pk, first.pk, third.pk]) == 2
    assert standing(rows) == [2, 1, 3]
    assert [d.rank for d in first.decisions.order_by("sequence")] == [1, 2]
    assert third.decisions.count() == 1
    assert order(town, [third.pk, second.pk, first.pk]) == 3
    assert standing(rows) == [3, 2, 1]


def test_the_same_order_writes_nothing(town: Town) -> None:
    rows = agreed(town, 3)
    assert order(town, [row.pk for row in rows]) == 0
    assert Decision.objects.count() == 3


def test_who_was_decided_above_keeps_the_place(town: Town) -> None:
    first, second, third = rows = agreed(town, 3)
    decide(actor=town.staff["lurah"], proposal=first, outcome="forward")
    with pytest.raises(Refusal) as refused:
        order(town, [second.pk, first.pk, third.pk])
    assert refused.value.code == "rank_fixed"
    assert order(town, [first.pk, third.pk, second.pk]) == 2
    assert standing(rows) == [1, 3, 2]


def test_what_is_refused(town: Town) -> None:
    first, second = rows = agreed(town, 2)
    keys, late = [second.pk, first.pk], town.stages["rw"].closes + HOUR
    refusals = {
        "not_your_office": {"actor": town.staff["lurah"]},
        "changed_meanwhile": {"seen": {first.pk: 0, second.pk: 1}},
        "stage_over": {"now": late},
    }
    for code, given in refusals.items():
        with pytest.raises(Refusal) as refused:
            order(town, keys, **given)
        assert refused.value.code == code
    for wrong in ([first.pk], [first.pk, first.pk], [first.pk, second.pk, 0], []):
        with pytest.raises(Refusal) as refused:
            order(town, wrong)
        assert refused.value.code == "not_the_list"
    with pytest.raises(Refusal) as refused:
        order(town, keys, actor=town.far["ketua_rw"])
    assert refused.value.code == "not_your_office"
    assert standing(rows) == [1, 2]


@pytest.mark.parametrize("count", [3, 20])
def test_a_list_of_any_length_asks_the_same(town: Town, count: int) -> None:
    rows = agreed(town, count)
    keys = [row.pk for row in reversed(rows)]
    with CaptureQueriesContext(connection) as asked:
        order(town, keys)
    assert len(asked) <= 20
    assert standing(rows) == list(range(count, 0, -1))


# -- other tiers ---------------------------------------------------------------------------------


@pytest.fixture
def kelurahan_ranks(town: Town) -> Stage:
    stage = town.stages["kelurahan"]
    Stage.objects.filter(pk=stage.pk).update(ranks=True)
    stage.refresh_from_db()
    return stage


def forwarded(town: Town, count: int) -> list[Proposal]:
    rows = agreed(town, count)
    for row in rows:
        decide(actor=town.staff["lurah"], proposal=row, outcome="forward")
    return rows


def test_a_kelurahan_that_ranks_has_a_list_of_its_own(town: Town, kelurahan_ranks: Stage) -> None:
    first, second = rows = forwarded(town, 2)
    assert [Proposal.objects.get(pk=r.pk).kelurahan_rank for r in rows] == [1, 2]
    seen = {r.pk: r.decided for r in ranked(kelurahan_ranks, town.rw.parent)}
    given = {"stage": kelurahan_ranks, "place": town.rw.parent, "seen": seen}
    keys = [second.pk, first.pk]
    for stranger in ("ketua_rw", "camat"):
        with pytest.raises(Refusal) as refused:
            rank_list(actor=town.staff[stranger], order=keys, **given)
        assert refused.value.code == "not_your_office"
    assert rank_list(actor=town.staff["lurah"], order=keys, **given) == 2
    assert [Proposal.objects.get(pk=r.pk).kelurahan_rank for r in rows] == [2, 1]
    assert standing(rows) == [1, 2]  # what the RW gave stays


def test_who_moves_up_from_the_reserve_comes_last(town: Town, kelurahan_ranks: Stage) -> None:
    kept = agreed(town, 1)[0]
    why = {"reason": "Contoh: dana sudah habis"}
    decide(actor=town.staff["lurah"], proposal=kept, outcome="reserve", **why)
    forwarded(town, 2)
    kept.refresh_from_db()
    promote(actor=town.staff["lurah"], proposal=kept, reason="Contoh: ada tempat", seen=2)
    assert Proposal.objects.get(pk=kept.pk).kelurahan_rank == 3


def test_nobody_hears_of_a_place_that_changed(town: Town) -> None:
    first, second = agreed(town, 2)
    before = OutboxEvent.objects.count()
    order(town, [second.pk, first.pk])
    assert OutboxEvent.objects.count() == before


# -- the page at the desk ------------------------------------------------------------------------


@pytest.fixture
def desk(client: Client, town: Town) -> Client:
    client.force_login(town.staff["ketua_rw"])
    return client


def address(town: Town, tier: str = "rw", code: str = "") -> str:
    args = [town.stages[tier].pk, (code or town.rw.code).replace("/", "~")]
    return reverse("admin:musrenbang_proposal_ranking", args=args)


def shown(page: Any) -> list[int]:
    return [row.pk for row, _ in page.context["lines"]]


def test_the_queue_leads_to_the_list(desk: Client, town: Town) -> None:
    queue = desk.get(reverse("admin:musrenbang_proposal_changelist")).content.decode()
    assert address(town) in queue


def test_up_and_down_without_a_script_then_kept(desk: Client, town: Town) -> None:
    first, second, third = rows = agreed(town, 3)
    page = desk.post(address(town), {"turun": first.pk})
    assert shown(page) == [second.pk, first.pk, third.pk]
    assert standing(rows) == [1, 2, 3]  # nothing is kept yet
    sent = {f"urutan_{pk}": at for at, pk in enumerate(shown(page), 1)}
    sent |= {f"dari_{pk}": at for at, pk in enumerate(shown(page), 1)}
    page = desk.post(address(town), {**sent, "naik": third.pk})
    assert shown(page) == [second.pk, third.pk, first.pk]
    sent = {f"{n}_{pk}": at for at, pk in enumerate(shown(page), 1) for n in ("urutan", "dari")}
    assert desk.post(address(town), {**sent, "simpan": "1"}).status_code == 302
    assert standing(rows) == [3, 1, 2]


@pytest.mark.parametrize(("at", "number", "after"), [(2, "1", [2, 0, 1]), (0, "3", [1, 2, 0])])
def test_a_number_is_a_place(
    desk: Client, town: Town, at: int, number: str, after: list[int]
) -> None:
    rows = agreed(town, 3)
    sent = {f"{n}_{r.pk}": i for i, r in enumerate(rows, 1) for n in ("urutan", "dari")}
    sent[f"urutan_{rows[at].pk}"] = number
    page = desk.post(address(town), {**sent, "turun": "0"})
    assert shown(page) == [rows[i].pk for i in after]


def test_a_list_that_changed_meanwhile_is_told(desk: Client, town: Town) -> None:
    first, second = rows = agreed(town, 2)
    page = desk.post(address(town), {"turun": first.pk})
    decide(actor=town.staff["lurah"], proposal=first, outcome="forward")
    sent = {f"seen_{pk}": page.context["seen"][pk] for pk in shown(page)}
    sent |= {f"{n}_{pk}": at for at, pk in enumerate(shown(page), 1) for n in ("urutan", "dari")}
    told = desk.post(address(town), {**sent, "simpan": "1"})
    assert told.status_code == 409 and "berubah sementara" in told.content.decode()
    assert shown(told) == [second.pk, first.pk]  # what was arranged is not lost
    assert standing(rows) == [1, 2]


@pytest.mark.parametrize(
    ("who", "status"),
    [("ketua_rw", 200), ("lurah", 403), ("camat", 403), ("planner", 403), ("auditor", 403)],
)
def test_whose_list_it_is(client: Client, town: Town, who: str, status: int) -> None:
    client.force_login(town.staff[who])
    assert client.get(address(town)).status_code == status


def test_what_is_no_list(desk: Client, town: Town) -> None:
    assert desk.get(address(town, "kota")).status_code == 404  # it gives no order
    assert desk.get(address(town, code=town.rw.parent.code)).status_code == 403
    assert desk.get(address(town, code="99.99")).status_code == 404
    assert (
        desk.post(address(town), {"naik": "x", "urutan_1": "²", "dari_1": "-"}).status_code == 200
    )


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_asks_the_same_for_any_list(desk: Client, town: Town, count: int) -> None:
    agreed(town, count)
    with CaptureQueriesContext(connection) as asked:
        desk.get(address(town))
    assert len(asked) <= 12


# -- what everybody reads ------------------------------------------------------------------------


def test_the_page_of_an_rw_shows_its_list_in_order(client: Client, town: Town) -> None:
    rows = agreed(town, 7)
    order(town, [row.pk for row in reversed(rows)])
    page = client.get(reverse("home:area", args=[town.rw.path])).content.decode()
    shown = page.split("rows ranked")[1].split("</ol>")[0]
    assert [at for at in range(1, 8) if f"Urutan {at} ·" in shown] == [1, 2, 3]
    channel = town.channel
    args = [channel.cycle.year, channel.code, town.rw.path]
    whole = reverse("musrenbang:ranking", args=args)
    assert whole in page
    page = client.get(whole).content.decode()
    places = [page.index(row.get_absolute_url()) for row in reversed(rows)]
    assert places == sorted(places)


def test_a_withheld_proposal_stands_in_no_list(client: Client, town: Town) -> None:
    first, second = agreed(town, 2)
    Proposal.objects.filter(pk=first.pk).update(withheld=True)
    channel = town.channel
    args = [channel.cycle.year, channel.code, town.rw.path]
    page = client.get(reverse("musrenbang:ranking", args=args)).content.decode()
    assert first.number not in page and first.title not in page.replace(second.title, "")
    assert second.get_absolute_url() in page


@pytest.mark.parametrize("place", ["99.99", "35.78"])
def test_where_nobody_gives_an_order_is_no_page(client: Client, town: Town, place: str) -> None:
    args = [town.channel.cycle.year, town.channel.code, place]
    assert client.get(reverse("musrenbang:ranking", args=args)).status_code == 404
