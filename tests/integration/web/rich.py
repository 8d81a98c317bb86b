"""A world in which every page has something to show: answers of every kind, notes, a plan, own practices, results,
a check-up that follows another one, a closed one, and one in which nothing was answered yet.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import PurePosixPath

from flask import Flask

from cip.cli.demonstration import seed_demo
from cip.kernel.settings import read_settings
from cip.rulebook.packs import Pack
from cip.web.packs import rules_folder
from cip.web.state import EXTENSION, State
from tests.integration.web.account.pages import Accounts, make_accounts
from tests.integration.web.owner import Owner
from tests.integration.web.peopled import Peopled, is_for_people, make_people
from tests.integration.web.routes import addresses
from tests.unit.files.samples import PDF

PRACTICE = {"p1.name": "Orto di tutti", "p1.what": "Chi vuole coltiva l'orto dietro il laboratorio"}
SITES = {
    "s1.name": "Via Roma",
    "s1.workers": "4",
    "s1.single_cover": "yes",
    "s2.name": "Piazza del Mercato",
    "s2.workers": "3",
    "s2.single_cover": "no",
}
PLANNED = {"M01-state": "proposed"}
LONG_WORD = "Pneumoultramicroscopicossilicovulcanoconiosi" * 2
# Of check-ups other than the main one: only the pages that look different there.
APART = (
    "hub",
    "result",
    "quick",
    "plan",
    "papers",
    "again_page",
    "close_page",
    "compare",
    "area",
    "data",
    "one_page",
    "evidence",
    "plan_heard",
    "plan_agree",
    "plan_effect",
)


# Pages of one version: under made-up ids there is none, so their real addresses are named.
OF_A_VERSION = (
    "firm.plan_version",
    "firm.plan_version_pdf",
    "firm.plan_version_docx",
    "firm.plan_sign",
    "firm.plan_signed_sheet",
    "public.plan_check",
)
OF_AN_EVIDENCE = ("firm.evidence_file", "firm.evidence_withdraw")


@dataclass(frozen=True)
class Version:
    """A version of the first check-up's plan: the path of its page below the check-up, its digest."""

    path: str
    digest: str


@dataclass(frozen=True)
class Rich:
    """The browsers and the check-ups: `closed` is the first one of `owner`, `owner` now holds the one that follows."""

    owner: Owner
    closed: str
    newcomer: Owner
    evidence_id: str
    version: Version
    accounts: Accounts
    people: Peopled


@dataclass(frozen=True)
class Sent:
    """A page that comes in answer to a form: where the form is sent and what it says; no check-up: a public page."""

    name: str
    path: str
    data: Mapping[str, str | Sequence[str]]
    status: int
    check_up_id: str = ""

    @property
    def fields(self) -> list[list[str]]:
        """Name and value of each field."""
        return [[key, v] for key, value in self.data.items() for v in ([value] if isinstance(value, str) else value)]

    def address(self, language: str) -> str:
        """Where the form is sent."""
        return f"/{language}/check-up/{self.check_up_id}{self.path}" if self.check_up_id else f"/{language}/{self.path}"


def pack_of(site: Flask) -> Pack:
    """The rules of today."""
    state: State = site.extensions[EXTENSION]
    return state.packs.newest_on(state.clock().date())


def make_rich(site: Flask) -> Rich:
    """The worlds, the sample firm, and a firm with everything filled in twice: the first check-up is closed, the second
    one started from its copy.
    """
    # First, for worlds are copied only into a database in which there is nothing else.
    people = make_people(site)
    seed_demo(site.extensions[EXTENSION].database, rules_folder(read_settings({})))
    owner, newcomer = Owner(site), Owner(site)
    newcomer.start()
    owner.start()
    fill(owner, step=1)
    owner.conclude()
    plan(owner)
    assert owner.post("/keep").status_code == 200
    closed = owner.check_up_id
    again = owner.post("/again")
    assert again.status_code == 303
    version = agreed(owner)
    assert owner.post("/close").status_code == 303
    owner.check_up_id = again.headers["Location"].split("/")[3]
    owner.post("/area/T", {"T1": "4", "T1.proof": "6", "T2": "3"})
    owner.post("/duties", {"risk_assessment": "yes"})
    owner.conclude()
    owner.post("/area/C", {"C1": "3"})
    owner.conclude()
    plan(owner)
    return Rich(owner, closed, newcomer, prove(owner), version, make_accounts(site), people)


def agreed(owner: Owner) -> Version:
    """The plan of three measures made whole, with workers heard, and agreed; then changed once more."""
    whole = {
        f"{code}-{part}": value
        for code in ("M01", "M05", "M20")
        for part, value in (("state", "in_use"), ("owner", "cassa"), ("start", "2026-01-10"), ("cost", "1.250,50"))
    }
    whole |= {"M01-note": f"<b>a & b</b> {LONG_WORD}", "M01-evidence": LONG_WORD, "M01-end": "2027-12-31"}
    assert owner.post("/plan", whole).status_code == 303
    heard = {"ways": ["", "assembly", "survey"], "on": "2026-11-20", "said": f"<b>a & b</b> {LONG_WORD}"}
    assert (
        owner.post("/plan/heard", {**heard, "signers": "Anna Verdi, RSA\nLuca Neri, <b>sindacato</b>"}).status_code
        == 303
    )
    answer = owner.post("/plan/agree")
    assert answer.status_code == 303, answer.text
    path = answer.headers["Location"].partition(owner.check_up_id)[2]
    left = {"M20-state": "dropped", "M20-reason": f"<b>a & b</b> {LONG_WORD}", "M20-owner": "cassa", "M20-cost": "0"}
    assert owner.post("/plan", left).status_code == 303
    digest = re.search(r"sha256 ([0-9a-f]{64})", owner.get(path).text)
    assert digest is not None
    return Version(path, digest[1])


def prove(owner: Owner) -> str:
    """Evidence of every kind: one about to expire, one that has expired, one taken back; the id of the first."""
    found = []
    for question, until, name in (
        ("indicators/T1", "2026-12-31", f"Verbale {LONG_WORD}.pdf"),
        ("indicators/T1", "2026-01-31", "orari.pdf"),
        ("plan/M01", "", "accordo.pdf"),
    ):
        data = {"what": "file", "valid_until": until, "note": f"<b>a & b</b> {LONG_WORD}", "file": (BytesIO(PDF), name)}
        added = owner.post(f"/evidence/{question}", data)
        assert added.status_code == 303, added.text
        found.append(added.headers["Location"].partition("#e-")[2])
    assert owner.post(f"/evidence/{found[2]}/withdraw", {"why": "era il foglio sbagliato"}).status_code == 303
    return found[0]


def fill(owner: Owner, step: int) -> None:
    """Answer every question, with notes, a proof, a reason, «I don't know», own practices, sites, measures in use."""
    pack = pack_of(owner.site)
    told = {"children_3_14_told": "no", "children_6_14_told": "yes", "warned": "children_6_14_told"}
    owner.profile(**told, **{"children_6_14_told.reason": "Lo abbiamo chiesto due volte."})
    for area, indicators in pack.of_area.items():
        answers: dict[str, object] = {item.id: str(step) for item in indicators}
        first, last = indicators[0].id, indicators[-1].id
        answers |= {f"{first}.note": f"<b>a & b</b> {LONG_WORD}", last: "unknown"}
        owner.post(f"/area/{area}", answers)
    owner.post("/area/T", {"T1": "3", "T1.proof": "4", "T4": "3", "T4.note": "<b>a & b</b>"})
    duties = dict(zip(pack.duties, ("no", "yes", "unknown", "yes") * len(pack.duties), strict=False))
    owner.post("/duties", duties)
    in_use = {"in_use": ["", "M05", "M06"], "M05": "2025-09"}
    owner.post("/already", {**in_use, "respondents": "6", "N04": "4", "N01": "2", **PRACTICE})
    owner.post("/sites", SITES)


def plan(owner: Owner) -> None:
    """Three measures in the plan: with dates and a role, bare, in use for long enough to look at it twice."""
    owner.post("/plan", {"add": ["M01", "M05", "M20"]})
    owner.post(
        "/plan",
        {
            "M01-state": "proposed",
            "M01-owner": "chi apre il negozio",
            "M01-start": "2026-12-01",
            "M01-end": "2027-05-31",
            "M01-note": f"Si entra tra le 8 e le 9. {LONG_WORD}",
            "M05-state": "in_use",
            "M05-start": "2025-01-01",
            "M20-state": "proposed",
        },
    )


def is_page(address: str) -> bool:
    """Whether an address leads to a page, not to a file (a page to take away is one too)."""
    return PurePosixPath(address).suffix in ("", ".html") and not address.startswith("/static/")


def apart(endpoint: str) -> bool:
    """Whether the pages of a route are named one by one: under made-up ids and by a guest there is nothing to see."""
    return endpoint in OF_A_VERSION + OF_AN_EVIDENCE or endpoint.startswith("account.") or is_for_people(endpoint)


def pages(site: Flask, rich: Rich, language: str) -> dict[str, tuple[Owner, str]]:
    """Who opens which address, by name: every page that the map of the site has, with all areas, groups and cards."""
    pack = pack_of(site)
    main = addresses(site, "GET", rich.owner.check_up_id, language)
    found = {name: (rich.owner, address) for name, address in main.items() if not apart(name)}
    found |= rich.accounts.pages(language) | rich.people.pages(language)
    for check_up_id, owner, mark in (
        (rich.closed, rich.owner, "closed"),
        (rich.newcomer.check_up_id, rich.newcomer, "new"),
    ):
        others = addresses(site, "GET", check_up_id, language)
        found |= {f"{mark} firm.{name}": (owner, others[f"firm.{name}"]) for name in APART}
    base = f"/{language}/check-up/{rich.owner.check_up_id}"
    more = [f"{base}/area/{area}" for area in pack.areas if area != "T"]
    more += [f"{base}/profile/{group}" for group in pack.groups]
    more += [f"{base}/what-if?m=M01&m=M02&m=M18", f"{base}/why-not?q=orari", f"{base}/why-not?q=xyzq"]
    more += [f"{base}/evidence/plan/M05", f"{base}/evidence/{rich.evidence_id}/withdraw"]
    more += [f"/{language}/glossary?q=congedo", f"/{language}/nothing", f"{base}/measure/M18", f"{base}/again?x=1"]
    more += [f"/{language}/check-up/{rich.closed}{rich.version.path}", f"/{language}/plan/{rich.version.digest}"]
    found |= {path.removeprefix(base): (rich.owner, path) for path in more}
    stranger = Owner(site)
    found["home of a stranger"] = (stranger, f"/{language}/")
    found["somebody else's"] = (stranger, base)
    return {
        name: item for name, item in found.items() if is_page(item[1].partition("?")[0]) and name != "entrance.root"
    }


HOURS: dict[str, str | Sequence[str]] = {
    "agreement": "milano-proposal-2026",
    "hours": "38",
    "days": "5",
    "born": "2025-01-10",
    "day": "2026-12-14",
    "length": "3",
    "requested_on": "2026-11-21",
    "same_day": ["l104"],
    "maternity": "2025-05-01",
    "paternity_none": "yes",
    "used": "0",
}
"""What a parent asks about leave by the hour."""


def sent(rich: Rich) -> list[Sent]:
    """The pages that answer a form: mistakes, two answers to one question, a code, a locked check-up, a quiz."""
    found = [
        Sent("mistakes in the profile", "/profile", {"workers": "0", "representation": ["rsa", "none"]}, 422),
        Sent("mistakes in an area", "/area/T", {"T4": "3", "T4.proof": "x", "T5": "9"}, 422),
        Sent("mistakes in what there is", "/already", {"respondents": "x", "in_use": ["M05"], "M05": "13/2025"}, 422),
        Sent("mistakes in the sites", "/sites", {"s1.name": "", "s1.workers": "-4"}, 422),
        Sent("mistakes in the plan", "/plan", {"M01-start": "2027-01-01", "M01-end": "2026-01-01", **PLANNED}, 422),
        Sent("mistakes in the hearing", "/plan/heard", {"ways": "vote", "on": "x", "signers": "x" * 90}, 422),
        Sent("a plan that is not whole", "/plan/agree", {}, 409),
        Sent("mistakes in the duties", "/duties", {"risk_assessment": "perhaps"}, 422),
        Sent("mistakes in an evidence", "/evidence/plan/M01", {"what": "file", "true_from": "x"}, 422),
        Sent("no reason", f"/evidence/{rich.evidence_id}/withdraw", {"why": ""}, 422),
        Sent("two answers", "/area/T", {"seq": "0", "T1": "0", "T2": "0"}, 409),
        Sent("answers put aside", "/profile/hours", {"single_cover": "yes", "go": "hub"}, 303),
        Sent("answers back again", "/profile/hours", {"single_cover": "no", "go": "hub"}, 303),
        Sent("the code", "/keep", {}, 200),
        Sent("an expired form", "/area/T", {"csrf_token": "old"}, 400),
    ]
    found = [replace(item, check_up_id=rich.owner.check_up_id) for item in found]
    return [
        *found,
        Sent("closed", "/area/T", {"T1": "0"}, 409, rich.closed),
        Sent("a wrong code", "resume", {"code": "AAAA"}, 422),
        Sent("a quiz", "cards/already_paid", {"q1": "0"}, 200),
        Sent("hours of leave", "leave-by-the-hour", HOURS, 200),
        Sent("hours of leave that are refused", "leave-by-the-hour", {**HOURS, "agreement": "none"}, 200),
        Sent("mistakes about hours of leave", "leave-by-the-hour", {"hours": "x", "day": "2026-13-01"}, 422),
        Sent("the request for hours", "leave-by-the-hour/request", HOURS, 200),
        Sent("the leave plan with its hours", "leave-by-the-hour/plan", HOURS, 200),
    ]
