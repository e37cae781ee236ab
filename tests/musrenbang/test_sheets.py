"""All that one signed sheet of an RW says is kept in one act by the kelurahan."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from egov.accounts.appointing import end_appointment
from musrenbang.models import Decision, DecisionSheet, Proposal
from tests.conftest import picture
from tests.regulations.sample_texts import draw
from tests.town import HOUR, Town, client_of


@pytest.fixture
def vacant(town: Town) -> Town:
    row = town.staff["ketua_rw"].appointments.get()
    end_appointment(actor=town.staff["administrator"], appointment=row)
    return town


def address(town: Town) -> str:
    return reverse("admin:musrenbang_proposal_sheet", args=[town.rw.path])


def clerk(town: Town) -> Client:
    return client_of(town.staff["operator_kelurahan"])


def line(row: Proposal, outcome: str, **more: str) -> dict[str, str]:
    given = {"hasil": outcome, "seen": str(row.decided), **more}
    return {f"{name}_{row.pk}": value for name, value in given.items()}


def test_a_scanned_sheet_is_a_pdf_for_the_offices_alone(vacant: Town) -> None:
    row, desk = vacant.proposal("rw"), clerk(vacant)
    broken = SimpleUploadedFile("lembar.pdf", b"%PDF-1.7 rusak", "application/pdf")
    page = desk.post(address(vacant), {**line(row, "endorse"), "sheet": broken})
    assert page.status_code == 422 and "PDF ini rusak" in page.content.decode()
    scan = SimpleUploadedFile("lembar.pdf", draw("Berita acara."), "application/pdf")
    assert desk.post(address(vacant), {**line(row, "endorse"), "sheet": scan}).status_code == 302
    kept = DecisionSheet.objects.get()
    found = f"/usulan/{row.number}/berita-acara/{kept.pk}"
    answer = desk.get(f"{found}.pdf")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert desk.get(f"{found}.jpg").status_code == 404
    assert (
        f"{found}.pdf" in desk.get(f"/admin/musrenbang/proposal/{row.pk}/change/").content.decode()
    )
    for other in (vacant.citizen, vacant.far["lurah"]):
        assert client_of(other).get(f"{found}.pdf").status_code == 404


def sheet() -> dict[str, Any]:
    return {"sheet": SimpleUploadedFile("lembar.jpg", picture(), "image/jpeg")}


def test_the_first_page_names_the_rw_and_all_its_lines_are_kept_at_once(vacant: Town) -> None:
    first, second, third, left = [vacant.proposal("rw") for _ in range(4)]
    desk = clerk(vacant)
    page = desk.get("/admin/").content.decode()
    assert address(vacant) in page and "4 usulan" in page
    sent = line(first, "endorse", urutan="2") | line(second, "endorse", urutan="1")
    sent |= line(third, "decline", alasan="Bukan milik RW.") | line(left, "")
    assert desk.post(address(vacant), {**sent, **sheet()}).status_code == 302
    ranks = [Proposal.objects.get(pk=row.pk).rw_rank for row in (first, second, third, left)]
    assert ranks == [2, 1, None, None]
    office = vacant.staff["operator_kelurahan"].appointments.get().title
    told = {d.office for d in Decision.objects.all()}
    assert told == {f"Rembuk {vacant.rw.name}, dicatat {office}"}
    files = set(DecisionSheet.objects.values_list("file", flat=True))
    assert (DecisionSheet.objects.count(), len(files)) == (3, 1)


def test_a_line_that_cannot_be_kept_keeps_none_and_loses_nothing(vacant: Town) -> None:
    first, second = [vacant.proposal("rw") for _ in range(2)]
    sent = line(first, "endorse", urutan="1") | line(second, "decline")
    answer = clerk(vacant).post(address(vacant), {**sent, **sheet()})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Tulis penjelasan" in page
    assert f'id="salah_{second.pk}"' in page and f'id="salah_{first.pk}"' not in page
    assert f'name="hasil_{first.pk}" value="endorse"\n            checked' in page
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"hasil": "endorse"}, "Unggah foto atau PDF berita acara"),
        ({"hasil": ""}, "paling sedikit satu usulan"),
        ({"hasil": "forward"}, "tidak ada di tingkat"),
        ({"hasil": "endorse", "seen": "9"}, "Sementara Anda membaca"),
    ],
)
def test_what_is_refused(vacant: Town, sent: dict[str, str], told: str) -> None:
    row = vacant.proposal("rw")
    given = {f"{name}_{row.pk}": value for name, value in ({"seen": "0"} | sent).items()}
    file = sheet() if "Unggah" not in told else {}
    answer = clerk(vacant).post(address(vacant), {**given, **file})
    assert answer.status_code == 422 and told in answer.content.decode()
    assert not Decision.objects.exists()


def test_while_the_head_may_decide_nothing_is_offered(town: Town) -> None:
    row = town.proposal("rw")
    desk = clerk(town)
    assert address(town) not in desk.get("/admin/").content.decode()
    assert row.number not in desk.get(address(town)).content.decode()
    with time_machine.travel(town.stages["rw"].closes - timedelta(days=3) + HOUR):
        assert row.number in clerk(town).get(address(town)).content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    [("operator_kelurahan", 200), ("lurah", 200), ("ketua_rw", 403), ("camat", 403)],
)
def test_whose_sheet_it_is(town: Town, who: str, status: int) -> None:
    with time_machine.travel(town.stages["rw"].closes - HOUR):
        town.proposal("rw")
        assert client_of(town.staff[who]).get(address(town)).status_code == status
        far = client_of(town.far["lurah"])
        assert far.get(address(town)).status_code == 403


@pytest.mark.parametrize("count", [1, 20])
def test_the_page_asks_the_same_for_any_sheet(vacant: Town, count: int) -> None:
    for _ in range(count):
        vacant.proposal("rw")
    desk = clerk(vacant)
    with CaptureQueriesContext(connection) as asked:
        desk.get(address(vacant))
    assert len(asked) <= 14
