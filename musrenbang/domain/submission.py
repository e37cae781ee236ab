"""Verbs of the citizen: begin a draft, keep it, send it, support."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format

from egov.accounts.models import Residence, User
from egov.areas.boundaries import check_point
from egov.areas.models import Area, Level
from egov.files.models import StoredFile
from egov.verbs.idempotency import reserve_key
from egov.verbs.outbox import publish
from egov.verbs.refusal import Invalid, NotAllowed, Refusal, TooMany
from egov.verbs.verb import verb
from musrenbang.domain.eligibility import assisting_office
from musrenbang.domain.numbers import make_number, next_serials
from musrenbang.domain.projection import path_of
from musrenbang.domain.validation import MAX_COST, MAX_PHOTOS, check_texts, check_volume, cost_of
from musrenbang.models import Channel, Draft, KamusVariant, Proposal, ProposalPhoto, Support
from musrenbang.vocabulary import PointCheck, State


@dataclass(frozen=True)
class Content:
    """What a proposal says.

    Latitude and longitude in degrees WGS 84, volume in the variant's unit.
    """

    variant: KamusVariant
    rw: Area
    address: str
    title: str
    problem: str
    wish: str
    volume: Decimal
    latitude: float | None = None
    longitude: float | None = None
    show_name: bool = False
    behalf_name: str = ""
    photos: tuple[StoredFile, ...] = ()


def open_channels(now: datetime | None = None) -> list[Channel]:
    channels = Channel.objects.filter(submission__contains=now or timezone.now())
    return list(channels.select_related("cycle").order_by("id"))


_NUMBER = re.compile(r"\d{1,10}([.,]\d{1,6})?|\d{1,3}(\.\d{3}){1,3}(,\d{1,6})?", re.ASCII)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(\.\d{3}){1,3}(,\d+)?", re.ASCII)


def read_decimal(text: Any) -> Decimal:
    """A number as people write it: "12,5", "1.200", "12.5"."""
    value = re.sub(r"\s", "", str(text))
    if not _NUMBER.fullmatch(value):
        raise Invalid("not_a_number", "Tulis angka, contoh: 120 atau 12,5.", field="volume")
    if _THOUSANDS.fullmatch(value):
        value = value.replace(".", "")
    return Decimal(value.replace(",", "."))


def locate(rw: Area, latitude: float | None, longitude: float | None) -> str:
    """Whether the point lies in the RW's kelurahan. Refuses a point far outside."""
    if latitude is None and longitude is None:
        return PointCheck.NO_POINT
    if latitude is None or longitude is None:
        sentence = "Isi lintang dan bujur keduanya, atau kosongkan keduanya."
        raise Invalid("half_a_point", sentence, field="point")
    if not (-12 <= latitude <= 7 and 94 <= longitude <= 142):
        sentence = "Titik ini di luar Indonesia. Tandai lagi di peta, atau kosongkan."
        raise Invalid("point_outside_country", sentence, field="point")
    assert rw.parent is not None
    found = check_point(rw.parent, latitude, longitude)
    if found == PointCheck.OUTSIDE:
        sentence = f"Titik ini di luar {rw.parent.label}. Pindahkan titik, atau ganti RW-nya."
        raise Invalid("point_outside", sentence, field="point")
    return found


def _check_sender(actor: User, office: Any, rw: Area, now: datetime) -> None:
    """Whoever sends has proved a contact, and nobody floods.

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
    if office is None and _sent_in_an_hour(Proposal.objects.filter(rw=rw), most, now):
        sentence = f"Sudah {most} usulan dikirim untuk {rw.name} dalam satu jam. {later}"
        raise TooMany("too_many_sent", sentence)


def _sent_in_an_hour(rows: Any, most: int, now: datetime) -> bool:
    """Whether the `most`-th newest is younger than an hour.

    Walks that many rows of an index and counts nothing.
    """
    oldest = list(rows.order_by("-id").values_list("submitted_at", flat=True)[most - 1 : most])
    return bool(oldest) and oldest[0] > now - timedelta(hours=1)


@verb
def submit(
    *, actor: User, channel: Channel, content: Content, key: str, now: datetime | None = None
) -> Proposal:
    """Sends a proposal once per (actor, key) and returns it; a repeated key returns the first one.

    A citizen proposes for the RW where they live; an unconfirmed one may send, but the proposal
    cannot leave the RW until confirmed.
    A kelurahan office enters for somebody present, and that is recorded.
    """
    now = now or timezone.now()
    slot = reserve_key(act="musrenbang.submit", actor_id=actor.pk, key=key)
    if slot.result:
        return Proposal.objects.get(number=slot.result)
    if not channel.accepts_at(now):
        opens, closes = channel.submission.lower, channel.submission.upper
        word, moment = ("dibuka", opens) if now < opens else ("ditutup", closes)
        when = f"{word} {date_format(timezone.localtime(moment), 'l, j F Y')}"
        sentence = f"Masa pengusulan {channel.name} {when}. Draf Anda tetap tersimpan."
        raise Refusal("submission_closed", sentence)
    rw, variant = content.rw, content.variant
    if rw.level != Level.RW or not rw.valid or not Area.objects.current().filter(pk=rw.pk).exists():
        raise Invalid("not_an_rw", "Pilih RW yang masih berlaku.", field="rw")
    assert rw.parent is not None
    assert rw.parent.parent is not None
    office = None
    if content.behalf_name:
        office = assisting_office(actor, rw.parent_id)
        if office is None:
            sentence = (
                "Hanya petugas kelurahan yang dapat mengisi atas nama warga, "
                "di kelurahannya sendiri."
            )
            raise NotAllowed("not_assisting", sentence)
    elif not Residence.objects.filter(user=actor, rw=rw, ended_at=None, declined_at=None).exists():
        sentence = (
            "Anda hanya dapat mengusulkan untuk RW tempat Anda tinggal. "
            "Ubah tempat tinggal di halaman akun."
        )
        raise Invalid("not_your_rw", sentence, field="rw")
    _check_sender(actor, office, rw, now)
    variants = KamusVariant.objects.priced(timezone.localdate(now)).proposable()
    priced = variants.filter(pk=variant.pk).first()
    price: Decimal | None = getattr(priced, "unit_price", None)
    if priced is None or price is None:
        sentence = "Jenis ini tidak dapat diusulkan saat ini. Pilih jenis lain di kamus."
        raise Invalid("not_proposable", sentence, field="variant")
    check_texts({name: getattr(content, name) for name in ("address", "title", "problem", "wish")})
    if len(content.behalf_name) > 150:
        sentence = "Nama terlalu panjang. Paling banyak 150 huruf."
        raise Invalid("too_long", sentence, field="behalf_name")
    check_volume(content.volume, priced.max_volume, priced.unit)
    cost = cost_of(content.volume, price)
    if cost > MAX_COST:
        raise Invalid("cost_range", "Biaya terlalu besar. Periksa volumenya.", field="volume")
    if len(content.photos) > MAX_PHOTOS:
        raise Invalid("too_many_photos", f"Paling banyak {MAX_PHOTOS} foto.", field="photo")
    point = locate(rw, content.latitude, content.longitude)
    path = path_of(list(channel.stages.all()))
    if not path or path[0].phase(now) == "over":
        sentence = (
            f"Tahap pertama {channel.name} sudah berakhir atau belum dibuat. "
            "Draf Anda tetap tersimpan."
        )
        raise Refusal("stage_over", sentence)
    first = path[0]
    proposal = Proposal.objects.create(
        number=make_number(channel.cycle.year, next_serials()[0]),
        channel=channel,
        proposer=None if office else actor,
        entered_by=actor if office else None,
        entered_office=office.title if office else "",
        behalf_name=" ".join(content.behalf_name.split()),
        show_name=content.show_name,
        rw=rw,
        kelurahan=rw.parent,
        kecamatan=rw.parent.parent,
        address=" ".join(content.address.split()),
        latitude=content.latitude,
        longitude=content.longitude,
        point_check=point,
        variant=variant,
        agency=priced.entry.agency,
        title=" ".join(content.title.split()),
        problem=content.problem.strip(),
        wish=content.wish.strip(),
        unit_price=price,
        proposed_volume=content.volume,
        proposed_cost=cost,
        submitted_at=now,
        stage=first,
        tier=first.tier,
        volume=content.volume,
        cost=cost,
    )
    ProposalPhoto.objects.bulk_create(
        ProposalPhoto(proposal=proposal, file=f, position=i) for i, f in enumerate(content.photos)
    )
    slot.complete_key(proposal.number)
    publish("proposal.submitted", {"proposal": proposal.pk})
    return proposal


def draft_content(draft: Draft) -> Content:
    """The draft as content. Raises Invalid with the field of the first step that is missing."""
    data = draft.data
    variant = KamusVariant.objects.priced().proposable().filter(pk=data.get("variant")).first()
    if variant is None:
        raise Invalid("no_variant", "Pilih jenis usulan.", field="variant")
    rws = Area.objects.current().level(Level.RW).select_related("parent__parent")
    rw = rws.filter(pk=data.get("rw")).first()
    if rw is None:
        raise Invalid("no_rw", "Pilih RW.", field="rw")
    for field in ("address", "title", "problem", "wish", "volume"):
        if not str(data.get(field, "")).strip():
            raise Invalid("empty", "Bagian ini belum diisi.", field=field)
    return Content(
        variant=variant,
        rw=rw,
        address=data["address"],
        title=data["title"],
        problem=data["problem"],
        wish=data["wish"],
        volume=read_decimal(data["volume"]),
        latitude=data.get("latitude"),
        longitude=data.get("longitude"),
        show_name=bool(data.get("show_name")),
        behalf_name=data.get("behalf_name", ""),
        photos=tuple(draft.photos.order_by("uploaded_at")),
    )


@verb
def send_draft(*, draft: Draft, now: datetime | None = None) -> Proposal:
    """Sends a draft; sending it again returns the same proposal."""
    row = Draft.objects.select_for_update(no_key=True).get(pk=draft.pk)
    if row.sent_as is not None:
        return row.sent_as
    proposal = submit(
        actor=row.owner, channel=row.channel, content=draft_content(row), key=str(row.pk), now=now
    )
    row.sent_as = proposal
    row.data = {}
    row.save(update_fields=["sent_as", "data"])
    return proposal


def may_support(user: Any, proposal: Proposal) -> bool:
    if not getattr(user, "is_authenticated", False) or user.pk == proposal.proposer_id:
        return False
    home = user.residence
    return bool(home and home.confirmed_at and home.rw.parent_id == proposal.kelurahan_id)


@verb
def support(*, actor: User, proposal: Proposal) -> bool:
    """A confirmed resident of the kelurahan backs a proposal.

    True when new, False when it was backed before.
    """
    if not may_support(actor, proposal):
        sentence = (
            f"Yang dapat mendukung adalah warga {proposal.kelurahan.label} "
            "yang domisilinya sudah dipastikan."
        )
        raise NotAllowed("not_a_resident", sentence)
    if proposal.state in (State.REJECTED, State.MERGED, State.NOT_DISCUSSED):
        raise Refusal("ended", f"Usulan ini sudah selesai: {proposal.status}.")
    _, new = Support.objects.get_or_create(proposal=proposal, user=actor)
    if new:
        Proposal.objects.filter(pk=proposal.pk).update(support_count=F("support_count") + 1)
    return new
