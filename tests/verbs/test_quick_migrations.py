"""Quick migrations leave the tables that Django's own leave, also where a key changes its type."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from egov.verbs.quick_migrations import quick_migrations

pytestmark = pytest.mark.django_db

STEPS: list[Any] = [
    migrations.CreateModel("Road", [("id", models.AutoField(primary_key=True))]),
    migrations.CreateModel("Lamp", [("id", models.AutoField(primary_key=True))]),
    migrations.AddField("Lamp", "road", models.ForeignKey("roads.Road", models.CASCADE, null=True)),
    migrations.AddField("Road", "name", models.CharField(max_length=9, default="")),
    migrations.AddConstraint(
        "Road", models.CheckConstraint(condition=~models.Q(name="x"), name="no_x")
    ),
    migrations.AlterField("Road", "id", models.BigAutoField(primary_key=True)),
    migrations.RenameModel("Road", "Street"),
    migrations.RenameField("Lamp", "road", "street"),
]


@pytest.fixture(autouse=True)
def nothing_waits() -> None:
    """Tables with rows that wait to be checked cannot be altered in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _columns() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_name LIKE 'roads\\_%' ORDER BY 1, 2"
        )
        return list(cursor.fetchall())


def _keys() -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid::regclass::text LIKE 'roads\\_%' ORDER BY 1, 2"
        )
        return list(cursor.fetchall())


def _migrated() -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    state = ProjectState()
    assert state.apps
    migration = type("Migration", (migrations.Migration,), {"operations": STEPS})
    with connection.schema_editor(atomic=False) as editor:
        state = migration("0001_initial", "roads").apply(state, editor)
    told = _columns(), _keys()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE roads_lamp, roads_street")
    return told


def test_the_tables_are_those_of_djangos_own_steps() -> None:
    usual = _migrated()
    with quick_migrations():
        quick = _migrated()
    assert quick == usual
    assert ("roads_lamp", "street_id", "bigint") in quick[0]
    assert any("FOREIGN KEY (street_id)" in definition for _, definition in quick[1])


def test_afterwards_django_works_as_before() -> None:
    usual = ProjectState.reload_model
    with quick_migrations():
        assert ProjectState.reload_model is not usual
    assert ProjectState.reload_model is usual
