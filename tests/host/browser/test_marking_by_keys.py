"""Marks and packages in a real browser: by the keyboard, live for others, without a reload."""

from playwright.sync_api import Browser, expect
from tests.host.browser.people_in_browsers import WITHIN, Person, too_wide, unreadable
from tests.host.browser.served import Served

expect.set_options(timeout=WITHIN)

ROAD, TOWN = "m-ridge--scope-road", "m-ridge--scope-town"


def test_keys_mark_the_cell_that_one_stands_on_and_others_see_it_at_once(
    browser: Browser, host: Served
) -> None:
    nura, ida = (Person.comes(browser, host.base) for _ in range(2))
    page, theirs = nura.sits(host, "mediator"), ida.sits(host, "mediator")
    for one in (page, theirs):
        one.goto(f"{host.base}/marks?held_by=lantern")
    theirs.evaluate("() => { window.stays = true }")
    cell = page.locator(f"#{ROAD} button")
    cell.focus()
    for key, said in (("n", "✕ cannot"), ("?", "? not known"), ("c", "○ can live with")):
        page.keyboard.press(key)
        expect(page.locator(f"#{ROAD} button")).to_have_text(said)
        expect(page.locator(f"#{ROAD} button")).to_be_focused()
        expect(theirs.locator(f"#{ROAD} button")).to_have_text(said)
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"#{TOWN} button")).to_be_focused()
    page.keyboard.press("Enter")  # as a press does: round to the next
    expect(page.locator(f"#{TOWN} button")).to_have_text("✕ cannot")
    assert theirs.evaluate("() => window.stays")
    page.locator(f"#{ROAD} a.more").click()
    expect(page.get_by_role("group", name="How it is known")).to_be_visible()
    assert not unreadable(page) and not too_wide(page)
    for who in (nura, ida):
        who.context.close()
        assert who.wrong == []


def test_what_is_picked_on_the_bench_is_answered_in_place_and_stands_in_the_address(
    browser: Browser, host: Served
) -> None:
    nura = Person.comes(browser, host.base)
    page = nura.sits(host, "mediator")
    page.goto(f"{host.base}/deals")
    page.evaluate("() => { window.stays = true }")
    page.get_by_label("Mortars and heavy machine guns").select_option("out")
    answer = page.locator("#answer")
    expect(answer.get_by_role("row", name="Ridge Column")).to_contain_text("crosses a red line")
    assert page.url.endswith("/deals?on-heavy=out")
    assert page.evaluate("() => window.stays")
    page.reload()
    expect(page.get_by_label("Mortars and heavy machine guns")).to_have_value("out")
    assert not unreadable(page)
    nura.context.close()
    assert nura.wrong == []


def test_the_pages_that_only_a_pick_leads_to_can_be_read_and_fit(
    browser: Browser, host: Served
) -> None:
    nura = Person.comes(browser, host.base, viewport={"width": 320, "height": 640})
    page = nura.sits(host, "mediator")
    found: list[str] = []
    for path in (
        "deals?on-scope=town&on-heavy=out",
        "judgement?on-scope=town",
        "mandate/ridge",
    ):
        page.goto(f"{host.base}/{path}")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [
                f"{path}, {scheme}: {one}" for one in (*unreadable(page), *too_wide(page))
            ]
    nura.context.close()
    assert found == []
    assert nura.wrong == []
