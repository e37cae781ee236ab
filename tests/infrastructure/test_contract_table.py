"""The table of contracts: out, in, corrected."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from egov.imports.engine import run_import
from egov.imports.readers import read_rows
from egov.web.exports import export
from infrastructure.domain.contract_table import ContractTable
from infrastructure.exports import row_table
from infrastructure.imports.rows import RowImporter
from infrastructure.models import Contract
from infrastructure.vocabulary import INFRA_OPERATOR
from tests.factories.accounts import AppointmentFactory
from tests.factories.agencies import AgencyFactory
from tests.factories.infrastructure import DeviceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator() -> Any:
    return AppointmentFactory(role=INFRA_OPERATOR).user


def test_a_table_goes_out_as_it_came_in_and_corrects(operator: Any) -> None:
    agency = AgencyFactory(code="dinas-uji")
    assets = [DeviceFactory().asset for _ in range(2)]
    codes = "; ".join(sorted(asset.code for asset in assets))
    head = "number,agency,supplier,kind,starts_on,ends_on,value,renews,assets\n"
    lines = [
        f"1/CONTOH,{agency.code},CV Contoh,Sewa,2025-01-01,2025-12-31,1000,,{codes}",
        f"2/CONTOH,{agency.code},CV Contoh,Langganan,2026-01-01,31/12/2026,,,",
        f"3/CONTOH,{agency.code},CV Contoh,Sewa,2026-01-01,2025-12-31,,,",
        "4/CONTOH,tak-ada,CV Contoh,Sewa,2026-01-01,2026-12-31,,,",
    ]

    def bring(content: str) -> Any:
        rows = read_rows(io.BytesIO(content.encode()), "x.csv")
        importer = RowImporter(ContractTable)
        return run_import(importer, rows, source="x.csv", actor_id=operator.pk, partial=True)

    run = bring(head + "\n".join(lines))
    assert (run.created, run.bad) == (2, 2)
    assert Contract.objects.get(number="1/CONTOH").coverage.count() == 2
    told = export("csv", row_table(operator, "kontrak")).decode("utf-8-sig")
    with CaptureQueriesContext(connection) as one:
        assert bring(told).unchanged == 2
    assert len(one) < 40
    run = bring(told.replace(",2026-12-31,", ",2027-06-30,").replace("2/CONTOH", "2/contoh"))
    assert (run.updated, run.unchanged) == (1, 1)
    assert bring(head + lines[1][:-1] + "1/CONTOH,").updated == 1
    assert Contract.objects.filter(number__iexact="2/CONTOH", renews__number="1/CONTOH").exists()
