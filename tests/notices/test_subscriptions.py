"""Following with an account and by e-mail: confirmed, told once, left out, ended by one click."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from egov.notices import subscriptions
from egov.notices.digests import due_at, send_due
from egov.notices.models import Due, Notice, Pace, Reader, Subscription
from egov.notices.tasks import deliver_outbox, forget_unconfirmed
from egov.verbs.refusal import Invalid
from musrenbang.domain.moderation import withhold
from musrenbang.models import Proposal
from tests.town import Town, decide

pytestmark = pytest.mark.django_db
ADDRESS = "pembaca@uji.example"
WIB = ZoneInfo("Asia/Jakarta")


@pytest.fixture(autouse=True)
def _fresh() -> None:
    cache.clear()


def forward(town: Town) -> None:
    """Something happens in the town's village."""
    sent = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=sent, outcome="forward", reason="Layak.")
    deliver_outbox()


def ask(
    client: Client, kind: str, key: str, *, pace: str = "harian", address: str = ADDRESS
) -> Any:
    return client.post(f"/ikuti/?jenis={kind}&kunci={key}", {"address": address, "pace": pace})


def mails_to(address: str) -> list[str]:
    """The texts of what was sent to an address, letters of confirmation left out."""
    sent = [each for each in mail.outbox if each.to == [address]]
    return [str(each.body) for each in sent]


def link_in(text: str, part: str) -> str:
    found = re.search(rf"http://[^/\s]+(/{part}/[^\s>\"]+)", text)
    assert found is not None, text
    return found[1]


def follow_by_mail(client: Client, kind: str, key: str, *, pace: str = "harian") -> Subscription:
    """Asked on the page, confirmed by the link of the mail."""
    ask(client, kind, key, pace=pace)
    deliver_outbox()
    address = link_in(str(mail.outbox[-1].body), "ikuti/pasti")
    assert client.get(address).status_code == 200
    row = Subscription.objects.get(kind=kind, key=key, reader__address=ADDRESS)
    assert row.confirmed_at is None  # a program that reads mail has only looked
    client.post(address)
    row.refresh_from_db()
    assert row.confirmed_at is not None
    mail.outbox.clear()
    return row


def test_one_digest_of_an_area_and_a_proposal_and_one_click_ends_it(
    town: Town, client: Client
) -> None:
    first = town.proposal("kelurahan")
    deliver_outbox()
    follow_by_mail(client, "usulan", first.number)
    follow_by_mail(client, "wilayah", "35.78.01.1001")
    decide(actor=town.staff["lurah"], proposal=first, outcome="forward", reason="Layak.")
    second = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=second, outcome="forward", reason="Layak juga.")
    deliver_outbox()
    assert mails_to(ADDRESS) == []  # nothing before its hour
    mail.outbox.clear()
    tomorrow = timezone.now() + timedelta(days=1)
    assert send_due(tomorrow) == 1
    assert send_due(tomorrow) == 0
    (sent,) = mail.outbox
    assert sent.to == [ADDRESS]
    body = str(sent.body)
    assert body.count(f"/usulan/{first.number}/") == 1  # two things followed, told once
    assert f"/usulan/{second.number}/" in body
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    end = link_in(sent.extra_headers["List-Unsubscribe"], "langganan").rstrip(">")
    stranger = Client(enforce_csrf_checks=True)
    assert Subscription.objects.count() == 2 and stranger.get(end).status_code == 200
    answer = stranger.post(end, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not Reader.objects.exists() and not Subscription.objects.exists()
    assert stranger.post(end).status_code == 410  # and says nothing of anybody
    assert ADDRESS not in stranger.post(end).content.decode()


def test_what_was_withheld_meanwhile_is_left_out(town: Town, client: Client) -> None:
    sent = town.proposal("kelurahan")
    deliver_outbox()
    follow_by_mail(client, "usulan", sent.number)
    decide(actor=town.staff["lurah"], proposal=sent, outcome="forward", reason="Layak.")
    deliver_outbox()
    assert Due.objects.count() == 1
    Proposal.objects.filter(pk=sent.pk).update(withheld=True)
    assert send_due(timezone.now() + timedelta(days=1)) == 0
    assert (mails_to(ADDRESS), Due.objects.count()) == ([], 0)


def test_a_reason_that_was_withheld_meanwhile_is_left_out(town: Town, client: Client) -> None:
    sent = town.proposal("kelurahan")
    deliver_outbox()
    follow_by_mail(client, "usulan", sent.number)
    decide(actor=town.staff["lurah"], proposal=sent, outcome="reject", reason="Milik Pak Rekaan.")
    deliver_outbox()
    given: dict[str, Any] = {"fault": "personal", "sentence": "Memuat nama orang."}
    given["decision"] = sent.decisions.get()
    withhold(actor=town.staff["lurah"], proposal=sent, **given)
    send_due(timezone.now() + timedelta(days=1))
    (told,) = mails_to(ADDRESS)
    assert sent.number in told and "Rekaan" not in told


def test_an_account_hears_once_and_its_mail_waits_for_its_hour(town: Town) -> None:
    sent = town.proposal("kelurahan")
    deliver_outbox()
    other = town.staff["camat"]
    for kind, key in (("usulan", sent.number), ("wilayah", "35.78.01")):
        subscriptions.follow(user=other, kind=kind, key=key, pace=Pace.DAILY)
    subscriptions.follow(user=town.citizen, kind="usulan", key=sent.number)
    mail.outbox.clear()
    decide(actor=town.staff["lurah"], proposal=sent, outcome="forward", reason="Layak.")
    deliver_outbox()
    assert Notice.objects.filter(user=other).count() == 1
    assert Notice.objects.filter(user=town.citizen, subject__startswith="Usulan").count() >= 1
    assert mails_to(other.email) == []
    send_due(timezone.now() + timedelta(days=1))
    assert len(mails_to(other.email)) == 1
    # who does it at once hears at once, and is not told again
    subscriptions.follow(user=other, kind="wilayah", key="35.78.01", pace=Pace.AT_ONCE)
    mail.outbox.clear()
    forward(town)
    assert len(mails_to(other.email)) == 1
    assert not Due.objects.exists()


@pytest.mark.parametrize(
    ("kind", "key"),
    [("usulan", "2027-999999-9"), ("wilayah", "99.99"), ("roket", "1"), ("", ""), ("opd", "\x00")],
)
def test_what_nobody_may_see_is_not_there(town: Town, client: Client, kind: str, key: str) -> None:
    query = {"jenis": kind, "kunci": key}
    assert client.get("/ikuti/", query).status_code in (400, 404)
    client.force_login(town.citizen, backend="egov.accounts.signing_in.ContactBackend")
    assert client.get("/ikuti/", query).status_code in (400, 404)
    hidden = town.proposal("kelurahan")
    Proposal.objects.filter(pk=hidden.pk).update(withheld=True)
    query = {"jenis": "usulan", "kunci": hidden.number}
    assert client.get("/ikuti/", query).status_code == 404


def test_asking_tells_nothing_of_an_address_and_not_too_often(town: Town, client: Client) -> None:
    follow_by_mail(client, "wilayah", "35.78.01")
    known = ask(client, "wilayah", "35.78.01.1001").content
    unknown = ask(client, "wilayah", "35.78.01.1001", address="lain@uji.example").content
    assert known == unknown
    for _ in range(6):
        last = ask(client, "wilayah", "35.78.01.1001")
    assert "Terlalu sering" in last.content.decode()
    assert ADDRESS in last.content.decode()  # what was typed stands there still
    wrong = ask(client, "wilayah", "35.78.01.1001", address="bukan alamat")
    assert "alamat e-mail yang lengkap" in wrong.content.decode()


def test_a_stranger_changes_nothing_of_what_was_confirmed(town: Town, client: Client) -> None:
    row = follow_by_mail(client, "wilayah", town.rw.parent.code, pace="harian")
    ask(Client(), "wilayah", town.rw.parent.code, pace="segera")
    row.refresh_from_db()
    assert row.pace == "harian"
    deliver_outbox()
    link = link_in(str(mail.outbox[-1].body), "ikuti/pasti")
    client.get(link)
    row.refresh_from_db()
    assert row.pace == "harian"
    client.post(link)  # who reads the mail is the one who follows
    row.refresh_from_db()
    assert (row.pace, Subscription.objects.count()) == ("segera", 1)


@pytest.mark.parametrize("number", ["9" * 5000, "-1", "٣", "1e9", ""])
def test_what_is_no_number_of_a_subscription_ends_nothing(
    town: Town, client: Client, number: str
) -> None:
    client.force_login(town.citizen, backend="egov.accounts.signing_in.ContactBackend")
    assert client.post("/akun/langganan/", {"akhiri": number}).status_code == 302


@pytest.mark.parametrize("token", ["x", "abc:def:ghi", "eyJzIjoxfQ:1a:zz"])
def test_a_made_up_link_gets_one_sentence(db: None, client: Client, token: str) -> None:
    for address in (f"/ikuti/pasti/{token}/", f"/langganan/{token}/"):
        for answer in (client.get(address), client.post(address)):
            assert answer.status_code == 410
            assert "sudah dipakai atau sudah lama" in answer.content.decode()


def test_a_reader_pauses_takes_a_copy_and_is_forgotten(town: Town, client: Client) -> None:
    row = follow_by_mail(client, "wilayah", "35.78.01.1001", pace="segera")
    assert row.reader is not None
    address = f"/langganan/{subscriptions.end_token(row.reader)}/"
    assert ADDRESS not in client.get(address).content.decode()
    client.post(address, {"jeda": "1"})
    assert "Dijeda sampai" in client.get(address).content.decode()
    forward(town)
    assert mails_to(ADDRESS) == []
    client.post(address, {"lanjut": "1"})
    forward(town)
    assert len(mails_to(ADDRESS)) == 1
    kept = client.get(f"{address}salinan.json").json()
    assert (kept["alamat"], len(kept["mengikuti"])) == (ADDRESS, 1)
    # another's subscription is not ended with one's own link
    mine = subscriptions.follow(user=town.citizen, kind="wilayah", key="35.78.01")
    client.post(address, {"akhiri": str(mine.pk)})
    assert Subscription.objects.filter(pk=mine.pk).exists()
    client.post(address, {"akhiri": str(row.pk)})
    assert not Reader.objects.exists()


def test_what_nobody_confirms_is_forgotten(town: Town, client: Client) -> None:
    ask(client, "wilayah", "35.78.01.1001")
    assert forget_unconfirmed() == 0
    old = timezone.now() - subscriptions.CONFIRM_WITHIN - timedelta(minutes=1)
    Subscription.objects.update(asked_at=old)
    Reader.objects.update(made_at=old)
    assert forget_unconfirmed() == 1
    deliver_outbox()
    assert mail.outbox == []  # the letter that waited is not wanted any more


def test_one_follows_only_so_much(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriptions, "MOST", 1)
    subscriptions.follow(user=town.citizen, kind="wilayah", key="35.78.01")
    with pytest.raises(Invalid, match="Paling banyak 1"):
        subscriptions.follow(user=town.citizen, kind="berita", key="semua")


@pytest.mark.parametrize(
    ("pace", "now", "then"),
    [
        (Pace.AT_ONCE, (2026, 12, 31, 23, 59), (2026, 12, 31, 23, 59)),
        (Pace.DAILY, (2026, 12, 31, 5, 59), (2026, 12, 31, 6, 0)),
        (Pace.DAILY, (2026, 12, 31, 6, 0), (2027, 1, 1, 6, 0)),
        (Pace.DAILY, (2028, 2, 28, 23, 0), (2028, 2, 29, 6, 0)),
        (Pace.WEEKLY, (2026, 11, 30, 5, 0), (2026, 11, 30, 6, 0)),  # a Monday before six
        (Pace.WEEKLY, (2026, 11, 30, 7, 0), (2026, 12, 7, 6, 0)),
        (Pace.WEEKLY, (2026, 11, 27, 1, 0), (2026, 11, 30, 6, 0)),
    ],
)
def test_a_digest_comes_at_six_of_the_region(
    pace: str, now: tuple[int, ...], then: tuple[int, ...]
) -> None:
    moment = datetime(*now, tzinfo=WIB)  # type: ignore[misc]
    assert due_at(pace, moment) == datetime(*then, tzinfo=WIB)  # type: ignore[misc]
