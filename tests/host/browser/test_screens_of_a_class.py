"""Every screen of a class and of an own machine: it opens and fits, for whoever may see it.

`make browser` looks at each in every way in which it can be shown; else those are looked at
that have tests of their own.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from tests.host.browser.people_in_browsers import Person, opens_table, too_wide
from tests.host.browser.served import Served, served
from tests.host.browser.test_own_machine_in_browser import comes_in, own_machine
from tests.host.browser.test_screens import ALL, PHONE, faults, screens
from tests.host.people import example, hosted

from accord.host.classroom import ClassPlan
from accord.host.host_page import HostPage
from accord.host.host_seats import INSTRUCTOR
from accord.host.pages import OWN_PAGES, PAGES
from accord.host.questionnaire import WhenAsked, usual_questions
from accord.talks import News, Propose, State


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a class in which something of each sort has happened."""
    folder = example(tmp_path_factory.mktemp("class"))
    with hosted(folder, known=False, class_plan=ClassPlan(tables=2, rounds=6)) as host:
        first, second = host.tables.of_class()
        side = next(iter(first.table.awaited), "ridge")
        deal = {one.id: next(iter(one.choices)) for one in first.table.agenda.issues.values()}
        first.move(side, Propose(deal=deal), "Bo", "")
        first.move(side, State(text="That is all we have."), "Bo", "")
        first.happen(News(text="The bridge is shut.", source="Radio North"), "Ann", "n")
        second.seat_program("river", "linear", "Ann")
        host.tables.branch("1", 2, "Ann")
        asked = usual_questions(WhenAsked.BEFORE, points=False)
        host.questionnaire.open(WhenAsked.BEFORE, True, asked, "Ann")
        host.news.prepare(News(text="A convoy is late."), "Ann")
        host.classroom.tell(True, "Ann")
    with served(folder) as found:
        yield found


def wrong_on(page: Page, base: str, pages: Iterable[HostPage]) -> Iterator[str]:
    """Yield what is wrong with each screen that there is for a seat."""
    for path in screens(page, base, pages):
        if ALL:
            yield from (f"{path}: {one}" for one in faults(page))
        else:
            page.set_viewport_size(PHONE)
            yield from (f"{path}: {one}" for one in too_wide(page))


@pytest.mark.parametrize("seat", [INSTRUCTOR, "1/ridge"])
def test_every_screen_of_a_class_opens_and_fits(
    seat: str, browser: Browser, taught: Served
) -> None:
    person = Person.comes(browser, taught.base)
    page = person.sits(taught, seat)
    assert [*wrong_on(page, taught.base, PAGES)] == []
    person.context.close()
    assert person.wrong == []


def test_every_screen_of_an_own_machine_opens_and_fits(
    browser: Browser, host: Served, tmp_path: Path
) -> None:
    opens_table(Person.comes(browser, host.base).sits(host, "mediator"), "haza")
    with own_machine(tmp_path, host.links["ridge"]) as link:
        person, page, base = comes_in(browser, link)
        found = [*wrong_on(page, base, OWN_PAGES)]
        person.context.close()
    assert found == []
    assert person.wrong == []
