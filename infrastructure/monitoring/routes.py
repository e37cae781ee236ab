"""Which outages go which way, to whom: routes and their steps, written, ended, brought back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime, time
from typing import Any

from egov.accounts.models import User
from egov.accounts.roles import Role
from egov.agencies.models import Agency
from egov.areas.models import Area
from egov.verbs.permission import require
from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from infrastructure.domain.constraints import refusing
from infrastructure.models import AlertChannel, AlertRoute, AlertStep
from infrastructure.models.alert import LONGEST_WAIT_MIN
from infrastructure.vocabulary import AGENCY_OPERATOR, INFRA_OPERATOR, AssetKind
from infrastructure.vocabulary_monitoring import Severity

KEEP = "infrastructure.keep_routes"
OFFICES = (INFRA_OPERATOR, AGENCY_OPERATOR, str(Role.ADMINISTRATOR))
LONGEST_NAME, LAST_POSITION = 80, 32767
MOST_STEPS = 20


@dataclass(frozen=True)
class Way:
    """What a route takes and when it holds; empty is any, as `AlertRoute` says it."""

    name: str
    position: int = 100
    severity: int = Severity.WARNING
    kinds: list[str] = field(default_factory=list)
    agency: Agency | None = None
    area: Area | None = None
    hours_from: time | None = None
    hours_to: time | None = None
    quiet_from: time | None = None
    quiet_to: time | None = None
    reminder_min: int | None = None

    @property
    def columns(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True)
class Step:
    """After so many minutes: an office, or a machine."""

    after_min: int = 0
    office: str = ""
    channel: AlertChannel | None = None

    @property
    def columns(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


@verb
def add_route(*, actor: User, way: Way, step: Step) -> AlertRoute:
    """A route with its first step: one without any would tell nobody."""
    require(actor, KEEP)
    way = _clean(way)
    _check(step)
    with refusing():
        route = AlertRoute.objects.create(**way.columns)
        AlertStep.objects.create(route=route, **step.columns)
    return route


@verb
def change_route(*, actor: User, route: AlertRoute, way: Way) -> AlertRoute:
    """For outages from now on; what is planned already goes as it was planned."""
    row = _standing(actor, route)
    for name, value in _clean(way).columns.items():
        setattr(row, name, value)
    with refusing():
        row.save()
    return row


@verb
def end_route(*, actor: User, route: AlertRoute, now: datetime) -> AlertRoute:
    """It takes no outage any more. The way back is `bring_back_route`."""
    row = _standing(actor, route)
    row.ended_at = now
    row.save(update_fields=["ended_at"])
    return row


@verb
def bring_back_route(*, actor: User, route: AlertRoute) -> AlertRoute:
    """It takes outages again, as it was. The way back is `end_route`."""
    row = _locked(actor, route)
    if row.ended_at is None:
        raise Refusal("not_ended", "Jalur ini masih berlaku. Muat ulang halamannya.")
    channels = AlertChannel.objects.filter(steps__route=row, ended_at__isnull=False)
    if names := sorted(set(channels.values_list("name", flat=True))):
        sentence = f"{', '.join(names)} sudah diakhiri. Buat jalur baru dengan penerima lain."
        raise Refusal("channel_ended", sentence)
    row.ended_at = None
    row.save(update_fields=["ended_at"])
    return row


@verb
def add_step(*, actor: User, route: AlertRoute, step: Step) -> AlertStep:
    """One more that is told. The way back is `remove_step`."""
    row = _standing(actor, route)
    steps = list(row.steps.all())
    if len(steps) >= MOST_STEPS:
        sentence = f"Paling banyak {MOST_STEPS} langkah. Hapus satu dulu."
        raise Invalid("too_many", sentence, field="after_min")
    _check(step)
    _check_once(step, steps)
    with refusing():
        return AlertStep.objects.create(route=row, **step.columns)


@verb
def change_step(*, actor: User, row: AlertStep, step: Step) -> AlertStep:
    """Another time, office or machine; for outages from now on."""
    route = _standing(actor, row.route)
    _check(step)
    others = list(route.steps.exclude(pk=row.pk))
    kept = _step_of(route, row)
    _check_once(step, others)
    for name, value in step.columns.items():
        setattr(kept, name, value)
    with refusing():
        kept.save()
    return kept


@verb
def remove_step(*, actor: User, row: AlertStep) -> None:
    """It is told no more; the history keeps it. The way back is `add_step`."""
    route = _standing(actor, row.route)
    kept = _step_of(route, row)
    if not route.steps.exclude(pk=kept.pk).exists():
        sentence = "Ini langkah terakhirnya; jalur tanpa langkah tidak mengabari siapa pun. "
        raise Invalid("last_step", f"{sentence}Akhiri jalurnya, atau tambah dulu.", field="step")
    kept.delete()


# -- what they share -------------------------------------------------------------------------------


def _locked(actor: User, route: AlertRoute) -> AlertRoute:
    require(actor, KEEP)
    return AlertRoute.objects.select_for_update(of=("self",), no_key=True).get(pk=route.pk)


def _standing(actor: User, route: AlertRoute) -> AlertRoute:
    row = _locked(actor, route)
    if row.ended_at is not None:
        raise Refusal("ended", "Jalur ini sudah diakhiri. Pakai lagi dulu, baru ubah.")
    return row


def _step_of(route: AlertRoute, row: AlertStep) -> AlertStep:
    kept = route.steps.filter(pk=row.pk).first()
    if kept is None:
        sentence = "Langkah ini sudah dihapus. Muat ulang halamannya."
        raise Invalid("no_such_step", sentence, field="step")
    return kept


def _clean(way: Way) -> Way:
    columns = way.columns
    columns["name"] = " ".join(plain(way.name).split())
    if not columns["name"] or len(columns["name"]) > LONGEST_NAME:
        sentence = f"Tulis namanya, paling banyak {LONGEST_NAME} huruf."
        raise Invalid("bad_name", sentence, field="name")
    if not 0 <= way.position <= LAST_POSITION:
        raise Invalid("bad_position", f"Urutan antara 0 dan {LAST_POSITION}.", field="position")
    if way.severity not in Severity.values:
        raise Invalid("bad_severity", "Pilih kepentingan yang paling rendah.", field="severity")
    if not set(way.kinds) <= set(AssetKind.values):
        raise Invalid("bad_kind", "Pilih jenis aset dari daftarnya.", field="kinds")
    if way.reminder_min is not None and not 1 <= way.reminder_min <= LONGEST_WAIT_MIN:
        sentence = f"Antara 1 dan {LONGEST_WAIT_MIN} menit, atau kosongkan."
        raise Invalid("bad_reminder", sentence, field="reminder_min")
    columns["kinds"] = sorted(set(way.kinds))
    return Way(**columns)


def _check(step: Step) -> None:
    """Its own fields, and that its machine still listens: held, so that none ends it meanwhile."""
    if not 0 <= step.after_min <= LONGEST_WAIT_MIN:
        sentence = f"Antara 0 dan {LONGEST_WAIT_MIN} menit."
        raise Invalid("bad_wait", sentence, field="after_min")
    if bool(step.office) == (step.channel is not None):
        sentence = "Pilih satu: jabatan atau penerima mesin."
        raise Invalid("step_tells_one", sentence, field="office")
    if step.office and step.office not in OFFICES:
        raise Invalid("unknown_office", "Pilih jabatan dari daftarnya.", field="office")
    if step.channel is not None:
        channel = AlertChannel.objects.select_for_update().get(pk=step.channel.pk)
        if channel.ended_at is not None:
            sentence = "Penerima ini sudah diakhiri. Pilih yang lain."
            raise Invalid("channel_ended", sentence, field="channel")


def _check_once(step: Step, others: Iterable[AlertStep]) -> None:
    """Nobody is told twice by one route."""
    key = (step.office, step.channel.pk if step.channel else None)
    if any((other.office, other.channel_id) == key for other in others):
        sentence = "Penerima ini sudah ada di jalur ini. Ubah langkahnya, jangan tambah."
        raise Invalid("told_already", sentence, field="office" if step.office else "channel")
