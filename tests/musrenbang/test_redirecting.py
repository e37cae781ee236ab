"""A proposal with the wrong address: asked by who holds it, confirmed by the planner, told."""

from __future__ import annotations

from typing import Any

import pytest

from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from egov.verbs.refusal import Refusal
from musrenbang.domain.projection import project
from musrenbang.domain.queue import queue_of
from musrenbang.domain.redirecting import ask_redirection, hand_to_complaints, settle_redirection
from musrenbang.models import Proposal
from tests.town import Town, client_of, decide, fresh, with_opinion


def ask(town: Town, proposal: Proposal, **more: Any) -> Any:
    given = {"actor": town.staff["verifier"], "reason": "Ini urusan pertamanan.", **more}
    if "outside" not in given and "agency" not in given:
        given["agency"] = town.other_agency
    return ask_redirection(proposal=proposal, **given)


def settle(town: Town, proposal: Proposal, *, confirmed: bool = True, **more: Any) -> Any:
    given = {"actor": town.staff["planner"], "confirmed": confirmed, **more}
    return settle_redirection(proposal=proposal, **given)


def complain(town: Town, proposal: Proposal, **more: Any) -> Any:
    seen = Proposal.objects.get(pk=proposal.pk).decided
    given = {"number": "123", "reason": "Lampu padam.", "seen": seen, **more}
    return hand_to_complaints(proposal=proposal, **{"actor": town.staff["lurah"], **given})


def code_of(act: Any) -> str:
    with pytest.raises(Refusal) as refused:
        act()
    return refused.value.code


def arrived(town: Town) -> Proposal:
    """One that came by the whole path to the city, without an opinion."""
    proposal = town.proposal("rw")
    for who, outcome in (("ketua_rw", "endorse"), ("lurah", "forward"), ("camat", "forward")):
        decide(actor=town.staff[who], proposal=proposal, outcome=outcome)
    return proposal


def follows(proposal: Proposal) -> bool:
    """Whether its columns are what its decisions make of it."""
    row = Proposal.objects.get(pk=proposal.pk)
    after = project(row, list(row.decisions.all()), list(row.channel.stages.all()))
    agencies = (after.agency_id, after.first_agency_id, after.has_opinion)
    assert agencies == (row.agency_id, row.first_agency_id, row.has_opinion)
    return (after.stage.pk, after.state) == (row.stage_id, row.state)


def test_to_another_opd_whose_opinion_is_awaited_then(town: Town) -> None:
    proposal = with_opinion(town, "not_feasible", reason="Bukan urusan kami.")
    ask(town, proposal)
    assert proposal.agency == town.agency
    decision = settle(town, proposal)
    assert (decision.outcome, decision.agency) == ("redirect", town.other_agency)
    assert "Ini urusan pertamanan." in decision.reason
    assert (proposal.agency, proposal.first_agency) == (town.other_agency, town.agency)
    assert (proposal.state, proposal.tier, proposal.has_opinion) == ("waiting", "kota", False)
    assert follows(proposal)
    assert proposal in queue_of(fresh(town.far["verifier"]))
    assert proposal not in queue_of(fresh(town.staff["verifier"]))
    assert (
        code_of(lambda: decide(actor=town.staff["planner"], proposal=proposal, outcome="accept"))
        == "opinion_first"
    )
    decide(actor=town.far["verifier"], proposal=proposal, outcome="feasible")
    decide(actor=town.staff["planner"], proposal=proposal, outcome="accept")
    assert proposal.state == "accepted"
    assert follows(proposal)


def test_both_agencies_are_told_on_the_page_and_in_the_api(town: Town) -> None:
    proposal = arrived(town)
    ask(town, proposal)
    settle(town, proposal)
    settled = client_of(town.citizen).get(proposal.get_absolute_url()).content.decode()
    assert "Perangkat daerah penanggung jawab" in settled
    assert f"semula {town.agency.name}" in " ".join(settled.split())
    told = client_of(town.citizen).get(f"/api/v1/usulan/{proposal.number}/").json()
    assert told["perangkat_daerah"] == town.other_agency.short_name
    assert told["perangkat_daerah_awal"] == town.agency.short_name
    assert told["keputusan"][-1]["dialihkan_ke"] == town.other_agency.short_name


def test_out_of_the_city_it_ends_and_says_where_to_go(town: Town) -> None:
    proposal = arrived(town)
    ask(town, proposal, outside="pln")
    settle(town, proposal)
    assert (proposal.state, proposal.agency) == ("redirected", town.agency)
    assert follows(proposal)
    deliver_outbox()
    notice = Notice.objects.filter(user=town.citizen).latest("pk")
    assert "Sampaikan kepada PLN" in notice.sentence
    page = client_of(town.citizen).get(proposal.get_absolute_url()).content.decode()
    assert "Dialihkan ke luar musrenbang" in page
    assert "Sampaikan kepada PLN" in page


def test_a_planner_who_says_no_leaves_it_and_it_may_be_asked_again(town: Town) -> None:
    proposal = arrived(town)
    ask(town, proposal)
    assert code_of(lambda: ask(town, proposal)) == "already_asked"
    assert settle(town, proposal, confirmed=False) is None
    assert (proposal.agency, proposal.decided) == (town.agency, 3)
    ask(town, proposal, outside="river")


def test_what_is_refused(town: Town) -> None:
    proposal, ended = arrived(town), with_opinion(town)
    decide(actor=town.staff["planner"], proposal=ended, outcome="accept")
    both = {"agency": town.other_agency, "outside": "pln"}
    refusals = {
        "not_your_office": lambda: ask(town, proposal, actor=town.far["verifier"]),
        "not_waiting": lambda: ask(town, ended),
        "one_target": lambda: ask(town, proposal, **both),
        "same_agency": lambda: ask(town, proposal, agency=town.agency),
        "no_reason": lambda: ask(town, proposal, reason=" "),
        "nothing_asked": lambda: settle(town, proposal),
        "not_planner": lambda: settle(town, proposal, actor=town.staff["verifier"]),
    }
    assert {code: code_of(act) for code, act in refusals.items()} == {c: c for c in refusals}
    assert code_of(lambda: ask(town, proposal, agency=None, outside="")) == "one_target"
    assert code_of(lambda: ask(town, proposal, outside="complaint")) == "one_target"


def test_a_complaint_is_handed_on_with_its_number(town: Town) -> None:
    proposal = town.proposal("rw")
    decision = complain(town, proposal, actor=town.staff["operator_kelurahan"])
    assert decision.outside_number == "SP4N-LAPOR! 123"
    assert "Ikuti kelanjutannya di lapor.go.id." in decision.reason
    assert proposal.state == "redirected"
    assert follows(proposal)
    page = client_of(town.citizen).get(proposal.get_absolute_url()).content.decode()
    assert "SP4N-LAPOR! 123" in page


def test_what_is_no_complaint_for_this_kelurahan(town: Town) -> None:
    proposal, above = town.proposal("kelurahan"), town.proposal("kecamatan")
    refusals = {
        "not_assisting": lambda: complain(town, proposal, actor=town.staff["camat"]),
        "not_here": lambda: complain(town, above),
        "no_number": lambda: complain(town, proposal, number=" "),
        "unknown_channel": lambda: complain(town, proposal, channel="Kotak saran"),
        "changed_meanwhile": lambda: complain(town, proposal, seen=4),
        "no_reason": lambda: complain(town, proposal, reason=""),
    }
    assert {code: code_of(act) for code, act in refusals.items()} == {c: c for c in refusals}
    assert code_of(lambda: complain(town, proposal, actor=town.far["lurah"])) == "not_assisting"


def test_the_planner_reads_what_was_asked_and_settles_it_from_there(town: Town) -> None:
    desk, proposal = client_of(town.staff["planner"]), town.proposal("kota")
    assert 'aria-labelledby="pengalihan"' not in desk.get("/admin/").content.decode()
    ask(town, proposal)
    page = desk.get("/admin/").content.decode()
    shown = page.split('aria-labelledby="pengalihan"')[1].split("</section>")[0]
    address = f"/admin/musrenbang/proposal/{proposal.pk}/tindakan/"
    assert address in shown and town.other_agency.name in shown
    desk.post(address, {"act": "alihkan", "alihkan-confirmed": "ya"})
    assert Proposal.objects.get().agency == town.other_agency
    assert 'aria-labelledby="pengalihan"' not in desk.get("/admin/").content.decode()
    other = client_of(town.staff["verifier"]).get("/admin/").content.decode()
    assert 'aria-labelledby="pengalihan"' not in other
