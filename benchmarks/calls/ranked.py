"""A ranking of a call of the benchmark, stored as its action stores it; scores are invented, no evaluator gave them."""

from datetime import datetime
from typing import Any

from benchmarks.calls.office import CallOfOffice
from cip.database.work import open_reading
from cip.incentives.application import Submission
from cip.incentives.making import entry_id, make
from cip.incentives.reads import applications_of_call
from cip.incentives.records import RankingEntryRow, RankingRow
from cip.incentives.rehearsal import sample_applications
from cip.incentives.sampling import Sample
from cip.kernel.moments import moment_text

SAMPLES = 100


def make_ranked(call: CallOfOffice, now: datetime) -> str:
    """Bring the call, which is closed, to its ranking and store the first version; its id."""
    seed = call.to_ranking(now)
    samples = sample_applications(call.pack, seed=seed, size=SAMPLES, on=now.date())
    with open_reading(call.database) as session:
        sent = applications_of_call(session, call.call_id)
    made = make(call.pack, {one.application_id: _entry(one, samples[one.number % SAMPLES]) for one in sent}, seed, None)
    with call.work(now) as work:
        row = RankingRow(
            id=work.new_id(),
            call_id=call.call_id,
            version=1,
            pack_sha256=call.pack.sha256,
            engine_version=made.engine_version,
            bundle=made.bundle,
            bundle_sha256=made.bundle_sha256,
            result=made.result,
            digest=made.digest,
            reason="",
            difference=None,
            made_at=now,
            made_by=call.officer_id,
            made_label=work.actor.label,
        )
        work.session.add(row)
        work.session.flush()
        for application_id, entry in made.entry_ids.items():
            work.session.add(RankingEntryRow(ranking_id=row.id, entry_id=entry, application_id=application_id))
        return row.id


def _entry(sent: Submission, sample: Sample) -> dict[str, Any]:
    return {
        "id": entry_id(sent.number),
        "submitted_at": moment_text(sent.submitted_at),
        "facts": dict(sent.facts),
        "requested": sent.requested,
        "scores": {name: dict(given) for name, given in sample.scores.items()},
    }
