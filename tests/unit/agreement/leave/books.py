"""Books for the tests of leave by the hour: the shipped agreements with the law, and small invented ones."""

from functools import lru_cache
from pathlib import Path

from cip.agreement.leave.judging import LeaveHours, judge
from cip.agreement.leave.reading import FileShape, leave_file
from cip.kernel.days import parse_day
from cip.rulebook.agreement_loading import AgreementFolder, read_agreement_folder
from cip.rulebook.agreements import AgreementBook, build_book
from cip.rulebook.loading import LawFolder, read_folder
from cip.rulebook.shapes.agreement import Agreement

RULES = Path(__file__).parents[4] / "rules"
ON = parse_day("2026-03-01")


@lru_cache(maxsize=1)
def _law() -> LawFolder:
    return read_folder(RULES, only_model="").law


@lru_cache(maxsize=1)
def shipped() -> AgreementBook:
    """The agreements of `rules/` with what they cite; the catalogue of clauses has tests of its own."""
    found = read_agreement_folder(RULES, with_cases=False)
    return build_book(AgreementFolder(agreements=found.agreements, doubts=found.doubts), _law())


def with_text(hourly: dict[str, object], **head: object) -> AgreementBook:
    """The statute and one invented agreement `mine` with these values of hourly leave, always in force."""
    row = {"from": "open", "to": "open", "source": "testo di prova", "confidence": "design"}
    values = {name: [row | {"value": value}] for name, value in ({"available": True} | hourly).items()}
    content: dict[str, object] = {
        "id": "mine",
        "name": {"it": "Testo di prova", "en": "Text of a test"},
        "level": "company",
        "nature": "real",
        "note": {"it": "Prova.", "en": "Test."},
        "effective_from": "2015-01-01",
        "expires_on": "open",
        "after_expiry": "stop",
        "precedence": "subsidiary",
        "hourly_parental_leave": values,
        "sources": [{"act": "testo di prova", "confidence": "design"}],
    }
    mine = Agreement.model_validate(content | head)
    book = shipped()
    agreements = (book.by_id["statute"], mine)
    return AgreementBook(law=book.law, facts=(), clauses=(), doubts=book.doubts, agreements=agreements)


def ask(book: AgreementBook | None = None, **file: object) -> LeaveHours:
    """The result for a FILE given by its keys."""
    return judge(book or shipped(), leave_file(FileShape.model_validate(file)), ON)


def said(because: tuple[object, ...]) -> str:
    """All reasons in Italian and English, in one text."""
    return " ".join(f"{reason.it} {reason.en}" for reason in because)  # type: ignore[attr-defined]


FULL_TIME = {"weekly_minutes": 2400, "days_per_week": 5, "part_time_share": 1}
KNOWN = {"maternity_ended": "2025-05-01", "paternity_ended": "none", "used_days": 0}


def one(
    day: str, minutes: int, requested_on: str | None = None, same_day: list[str] | None = None
) -> dict[str, object]:
    """A request; asked for a month before where nobody says."""
    asked = requested_on or parse_day(day).replace(day=1).isoformat()
    return {"day": day, "minutes": minutes, "requested_on": asked, "same_day": same_day or []}
