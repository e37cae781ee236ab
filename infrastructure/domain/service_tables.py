"""What applications run on and need, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from egov.verbs.refusal import Invalid
from infrastructure.domain.columns import Column
from infrastructure.domain.items import Effect, Item
from infrastructure.domain.reading import Choice, Text, Whole
from infrastructure.domain.records import write_records
from infrastructure.domain.tables import RowTable, differ
from infrastructure.models import Asset, Dependency, Deployment, DeploymentGroup
from infrastructure.vocabulary import AssetKind, Environment, Need, Work
from regulations.models import Application


def _applications(codes: set[str]) -> dict[str, Application]:
    rows = Application.objects.filter(code__in=codes)
    return {application.code.upper(): application for application in rows}


class DeploymentTable(RowTable):
    """application, device[, environment, group, min_up]."""

    title = "Penempatan aplikasi"
    columns: ClassVar = (
        Column("application", "aplikasi", Text(80), "kode aplikasi", "contoh", required=True),
        Column("device", "perangkat", Text(40), "kode perangkat", "VM-99", required=True),
        Column("environment", "lingkungan", Choice(Environment), "kosong: Produksi"),
        Column("group", "kelompok", Text(40), "kosong: server"),
        Column("min_up", "paling_sedikit_hidup", Whole(1, 1000), "dari kelompok itu", 1),
    )

    def look_up(self, items: Sequence[Item]) -> None:
        self.applications = _applications({item.values["application"] for item in items})
        self.devices = self.assets(item.values["device"] for item in items)
        groups = DeploymentGroup.objects.filter(application__in=self.applications.values())
        groups = groups.select_related("application")
        self.groups = {(g.application_id, g.environment, g.name): g for g in groups}
        rows = Deployment.objects.filter(group__in=groups)
        self.known = set(rows.values_list("group_id", "device_id"))
        self.said: dict[int, int] = {}

    def settle(self, item: Item) -> None:
        values = item.values
        application = self.named(
            self.applications, values["application"], "application", "aplikasi"
        )
        device = self.of_kind(self.devices, values["device"], "device", AssetKind.DEVICE)
        name = values["group"] or DeploymentGroup._meta.get_field("name").default
        environment = values["environment"] or Environment.PRODUCTION
        key = (application.pk, environment, name)
        self.once(item, (*key, device.pk), "device")
        group = self.groups.get(key)
        if group is None:
            group = self.groups[key] = DeploymentGroup(
                application=application, environment=environment, name=name
            )
        many = values["min_up"] or group.min_up
        if self.said.setdefault(id(group), many) != many:
            sentence = f"Kelompok {name} di atas memerlukan {self.said[id(group)]}. Samakan."
            raise Invalid("other_min_up", sentence, field="min_up")
        known = group.pk is not None and (group.pk, device.pk) in self.known
        if not known:
            self.in_use(device, "device")
        changed: Effect = "updated" if group.min_up != many else "unchanged"
        item.row, item.derived = group, {"device": device.pk, "min_up": many, "known": known}
        item.effect = changed if known else "created"

    def write(self, items: Sequence[Item]) -> None:
        groups = {id(item.row): item.row for item in items}
        for item in items:
            item.row.min_up = item.derived["min_up"]
        DeploymentGroup.objects.bulk_create([g for g in groups.values() if g.pk is None])
        DeploymentGroup.objects.bulk_update(groups.values(), ["min_up"])
        new = [item for item in items if not item.derived["known"]]
        Deployment.objects.bulk_create(
            Deployment(group=item.row, device_id=item.derived["device"]) for item in new
        )
        write_records(
            self.record(
                item.derived["device"], Work.DEPLOY, after={"deployment": group_told(item.row)}
            )
            for item in new
        )


def group_told(group: DeploymentGroup) -> dict[str, Any]:
    """A group as records keep it."""
    return {
        "application": group.application.code,
        "environment": str(group.environment),
        "group": group.name,
        "min_up": group.min_up,
    }


class DependencyTable(RowTable):
    """application and what it needs: another application, or an asset."""

    title = "Ketergantungan aplikasi"
    columns: ClassVar = (
        Column("application", "aplikasi", Text(80), "kode aplikasi", "contoh", required=True),
        Column("needs", "perlu_aplikasi", Text(80), "kode aplikasi yang diperlukan", "contoh-2"),
        Column("asset", "perlu_aset", Text(40), "atau kode aset yang diperlukan"),
        Column("need", "kebutuhan", Choice(Need), "kosong: Mati tanpanya"),
        Column("group", "kelompok", Text(40), "yang saling menggantikan"),
        Column("min_up", "paling_sedikit_hidup", Whole(1, 1000), "dari kelompok itu", 1),
    )

    def look_up(self, items: Sequence[Item]) -> None:
        codes = {item.values[name] for item in items for name in ("application", "needs")}
        self.applications = _applications(codes)
        self.known_assets = self.assets(item.values["asset"] for item in items)
        rows = Dependency.objects.filter(consumer__in=self.applications.values())
        self.known = {(r.consumer_id, r.application_id, r.asset_id): r for r in rows}

    def settle(self, item: Item) -> None:
        values = item.values
        if bool(values["needs"]) == bool(values["asset"]):
            raise Invalid("one_of_two", "Isi satu: needs atau asset.", field="asset")
        consumer = self.named(self.applications, values["application"], "application", "aplikasi")
        provider: Any = None
        asset = Asset()
        if values["needs"]:
            provider = self.named(self.applications, values["needs"], "needs", "aplikasi")
        else:
            asset = self.named(self.known_assets, values["asset"], "asset", "aset")
        self.require_kept(asset, "asset")
        key = (consumer.pk, provider.pk if provider else None, asset.pk)
        self.once(item, key, "application")
        wanted = {
            "need": values["need"] or None,
            "group": values["group"],
            "min_up": values["min_up"],
        }
        row = self.known.get(key)
        if row is None:
            row = Dependency(consumer=consumer, application=provider, asset_id=asset.pk)
            item.effect = "created"
        else:
            item.effect = "updated" if differ(row, wanted) else "unchanged"
        for name, value in wanted.items():
            if value is not None:
                setattr(row, name, value)
        item.row = row

    def write(self, items: Sequence[Item]) -> None:
        new = [item.row for item in items if item.effect == "created"]
        Dependency.objects.bulk_create(new)
        changed = [item.row for item in items if item.effect == "updated"]
        Dependency.objects.bulk_update(changed, ["need", "group", "min_up"])
