"""Submitting by the API."""

from __future__ import annotations

from typing import Any

import pytest

from musrenbang.domain.moderation import withhold
from tests.factories.musrenbang import ChannelFactory, CycleFactory, StageFactory
from tests.town import Town, client_of, decide, fresh


@pytest.mark.parametrize("point", [{"lintang": 80}, {"lintang": -7.2}, {"bujur": 112.0}])
def test_half_a_point_is_refused_by_the_verb(town: Town, point: dict[str, float]) -> None:
    body = {
        "jenis": "paving-6",
        "rw": town.rw.code,
        "alamat": "G",
        "judul": "P",
        "masalah": "B",
        "harapan": "R",
        "volume": "1",
        **point,
    }
    answer = client_of(town.citizen).post(
        "/api/v1/usulan/", body, content_type="application/json", headers={"Idempotency-Key": "k"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "half_a_point")


# -- what a proposer does with what was sent ------------------------------------------------------


def sent(person: Any, address: str, body: Any, method: str = "post") -> tuple[int, Any]:
    """The status, and what the answer says; a refusal by its code."""
    call = getattr(client_of(fresh(person)), method)
    answer = call(f"/api/v1/{address}", body, content_type="application/json")
    data = answer.json()
    return answer.status_code, data.get("code", data) if isinstance(data, dict) else data


def test_a_proposer_changes_and_withdraws_once(town: Town) -> None:
    row = town.proposal("rw")
    address, change = f"usulan/{row.number}/", {"judul": "Paving gang 4", "volume": "50"}
    assert sent(town.neighbour, address, change, "patch") == (403, "not_your_proposal")
    status, told = sent(town.citizen, address, change, "patch")
    assert (status, told["judul"], told["volume"]) == (200, "Paving gang 4", "50.00")
    decide(actor=town.staff["ketua_rw"], proposal=row, outcome="endorse")
    assert sent(town.citizen, address, change, "patch")[1] == "already_decided"
    why = {"alasan": "Sudah dikerjakan warga.", "dibaca": 1}
    assert sent(town.stranger, f"{address}tarik/", why) == (403, "not_your_proposal")
    assert sent(town.citizen, f"{address}tarik/", {**why, "dibaca": 0})[1] == "changed_meanwhile"
    status, told = sent(town.citizen, f"{address}tarik/", why)
    assert (status, told["keadaan"]) == (201, "withdrawn")
    assert sent(town.citizen, f"{address}tarik/", why)[1] == "nothing_to_withdraw"


def test_a_proposer_carries_and_appeals_and_the_planner_answers(town: Town) -> None:
    row = town.proposal("kelurahan")
    lurah = town.staff["lurah"]
    held = withhold(actor=lurah, proposal=row, fault="personal", sentence="Memuat nama.")
    address = f"usulan/{row.number}/keberatan/"
    why = {"penahanan": held.pk, "keberatan": "Tidak ada nama orang di sana."}
    assert sent(town.neighbour, address, why) == (403, "not_your_proposal")
    status, rows = sent(town.citizen, address, why)
    assert (status, rows[0]["keberatan"]) == (201, why["keberatan"])
    assert sent(town.citizen, address, why)[1] == "already_appealed"
    reply = {"dikabulkan": True, "jawaban": "Benar, tidak ada nama."}
    answered = f"{address}{held.pk}/jawaban/"
    assert sent(lurah, answered, reply) == (403, "not_planner")
    assert sent(town.staff["planner"], answered, reply)[0] == 201
    assert sent(town.staff["planner"], answered, reply)[1] == "already_answered"
    row.refresh_from_db()
    decide(actor=lurah, proposal=row, outcome="reject", reason="Anggaran habis.")
    cycle = CycleFactory(year=town.cycle.year + 1)
    channel = ChannelFactory(cycle=cycle, code="warga")
    StageFactory(channel=channel)
    there = {"jalur": channel.pk}
    assert sent(town.neighbour, f"usulan/{row.number}/bawa/", there)[1] == "not_your_proposal"
    status, told = sent(town.citizen, f"usulan/{row.number}/bawa/", there)
    assert (status, told["tahun"], told["tingkat"]) == (201, cycle.year, "rw")
    assert sent(town.citizen, f"usulan/{row.number}/bawa/", there)[1] == "not_over"


def test_a_kelurahan_registers_its_groups(town: Town) -> None:
    operator, village = town.staff["operator_kelurahan"], town.rw.parent
    assert village is not None
    body = {"kelurahan": village.code, "nama": "Karang Taruna", "jenis_kelompok": "pemuda"}
    body |= {"kontak": town.citizen.contacts.get().value, "surat": "01/2026"}
    assert sent(town.far["lurah"], "kelompok/", body) == (403, "not_assisting")
    status, group = sent(operator, "kelompok/", body)
    assert (status, group["nama"], "wakil" in group) == (201, "Karang Taruna", False)
    assert sent(operator, "kelompok/", body)[1] == "group_known"
    one = f"kelompok/{group['id']}/"
    letter = {"kontak": town.neighbour.contacts.get().value, "surat": "02/2026"}
    assert sent(town.far["lurah"], f"{one}wakil/", letter)[0] == 404
    assert sent(operator, f"{one}wakil/", letter)[1]["surat"] == "02/2026"
    assert sent(operator, f"{one}akhiri/", {})[1]["diakhiri"] is not None
    assert sent(operator, f"{one}akhiri/", {})[1] == "group_ended"
    listed = client_of(town.citizen).get("/api/v1/kelompok/").json()
    assert listed["hasil" if "hasil" in listed else "results"] == []
