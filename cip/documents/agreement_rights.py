"""What an agreement gives to who works in a firm, and what it asks of the firm, in plain sentences from its own values.

Only what the text says and we have read: a value that is unknown, or that the text does not have, has no sentence.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from cip.agreement.duties import number_on
from cip.agreement.leave.amounts import days_in
from cip.agreement.leave.minutes import in_words
from cip.documents.translation import translations
from cip.kernel.texts import Language
from cip.rulebook.agreements import row_of
from cip.rulebook.shapes.agreement import Agreement, ValueRow


@dataclass(frozen=True, slots=True)
class Rights:
    """The sentences of an agreement on a day, in a language."""

    agreement: Agreement
    on: date
    language: Language

    def all(self) -> Iterator[str]:
        """What who works there may count on: leave by the hour, the band, hours for care, part-time."""
        yield from self._hours()
        yield from self._asking()
        yield from self._other()

    def of_firm(self) -> Iterator[str]:
        """What the firm does besides: the plan after its check-up, how long measures last, how it leaves."""
        ngettext = translations(self.language).ngettext
        plan, keep, leave = (self._number(name) for name in ("plan_days", "keep_months", "leaving_notice_months"))
        if plan is not None:
            words = ngettext(
                "Preparate il piano entro %(num)s giorno dal check-up.",
                "Preparate il piano entro %(num)s giorni dal check-up.",
                plan,
            )
            yield words % {"num": plan}
        if keep is not None:
            words = ngettext(
                "Le misure del piano restano in uso almeno %(num)s mese.",
                "Le misure del piano restano in uso almeno %(num)s mesi.",
                keep,
            )
            yield words % {"num": keep}
        if leave is not None:
            words = ngettext(
                "Per uscire avvisate %(num)s mese prima.", "Per uscire avvisate %(num)s mesi prima.", leave
            )
            yield words % {"num": leave}

    def _hours(self) -> Iterator[str]:
        _ = translations(self.language).gettext
        hourly = self.agreement.hourly_parental_leave
        if self._value(hourly.available) is True:
            yield _("Il congedo parentale si può usare anche a ore, a tempo pieno e part-time.")
        least, step = self._value(hourly.min_unit_minutes), self._value(hourly.step_minutes)
        if isinstance(least, int) and isinstance(step, int):
            words = {"least": in_words(least), "step": in_words(step)}
            yield _("Ogni volta almeno %(least)s, poi a scatti di %(step)s.") % words
        elif isinstance(least, int):
            yield _("Ogni volta almeno %(least)s.") % {"least": in_words(least)}
        if self._value(hourly.monthly_plan) is True:
            yield _("Le ore di ogni mese si scrivono in un piano, concordato con l'impresa.")

    def _asking(self) -> Iterator[str]:
        _ = translations(self.language).gettext
        hourly = self.agreement.hourly_parental_leave
        notice = self._days(hourly.notice_days, hourly.notice_unit)
        urgent = self._days(hourly.notice_urgent_days, hourly.notice_urgent_unit)
        if notice and urgent:
            words = {"days": notice, "urgent": urgent}
            yield _("Preavviso: %(days)s. Se prima era impossibile: %(urgent)s.") % words
        elif notice:
            yield _("Preavviso: %(days)s. Se è urgente, chiedete comunque.") % {"days": notice}
        reply = self._days(hourly.reply_days, hourly.reply_unit)
        if reply:
            yield _("Risposta dell'impresa: entro %(days)s.") % {"days": reply}
            if self._value(hourly.silence) == "accepted":
                yield _("Senza risposta, la richiesta è accettata.")

    def _other(self) -> Iterator[str]:
        _, ngettext = translations(self.language).gettext, translations(self.language).ngettext
        band, care = self._number("band_minutes"), self._number("elder_hours_year")
        reply, back = self._number("part_time_reply_days"), self._number("part_time_return_months")
        if band is not None:
            yield _("Orario di entrata e di uscita flessibile: una fascia di %(length)s.") % {"length": in_words(band)}
        if care is not None:
            words = ngettext(
                "%(num)s ora l'anno per accompagnare chi non è autonomo.",
                "%(num)s ore l'anno per accompagnare chi non è autonomo.",
                care,
            )
            yield words % {"num": care}
        if reply is not None:
            words = ngettext(
                "Chi chiede il part-time ha una risposta entro %(num)s giorno.",
                "Chi chiede il part-time ha una risposta entro %(num)s giorni.",
                reply,
            )
            yield words % {"num": reply}
        if back is not None:
            words = ngettext(
                "Il ritorno dal part-time al tempo pieno è garantito dopo %(num)s mese.",
                "Il ritorno dal part-time al tempo pieno è garantito dopo %(num)s mesi.",
                back,
            )
            yield words % {"num": back}

    def _number(self, param: str) -> int | None:
        return number_on(self.agreement, param, self.on)

    def _value(self, rows: tuple[ValueRow, ...] | None) -> object:
        """The value of the day; None where the text has none or nobody has read it."""
        row = row_of(rows, self.on)
        return row.value if row is not None and row.kind == "known" else None

    def _days(self, rows: tuple[ValueRow, ...] | None, unit: tuple[ValueRow, ...] | None) -> str:
        """A term with its kind of days: 5 giorni di calendario; empty where either is not known."""
        days, kind = self._value(rows), self._value(unit)
        if not isinstance(days, int) or kind not in ("calendar_day", "working_day"):
            return ""
        return days_in(days, kind).words.in_language(self.language)
