"""Who proposes in a channel, for which places, and where it is open."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from egov.verbs.refusal import Refusal
from musrenbang.domain.figures import count_figures
from musrenbang.domain.procedures import load_procedure, stamp_of
from musrenbang.domain.submission import may_support, submit
from musrenbang.models import Channel, Figures, KamusEntry, Proposal
from tests.factories.musrenbang import ChannelFactory, GroupFactory
from tests.town import Town, client_of, decide, fresh


def send(town: Town, channel: Channel, **changes: Any) -> Proposal:
    actor = changes.pop("actor", town.citizen)
    content = town.content(**changes)
    return submit(actor=actor, channel=channel, content=content, key=str(uuid.uuid4()))


def refused(town: Town, channel: Channel, **changes: Any) -> str:
    with pytest.raises(Refusal) as refusal:
        send(town, channel, **changes)
    return refusal.value.code


def wide(town: Town, **columns: Any) -> Channel:
    """A channel by the pack `tematik`, as a test needs it."""
    channel = ChannelFactory(cycle=town.cycle)
    load_procedure(
        actor=town.staff["planner"],
        channel=channel,
        code="tematik",
        seen=stamp_of([], channel),
    )
    Channel.objects.filter(pk=channel.pk).update(**columns)
    channel.refresh_from_db()
    return channel


def test_a_wider_place_begins_at_the_stage_that_covers_it(town: Town) -> None:
    village, district = town.areas["35.78.01.1001"], town.areas["35.78.01"]
    for level, area, tier in (
        ("kelurahan", village, "kelurahan"),
        ("kecamatan", district, "kecamatan"),
        ("kota", None, "opd"),
    ):
        channel = wide(town, proposers=["resident"], place_level=level)
        proposal = submit(
            actor=town.citizen,
            channel=channel,
            content=town.content(area=area),
            key=f"kunci-{level}",
        )
        proposal.refresh_from_db()
        assert (proposal.tier, proposal.place_level, proposal.area) == (tier, level, area)
        assert proposal.rw is None


def test_a_place_of_another_size_is_refused(town: Town) -> None:
    assert refused(town, town.channel, area=town.areas["35.78.01.1001"]) == "not_an_rw"
    channel = wide(town, proposers=["resident"])
    assert refused(town, channel) == "other_level"
    assert refused(town, channel, area=town.areas["35.78.02.1001"]) == "not_your_rw"


def test_the_database_keeps_a_place_whole(town: Town) -> None:
    proposal = town.proposal("rw")
    for columns in ({"rw": None}, {"place_level": "kelurahan"}, {"kecamatan": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proposal.objects.filter(pk=proposal.pk).update(**columns)


def test_a_group_proposes_through_who_speaks_for_it(town: Town) -> None:
    village = town.areas["35.78.01.1001"]
    channel = wide(town)
    group = GroupFactory(kelurahan=village, speaker=town.neighbour, name="PKK Mawar")
    whom = {"actor": town.neighbour, "area": village, "group": group}
    assert refused(town, channel, **{**whom, "actor": town.citizen}) == "not_your_group"
    elsewhere = {**whom, "area": town.areas["35.78.02.1001"]}
    assert refused(town, channel, **elsewhere) == "not_your_group"
    assert refused(town, channel, actor=town.citizen, area=village) == "not_for_you"
    proposal = send(town, channel, **whom)
    assert (proposal.proposed_as, proposal.proposer_label) == ("group", "PKK Mawar")
    decide(actor=town.staff["lurah"], proposal=proposal, outcome="forward")
    proposal.refresh_from_db()
    assert proposal.tier == "kecamatan"


def test_an_rw_proposes_through_its_head(town: Town) -> None:
    channel, head = wide(town), fresh(town.staff["ketua_rw"])
    proposal = send(town, channel, actor=head, area=town.areas["35.78.01.1001"])
    assert proposal.proposed_as == "rw"
    assert proposal.proposer_label == "Pengurus RW di Kelurahan Karang Pilang 1"
    far = town.areas["35.78.02.1001"]
    assert refused(town, channel, actor=head, area=far) == "not_for_you"


def test_where_a_channel_is_closed_it_goes_by_paper(town: Town) -> None:
    town.channel.open_areas.add(town.areas["35.78.02"])
    with pytest.raises(Refusal) as refusal:
        send(town, town.channel)
    assert refusal.value.code == "on_paper"
    assert "masih lewat kertas" in refusal.value.sentence
    assert "kantor Kelurahan Karang Pilang 1" in refusal.value.sentence
    town.channel.open_areas.add(town.rw)
    assert send(town, town.channel).pk


def test_an_edition_offers_its_own_kinds(town: Town) -> None:
    Channel.objects.filter(pk=town.channel.pk).update(kamus_edition="2030")
    KamusEntry.objects.update(editions=["2029"])
    town.channel.refresh_from_db()
    assert refused(town, town.channel) == "not_proposable"
    KamusEntry.objects.update(editions=["2029", "2030"])
    assert send(town, town.channel).pk


def test_wide_proposals_are_counted_where_they_are(town: Town) -> None:
    channel = wide(town, proposers=["resident"])
    send(town, channel, area=town.areas["35.78.01.1001"])
    assert count_figures()
    sent = {row.area_id: row.sent for row in Figures.objects.filter(year=None)}
    assert sent == {
        None: 1,
        town.areas["35.78.01"].pk: 1,
        town.areas["35.78.01.1001"].pk: 1,
    }


def test_its_pages_read_without_an_rw(town: Town) -> None:
    channel = wide(town, proposers=["resident"], place_level="kota")
    proposal = send(town, channel, area=None)
    assert may_support(town.neighbour, proposal)
    for address in (
        f"/usulan/{proposal.number}/",
        f"/usulan/{proposal.number}/bukti/",
        "/usulan/",
        f"/api/v1/usulan/{proposal.number}/",
        "/cari/?q=paving",
    ):
        page = client_of(town.citizen).get(address)
        assert page.status_code == 200, address
    desk = client_of(town.staff["planner"])
    for address in ("/admin/musrenbang/proposal/", f"/admin/musrenbang/proposal/{proposal.pk}/"):
        assert desk.get(address, follow=True).status_code == 200, address


def test_the_desk_says_in_words_who_proposes_once_a_proposal_stands(town: Town) -> None:
    desk, address = client_of(town.staff["planner"]), "/admin/musrenbang/channel/{}/change/"
    fresh_channel = ChannelFactory(cycle=town.cycle)
    page = desk.get(address.format(fresh_channel.pk)).content.decode()
    assert 'name="proposers"' in page
    town.proposal("rw")
    page = desk.get(address.format(town.channel.pk)).content.decode()
    assert 'name="proposers"' not in page
    assert "Warga" in page
