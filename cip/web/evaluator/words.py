"""What the states of a review and what is wrong with a score are called; how points and agreement are written."""

from collections.abc import Mapping
from fractions import Fraction

from cip.incentives.evaluation import Agreement, ReviewState
from cip.incentives.score_reasons import SHORTEST_REASON
from cip.web.language import gettext as _
from cip.web.shown import decimal


def review_states() -> dict[ReviewState, str]:
    """Where a review stands, as its evaluator reads it."""
    return {
        "assigned": _("da aprire"),
        "declared": _("da valutare"),
        "draft": _("iniziata"),
        "handed_in": _("consegnata"),
        "reopened": _("riaperta: da consegnare di nuovo"),
        "closed": _("chiusa"),
        "recused": _("astensione"),
        "removed": _("tolta"),
    }


def fault_words() -> dict[str, str]:
    """What is wrong with a score."""
    return {
        "no_points": _("Scegliete un punteggio."),
        "missing": _("Scrivete il motivo del punteggio."),
        "short": _("Il motivo è troppo corto: servono almeno %(count)s caratteri.") % {"count": SHORTEST_REASON},
        "copied": _("Questo motivo ripete un altro testo. Scrivete che cosa vale per questa domanda."),
    }


def faults_by_field(faults: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """The sentence for each field of a score form: `points.B3`, `reason.B3`."""
    words = fault_words()
    found = {}
    for item, wrong in faults.items():
        for fault in wrong:
            found[f"{'points' if fault == 'no_points' else 'reason'}.{item}"] = words[fault]
    return found


def points_words(points: Fraction | None) -> str:
    """Points as people write them, with no more decimals than there are; a dash for none."""
    if points is None:
        return "–"
    text = f"{points.numerator}" if points.denominator == 1 else f"{float(points):.2f}".rstrip("0")
    return decimal(text)


def agreement_words(found: Agreement) -> str:
    """The agreement index in plain words."""
    if found.share is None:
        return _("Non c'è ancora niente da confrontare.")
    near = _("%(near)s su %(pairs)s") % {"near": found.near, "pairs": found.pairs}
    figures = {"near": near, "share": round(found.share), "apart": round(found.apart)}
    return (
        _("Punteggi vicini: %(near)s. Indice di accordo %(share)s su 100, distanza media %(apart)s su 100.") % figures
    )
