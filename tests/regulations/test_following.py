"""Following a regulation or an application."""

from __future__ import annotations

from datetime import date

from django.test import Client

from egov.accounts.models import User
from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from tests.regulations.factories import app, make, record
from tests.town import Town


def test_changes_can_be_followed(officer: User, client: Client) -> None:
    a, b = make("perda", "1", 2001), make("perda", "2", 2005)
    record(officer, "repeals", b, a, date(2005, 2, 1))
    answer = client.get("/regulasi/atom/")
    assert answer["Content-Type"].startswith("application/atom+xml")
    assert "mencabut" in answer.content.decode()


def test_following_brings_a_notice_and_stops_again(officer: User, town: Town) -> None:
    r, other = make("perda", "1", 2001), make("perda", "2", 2005)
    client = Client()
    page = client.get(r.get_absolute_url()).content.decode()
    address = "/ikuti/?jenis=peraturan&amp;kunci=perda%2F2001%2F1"
    assert address in page  # a stranger is asked for an address
    client.force_login(town.citizen, backend="egov.accounts.signing_in.ContactBackend")
    address = address.replace("&amp;", "&")
    assert client.post(address, {"pace": "segera"})["Location"] == r.get_absolute_url()
    assert "Berhenti mengikuti" in client.get(address).content.decode()
    record(officer, "amends", other, r, date(2005, 2, 1))
    deliver_outbox()
    assert "mengubah" in Notice.objects.get(user=town.citizen).sentence
    client.post(address, {"berhenti": "1"})
    assert town.citizen.subscriptions.count() == 0
    app("e-contoh")
    client.post("/ikuti/?jenis=aplikasi&kunci=e-contoh", {"pace": "harian"})
    assert town.citizen.subscriptions.get().key == "e-contoh"
