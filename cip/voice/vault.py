"""What workers say is sealed before it reaches the database; all sheets have one length, so that the length says
nothing.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cip.kernel.canonical import canonical_json
from cip.kernel.sealing import seal, unseal

PURPOSE = "voice"
SHEET_LENGTH = 4096


@dataclass(frozen=True, slots=True)
class Vault:
    """Seals and opens under the installation's secret key."""

    key: str = field(repr=False)

    def close(self, value: Mapping[str, object] | Sequence[object] | str) -> str:
        """A value of JSON, sealed; its length is rounded up to whole sheets, and any answers fit on one."""
        plain = canonical_json(value).encode()
        sheets = -(-len(plain) // SHEET_LENGTH)
        return seal(self.key, plain.ljust(sheets * SHEET_LENGTH), purpose=PURPOSE)

    def open(self, sealed: str) -> object:
        """The value. Raises cip.kernel.sealing.SealBrokenError."""
        return json.loads(unseal(self.key, sealed, purpose=PURPOSE))
