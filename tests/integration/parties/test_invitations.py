"""Somebody is invited by mail; only the address that was invited gets in, once, within seven days."""

from datetime import timedelta

import pytest

from cip.database.locks import RowGoneError
from cip.database.work import open_reading
from cip.kernel.canonical import sha256_of
from cip.parties.actions.add_member import AlreadyMemberError
from cip.parties.actions.add_person import BadEmailError
from cip.parties.actions.invite import (
    InvitationOverError,
    OtherAddressError,
    accept_invitation,
    invite,
    revoke_invitation,
)
from cip.parties.actions.open_body import close_body
from cip.parties.belonging import INVITATION_LASTS
from cip.parties.reads import members_of, open_invitations
from cip.parties.standing import MemberRole, PartyKind
from tests.integration.parties.cast import NOW, Cast

DIGEST = sha256_of("secret")


def invited(
    cast: Cast, email: str, digest: str = DIGEST, role: MemberRole = "collaborator", kind: PartyKind = "firm"
) -> str:
    with cast.work() as work:
        return invite(
            work,
            party_kind=kind,
            party_id=cast.firm if kind == "firm" else cast.body,
            role=role,
            email=email,
            digest=digest,
            link="/it/invitation/secret",
            language="it",
            made_by=cast.ada,
        )


def roles(cast: Cast, party_id: str) -> dict[str, str]:
    with open_reading(cast.database) as session:
        return {one.person_id: one.role for one in members_of(session, party_id)}


def accept(cast: Cast, person_id: str, digest: str = DIGEST) -> None:
    with cast.work() as work:
        accept_invitation(work, digest, person_id)


def test_an_invited_address_gets_in_once(cast: Cast) -> None:
    elsa = cast.person("elsa")
    invited(cast, " Elsa@Example.org ")
    assert cast.mails("invitation") == ["elsa@example.org"]
    accept(cast, elsa)
    assert roles(cast, cast.firm)[elsa] == "collaborator"
    with pytest.raises(InvitationOverError):
        accept(cast, elsa)


def test_another_address_does_not_get_in(cast: Cast) -> None:
    invited(cast, "elsa@example.org")
    with pytest.raises(OtherAddressError):
        accept(cast, cast.dario)
    assert cast.dario not in roles(cast, cast.firm)


@pytest.mark.parametrize(
    ("after", "over"), [(INVITATION_LASTS - timedelta(seconds=1), False), (INVITATION_LASTS, True)]
)
def test_it_holds_for_seven_days(cast: Cast, after: timedelta, over: bool) -> None:
    elsa = cast.person("elsa")
    invited(cast, "elsa@example.org")
    cast.now = NOW + after
    if over:
        with pytest.raises(InvitationOverError):
            accept(cast, elsa)
    else:
        accept(cast, elsa)
        assert elsa in roles(cast, cast.firm)


def test_one_that_was_taken_back_or_replaced_is_over(cast: Cast) -> None:
    elsa = cast.person("elsa")
    invited(cast, "elsa@example.org")
    second = invited(cast, "elsa@example.org", sha256_of("second"))
    with pytest.raises(InvitationOverError):
        accept(cast, elsa)
    with cast.work() as work:
        revoke_invitation(work, second)
    with pytest.raises(InvitationOverError):
        accept(cast, elsa, sha256_of("second"))
    with open_reading(cast.database) as session:
        assert open_invitations(session, cast.firm, cast.now) == []


def test_who_belongs_already_is_not_invited(cast: Cast) -> None:
    with pytest.raises(AlreadyMemberError):
        invited(cast, "bruno@example.org")


@pytest.mark.parametrize("email", ["", "x", "a@b", "a@example.org\nBcc: b@example.org", "A <a@example.org>"])
def test_only_plain_addresses(cast: Cast, email: str) -> None:
    with pytest.raises(BadEmailError):
        invited(cast, email)
    assert cast.mails("invitation") == []


def test_a_firm_has_no_managers(cast: Cast) -> None:
    with pytest.raises(ValueError, match="manager"):
        invited(cast, "elsa@example.org", role="manager")


def test_a_closed_body_invites_nobody_and_its_invitations_are_over(cast: Cast) -> None:
    elsa = cast.person("elsa")
    invited(cast, "elsa@example.org", role="staff", kind="body")
    with cast.work() as work:
        close_body(work, cast.body)
    with pytest.raises(InvitationOverError):
        accept(cast, elsa)
    with pytest.raises(RowGoneError):
        invited(cast, "fabio@example.org", sha256_of("other"), role="staff", kind="body")
