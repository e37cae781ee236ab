"""What must hold before a proposal is sent, and the plan that follows. Writes nothing.

The order of the checks is the order in which a person is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from egov.accounts.models import Appointment, User
from egov.areas.boundaries import check_point
from egov.areas.models import Area, Level
from egov.files.models import StoredFile
from egov.verbs.refusal import Invalid, Refusal, TooMany
from musrenbang.domain.conditions import check_answers
from musrenbang.domain.projection import first_station, path_of
from musrenbang.domain.proposers import check_area, check_open_area, sending_right
from musrenbang.domain.validation import (
    MAX_COST,
    MAX_PHOTOS,
    check_least,
    check_texts,
    check_volume,
    cost_of,
)
from musrenbang.models import Channel, Group, KamusVariant, Proposal, Stage
from musrenbang.vocabulary import PointCheck


@dataclass(frozen=True)
class Content:
    """What a proposal says.

    `area` is an RW, a kelurahan or a kecamatan, as its channel asks; None is the whole region.
    Latitude and longitude in degrees WGS 84, volume in the variant's unit. `answers`: by the code
    of each condition of its type, as they were typed.
    """

    variant: KamusVariant
    area: Area | None
    address: str
    title: str
    problem: str
    wish: str
    volume: Decimal
    latitude: float | None = None
    longitude: float | None = None
    show_name: bool = False
    behalf_name: str = ""
    group: Group | None = None
    photos: tuple[StoredFile, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class SubmissionPlan:
    """A proposal that may be sent: all was asked, and nothing is asked again.

    `office` enters it for a citizen who is present; None where the actor proposes.
    `variant` carries its entry and agency, money is in whole rupiah, `answers` are those of its
    conditions in the words that are kept.
    """

    actor: User
    office: Appointment | None
    proposed_as: str
    channel: Channel
    stages: tuple[Stage, ...]
    content: Content
    variant: KamusVariant
    unit_price: Decimal
    cost: Decimal
    answers: list[dict[str, str]]
    point_check: str
    submitted_at: datetime


def plan_submission(
    *, actor: User, channel: Channel, content: Content, now: datetime
) -> SubmissionPlan:
    """Asks everything that can stand against sending.

    Raises Refusal, NotAllowed, Invalid or TooMany; each check says with which code.
    """
    check_accepts(channel, now)
    check_area(channel, content.area)
    check_open_area(channel, content.area)
    right = sending_right(actor, channel, content)
    check_sender(actor, right.office, content.area, now)
    variant, unit_price = priced_variant(channel, content.variant, now)
    cost = check_content(content, variant, unit_price)
    answers = check_answers(variant.entry.asked.all(), content.answers)
    point_check = locate(content.area, content.latitude, content.longitude)
    stages = tuple(channel.stages.all())
    check_first_stage(channel, stages, now)
    return SubmissionPlan(
        actor=actor,
        office=right.office,
        proposed_as=right.proposed_as,
        channel=channel,
        stages=stages,
        content=content,
        variant=variant,
        unit_price=unit_price,
        cost=cost,
        answers=answers,
        point_check=point_check,
        submitted_at=now,
    )


def check_accepts(channel: Channel, now: datetime) -> None:
    """Refuses outside the channel's submission: `submission_closed`, with the day."""
    if channel.accepts_at(now):
        return
    opens, closes = channel.submission.lower, channel.submission.upper
    word, moment = ("dibuka", opens) if now < opens else ("ditutup", closes)
    when = f"{word} {date_format(timezone.localtime(moment), 'l, j F Y')}"
    sentence = f"Masa pengusulan {channel.name} {when}. Draf Anda tetap tersimpan."
    raise Refusal("submission_closed", sentence)


def check_sender(actor: User, office: Appointment | None, area: Area | None, now: datetime) -> None:
    """Whoever sends has proved a contact (`contact_first`), and nobody floods (`too_many_sent`).

    By account and by RW, never by network (carriers share one).
    """
    if office is None and not actor.contacts.proved().exists():
        sentence = (
            "Pastikan dulu e-mail atau nomor HP Anda di Akun saya, bagian Kontak. "
            "Draf Anda tetap tersimpan."
        )
        raise Refusal("contact_first", sentence)
    if office:
        mine, most = Proposal.objects.filter(entered_by=actor), settings.SENT_PER_HOUR_BY_OFFICE
    else:
        mine, most = Proposal.objects.filter(proposer=actor), settings.SENT_PER_HOUR_BY_ACCOUNT
    later = "Draf tetap tersimpan; kirim lagi nanti."
    if _sent_in_an_hour(mine, most, now):
        sentence = f"Sudah {most} usulan dikirim dari akun ini dalam satu jam. {later}"
        raise TooMany("too_many_sent", sentence)
    most = settings.SENT_PER_HOUR_BY_RW
    rw = area if area is not None and area.level == Level.RW else None
    if office is None and rw and _sent_in_an_hour(Proposal.objects.filter(rw=rw), most, now):
        sentence = f"Sudah {most} usulan dikirim untuk {rw.name} dalam satu jam. {later}"
        raise TooMany("too_many_sent", sentence)


def _sent_in_an_hour(rows: Any, most: int, now: datetime) -> bool:
    """Whether the `most`-th newest is younger than an hour.

    Walks that many rows of an index and counts nothing.
    """
    oldest = list(rows.order_by("-id").values_list("submitted_at", flat=True)[most - 1 : most])
    return bool(oldest) and oldest[0] > now - timedelta(hours=1)


def priced_variant(
    channel: Channel, variant: KamusVariant, now: datetime
) -> tuple[KamusVariant, Decimal]:
    """The type as the kamus has it today, and its unit price in whole rupiah.

    Refuses one that is not offered or has no price: `not_proposable`.
    """
    variants = KamusVariant.objects.priced(timezone.localdate(now)).proposable()
    priced = variants.of_edition(channel.kamus_edition).filter(pk=variant.pk).first()
    unit_price: Decimal | None = getattr(priced, "unit_price", None)
    if priced is None or unit_price is None:
        sentence = "Jenis ini tidak dapat diusulkan saat ini. Pilih jenis lain di kamus."
        raise Invalid("not_proposable", sentence, field="variant")
    return priced, unit_price


def check_content(content: Content, variant: KamusVariant, unit_price: Decimal) -> Decimal:
    """What it would cost, in whole rupiah.

    Refuses at their field texts (`empty`, `too_long`), the volume (`volume_positive`,
    `volume_decimals`, `volume_too_large`), a cost out of range (`cost_range`), and more photos
    than a proposal shows (`too_many_photos`).
    """
    check_texts({name: getattr(content, name) for name in ("address", "title", "problem", "wish")})
    if len(content.behalf_name) > 150:
        sentence = "Nama terlalu panjang. Paling banyak 150 huruf."
        raise Invalid("too_long", sentence, field="behalf_name")
    check_volume(content.volume, variant.max_volume, variant.unit)
    check_least(content.volume, variant.min_volume, variant.unit)
    cost = cost_of(content.volume, unit_price)
    if cost > MAX_COST:
        raise Invalid("cost_range", "Biaya terlalu besar. Periksa volumenya.", field="volume")
    if len(content.photos) > MAX_PHOTOS:
        raise Invalid("too_many_photos", f"Paling banyak {MAX_PHOTOS} foto.", field="photo")
    return cost


def locate(area: Area | None, latitude: float | None, longitude: float | None) -> str:
    """Whether the point lies in the place: of an RW in its kelurahan, of the region anywhere.

    Refuses `half_a_point`, `point_outside_country`, and `point_outside` far from the kelurahan.
    """
    if latitude is None and longitude is None:
        return PointCheck.NO_POINT
    if latitude is None or longitude is None:
        sentence = "Isi lintang dan bujur keduanya, atau kosongkan keduanya."
        raise Invalid("half_a_point", sentence, field="point")
    if not (-12 <= latitude <= 7 and 94 <= longitude <= 142):
        sentence = "Titik ini di luar Indonesia. Tandai lagi di peta, atau kosongkan."
        raise Invalid("point_outside_country", sentence, field="point")
    around = area.parent if area is not None and area.level == Level.RW else area
    if around is None:
        return PointCheck.NOT_MADE
    point_check = check_point(around, latitude, longitude)
    if point_check == PointCheck.OUTSIDE:
        sentence = f"Titik ini di luar {around.label}. Pindahkan titik, atau ganti tempatnya."
        raise Invalid("point_outside", sentence, field="point")
    return point_check


def check_first_stage(channel: Channel, stages: tuple[Stage, ...], now: datetime) -> None:
    """Refuses a channel whose first station has ended or was never made: `stage_over`."""
    first = first_station(path_of(stages), channel.place_level)
    if first is not None and first.phase(now) != "over":
        return
    sentence = (
        f"Tahap pertama {channel.name} sudah berakhir atau belum dibuat. Draf Anda tetap tersimpan."
    )
    raise Refusal("stage_over", sentence)
