"""Whom an owner can ask, as the installation says."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contact:
    """Name and mail address of the desk behind this installation; None where none was named."""

    name: str | None = None
    email: str | None = None


def read_contact(environ: Mapping[str, str]) -> Contact:
    """CIP_CONTACT_NAME and CIP_CONTACT_EMAIL; empty counts as left out."""
    return Contact(
        environ.get("CIP_CONTACT_NAME", "").strip() or None, environ.get("CIP_CONTACT_EMAIL", "").strip() or None
    )
