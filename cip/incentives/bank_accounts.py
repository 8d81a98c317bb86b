"""Bank accounts: their number as it is kept, what others see of it, whether it was checked. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from stdnum import iban
from stdnum.exceptions import ValidationError

from cip.kernel.errors import RefusalError

SEALED_FOR = "bank account"
"""What a number is sealed for: nothing else opens it."""
LONGEST_IBAN, LONGEST_HOLDER = 34, 70
_SHOWN = 4
SEPA = frozenset({
    "AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR", "HR", "HU",
    "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO", "RS", "SE",
    "SI", "SK", "SM", "VA",
})  # fmt: skip
"""How IBANs begin to which a SEPA credit transfer goes: the countries of the list of the European Payments Council
(EPC409-09, written down from memory: to be compared with the list in force), and Gibraltar, whose IBANs have letters of
their own. French overseas territories have FR, the Channel Islands and the Isle of Man have GB.
"""
AccountOutcome = Literal["seen", "refused"]
ACCOUNT_OUTCOMES: tuple[AccountOutcome, ...] = ("seen", "refused")


class WrongIbanError(RefusalError, ValueError):
    """This is no IBAN."""

    def __init__(self) -> None:
        super().__init__("This is no IBAN: check it digit by digit.")


class OutsideSepaError(WrongIbanError):
    """This is an IBAN to which no SEPA credit transfer goes, the only way in which the office pays."""

    def __init__(self) -> None:
        RefusalError.__init__(self, "This IBAN is outside SEPA: payments leave as SEPA credit transfers.")


def in_sepa(number: str) -> bool:
    """Whether a SEPA credit transfer goes to an IBAN; its mask tells as well.

    >>> in_sepa("IT60 … 3456"), in_sepa("AE07 … 3456")
    (True, False)
    """
    return number[:2] in SEPA


def read_iban(text: str) -> str:
    """An IBAN as it is kept: capital letters, no spaces. Raises WrongIbanError, OutsideSepaError for one to which no
    SEPA credit transfer goes.

    >>> read_iban("it60 x054 2811 1010 0000 0123 456")
    'IT60X0542811101000000123456'
    """
    try:
        number = str(iban.validate(text))
    except ValidationError as error:
        raise WrongIbanError from error
    if not in_sepa(number):
        raise OutsideSepaError
    return number


def masked(number: str) -> str:
    """What those see who do not pay: the country with the check digits, and the last four.

    >>> masked("IT60X0542811101000000123456")
    'IT60 … 3456'
    """
    return f"{number[:_SHOWN]} … {number[-_SHOWN:]}"


@dataclass(frozen=True, kw_only=True)
class BankAccount:
    """An account of a firm or of an office; of several of one holder the one entered last counts. Its number is sealed:
    `mask` is what everybody sees.
    """

    id: str
    firm_id: str | None
    body_id: str | None
    holder: str
    sealed: str
    mask: str
    entered_at: datetime
    entered_by: str
    entered_label: str
    outcome: AccountOutcome | None
    outcome_at: datetime | None
    outcome_label: str | None
    outcome_reason: str | None

    @property
    def good(self) -> bool:
        """Whether somebody else has seen it and took it, and it can be in a SEPA credit transfer."""
        return self.outcome == "seen" and in_sepa(self.mask)
