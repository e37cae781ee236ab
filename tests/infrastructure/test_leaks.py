"""Restricted assets are in no answer to who may not know them: not as a row, not as a count.

Every address of the resolver answers the same before they were recorded and after. The names
themselves are looked for by `tests/home/test_addresses.py`, at every address with its arguments.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.utils import timezone

from egov.agencies.models import Agency
from infrastructure.domain.network import forget_graph
from infrastructure.models import (
    CableType,
    Dependency,
    Deployment,
    DeploymentGroup,
    DeviceRole,
    Joint,
    JointEnd,
)
from infrastructure.statuspage.writing import write_status
from infrastructure.vocabulary import CLOSED_KINDS, AssetKind, AssetStatus, Visibility
from regulations.models import Application
from tests.bench.pages import RANDOM
from tests.factories.agencies import AgencyFactory
from tests.factories.infrastructure import (
    ON_ASSET,
    AssetFactory,
    CableTypeFactory,
    CoreFactory,
    DeviceFactory,
    DeviceRoleFactory,
    LinkFactory,
    OpticalPathFactory,
    PathElementFactory,
    SiteFactory,
)
from tests.factories.regulations import ApplicationFactory
from tests.home.secret import visitors
from tests.home.test_addresses import QUERIES, addresses, filled, read
from tests.town import Town, client_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

KNOW = ("infra_operator", "auditor")
MAY_NOT_KNOW = (
    "stranger",
    "citizen",
    "ketua_rw",
    "lurah",
    "verifier",
    "far_infra_operator_opd",
    "administrator",
)
MARK = "zzterbatas"
# what the browser asks the inventory for besides its plain addresses
OF_ASSETS = ("q=zz", "q=LOK", "q=SN-ZZ", "q=00:1B:44:11:3A:B7", "jenis=device", "ukuran=1000")
# another at each request, or of the hour
ALSO_RANDOM = (
    # an archive, whose entries follow: a workbook is compared by its sheets
    re.compile(rb"(?s)pk\x03\x04.*?pk\x05\x06.{18}"),
    re.compile(rb"<updated>[^<]*</updated>"),
    re.compile(rb"(?m)^(?:content-length|etag|last-modified|expires|date|x-[a-z-]+): .*$"),
    re.compile(rb"(?i)\d\d[.:]\d\d(?:[.:]\d\d)?(?: wib)?"),
    re.compile(rb"/(?:creationdate|moddate|id) ?[\[(].*"),
    re.compile(rb"(?s)%pdf-.*?%%eof\s*"),  # and a PDF by its text
)
UNLIKE = {"metrics", "readyz", "healthz"}  # they tell of the machine


def public_things() -> None:
    """What everybody reads, before and after."""
    site = SiteFactory(asset__code="LOK-1", asset__visibility=Visibility.PUBLIC)
    DeviceFactory(asset__code="SW-1", asset__visibility=Visibility.PUBLIC, site=site)
    ApplicationFactory(code="terbuka")
    # agencies are no secret, nor is what things are told of by
    AgencyFactory(code="lain-sekali")
    CableTypeFactory(code="tipe-uji")
    DeviceRoleFactory(code="peran-uji")


def restricted_things() -> list[str]:
    """One of each kind, hung on what is public and on each other; closed kinds public by their row.

    Their owner is an agency that none of the visitors works for.
    """
    owner = Agency.objects.get(code="lain-sekali")
    known: dict[str, dict[str, Any]] = {
        AssetKind.DEVICE: {"role": DeviceRole.objects.get(code="peran-uji")},
        AssetKind.CABLE: {"type": CableType.objects.get(code="tipe-uji")},
    }
    codes = []
    for kind in AssetKind:
        closed = kind in CLOSED_KINDS
        values = {
            "code": f"{MARK}-{kind}",
            "name": f"{MARK} {kind}",
            "owner": owner,
            "visibility": Visibility.PUBLIC if closed else Visibility.RESTRICTED,
            "status": AssetStatus.ACTIVE,
            "tags": [MARK],
            "latitude": -7.25,
            "longitude": 112.73,
        }
        made = next((f for m, f in ON_ASSET.items() if m.asset_kind == kind), None)
        if made is None:
            AssetFactory(kind=kind, **values)
        else:
            of_asset = {f"asset__{name}": value for name, value in values.items()}
            made(**of_asset, **known.get(kind, {}))
        codes.append(values["code"])
    _hang_together()
    return codes


def _hang_together() -> None:
    def thing(kind: str) -> Any:
        model = next(m for m in ON_ASSET if m.asset_kind == kind)
        return model._default_manager.get(asset__code=f"{MARK}-{kind}")

    device, cable, box = thing("device"), thing("cable"), thing("enclosure")
    device.serial, device.mac, device.rack = "SN-ZZ", "00:1B:44:11:3A:B7", thing("rack")
    device.site = SiteFactory._meta.model._default_manager.get(asset__code="LOK-1")
    device.save()
    core = CoreFactory(cable=cable, number=1)
    joint = Joint.objects.create(enclosure=box)
    JointEnd.objects.create(joint=joint, number=1, core=core, side="a")
    link = LinkFactory(asset__code=f"{MARK}-tl", a=device.site.asset, b=device.asset)
    PathElementFactory(path=OpticalPathFactory(link=link), asset=cable.asset, core=core)
    application = Application.objects.get(code="terbuka")
    group = DeploymentGroup.objects.create(application=application)
    Deployment.objects.create(group=group, device=device)
    Dependency.objects.create(consumer=application, asset=thing("power").asset)


def plain_paths() -> list[str]:
    """Every address of the resolver that needs no argument, and those of what is public."""
    paths = []
    for route, name in addresses():
        own = route.startswith(("infrastruktur/", "api/v1/", "admin/infrastructure/"))
        if name in UNLIKE or "keluar" in route or "logout" in route:
            continue
        if "<" in route:
            if not route.startswith("infrastruktur/aset/<"):
                continue
            paths += [filled(route, {"code": code}) for code in ("LOK-1", "SW-1")]
            continue
        path = filled(route, {})
        queries = [*QUERIES.get(name, ()), *(OF_ASSETS if own else ())]
        paths += [path, *(f"{path}?{query}" for query in queries)]
    paths += ["/aplikasi/terbuka/", "/wilayah/35.78.01/", "/wilayah/35.78.01.1001/"]
    paths += ["/cari/?q=zzterbatas", "/cari/?q=LOK-1"]
    return list(dict.fromkeys(path for path in paths if "(" not in path and "\\" not in path))


def is_closed(answer: Any) -> bool:
    """Whether it was refused before anything was asked of it."""
    to_sign_in = answer.get("Location", "").startswith(("/akun/masuk/", "/admin/login/"))
    return answer.status_code == 403 or to_sign_in


def answers(client: Client, paths: list[str]) -> dict[str, tuple[int, bytes]]:
    """What each address answers, without what is another each time.

    An address that is closed is asked once, and not with each of its queries again.
    """
    write_status(timezone.now())
    told = {}
    closed = set()
    for path in paths:
        address = path.split("?")[0]
        if address in closed:
            continue
        cache.clear()
        with transaction.atomic():
            answer: Any = client.get(path)
            text = read(answer)
            transaction.set_rollback(True)
        if is_closed(answer):
            closed.add(address)
        for pattern in (*RANDOM, *ALSO_RANDOM):
            text = pattern.sub(b"", text)
        told[path] = (answer.status_code, text)
    return told


def client_for(town: Town, name: str) -> Client:
    person = visitors(town)[name]
    client = client_of(person) if person else Client()
    client.raise_request_exception = False
    client.get("/akun/")
    return client


@pytest.mark.parametrize("name", MAY_NOT_KNOW)
def test_every_address_answers_as_if_they_were_not_there(town: Town, name: str) -> None:
    public_things()
    client, paths = client_for(town, name), plain_paths()
    assert len(paths) > 150
    before = answers(client, paths)
    codes = restricted_things()
    forget_graph()
    after = answers(client, paths)
    assert before.keys() == after.keys()
    assert [path for path in before if before[path] != after[path]] == []
    assert [path for path in after if MARK.encode() in after[path][1] and MARK not in path] == []
    for code in codes:
        for address in (f"/infrastruktur/aset/{code}/", f"/api/v1/aset/{code}/"):
            nothing = address.replace(code, "X-1")
            (status, text), (other, void) = answers(client, [address, nothing]).values()
            same = text.replace(code.encode(), b"x-1") == void
            assert (status, same) == (other, True), address


@pytest.mark.parametrize("name", KNOW)
def test_who_must_know_is_told(town: Town, name: str) -> None:
    public_things()
    client = client_for(town, name)
    codes = restricted_things()
    pages = [f"/infrastruktur/aset/{code}/" for code in codes]
    assert {status for status, _ in answers(client, pages).values()} == {200}
    (listed,) = answers(client, ["/api/v1/aset/?ukuran=1000"]).values()
    assert [code for code in codes if code.encode() not in listed[1]] == []
