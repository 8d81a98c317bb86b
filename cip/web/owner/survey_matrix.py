"""Needs against the measures of the firm's own lists: which measure helps with which need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from cip.assessment.answers import Answers
from cip.assessment.bound import bind
from cip.assessment.engine import check_up_bound
from cip.assessment.results import ListName
from cip.rulebook.packs import Pack
from cip.rulebook.shapes.model import ALL_NEEDS
from cip.web.language import current
from cip.web.state import today

# What is left for later would make a table that nobody reads.
_LISTS: tuple[ListName, ...] = ("now", "soon", "together")


@dataclass(frozen=True, slots=True)
class Matrix:
    """Measures (code, name) as columns, and for each need (by code) whether each of them answers it."""

    columns: tuple[tuple[str, str], ...]
    helps: Mapping[str, tuple[bool, ...]]


def matrix_of(pack: Pack, answers: Answers, needs: Sequence[str]) -> Matrix | None:
    """The needs of a survey against the measures that the answers of the firm put on its lists; None without any."""
    measures = check_up_bound(bind(pack, today()), answers).measures if answers.facts and needs else ()
    codes = [one.id for name in _LISTS for one in measures if one.list == name]
    if not codes:
        return None
    named = tuple((code, pack.measures[code].name.in_language(current())) for code in codes)
    answered = [pack.measures[code].needs for code in codes]
    helps = {need: tuple(need in found or found == (ALL_NEEDS,) for found in answered) for need in needs}
    return Matrix(named, MappingProxyType(helps))
