"""The queries of the check-up. They return the plain values of `cip.assessment.stored`, never rows."""

from cip.assessment.reads.answers import answers_at, current_answers, events_after, held_values
from cip.assessment.reads.assignments import assignments_of
from cip.assessment.reads.chains import chain_faults_of_all, chain_faults_of_one
from cip.assessment.reads.check_ups import count_rows, each_check_up, each_erased, each_id, find_check_up
from cip.assessment.reads.evidence import evidence_of
from cip.assessment.reads.expired import expired_check_ups
from cip.assessment.reads.glances import Glance, glances_of, verified_glances_of
from cip.assessment.reads.holders import check_up_of_code, family_of, has_code, is_holder, next_of
from cip.assessment.reads.kinds import CHECK_UP, EVIDENCE, MEETING, NUMBERS_LINK, PLAN_VERSION, SNAPSHOT
from cip.assessment.reads.marks import is_mark, steps_before_marks
from cip.assessment.reads.meetings import find_meeting, meetings_of, versions_of
from cip.assessment.reads.narratives import latest_narrative, narratives_of
from cip.assessment.reads.numbers_links import find_numbers_link, numbers_link_of, numbers_links_of
from cip.assessment.reads.of_firm import FirmCheckUp, Wrote, check_ups_of_firm, check_ups_without_results, who_wrote
from cip.assessment.reads.plan_looks import newest_after, open_looks, plan_in_force
from cip.assessment.reads.plan_versions import plan_signatures_of, plan_version_of_digest, plan_versions_of
from cip.assessment.reads.portfolio import newest_of, notes_on, states_of
from cip.assessment.reads.snapshots import each_snapshot, find_snapshot, latest_snapshot, snapshots_of
from cip.assessment.reads.verified import coverages_of, latest_verified, verified_of

__all__ = [
    "CHECK_UP",
    "EVIDENCE",
    "MEETING",
    "NUMBERS_LINK",
    "PLAN_VERSION",
    "SNAPSHOT",
    "FirmCheckUp",
    "Glance",
    "Wrote",
    "answers_at",
    "assignments_of",
    "chain_faults_of_all",
    "chain_faults_of_one",
    "check_up_of_code",
    "check_ups_of_firm",
    "check_ups_without_results",
    "count_rows",
    "coverages_of",
    "current_answers",
    "each_check_up",
    "each_erased",
    "each_id",
    "each_snapshot",
    "events_after",
    "evidence_of",
    "expired_check_ups",
    "family_of",
    "find_check_up",
    "find_meeting",
    "find_numbers_link",
    "find_snapshot",
    "glances_of",
    "has_code",
    "held_values",
    "is_holder",
    "is_mark",
    "latest_narrative",
    "latest_snapshot",
    "latest_verified",
    "meetings_of",
    "narratives_of",
    "newest_after",
    "newest_of",
    "next_of",
    "notes_on",
    "numbers_link_of",
    "numbers_links_of",
    "open_looks",
    "plan_in_force",
    "plan_signatures_of",
    "plan_version_of_digest",
    "plan_versions_of",
    "snapshots_of",
    "states_of",
    "steps_before_marks",
    "verified_glances_of",
    "verified_of",
    "versions_of",
    "who_wrote",
]
