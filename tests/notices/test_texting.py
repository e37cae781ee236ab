"""Short messages: to who has only a number and asked for it, within a month's ceiling."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from egov.accounts.models import User
from egov.gateway.demo_texts import list_texts
from egov.gateway.door import send_text, words_of
from egov.gateway.models import LONGEST, SentText, TextCode, TextTemplate
from egov.notices import subscriptions
from egov.notices.models import Notice, TextConsent
from egov.notices.tasks import deliver_outbox
from tests.gateway import TOKEN, FakeGateway
from tests.town import PASSWORD, Town, client_of, decide

pytestmark = pytest.mark.django_db
NUMBER = "+6281234567890"


@pytest.fixture
def by_phone(town: Town) -> User:
    """Somebody with a number and nothing else, who follows the town's village."""
    person = User.objects.create_user(NUMBER, PASSWORD, name="Warga Rekaan", proved_how="print")
    subscriptions.follow(user=person, kind="wilayah", key="35.78.01.1001")
    return person


def forward(town: Town) -> None:
    sent = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=sent, outcome="forward", reason="Layak.")
    deliver_outbox()


def test_who_has_only_a_number_hears_by_it_and_nothing_after_stopping(
    town: Town, by_phone: User, gateway: FakeGateway
) -> None:
    forward(town)
    assert gateway.taken == []  # nobody asked for it yet
    client = client_of(by_phone)
    assert "SMS" in client.get("/akun/langganan/").content.decode()
    client.post("/akun/langganan/", {"sms": "1"})
    forward(town)
    numbers = {number for number, _ in gateway.taken}
    assert numbers == {NUMBER}
    assert all(len(text) <= LONGEST and "/usulan/" in text for _, text in gateway.taken)
    before = len(gateway.taken)
    deliver_outbox()
    assert len(gateway.taken) == before  # once
    client.post("/akun/langganan/", {"tanpa-sms": "1"})
    forward(town)
    assert len(gateway.taken) == before
    assert not TextConsent.objects.exists()


def test_who_has_an_address_gets_no_second_message(town: Town, gateway: FakeGateway) -> None:
    subscriptions.follow(user=town.citizen, kind="wilayah", key="35.78.01.1001")
    TextConsent.objects.create(user=town.citizen)
    forward(town)
    assert gateway.taken == []


def test_a_months_ceiling_stops_news_but_no_codes(
    town: Town, by_phone: User, gateway: FakeGateway, settings: Any
) -> None:
    TextConsent.objects.create(user=by_phone)
    settings.GATEWAY_PRICE, settings.GATEWAY_CEILING = 500, 1000
    SentText.objects.create(code=TextCode.NEWS, price=800)
    forward(town)
    assert gateway.taken == []
    assert Notice.objects.filter(user=by_phone, text_tries=0).exists()  # waits, is not lost
    page = client_of(town.staff["administrator"]).get("/admin/").content.decode()
    assert "Pesan singkat hampir habis" in page
    assert "hampir habis" not in client_of(town.staff["lurah"]).get("/admin/").content.decode()
    assert send_text(NUMBER, TextCode.ACCOUNT, isi="Kode 12345678")
    assert gateway.taken == [(NUMBER, "Kode 12345678")]


def test_a_gateway_that_fails_is_asked_again_and_tells_no_log(
    town: Town, by_phone: User, gateway: FakeGateway, caplog: pytest.LogCaptureFixture
) -> None:
    TextConsent.objects.create(user=by_phone)
    gateway.status = 500
    with caplog.at_level(logging.INFO):
        forward(town)
        for _ in range(4):
            deliver_outbox()
    assert (gateway.taken, SentText.objects.count()) == ([], 0)
    assert Notice.objects.get(user=by_phone).text_tries == 3
    assert NUMBER not in caplog.text


def test_what_became_of_it_is_told_by_the_gateway(
    db: None, client: Client, gateway: FakeGateway
) -> None:
    send_text(NUMBER, TextCode.ACCOUNT, isi="Halo")
    told = {"reference": gateway.references[0], "status": "delivered"}
    address, kind = "/gerbang/kabar/", "application/json"
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    assert client.post(address, told, kind).status_code == 401
    assert client.post(address, told, kind, headers=bearer).status_code == 204
    assert client.post(address, told, kind, headers=bearer).status_code == 204
    assert SentText.objects.get().state == "sampai"
    for wrong in ({}, {"reference": "x", "status": "delivered"}, {**told, "status": "roket"}, []):
        assert client.post(address, wrong, kind, headers=bearer).status_code == 422
    assert client.get(address).status_code == 405


def test_the_desk_edits_the_words_and_they_always_fit(db: None) -> None:
    TextTemplate.objects.create(code=TextCode.NEWS, words="Kabar {daerah}: {judul} {alamat}")
    long = words_of(TextCode.NEWS, daerah="Kota", judul="x" * 300, alamat="http://a/usulan/1/")
    assert len(long) == LONGEST
    assert long.endswith("… http://a/usulan/1/")
    with pytest.raises(ValidationError, match="Yang dapat disisipkan"):
        TextTemplate(code=TextCode.NEWS, words="{nama} {judul}").full_clean()
    with pytest.raises(ValidationError, match="Terlalu panjang"):
        TextTemplate(code=TextCode.ACCOUNT, words="x" * 130).full_clean()
    with pytest.raises(ValidationError, match="Yang dapat disisipkan"):
        TextTemplate(code=TextCode.NEWS, words="{judul.__class__}").full_clean()


def test_a_demo_keeps_its_messages_to_be_read_here(
    town: Town, by_phone: User, settings: Any, tmp_path: Any, client: Client
) -> None:
    settings.GATEWAY_URL, settings.DEMO_MAIL_ROOT = "contoh:", str(tmp_path)
    TextConsent.objects.create(user=by_phone)
    assert "Belum ada." in client.get("/demo/pesan/").content.decode()
    forward(town)
    (kept,) = list_texts()
    assert kept.to == NUMBER and len(kept.text) <= LONGEST
    assert SentText.objects.count() == 1
    page = client.get("/demo/pesan/").content.decode()
    assert NUMBER in page and "Gerbang contoh" in page
    assert client.get("/demo/pesan/", REMOTE_ADDR="203.0.113.5").status_code == 404
    settings.DEMO = False
    assert client.get("/demo/pesan/").status_code == 404
