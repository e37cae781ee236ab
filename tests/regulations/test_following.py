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
    assert (
        client.post(f"{r.get_absolute_url()}ikuti/").status_code == 302
    )  # a stranger signs in first
    client.force_login(town.citizen, backend="egov.accounts.signing_in.ContactBackend")
    client.post(f"{r.get_absolute_url()}ikuti/")
    assert "Berhenti mengikuti" in client.get(r.get_absolute_url()).content.decode()
    record(officer, "amends", other, r, date(2005, 2, 1))
    deliver_outbox()
    assert "mengubah" in Notice.objects.get(user=town.citizen).sentence
    client.post(f"{r.get_absolute_url()}ikuti/")
    assert town.citizen.followings.count() == 0
    app("e-contoh")
    client.post("/aplikasi/e-contoh/ikuti/")
    assert town.citizen.followings.count() == 1
