"""Letters and papers with a proposal: for its proposer and the offices, for nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from egov.files.documents import store_document
from egov.verbs.refusal import Refusal
from musrenbang.domain.attaching import MOST, attach
from musrenbang.models import Proposal, ProposalDocument
from tests.regulations.sample_texts import draw
from tests.town import Town, client_of


def paper() -> Any:
    return store_document(upload=ContentFile(draw("Surat pengantar."), "a.pdf"), actor_id=None)


def refused(**given: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        attach(**given)
    return refusal.value.code


def test_what_is_attached_and_what_is_refused(town: Town) -> None:
    proposal, document = town.proposal("rw"), paper()
    given = {"actor": town.citizen, "proposal": proposal, "kind": "surat", "document": document}
    assert refused(**{**given, "actor": town.neighbour}) == "not_your_proposal"
    assert refused(**{**given, "actor": town.staff["lurah"]}) == "not_your_proposal"
    assert refused(**{**given, "kind": "x"}) == "unknown_paper"
    for _ in range(MOST):
        attach(**given)
    assert refused(**given) == "too_many_papers"
    Proposal.objects.filter(pk=proposal.pk).update(state="rejected")
    assert refused(**given) == "ended"


def test_the_page_and_who_reads_it(town: Town) -> None:
    proposal = town.proposal("rw")
    address = f"{proposal.get_absolute_url()}lampiran/"
    mine = client_of(town.citizen)
    wrong = SimpleUploadedFile("a.pdf", b"bukan pdf", content_type="application/pdf")
    page = mine.post(address, {"kind": "rab", "document": wrong}).content.decode()
    assert "Berkas ini bukan PDF." in page
    right = SimpleUploadedFile("a.pdf", draw("RAB."), content_type="application/pdf")
    assert mine.post(address, {"kind": "rab", "document": right}).status_code == 302
    row = ProposalDocument.objects.get()
    for person, status in (
        (town.citizen, 200),
        (town.staff["lurah"], 200),
        (town.far["lurah"], 404),
        (town.neighbour, 404),
    ):
        reader = client_of(person)
        assert reader.get(address).status_code == status, person
        assert reader.get(f"{address}{row.pk}.pdf").status_code == status, person
    assert Client().get(address).status_code == 302
    # an office reads and adds nothing
    assert "Lampirkan" not in client_of(town.staff["lurah"]).get(address).content.decode()
