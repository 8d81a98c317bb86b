"""The page of permissions says what the table says."""

from typing import get_args

from cip.parties.permissions import TABLE, Role
from scripts.permissions import PAGE, ROLES, page


def test_page_is_what_the_table_gives() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m scripts.permissions"


def test_every_role_has_words_and_every_role_of_the_table_is_known() -> None:
    assert set(ROLES) == set(get_args(Role))
    assert {role for actions in TABLE.values() for roles in actions.values() for role in roles} <= set(ROLES)
