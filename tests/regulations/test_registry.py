"""What is shipped: the facts about this region."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client

from egov.accounts.models import User
from regulations.domain.applications.bindings import renew
from regulations.domain.registry import load_facts
from regulations.models import Application, Binding, Finding, Regulation
from tests.regulations.factories import attach_pdf, make
from tests.regulations.sample_texts import REPEALER, draw


def test_the_board_of_this_region_invents_nothing(db: None, client: Client) -> None:
    call_command("load_registry", verbosity=0)
    assert load_facts() == 0
    assert Application.objects.count() == 22
    # the one basis that is known, Perwali 28/2013 for SSW, without a date that nobody knows
    assert list(Binding.objects.values_list("application__code", "regulation__number")) == [
        ("ssw", "28")
    ]
    # that nobody has looked for a basis accuses nobody
    assert list(Finding.objects.values_list("application__code", "problem")) == [
        ("ssw", "umbrella_unknown")
    ]
    page = client.get("/aplikasi/").content.decode()
    assert "22 aplikasi: 1 sebagian, 21 belum diteliti" in page
    assert 'class="tag stop"' not in page
    assert (
        client.get("/regulasi/?q=perparkiran&status=tidak-berlaku")
        .content.decode()
        .count("Perda Kota Surabaya Nomor 1 Tahun 2009")
        == 1
    )
    text = b"".join(client.get("/aplikasi/?format=csv")).decode("utf-8-sig")
    assert "e-Musrenbang,2009,belum diketahui" in text
    for form, magic in (("pdf", b"%PDF"), ("xlsx", b"PK")):
        assert b"".join(client.get(f"/aplikasi/?format={form}")).startswith(magic)


def test_the_shipped_facts_load_again_after_work_on_them(officer: User) -> None:
    load_facts()
    ssw = Binding.objects.get(application__code="ssw")
    renew(actor=officer, binding=ssw)
    make("perda", "3", 2018, other_region="33.10")
    perda = Regulation.objects.get(number="3", year=2018, other_region="")
    attach_pdf(actor=officer, regulation=perda, upload=ContentFile(draw(REPEALER), "a.pdf"))
    assert load_facts() == 0
    assert Binding.objects.filter(application__code="ssw").count() == 2


def test_the_pasal_of_a_shipped_regulation_come_with_it_once(db: None) -> None:
    load_facts()
    perda = Regulation.objects.get(kind__code="perda", number="3", year=2018)
    labels = ["Pasal 28", "Pasal 29", "Pasal 30", "Pasal 31", "Pasal 33", "Pasal 40"]
    assert [(p.label, p.path, p.position) for p in perda.provisions.all()] == [
        (label, label.lower().replace(" ", "-"), position)
        for position, label in enumerate(labels, start=1)
    ]
    perda.provisions.filter(label="Pasal 40").delete()
    load_facts()
    assert [p.label for p in perda.provisions.all()] == labels[:-1]  # an officer's work stays
