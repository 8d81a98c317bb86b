"""The codes a firm is known by, read from what people type or paste. Shapes and check digits only: no register is asked
and nothing is fetched. No table of ATECO or CCNL codes came with the sources, so for those the shape is all we check.
"""

import re
from typing import Literal

from stdnum.exceptions import ValidationError
from stdnum.it import codicefiscale, iva

from cip.kernel.errors import RefusalError

Code = Literal["tax_code", "vat", "ateco", "ccnl", "municipality"]
_ATECO = re.compile(r"\d{2}(\.\d{1,2}){0,2}", re.ASCII)
# The alphanumeric code of the archive of the CNEL: a letter and three more signs.
_CCNL = re.compile(r"[A-Z][0-9A-Z]{3}", re.ASCII)
_ISTAT = re.compile(r"\d{6}", re.ASCII)


class WrongCodeError(RefusalError, ValueError):
    """What was typed cannot be the code it should be: its shape or its check digit is wrong."""

    def __init__(self, code: Code) -> None:
        super().__init__(f"This cannot be a {code.replace('_', ' ')}: its shape or its check digit is wrong.")
        self.code = code


def read_tax_code(text: str) -> str:
    """A tax code: 16 signs of a person (sole traders) or 11 digits. Raises WrongCodeError."""
    try:
        return str(codicefiscale.validate(_plain(text)))
    except ValidationError as error:
        raise WrongCodeError("tax_code") from error


def read_vat(text: str) -> str:
    """A VAT number of 11 digits, with or without `IT` before it. Raises WrongCodeError."""
    try:
        return str(iva.validate(_plain(text)))
    except ValidationError as error:
        raise WrongCodeError("vat") from error


def read_ateco(text: str) -> str:
    """An ATECO code of two to six digits, with its points: `47.11.10`, `471110` and `47` are read. Both versions have
    this shape, so which one it is must be said beside it. Raises WrongCodeError.
    """
    plain = _plain(text)
    digits = plain.replace(".", "")
    if digits.isascii() and digits.isdigit() and "." not in plain:
        plain = ".".join(digits[at : at + 2] for at in range(0, len(digits), 2))
    if not _ATECO.fullmatch(plain):
        raise WrongCodeError("ateco")
    return plain


def read_ccnl(text: str) -> str:
    """The CNEL code of a national collective agreement. Raises WrongCodeError."""
    return _matching(_CCNL, text, "ccnl")


def read_municipality(text: str) -> str:
    """ISTAT's code of a municipality, six digits. Raises WrongCodeError."""
    return _matching(_ISTAT, text, "municipality")


def _matching(pattern: re.Pattern[str], text: str, code: Code) -> str:
    plain = _plain(text)
    if not pattern.fullmatch(plain):
        raise WrongCodeError(code)
    return plain


def _plain(text: str) -> str:
    return "".join(text.split()).upper()
