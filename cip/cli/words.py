"""A check-up as plain text for a terminal."""

from collections.abc import Iterator

from cip.assessment.results import CheckUp
from cip.kernel.texts import Language, shown
from cip.rulebook.packs import Pack

_WORDS: dict[str, tuple[str, str]] = {
    "level": ("Livello", "Level"),
    "held": ("Che cosa tiene il livello", "What holds the level"),
    "areas": ("Aree", "Areas"),
    "not_scored": ("non valutata", "not scored"),
    "duties": ("Obblighi da controllare", "Duties to check"),
    "unknown": ("Risposte che chiariscono di più", "Answers that would tell most"),
    "law": ("Leggi conosciute fino al", "Law known up to"),
    "newer": ("Leggi più recenti non sono conosciute.", "Newer law is not known."),
    "proposal": (
        "I numeri del modello sono proposte, non ancora confermate.",
        "The model's numbers are proposals, not yet confirmed.",
    ),
}
_MOST_UNKNOWN = 5


def check_up_in_words(pack: Pack, result: CheckUp, language: Language) -> str:
    """The result with its reasons, section by section."""
    return "\n".join(_lines(pack, result, language))


def _word(key: str, language: Language) -> str:
    return _WORDS[key][0 if language == "it" else 1]


def _lines(pack: Pack, result: CheckUp, language: Language) -> Iterator[str]:
    level = pack.content.levels[result.level - 1]
    yield f"{pack.content.about.label.in_language(language)} · {result.on.isoformat()}"
    yield f"{_word('level', language)} {result.level}, {level.name.in_language(language)}"
    yield from (f"  {reason.in_language(language)}" for reason in result.because)
    if result.held_by:
        yield f"\n{_word('held', language)}"
        yield from (f"  - {reason.in_language(language)}" for gate in result.held_by for reason in gate.because)
    yield f"\n{_word('areas', language)}"
    yield from (f"  {reason.in_language(language)}" for area in result.areas for reason in area.because)
    yield from _duties(pack, result, language)
    yield from _measures(pack, result, language)
    if result.unknown:
        yield f"\n{_word('unknown', language)}"
        for item in result.unknown[:_MOST_UNKNOWN]:
            yield f"  - {item.id}: {shown(item.narrows, language)}"
    newer = f" {_word('newer', language)}" if result.law_is_newer else ""
    yield f"\n{_word('law', language)} {result.law_known_to.isoformat()}.{newer}"
    if pack.content.about.status == "proposal":
        yield _word("proposal", language)
    yield f"{result.pack_id} {result.pack_sha256}"


def _duties(pack: Pack, result: CheckUp, language: Language) -> Iterator[str]:
    open_duties = [duty for duty in result.duties if duty.status in ("no", "unknown")]
    if open_duties:
        yield f"\n{_word('duties', language)}"
    for duty in open_duties:
        yield f"  - {pack.duties[duty.id].name.in_language(language)} ({duty.status}): {duty.source}"


def _measures(pack: Pack, result: CheckUp, language: Language) -> Iterator[str]:
    # Read only where words are wanted: a check-up as JSON needs no catalogue.
    from cip.documents.measure_words import measure_lists

    for name, list_title, _lead in measure_lists(language):
        measures = result.in_list(name)
        if not measures:
            continue
        yield f"\n{list_title}"
        for measure in measures:
            title = pack.measures[measure.id].name.in_language(language)
            yield f"  {measure.id} {title} ({shown(measure.priority, language)})"
            if name != "later":
                yield from (f"      {reason.in_language(language)}" for reason in measure.because)
