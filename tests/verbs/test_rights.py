"""The running role owns nothing: what stays cannot be changed or deleted, by whatever SQL."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from egov.accounts.forgetting import forget
from egov.accounts.models import Appointment, Residence, User
from egov.verbs.checks import the_running_role_owns_nothing
from egov.verbs.records import records
from musrenbang.models import Decision
from regulations.models import Binding, RegulationFile
from tests.regulations.factories import app, make, pasal, text_of
from tests.town import Town, decide, reside
from tests.verbs.roles import ROLE, become_runtime_role

DENIED = "permission denied"


def refused(sql: str, params: list[Any] | None = None) -> str:
    """What PostgreSQL says to a statement; "" where it did it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
    except DatabaseError as error:
        return str(error)
    return ""


def test_records_are_neither_changed_nor_deleted_nor_emptied(town: Town) -> None:
    become_runtime_role()
    seen = set()
    for model, record in records():
        table = model._meta.db_table
        seen.add(model.__name__)
        assert DENIED in refused(f'TRUNCATE "{table}" CASCADE'), table
        if not record.goes:
            assert DENIED in refused(f'DELETE FROM "{table}"'), table
        free = {model._meta.get_field(name).column for name in record.changes}
        for field in model._meta.concrete_fields:
            if field.generated:
                continue
            said = refused(f'UPDATE "{table}" SET "{field.column}" = "{field.column}" WHERE false')
            assert (DENIED in said) == (field.column not in free), (table, field.column, said)
    assert {"Decision", "DecisionPhoto", "LegalEvent", "Binding", "LifeStep", "Finding"} <= seen
    assert {"Appointment", "Residence", "Context", "ProposalEvent", "AppointmentEvent"} <= seen


def test_the_role_makes_and_owns_nothing(town: Town) -> None:
    assert [w.id for w in the_running_role_owns_nothing(None)] == [
        "egov.W002"
    ]  # a test is the superuser
    become_runtime_role()
    assert DENIED in refused("CREATE TABLE mine (id int)")
    assert "must be owner" in refused("ALTER TABLE musrenbang_decision DISABLE TRIGGER ALL")
    assert DENIED in refused("DELETE FROM django_migrations")
    assert DENIED in refused("SET session_replication_role = replica")
    assert the_running_role_owns_nothing(None) == []


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("ALTER TABLE musrenbang_decision OWNER TO {role}", "egov.W003"),
        ("GRANT TRUNCATE ON musrenbang_decision TO {role}", "egov.W004"),
    ],
)
def test_the_check_says_what_is_too_much(town: Town, given: str, found: str) -> None:
    become_runtime_role()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute(given.format(role=ROLE))
        cursor.execute(f"SET LOCAL ROLE {ROLE}")
    assert [w.id for w in the_running_role_owns_nothing(None)] == [found]


def test_a_decision_is_made_and_an_office_ended_as_that_role(town: Town) -> None:
    become_runtime_role()
    made = decide(actor=town.staff["ketua_rw"], proposal=town.proposal(), outcome="endorse")
    assert DENIED in refused(
        "UPDATE musrenbang_decision SET reason = 'lain' WHERE id = %s", [made.pk]
    )
    assert DENIED in refused("DELETE FROM musrenbang_decision WHERE id = %s", [made.pk])
    held = Appointment.objects.get(user=town.staff["lurah"])
    assert DENIED in refused(
        "UPDATE accounts_appointment SET role = 'administrator' WHERE id = %s", [held.pk]
    )
    assert (
        refused("UPDATE accounts_appointment SET ended_at = now() WHERE id = %s", [held.pk]) == ""
    )


def test_a_residence_goes_only_with_its_account(town: Town) -> None:
    decided = decide(actor=town.staff["ketua_rw"], proposal=town.proposal(), outcome="endorse")
    person = User.objects.create_user("pergi@uji.example", None, name="Pergi")
    reside(person, town.rw)
    offices = list(Appointment.objects.order_by("id").values_list("id", flat=True))
    become_runtime_role()
    assert DENIED in refused("DELETE FROM accounts_residence")
    forget(person)
    assert not User.objects.filter(pk=person.pk).exists()
    assert not Residence.objects.filter(user=person.pk).exists()
    assert Decision.objects.filter(pk=decided.pk).exists()
    assert list(Appointment.objects.order_by("id").values_list("id", flat=True)) == offices


def test_an_account_of_which_a_decision_speaks_does_not_go(town: Town) -> None:
    head = town.staff["ketua_rw"]
    decide(actor=head, proposal=town.proposal(), outcome="endorse")
    become_runtime_role()
    said = refused("SELECT accounts_forget(%s); SET CONSTRAINTS ALL IMMEDIATE", [head.pk])
    assert "foreign key" in said
    assert User.objects.filter(pk=head.pk).exists()


def test_a_confirmed_text_does_not_change(town: Town) -> None:
    regulation = make("perwali", "12")
    part = pasal(regulation, 1)
    document = text_of(regulation)
    become_runtime_role()
    table = "regulations_provision"
    assert refused(f"UPDATE {table} SET text = 'masih boleh' WHERE id = %s", [part.pk]) == ""
    RegulationFile.objects.filter(pk=document.pk).update(confirmed_at=timezone.now())
    assert "does not change" in refused(
        f"UPDATE {table} SET text = 'lain' WHERE id = %s", [part.pk]
    )
    assert "does not change" in refused(f"DELETE FROM {table} WHERE id = %s", [part.pk])
    assert (
        refused(f"UPDATE {table} SET position = 9 WHERE id = %s", [part.pk]) == ""
    )  # a pasal is put before it
    for statement in (
        "UPDATE regulations_regulationfile SET sha256 = ''",
        "DELETE FROM regulations_regulationfile",
    ):
        assert "Cannot update or delete" in refused(statement)


def test_a_binding_of_before_does_not_go(town: Town) -> None:
    rows = [
        Binding.objects.create(
            application=app(code),
            regulation=make("perwali", code),
            role="umbrella",
            valid=DateRange(date(2026, 1, 1), None),
            checked_on=day,
        )
        for code, day in (
            ("lama", date(2020, 1, 1)),
            ("baru", timezone.localdate() + timedelta(days=1)),
        )
    ]
    become_runtime_role()
    assert "Cannot delete" in refused("DELETE FROM regulations_binding WHERE id = %s", [rows[0].pk])
    assert refused("DELETE FROM regulations_binding WHERE id = %s", [rows[1].pk]) == ""


def test_one_role_for_everything_is_told(town: Town) -> None:
    with pytest.raises(CommandError, match="MIGRATE_DATABASE_URL"):
        call_command("create_roles")
