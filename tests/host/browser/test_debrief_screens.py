"""The debrief of a class in a real browser: read by everybody, and one side of paper a team."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from tests.host.browser.people_in_browsers import Person
from tests.host.browser.served import Served, served
from tests.host.browser.test_screens import faults
from tests.host.people import example, hosted

from accord.host.classroom import ClassPlan
from accord.host.host_seats import INSTRUCTOR
from accord.talks import Accept, Propose, Reject, Withdraw

PLAN = ClassPlan(tables=3)


@pytest.fixture(scope="module")
def debriefed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a class of a large case: a deal, no deal, and a table that still talks."""
    folder = example(tmp_path_factory.mktemp("class"), "russia-ukraine-2022")
    with hosted(folder, known=False, class_plan=PLAN) as host:
        first, second, _ = host.tables.of_class()
        issues, sides = first.table.agenda.issues, ("ukraine", "russia")
        for number in (0, -1, 1):
            side, other = sides[:: -1 if number < 0 else 1]
            deal = {one: list(issue.choices)[number] for one, issue in issues.items()}
            first.move(side, Propose(deal=deal), "Bo", "")
            first.move(other, Accept() if number == 1 else Reject(), "Per", "")
        second.move("russia", Withdraw(reason="enough"), "Per", "")
        host.classroom.tell(True, "Ann")
    with served(folder) as found:
        yield found


def test_the_debrief_can_be_read_in_every_way(browser: Browser, debriefed: Served) -> None:
    page = Person.comes(browser, debriefed.base).sits(debriefed, INSTRUCTOR)
    for path in ("/class/debrief", "/class/debrief?names=on", "/class/debrief/1/ukraine"):
        page.goto(debriefed.base + path)
        assert [*faults(page)] == [], path
    team = Person.comes(browser, debriefed.base).sits(debriefed, "2/russia")
    team.goto(f"{debriefed.base}/debrief")
    assert [*faults(team)] == []


def test_each_team_has_one_side_of_paper(browser: Browser, debriefed: Served) -> None:
    page = Person.comes(browser, debriefed.base).sits(debriefed, INSTRUCTOR)
    page.goto(f"{debriefed.base}/class/debrief/all")
    data = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 6
