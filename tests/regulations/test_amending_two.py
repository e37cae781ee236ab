"""One amending regulation may change two others: each gets its own events, each once."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.law.amendments import apply_changes
from regulations.domain.law.events import record_event
from regulations.domain.text.versions import regulation_as_of
from regulations.models import LegalEvent, Provision, Regulation
from regulations.vocabulary import EventKind
from tests.regulations.factories import TODAY, make, pasal, text_of

DAY = date(2021, 6, 1)
PASAL_I = """Ketentuan dalam Peraturan Daerah Nomor 1 Tahun 2018 diubah sebagai berikut:
1. Ketentuan Pasal 1 diubah, sehingga Pasal 1 berbunyi sebagai berikut:
Pasal 1
Bunyi baru."""


@pytest.fixture
def amending(officer: User) -> Regulation:
    row = make("perda", "4", 2021)
    Provision.objects.create(
        regulation=row, label="Pasal I", path="pasal-i", position=1, text=PASAL_I
    )
    text_of(row, confirmed_at=timezone.now())
    return row


@pytest.fixture
def targets(amending: Regulation) -> list[Regulation]:
    laws = [make("perda", number, 2018) for number in ("1", "2")]
    for law in laws:
        pasal(law, 1)
    return laws


def words(law: Regulation) -> list[str]:
    return [version.text for version in regulation_as_of(law, TODAY)]


def test_each_of_two_targets_is_amended_and_only_once(
    officer: User, amending: Regulation, targets: list[Regulation]
) -> None:
    first, second = targets
    apply_changes(actor=officer, regulation=amending, target=first, on=DAY)
    assert [words(first), words(second)] == [["Bunyi baru."], ["Bunyi uji."]]
    apply_changes(actor=officer, regulation=amending, target=second, on=DAY)
    assert [words(first), words(second)] == [["Bunyi baru."], ["Bunyi baru."]]
    for law in targets:
        # one event of the whole, one of its pasal
        rows = LegalEvent.objects.filter(source=amending, target=law, kind=EventKind.AMENDS)
        assert sorted(e.provision_id is None for e in rows) == [False, True]
        with pytest.raises(Refusal) as refusal:
            apply_changes(actor=officer, regulation=amending, target=law, on=DAY)
        assert refusal.value.code == "already_applied"


def test_a_partial_repeal_by_the_same_regulation_is_no_amendment_yet(
    officer: User, amending: Regulation, targets: list[Regulation]
) -> None:
    law = targets[0]
    ended = pasal(law, 2)
    record_event(
        actor=officer,
        kind=EventKind.REPEALS_PART,
        source=amending,
        target=law,
        provision=ended,
        on=DAY,
    )
    apply_changes(actor=officer, regulation=amending, target=law, on=DAY)
    assert words(law) == ["Bunyi baru.", "Bunyi uji."]


def test_an_amendment_by_another_regulation_is_not_this_one(
    officer: User, amending: Regulation, targets: list[Regulation]
) -> None:
    law = targets[0]
    record_event(
        actor=officer,
        kind=EventKind.AMENDS,
        source=make("perda", "3", 2020),
        target=law,
        provision=law.provisions.get(),
        on=date(2020, 6, 1),
        wording="Bunyi 2020.",
    )
    apply_changes(actor=officer, regulation=amending, target=law, on=DAY)
    assert words(law) == ["Bunyi baru."]


def test_the_whole_amendment_that_stands_already_is_not_recorded_twice(
    officer: User, amending: Regulation, targets: list[Regulation]
) -> None:
    law = targets[0]
    record_event(actor=officer, kind=EventKind.AMENDS, source=amending, target=law, on=DAY)
    apply_changes(actor=officer, regulation=amending, target=law, on=DAY)
    assert LegalEvent.objects.filter(target=law, provision=None).count() == 1
