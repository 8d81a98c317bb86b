"""Who did something, by name, for pages that only colleagues read."""

import re
from collections.abc import Collection

from cip.database.work import Session
from cip.parties.reads import names_of
from cip.web.language import gettext as _

_PERSON = re.compile(r"person:([0-9a-f]{32})(?:/.*)?", re.ASCII)


def named_doers(session: Session, labels: Collection[str]) -> dict[str, str]:
    """The words for each label: a person's name, or that the clock or CIP itself did it."""
    ids = {label: found[1] for label in labels if (found := _PERSON.fullmatch(label))}
    names = names_of(session, sorted(set(ids.values()))) if ids else {}
    others = {"clock": _("l'orologio del sito"), "system": _("CIP")}
    return {label: names.get(ids.get(label, ""), others.get(label, _("una persona"))) for label in labels}
