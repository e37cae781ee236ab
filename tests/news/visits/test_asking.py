"""A council asks: by pages that need no account, once, confirmed by a link that lapses."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.files.base import ContentFile
from django.db import transaction
from django.test import Client

from egov.notices.tasks import deliver_outbox
from egov.verbs.refusal import Refusal
from news.domain.visits.asking import ask_for_visit, prove_request
from news.domain.visits.keeping_hours import lift_blackout, record_blackout
from news.domain.visits.links import issue_link, link_at
from news.models import Visit, VisitContact, VisitDraft, VisitHours
from news.procedure import LinkPurpose, VisitState
from tests.files.test_documents import written
from tests.news.visits.conftest import (
    DAY,
    DAYS,
    MAIL,
    MONDAY,
    NAME,
    OFFICE,
    PHONE,
    ask,
    confirmed,
    prove,
    request,
)
from tests.town import Town
from tests.web.test_html import HOSTILE

ASK = "/kunjungan/minta/"
PAGES: dict[str, dict[str, Any]] = {
    "lembaga": {"institution": "DPRD Kabupaten Klaten", "region": "33.10"},
    "keperluan": {"purpose": "studi-banding", "topics": ["aplikasi", "musrenbang"]},
    "rombongan": {"guests": "12"},
    "tanggal": {f"date{n}": day.isoformat() for n, day in enumerate(DAYS, 1)},
    "kontak": {"contact_name": NAME, "contact_office": OFFICE, "email": MAIL, "phone": PHONE},
}


def fill(client: Client) -> Any:
    """All pages to the last, which sends."""
    for slug, answers in PAGES.items():
        assert client.post(f"{ASK}{slug}/", answers).status_code == 302, slug
    letter = ContentFile(written(), "surat.pdf")
    assert client.post(f"{ASK}surat/", {"letter": letter}).url == f"{ASK}periksa/"
    shown = client.get(f"{ASK}periksa/").content.decode()
    assert NAME in shown and "Kabupaten Klaten" in shown
    return client.post(f"{ASK}periksa/", {"consent": "on"})


@time_machine.travel(MONDAY, tick=False)
def test_a_council_asks_and_confirms_by_mail(town: Town, hours: VisitHours) -> None:
    client = Client()
    about = client.get("/kunjungan/")
    assert (about.status_code, about.cookies, b"<form" in about.content) == (200, {}, False)
    assert fill(client).url == f"{ASK}terkirim/"
    assert "DPRD Kabupaten Klaten" in client.get(f"{ASK}terkirim/").content.decode()
    visit = Visit.objects.get()
    assert visit.state == VisitState.UNPROVED
    assert (visit.consent_version, visit.host, visit.letter.pages) == ("2026-11", town.agency, 1)
    draft = VisitDraft.objects.get()
    assert (draft.data, draft.letter) == ({}, None)
    deliver_outbox()
    (letter,) = mail.outbox
    assert letter.to == [MAIL]
    path = re.search(r"/kunjungan/pastikan/[\w-]+/", letter.body)[0]
    token = path.split("/")[3]
    assert len(token) >= 22 and not visit.links.filter(hash__contains=token).exists()
    assert client.get(path).status_code == 200
    assert visit.find_last_act() == "asked"  # looking confirms nothing
    answer = client.post(path)
    assert answer.url.startswith("/kunjungan/tamu/")
    guest = client.get(answer.url)
    assert guest.status_code == 200 and guest["Referrer-Policy"] == "same-origin"
    visit = Visit.objects.get()
    assert (visit.state, str(visit.answer_due_on)) == (VisitState.WAITING, "2026-12-07")
    assert client.post(path).status_code == 410  # used
    assert client.post(f"{ASK}periksa/", {"consent": "on"}).status_code == 302  # sent once
    assert Visit.objects.count() == 1


@pytest.mark.parametrize(
    ("slug", "changes", "words"),
    [
        ("lembaga", {"institution": " "}, "Isi bagian ini"),
        ("lembaga", {"institution": "x" * 151}, "150"),
        ("lembaga", {"region": "99.99"}, "Pilih kabupaten atau kota"),
        ("keperluan", {"topics": []}, "Pilih paling sedikit satu topik"),
        ("rombongan", {"guests": "0"}, "1 sampai 200"),
        ("rombongan", {"guests": "banyak"}, "Tulis angka"),
        ("tanggal", {"date2": "2026-12-02"}, "3 hari lagi"),
        ("tanggal", {"date2": "2026-12-08"}, "tanggal yang berbeda"),
        ("tanggal", {"date2": "2026-12-11"}, "hari Selasa, Rabu, Kamis"),
        ("tanggal", {"date3": "2026-12-17"}, "libur contoh"),
        ("kontak", {"email": "bukan surel"}, "alamat e-mail yang lengkap"),
        ("kontak", {"phone": "telepon"}, "nomor telepon dengan angka"),
        ("surat", {}, "Pilih berkas PDF"),
        ("surat", {"letter": b"bukan pdf"}, "bukan PDF"),
    ],
)
@time_machine.travel(MONDAY, tick=False)
def test_what_does_not_fit_is_told_at_its_field_and_kept(
    town: Town, hours: VisitHours, slug: str, changes: dict[str, Any], words: str
) -> None:
    record_blackout(
        actor=town.staff["editor"], agency=None, first=DAYS[2] + 7 * DAY, last=DAYS[2] + 7 * DAY,
        reason="libur contoh", now=MONDAY,
    )  # fmt: skip
    client = Client()
    client.post(f"{ASK}lembaga/", PAGES["lembaga"])
    given = {**PAGES.get(slug, {}), **changes}
    if "letter" in given:
        given["letter"] = ContentFile(given["letter"], "a.pdf")
    answer = client.post(f"{ASK}{slug}/", given)
    assert answer.status_code == 200
    page = answer.content.decode()
    assert words in page and 'class="error"' in page
    for name, value in given.items():
        if isinstance(value, str) and name not in ("region", "letter"):
            assert f'value="{value[:150]}' in page, name
            assert VisitDraft.objects.get().data[name] == value[:300]


@time_machine.travel(MONDAY, tick=False)
def test_between_two_pages_a_day_fills_up(town: Town, hours: VisitHours) -> None:
    client = Client()
    for slug, answers in PAGES.items():
        client.post(f"{ASK}{slug}/", answers)
    client.post(f"{ASK}surat/", {"letter": ContentFile(written(), "surat.pdf")})
    assert "Centang persetujuan" in client.post(f"{ASK}periksa/").content.decode()
    confirmed(town)
    answer = client.post(f"{ASK}periksa/", {"consent": "on"})
    assert "sudah penuh" in answer.content.decode()
    assert f'href="{ASK}tanggal/?ubah=1"' in answer.content.decode()
    changed = {**PAGES["tanggal"], "date2": "2026-12-15"}
    assert client.post(f"{ASK}tanggal/?ubah=1", changed).url == f"{ASK}periksa/"
    assert client.post(f"{ASK}periksa/", {"consent": "on"}).url == f"{ASK}terkirim/"


@pytest.mark.parametrize(
    ("days", "used", "code"), [(4, False, "link_expired"), (0, True, "link_used")]
)
def test_an_old_or_used_link_confirms_nothing(town: Town, days: int, used: bool, code: str) -> None:
    visit = ask()
    link = link_at(issue_link(visit, LinkPurpose.CONFIRM, MONDAY), LinkPurpose.CONFIRM)
    if used:
        prove_request(link=link, now=MONDAY)
    with pytest.raises(Refusal) as refusal:
        prove_request(link=link, now=MONDAY + timedelta(days=days))
    assert refusal.value.code == code
    assert link_at("tebakan", LinkPurpose.CONFIRM) is None
    assert link_at(issue_link(visit, LinkPurpose.GUEST, MONDAY), LinkPurpose.CONFIRM) is None


def test_hostile_names_are_text_and_one_draft_is_sent_once(town: Town) -> None:
    draft = VisitDraft.objects.create()
    with pytest.raises(Refusal, match="surat permohonan"), transaction.atomic():
        ask_for_visit(draft=draft, request=request(), consents=True, now=MONDAY)
    for text in HOSTILE[:6]:
        visit = prove(ask(institution=f"A{text}"[:150], contact_name=f"B{text}"[:120]))
        assert visit.institution.startswith("A") and "\n" not in visit.institution
    sent = VisitDraft.objects.filter(sent_as__isnull=False).latest("saved_at")
    again = ask_for_visit(draft=sent, request=request(guests=0), consents=False, now=MONDAY)
    assert again.pk == sent.sent_as_id
    assert VisitContact.objects.count() == 6


def test_working_days_leave_out_weekends_and_holidays(town: Town) -> None:
    how = {"actor": town.staff["editor"], "reason": "libur", "now": MONDAY}
    tuesday = MONDAY.date() + DAY
    closed = record_blackout(agency=None, first=tuesday, last=tuesday, **how)
    assert str(prove(ask()).answer_due_on) == "2026-12-08"
    lift_blackout(actor=town.staff["editor"], blackout=closed, now=MONDAY)
    assert str(prove(ask()).answer_due_on) == "2026-12-07"
