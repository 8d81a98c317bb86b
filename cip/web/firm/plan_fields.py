"""Fields that only the plan has: amounts of money, several lines of names, states."""

import re

from cip.web.fields import AnswerField
from cip.web.language import gettext as _

MOST_EUROS = 1_000_000
LONGEST_SIGNER, MOST_SIGNERS = 80, 4
_AMOUNT = re.compile(r"(\d{1,3}(?:[. ]\d{3})+|\d{1,9})(?:,(\d{1,2}))?", re.ASCII)
_POINTED = re.compile(r"(\d{1,9})\.(\d{1,2})", re.ASCII)


class EurosField(AnswerField):
    """An amount as Italians write it (`1.250,50`), or with a point before the cents; `data` is cents."""

    def parse(self, text: str) -> object:
        """The amount in cents. Raises ValueError."""
        plain = text.replace("€", "").replace("\N{NO-BREAK SPACE}", " ").strip()
        found = _POINTED.fullmatch(plain) or _AMOUNT.fullmatch(plain)
        if found is None:
            raise ValueError(_("Scrivete una spesa in euro, per esempio 250 oppure 1.250,50. Niente spesa: 0."))
        euros, cents = int(re.sub("[. ]", "", found[1])), int((found[2] or "0").ljust(2, "0"))
        if euros > MOST_EUROS:
            raise ValueError(_("È più di quanto serve qui: controllate gli zeri."))
        return euros * 100 + cents


class SignersField(AnswerField):
    """Who signs for the workers: one a line, as they are to be printed."""

    def parse(self, text: str) -> object:
        """The lines that say something. Raises ValueError."""
        lines = [" ".join(line.split()) for line in text.splitlines()]
        signers = [line for line in lines if line]
        if len(signers) > MOST_SIGNERS or any(len(line) > LONGEST_SIGNER for line in signers):
            most = {"lines": MOST_SIGNERS, "most": LONGEST_SIGNER}
            raise ValueError(_("Al massimo %(lines)s righe di %(most)s caratteri, una per firma.") % most)
        return signers


def shown_euros(cents: int | None) -> str:
    """An amount as its field shows it."""
    if cents is None:
        return ""
    euros, rest = divmod(cents, 100)
    return f"{euros},{rest:02d}" if rest else str(euros)
