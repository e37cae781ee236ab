"""The boxes that search for another row: the same queries for one row and for many."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regulations.models import Application
from tests.factories.accounts import UserFactory
from tests.factories.musrenbang import KamusEntryFactory
from tests.regulations.factories import make
from tests.town import Town, client_of

BOXES = [
    (model._meta.app_label, model._meta.model_name, name)
    for model, rows in admin.site._registry.items()
    for name in rows.autocomplete_fields
    if name != "user"  # offices are read along, in as many queries as there are kinds of them
]


@pytest.mark.parametrize("box", BOXES, ids="-".join)
def test_a_search_box_asks_the_same_for_one_row_and_for_many(
    town: Town, monkeypatch: pytest.MonkeyPatch, box: tuple[str, str, str]
) -> None:
    for number in range(3):
        law = make("perda", str(number), 2018, promulgated_on=date(2018, 1, 2))
        law.provisions.create(kind="pasal", label="Pasal 1", path="pasal-1", position=1)
        KamusEntryFactory(code=f"uji-{number}")
        Application.objects.create(code=f"uji{number}", name=f"Uji {number}", element="layanan")
    client = client_of(UserFactory(login="akar", is_superuser=True))
    app, model, name = box
    where = f"app_label={app}&model_name={model}&field_name={name}"
    counts, rows = [], []
    for many in (1, 1, 20):
        monkeypatch.setattr(AutocompleteJsonView, "paginate_by", many)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(f"{reverse('admin:autocomplete')}?{where}&term=")
        counts.append(len(queries))
        rows.append(len(answer.json()["results"]))
    assert rows[0] < rows[2]
    assert counts[1] == counts[2]
