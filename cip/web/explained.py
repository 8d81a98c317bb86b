"""The score of an application line by line, in the words that the office and the firm read alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cip.incentives.bound_call import BoundCall
from cip.incentives.bundle import read_applicants, replay
from cip.incentives.explaining import CriterionExplained, Explainer, Explanation, explain
from cip.incentives.rankings import StoredRanking
from cip.incentives.reads.origins import ANSWERED, FOUND
from cip.rulebook.call_packs import CallPack
from cip.web.language import gettext as _
from cip.web.shown import in_words

# Rankings that were replayed to be explained: what a bundle gives never changes.
_EXPLAINERS: dict[str, Explainer] = {}
_MOST = 4


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """One criterion: its points of how many, what it read (label, value, where it comes from), why, the next step."""

    id: str
    label: str
    what: str
    points: float
    most: float
    declared: float
    effective: float
    sources: Sequence[tuple[str, str, str]]
    because: Sequence[str]
    nearest: str


@dataclass(frozen=True, slots=True)
class Explained:
    """An application: its lines, those of the bonus without what is next, and the place explained in sentences."""

    lines: Sequence[ScoreLine]
    because: Sequence[str]


def explained_for(bound: BoundCall, ranking: StoredRanking, entry_id: str, origins: Mapping[str, str]) -> Explained:
    """The explanation of an application of a stored version; `origins` says of its facts where they came from. Raises
    KeyError if the version has none of that id.
    """
    found = _explainer(bound, ranking).of(entry_id)
    return Explained([_line(one, origins) for one in found.criteria], _sentences(found))


def bound_for(pack: CallPack, ranking: StoredRanking) -> BoundCall:
    """The rules of a call on the day on which a version read the law."""
    on = ranking.given["on"]
    return BoundCall(pack, date.fromisoformat(on) if on else None)


def _explainer(bound: BoundCall, ranking: StoredRanking) -> Explainer:
    known = _EXPLAINERS.get(ranking.bundle_sha256)
    if known is None:
        applicants = read_applicants(bound, list(ranking.applications.values()))
        known = explain(bound, applicants, replay(ranking.bundle), ranking.given["seed"])
        if len(_EXPLAINERS) >= _MOST:
            _EXPLAINERS.pop(next(iter(_EXPLAINERS)), None)
        _EXPLAINERS[ranking.bundle_sha256] = known
    return known


def _sentences(found: Explanation) -> list[str]:
    return list(dict.fromkeys(in_words(reason) for reason in found.because))


def _line(one: CriterionExplained, origins: Mapping[str, str]) -> ScoreLine:
    return ScoreLine(
        one.score.id,
        in_words(one.label),
        in_words(one.what),
        float(one.score.points),
        float(one.most),
        float(one.score.declared_weight),
        float(one.score.effective_weight),
        [
            (
                in_words(source.label),
                in_words(source.value) if source.value is not None else _("non indicato"),
                source_words(origins.get(source.id, source.taken_from)),
            )
            for source in one.sources
        ],
        [in_words(reason) for reason in one.score.because],
        in_words(one.nearest),
    )


def source_words(taken_from: str | None) -> str:
    """Where the value of a fact comes from."""
    words: Mapping[str, str] = {
        "firm": _("dai dati dell'impresa"),
        "check_up": _("dal check-up"),
        "verified_check_up": _("dal check-up verificato"),
        "plan": _("dal piano di conciliazione"),
        "agreement": _("dall'accordo"),
        "standing": _("dai controlli sull'impresa"),
        "state_aid": _("dai contributi già avuti"),
        "size": _("dalla dimensione dell'impresa"),
        "award": _("dai contributi del bando"),
        ANSWERED: _("detto dall'impresa in risposta all'ufficio"),
        FOUND: _("dal controllo dell'ufficio"),
    }
    return words.get((taken_from or "").split(".")[0], _("detto dall'impresa nella domanda"))
