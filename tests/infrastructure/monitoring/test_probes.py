"""Asking real servers on loopback: what answers, what lies, what never ends, what is forbidden."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from django.utils import timezone
from pytest_httpserver import HTTPServer
from werkzeug import Response

from infrastructure.monitoring import addresses, probes
from infrastructure.monitoring.addresses import is_outer, may_be_asked
from infrastructure.monitoring.claiming import Question
from infrastructure.monitoring.probes import ask_all
from infrastructure.vocabulary_monitoring import CheckKind, Outcome


def ask(kind: CheckKind, address: str, timeout_s: int = 2, **params: Any) -> tuple[str, str]:
    question = Question(1, kind, address, timeout_s, params)
    (seen,) = asyncio.run(ask_all((question,), timezone.now))
    return seen.outcome, seen.code


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("127.0.0.1", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("0.0.0.0", False),
        ("169.254.169.254", False),
        ("::ffff:169.254.169.254", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("fd00:ec2::254", False),
        ("fe80::1%eth0", False),
        ("100.100.100.200", False),
        ("168.63.129.16", False),
        ("::ffff:168.63.129.16", False),
        ("192.0.0.192", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("10.9.8.7", True),
        ("192.168.1.1", True),
        ("203.0.113.7", True),
        ("fd12::7", True),
    ],
)
def test_our_own_machine_and_what_a_cloud_tells_it_are_never_asked(
    settings: Any, address: str, allowed: bool
) -> None:
    settings.DEMO = False
    assert may_be_asked(address) is allowed


def test_of_its_own_machine_only_the_portal_s_web_server_is_asked(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = False
    own = "203.0.113.7"
    monkeypatch.setattr(addresses, "is_own", lambda address: str(address) == own)
    names = {"portal.kota.example": own, "lain.kota.example": "203.0.113.8"}
    resolved = lambda host, _port: [(0, 0, 0, "", (names[host], 0))]  # noqa: E731
    monkeypatch.setattr(addresses.socket, "getaddrinfo", resolved)
    asked = {}
    for name in names:
        settings.SITE_URL = f"https://{name}"
        addresses._of_portal.cache_clear()
        asked[name] = [may_be_asked(own, port) for port in (0, 80, 443, 5432, 9090)]
    addresses._of_portal.cache_clear()
    assert asked["portal.kota.example"] == [False, True, True, False, False]
    assert asked["lain.kota.example"] == [False] * 5
    assert may_be_asked("203.0.113.8", 5432)


@pytest.mark.parametrize(("address", "own"), [("127.0.0.1", True), ("203.0.113.77", False)])
def test_an_address_is_the_machine_s_own_if_it_can_be_bound(address: str, own: bool) -> None:
    assert addresses.is_own(addresses.plain_address(address)) is own


def test_only_addresses_of_the_open_internet_are_told_to_everybody() -> None:
    outer = [is_outer(a) for a in ("8.8.8.8", "https://8.8.8.8/x", "10.1.2.3", "kota.contoh.id")]
    assert outer == [True, True, False, False]


def test_ports(httpserver: HTTPServer, settings: Any) -> None:
    assert ask(CheckKind.TCP, "127.0.0.1", port=httpserver.port) == ("ok", "")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        assert ask(CheckKind.TCP, "127.0.0.1", port=taken.getsockname()[1]) == ("fail", "refused")
    assert ask(CheckKind.TCP, "tidak-ada.invalid", port=80)[1] in ("unknown_name", "timeout")
    assert ask(CheckKind.TCP, "", port=80) == ("not_run", "no_address")
    settings.DEMO = False
    for host in ("127.0.0.1", "localhost"):
        assert ask(CheckKind.TCP, host, port=httpserver.port) == ("not_run", "forbidden_address")
    assert ask(CheckKind.HTTP, httpserver.url_for("/")) == ("not_run", "forbidden_address")


def test_pages(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/baik").respond_with_data("Pelayanan hidup")
    httpserver.expect_request("/rusak").respond_with_data("", status=503)
    httpserver.expect_request("/putar").respond_with_data(
        status=302, headers={"Location": "/putar"}
    )
    for path, where in (("berkas", "file:///etc/passwd"), ("gopher", "gopher://127.0.0.1/")):
        httpserver.expect_request(f"/{path}").respond_with_data(
            status=302, headers={"Location": where}
        )
    asked = {
        path: ask(CheckKind.HTTP, httpserver.url_for(path), **params)
        for path, params in {
            "/baik": {"contains": "hidup"},
            "/rusak": {},
            "/putar": {},
            "/berkas": {},
            "/gopher": {},
        }.items()
    }
    assert asked == {
        "/baik": ("ok", ""),
        "/rusak": ("fail", "status_503"),
        "/putar": ("fail", "redirects"),
        "/berkas": ("fail", "bad_redirect"),
        "/gopher": ("fail", "bad_redirect"),
    }
    assert ask(CheckKind.HTTP, httpserver.url_for("/baik"), contains="mati")[1] == "text_missing"
    assert ask(CheckKind.HTTP, httpserver.url_for("/rusak"), status=503) == ("ok", "")


def test_a_redirect_to_the_machine_itself_is_refused_where_it_leads(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first address is allowed, the second is not: asked when it is connected to."""
    other = "127.0.0.2"
    httpserver.expect_request("/").respond_with_data(
        status=302, headers={"Location": f"http://{other}:{httpserver.port}/dalam"}
    )
    monkeypatch.setattr(probes, "may_be_asked", lambda address, port: address != other)
    assert ask(CheckKind.HTTP, httpserver.url_for("/")) == ("not_run", "forbidden_address")


def test_an_answer_is_read_to_a_bound_and_no_longer_than_its_time(httpserver: HTTPServer) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        while sent < 1_000_000_000:
            sent += 65536
            yield b"x" * 65536

    httpserver.expect_request("/besar").respond_with_handler(lambda _request: Response(endless()))
    code = ask(CheckKind.HTTP, httpserver.url_for("/besar"), contains="tidak ada")[1]
    assert code == "text_missing"
    assert sent < 64 * 1024 * 1024
    with slow_server() as port:
        url = f"http://127.0.0.1:{port}/"
        assert ask(CheckKind.HTTP, url, timeout_s=1) == ("fail", "timeout")


class slow_server:
    """Sends a byte of a head now and then and never ends it."""

    def __enter__(self) -> int:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()
        return int(self.socket.getsockname()[1])

    def _serve(self) -> None:
        try:
            connection, _ = self.socket.accept()
            connection.sendall(b"HTTP/1.1 200 OK\r\nX-Lama: ")
            for _ in range(50):
                connection.sendall(b"a")
                self.ended.wait(0.1)
        except OSError:
            pass

    def __init__(self) -> None:
        self.ended = threading.Event()

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.socket.close()


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[trustme.CA, Path]:
    folder = tmp_path_factory.mktemp("ca")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.pem")
    return authority, folder / "ca.pem"


def test_certificates(authority: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    issuer, file = authority
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    now = timezone.now()
    cases = {
        "ok": issuer.issue_cert("127.0.0.1"),
        "expires_soon": issuer.issue_cert("127.0.0.1", not_after=now + timedelta(days=3)),
        "expired": issuer.issue_cert("127.0.0.1", not_after=now - timedelta(days=3)),
        "wrong_name": issuer.issue_cert("lain.contoh"),
        "untrusted": trustme.CA().issue_cert("127.0.0.1"),
    }
    told = {name: tls_answer(certificate) for name, certificate in cases.items()}
    assert told == {
        "ok": ("ok", ""),
        "expires_soon": ("warn", "expires_soon"),
        "expired": ("fail", "expired"),
        "wrong_name": ("fail", "wrong_name"),
        "untrusted": ("fail", "untrusted"),
    }


def tls_answer(certificate: trustme.LeafCert) -> tuple[str, str]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)

    async def run() -> tuple[str, str]:
        server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0, ssl=context)
        port = server.sockets[0].getsockname()[1]
        question = Question(1, CheckKind.TLS, "127.0.0.1", 3, {"port": port})
        (seen,) = await ask_all((question,), timezone.now)
        server.close()
        return seen.outcome, seen.code

    return asyncio.run(run())


def test_a_ping_that_the_system_refuses_could_not_be_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probes, "_ping_right", lambda: None)
    assert ask(CheckKind.ICMP, "127.0.0.1") == (Outcome.NOT_RUN, "icmp_not_permitted")


def test_a_ping() -> None:
    if probes._ping_right() is None:
        pytest.skip("the system lets nobody ping here")
    assert ask(CheckKind.ICMP, "127.0.0.1") == ("ok", "")
