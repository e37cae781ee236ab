"""What a text says it does to others, as it is offered to the officer."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.law.effects import effects_of, record_effect
from regulations.models import LegalEvent, Provision, Regulation, RegulationFile
from regulations.vocabulary import EventKind
from tests.regulations.factories import make, pasal, text_of

PASAL_I = """Ketentuan dalam Peraturan Daerah Nomor 1 Tahun 2018 diubah sebagai berikut:
1. Ketentuan Pasal 1 diubah, sehingga Pasal 1 berbunyi sebagai berikut:
Pasal 1
Bunyi baru.
2. Pasal 2 dihapus."""
REPEALS = (
    "Pada saat Peraturan Daerah ini mulai berlaku, Peraturan Daerah Nomor 9 Tahun 2010 "
    "tentang Lama dicabut dan dinyatakan tidak berlaku."
)
REPEALS_PART = (
    "Pada saat Peraturan Daerah ini mulai berlaku, ketentuan Pasal 7 "
    "Peraturan Daerah Nomor 5 Tahun 2010 tentang A dicabut."
)


@pytest.fixture
def new(officer: User) -> Regulation:
    row = make("perda", "4", 2021)
    text_of(row)
    return row


def says(regulation: Regulation, *texts: str) -> None:
    for position, text in enumerate(texts, start=1):
        number = "I" if text == PASAL_I else str(40 + position)
        Provision.objects.create(
            regulation=regulation,
            label=f"Pasal {number}",
            path=f"pasal-{number.lower()}",
            position=position,
            text=text,
        )
    RegulationFile.objects.filter(regulation=regulation).update(confirmed_at=timezone.now())


def test_only_an_amendment_counts_pasal_that_it_changes(new: Regulation) -> None:
    amended, repealed = make("perda", "1", 2018), make("perda", "9", 2010)
    says(new, PASAL_I, REPEALS)
    assert [(e.kind, e.target, e.changes, e.where) for e in effects_of(new)] == [
        (EventKind.AMENDS, amended, 2, "Pasal I"),
        (EventKind.REPEALS, repealed, 0, "Pasal 42"),
    ]


@pytest.mark.parametrize(
    ("commences_on", "on"), [(None, date(2021, 1, 2)), (date(2021, 7, 1), date(2021, 7, 1))]
)
def test_an_effect_is_of_the_day_on_which_the_text_begins(
    officer: User, new: Regulation, commences_on: date | None, on: date
) -> None:
    old = make("perda", "9", 2010)
    Regulation.objects.filter(pk=new.pk).update(commences_on=commences_on)
    new.refresh_from_db()
    says(new, REPEALS)
    [effect] = effects_of(new)
    assert effect.on == on
    record_effect(actor=officer, regulation=new, key=effect.key)
    assert LegalEvent.objects.get(target=old).takes_effect_on == on
    assert effects_of(new)[0].recorded


def test_what_the_registry_does_not_hold_is_told_and_cannot_be_recorded(
    officer: User, new: Regulation
) -> None:
    says(new, PASAL_I, REPEALS, REPEALS_PART)
    effects = effects_of(new)
    assert [(e.target, e.part, e.ready, e.recorded) for e in effects] == [
        (None, None, False, False)
    ] * 3
    for effect in effects:
        with pytest.raises(Refusal) as refusal:
            record_effect(actor=officer, regulation=new, key=effect.key)
        assert refusal.value.code == "no_such_effect"


@pytest.mark.parametrize("there", [True, False])
def test_a_partial_repeal_is_ready_where_its_pasal_is_there(new: Regulation, there: bool) -> None:
    old = make("perda", "5", 2010)
    part = pasal(old, 7) if there else None
    says(new, REPEALS_PART)
    [effect] = effects_of(new)
    assert (effect.kind, effect.target, effect.part, effect.ready) == (
        EventKind.REPEALS_PART,
        old,
        part,
        there,
    )


def test_each_effect_is_recorded_by_its_own_key(officer: User, new: Regulation) -> None:
    amended, repealed = make("perda", "1", 2018), make("perda", "9", 2010)
    for number in (1, 2):
        pasal(amended, number)
    says(new, PASAL_I, REPEALS)
    record_effect(actor=officer, regulation=new, key=f"repeals-{repealed.pk}")
    assert [(e.kind, e.target) for e in LegalEvent.objects.all()] == [(EventKind.REPEALS, repealed)]
    record_effect(actor=officer, regulation=new, key=f"amends-{amended.pk}")
    assert LegalEvent.objects.filter(target=amended, provision__isnull=False).count() == 2


def test_nothing_is_recorded_before_the_text_is_confirmed_or_has_a_day(
    officer: User, new: Regulation
) -> None:
    old = make("perda", "9", 2010)
    key = f"repeals-{old.pk}"
    with pytest.raises(Refusal) as refusal:
        record_effect(actor=officer, regulation=new, key=key)
    assert refusal.value.code == "not_confirmed"
    says(new, REPEALS)
    Regulation.objects.filter(pk=new.pk).update(promulgated_on=None, commences_on=None)
    new.refresh_from_db()
    with pytest.raises(Refusal) as refusal:
        record_effect(actor=officer, regulation=new, key=key)
    assert refusal.value.code == "no_day"
