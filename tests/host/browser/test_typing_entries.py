"""Somebody enters what happened in a real browser: what is read back while one types."""

from playwright.sync_api import Browser, FilePayload, Page, expect
from tests.host.browser.people_in_browsers import Person, too_wide, unreadable
from tests.host.browser.served import Served

SHEET = (
    b"When,Type,Who,What,Source\n"
    b"3 May 2031,statement,Ridge Column,The road stays open,Tamarisk Gazette\n"
)


def type_statement(page: Page, host: Served, text: str) -> None:
    page.goto(f"{host.base}/record/add")
    page.get_by_role("link", name="Somebody said something").click()
    page.get_by_label("Who said it").fill("ridge column")
    page.get_by_label("When it happened or was said").fill("yesterday")
    page.get_by_label("What it is").fill(text)


def test_what_is_typed_is_read_back_and_what_is_the_same_is_shown(
    browser: Browser, host: Served
) -> None:
    nura = Person.comes(browser, host.base)
    page = nura.sits(host, "mediator")
    for again in (False, True):
        type_statement(page, host, "The road stays open for grain")
        expect(page.locator("#at-date-read")).to_contain_text("Read as ")
        otherwise = page.locator("#otherwise")
        if again:
            expect(otherwise).to_contain_text("Likely the same, entered before")
            assert not unreadable(page) and not too_wide(page)
        else:
            expect(otherwise).to_be_empty()
        page.get_by_text("The source is new").click()
        page.get_by_label("Or from whom you heard it").fill("Oda Lind")
        page.get_by_role("button", name="Save").click()
        page.wait_for_url("**/record/statement-*")
        expect(page.get_by_text("Added.")).to_be_visible()
    page.get_by_role("link", name="Correct it").click()
    page.get_by_label("What it is").fill("The road is shut")
    page.get_by_label("Why what it said does not stand").fill("Misheard")
    page.get_by_role("button", name="Save the correction").click()
    expect(page.get_by_text("what it said before stays in the record")).to_be_visible()
    nura.context.close()
    assert nura.wrong == []


def test_a_sheet_is_sent_looked_at_and_taken_in(browser: Browser, host: Served) -> None:
    nura = Person.comes(browser, host.base)
    page = nura.sits(host, "mediator")
    page.goto(f"{host.base}/import")
    sheet = FilePayload(name="log.csv", mimeType="text/csv", buffer=SHEET)
    page.get_by_label("The file").set_input_files(sheet)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="What cannot be taken")).to_be_visible()
    assert not unreadable(page) and not too_wide(page)
    page.get_by_label("sources and outlets").check()
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text("Would be added: 1 entry")).to_be_visible()
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_role("heading", name="What was added")).to_be_visible()
    expect(page.get_by_text("The road stays open")).to_be_visible()
    nura.context.close()
    assert nura.wrong == []
