"""Which other proposals are offered to whom merges."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection

from musrenbang.domain import similar
from musrenbang.domain.similar import candidates
from musrenbang.models import Proposal
from tests.factories.musrenbang import KamusEntryFactory, KamusVariantFactory
from tests.town import Town, client_of

HERE = {"latitude": -7.3300, "longitude": 112.7000}
BESIDE = {"latitude": -7.3310, "longitude": 112.7000}  # 111 metres south
FAR = {"latitude": -7.3400, "longitude": 112.7000}


def other_kind(town: Town) -> Any:
    return KamusVariantFactory(entry=KamusEntryFactory(name="PJU", agency=town.agency))


def offered(town: Town, proposal: Proposal, who: str = "lurah") -> dict[int, tuple[str, ...]]:
    rows = candidates(actor=town.staff[who], proposal=proposal)
    return {row.proposal.pk: row.signs for row in rows}


def test_of_the_same_kind_near_by(town: Town) -> None:
    p = town.proposal("kelurahan", title="Paving gang 3", **HERE)
    beside = town.proposal("kelurahan", title="Jalan kampung becek", **BESIDE)
    town.proposal("kelurahan", title="Jalan kampung becek", **FAR)
    town.proposal("kelurahan", title="Lampu jalan", variant=other_kind(town), **BESIDE)
    assert offered(town, p) == {beside.pk: ("jenis sama", "110 meter dari sini")}


def test_of_the_same_rw_where_there_are_no_points(town: Town) -> None:
    p = town.proposal("kelurahan", title="Paving gang 3")
    same = town.proposal("rw", title="Jalan kampung becek")
    next_rw = town.areas["35.78.01.1001/02"]
    town.proposal("kelurahan", rw=next_rw, title="Jalan kampung becek")
    assert offered(town, p) == {same.pk: ("jenis sama", "RW yang sama")}


def test_in_similar_words_of_another_kind_and_rw(town: Town) -> None:
    p = town.proposal("kelurahan", title="Lampu gang makam RT 4")
    rw, kind = town.areas["35.78.01.1001/02"], other_kind(town)
    alike = town.proposal("kelurahan", rw=rw, variant=kind, title="Lampu gang makam RT 04")
    town.proposal("kelurahan", rw=rw, variant=kind, title="Pos jaga")
    assert offered(town, p) == {alike.pk: ("judul mirip",)}


def test_only_what_runs_in_the_same_year_and_place(town: Town) -> None:
    p = town.proposal("kelurahan")
    ended = town.proposal("kelurahan", state="rejected")
    elsewhere = town.proposal("kelurahan", rw=town.areas["35.78.01.1002/01"])
    assert offered(town, p) == {}
    # the camat merges across the kelurahan of the kecamatan, where the words are alike
    at_the_camat = town.proposal("kecamatan")
    assert set(offered(town, at_the_camat, "camat")) == {p.pk, elsewhere.pk}
    assert ended.pk not in offered(town, at_the_camat, "camat")


def test_who_works_elsewhere_is_offered_nothing(town: Town) -> None:
    p = town.proposal("kelurahan")
    town.proposal("kelurahan")
    assert len(offered(town, p)) == 1
    assert candidates(actor=town.far["lurah"], proposal=p) == []


def test_the_likeliest_first_and_not_many(town: Town) -> None:
    p = town.proposal("kelurahan", title="Paving gang 3")
    rows = [town.proposal("kelurahan", title=f"Paving gang {n}") for n in range(3, 9)]
    assert next(iter(offered(town, p))) == rows[0].pk
    assert len(offered(town, p)) == similar.SHOWN


def test_only_the_newest_are_looked_at(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar, "NEWEST", 2)
    p = town.proposal("kelurahan")
    rows = [town.proposal("kelurahan") for _ in range(4)]
    assert set(offered(town, p)) == {rows[-1].pk, rows[-2].pk}


def test_the_newest_are_read_from_their_indexes(town: Town) -> None:
    p = town.proposal("kelurahan")
    for _ in range(200):  # among a few, walking all in order is as cheap
        town.proposal("kelurahan", rw=town.areas["35.78.02.1001/01"])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE musrenbang_proposal")
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    plans: list[str] = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if " UNION " in sql:
            with context["connection"].connection.cursor() as raw:
                raw.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
                plans.append(json.dumps(raw.fetchone()[0]))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        candidates(actor=town.staff["lurah"], proposal=p)
    assert len(plans) == 1
    # which of the indexes that begin with the place is the planner's choice
    for column in ("rw_id", "kelurahan_id"):
        assert re.search(rf'"Index Cond": "[^"]*{column} = ', plans[0]), plans[0]


def test_one_press_merges_and_the_reason_is_a_fact(town: Town) -> None:
    p = town.proposal("kelurahan")
    target, hidden = town.proposal("kelurahan"), town.proposal("kelurahan", withheld=True)
    desk = client_of(town.staff["lurah"])
    address = f"/admin/musrenbang/proposal/{p.pk}/change/"
    page = desk.get(f"{address}?keputusan=merge").content.decode()
    for row in (target, hidden):
        assert f'name="candidate" value="{row.number}"' in page
    given = {"outcome": "merge", "seen": "0", "merged_into": "", "reason": ""}
    desk.post(address, {**given, "candidate": target.number})
    row = p.decisions.get()
    assert (row.merged_into, row.reason_code) == (target, "duplicate")
    assert row.reason == (
        f"Sama dengan usulan {target.number} “Paving gang 3”, RW 01 Karang Pilang 1."
    )
    # of what is withheld from the public no title stands in a reason that it reads
    address = f"/admin/musrenbang/proposal/{target.pk}/change/"
    desk.post(address, {**given, "candidate": hidden.number})
    assert target.decisions.get().reason == (
        f"Sama dengan usulan {hidden.number}, RW 01 Karang Pilang 1."
    )


def test_the_number_that_was_typed_goes_before_the_button(town: Town) -> None:
    p, pressed, typed = (town.proposal("kelurahan") for _ in range(3))
    given = {"outcome": "merge", "seen": "0", "reason": "Satu gang."}
    numbers = {"candidate": pressed.number, "merged_into": typed.number}
    address = f"/admin/musrenbang/proposal/{p.pk}/change/"
    client_of(town.staff["lurah"]).post(address, {**given, **numbers})
    row = p.decisions.get()
    assert (row.merged_into, row.reason) == (typed, "Satu gang.")


def test_a_merge_without_a_target_is_told_at_its_field(town: Town) -> None:
    p = town.proposal("kelurahan")
    desk = client_of(town.staff["lurah"])
    address = f"/admin/musrenbang/proposal/{p.pk}/change/"
    for number, sentence in (
        ("", "Tulis nomor usulan tujuan"),
        ("2027-1", "Tidak ada usulan dengan nomor itu"),
        (p.number, "tidak dapat digabung dengan dirinya sendiri"),
    ):
        given = {"outcome": "merge", "seen": "0", "reason": "Sama.", "merged_into": number}
        assert sentence in desk.post(address, given).content.decode()
    assert p.decisions.count() == 0
