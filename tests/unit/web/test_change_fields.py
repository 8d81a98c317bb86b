"""A sum that a correction sets is read as every other sum of the site."""

from pathlib import Path

import pytest
from flask import Flask

from cip.cli.calls import load_call
from cip.web.office.change_fields import read_fact
from cip.web.typed import Typed

PILOT = load_call(Path(__file__).parents[3] / "rules", "pilot-2026")
ROOM = "de_minimis_room_cents"


@pytest.mark.parametrize(
    ("text", "cents"), [("1000.50", 100_050), ("1.000,50", 100_050), ("1.000", 100_000), ("250", 25_000), ("0", 0)]
)
def test_a_sum_is_read_as_italians_and_keyboards_write_it(text: str, cents: int) -> None:
    form = Typed()
    with Flask(__name__).test_request_context(method="POST", data={"fact": ROOM, "value": text}):
        assert read_fact(PILOT, form) == {ROOM: cents}
    assert not form.errors
