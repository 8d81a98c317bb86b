"""Writes docs/stati-del-piano.md, the states of a plan as a table and a diagram, from the table of the program itself:
`python -m scripts.states`.
"""

import sys
from pathlib import Path

from cip.assessment.plan_states import TRANSITIONS, Transition, diagram

PAGE = Path(__file__).resolve().parent.parent / "docs/stati-del-piano.md"

HEAD = """# Gli stati del piano di conciliazione

Questa pagina nasce dalla tabella del programma (`python -m scripts.states`): non si scrive a mano.
I pulsanti delle pagine e le prove vengono dalla stessa tabella.

- `draft`: il piano che si scrive, dal primo giorno e dopo ogni modifica.
- `agreed`: una versione fissata, con numero e impronta, da firmare.
- `signed`: una versione firmata, su carta o nel sistema. Vale finché se ne firma una più nuova.
- `superseded`: una versione al cui posto ce n'è una più nuova.

Le condizioni:

- `complete`: ogni misura ha chi la segue, un inizio e una spesa. L'ordine delle misure è rispettato.
  Chi lavora nell'impresa è stato ascoltato.
- `latest`: è l'ultima versione.
- `fresh_password`: è l'ultima versione, e chi firma ha dato la password da poco.
- `newer_agreed`, `newer_signed`: viene concordata, o firmata, una versione più nuova.
"""


def page() -> str:
    """The whole page as Markdown."""
    rows = [_row(row) for row in TRANSITIONS]
    table = ["| stato | azione | ruoli | condizione | poi |", "|---|---|---|---|---|", *rows]
    return "\n".join([HEAD, *table, "", "```mermaid", diagram().rstrip(), "```", ""])


def _row(row: Transition) -> str:
    roles = ", ".join(f"`{role}`" for role in row.roles)
    return f"| `{row.state}` | `{row.action}` | {roles} | `{row.guard}` | `{row.next}` |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.exit(0)
