"""Who did something, in words: the firm, the consultant by the name of the body, whoever prepares the payslips."""

import re
from collections.abc import Iterable

from cip.assessment.numbers import ADVISER
from cip.database.work import Session
from cip.parties.reads.acting import bodies_of_mandates
from cip.web.language import gettext as _

_MANDATE = re.compile(r"person:[0-9a-f]{32}/mandate:([0-9a-f]{32})", re.ASCII)


class Doers:
    """The words for the labels of some events; asks the database once."""

    def __init__(self, session: Session, labels: Iterable[str]) -> None:
        mandates = {found[1] for label in set(labels) if (found := _MANDATE.fullmatch(label))}
        self._bodies = bodies_of_mandates(session, mandates) if mandates else {}

    def words(self, label: str) -> str:
        """Who it was, for a page; nobody's own name."""
        mandate = _MANDATE.fullmatch(label)
        if mandate is not None:
            body = self._bodies.get(mandate[1])
            return body.name if body else _("Chi vi accompagna")
        if label.startswith(ADVISER):
            return _("Chi prepara le buste paga")
        return _("CIP") if label == "system" else _("L'impresa")
