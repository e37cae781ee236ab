"""A camera's live picture: who is let in, for which path, how long, and what a page tells."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.checks import run_checks
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from infrastructure.domain.live import VIEWS_KEPT, close_what_is_closed, forget_views, in_window
from infrastructure.models import CameraStream, CameraView, TopologyVersion
from infrastructure.vocabulary import AssetStatus, Connectivity, Visibility
from tests.factories.infrastructure import CameraFactory
from tests.infrastructure.street import person

pytestmark = pytest.mark.django_db
PERMIT = "/infrastruktur/cctv/izin/"
GATEWAY = "https://cctv.uji.example"


@pytest.fixture(autouse=True)
def _gateway(settings: Any, tmp_path: Path) -> None:
    cache.clear()
    settings.CCTV_GATEWAY_URL, settings.REDIS_URL = f"{GATEWAY}/", "redis://uji"
    settings.CCTV_STILL_ROOT = str(tmp_path)


def camera(code: str, **values: Any) -> Any:
    row = CameraFactory(asset__code=code, **{"asset__visibility": Visibility.PUBLIC, **values})
    CameraStream.objects.create(camera=row, path=code.lower(), secret="RTSP_UJI")
    return row


def page_of(client: Client, code: str) -> str:
    answer = client.get(f"/infrastruktur/cctv/tonton/{code}/")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.content.decode()


def token_in(page: str) -> str:
    return page.split("index.m3u8?token=")[1].split('"')[0]


def asked(client: Client, **question: Any) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(PERMIT, question, content_type="application/json")
    assert len(queries) == 0
    return answer.status_code


def test_one_token_reads_one_path_for_ten_minutes(client: Client) -> None:
    camera("C1")
    camera("C2")
    answer = client.get("/infrastruktur/cctv/tonton/C1/")
    assert f"media-src 'self' {GATEWAY};" in f"{answer.headers['Content-Security-Policy']};"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "RTSP_UJI" not in answer.content.decode()
    token = token_in(answer.content.decode())
    read = {"action": "read", "path": "c1"}
    assert asked(client, **read, token=token) == 204
    assert asked(client, **read, query=f"x=1&token={token}") == 204
    page_of(client, "C2")  # its path is open, and not for this token
    refused = [
        {"action": "publish", "path": "c1", "token": token},
        {"action": "playback", "path": "c1", "token": token},
        {"action": "read", "path": "c2", "token": token},
        {"action": "read", "path": "c1", "token": f"{token}x"},
        {"action": "read", "path": "c1"},
        {"action": "read", "path": ["c1"], "token": token, "query": 7},
        {"action": "read", "path": "c1", "token": 5},
    ]
    assert [asked(client, **question) for question in refused] == [403] * len(refused)
    for rubbish in (b"", b"[]", b"\xff", b'{"a":' * 2000):
        assert client.post(PERMIT, rubbish, content_type="application/json").status_code == 403
    assert client.get(PERMIT).status_code == 405
    with time_machine.travel(timezone.now() + timedelta(minutes=10, seconds=1)):
        assert asked(client, **read, token=token) == 403
    cache.clear()  # nobody knows whether it is open
    assert asked(client, **read, token=token) == 403


def test_a_camera_that_is_closed_while_it_is_watched_stops(client: Client) -> None:
    row = camera("C1")
    TopologyVersion.objects.get_or_create(defaults={"number": 1})
    question = {"action": "read", "path": "c1", "token": token_in(page_of(client, "C1"))}
    now = timezone.now()
    assert close_what_is_closed(now) == 0
    with CaptureQueriesContext(connection) as queries:
        close_what_is_closed(now)
    assert len(queries) == 1
    row.asset.visibility = Visibility.GOVERNMENT
    row.asset.save()
    TopologyVersion.objects.update(number=99)  # as the commit of a change does
    assert close_what_is_closed(now) == 1
    assert asked(client, **question) == 403
    client.force_login(person("lurah"))
    question["token"] = token_in(page_of(client, "C1"))
    assert asked(Client(), **question) == 204


@pytest.mark.parametrize(
    ("values", "stranger", "lurah"),
    [
        ({}, True, True),
        ({"window": "later"}, False, True),
        ({"connectivity": Connectivity.LOCAL_ONLY}, False, False),
        ({"asset__status": AssetStatus.RETIRED}, False, False),
        ({"asset__visibility": Visibility.RESTRICTED}, None, None),
        ({"asset__visibility": Visibility.GOVERNMENT}, None, True),
    ],
)
def test_who_watches_what(values: dict[str, Any], stranger: bool | None, lurah: Any) -> None:
    """None: not known to this reader at all."""
    if "window" in values:
        hour = timezone.localtime().hour
        values = {"window": f"{(hour + 2) % 24:02}.00-{(hour + 3) % 24:02}.00"}
    camera("C1", **values)
    for who, expected in (("stranger", stranger), ("lurah", lurah)):
        client = Client()
        if who != "stranger":
            client.force_login(person(who))
        answer = client.get("/infrastruktur/cctv/tonton/C1/")
        if expected is None:
            assert answer.status_code == 404
        else:
            assert ("index.m3u8" in answer.content.decode()) is expected


def test_the_still_picture_stands_with_its_time_for_whom_the_live_one_would(
    client: Client, tmp_path: Path
) -> None:
    camera("C1")
    camera("C2", asset__visibility=Visibility.GOVERNMENT)
    assert client.get("/infrastruktur/cctv/gambar/C1.jpg").status_code == 404
    for name in ("c1", "c2"):
        (tmp_path / f"{name}.jpg").write_bytes(b"\xff\xd8gambar")
    assert "Gambar diam, diambil" in page_of(client, "C1")
    picture = client.get("/infrastruktur/cctv/gambar/C1.jpg")
    assert (picture.status_code, b"".join(picture.streaming_content)) == (200, b"\xff\xd8gambar")
    assert client.get("/infrastruktur/cctv/gambar/C2.jpg").status_code == 404


def test_without_a_gateway_or_a_shared_cache_the_register_says_so(
    client: Client, settings: Any
) -> None:
    camera("C1")
    register = client.get("/infrastruktur/cctv/").content.decode()
    assert "belum tersambung ke gerbang video" not in register
    settings.REDIS_URL = ""
    assert "infra.W003" in {message.id for message in run_checks()}
    for path in ("/infrastruktur/cctv/", "/infrastruktur/cctv/tonton/C1/"):
        assert "belum tersambung ke gerbang video" in client.get(path).content.decode()
    settings.REDIS_URL, settings.CCTV_GATEWAY_URL = "redis://uji", ""
    assert "infra.W003" not in {message.id for message in run_checks()}
    assert "belum tersambung ke gerbang video" in page_of(client, "C1")


def test_the_hours_of_a_camera_are_the_regions_and_may_go_over_midnight() -> None:
    noon = timezone.make_aware(datetime.fromisoformat("2027-03-01T12:00"))
    midnight = timezone.make_aware(datetime.fromisoformat("2027-03-01T00:30"))
    asked = [(w, in_window(w, noon), in_window(w, midnight)) for w in ("", "06.00-21.00")]
    asked.append(
        ("22.00-04.00", in_window("22.00-04.00", noon), in_window("22.00-04.00", midnight))
    )
    assert asked == [
        ("", True, True),
        ("06.00-21.00", True, False),
        ("22.00-04.00", False, True),
    ]


def test_a_restricted_camera_asks_its_keeper_why_and_keeps_the_answer_for_a_while() -> None:
    row = camera("C1", asset__visibility=Visibility.RESTRICTED)
    keeper, client = person("infra_operator"), Client()
    client.force_login(keeper)
    assert "Tulis mengapa" in page_of(client, "C1")
    address = "/infrastruktur/cctv/tonton/C1/"
    empty = client.post(address, {"reason": " "})
    assert (empty.status_code, "index.m3u8" in empty.content.decode()) == (422, False)
    answer = client.post(address, {"reason": "Laporan kecelakaan 14.02."})
    token = token_in(answer.content.decode())
    assert asked(Client(), action="read", path="c1", token=token) == 204
    view = CameraView.objects.get()
    assert (view.camera, view.viewed_by, view.reason) == (row, keeper, "Laporan kecelakaan 14.02.")
    assert forget_views(timezone.now()) == 0
    assert forget_views(timezone.now() + VIEWS_KEPT + timedelta(minutes=1)) == 1
    lurah = Client()
    lurah.force_login(person("lurah"))
    assert lurah.post(address, {"reason": "Ingin tahu."}).status_code == 404
