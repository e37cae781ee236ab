"""Addresses that nobody would type: a plain no, never a fault."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.town import Town, client_of


@pytest.mark.parametrize(
    "address",
    [
        "/usulan/%00/",
        "/usulan/%00/bukti/",
        "/wilayah/%00/",
        "/api/v1/usulan/?ukuran=%C2%B2",
        "/api/v1/usulan/?ukuran=" + "9" * 5000,
        "/usulan/?q=%00",
        "/api/v1/wilayah/?sesudah=WyJcdTAwMDAiLCIxIl0",
    ],
)
def test_no_address_breaks_a_page(db: None, client: Client, address: str) -> None:
    assert 400 <= client.get(address).status_code < 500


def test_no_desk_address_breaks_either(town: Town) -> None:
    client = client_of(town.staff["lurah"])
    for address in (
        "/admin/accounts/residence/abc/change/",
        "/admin/musrenbang/proposal/²/change/",
        "/admin/musrenbang/proposal/abc/history/",
    ):
        assert client.get(address).status_code in (302, 403, 404), address
    p = town.proposal("kelurahan")
    page = client.post(
        f"/admin/musrenbang/proposal/{p.pk}/change/", {"outcome": "forward", "seen": "9"}
    )
    assert page.status_code == 200
