"""The page of the plan's states says what the table says."""

from scripts.states import PAGE, page


def test_page_is_what_the_table_gives() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m scripts.states"
