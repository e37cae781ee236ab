"""The status page: what it tells, as files, for everybody the same, also without the database."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail as mail_box
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov.accounts.models import Contact
from egov.notices.subscriptions import NotThere, follow, thing
from egov.notices.tasks import deliver_outbox
from infrastructure.domain.status.snapshot import read_snapshot
from infrastructure.incidents.verbs import open_incident, update_incident
from infrastructure.models import Asset, Incident, Outage, OutageMember, StatusChange
from infrastructure.monitoring.telling import tell_opened, tell_resolved
from infrastructure.statuspage.writing import write_status
from infrastructure.vocabulary import Visibility
from infrastructure.vocabulary_monitoring import CauseKind, CheckKind, State
from tests.factories.areas import KecamatanFactory, KelurahanFactory
from tests.factories.infrastructure import DeploymentFactory, SiteFactory
from tests.factories.regulations import ApplicationFactory
from tests.infrastructure.monitoring.city import watch
from tests.infrastructure.street import person

pytestmark = pytest.mark.django_db
NOW = timezone.now().replace(microsecond=0)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _root(settings: Any, tmp_path: Path) -> None:
    settings.STATUS_ROOT = str(tmp_path / "status")


def became(check: Any, *changes: tuple[Any, str]) -> None:
    """What a check became when; it is now the last of these."""
    before = State.NEW.value
    check.changes.all().delete()
    for number, (at, state) in enumerate(changes, start=1):
        StatusChange.objects.create(
            of_check=check, number=number, before=before, after=state, changed_at=at
        )
        before = state
    check.now.state, check.now.changed_at = before, changes[-1][0]
    check.now.save()


def town(many: int = 1) -> dict[str, Any]:
    """Public offices that are watched, an application on a closed server, and a closed office."""
    things: dict[str, Any] = {}
    for number in range(many):
        site = SiteFactory(
            asset__code=f"KEL/{number}",
            asset__name=f"Kantor {number}",
            asset__visibility=Visibility.PUBLIC,
        )
        things[f"KEL/{number}"] = watch(site.asset, CheckKind.ICMP)
        application = ApplicationFactory(code=f"layanan-{number}", name=f"Layanan {number}")
        server = DeploymentFactory(group__application=application).device
        things[application.code] = watch(server.asset, CheckKind.ICMP)
    closed = SiteFactory(asset__code="TERTUTUP", asset__name="Ruang rahasia")
    things["TERTUTUP"] = watch(closed.asset, CheckKind.ICMP)
    for check in things.values():
        became(check, (NOW - 40 * HOUR, "up"))
    return things


def body(path: str) -> Any:
    answer = Client().get(path)
    assert answer.status_code == 200, path
    return b"".join(answer.streaming_content)


def test_what_is_down_is_told_first_with_its_cause_in_plain_words_and_no_closed_code() -> None:
    things = town()
    became(things["KEL/0"], (NOW - 40 * HOUR, "up"), (NOW - HOUR, "down"), (NOW - HOUR / 2, "up"))
    became(things["layanan-0"], (NOW - 40 * HOUR, "up"), (NOW - HOUR, "down"))
    write_status(NOW)
    page = body("/status/").decode()
    assert "Ada gangguan pada 1 dari 2 layanan" in page
    home = " ".join(Client().get("/").content.decode().split())
    assert "Ada gangguan pada 1 dari 2 layanan:" in home
    assert "/status/layanan-0/" in home
    assert "Layanan 0" in page
    for secret in ("TERTUTUP", "Ruang rahasia", "SRV-"):
        assert secret not in page
        assert secret not in body("/status.json").decode()
    told = json.loads(body("/status/layanan-0.json"))
    assert (told["keadaan"], told["persen"]) == ("down", round(100 * 39 / 40, 3))
    assert len(told["hari"]) == 90
    seconds = sum(month["down_detik"] for month in told["bulan"])
    assert seconds == 3600
    office = json.loads(body("/status/KEL~0.json"))
    assert (office["keadaan"], office["bulan"][-1]["persen"] is not None) == ("up", True)
    assert "98,75 %" in body("/status/kel~0/").decode()
    assert b"Layanan 0: terganggu 97,5" in body("/status/layanan-0.svg")
    assert body("/status/atom/").startswith(b"<?xml")
    for path in ("/status/tertutup/", "/status/tidak-ada/", "/status/../x/", "/status/a/b/"):
        assert Client().get(path).status_code == 404
    assert Client().get("/status/KEL~0").status_code == 301


def test_files_are_served_without_a_query_with_and_without_a_session_the_same() -> None:
    town()
    write_status(NOW)
    signed_in = Client()
    signed_in.force_login(person("infra_operator"))
    pages = []
    for client in (Client(), signed_in):
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/status/")
            pages.append(b"".join(answer.streaming_content))
        assert len(queries) == 0
        assert "Content-Security-Policy" in answer.headers
        assert "Set-Cookie" not in answer.headers
    assert pages[0] == pages[1]
    assert "Masuk" in pages[0].decode()
    again = Client().get("/status/", HTTP_IF_NONE_MATCH=answer.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_the_first_reader_finds_it_written_and_what_was_closed_goes() -> None:
    things = town()
    assert "Semua 2 layanan berjalan" in body("/status/").decode()
    site = things["KEL/0"].target
    assert thing("status", "KEL~0").url == "/status/KEL~0/"
    site.visibility = Visibility.RESTRICTED
    site.save()
    write_status(NOW)
    assert Client().get("/status/KEL~0/").status_code == 404
    assert "Kantor 0" not in body("/status/").decode()
    assert thing("status", "layanan-0").label == "status Layanan 0"
    assert thing("status", "semua").url == "/status/"
    for key in ("KEL~0", "TERTUTUP", "tidak-ada"):
        with pytest.raises(NotThere):
            thing("status", key)


def test_a_kecamatan_has_a_page_of_what_stands_there_and_what_is_for_everybody() -> None:
    """Also its sub-areas; what is closed, and what has no place, makes no page."""
    district, other = KecamatanFactory(name="Wonokromo"), KecamatanFactory()
    village = KelurahanFactory(parent=district)
    address = f"/status/wilayah/{district.code}"
    things = town(2)
    for code, area in (("KEL/0", village), ("KEL/1", district), ("TERTUTUP", other)):
        asset = things[code].target
        asset.area = area
        asset.save()
    for code in ("KEL/0", "layanan-1"):
        became(things[code], (NOW - 40 * HOUR, "up"), (NOW - HOUR, "down"))
    with CaptureQueriesContext(connection) as queries:
        write_status(NOW)
    assert len(queries) <= 5, [q["sql"][:90] for q in queries]
    page = " ".join(body(f"{address}/").decode().split())
    assert "Kecamatan Wonokromo: ada gangguan pada 1 dari 2 layanan" in page
    for told in ("Kantor 0", "Kantor 1", "Layanan 1", "Terganggu 1 dari 2."):
        assert told in page
    assert "Layanan 0" not in page
    whole = body("/status/").decode()
    first = whole.split("Terganggu sekarang")[1].split("</section>")[0]
    assert "Kantor 0" in first and "Layanan 1" in first and "Kantor 1" not in first
    assert f'href="{address}/"' in whole
    told = json.loads(body(f"{address}.json"))
    assert (told["nama"], told["dipantau"], told["terganggu"]) == ("Kecamatan Wonokromo", 2, 1)
    assert [service["kode"] for service in told["layanan"]] == ["KEL/0", "KEL/1"]
    (area,) = json.loads(body("/status.json"))["wilayah"]
    assert area["kode"] == district.code
    for path in (f"{other.code}/", f"{other.code}.json", "x/", f"{district.code}.svg"):
        assert Client().get(f"/status/wilayah/{path}").status_code == 404
    assert Client().get(address).status_code == 301
    with CaptureQueriesContext(connection) as queries:
        body(f"{address}/")
    assert len(queries) == 0
    Asset.objects.filter(area__in=(village, district)).update(area=None)
    write_status(NOW)
    assert Client().get(f"{address}/").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_queries_do_not_grow(many: int) -> None:
    town(many)
    with CaptureQueriesContext(connection) as queries:
        snapshot = read_snapshot(NOW)
    assert len(snapshot.services) == 2 * many
    assert len(queries) == 4, [q["sql"][:90] for q in queries]


def test_incidents_are_the_editors_words_and_end_with_a_cause() -> None:
    town()
    editor = person("editor")
    row = open_incident(
        actor=editor,
        title="Layanan 0 terganggu",
        text="Sedang diselidiki.",
        codes=["layanan-0", "KEL~0"],
        outage=None,
        now=NOW - HOUR,
    )
    write_status(NOW)
    assert "Layanan 0 terganggu" in body("/status/layanan-0/").decode()
    words = {
        "state": "selesai",
        "text": "Sudah pulih.",
        "cause": "Kabel serat putus terkena galian.",
    }
    update_incident(actor=editor, incident=row, now=NOW, **words)
    write_status(NOW)
    (told,) = json.loads(body("/status.json"))["gangguan"]
    assert told["sebab"] == words["cause"]
    assert [update["kabar"] for update in told["perkembangan"]] == [
        "Sudah pulih.",
        "Sedang diselidiki.",
    ]
    assert sorted(told["layanan"]) == ["KEL/0", "layanan-0"]
    assert Incident.objects.get().closed_at == NOW
    assert b"Kabel serat putus" in body("/status/atom/")


def test_who_follows_a_service_hears_that_it_fell_and_stands_again_without_a_code() -> None:
    things = town()
    reader = person("citizen")
    proved = {"proved_at": NOW, "proved_how": "email"}
    Contact.objects.create(user=reader, kind="email", value="w@uji.example", **proved)
    follow(user=reader, kind="status", key="KEL~0", pace="segera")
    root = things["TERTUTUP"].target
    outage = Outage.objects.create(root=root, cause=CauseKind.CABLE, began_at=NOW)
    for code in ("KEL/0", "TERTUTUP"):
        OutageMember.objects.create(outage=outage, of_check=things[code], joined_at=NOW)
    tell_opened(outage, NOW)
    tell_resolved(outage, NOW)
    deliver_outbox()
    told = [(mail.subject.split(" | ")[0], mail.body) for mail in mail_box.outbox]
    assert [subject for subject, _ in told] == ["Terganggu: Kantor 0", "Pulih: Kantor 0"]
    assert "kabel serat putus" in told[0][1]
    assert "TERTUTUP" not in "".join(body for _, body in told)
