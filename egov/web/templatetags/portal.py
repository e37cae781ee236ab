"""Filters and tags of all templates.

Money, numbers, dates as people say them, and small computed addresses.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template
from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()
SQUARED = {"m2": "m²", "m3": "m³"}


def _thousands(value: Decimal, places: int | None = None) -> str:
    text = f"{value:,.{places}f}" if places is not None else f"{value.normalize():,f}"
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


@register.filter
def rupiah(value: Any) -> str:
    """Rp 42.000.000; a missing value is said, not shown as zero."""
    if value is None or value == "":
        return "belum diketahui"
    return f"Rp\u00a0{_thousands(Decimal(value), 0)}"


@register.filter
def number(value: Any) -> str:
    """1.361 or 12,5."""
    if value is None or value == "":
        return "belum diketahui"
    try:
        # of a binary fraction its shortest writing, 0,35 and not 0,3499999
        return _thousands(Decimal(str(value) if isinstance(value, float) else value))
    except InvalidOperation:
        return str(value)


@register.filter
def day(value: date | datetime | None) -> str:
    """Kamis, 14 Januari 2027."""
    if value is None:
        return "belum ditetapkan"
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return date_format(value, "l, j F Y")


@register.filter
def short_day(value: date | datetime | None) -> str:
    """14 Januari 2027."""
    if value is None:
        return "belum ditetapkan"
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return date_format(value, "j F Y")


@register.filter
def moment(value: datetime | None) -> str:
    """Kamis, 14 Januari 2027 pukul 14.02 WIB."""
    if value is None:
        return "belum ditetapkan"
    local = timezone.localtime(value)
    zone = settings.REGION_PROFILE.time_zone_label
    return f"{date_format(local, 'l, j F Y')} pukul {date_format(local, 'H.i')} {zone}"


@register.filter
def lower_first(value: Any) -> str:
    text = str(value)
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


@register.filter
def last_day(value: datetime) -> str:
    """The last whole day of a window whose upper bound is exclusive."""
    return short_day(value - timedelta(seconds=1))


@register.simple_tag
def days(opens: datetime, closes: datetime) -> str:
    """A window whose upper bound is exclusive: "10 November s.d. 29 Desember 2026"."""
    first, last = timezone.localtime(opens), timezone.localtime(closes - timedelta(seconds=1))
    start = date_format(first, "j F" if first.year == last.year else "j F Y")
    return f"{start} s.d. {date_format(last, 'j F Y')}"


@register.simple_tag
def days_short(opens: datetime, closes: datetime) -> str:
    """The same in little room: "10 Nov s.d. 29 Des 2026"."""
    first, last = timezone.localtime(opens), timezone.localtime(closes - timedelta(seconds=1))
    start = date_format(first, "j M" if first.year == last.year else "j M Y")
    return f"{start} s.d. {date_format(last, 'j M Y')}"


@register.filter
def unit(value: str) -> str:
    """A unit as people write it: m2 is m²."""
    return SQUARED.get(value.lower(), value)


@register.filter
def get(mapping: Any, key: Any) -> Any:
    return mapping.get(key) if mapping else None


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """This page's query string with some parameters changed; an empty value takes one out."""
    parameters: QueryDict = context["request"].GET.copy()
    parameters.pop("sesudah", None)
    for name, value in changes.items():
        if value in (None, ""):
            parameters.pop(name, None)
        else:
            parameters[name] = str(value)
    encoded = parameters.urlencode()
    return f"?{encoded}" if encoded else "?"


@register.simple_tag(takes_context=True)
def narrow(context: dict[str, Any], name: str, value: Any) -> str:
    """This page's query string with the parameter of a name changed, from its first page."""
    return query(context, **{name: value, "halaman": ""})


@register.filter
def until_day(value: datetime) -> str:
    """The last day of a window whose upper bound is exclusive, short: "29 Des"."""
    return date_format(timezone.localtime(value - timedelta(seconds=1)), "j M")


@register.simple_tag
def canonical(url_name: str, *args: Any) -> str:
    """The one address of a page, whatever its query asks for."""
    return f"{settings.SITE_URL}{reverse(url_name, args=args)}"


@register.simple_tag
def today() -> str:
    return day(timezone.now())


@register.simple_tag
def about_portal() -> str:
    """What this portal is, as a search engine shows it under its address."""
    region = settings.REGION_PROFILE
    return (
        f"Portal {region.government}: usulan warga dari RW sampai {region.kind}, "
        "dengan setiap keputusan dan alasannya."
    )
