"""Which text binds a worker on a day, which are shown beside it, and which doubts stay open."""

from datetime import date

import pytest

from cip.agreement.regime import Candidate, regime_on
from cip.kernel.errors import RefusalError
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement
from tests.unit.agreement.leave.books import shipped

ON = date(2026, 3, 10)


def _text(identifier: str, level: str, **more: object) -> Agreement:
    row = {"from": "open", "to": "open", "value": True, "source": "prova", "confidence": "published"}
    content: dict[str, object] = {
        "id": identifier,
        "name": {"it": f"Testo {identifier}", "en": f"Text {identifier}"},
        "level": level,
        "nature": "real",
        "note": {"it": "Prova.", "en": "Test."},
        "effective_from": "2020-01-01",
        "expires_on": "open",
        "after_expiry": "stop",
        "precedence": "replaces",
        "hourly_parental_leave": {"available": [row]},
        "sources": [{"act": "prova", "confidence": "published"}],
    }
    return Agreement.model_validate(content | more)


def _book(*texts: Agreement) -> AgreementBook:
    book = shipped()
    agreements = (book.by_id["statute"], *texts)
    return AgreementBook(law=book.law, facts=(), clauses=(), doubts=book.doubts, agreements=agreements)


def _regime(*texts: Agreement, joined: bool | None = True) -> tuple[str, list[str], list[str]]:
    candidates = [Candidate(text.id, joined if text.level == "territorial" else True) for text in texts]
    found = regime_on(_book(*texts), candidates, ON)
    return found.binding.id, [item.text.id for item in found.shown], [item.id for item in found.doubts]


def test_case_3_the_company_deal_comes_before_the_territorial_agreement() -> None:
    binding, shown, doubts = _regime(_text("area", "territorial"), _text("deal", "company"))
    assert (binding, shown) == ("deal", ["area"])
    assert "precedence" in doubts


@pytest.mark.parametrize(
    ("levels", "binding"),
    [
        (("national", "territorial"), "territorial"),
        (("national", "plan", "territorial"), "plan"),
        (("national",), "national"),
        ((), "statute"),
    ],
)
def test_the_nearest_text_binds(levels: tuple[str, ...], binding: str) -> None:
    assert _regime(*(_text(level, level) for level in levels))[0] == binding


def test_a_subsidiary_text_steps_back() -> None:
    area, ccnl = _text("area", "territorial", precedence="subsidiary"), _text("ccnl", "national")
    assert _regime(area, ccnl)[:2] == ("ccnl", ["area"])
    both = _text("ccnl", "national", precedence="subsidiary")
    assert _regime(area, both)[:2] == ("area", ["ccnl"])


@pytest.mark.parametrize("joined", [False, None])
def test_a_territorial_agreement_that_was_not_joined_does_not_bind(joined: bool | None) -> None:
    assert _regime(_text("area", "territorial"), joined=joined)[:2] == ("statute", ["area"])


@pytest.mark.parametrize(
    "more",
    [
        {"nature": "design"},
        {"effective_from": "2026-03-11"},
        {"effective_from": "unknown"},
        {"expires_on": "2026-03-09"},
        {"hourly_parental_leave": {}},
    ],
)
def test_what_cannot_bind_is_shown_with_the_reason(more: dict[str, object]) -> None:
    found = regime_on(_book(_text("deal", "company", **more)), [Candidate("deal")], ON)
    assert found.binding.id == "statute"
    (shown,) = found.shown
    assert "Testo deal" in shown.because.it
    assert "Text deal" in shown.because.en


def test_an_improving_text_is_read_beside() -> None:
    found = regime_on(
        _book(_text("deal", "company"), _text("area", "territorial", precedence="improves")),
        [Candidate("deal"), Candidate("area")],
        ON,
    )
    assert found.binding.id == "deal"
    assert "condizioni migliori" in found.shown[0].because.it


def test_an_unknown_precedence_is_said_and_stays_a_doubt() -> None:
    found = regime_on(_book(_text("deal", "company", precedence="unknown")), [Candidate("deal")], ON)
    assert any("non dice come sta" in reason.it for reason in found.because)
    assert [item.id for item in found.doubts] == ["precedence"]


def test_an_unknown_id_is_refused() -> None:
    with pytest.raises(RefusalError, match="there is no agreement"):
        regime_on(shipped(), [Candidate("nowhere")], ON)
