"""The protection that a survey runs under: read once from the content, kept with the survey when it opens, never
changed.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from cip.kernel.canonical import canonical_json

Kind = str
ONE, SEVERAL, LINE = "one", "several", "line"
LEAST_CHOICES = 2
"""A single choice is a question of the kind `one`, whose numbers are protected as parts of a whole."""


@dataclass(frozen=True, slots=True)
class Protection:
    """Parameters of the protection rules (model, section 5.3)."""

    minimum: int
    """Least answers, and least workers, for results of a firm of its own."""
    few: int
    """Counts below this are "few", counts above answers minus this are "most"."""
    pool_answers: int
    """Least answers of a pool of firms."""
    pool_firms: int
    """Least firms of a pool."""
    pool_share: int
    """Largest share of one firm in a pool, percent."""
    panel: int
    """Least answers of a pool that may show questions marked for panels only."""
    waves: int
    """Up to so many people of difference between two waves, the later wave is shown alone; so many are supposed to have
    been replaced between any two.
    """

    def as_json(self) -> dict[str, int]:
        """The parameters as kept with the survey."""
        return asdict(self)

    @property
    def sha256(self) -> str:
        """Digest of the parameters, printed with the results."""
        return hashlib.sha256(canonical_json(self.as_json()).encode()).hexdigest()

    @classmethod
    def from_json(cls, kept: Mapping[str, int]) -> "Protection":
        """The parameters as they were kept. Raises KeyError or TypeError if they are not whole."""
        return cls(**{field.name: int(kept[field.name]) for field in fields(cls)})


@dataclass(frozen=True, slots=True)
class Asked:
    """A closed question as the protection sees it: how many options, and how many a person may choose.

    `one`: exactly one option; not answering counts as one more option, so that the counts always add up to the answers.
    `several`: up to `limit` options, none included.
    """

    id: str
    kind: Kind
    options: tuple[str, ...]
    limit: int = 1
    panel: bool = False

    def __post_init__(self) -> None:
        if self.kind == SEVERAL and not LEAST_CHOICES <= self.limit <= max(len(self.options), LEAST_CHOICES):
            raise ValueError("a question with several choices allows from two choices to as many as there are options")
