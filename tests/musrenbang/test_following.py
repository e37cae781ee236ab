"""A merged proposal follows its head: supports, notices, pages; and it can be undone."""

from __future__ import annotations

import pytest

from egov.accounts.models import User
from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from egov.verbs.refusal import Refusal
from musrenbang.domain.following import followers_of, head_of
from musrenbang.domain.separating import separate
from musrenbang.domain.submission import support
from musrenbang.models import Proposal
from tests.factories.accounts import ResidenceFactory
from tests.town import Town, client_of, decide, fresh, reside, user


def merge(town: Town, proposal: Proposal, head: Proposal, who: str = "lurah") -> None:
    decide(
        actor=town.staff[who],
        proposal=proposal,
        outcome="merge",
        reason="Gang yang sama.",
        merged_into=head,
    )
    proposal.refresh_from_db()
    head.refresh_from_db()


def supporter(town: Town, login: str) -> User:
    person = user(login)
    ResidenceFactory(user=person, rw=town.areas["35.78.01.1001/02"])
    return fresh(person)


def test_supports_are_counted_once_per_person(town: Town) -> None:
    head, merged = town.proposal("kelurahan"), town.proposal("kelurahan")
    both, one = supporter(town, "dua-kali"), supporter(town, "sekali")
    for person, proposal in ((both, head), (both, merged), (one, merged)):
        support(actor=person, proposal=proposal)
    merge(town, merged, head)
    assert (head.support_count, merged.support_count) == (2, 2)
    assert followers_of([head.pk]) == {merged.pk: head.pk}
    assert head_of(merged) == head
    assert head_of(head) is None
    with pytest.raises(Refusal) as refused:
        support(actor=one, proposal=merged)
    assert refused.value.code == "follow_head"
    support(actor=one, proposal=head)
    head.refresh_from_db()
    assert head.support_count == 2
    shown = client_of(one).get(head.get_absolute_url()).content.decode()
    assert "Anda mendukung usulan ini" in shown
    sent = client_of(one).get(f"/api/v1/usulan/{merged.number}/").json()
    assert (sent["digabung_ke"], sent["keadaan"]) == (head.number, "merged")


def test_a_merge_is_undone_by_an_act(town: Town) -> None:
    head, merged = town.proposal("kelurahan"), town.proposal("kelurahan")
    support(actor=supporter(town, "warga-2"), proposal=merged)
    merge(town, merged, head)
    assert head.support_count == 1
    for actor, code in (("camat", "not_your_office"), ("ketua_rw", "not_your_office")):
        with pytest.raises(Refusal) as refused:
            separate(actor=town.staff[actor], proposal=merged, reason="Bukan.", seen=1)
        assert refused.value.code == code
    for reason, code in (("", "no_reason"), ("x", "reason_too_short")):
        with pytest.raises(Refusal) as refused:
            separate(actor=town.staff["lurah"], proposal=merged, reason=reason, seen=1)
        assert refused.value.code == code
    decision = separate(
        actor=town.staff["planner"], proposal=merged, reason="Gangnya berbeda.", seen=1
    )
    assert (merged.state, merged.merged_into, decision.outcome) == ("waiting", None, "reopened")
    head.refresh_from_db()
    assert head.support_count == 0
    with pytest.raises(Refusal) as refused:
        separate(actor=town.staff["planner"], proposal=merged, reason="Lagi.", seen=2)
    assert refused.value.code == "not_merged"


def test_a_camat_merges_across_two_kelurahan(town: Town) -> None:
    beside = town.areas["35.78.01.1002/01"]
    head, merged = town.proposal("kecamatan", rw=beside), town.proposal("kecamatan")
    merge(town, merged, head, who="camat")
    assert (merged.state, merged.merged_into) == ("merged", head)
    page = client_of(town.citizen).get(merged.get_absolute_url()).content.decode()
    assert "Usulan ini berjalan bersama" in page
    assert head.number in page
    assert 'class="halt"' not in page  # good news wears no stop sign


def test_who_followed_hears_of_each_step_of_the_head(town: Town) -> None:
    reside(town.stranger, town.areas["35.78.01.1001/02"])
    head = town.proposal("kelurahan", proposer=town.stranger)
    merged = town.proposal("kelurahan", proposer=town.citizen)
    fan = supporter(town, "pendukung")
    support(actor=fan, proposal=merged)
    merge(town, merged, head)
    deliver_outbox()
    Notice.objects.all().delete()
    decide(actor=town.staff["lurah"], proposal=head, outcome="forward")
    deliver_outbox()
    told = {notice.user_id: notice.subject for notice in Notice.objects.all()}
    assert set(told) == {town.stranger.pk, town.citizen.pk, fan.pk}
    assert told[town.citizen.pk] == f"Usulan {merged.number} ikut usulan {head.number}"
