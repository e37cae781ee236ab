"""Many at once: how many, asked once, what became of each."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from egov.agencies.models import Agency
from egov.desk import bulk_pages
from tests.factories.agencies import AgencyFactory

LIST = "/admin/agencies/agency/"


@pytest.fixture
def agencies(db: None) -> list[Agency]:
    return [AgencyFactory(name=f"Dinas {name}") for name in ("Air", "Taman", "Jalan")]


def ticked(rows: list[Agency], action: str = "tutup", **given: str) -> dict[str, Any]:
    return {"action": action, "_selected_action": [row.pk for row in rows], **given}


def seen(rows: list[Agency]) -> dict[str, str]:
    return {f"seen_{row.pk}": str(len(row.name)) for row in rows}


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def closed() -> int:
    return Agency.objects.filter(basis="tutup").count()


def test_it_says_how_many_and_asks_once(keeper: Client, agencies: list[Agency]) -> None:
    page = text_of(keeper.post(LIST, ticked(agencies)))
    assert "3 perangkat daerah dipilih." in page
    assert f'name="seen_{agencies[0].pk}" value="9"' in page
    assert closed() == 0


def test_it_tells_what_became_of_each(keeper: Client, agencies: list[Agency]) -> None:
    first, second, third = agencies
    Agency.objects.filter(pk=first.pk).update(basis="tutup")
    given = seen(agencies) | {f"seen_{second.pk}": "99"}
    answer = keeper.post(LIST, ticked(agencies, apply="1", **given))
    results = {r.obj.pk: (r.ok, r.sentence) for r, _ in answer.context["results"]}
    assert results == {
        first.pk: (False, "Sudah ditutup."),
        second.pk: (False, "Sudah berganti nama."),
        third.pk: (True, "Ditutup hari ini."),
    }
    page = text_of(answer)
    assert (page.count("Belum ditutup"), page.count('tag good">Ditutup<')) == (2, 1)
    assert page.count(f"{LIST}{third.pk}/tindakan/#tindakan-buka") == page.count("#tindakan") == 1
    assert closed() == 2


@pytest.mark.parametrize("value", ["", "x", "9" * 5000])
def test_what_nobody_read_is_not_done(keeper: Client, agencies: list[Agency], value: str) -> None:
    given = seen(agencies) | {f"seen_{agencies[0].pk}": value}
    keeper.post(LIST, ticked(agencies, apply="1", **given))
    assert closed() == 2


def test_a_verb_with_a_twin_for_sets_does_it_at_once(
    keeper: Client, agencies: list[Agency]
) -> None:
    answer = keeper.post(LIST, ticked(agencies, "tutup_serentak", apply="1"))
    assert text_of(answer).count("Ditutup serentak.") == closed() == 3


def test_the_list_offers_what_the_office_may(
    keeper: Client, reader: Client, agencies: list[Agency]
) -> None:
    assert 'value="tutup"' in text_of(keeper.get(LIST))
    assert 'value="nama"' not in text_of(keeper.get(LIST))
    assert 'name="action"' not in text_of(reader.get(LIST))
    reader.post(LIST, ticked(agencies, apply="1", **seen(agencies)))
    assert closed() == 0


def test_more_than_one_page_can_carry_is_told(
    keeper: Client, agencies: list[Agency], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_pages, "MANY", 2)
    answer = keeper.post(LIST, ticked(agencies), follow=True)
    assert "Pilih paling banyak 2 sekaligus." in text_of(answer)
    assert closed() == 0
