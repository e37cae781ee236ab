"""What befell a few proposals of the demo fits all that is decided, at any moment."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from egov.accounts.models import Appointment
from musrenbang.demo.happenings import happen, happened
from musrenbang.demo.hours import is_working_day
from musrenbang.demo.people import last_office_hour
from musrenbang.domain.cases import cases
from musrenbang.domain.standing import replay_all
from musrenbang.models import Decision, Proposal, Redirection
from tests.musrenbang.demo.conftest import Make

MOMENTS = ["2026-11-26T09:00Z", "2026-12-31T23:30Z", "2028-02-29T03:00Z", "2027-08-14T17:47Z"]


@pytest.mark.parametrize("moment", MOMENTS)
def test_each_scene_is_done_by_an_office_in_its_hours(make: Make, moment: str) -> None:
    make(moment, least=400)
    before = set(Decision.objects.values_list("pk", flat=True))
    with time_machine.travel(moment, tick=False):
        happen()
        new = Decision.objects.exclude(pk__in=before)
        for decision in new:
            local = timezone.localtime(decision.decided_at)
            assert is_working_day(local.date()) and 8 <= local.hour < 16
            earlier = decision.proposal.decisions.filter(sequence__lt=decision.sequence)
            assert all(d.decided_at <= decision.decided_at for d in earlier)
    assert [d for _, deviations in replay_all() for d in deviations] == []


def test_in_november_all_of_them_happen_once(make: Make, client: Client) -> None:
    make(MOMENTS[0], least=900)
    with time_machine.travel(MOMENTS[0], tick=False):
        assert not happened()
        happen()
        assert happened()
    assert Appointment.objects.filter(role="ketua_rw", ended_at__isnull=False).count() == 1
    assert Redirection.objects.filter(confirmed=True).count() == 1
    assert Redirection.objects.open().count() == 1
    # each is told of with an example; in so small a town nobody may be known to live in the RW
    vacant, *others = cases()
    assert [case.word for case in others if not case.number] == []
    for case in [vacant, *others] if vacant.number else others:
        row = Proposal.objects.get(number=case.number)
        assert client.get(row.get_absolute_url()).status_code == 200
    assert Decision.objects.filter(outcome="lapsed").count() == 1


def test_a_quiet_hour_is_found_behind_any_weekend() -> None:
    for moment in MOMENTS:
        with time_machine.travel(moment, tick=False):
            at = timezone.localtime(last_office_hour(timezone.now()))
            assert at < timezone.now() and (at.hour, at.minute) == (14, 0)
