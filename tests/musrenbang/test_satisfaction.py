"""How well the procedure served: asked at two moments, counted, and read through before shown."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from egov.verbs.refusal import Refusal
from musrenbang.domain.performance import count_performance
from musrenbang.domain.satisfaction import rate, settle_rating
from musrenbang.models import Performance, Proposal, Rating, Support
from musrenbang.models.rating import Moment
from tests.town import Town, client_of, fresh
from tests.visitors import PEOPLE, person

pytestmark = pytest.mark.django_db


def refusal(verb: Any, **given: Any) -> str:
    with pytest.raises(Refusal) as refused:
        verb(**given)
    return refused.value.code


def test_two_moments_are_rated_once_each_by_whom_they_concern(town: Town) -> None:
    sent = town.proposal("rw")
    accepted = town.proposal("kota", state="accepted")
    Support.objects.create(proposal=accepted, supported_by=town.neighbour)
    asked: dict[str, Any] = {"score": 4, "sentence": "Cepat."}
    moments = {}
    for who in (town.citizen, town.neighbour, town.stranger, town.staff["lurah"]):
        for proposal in (sent, accepted):
            try:
                made = rate(actor=who, proposal=proposal, **asked)
            except Refusal as refused:
                assert refused.code == "not_now"
            else:
                moments[who.pk, proposal.pk] = made.moment
    assert moments == {
        (town.citizen.pk, sent.pk): Moment.RECEIPT,
        (town.citizen.pk, accepted.pk): Moment.DECISION,
        (town.neighbour.pk, accepted.pk): Moment.DECISION,
    }
    assert refusal(rate, actor=town.citizen, proposal=sent, score=1) == "already_rated"
    other = town.proposal("rw")
    for given, code in (
        ({"score": 6}, "no_score"),
        ({"score": 0}, "no_score"),
        ({"score": 3, "sentence": "x" * 301}, "too_long"),
        ({"score": 3, "sentence": "Hubungi 081234567890"}, "personal_data"),
    ):
        assert refusal(rate, actor=town.citizen, proposal=other, **given) == code
    assert Rating.objects.count() == 3


def test_only_editor_and_planner_let_a_sentence_through(town: Town) -> None:
    row = rate(actor=town.citizen, proposal=town.proposal("rw"), score=1, sentence="Lambat.")
    for who in PEOPLE:
        actor = person(town, who)
        if who in ("editor", "planner"):
            assert settle_rating(actor=actor, rating=row, shown=True).shown is True
            assert settle_rating(actor=actor, rating=row, shown=False).shown is False
        else:
            assert refusal(settle_rating, actor=actor, rating=row, shown=True) == "not_moderating"
    assert Rating.objects.get().settled_office.startswith("Penyunting berita")


def test_the_page_asks_the_desk_lets_through_and_everybody_reads(town: Town) -> None:
    sent = town.proposal("rw")
    address, page = f"/usulan/{sent.number}/nilai/", f"/usulan/{sent.number}/"
    citizen, stranger = client_of(town.citizen), Client()
    assert stranger.get(address).status_code == 302
    assert client_of(town.stranger).get(address).status_code == 404
    assert address in citizen.get(page).content.decode()
    assert address in citizen.get(f"{page}bukti/").content.decode()
    assert address not in stranger.get(page).content.decode()
    wrong = citizen.post(address, {"score": "9", "sentence": "Panjang ceritanya."}).content.decode()
    assert "Pilih satu nilai, 1 sampai 5." in wrong and "Panjang ceritanya." in wrong
    given = {"score": "4", "sentence": "Mudah sekali dikirim."}
    assert citizen.post(address, given).status_code == 302
    assert "sudah memberi nilai" in citizen.post(address, given).content.decode()
    assert address not in citizen.get(page).content.decode()
    for score in (1, 1, 5, 5):
        count_performance()  # of fewer than five nothing is told, by the page or the API
        assert "Belum cukup nilai" in stranger.get("/kinerja/").content.decode()
        given_on = {"proposal": town.proposal("rw"), "moment": "kirim", "score": score}
        Rating.objects.create(given_by=town.citizen, **given_on)
    count_performance()
    shown = stranger.get("/kinerja/").content.decode()
    assert "Setelah mengirim" in shown and "3,2" in shown
    (answer,) = stranger.get("/api/v1/kinerja/").json()["results"]
    kepuasan = {"saat": "kirim", "nilai": [2, 0, 0, 1, 2], "jumlah": 5, "rata_rata": 3.2}
    assert answer["kepuasan"] == [kepuasan]
    assert answer == stranger.get(f"/api/v1/kinerja/{town.cycle.year}/").json()
    assert stranger.get("/api/v1/kinerja/1999/").status_code == 404
    assert "Mudah sekali" not in shown
    row = Rating.objects.exclude(sentence="").get()
    desk = client_of(fresh(town.staff["planner"]))
    waiting = "/admin/musrenbang/rating/?keadaan=belum"
    listed = desk.get(waiting).content.decode()
    assert "Mudah sekali" in listed and "Siti Rekaan" not in listed and sent.number not in listed
    acted = desk.post(f"/admin/musrenbang/rating/{row.pk}/tindakan/", {"act": "tampilkan"})
    assert acted.status_code == 302
    assert "Mudah sekali" not in desk.get(waiting).content.decode().split("result_list")[-1]
    shown = stranger.get("/kinerja/").content.decode()
    assert "Mudah sekali dikirim." in shown
    assert "Siti Rekaan" not in shown and sent.number not in shown
    told = stranger.get("/kinerja/", {"format": "csv"}).content.decode("utf-8-sig")
    rows = [r for r in csv.DictReader(io.StringIO(told)) if r["kelompok"] == "kepuasan"]
    assert [r["nilai"] for r in rows] == ["2", "0", "0", "1", "2", "3.2"]


def test_a_page_counted_before_anybody_was_asked_still_opens(town: Town, client: Client) -> None:
    count_performance()
    for row in Performance.objects.all():
        del row.data["ratings"]
        row.save()
    assert "Belum cukup nilai" in client.get("/kinerja/").content.decode()
    assert Proposal.objects.count() == 0
