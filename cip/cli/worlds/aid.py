"""What the firm of a world recorded for State aid: aid received, its size, papers that run; all of it invented."""

from datetime import date, timedelta

from cip.cli.worlds.acting import Stage
from cip.incentives.actions.record_aid import NewFigures, record_aid, record_link, record_standing, record_year
from cip.incentives.declared import Known
from cip.incentives.standing import StandingKind
from cip.kernel.clock import today

_PAPERS: tuple[tuple[StandingKind, str], ...] = (
    ("durc", "DURC online (inventato)"),
    ("catastrophe_insurance", "Polizza di prova (inventata)"),
    ("chamber_fee", "Visura camerale (inventata)"),
    ("business_register", "Visura camerale (inventata)"),
    ("no_aid_to_return", "Visura Deggendorf (inventata)"),
    ("no_delocalisation", "Dichiarazione dell'impresa (inventata)"),
    ("aid_list_complete", "Dichiarazione dell'impresa (inventata)"),
)
_HOLDS = timedelta(days=90)
_TIED = Known("00000089995", "Impresa di famiglia (inventata)")


def seed_aid(stage: Stage, person_id: str, firm_id: str, firm: Known) -> dict[str, str]:
    """Record everything as somebody of the firm; `aid_entry_id` is the aid's. A tie that ended is there to be seen and
    counts no more.
    """
    on = today(stage.moment)
    with stage.by(person_id, firm_id) as work:
        entry_id = record_aid(
            work,
            firm_id,
            firm,
            granted_on=on - timedelta(days=400),
            cents=600_000,
            regime="general",
            source="register",
            reference="COR di prova",
        )
        record_link(work, firm_id, firm, _TIED, "majority", None, date(on.year - 1, 12, 31))
        for back in (3, 2, 1):
            figures = NewFigures(650 - 25 * back, 52_000_000 - 1_000_000 * back, 31_000_000)
            record_year(work, firm_id, on.year - back, figures, "Bilancio approvato (inventato)")
        for kind, source in _PAPERS:
            record_standing(
                work, firm_id, kind, "yes", start=on - timedelta(days=20), end=on + _HOLDS, source=source, law={}
            )
    return {"aid_entry_id": entry_id}
