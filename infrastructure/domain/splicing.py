"""Cores are joined in an enclosure, one by one or a tube to a tube in sequence, and taken apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from egov.accounts.models import User
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from infrastructure.domain.constraints import refusing
from infrastructure.domain.records import in_life, locked, reason_of, write_record
from infrastructure.domain.tracing import retrace, starts_of, touched_paths
from infrastructure.models import Asset, Core, Enclosure, Joint, JointEnd, Port, WorkRecord
from infrastructure.vocabulary import AssetKind, CoreState, JointKind, JointState, Side, Work


@dataclass(frozen=True)
class End:
    """One end of a joint: a side of a core, or a port."""

    core: Core | None = None
    side: Side | None = None
    port: Port | None = None

    def row(self, joint: Joint, number: int) -> JointEnd:
        side = self.side.value if self.side else ""
        return JointEnd(joint=joint, number=number, core=self.core, side=side, port=self.port)


@dataclass(frozen=True)
class How:
    """How a joint is made; loss in dB as measured, None where it was not."""

    tray: int = 1
    kind: JointKind = JointKind.FUSION
    state: JointState = JointState.MADE
    loss_db: float | None = None


@dataclass(frozen=True)
class Tube:
    """A tube of a cable and the side at which it comes in."""

    cable: Asset
    number: int
    side: Side


AS_USUAL = How()


@verb
def splice(
    *,
    actor: User,
    enclosure: Asset,
    ends: Sequence[End],
    reason: str,
    how: How = AS_USUAL,
) -> WorkRecord:
    """Joins two ends, or the common end of a splitter (the first) with its outlets."""
    return _splice(actor, enclosure, [tuple(ends)], reason, how)


@verb
def splice_tubes(
    *, actor: User, enclosure: Asset, first: Tube, second: Tube, reason: str, how: How = AS_USUAL
) -> WorkRecord:
    """Joins the cores of two tubes in sequence: the first to the first, and so on."""
    ones, others = _cores_of(first, "first_tube"), _cores_of(second, "second_tube")
    if len(ones) != len(others):
        raise Invalid(
            "not_as_many",
            f"Tabung itu tidak sama banyak: {len(ones)} dan {len(others)} inti. "
            "Sambung satu per satu.",
            field="second_tube",
        )
    pairs = [
        (End(one, first.side), End(other, second.side))
        for one, other in zip(ones, others, strict=True)
    ]
    return _splice(actor, enclosure, pairs, reason, how)


def _cores_of(tube: Tube, field: str) -> list[Core]:
    cores = list(Core.objects.filter(cable=tube.cable.pk, tube=tube.number).order_by("number"))
    if not cores:
        sentence = f"Kabel {tube.cable} tidak punya tabung {tube.number}."
        raise Invalid("no_such_tube", sentence, field=field)
    return cores


def _splice(
    actor: User,
    enclosure: Asset,
    pairs: Sequence[tuple[End, ...]],
    reason: str,
    how: How,
) -> WorkRecord:
    reason = reason_of(reason)
    row = _enclosure(actor, enclosure)
    box = Enclosure.objects.select_related("asset").get(pk=row.pk)
    refuse_tray(box, how.tray)
    for pair in pairs:
        refuse_count(len(pair), how.kind)
        _refuse_same(pair)
    ends = [end for pair in pairs for end in pair]
    keys = [end.core.pk for end in ends if end.core is not None]
    _refuse_broken(keys)
    with refusing():
        joints = Joint.objects.bulk_create(
            Joint(enclosure=box, tray=how.tray, kind=how.kind, state=how.state, loss_db=how.loss_db)
            for _ in pairs
        )
        JointEnd.objects.bulk_create(
            end.row(joint, number)
            for joint, pair in zip(joints, pairs, strict=True)
            for number, end in enumerate(pair, start=1)
        )
    ports = [end.port.pk for end in ends if end.port is not None]
    retrace(touched_paths(cores=keys, ports=ports))
    return write_record(
        actor=actor,
        asset=row,
        work=Work.SPLICE,
        reason=reason,
        after={"joints": [joint.pk for joint in joints]},
    )


def _enclosure(actor: User, enclosure: Asset) -> Asset:
    row = locked(actor, enclosure)
    in_life(row)
    if row.kind != AssetKind.ENCLOSURE:
        raise Refusal("not_an_enclosure", f"{row} bukan kotak sambung.")
    return row


def refuse_count(ends: int, kind: str, *, field: str = "") -> None:
    """Raises where a joint of this kind cannot have so many ends."""
    if ends < 2 or (kind != JointKind.SPLITTER and ends > 2):
        sentence = "Satu sambungan punya dua ujung; hanya pembagi punya lebih."
        raise Invalid("not_two_ends", sentence, field=field)


def refuse_tray(box: Enclosure, tray: int) -> None:
    if not 1 <= tray <= box.trays:
        raise Invalid("no_such_tray", f"{box} punya tray 1 sampai {box.trays}.", field="tray")


def _refuse_same(ends: Sequence[End]) -> None:
    if len({(end.core, end.side, end.port) for end in ends}) < len(ends):
        raise Invalid("same_end", "Kedua ujung sama. Pilih inti atau sisi lain.", field="second")


def _refuse_broken(keys: Sequence[int]) -> None:
    """Under lock, so that a core cannot break while it is being joined."""
    cores = Core.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys)
    rows = cores.select_related("cable__asset").order_by("pk")
    broken = [core for core in rows if core.state == CoreState.BROKEN]
    if broken:
        names = ", ".join(f"{core.cable} inti {core.number}" for core in broken[:5])
        raise Invalid(
            "broken_core",
            f"{names} putus dan tidak dapat disambung. Perbaiki dulu, atau pilih inti lain.",
            field="first",
        )


@verb
def unsplice(*, actor: User, enclosure: Asset, joints: Sequence[int], reason: str) -> WorkRecord:
    """Takes joints of an enclosure apart; what they joined is kept in the record."""
    reason = reason_of(reason)
    row = _enclosure(actor, enclosure)
    rows = _joints(row, joints)
    ends = list(JointEnd.objects.filter(joint__in=rows).order_by("joint", "number"))
    paths = touched_paths(*_joined(ends))
    starts = starts_of(paths)
    JointEnd.objects.filter(joint__in=rows).delete()
    Joint.objects.filter(pk__in=[joint.pk for joint in rows]).delete()
    retrace(paths, starts)
    return write_record(
        actor=actor,
        asset=row,
        work=Work.UNSPLICE,
        reason=reason,
        before={"joints": [_kept(joint, ends) for joint in rows]},
    )


@verb
def resplice(*, actor: User, enclosure: Asset, reason: str) -> WorkRecord:
    """Makes again what was taken apart last in this enclosure: the way back of `unsplice`."""
    reason = reason_of(reason)
    row = _enclosure(actor, enclosure)
    record = last_unsplice(row)
    if record is None:
        raise Refusal("nothing_apart", f"Di {row} tidak ada sambungan lepas yang tercatat.")
    kept = record.before["joints"]
    _refuse_broken([end["core"] for joint in kept for end in joint["ends"] if end["core"]])
    with refusing():
        joints = Joint.objects.bulk_create(
            Joint(enclosure_id=row.pk, **{name: joint[name] for name in HOW}) for joint in kept
        )
        ends = JointEnd.objects.bulk_create(
            JointEnd(joint=joint, number=n, core_id=e["core"], side=e["side"], port_id=e["port"])
            for joint, was in zip(joints, kept, strict=True)
            for n, e in enumerate(was["ends"], start=1)
        )
    retrace(touched_paths(*_joined(ends)))
    return write_record(
        actor=actor,
        asset=row,
        work=Work.SPLICE,
        reason=reason,
        after={"joints": [joint.pk for joint in joints]},
        takes_back=record,
    )


@verb
def carry_out(*, actor: User, enclosure: Asset, joints: Sequence[int], reason: str) -> WorkRecord:
    """What was planned is spliced now. Its way back is `unsplice`."""
    reason = reason_of(reason)
    row = _enclosure(actor, enclosure)
    rows = _joints(row, joints)
    if any(joint.state == JointState.MADE for joint in rows):
        raise Invalid("made_already", "Sebagian sudah tersambung.", field="joints")
    ends = list(JointEnd.objects.filter(joint__in=rows))
    cores, ports = _joined(ends)
    _refuse_broken(cores)
    Joint.objects.filter(pk__in=[joint.pk for joint in rows]).update(state=JointState.MADE)
    retrace(touched_paths(cores, ports))
    keys = {"joints": [joint.pk for joint in rows]}
    return write_record(
        actor=actor, asset=row, work=Work.SPLICE, reason=reason, before=keys, after=keys
    )


def last_unsplice(enclosure: Asset) -> WorkRecord | None:
    """What was taken apart last and was not made again; None where nothing was."""
    record: WorkRecord | None = enclosure.work.filter(
        work=Work.UNSPLICE, taken_back_by=None
    ).first()
    return record


def _joints(enclosure: Asset, keys: Sequence[int]) -> list[Joint]:
    rows = Joint.objects.select_for_update(no_key=True).filter(enclosure=enclosure.pk, pk__in=keys)
    joints = list(rows.order_by("pk"))
    if not joints or len(joints) < len(set(keys)):
        raise Invalid("no_such_joint", f"Sambungan itu tidak ada di {enclosure}.", field="joints")
    return joints


def _joined(ends: Sequence[JointEnd]) -> tuple[list[int], list[int]]:
    """Cores and ports, by key."""
    cores = [end.core_id for end in ends if end.core_id]
    return cores, [end.port_id for end in ends if end.port_id]


HOW = ("tray", "kind", "state", "loss_db")


def _kept(joint: Joint, ends: Sequence[JointEnd]) -> dict[str, Any]:
    """All that is needed to make the joint again."""
    return {name: getattr(joint, name) for name in HOW} | {
        "ends": [
            {"core": end.core_id, "side": end.side, "port": end.port_id}
            for end in ends
            if end.joint_id == joint.pk
        ],
    }
