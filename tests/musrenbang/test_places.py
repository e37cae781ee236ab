"""The place that a person types, in the form and in the search."""

from __future__ import annotations

from dataclasses import replace

from django.conf import settings
from django.test import override_settings

from egov.areas.models import Area
from egov.areas.place_words import read_places
from musrenbang.domain.places import places_called, read_place
from tests.refusals import outcome_of
from tests.town import Town

TYPED = (
    "RW 5 Kebraon",
    "rw05 kebraon",
    "RW. 05, Kelurahan Kebraon",
    "kebraon rw 5",
    "kelurahan kebraon rw05",
    "05 kebraon",
    "5 Kebraon",
    "Kebraon 05",
    "RT 3 RW 5 Kebraon",
)


def kebraon(town: Town) -> Area:
    """A village with RW 05, of which a second begins alike."""
    village: Area | None = None
    for code, name in (("1009", "Kebraon"), ("1008", "Kebraon Timur")):
        village = Area.objects.create(
            code=f"35.78.01.{code}",
            level="kelurahan",
            kind="kelurahan",
            name=name,
            parent=town.areas["35.78.01"],
        )
        if code == "1009":
            rw = {"level": "rw", "kind": "rw", "name": "RW 05", "parent": village}
            Area.objects.create(code=f"{village.code}/05", **rw)
    return Area.objects.get(code="35.78.01.1009/05")


def test_an_rw_is_known_however_it_is_written(town: Town) -> None:
    rw = kebraon(town)
    assert {text: places_called(text, "rw") for text in TYPED} == {text: [rw] for text in TYPED}
    assert [a.name for a in places_called("kelurahan kebraon", "kelurahan")] == [
        "Kebraon Timur",
        "Kebraon",
    ]
    for text in ("kebraon", "RW 5", "05", "7 kebraon", "2027 kebraon", ""):
        assert outcome_of(read_place, text=text, place_level="rw") == "no_such_place", text
    dukuh = replace(settings.REGION_PROFILE, neighbourhood="Dukuh")
    with override_settings(REGION_PROFILE=dukuh):
        for text in ("Dukuh 5 Kebraon", "kebraon dukuh 05", "rw 5 kebraon"):
            assert places_called(text, "rw") == [rw], text
        assert read_places("paving dukuh 5 kebraon").areas == (rw.code,)


def test_the_search_reads_a_bare_number_only_where_it_can_be_an_rw(town: Town) -> None:
    rw, village = kebraon(town).code, "35.78.01.1009"
    told = {
        "05 kebraon": (rw, ""),
        "5 kebraon": (rw, ""),
        "paving 05 kebraon": (rw, "paving"),
        "paving kebraon 05": (rw, "paving"),
        "paving kebraon rw 5": (rw, "paving"),
        "lampu gang 3 kebraon": (village, "lampu gang 3"),
        "07 kebraon": (village, "07"),
    }
    places = {text: read_places(text) for text in told}
    assert {t: (p.areas, p.rest) for t, p in places.items()} == {
        t: ((area,), rest) for t, (area, rest) in told.items()
    }
