"""Every paper of a firm: its id and address, what it is for, its formats, how it is built. Pages and tests go by it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from cip.documents.papers.basis import Basis
from cip.documents.papers.flexibility_plan import flexibility_plan
from cip.documents.papers.joint_start import joint_start
from cip.documents.papers.leave_plan import leave_plan
from cip.documents.papers.notice_board import notice_board
from cip.documents.papers.one_page import one_page
from cip.documents.sheets import Sheet
from cip.documents.translation import translations
from cip.kernel.texts import Language

Format = Literal["pdf", "docx"]


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One sort of paper; every one has a page. `needs_result`: there is none before the first result."""

    id: str
    build: Callable[[Basis], Sheet]
    formats: tuple[Format, ...]
    needs_result: bool = False

    @property
    def slug(self) -> str:
        """Its name in addresses and of its files."""
        return self.id.replace("_", "-")


KINDS: tuple[PaperKind, ...] = (
    PaperKind("one_page", one_page, ("pdf",), needs_result=True),
    PaperKind("notice_board", notice_board, ("pdf",)),
    PaperKind("flexibility_plan", flexibility_plan, ("pdf", "docx")),
    PaperKind("leave_plan", leave_plan, ("pdf", "docx")),
    PaperKind("joint_start", joint_start, ("pdf", "docx")),
)


def titles(language: Language) -> dict[str, tuple[str, str]]:
    """By id: what a paper is called, and what it is for in one line."""
    _ = translations(language).gettext
    return {
        "one_page": (
            _("Il check-up in una pagina"),
            _("Per voi: il livello, che cosa lo tiene, che cosa fare questo mese e dopo."),
        ),
        "notice_board": (
            _("Foglio per la bacheca"),
            _("Per chi lavora da voi: che cosa è promesso, da quando, a chi chiedere. Niente punteggi."),
        ),
        "flexibility_plan": (
            _("Piano di flessibilità"),
            _("Per tutta l'impresa: le misure scelte, le regole per ogni persona, i controlli, le firme."),
        ),
        "leave_plan": (
            _("Piano di congedo"),
            _("Tra l'impresa e una persona, dall'annuncio al rientro. Si compila a mano, non conserviamo nulla."),
        ),
        "joint_start": (
            _("Partire insieme"),
            _("Per due o più imprese: chi sono, che cosa hanno in comune, chi guida, il primo incontro."),
        ),
    }
