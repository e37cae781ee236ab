"""Many rows into one table by one statement: a column is one array, a constant one value."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.fields.ranges import RangeField
from django.db import connection, models

AT_ONCE = 5000  # rows of one statement


class Kind(NamedTuple):
    """How a column travels: the type of its array, what it becomes in the row, how it is put."""

    array: str
    cast: str = ""
    put: Callable[[Any], Any] | None = None


def _json(value: Any) -> str:
    return json.dumps(value)


def _words(value: Sequence[str]) -> str:
    """An array within an array would have to be as long as its neighbours: so it goes as text."""
    escaped = (word.replace("\\", "\\\\").replace('"', '\\"') for word in value)
    return "{" + ",".join(f'"{word}"' for word in escaped) + "}"


def _range(value: Any) -> str:
    lower, upper = (value[0], value[1]) if isinstance(value, tuple) else (value.lower, value.upper)
    return f"[{'' if lower is None else lower},{'' if upper is None else upper})"


KINDS: tuple[tuple[type[Any], Kind], ...] = (
    (models.ForeignKey, Kind("bigint[]")),  # and with it what is one to one
    (models.BooleanField, Kind("boolean[]")),
    (models.FloatField, Kind("double precision[]")),
    (models.IntegerField, Kind("bigint[]")),
    (models.DateTimeField, Kind("timestamptz[]")),
    (models.DateField, Kind("date[]")),
    (models.GenericIPAddressField, Kind("text[]", "::inet")),
    (models.JSONField, Kind("text[]", "::jsonb", _json)),
    (ArrayField, Kind("text[]", "::text[]", _words)),
    (models.CharField, Kind("text[]")),
    (models.TextField, Kind("text[]")),
)


def _kind_of(field: models.Field[Any, Any]) -> Kind:
    if isinstance(field, RangeField):
        return Kind("text[]", f"::{field.db_type(connection)}", _range)
    return next(kind for model, kind in KINDS if isinstance(field, model))


@cache
def _fields(model: type[models.Model]) -> tuple[tuple[models.Field[Any, Any], Kind], ...]:
    """The columns that are written, each with how."""
    fields: list[Any] = [f for f in model._meta.concrete_fields if not f.generated]
    return tuple((f, _kind_of(f)) for f in fields if not isinstance(f, models.AutoField))


def insert(
    model: type[models.Model], columns: Mapping[str, Sequence[Any]], *, many: int
) -> list[int]:
    """Rows of these columns, by attribute; the others are as the model begins them. Their keys.

    No signal is sent and no `save` is called: triggers and constraints see every row.
    """
    keys: list[int] = []
    for start in range(0, many, AT_ONCE):
        part = {name: values[start : start + AT_ONCE] for name, values in columns.items()}
        keys += _insert(model, part, min(AT_ONCE, many - start))
    return keys


def _insert(
    model: type[models.Model], columns: Mapping[str, Sequence[Any]], many: int
) -> list[int]:
    quote = connection.ops.quote_name
    chosen: list[str] = []
    casts: list[str] = []
    arrays: list[list[Any]] = []
    constants: list[Any] = []
    for field, kind in _fields(model):
        values = columns.get(field.attname)
        if values is None:
            chosen.append(f"%s{kind.cast}")
            constants.append(_put(kind, field.get_default()))
        else:
            chosen.append(f"c{len(arrays)}{kind.cast}")
            casts.append(f"%s::{kind.array}")
            arrays.append([_put(kind, value) for value in values])
    names = ", ".join(quote(str(field.column)) for field, _ in _fields(model))
    heads = ", ".join(f"c{n}" for n in range(len(arrays)))
    pk: Any = model._meta.pk
    table = quote(model._meta.db_table)
    statement = (
        f"INSERT INTO {table} ({names}) SELECT {', '.join(chosen)} "  # noqa: S608 - our names
        f"FROM unnest({', '.join(casts)}) WITH ORDINALITY AS t({heads}, n) ORDER BY n "
        f"RETURNING {quote(pk.column)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [*constants, *arrays])
        rows = cursor.fetchall()
    assert len(rows) == many, "a trigger may refuse a row, and drop none"
    return [key for (key,) in rows]


def _put(kind: Kind, value: Any) -> Any:
    return value if value is None or kind.put is None else kind.put(value)
