"""A cell of the matrix in a real browser: edited where it stands, while others write."""

from playwright.sync_api import Browser, Page, expect
from tests.host.browser.people_in_browsers import WITHIN, Person, unreadable
from tests.host.browser.served import Served

expect.set_options(timeout=WITHIN)


def _typed(page: Page, within: str, words: str) -> None:
    page.locator(f"{within} textarea").fill(words)
    page.locator(f"{within} [name=date]").fill("21 September 2033")
    page.locator(f"{within} [name=source]").fill("heard from Marek")


def test_what_is_typed_in_a_cell_is_kept_while_another_writes_there(
    browser: Browser, host: Served
) -> None:
    one, other = (Person.comes(browser, host.base) for _ in range(2))
    mine, theirs = one.sits(host, "mediator"), other.sits(host, "mediator")
    mine.goto(f"{host.base}/matrix")
    cell = mine.locator("#cell-posts-river")
    cell.locator(".press").click()
    _typed(mine, "#cell-posts-river", "In my words")
    assert unreadable(mine) == []

    theirs.goto(f"{host.base}/matrix/posts/river")
    _typed(theirs, "form.entry", "In the words of another")
    theirs.get_by_role("button", name="Save").click()
    theirs.wait_for_url("**/matrix#row-posts")
    expect(theirs.locator("#cell-posts-river")).to_contain_text("In the words of another")

    expect(mine.locator("#meanwhile")).to_contain_text("In the words of another")
    expect(cell.locator("textarea")).to_have_value("In my words")
    cell.get_by_role("button", name="Save").click()
    expect(mine.locator("#mistakes")).to_contain_text("while you were typing")
    expect(mine.locator("form.entry textarea")).to_have_value("In my words")
    mine.get_by_role("button", name="Save").click()
    expect(mine.locator(".said")).to_contain_text("Added to Posts on the road")
    expect(cell).to_contain_text("In my words")
    expect(cell.locator("textarea")).to_have_count(0)

    for person in (one, other):
        assert person.wrong == []
        person.context.close()
