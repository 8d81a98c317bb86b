"""What the consultant tells, as the report prints it."""

from dataclasses import dataclass

from cip.assessment.narrative import Narrative, Part
from cip.documents.formats import long_day
from cip.documents.translation import translations
from cip.kernel.clock import today
from cip.kernel.texts import Language


@dataclass(frozen=True, slots=True)
class NarrativePart:
    """One text with its title, in paragraphs."""

    id: Part
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NarrativeSection:
    """The whole: its title, who wrote it and when, the texts that say something."""

    title: str
    by: str
    parts: tuple[NarrativePart, ...]


def part_titles(language: Language) -> dict[Part, str]:
    """What the texts are called."""
    _ = translations(language).gettext
    return {
        "context": _("Da dove si parte"),
        "seen": _("Che cosa abbiamo visto"),
        "strengths": _("I punti di forza"),
        "next_steps": _("I prossimi passi"),
    }


def narrative_section(narrative: Narrative, body: str, language: Language) -> NarrativeSection | None:
    """What a report prints of a version written by the body of this name; None if it says nothing."""
    _ = translations(language).gettext
    titles = part_titles(language)
    parts = tuple(
        NarrativePart(part, titles[part], tuple(line.strip() for line in text.splitlines() if line.strip()))
        for part, text in narrative.parts.items()
        if text
    )
    if not parts:
        return None
    by = _("%(body)s, %(day)s, versione %(number)s.") % {
        "body": body,
        "day": long_day(today(narrative.at), language),
        "number": narrative.number,
    }
    return NarrativeSection(_("Relazione di chi ha accompagnato l'impresa"), by, parts)
