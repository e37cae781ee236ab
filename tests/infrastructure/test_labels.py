"""Labels: the sheet, and what a phone may say that scans one."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from egov.accounts.models import User
from egov.verbs.refusal import NotAllowed
from infrastructure.domain.reporting import close_report, reopen_report, report_label
from infrastructure.labels import labels_pdf
from infrastructure.models import Asset, LabelReport, WorkRecord
from infrastructure.vocabulary import AssetKind, Visibility
from tests.conftest import picture
from tests.factories.accounts import AppointmentFactory, UserFactory
from tests.factories.infrastructure import AssetFactory
from tests.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> User:
    return AppointmentFactory(role="infra_operator").user


@pytest.fixture
def asset() -> Asset:
    return AssetFactory(code="LOK-1", visibility=Visibility.GOVERNMENT)


@pytest.fixture(autouse=True)
def _own_media(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_sheet_of_labels_holds_their_codes() -> None:
    for n in range(25):
        AssetFactory(code=f"SW-{n:02}", name="Nama #rect() <&")
    document = pypdfium2.PdfDocument(labels_pdf(Asset.objects.all()))
    assert len(document) == 2
    text = document[0].get_textpage().get_text_bounded()
    assert "SW-00" in text and "SW-23" in text and "SW-24" not in text
    assert "Nama #rect() <&" in text, "data, not markup"


def test_who_keeps_it_verifies_by_scanning(operator: User, asset: Asset) -> None:
    report = report_label(actor=operator, asset=asset, answer="still_right", key="k")
    asset.refresh_from_db()
    assert asset.verified_by == operator
    assert report.closed_at is not None
    assert WorkRecord.objects.get().asset == asset


def test_from_others_it_waits_for_who_keeps_it(operator: User, asset: Asset) -> None:
    lurah = AppointmentFactory(role="lurah").user
    report = report_label(actor=lurah, asset=asset, answer="still_right", key="k")
    asset.refresh_from_db()
    assert (asset.verified_at, report.closed_at) == (None, None)
    with pytest.raises(NotAllowed):
        close_report(actor=lurah, report=report, note="Sudah")
    close_report(actor=operator, report=report, note="Dicocokkan")
    with refused("closed_already"):
        close_report(actor=operator, report=report, note="Lagi")
    reopen_report(actor=operator, report=report)
    assert LabelReport.objects.get().closed_at is None
    with refused("open_already"):
        reopen_report(actor=operator, report=report)


def test_two_taps_are_one_report(operator: User, asset: Asset) -> None:
    given = {"actor": operator, "asset": asset, "answer": "gone", "note": "Sejak kemarin"}
    assert report_label(**given, key="k") == report_label(**given, key="k")
    assert LabelReport.objects.count() == 1


@pytest.mark.parametrize(
    ("answer", "note", "code"),
    [("", "x", "no_answer"), ("gone", " ", "no_note"), ("changed", "x" * 501, "long_note")],
)
def test_what_says_nothing(operator: User, asset: Asset, answer: str, note: str, code: str) -> None:
    with refused(code):
        report_label(actor=operator, asset=asset, answer=answer, note=note, key="k")


MAY_REPORT = {  # who -> of a public, a government's, a restricted thing
    "infra_operator": (True, True, True),
    "auditor": (True, True, True),
    "lurah": (True, True, False),
    "verifier": (True, True, False),
    "ketua_rw": (True, False, False),
    "citizen": (False, False, False),
    "stranger": (False, False, False),
}


@pytest.mark.parametrize("who", MAY_REPORT)
def test_who_reports_and_opens_the_page(who: str, client: Client) -> None:
    actor: Any = AnonymousUser()
    if who != "stranger":
        actor = UserFactory() if who == "citizen" else AppointmentFactory(role=who).user
        client.force_login(actor)
    for visibility, may in zip(Visibility, MAY_REPORT[who], strict=True):
        asset = AssetFactory(visibility=visibility)
        page = client.get(f"/infrastruktur/label/{asset.code}/")
        if may:
            report_label(actor=actor, asset=asset, answer="still_right", key=asset.code)
            assert page.status_code == 200
            continue
        with pytest.raises(NotAllowed):
            report_label(actor=actor, asset=asset, answer="still_right", key=asset.code)
        expected = {"stranger": 302, "citizen": 403}.get(who, 404)
        assert page.status_code == expected


def test_by_phone_with_a_photo(operator: User, asset: Asset, client: Client) -> None:
    client.force_login(operator)
    address = f"/infrastruktur/label/{asset.code.lower()}/"
    given = {"answer": "changed", "note": "Pindah ruang", "key": "k"}
    bad = SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")
    answer = client.post(address, {**given, "photo": bad})
    text = answer.content.decode()
    assert answer.status_code == 200 and "bukan foto" in text and "Pindah ruang" in text
    answer = client.post(address, {**given, "photo": io.BytesIO(picture())})
    assert answer["Location"] == "/infrastruktur/label/LOK-1/"
    report = LabelReport.objects.get()
    photo = f"/infrastruktur/laporan/{report.pk}/foto/"
    assert client.get(photo)["Content-Type"] == "image/jpeg"
    other = Client()
    other.force_login(AppointmentFactory(role="ketua_rw").user)
    assert other.get(photo).status_code == 404


def test_the_desk_prints_what_is_ticked(operator: User, client: Client) -> None:
    client.force_login(operator)
    assets = AssetFactory.create_batch(2, kind=AssetKind.RACK)
    ticked = {"action": "print_labels", "_selected_action": [asset.pk for asset in assets]}
    answer = client.post("/admin/infrastructure/asset/", ticked)
    assert answer["Content-Type"] == "application/pdf"
    text = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_bounded()
    assert all(asset.code in text for asset in assets)
