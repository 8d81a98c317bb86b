"""The annex of the act that approves a ranking: every application, the money, the digests that let anybody check it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cip.documents.formats import long_day
from cip.documents.sheets import Block, Heading, Items, Line, Para, Sheet, Table
from cip.documents.translation import translations
from cip.incentives.publication import PublishedAward, PublishedRanking
from cip.kernel.money import euros
from cip.kernel.texts import Language

NAME = "ranking_act"
_ROWS = 40
"""How many lines a table has: the maker of PDF slows down with the square of a table's length."""


@dataclass(frozen=True, slots=True)
class RankingAct:
    """What the annex is made from. `excluded`: the reasons of each application that is not ranked, by its number."""

    told: PublishedRanking
    excluded: Mapping[str, Sequence[str]]
    mark: str
    on: date
    language: Language


def ranking_act(made_of: RankingAct) -> Sheet:
    """The annex as things stand on its day; a draft says so on every page."""
    _ = translations(made_of.language).gettext
    told = made_of.told
    title = _("Graduatoria del bando: %(title)s") % {"title": told.title}
    draft = _("Bozza: la graduatoria non è ancora approvata.") if told.act is None else ""
    return Sheet(
        name=NAME,
        language=made_of.language,
        title=title,
        kicker=" · ".join(filter(None, (told.office, _act(made_of), made_of.mark))),
        blocks=tuple(_blocks(made_of)),
        footer=(" ".join(filter(None, (title + ".", made_of.mark, draft))), _digest_line(made_of)),
        on=made_of.on.isoformat(),
        size="compact",
    )


def _act(made_of: RankingAct) -> str:
    _ = translations(made_of.language).gettext
    act = made_of.told.act
    if act is None:
        return _("allegato in bozza")
    return _("allegato all'atto %(number)s del %(day)s") % {
        "number": act.number,
        "day": long_day(act.day, made_of.language),
    }


def _digest_line(made_of: RankingAct) -> str:
    _ = translations(made_of.language).gettext
    return _("Impronta della graduatoria: %(digest)s") % {"digest": made_of.told.digest}


def _blocks(made_of: RankingAct) -> Iterator[Block]:
    _ = translations(made_of.language).gettext
    told = made_of.told
    if told.act is None:
        yield Para(Line(_("Bozza: la graduatoria non è ancora approvata.")), "warning")
    yield Para(Line("; ".join(told.basis), _("In base a:")))
    yield Para(Line(told.responsible or told.office, _("Responsabile o contatto:")))
    if told.reason:
        yield Para(Line(told.reason, _("Versione %(number)s della graduatoria. Motivo:") % {"number": told.version}))
    yield from _money(made_of)
    yield from _rows(made_of)
    yield from _excluded(made_of)
    yield from _checks(made_of)


def _money(made_of: RankingAct) -> Iterator[Block]:
    _ = translations(made_of.language).gettext
    budget = made_of.told.budget
    unknown = _("dato non noto nella fonte")
    yield Heading(_("I soldi"), 1, id="money")
    yield Items(
        (
            Line(unknown if budget.total_cents is None else _sum(made_of, budget.total_cents), _("Somma del bando:")),
            Line(_sum(made_of, budget.awarded_cents), _("Contributi in questa graduatoria:")),
            Line(unknown if budget.left_cents is None else _sum(made_of, budget.left_cents), _("Restano:")),
        )
    )


def _rows(made_of: RankingAct) -> Iterator[Block]:
    _ = translations(made_of.language).gettext
    yield Heading(_("La graduatoria"), 1, id="ranking")
    head = (_("Posto"), _("Domanda"), _("Chi riceve il contributo"), _("Punti"), _("Esito"), _("Euro"))
    awards = made_of.told.awards
    if not awards:
        yield Para(Line(_("Nessuna domanda è in graduatoria.")))
    for start in range(0, len(awards), _ROWS):
        part = awards[start : start + _ROWS]
        caption = _("Posti da %(first)s a %(last)s") % {"first": part[0].rank, "last": part[-1].rank}
        rows = tuple(_row(made_of, award) for award in part)
        yield Table(caption, head, rows, (9, 13, 34, 10, 18, 16))


def _row(made_of: RankingAct, award: PublishedAward) -> tuple[Line, ...]:
    who = award.beneficiary or hidden_words(made_of.language)[award.hidden or "not_awarded"]
    return (
        Line(str(award.rank)),
        Line(award.application),
        Line(who, note=award.tax_code or ""),
        Line(_points(award.points, made_of.language)),
        Line(status_words(made_of.language)[award.status]),
        Line(_sum(made_of, award.amount_cents)),
    )


def _excluded(made_of: RankingAct) -> Iterator[Block]:
    _ = translations(made_of.language).gettext
    if not made_of.excluded:
        return
    yield Heading(_("Domande fuori graduatoria"), 1, id="excluded")
    rows = tuple((Line(number), Line(" ".join(why))) for number, why in made_of.excluded.items())
    for start in range(0, len(rows), _ROWS):
        caption = _("Domande fuori graduatoria, dalla %(number)s") % {"number": start + 1}
        yield Table(caption, (_("Domanda"), _("Perché")), rows[start : start + _ROWS], (15, 85))


def _checks(made_of: RankingAct) -> Iterator[Block]:
    _ = translations(made_of.language).gettext
    told = made_of.told
    yield Heading(_("Come si controlla"), 1, id="check")
    lines = [
        Line(told.digest, _("Impronta della graduatoria (sha256):")),
        Line(told.pack_sha256, _("Impronta delle regole pubblicate (sha256):")),
    ]
    if told.seed_sha256:
        lines.append(Line(told.seed_sha256, _("Impronta del sorteggio, fissata prima dell'apertura:")))
    if told.seed:
        lines.append(Line(told.seed, _("Parola del sorteggio, resa nota con la graduatoria:")))
    lines.append(Line(told.address, _("Pagina pubblica:")))
    yield Items(tuple(lines))
    said = (
        _("Chi ha i dati può rifare la graduatoria con il comando «cip replay»."),
        _("L'impronta deve essere la stessa."),
    )
    yield Para(Line(" ".join(said)))


def status_words(language: Language) -> dict[str, str]:
    """What became of an application."""
    _ = translations(language).gettext
    return {
        "funded": _("contributo intero"),
        "partial": _("contributo in parte"),
        "reserve": _("lista di riserva"),
        "unfunded": _("senza contributo"),
    }


def hidden_words(language: Language) -> dict[str, str]:
    """Why a beneficiary is not named."""
    _ = translations(language).gettext
    return {
        "natural_person": _("persona fisica (nome non pubblicato)"),
        "below_threshold": _("sotto la soglia (nome non pubblicato)"),
        "not_awarded": "–",
    }


def _sum(made_of: RankingAct, cents: int) -> str:
    return euros(cents).in_language(made_of.language)


def _points(points: float, language: Language) -> str:
    text = f"{points:.2f}"
    return text.replace(".", ",") if language == "it" else text
