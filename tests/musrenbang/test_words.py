"""A region calls what lies below a village by its own word."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.conf import settings as here
from django.test import Client

from musrenbang.domain.figures import count_figures
from tests.town import Town, client_of, decide


def test_pages_say_dusun_where_the_region_does(town: Town, client: Client, settings: Any) -> None:
    settings.REGION_PROFILE = replace(here.REGION_PROFILE, neighbourhood="Dusun")
    declined, agreed = town.proposal("rw"), town.proposal("rw")
    ketua = town.staff["ketua_rw"]
    decide(actor=ketua, proposal=declined, outcome="decline", reason="Bukan untuk tahun ini.")
    decide(actor=ketua, proposal=agreed, outcome="endorse")
    count_figures()
    page = client.get(declined.get_absolute_url()).content.decode()
    assert "Tidak disepakati Dusun" in page
    assert "Urutan di Dusun" in client.get(agreed.get_absolute_url()).content.decode()
    assert "Dusun yang mengusulkan" in client.get("/").content.decode()
    desk = client_of(town.staff["lurah"])
    queue = desk.get("/admin/musrenbang/proposal/").content.decode()
    assert "tidak disepakati Dusun" in queue
    assert "disepakati RW" not in page
