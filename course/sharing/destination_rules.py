"""Rules of destinations: where events may be posted, and what the server itself must not be sent to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
LONGEST_URL = 500
# Addresses that hold an address of the older kind, and where in them it stands.
NAT64, SIX_TO_FOUR = IPv6Network("64:ff9b::/96"), IPv6Network("2002::/16")
# What is no place on the internet and passes for one in older lists: sites of their own, relays, examples.
NO_PLACES = tuple(map(ip_network, ("fec0::/10", "192.0.0.0/24", "192.88.99.0/24", "3fff::/20", "5f00::/16")))
PORTS = {"http": 80, "https": 443}


def url_fault(url: str) -> str:
    """What is wrong with an address to post to, as a code; empty where nothing is."""
    if len(url) > LONGEST_URL or not url.isascii() or re.search(r"[\s\x00-\x1f\x7f\\]", url):
        return "letters"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "letters"
    if parts.scheme not in PORTS or not parts.hostname or port == 0:
        return "scheme"
    if "@" in parts.netloc:
        return "credentials"
    return "fragment" if "#" in url else ""


def port_of(url: str) -> int:
    """The port of an address to post to."""
    parts = urlsplit(url)
    return parts.port or PORTS[parts.scheme]


def may_be_posted_to(found: str, networks: Iterable[str]) -> bool:
    """Whether something may be posted to an address: on the public internet, or in a network that a setting names.

    Addresses of the link itself are never among them: there stand the machine's own services of a cloud.
    """
    address = plain(ip_address(found.partition("%")[0]))
    if address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    if any(address in ip_network(network, strict=False) for network in networks):
        return True
    return address.is_global and not address.is_reserved and not any(address in network for network in NO_PLACES)


def plain(address: Address) -> Address:
    """The older address that a newer one holds, else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address.ipv4_mapped:
        return address.ipv4_mapped
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    if address in SIX_TO_FOUR:
        return IPv4Address((int(address) >> 80) & 0xFFFFFFFF)
    return address
