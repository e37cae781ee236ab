"""Where a target is asked, and which addresses the portal never asks.

The rule is put to the address that is connected to: what a name resolves to, and where an answer
redirects. Inner addresses of the city are what is watched; our own machine and what a cloud tells
its machines are not.
"""

from __future__ import annotations

import os
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings

type Address = IPv4Address | IPv6Address

METADATA = frozenset(map(ip_address, ("169.254.169.254", "100.100.100.200", "fd00:ec2::254")))
NAT64 = ip_network("64:ff9b::/96")


class Forbidden(OSError):
    """This address is never asked."""


def plain_address(text: str) -> Address:
    """An address without its zone and without the IPv6 that wraps an IPv4."""
    address = ip_address(text.split("%", 1)[0])
    if isinstance(address, IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if wrapped is None and address in NAT64:
            wrapped = IPv4Address(int(address) & 0xFFFFFFFF)
        return wrapped or address
    return address


def may_be_asked(text: str) -> bool:
    """Whether the portal connects to this address at all; loopback only in a demo."""
    address = plain_address(text)
    if address.is_loopback:
        return bool(settings.DEMO)
    return not (
        address.is_link_local
        or address.is_unspecified
        or address.is_multicast
        or address.is_reserved
        or address in METADATA
    )


def is_outer(text: str) -> bool:
    """Whether an address is one of the open internet: the only ones that are told to everybody.

    A name is not: what it resolves to is another question each day.
    """
    try:
        return plain_address(host_of(text)).is_global
    except ValueError:
        return False


def host_of(text: str) -> str:
    """The host of an address as it is kept: bare, or within a whole one."""
    if "://" in text:
        return urlsplit(text).hostname or ""
    return text


def from_secret(name: str) -> str:
    """The host of a stream's source, from the environment: it stands in no row, page or log."""
    source = os.environ.get(name, "") if name else ""
    try:
        return host_of(source)
    except ValueError:
        return ""
