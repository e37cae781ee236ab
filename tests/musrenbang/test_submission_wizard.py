"""The wizard of a submission: nothing typed breaks a step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from egov.accounts.codes import make_code
from egov.accounts.models import Registration
from egov.accounts.models.contact import ProvedHow, Purpose
from musrenbang.models import Channel, Draft, Proposal
from musrenbang.tasks import forget_old_drafts
from tests.town import PASSWORD, Town, client_of

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


SCREENS = 9  # that a stranger sees from "Usulkan ini" to the receipt; it never rises


class Walker:
    """A stranger's browser, that counts the screens it was shown."""

    def __init__(self) -> None:
        self.client, self.screens, self.address = Client(), 0, ""

    def go(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, address
        self.screens, self.address = self.screens + 1, address
        return answer.content.decode()

    def send(self, data: dict[str, object]) -> str:
        answer = self.client.post(self.address, {"sent": "1", **data})
        assert answer.status_code == 302, answer.content.decode()
        return self.go(answer["Location"])


def begun(town: Town) -> Walker:
    walker = Walker()
    page = walker.go(f"/usulan/baru/mulai/?variant={town.variant.pk}")
    assert "Di mana tempatnya?" in page
    walker.send({"where": "Karang Pilang 1 RW 1", "address": "Gang 3"})
    return walker


def test_a_stranger_begins_and_registers_at_the_end(town: Town) -> None:
    shown = Client().get("/kamus/").content.decode()
    assert f"/usulan/baru/mulai/?variant={town.variant.pk}" in shown
    walker = begun(town)
    walker.send({})
    walker.send({"title": "Paving gang 9", "problem": "Becek 081234567890.", "wish": "Dipaving."})
    page = walker.send({"length": "20", "width": "2,5"})
    assert "Ada fotonya?" in page
    page = walker.send({})
    assert "tampaknya memuat nomor HP" in page
    assert "Kirim usulan" not in page
    assert "Daftar, lalu kirim" in page
    review = walker.address
    village = town.areas["35.78.01.1001"].code
    walker.go(f"/akun/daftar/{village}/?next={review}&rw={town.rw.pk}")
    walker.send({"name": "Bu Rekaan", "contact": "rekaan@example.com", "rw": town.rw.pk})
    registration = Registration.objects.get()
    code = make_code(owner=registration, purpose=Purpose.REGISTER, channel=ProvedHow.EMAIL)
    page = walker.send({"code": code, "password": PASSWORD})
    assert walker.address == review
    assert "Paving gang 9" in page  # what was typed survived
    page = walker.send({})
    assert "Usulan Anda terkirim" in page
    assert "Apa berikutnya" in page
    assert walker.screens == SCREENS + 1  # the receipt is no screen on the way
    proposal = Proposal.objects.get()
    assert (proposal.volume, proposal.rw) == (50, town.rw)
    assert proposal.proposer is not None
    assert proposal.proposer.name == "Bu Rekaan"


def test_a_draft_of_a_browser_is_nobody_elses(town: Town) -> None:
    walker = begun(town)
    draft = Draft.objects.get(owner=None)
    address = f"/usulan/baru/{draft.pk}/masalah/"
    assert Client().get(address)["Location"].startswith("/akun/masuk/")
    for person in (town.neighbour, town.staff["administrator"]):
        assert client_of(person).get(address).status_code == 404
    forged = Client()
    forged.cookies["usulan"] = f"{draft.pk}:palsu"
    assert forged.get(address).status_code == 302
    walker.client.force_login(town.citizen, backend="egov.accounts.signing_in.ContactBackend")
    assert walker.client.get(address).status_code == 200
    draft.refresh_from_db()
    assert draft.owner == town.citizen
    assert client_of(town.citizen).get(address).status_code == 200


def test_a_browsers_draft_is_forgotten_after_fourteen_days(town: Town) -> None:
    begun(town)
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=13))
    assert forget_old_drafts() == 0
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=15))
    assert forget_old_drafts() == 1


def test_a_place_is_read_as_people_write_it(town: Town) -> None:
    address = f"/usulan/baru/mulai/?variant={town.variant.pk}"
    for typed, sentence in (
        ("Kebraon", "tidak dikenali"),
        ("RW 99 Karang Pilang 1", "tidak dikenali"),
        ("RW 1 Karang Pilang", "Ada beberapa tempat dengan nama ini."),
    ):
        page = Client().post(address, {"where": typed, "address": "Gang 3"}).content.decode()
        assert sentence in page, typed
    given = {"where": "RW 1 Karang Pilang", "rw": town.rw.pk, "address": "Gang 3"}
    assert Client().post(address, given).status_code == 302
    assert Draft.objects.get().data["rw"] == town.rw.pk


def test_the_first_page_sets_no_cookie_and_asks_the_first_question(town: Town) -> None:
    answer = Client().get("/usulan/baru/?q=becek")
    assert "Apa yang Anda usulkan?" in answer.content.decode()
    assert not answer.cookies
    assert Client().get("/usulan/baru/mulai/?variant=x")["Location"] == "/usulan/baru/?salah"
    Channel.objects.update(proposers=["group"])
    page = Client().get("/usulan/baru/").content.decode()
    assert "hanya untuk kelompok dan pengurus RW" in page


def test_similar_ones_are_shown_before_one_more_is_sent(town: Town) -> None:
    other = town.proposal("rw", title="Paving gang 9")
    draft = Draft.objects.create(
        owner=town.citizen,
        channel=town.channel,
        data={"variant": town.variant.pk, "rw": town.rw.pk, "title": "Pavingisasi gang 9"},
    )
    page = client_of(town.citizen).get(f"/usulan/baru/{draft.pk}/foto/").content.decode()
    assert "Mungkin sudah diusulkan di RW ini." in page
    assert other.get_absolute_url() in page
