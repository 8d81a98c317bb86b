"""A territory that an agreement or a call names: the list of municipalities is there, in that version."""

from collections.abc import Iterator
from typing import Any

from cip.rulebook.agreement_loading import AgreementFolder
from cip.rulebook.diagnostics import Diagnostic, did_you_mean
from cip.rulebook.shape_check import Entry
from cip.rulebook.shapes.agreement import TerritoryRef


def check_territory_ref(entry: Entry[Any], ref: TerritoryRef, folder: AgreementFolder) -> Iterator[Diagnostic]:
    """Mistakes of the key `territory` of an item."""
    if not folder.may_hold("territories", ref.list):
        near = did_you_mean(ref.list, folder.declared.get("territories", ()))
        yield entry.diagnostic("E301", "territory", "list", kind="territory", id=ref.list, suggestion=near)
    for territory in folder.territories:
        versions = [version.version for version in territory.item.versions]
        if territory.item.id == ref.list and ref.version not in versions:
            near = did_you_mean(ref.version, versions)
            yield entry.diagnostic("E301", "territory", "version", kind="version", id=ref.version, suggestion=near)
