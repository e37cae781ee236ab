"""Values of fields as a page says them: labels, names, moments in the region's time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.text import Truncator

NOTHING = "kosong"
GONE = "sudah dihapus"
HIDDEN = "tidak terbaca"
LONGEST = 200  # letters of a text; the page of the object has it whole
# Django's own fields, whose labels are English
LABELS = {"is_superuser": "pengelola server"}

type Field = models.Field[Any, Any]
Names = dict[tuple[type[models.Model], Any], str]


def told_fields(model: Any, event_model: Any) -> list[Field]:
    """The tracked fields that a person is told of: those with a label of their own."""
    fields: list[Field] = []
    for kept in event_model._meta.concrete_fields:
        if kept.name.startswith("pgh_"):
            continue
        field: Any = model._meta.get_field(kept.name)
        if not field.primary_key and field._verbose_name is not None:
            fields.append(field)
    return fields


def name_of(field: Field) -> str:
    """What a person calls the field: its label."""
    return LABELS.get(field.name) or str(field.verbose_name)


def names_of(wanted: Iterable[tuple[Field, Any]], reader: Any = None) -> Names:
    """What the rows are called that foreign keys point to: one query for each table.

    `reader`: who is told; of tables with rows that not everybody reads, by `visible_to`, the names
    of those that this person does, in a second query.
    """
    keys: dict[type[models.Model], set[Any]] = defaultdict(set)
    for field, value in wanted:
        if isinstance(field, models.ForeignKey) and value is not None:
            keys[field.related_model].add(value)
    names: Names = {}
    for model, pks in keys.items():
        rows, beside = model._base_manager.filter(pk__in=pks), named_with(model)
        if beside:
            rows = rows.select_related(*beside)
        hidden = _hidden(model, pks, reader)
        for row in rows:
            name = HIDDEN if row.pk in hidden else str(getattr(row, "history_label", row))
            names[model, row.pk] = name
    return names


def _hidden(model: type[models.Model], pks: set[Any], reader: Any) -> set[Any]:
    """Of these rows, those that the reader may not know of."""
    rows: Any = model._default_manager.all()
    if reader is None or not hasattr(rows, "visible_to"):
        return set()
    return pks - set(rows.visible_to(reader).filter(pk__in=pks).values_list("pk", flat=True))


def named_with(model: type[models.Model]) -> list[str]:
    """What a row's name is made of as well: the rows that the desk's list reads beside it."""
    page = admin.site._registry.get(model)
    paths = page.list_select_related if page is not None else ()
    if isinstance(paths, bool):
        return []
    return [path for path in paths if model._meta.get_field(path.split("__")[0]).concrete]


def spoken(field: Field, value: Any, names: Names) -> str:
    """One value of a field, in words."""
    if value is None or value == "":
        return NOTHING
    if isinstance(field, models.ForeignKey):
        return names.get((field.related_model, value), GONE)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.DecimalField):
        return _decimal(value, money=field.decimal_places == 0)
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        zone = settings.REGION_PROFILE.time_zone_label
        return f"{date_format(local, 'j F Y')} pukul {date_format(local, 'H.i')} {zone}"
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if hasattr(value, "lower") and hasattr(value, "upper_inc"):
        return _period(value)
    if isinstance(value, float):
        return number_format(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(_plain(each) for each in value) or NOTHING
    return Truncator(str(value)).chars(LONGEST)


def _period(value: Any) -> str:
    begins = _plain(value.lower) if value.lower is not None else "awal"
    ends = f"sebelum {_plain(value.upper)}" if value.upper is not None else "seterusnya"
    return f"{begins} sampai {ends}"


def _decimal(value: Decimal, *, money: bool) -> str:
    text = number_format(f"{value.normalize():f}", use_l10n=True, force_grouping=True)
    return f"Rp\u00a0{text}" if money else text
