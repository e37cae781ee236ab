"""Each verb of the registry is the legal officer's: the first thing it asks is who calls it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import rules
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile

from egov.accounts.models import User
from egov.verbs.permission import may
from egov.verbs.refusal import NotAllowed
from regulations.domain.applications.bindings import bind, end, renew
from regulations.domain.applications.findings import close_finding
from regulations.domain.applications.lifecycle import go_live, move, record_running
from regulations.domain.applications.searching import close_search, reopen_search
from regulations.domain.law.amendments import apply_changes
from regulations.domain.law.clauses import (
    confirm_clause,
    confirm_clauses,
    read_clauses,
    reopen,
    settle,
)
from regulations.domain.law.effects import record_effect
from regulations.domain.law.events import record_event
from regulations.domain.text.incoming import discard, receive_pdf, register
from regulations.domain.text.intake import keep_pdf
from regulations.domain.text.review import add_part, confirm_structure, confirm_text, correct_parts
from regulations.models import (
    Application,
    Binding,
    Clause,
    Finding,
    IncomingPdf,
    Regulation,
    RegulationKind,
)
from tests.town import Town

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)
LAW, OTHER, APPLICATION = Regulation(), Regulation(), Application()
ON_LAW: dict[str, Any] = {"regulation": LAW}
ON_APPLICATION: dict[str, Any] = {"application": APPLICATION}
ON_CLAUSE: dict[str, Any] = {"clause": Clause()}
VERBS: dict[Callable[..., Any], dict[str, Any]] = {
    record_event: {"kind": "annuls", "target": LAW, "on": DAY},
    record_effect: {**ON_LAW, "key": "repeals-1"},
    apply_changes: {**ON_LAW, "target": OTHER, "on": DAY},
    keep_pdf: {**ON_LAW, "upload": ContentFile(b"%PDF-1.7")},
    receive_pdf: {"upload": ContentFile(b"%PDF-1.7")},
    register: {"incoming": IncomingPdf(), "kind": RegulationKind(), "number": "1", "year": 2020},
    discard: {"incoming": IncomingPdf()},
    correct_parts: {**ON_LAW, "corrections": []},
    add_part: {**ON_LAW, "kind": "pasal", "label": "Pasal 1", "text": "", "after": None},
    confirm_structure: ON_LAW,
    confirm_text: ON_LAW,
    read_clauses: ON_LAW,
    confirm_clauses: {**ON_LAW, "ids": []},
    confirm_clause: ON_CLAUSE,
    settle: {**ON_CLAUSE, "regulation": OTHER},
    reopen: ON_CLAUSE,
    bind: {**ON_APPLICATION, **ON_LAW, "role": "umbrella", "start": DAY},
    renew: {"binding": Binding()},
    end: {"binding": Binding(), "on": DAY},
    move: {**ON_APPLICATION, "life": "planned"},
    go_live: ON_APPLICATION,
    record_running: {**ON_APPLICATION, "year": 2020, "source": "Renstra"},
    close_search: {**ON_APPLICATION, "note": "Dicari."},
    reopen_search: {**ON_APPLICATION, "note": "Ada."},
    close_finding: {"finding": Finding(), "note": "Selesai."},
}
OFFICES = ("lurah", "planner", "administrator", "auditor", "verifier")
ON_ROWS = ("regulations.view_", "regulations.add_", "regulations.change_")  # asked by the desk
PERMISSIONS = sorted(
    perm
    for perm in rules.permissions.permissions
    if perm.startswith("regulations.") and not perm.startswith(ON_ROWS)
)


@pytest.mark.parametrize("act", VERBS, ids=lambda act: act.__name__)
def test_a_verb_is_refused_to_everybody_else(act: Callable[..., Any], town: Town) -> None:
    above = User.objects.create(name="Contoh Atas", is_superuser=True)
    closed = User.objects.create(name="Contoh Tutup", is_superuser=True, is_active=False)
    others = [None, AnonymousUser(), town.citizen, above, closed]
    for actor in [*others, *(town.staff[office] for office in OFFICES)]:
        with pytest.raises(NotAllowed) as refused:
            act(actor=actor, **VERBS[act])
        assert refused.value.code == "not_legal_officer"
        expected = "Hanya petugas hukum yang mencatat peraturan dan peristiwanya."
        assert refused.value.sentence == expected


def test_the_legal_officer_may_all_of_it(town: Town) -> None:
    assert len(PERMISSIONS) == 18
    officer = town.staff["legal_officer"]
    assert [perm for perm in PERMISSIONS if not may(officer, perm)] == []
    officer.is_active = False
    assert [perm for perm in PERMISSIONS if may(officer, perm)] == []
