"""Payments as a file for the bank: SEPA credit transfers, ISO 20022 pain.001.001.09, and a table. Pure.

The same payments give the same bytes, always: what the library draws by chance (the ids of the message and of its one
group, the moment) is set from what is kept of the batch. What leaves here is valid against the schema of the library.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree import ElementTree

from defusedxml.ElementTree import fromstring
from sepaxml import SepaTransfer
from sepaxml.validation import try_valid_xml

from cip.incentives.publication import harmless
from cip.kernel.money import plain_euros

SCHEMA = "pain.001.001.09"
_SPACE = f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"
_LONGEST_ID, _LONGEST_NAME, _LONGEST_PURPOSE = 35, 70, 140
_NOT_TAKEN = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
COLUMNS = (
    "end_to_end", "firm", "tax_code", "iban", "part", "cup", "gross_eur", "withheld_eur", "to_inps_inail_eur",
    "paid_eur", "purpose", "pays_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, from which account."""

    name: str
    iban: str


@dataclass(frozen=True, kw_only=True)
class Transfer:
    """One payment; cents. What reaches the firm is `cents` less what is withheld and what goes to INPS or INAIL."""

    end_to_end: str
    firm: str
    tax_code: str
    iban: str
    part: str
    cup: str
    cents: int
    withheld: int
    offset: int
    purpose: str

    @property
    def paid(self) -> int:
        """What reaches the firm, in cents."""
        return self.cents - self.withheld - self.offset


def as_pain(message_id: str, made_at: datetime, pays_on: date, payer: Payer, transfers: Sequence[Transfer]) -> bytes:
    """The XML of a batch; payments of which nothing reaches the firm are left out. Raises ValueError where none is
    left, sepaxml's ValidationError where the schema refuses it.
    """
    sent = [one for one in transfers if one.paid]
    if not sent:
        raise ValueError("there is nothing to be transferred")
    made = SepaTransfer(
        {"name": plain_letters(payer.name, _LONGEST_NAME), "IBAN": payer.iban, "batch": True, "currency": "EUR"},
        schema=SCHEMA,
    )
    for one in sent:
        made.add_payment(
            {
                "name": plain_letters(one.firm, _LONGEST_NAME),
                "IBAN": one.iban,
                "amount": one.paid,
                "description": plain_letters(one.purpose, _LONGEST_PURPOSE),
                "execution_date": pays_on,
                "endtoend_id": one.end_to_end,
            }
        )
    text = _settled(made.export(validate=False), message_id[:_LONGEST_ID], made_at)
    try_valid_xml(text, SCHEMA)
    return text


def as_table(pays_on: date, transfers: Sequence[Transfer]) -> str:
    """The same as a table: every payment on a line, euros with a point, with a mark that tells spreadsheets the
    encoding.
    """
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    for one in transfers:
        sums = map(plain_euros, (one.cents, one.withheld, one.offset, one.paid))
        who = (one.end_to_end, one.firm, one.tax_code, one.iban, one.part, one.cup)
        lines.writerow([harmless(cell) for cell in (*who, *sums, one.purpose, pays_on.isoformat())])
    return "\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue()


def _settled(text: bytes, message_id: str, made_at: datetime) -> bytes:
    """The library's file with its chances settled; banks want `NOTPROVIDED` where we do not name our own bank."""
    root = fromstring(text)
    ElementTree.register_namespace("", _SPACE)
    found = {name: root.find(f".//{{{_SPACE}}}{name}") for name in ("MsgId", "CreDtTm", "PmtInfId", "FinInstnId")}
    missing = [name for name, element in found.items() if element is None]
    if missing:  # pragma: no cover - another version of the library
        raise ValueError(f"the library left out {', '.join(missing)}")
    for name, value in (
        ("MsgId", message_id),
        ("PmtInfId", message_id),
        ("CreDtTm", made_at.strftime("%Y-%m-%dT%H:%M:%S")),
    ):
        found[name].text = value
    bank = found["FinInstnId"]
    if len(bank) == 0:
        other = ElementTree.SubElement(bank, f"{{{_SPACE}}}Othr")
        ElementTree.SubElement(other, f"{{{_SPACE}}}Id").text = "NOTPROVIDED"
    body: bytes = ElementTree.tostring(root, "utf-8")
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body


def plain_letters(text: str, most: int) -> str:
    """A text in the letters that every bank takes: accents fall, any other sign becomes a space.

    >>> plain_letters("Caffè & figli", 70)
    'Caffe figli'
    """
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(_NOT_TAKEN.sub(" ", bare).split())[:most].strip() or "-"
