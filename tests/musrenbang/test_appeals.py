"""Withholding in parts, and the proposer's appeal to the planner."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from egov.files.pictures import store_picture
from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from egov.verbs.refusal import Refusal
from musrenbang.domain.appeals import answer_appeal, appeal
from musrenbang.domain.moderation import HIDDEN, withhold
from musrenbang.models import Appeal, Proposal, ProposalPhoto, Withholding
from tests.conftest import picture
from tests.town import Town, client_of

PROBLEM = "Becek di depan rumah Pak Rekaan setiap hujan."


def withheld(town: Town, proposal: Proposal, **part: Any) -> Withholding:
    given = {"fault": "personal", "sentence": "Memuat nama orang.", **part}
    return withhold(actor=town.staff["lurah"], proposal=proposal, **given)


def refused(act: Any, **given: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        act(**given)
    return refusal.value.code


def test_a_passage_alone_is_withheld(town: Town) -> None:
    proposal = town.proposal("kelurahan", problem=PROBLEM)
    part = {"field": "problem", "passage": "Pak Rekaan"}
    withheld(town, proposal, **part)
    proposal.refresh_from_db()
    assert not proposal.withheld
    for address in (proposal.get_absolute_url(), f"/api/v1/usulan/{proposal.number}/"):
        text = Client().get(address).content.decode()
        assert "Pak Rekaan" not in text, address
        assert f"depan rumah {HIDDEN} setiap hujan" in text, address
    assert "Pak Rekaan" not in Client().get("/api/v1/usulan/").content.decode()
    for code, changed in (
        ("already_withheld", part),
        ("no_such_passage", {"field": "problem", "passage": "Bu Rekaan"}),
        ("no_such_passage", {"field": "problem", "passage": "a"}),
        ("unknown_text", {"field": "title", "passage": "Paving"}),
    ):
        whose = {"actor": town.staff["lurah"], "proposal": proposal}
        why = {"fault": "personal", "sentence": "Nama."}
        assert refused(withhold, **whose, **why, **changed) == code


def test_a_photo_alone_is_withheld(town: Town) -> None:
    proposal = town.proposal("kelurahan")
    files = [store_picture(upload=ContentFile(picture(), "a.jpg"), actor_id=None) for _ in "ab"]
    one, other = [
        ProposalPhoto.objects.create(proposal=proposal, file=file, position=n)
        for n, file in enumerate(files)
    ]
    withheld(town, proposal, photo=one)
    page = Client().get(proposal.get_absolute_url()).content.decode()
    assert f"/foto/{one.pk}.jpg" not in page
    assert f"/foto/{other.pk}.jpg" in page
    address = f"{proposal.get_absolute_url()}foto/{one.pk}.jpg"
    assert Client().get(address).status_code == 404
    assert client_of(town.staff["lurah"]).get(address).status_code == 200
    strange = ProposalPhoto.objects.create(proposal=town.proposal("rw"), file=files[0], position=0)
    given = {"actor": town.staff["lurah"], "proposal": proposal, "photo": strange}
    assert refused(withhold, **given, fault="personal", sentence="Wajah.") == "other_proposal"


def test_the_proposer_appeals_and_the_planner_answers(town: Town) -> None:
    proposal = town.proposal("kelurahan")
    row = withheld(town, proposal)
    given = {"withholding": row, "sentence": "Itu nama gang, bukan orang."}
    assert refused(appeal, actor=town.neighbour, **given) == "not_your_proposal"
    late = timezone.now() + timedelta(days=15)
    assert refused(appeal, actor=town.citizen, now=late, **given) == "appeal_over"
    mine = client_of(town.citizen)
    page = mine.get(proposal.get_absolute_url()).content.decode()
    assert "Ajukan keberatan" in page
    address = f"{proposal.get_absolute_url()}keberatan/{row.pk}/"
    assert client_of(town.neighbour).get(address).status_code == 404
    assert mine.post(address, {"sentence": given["sentence"]}).status_code == 302
    assert refused(appeal, actor=town.citizen, **given) == "already_appealed"
    deliver_outbox()
    assert Notice.objects.filter(user=town.staff["planner"]).exists()
    asked = Appeal.objects.get()
    answer = {"appeal": asked, "granted": True, "sentence": "Benar, nama gang."}
    assert refused(answer_appeal, actor=town.staff["lurah"], **answer) == "not_planner"
    answer_appeal(actor=town.staff["planner"], **answer)
    proposal.refresh_from_db()
    assert not proposal.withheld
    assert refused(answer_appeal, actor=town.staff["planner"], **answer) == "already_answered"
    deliver_outbox()
    told = Notice.objects.filter(user=town.citizen).order_by("-pk").first()
    assert told is not None
    assert "dikabulkan" in told.sentence


def test_the_register_counts_and_tells_nothing(town: Town) -> None:
    proposal = town.proposal("kelurahan", problem=PROBLEM)
    withheld(town, proposal, field="problem", passage="Pak Rekaan")
    page = Client().get("/usulan/ditahan/").content.decode()
    assert "Lurah Karang Pilang 1" in page
    assert "Memuat data pribadi seseorang" in page
    for secret in ("Rekaan", proposal.number, "Memuat nama orang"):
        assert secret not in page
