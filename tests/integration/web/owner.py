"""What an owner does in a browser, without one: opens pages, fills in forms, follows redirects by hand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from cip.assessment.reads import current_answers
from cip.database.work import open_reading
from cip.web.state import EXTENSION, State

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')

PROFILE = {
    "workers": "7",
    "sector": "shop",
    "seats": "1",
    "opening_hours": "45,5",
    "single_cover": "no",
    "shifts": "no",
    "extra_hours": "yes",
    "leave_cases_24m": "2",
    "carers_told": "yes",
    "representation": ["", "none"],
}


@dataclass
class Owner:
    """One browser; `base` is the address of its check-up in `language`."""

    site: Flask
    language: str = "it"
    client: FlaskClient = field(init=False)
    check_up_id: str = ""

    def __post_init__(self) -> None:
        self.client = self.site.test_client()

    @property
    def base(self) -> str:
        return f"/{self.language}/check-up/{self.check_up_id}"

    def token(self) -> str:
        """The token that the forms of this browser carry."""
        found = TOKEN.search(self.client.get(f"/{self.language}/").text)
        assert found is not None
        return found[1]

    def start(self) -> TestResponse:
        """Press the start button."""
        answer = self.client.post(f"/{self.language}/check-up", data={"csrf_token": self.token()})
        self.check_up_id = answer.headers["Location"].split("/")[3]
        return answer

    def get(self, path: str = "") -> TestResponse:
        """Open a page of the check-up."""
        return self.client.get(self.base + path)

    def post(self, path: str, data: Mapping[str, object] | None = None) -> TestResponse:
        """Send a form of the check-up, drawn just now unless it says otherwise (`seq`)."""
        form = {"seq": str(self.last_seq()), **(data or {}), "csrf_token": self.token()}
        return self.client.post(self.base + path, data=form)

    def last_seq(self) -> int:
        """The last event of the check-up, as a page opened now would hold it; 0 of one that is not there."""
        state: State = self.site.extensions[EXTENSION]
        with open_reading(state.database) as session:
            return current_answers(session, self.check_up_id).last_seq

    def profile(self, **changes: object) -> TestResponse:
        """Save the profile of a shop of seven, with some answers changed."""
        return self.post("/profile", {**PROFILE, **changes})

    def conclude(self) -> str:
        """Ask for the result and read its page."""
        assert self.post("/result").status_code == 303
        return self.get("/result").text
