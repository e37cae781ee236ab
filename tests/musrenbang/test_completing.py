"""Completing a proposal that an office gave back."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from egov.accounts.appointing import end_appointment
from egov.files.pictures import store_picture
from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from egov.verbs.refusal import Invalid, Refusal
from musrenbang.domain.deliberation import complete
from musrenbang.domain.submission import submit
from tests.conftest import picture
from tests.town import Town, appoint, decide, fresh, user

CHANGED = {"reason_code": "changed", "reason": "Lebih pendek."}


def test_completing_keeps_what_offices_set_and_what_was_wished(town: Town) -> None:
    p = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=p, outcome="forward", volume=Decimal(40), **CHANGED)
    decide(actor=town.staff["camat"], proposal=p, outcome="return", reason="Foto?")
    shot = store_picture(upload=ContentFile(picture(), "a.jpg"), actor_id=None)
    with pytest.raises(Refusal) as refusal:
        complete(actor=town.citizen, proposal=p, changes={"volume": Decimal(9000)})
    assert refusal.value.code == "volume_too_large"
    complete(actor=town.citizen, proposal=p, changes={"problem": "Lebih jelas."}, photos=[shot])
    assert (p.volume, p.proposed_volume, p.photos.count()) == (Decimal(40), Decimal(100), 1)


def test_an_assisted_proposal_is_completed_by_the_office_not_by_who_once_held_it(
    town: Town,
) -> None:
    clerk = town.staff["operator_kelurahan"]
    p = submit(
        actor=clerk, channel=town.channel, content=town.content(behalf_name="Bu Rekaan"), key="k"
    )
    decide(actor=town.staff["ketua_rw"], proposal=p, outcome="return", reason="Ukuran?")
    deliver_outbox()
    assert Notice.objects.filter(user=clerk).count() == 1
    end_appointment(actor=town.staff["administrator"], appointment=clerk.appointments.get())
    with pytest.raises(Refusal):
        complete(actor=fresh(clerk), proposal=p, changes={})
    successor = user("operator-baru")
    appoint(successor, "operator_kelurahan", town.areas["35.78.01.1001"])
    complete(actor=fresh(successor), proposal=p, changes={"wish": "Rata."})
    assert p.state == "waiting"


def test_completing_needs_the_return_and_its_deadline(town: Town) -> None:
    p = submit(actor=town.citizen, channel=town.channel, content=town.content(), key="satu")
    with pytest.raises(Refusal) as refusal:
        complete(actor=town.citizen, proposal=p, changes={})
    assert refusal.value.code == "not_returned"
    decide(
        actor=town.staff["ketua_rw"],
        proposal=p,
        outcome="return",
        reason="Sebab uji.",
        deadline=timezone.localdate() + timedelta(days=3),
    )
    with pytest.raises(Refusal) as refusal:
        complete(actor=town.citizen, proposal=p, changes={}, now=timezone.now() + timedelta(days=4))
    assert refusal.value.code == "deadline_over"
    with pytest.raises(Invalid) as bad:
        complete(actor=town.citizen, proposal=p, changes={"title": "  "})
    assert bad.value.field == "title"
    complete(actor=town.citizen, proposal=p, changes={"problem": "Foto dan ukuran ditambah."})
    assert (p.state, p.problem, p.return_until) == ("waiting", "Foto dan ukuran ditambah.", None)
