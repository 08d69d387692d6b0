"""IP addresses: those that a host name stands for, and which of them are public."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

_NAT64: Final = IPv6Network("64:ff9b::/96")
_UNICAST: Final = IPv6Network("2000::/3")
_NOT_PUBLIC: Final = (
    IPv4Network("168.63.129.16/32"),  # where Azure serves its machines, each its own
    IPv4Network("192.0.0.0/24"),
    IPv4Network("192.88.99.0/24"),
    IPv6Network("2001::/23"),  # Teredo among them
    IPv6Network("2001:db8::/32"),
    IPv6Network("3fff::/20"),
)
"""Networks of no public site, which not every Python that is supported knows as such."""
_DISCARD_PORT: Final = 9


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where to connect to.

    Attributes:
        ip: An IP address, never a name.
        port: The port.
    """

    ip: str
    port: int


Resolver = Callable[[str, int], Awaitable[list[Endpoint]]]
"""Gives the endpoints of a host and a port, none where there is no such host."""


async def system_endpoints(host: str, port: int) -> list[Endpoint]:
    """The endpoints of a host, by DNS and hosts file; of an IP address in any notation, that address."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return list(dict.fromkeys(Endpoint(str(address[0]), port) for *_, address in found))


def is_public_site(ip: str) -> bool:
    """Whether an IP address is one of the public internet, and not of this machine."""
    return is_public(ip) and not _is_own(ip)


def is_public(ip: str) -> bool:
    """Whether an IP address is of the public internet; of IPv4 within IPv6 the inner address decides."""
    try:
        address = _unwrapped(ip_address(ip))
    except ValueError:
        return False
    if isinstance(address, IPv6Address) and (address not in _UNICAST or address.scope_id):
        return False
    if any(address in network for network in _NOT_PUBLIC if network.version == address.version):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _unwrapped(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 address stands for (mapped, 6to4, NAT64), or the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def _is_own(ip: str) -> bool:
    """Whether packets to an IP address would stay on this machine. None is sent."""
    family = socket.AF_INET6 if ":" in ip else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((ip, _DISCARD_PORT))
            return bool(probe.getsockname()[0] == ip)
    except OSError:  # there is no way to it
        return False
