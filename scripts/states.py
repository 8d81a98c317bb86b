"""Writes docs/stati-del-piano.md, docs/stati-dell-accordo.md and docs/stati-del-bando.md: states as tables and as
diagrams, from the tables of the program itself: `python -m scripts.states`.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from cip.agreement import adherence, attestations, disputes
from cip.assessment.plan_states import TRANSITIONS, diagram
from cip.incentives import (
    admissibility_states,
    appeal_states,
    application_states,
    award_states,
    breach_states,
    call_states,
    evaluation,
    payment_states,
    report_states,
)

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGE = DOCS / "stati-del-piano.md"
AGREEMENT_PAGE = DOCS / "stati-dell-accordo.md"
CALL_PAGE = DOCS / "stati-del-bando.md"

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

AGREEMENT_HEAD = """# Gli stati dell'accordo: adesioni, attestazioni, controversie

Questa pagina nasce dalle tabelle del programma (`python -m scripts.states`): non si scrive a mano.
Ciò che si può fare e le prove vengono dalle stesse tabelle.
"""

ADHERENCE_HEAD = """## L'adesione di un'impresa

- `draft`: il modulo che si prepara.
- `signed`: firmata. Vale da questo giorno, anche senza numero di protocollo.
- `lodged`: firmata e protocollata.
- `leaving`: l'impresa ha chiesto di uscire e il preavviso corre.
- `ended`: finita. I piani di congedo iniziati prima restano validi fino alla loro fine (H-03).

Le condizioni:

- `ready`: il modulo è completo. `ready_and_password`: e chi firma ha dato la password da poco.
- `numbered`: c'è il numero di protocollo.
- `notice`: con il preavviso dell'accordo, e non oltre la fine dell'accordo.
- `in_time_numbered`, `in_time_unnumbered`: fino all'ultimo giorno, con o senza il numero di protocollo.
- `last_day`: quando l'ultimo giorno è passato.
- `followed`: un altro accordo rinnova questo. `expired`: e l'adesione è finita con l'accordo.
- `renewal_signed`: è firmata l'adesione che prende il posto di questa.
- `proved`: c'è una prova da ritirare. `objected`: l'impresa ha chiesto di non comparire nell'elenco.
- `kept_long_enough`: i giorni per cui si conservano i check-up sono passati. Si cancellano i file, non le righe.
- `over`: l'accordo non vale più.
- `ground_gone`: nessuna sede è più nel territorio, o il contratto nazionale è un altro.
- `running`: l'ultimo giorno non è passato. Le controversie già aperte vanno avanti anche dopo.

Chi cambia sede o contratto esce con lo stesso preavviso (`leave`), e il comitato e i sindacati vedono l'ultimo giorno.
Solo il comitato può far finire l'adesione subito, quando annota il cambio (`note_ground_gone`).
Il numero di protocollo dato dal comitato lo corregge solo il comitato.
"""

STATEMENT_HEAD = """## Quello che un sindacato dice di una clausola

- `made`: attesta, contesta o chiede, dal primo all'ultimo giorno che ha scritto.
- `answered`: l'impresa ha risposto.
- `withdrawn`: ritirata, oppure ne è venuta una nuova dello stesso sindacato. La clausola si riguarda.
- `expired`: il suo ultimo giorno è passato.

Più sindacati possono dire cose diverse: si vedono tutte.
"""

DISPUTE_HEAD = """## Una controversia davanti al comitato (H-02)

- `opened`: aperta da un'impresa, da un sindacato o dal comitato. Il termine dell'accordo corre.
- `heard`: le parti sono state sentite.
- `settled`: chiusa con un accordo delle parti, con un parere del comitato, o senza accordo.
- `withdrawn`: ritirata da chi l'ha aperta.

Il giudice e l'ispettorato del lavoro restano aperti in ogni stato.

Le condizioni:

- `outcome`: chi chiude dice come si chiude.
- `opener`: solo la parte che l'ha aperta la ritira.
"""

APPLICATION_HEAD = """## La domanda di un'impresa

- `draft`: la bozza. `ready`: una seconda persona ha dato l'ok a questa versione; ogni modifica lo toglie.
- `submitted`: inviata, con numero, impronta e ricevuta. Non cambia più.
- `withdrawn`: ritirata. Finché il bando è aperto si riprende e si invia di nuovo, con un numero nuovo.

Le condizioni:

- `open`: il server ha preso la richiesta tra l'apertura e la chiusura, comprese.
- `complete_and_second`: ci sono i documenti, e chi dà l'ok non ha fatto l'ultima modifica (o è solo nell'impresa).
- `open_and_signed`: in tempo, con l'ok su questo contenuto; uno dei due rappresenta l'impresa.
- `before_ranking`: prima della graduatoria.
"""

CALL_HEAD = """# Gli stati del bando

Questa pagina nasce dalla tabella del programma (`python -m scripts.states`): non si scrive a mano.
I pulsanti delle pagine e le prove vengono dalla stessa tabella.

- `draft`: si prepara. `rehearsed`: provato così com'è. Se qualcosa cambia, torna `draft`.
- `published`: pubblicato. Regole, modulo, griglia, date e soldi non cambiano più: lo vieta la base di dati stessa.
- `open`: si mandano le domande. `closed`: il termine è passato.
- `admissibility`: si controllano le domande. `evaluation`: si valutano.
- `ranking`: si fa la graduatoria. `allocated`: i contributi sono assegnati.
- `annulled`: annullato prima dell'apertura, con un motivo.

Apre e chiude l'orologio (`system`). Le pagine guardano l'ora, non lo stato salvato: un secondo dopo il termine
rifiutano, anche se nessun lavoro di fondo è passato.

Le condizioni:

- `with_reason`: chi annulla scrive perché.
- `nothing_blocks`: l'elenco di ciò che manca è vuoto, e chi pubblica non è chi ha cambiato il bando per ultimo.
- `opens`, `closes`: il momento è arrivato.
- `lost_hours`: il guasto tocca le ultime 24 ore, e la chiusura si sposta a un momento che deve ancora venire.
- `ready`: c'è ciò che serve al passo dopo.
"""

CHECK_HEAD = """## Il controllo formale di una domanda

- `received`: arrivata. `checking`: una persona dell'ufficio l'ha presa in carico.
- `asked`: l'impresa deve completare campi o documenti nominati. Si chiede una volta sola.
- `completed`: la risposta è arrivata, o il suo termine è passato.
- `noticed`: il rifiuto è annunciato e l'impresa può rispondere. `remarked`: ha risposto, o il termine è passato.
- `admitted`, `refused`: deciso. Solo chi è responsabile dell'ufficio può riaprire.

Le condizioni:

- `in_order`: ogni riga del controllo è a posto.
- `wrong_no_notice`: qualche riga non è a posto, e il preavviso non serve (graduatoria).
- `wrong_with_notice`: qualche riga non è a posto, e il preavviso serve (sportello).
- `wrong_each_answered`: qualche riga non è a posto, e ogni osservazione ha la sua risposta.
- `asked_once`: prima non è stato chiesto niente. `in_term`: entro il termine. `term_over`: il termine è passato.
- `with_reason`: chi riapre scrive perché, prima della valutazione.
"""

REVIEW_HEAD = """## La valutazione di una domanda da parte di una persona

- `assigned`: sorteggiata, non ancora aperta. `declared`: ha dichiarato di non avere conflitti, e la domanda si apre.
- `draft`: punteggi iniziati. `handed_in`: consegnati. Solo da qui la persona vede i punteggi delle altre persone.
- `reopened`: riaperta dall'ufficio, con un motivo, quando tutte le persone hanno consegnato.
- `closed`: i punteggi sono vicini, oppure tutti sono d'accordo su quello deciso insieme.
- `recused`: la persona si è astenuta. `removed`: l'ufficio ha tolto la domanda. Nei due casi non vede più niente.

Le condizioni:

- `calibrated`: i casi di prova sono fatti e il sistema non conosce legami con l'impresa.
- `complete`: ogni criterio ha un punteggio e un motivo.
- `all_in`: tutte le persone hanno consegnato.
- `other_reopened`: un'altra valutazione della stessa domanda è stata riaperta.
- `agreed_or_near`: i punteggi sono vicini o c'è l'accordo. `reason`: chi lo fa scrive perché.
"""

AWARD_HEAD = """## Il contributo

- `reserved`: la graduatoria è pubblicata e i soldi sono riservati. `prepared`: le verifiche sono in regola.
- `approved`: un'altra persona ha approvato con l'atto. Il giorno dell'atto è quello della concessione.
- `notified`: la lettera ha il suo protocollo e l'impresa è avvisata. `accepted`: l'impresa ha accettato.
- `closed`: tutto è pagato e niente è dovuto.
- `released`: lasciato andare prima della decisione. `waived`: l'impresa rinuncia. `lapsed`: nessuna risposta in tempo.
- `revoked`: tolto. Ciò che non è pagato torna libero; ciò che va restituito diventa un debito.

Le condizioni:

- `checked`: ogni verifica del giorno è in regola. `other_person`: non chi ha preparato. Lo vieta anche la base di dati.
- `with_reason`: chi lo fa scrive perché. `protocol`: la lettera ha il suo numero.
- `obligations`: chi accetta ha detto sì a ogni impegno. `term_passed`: il giorno per rispondere è passato.
- `two_people`: una persona prepara, un'altra decide. `settled`: il saldo è pagato, o non è dovuto altro.
"""

APPEAL_HEAD = """## Il ricorso contro la graduatoria

- `filed`: arrivato. `admitted`: si può guardare. `accepted`, `partly`: accolto, in tutto o in parte.
- `rejected`: respinto. `withdrawn`: ritirato da chi l'ha fatto.

Le condizioni: `in_time`: entro il termine della legge. `other_person`: non chi ha fatto la graduatoria, con un motivo.
"""

PAYMENT_HEAD = """## Il pagamento

- `draft`: da preparare. `prepared`: con i controlli del giorno in regola. `approved`: approvato da un'altra persona.
- `sent`: nel file per la banca, fatto da una terza persona. `executed`: la banca dice che è pagato.
- `rejected`: la banca lo rifiuta o lo rimanda. `cancelled`: annullato, con un motivo.

Le condizioni: `second_person`: non chi ha preparato. `third_person`: né chi ha preparato né chi ha approvato.
`bank_line`: lo dice una riga dell'estratto conto.
"""

REPORT_HEAD = """## La relazione sulle spese e sull'uso delle misure

- `draft`: si scrive. `sent`: mandata. `completing`: manca qualcosa, chiesto una volta sola. `completed`: completata.
- `accepted`: accolta tutta. `cut`: accolta con dei tagli, ciascuno con il motivo. `reopened`: riaperta.

Le condizioni: `filled`: ha almeno una riga. `judged_whole`, `judged_short`: ogni riga è stata guardata.
"""

BREACH_HEAD = """## La violazione di un impegno

- `found`: trovata. `warned`: l'impresa è avvertita e ha un termine. `repaired`: rimediata.
- `confirmed`: il termine è passato. `prepared`: la restituzione è calcolata. `decided`: decisa da un'altra persona.
- `dropped`: lasciata cadere, con un motivo.

Finché è aperta non si paga niente.
"""


class Row(Protocol):
    """What every table of states has in each row."""

    @property
    def state(self) -> str | None:
        """Where one is; None: not there yet."""
        ...

    @property
    def action(self) -> str:
        """What one does."""
        ...

    @property
    def roles(self) -> tuple[str, ...]:
        """Who may."""
        ...

    @property
    def guard(self) -> str:
        """What must hold."""
        ...

    @property
    def next(self) -> str:
        """Where it leads."""
        ...


def page() -> str:
    """The whole page of the plan as Markdown."""
    return "\n".join([HEAD, *_part(TRANSITIONS, diagram())])


def agreement_page() -> str:
    """The whole page of the agreement as Markdown."""
    joining = [ADHERENCE_HEAD, *_part(adherence.TRANSITIONS, adherence.diagram())]
    said = [STATEMENT_HEAD, *_part(attestations.TRANSITIONS, attestations.diagram())]
    return "\n".join([AGREEMENT_HEAD, *joining, *said, DISPUTE_HEAD, *_part(disputes.TRANSITIONS, disputes.diagram())])


def call_page() -> str:
    """The whole page of the call as Markdown."""
    judged = [REVIEW_HEAD, *_part(evaluation.TRANSITIONS, evaluation.diagram())]
    applied = [APPLICATION_HEAD, *_part(application_states.TRANSITIONS, application_states.diagram())]
    checked = [CHECK_HEAD, *_part(admissibility_states.TRANSITIONS, admissibility_states.diagram())]
    first = [CALL_HEAD, *_part(call_states.TRANSITIONS, call_states.diagram())]
    return "\n".join([*first, *applied, *checked, *judged, *_money()])


def _money() -> list[str]:
    """What follows the ranking: awards, appeals, payments, reports, breaches."""
    return [
        AWARD_HEAD,
        *_part(award_states.AWARD_TRANSITIONS, award_states.award_diagram()),
        APPEAL_HEAD,
        *_part(appeal_states.APPEAL_TRANSITIONS, appeal_states.appeal_diagram()),
        PAYMENT_HEAD,
        *_part(payment_states.PAYMENT_TRANSITIONS, payment_states.payment_diagram()),
        REPORT_HEAD,
        *_part(report_states.REPORT_TRANSITIONS, report_states.report_diagram()),
        BREACH_HEAD,
        *_part(breach_states.BREACH_TRANSITIONS, breach_states.breach_diagram()),
    ]


def _part(rows: Iterable[Row], drawn: str) -> list[str]:
    table = ["| stato | azione | ruoli | condizione | poi |", "|---|---|---|---|---|", *map(_row, rows)]
    return [*table, "", "```mermaid", drawn.rstrip(), "```", ""]


def _row(row: Row) -> str:
    roles = ", ".join(f"`{role}`" for role in row.roles)
    return f"| `{row.state or '-'}` | `{row.action}` | {roles} | `{row.guard}` | `{row.next}` |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    AGREEMENT_PAGE.write_text(agreement_page(), encoding="utf-8")
    CALL_PAGE.write_text(call_page(), encoding="utf-8")
    sys.exit(0)
