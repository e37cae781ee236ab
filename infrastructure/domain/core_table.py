"""Cores as a table: the tube and the state of each fibre of a cable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from egov.verbs.refusal import Invalid
from infrastructure.domain.columns import Column
from infrastructure.domain.items import Item
from infrastructure.domain.reading import Choice, Text, Whole
from infrastructure.domain.records import write_records
from infrastructure.domain.tables import RowTable, differ
from infrastructure.domain.tracing import retrace, touched_paths
from infrastructure.models import Cable, Core, PathElement, WorkRecord
from infrastructure.vocabulary import AssetKind, CoreState, Work


class CoreTable(RowTable):
    """cable, number[, tube, state]: known by cable and number."""

    title = "Inti kabel"
    columns: ClassVar = (
        Column("cable", "kabel", Text(40), "kode kabel", "FO-99", required=True),
        Column("number", "nomor", Whole(1, 9999), "nomor inti", 1, required=True),
        Column("tube", "tabung", Whole(1, 999), "nomor tabung; kosong: menurut nomornya"),
        Column("state", "keadaan", Choice(CoreState), "kosong: tetap", "Cadangan"),
    )

    def look_up(self, items: Sequence[Item]) -> None:
        self.cables = self.assets(item.values["cable"] for item in items)
        keys = [asset.pk for asset in self.cables.values()]
        self.per_tube = dict(Cable.objects.filter(pk__in=keys).values_list("pk", "type__per_tube"))
        rows = Core.objects.filter(cable__in=keys)
        self.cores = {(core.cable_id, core.number): core for core in rows}
        lit = PathElement.objects.filter(core__cable__in=keys)
        self.lit = set(lit.order_by().values_list("core", flat=True))

    def settle(self, item: Item) -> None:
        values = item.values
        cable = self.of_kind(self.cables, values["cable"], "cable", AssetKind.CABLE)
        self.once(item, (cable.pk, values["number"]), "number")
        wanted = {"tube": values["tube"], "state": values["state"] or None}
        item.row = self.cores.get((cable.pk, values["number"]))
        if item.row is None:
            self.in_use(cable, "cable")
            tube = values["tube"] or (values["number"] - 1) // self.per_tube[cable.pk] + 1
            state = values["state"] or CoreState.SPARE
            item.row = Core(cable_id=cable.pk, number=values["number"], tube=tube, state=state)
            item.effect = "created"
            return
        item.effect = "updated" if differ(item.row, wanted) else "unchanged"
        item.derived = {"state": item.row.state}
        if item.effect == "updated":
            self.in_use(cable, "cable")
            self._require_dark(item)
        for name, value in wanted.items():
            if value is not None:
                setattr(item.row, name, value)

    def _require_dark(self, item: Item) -> None:
        """Whether light goes through a core says its path, not a table."""
        wanted, row = item.values["state"], item.row
        changes = wanted and wanted != row.state
        if changes and row.pk in self.lit and wanted in (CoreState.SPARE, CoreState.RESERVED):
            sentence = "Inti ini dilalui jejak tautan. Hapus jejaknya dulu, atau tulis Dipakai."
            raise Invalid("core_lit", sentence, field="state")

    def write(self, items: Sequence[Item]) -> None:
        changed = [item for item in items if item.effect == "updated"]
        Core.objects.bulk_create([item.row for item in items if item.effect == "created"])
        Core.objects.bulk_update([item.row for item in changed], ["tube", "state"])
        turned = [item for item in changed if item.row.state != item.derived["state"]]
        retrace(touched_paths(cores=[item.row.pk for item in turned]))
        self._note(turned)

    def _note(self, items: Sequence[Item]) -> None:
        """Cores that break or are whole again, as `cut` and `mend` record them."""
        cut = [item for item in items if item.row.state == CoreState.BROKEN]
        mended = [item for item in items if item.derived["state"] == CoreState.BROKEN]
        records = []
        for work, those in ((Work.CUT, cut), (Work.MEND, mended)):
            cables: dict[int, list[Item]] = {}
            for item in those:
                cables.setdefault(item.row.cable_id, []).append(item)
            records += [self._record(work, cable, cores) for cable, cores in cables.items()]
        write_records(records)

    def _record(self, work: Work, cable: int, items: Sequence[Item]) -> WorkRecord:
        reserved = [i.row.pk for i in items if i.derived["state"] == CoreState.RESERVED]
        before = {"reserved": reserved} if work == Work.CUT else {}
        after = {"cores": sorted(item.row.number for item in items)}
        return self.record(cable, work, before=before, after=after)
