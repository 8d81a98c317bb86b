"""A moment typed as a day and an hour of the clocks in Italy."""

import re
from datetime import datetime, time

from cip.incentives.local_times import OddTimeError, in_italy, moment_in_italy
from cip.kernel.clock import today
from cip.web.language import gettext as _
from cip.web.typed import Typed

_HOUR = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?", re.ASCII)


def typed_moment(form: Typed, name: str) -> datetime | None:
    """The moment in `<name>_day` and `<name>_hour`, None where both are empty; wrong where only one is, or where it is
    no hour, or an hour that the change of the clocks skips or doubles.
    """
    day, hour = form.day(f"{name}_day"), form.raw(f"{name}_hour")
    at = _read_hour(hour)
    if hour and at is None:
        form.errors[f"{name}_hour"] = _("Scrivete un'ora che esiste, per esempio 12:00.")
    if form.error(f"{name}_day") or form.error(f"{name}_hour"):
        return None
    if day is None or at is None:
        if day is not None or at is not None:
            missing = "hour" if at is None else "day"
            form.errors[f"{name}_{missing}"] = _("Scrivete sia il giorno sia l'ora.")
        return None
    try:
        return moment_in_italy(day, at)
    except OddTimeError as error:
        form.errors[f"{name}_hour"] = {
            "never": _("Quella notte gli orologi vanno avanti: quest'ora non esiste. Scegliete un'altra ora."),
            "twice": _("Quella notte gli orologi tornano indietro: quest'ora viene due volte. Scegliete un'altra ora."),
        }[error.kind]
        return None


def known_moment(name: str, at: datetime | None) -> dict[str, str]:
    """What the two fields show of a moment."""
    if at is None:
        return {}
    local = in_italy(at)
    hour = local.strftime("%H:%M:%S" if local.second else "%H:%M")
    return {f"{name}_day": today(at).isoformat(), f"{name}_hour": hour}


def _read_hour(text: str) -> time | None:
    found = _HOUR.fullmatch(text)
    if found is None:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return time(hour, minute, second)
    except ValueError:
        return None
