"""The wizard of a submission: nothing typed breaks a step."""

from __future__ import annotations

import pytest

from musrenbang.models import Draft, Proposal
from tests.town import Town, client_of

BAD_VOLUMES = ["1e30", "0,001", "99999999999", "-1", "NaN", "١٢", "1.2.3"]


@pytest.mark.parametrize("volume", BAD_VOLUMES)
def test_no_number_breaks_a_step_or_the_desk(town: Town, volume: str) -> None:
    draft = Draft.objects.create(
        owner=town.citizen,
        channel=town.channel,
        data={"variant": town.variant.pk, "rw": town.rw.pk},
    )
    client = client_of(town.citizen)
    for slug in ("biaya", "periksa"):
        page = client.post(f"/usulan/baru/{draft.pk}/{slug}/", {"volume": volume}, follow=True)
        assert page.status_code == 200, slug
    p = town.proposal("kelurahan")
    page = client_of(town.staff["lurah"]).post(
        f"/admin/musrenbang/proposal/{p.pk}/change/",
        {"outcome": "forward", "volume": volume, "cost": "1"},
    )
    assert page.status_code == 200
    assert p.decisions.count() == 0


@pytest.mark.parametrize(
    ("slug", "given"),
    [
        ("masalah", {"title": "x" * 300, "problem": "a\0b", "wish": ""}),
        ("tempat", {"rw": "abc", "address": ""}),
        ("jenis", {"variant": "abc"}),
        ("titik", {"latitude": "-7.2", "longitude": ""}),
        ("titik", {"latitude": "abc", "longitude": "1"}),
        ("foto", {"hapus": "abc"}),
    ],
)
def test_nothing_typed_breaks_a_later_step(town: Town, slug: str, given: dict[str, str]) -> None:
    draft = Draft.objects.create(
        owner=town.citizen,
        channel=town.channel,
        data={"variant": town.variant.pk, "rw": town.rw.pk},
    )
    client = client_of(town.citizen)
    assert client.post(f"/usulan/baru/{draft.pk}/{slug}/", given).status_code in (200, 302)
    assert (
        client.post(
            f"/usulan/baru/{draft.pk}/simpan/", {"title": "y" * 300, "wish": "a\0"}
        ).status_code
        == 200
    )
    for other in ("jenis", "tempat", "titik", "masalah", "biaya", "foto", "periksa"):
        assert client.get(f"/usulan/baru/{draft.pk}/{other}/").status_code == 200, other
    assert client.post(f"/usulan/baru/{draft.pk}/periksa/", {}).status_code == 200
    assert Proposal.objects.count() == 0
