"""Letters of approved awards get their protocol number, once each; then firms are told that a letter waits.

Order of locks: the call, the awards by id, the words of the office's protocol.
"""

from collections.abc import Collection, Sequence
from datetime import date

from cip.database.locks import lock, lock_words
from cip.database.work import Work
from cip.incentives.actions.check_award import hold_award
from cip.incentives.actions.move_call import hold_call
from cip.incentives.actions.prepare_call import person_of
from cip.incentives.actions.reserve_awards import WrongAwardStateError, record_award_move
from cip.incentives.actions.tell_firm import tell_firm
from cip.incentives.award_letter import KeptLetter, letter_text
from cip.incentives.award_states import AWARDED_STATES, award_transition
from cip.incentives.awards import StoredAward
from cip.incentives.reads.award_letters import letter_kept, letters_for, letters_kept, numbers_taken
from cip.incentives.reads.awards import award_of
from cip.incentives.reads.calls import call_of
from cip.incentives.records import AwardLetterRow, AwardRow
from cip.kernel.canonical import sha256_of
from cip.kernel.clock import today
from cip.kernel.errors import RefusalError
from cip.parties.reads import find_body


class NumberTakenError(RefusalError):
    """The office has given some of these protocol numbers already; `numbers` are they."""

    def __init__(self, numbers: Collection[int]) -> None:
        super().__init__(f"These protocol numbers were given before: {', '.join(map(str, sorted(numbers)))}.")
        self.numbers = tuple(sorted(numbers))


class OddProtocolDayError(RefusalError, ValueError):
    """The day of a protocol number lies before the act, or is still to come."""

    def __init__(self) -> None:
        super().__init__("The day of the protocol is from the day of the act to today.")


class NoProtocolError(RefusalError):
    """A firm is told once the letter has its protocol number."""

    def __init__(self) -> None:
        super().__init__("The letter has no protocol number yet.")


class NotOfCallError(RefusalError, LookupError):
    """An award is not of this call."""

    def __init__(self) -> None:
        super().__init__("This award is not of this call.")


def number_letters(
    work: Work, call_id: str, award_ids: Collection[str], *, first: int, on: date
) -> dict[str, KeptLetter]:
    """Give the letters of approved awards of a call their protocol numbers, one after the other from `first`, in the
    order of the awards; every letter by award. One that has its number keeps it and uses none up.

    Raises WrongAwardStateError for an award without approval, NumberTakenError, OddProtocolDayError, NotOfCallError.
    """
    hold_call(work, call_id)
    awards = [_held(work, call_id, award_id) for award_id in sorted(set(award_ids))]
    kept = letters_kept(work.session, [award.id for award in awards])
    fresh = sorted((award for award in awards if award.id not in kept), key=lambda one: (one.begun_at, one.id))
    if any(award.state not in AWARDED_STATES for award in fresh):
        raise WrongAwardStateError
    if fresh:
        _number(work, call_id, fresh, first, on)
    return letters_kept(work.session, [award.id for award in awards])


def notify_award(work: Work, award_id: str) -> None:
    """Tell a firm that the letter of its award waits; the days to accept run from today. Raises WrongAwardStateError,
    NoProtocolError, LookupError.
    """
    award = hold_award(work, award_id)
    if award_transition(award.state, "notify") is None:
        raise WrongAwardStateError
    letter = letter_kept(work.session, award_id)
    if letter is None:
        raise NoProtocolError
    record_award_move(work, award_id, "notify", person=person_of(work), reference=letter.protocol.shown)
    call = call_of(work.session, award.call_id)
    body = find_body(work.session, call.body_id)
    values = {"body": body.name if body else "", "call": call.title}
    tell_firm(work, award.firm_id, "award_letter", values, f"awards/{award_id}", key=award_id)


def _held(work: Work, call_id: str, award_id: str) -> StoredAward:
    lock(work.session, AwardRow, award_id)
    award = award_of(work.session, award_id)
    if award.call_id != call_id:
        raise NotOfCallError
    return award


def _number(work: Work, call_id: str, awards: Sequence[StoredAward], first: int, on: date) -> None:
    call = call_of(work.session, call_id)
    # Two calls of one office number from the same protocol.
    lock_words(work.session, f"protocol {call.body_id} {on.year}")
    numbers = range(first, first + len(awards))
    taken = numbers_taken(work.session, call.body_id, on.year, numbers)
    if taken:
        raise NumberTakenError(taken)
    letters = letters_for(work.session, awards)
    for number, award in zip(numbers, awards, strict=True):
        letter = letters[award.id]
        if not letter.act_on <= on <= today(work.now):
            raise OddProtocolDayError
        content = letter_text(letter)
        row = AwardLetterRow(
            award_id=award.id,
            body_id=call.body_id,
            protocol_year=on.year,
            protocol_number=number,
            protocol_on=on,
            content=content,
            sha256=sha256_of(content),
            made_at=work.now,
            made_label=work.actor.label,
        )
        work.session.add(row)
    work.session.flush()
