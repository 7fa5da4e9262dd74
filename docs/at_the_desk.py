"""The steps of the tutorial for mediators, done in a real browser, and their pictures.

The test of the tutorial does the steps; `make picture` takes the pictures anew besides.
"""

import io
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from attrs import define, field
from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.host.browser.people_in_browsers import WITHIN, Person, chromium
from tests.host.browser.served import Served, served
from tests.host.people import example

PAGE = Path(__file__).parent / "tutorial" / "at-the-desk.md"
PICTURES = Path(__file__).parent / "_static"
COLOURS = 96
"""Enough for a page of letters and a few colours, in a third of the bytes."""

_STEP = re.compile(r"^% step: (\w+)\n(.*?)(?=^## |\Z)", re.M | re.S)


@define(eq=False)
class Desk:
    """Somebody who follows the tutorial.

    Attributes:
        browser: The browser.
        host: The host they started.
        seen: All that stood on their screens in the step that they do.
        pictures: What each step's screen looked like at its end.
    """

    browser: Browser
    host: Served
    seen: list[str] = field(factory=list)
    pictures: dict[str, bytes] = field(factory=dict)
    link: str = ""
    people: list[Person] = field(factory=list)
    page: Page = field(init=False)

    def opens_browser(self) -> Page:
        expect.set_options(timeout=WITHIN)
        screen = {"width": 1120, "height": 720}
        person = Person.comes(self.browser, self.host.base, viewport=screen)
        self.people.append(person)
        self.page = person.context.new_page()
        return self.page

    def look(self) -> None:
        """Take in what is on the screen, the names of buttons and fields too."""
        self.seen.append(self.page.locator("body").aria_snapshot())

    def picture(self, name: str) -> None:
        """Keep what the screen looks like, unless that was done already.

        A host that encrypts, as the tutorial's, does not say that it does not.
        """
        self.page.evaluate(
            "() => { document.querySelector('.plain')?.remove(); scrollTo(0, 0) }"
        )
        self.pictures.setdefault(name, self.page.screenshot())

    def press(self, role: str, name: str) -> None:
        self.look()
        self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]
        self.page.wait_for_load_state("load")

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label).first.fill(text)


def start(desk: Desk) -> None:
    page = desk.opens_browser()
    page.goto(desk.host.links["host"])
    desk.press("button", "Come in")
    page.wait_for_url(lambda url: "/join/" not in url)
    page.goto(desk.host.base + "/host")


def give(desk: Desk) -> None:
    card = desk.page.locator("li", has=desk.page.get_by_role("heading", name="The mediator's"))
    card.get_by_role("button", name="Give a link").click()
    link = desk.page.get_by_text("/join/").first
    desk.link = str(re.search(r"http\S+/join/[\w-]+", link.inner_text())[0])  # type: ignore[index]


def come_in(desk: Desk) -> None:
    desk.opens_browser().goto(desk.link)
    desk.fill("Your name", "Ines")
    desk.press("button", "Come in")
    desk.page.wait_for_url("**/brief")
    expect(desk.page.locator("#link")).to_have_text("live")


def enter(desk: Desk) -> None:
    desk.press("link", "Enter what happened")
    desk.press("link", "Something that happened outside the room")
    desk.fill("When it happened or was said", "22 September 2033")
    desk.fill("What it is", "A shot is fired at the post by the bridge; nobody is hurt.")
    desk.fill("Where", "The bridge")
    desk.page.locator("summary", has_text="The source is new").click()
    desk.fill("Who published it", "The Valley Paper")
    desk.look()
    desk.picture("enter")
    desk.press("button", "Save")
    expect(desk.page.locator(".said")).to_be_visible()


def matrix(desk: Desk) -> None:
    desk.press("link", "Who wants what")
    desk.look()
    name = re.compile("Ridge Column on Where the guns fall silent: say")
    desk.page.get_by_role("link", name=name).click()
    desk.page.get_by_label("The whole valley").check()
    desk.fill("When", "22 September 2033")
    desk.fill("Where it is from", "heard from Oda Lind")
    desk.press("button", "Save")
    expect(desk.page.locator(".said")).to_be_visible()
    row = desk.page.locator("tr", has_text="Where the guns fall silent").first
    expect(row).to_contain_text("The whole valley")


def marks(desk: Desk) -> None:
    desk.press("link", "Marks")
    row = desk.page.locator("tr", has_text="Along the market road").first
    row.get_by_role("button").first.click()
    expect(row.get_by_role("button").first).not_to_contain_text("wants")


def bench(desk: Desk) -> None:
    desk.press("link", "Deals")
    for issue, option in (
        ("Where the guns fall silent", "The road and the town"),
        ("Posts on the road", "The elders man them"),
        ("Fees on the road", "One purse, shared in three"),
    ):
        desk.page.get_by_label(issue).first.select_option(option)
    desk.press("button", "What does this mean?")
    expect(desk.page.locator("main")).to_contain_text("Valley Desk")


def brief(desk: Desk) -> None:
    desk.press("link", "Where the talks stand")
    expect(desk.page.locator("main")).to_contain_text("A shot is fired")


STEPS: dict[str, Callable[[Desk], None]] = {
    one.__name__: one for one in (start, give, come_in, enter, matrix, marks, bench, brief)
}


def told() -> dict[str, list[str]]:
    """Return what the tutorial names in bold in each step, which must be on the screen."""
    text = PAGE.read_text("utf-8")
    return {
        name: re.findall(r"\*\*(.+?)\*\*", body, re.S) for name, body in _STEP.findall(text)
    }


def followed(browser: Browser, host: Served) -> Desk:
    """Do all steps, and look for what the tutorial names in each."""
    desk = Desk(browser, host)
    for name, names in told().items():
        desk.seen = desk.seen[-1:]
        STEPS[name](desk)
        desk.look()
        desk.picture(name)
        for one in names:
            words = " ".join(one.split())
            assert any(words in text for text in desk.seen), (name, words)
    for person in desk.people:
        person.context.close()
        assert person.wrong == []
    return desk


def _draw() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        served(example(Path(folder))) as host,
        sync_playwright() as playwright,
        chromium(playwright) as browser,
    ):
        for name, shot in followed(browser, host).pictures.items():
            if f"desk-{name}.png" in PAGE.read_text("utf-8"):
                drawn = Image.open(io.BytesIO(shot)).convert("RGB").quantize(COLOURS)
                drawn.save(PICTURES / f"desk-{name}.png", optimize=True)


if __name__ == "__main__":
    _draw()
