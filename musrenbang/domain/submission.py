"""Verbs of the citizen: begin a draft, keep it, send it, support."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from egov.accounts.models import User
from egov.agencies.successions import acting_agency
from egov.areas.models import Area, Level
from egov.verbs.idempotency import reserve_key
from egov.verbs.outbox import publish
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from musrenbang.domain.conditions import answers_in
from musrenbang.domain.following import count_supports
from musrenbang.domain.numbers import make_number, next_serials
from musrenbang.domain.projection import apply_projection, project
from musrenbang.domain.submission_plan import Content, SubmissionPlan, plan_submission
from musrenbang.domain.validation import read_decimal
from musrenbang.models import Channel, Draft, Group, KamusVariant, Proposal, ProposalPhoto, Support
from musrenbang.vocabulary import ENDED, PlaceLevel, State

PLACE_WORDS: dict[str, str] = {
    PlaceLevel.RW: "RW",
    PlaceLevel.KELURAHAN: "desa/kelurahan",
    PlaceLevel.KECAMATAN: "kecamatan",
}


def open_channels(now: datetime | None = None) -> list[Channel]:
    channels = Channel.objects.filter(submission__contains=now or timezone.now())
    return list(channels.select_related("cycle").order_by("id"))


@verb
def submit(
    *, actor: User, channel: Channel, content: Content, key: str, now: datetime | None = None
) -> Proposal:
    """Sends a proposal once per (actor, key) and returns it; a repeated key returns the first one.

    A citizen proposes for the RW where they live; an unconfirmed one may send, but the proposal
    cannot leave the RW until confirmed.
    A kelurahan office enters for somebody present, and that is recorded.
    Refuses who has no open account (`sign_in_first`), a key that cannot be kept
    (`idempotency_key`) and what `plan_submission` refuses.
    """
    require(actor, "musrenbang.submit")
    now = now or timezone.now()
    slot = reserve_key(verb="musrenbang.submit", actor_id=actor.pk, key=key)
    if slot.result:
        return Proposal.objects.get(number=slot.result)
    plan = plan_submission(actor=actor, channel=channel, content=content, now=now)
    proposal = _write(plan)
    slot.complete_key(proposal.number)
    publish("proposal.submitted", {"proposal": proposal.pk})
    return proposal


def _write(plan: SubmissionPlan) -> Proposal:
    proposal = _as_proposal(plan)
    apply_projection(proposal, project(proposal, [], plan.stages))
    proposal.save(force_insert=True)
    photos = plan.content.photos
    ProposalPhoto.objects.bulk_create(
        ProposalPhoto(proposal=proposal, file=f, position=i) for i, f in enumerate(photos)
    )
    return proposal


def _as_proposal(plan: SubmissionPlan) -> Proposal:
    """The row as planned, with a number of its own; where it stands is not set yet."""
    content, office = plan.content, plan.office
    return Proposal(
        number=make_number(plan.channel.cycle.year, next_serials()[0]),
        channel=plan.channel,
        proposer=None if office else plan.actor,
        entered_by=plan.actor if office else None,
        entered_office=office.title if office else "",
        behalf_name=" ".join(content.behalf_name.split()),
        show_name=content.show_name,
        proposed_as=plan.proposed_as,
        group=content.group,
        **placed(plan.channel.place_level, content.area),
        address=" ".join(content.address.split()),
        latitude=content.latitude,
        longitude=content.longitude,
        point_check=plan.point_check,
        variant=content.variant,
        **plan.variant.words,
        agency=acting_agency(plan.variant.entry.agency),
        title=" ".join(content.title.split()),
        problem=content.problem.strip(),
        wish=content.wish.strip(),
        unit_price=plan.unit_price,
        proposed_volume=content.volume,
        proposed_cost=plan.cost,
        answers=plan.answers,
        submitted_at=plan.submitted_at,
    )


def placed(place_level: str, area: Area | None) -> dict[str, Any]:
    """The columns of the place: its area and those above it."""
    columns: dict[str, Any] = {"place_level": place_level}
    names = {Level.RW: "rw", Level.VILLAGE: "kelurahan", Level.DISTRICT: "kecamatan"}
    while area is not None and area.level in names:
        columns[names[Level(area.level)]] = area
        area = area.parent
    return columns


def draft_content(draft: Draft) -> Content:
    """The draft as content. Raises Invalid with the field of the first step that is missing."""
    data = draft.data
    offered = KamusVariant.objects.priced().proposable().of_edition(draft.channel.kamus_edition)
    variant = offered.filter(pk=data.get("variant")).first()
    if variant is None:
        raise Invalid("no_variant", "Pilih jenis usulan.", field="variant")
    areas = Area.objects.current().select_related("parent__parent")
    area = areas.filter(pk=data.get("rw")).first()
    if area is None and draft.channel.place_level != PlaceLevel.KOTA:
        raise Invalid("no_rw", f"Pilih {PLACE_WORDS[draft.channel.place_level]}.", field="rw")
    for field in ("address", "title", "problem", "wish", "volume"):
        if not str(data.get(field, "")).strip():
            raise Invalid("empty", "Bagian ini belum diisi.", field=field)
    return Content(
        variant=variant,
        area=area,
        address=data["address"],
        title=data["title"],
        problem=data["problem"],
        wish=data["wish"],
        volume=read_decimal(data["volume"]),
        latitude=data.get("latitude"),
        longitude=data.get("longitude"),
        show_name=bool(data.get("show_name")),
        behalf_name=data.get("behalf_name", ""),
        group=Group.objects.current().filter(pk=data.get("group")).first(),
        photos=tuple(draft.photos.order_by("uploaded_at")),
        answers=answers_in(data),
    )


@verb
def send_draft(*, draft: Draft, now: datetime | None = None) -> Proposal:
    """Sends a draft; sending it again returns the same proposal."""
    row = Draft.objects.select_for_update(no_key=True).get(pk=draft.pk)
    if row.sent_as is not None:
        return row.sent_as
    if row.owner is None:
        sentence = "Masuk atau daftar dulu, lalu kirim. Draf Anda tetap tersimpan."
        raise Refusal("sign_in_first", sentence)
    proposal = submit(
        actor=row.owner, channel=row.channel, content=draft_content(row), key=str(row.pk), now=now
    )
    row.sent_as = proposal
    row.data = {}
    row.save(update_fields=["sent_as", "data"])
    return proposal


def may_support(user: User, proposal: Proposal) -> bool:
    if user.pk == proposal.proposer_id:
        return False
    home, place = user.residence, proposal.kelurahan or proposal.kecamatan
    if home is None or not home.confirmed_at:
        return False
    return place is None or place.covers(home.rw.code)


@verb
def support(*, actor: User, proposal: Proposal) -> bool:
    """A confirmed resident of the kelurahan backs a proposal.

    True when new, False when it was backed before.
    """
    require(actor, "musrenbang.support", proposal)
    if proposal.state == State.MERGED and proposal.merged_into is not None:
        head = proposal.merged_into.number
        sentence = f"Usulan ini sudah bergabung dengan usulan {head}. Dukung usulan itu."
        raise Refusal("follow_head", sentence)
    if proposal.state in ENDED:
        raise Refusal("ended", f"Usulan ini sudah selesai: {proposal.status}.")
    _, new = Support.objects.get_or_create(proposal=proposal, supported_by=actor)
    if new:
        count_supports([proposal.pk])
    return new
