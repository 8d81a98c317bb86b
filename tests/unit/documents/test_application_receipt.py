"""The receipt of an application prints what arrived, when by the clock of Rome, and where to check it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cip.documents.papers.application_receipt import Receipt, ReceiptDocument, moment_words, receipt_sheet
from cip.documents.sheet_html import render_sheet
from cip.kernel.texts import Language

DIGEST, RULES, FILE = "a" * 64, "b" * 64, "c" * 64
RECEIPT = Receipt(
    language="it",
    call="Bando di prova",
    body="Provincia Prova",
    mark="proposta",
    firm="Forno <Ada>",
    tax_code="00000089995",
    number=12,
    submitted_at=datetime(2026, 11, 30, 10, 59, 59, tzinfo=UTC),
    digest=DIGEST,
    pack_sha256=RULES,
    asked=250_000,
    computed=300_000,
    documents=(ReceiptDocument("Piano", "file caricato", FILE), ReceiptDocument("Dichiarazione", "allegato", None)),
    address="https://cip.example/it/receipts/" + "d" * 32,
)


@pytest.mark.parametrize(
    ("moment", "language", "words"),
    [
        (
            datetime(2026, 11, 30, 10, 59, 59, tzinfo=UTC),
            "it",
            "30 novembre 2026, ore 11:59:59 (ora italiana, UTC+01:00)",
        ),
        # The hour that comes twice: the offset tells which.
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "it", "31 ottobre 2027, ore 02:30:00 (ora italiana, UTC+02:00)"),
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "it", "31 ottobre 2027, ore 02:30:00 (ora italiana, UTC+01:00)"),
        (datetime(2026, 11, 30, 10, 59, 59, tzinfo=UTC), "en", "30 November 2026, 11:59:59 (Italian time, UTC+01:00)"),
    ],
)
def test_the_moment_is_that_of_rome_to_the_second(moment: datetime, language: Language, words: str) -> None:
    assert moment_words(moment, language) == words


def test_it_tells_everything_that_arrived() -> None:
    page = render_sheet(receipt_sheet(RECEIPT))
    for words in (
        "Bando di prova",
        "Forno &lt;Ada&gt;",
        "00000089995",
        DIGEST,
        RULES,
        FILE,
        "3.000",
        "2.500",
        "Questo bando è segnato così: proposta.",
    ):
        assert words in page
    assert RECEIPT.address in page
    assert "L'impresa ha ritirato" not in page.replace("&#39;", "'")


def test_a_withdrawn_one_says_so_and_one_without_documents_too() -> None:
    page = render_sheet(receipt_sheet(replace(RECEIPT, withdrawn_at=RECEIPT.submitted_at, documents=(), mark="")))
    assert "ha ritirato questa domanda" in page
    assert "Nessun documento." in page
    assert "Proposta" not in page
