"""What can be done with a check-up: one use case a file. Actions take a Work and never commit."""

from cip.assessment.actions.conclude_check_up import conclude_check_up
from cip.assessment.actions.erase_check_up import erase_check_up
from cip.assessment.actions.purge_expired import purge_expired
from cip.assessment.actions.save_answers import AnswerTooLongError, save_answers
from cip.assessment.actions.start_check_up import start_check_up

__all__ = [
    "AnswerTooLongError",
    "conclude_check_up",
    "erase_check_up",
    "purge_expired",
    "save_answers",
    "start_check_up",
]
