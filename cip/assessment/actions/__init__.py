"""What can be done with a check-up: one use case a file. Actions take a Work and never commit."""

from cip.assessment.actions.add_evidence import Proves, TooMuchEvidenceError, add_evidence, withdraw_evidence
from cip.assessment.actions.adopt_check_up import adopt_check_up, merge_firms
from cip.assessment.actions.agree_plan import PlanNotReadyError, agree_plan
from cip.assessment.actions.appending import ChangedMeanwhileError, CheckUpClosedError
from cip.assessment.actions.close_check_up import close_check_up
from cip.assessment.actions.conclude_check_up import conclude_check_up
from cip.assessment.actions.erase_check_up import erase_check_up, erase_family
from cip.assessment.actions.erased_list import append_erased, read_erased
from cip.assessment.actions.keep_check_up import keep_check_up
from cip.assessment.actions.purge_expired import purge_expired
from cip.assessment.actions.reapply_erasures import not_listed, reapply_erasures
from cip.assessment.actions.resume_check_up import resume_check_up
from cip.assessment.actions.save_answers import AnswerTooLongError, save_answers
from cip.assessment.actions.sign_plan import OlderVersionError, sign_plan_in_system, sign_plan_on_paper
from cip.assessment.actions.start_check_up import start_check_up
from cip.assessment.actions.start_next_check_up import LastStageError, NextCheckUp, start_next_check_up

__all__ = [
    "AnswerTooLongError",
    "ChangedMeanwhileError",
    "CheckUpClosedError",
    "LastStageError",
    "NextCheckUp",
    "OlderVersionError",
    "PlanNotReadyError",
    "Proves",
    "TooMuchEvidenceError",
    "add_evidence",
    "adopt_check_up",
    "agree_plan",
    "append_erased",
    "close_check_up",
    "conclude_check_up",
    "erase_check_up",
    "erase_family",
    "keep_check_up",
    "merge_firms",
    "not_listed",
    "purge_expired",
    "read_erased",
    "reapply_erasures",
    "resume_check_up",
    "save_answers",
    "sign_plan_in_system",
    "sign_plan_on_paper",
    "start_check_up",
    "start_next_check_up",
    "withdraw_evidence",
]
