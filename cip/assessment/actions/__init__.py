"""What can be done with a check-up: one use case a file. Actions take a Work and never commit."""

from cip.assessment.actions.add_evidence import Proves, TooMuchEvidenceError, add_evidence, withdraw_evidence
from cip.assessment.actions.adopt_check_up import adopt_check_up
from cip.assessment.actions.agree_plan import PlanNotReadyError, agree_plan
from cip.assessment.actions.appending import ChangedMeanwhileError, CheckUpClosedError, CheckUpValidatedError
from cip.assessment.actions.assign_section import assign_sections
from cip.assessment.actions.close_check_up import close_check_up
from cip.assessment.actions.conclude_check_up import conclude_check_up
from cip.assessment.actions.erase_check_up import erase_check_up, erase_family
from cip.assessment.actions.erased_list import append_erased, read_erased
from cip.assessment.actions.keep_check_up import keep_check_up
from cip.assessment.actions.log_meeting import NewerMeetingError, log_meeting
from cip.assessment.actions.merge_firms import merge_firms
from cip.assessment.actions.note_on_firm import note_on_firm
from cip.assessment.actions.numbers_links import mail_numbers_link, make_numbers_link, revoke_numbers_link
from cip.assessment.actions.purge_expired import purge_expired
from cip.assessment.actions.reapply_erasures import not_listed, reapply_erasures
from cip.assessment.actions.reopen_check_up import reopen_check_up
from cip.assessment.actions.resume_check_up import resume_check_up
from cip.assessment.actions.review_answers import ReasonMissingError, review_answers
from cip.assessment.actions.save_answers import AnswerTooLongError, save_answers
from cip.assessment.actions.sign_plan import OlderVersionError, sign_plan_in_system, sign_plan_on_paper
from cip.assessment.actions.start_check_up import start_check_up
from cip.assessment.actions.start_next_check_up import LastStageError, NextCheckUp, start_next_check_up
from cip.assessment.actions.telling import tell_numbers_changed
from cip.assessment.actions.validate_check_up import NothingReviewedError, validate_check_up
from cip.assessment.actions.write_narrative import NewerNarrativeError, write_narrative

__all__ = [
    "AnswerTooLongError",
    "ChangedMeanwhileError",
    "CheckUpClosedError",
    "CheckUpValidatedError",
    "LastStageError",
    "NewerMeetingError",
    "NewerNarrativeError",
    "NextCheckUp",
    "NothingReviewedError",
    "OlderVersionError",
    "PlanNotReadyError",
    "Proves",
    "ReasonMissingError",
    "TooMuchEvidenceError",
    "add_evidence",
    "adopt_check_up",
    "agree_plan",
    "append_erased",
    "assign_sections",
    "close_check_up",
    "conclude_check_up",
    "erase_check_up",
    "erase_family",
    "keep_check_up",
    "log_meeting",
    "mail_numbers_link",
    "make_numbers_link",
    "merge_firms",
    "not_listed",
    "note_on_firm",
    "purge_expired",
    "read_erased",
    "reapply_erasures",
    "reopen_check_up",
    "resume_check_up",
    "review_answers",
    "revoke_numbers_link",
    "save_answers",
    "sign_plan_in_system",
    "sign_plan_on_paper",
    "start_check_up",
    "start_next_check_up",
    "tell_numbers_changed",
    "validate_check_up",
    "withdraw_evidence",
    "write_narrative",
]
