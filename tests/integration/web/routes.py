"""Every route with arguments that exist, for tests that must leave none out."""

from collections.abc import Mapping
from typing import Any

from flask import Flask

# Names of things that are nobody's, or of nothing: what is not there must break no page.
ARGUMENTS: Mapping[str, Any] = {
    "secret": "x" * 43,
    "token": "x" * 43,
    "session_id": "0" * 32,
    **dict.fromkeys(("firm_id", "body_id", "seat_id", "membership_id", "invitation_id"), "0" * 32),
    **dict.fromkeys(("mandate_id", "request_id", "link_id", "meeting_id", "adherence_id", "proof_id"), "0" * 32),
    "part": "firm",
    "entry_id": "0" * 32,
    "application_id": "0" * 32,
    **dict.fromkeys(("review_id", "file_id", "given_id", "place_id", "sample_id"), "0" * 32),
    "area_id": "T",
    "group": "hours",
    "code": "M01",
    "filename": "cip.css",
    "card_id": "already_paid",
    "paper_id": "our_rules_sheet",
    "evidence_id": "e" * 32,
    "version_id": "0" * 32,
    "signature_id": "0" * 32,
    "digest": "0" * 64,
    "section": "indicators",
    "question_id": "T1",
    "feed": "A" * 43,
    "survey_id": "0" * 32,
    "paper": "form",
    "step": "size",
    "duty": "committee",
    "fact_id": "part_timers_may_ask",
    "clause_id": "B-01",
    "agreement_id": "demo-2026",
    **dict.fromkeys(("clarification_id", "notice_id"), "0" * 32),
    "row_id": "rule-size",
    "letter": "request",
    "award_paper": "warning",
    "aid_verdict": "set_aside",
    "breach_step": "find",
    "ruling": "decide",
    "debt_step": "refund",
    "document_id": "check_up_report",
    "place": 1,
    "rule_id": "pilot-2026",
    "programme_id": "0" * 32,
    "noted_id": "0" * 32,
    "plan_id": "milano-2014-2016",
    "indicator_id": "families",
    "due_id": "assembly",
    "plan_line": "cip",
    "plan_source": "dgr_1081",
    "month": "2015-09",
    "entry": "0001",
    "action": "start_admissibility",
    **dict.fromkeys(
        (
            "dispute_id",
            "asked_id",
            "aid_entry_id",
            "call_id",
            "party_id",
            "attestation_id",
            "recheck_id",
            "ranking_id",
            "change_id",
            "award_id",
            "batch_id",
            "appeal_id",
        ),
        "0" * 32,
    ),
}


def addresses(site: Flask, method: str, check_up_id: str, language: str = "it") -> dict[str, str]:
    """Endpoint and address of every route that takes `method`."""
    arguments = {**ARGUMENTS, "check_up_id": check_up_id, "language": language}
    found = {}
    for rule in site.url_map.iter_rules():
        if method in (rule.methods or ()):
            unknown = set(rule.arguments) - set(arguments)
            assert not unknown, f"{rule} has arguments that no test fills: {unknown}"
            with site.test_request_context():
                found[rule.endpoint] = site.url_for(rule.endpoint, **{name: arguments[name] for name in rule.arguments})
    return found


def of_check_up(endpoint: str) -> bool:
    """Whether a route is about one check-up."""
    return endpoint.startswith("firm.") and endpoint != "firm.start"
