"""A check-up as a page sees it, without a database: its answers on the real pack."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from flask import Flask

from cip.assessment.bound import bind
from cip.assessment.stored import ANSWER_SECTIONS, StoredAnswers, StoredCheckUp
from cip.kernel.texts import Language
from cip.web import language
from cip.web.firm import firm
from cip.web.firm.visit import Visit, readable
from tests.unit.documents.papers import ON, the_pack

ID = "c" * 32
BASE = f"/it/check-up/{ID}"


def visit_of(file: Mapping[str, Mapping[str, object]], carried: frozenset[tuple[str, str]] = frozenset()) -> Visit:
    """The visit of a check-up with these answers, in the shape of a FILE."""
    bound = bind(the_pack(), ON)
    sections = {section: dict(file.get(section, {})) for section in ANSWER_SECTIONS}
    stored = StoredAnswers(file=sections, notes={}, last_seq=1, carried=carried)  # type: ignore[arg-type]
    check_up = StoredCheckUp(
        id=ID,
        pack_sha256=the_pack().sha256,
        guest_digest=None,
        stage="T0",
        language="it",
        created_at=datetime(2026, 11, 21, 9, 30, tzinfo=UTC),
        expires_on=None,
        last_seq=1,
        events_head="0" * 64,
        last_number=0,
        snapshots_head="0" * 64,
    )
    found = readable(bound, stored.file)
    assert not found.problems
    return Visit(check_up, stored, bound, None, found)


@contextmanager
def page(spoken: Language = "it") -> Iterator[None]:
    """A request in a language, with the addresses of the firm's pages and nothing behind them."""
    app = Flask("test", static_folder=None)
    language.install(app)
    app.register_blueprint(firm)
    with app.test_request_context(f"/{spoken}/"):
        yield
