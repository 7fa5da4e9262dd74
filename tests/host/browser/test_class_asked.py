"""A class reads its roles and answers on phones; the instructor sees the answers come."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.host.browser.people_in_browsers import Person
from tests.host.browser.served import Served, served
from tests.host.browser.test_screens import PHONE, faults
from tests.host.people import example, hosted

from accord.host.classroom import ClassPlan
from accord.host.host_seats import INSTRUCTOR


@pytest.fixture(scope="module", params=["market-road"])
def taught(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Served]:
    """Serve a class of two tables, with marks and numbers."""
    folder = example(tmp_path_factory.mktemp("asked"), request.param)
    with hosted(folder, known=False, class_plan=ClassPlan(tables=2, rounds=6)):
        pass
    with served(folder) as found:
        yield found


def test_a_role_is_read_on_a_phone_and_printed_on_one_side(
    browser: Browser, taught: Served
) -> None:
    person = Person.comes(browser, taught.base, viewport=PHONE)
    page = person.sits(taught, "1/ridge")
    expect(page).to_have_url(f"{taught.base}/role")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ridge Column")
    assert [*faults(page)] == []
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
    page.get_by_role("link", name="Build a package").click()
    page.locator("select[name='deal.scope']").select_option("road")
    page.get_by_role("button", name="See how we stand to it").click()
    expect(page.locator("#main")).to_contain_text("So far 14 points")
    assert [*faults(page)] == []
    person.context.close()
    assert person.wrong == []


def test_a_class_is_asked_and_the_answers_come_by_themselves(
    browser: Browser, taught: Served, tmp_path: Path
) -> None:
    ann = Person.comes(browser, taught.base)
    teacher = ann.sits(taught, INSTRUCTOR)
    teacher.goto(f"{taught.base}/class/questions/edit?when=before")
    assert [*faults(teacher)] == []
    teacher.get_by_label("One more question").first.fill("How well do you know the case?")
    teacher.get_by_role("button", name="Save").click()
    river = Person.comes(browser, taught.base, viewport=PHONE)
    page = river.sits(taught, "2/river")
    page.goto(f"{taught.base}/questions")
    expect(page.locator("#sets")).to_contain_text("Nothing is asked yet")
    teacher.locator("#before").get_by_role("button", name="Open them").click()
    expect(teacher.locator("#before")).to_contain_text("How well do you know the case?")
    page.goto(f"{taught.base}/role")
    page.get_by_role("link", name="answer them").click()
    page.get_by_label("How well do you know the case?").fill("Well enough")
    page.get_by_label("How likely is an agreement?").fill("65")
    page.get_by_role("group", name="rely on").get_by_label("6").check()
    assert [*faults(page)] == []
    page.get_by_role("button", name="Send my answers").click()
    expect(page.locator(".said")).to_contain_text("Your answers are kept")
    expect(teacher.locator("#came-before")).to_contain_text("Well enough")
    assert [*faults(teacher)] == []
    with teacher.expect_download() as coming:
        teacher.get_by_role("link", name="All answers").click()
    coming.value.save_as(tmp_path / "answers.csv")
    assert "Well enough" in (tmp_path / "answers.csv").read_text("utf-8")
    teacher.locator("#before").get_by_role("button", name="Close them").click()
    expect(teacher.locator("#before")).to_contain_text("Open them again")
    page.goto(f"{taught.base}/questions")
    expect(page.locator("#main")).to_contain_text("These questions are closed.")
    assert [*faults(page)] == []
    for one in (ann, river):
        one.context.close()
    assert ann.wrong == river.wrong == []
