"""Each role gets through its pages by the keyboard alone, and sees where it is."""

import pytest
from playwright.sync_api import Browser, Page
from tests.host.browser.people_in_browsers import Person
from tests.host.browser.served import Served
from tests.host.browser.test_screens import ALL, SEATS, screens

REACHED = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  if (one === document.body) return null;
  const chip = one.closest(".chip, label") ?? one;
  const shown = [one, chip].some((two) => getComputedStyle(two).outlineStyle !== "none");
  one.dataset.reached = "yes";
  return { shown, html: one.outerHTML.slice(0, 160) };
}"""
LEFT = """() => [...document.querySelectorAll(
  "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
  .filter((one) => one.checkVisibility() && !one.disabled && !one.dataset.reached)
  .filter((one) => one.type !== "radio" || !document.querySelector(
    `input[name="${CSS.escape(one.name)}"][data-reached]`))
  .map((one) => one.outerHTML.slice(0, 160))"""
MOST = 1500
"""Stops on one page: a matrix of marks has some hundreds."""


def walked(page: Page) -> list[str]:
    """Press Tab through a page, and return what cannot be reached or not be seen to be."""
    wrong: list[str] = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        at = page.evaluate(REACHED)
        if at is None:
            return wrong + [f"not reached: {one}" for one in page.evaluate(LEFT)]
        if not at["shown"]:
            wrong.append(f"not seen: {at['html']}")
    return [*wrong, "it never ends"]


@pytest.mark.parametrize("seat", SEATS if ALL else ["ridge"])
def test_all_on_a_page_is_reached_by_tab_and_seen(
    seat: str, browser: Browser, host: Served
) -> None:
    person = Person.comes(browser, host.base)
    page = person.sits(host, seat)
    if not ALL:
        page.goto(f"{host.base}/record/add?kind=statement")
        assert walked(page) == []
    else:
        for path in screens(page, host.base):
            assert walked(page) == [], path
    person.context.close()


def test_one_comes_in_and_enters_something_without_a_mouse(
    browser: Browser, host: Served
) -> None:
    person = Person.comes(browser, host.base)
    page = person.context.new_page()
    page.goto(host.links["river"].replace(host.links["river"].split("/join/")[0], host.base))
    to(page, "textbox")
    page.keyboard.type("Tarn")
    page.keyboard.press("Enter")
    page.wait_for_url("**/brief")
    to(page, "Enter what happened")
    page.keyboard.press("Enter")
    page.wait_for_url("**/record/add")
    to(page, "Somebody said something")
    page.keyboard.press("Enter")
    page.wait_for_url("**/record/add?kind=statement")
    person.context.close()
    assert person.wrong == []


def to(page: Page, what: str) -> None:
    """Press Tab until something has the focus: a field, or what has these words."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        text, tag = page.evaluate(
            "() => [document.activeElement.innerText, document.activeElement.tagName]"
        )
        if (text or "").strip() == what or (what == "textbox" and tag == "INPUT"):
            return
    raise AssertionError(f"{what} is not reached")
