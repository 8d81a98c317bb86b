"""Logs say what kind of mistake happened and where, and never what somebody typed."""

import logging

import pytest

from cip.kernel.failures import PlacesOnly, failure

TYPED = "quello che ha scritto Anna 👩"


def broken() -> None:
    try:
        int(TYPED)
    except ValueError as error:
        raise KeyError(TYPED) from error


def test_kind_and_place_of_the_whole_chain_without_a_word_of_it() -> None:
    with pytest.raises(KeyError) as caught:
        broken()
    told = failure(caught.value)
    assert told.startswith("KeyError at kernel/test_failures.py:")
    assert "; from ValueError at kernel/test_failures.py:" in told
    assert "Anna" not in told


def test_a_circle_of_errors_ends() -> None:
    first, second = ValueError(TYPED), KeyError(TYPED)
    first.__cause__, second.__cause__ = second, first
    assert failure(first) == "ValueError at no place; from KeyError at no place"


@pytest.mark.parametrize(
    ("logger", "begins"),
    [("xhtml2pdf.tables", "[WARNING] xhtml2pdf.tables: line "), ("cip.web", "[WARNING] cip.web: ")],
)
def test_of_libraries_the_log_has_only_the_place(logger: str, begins: str) -> None:
    record = logging.LogRecord(logger, logging.WARNING, "tables.py", 7, "bad cell %r", (TYPED,), None)
    line = PlacesOnly().format(record)
    assert line.startswith(begins)
    assert (TYPED in line) == (logger == "cip.web"), "our own sentences are written with care"


def test_an_error_with_its_traceback_loses_its_message() -> None:
    with pytest.raises(KeyError) as caught:
        broken()
    info = (KeyError, caught.value, caught.value.__traceback__)
    record = logging.LogRecord("reportlab", logging.ERROR, "doc.py", 7, "failed %s", (TYPED,), info)
    line = PlacesOnly().format(record)
    assert "KeyError at" in line
    assert "Anna" not in line
