"""Asking: a ping, a port, a page, a certificate. Nothing here knows the database."""

from __future__ import annotations

import asyncio
import os
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

import aiohttp
from icmplib import ICMPv4Socket, async_ping
from icmplib.exceptions import ICMPLibError, SocketPermissionError

from infrastructure.monitoring.addresses import Forbidden, may_be_asked, plain_address
from infrastructure.monitoring.claiming import Question
from infrastructure.monitoring.states import Observation
from infrastructure.vocabulary_monitoring import CheckKind, Outcome

AT_ONCE = 200
MOST_BYTES = 64 * 1024  # of a page; what comes after is not read
MOST_REDIRECTS = 3
WARN_DAYS = 14
TLS_PORT = 443
DAY = 86_400

type Answer = tuple[Outcome, str]

# what OpenSSL says of a certificate (x509_vfy.h)
_CERTIFICATE = {10: "expired", 9: "not_yet_valid", 62: "wrong_name", 64: "wrong_name"}


async def ask_all(
    questions: tuple[Question, ...], now: Callable[[], datetime]
) -> list[Observation]:
    """Asks all of them, so many at once; each ends within its own time, whatever answers."""
    gate = asyncio.Semaphore(AT_ONCE)
    connector = aiohttp.TCPConnector(
        limit=AT_ONCE, force_close=True, socket_factory=checked_socket, ttl_dns_cache=10
    )
    plain = aiohttp.ClientSession(
        connector=connector,
        headers={"User-Agent": "portal-pemeriksa", "Accept-Encoding": "identity"},
        auto_decompress=False,
        cookie_jar=aiohttp.DummyCookieJar(),
    )

    async def one(question: Question) -> Observation:
        async with gate:
            return await ask(question, plain, now)

    async with plain:
        return await asyncio.gather(*map(one, questions))


async def ask(
    question: Question, session: aiohttp.ClientSession, now: Callable[[], datetime]
) -> Observation:
    """Asks once. Never raises: each fault has its code."""
    began, at = time.perf_counter(), now()
    outcome, code = await _answer(question, session)
    latency = round((time.perf_counter() - began) * 1000, 2)
    well = outcome in (Outcome.OK, Outcome.WARN)
    return Observation(question.of_check_id, at, outcome, code, latency if well else None)


async def _answer(question: Question, session: aiohttp.ClientSession) -> Answer:
    if not question.address:
        return Outcome.NOT_RUN, "no_address"
    try:
        async with asyncio.timeout(question.timeout_s):
            if question.kind == CheckKind.HTTP:
                return await _http(question, session)
            return await _ASKED[question.kind](question)
    except Forbidden:
        return Outcome.NOT_RUN, "forbidden_address"
    except TimeoutError:
        return Outcome.FAIL, "timeout"
    except ssl.SSLCertVerificationError as error:
        return Outcome.FAIL, _CERTIFICATE.get(error.verify_code, "untrusted")
    except ssl.SSLError:
        return Outcome.FAIL, "tls_failed"
    except socket.gaierror:
        return Outcome.FAIL, "unknown_name"
    except ConnectionRefusedError:
        return Outcome.FAIL, "refused"
    except OSError as error:
        return _of_system(error)
    except (ValueError, UnicodeError):
        return Outcome.FAIL, "not_understood"


def _of_system(error: OSError) -> Answer:
    """What the system refuses to us is no fault of the target."""
    if isinstance(error, PermissionError):
        return Outcome.NOT_RUN, "not_permitted"
    if error.errno in (23, 24):  # ENFILE, EMFILE: we have no more sockets
        return Outcome.NOT_RUN, "no_sockets"
    return Outcome.FAIL, "unreachable"


async def _resolve(host: str, port: int) -> tuple[str, int]:
    """The first address of a host that may be asked. Raises Forbidden where none may."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(info[4][0]) for info in found]
    allowed = next((address for address in addresses if may_be_asked(address, port)), None)
    if allowed is None:
        raise Forbidden(host)
    return allowed, port


async def _icmp(question: Question) -> Answer:
    address, _ = await _resolve(question.address, 0)
    privileged = _ping_right()
    if privileged is None:
        return Outcome.NOT_RUN, "icmp_not_permitted"
    try:
        host = await async_ping(address, count=1, timeout=question.timeout_s, privileged=privileged)
    except SocketPermissionError:
        return Outcome.NOT_RUN, "icmp_not_permitted"
    except ICMPLibError:
        return Outcome.FAIL, "unreachable"
    return (Outcome.OK, "") if host.is_alive else (Outcome.FAIL, "timeout")


@cache
def _ping_right() -> bool | None:
    """Which socket the system lets us ping with: False a datagram, True a raw one, None neither."""
    for privileged in (False, True):
        try:
            ICMPv4Socket(privileged=privileged).close()
        except ICMPLibError:
            continue
        return privileged
    return None


async def _tcp(question: Question) -> Answer:
    address = await _resolve(question.address, int(question.params["port"]))
    await _connect(address)
    return Outcome.OK, ""


async def _connect(address: tuple[str, int]) -> None:
    version = plain_address(address[0]).version
    family = socket.AF_INET6 if version == 6 else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as connection:
        connection.setblocking(False)
        await asyncio.get_running_loop().sock_connect(connection, address)


async def _tls(question: Question) -> Answer:
    params = question.params
    host, port = await _resolve(question.address, int(params.get("port", TLS_PORT)))
    name = str(params.get("name") or question.address)
    _, writer = await asyncio.open_connection(host, port, ssl=_trust(), server_hostname=name)
    try:
        certificate = writer.get_extra_info("peercert") or {}
    finally:
        writer.transport.abort()
    ends = ssl.cert_time_to_seconds(str(certificate["notAfter"]))
    left = (ends - datetime.now(UTC).timestamp()) / DAY
    if left < int(params.get("warn_days", WARN_DAYS)):
        return Outcome.WARN, "expires_soon"
    return Outcome.OK, ""


def _trust() -> ssl.SSLContext:
    """The certificates that this machine trusts (SSL_CERT_FILE names others)."""
    return _trust_of(os.environ.get("SSL_CERT_FILE", ""))


@cache
def _trust_of(_file: str) -> ssl.SSLContext:
    return ssl.create_default_context()


def checked_socket(info: Any) -> socket.socket:
    """The socket to an address that a page or its redirect leads to, if it may be asked."""
    family, kind, protocol, _, address = info
    if not may_be_asked(str(address[0]), int(address[1])):
        raise Forbidden(str(address[0]))
    return socket.socket(family, kind, protocol)


async def _http(question: Question, session: aiohttp.ClientSession) -> Answer:
    try:
        async with session.get(
            question.address, max_redirects=MOST_REDIRECTS, ssl=_trust(), timeout=_NO_OTHER
        ) as answer:
            return await _read(answer, question.params)
    except aiohttp.TooManyRedirects:
        return Outcome.FAIL, "redirects"
    except (
        aiohttp.InvalidURL,
        aiohttp.NonHttpUrlClientError,
    ):  # also a redirect to what is no page
        return Outcome.FAIL, "bad_redirect"
    except aiohttp.ClientConnectorCertificateError as error:
        raise error.certificate_error from None
    except aiohttp.ClientConnectorError as error:
        raise error.os_error from None
    except aiohttp.ClientError:
        return Outcome.FAIL, "not_understood"


_NO_OTHER = aiohttp.ClientTimeout(total=None)  # its time is the question's


async def _read(answer: aiohttp.ClientResponse, params: Mapping[str, Any]) -> Answer:
    wanted = params.get("status")
    right = answer.status == int(wanted) if wanted else answer.status < 400
    if not right:
        return Outcome.FAIL, f"status_{answer.status}"
    text = params.get("contains")
    if text and str(text).encode() not in await _bounded(answer):
        return Outcome.FAIL, "text_missing"
    return Outcome.OK, ""


async def _bounded(answer: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for part in answer.content.iter_chunked(8192):
        body += part
        if len(body) >= MOST_BYTES:
            break
    return bytes(body[:MOST_BYTES])


_ASKED: Mapping[CheckKind, Callable[[Question], Awaitable[Answer]]] = {
    CheckKind.ICMP: _icmp,
    CheckKind.TCP: _tcp,
    CheckKind.TLS: _tls,
}
