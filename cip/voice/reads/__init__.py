"""The queries of the voice; importing this makes its Kinds known to `load_for`."""

from cip.voice.reads.areas import areas_for
from cip.voice.reads.kinds import POOLED_NEEDS, SURVEY, VOICE
from cip.voice.reads.surveys import (
    all_pools,
    find_pool,
    find_survey,
    lines_for_consultant,
    pool_for,
    surveys_due,
    surveys_of,
)

__all__ = [
    "POOLED_NEEDS",
    "SURVEY",
    "VOICE",
    "all_pools",
    "areas_for",
    "find_pool",
    "find_survey",
    "lines_for_consultant",
    "pool_for",
    "surveys_due",
    "surveys_of",
]
