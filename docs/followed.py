"""Somebody who follows a tutorial in real browsers, and what they see.

Tests follow the steps, so that what is told and what is there cannot part; `make picture` takes
the pictures anew besides.
"""

import io
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import define, field, frozen
from PIL import Image, ImageChops
from playwright.sync_api import Browser, FloatRect, Page, expect, sync_playwright
from tests.host.browser.people_in_browsers import WITHIN, Person, chromium
from tests.host.browser.served import Served, served
from tests.host.people import example

PICTURES = Path(__file__).parent / "_static"
COLOURS = 96
"""Enough for a page of letters and a few colours, in a third of the bytes."""

MARGIN = 16
"""Dots of white below the last that a picture shows."""

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

    def picture(self, name: str, begins: str = "", ends: str = "") -> None:
        """Keep what the screen looks like, unless that was done already.

        A host that encrypts, as the tutorial's, does not say that it does not.

        Args:
            name: What the picture is called.
            begins: The heading with which it begins; empty for the top of the page.
            ends: The heading before which it ends; empty for the end of the screen.
        """
        if name in self.pictures:
            return
        self.page.evaluate(
            "() => { document.querySelector('.plain')?.remove(); scrollTo(0, 0) }"
        )
        if begins:
            heading = self.page.get_by_role("heading", name=begins).first
            heading.evaluate("(one) => scrollTo(0, one.offsetTop - 12)")
        size = self.page.viewport_size
        assert size
        height: float = size["height"]
        if ends:
            below = self.page.get_by_role("heading", name=ends, exact=True).bounding_box()
            height = min(height, below["y"] if below else height)
        shown: FloatRect = {"x": 0, "y": 0, "width": size["width"], "height": height}
        self.pictures[name] = self.page.screenshot(clip=shown)

    def press(self, role: Any, name: str) -> None:
        """Press what has a name, and wait for the page to which it leads."""
        self.look()
        self.page.get_by_role(role, name=name, exact=True).first.click()
        self.page.wait_for_load_state("load")

    def fill(self, label: str, text: str) -> None:
        """Type into the first field of a name."""
        self.page.get_by_label(label).first.fill(text)


Steps = Mapping[str, Callable[[Follower], None]]


@frozen
class TutorialPart:
    """A part of a tutorial, done with one host.

    Attributes:
        page: The name of the page that tells it.
        case: The example that it is done with.
        pictures: How the names of its pictures begin.
        steps: What is done in each step.
        options: What the host is started with besides.
    """

    page: str
    case: str
    pictures: str
    steps: Steps
    options: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What the page says."""
        return (Path(__file__).parent / "tutorial" / self.page).read_text("utf-8")

    def told(self) -> dict[str, list[str]]:
        """Return what the page names in bold in each step, which must be on the screen."""
        return {
            name: [" ".join(one.split()) for one in re.findall(r"\*\*(.+?)\*\*", body, re.S)]
            for name, body in _STEP.findall(self.text)
        }

    def shown(self) -> dict[str, str]:
        """Return the pictures that the page shows of this part, and what each is in words."""
        names = rf"{self.pictures}-\w+\.png"
        found = re.findall(rf"!\[([^]]*)\]\(\.\./_static/({names})\)", self.text)
        return {name: words for words, name in found}

    @contextmanager
    def hosted(self, around: Path) -> Iterator[Served]:
        """Serve a copy of the example, as the page says that it is started."""
        with served(example(around, self.case), *self.options) as host:
            yield host

    def followed(self, browser: Browser, host: Served) -> Follower:
        """Do the steps, and look for what the page names in each."""
        found = Follower(browser, host)
        names = self.told()
        for step, do in self.steps.items():
            found.seen = found.seen[-1:]
            do(found)
            found.look()
            found.picture(step)
            for words in names[step]:
                assert any(words in text for text in found.seen), (step, words)
        for person in found.people:
            person.context.close()
            assert person.wrong == []
        return found

    def draw(self) -> None:
        """Take anew the pictures that the page shows."""
        with (
            tempfile.TemporaryDirectory() as folder,
            self.hosted(Path(folder)) as host,
            sync_playwright() as playwright,
            chromium(playwright) as browser,
        ):
            shots = self.followed(browser, host).pictures
        for file in self.shown():
            shot = shots[file.removeprefix(f"{self.pictures}-").removesuffix(".png")]
            drawn = _without_white_below(Image.open(io.BytesIO(shot)).convert("RGB"))
            drawn.quantize(COLOURS).save(PICTURES / file, optimize=True)


def _without_white_below(drawn: Image.Image) -> Image.Image:
    ground = Image.new("RGB", drawn.size, drawn.getpixel((0, drawn.height - 1)))
    _, _, _, end = ImageChops.difference(drawn, ground).getbbox() or (0, 0, 0, drawn.height)
    return drawn.crop((0, 0, drawn.width, min(end + MARGIN, drawn.height)))
