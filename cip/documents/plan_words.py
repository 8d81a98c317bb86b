"""What a plan is called in words: ways of hearing workers, states of its versions."""

from collections.abc import Mapping

from cip.assessment.plan_heard import Heard, Way
from cip.assessment.plan_states import VersionState
from cip.documents.formats import long_day
from cip.documents.translation import translations
from cip.kernel.texts import Language


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
