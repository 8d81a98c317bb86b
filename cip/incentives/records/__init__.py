"""The tables of the incentive."""

from cip.incentives.records.applications import (
    ApplicationEditRow,
    ApplicationFileRow,
    ApplicationRow,
    SignOffRow,
    SubmissionRow,
    SubmissionWithdrawalRow,
)
from cip.incentives.records.calls import CallMoveRow, CallOutageRow, CallRow, RehearsalRow

__all__ = [
    "ApplicationEditRow",
    "ApplicationFileRow",
    "ApplicationRow",
    "CallMoveRow",
    "CallOutageRow",
    "CallRow",
    "RehearsalRow",
    "SignOffRow",
    "SubmissionRow",
    "SubmissionWithdrawalRow",
]
