"""Somebody who follows the tutorial for mediators in real browsers, and what they see.

Tests follow the steps, so that what is told and what is there cannot part; `make picture` takes
the pictures anew besides.
"""

import io
import re
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from attrs import define, field
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.host.browser.people_in_browsers import WITHIN, Person, chromium
from tests.host.browser.served import Served, served
from tests.host.people import example

PAGE = Path(__file__).parent / "tutorial" / "mediators.md"
PICTURES = Path(__file__).parent / "_static"
COLOURS = 96
"""Enough for a page of letters and a few colours, in a third of the bytes."""

LAPTOP: dict[str, Any] = {"viewport": {"width": 1120, "height": 720}}

_STEP = re.compile(r"^% step: (\w+)\n(.*?)(?=^## |\Z)", re.M | re.S)


@define(eq=False)
class Follower:
    """Somebody who follows the tutorial.

    Attributes:
        browser: The browser.
        host: The host they started.
        page: The page that they look at.
        pages: The pages of the others, by seat.
        seen: All that stood on their screens in the step that they do.
        pictures: What each step's screen looked like at its end.
        link: A link that they were shown.
        people: Whoever has a browser.
    """

    browser: Browser
    host: Served
    page: Page = field(init=False)
    pages: dict[str, Page] = field(factory=dict)
    seen: list[str] = field(factory=list)
    pictures: dict[str, bytes] = field(factory=dict)
    link: str = ""
    people: list[Person] = field(factory=list)

    def opens_browser(self, **options: Any) -> Person:
        """Open a browser of its own, with a page to look at."""
        expect.set_options(timeout=WITHIN)
        person = Person.comes(self.browser, self.host.base, **(options or LAPTOP))
        self.people.append(person)
        return person

    def comes_in(self, seat: str, name: str, **options: Any) -> None:
        """Come in with the link of a seat, and look at its first page."""
        self.page = self.pages[seat] = self.opens_browser(**options).context.new_page()
        self.page.goto(self.host.links[seat])
        self.look()
        self.fill("Your name", name)
        self.press("button", "Come in")
        self.page.wait_for_url("**/brief")

    def turns_to(self, seat: str) -> Page:
        """Look at the screen of a seat."""
        self.page = self.pages[seat]
        return self.page

    def look(self) -> None:
        """Take in what is on the screen, the names of buttons and fields too."""
        self.seen.append(self.page.locator("body").aria_snapshot())

    def picture(self, name: str, begins: str = "") -> None:
        """Keep what the screen looks like, unless that was done already.

        A host that encrypts, as the tutorial's, does not say that it does not.

        Args:
            name: What the picture is called.
            begins: The heading with which it begins; empty for the top of the page.
        """
        if name in self.pictures:
            return
        self.page.evaluate(
            "() => { document.querySelector('.plain')?.remove(); scrollTo(0, 0) }"
        )
        if begins:
            heading = self.page.get_by_role("heading", name=begins).first
            heading.evaluate("(one) => scrollTo(0, one.offsetTop - 12)")
        self.pictures[name] = self.page.screenshot()

    def press(self, role: Any, name: str) -> None:
        """Press what has a name, and wait for the page to which it leads."""
        self.look()
        self.page.get_by_role(role, name=name, exact=True).first.click()
        self.page.wait_for_load_state("load")

    def fill(self, label: str, text: str) -> None:
        """Type into the first field of a name."""
        self.page.get_by_label(label).first.fill(text)


Steps = Mapping[str, Callable[[Follower], None]]


def told() -> dict[str, list[str]]:
    """Return what the tutorial names in bold in each step, which must be on the screen."""
    text = PAGE.read_text("utf-8")
    return {
        name: re.findall(r"\*\*(.+?)\*\*", body, re.S) for name, body in _STEP.findall(text)
    }


def followed(browser: Browser, host: Served, steps: Steps) -> Follower:
    """Do steps of the tutorial, and look for what it names in each."""
    found = Follower(browser, host)
    names = told()
    for step, do in steps.items():
        found.seen = found.seen[-1:]
        do(found)
        found.look()
        found.picture(step)
        for one in names[step]:
            words = " ".join(one.split())
            assert any(words in text for text in found.seen), (step, words)
    for person in found.people:
        person.context.close()
        assert person.wrong == []
    return found


def draw(steps: Steps, case: str, start: str) -> None:
    """Take anew the pictures of steps that the tutorial shows.

    Args:
        steps: The steps.
        case: The example that they are done with.
        start: How the names of the pictures begin.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        served(example(Path(folder), case)) as host,
        sync_playwright() as playwright,
        chromium(playwright) as browser,
    ):
        for name, shot in followed(browser, host, steps).pictures.items():
            file = f"{start}-{name}.png"
            if file in PAGE.read_text("utf-8"):
                drawn = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS)
                drawn.save(PICTURES / file, optimize=True)
