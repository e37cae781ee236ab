"""What waits for an office: all of it, the most pressing first."""

from __future__ import annotations

from datetime import timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils import timezone

from egov.areas.succession import merge_areas
from musrenbang.domain.queue import queue_of
from musrenbang.models import Proposal
from tests.town import HOUR, Town, appoint, decide, fresh, user


def test_the_nearest_deadline_comes_first_and_the_verifier_sees_their_own(town: Town) -> None:
    late, soon = town.proposal("kelurahan"), town.proposal("kelurahan")
    other = town.stages["kecamatan"]
    now = timezone.now()
    other.window = DateTimeTZRange(now - timedelta(days=9), now + timedelta(days=1))
    other.save()
    Proposal.objects.filter(pk=soon.pk).update(tier="kecamatan", stage=other)
    appoint(town.staff["lurah"], "operator_kecamatan", town.areas["35.78.02"])
    far = town.proposal("kecamatan", rw=town.areas["35.78.02.1001/01"])
    assert list(queue_of(fresh(town.staff["lurah"]))) == [far, late]
    opd = town.stages["opd"]
    opd.window = DateTimeTZRange(now - HOUR, now + timedelta(days=2))
    opd.save()
    town.proposal("kota")
    assert queue_of(fresh(town.staff["verifier"]))[0].due == opd.closes


def test_an_unanswered_return_comes_back_to_the_office(town: Town) -> None:
    p = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=p, outcome="return", reason="Ukuran?")
    assert list(queue_of(fresh(town.staff["lurah"]))) == []
    Proposal.objects.filter(pk=p.pk).update(return_until=timezone.localdate() - timedelta(days=1))
    assert list(queue_of(fresh(town.staff["lurah"]))) == [p]
    decide(actor=town.staff["lurah"], proposal=p, outcome="reject", reason="Tidak dilengkapi.")
    assert p.state == "rejected"


def test_the_new_lurah_holds_what_the_old_kelurahan_left(town: Town) -> None:
    p = town.proposal("kelurahan")
    old = [town.areas["35.78.01.1001"], town.areas["35.78.01.1002"]]
    new = merge_areas(predecessors=old, code="35.78.01.1009", name="Baru", on=timezone.localdate())
    head = user("lurah-baru")
    appoint(head, "lurah", new)
    assert list(queue_of(fresh(head))) == [p]
    decide(actor=fresh(head), proposal=p, outcome="forward")
    assert p.decisions.get().office == "Lurah Baru"
