"""Who asks, as far as counting goes: the network of an address. Nothing here keeps an address."""

import ipaddress
import re

# What some proxies write behind an address: `8.8.4.4:1000`, `[::1]:80`.
_WITH_PORT = re.compile(r"\[([^\]]+)\](?::[0-9]*)?|([0-9.]+):[0-9]*", re.ASCII)
UNKNOWN = "unknown"
IPV6_NETWORK = 64


def network_of(given: str | None) -> str:
    """The IPv4 address, or of IPv6 the network, for one household has billions of addresses there; `unknown` for what
    is no address.
    """
    text = (given or "").strip()
    with_port = _WITH_PORT.fullmatch(text)
    if with_port is not None:
        text = with_port[1] or with_port[2]
    try:
        # What follows a % names a card of this very machine, not who asks.
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return UNKNOWN
    if isinstance(address, ipaddress.IPv6Address):
        # A server that listens on IPv6 sees who comes over IPv4 like this: without the mapping they are one network.
        if address.ipv4_mapped is None:
            return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False))
        address = address.ipv4_mapped
    return str(address)
