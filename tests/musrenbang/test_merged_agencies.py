"""An OPD was merged, renamed or split by a Perda: its successors act on what it left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from egov.accounts.models import Appointment
from egov.agencies.models import Agency
from egov.agencies.successions import acting_agency
from egov.verbs.refusal import Refusal
from musrenbang.domain.queue import queue_of
from musrenbang.domain.redirecting import (
    ask_redirection,
    bring_back,
    hand_to_complaints,
    redirect,
    settle_redirection,
)
from musrenbang.domain.standing import replay_all
from musrenbang.domain.submission import submit
from musrenbang.domain.taking_over import take_over
from musrenbang.models import Proposal, Redirection
from musrenbang.notices import waiting_by_place
from tests.factories.accounts import UserFactory
from tests.factories.agencies import AgencyFactory
from tests.town import Town, appoint, at_the_city, client_of, decide, fresh

WHY = "Contoh: alamatnya keliru."


def merge(old: Agency, *successors: Agency) -> None:
    """The Perda: the old agency ended yesterday; who worked there holds its office no more."""
    today = timezone.localdate()
    Agency.objects.filter(pk=old.pk).update(valid=(None, today))
    old.successors.set(successors)
    yesterday = timezone.now() - timedelta(days=1)
    Appointment.objects.filter(agency=old).update(ended_at=yesterday)


def verifier_of(agency: Agency) -> Any:
    person = UserFactory()
    appoint(person, "verifier", agency=agency)
    return fresh(person)


def test_the_successor_acts_on_what_the_old_one_left(town: Town) -> None:
    new, newest = AgencyFactory(code="baru"), AgencyFactory(code="terbaru")
    proposal = town.proposal("kota")
    merge(town.agency, new)
    merge(new, newest)
    old, heir = fresh(town.staff["verifier"]), verifier_of(newest)
    assert proposal in queue_of(heir)
    assert waiting_by_place(town.stages["opd"])[newest.pk] == 1
    page = client_of(heir).get(f"/admin/musrenbang/proposal/{proposal.pk}/change/")
    assert page.status_code == 200 and "Layak" in page.content.decode()
    with pytest.raises(Refusal):
        decide(actor=old, proposal=proposal, outcome="feasible")
    decide(actor=heir, proposal=proposal, outcome="feasible")
    assert Proposal.objects.get().has_opinion


def test_of_two_successors_either_may_act_and_others_not(town: Town) -> None:
    both = [AgencyFactory(code=code) for code in ("bina-marga", "cipta-karya")]
    rows = [town.proposal("kota") for _ in both]
    merge(town.agency, *both)
    other = fresh(town.far["verifier"])
    for agency, row in zip(both, rows, strict=True):
        assert row not in queue_of(other)
        with pytest.raises(Refusal):
            decide(actor=other, proposal=row, outcome="feasible")
        decide(actor=verifier_of(agency), proposal=row, outcome="feasible")


def test_what_is_sent_or_redirected_goes_to_the_successor(town: Town) -> None:
    new = AgencyFactory(code="baru")
    merge(town.agency, new)
    content = town.content()
    sent = submit(actor=town.citizen, channel=town.channel, content=content, key="k")
    assert sent.agency == new
    elsewhere = town.proposal("kota", agency=town.other_agency)
    given = {"agency": town.agency, "reason": WHY}
    ask_redirection(actor=town.far["verifier"], proposal=elsewhere, **given)
    settle_redirection(actor=town.staff["planner"], proposal=elsewhere, confirmed=True)
    assert Proposal.objects.get(pk=elsewhere.pk).agency == new
    assert [found for _, found in replay_all() if found] == []


def test_of_two_nobody_is_chosen_for_the_planner(town: Town) -> None:
    merge(town.agency, AgencyFactory(code="satu"), AgencyFactory(code="dua"))
    assert acting_agency(town.agency) == town.agency
    merge(town.other_agency, town.other_agency)  # a slip: it succeeds itself
    assert acting_agency(town.other_agency) == town.other_agency


def test_the_planner_says_for_each_kind_who_goes_on_with_it(town: Town) -> None:
    first, second = AgencyFactory(code="satu"), AgencyFactory(code="dua")
    kept = town.proposal("kelurahan")
    decide(
        actor=town.staff["lurah"], proposal=kept, outcome="reject", reason_code="other", reason=WHY
    )
    rows = [town.proposal("rw"), at_the_city(town)]
    planner, entry = town.staff["planner"], town.variant.entry
    desk = client_of(planner)
    address = f"/admin/musrenbang/kamusentry/{entry.pk}/tindakan/"
    assert address not in desk.get("/admin/").content.decode()
    assert "penerus-agency" not in desk.get(address).content.decode()
    merge(town.agency, first, second)
    both = [verifier_of(first), verifier_of(second)]
    assert address in desk.get("/admin/").content.decode()
    assert "2 usulan jenis ini" in desk.get(address).content.decode()
    for actor in (town.staff["lurah"], both[0]):
        with pytest.raises(Refusal) as refused:
            take_over(actor=actor, entry=entry, agency=first)
        assert refused.value.code == "not_planner"
    with pytest.raises(Refusal) as refused:
        take_over(actor=planner, entry=entry, agency=town.other_agency)
    assert refused.value.code == "no_successor"
    told = desk.post(address, {"act": "penerus", "penerus-agency": first.pk}, follow=True)
    assert "2 usulan dialihkan" in told.content.decode()
    assert address not in desk.get("/admin/").content.decode()
    assert rows[1] in queue_of(fresh(both[0])) and rows[1] not in queue_of(fresh(both[1]))
    sent = submit(actor=town.citizen, channel=town.channel, content=town.content(), key="k")
    assert sent.agency == first
    # a slip: the other one, and all that waits goes there
    assert take_over(actor=planner, entry=entry, agency=second) == 3
    assert set(Proposal.objects.exclude(pk=kept.pk).values_list("agency", flat=True)) == {second.pk}
    kept.refresh_from_db()
    assert (kept.agency, kept.decided) == (town.agency, 1)
    assert [found for _, found in replay_all() if found] == []


def test_the_planner_redirects_alone(town: Town) -> None:
    proposal = town.proposal("kota")
    desk = client_of(town.staff["planner"])
    address = f"/admin/musrenbang/proposal/{proposal.pk}/tindakan/"
    assert "alihkan-sendiri" in desk.get(address).content.decode()
    given = {"agency": town.other_agency, "reason": WHY, "seen": 0}
    with pytest.raises(Refusal) as refused:
        redirect(actor=town.staff["verifier"], proposal=proposal, **given)
    assert refused.value.code == "not_planner"
    redirect(actor=town.staff["planner"], proposal=proposal, **given)
    row = Proposal.objects.get()
    assert (row.agency, row.state) == (town.other_agency, "waiting")
    assert [found for _, found in replay_all() if found] == []


def test_what_a_verifier_asked_is_settled_by_it(town: Town) -> None:
    proposal = town.proposal("kota")
    asked = {"agency": town.other_agency, "reason": WHY}
    ask_redirection(actor=town.staff["verifier"], proposal=proposal, **asked)
    redirect(actor=town.staff["planner"], proposal=proposal, outside="pln", reason=WHY, seen=0)
    assert Proposal.objects.get().state == "redirected"
    assert not Redirection.objects.open().exists()


@pytest.mark.parametrize("how", ["pln", "complaint"])
def test_what_went_outside_by_mistake_is_brought_back(town: Town, how: str) -> None:
    proposal, planner = town.proposal("rw"), town.staff["planner"]
    if how == "pln":
        redirect(actor=planner, proposal=proposal, outside=how, reason=WHY, seen=0)
    else:
        given = {"number": "123", "reason": WHY, "seen": 0}
        hand_to_complaints(actor=town.staff["lurah"], proposal=proposal, **given)
    desk = client_of(planner)
    address = f"/admin/musrenbang/proposal/{proposal.pk}/tindakan/"
    assert 'value="kembali"' in desk.get(address).content.decode()
    with pytest.raises(Refusal) as refused:
        bring_back(actor=town.staff["camat"], proposal=proposal, reason=WHY, seen=1)
    assert refused.value.code == "not_planner"
    bring_back(actor=planner, proposal=proposal, reason=WHY, seen=1)
    row = Proposal.objects.get()
    assert (row.tier, row.state, row.decided) == ("rw", "waiting", 2)
    with pytest.raises(Refusal) as again:
        bring_back(actor=planner, proposal=proposal, reason=WHY, seen=2)
    assert again.value.code == "not_redirected"
