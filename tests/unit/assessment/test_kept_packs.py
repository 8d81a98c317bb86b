"""A result is replayed years later: packs that a database kept are read as they stand and give the same bytes."""

import pytest

from cip.assessment.answer_file import read_answers
from cip.assessment.bound import bind
from cip.assessment.engine import check_up_bound
from cip.documents.html import render_html
from cip.documents.report import build_report
from cip.kernel.canonical import sha256_of
from cip.rulebook.packs import Pack
from tests import kept
from tests.unit.assessment.firms import bytes_of


@pytest.mark.parametrize("name", kept.NAMES)
def test_an_earlier_pack_gives_the_results_it_gave(name: str) -> None:
    pack = Pack.from_canonical(kept.canonical(name))
    assert pack.sha256.startswith(name.rpartition("-")[2])
    bound = bind(pack, kept.ON)
    for file, expected in kept.firms(name):
        assert sha256_of(bytes_of(check_up_bound(bound, read_answers(bound, file)))) == expected


@pytest.mark.parametrize("name", kept.NAMES)
def test_its_report_can_still_be_read(name: str) -> None:
    bound = bind(Pack.from_canonical(kept.canonical(name)), kept.ON)
    for file, _expected in kept.firms(name)[:5]:
        answers = read_answers(bound, file)
        page = render_html(build_report(bound.pack, answers, check_up_bound(bound, answers), "it"))
        assert 'id="level"' in page
