"""Applying what an amending regulation says; the amended text reads as of each day."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.law.amendments import apply_changes, changes_of
from regulations.domain.law.states import force_of
from regulations.domain.text.review import confirm_structure
from regulations.domain.text.versions import part_as_of, regulation_as_of
from regulations.models import LegalEvent, Regulation
from regulations.vocabulary import Force
from tests.regulations.factories import attach_pdf, make, pasal
from tests.regulations.sample_texts import AMENDING, draw


def both(officer: User) -> tuple[Regulation, Regulation]:
    old = make("perda", "1", 2015)
    for label, position in (("BAB II", 1), ("BAB III", 16)):
        old.provisions.create(
            kind="bab",
            label=label,
            path=label.lower().replace(" ", "-"),
            position=position,
            heading="JUDUL",
        )
    for number in range(1, 7):
        part = pasal(old, number)
        part.position = 10 + number if number < 5 else 20 + number
        part.save()
    new = make("perda", "4", 2020, promulgated_on=None, enacted_on=None)
    attach_pdf(actor=officer, regulation=new, upload=ContentFile(draw(AMENDING), "a.pdf"))
    return old, new


def labelled_text(regulation: Regulation, day: date) -> list[tuple[str, str]]:
    return [(w.part.label, w.text) for w in regulation_as_of(regulation, day)]


def test_the_amended_text_reads_as_of_each_day(officer: User, client: Client) -> None:
    old, new = both(officer)
    day = date(2020, 3, 2)
    assert new.promulgated_on == day
    with pytest.raises(Refusal) as refusal:
        apply_changes(actor=officer, regulation=new, target=old, on=day)
    assert refusal.value.code == "not_confirmed"
    confirm_structure(actor=officer, regulation=new)
    assert (
        len(apply_changes(actor=officer, regulation=new, target=old, on=day))
        == len(changes_of(new))
        == 7
    )
    with pytest.raises(Refusal) as refusal:
        apply_changes(actor=officer, regulation=new, target=old, on=day)
    assert refusal.value.code == "already_applied"
    before, after = labelled_text(old, date(2020, 3, 1)), labelled_text(old, day)
    assert [row for row in before if row[0].startswith("Pasal")] == [
        (f"Pasal {n}", "Bunyi uji.") for n in range(1, 7)
    ]
    assert "BAB IIA" not in dict(before)
    assert [label for label, _ in after] == [
        "BAB II",
        "Pasal 1",
        "Pasal 2",
        "Pasal 2A",
        "Pasal 2B",
        "Pasal 3",
        "Pasal 4",
        "BAB IIA",
        "Pasal 4A",
        "BAB III",
        "Pasal 5",
        "Pasal 6",
    ]
    assert dict(after)["Pasal 3"] == "Dihapus."
    assert dict(after)["Pasal 2"] == "Bunyi uji."
    part = {p.path: p for p in old.provisions.all()}
    assert [force_of(old, d, part["pasal-2a"]) for d in (date(2020, 3, 1), day)] == [
        Force.NOT_YET,
        Force.IN_FORCE,
    ]
    assert [force_of(old, d, part["pasal-3"]) for d in (date(2020, 3, 1), day)] == [
        Force.IN_FORCE,
        Force.ENDED,
    ]
    assert force_of(old, day) == Force.IN_FORCE  # amendment does not end it
    page = client.get("/regulasi/perda/2015/1/pasal-2a/?pada=2020-03-01").content.decode()
    assert "pada hari itu belum ada" in page
    page = client.get("/regulasi/perda/2015/1/pasal-5/ayat-1a/").content.decode()
    assert "Satu a." in page
    assert "Satu a." not in client.get("/regulasi/perda/2015/1/?pada=2020-03-01").content.decode()
    assert "diubah dengan" in client.get("/regulasi/perda/2015/1/").content.decode().lower()
    compared = client.get(
        "/regulasi/perda/2015/1/bandingkan/?dari=2020-03-01&sampai=2020-03-02"
    ).content.decode()
    assert "<del>Bunyi uji.</del>" in compared
    assert "Pasal 6: sama." in compared
    hits = client.get("/regulasi/?q=Bunyi 2A").content.decode()
    assert "/regulasi/perda/2015/1/pasal-2a/" in hits  # an amended wording is found too


def test_an_amending_regulation_that_is_withdrawn_changes_nothing(officer: User) -> None:
    old, new, third = (
        make("perda", "1", 2015),
        make("perda", "2", 2020, commences_on=date(2021, 1, 1)),
        make("perda", "3", 2020),
    )
    one = pasal(old, 1)
    LegalEvent.objects.create(
        kind="amends",
        source=new,
        target=old,
        provision=one,
        takes_effect_on=date(2021, 1, 1),
        amendment="ubah",
        wording="Baru.",
    )
    assert (w := part_as_of(one, date(2021, 1, 1)))
    assert w.text == "Baru."
    LegalEvent.objects.create(
        kind="withdraws", source=third, target=new, takes_effect_on=date(2020, 12, 1)
    )
    assert (w := part_as_of(one, date(2021, 1, 1)))
    assert w.text == "Bunyi uji."
