"""Tables of cores, joints, deployments, needs and contracts, and types of devices as files."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from egov.imports.engine import Importer, run_import
from egov.imports.models import ImportRun
from egov.imports.readers import UnreadableFile, read_rows
from egov.web.exports import export
from infrastructure.demo.city import make_city
from infrastructure.demo.contracts import make_contracts
from infrastructure.exports import ROWS, row_table
from infrastructure.imports.offers import ROWS as TABLES
from infrastructure.imports.rows import DeviceTypeImporter, RowImporter
from infrastructure.models import Core, Deployment, DeploymentGroup, DeviceType, Joint, Port
from tests.factories.accounts import AppointmentFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.areas import KecamatanFactory, KelurahanFactory
from tests.factories.infrastructure import (
    CableFactory,
    CoreFactory,
    DeviceFactory,
    EnclosureFactory,
)
from tests.factories.regulations import ApplicationFactory

pytestmark = pytest.mark.django_db
ORDINARY = """
manufacturer: Contoh
model: Delapan
slug: contoh-delapan
u_height: 0.5
interfaces:
  - name: eth0
    type: 1000base-t
  - name: eth1
"""


@pytest.fixture
def operator() -> Any:
    return AppointmentFactory(role="infra_operator").user


def bring(actor: Any, importer: Importer, content: bytes, name: str = "x.csv") -> ImportRun:
    rows = read_rows(io.BytesIO(content), name)
    return run_import(importer, rows, source=name, actor_id=actor.pk)


def lines(actor: Any, slug: str, *texts: str) -> ImportRun:
    return bring(actor, RowImporter(TABLES[slug]), "\n".join(texts).encode())


def faults(run: ImportRun) -> list[tuple[Any, str, str]]:
    return [(e["line"], e["field"], e["code"]) for e in run.errors]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_what_goes_out_comes_in_without_a_change(operator: Any, suffix: str) -> None:
    KelurahanFactory.create_batch(2, parent=KecamatanFactory())
    ApplicationFactory.create_batch(2)
    AgencyFactory(code="diskominfo", short_name="Diskominfo")
    make_city()
    make_contracts()
    for slug in ROWS:
        content = export(suffix, row_table(operator, slug))
        run = bring(operator, RowImporter(TABLES[slug]), content, f"x.{suffix}")
        assert (faults(run), run.created, run.updated) == ([], 0, 0), slug
        assert run.unchanged, slug


def test_a_splicing_plan_joins_sides_once(operator: Any) -> None:
    for code in ("FO-1", "FO-2"):
        cable = CableFactory(asset__code=code)
        for number in (1, 2, 3):
            state = "broken" if (code, number) == ("FO-2", 3) else "spare"
            CoreFactory(cable=cable, number=number, state=state)
    EnclosureFactory(asset__code="CL-1")
    Port.objects.create(device=DeviceFactory(asset__code="SW-1"), name="Gi 0/1")
    head = "enclosure,from,to,kind,loss_db"
    plan = (
        "CL-1,FO-1/1:b,FO-2/1:a,fusion,0.08",
        "CL-1,SW-1:Gi 0/1,FO-1/1:a,connector,",
    )
    run = lines(operator, "sambungan", head, *plan)
    assert (faults(run), run.created) == ([], 2)
    assert not Core.objects.filter(state="used").exists()  # joined, and no light in it yet
    run = lines(operator, "sambungan", head, plan[0].replace("0.08", "0.1"), plan[1])
    assert (faults(run), run.updated, run.unchanged) == ([], 1, 1)
    run = lines(
        operator,
        "sambungan",
        head,
        "CL-1,FO-1/2:b,FO-2/3:a,,",  # broken
        "CL-1,FO-1/1:b,FO-2/2:a,,",  # joined to another already
        "CL-1,FO-1/3:b,FO-2/2:a,,",
        "CL-1,FO-1/3:b,FO-2/2:b,,",  # the side of the row above
        "CL-1,FO-1/9:b,FO-2/2:b,,",
        "CL-9,FO-1/2:a,FO-2/2:b,,",
        "CL-1,FO-1/2:c,FO-2/2:b,,",
    )
    assert faults(run) == [
        (2, "to", "core_broken"),
        (3, "from", "side_joined"),
        (5, "from", "duplicate"),
        (6, "from", "unknown_code"),
        (7, "enclosure", "unknown_code"),
        (8, "from", "bad_end"),
    ]
    assert not run.applied and Joint.objects.count() == 2


def test_cores_are_known_by_cable_and_number(operator: Any) -> None:
    CableFactory(asset__code="FO-1")
    run = lines(operator, "inti", "cable,number,state", "FO-1,1,", "FO-1,13,reserved")
    assert (run.created, Core.objects.get(number=13).tube) == (2, 2)
    run = lines(operator, "inti", "cable,number,state", "fo-1,1,broken", "FO-1,01,", "FO-2,1,")
    assert faults(run) == [(3, "number", "duplicate"), (4, "cable", "unknown_code")]
    run = lines(operator, "inti", "kabel,nomor", "FO-1,14")  # the other names of its columns
    assert (faults(run), run.created) == ([], 1)
    assert faults(lines(operator, "inti", "kabel", "FO-1")) == [(2, "number", "missing_column")]


def test_applications_stand_on_devices_and_need_each_other(operator: Any) -> None:
    for code in ("satu", "dua"):
        ApplicationFactory(code=code)
    for code in ("VM-1", "VM-2"):
        DeviceFactory(asset__code=code)
    head = "application,device,min_up"
    run = lines(operator, "penempatan", head, "satu,VM-1,2", "satu,VM-2,2")
    assert (faults(run), Deployment.objects.count()) == ([], 2)
    assert DeploymentGroup.objects.get().min_up == 2
    run = lines(operator, "penempatan", head, "satu,VM-1,1", "satu,VM-2,2", "tiga,VM-1,1")
    assert faults(run) == [(3, "min_up", "other_min_up"), (4, "application", "unknown_code")]
    head = "application,needs,asset"
    run = lines(operator, "ketergantungan", head, "dua,satu,", "dua,,VM-1")
    assert (faults(run), run.created) == ([], 2)
    run = lines(operator, "ketergantungan", head, "dua,satu,VM-1", "dua,,", "dua,dua,")
    assert {code for _, _, code in faults(run)} == {"one_of_two", "needs_itself"}


def test_an_agency_brings_nothing_of_its_neighbours() -> None:
    office = AppointmentFactory(role="infra_operator_opd")
    CableFactory(asset__code="FO-1")
    CableFactory(asset__code="FO-2", asset__owner=office.agency)
    run = lines(office.user, "inti", "cable,number", "FO-1,1", "FO-2,1")
    assert faults(run) == [(2, "cable", "unknown_code")]
    run = bring(office.user, DeviceTypeImporter(), ORDINARY.encode(), "x.yaml")
    assert [code for _, _, code in faults(run)] == ["not_infra_operator"]


def test_a_type_comes_from_its_file_and_again_without_a_change(operator: Any) -> None:
    run = bring(operator, DeviceTypeImporter(), ORDINARY.encode(), "x.yaml")
    assert (faults(run), run.created) == ([], 1)
    kind = DeviceType.objects.get(code="contoh-delapan")
    assert (kind.height2, kind.full_depth, len(kind.definition["interfaces"])) == (1, True, 2)
    assert bring(operator, DeviceTypeImporter(), ORDINARY.encode(), "x.yaml").unchanged == 1


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("name: eth1", "name: eth0", (9, "interfaces", "duplicate_port")),
        ("name: eth1", "type: x", (2, "interfaces", "no_name")),
        ("u_height: 0.5", "u_height: 0.3", (2, "u_height", "not_half_units")),
        ("u_height: 0.5", "u_height: tinggi", (2, "u_height", "not_a_number")),
        ("slug: contoh-delapan", "slug: Contoh Delapan", (2, "slug", "bad_code")),
        ("model: Delapan", "model: ''", (2, "model", "required")),
        ("interfaces:", "interfaces: 7\nx:", (2, "interfaces", "not_a_list")),
    ],
)
def test_a_bad_type_is_told_by_its_line(
    operator: Any, old: str, new: str, fault: tuple[int, str, str]
) -> None:
    content = ORDINARY.replace(old, new).encode()
    assert faults(bring(operator, DeviceTypeImporter(), content, "x.yaml")) == [fault]
    assert not DeviceType.objects.exists()


def test_what_multiplies_itself_is_refused() -> None:
    bomb = b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    with pytest.raises(UnreadableFile):
        list(read_rows(io.BytesIO(bomb), "x.yaml"))


def test_the_four_shared_types(operator: Any, shared_data: Any) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted((shared_data / "infra" / "device-types").glob("*.yaml")):
            archive.write(path, path.name)
    importer = DeviceTypeImporter()
    rows = read_rows(io.BytesIO(packed.getvalue()), "x.zip")
    run = run_import(importer, rows, source="x.zip", actor_id=operator.pk, partial=True)
    assert run.created == 3
    (fault,) = run.errors
    assert (fault["line"], fault["code"]) == ("apc-ap8853.yaml: 68", "duplicate_port")
    assert "Power Outlet 1 " in fault["sentence"] and "baris 12" in fault["sentence"]
