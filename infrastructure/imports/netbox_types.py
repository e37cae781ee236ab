"""NetBox's list of device types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.text import slugify

from egov.imports.engine import Effect, RowError
from egov.imports.readers import Row
from egov.verbs.refusal import Refusal
from infrastructure.domain.catalogue import record_device_type
from infrastructure.imports.assets import ActorImporter, as_row_error
from infrastructure.imports.netbox import LEFT, heading
from infrastructure.models import DeviceType


class NetBoxTypeImporter(ActorImporter):
    """NetBox's list of device types: maker, model and height. Ports come by the YAML."""

    kind = "tipe perangkat dari NetBox"
    known = (
        frozenset(
            {
                "device_type",
                "model",
                "manufacturer",
                "slug",
                "u_height",
                "full_depth",
                "part_number",
            }
        )
        | LEFT
    )

    def _unread(self, rows: Sequence[Row]) -> Iterable[RowError]:
        return super()._unread([{heading(name): None for name in row} for row in rows[:1]])

    def record(self, rows: Sequence[Row]) -> Iterable[Effect | RowError]:
        for row in rows:
            given = {heading(n): " ".join(str(v or "").split()) for n, v in row.items()}
            yield self._recorded(given)

    def _recorded(self, given: Mapping[str, str]) -> Effect | RowError:
        model = given.get("device_type") or given.get("model", "")
        maker = given.get("manufacturer", "")
        slug = given.get("slug") or slugify(f"{maker} {model}")
        try:
            height = float((given.get("u_height") or "1").upper().removesuffix("U"))
        except ValueError:
            return RowError("u_height", "not_a_number", "Tulis tinggi dalam U, misalnya 1 atau 2.")
        deep = given.get("full_depth", "true").lower() in ("true", "yes", "1", "")
        known = DeviceType.objects.filter(code=slug).first()
        told = (model, height * 2, deep)
        if known is not None and (
            (known.model, known.height2, known.full_depth) == told or known.definition
        ):
            return "unchanged"  # what a YAML said of it says more
        definition = {
            "manufacturer": maker,
            "model": model,
            "slug": slug,
            "u_height": int(height) if height.is_integer() else height,
            "is_full_depth": deep,
        }
        try:
            return record_device_type(actor=self.actor, definition=definition)
        except Refusal as refusal:
            return as_row_error(refusal)
