"""The clauses of the agreements that concern a firm, as the answers of its check-up show them.

What no answer holds (papers, the plan, the committee) is unknown here unless it is given. Stored results hold the
clauses of the answers alone, so that they replay to the same bytes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from cip.agreement.checks import FactValue
from cip.agreement.clauses import ClauseResult, evaluate
from cip.agreement.concerning import Concerning
from cip.assessment.agreements import JOINED_BY, concerning_firm, places_of, says_joined
from cip.assessment.answers import Answers
from cip.assessment.bound import HOLDS, KEPT_REASONS, BoundPack, bind
from cip.assessment.facts import Record, record_of
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.expressions.scalar import Results
from cip.rulebook.expressions.scope import encode, name_of_column
from cip.rulebook.packs import Pack
from cip.rulebook.parameters import row_on

ClauseFacts = Mapping[str, Mapping[str, FactValue]]
"""What papers, the plan and the registers say, by agreement and by fact."""
Answer = Callable[[str], bool | None]


@dataclass(frozen=True, slots=True)
class FirmClauses:
    """The clauses of one firm: results agreement by agreement; how many agreements concern it; and for each measure the
    clauses, due and not met, that it would keep, of agreements that the firm joined or may join: pairs of ids, of the
    agreement and of the clause.
    """

    results: tuple[ClauseResult, ...] = ()
    agreements: int = 0
    kept_by: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


NO_CLAUSES = FirmClauses()


def clauses_of(
    bound: BoundPack, answers: Answers, numbers: Results, record: Record, clause_facts: ClauseFacts | None = None
) -> FirmClauses:
    """The clauses of one firm by the agreements of the pack; none where it holds none, or where nothing is known that
    an agreement would concern. `numbers` are the results for the input columns `record`.
    """
    book, given = bound.pack.content.agreements, clause_facts or {}
    joined = frozenset(key for key, facts in given.items() if isinstance(facts.get("joined_on"), date))
    found = concerning_firm(bound, answers, joined)
    if book is None or not found:
        return NO_CLAUSES
    answer = _answer_of(bound, answers, numbers, record)
    told = tuple(answer(text) for text in bound.clause_texts)
    results: list[ClauseResult] = []
    pairs: dict[str, list[tuple[str, str]]] = {}
    for item in found:
        facts = {**_own_facts(bound, answers, item), **given.get(item.agreement.id, {})}
        key = (item.agreement.id, bound.on, tuple(sorted(facts.items())), told, places_of(answers))
        own = bound.clause_results.get(key)
        if own is None:
            if len(bound.clause_results) >= KEPT_REASONS:
                bound.clause_results.clear()
            own = evaluate(book, item.agreement, bound.on, facts, answer, places_of(answers))
            bound.clause_results[key] = own
        results += own
        if item.how in ("joined", "open"):
            _note(pairs, book, own)
    kept_by = {code: tuple(clauses) for code, clauses in pairs.items()}
    return FirmClauses(tuple(results), len(found), kept_by)


def _note(pairs: dict[str, list[tuple[str, str]]], book: AgreementBook, results: Iterable[ClauseResult]) -> None:
    """Each clause that is missing, by the measures that would keep it."""
    for result in results:
        if result.status == "not_met":
            for code in book.clause_of[result.id].measures:
                pairs.setdefault(code, []).append((result.agreement, result.id))


def _own_facts(bound: BoundPack, answers: Answers, item: Concerning) -> dict[str, FactValue]:
    """The facts of clauses that a check-up itself tells: its day, and of a territorial agreement whether and when the
    firm joined.
    """
    facts: dict[str, FactValue] = {"check_up_on": bound.on}
    step = answers.steps.get(JOINED_BY)
    if item.how == "joined" and step is not None and step.day is not None:
        facts["joined_on"] = step.day
    elif item.how == "open" and says_joined(answers) is False:
        facts["joined_on"] = False
    return facts


def answer_reader(pack: Pack, answers: Answers, on: date) -> Answer:
    """Whether a condition over the answers of a check-up holds; None while unknown. A condition that reads what the
    pack does not know (an older model) stays unknown.
    """
    bound = bind(pack, on)
    record = record_of(bound, answers)
    return _answer_of(bound, answers, bound.evaluate(record), record)


def _answer_of(bound: BoundPack, answers: Answers, numbers: Results, record: Record) -> Answer:
    def answer(text: str) -> bool | None:
        reading = bound.reading(text)
        if reading is None:
            return None
        cells = {column: _cell(bound, answers, numbers, record, column) for column in reading.columns}
        value = reading.function(cells)[HOLDS]
        return None if value is None else value == 1.0

    return answer


def _cell(bound: BoundPack, answers: Answers, numbers: Results, record: Record, column: str) -> float | None:
    """What a column holds: a fact as it counts, a step, a number of the law on the day, the day itself."""
    if column in numbers:
        value = numbers[column]
        return None if value is None else float(value)
    if column in record:
        return record[column]
    if column == "on":
        return float(bound.on.toordinal())
    parameter = bound.pack.content.law.parameters.get(name_of_column(column))
    if parameter is None:
        return encode(answers.facts, [column])[column]
    row = row_on(parameter, bound.on)
    return float(row.value) if row is not None and isinstance(row.value, int | float) else None
