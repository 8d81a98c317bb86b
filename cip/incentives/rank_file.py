"""The FILE of `cip rank`: applications and a seed as plain data, refused in one sentence where something is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import cast

from cip.incentives.bound_call import BoundCall
from cip.incentives.bounds import exact
from cip.incentives.call_facts import MOST, FactError, plain, shortened, shown
from cip.incentives.rank_results import Applicant
from cip.kernel.errors import RefusalError
from cip.rulebook.call_expressions import criteria_of
from cip.rulebook.diagnostics import did_you_mean, listed
from cip.rulebook.shapes.grid import Judged

FILE_KEYS = ("applications", "seed")
ENTRY_KEYS = ("id", "submitted_at", "facts", "requested", "scores")
LONGEST_ID, LONGEST_SEED = 200, 1_000
MOST_CENTS = 10**13
FIRST, LAST = 1970, 2100
"""The years in which an application may have arrived."""
Entry = Mapping[str, object]


class RankFileError(RefusalError):
    """Something in the FILE that is not as it must be."""


def read_file(raw: object) -> tuple[list[Entry], str | None]:
    """The entries of FILE and its seed. Raises RankFileError; the entries themselves are read by `read_applicants`."""
    if not isinstance(raw, dict) or "applications" not in raw:
        raise RankFileError("the key applications is missing: write applications as a list of {id, submitted_at, ...}")
    _known_keys("", raw, FILE_KEYS)
    applications = raw["applications"]
    if not isinstance(applications, list):
        raise RankFileError(f"applications: {shown(applications)} is no list")
    for index, entry in enumerate(applications):
        if not isinstance(entry, dict):
            raise RankFileError(f"applications.{index}: {shown(entry)} is no application; write a map with its id")
    return applications, _seed(raw.get("seed"))


def _seed(raw: object) -> str | None:
    if raw is None:
        return None
    text = str(raw) if isinstance(raw, str | int) and not isinstance(raw, bool) else ""
    # Half of a surrogate pair is a legal text in JSON and in no file.
    if not 0 < len(text) <= LONGEST_SEED or any("\ud800" <= letter <= "\udfff" for letter in text):
        raise RankFileError(f"seed: {shown(raw)} is no text of 1 to {LONGEST_SEED} letters")
    return text


def _known_keys(place: str, raw: Mapping[object, object], known: Sequence[str]) -> None:
    for key in raw:
        if key not in known:
            near = did_you_mean(str(key), known)
            raise RankFileError(f'{place}there is no key "{shortened(key)}"{near}; accepted: {listed(known)}')


def read_applicants(bound: BoundCall, applications: Iterable[Entry]) -> list[Applicant]:
    """The applications of FILE against a call. Raises RankFileError naming the application and what is wrong."""
    people = _people_judge(bound)
    out: list[Applicant] = []
    seen: set[str] = set()
    for index, entry in enumerate(applications):
        identifier = _id(entry, index)
        if identifier in seen:
            raise RankFileError(f'the application "{identifier}" stands twice; keep one of them')
        seen.add(identifier)
        out.append(_applicant(bound, people, identifier, entry))
    return out


def _id(entry: Entry, index: int) -> str:
    raw = entry.get("id")
    if not isinstance(raw, str) or not raw.strip() or len(raw) > LONGEST_ID or not raw.isprintable():
        found = "the id is missing" if raw is None else f"{shown(raw)} is no id"
        raise RankFileError(f"applications.{index}: {found}; accepted: a text of 1 to {LONGEST_ID} letters, in quotes")
    return raw


def _applicant(bound: BoundCall, people: Mapping[str, Judged], identifier: str, entry: Entry) -> Applicant:
    place = f'application "{identifier}": '
    _known_keys(place, cast("Mapping[object, object]", entry), ENTRY_KEYS)
    facts = entry.get("facts") if entry.get("facts") is not None else {}
    scores = entry.get("scores") if entry.get("scores") is not None else {}
    if not isinstance(facts, dict) or not isinstance(scores, dict):
        wrong = "facts" if not isinstance(facts, dict) else "scores"
        raise RankFileError(f"{place}{wrong}: write a map")
    try:
        read = bound.read_facts(facts)
    except FactError as error:
        raise RankFileError(f"{place}{error}") from None
    given = {key: _scores(place, people, key, value) for key, value in scores.items()}
    return Applicant(
        identifier,
        read_moment(entry),
        read,
        _cents(place, entry.get("requested")),
        {key: found for key, found in given.items() if found},
    )


def read_moment(entry: Entry) -> datetime | None:
    """When an entry arrived; None where it does not say. Raises RankFileError for what is no moment with its offset."""
    raw = entry.get("submitted_at")
    if raw is None:
        return None
    try:
        moment = datetime.fromisoformat(raw) if isinstance(raw, str) else raw
        if isinstance(moment, datetime) and moment.utcoffset() is not None and FIRST <= moment.year <= LAST:
            return moment
    except ValueError:
        pass
    raise RankFileError(
        f'application "{shortened(entry.get("id"))}": submitted_at: {shown(raw)} is no moment; '
        "accepted: a time with its offset, such as 2026-09-01T12:00:00+02:00"
    )


def _cents(place: str, raw: object) -> int | None:
    if raw is None:
        return None
    if isinstance(raw, bool) or not isinstance(raw, int) or not 0 <= raw <= MOST_CENTS:
        raise RankFileError(f"{place}requested: {shown(raw)} is no amount; accepted: whole cents from 0, or null")
    return raw


def _people_judge(bound: BoundCall) -> Mapping[str, Judged]:
    """The criteria and parts that people judge, with their levels."""
    if bound.grid is None:
        return {}
    return {item.id: item.rule for _path, item in criteria_of(bound.grid) if isinstance(item.rule, Judged)}


def _scores(place: str, people: Mapping[str, Judged], key: object, raw: object) -> dict[str, Fraction]:
    rule = people.get(str(key))
    if rule is None:
        accepted = f"accepted: {listed(people, most=40)}" if people else "nothing is judged by people in this call"
        near = did_you_mean(str(key), people)
        raise RankFileError(f'{place}scores: people do not judge "{shortened(key)}"{near}; {accepted}')
    if not isinstance(raw, dict):
        raise RankFileError(f"{place}scores.{key}: write a map of evaluators and scores")
    least, most = exact(rule.levels[0].score), exact(rule.levels[-1].score)
    out: dict[str, Fraction] = {}
    for evaluator, given in raw.items():
        if not str(evaluator).isprintable() or len(str(evaluator)) > LONGEST_ID:
            raise RankFileError(f"{place}scores.{key}: {shown(evaluator)} is no name of an evaluator")
        if given is None:
            continue
        number = isinstance(given, int | float) and not isinstance(given, bool) and abs(given) <= MOST
        if not number or not least <= exact(given) <= most:
            accepted = f"numbers from {plain(least)} to {plain(most)}"
            raise RankFileError(
                f"{place}scores.{key}.{shortened(evaluator)}: {shown(given)} is no score; accepted: {accepted}"
            )
        out[str(evaluator)] = exact(given)
    return out


def written(one: Applicant) -> dict[str, object]:
    """An application as an entry of FILE."""
    return {
        "id": one.id,
        "submitted_at": one.submitted_at.isoformat() if one.submitted_at is not None else None,
        "facts": one.facts.as_json(),
        "requested": one.requested,
        "scores": {
            criterion: {evaluator: plain(value) for evaluator, value in sorted(given.items())}
            for criterion, given in sorted(one.scores.items())
        },
    }
