"""Financial plans in words: why a file was not read, which cell is too small, what a version came from."""

from cip.kernel.money import euros
from cip.monitoring.actions.attach_source import CellFullError
from cip.monitoring.overview import PlanSeen
from cip.monitoring.plan_rows import PlanFileError
from cip.monitoring.plan_versions import CellKey, CellRoom, PlanKind
from cip.web.language import gettext as _
from cip.web.shown import in_words


def cell_words(seen: PlanSeen, cell: CellKey) -> str:
    """What a cell is called: its line and its source."""
    table = seen.report.table
    line, source = table.lines.get(cell[0]), table.sources.get(cell[1])
    return ", ".join((in_words(line) if line else cell[0], in_words(source) if source else cell[1]))


def full_words(error: CellFullError, seen: PlanSeen) -> str:
    """Which cell has not the room, and how much is left of it."""
    told = _("Nella casella «%(cell)s» restano %(left)s: per questa fonte servono %(needed)s.")
    sums = {"left": in_words(euros(error.room.left)), "needed": in_words(euros(error.cents))}
    return told % {"cell": cell_words(seen, error.room.cell), **sums}


def small_words(room: CellRoom, seen: PlanSeen) -> str:
    """Which cell a new version makes smaller than what hangs on it."""
    told = _("«%(cell)s» avrebbe %(cents)s, ma a bando ci sono già %(attached)s.")
    sums = {"cents": in_words(euros(room.cents)), "attached": in_words(euros(room.attached))}
    return told % {"cell": cell_words(seen, room.cell), **sums}


def kind_words(kind: PlanKind) -> str:
    """What a version came from."""
    return {"rules": _("scritto nelle regole"), "csv": _("da un file CSV"), "xlsx": _("da un file XLSX")}[kind]


def fault_words(error: PlanFileError) -> str:
    """Why a file is no plan that can be read whole."""
    words = {
        "too_large": _("Il file è troppo grande: al massimo 1 MB, 20 MB una volta aperto."),
        "too_many": _("Il file ha troppe righe o colonne: al massimo 2.000 righe e 40 colonne."),
        "not_read": _("Nel file non ci sono le colonne che servono, oppure non è né CSV in UTF-8 né XLSX."),
        "sheets": _("Il file ha più fogli scritti: lasciate solo quello del piano."),
        "no_cells": _("Nel file non c'è nessuna somma."),
        "formula": _("C'è una formula o un errore: al suo posto incollate il valore."),
        "column": _("C'è una colonna che non conosciamo, o scritta due volte: %(what)s."),
        "name": _("Manca il nome della voce o della fonte, oppure è troppo lungo."),
        "amount": _("Questa somma si può leggere in più modi, o manca: «%(what)s». Scrivetela come 1234,56."),
        "twice": _("Questa somma c'è due volte: %(what)s."),
        "unknown": _("Questo nome non è nella tabella: «%(what)s»."),
        "where": _("Non si capisce se la somma è della tabella o del testo."),
    }
    told = words[error.why] % {"what": error.what or "–"} if "%(what)s" in words[error.why] else words[error.why]
    return _("Riga %(row)s. %(told)s") % {"row": error.row, "told": told} if error.row else told
