"""The first part of the tutorial for mediators: what is done at the desk."""

import re

from docs.followed import Follower, Steps, TutorialPart
from playwright.sync_api import expect


def start(desk: Follower) -> None:
    page = desk.page = desk.opens_browser().context.new_page()
    page.goto(desk.host.links["host"])
    desk.press("button", "Come in")
    page.wait_for_url(lambda url: "/join/" not in url)
    page.goto(desk.host.base + "/host")


def give(desk: Follower) -> None:
    card = desk.page.locator("li", has=desk.page.get_by_role("heading", name="The mediator's"))
    card.get_by_role("button", name="Give a link").click()
    link = desk.page.get_by_text("/join/").first
    desk.link = str(re.search(r"http\S+/join/[\w-]+", link.inner_text())[0])  # type: ignore[index]


def come_in(desk: Follower) -> None:
    desk.page = desk.opens_browser().context.new_page()
    desk.page.goto(desk.link)
    desk.fill("Your name", "Ines")
    desk.press("button", "Come in")
    desk.page.wait_for_url("**/brief")
    expect(desk.page.locator("#link")).to_have_text("live")


def enter(desk: Follower) -> None:
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


def matrix(desk: Follower) -> None:
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


def marks(desk: Follower) -> None:
    desk.press("link", "Marks")
    row = desk.page.locator("tr", has_text="Along the market road").first
    row.get_by_role("button").first.click()
    expect(row.get_by_role("button").first).not_to_contain_text("wants")


def bench(desk: Follower) -> None:
    desk.press("link", "Deals")
    for issue, option in (
        ("Where the guns fall silent", "The road and the town"),
        ("Posts on the road", "The elders man them"),
        ("Fees on the road", "One purse, shared in three"),
    ):
        desk.page.get_by_label(issue).first.select_option(option)
    desk.press("button", "What does this mean?")
    expect(desk.page.locator("main")).to_contain_text("Valley Desk")


def brief(desk: Follower) -> None:
    desk.press("link", "Where the talks stand")
    expect(desk.page.locator("main")).to_contain_text("A shot is fired")


STEPS: Steps = {
    one.__name__: one for one in (start, give, come_in, enter, matrix, marks, bench, brief)
}
PART = TutorialPart("mediators.md", "market-road", "desk", STEPS)

if __name__ == "__main__":
    PART.draw()
