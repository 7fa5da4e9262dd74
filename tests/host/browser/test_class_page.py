"""The instructor's page in a real browser: tables come by themselves, and are paused."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect
from tests.host.browser.people_in_browsers import Person
from tests.host.browser.served import Served, served
from tests.host.browser.test_screens import faults
from tests.host.people import example, hosted

from accord.host.classroom import ClassPlan
from accord.host.host_seats import INSTRUCTOR
from accord.talks import News


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve a class of twenty tables, for which news is prepared."""
    folder = example(tmp_path_factory.mktemp("class"), "sarn-river")
    with hosted(folder, known=False, class_plan=ClassPlan(tables=20, rounds=6)) as opened:
        opened.news.prepare(News(text="A dyke has burst.", to=("arven",)), "Ann")
    with served(folder) as found:
        yield found


def test_a_table_is_paused_and_told_while_people_look_on(
    browser: Browser, taught: Served
) -> None:
    people = [Person.comes(browser, taught.base) for _ in range(3)]
    seats = (INSTRUCTOR, "1/arven", "1/belmar")
    teacher, arven, belmar = (
        one.sits(taught, seat) for one, seat in zip(people, seats, strict=True)
    )
    for page in (arven, belmar):
        page.goto(f"{taught.base}/tables/1")
    teacher.goto(f"{taught.base}/class")
    tile = teacher.locator(
        "article", has=teacher.get_by_role("link", name="Table 1", exact=True)
    )
    expect(tile).to_contain_text("not begun")
    expect(tile).to_contain_text("Belmar: Ines")
    expect(teacher.locator("article")).to_have_count(20)
    arven.locator("#move-state > summary").click()
    words = arven.locator("#move-state textarea").first
    words.type("Good morn")
    tile.get_by_role("button", name="Pause").click()
    expect(teacher.locator(".said")).to_have_text("Table 1 is paused.")
    for page in (arven, belmar):
        expect(page.locator("#where")).to_contain_text("The table is paused.")
    words.type("ing.")
    arven.locator("#move-state button").click()
    expect(arven.get_by_role("alert")).to_contain_text("The table is paused")
    expect(words).to_have_value("Good morning.")
    tile.get_by_role("button", name="Let it go on").click()
    expect(belmar.locator("#where")).not_to_contain_text("paused")
    expect(arven.locator("#where")).not_to_contain_text("paused")
    expect(words).to_have_value("Good morning.")  # what was refused stays, whatever changes
    arven.locator("#move-state button").click()
    expect(tile).to_contain_text("0 min")  # live: a person has moved
    teacher.get_by_role("link", name="News", exact=True).click()
    teacher.get_by_role("link", name="Look and release to ...").click()
    expect(teacher.locator("main")).to_contain_text("News: A dyke has burst.")
    assert [*faults(teacher)] == []
    teacher.get_by_label("Table 1", exact=True).check()
    teacher.get_by_role("button", name="Release", exact=True).click()
    expect(arven.locator("#where")).to_contain_text("News: A dyke has burst.")
    expect(belmar.locator("body")).not_to_contain_text("dyke")
    assert [*faults(arven)] == []
    assert [one.wrong for one in people] == [[]] * 3


def test_the_tiles_and_the_news_can_be_read(browser: Browser, taught: Served) -> None:
    person = Person.comes(browser, taught.base)
    page = person.sits(taught, INSTRUCTOR)
    for path in ("/class", "/class/news", "/class/news/1"):
        page.goto(taught.base + path)
        page.eval_on_selector_all("#page details", "(all) => all.map((d) => d.open = true)")
        assert [*faults(page)] == [], path
    person.context.close()
    assert person.wrong == []
