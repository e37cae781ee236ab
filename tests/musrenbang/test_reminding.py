"""Who is told before a stage ends that something still waits."""

from __future__ import annotations

from datetime import timedelta

import time_machine

from egov.verbs.models import OutboxEvent
from musrenbang.models import Stage
from musrenbang.notices import stage_silent
from musrenbang.tasks import warn_silent_heads
from tests.town import HOUR, Town


def told() -> list[dict[str, object]]:
    return list(OutboxEvent.objects.filter(topic="stage.silent").values_list("payload", flat=True))


def test_a_head_hears_three_days_before_who_may_record_for_them(town: Town) -> None:
    town.proposal("rw")
    closes = town.stages["rw"].closes
    with time_machine.travel(closes - timedelta(days=3) - HOUR):
        assert (warn_silent_heads(), told()) == (0, [])
    with time_machine.travel(closes - timedelta(days=3) + HOUR):
        assert (warn_silent_heads(), warn_silent_heads()) == (1, 0)
        (payload,) = told()
        (message,) = stage_silent(payload)
    assert message.recipients == {town.staff["ketua_rw"].pk}
    assert "Masih 1 usulan menunggu Anda" in message.sentence
    assert "kelurahan dapat mencatat" in message.sentence


def test_nobody_hears_where_nothing_waits(town: Town) -> None:
    with time_machine.travel(town.stages["rw"].closes - HOUR):
        warn_silent_heads()
        (payload,) = told()
        assert list(stage_silent(payload)) == []


def test_only_an_assembly_can_be_recorded(town: Town) -> None:
    for tier in ("rw", "kelurahan"):
        town.proposal(tier)
    Stage.objects.filter(pk=town.stages["rw"].pk).update(act="musyawarah")
    with time_machine.travel(town.stages["rw"].closes - HOUR):
        assert (warn_silent_heads(), told()) == (0, [])
