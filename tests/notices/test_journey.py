"""One story: an area and a proposal followed by e-mail, one digest, one click; and by number."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from egov.accounts.models import User
from egov.notices.digests import send_due
from egov.notices.models import Notice, Reader
from egov.notices.tasks import deliver_outbox
from tests.gateway import FakeGateway
from tests.notices.test_subscriptions import follow_by_mail, link_in
from tests.town import PASSWORD, Town, client_of, decide

pytestmark = pytest.mark.django_db
NUMBER, ADDRESS = "+6281277001122", "pembaca@uji.example"


def test_news_comes_once_and_ends_when_one_says_so(
    town: Town, client: Client, gateway: FakeGateway
) -> None:
    cache.clear()
    sent = town.proposal("kelurahan")
    deliver_outbox()
    # without an account: the page's own button, a mail that confirms, two things
    assert f"/ikuti/?jenis=usulan&amp;kunci={sent.number}" in client.get(
        f"/usulan/{sent.number}/"
    ).content.decode().replace("&amp;amp;", "&amp;")
    follow_by_mail(client, "usulan", sent.number)
    follow_by_mail(client, "wilayah", "35.78.01.1001")
    # with a number alone: follows the same, asks for short messages
    by_number = User.objects.create_user(NUMBER, PASSWORD, name="Warga Rekaan", proved_how="print")
    person = client_of(by_number)
    for kind, key in (("usulan", sent.number), ("wilayah", "35.78.01.1001")):
        person.post(f"/ikuti/?jenis={kind}&kunci={key}", {"pace": "segera"})
    person.post("/akun/langganan/", {"sms": "1"})
    decide(actor=town.staff["lurah"], proposal=sent, outcome="forward", reason="Layak.")
    deliver_outbox()
    assert [number for number, _ in gateway.taken] == [NUMBER]  # two things followed, told once
    assert not [each for each in mail.outbox if each.to == [ADDRESS]]  # not before its hour
    tomorrow = timezone.now() + timedelta(days=1)
    assert (send_due(tomorrow), send_due(tomorrow)) == (1, 0)
    (digest,) = [each for each in mail.outbox if each.to == [ADDRESS]]
    assert str(digest.body).count(f"/usulan/{sent.number}/") == 1
    end = link_in(digest.extra_headers["List-Unsubscribe"], "langganan").rstrip(">")
    assert Client(enforce_csrf_checks=True).post(end).status_code == 200
    assert not Reader.objects.exists()
    person.post("/akun/langganan/", {"tanpa-sms": "1"})
    mail.outbox.clear()
    again = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=again, outcome="forward", reason="Layak.")
    deliver_outbox()
    send_due(tomorrow + timedelta(days=1))
    assert len(gateway.taken) == 1
    assert not [each for each in mail.outbox if each.to == [ADDRESS]]
    assert Notice.objects.filter(user=by_number).count() == 2  # the page tells it still
