"""One page for the owner: level, what holds it, duties to put right, three things now, three next, the next day.

It fits one A4 at every length of text: sentences are left out in a fixed order until an estimate of the lines says so.
The estimate is careful (fewer characters a line than the paper takes); the letters have two sizes, none below 9 points.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil

from cip.assessment.plan import Appointment
from cip.documents.papers.basis import Basis, first_sentence
from cip.documents.parts import MeasurePart, Report, Thing
from cip.documents.sheets import Block, Heading, Items, Line, Para, Sheet, Size
from cip.documents.translation import translations

NAME = "one_page"
MOST_THINGS = 3
_HEADING_LINES = 2.1


@dataclass(frozen=True, slots=True)
class Cut:
    """How much is said: of each measure (2 all, 1 one sentence, 0 its name), how many reasons and names of duties, how
    many characters a text may have.
    """

    measures: int
    reasons: int
    names: int
    longest: int


@dataclass(frozen=True, slots=True)
class Room:
    """A page in letters of one size: its lines, and the characters of a line; both fewer than the paper takes."""

    size: Size
    lines: float
    characters: int


ROOMY, COMPACT = Room("roomy", 39.0, 78), Room("compact", 49.0, 94)
WHOLE = Cut(2, 9, 20, 600)
TRIES: tuple[tuple[Room, Cut], ...] = (
    (ROOMY, WHOLE),
    (COMPACT, WHOLE),
    (COMPACT, Cut(1, 9, 20, 600)),
    (COMPACT, Cut(1, 3, 12, 320)),
    (COMPACT, Cut(1, 2, 8, 160)),
    (COMPACT, Cut(0, 2, 6, 110)),
    (COMPACT, Cut(0, 1, 4, 80)),
)
"""What is tried in turn; the last one fits whatever the texts."""


def one_page(basis: Basis) -> Sheet:
    """The page of a firm with a result. Raises ValueError without one."""
    if basis.report is None:
        raise ValueError("the page for the owner needs a result")
    _ = translations(basis.language).gettext
    title = _("Il check-up in una pagina")
    room, blocks = _fitting(basis, basis.report)
    return Sheet(
        name=NAME,
        language=basis.language,
        title=title,
        kicker=basis.kicker,
        blocks=blocks,
        footer=basis.footer(title),
        on=basis.on.isoformat(),
        size=room.size,
        most_pages=1,
    )


def _fitting(basis: Basis, report: Report) -> tuple[Room, tuple[Block, ...]]:
    """The first of the tries that fits."""
    for room, cut in TRIES:
        blocks = tuple(_blocks(basis, report, cut))
        if lines_of(blocks, room) <= room.lines:
            break
    return room, blocks


def lines_of(blocks: Sequence[Block], room: Room) -> float:
    """About how many lines of paper the blocks take, never too few."""
    return sum(_block_lines(block, room.characters) for block in blocks)


def _block_lines(block: Block, characters: int) -> float:
    match block:
        case Heading():
            return _HEADING_LINES
        case Para(line=line, tone=tone):
            extra = {"callout": 1.2, "warning": 1.2, "big": 0.8}.get(tone, 0.35)
            return ceil(len(line.plain) / characters) + extra
        case Items(lines=lines):
            return sum(ceil(len(line.plain) / (characters - 6)) + 0.45 for line in lines)
        case _:
            raise ValueError(f"the page for the owner has no {block.kind}")


def _blocks(basis: Basis, report: Report, cut: Cut) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    yield from _level(basis, report, cut)
    yield from _duties(basis, report, cut)
    this_month = tuple(thing for thing in report.things if thing.kind != "duty")
    # Where duties alone fill the month, what is ready at once stands here all the same: it costs nothing.
    lines = [_thing(report, thing, cut) for thing in this_month]
    lines = lines or [_measure(measure, cut) for measure in report.in_list("now")[:MOST_THINGS]]
    if lines:
        yield Heading(_("Da fare questo mese"))
        yield Items(tuple(lines), ordered=True)
    following = _following(report)
    if following:
        yield Heading(_("Subito dopo"))
        yield Items(tuple(_measure(item, replace(cut, measures=0)) for item in following), ordered=True)
    yield Heading(_("Il prossimo appuntamento"))
    yield Para(Line(_appointment(basis, basis.plan.next_appointment(basis.on))))
    yield Para(Line(_status(basis, report)), "small")


def _level(basis: Basis, report: Report, cut: Cut) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    yield Para(Line("", f"{report.headline}."), "big")
    yield Para(Line(_short(f"{report.range_words} {report.level.what}", cut.longest)))
    if report.held:
        reasons = [reason for gate in report.held_by for reason in gate.because]
        shown = " ".join(_short(reason, cut.longest) for reason in reasons[: cut.reasons])
        if len(reasons) > cut.reasons:
            shown += " " + _("Il resto è nel rapporto completo.")
        lead = _("Che cosa tiene il livello a %(level)s.") % {"level": report.level.number}
        yield Para(Line(shown, lead), "callout")
    elif report.next_level and report.next_level.missing:
        lead = _("Per salire al livello %(level)s, %(name)s:") % {
            "level": report.next_level.level.number,
            "name": report.next_level.level.name,
        }
        points = _("all'estremo più basso mancano %(points)s punti.") % {"points": report.next_level.missing}
        yield Para(Line(points, lead), "callout")


def _duties(basis: Basis, report: Report, cut: Cut) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    denied = report.duties_with("no")
    yield Heading(_("Obblighi di legge da mettere in ordine"))
    if not denied:
        yield Para(Line(_none_denied(basis, report)))
        return
    names = "; ".join(_short(duty.name, cut.longest) for duty in denied[: cut.names])
    more = len(denied) - cut.names
    if more > 0:
        names += "; " + _("e altri %(count)s nel rapporto") % {"count": more}
    yield Para(Line(_("Parlatene con chi vi segue le paghe o con la vostra associazione."), f"{names}."))


def _none_denied(basis: Basis, report: Report) -> str:
    _ = translations(basis.language).gettext
    unknown = len(report.duties_with("unknown"))
    if unknown:
        said = _("Finora non ce ne sono. Da controllare con calma: %(count)s, elencati nel rapporto.")
        return said % {"count": unknown}
    return _("Secondo le vostre risposte non ce ne sono.")


def _following(report: Report) -> tuple[MeasurePart, ...]:
    """The first three measures that are not for this month, list by list."""
    now = {thing.id for thing in report.things} | {measure.code for measure in report.in_list("now")[:MOST_THINGS]}
    ordered = (item for name in ("now", "soon", "together", "later") for item in report.measures if item.list == name)
    return tuple(item for item in ordered if item.code not in now)[:3]


def _thing(report: Report, thing: Thing, cut: Cut) -> Line:
    """A measure with what it is and why, or a question to settle."""
    measure = next((item for item in report.measures if item.code == thing.id), None)
    if measure is not None:
        return _measure(measure, cut)
    return Line(_short(thing.text, cut.longest), _short(thing.title, cut.longest))


def _measure(measure: MeasurePart, cut: Cut) -> Line:
    said = {2: f"{measure.what} {measure.why}".strip(), 1: first_sentence(measure.what)}.get(cut.measures, "")
    note = f"({measure.code}; {measure.cost}, {measure.lead})" if cut.measures else f"({measure.code})"
    name = _short(measure.name, cut.longest)
    return Line(_short(said, cut.longest), f"{name}." if said else name, note)


def _appointment(basis: Basis, day: Appointment | None) -> str:
    _ = translations(basis.language).gettext
    if day is None:
        return _("Scegliete una misura nel piano e datele una data: la troverete qui.")
    words = {
        "start": _("%(day)s: parte %(name)s."),
        "end": _("%(day)s: finisce %(name)s."),
        "look": _("%(day)s: guardate se %(name)s funziona ancora."),
    }
    return words[day.kind] % {"day": basis.day(day.on), "name": _short(basis.measure(day.code), 80)}


def _status(basis: Basis, report: Report) -> str:
    _ = translations(basis.language).gettext
    said = _("Check-up del %(on)s.") % {"on": report.identity.on} + " "
    said += (
        _("Risultato verificato.")
        if report.identity.verified
        else _("Risultato autodichiarato: si basa solo sulle vostre risposte, nessuno le ha ancora verificate.")
    )
    if report.identity.law_is_newer:
        said += " " + _("Queste regole conoscono la legge fino al %(known)s.") % {"known": report.identity.law_known_to}
    return said


def _short(text: str, longest: int) -> str:
    """A text of at most so many characters, cut between two words."""
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(",;:. ") + "…"
