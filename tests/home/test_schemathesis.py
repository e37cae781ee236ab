"""Schemathesis asks every operation of the schema: the API never breaks and tells no status untold.

The examples are the same in each run. Half of them are right by the schema and half are wrong, and
what stands in the database takes the place of invented values, else hardly one would be found.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import status_code_conformance

from infrastructure.api.assets import NAMES
from infrastructure.domain.columns import MODELS
from infrastructure.models import Opening
from infrastructure.vocabulary import CLOSED_KINDS
from musrenbang.domain.performance import count_performance
from tests.factories.accounts import UserFactory
from tests.factories.infrastructure import ON_ASSET
from tests.factories.musrenbang import GroupFactory
from tests.regulations.factories import app, make, pasal
from tests.town import Town, client_of, decide

EXAMPLES = 20
SAME_EACH_RUN = settings(
    max_examples=EXAMPLES - 1,  # the plain one is asked as well
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate, Phase.shrink],
    suppress_health_check=list(HealthCheck),
)
CHECKS = [not_a_server_error, status_code_conformance]
TOKEN = "c" * 32  # of the cookie and of the header, as a page of ours would send it
OF_SOME = (  # groups are read by their kelurahan, appeals by who made and who answers them
    "GET /api/v1/kelompok/",
    "GET /api/v1/kelompok/{id}/",
    "GET /api/v1/usulan/{number}/keberatan/",
)
VISITORS = ("", "citizen", "lurah", "legal_officer", "infra_operator")


@pytest.fixture
def application(town: Town) -> Iterator[Any]:
    """The portal as a server calls it, except that it leaves this test's connection open."""
    signals = request_started, request_finished
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in signals:
        signal.connect(close_old_connections)


def plant(town: Town) -> dict[str, list[str]]:
    """One row of everything the API shows; its values by the name of the parameter.

    A `code` is told apart by the path of its operation.
    """
    proposals = [town.proposal("kelurahan"), town.proposal("rw"), town.proposal("kelurahan")]
    decide(actor=town.staff["lurah"], proposal=proposals[0], outcome="reject", reason="Sudah ada.")
    proposals[2].withheld = True
    proposals[2].save()
    pasal(make("perda", "1"), 1)
    make("perwali", "7", 2024)
    count_performance()
    numbers = [row.number for row in proposals]
    return {
        **plant_assets(),
        "aplikasi/{code}": [app().code],
        "kamus/{code}": [town.variant.code],
        "wilayah/{code}": [town.rw.code, "35.78.01"],
        "kinerja/{year}": [str(town.cycle.year)],
        "usulan/{number}": numbers,
        "usulan/{number}/keberatan/{penahanan}": ["1"],
        "kelompok/{id}": [str(GroupFactory(kelurahan=town.rw.parent).pk)],
        "regulasi/{path}": ["perda/2020/1", "perwali/2024/7"],
        "usulan": numbers,
        "rw": [town.rw.code],
        "induk": ["35.78.01"],
        "kelurahan": ["35.78.01.1001"],
        "kecamatan": ["35.78.01"],
        "jenis": [town.variant.code, "paving", "perda"],
        "perangkat_daerah": ["dsdabm"],
        "tahun": ["2020", str(town.cycle.year)],
        "fields": ["nomor", "kode", "nomor,judul"],
    }


def plant_assets() -> dict[str, list[str]]:
    """One public asset of each kind, the closed classes opened; their codes by their address."""
    opener = UserFactory()
    codes = {"aset/{code}": ["SITE-1"]}
    for prefix, (kind, _) in NAMES.items():
        if kind in CLOSED_KINDS:
            Opening.objects.create(
                kind=kind, visibility="public", opened_on="2026-01-01", opened_by=opener
            )
        thing = ON_ASSET[MODELS[kind]](asset__code=f"{kind}-1".upper())
        thing.asset.visibility = "public"
        thing.asset.save()
        codes[f"{prefix}/{{code}}"] = [thing.asset.code]
    return codes


def sendable(town: Town) -> dict[str, Any]:
    """What can be sent as it is; the citizen's own RW."""
    return {
        "jenis": town.variant.code,
        "rw": town.rw.code,
        "alamat": "Gang 3",
        "judul": "Paving",
        "masalah": "Becek",
        "harapan": "Rata",
        "volume": "10",
    }


def in_path(operation: Any, known: dict[str, list[str]]) -> dict[str, list[str]]:
    """Of the known values, those that fill the operation's path, each by its last parameter."""
    named = {address: values for address, values in known.items() if address.endswith("}")}
    here = [address for address in named if operation.path.startswith(f"/api/v1/{address}/")]
    return {address.rpartition("{")[2].rstrip("}"): named[address] for address in here}


def replaced(draw: Any, values: dict[str, Any], known: dict[str, list[str]]) -> dict[str, Any]:
    """The values, some of them by what is in the database."""
    chosen = dict(values)
    for name in sorted(known.keys() & values.keys()):
        if draw(st.booleans()):
            chosen[name] = draw(st.sampled_from(known[name]))
    return chosen


@st.composite
def questions(
    draw: Any,
    operation: Any,
    known: dict[str, list[str]],
    right: dict[str, Any],
) -> Case:
    """A case of schemathesis about the rows that exist."""
    mode = draw(st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE]))
    case: Case = draw(operation.as_strategy(generation_mode=mode))
    case.path_parameters = replaced(draw, dict(case.path_parameters), in_path(operation, known))
    case.query = replaced(draw, dict(case.query), known)
    if isinstance(case.body, dict):
        taken = draw(st.sets(st.sampled_from(sorted(right))))
        case.body = {**case.body, **{name: right[name] for name in sorted(taken)}}
    return case


def plain(operation: Any, known: dict[str, list[str]], right: dict[str, Any]) -> Case:
    """The case that finds, or sends, something."""
    path = {name: values[0] for name, values in in_path(operation, known).items()}
    if operation.method == "get":
        case: Case = operation.Case(path_parameters=path)
    else:
        given = {"Idempotency-Key": "kunci"}
        case = operation.Case(
            path_parameters=path, headers=given, body=right, media_type="application/json"
        )
    return case


def signed_in(town: Town, name: str) -> tuple[dict[str, str], dict[str, str]]:
    """Cookies and headers of a visitor; gzip is for browsers."""
    headers = {"Accept-Encoding": "identity"}
    if not name:
        return {}, headers
    person = town.citizen if name == "citizen" else town.staff[name]
    session = client_of(person).cookies["sessionid"].value
    return {"sessionid": session, "csrftoken": TOKEN}, {**headers, "X-CSRFToken": TOKEN}


@pytest.mark.parametrize("name", VISITORS)
def test_no_operation_breaks_or_answers_what_is_not_declared(
    town: Town,
    application: Any,
    name: str,
) -> None:
    known, right = plant(town), sendable(town)
    cookies, headers = signed_in(town, name)
    address = "/api/v1/schema/?format=json"
    schema = schemathesis.openapi.from_wsgi(address, application, headers=headers)
    statuses: dict[str, list[int]] = {}

    def ask(case: Case) -> None:
        """In the database as it was before."""
        with transaction.atomic():
            answer = case.call_and_validate(checks=CHECKS, cookies=cookies, headers=headers)
            transaction.set_rollback(True)
        statuses.setdefault(case.operation.label, []).append(answer.status_code)

    alike = {f"/api/v1/{prefix}/" for prefix in NAMES} - {"/api/v1/perangkat/"}
    for result in schema.get_all_operations():
        operation = result.ok()
        if operation.path.startswith(tuple(alike)):  # one kind of asset speaks for all
            continue
        ask(plain(operation, known, right))
        SAME_EACH_RUN(given(case=questions(operation, known, right))(ask))()
    assert len(statuses) >= 13
    assert all(EXAMPLES // 2 < len(asked) <= EXAMPLES for asked in statuses.values())
    sends = {"citizen": 201, "": 403}.get(name, 422)  # an officer lives in no RW
    first = {label: asked[0] for label, asked in statuses.items()}
    assert first.pop("POST /api/v1/usulan/") == sends
    of_some = {first.pop(label) for label in list(first) if label in OF_SOME}
    assert of_some <= {200, 403, 404}
    read = {status for label, status in first.items() if label.startswith("GET ")}
    assert read == {200}, first
    sent = {label: status for label, status in first.items() if not label.startswith("GET ")}
    on_one = {sent.pop(label) for label in list(sent) if "{" in label}
    assert on_one <= {200, 201, 403, 404, 409, 422}, first
    written = set(sent.values())
    assert written <= ({200, 422} if name == "infra_operator" else {403, 422}), first
