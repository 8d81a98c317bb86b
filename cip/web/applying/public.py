"""Without an account: the one-minute check of a call, which keeps nothing, and the page that a receipt's code opens."""

import re

from flask import Response, render_template

from cip.incentives.bound_call import BoundCall
from cip.incentives.deadline import taken_in_time
from cip.incentives.prepared import judge
from cip.incentives.reads import pack_of_call, public_call, submission_of_receipt
from cip.incentives.reads.prepared import bound_to
from cip.parties.access import NotYoursError
from cip.parties.reads import find_body
from cip.rulebook.shapes.call import Amounts, CallFact
from cip.web.applying import receipts
from cip.web.applying.values import field_name, read_fact
from cip.web.applying.words import amount_is_open, outlook_words, verdict_words
from cip.web.call_words import CallTeller
from cip.web.state import now, reading
from cip.web.typed import Typed, sent

_CODE = re.compile(r"[0-9a-f]{32}", re.ASCII)


@receipts.get("/calls/<call_id>/check")
def check_alone(call_id: str) -> Response:
    """The questions that the rules of a call read."""
    return _page(call_id, Typed())


@receipts.post("/calls/<call_id>/check")
def checked_alone(call_id: str) -> Response:
    """Each rule met, not met or not known, and why; nothing of the answers is kept."""
    return _page(call_id, sent())


@receipts.get("/receipts/<code>")
def arrived(code: str) -> Response:
    """That this digest arrived at this time; nothing more."""
    found = None
    if _CODE.fullmatch(code):
        with reading() as session:
            found = submission_of_receipt(session, code)
    page = render_template("applying/arrived.html", found=found)
    return Response(page, 200 if found else 404, mimetype="text/html")


def _page(call_id: str, form: Typed) -> Response:
    with reading() as session:
        call = public_call(session, call_id)
        if call is None:
            raise NotYoursError
        pack = pack_of_call(session, call)
        body = find_body(session, call.body_id)
    bound = bound_to(pack)
    asked = _asked(bound)
    values = {fact.id: read_fact(form, fact) for fact in asked} if form.sent else {}
    judgement = judge(bound, {name: value for name, value in values.items() if value is not None})
    return form.page(
        "applying/check_alone.html",
        call=call,
        pack=pack,
        body=body,
        teller=CallTeller(pack),
        facts=asked,
        field_name=field_name,
        amount_open=amount_is_open(bound, {name for name, value in values.items() if value is not None}),
        judgement=judgement if form.sent and not form.errors else None,
        outlook=outlook_words(judgement),
        verdict_words=verdict_words,
        taking=taken_in_time(call, now()),
    )


def _asked(bound: BoundCall) -> list[CallFact]:
    """The facts that decide who may apply and how much there is, in the order of the call."""
    call = bound.call
    rules = [bound.conditions[rule.when] for rule in call.eligibility]
    names = set(bound.reads(*rules))
    if isinstance(call.amounts, Amounts):
        names |= set(bound.reads(*(bound.numbers[line.cents] for line in call.amounts.lines)))
    return [fact for fact in bound.pack.facts.values() if fact.id in names]
