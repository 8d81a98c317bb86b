"""The sentences that say what a payment waits for and why money is kept back, in both languages."""

from cip.kernel.texts import Text


def _pair(it: str, en: str) -> Text:
    return Text(it=it, en=en)


NOT_ACCEPTED = _pair("Il contributo non è ancora accettato.", "The award is not accepted yet.")
CONDITION = _pair(
    'Una persona dell\'ufficio deve confermare: "{when}"', 'Somebody of the office has to confirm: "{when}"'
)
REPORT_MISSING = _pair("Manca la relazione sulle spese.", "The report on expenses is missing.")
REPORT_OPEN = _pair("La relazione sulle spese non è ancora accolta.", "The report on expenses is not accepted yet.")
NOT_MET = _pair("L'incontro di verifica non c'è ancora stato.", "The monitoring meeting was not held yet.")
USE_UNKNOWN = _pair(
    "Servono {asked} mesi di uso dimostrato: non sappiamo quanti sono.",
    "{asked} months of proved use are asked for: how many there are is not known.",
)
USE_TOO_SHORT = _pair(
    "Servono {asked} mesi di uso dimostrato: oggi sono {had}.",
    "{asked} months of proved use are asked for: today there are {had}.",
)
AFTER = _pair("Prima si paga «{before}».", '"{before}" is paid first.')
NOTHING_LEFT = _pair("Di questa parte non c'è più nulla da pagare.", "There is nothing left to be paid of this part.")
LOWERED = _pair(
    "Le spese accolte sono {accepted}: questa parte scende da {whole} a {cents}.",
    "The expenses accepted are {accepted}: this part goes down from {whole} to {cents}.",
)
ON_ITS_WAY = _pair("Un pagamento di questo contributo è già in corso.", "A payment of this award is on its way.")
HELD = _pair("Sospeso il {on}: {why}", "On hold since {on}: {why}")
BREACH = _pair(
    "Un obbligo potrebbe essere violato: finché è aperto non si paga.",
    "An obligation may be broken: nothing is paid while that is open.",
)
OWES = _pair(
    "L'impresa deve ancora {owed}: prima si compensa.",
    "The firm still owes {owed}: that is set off first.",
)

NO_ACCOUNT = _pair("L'impresa non ha ancora scritto il suo IBAN.", "The firm has not given its IBAN yet.")
ACCOUNT_NOT_SEEN = _pair(
    "L'IBAN è nuovo o cambiato: l'ufficio deve ancora verificarlo.",
    "The IBAN is new or changed: the office has yet to check it.",
)
ACCOUNT_OUTSIDE_SEPA = _pair(
    "L'IBAN è fuori dall'area SEPA: la banca non può pagarlo. L'impresa ne deve scrivere un altro.",
    "The IBAN is outside SEPA: the bank cannot pay to it. The firm has to give another one.",
)
ACCOUNT_REFUSED = _pair("L'ufficio non ha accettato l'IBAN: {why}", "The office did not take the IBAN: {why}")
NO_CUP = _pair(
    "Manca il CUP, che deve stare su ogni pagamento.", "The CUP is missing, which every payment has to carry."
)
CUP_UNKNOWN = _pair(
    "La legge del bando non dice se serve il CUP.", "The law of the call does not say whether a CUP is asked for."
)
NO_DURC = _pair("Il DURC del giorno di pagamento manca.", "The DURC of the day of payment is missing.")
DURC_EXPIRED = _pair("Il DURC valeva fino al {end}.", "The DURC held until {end}.")
DURC_IRREGULAR = _pair(
    "Il DURC non è regolare: l'ufficio può pagare il debito a INPS o INAIL.",
    "The DURC is not regular: the office may pay the debt to INPS or INAIL.",
)
NO_INSURANCE = _pair(
    "L'assicurazione contro le catastrofi non risulta il giorno di pagamento.",
    "Catastrophe insurance is not on record for the day of payment.",
)
INSURANCE_EXPIRED = _pair("L'assicurazione valeva fino al {end}.", "The insurance held until {end}.")
INSURANCE_NO = _pair("L'assicurazione contro le catastrofi manca.", "There is no catastrophe insurance.")
NO_DEBT_CHECK = _pair(
    "Sopra {limit} serve prima la verifica dei debiti fiscali.",
    "Above {limit} the check of tax debts comes first.",
)
DEBT_FOUND = _pair("La verifica dei debiti fiscali ha trovato un debito.", "The check of tax debts found a debt.")
OVER_LIMIT = _pair(
    "Gli aiuti de minimis superano il limite: {used} su {limit}.",
    "De minimis aid is above the limit: {used} of {limit}.",
)
ROOM_UNKNOWN = _pair("Lo spazio de minimis non si può calcolare oggi.", "The de minimis room cannot be computed today.")
LAW_UNKNOWN = _pair(
    "Per il giorno {on} la legge del bando non dice {what}.", "For {on} the law of the call does not say {what}."
)
DURC_TERM = _pair("per quanti giorni vale un DURC", "for how many days a DURC holds")
DEBT_LIMIT = _pair("sopra quale somma si verificano i debiti fiscali", "above which sum tax debts are checked")
RATE_OF_TAX = _pair("quanta imposta si trattiene", "how much tax is kept back")

WITHHELD = _pair(
    "Ritenuta del {rate} %: contributo a un'impresa, non per beni strumentali. Fonte: {source}.",
    "{rate} % is withheld: a grant to a business, not for capital goods. Source: {source}.",
)
NO_BUSINESS = _pair(
    "Nessuna ritenuta: chi riceve non ha reddito d'impresa. Fonte: {source}.",
    "Nothing is withheld: the recipient has no business income. Source: {source}.",
)
CAPITAL_GOODS = _pair(
    "Nessuna ritenuta: il contributo è per beni strumentali. Fonte: {source}.",
    "Nothing is withheld: the grant is for capital goods. Source: {source}.",
)
WITHHOLDING_OPEN = _pair(
    "Se la ritenuta si applica non è certo: lo decide una persona e scrive perché.",
    "Whether tax is withheld is not certain: a person decides and writes why.",
)
