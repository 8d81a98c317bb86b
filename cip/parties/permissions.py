"""The one permission table: what is not a row here is refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

Action = Literal[
    "read", "answer", "conclude", "keep", "continue", "close", "erase",
    "adopt", "agree_plan", "sign", "manage", "invite", "leave", "mandate",
    "start", "count", "prove", "witness", "withdraw", "review", "validate", "reopen", "key_in", "share", "assign",
    "advise", "log", "draw_codes", "read_lines", "dispute", "settle",
    "attest", "publish", "move", "submit",
]  # fmt: skip
# holder: has the secret of a browser that began or resumed the check-up. owner, collaborator: of the firm that it hangs
# on. consultant: of a consultancy with a mandate of that firm in force. union, officer, association: staff of such a
# body. committee: of the committee of the agreement that it hangs on. manager, staff: of the very body that is acted
# on. evaluator: named to the panel of the call, with a second factor; of one review, the very person it is given to.
# self: the person that it belongs to. admin: administers the installation. system: the commands of the machine
# itself.
Role = Literal[
    "holder", "owner", "collaborator", "consultant", "union", "officer", "association", "committee", "manager", "staff",
    "evaluator", "self", "admin", "system",
]  # fmt: skip

# Kind -> action -> who may.
TABLE: Mapping[str, Mapping[Action, tuple[Role, ...]]] = {
    "check_up": {
        "read": ("holder", "owner", "collaborator", "consultant", "system"),
        "answer": ("holder", "owner", "collaborator", "consultant"),
        "conclude": ("holder", "owner", "collaborator", "consultant"),
        "keep": ("holder",),
        "continue": ("holder", "owner", "collaborator", "consultant"),
        "close": ("holder", "owner", "collaborator"),
        "erase": ("holder", "owner", "system"),
        "adopt": ("holder",),
        "agree_plan": ("holder", "owner"),
        "prove": ("holder", "owner", "collaborator", "consultant"),
        "witness": ("consultant",),
        "review": ("consultant",),
        "validate": ("consultant",),
        "reopen": ("owner", "collaborator", "consultant"),
        "key_in": ("consultant",),
        "share": ("owner", "collaborator", "consultant"),
        "assign": ("owner",),
    },
    "evidence": {
        "read": ("holder", "owner", "collaborator", "consultant"),
        "withdraw": ("holder", "owner", "collaborator", "self"),
    },
    "snapshot": {"read": ("holder", "owner", "collaborator", "consultant", "system")},
    "numbers_link": {"answer": ("holder",), "share": ("owner", "collaborator", "consultant")},
    "plan_version": {
        "read": ("holder", "owner", "collaborator", "consultant"),
        "sign": ("owner",),
    },
    "voice": {"read": ("owner", "collaborator", "consultant"), "start": ("owner", "consultant")},
    # Nobody has a row for single answers: there is no way to read one.
    "survey": {
        "read": ("owner", "collaborator", "consultant"),
        "close": ("owner", "consultant"),
        "draw_codes": ("consultant",),
        "read_lines": ("consultant",),
    },
    # Who is of the firm, or advises it, prepares a joining and proves what its clauses ask; only who answers for the
    # firm binds it and lets it leave. Unions and committees see it through kinds of their own.
    "adherence": {
        "read": ("owner", "collaborator", "consultant"),
        "answer": ("owner", "collaborator", "consultant"),
        "prove": ("owner", "collaborator", "consultant"),
        "witness": ("consultant",),
        "log": ("owner", "collaborator", "consultant"),
        "sign": ("owner",),
        "leave": ("owner",),
    },
    # What a union knows of a firm that joined: how clauses stand, what was seen, what unions say. Nothing else of it.
    "joined_firm": {"read": ("union",), "attest": ("union",), "witness": ("union",), "log": ("union",)},
    "attestation": {"answer": ("owner",), "withdraw": ("union",)},
    "recheck": {"settle": ("owner", "collaborator", "consultant", "union")},
    "pooled_needs": {"read": ("association",)},
    # What a firm applies for. Whoever belongs to it, or has its mandate for applications, prepares; only people of the
    # firm sign off, and who only belongs to it never sends or takes back what binds it.
    "applying_firm": {
        "read": ("owner", "collaborator", "consultant"),
        "start": ("owner", "collaborator", "consultant"),
        # Aid received, ties, size and checks, on which its applications rest.
        "log": ("owner", "collaborator", "consultant"),
    },
    "aid_entry": {"withdraw": ("owner", "collaborator", "consultant")},
    "application": {
        "read": ("owner", "collaborator", "consultant"),
        "answer": ("owner", "collaborator", "consultant"),
        "sign": ("owner", "collaborator"),
        "submit": ("owner", "consultant"),
        "withdraw": ("owner",),
        # An appeal against what became of it.
        "dispute": ("owner",),
    },
    "application_file": {
        "read": ("owner", "collaborator", "consultant"),
        "withdraw": ("owner", "collaborator", "consultant"),
    },
    "firm": {
        "read": ("owner", "collaborator", "consultant"),
        "manage": ("owner",),
        "invite": ("owner",),
        "mandate": ("owner",),
        "leave": ("owner", "collaborator"),
        "start": ("owner", "collaborator", "consultant"),
        "adopt": ("owner", "collaborator"),
        "count": ("owner", "collaborator"),
        "advise": ("consultant",),
    },
    "membership": {"manage": ("owner", "manager", "admin"), "leave": ("self",)},
    "seat": {"manage": ("owner",)},
    "invitation": {"manage": ("owner", "manager", "admin")},
    "mandate": {"mandate": ("owner",)},
    "held_mandate": {"leave": ("manager",)},
    "help_request": {"mandate": ("owner",), "manage": ("owner",)},
    "asked_help": {"read": ("manager", "staff"), "answer": ("manager", "staff")},
    "body": {
        "read": ("manager", "staff", "admin"),
        "manage": ("manager", "admin"),
        "invite": ("manager", "admin"),
        "leave": ("manager", "staff"),
        "log": ("manager", "staff"),
        # Which firms come to it: nothing that the administration of the installation needs.
        "advise": ("manager", "staff"),
    },
    "meeting": {"read": ("manager", "staff"), "log": ("manager", "staff")},
    "committee": {"read": ("manager", "staff"), "log": ("manager", "staff"), "manage": ("manager",)},
    # What the committee knows of a firm that joined its agreement: that it did, when, under which number.
    "member_firm": {"read": ("committee",), "log": ("committee",)},
    "dispute": {"read": ("committee",), "settle": ("committee",), "withdraw": ("committee",)},
    # The same from the side of a party: what it brings before the committee of its agreement.
    "committee_matter": {
        "read": ("owner", "collaborator", "union"),
        "dispute": ("owner", "union"),
        "answer": ("owner", "collaborator"),
    },
    "own_dispute": {"read": ("owner", "collaborator", "union"), "withdraw": ("owner", "union")},
    "committee_question": {"answer": ("committee",)},
    # The office and its calls: whoever belongs to it prepares and moves them on. That two people publish a call is a
    # guard of the publishing, not a role: any two of the office.
    "office": {"read": ("manager", "staff"), "start": ("manager", "staff")},
    "call": {
        "read": ("manager", "staff", "system"),
        "manage": ("manager", "staff"),
        "publish": ("manager", "staff"),
        "move": ("manager", "staff"),
    },
    # A version of a call's ranking. That its maker does not approve it is a guard, and a rule of the database.
    "ranking": {"read": ("manager", "staff"), "sign": ("manager", "staff"), "publish": ("manager", "staff")},
    # What a firm was awarded, as the office decides, pays and follows it. That who prepares does not approve, and who
    # approves does not pay, are guards and rules of the database: any people of the office.
    "award": {
        "read": ("manager", "staff"),
        "manage": ("manager", "staff"),
        "sign": ("manager", "staff"),
        # The expense report of an award; only who answers for the office opens a settled one again.
        "review": ("manager", "staff"),
        "settle": ("manager", "staff"),
        "reopen": ("manager",),
    },
    # Payments of a call that go to the bank together. That the three who prepare, approve and pay are three is a guard
    # and a rule of the database: any people of the office.
    "payment_batch": {
        "read": ("manager", "staff"),
        "manage": ("manager", "staff"),
        "sign": ("manager", "staff"),
        "move": ("manager", "staff"),
    },
    # The files of a batch for the bank, with whole account numbers: of the very person of the office who paid it.
    "bank_file": {"read": ("self",)},
    # The same as the firm sees it: only who answers for it binds it.
    "own_award": {
        "read": ("owner", "collaborator", "consultant"),
        "submit": ("owner",),
        "withdraw": ("owner",),
        # Its expense report: everybody of the firm prepares it, who may send an application sends it.
        "prove": ("owner", "collaborator", "consultant"),
        "answer": ("owner", "consultant"),
    },
    # A public programme that the office follows: indicators with the firms behind them, what is written by hand,
    # meetings.
    "programme": {"read": ("manager", "staff"), "manage": ("manager", "staff")},
    # That a firm that joined has an award: all that a union sees of it.
    "joined_award": {"read": ("union",)},
    # A firm's appeal against a ranking, from both sides. That who made the ranking does not decide it is a guard.
    "appeal": {"read": ("manager", "staff"), "settle": ("manager", "staff")},
    "own_appeal": {"read": ("owner", "collaborator", "consultant"), "withdraw": ("owner",)},
    # An application that was sent, as the office checks it; only who answers for the office opens a decision again. The
    # firm answers what it is asked and nothing else: everybody of it prepares, who may send an application answers.
    "filed_application": {
        "read": ("manager", "staff"),
        "assign": ("manager", "staff"),
        "review": ("manager", "staff"),
        "settle": ("manager", "staff"),
        "reopen": ("manager",),
    },
    "clarification": {
        "read": ("owner", "collaborator", "consultant"),
        "prove": ("owner", "collaborator", "consultant"),
        "answer": ("owner", "consultant"),
    },
    "refusal_notice": {"read": ("owner", "collaborator", "consultant"), "answer": ("owner", "consultant")},
    # Who judges sees the desk of a call whose panel they sit on and the reviews that are theirs; nobody else sees
    # either. What the office reads of an application there is counts, until all of its reviews are handed in.
    "panel": {"answer": ("evaluator",)},
    "review": {"read": ("evaluator",), "answer": ("evaluator",)},
    "judged_file": {"read": ("manager", "staff"), "settle": ("manager", "staff")},
    "person": {"read": ("self",), "manage": ("self",)},
    "web_session": {"manage": ("self",)},
    "platform": {"read": ("admin",), "manage": ("admin",)},
}


@dataclass(frozen=True, slots=True)
class Permission:
    """One row: on an object of `kind`, `action` is open to whoever holds `role`."""

    kind: str
    action: Action
    role: Role


def rows() -> Iterator[Permission]:
    """The table row by row, in its order."""
    for kind, actions in TABLE.items():
        for action, roles in actions.items():
            for role in roles:
                yield Permission(kind, action, role)


PERMISSIONS: frozenset[Permission] = frozenset(rows())


def allowed(kind: str, action: Action, roles: frozenset[Role]) -> bool:
    """True if one of `roles` may do `action` on an object of `kind`."""
    return not roles.isdisjoint(TABLE.get(kind, {}).get(action, ()))
