"""A PDF is kept at once and read once, by a worker or by a command.

What happens on the way is told.
"""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.text.intake import TRIES, keep_pdf, read_document, read_head_apart
from regulations.domain.text.review import add_part, confirm_structure
from regulations.limits import SENTENCES
from regulations.models import (
    Regulation,
    RegulationFile,
)
from regulations.tasks import read_waiting
from regulations.vocabulary import TextStatus
from tests.refusals import outcome_of
from tests.regulations.factories import attach_pdf, make
from tests.regulations.sample_pdfs import PAGE, pages_of
from tests.regulations.sample_texts import PERWALI, REPEALER, draw
from tests.town import client_of


class Killed(BaseException):
    """As a worker is that the kernel ends: nothing catches it."""


def kept(officer: User, content: bytes) -> RegulationFile:
    return keep_pdf(
        actor=officer,
        regulation=make("perwali", "99", 2019),
        upload=ContentFile(content, "a.pdf"),
    )


def review(officer: User, document: RegulationFile) -> str:
    client = client_of(officer)
    return client.get(
        f"/admin/regulations/regulation/{document.regulation_id}/naskah/"
    ).content.decode()


def command(*arguments: str) -> str:
    out = io.StringIO()
    call_command("read_documents", *arguments, stdout=out)
    return out.getvalue()


def test_what_failed_on_our_side_is_read_again_where_asked(
    officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = kept(officer, draw(PERWALI))
    with monkeypatch.context() as broken:
        broken.setattr("egov.verbs.apart.ROOT", Path("/tiada"))
        assert "bukan karena berkasnya" in command()
    assert "bukan karena berkasnya" in review(officer, document)
    assert command() == "0 berkas dibaca.\n"
    assert "1 berkas dibaca" in command("--again")
    document.refresh_from_db()
    assert (document.text_status, document.failure, document.tries) == (TextStatus.TEXT, "", 1)


def test_what_failed_by_its_pdf_is_not_read_again(officer: User) -> None:
    kept(officer, b"%PDF-1.4 rusak")
    assert "bukan PDF" in command()
    assert command("--again") == "0 berkas dibaca.\n"


def test_what_waits_is_told_and_a_command_reads_it(officer: User, client: Client) -> None:
    document = kept(officer, draw(PERWALI))
    page = review(officer, document)
    assert "Menunggu dibaca" in page
    assert "manage.py read_documents" in page
    assert "Simpan dan pastikan susunan" not in page
    assert (
        "sedang dibaca dari PDF"
        in client.get(document.regulation.get_absolute_url()).content.decode()
    )
    regulation = document.regulation
    assert outcome_of(confirm_structure, actor=officer, regulation=regulation) == "still_reading"
    assert (
        outcome_of(
            add_part,
            actor=officer,
            regulation=regulation,
            kind="pasal",
            label="Pasal 1",
            text="x",
            after=None,
        )
        == "still_reading"
    )
    assert command().split("\n")[:2] == [
        f"{regulation.citation}: ada teks, 1 BAB, 2 pasal, 1 halaman",
        "1 berkas dibaca.",
    ]
    page = review(officer, document)
    assert "Terbaca 1 BAB dan 2 pasal dari 1 halaman" in page
    assert "Simpan dan pastikan susunan" in page
    assert command() == "0 berkas dibaca.\n"


def test_a_page_shows_what_was_read_and_reads_nothing_itself(officer: User) -> None:
    document = kept(officer, draw(PERWALI))
    assert read_document(document.pk) is not None
    document.pdf.file.storage.delete(document.pdf.file.name)
    assert "Terbaca 1 BAB dan 2 pasal" in review(officer, document)
    assert read_document(document.pk) is None  # a message that comes twice


def test_progress_is_seen_while_it_reads_and_nobody_else_reads_it(officer: User) -> None:
    document = kept(officer, pages_of(PAGE, PAGE, PAGE))
    seen: list[tuple[int, int]] = []
    shown: list[str] = []

    def look(page: int, of: int) -> None:
        seen.append((page, of))
        assert read_document(document.pk) is None
        shown.append(review(officer, document))

    assert read_document(document.pk, look) is not None
    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert "Sedang dibaca" in shown[0]
    assert "Halaman 1 dari 3" in shown[0]
    assert "Halaman 3 dari 3" in shown[-1]


def kill(page: int, of: int) -> None:
    raise Killed


def test_a_reader_that_is_killed_leaves_nothing_half_and_is_followed_by_another(
    officer: User,
) -> None:
    document = kept(officer, draw(PERWALI))
    with pytest.raises(Killed):
        read_document(document.pk, kill)
    assert not document.regulation.provisions.exists()
    assert read_waiting() == 0  # for all that is known, it is still being read
    assert "1 sedang dibaca" in command()
    assert "Sedang dibaca" in review(officer, document)
    RegulationFile.objects.update(taken_at=timezone.now() - timedelta(hours=1))
    assert "Pembacaan terputus" in review(officer, document)
    assert read_waiting() == 1
    assert document.regulation.provisions.articles().count() == 2


def test_what_kills_each_reader_is_given_back(officer: User) -> None:
    document = kept(officer, draw(PERWALI))
    for _ in range(TRIES):
        with pytest.raises(Killed):
            read_document(document.pk, kill)
        RegulationFile.objects.update(taken_at=timezone.now() - timedelta(hours=1))
    assert "[reading_broke_off]" in command()
    assert SENTENCES["reading_broke_off"] in review(officer, document)


def test_another_pdf_given_meanwhile_is_the_one_that_counts(officer: User) -> None:
    document = kept(officer, draw(PERWALI))
    regulation = document.regulation

    def replace(page: int, of: int) -> None:
        keep_pdf(actor=officer, regulation=regulation, upload=ContentFile(draw(REPEALER), "b.pdf"))

    assert read_document(document.pk, replace) is None
    assert not regulation.provisions.exists()
    assert read_waiting() == 1
    assert "dicabut" in regulation.provisions.get(path="pasal-1").text


def test_a_damaged_page_is_named_and_the_rest_is_there(officer: User) -> None:
    document = kept(officer, pages_of(PAGE, PAGE, PAGE).replace(b"[4 0 R 6 0 R", b"[4 0 R 3 0 R"))
    assert "halaman tidak terbaca: 2" in command()
    page = review(officer, document)
    assert "Halaman 2 tidak terbaca" in page


def test_what_cannot_be_read_says_why_and_is_written_by_hand(officer: User, client: Client) -> None:
    document = kept(officer, b"%PDF-1.4 rusak")
    assert command().startswith(
        f"{document.regulation.citation}: {SENTENCES['not_a_pdf']} [not_a_pdf]"
    )
    assert SENTENCES["not_a_pdf"] in review(officer, document)
    assert client.get(document.regulation.get_absolute_url()).status_code == 200
    assert (
        outcome_of(confirm_structure, actor=officer, regulation=document.regulation) == "needs_ocr"
    )
    add_part(
        actor=officer,
        regulation=document.regulation,
        kind="pasal",
        label="Pasal 1",
        text="Ditulis.",
        after=None,
    )
    assert confirm_structure(actor=officer, regulation=document.regulation).confirmed_at


def test_a_file_that_is_gone_is_told(officer: User) -> None:
    document = kept(officer, draw(PERWALI))
    document.pdf.file.storage.delete(document.pdf.file.name)
    assert "[file_missing]" in command()


def test_the_desk_lists_what_waits_and_what_failed(officer: User) -> None:
    kept(officer, draw(PERWALI))
    attach_pdf(
        actor=officer,
        regulation=make("perda", "8"),
        upload=ContentFile(b"%PDF-1.4 rusak", "b.pdf"),
    )
    client = client_of(officer)
    page = client.get("/admin/").content.decode()
    assert "menunggu dibaca" in page
    assert "tidak terbaca" in page
    rows = client.get("/admin/regulations/regulation/").content.decode()
    assert "menunggu dibaca" in rows
    assert Regulation.objects.count() == 2


def test_its_progress_is_no_history(officer: User) -> None:
    document = kept(officer, pages_of(PAGE, PAGE, PAGE))
    events = document.events.count()
    with pytest.raises(Killed):
        read_document(document.pk, lambda page, of: kill(page, of) if page == of else None)
    assert RegulationFile.objects.get().pages_read == 3
    assert document.events.count() == events


def test_a_scan_after_a_wrong_pdf_leaves_no_foreign_pasal(officer: User) -> None:
    r = make("perda", "3", 2018)
    attach_pdf(actor=officer, regulation=r, upload=ContentFile(draw(REPEALER), "a.pdf"))
    attach_pdf(actor=officer, regulation=r, upload=ContentFile(draw(" "), "b.pdf"))
    assert r.provisions.count() == 0
    assert outcome_of(confirm_structure, actor=officer, regulation=r) == "needs_ocr"


def test_what_is_no_pdf_is_refused_and_a_scan_waits_for_ocr(officer: User) -> None:
    r = make("perda", "1")
    with pytest.raises(Refusal) as refusal:
        attach_pdf(actor=officer, regulation=r, upload=ContentFile(b"bukan", "a.pdf"))
    assert (refusal.value.code, refusal.value.field) == ("not_a_pdf", "pdf")
    attach_pdf(actor=officer, regulation=r, upload=ContentFile(draw(" "), "a.pdf"))
    assert r.document.text_status == "perlu-ocr"
    with pytest.raises(Refusal) as refusal:
        confirm_structure(actor=officer, regulation=r)
    assert refusal.value.code == "needs_ocr"


def test_a_pdf_is_kept_whole_even_where_its_head_was_read_before(officer: User) -> None:
    content = draw(PERWALI)
    upload = ContentFile(content, "a.pdf")
    assert read_head_apart(upload).number == "99"
    assert upload.read() == content  # at its beginning again
    document = keep_pdf(actor=officer, regulation=make("perwali", "99", 2019), upload=upload)
    assert document.pdf.file.read() == content


@pytest.mark.parametrize(("more", "outcome"), [(0, "ok"), (1, "pdf_too_large")])
def test_a_pdf_has_30_megabytes_at_most(officer: User, more: int, outcome: str) -> None:
    upload = ContentFile(draw(PERWALI), "a.pdf")
    upload.size = 30 * 1024 * 1024 + more
    regulation = make("perwali", "99", 2019)
    assert outcome_of(keep_pdf, actor=officer, regulation=regulation, upload=upload) == outcome


@pytest.mark.parametrize(("before", "outcome"), [(1019, "ok"), (1020, "not_a_pdf")])
def test_a_pdf_says_early_that_it_is_one(officer: User, before: int, outcome: str) -> None:
    upload = ContentFile(b"\n" * before + draw(PERWALI), "a.pdf")
    regulation = make("perwali", "99", 2019)
    assert outcome_of(keep_pdf, actor=officer, regulation=regulation, upload=upload) == outcome
