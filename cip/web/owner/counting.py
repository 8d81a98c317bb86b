"""The five ways of counting a firm's people, kept apart."""

from decimal import Decimal, InvalidOperation

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.parties.actions.register_firm import save_count
from cip.parties.firms import COUNTERS, Count, Counter
from cip.parties.reads import counts_of
from cip.web.done import back, done_words
from cip.web.language import gettext as _
from cip.web.owner import owner
from cip.web.owner.visit import FirmVisit, open_firm
from cip.web.shown import decimal
from cip.web.state import reading, today, working
from cip.web.typed import Typed, sent

# Where people count by their share of a full year: two decimals.
FRACTIONS: tuple[Counter, ...] = ("awu", "under_20")
MOST = 1_000_000
LONGEST_SOURCE = 200


@owner.get("/<firm_id>/counters")
def counters(firm_id: str) -> Response:
    """The five numbers, each with who counts and what for."""
    visit = open_firm(firm_id, "count")
    newest = _newest(firm_id)
    known = {f"{name}": _shown(one.hundredths) for name, one in newest.items()}
    known |= {f"{name}_source": one.source for name, one in newest.items()}
    return _page(visit, Typed({**known, "on_day": today().isoformat()}), newest)


@owner.post("/<firm_id>/counters")
def counters_now(firm_id: str) -> AnyResponse:
    """Keep the numbers of a day; an empty one says nothing."""
    visit = open_firm(firm_id, "count")
    form = sent()
    day = form.day("on_day", missing=_("Scrivete a quale giorno si riferiscono i numeri."))
    if day is not None and day > today():
        form.errors["on_day"] = _("Scrivete un giorno già passato, oppure oggi.")
    found: dict[Counter, tuple[int, str]] = {}
    for name in COUNTERS:
        hundredths = _hundredths(form, name)
        source = form.line(f"{name}_source", LONGEST_SOURCE)
        if hundredths is not None:
            found[name] = (hundredths, source or _("dichiarato dall'impresa"))
    if form.errors or day is None:
        return _page(visit, form, _newest(firm_id))
    with working() as work:
        for name, (hundredths, source) in found.items():
            save_count(work, firm_id, name, on_day=day, hundredths=hundredths, source=source)
    return back("owner.counters", "saved", firm_id=firm_id)


def _hundredths(form: Typed, name: Counter) -> int | None:
    text = form.raw(name).replace(" ", "").replace(",", ".")
    if not text:
        return None
    places = 2 if name in FRACTIONS else 0
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal(-1)
    exponent = value.as_tuple().exponent
    if not value.is_finite() or not 0 <= value <= MOST or not isinstance(exponent, int) or -exponent > places:
        form.errors[name] = (
            _("Scrivete un numero, al massimo con due cifre dopo la virgola: per esempio 6,5.")
            if places
            else _("Scrivete un numero intero, per esempio 7.")
        )
        return None
    return int(value * 100)


def _newest(firm_id: str) -> dict[str, Count]:
    with reading() as database:
        counts = counts_of(database, firm_id)
    newest: dict[str, Count] = {}
    for one in counts:
        newest.setdefault(one.counter, one)
    return newest


def _shown(hundredths: int) -> str:
    whole, rest = divmod(hundredths, 100)
    return decimal(f"{whole}.{rest:02d}".rstrip("0").rstrip(".") if rest else str(whole))


def _page(visit: FirmVisit, form: Typed, newest: dict[str, Count]) -> Response:
    return form.page(
        "owner/counters.html",
        visit=visit,
        counters=COUNTERS,
        fractions=FRACTIONS,
        newest=newest,
        shown=_shown,
        done=done_words(),
    )
