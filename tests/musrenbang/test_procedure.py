"""A stage is a row: what it may say, and that a pack says what stood in the code before."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from musrenbang.domain.packs import pack_codes, read_pack
from musrenbang.models import Stage
from musrenbang.procedure import columns_of, procedure_faults, stage_faults
from tests.town import Town, client_of

SURABAYA = read_pack("surabaya-kelurahan").rules


def test_old_rows_say_what_the_pack_says() -> None:
    migrated = import_module("musrenbang.migrations.0012_stages_are_rows").RULES
    for rule in SURABAYA:
        columns = columns_of(rule)
        usual = {"preparer": "", "silence": "end", "needs": [], "ranks": False}
        filled = {**usual, **migrated[rule.tier]}
        for newer in ("silence", "decider"):  # since the packs of 2027
            filled.pop(newer, None)
        ranks = filled.pop("ranks") or rule.tier in ("kelurahan", "kecamatan")
        assert {name: columns[name] for name in filled} == filled
        assert rule.ranks == ranks


@pytest.mark.parametrize("code", pack_codes())
def test_every_pack_is_a_procedure(code: str) -> None:
    pack = read_pack(code)
    assert procedure_faults(pack.rules, pack.place_level) == []


@pytest.mark.parametrize(
    ("position", "change", "field"),
    [
        (1, {"role": "lurah"}, "role"),
        (1, {"preparer": "operator_kelurahan"}, "preparer"),
        (2, {"outcomes": ("return", "reject"), "ranks": False}, "outcomes"),
        (1, {"outcomes": ("endorse", "feasible")}, "outcomes"),
        (4, {"outcomes": ("feasible", "reject")}, "outcomes"),
        (2, {"act": "verifikasi", "outcomes": ("feasible",), "ranks": False}, "act"),
        (4, {"silence": "end"}, "silence"),
        (2, {"silence": "end"}, "silence"),
        (4, {"ranks": True}, "ranks"),
        (5, {"ranks": True}, "ranks"),
        (2, {"ranks": True, "outcomes": ("accept", "reject")}, "ranks"),
    ],
)
def test_what_a_stage_cannot_say_is_told_at_its_field(
    position: int, change: dict[str, Any], field: str
) -> None:
    assert [told for told, _ in stage_faults(replace(SURABAYA[position - 1], **change))] == [field]


@pytest.mark.parametrize("code", pack_codes())
def test_in_no_pack_silence_ends_a_wish(code: str) -> None:
    rules = read_pack(code).rules
    assert {rule.silence for rule in rules} <= {"up", "hold"}
    assert {rule.silence for rule in rules if rule.is_opinion} == {"up"}
    ranking = {rule.tier for rule in rules if rule.ranks}
    assert ranking >= {"kelurahan", "kecamatan"} & {rule.tier for rule in rules}


def test_silence_may_end_a_wish_where_a_law_says_so() -> None:
    ends = replace(SURABAYA[1], silence="end", basis="perwali/2021/68#pasal-7")
    assert list(stage_faults(ends)) == []


def test_what_is_no_procedure_is_told() -> None:
    rw, kelurahan, kecamatan, opd, kota = SURABAYA
    assert "tidak mempunyai tahap" in procedure_faults([opd])[0]
    assert "harus naik" in procedure_faults([kecamatan, kelurahan, opd, kota])[0]
    assert "butuh hasil verifikasi" in procedure_faults([rw, kota])[0]
    assert "paling banyak satu" in procedure_faults([rw, opd, replace(opd, position=5)])[0]
    assert "Tidak ada tahap yang meliputi" in procedure_faults([rw], "kelurahan")[0]
    settles = replace(kelurahan, outcomes=("accept", "reject"), ranks=False)
    assert "tidak dapat naik" in procedure_faults([rw, settles, opd, kota])[0]


def test_two_stages_of_one_tier_are_two_rows(town: Town) -> None:
    first = town.stages["kelurahan"]
    second = Stage(**{**columns_of(first.rule), "position": 9}, channel=town.channel)
    second.window = first.window
    second.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Stage.objects.filter(pk=second.pk).update(position=first.position)


@pytest.mark.parametrize(
    "change",
    [
        {"outcomes": []},
        {"role": ""},
        {"outcomes": ["feasible"]},
        {"act": "verifikasi"},
        {"silence": "end"},
    ],
)
def test_the_database_keeps_a_stage_from_saying_nonsense(
    town: Town, change: dict[str, Any]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Stage.objects.filter(pk=town.stages["rw"].pk).update(**change)


def test_the_planner_edits_a_stage_until_a_proposal_stands_in_it(town: Town) -> None:
    stage, desk = town.stages["kelurahan"], client_of(town.staff["planner"])
    address = f"/admin/musrenbang/stage/{stage.pk}/change/"
    assert 'name="outcomes"' in desk.get(address).content.decode()
    columns = {k: v for k, v in columns_of(stage.rule).items() if v is not False}
    window = {"window_0": "2026-01-01 08:00:00", "window_1": "2026-02-01 08:00:00"}
    given = {**columns, **window, "channel": str(stage.channel_id), "role": "camat"}
    page = desk.post(address, given).content.decode()
    assert "Pilih jabatan yang memutuskan di tingkat ini." in page
    town.proposal("kelurahan")
    assert 'name="outcomes"' not in desk.get(address).content.decode()
