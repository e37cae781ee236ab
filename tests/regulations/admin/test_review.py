"""The text beside its PDF."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile

from egov.accounts.models import User
from egov.verbs.refusal import Refusal
from regulations.domain.text import review
from regulations.models import (
    Provision,
    RegulationFile,
)
from tests.regulations.factories import attach_pdf, make
from tests.regulations.sample_texts import PERWALI, draw, perda_like_the_parking_one
from tests.town import client_of


def test_the_text_is_corrected_beside_its_pdf(officer: User) -> None:
    perda = make("perda", "3", 2018)
    attach_pdf(
        actor=officer,
        regulation=perda,
        upload=ContentFile(draw(perda_like_the_parking_one()), "a.pdf"),
    )
    client, address = client_of(officer), f"/admin/regulations/regulation/{perda.pk}/naskah/"
    page = client.get(address).content.decode()
    assert "berkas.pdf#navpanes=0" in page
    two = perda.provisions.get(path="pasal-2")

    def fields(part: Provision, **changes: str) -> dict[str, str]:
        values = {
            "label": part.label,
            "heading": part.heading,
            "text": part.text,
            "explanation": part.explanation,
            **changes,
        }
        return {f"part-{part.pk}-{name}": value for name, value in values.items()}

    client.post(address, {"act": "save", **fields(two, text="(1) Baru.\r\n(2) Juga.")})
    two.refresh_from_db()
    assert two.text == "(1) Baru.\n(2) Juga."
    # what is refused stays typed
    page = client.post(
        address, {"act": "save", **fields(two, label="Pasal dua", text="Diketik lama sekali.")}
    ).content.decode()
    assert "bukan nama pasal" in page
    assert "Diketik lama sekali." in page
    page = client.post(address, {"act": "save", **fields(two, label="Pasal 3")}).content.decode()
    assert "sudah ada di naskah ini" in page
    client.post(
        address,
        {
            "act": "add",
            "new-kind": "pasal",
            "new-label": "Pasal 2A",
            "new-text": "Terlewat.",
            "new-after": str(two.pk),
        },
    )
    assert [p.label for p in perda.provisions.articles()][:4] == [
        "Pasal 1",
        "Pasal 2",
        "Pasal 2A",
        "Pasal 3",
    ]
    added = perda.provisions.get(path="pasal-2a")
    client.post(address, {"act": "save", **fields(added, remove="1")})
    assert not perda.provisions.filter(path="pasal-2a").exists()
    client.post(address, {"act": "confirm"})
    page = client.post(address, {"act": "save", **fields(two, text="Terlambat.")}).content.decode()
    assert "sudah dipastikan" in page
    two.refresh_from_db()
    assert two.text == "(1) Baru.\n(2) Juga."


@pytest.mark.parametrize(("act", "breaks"), [("confirm", "read_clauses"), ("add", "part_path")])
def test_an_act_on_the_text_happens_whole_or_not_at_all(
    officer: User, monkeypatch: pytest.MonkeyPatch, act: str, breaks: str
) -> None:
    r = make("perwali", "1")
    attach_pdf(actor=officer, regulation=r, upload=ContentFile(draw(PERWALI), "a.pdf"))
    part = r.provisions.articles().first()
    before = list(r.provisions.values_list("pk", "text"))

    def refuse(*_: Any, **__: Any) -> None:
        raise Refusal("broken", "Terhenti di tengah.")

    monkeypatch.setattr(review, breaks, refuse)
    typed = {f"part-{part.pk}-label": part.label, f"part-{part.pk}-text": "Dibetulkan."}
    address = f"/admin/regulations/regulation/{r.pk}/naskah/"
    page = client_of(officer).post(address, {"act": act, **typed}).content.decode()
    assert "Terhenti di tengah." in page
    assert "Dibetulkan." in page  # nothing typed is lost
    assert list(r.provisions.values_list("pk", "text")) == before
    assert RegulationFile.objects.get(regulation=r).confirmed_at is None
