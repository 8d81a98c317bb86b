"""Whether an address is of this machine alone."""

import ipaddress


def is_loopback(host: str) -> bool:
    """True if only this machine can reach `host` (a name or an address, IPv6 with or without brackets)."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
