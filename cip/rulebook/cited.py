"""The part of the law that something cites."""

from collections.abc import Iterable

from cip.rulebook.loading import LawFolder
from cip.rulebook.shapes.law import CitedLaw, LawAbout


def cited_law(law: LawFolder, about: LawAbout, keys: Iterable[str]) -> CitedLaw:
    """These parameters of the law with the selectors that they need. Raises KeyError for a key that is not there."""
    parameters = {key: law.parameters[key].item for key in sorted(keys)}
    selectors = sorted({parameter.selector for parameter in parameters.values()})
    return CitedLaw(about=about, selectors=tuple(law.selectors[key].item for key in selectors), parameters=parameters)
