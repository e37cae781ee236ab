"""What the desk tells of a thing beside its verbs: its columns, and what was done to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst

from egov.desk.history import Line, Source
from egov.desk.history.writers import writers_of
from egov.verbs.permission import Actor
from infrastructure.domain.columns import by_name
from infrastructure.domain.numbers import write_numbers
from infrastructure.models import Asset, Device, OfAsset, WorkRecord, reads_restricted
from infrastructure.vocabulary import AssetKind, Work

UNTOLD = {"asset", "units", "retired", "geometry", "west", "south", "east", "north", "faces"}
HIDDEN = "tidak terbaca"  # an asset that this officer may not know of
RELATED = {
    "device": ("type__manufacturer", "role", "site__asset", "rack__asset", "host__asset"),
    "link": ("a", "b", "backup_of__asset"),
    "segment": ("a__asset", "b__asset"),
    "enclosure": ("structure__asset", "site__asset"),
    "powersource": ("site__asset", "parent__asset"),
    "rack": ("site__asset", "room__asset"),
    "room": ("site__asset",),
    "structure": ("site__asset",),
    "cable": ("type",),
    "camera": ("site__asset", "recorder__asset"),
    "accesspoint": ("site__asset", "powered_by__asset"),
}


def kinds() -> list[type[OfAsset]]:
    """The models that stand on an asset's row."""
    return [model for model in OfAsset.__subclasses__() if not model._meta.abstract]


def thing_of(asset: Asset) -> Any:
    """The row on this asset's row, with what it names; None where it has none yet."""
    model = next((each for each in kinds() if each.asset_kind == asset.kind), None)
    if model is None:
        return None
    related = RELATED.get(model._meta.model_name or "", ())
    return model.objects.select_related("asset", *related).filter(pk=asset.pk).first()


def facts_of(asset: Asset, thing: Any, user: Actor) -> list[tuple[str, Any]]:
    """(label, value) of what is written of it; what nobody wrote is left out.

    It may name assets that this officer may not know of.
    """
    facts: list[tuple[str, Any]] = [
        ("Jenis", asset.get_kind_display()),
        ("Keadaan", asset.get_status_display()),
        ("Pemilik", asset.owner or "belum diketahui"),
        ("Dioperasikan oleh", asset.operator),
        ("Dapat dibaca", asset.get_visibility_display()),
        ("Wilayah", asset.area.label if asset.area else ""),
        ("Kode BMD", asset.asset_code),
        ("Label", ", ".join(asset.tags)),
        ("Diperiksa", asset.verified_at or "belum pernah"),
    ]
    facts += _columns(thing, user) if thing is not None else []
    return [(label, value) for label, value in facts if value not in (None, "")]


def _hidden(thing: Model, user: Actor) -> set[str]:
    """The fields that name an asset which this person may not know of."""
    fields = [f for f in thing._meta.concrete_fields if f.name != "asset" and _is_asset(f)]
    keys = {f.name: getattr(thing, f.attname) for f in fields}
    if reads_restricted(user) or not any(keys.values()):
        return set()
    known = Asset.objects.visible_to(user).filter(pk__in=keys.values())
    readable = set(known.values_list("pk", flat=True))
    return {name for name, key in keys.items() if key is not None and key not in readable}


def _is_asset(field: Any) -> bool:
    model = field.related_model
    return model is not None and (model is Asset or issubclass(model, OfAsset))


def _columns(thing: Model, user: Actor) -> list[tuple[str, Any]]:
    rows: list[tuple[str, Any]] = []
    hidden = _hidden(thing, user)
    for field in thing._meta.concrete_fields:
        if field.name in UNTOLD:
            continue
        if field.name in hidden:
            rows.append((capfirst(str(field.verbose_name)), HIDDEN))
            continue
        value: Any = getattr(thing, field.name, None)
        if field.flatchoices:
            value = getattr(thing, f"get_{field.name}_display")()
        if isinstance(value, list):
            value = ", ".join(value)
        if isinstance(value, bool):
            value = "ya" if value else ""
        if isinstance(thing, Device) and field.name in ("position2", "height2") and value:
            label = "Letak (U)" if field.name == "position2" else "Tinggi (U)"
            rows.append((label, f"{value / 2:g}".replace(".", ",")))
            continue
        rows.append((capfirst(str(field.verbose_name)), value))
    return rows


def work_of(asset: Asset, *, accounts: bool) -> Source:
    """What was done to it, as lines of its history: by which office, never a name."""

    def speak(page: Sequence[WorkRecord]) -> list[Line]:
        offices = writers_of([row.done_by_id for row in page], owner=None, accounts=accounts)
        return [
            Line(row.done_at, _sentence(row), offices.at(row.done_by_id, row.done_at), row.reason)
            for row in page
        ]

    rows = WorkRecord.objects.filter(asset=asset).select_related("asset", "takes_back")
    return Source(rows, "id", lambda record: record.done_at, speak)


def _sentence(record: WorkRecord) -> str:
    """What was done, and to which cores or how many joints."""
    word = str(record.get_work_display())
    if record.work == Work.TAKE_BACK and record.takes_back is not None:
        return f"{word}: {record.takes_back.get_work_display().lower()}"
    deployment = record.after.get("deployment")
    if deployment is not None:
        return f"{word}: {deployment['application']}, {deployment['group']}"
    if "columns" in record.after:
        named = by_name(AssetKind(record.asset.kind))
        labels = (named[name].label for name in record.after["columns"])
        return f"{word}: {', '.join(labels)}".removesuffix(": ")
    if "cores" in record.after:
        return f"{word}: inti {write_numbers(record.after['cores'])}"
    joints = record.after.get("joints") or record.before.get("joints")
    return f"{word}: {len(joints)} sambungan" if joints else word
