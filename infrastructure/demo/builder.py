"""Many rows at once: an asset and what stands on it, then the rows that have no asset."""

from __future__ import annotations

from typing import TypeVar

from django.db import models

from infrastructure.models import Asset, OfAsset
from infrastructure.vocabulary import AssetStatus

T = TypeVar("T", bound=OfAsset)
R = TypeVar("R", bound=models.Model)
BATCH = 2000


class Builder:
    """Keeps what is added in its order, and writes each table in one go."""

    def __init__(self) -> None:
        self.things: dict[type[models.Model], list[models.Model]] = {}
        self.assets: list[Asset] = []

    def thing(self, model: type[T], code: str, **values: object) -> T:
        """A thing with its asset; values whose column is the asset's go there."""
        columns = {field.name for field in Asset._meta.concrete_fields} - {"id"}
        columns -= {field.name for field in model._meta.concrete_fields}
        of_asset = {name: value for name, value in values.items() if name in columns}
        asset = Asset(kind=model.asset_kind, code=code, status=AssetStatus.ACTIVE, **of_asset)
        self.assets.append(asset)
        rest = {name: value for name, value in values.items() if name not in of_asset}
        return self._keep(model(asset=asset, **rest))

    def row(self, model: type[R], **values: object) -> R:
        return self._keep(model(**values))

    def _keep(self, thing: R) -> R:
        self.things.setdefault(type(thing), []).append(thing)
        return thing

    def write(self, order: tuple[type[models.Model], ...]) -> None:
        """The tables in an order in which each finds what it names."""
        assert set(self.things) <= set(order), "a table without its place in the order"
        Asset.objects.bulk_create(self.assets, batch_size=BATCH)
        for model in order:
            rows = self.things.get(model, [])
            model._default_manager.bulk_create(rows, batch_size=BATCH)
