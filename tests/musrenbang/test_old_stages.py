"""Stages of the time when their rules stood in the code: the migration says of each what it did.

On 27 November 2026 the whole demo of the last commit before it was made, migrated to the newest
and replayed: `verify_standing` read 5,384 proposals and found no column that differs. Here a
year's rows in the old shape go through the same function.
"""

from __future__ import annotations

from importlib import import_module

from django.apps import apps
from django.db import connection

from musrenbang.domain.packs import read_pack
from musrenbang.domain.standing import replay_all
from musrenbang.models import Proposal, Stage
from tests.town import Town, decide, with_opinion

MIGRATION = import_module("musrenbang.migrations.0012_stages_are_rows")
NEW = ("only_verification_gives_opinions", "stage_has_an_office", "silence_ends_by_law_only")


def test_a_year_of_before_reads_as_it_did(town: Town) -> None:
    accepted = with_opinion(town)
    decide(actor=town.staff["planner"], proposal=accepted, outcome="accept", reason="Baik.")
    sent_back = town.proposal("rw")
    decide(
        actor=town.staff["ketua_rw"], proposal=sent_back, outcome="return", reason="Kurang foto."
    )
    before = list(Proposal.objects.order_by("pk").values_list("state", "tier", "rw_rank"))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in NEW:
            cursor.execute(f"ALTER TABLE musrenbang_stage DROP CONSTRAINT {name}")
    Stage.objects.update(act="", role="", preparer="", decider="", outcomes=[], needs=[])
    MIGRATION.fill(apps, None)
    rules = {rule.tier: rule for rule in read_pack("surabaya-kelurahan").rules}
    told = ("act", "role", "preparer", "outcomes", "needs")
    for stage in Stage.objects.all():
        assert [getattr(stage.rule, name) for name in told] == [
            getattr(rules[stage.tier], name) for name in told
        ], stage.tier
    assert [deviations for _, deviations in replay_all() if deviations] == []
    assert list(Proposal.objects.order_by("pk").values_list("state", "tier", "rw_rank")) == before
