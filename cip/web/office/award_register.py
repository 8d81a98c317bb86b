"""The national register of aid for one call: what to register as a file, the answer that came back, codes by hand."""

from collections.abc import Callable

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from cip.database.work import Work
from cip.incentives.actions.read_register import read_register
from cip.incentives.actions.record_code import (
    CodeOfOtherAwardError,
    OddCodeDayError,
    OtherCodeError,
    record_code,
)
from cip.incentives.award_decisions import LONGEST_WHY
from cip.incentives.award_sentences import LABELS
from cip.incentives.reads import CALL
from cip.incentives.reads.award_checks import codes_of
from cip.incentives.reads.award_kinds import AWARD
from cip.incentives.reads.awards import awards_of_call
from cip.incentives.reads.register import aids_to_register, imports_of_call
from cip.incentives.register_codes import LONGEST_CODE, OF_AWARD, CodeKind, OddCodeError
from cip.incentives.register_files import ANSWER_COLUMNS, EXPORT_COLUMNS, MOST_BYTES, FileRegister
from cip.incentives.register_port import AidRegister, UnreadableAnswerError
from cip.parties.access import load_for
from cip.parties.reads.acting import firm_names
from cip.web.done import back, done_words
from cip.web.handing_in import sent_file, takes_file
from cip.web.language import gettext as _
from cip.web.office import office
from cip.web.office.award import award_page
from cip.web.office.award_visit import CALL_AWARDS, ONE_AWARD, open_award, refused_in_words
from cip.web.office.award_words import outcome_words
from cip.web.office.visit import CallVisit, open_call
from cip.web.people_named import named_doers
from cip.web.printed import attached
from cip.web.shown import in_words
from cip.web.state import actor, reading, working
from cip.web.typed import Typed, sent

OF_CALL: tuple[CodeKind, ...] = ("car", "cup")
REGISTER: AidRegister = FileRegister()
"""The register as this installation reaches it."""


@office.get(f"{CALL_AWARDS}/register")
def award_register(body_id: str, call_id: str) -> Response:
    """What goes to the register, what came back, the codes of the measure."""
    return _page(open_call(body_id, call_id, "read"), Typed())


@office.get(f"{CALL_AWARDS}/register.csv")
def award_register_export(body_id: str, call_id: str) -> Response:
    """The file of what is to be registered."""
    visit = open_call(body_id, call_id, "read")
    with reading() as session:
        aids = aids_to_register(session, visit.call, awards_of_call(session, call_id))
    return attached(REGISTER.export(aids), REGISTER.mimetype, REGISTER.filename)


@office.post(f"{CALL_AWARDS}/register")
@takes_file
def award_register_import(body_id: str, call_id: str) -> AnyResponse:
    """Read the answer of the register; every line is told."""
    visit, form = open_call(body_id, call_id, "manage"), sent()
    found = sent_file("answer")
    if found is None:
        form.errors["answer"] = _("Scegliete il file con i codici.")
        return _page(visit, form)
    content = found[0].read(MOST_BYTES + 1)
    try:
        with refused_in_words(), working() as work:
            load_for(work.session, actor(), CALL, call_id, action="manage", parent=body_id)
            read_register(work, call_id, content, REGISTER)
    except UnreadableAnswerError:
        columns = ", ".join(ANSWER_COLUMNS)
        form.errors["answer"] = _("Il file non si legge. Serve una tabella CSV con le colonne: %(columns)s.") % {
            "columns": columns
        }
        return _page(visit, form)
    return back("office.award_register", "saved", body_id=body_id, call_id=call_id)


@office.post(f"{CALL_AWARDS}/codes")
def call_code(body_id: str, call_id: str) -> AnyResponse:
    """Write a code of the measure by hand."""
    visit, form = open_call(body_id, call_id, "manage"), sent()

    def record(work: Work, kind: CodeKind) -> None:
        load_for(work.session, actor(), CALL, call_id, action="manage", parent=body_id)
        _record(work, form, call_id, None, kind)

    if not _written(form, OF_CALL, record):
        return _page(visit, form)
    return back("office.award_register", "saved", body_id=body_id, call_id=call_id)


@office.post(f"{ONE_AWARD}/codes")
def award_code(body_id: str, call_id: str, award_id: str) -> AnyResponse:
    """Write a code of one award by hand."""
    found, form = open_award(body_id, call_id, award_id, "manage"), sent()

    def record(work: Work, kind: CodeKind) -> None:
        load_for(work.session, actor(), AWARD, award_id, action="manage", parent=call_id)
        _record(work, form, call_id, award_id, kind)

    if not _written(form, OF_AWARD, record):
        return award_page(found, form)
    return back("office.award", "saved", body_id=body_id, call_id=call_id, award_id=award_id)


def _record(work: Work, form: Typed, call_id: str, award_id: str | None, kind: CodeKind) -> None:
    on = form.day("code_on")
    if on is not None:
        reason = form.line("code_reason", LONGEST_WHY)
        record_code(work, call_id, award_id, kind, form.raw("code"), on, reason=reason)


def _written(form: Typed, kinds: tuple[CodeKind, ...], record: Callable[[Work, CodeKind], None]) -> bool:
    """Whether a code was written; what is wrong stands in the form."""
    kind = form.choice("code_kind", kinds, _("Dite quale codice è."))
    form.line("code", LONGEST_CODE * 2, missing=_("Scrivete il codice."))
    form.day("code_on", missing=_("Scrivete il giorno del codice."))
    if form.errors:
        return False
    try:
        with refused_in_words(), working() as work:
            record(work, kind)
    except OddCodeError:
        form.errors["code"] = _("Un codice ha solo lettere, cifre, trattini o barre, al massimo 30.")
    except OtherCodeError as error:
        form.errors["code_reason"] = _("C'è già il codice %(code)s: scrivete perché cambia.") % {"code": error.code}
    except CodeOfOtherAwardError:
        form.errors["code"] = _("Questo codice è già di un altro contributo.")
    except OddCodeDayError:
        form.errors["code_on"] = _("Il giorno del codice è oggi o prima.")
    return not form.errors


def _page(visit: CallVisit, form: Typed) -> Response:
    with reading() as session:
        awards = awards_of_call(session, visit.id)
        imports = imports_of_call(session, visit.id)
        codes = codes_of(session, visit.id, None)
        firms = firm_names(session, {award.firm_id for award in awards})
        by = named_doers(session, {one.by_label for one in imports})
    return form.page(
        "office/award_register.html",
        visit=visit,
        count=sum(1 for award in awards if award.live or award.held),
        imports=imports,
        firms={award.id: firms.get(award.firm_id, "") for award in awards},
        by=by,
        outcomes=outcome_words(),
        codes=[(kind, in_words(LABELS[kind]), codes.get(kind)) for kind in OF_CALL],
        kinds=[(kind, in_words(LABELS[kind])) for kind in OF_CALL],
        export_columns=EXPORT_COLUMNS,
        answer_columns=ANSWER_COLUMNS,
        may_manage=visit.may("manage"),
        done=done_words(),
    )
