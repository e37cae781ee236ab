"""What the schema says of the columns; the rows themselves are written without a serializer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from rest_framework import serializers

from egov.web.api import FieldsMixin
from infrastructure.domain.columns import Column
from infrastructure.domain.naming import Pipes, Several
from infrastructure.domain.reading import Choice, Flag, Line, Number, Tags, Text, Whole


class PipeSerializer(serializers.Serializer[Any]):
    """A duct of a segment."""

    nomor = serializers.IntegerField()
    garis_tengah_mm = serializers.IntegerField(allow_null=True, required=False)
    di_dalam = serializers.IntegerField(
        allow_null=True, required=False, help_text="nomor pipa luarnya di ruas yang sama"
    )


def _point() -> Any:
    return serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2)


def field_of(column: Column, **more: Any) -> serializers.Field[Any, Any, Any, Any]:
    """The column as the schema tells it."""
    reader = column.reader
    more["help_text"] = column.help
    if isinstance(reader, Choice):
        return serializers.ChoiceField(choices=reader.of.choices, **more)
    if isinstance(reader, Flag):
        return serializers.BooleanField(**more)
    if isinstance(reader, Pipes):
        return serializers.ListField(child=PipeSerializer(), **more)
    if isinstance(reader, Tags | Several):
        return serializers.ListField(child=serializers.CharField(), **more)
    if isinstance(reader, Line):
        return serializers.ListField(child=_point(), **more)
    more["allow_null"] = not isinstance(reader, Text) or column.inner
    if isinstance(reader, Whole):
        return serializers.IntegerField(**more)
    if isinstance(reader, Number):
        return serializers.FloatField(**more)
    return serializers.CharField(**more)


def told(name: str, columns: Iterable[Column]) -> type[serializers.Serializer[Any]]:
    """What a list answers with, `jenis` and `alamat` besides."""
    fields: dict[str, Any] = {column.word: field_of(column) for column in columns}
    fields["jenis"] = serializers.CharField(help_text="jenis aset")
    fields["alamat"] = serializers.CharField(help_text="halamannya di portal ini")
    return type(name, (FieldsMixin, serializers.Serializer), fields)


def taken(
    name: str,
    columns: Iterable[Column],
    *,
    whole: bool = True,
    more: Mapping[str, serializers.Field[Any, Any, Any, Any]] | None = None,
) -> type[serializers.Serializer[Any]]:
    """What a new one is made of; not `whole`: what one may be corrected by."""
    fields = {c.word: field_of(c, required=c.required and whole) for c in columns}
    return type(name, (serializers.Serializer,), {**fields, **(more or {})})


class ResultSerializer(serializers.Serializer[Any]):
    """What came of one of many."""

    kode = serializers.CharField()
    hasil = serializers.ChoiceField(choices=["created", "refused"])
    code = serializers.CharField(help_text="kode penolakan; kosong bila dibuat")
    bidang = serializers.CharField(help_text="isian yang ditolak")
    keterangan = serializers.CharField(help_text="kalimat untuk orang")


class BatchSerializer(serializers.Serializer[Any]):
    """What came of all, in the order in which they were sent."""

    kumpulan = serializers.IntegerField(help_text="nomor kumpulan")
    dikirim = serializers.DateTimeField()
    hasil = ResultSerializer(many=True)
