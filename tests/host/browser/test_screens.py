"""Every screen in a real browser: it opens, can be read, and fits, for whoever may see it.

The screens are found from the pages of the host and the links between them. `make browser`
looks from every seat at each of them in every way in which it can be shown.
"""

import os
import re
from collections.abc import Iterable, Iterator
from itertools import product

import pytest
from playwright.sync_api import Browser, Page, ViewportSize
from tests.host.browser.people_in_browsers import (
    Person,
    opens_table,
    too_wide,
    unreadable,
)
from tests.host.browser.served import Served

from accord.host.host_page import HostPage
from accord.host.pages import OWN_PAGES, PAGES

ALL = os.environ.get("SCREENS") == "all"
SEATS = ("mediator", "ridge", "host")
LAPTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=320, height=640)
ZOOMED = ViewportSize(width=640, height=400)
"""A laptop at 200%."""
_NO_SCREENS = {"/for-you", "/record/add/date"}
"""Parts of pages, which no page leads to."""
_FORMS = {
    one.path: re.compile(re.sub(r"\\{\w+(:\w+)?\\}", "[^/]+", re.escape(one.path)))
    for one in {*PAGES, *OWN_PAGES}
    if one.method == "GET"
}


def route(path: str) -> str:
    """Return the page that answers an address; empty for none."""
    return next((one for one, form in _FORMS.items() if form.fullmatch(path)), "")


def linked(page: Page, base: str) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "a[href]:not([download])", "(all) => all.map((one) => one.href)"
    )
    return [one.removeprefix(base).partition("#")[0] for one in found if one.startswith(base)]


def screens(page: Page, base: str, pages: Iterable[HostPage] = PAGES) -> Iterator[str]:
    """Open one address of each page that there is for a seat, and yield it.

    Where an address has something left open, a link has filled it in.
    """
    given = [one.path for one in pages if one.method == "GET"]
    waiting = [one for one in given if "{" not in one and one not in _NO_SCREENS]
    seen, unlinked = {*waiting, *_NO_SCREENS}, {*waiting}
    while waiting:
        path = waiting.pop(0)
        answer = page.request.get(base + path, headers={"x-live": "1"})
        excused = path in unlinked or "/export/" in path  # which says what there is not
        assert answer.ok or (answer.status in (404, 422) and excused), (path, answer.status)
        if not answer.ok or not answer.headers["content-type"].startswith("text/html"):
            continue
        page.goto(base + path)
        for to in linked(page, base):
            unlinked.discard(to)
            if (one := route(to.partition("?")[0])) not in seen | {""}:
                seen.add(one)
                waiting.append(to)
        yield path


def faults(page: Page) -> Iterator[str]:
    """Yield what is wrong with a screen, in each way of showing it."""
    page.set_viewport_size(LAPTOP)
    page.emulate_media(color_scheme="light")
    yield from unreadable(page)
    page.emulate_media(color_scheme="dark")
    yield from (f"dark: {one}" for one in unreadable(page, ["color-contrast"]))
    page.emulate_media(color_scheme="light")
    for size, direction in product((PHONE, ZOOMED, LAPTOP), ("rtl", "ltr")):
        page.set_viewport_size(size)
        page.evaluate("(to) => { document.documentElement.dir = to }", direction)
        yield from (f"{size['width']} {direction}: {one}" for one in too_wide(page))
        if ALL:
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                for one in unreadable(page):
                    yield f"{size['width']} {direction} {scheme}: {one}"


@pytest.mark.parametrize("seat", SEATS)
def test_every_screen_opens_can_be_read_and_fits(
    seat: str, browser: Browser, host: Served
) -> None:
    person = Person.comes(browser, host.base)
    page = person.sits(host, seat)
    if seat == "mediator":
        opens_table(page, "haza")
    found: list[str] = []
    for path in screens(page, host.base):
        if ALL or seat == "mediator" or route(path) not in _OPENED:
            found += [f"{path}: {one}" for one in faults(page)]
        _OPENED.add(route(path))
    person.context.close()
    assert found == []
    assert person.wrong == []


_OPENED: set[str] = set()
"""Pages looked at from another seat; `make browser` looks again."""
