"""The financial plan of the rules, for the tests."""

from functools import cache
from pathlib import Path

import yaml

from cip.rulebook.shapes.finance import Finance


@cache
def plan_of_milan() -> Finance:
    """The financial plan of 2014-2016 as the rules hold it."""
    text = (Path(__file__).parents[3] / "rules/programmes/milano-2014-2016.yaml").read_text()
    return Finance.model_validate(yaml.safe_load(text)["finance"])
