"""How things are found by who looks for a code, a name, a serial number or a MAC address."""

from __future__ import annotations

import re

from django.db.models import Q

from egov.search.lists import Searchable, as_typed, containing, each
from infrastructure.models import Device

_HEX = re.compile(r"[0-9A-Fa-f]{12}")
_BETWEEN = re.compile(r"[:.\-]")


def read_mac(text: str) -> str:
    """A MAC address as it is kept, however its pairs are parted; "" for anything else."""
    bare = _BETWEEN.sub("", text.strip())
    if not _HEX.fullmatch(bare):
        return ""
    return ":".join(bare[i : i + 2] for i in range(0, 12, 2)).upper()


def numbered_by(text: str) -> Q:
    """The whole serial number, or the MAC address; as the indexes of both know them."""
    serial = Q(~Q(serial=""), serial__iexact=text.strip())
    mac = read_mac(text)
    return serial | Q(~Q(mac=""), mac=mac) if mac else serial


@each
def _by_code(term: str) -> Q:
    return Q(code__istartswith=term)


@each
def _by_serial(term: str) -> Q | None:
    """From its beginning, as it is read off a plate."""
    if len(term) < 3:
        return None
    devices = Device.objects.filter(~Q(serial=""), serial__istartswith=term)
    return Q(pk__in=devices.values("pk"))


@each
def _by_mac(term: str) -> Q | None:
    mac = read_mac(term)
    devices = Device.objects.filter(~Q(mac=""), mac=mac)
    return Q(pk__in=devices.values("pk")) if mac else None


# of the asset's row; each way has an index of its own
ASSETS = Searchable(
    ways=(_by_code, containing("code", "name", trigrams=True), _by_serial, _by_mac),
    terms=as_typed,
    probed=True,
)
