"""Who may propose in a channel, and for which places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from egov.accounts.models import Appointment, Residence, User
from egov.accounts.roles import Role
from egov.areas.models import Area, Level
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from musrenbang.domain.eligibility import assisting_in
from musrenbang.domain.residence import living_in
from musrenbang.models import Channel, Group
from musrenbang.vocabulary import PlaceLevel, Proposer, rw_word

if TYPE_CHECKING:
    from musrenbang.domain.submission_plan import Content

LEVELS = {
    PlaceLevel.RW: Level.RW,
    PlaceLevel.KELURAHAN: Level.VILLAGE,
    PlaceLevel.KECAMATAN: Level.DISTRICT,
}


@dataclass(frozen=True)
class Right:
    """By which right somebody sends: an office for a citizen who is present, or their own."""

    proposed_as: str
    office: Appointment | None = None


def check_area(channel: Channel, area: Area | None) -> None:
    """Refuses an area of another size, or one that has ended: `not_an_rw`, `other_level`."""
    level = LEVELS.get(PlaceLevel(channel.place_level))
    if level is None and area is None:
        return
    fits = area is not None and area.level == level
    if fits and area is not None and Area.objects.current().filter(pk=area.pk).exists():
        return
    if level == Level.RW:
        raise Invalid("not_an_rw", f"Pilih {rw_word()} yang masih berlaku.", field="rw")
    sentence = f"Usulan di jalur {channel.name} untuk {channel.get_place_level_display()}."
    raise Invalid("other_level", sentence, field="rw")


def covering(area: Area) -> list[str]:
    """The codes of an area and of all above it."""
    codes, here = [area.code], area.parent
    while here is not None:
        codes.append(here.code)
        here = here.parent
    return codes


def is_open_in(channel: Channel, area: Area | None) -> bool:
    """Whether a channel takes proposals for an area; where it names none, everywhere."""
    opened = set(channel.open_areas.values_list("code", flat=True))
    if not opened:
        return True
    return area is not None and not opened.isdisjoint(covering(area))


def opened_areas(channels: Sequence[Channel]) -> dict[int, set[str]]:
    """By channel the codes of the areas in which it is open; empty: everywhere. One query."""
    opened: dict[int, set[str]] = {channel.pk: set() for channel in channels}
    rows = Channel.open_areas.through.objects.filter(channel__in=opened)
    for channel, code in rows.values_list("channel", "area__code"):
        opened[channel].add(code)
    return opened


def open_somewhere(channels: Sequence[Channel], area: Area) -> bool:
    """Whether one of these channels takes proposals for the whole of an area."""
    codes = covering(area)
    opened = opened_areas(channels).values()
    return any(not its or not its.isdisjoint(codes) for its in opened)


def open_partly(channels: Sequence[Channel], area: Area) -> bool:
    """Whether one of these channels takes proposals for some place within an area."""
    opened = opened_areas(channels).values()
    return any(area.covers(code) for its in opened for code in its)


def paper_office(area: Area | None) -> str:
    """Where a proposal on paper is handed in."""
    village = area.parent if area is not None and area.level == Level.RW else area
    return f"kantor {village.label}" if village is not None else "kantor kelurahan Anda"


def on_paper(area: Area | None) -> str:
    """What is told where a channel is not open."""
    return (
        f"Di wilayah ini usulan masih lewat kertas. Serahkan usulan Anda di {paper_office(area)}."
    )


PARTLY_ON_PAPER = (
    "Di sebagian wilayah usulan masih lewat kertas; "
    "angka di sini hanya dari wilayah yang usulannya lewat portal."
)


def check_open_area(channel: Channel, area: Area | None) -> None:
    """Refuses an area in which the channel is not open yet: `on_paper`, with the office."""
    if not is_open_in(channel, area):
        raise Invalid("on_paper", on_paper(area), field="rw")


def sending_right(actor: User, channel: Channel, content: Content) -> Right:
    """By which right `actor` sends this in the channel.

    Refuses an office of elsewhere, or none (`not_assisting`), who speaks for no group of there
    (`not_your_group`), a citizen of elsewhere (`not_your_rw`), and whom the channel is not for
    (`not_for_you`).
    """
    area, allowed = content.area, channel.proposers
    if content.behalf_name and Proposer.RESIDENT in allowed:
        require(actor, "musrenbang.assist", area)
        return Right(Proposer.RESIDENT, assisting_in(actor, area))
    if content.group is not None and Proposer.GROUP in allowed:
        check_group(actor, content.group, area)
        return Right(Proposer.GROUP)
    if Proposer.RW in allowed and _heads(actor, area):
        return Right(Proposer.RW)
    if Proposer.RESIDENT not in allowed:
        for_whom = " atau ".join(Proposer(who).label.lower() for who in allowed)
        sentence = f"Jalur {channel.name} untuk {for_whom}. Pilih jalur lain."
        raise Refusal("not_for_you", sentence)
    _check_lives_there(actor, area)
    return Right(Proposer.RESIDENT)


def check_group(actor: User, group: Group, area: Area | None) -> None:
    """Refuses a group that ended, that somebody else speaks for, or of elsewhere."""
    speaks = group.ended_at is None and group.speaker_id == actor.pk
    # an RW of its kelurahan, the kelurahan itself, or what lies above it
    near = area is None or area.covers(group.kelurahan.code)
    if not speaks or not (near or group.kelurahan.covers(area.code)):  # type: ignore[union-attr]
        sentence = (
            "Anda tidak ditunjuk mewakili kelompok ini di wilayah itu. "
            "Minta kelurahan mendaftarkan penunjukannya."
        )
        raise Invalid("not_your_group", sentence, field="group")


def _heads(actor: User, area: Area | None) -> bool:
    if area is None:
        return False
    heads = (a for a in actor.appointments_now if a.role == Role.KETUA_RW and a.area is not None)
    return any(area.covers(head.area.code) for head in heads)  # type: ignore[union-attr]


def _check_lives_there(actor: User, area: Area | None) -> None:
    homes = Residence.objects.filter(user=actor, ended_at=None, declined_at=None)
    if homes.filter(living_in(area)).exists():
        return
    where = rw_word() if area is not None and area.level == Level.RW else "wilayah"
    sentence = (
        f"Anda hanya dapat mengusulkan untuk {where} tempat Anda tinggal. "
        "Ubah tempat tinggal di halaman akun."
    )
    raise Invalid("not_your_rw", sentence, field="rw")
