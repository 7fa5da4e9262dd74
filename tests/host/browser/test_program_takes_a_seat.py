"""A program takes the seat of somebody who had to go, moves, and hands back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from tests.host.browser.people_in_browsers import Person
from tests.host.browser.served import Served, served
from tests.host.browser.test_screens import faults
from tests.host.people import example, hosted

from accord.host.classroom import ClassPlan
from accord.host.host_seats import INSTRUCTOR


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a class of two tables."""
    folder = example(tmp_path_factory.mktemp("class"), "sarn-river")
    plan = ClassPlan(tables=2, rounds=6, beside=("arven/capital",))
    with hosted(folder, known=False, class_plan=plan):
        pass
    with served(folder) as found:
        yield found


def test_a_program_sits_for_somebody_and_hands_back(browser: Browser, taught: Served) -> None:
    people = [Person.comes(browser, taught.base) for _ in range(3)]
    seats = (INSTRUCTOR, "1/arven", "1/belmar")
    teacher, own, across = (
        one.sits(taught, seat) for one, seat in zip(people, seats, strict=True)
    )
    for page in (own, across):
        page.goto(f"{taught.base}/tables/1")
    teacher.goto(f"{taught.base}/class/programs")
    teacher.get_by_role("button", name="Let a program sit (Arven, table 1)").click()
    expect(teacher.locator(".said")).to_have_text("A program sits for Arven at table 1.")
    teacher.get_by_role("button", name="Fill the empty seats (table 2)").click()
    expect(teacher.locator(".said")).to_have_text("Programs took 3 seats.")
    told = "A program (issue-by-issue) sits for Arven since"
    for page in (own, across):
        expect(page.locator("#where")).to_contain_text(told)
    expect(across.locator("#table")).to_contain_text("by a program")
    assert [*faults(own), *faults(teacher)] == []
    own.get_by_role("button", name="Take the seat back").click()
    expect(own.locator(".said")).to_have_text("The seat is yours again.")
    expect(own.locator("#away")).to_contain_text("Arven proposes")
    assert [*faults(own)] == []
    expect(across.locator("#where")).not_to_contain_text(told)
    expect(teacher.locator("#seats")).to_contain_text("Let a program sit (Arven, table 1)")
    assert [one.wrong for one in people] == [[]] * 3
