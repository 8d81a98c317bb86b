"""A paper of the guides as a sheet to fill in, by hand or in an editor."""

from cip.documents.sheets import Block, Fill, Heading, Items, Line, Para, Sheet, Signatures, Table
from cip.documents.translation import translations
from cip.kernel.texts import Language
from cip.rulebook.shapes import guides


def blank_paper(paper: guides.Paper, language: Language, on: str) -> Sheet:
    """The paper with its blanks; `on` is the day of the print, ISO. A heading in front is the title of the sheet."""
    _ = translations(language).gettext
    first, rest = paper.blocks[0], paper.blocks
    title = paper.name
    if first.heading is not None:
        title, rest = first.heading, rest[1:]
    proposal = _("È una proposta: prima di usarla fatela controllare a chi vi segue.")
    return Sheet(
        name=paper.id,
        language=language,
        title=title.in_language(language),
        kicker=_("Modello da compilare"),
        blocks=tuple(_block(block, language) for block in rest),
        footer=("CIP · " + paper.name.in_language(language), proposal if paper.status == "proposal" else ""),
        on=on,
    )


def _block(block: guides.Block, language: Language) -> Block:
    if block.heading is not None:
        return Heading(block.heading.in_language(language))
    if block.text is not None:
        return Para(Line(block.text.in_language(language)))
    if block.field is not None:
        return Fill(block.field.in_language(language))
    if block.table is not None:
        return _table(block.table, language)
    if block.items is not None:
        return Items(tuple(Line(item.in_language(language)) for item in block.items))
    return Signatures(tuple(label.in_language(language) for label in block.signatures or ()))


def _table(table: guides.BlankTable, language: Language) -> Table:
    _ = translations(language).gettext
    share, left = divmod(100, len(table.columns))
    return Table(
        _("Righe da compilare"),
        tuple(column.in_language(language) for column in table.columns),
        (),
        tuple(share + (1 if index < left else 0) for index in range(len(table.columns))),
        blank=table.rows,
    )
