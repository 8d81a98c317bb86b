"""What happens to surveys, one use case a file."""

from cip.voice.actions.answer import CodeUnknownError, NotOpenError, answer, code_is_open
from cip.voice.actions.close_due import close_due
from cip.voice.actions.close_survey import TooEarlyError, close_survey
from cip.voice.actions.draw_codes import DrawnAlreadyError, draw_codes
from cip.voice.actions.end_voice import end_voice
from cip.voice.actions.open_survey import NoConsultancyError, OpenAlreadyError, Opening, open_survey
from cip.voice.actions.purge_lines import purge_lines
from cip.voice.actions.release_pools import release_pools

__all__ = [
    "CodeUnknownError",
    "DrawnAlreadyError",
    "NoConsultancyError",
    "NotOpenError",
    "OpenAlreadyError",
    "Opening",
    "TooEarlyError",
    "answer",
    "close_due",
    "close_survey",
    "code_is_open",
    "draw_codes",
    "end_voice",
    "open_survey",
    "purge_lines",
    "release_pools",
]
