"""Where an office is reached is written by the office itself, or by the administrator."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from egov.areas.models import Area, AreaOffice
from egov.areas.offices import restore_office, write_office
from egov.verbs.refusal import NotAllowed, Refusal
from tests.town import Town, client_of, fresh

pytestmark = pytest.mark.django_db
DISTRICT, VILLAGE, RW = "35.78.01", "35.78.01.1001", "35.78.01.1001/01"
FAR = "35.78.02.1001"
# who writes which office; whoever is missing writes none
WRITES = {
    "lurah": {VILLAGE},
    "operator_kelurahan": {VILLAGE},
    "camat": {DISTRICT},
    "operator_kecamatan": {DISTRICT},
    "administrator": {VILLAGE, DISTRICT, FAR},
}


def asked(verb: Any, **given: Any) -> str:
    """What becomes of it: the code of its refusal, or nothing."""
    try:
        verb(**given)
    except Refusal as refusal:
        return refusal.code
    return ""


def test_who_writes_which_office(town: Town) -> None:
    people = {**town.staff, "warga": town.citizen, "tamu": town.stranger}
    for role, person in people.items():
        for code in (VILLAGE, DISTRICT, FAR):
            of = {"actor": fresh(person), "area": town.areas[code]}
            expected = "" if code in WRITES.get(role, ()) else "not_your_area"
            assert asked(write_office, **of, hours=role) == expected, (role, code)
            assert asked(restore_office, **of) == expected, (role, code)
    with pytest.raises(NotAllowed):
        write_office(actor=fresh(town.far["lurah"]), area=town.areas[VILLAGE], address="Jalan 1")
    admin = fresh(town.staff["administrator"])
    assert asked(write_office, actor=admin, area=town.areas[RW], address="X") == "no_office"
    assert asked(write_office, actor=admin, area=town.areas[FAR], phone="0" * 61) == "too_long"


def post(client: Client, area: Area, act: str, **fields: str) -> Any:
    named = {f"{act}-{name}": value for name, value in fields.items()}
    return client.post(f"/admin/areas/area/{area.pk}/tindakan/", {"act": act, **named}, follow=True)


def test_a_lurah_writes_at_the_desk_takes_back_and_reads_the_history(
    town: Town, client: Client
) -> None:
    area, lurah = town.areas[VILLAGE], client_of(fresh(town.staff["lurah"]))
    room = lurah.get("/admin/areas/area/?kantor=saya").content.decode()
    assert f"/admin/areas/area/{area.pk}/tindakan/" in room
    assert FAR not in room
    page = lurah.get(f"/admin/areas/area/{area.pk}/tindakan/").content.decode()
    assert "Kembalikan yang sebelumnya" not in page  # nothing was written yet
    post(lurah, area, "kantor", address="Jalan Mawar 1", hours="Senin-Kamis, 07.30-16.00")
    told = post(lurah, area, "kantor", address="Jalan Melati 2", phone="031-555").content.decode()
    assert "Kantor disimpan." in told and "#tindakan-kembalikan" in told
    public = client.get("/wilayah/35.78.01.1001~01/").content.decode()
    assert "Jalan Melati 2" in public and "Jalan Mawar 1" not in public
    told_to_programs = client.get(f"/api/v1/wilayah/{VILLAGE}/").json()["kantor"]
    assert told_to_programs == {"alamat": "Jalan Melati 2", "telepon": "031-555", "jam_layanan": ""}
    assert client.get(f"/api/v1/wilayah/{FAR}/").json()["kantor"] is None
    post(lurah, area, "kembalikan")
    row = AreaOffice.objects.get(area=area)
    told_now = (row.address, row.phone, row.hours)
    assert told_now == ("Jalan Mawar 1", "", "Senin-Kamis, 07.30-16.00")
    history = lurah.get(f"/admin/areas/area/{area.pk}/history/").content.decode()
    assert "Jalan Melati 2" in history and "Jalan Mawar 1" in history
    long = post(lurah, area, "kantor", address="x" * 201).content.decode()
    assert "x" * 201 in long  # what was typed is there again
    far = town.areas[FAR]
    answer = post(lurah, far, "kantor", address="Bukan milik saya")
    assert answer.status_code == 403
    assert "ditulis oleh kantor itu sendiri" in answer.content.decode()
    assert not AreaOffice.objects.filter(area=far).exists()
