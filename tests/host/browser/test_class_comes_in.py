"""A class comes in with phones of its own by one address; somebody is put into another seat."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.host.browser.people_in_browsers import Person
from tests.host.browser.served import Served, served
from tests.host.browser.test_screens import PHONE, faults
from tests.host.people import example, hosted

from accord.host.classroom import ClassPlan
from accord.host.host_seats import INSTRUCTOR


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a class of two tables."""
    folder = example(tmp_path_factory.mktemp("class"), "sarn-river")
    with hosted(folder, known=False, class_plan=ClassPlan(tables=2)):
        pass
    with served(folder) as found:
        yield found


def comes(browser: Browser, taught: Served, address: str, name: str) -> tuple[Person, Page]:
    """Scan the address with a phone, and type a name."""
    person = Person.comes(browser, taught.base, viewport=PHONE)
    page = person.opens(address)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Take a seat").click()
    page.wait_for_url(lambda url: "/class/come" not in url)
    return person, page


def test_a_class_comes_in_and_somebody_is_put_into_another_seat(
    browser: Browser, taught: Served
) -> None:
    ann = Person.comes(browser, taught.base)
    teacher = ann.sits(taught, INSTRUCTOR)
    teacher.goto(f"{taught.base}/class/door")
    address = f"/class/come/{teacher.locator('.code').inner_text().replace('-', '')}"
    phones = [comes(browser, taught, address, f"Person {n}") for n in range(3)]
    expect(teacher.locator(".count")).to_contain_text("3 of 4 seated")
    assert [*faults(teacher)] == []
    lone = phones[2][1]
    lone.goto(f"{taught.base}/tables/2")
    expect(lone.locator("#where")).to_contain_text("Nobody sits for Belmar yet")
    phones.append(comes(browser, taught, address, "Person 3"))
    expect(lone.locator("#where")).not_to_contain_text("Nobody sits for")
    late, waits = comes(browser, taught, address, "Late")
    expect(waits.get_by_role("heading")).to_have_text("Every seat is taken")
    assert [*faults(waits)] == []
    teacher.goto(f"{taught.base}/class/people")
    assert [*faults(teacher)] == []
    teacher.get_by_role("link", name="Person 2").click()
    assert [*faults(teacher)] == []
    teacher.get_by_label("The seat").select_option("1/belmar")
    teacher.get_by_role("button", name="Put there").click()
    lone.wait_for_url(lambda url: urlsplit(url).path not in ("/", "/tables/2"))
    expect(lone.locator(".seat")).to_contain_text("Belmar, table 1")
    expect(lone.locator("#awaited")).to_contain_text("You were put into another seat")
    expect(waits.get_by_role("heading")).to_have_text("A seat is free")
    waits.get_by_role("button", name="Take the seat").click()
    expect(waits.locator(".seat")).to_contain_text("Arven, table 2")
    assert [one.wrong for one in (ann, late, *(each for each, _ in phones))] == [[]] * 6


def test_the_slips_can_be_read_and_fill_whole_sheets(browser: Browser, taught: Served) -> None:
    teacher = Person.comes(browser, taught.base).sits(taught, INSTRUCTOR)
    teacher.goto(f"{taught.base}/class/slips")
    assert [*faults(teacher)] == []
    teacher.get_by_label("How many for each seat").fill("3")
    teacher.get_by_role("button", name="Make the slips").click()
    expect(teacher.locator(".slip")).to_have_count(12)
    assert [*faults(teacher)] == []
    printed = teacher.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 2
