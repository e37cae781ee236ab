"""A channel takes over a pack: what changes is read before, and nothing moves under a proposal."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from egov.verbs.refusal import Refusal
from musrenbang.domain.packs import pack_codes, read_pack
from musrenbang.domain.procedures import differences, load_procedure, stamp_of
from musrenbang.models import Channel
from tests.factories.musrenbang import ChannelFactory, StageFactory
from tests.town import Town, client_of

PACK = read_pack("surabaya-kelurahan")


def stamp_now(channel: Channel) -> str:
    return stamp_of(list(channel.stages.all()), channel)


def load(town: Town, channel: Channel, code: str = PACK.code, **more: Any) -> Any:
    given = {
        "actor": town.staff["planner"],
        "seen": stamp_now(channel),
        **more,
    }
    return load_procedure(channel=channel, code=code, **given)


@pytest.mark.parametrize("code", pack_codes())
def test_an_empty_channel_becomes_the_pack(town: Town, code: str) -> None:
    channel = ChannelFactory(cycle=town.cycle)
    pack = read_pack(code)
    assert len(differences([], pack)) == len(pack.rules)
    stages = load(town, channel, code)
    assert tuple(stage.rule for stage in stages) == pack.rules
    assert {stage.window for stage in stages} == {channel.submission}
    loaded = Channel.objects.get(pk=channel.pk)
    assert differences(stages, pack, loaded) == []
    assert loaded.procedure == f"{code}/{pack.edition}"
    assert (tuple(loaded.proposers), loaded.place_level) == (pack.proposers, pack.place_level)


def test_what_a_pack_says_of_its_channel_is_told_before(town: Town) -> None:
    channel = ChannelFactory(cycle=town.cycle)
    lines = differences([], read_pack("tematik"), channel)
    assert "Jalur, tempat terkecil: satu RW menjadi satu desa/kelurahan." in lines
    assert (
        "Jalur, yang mengusulkan: Warga menjadi Kelompok yang terdaftar, RW, lewat ketuanya."
        in lines
    )


def test_a_stage_keeps_its_dates_and_others_go(town: Town) -> None:
    channel = ChannelFactory(cycle=town.cycle)
    kota = StageFactory(channel=channel, tier="kota", position=1, name=PACK.rules[4].name)
    second = StageFactory(channel=channel, tier="kota", position=2, name="Penyelarasan")
    StageFactory(channel=channel, tier="rw", position=3, name="Rembuk RW", ranks=False)
    lines = differences(list(channel.stages.all()), PACK)
    assert "Tahap dihapus: Penyelarasan." in lines
    assert "Tahap baru: Verifikasi perangkat daerah." in lines
    assert "Rembuk RW, memberi urutan: tidak menjadi ya." in lines
    assert f"{kota.name}, urutan: 1 menjadi 5." in lines
    stages = load(town, channel)
    assert (stages[4].pk, stages[4].window) == (kota.pk, kota.window)
    assert second.pk not in {stage.pk for stage in stages}


def test_what_is_refused(town: Town) -> None:
    channel = ChannelFactory(cycle=town.cycle)
    proposal = town.proposal("rw")
    for code, of, given in (
        ("not_planner", channel, {"actor": town.staff["administrator"]}),
        ("unknown_pack", channel, {"code": "../rahasia"}),
        ("changed_meanwhile", channel, {"seen": "0" * 16}),
        ("procedure_in_use", proposal.channel, {}),
    ):
        with pytest.raises(Refusal) as refused:
            load(town, of, **given)
        assert refused.value.code == code
    assert not channel.stages.exists()


def test_the_desk_shows_the_difference_and_loads(town: Town) -> None:
    channel, desk = ChannelFactory(cycle=town.cycle), client_of(town.staff["planner"])
    StageFactory(channel=channel, tier="rw", name="Rembuk RW", silence="hold")
    address = f"/admin/musrenbang/channel/{channel.pk}/tindakan/"
    page = desk.get(address).content.decode()
    assert "Rembuk RW, yang tidak diputuskan: Tetap menunggu menjadi Naik dengan catatan." in page
    given = {
        "tata-cara-code": PACK.code,
        "tata-cara-seen": stamp_now(channel),
    }
    assert desk.post(address, {"act": "tata-cara", **given}).status_code == 302
    assert channel.stages.count() == 5
    assert "Sama dengan yang berlaku" in desk.get(address).content.decode()


def test_the_command_shows_first_and_loads_when_asked(town: Town) -> None:
    channel, out = ChannelFactory(cycle=town.cycle), StringIO()
    asked = ("load_procedure", PACK.code, str(town.cycle.year), channel.code)
    call_command(*asked, stdout=out)
    assert "Tahap baru: Rembuk RW." in out.getvalue()
    assert not channel.stages.exists()
    call_command(*asked, "--pakai", stdout=out)
    assert channel.stages.count() == 5
    town.proposal("rw")
    with pytest.raises(CommandError, match="sudah berisi usulan"):
        call_command("load_procedure", PACK.code, str(town.cycle.year), "warga", "--pakai")
    with pytest.raises(CommandError, match="tidak ada"):
        call_command("load_procedure", PACK.code, "1999", "warga")
