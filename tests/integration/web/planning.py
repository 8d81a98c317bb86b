"""Plans of the tests that take the way of the pages: written, heard and agreed."""

from werkzeug.test import TestResponse

from tests.integration.web.owner import Owner

M01 = {"M01-state": "proposed", "M01-owner": "cassa", "M01-start": "2026-12-01", "M01-cost": "1.250,50"}
HEARD = {
    "ways": ["", "assembly"],
    "on": "2026-11-20",
    "said": "Vanno bene.",
    "signers": "Anna Verdi, RSA\r\n\r\nLuca Neri",
}


def ready(owner: Owner) -> None:
    """A plan that can be agreed."""
    assert owner.post("/plan", {"add": "M01"}).status_code == 303
    assert owner.post("/plan", M01).status_code == 303
    assert owner.post("/plan/heard", HEARD).status_code == 303


def agree(owner: Owner) -> str:
    """Press the button; the path of the version."""
    answer = owner.post("/plan/agree")
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"].partition(owner.check_up_id)[2]


def words(answer: TestResponse) -> str:
    return answer.text.replace("&#39;", "'").replace("&nbsp;", "\N{NO-BREAK SPACE}")
