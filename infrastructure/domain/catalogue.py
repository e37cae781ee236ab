"""Types of devices, as devicetype-library writes them: one mapping with its lists of plugs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.text import slugify

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid
from egov.verbs.verb import verb
from infrastructure.domain.items import Effect
from infrastructure.domain.parts import PLUGS
from infrastructure.models import DeviceType, Manufacturer

MOST_PLUGS = 2000
LARGEST = 200_000  # letters of a definition


class Plug(NamedTuple):
    group: str
    name: str
    line: int | None  # of its file, where the reader knows


class Faulty(Invalid):
    """A refusal that knows the line of the file."""

    def __init__(self, code: str, sentence: str, *, field: str = "", line: int | None) -> None:
        super().__init__(code, sentence, field=field)
        self.line = line


@verb
def record_device_type(*, actor: User, definition: Mapping[str, Any]) -> Effect:
    """A type by its slug: new, or what it says now. Ports of devices that stand stay theirs."""
    require(actor, "infrastructure.keep_catalogue")
    values = _values(definition)
    _check_plugs(list(_plugs(definition)))
    maker = values.pop("manufacturer")
    known = DeviceType.objects.select_related("manufacturer").filter(code=values["code"]).first()
    if known is not None and known.manufacturer.code != slugify(maker):
        sentence = f"Kode {known.code} sudah dipakai untuk tipe dari {known.manufacturer}."
        raise Invalid("code_taken", sentence, field="slug")
    if known is None:
        manufacturer, _ = Manufacturer.objects.get_or_create(
            code=slugify(maker)[:60], defaults={"name": maker}
        )
        DeviceType.objects.create(manufacturer=manufacturer, **values)
        return "created"
    if all(getattr(known, name) == value for name, value in values.items()):
        return "unchanged"
    for name, value in values.items():
        setattr(known, name, value)
    known.save()
    return "updated"


def _values(definition: Mapping[str, Any]) -> dict[str, Any]:
    texts = {
        name: " ".join(str(definition.get(name) or "").split())
        for name in ("manufacturer", "model", "slug")
    }
    for name, text in texts.items():
        if not text or len(text) > 100:
            sentence = f"Isi {name}, paling banyak 100 huruf."
            raise Invalid("required", sentence, field=name)
    if texts["slug"] != slugify(texts["slug"]) or not slugify(texts["manufacturer"]):
        sentence = "Kode tipe hanya berisi huruf kecil, angka, dan tanda hubung."
        raise Invalid("bad_code", sentence, field="slug")
    return {
        "manufacturer": texts["manufacturer"],
        "code": texts["slug"],
        "model": texts["model"],
        "height2": _height(definition.get("u_height", 1)),
        "full_depth": definition.get("is_full_depth") is not False,
        "definition": _plain(definition),
    }


def _height(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Invalid(
            "not_a_number", "u_height adalah angka, misalnya 1 atau 0.5.", field="u_height"
        )
    if not 0 <= value <= 100 or value * 2 != int(value * 2):
        sentence = "u_height antara 0 dan 100, bulat atau setengah."
        raise Invalid("not_half_units", sentence, field="u_height")
    return int(value * 2)


def _plain(definition: Mapping[str, Any]) -> Any:
    text = json.dumps(definition, default=str, ensure_ascii=False)
    if len(text) > LARGEST:
        raise Invalid("too_long", "Isi tipe ini terlalu panjang.")
    return json.loads(text.replace("\\u0000", ""))


def _plugs(definition: Mapping[str, Any]) -> Iterator[Plug]:
    for group in PLUGS:
        plugs = definition.get(group) or []
        if not isinstance(plugs, list):
            raise Invalid("not_a_list", f"{group} adalah daftar porta.", field=group)
        for plug in plugs:
            name = plug.get("name") if isinstance(plug, dict) else None
            line = getattr(name, "line", None)
            text = "" if name is None else str(name).strip()
            if not 1 <= len(text) <= 64:
                sentence = "Tiap porta punya nama (name), paling banyak 64 huruf."
                raise Faulty("no_name", sentence, field=group, line=line)
            yield Plug(group, text, line)


def _check_plugs(plugs: list[Plug]) -> None:
    if len(plugs) > MOST_PLUGS:
        raise Invalid("too_many", f"Paling banyak {MOST_PLUGS} porta.")
    first: dict[tuple[str, str], Plug] = {}
    for plug in plugs:
        earlier = first.setdefault((plug.group, plug.name), plug)
        if earlier is not plug:
            where = f"di baris {earlier.line}" if earlier.line else "di atas"
            sentence = f"Nama {plug.name} sudah dipakai {where}. Beri nama lain, lalu unggah lagi."
            raise Faulty("duplicate_port", sentence, field=plug.group, line=plug.line)
