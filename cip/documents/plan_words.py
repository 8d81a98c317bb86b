"""What a plan is called in words: ways of hearing workers, states of its versions, its days in a calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cip.assessment.plan import Appointment, Plan
from cip.assessment.plan_heard import Heard, Way
from cip.assessment.plan_states import VersionState
from cip.documents.formats import long_day
from cip.documents.translation import translations
from cip.kernel.texts import Language
from cip.rulebook.packs import Pack


@dataclass(frozen=True, slots=True)
class PlanDay:
    """One day of a plan for a calendar: `uid` stays the same while the day it stands for may move."""

    uid: str
    on: date
    words: str


def plan_days(pack: Pack, plan: Plan, key: str, language: Language) -> tuple[PlanDay, ...]:
    """The days of a plan to put into a calendar: starts, ends and looks of what is promised, in order; `key` is the id
    of the check-up. Words name measures and no person.
    """
    return tuple(
        PlanDay(_uid(key, day), day.on, _day_words(day, _measure(pack, day.code, language), language))
        for day in plan.days
    )


def _uid(key: str, day: Appointment) -> str:
    which = f"{day.kind}-{day.months}" if day.kind == "look" else day.kind
    return f"{key}-{day.code}-{which}"


def _day_words(day: Appointment, measure: str, language: Language) -> str:
    _ = translations(language).gettext
    words = {
        "start": _("Piano, inizio: %(measure)s"),
        "end": _("Piano, fine: %(measure)s"),
        "look": _("Piano, dopo %(months)s mesi guardate come va: %(measure)s"),
    }
    return words[day.kind] % {"measure": measure, "months": day.months}


def _measure(pack: Pack, code: str, language: Language) -> str:
    found = pack.measures.get(code)
    return f"{code} {found.name.in_language(language)}" if found else code


def way_words(language: Language) -> Mapping[Way, str]:
    """The ways in which workers are heard."""
    _ = translations(language).gettext
    return {
        "delegate": _("con chi rappresenta il personale in azienda (RSA, RSB o RSU)"),
        "bilateral": _("con chi rappresenta il personale nell'ente bilaterale"),
        "assembly": _("in assemblea, con un verbale"),
        "survey": _("con il questionario anonimo"),
        "talk": _("parlando con ogni persona"),
    }


def heard_in_words(heard: Heard, language: Language) -> str:
    """How workers were heard, in one line that begins small."""
    _ = translations(language).gettext
    ways = way_words(language)
    parts = [", ".join(ways[way] for way in heard.ways)]
    parts.append(long_day(heard.on, language) if heard.on else "")
    parts.append(heard.said.rstrip(".") if heard.signers else heard.said)
    parts.append(_("firma: %(names)s") % {"names": ", ".join(heard.signers)} if heard.signers else "")
    return "; ".join(filter(None, parts))


def version_states(language: Language) -> Mapping[VersionState, str]:
    """What the states of a version are called."""
    _ = translations(language).gettext
    return {
        "draft": _("bozza"),
        "agreed": _("concordata, da firmare"),
        "signed": _("firmata"),
        "superseded": _("superata da una versione più nuova"),
    }
