"""What an invented firm of the rules' cases can show of its clauses, with its days moved to the day of the
demonstration: the values stand in the rules alone.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from cip.agreement.actions.prove import Says
from cip.agreement.cases import clause_cases
from cip.agreement.facts import FactValue
from cip.rulebook.reading import read_yaml

FILE = Path("agreements", "cases", "clauses_firms.yaml")


def papers_of(rules: Path, case_id: str, on: date) -> Mapping[str, FactValue]:
    """The facts of a case by id, every day as far from `on` as it is from the case's own day. Empty for rules that have
    no such case: a demonstration of other rules then has a firm without papers.
    """
    path = rules / FILE
    if not path.is_file():
        return {}
    document, _ = read_yaml(path.read_bytes(), FILE.as_posix())
    entries = clause_cases([document])[0] if document is not None else []
    case = next((entry.item for entry in entries if entry.item.id == case_id), None)
    if case is None:
        return {}
    moved = on - case.on
    known = {fact: value for fact, value in case.facts.items() if value is not None}
    return {fact: value + moved if isinstance(value, date) else value for fact, value in known.items()}


def says_of(sort: str, value: FactValue) -> Says:
    """What a proof says of a fact of this type; `False` of a day is that it did not come."""
    if isinstance(value, date):
        return Says(day=value)
    if sort == "day":
        return Says(stated_no=True)
    return Says(yes_no=value) if isinstance(value, bool) else Says(number=value)
