"""Joints as a table: what a splicing plan says, row by row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Q
from django.db.models.functions import Upper

from egov.verbs.refusal import Invalid
from infrastructure.domain.columns import Column
from infrastructure.domain.items import Item
from infrastructure.domain.reading import Choice, Number, Reader, Text, Unreadable, Whole, words_of
from infrastructure.domain.records import write_records
from infrastructure.domain.splicing import refuse_count, refuse_tray
from infrastructure.domain.tables import RowTable, differ
from infrastructure.domain.tracing import retrace, touched_paths
from infrastructure.models import (
    Core,
    Enclosure,
    Joint,
    JointEnd,
    Port,
)
from infrastructure.vocabulary import AssetKind, CoreState, JointKind, JointState, Work

_CORE_END = re.compile(r"([^/:\s]+)/(\d{1,4}):([abAB])")
_PORT_END = re.compile(r"([^/:\s]+):(.{1,64})")


@dataclass(frozen=True)
class End:
    """A side of a core, or a port: `FO-1/3:a`, `SW-1:24`."""

    asset: str
    number: int = 0
    side: str = ""
    port: str = ""

    def __str__(self) -> str:
        return (
            f"{self.asset}:{self.port}" if self.port else f"{self.asset}/{self.number}:{self.side}"
        )

    @property
    def key(self) -> tuple[str, int | str, str]:
        return (self.asset.upper(), self.port or self.number, self.side)


@dataclass(frozen=True)
class Ends(Reader):
    """One end or more, with | between."""

    most: int = 1
    empty: Any = ()

    def parse(self, raw: Any) -> tuple[End, ...]:
        parts = [part.strip() for part in words_of(raw).split("|") if part.strip()]
        if len(parts) > self.most:
            raise Unreadable("too_many_ends", f"Paling banyak {self.most} ujung di kolom ini.")
        return tuple(map(self._end, parts))

    @staticmethod
    def _end(text: str) -> End:
        if match := _CORE_END.fullmatch(text):
            return End(match[1], int(match[2]), match[3].lower())
        if match := _PORT_END.fullmatch(text):
            return End(match[1], port=match[2])
        sentence = "Tulis sisi inti sebagai FO-1/3:a, atau porta sebagai SW-1:24."
        raise Unreadable("bad_end", sentence)


class JointTable(RowTable):
    """enclosure, from, to[, tray, kind, state, loss_db]: known by where it begins."""

    title = "Sambungan"
    columns: ClassVar = (
        Column("enclosure", "kotak", Text(40), "kode kotak sambung", "CL-99", required=True),
        Column("from", "dari", Ends(), "sisi inti FO-1/3:a, atau porta SW-1:24", required=True),
        Column("to", "ke", Ends(65), "seperti dari; pembagi: beberapa, dengan |", required=True),
        Column("tray", "tray", Whole(1, 200), "nomor tray", 1),
        Column("kind", "macam", Choice(JointKind), "macam sambungan", "Sambungan lebur"),
        Column("state", "keadaan", Choice(JointState), "keadaan", "Tersambung"),
        Column("loss_db", "redaman_db", Number(0, 60), "redaman terukur, dB"),
    )

    def look_up(self, items: Sequence[Item]) -> None:
        ends = [end for item in items for end in (*item.values["from"], *item.values["to"])]
        codes = {end.asset for end in ends} | {item.values["enclosure"] for item in items}
        self.known = self.assets(codes)
        keys = [asset.pk for asset in self.known.values()]
        self.boxes = Enclosure.objects.select_related("asset").in_bulk(keys)
        rows = Core.objects.filter(cable__in=keys).annotate(upper=Upper("cable__asset__code"))
        self.cores = {(core.upper, core.number): core for core in rows}
        names = {end.port for end in ends if end.port}
        ports = Port.objects.filter(device__in=keys, name__in=names)
        ports = ports.annotate(upper=Upper("device__asset__code"))
        self.ports = {(port.upper, port.name): port for port in ports}
        taken = Q(core__in=[core.pk for core in rows]) | Q(port__in=[p.pk for p in ports])
        of_these = JointEnd.objects.filter(joint__ends__in=JointEnd.objects.filter(taken))
        self.joints: dict[int, Joint] = {}
        self.held: dict[int, list[Any]] = {}
        self.taken: dict[Any, int] = {}
        for end in of_these.select_related("joint").distinct().order_by("joint", "number"):
            self.joints[end.joint_id] = end.joint
            key = (end.core_id, end.side, end.port_id)
            self.held.setdefault(end.joint_id, []).append(key)
            self.taken[key] = end.joint_id

    def settle(self, item: Item) -> None:
        values = item.values
        box = self.of_kind(self.known, values["enclosure"], "enclosure", AssetKind.ENCLOSURE)
        keys = [self._end("from", end) for end in values["from"]]
        keys += [self._end("to", end) for end in values["to"]]
        if len(set(keys)) < len(keys):
            raise Invalid("end_twice", "Satu ujung disebut dua kali.", field="to")
        wanted = {
            "enclosure_id": box.pk,
            "tray": values["tray"],
            "kind": values["kind"] or (JointKind.SPLITTER if len(keys) > 2 else None),
            "state": values["state"] or None,
            "loss_db": values["loss_db"],
        }
        joint = self.joints.get(self.taken.get(keys[0], 0))
        if joint is not None and self.held[joint.pk] == keys:
            item.effect = "updated" if differ(joint, wanted) else "unchanged"
        else:
            self._require_free(item, keys)
            joint, item.effect = Joint(), "created"
        for key in keys:
            self.once(item, key, "to" if key in keys[1:] else "from")
        for name, value in wanted.items():
            if value is not None:
                setattr(joint, name, value)
        if item.effect != "unchanged":
            self.in_use(box, "enclosure")
            refuse_count(len(keys), joint.kind, field="to")
            refuse_tray(self.boxes[box.pk], joint.tray)
        item.row, item.derived = joint, {"keys": keys}

    def _end(self, field: str, end: End) -> tuple[int | None, str, int | None]:
        asset = self.known.get(end.asset.upper())
        if asset is not None:
            self.require_kept(asset, field)
        if end.port:
            port = self.ports.get((end.asset.upper(), end.port))
            if port is None:
                sentence = f"Tidak ada porta {end.port} pada perangkat {end.asset}."
                raise Invalid("unknown_code", sentence, field=field)
            return (None, "", port.pk)
        core = self.cores.get((end.asset.upper(), end.number))
        if core is None:
            sentence = f"Tidak ada inti {end.number} pada kabel {end.asset}."
            raise Invalid("unknown_code", sentence, field=field)
        if core.state == CoreState.BROKEN and (core.pk, end.side, None) not in self.taken:
            sentence = f"Inti {end.asset}/{end.number} putus. Pulihkan dulu, atau pilih inti lain."
            raise Invalid("core_broken", sentence, field=field)
        return (core.pk, end.side, None)

    def _require_free(self, item: Item, keys: Sequence[Any]) -> None:
        ends = [("from", end) for end in item.values["from"]]
        ends += [("to", end) for end in item.values["to"]]
        for (field, end), key in zip(ends, keys, strict=True):
            if key in self.taken:
                sentence = f"{end} sudah disambung. Lepas dulu sambungannya, atau pilih yang lain."
                raise Invalid("side_joined", sentence, field=field)

    def write(self, items: Sequence[Item]) -> None:
        new = [item for item in items if item.effect == "created"]
        for item in new:
            item.row.pk = None
        Joint.objects.bulk_create([item.row for item in new])
        JointEnd.objects.bulk_create(
            JointEnd(joint=item.row, number=number, core_id=core, side=side, port_id=port)
            for item in new
            for number, (core, side, port) in enumerate(item.derived["keys"], start=1)
        )
        changed = [item.row for item in items if item.effect == "updated"]
        Joint.objects.bulk_update(changed, ["enclosure", "tray", "kind", "state", "loss_db"])
        ends = [key for item in items for key in item.derived["keys"]]
        cores, ports = ([key[n] for key in ends if key[n]] for n in (0, 2))
        retrace(touched_paths(cores, ports))
        self._note(items)

    def _note(self, items: Sequence[Item]) -> None:
        """One record for each enclosure that was worked in, as `splice` writes it."""
        joints: dict[int, list[int]] = {}
        for item in items:
            joints.setdefault(item.row.enclosure_id, []).append(item.row.pk)
        write_records(
            self.record(box, Work.SPLICE, after={"joints": keys}) for box, keys in joints.items()
        )
