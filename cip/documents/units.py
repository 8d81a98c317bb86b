"""How a value of the law is written with its unit.

The rule files name units in English; a unit that is not here is printed as it stands.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """Both languages; `{}` is the number, and after a bar stands the form for more than one."""

    it: str
    en: str

    def with_number(self, shown: str, *, one: bool, italian: bool) -> str:
        """The number with its unit."""
        forms = (self.it if italian else self.en).split("|")
        return forms[0 if one else -1].replace("{}", shown)


UNITS: dict[str, Unit] = {
    "%": Unit("{} %", "{}%"),
    "% of cost": Unit("{} % del costo", "{}% of the cost"),
    "% of employer contributions on the substitute": Unit(
        "{} % dei contributi per chi sostituisce", "{}% of the employer's contributions on the substitute"
    ),
    "% of hours, at most": Unit("al massimo {} % delle ore", "at most {}% of the hours"),
    "% of pay": Unit("{} % della retribuzione", "{}% of pay"),
    "EUR/day": Unit("{} € al giorno", "€{} a day"),
    "EUR/month per worker": Unit("{} € al mese per persona", "€{} a month per worker"),
    "EUR/year": Unit("{} € l'anno", "€{} a year"),
    "EUR/year, at most": Unit("al massimo {} € l'anno", "at most €{} a year"),
    "children, at least": Unit("almeno {} figlio|almeno {} figli", "at least {} child|at least {} children"),
    "consecutive hours": Unit("{} ora di seguito|{} ore di seguito", "{} hour in a row|{} hours in a row"),
    "consecutive hours every 7 days": Unit(
        "{} ora di seguito ogni 7 giorni|{} ore di seguito ogni 7 giorni",
        "{} hour in a row every 7 days|{} hours in a row every 7 days",
    ),
    "days": Unit("{} giorno|{} giorni", "{} day|{} days"),
    "days from signing": Unit(
        "{} giorno dalla firma|{} giorni dalla firma", "{} day from signing|{} days from signing"
    ),
    "days, at least": Unit("almeno {} giorno|almeno {} giorni", "at least {} day|at least {} days"),
    "days/month": Unit("{} giorno al mese|{} giorni al mese", "{} day a month|{} days a month"),
    "days/year": Unit("{} giorno l'anno|{} giorni l'anno", "{} day a year|{} days a year"),
    "employees, fewer than": Unit("meno di {} dipendenti", "fewer than {} employees"),
    "hour of day": Unit("ore {}", "{}:00"),
    "hours": Unit("{} ora|{} ore", "{} hour|{} hours"),
    "hours/day": Unit("{} ora al giorno|{} ore al giorno", "{} hour a day|{} hours a day"),
    "hours/week": Unit("{} ora a settimana|{} ore a settimana", "{} hour a week|{} hours a week"),
    "hours/week, average": Unit("{} ore a settimana, in media", "{} hours a week on average"),
    "hours/year": Unit("{} ora l'anno|{} ore l'anno", "{} hour a year|{} hours a year"),
    "months": Unit("{} mese|{} mesi", "{} month|{} months"),
    "months after birth": Unit(
        "{} mese dopo la nascita|{} mesi dopo la nascita", "{} month after birth|{} months after birth"
    ),
    "months before the leave": Unit(
        "{} mese prima del congedo|{} mesi prima del congedo", "{} month before the leave|{} months before the leave"
    ),
    "months per couple": Unit(
        "{} mese per la coppia|{} mesi per la coppia", "{} month per couple|{} months per couple"
    ),
    "months per parent": Unit("{} mese per genitore|{} mesi per genitore", "{} month per parent|{} months per parent"),
    "of average daily hours": Unit("{} delle ore medie di un giorno", "{} of average daily hours"),
    "per thousand of labour cost": Unit("{} per mille del costo del lavoro", "{} per thousand of labour cost"),
    "times a year, at least": Unit(
        "almeno {} volta l'anno|almeno {} volte l'anno", "at least {} time a year|at least {} times a year"
    ),
    "weeks/year": Unit("{} settimana l'anno|{} settimane l'anno", "{} week a year|{} weeks a year"),
    "working days": Unit("{} giorno di lavoro|{} giorni di lavoro", "{} working day|{} working days"),
    "working days per parent and year": Unit(
        "{} giorno di lavoro l'anno per genitore|{} giorni di lavoro l'anno per genitore",
        "{} working day per parent and year|{} working days per parent and year",
    ),
    "working days/year": Unit(
        "{} giorno di lavoro l'anno|{} giorni di lavoro l'anno", "{} working day a year|{} working days a year"
    ),
    "years": Unit("{} anno|{} anni", "{} year|{} years"),
    "years of child": Unit("{} anno di età|{} anni di età", "{} year of age|{} years of age"),
    "years of child, at least": Unit(
        "almeno {} anno di età|almeno {} anni di età", "at least {} year of age|at least {} years of age"
    ),
    "years of child, from the start of pregnancy": Unit(
        "dall'inizio della gravidanza a {} anno di età|dall'inizio della gravidanza a {} anni di età",
        "from the start of pregnancy to {} year of age|from the start of pregnancy to {} years of age",
    ),
    "years of child, under": Unit(
        "sotto {} anno di età|sotto {} anni di età", "under {} year of age|under {} years of age"
    ),
    "years, at most": Unit("al massimo {} anno|al massimo {} anni", "at most {} year|at most {} years"),
    "%, at most": Unit("al massimo {} %", "at most {}%"),
    "% of cost, at most": Unit("al massimo {} % del costo", "at most {}% of the cost"),
    "% of employer contributions, at most": Unit(
        "al massimo {} % dei contributi dell'impresa", "at most {}% of the employer's contributions"
    ),
    "% of pay, at most": Unit("al massimo {} % della retribuzione", "at most {}% of pay"),
    "AWU, fewer than": Unit("meno di {} unità di lavoro", "fewer than {} work units"),
    "EUR once": Unit("{} € una volta sola", "€{} once"),
    "EUR per beneficiary per year, more than": Unit(
        "più di {} € l'anno per chi riceve", "more than €{} a year per beneficiary"
    ),
    "EUR per firm": Unit("{} € per impresa", "€{} per firm"),
    "EUR per payment, more than": Unit("più di {} € a pagamento", "more than €{} a payment"),
    "EUR, more than": Unit("più di {} €", "more than €{}"),
    "EUR/year, more than": Unit("più di {} € l'anno", "more than €{} a year"),
    "calendar years": Unit("{} anno di calendario|{} anni di calendario", "{} calendar year|{} calendar years"),
    "characters": Unit("{} carattere|{} caratteri", "{} character|{} characters"),
    "closed years": Unit("{} anno chiuso|{} anni chiusi", "{} closed year|{} closed years"),
    "days, at most": Unit("al massimo {} giorno|al massimo {} giorni", "at most {} day|at most {} days"),
    "digits": Unit("{} cifra|{} cifre", "{} digit|{} digits"),
    "employees, more than": Unit("più di {} dipendenti", "more than {} employees"),
    "measures, at least": Unit("almeno {} misura|almeno {} misure", "at least {} measure|at least {} measures"),
    "months, more than": Unit("più di {} mese|più di {} mesi", "more than {} month|more than {} months"),
    "% of contributions": Unit("{} % dei contributi", "{}% of contributions"),
    "% of face value": Unit("{} % del valore facciale", "{}% of face value"),
    "% of hours, at least": Unit("almeno {} % delle ore", "at least {}% of the hours"),
    "% of weekly hours": Unit("{} % delle ore settimanali", "{}% of weekly hours"),
    "% of yearly hours": Unit("{} % delle ore annue", "{}% of yearly hours"),
    "%, at least": Unit("almeno {} %", "at least {}%"),
    "%, more than": Unit("più di {} %", "more than {}%"),
    "EUR": Unit("{} €", "€{}"),
    "EUR per worker": Unit("{} € per persona", "€{} per worker"),
    "EUR/month": Unit("{} € al mese", "€{} a month"),
    "days from the event": Unit(
        "{} giorno dall'evento|{} giorni dall'evento", "{} day from the event|{} days from the event"
    ),
    "days from the request": Unit(
        "{} giorno dalla richiesta|{} giorni dalla richiesta", "{} day from the request|{} days from the request"
    ),
    "degree, at most": Unit("al massimo {}° grado", "degree {} at most"),
    "employees, at most": Unit(
        "al massimo {} dipendente|al massimo {} dipendenti", "at most {} employee|at most {} employees"
    ),
    "hours before": Unit("{} ora prima|{} ore prima", "{} hour before|{} hours before"),
    "hours per 24 hours, average": Unit("{} ore ogni 24, in media", "{} hours in every 24 on average"),
    "km, more than": Unit("più di {} km", "more than {} km"),
    "minutes, at least": Unit("almeno {} minuto|almeno {} minuti", "at least {} minute|at least {} minutes"),
    "months after the year": Unit(
        "{} mese dopo la fine dell'anno|{} mesi dopo la fine dell'anno",
        "{} month after the year|{} months after the year",
    ),
    "months before the due date": Unit(
        "{} mese prima della data prevista|{} mesi prima della data prevista",
        "{} month before the due date|{} months before the due date",
    ),
    "months, at most": Unit("al massimo {} mese|al massimo {} mesi", "at most {} month|at most {} months"),
    "months/year": Unit("{} mese l'anno|{} mesi l'anno", "{} month a year|{} months a year"),
    "paid months, beyond which income is tested": Unit(
        "{} mesi pagati, oltre i quali conta il reddito", "{} paid months, beyond which income is tested"
    ),
    "percentage points": Unit("{} punto percentuale|{} punti percentuali", "{} percentage point|{} percentage points"),
    "times": Unit("{} volta|{} volte", "{} time|{} times"),
    "times the minimum pension": Unit("{} volte la pensione minima", "{} times the minimum pension"),
    "weeks": Unit("{} settimana|{} settimane", "{} week|{} weeks"),
    "workers, at most": Unit("al massimo {} addetto|al massimo {} addetti", "at most {} worker|at most {} workers"),
    "years after the leave": Unit(
        "{} anno dopo il congedo|{} anni dopo il congedo", "{} year after the leave|{} years after the leave"
    ),
    "years before the request": Unit(
        "{} anno prima della richiesta|{} anni prima della richiesta",
        "{} year before the request|{} years before the request",
    ),
    "years from signing": Unit("{} anno dalla firma|{} anni dalla firma", "{} year from signing|{} years from signing"),
    "years, at least": Unit("almeno {} anno|almeno {} anni", "at least {} year|at least {} years"),
}
