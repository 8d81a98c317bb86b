"""Writes docs/permessi.md, the permission table in words, from the table itself: `python -m scripts.permissions`."""

import sys
from pathlib import Path

import cip.web.app  # noqa: F401 - brings every feature, so that all Kinds are known
from cip.parties.permissions import TABLE, Action, Role

PAGE = Path(__file__).resolve().parent.parent / "docs/permessi.md"

HEAD = """# Chi può fare che cosa

Questa pagina nasce dalla tabella dei permessi del programma (`python -m scripts.permissions`): non si scrive a mano.
Quello che non sta qui è rifiutato. Chi non ha il permesso vede la stessa pagina di chi cerca qualcosa che non esiste.

Chi lavora per un ente, per un sindacato o per la Provincia conta solo dopo il secondo fattore.
Un mandato vale nei suoi giorni e finché l'impresa non lo ritira. Ogni atto resta segnato con il suo mandato.
"""

ROLES: dict[Role, str] = {
    "holder": "chi ha il check-up nel proprio browser, o lo ha ripreso con il codice",
    "owner": "titolare: chi rappresenta l'impresa",
    "collaborator": "collaboratrice o collaboratore dell'impresa",
    "consultant": "consulente con un mandato dell'impresa in vigore",
    "union": "persona di un sindacato",
    "officer": "persona dell'ufficio della Provincia",
    "association": "persona di un'associazione",
    "committee": "persona del comitato di quell'accordo",
    "evaluator": "chi valuta le domande di quel bando",
    "manager": "responsabile di quell'ente",
    "staff": "persona di quell'ente",
    "self": "la persona stessa",
    "admin": "chi amministra l'installazione",
    "system": "i comandi della macchina",
}


def page() -> str:
    """The whole page as Markdown: the roles in words, then one table for each kind of object."""
    used = {role for actions in TABLE.values() for roles in actions.values() for role in roles}
    lines = [HEAD, "## I ruoli", "", "| ruolo | chi è |", "|---|---|"]
    lines += [f"| `{role}` | {words} |" for role, words in ROLES.items() if role in used]
    for kind, actions in TABLE.items():
        lines += ["", f"## `{kind}`", "", "| azione | ruoli |", "|---|---|"]
        lines += [row(action, roles) for action, roles in actions.items()]
    return "\n".join(lines) + "\n"


def row(action: Action, roles: tuple[Role, ...]) -> str:
    """One action and who may do it. Raises KeyError for a role without words."""
    for role in roles:
        ROLES[role]
    return f"| `{action}` | {', '.join(f'`{role}`' for role in roles)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.exit(0)
