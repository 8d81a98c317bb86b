"""The pages of states say what the tables say."""

from scripts.states import AGREEMENT_PAGE, CALL_PAGE, PAGE, agreement_page, call_page, page


def test_page_is_what_the_table_gives() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m scripts.states"


def test_page_of_the_agreement_is_what_its_tables_give() -> None:
    assert AGREEMENT_PAGE.read_text(encoding="utf-8") == agreement_page(), "run: python -m scripts.states"


def test_page_of_the_call_is_what_its_table_gives() -> None:
    assert CALL_PAGE.read_text(encoding="utf-8") == call_page(), "run: python -m scripts.states"
