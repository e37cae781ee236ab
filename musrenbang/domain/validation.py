"""What a proposal may say and cost: the checks that every door shares. Money in whole rupiah."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.formats import number_format

from egov.verbs.refusal import Invalid

MAX_COST = Decimal(10) ** 13
MAX_VOLUME = Decimal(9_999_999)
MAX_PHOTOS = 3
TEXT_SIZES = {"title": 120, "address": 250, "problem": 4000, "wish": 4000}
_NUMBER = re.compile(r"\d{1,10}([.,]\d{1,6})?|\d{1,3}(\.\d{3}){1,3}(,\d{1,6})?", re.ASCII)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(\.\d{3}){1,3}(,\d+)?", re.ASCII)


def read_decimal(text: Any) -> Decimal:
    """A number as people write it: "12,5", "1.200", "12.5". Refuses others: `not_a_number`."""
    value = re.sub(r"\s", "", str(text))
    if not _NUMBER.fullmatch(value):
        raise Invalid("not_a_number", "Tulis angka, contoh: 120 atau 12,5.", field="volume")
    if _THOUSANDS.fullmatch(value):
        value = value.replace(".", "")
    return Decimal(value.replace(",", "."))


def cost_of(volume: Decimal, unit_price: Decimal) -> Decimal:
    """unit price x volume in whole rupiah."""
    return (volume * unit_price).quantize(Decimal(1), ROUND_HALF_UP)


def check_volume(volume: Decimal, limit: Decimal | None = None, unit: str = "") -> None:
    """Positive, at most two decimals, within the limit of the kamus where one is given."""
    if volume <= 0:
        raise Invalid("volume_positive", "Volume harus lebih dari nol.", field="volume")
    if volume != volume.quantize(Decimal("0.01")):
        sentence = "Paling banyak dua angka di belakang koma."
        raise Invalid("volume_decimals", sentence, field="volume")
    top = limit or MAX_VOLUME
    if volume > top:
        most = number_format(top.normalize(), use_l10n=True, force_grouping=True)
        sentence = f"Paling banyak {most} {unit} per usulan."
        raise Invalid("volume_too_large", sentence, field="volume")


def check_least(volume: Decimal, least: Decimal | None, unit: str) -> None:
    """Not below what the kamus asks for, where it does; told with what to do instead."""
    if least is not None and volume < least:
        shown = number_format(least.normalize(), use_l10n=True, force_grouping=True)
        sentence = (
            f"Paling sedikit {shown} {unit} per usulan. Usulkan bersama tetangga yang membutuhkan "
            "hal yang sama, atau pilih ukuran lain di kamus."
        )
        raise Invalid("volume_too_small", sentence, field="volume")


def check_texts(texts: dict[str, str]) -> None:
    """Each text is there and fits its column; both are told at its field."""
    for field, text in texts.items():
        if not text.strip():
            raise Invalid("empty", "Bagian ini belum diisi.", field=field)
        if len(text) > TEXT_SIZES[field] or "\0" in text:
            sentence = f"Terlalu panjang. Paling banyak {TEXT_SIZES[field]} huruf."
            raise Invalid("too_long", sentence, field=field)
