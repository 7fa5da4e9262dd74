"""People with real browsers: what goes wrong in one of them fails the test."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from attrs import define, field
from playwright.sync_api import Browser, BrowserContext, Page, Playwright
from tests.host.browser.served import Served

AXE = Path(__file__).parent / "axe.min.js"
WITHIN = 20_000
"""Milliseconds after which a test gives up on what should come: it waits no longer than it has
to, and a busy machine takes its time."""

NAME = "input[name=id]"
"""What is typed to open a table."""

_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Start the system's browser."""
    there = shutil.which("chromium")
    if there is None and not os.environ.get("CI"):
        pytest.skip("no Chromium here")
    browser = playwright.chromium.launch(executable_path=there, args=["--no-sandbox"])
    try:
        yield browser
    finally:
        browser.close()


@define(eq=False)
class Person:
    """Somebody with a browser of their own.

    Attributes:
        context: The browser: nothing is shared with those of others.
        base: How the addresses of the host begin.
        wrong: What went wrong in it.
    """

    context: BrowserContext
    base: str
    wrong: list[str] = field(factory=list)

    @classmethod
    def comes(cls, browser: Browser, base: str, **options: Any) -> "Person":
        """Open a browser."""
        context = browser.new_context(reduced_motion="reduce", **options)
        context.set_default_timeout(WITHIN)
        person = cls(context, base)
        context.on("request", lambda one: person._outside(one.url))
        context.on("console", lambda one: person._console(one.type, one.text))
        context.on("weberror", lambda one: person.wrong.append(str(one.error)))
        return person

    def _outside(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme != "data" and f"{parts.scheme}://{parts.netloc}" != self.base:
            self.wrong.append(f"asked elsewhere: {url}")

    def _console(self, kind: str, text: str) -> None:
        said = any(f"status of {one}" in text for one in (409, 422))  # on the page
        if kind in ("error", "warning") and not said:
            self.wrong.append(text)

    def sits(self, host: Served, seat: str) -> Page:
        """Sit in a seat, and return the page that opens.

        A link is taken once: whoever comes later to the seat goes on where the first one sat.
        """
        page = self.context.new_page()
        if seat in host.sat:
            self.context.add_cookies(host.sat[seat])
            page.goto(self.base + "/brief")
            return page
        page.goto(self.base + urlsplit(host.links[seat]).path)
        page.locator("input[name=name]").fill("Ines")
        page.get_by_role("button", name="Come in").click()
        page.wait_for_url(lambda url: "/join/" not in url)
        host.sat[seat] = self.context.cookies()
        return page

    def opens(self, path: str) -> Page:
        """Open another tab."""
        page = self.context.new_page()
        page.goto(self.base + path)
        return page


def unreadable(page: Page, rules: list[str] | None = None) -> list[str]:
    """Return what keeps somebody from using a page, as axe finds it.

    Args:
        page: The page.
        rules: The rules to look at; None for all of WCAG 2.2 AA and good practice.
    """
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))  # through the debugger: no policy is loosened
    only: dict[str, Any] = {"type": "rule", "values": rules} if rules else {}
    found = page.evaluate(
        "(only) => axe.run(document, {runOnly: only, resultTypes: ['violations']})",
        only or {"type": "tag", "values": _RULES},
    )
    return [
        f"{one['id']}: {one['help']}: {node['html'][:200]} ({node['failureSummary'][:300]})"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def too_wide(page: Page) -> list[str]:
    """Return what makes a page wider than the screen, so that it scrolls in both directions."""
    found: list[str] = page.evaluate(
        """() => {
          const root = document.documentElement, width = root.clientWidth;
          if (root.scrollWidth <= width) return [];
          const clips = (one) => one !== root && getComputedStyle(one).overflowX !== "visible";
          return ["it scrolls sideways", ...[...document.querySelectorAll("body *")]
            .filter((one) => {
              const { left, right } = one.getBoundingClientRect();
              let around = one.parentElement;
              while (around && !clips(around)) around = around.parentElement;
              return (right > width + 1 || left < -1) && !around;
            }).map((one) => one.outerHTML.slice(0, 160)).slice(-3)];
        }"""
    )
    return found


def opens_table(page: Page, name: str) -> None:
    """Open a table, as those who may do."""
    page.goto("/".join(page.url.split("/")[:3]) + "/tables")
    page.locator(NAME).fill(name)
    page.get_by_role("button", name="Open the table").click()
    page.wait_for_url(f"**/tables/{name}")
