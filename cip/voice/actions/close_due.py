"""Surveys whose last day is past close by themselves, so that nobody waits for somebody to press a button."""

from datetime import date

from cip.database.work import Work
from cip.voice.actions.close_survey import close_survey
from cip.voice.reads.surveys import surveys_due
from cip.voice.vault import Vault


def close_due(work: Work, vault: Vault, *, on: date, most: int) -> int:
    """Close at most `most` surveys that nobody can answer any more on a day; how many were closed."""
    due = surveys_due(work.session, on, most)
    for survey_id in due:
        close_survey(work, vault, survey_id, on=on)
    return len(due)
