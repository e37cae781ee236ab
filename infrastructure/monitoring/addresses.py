"""Where a target is asked, and which addresses the portal never asks.

The rule is put to the address that is connected to: what a name resolves to, and where an answer
redirects. Inner addresses of the city are what is watched; our own machine and what a cloud tells
its machines are not.
"""

from __future__ import annotations

import os
import socket
import time
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from django.conf import settings

type Address = IPv4Address | IPv6Address

# what clouds tell their machines: AWS, GCP, Azure's also on its wire server; Alibaba; AWS by IPv6;
# Oracle
METADATA = frozenset(
    map(
        ip_address,
        ("169.254.169.254", "168.63.129.16", "100.100.100.200", "fd00:ec2::254", "192.0.0.192"),
    )
)
WEB_PORTS = (80, 443)
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


def may_be_asked(text: str, port: int = 0) -> bool:
    """Whether the portal connects to this address and port at all; loopback only in a demo.

    Of its own machine it asks only what the world sees of it: its public name's web server, for a
    city watches its portal too. What else listens there trusts its neighbours.
    """
    address = plain_address(text)
    if address.is_loopback:
        return bool(settings.DEMO)
    never = (
        address.is_link_local
        or address.is_unspecified
        or address.is_multicast
        or address.is_reserved
        or address in METADATA
    )
    if never or not is_own(address):
        return not never
    return port in WEB_PORTS and str(address) in _of_portal(int(time.monotonic() // 60))


def is_own(address: Address) -> bool:
    """Whether an address is this machine's own: only such a one can be bound."""
    family = socket.AF_INET6 if isinstance(address, IPv6Address) else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.bind((str(address), 0))
    except OSError:
        return False
    return True


@lru_cache(maxsize=1)
def _of_portal(_minute: int) -> frozenset[str]:
    """What the portal's public name resolves to, asked once a minute at most."""
    try:
        rows = socket.getaddrinfo(urlsplit(settings.SITE_URL).hostname, None)
    except OSError:
        return frozenset()
    return frozenset(str(plain_address(str(row[4][0]))) for row in rows)


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
