"""A table of a class is replayed in a real browser: at once with a script, by Go without."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.host.browser.people_in_browsers import Person
from tests.host.browser.served import Served, served
from tests.host.browser.test_screens import faults
from tests.host.people import example, hosted

from accord.host.classroom import ClassPlan
from accord.host.host_seats import INSTRUCTOR
from accord.talks import Propose, Reject, State

PLAN = ClassPlan(tables=1)
REPLAY = "/class/1/replay"


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a class whose only table has a log of six lines."""
    folder = example(tmp_path_factory.mktemp("class"), "sarn-river")
    with hosted(folder, known=False, class_plan=PLAN) as host:
        held = next(host.tables.of_class())
        issues = held.table.agenda.issues
        for number in (0, -1):
            side, other = ("arven", "belmar")[:: 1 if number == 0 else -1]
            deal = {one: list(issue.choices)[number] for one, issue in issues.items()}
            held.move(side, Propose(deal=deal), "Bo", "")
            if number == 0:
                held.move(other, State(text="Not now", to=(other,)), "Per", "")
                held.move(other, Reject(), "Per", "")
    with served(folder) as found:
        yield found


def at(page: Page) -> str:
    return parse_qs(urlsplit(page.url).query).get("at", [""])[0]


def test_the_slider_shows_each_moment_at_once(browser: Browser, taught: Served) -> None:
    person = Person.comes(browser, taught.base)
    page = person.sits(taught, INSTRUCTOR)
    page.goto(f"{taught.base}{REPLAY}?at=2")
    slider = page.get_by_role("slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".steps")).to_contain_text("line 3 of 5")
    expect(page.locator(".told")).to_contain_text("Not now")
    assert at(page) == "3"
    page.get_by_label("As seen by").select_option("arven")
    expect(page.locator(".told")).not_to_contain_text("Not now")
    page.get_by_role("link", name="Next").click()
    expect(page.locator(".steps")).to_contain_text("line 4 of 5")
    assert slider.input_value() == "4"
    expect(page.get_by_role("link", name="Next")).to_be_focused()
    page.get_by_role("button", name="Go on from here").click()
    page.wait_for_url("**/class/1b")
    person.context.close()
    assert person.wrong == []


def test_without_a_script_go_shows_the_moment(browser: Browser, taught: Served) -> None:
    first = Person.comes(browser, taught.base)
    first.sits(taught, INSTRUCTOR)
    person = Person.comes(browser, taught.base, java_script_enabled=False)
    page = person.sits(taught, INSTRUCTOR)
    page.goto(f"{taught.base}{REPLAY}?at=2")
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Go", exact=True).click()
    page.wait_for_url("**at=3**")
    assert "Not now" in page.locator(".told").inner_text()
    person.context.close()
    first.context.close()


@pytest.mark.parametrize("path", ["/class/1", f"{REPLAY}?at=4"])
def test_it_can_be_read_and_fits(path: str, browser: Browser, taught: Served) -> None:
    person = Person.comes(browser, taught.base)
    page = person.sits(taught, INSTRUCTOR)
    page.goto(taught.base + path)
    assert [*faults(page)] == []
    person.context.close()
