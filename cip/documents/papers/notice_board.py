"""The sheet for the notice board: what is promised to who works here, from when, whom to ask. Nothing else is on it."""

from collections.abc import Iterator, Sequence
from math import ceil

from cip.assessment.plan import PlannedMeasure
from cip.documents.papers.basis import Basis
from cip.documents.sheets import Block, Fill, Line, Para, Sheet, Together
from cip.documents.translation import translations

NAME = "notice_board"
# Estimated lines of one page in letters of 14 points; beyond, the letters are those of 11.5.
_LARGE_LINES, _LARGE_CHARACTERS = 25, 62


def notice_board(basis: Basis) -> Sheet:
    """The measures that are planned or in use, in the firm's own words or else in those of the guide."""
    _ = translations(basis.language).gettext
    title = _("Le nostre misure per vita e lavoro")
    blocks = tuple(_blocks(basis))
    return Sheet(
        name=NAME,
        language=basis.language,
        title=title,
        kicker=_("Per chi lavora qui"),
        blocks=blocks,
        # No day and no result: the firm writes its name and the day by hand.
        footer=(basis.say(basis.pack.content.about.label), ""),
        on=basis.on.isoformat(),
        size="large" if _lines(blocks) <= _LARGE_LINES else "board",
    )


def _lines(blocks: Sequence[Block]) -> float:
    """About how many large lines the blocks take."""
    inner = [item for block in blocks for item in (block.blocks if isinstance(block, Together) else (block,))]
    cards = sum(isinstance(block, Together) for block in blocks)
    return cards + sum(
        ceil(len(item.line.plain) / _LARGE_CHARACTERS) if isinstance(item, Para) else 1.5 for item in inner
    )


def _blocks(basis: Basis) -> Iterator[Block]:
    _ = translations(basis.language).gettext
    yield Fill(_("Impresa"))
    yield Fill(_("Data"))
    if not basis.plan.promised:
        yield Para(Line(_("Nel piano non ci sono ancora misure previste o in uso.")))
    for measure in basis.plan.promised:
        yield Together(tuple(_card(basis, measure)), card=True)
    yield Para(
        Line(_("Potete fare domande e proposte. Nessuno perde qualcosa perché chiede o usa una misura.")), "callout"
    )
    yield Fill(_("Per domande su tutto il foglio"))


def _card(basis: Basis, measure: PlannedMeasure) -> Iterator[Para | Fill]:
    _ = translations(basis.language).gettext
    yield Para(Line("", basis.measure(measure.code)), "big")
    guide = basis.guides.measures.get(measure.code)
    # What the model says of a measure is said to the owner: here only the firm speaks.
    if measure.note:
        yield Para(Line(measure.note))
    elif guide is not None:
        yield Para(Line(basis.say(guide.notice)))
    if measure.owner:
        yield Para(Line(_when(basis, measure), _("Da quando:")))
        yield Para(Line(measure.owner, _("A chi chiedere:")))
    else:
        yield Para(Line(_when(basis, measure), _("Da quando:")))
        yield Fill(_("A chi chiedere"))


def _when(basis: Basis, measure: PlannedMeasure) -> str:
    _ = translations(basis.language).gettext
    if measure.start is None:
        said = _("è già in uso") if measure.state == "in_use" else _("la data sarà comunicata")
    elif measure.state == "in_use":
        said = _("in uso dal %(day)s") % {"day": basis.day(measure.start)}
    else:
        said = _("dal %(day)s") % {"day": basis.day(measure.start)}
    return f"{said} " + _("fino al %(day)s") % {"day": basis.day(measure.end)} if measure.end else said
