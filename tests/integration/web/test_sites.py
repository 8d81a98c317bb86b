"""The page of workplaces: blocks that save, sums that go into the profile only when asked to."""

from tests.integration.web.owner import Owner

TWO = {"s1.name": "Via Nord", "s1.workers": "4", "s1.single_cover": "no", "s2.name": "Via Sud", "s2.workers": "3"}


def test_the_sums_stand_on_the_page_and_the_profile_waits_for_the_button(owner: Owner) -> None:
    owner.profile(workers="9", seats="2")
    assert owner.post("/sites", TWO).headers["Location"].endswith("/sites")
    page = owner.get("/sites").text
    assert "7 persone con un contratto di lavoro" in page
    assert 'value="9"' in owner.get("/profile").text
    assert owner.post("/sites/use").status_code == 303
    assert 'value="7"' in owner.get("/profile").text
    assert "Il profilo dice le stesse cose" in owner.get("/sites").text


def test_a_block_without_a_name_says_what_to_do(owner: Owner) -> None:
    answer = owner.post("/sites", {"s1.name": "", "s1.workers": "4"})
    assert answer.status_code == 422
    assert "Date un nome alla sede" in answer.text


def test_negative_and_odd_numbers_are_refused(owner: Owner) -> None:
    for workers in ("-1", "quattro", "1,5"):
        assert owner.post("/sites", {"s1.name": "Via Nord", "s1.workers": workers}).status_code == 422, workers


def test_an_emptied_block_takes_the_workplace_back(owner: Owner) -> None:
    owner.post("/sites", TWO)
    owner.post("/sites", {"s2.name": "", "s2.workers": ""})
    assert "Via Sud" not in owner.get("/sites").text


def test_the_button_without_workplaces_changes_nothing(owner: Owner) -> None:
    owner.profile(workers="9")
    assert owner.post("/sites/use").status_code == 303
    assert 'value="9"' in owner.get("/profile").text


def test_there_is_room_for_as_many_as_the_profile_says_and_never_more_than_ten(owner: Owner) -> None:
    owner.profile(seats="10")
    page = owner.get("/sites").text
    assert 'name="s10.name"' in page
    assert "s11.name" not in page
