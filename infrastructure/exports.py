"""The inventory as tables: what is exported imports to no change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import yaml
from django.db.models import Prefetch, Q

from egov.accounts.models import User
from egov.web.exports import Table
from infrastructure.domain.columns import Column
from infrastructure.domain.contract_table import ContractTable
from infrastructure.domain.core_table import CoreTable
from infrastructure.domain.joint_table import JointTable
from infrastructure.domain.rows import Sight, all_rows, told_columns
from infrastructure.domain.service_tables import DependencyTable, DeploymentTable
from infrastructure.domain.tables import RowTable
from infrastructure.models import (
    Asset,
    Contract,
    ContractCoverage,
    Core,
    Dependency,
    Deployment,
    DeviceType,
    Joint,
    JointEnd,
    inner_assets,
    visible_assets,
)
from infrastructure.vocabulary import AssetKind, CoreState


def asset_table(user: User, kind: AssetKind) -> Table:
    """All assets of a kind whose inside this person may know, in the columns of the import."""
    return seen_table(kind, Asset.objects.filter(inner_assets(user)), Sight(user))


def seen_table(kind: AssetKind, assets: Any, sight: Sight) -> Table:
    """These assets of a kind, as far as a reader may know of them."""
    columns = told_columns(kind)
    rows = all_rows(kind, assets, columns, sight)
    return Table(kind.label, [column.name for column in columns], _cells(columns, rows))


def _cells(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    writers = [column.reader.cell for column in columns]
    for row in rows:
        yield [write(value) for write, value in zip(writers, row, strict=True)]


def row_table(user: User, slug: str) -> Table:
    """Cores, joints, deployments, dependencies or contracts, in the columns of their import."""
    table, rows = ROWS[slug]
    return Table(table.title, [column.name for column in table.columns], rows(user))


def _of(user: User, prefix: str) -> Q:
    """Rows beneath assets whose inside this person may know."""
    return inner_assets(user, prefix) or Q(pk__isnull=False)


def _cores(user: User) -> Iterator[Sequence[Any]]:
    rows = Core.objects.filter(_of(user, "cable__asset__")).order_by("cable__asset__code", "number")
    words = dict(CoreState.choices)
    columns = ("cable__asset__code", "number", "tube", "state")
    for cable, number, tube, state in rows.values_list(*columns).iterator():
        yield cable, number, tube, words[state]


def _joints(user: User) -> Iterator[Sequence[Any]]:
    """In as many queries as there are thousands of joints, twice."""
    rows = Joint.objects.filter(_of(user, "enclosure__asset__")).select_related("enclosure__asset")
    ends = JointEnd.objects.select_related("core__cable__asset", "port__device__asset")
    rows = rows.order_by("pk").prefetch_related(Prefetch("ends", ends.order_by("number")))
    for joint in rows.iterator(chunk_size=1000):
        first, *others = map(_end, joint.ends.all())
        yield (
            joint.enclosure.asset.code,
            first,
            " | ".join(others),
            joint.tray,
            joint.get_kind_display(),
            joint.get_state_display(),
            joint.loss_db,
        )


def _end(end: JointEnd) -> str:
    if end.core is not None:
        return f"{end.core.cable.asset.code}/{end.core.number}:{end.side}"
    assert end.port is not None
    return f"{end.port.device.asset.code}:{end.port.name}"


def _deployments(user: User) -> Iterator[Sequence[Any]]:
    rows = Deployment.objects.filter(_of(user, "device__asset__"))
    rows = rows.select_related("group__application", "device__asset")
    for row in rows.order_by("group", "device__asset__code").iterator():
        group = row.group
        word = group.get_environment_display()
        yield group.application.code, row.device.asset.code, word, group.name, group.min_up


def _dependencies(user: User) -> Iterator[Sequence[Any]]:
    whole = inner_assets(user)
    rows = Dependency.objects.filter(inner_assets(user, "asset__")) if whole else Dependency.objects
    chosen = rows.select_related("consumer", "application", "asset").order_by("consumer", "pk")
    for row in chosen.iterator():
        needs = row.application.code if row.application else ""
        asset = row.asset.code if row.asset else ""
        yield row.consumer.code, needs, asset, row.get_need_display(), row.group, row.min_up


def _contracts(user: User) -> Iterator[Sequence[Any]]:
    """Those that this person administers, with what of their things he may know; closed ones stay.

    What was closed is no row of the import either.
    """
    known = ContractCoverage.objects.filter(visible_assets(user, "asset__"))
    known = known.select_related("asset").order_by("asset__code")
    rows = Contract.objects.administered_by(user).filter(closed_at=None)
    rows = rows.select_related("agency", "renews").prefetch_related(Prefetch("coverage", known))
    for row in rows.order_by("agency__code", "starts_on", "pk").iterator(chunk_size=1000):
        yield (
            row.number,
            row.agency.code,
            row.supplier,
            row.get_kind_display(),
            row.starts_on.isoformat(),
            row.ends_on.isoformat(),
            row.subject,
            row.value,
            row.renews.number if row.renews else "",
            "; ".join(covered.asset.code for covered in row.coverage.all()),
        )


def device_types() -> bytes:
    """All types as their import reads them: a list in devicetype-library's YAML."""
    rows = DeviceType.objects.select_related("manufacturer").order_by("code")
    return yaml.safe_dump(
        [_definition(row) for row in rows.iterator()], sort_keys=False, allow_unicode=True
    ).encode()


def _definition(row: DeviceType) -> dict[str, Any]:
    """As it was read, to the letter; of a type that was never read, its columns."""
    return row.definition or {
        "manufacturer": row.manufacturer.name,
        "model": row.model,
        "slug": row.code,
        "u_height": row.height2 // 2 if row.height2 % 2 == 0 else row.height2 / 2,
        "is_full_depth": row.full_depth,
    }


ROWS: dict[str, tuple[type[RowTable], Callable[[User], Iterable[Sequence[Any]]]]] = {
    "inti": (CoreTable, _cores),
    "sambungan": (JointTable, _joints),
    "penempatan": (DeploymentTable, _deployments),
    "ketergantungan": (DependencyTable, _dependencies),
    "kontrak": (ContractTable, _contracts),
}
