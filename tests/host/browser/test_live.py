"""Open pages in real browsers: what one does the others see, and nothing typed is lost."""

import re
from collections.abc import Iterator
from time import sleep

import pytest
from playwright.sync_api import Browser, expect
from tests.host.browser.people_in_browsers import NAME, WITHIN, Person, opens_table
from tests.host.browser.served import Network, Served

expect.set_options(timeout=WITHIN)


@pytest.fixture
def mediator(browser: Browser, host: Served) -> Iterator[Person]:
    yield from person(browser, host.base)


@pytest.fixture
def ridge(browser: Browser, host: Served) -> Iterator[Person]:
    yield from person(browser, host.base)


def person(browser: Browser, base: str) -> Iterator[Person]:
    came = Person.comes(browser, base)
    yield came
    came.context.close()
    assert came.wrong == []


def test_what_one_does_is_on_the_screens_of_others_without_a_reload(
    mediator: Person, ridge: Person, host: Served
) -> None:
    theirs = ridge.sits(host, "ridge")
    theirs.goto(f"{host.base}/tables")
    theirs.evaluate("() => { window.stays = true }")
    expect(theirs.locator("#link")).to_have_text("live")
    opens_table(mediator.sits(host, "mediator"), "first")
    expect(theirs.locator("#tables").get_by_role("link", name="first")).to_be_visible()
    expect(theirs.locator("#news")).to_contain_text("Brought up to date at")
    assert theirs.evaluate("() => window.stays")


def test_what_is_being_typed_stays_and_is_told_of_a_change(
    mediator: Person, host: Served
) -> None:
    page = mediator.sits(host, "mediator")
    page.goto(f"{host.base}/record/add?kind=statement")
    words = page.locator("textarea").first
    words.type("Nobody fires ")
    opens_table(mediator.opens("/tables"), "other")
    expect(page.locator("#changed")).to_be_visible()
    words.type("tonight.")
    assert words.input_value() == "Nobody fires tonight."
    page.get_by_role("link", name="Look").click()
    expect(page.get_by_text("What you typed here before was kept.")).to_be_visible()
    expect(words).to_have_value("Nobody fires tonight.")
    page.get_by_role("button", name="Save").click()  # without what else is needed
    expect(page.get_by_role("alert")).to_be_focused()
    expect(words).to_have_value("Nobody fires tonight.")


def test_what_was_taken_is_kept_no_longer(mediator: Person, host: Served) -> None:
    page = mediator.sits(host, "mediator")
    page.goto(f"{host.base}/tables")
    page.locator(NAME).fill("kept")
    page.reload()
    expect(page.locator(NAME)).to_have_value("kept")
    page.get_by_role("button", name="Open the table").click()
    page.wait_for_url("**/tables/kept")
    page.goto(f"{host.base}/tables")
    expect(page.locator(NAME)).to_have_value("")


def test_what_was_kept_can_be_thrown_away(mediator: Person, host: Served) -> None:
    page = mediator.sits(host, "mediator")
    page.goto(f"{host.base}/tables")
    page.locator(NAME).fill("never")
    page.reload()
    page.get_by_role("button", name="Throw it away").click()
    expect(page.locator(NAME)).to_have_value("")
    page.reload()
    expect(page.locator(NAME)).to_have_value("")


def test_where_nothing_gets_through_a_page_says_so_and_what_was_sent_arrives_once(
    browser: Browser, host: Served
) -> None:
    network = Network(host.port)
    with network.laid() as base:
        person = Person.comes(browser, base)
        page = person.sits(host, "mediator")
        page.goto(f"{base}/tables")
        expect(page.locator("#link")).to_have_text("live")
        page.locator(NAME).fill("through-the-hole")
        network.swallow()
        expect(page.locator("#link")).to_have_text(re.compile(r"nothing heard for \d s"))
        page.get_by_role("button", name="Open the table").click()
        expect(page.locator(".sent")).to_have_text("Sent, not yet confirmed.")
        assert page.get_by_role("button", name="Open the table").is_disabled()
        expect(page.locator("#link")).to_have_text(re.compile("not connected since"))
        expect(page.locator("#news")).to_contain_text("Not connected since")
        expect(page.locator(NAME)).to_have_value("through-the-hole")
        network.mend()
        page.wait_for_url("**/tables/through-the-hole")
        expect(page.locator("#link")).to_have_text("live")
        person.context.close()


def test_a_page_misses_nothing_that_happens_while_nothing_gets_through(
    browser: Browser, mediator: Person, host: Served
) -> None:
    network = Network(host.port)
    with network.laid() as base:
        person = Person.comes(browser, base)
        page = person.sits(host, "ridge")
        page.goto(f"{base}/tables")
        expect(page.locator("#link")).to_have_text("live")
        # The clock is put back by an hour, which must not pass for having heard lately.
        page.evaluate("() => { const was = Date.now; Date.now = () => was() - 3600000 }")
        network.swallow()
        opens_table(mediator.sits(host, "mediator"), "meanwhile")
        expect(page.locator("#link")).to_have_text(re.compile(r"nothing heard for \d s"))
        assert not page.locator("#tables").get_by_role("link", name="meanwhile").is_visible()
        network.mend()
        expect(page.locator("#tables").get_by_role("link", name="meanwhile")).to_be_visible()
        expect(page.locator("#link")).to_have_text("live")
        person.context.close()


def test_of_the_tabs_of_a_browser_one_listens_and_another_takes_over(
    browser: Browser, host: Served
) -> None:
    network = Network(host.port)
    with network.laid() as base:
        person = Person.comes(browser, base)
        first = person.sits(host, "river")
        expect(first.locator("#link")).to_have_text("live")
        others = [person.opens("/brief") for _ in range(3)]
        for page in others:
            expect(page.locator("#link")).to_have_text("live")
        listened = network.asked.count("/stream")
        assert listened <= 2, "each navigation of a lone tab may ask once"
        first.close()
        sleep(4)  # longer than a beat is waited for
        for page in others:
            expect(page.locator("#link")).to_have_text("live")
        assert network.asked.count("/stream") > listened
        person.context.close()


def test_a_page_comes_back_by_itself_when_the_host_was_started_again(
    browser: Browser, host: Served
) -> None:
    person = Person.comes(browser, host.base)
    page = person.sits(host, "river")
    page.goto(f"{host.base}/tables")
    expect(page.locator("#link")).to_have_text("live")
    host.stop()
    expect(page.locator("#link")).to_have_text(re.compile(r"nothing heard for \d s"))
    host.start()
    expect(page.locator("#link")).to_have_text("live")
    person.context.close()
    assert [one for one in person.wrong if "ERR_" not in one] == []


def test_a_tab_that_was_suspended_catches_up(
    mediator: Person, ridge: Person, host: Served
) -> None:
    page = ridge.sits(host, "ridge")
    page.goto(f"{host.base}/tables")
    expect(page.locator("#link")).to_have_text("live")
    browser = ridge.context.new_cdp_session(page)
    browser.send("Page.setWebLifecycleState", {"state": "frozen"})
    opens_table(mediator.sits(host, "mediator"), "while-asleep")
    browser.send("Page.setWebLifecycleState", {"state": "active"})
    expect(page.locator("#tables").get_by_role("link", name="while-asleep")).to_be_visible()
    expect(page.locator("#link")).to_have_text("live")


def test_whoever_is_put_out_sees_so_and_leaves_nothing_typed_behind(
    browser: Browser, host: Served
) -> None:
    person = Person.comes(browser, host.base)
    page = person.sits(host, "ridge/capital")
    page.goto(f"{host.base}/account")
    page.evaluate("() => sessionStorage.setItem('draft x', 'secret')")
    other = person.opens("/seat")
    other.get_by_role("button", name="End").first.click()
    expect(page.get_by_role("heading", name="You have no seat here")).to_be_visible()
    assert page.evaluate("() => sessionStorage.length") == 0
    person.context.close()
    assert [one for one in person.wrong if "401" not in one] == []


def test_without_scripts_pages_are_all_there(browser: Browser, host: Served) -> None:
    person = Person.comes(browser, host.base, java_script_enabled=False)
    page = person.sits(host, "host")
    expect(page.locator("nav").get_by_role("link").first).to_be_visible()
    page.set_viewport_size({"width": 360, "height": 700})
    expect(page.locator("nav").get_by_role("link").first).not_to_be_visible()
    page.locator("nav summary").click()
    expect(page.locator("nav").get_by_role("link").first).to_be_visible()
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("heading", name="You have no seat here")).to_be_visible()
    person.context.close()
    assert person.wrong == []
