"""What a firm says when it joins an agreement, as the form that is signed; and what is missing before that. Pure."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from cip.agreement.adherence import Adherence, ClauseProof, Matter, Route, read_matters
from cip.agreement.duties import number_on
from cip.agreement.facts import route_proved
from cip.agreement.lives import Life, life_of
from cip.agreement.reach import in_sector, in_territory, sharing, size_kept
from cip.kernel.canonical import canonical_json, sha256_of
from cip.kernel.days import parse_day
from cip.kernel.texts import Reason, Text, Value
from cip.parties.firms import Firm, Seat
from cip.rulebook.agreements import AgreementBook
from cip.rulebook.shapes.agreement import Agreement

Step = Literal["agreement", "seat", "size", "route", "other_text"]
"""The parts of a joining, in the order in which they are asked."""

_SENTENCES: Mapping[str, Text] = {
    "no_joining": Text(it="A questo testo non si aderisce con un modulo.", en="Nobody joins this text with a form."),
    "sharing": Text(
        it="Siete già in un accordo che decide le stesse materie: {names}. Prima uscite da quello.",
        en="You are in an agreement that decides the same matters already: {names}. Leave that one first.",
    ),
    "seat": Text(
        it="Scegliete la sede che sta nel territorio dell'accordo.",
        en="Choose the seat that is in the territory of the agreement.",
    ),
    "size_unknown": Text(it="Scrivete quante persone lavorano da voi.", en="Write how many people work for you."),
    "too_large": Text(
        it="L'accordo è per imprese fino a {most} persone: ne avete scritte {counted}.",
        en="The agreement is for firms of up to {most} people: you wrote {counted}.",
    ),
    "route": Text(
        it="Dite per quale via aderite e mostrate una prova: un file, un numero, o un documento visto.",
        en="Say by which route you join and show a proof: a file, a number, or a paper that was seen.",
    ),
    "route_not_there": Text(
        it="Questo accordo non prevede la via che avete scelto.", en="This agreement does not have the route you chose."
    ),
    "other_text": Text(
        it="Dite se avete già un altro accordo aziendale o territoriale.",
        en="Say whether you have another company or territorial agreement already.",
    ),
}


@dataclass(frozen=True, slots=True)
class Missing:
    """What keeps a firm from signing: in which part of the joining, and why."""

    step: Step
    because: Reason


@dataclass(frozen=True, slots=True)
class JoiningForm:
    """What stands on the form: nothing of it changes once it is fixed."""

    agreement_id: str
    book_sha256: str
    version: int
    fixed_on: date
    firm: str
    tax_code: str
    seat: str
    seat_code: str | None
    ccnl_code: str | None
    route: Route
    reference: str | None
    size_counted: int | None
    other_text: bool
    other_text_on: date | None
    other_text_matters: tuple[Matter, ...]

    @property
    def content(self) -> str:
        """The form as canonical JSON."""
        values: dict[str, Any] = asdict(self)
        values["fixed_on"] = self.fixed_on.isoformat()
        values["other_text_on"] = self.other_text_on.isoformat() if self.other_text_on else None
        values["other_text_matters"] = list(self.other_text_matters)
        return canonical_json(values)

    @property
    def sha256(self) -> str:
        """The digest that is printed on the form."""
        return sha256_of(self.content)


def read_form(content: str) -> JoiningForm:
    """The form of a stored content."""
    values: dict[str, Any] = json.loads(content)
    values["fixed_on"] = parse_day(values["fixed_on"])
    values["other_text_on"] = parse_day(values["other_text_on"]) if values["other_text_on"] else None
    values["other_text_matters"] = read_matters(",".join(values["other_text_matters"]))
    return JoiningForm(**values)


def form_of(
    adherence: Adherence, proofs: Sequence[ClauseProof], firm: Firm, book: AgreementBook, on: date
) -> JoiningForm:
    """The form of a draft that misses nothing, in its next version. Raises ValueError if it misses something."""
    proof = route_proved(proofs, adherence.route) if adherence.route else None
    if adherence.route is None or adherence.seat_name is None or adherence.declares_other_text is None or proof is None:
        raise ValueError("only a draft that misses nothing has a form")
    return JoiningForm(
        agreement_id=adherence.agreement_id,
        book_sha256=book.sha256,
        version=adherence.form_version + 1,
        fixed_on=on,
        firm=firm.name,
        tax_code=firm.tax_code,
        seat=adherence.seat_name,
        seat_code=adherence.seat_code,
        ccnl_code=firm.ccnl_code,
        route=adherence.route,
        reference=proof.reference,
        size_counted=adherence.size_counted,
        other_text=adherence.declares_other_text,
        other_text_on=adherence.other_text_on,
        other_text_matters=adherence.other_text_matters,
    )


def refusal(
    agreement: Agreement, book: AgreementBook, held: Sequence[Adherence], on: date
) -> tuple[Life, tuple[Reason, ...]]:
    """Why nobody, or not a firm with the adherences `held`, joins an agreement on a day; no reason if it may."""
    life = life_of(agreement, book, on)
    if agreement.joining is None:
        return life, (_reason("A-03", "no_joining"),)
    if life.status != "in_force":
        return life, life.because
    shared = sharing(agreement, book, held, on)
    if not shared:
        return life, ()
    names = Text(
        it=", ".join(book.by_id[other].name.it for other in sorted(shared)),
        en=", ".join(book.by_id[other].name.en for other in sorted(shared)),
    )
    return life, (_reason("A-07", "sharing", names=names),)


def missing_before_signing(
    adherence: Adherence,
    proofs: Sequence[ClauseProof],
    agreement: Agreement,
    book: AgreementBook,
    firm: Firm,
    held: Sequence[Adherence],
    on: date,
) -> tuple[Missing, ...]:
    """What keeps a draft from being signed on a day, in the order of the steps; `held` are the firm's adherences."""
    refused = tuple(Missing("agreement", reason) for reason in refusal(agreement, book, held, on)[1])
    sector = in_sector(agreement, firm.ccnl_code)
    if sector.holds is not True:
        refused += (Missing("agreement", sector.because),)
    return (*refused, *_missing(adherence, proofs, agreement, book, on))


def _missing(
    adherence: Adherence, proofs: Sequence[ClauseProof], agreement: Agreement, book: AgreementBook, on: date
) -> Iterator[Missing]:
    seat = Seat("", "", adherence.seat_name or "", adherence.seat_code)
    if adherence.seat_name is None or in_territory(agreement, book, [seat], on).holds is not True:
        yield Missing("seat", _reason("A-01", "seat"))
    kept = size_kept(agreement, adherence.size_counted, on)
    if adherence.size_counted is None:
        yield Missing("size", _reason("A-02", "size_unknown"))
    elif kept is False:
        most = number_on(agreement, "max_size", on) or 0
        yield Missing("size", _reason("A-02", "too_large", most=most, counted=adherence.size_counted))
    if adherence.route is None or route_proved(proofs, adherence.route) is None:
        yield Missing("route", _reason("A-03", "route"))
    elif agreement.joining is not None and adherence.route not in agreement.joining.routes:
        yield Missing("route", _reason("A-03", "route_not_there"))
    if adherence.declares_other_text is None:
        yield Missing("other_text", _reason("A-07", "other_text"))


def _reason(clause: str, rule: str, **values: Value) -> Reason:
    return Reason(f"{clause}.{rule}", _SENTENCES[rule], values)
