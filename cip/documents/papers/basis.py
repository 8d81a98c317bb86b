"""What papers are made from, and the pieces that several of them share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from cip.assessment.plan import Plan, PlannedMeasure, months_of
from cip.documents.citing import Citer
from cip.documents.formats import long_day, short_day
from cip.documents.parts import Citation, Report
from cip.documents.sheets import Items, Line
from cip.documents.translation import translations
from cip.kernel.texts import Language, Text
from cip.rulebook.guides import NO_GUIDES, GuideBook
from cip.rulebook.packs import Pack

NO_PLAN = Plan()


@dataclass(frozen=True)
class Basis:
    """A pack with its guides, a day, a language, and what is known of the firm: its plan and, where there is one, its
    report.
    """

    pack: Pack
    language: Language
    on: date
    plan: Plan = NO_PLAN
    report: Report | None = None
    guides: GuideBook = NO_GUIDES

    @cached_property
    def cite(self) -> Citer:
        """The law on the day of the paper."""
        return Citer(self.pack.content.law, self.on, self.language)

    def say(self, text: Text) -> str:
        """A text of the pack."""
        return text.in_language(self.language)

    def words(self, text: str) -> str:
        """A fixed word of the papers, already asked for with `gettext`."""
        return translations(self.language).gettext(text)

    def day(self, day: date) -> str:
        """`21 novembre 2026`."""
        return long_day(day, self.language)

    def short(self, day: date | None) -> str:
        """`21/11/2026`, or nothing."""
        return short_day(day, self.language) if day else ""

    def measure(self, code: str) -> str:
        """The name of a measure; a code that the pack no longer has stands for itself."""
        found = self.pack.measures.get(code)
        return self.say(found.name) if found else code

    @cached_property
    def follow_up_months(self) -> tuple[int, ...]:
        """The months after its start at which a measure of the plan is looked at: those of the model, and those at
        which somebody looked under an earlier one.
        """
        return months_of(self.plan.measures, self.pack.weights_on(self.on).follow_up_months)

    @property
    def months_in_words(self) -> str:
        """These months in a row: «6 e 12»."""
        return numbers_in_words(self.follow_up_months, self.language)

    def planned(self, codes: Iterable[str]) -> tuple[PlannedMeasure, ...]:
        """The promised measures of the plan among some codes."""
        wanted = frozenset(codes)
        return tuple(item for item in self.plan.promised if item.code in wanted)

    def footer(self, title: str) -> tuple[str, str]:
        """The two lines at the foot: what this is and of which day, and how far it is confirmed."""
        _ = translations(self.language).gettext
        about = self.pack.content.about
        first = f"{self.say(about.label)}, {title}, {self.day(self.on)}."
        second = _("È una proposta: IRENE e i sindacati devono ancora confermarla.") if self.proposal else ""
        return first, second

    @property
    def proposal(self) -> bool:
        """Whether the model still waits to be confirmed."""
        return self.pack.content.about.status == "proposal"

    @property
    def kicker(self) -> str:
        """The model's name above a title, with its state."""
        label = self.say(self.pack.content.about.label)
        return f"{label} · {translations(self.language).gettext('proposta')}" if self.proposal else label


def first_sentence(text: str) -> str:
    """A text up to the end of its first sentence: a stop, then a space and a capital letter."""
    for index, sign in enumerate(text):
        rest = text[index + 1 : index + 3]
        if sign in ".!?" and (not rest.strip() or (rest[0] == " " and rest[1:2].isupper())):
            return text[: index + 1]
    return text


def numbers_in_words(numbers: Sequence[int], language: Language) -> str:
    """Numbers in a row: «6», «6 e 12», «3, 6 e 12»; nothing where there is none."""
    if not numbers:
        return ""
    *others, last = map(str, numbers)
    return (
        translations(language).gettext("%(others)s e %(last)s")
        % {
            "others": ", ".join(others),
            "last": last,
        }
        if others
        else last
    )


def state_words(language: Language) -> dict[str, str]:
    """What the states of a plan are called."""
    _ = translations(language).gettext
    return {
        "proposed": _("proposta, da concordare"),
        "agreed": _("concordata"),
        "in_use": _("in uso"),
        "done": _("conclusa"),
        "dropped": _("lasciata"),
    }


def law_items(basis: Basis, keys: Sequence[str]) -> Items:
    """Citations as lines: what, how much, and in small print act, article, dates and how sure."""
    known = basis.pack.content.law.parameters
    found = (basis.cite.parameter(key) for key in dict.fromkeys(keys) if key in known)
    return Items(tuple(_law_line(basis, item) for item in found))


def _law_line(basis: Basis, item: Citation) -> Line:
    _ = translations(basis.language).gettext
    sure = _("citata a memoria: da verificare") if item.to_verify else _("letta il %(day)s") % {"day": item.read_on}
    return Line(f"{item.value.removesuffix('.')}.", f"{item.label}:", f"{item.source}, {item.when}; {sure}.")
