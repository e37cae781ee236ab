"""Every action of the desk, asked by nobody, by a citizen, by other offices, and by its own.

They are found, not listed: an action without a case here is a failure.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from psycopg2 import sql

from egov.desk.action_pages import ActionsAdmin
from egov.desk.actions import DeskAction, NamedBy
from egov.verbs.permission import may
from musrenbang.admin.deciding import OfTurn
from tests.desk.cases import (
    CASES,
    Case,
    accounts,
    areas,
    contracts,
    infrastructure,
    monitoring,
    musrenbang,
    news,
    regulations,
)
from tests.town import Town, client_of, fresh

APPS = (accounts, areas, contracts, infrastructure, monitoring, musrenbang, news, regulations)
LABELS = {module.__name__.rpartition(".")[2] for module in APPS}
VOLATILE = "last_login"


def every_action(parent: type[DeskAction] = DeskAction) -> Iterator[type[DeskAction]]:
    for child in parent.__subclasses__():
        if child.slug and not child.__module__.startswith("tests."):
            yield child
        yield from every_action(child)


def name_of(value: Any) -> str:
    return value if isinstance(value, str) else f"{value.__module__}.{value.__name__}"


ACTIONS = sorted(set(every_action()), key=name_of)
ASKED = [
    (action, place)
    for action in ACTIONS
    for place, offered in (("object", action.on_object), ("list", action.bulk))
    if offered
]


def test_there_is_a_case_for_every_action() -> None:
    assert [name_of(action) for action in ACTIONS if action not in CASES] == []
    on_the_desk = {
        type(action)
        for page in admin.site._registry.values()
        if isinstance(page, ActionsAdmin)
        for action in page.desk_actions
    }
    assert on_the_desk <= set(ACTIONS)
    assert len(ACTIONS) >= 30


def address(case: Case, place: str) -> str:
    opts = case.obj._meta
    start = f"/admin/{opts.app_label}/{opts.model_name}/"
    return start if place == "list" else f"{start}{case.obj.pk}/{case.page}/"


def posted(action: type[DeskAction], case: Case, place: str) -> dict[str, Any]:
    """What the page's form sends."""
    if place == "list":
        ticked = {"action": action.slug, "_selected_action": [case.obj.pk], "apply": "1"}
        return {**case.given, **ticked}
    if action.named_by is NamedBy.PAGE:
        return dict(case.given)
    if action.named_by is NamedBy.BUTTON:
        return {**case.given, action.slug: "1"}
    bare = case.page == "naskah"  # the page beside the PDF has names of its own
    fields = {k if bare else f"{action.slug}-{k}": v for k, v in case.given.items()}
    return {"act": action.slug, **fields}


def state() -> dict[str, str]:
    """What the tables of these apps hold, table by table, asked in one statement."""
    tables = [
        sql.SQL(
            "SELECT {name}, md5(string_agg(kept, '' ORDER BY kept)) "
            "FROM (SELECT (to_jsonb(t) - {volatile})::text AS kept FROM {table} t) rows"
        ).format(
            name=sql.Literal(model._meta.label),
            volatile=sql.Literal(VOLATILE),
            table=sql.Identifier(model._meta.db_table),
        )
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in LABELS and not hasattr(model, "pgh_tracked_model")
    ]
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(" UNION ALL ").join(tables))
        return dict(cursor.fetchall())


@pytest.mark.parametrize(("action", "place"), ASKED, ids=name_of)
def test_only_its_own_office_does_it(town: Town, action: type[DeskAction], place: str) -> None:
    case = CASES[action](town)
    target, data = address(case, place), posted(action, case, place)
    others = [fresh(person) for person in (town.citizen, *case.others)]
    clients = [Client(), *map(client_of, others)]
    own = client_of(fresh(case.own))
    before = state()
    answers = []
    for client in clients:
        answers.append(client.post(target, data))
        assert state() == before, answers[-1].content.decode()[:4000]
    nobody, citizen, *offices = answers
    assert nobody["Location"].startswith("/admin/login/")
    assert citizen.status_code in (302, 403)
    # who decides other proposals is told whose turn this one is
    if place == "object" and not issubclass(action, OfTurn):
        assert [answer.status_code for answer in offices if answer.status_code < 400] == []
    answer = own.post(target, data)
    assert answer.status_code in (200, 302)
    told = answer.content.decode()
    if case.shows:
        assert case.shows in told
    else:
        assert state() != before, told[:4000]


@pytest.mark.parametrize("action", ACTIONS, ids=name_of)
def test_its_permission_is_declared(town: Town, action: type[DeskAction]) -> None:
    case = CASES[action](town)
    assert may(fresh(case.own), action.permission)
    assert not may(town.citizen, action.permission)
    assert not may(None, action.permission)
