"""The mails of a demo: kept on this machine, read by who sits at it, the newest first."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, send_mail
from django.test import Client
from django.utils import timezone

from egov.notices import mailbox
from egov.notices.mailbox import KEPT, MailboxBackend, keep, list_mails, read_mail


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DEMO_MAIL_ROOT = str(tmp_path / "surat")
    settings.MAILERS = {"default": {"BACKEND": "egov.notices.mailbox.MailboxBackend"}}
    return tmp_path / "surat"


def write(subject: str, minutes_ago: int = 0, body: str = "Isi.\n") -> None:
    message = EmailMessage(subject, body, to=["siti@demo.example"])
    keep(message, timezone.now() - timedelta(minutes=minutes_ago))


def test_what_the_portal_sends_can_be_read(client: Client, db: None, folder: Path) -> None:
    send_mail(
        "Kode: 123 456", "Masukkan 123 456 di\nhttp://127.0.0.1:8000/akun/kode/", None, ["a@b.id"]
    )
    (mail,) = list_mails()
    page = client.get("/demo/surat/").content.decode()
    assert "Kode: 123 456" in page
    assert "a@b.id" in page
    one = client.get(f"/demo/surat/{mail.name}/")
    assert "Masukkan 123 456 di" in one.content.decode()
    assert '<a href="http://127.0.0.1:8000/akun/kode/"' in one.content.decode()
    assert "no-store" in one["Cache-Control"] or "no-cache" in one["Cache-Control"]
    assert oct(next(folder.iterdir()).stat().st_mode)[-3:] == "600"


def test_the_newest_first_and_not_without_end(monkeypatch: Any, folder: Path) -> None:
    monkeypatch.setattr(mailbox, "KEPT", 3)
    for minutes in (5, 1, 4, 2, 3):
        write(f"Surat {minutes}", minutes)
    assert [mail.subject for mail in list_mails()] == ["Surat 1", "Surat 2", "Surat 3"]
    assert len(list(folder.iterdir())) == 3
    assert KEPT == 200


def test_a_long_mail_is_cut(folder: Path) -> None:
    write("Panjang", body="x" * 300_000)
    assert next(folder.iterdir()).stat().st_size <= mailbox.LARGEST


def test_words_are_no_markup(client: Client, db: None) -> None:
    write("<b>Judul</b>", body="<script>alert(1)</script>\nUsulan “Paving” é")
    (mail,) = list_mails()
    for address in ("/demo/surat/", f"/demo/surat/{mail.name}/"):
        page = client.get(address).content.decode()
        assert "<b>Judul" not in page
        assert "<script>alert" not in page
    assert read_mail(mail.name).text.strip().endswith("Usulan “Paving” é")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "name", ["tidak-ada", "..%2f..%2fsecret-key", "00000000000000001-aaaaaaaa", "%00", "x" * 300]
)
def test_other_names_lead_nowhere(client: Client, db: None, name: str) -> None:
    assert client.get(f"/demo/surat/{name}/").status_code in (400, 404)


def test_an_empty_box_says_what_will_stand_here(client: Client, db: None) -> None:
    assert "Belum ada." in client.get("/demo/surat/").content.decode()


def test_where_no_demo_runs_nothing_is_kept_or_shown(
    client: Client, db: None, settings: Any, folder: Path
) -> None:
    write("Rahasia")
    (mail,) = list_mails()
    settings.DEMO = False
    for address in ("/demo/surat/", f"/demo/surat/{mail.name}/"):
        assert client.get(address).status_code == 404
    MailboxBackend().send_messages([EmailMessage("Baru", "Isi.", to=["a@b.id"])])
    assert len(list(folder.iterdir())) == 1


def test_nobody_reads_them_from_elsewhere(db: None) -> None:
    write("Rahasia")
    assert Client(REMOTE_ADDR="198.51.100.7").get("/demo/surat/").status_code == 404
    assert Client(HTTP_X_FORWARDED_FOR="198.51.100.7").get("/demo/surat/").status_code == 404
