"""The second part of the tutorial for mediators: an afternoon at the table.

It is also what a real afternoon takes of a host, with several browsers at once.
"""

from collections.abc import Callable

from docs.followed import Follower, Steps, TutorialPart
from playwright.sync_api import Locator, expect

PHONE = {"viewport": {"width": 390, "height": 780}, "has_touch": True, "is_mobile": True}
DAY = "/brief?as_of=2022-02-28"
ISSUES = {"corridors": "Humanitarian corridors", "prisoners": "Prisoners of war and detained"}
JOINT = "Agreed routes, with temporary ceasefires along them"
FREED = "Soldiers are exchanged for soldiers; civilians are freed"
WHOLE = {
    "ceasefire": "on-entry",
    "withdrawal": "to-23-feb",
    "neutrality": "guaranteed",
    "crimea": "talks",
    "forces": "ukraine-figures",
    "bans": "general",
    "donbas": "presidents",
    "guarantees": "any-acts",
    "corridors": "joint",
    "eu": "promoted",
    "guarantors": "wide",
    "bases": "all-consent",
    "sanctions": "stay",
    "language": "mutual",
    "ratification": "referendum",
    "prisoners": "like-for-like",
    "court": "go-on",
    "claims": "go-on",
}
"""What Ukraine proposed on 29 March 2022, and the rest of the agenda filled in for practice."""

NOTE = "If routes are agreed together, we could live with like for like."
WHY = "Routes and prisoners have to be looked at again."
OWN = "Each side opens and announces routes of its own"
LIKE = "Soldiers are exchanged for soldiers, civilians for civilians"
BLASTS = "Blasts are heard in Kyiv as the talks end, by reporters; nobody says by whom."


def seats(follower: Follower) -> None:
    follower.comes_in("mediator", "Ines")
    follower.comes_in("ukraine", "Olena")
    follower.comes_in("russia", "Pavel")
    follower.comes_in("ukraine/capital", "Taras", **PHONE)


def watches(follower: Follower, seat: str) -> None:
    """Open the page of the first day, and keep it open."""
    page = follower.turns_to(seat)
    page.goto(follower.host.base + DAY)
    expect(page.locator("#link")).to_have_text("live")
    page.evaluate("() => { window.stays = true }")


def incident(follower: Follower) -> None:
    for one in ("ukraine", "russia"):
        watches(follower, one)
    follower.turns_to("mediator")
    follower.press("link", "Enter what happened")
    follower.press("link", "Something that happened outside the room")
    follower.fill("When it happened or was said", "28 February 2022")
    follower.fill("What it is", BLASTS)
    follower.fill("Where", "Kyiv")
    follower.fill("Sources", "vanguard-0228")
    follower.look()
    follower.press("button", "Save")
    expect(follower.page.locator(".said")).to_be_visible()
    for one in ("russia", "ukraine"):
        page = follower.turns_to(one)
        expect(page.locator("main")).to_contain_text(BLASTS[:40])
        assert page.evaluate("() => window.stays")  # it came by itself


def table(follower: Follower) -> None:
    page = follower.turns_to("mediator")
    follower.press("link", "Table")
    follower.fill("A short name", "afternoon")
    page.get_by_label("Rules").select_option(label="alternating offers")
    page.get_by_label("Russia: the capital").uncheck()
    follower.look()
    follower.press("button", "Open the table")
    page.wait_for_url("**/tables/afternoon")


def instructed(follower: Follower) -> None:
    page = follower.turns_to("ukraine/capital")
    page.goto(f"{follower.host.base}/tables/afternoon/capital")
    page.locator("summary", has_text="Change what the delegation may agree to").click()
    page.get_by_label(FREED).check()
    follower.fill("In words, to your delegation", "On prisoners no further without us.")
    follower.press("button", "Instruct")
    expect(page.locator(".said")).to_be_visible()


def act(
    follower: Follower,
    what: str,
    fill: Callable[[Locator], object] = id,
    table: str = "afternoon",
) -> None:
    """Make a move by its form at the table.

    Args:
        follower: Somebody who looks at the screen of the seat.
        what: What the form is called.
        fill: Fills it in.
        table: The table.
    """
    page = follower.page
    page.goto(f"{follower.host.base}/tables/{table}")
    form = page.locator("#moves details", has=page.locator("button", has_text=what))
    if form.get_attribute("open") is None:
        form.locator("summary").first.click()
    fill(form)
    follower.look()
    form.get_by_role("button", name=what, exact=True).click()
    expect(page.locator(".said")).to_be_visible()


def package(**chosen: str) -> Callable[[Locator], None]:
    """Return what chooses options by issue."""

    def choose(form: Locator) -> None:
        for issue, option in chosen.items():
            form.get_by_label(ISSUES[issue]).select_option(label=option)

    return choose


def awaited(follower: Follower, seat: str, said: str) -> None:
    """Wait until a screen says by itself who is awaited."""
    expect(follower.turns_to(seat).locator("#where")).to_contain_text(said)


def offers(follower: Follower) -> None:
    follower.turns_to("russia").goto(f"{follower.host.base}/tables/afternoon")
    awaited(follower, "russia", "Awaited: Ukraine.")
    follower.turns_to("ukraine")
    act(follower, "Make a proposal", package(corridors=JOINT, prisoners=FREED))
    awaited(follower, "russia", "Your move is awaited.")
    act(follower, "Reject a proposal", lambda form: form.get_by_label("Why").fill(WHY))
    act(follower, "Make a proposal", package(corridors=OWN, prisoners=LIKE))
    awaited(follower, "ukraine", "Your move is awaited.")
    awaited(follower, "mediator", "Awaited: Ukraine.")


def caucus(follower: Follower) -> None:
    follower.turns_to("mediator")
    whom = "With whom"
    act(
        follower,
        "Go to a caucus",
        lambda form: form.get_by_label(whom).select_option("ukraine"),
    )
    awaited(follower, "ukraine", "In caucus")

    def gives(form: Locator) -> None:
        form.get_by_label("In words").fill(NOTE)
        form.get_by_label("May the mediator carry").select_option("as-a-question")

    act(follower, "Make a statement", gives)
    page = follower.turns_to("mediator")
    expect(page.locator("#table")).to_contain_text("Not carried yet.")
    follower.look()
    follower.picture("caucus", "Notes that you hold")
    act(follower, "Resume the talks")
    act(follower, "Carry a note to others", lambda form: form.get_by_label("Russia").check())
    follower.turns_to("russia")
    expect(follower.page.locator("#table")).to_contain_text(NOTE)


def beyond(follower: Follower) -> None:
    page = follower.turns_to("ukraine")
    act(follower, "Reject a proposal")
    follower.press("link", "Our room")
    for issue, option in WHOLE.items():
        page.locator(f"select[name='deal.{issue}']").select_option(option)
    follower.press("button", "See how we stand to it")
    expect(page.locator("main")).to_contain_text("needs the capital")
    follower.picture("beyond", "What we may agree to")
    expect(page.get_by_label("Subject to the capital")).to_be_checked()
    follower.press("button", "Take it to the table")
    awaited(follower, "russia", "Your move is awaited.")
    follower.press("button", "Accept all of it")
    awaited(follower, "mediator", "With the capitals.")


def capital(follower: Follower) -> None:
    page = follower.turns_to("ukraine/capital")  # open all the while
    expect(page.locator("h1")).to_contain_text("Do you ratify it?")
    follower.press("link", "The capital decides")
    follower.picture("capital")
    follower.fill("In words, to your delegation", "Yes, if the lists are ready within a week.")
    follower.press("button", "Yes")
    for one in ("ukraine", "russia", "mediator"):
        awaited(follower, one, "There is a deal.")


def paper(follower: Follower) -> None:
    page = follower.turns_to("mediator")
    follower.press("link", "Table")
    follower.press("link", "Papers")
    follower.fill("Title", "What was agreed this afternoon")
    follower.fill("What it says", "Routes are agreed together; prisoners go like for like.")
    follower.press("button", "Release it to all of them now")
    for one in ("ukraine", "russia"):
        follower.turns_to(one)
        follower.press("link", "Table")
        follower.press("link", "Papers")
        follower.press("button", "Take it")
    follower.turns_to("mediator")
    expect(page.locator("#papers")).to_contain_text("Russia: took it")
    expect(page.locator("#papers")).to_contain_text("Ukraine: took it")


def stands(follower: Follower) -> None:
    for one in ("ukraine", "russia", "ukraine/capital", "mediator"):
        page = follower.turns_to(one)
        page.goto(f"{follower.host.base}/brief")
        expect(page.locator("main")).to_contain_text("Agreement on all issues ratified")


STEPS: Steps = {
    one.__name__: one
    for one in (
        *(seats, incident, table, instructed, offers),
        *(caucus, beyond, capital, paper, stands),
    )
}
PART = TutorialPart("mediators.md", "russia-ukraine-2022", "table", STEPS)

if __name__ == "__main__":
    PART.draw()
