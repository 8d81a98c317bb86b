"""Statements as a bank writes them, for the tests that read them."""

ENTRY = (
    '<Ntry><NtryRef>{ref}</NtryRef><Amt Ccy="{ccy}">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts>{status}</Sts>'
    "<BookgDt><Dt>{day}</Dt></BookgDt>{details}</Ntry>"
)
DETAIL = "<NtryDtls><TxDtls><Refs><EndToEndId>{name}</EndToEndId></Refs>{more}</TxDtls></NtryDtls>"


def camt(*entries: str, version: str = "02") -> bytes:
    """A statement of a bank with these entries."""
    space = f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{version}"
    body = "".join(entries)
    return f'<Document xmlns="{space}"><BkToCstmrStmt><Stmt>{body}</Stmt></BkToCstmrStmt></Document>'.encode()


def entry(name: str = "CIP1", more: str = "", **changed: str) -> str:
    """A booked transfer of 672.00 euro that went out; `changed` says what is otherwise."""
    plain = {"ref": "1", "ccy": "EUR", "amount": "672.00", "side": "DBIT", "status": "BOOK", "day": "2027-01-20"}
    return ENTRY.format(**{**plain, "details": DETAIL.format(name=name, more=more), **changed})
