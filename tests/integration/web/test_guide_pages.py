"""Every page that the guide for the owner names is there."""

import re
from pathlib import Path

from flask import Flask

GUIDE = Path(__file__).parents[3] / "docs/guida-impresa.md"


def test_every_page_that_the_guide_names_exists(site: Flask) -> None:
    named = re.findall(r"`(/it/[^`]*)`", GUIDE.read_text(encoding="utf-8"))
    assert len(named) > 6
    for address in named:
        assert site.test_client().get(address).status_code == 200, address
