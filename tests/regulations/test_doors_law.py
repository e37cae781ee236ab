"""Side doors of the law that careful readers tried.

Who may act on whose regulation, what undoes what.
"""

from __future__ import annotations

import random
from datetime import date, timedelta
from itertools import product

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from egov.accounts.models import User
from regulations.domain.applications.bindings import bind
from regulations.domain.law.effects import effects_of, record_effect
from regulations.domain.law.events import record_event
from regulations.domain.law.states import force_of
from regulations.domain.text.review import confirm_structure
from regulations.models import LegalEvent, Provision, Regulation, RegulationFile
from regulations.search import find_parts
from regulations.vocabulary import Force
from tests.regulations.doors import code, twin
from tests.regulations.factories import TODAY, app, attach_pdf, make, pasal
from tests.regulations.sample_texts import REPEALER, draw

# -- who may act on whose regulation ----------------------------------------------------


def test_another_regions_perda_has_no_say_here(officer: User) -> None:
    ours, theirs, province = (
        make("perda", "3", 2018),
        make("perda", "9", 2024, other_region="33.10"),
        make("perda-provinsi", "1", 2020),
    )
    for kind, told in (
        ("repeals", "other_maker"),
        ("amends", "other_maker"),
        ("implements", "wrong_way"),
    ):
        assert (
            code(
                record_event,
                actor=officer,
                kind=kind,
                source=theirs,
                target=ours,
                on=date(2024, 6, 1),
            )
            == told
        )
    assert (
        code(
            record_event,
            actor=officer,
            kind="repeals",
            source=province,
            target=ours,
            on=date(2024, 6, 1),
        )
        == "ok"
    )
    attach_pdf(actor=officer, regulation=theirs, upload=ContentFile(draw(REPEALER), "a.pdf"))
    confirm_structure(actor=officer, regulation=theirs)
    assert [(e.cited, e.target) for e in effects_of(theirs)] == [
        ("Peraturan Daerah Nomor 3 Tahun 2018", None)
    ]  # its own, not ours


def test_lower_rank_neither_withdraws_nor_amends_and_only_a_court_annuls(officer: User) -> None:
    perda, perwali, decision = (
        make("perda", "1", 2015),
        make("perwali", "1", 2016),
        make("kepwali", "1", 2017),
    )
    future = make("perda", "2", 2020, commences_on=date(2021, 1, 1))
    assert (
        code(
            record_event,
            actor=officer,
            kind="withdraws",
            source=make("perwali", "9", 2020),
            target=future,
            on=date(2020, 6, 1),
        )
        == "rule_223"
    )
    assert (
        code(record_event, actor=officer, kind="amends", source=decision, target=perwali, on=TODAY)
        == "rule_rank"
    )
    assert (
        code(
            record_event,
            actor=officer,
            kind="annuls",
            source=perwali,
            target=perda,
            on=TODAY,
            basis="1/2020",
        )
        == "court_annuls"
    )
    assert code(record_event, actor=officer, kind="annuls", target=perda, on=TODAY) == "no_decision"
    assert (
        code(
            record_event,
            actor=officer,
            kind="annuls",
            target=perda,
            on=TODAY,
            basis="Putusan contoh 1/2020",
        )
        == "ok"
    )
    later = make("kepwali", "2", 2018)
    assert (
        code(record_event, actor=officer, kind="repeals", source=later, target=decision, on=TODAY)
        == "ok"
    )  # a decision ends a decision


def test_what_has_ended_is_acted_on_only_with_a_reason(officer: User) -> None:
    a, b, c = make("perda", "1", 2001), make("perda", "2", 2005), make("perda", "3", 2010)
    record_event(actor=officer, kind="repeals", source=b, target=a, on=date(2005, 2, 1))
    for kind in ("repeals", "amends", "implements"):
        assert (
            code(record_event, actor=officer, kind=kind, source=c, target=a, on=date(2010, 2, 1))
            == "rule_ended"
        )
    assert (
        code(
            record_event,
            actor=officer,
            kind="repeals",
            source=c,
            target=a,
            on=date(2010, 2, 1),
            override="Penegasan.",
        )
        == "ok"
    )
    assert (
        code(record_event, actor=officer, kind="repeals", source=c, target=b, on=date(9999, 12, 31))
        == "bad_day"
    )


def test_commencement_is_no_door_round_the_rules(officer: User) -> None:
    perda = make("perda", "1", 2019, commences_on=date(2021, 1, 1))
    perwali = make("perwali", "2", 2020, commences_on=date(2021, 1, 1))
    record_event(
        actor=officer, kind="implements", source=perwali, target=perda, on=date(2021, 1, 1)
    )
    assert (
        code(
            record_event,
            actor=officer,
            kind="commences",
            source=perwali,
            target=perwali,
            on=date(2020, 3, 1),
        )
        == "rule_157"
    )
    old, repealer = make("perwali", "3", 2010), make("perwali", "4", 2020)
    record_event(actor=officer, kind="repeals", source=repealer, target=old, on=date(2020, 2, 1))
    assert (
        code(
            record_event,
            actor=officer,
            kind="commences",
            source=repealer,
            target=repealer,
            on=date(2025, 1, 1),
        )
        == "rule_158"
    )
    unknown = make("perwali", "5", 2020, promulgated_on=None)
    assert (
        code(
            record_event,
            actor=officer,
            kind="commences",
            source=unknown,
            target=unknown,
            on=date(2000, 1, 1),
        )
        == "rule_155"
    )
    penal = {
        "actor": officer,
        "kind": "amends",
        "source": make("perda", "8", 2020),
        "target": make("perda", "7", 2010),
        "on": date(2015, 1, 1),
    }
    assert code(record_event, **penal, override="Sebab.") == "rule_156"


def test_149_neither_before_promulgation_nor_twice_over(officer: User) -> None:
    target = make("perda", "1", 2025, commences_on=date(2027, 1, 1))
    assert (
        code(
            record_event,
            actor=officer,
            kind="withdraws",
            source=make("perda", "2", 2010),
            target=target,
            on=date(2012, 1, 1),
        )
        == "rule_149"
    )


# -- what undoes what ------------------------------------------------------------------------


def test_a_repealer_that_ended_before_its_day_repeals_nothing(officer: User) -> None:
    a, b, c = (
        make("perda", "1", 2001),
        make("perda", "2", 2020, commences_on=date(2022, 1, 1)),
        make("perda", "3", 2021),
    )
    record_event(actor=officer, kind="repeals", source=b, target=a, on=date(2022, 1, 1))
    record_event(
        actor=officer, kind="repeals", source=c, target=b, on=date(2021, 6, 1), override="Contoh."
    )
    assert twin(a, TODAY) == Force.IN_FORCE


def test_a_withdrawal_that_was_undone_undoes_nothing(officer: User) -> None:
    a, b, c = (
        make("perda", "1", 2001),
        make("perda", "2", 2020, commences_on=date(2021, 1, 1)),
        make("perda", "3", 2020),
    )
    record_event(actor=officer, kind="repeals", source=b, target=a, on=date(2021, 1, 1))
    record_event(actor=officer, kind="withdraws", source=c, target=b, on=date(2020, 6, 1))
    assert [twin(r, TODAY) for r in (a, b)] == [Force.IN_FORCE, Force.ENDED]
    record_event(
        actor=officer, kind="annuls", target=c, on=date(2020, 3, 1), basis="Putusan contoh"
    )
    assert [twin(r, TODAY) for r in (a, b)] == [Force.ENDED, Force.IN_FORCE]


def test_a_chain_of_undoing_is_followed_to_its_end(officer: User) -> None:
    a, b, c, d = (make("perda", str(n), 2000 + n, commences_on=date(2030, 1, 1)) for n in range(4))
    make_event = LegalEvent.objects.create
    make_event(kind="repeals", source=b, target=a, on=date(2026, 1, 1))
    make_event(kind="withdraws", source=c, target=b, on=date(2025, 1, 1))
    make_event(kind="withdraws", source=d, target=c, on=date(2024, 1, 1))
    make_event(kind="annuls", target=d, on=date(2023, 1, 1))
    # d never stood, so c stands, so b was withdrawn, so a was never repealed
    assert [twin(r, date(2026, 6, 1)) for r in (d, c, b, a)] == [
        Force.ENDED,
        Force.NOT_YET,
        Force.ENDED,
        Force.NOT_YET,
    ]


def test_a_part_that_starts_before_the_whole_and_a_statement_behind_a_part(officer: User) -> None:
    r = make("perda", "1", 2020, commences_on=date(2022, 1, 1))
    early = pasal(r, 5)
    record_event(
        actor=officer, kind="commences", source=r, target=r, provision=early, on=date(2020, 6, 1)
    )
    assert [twin(r, d) for d in (date(2020, 5, 31), date(2021, 1, 1), date(2022, 1, 1))] == [
        Force.NOT_YET,
        Force.PARTLY,
        Force.IN_FORCE,
    ]
    stated, other = (
        make("perda", "2", 2010, stated_status="tidak-berlaku"),
        make("perda", "3", 2015),
    )
    record_event(
        actor=officer,
        kind="repeals_part",
        source=other,
        target=stated,
        provision=pasal(stated, 1),
        on=date(2015, 2, 1),
    )
    assert twin(stated, TODAY) == Force.UNKNOWN


def test_events_and_bindings_are_about_pasal_not_headings(officer: User) -> None:
    r, other, a = make("perda", "1", 2010), make("perda", "2", 2015), app()
    chapter = r.provisions.create(kind="bab", label="BAB II", path="bab-2", position=50)
    assert (
        code(
            record_event,
            actor=officer,
            kind="repeals_part",
            source=other,
            target=r,
            provision=chapter,
            on=date(2015, 2, 1),
        )
        == "which_part"
    )
    assert (
        code(
            bind,
            actor=officer,
            application=a,
            regulation=r,
            provision=chapter,
            role="obligation",
            start=TODAY,
        )
        == "which_part"
    )


def test_a_perwali_carries_out_national_law_and_not_the_other_way(officer: User) -> None:
    perwali, uu, province = (
        make("perwali", "1", 2021),
        make("uu", "1", 2020),
        make("perda-provinsi", "2", 2020),
    )
    for parent in (uu, province):
        assert (
            code(
                record_event,
                actor=officer,
                kind="implements",
                source=perwali,
                target=parent,
                on=date(2021, 1, 2),
            )
            == "ok"
        )
    assert (
        code(record_event, actor=officer, kind="implements", source=uu, target=perwali, on=TODAY)
        == "wrong_way"
    )


def test_a_partial_repeal_and_a_reasoned_amendment_are_recorded_from_the_text(
    officer: User,
) -> None:
    old, new = make("perda", "5", 2010), make("perda", "9", 2020)
    part = pasal(old, 7)
    new.provisions.create(
        label="Pasal 1",
        path="pasal-1",
        position=1,
        text="Pada saat Perda ini mulai berlaku, ketentuan Pasal 7 "
        "Peraturan Daerah Nomor 5 Tahun 2010 tentang A dicabut.",
    )
    new.document.delete() if hasattr(new, "document") else None
    RegulationFile.objects.create(
        regulation=new,
        file="x.pdf",
        sha256="0" * 64,
        size=1,
        text_status="ada-teks",
        confirmed_at=timezone.now(),
    )
    effect = effects_of(new)[0]
    assert (effect.kind, effect.part, effect.ready) == ("repeals_part", part, True)
    assert record_effect(actor=officer, regulation=new, key=effect.key)[0].provision == part
    page = Client().get(f"{old.get_absolute_url()}pasal-7/").content.decode()
    assert "Dicabut" in page
    assert find_parts("uji", on=TODAY) == []  # what is repealed is no living law
    again = {
        "actor": officer,
        "kind": "amends",
        "source": make("perda", "10", 2021),
        "target": old,
        "provision": part,
        "on": date(2021, 6, 1),
    }
    assert code(record_event, **again, wording="Hidup lagi.") == "rule_ended"


def test_149_both_ways_158_for_parts_and_every_rule_is_named(officer: User) -> None:
    future, other = (
        make("perda", "1", 2020, commences_on=date(2022, 1, 1)),
        make("perda", "2", 2020),
    )
    assert (
        code(
            record_event,
            actor=officer,
            kind="repeals",
            source=other,
            target=future,
            on=date(2021, 1, 1),
        )
        == "rule_149"
    )
    old, late = make("perda", "3", 2010), make("perwali", "4", 2020, commences_on=date(2023, 1, 1))
    given = {
        "actor": officer,
        "kind": "repeals",
        "source": late,
        "target": old,
        "on": date(2021, 1, 1),
    }
    event = record_event(**given, override="Contoh.")
    assert event.overridden_rule == "223, 158"
    source = make("perda", "5", 2020)
    record_event(
        actor=officer,
        kind="repeals_part",
        source=source,
        target=make("perda", "6"),
        provision=pasal(Regulation.objects.get(number="6"), 1),
        on=TODAY,
    )
    assert (
        code(
            record_event,
            actor=officer,
            kind="commences",
            source=source,
            target=source,
            on=date(2026, 12, 1),
        )
        == "rule_158"
    )
    penal = {
        "actor": officer,
        "kind": "amends",
        "source": make("perwali", "7", 2020),
        "target": make("perda", "8", 2010),
        "on": date(2015, 1, 1),
    }
    assert (
        code(
            record_event,
            **penal,
            wording="Dipidana kurungan.",
            override="Sebab.",
            provision=pasal(Regulation.objects.get(number="8"), 1),
        )
        == "rule_156"
    )


def test_the_force_of_a_pasal_is_one_by_function_and_by_query(officer: User) -> None:
    rng = random.Random(11)
    rows = [
        make("perda", str(i), 2000 + i, commences_on=rng.choice([None, date(2000 + i, 6, 1)]))
        for i in range(8)
    ]
    rows += [
        make("perda", "x", 2013, promulgated_on=None, enacted_on=None),
        make("perda", "y", 2003, stated_status="tidak-berlaku"),
    ]
    parts = [pasal(r, n) for r, n in product(rows, (1, 2))]
    for _ in range(120):
        part = rng.choice(parts)
        kind = rng.choice(["repeals", "amends", "withdraws", "repeals_part", "commences", "annuls"])
        LegalEvent.objects.get_or_create(
            kind=kind,
            source=rng.choice([r for r in rows if r != part.regulation]),
            target=part.regulation,
            provision=rng.choice([None, part, part]) if kind != "repeals_part" else part,
            on=date(2000, 1, 1) + timedelta(days=rng.randint(0, 6000)),
        )
    for event in LegalEvent.objects.filter(kind="amends", provision__isnull=False):
        event.amendment = rng.choice(["ubah", "sisip", "hapus"])
        event.save()
    for day in range(0, 7000, 250):
        on = date(2000, 1, 1) + timedelta(days=day)
        told = {p.pk: p.force for p in Provision.objects.with_force(on)}
        assert told == {
            p.pk: force_of(p.regulation, on, p)
            for p in Provision.objects.select_related("regulation")
        }, on
