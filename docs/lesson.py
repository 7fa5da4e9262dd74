"""A class from nothing to the debrief, as the tutorial for instructors tells it."""

from collections.abc import Callable

from docs.afternoon import PHONE, act
from docs.followed import Follower, Steps, TutorialPart
from playwright.sync_api import Locator, expect

TEACHER = "instructor"
PEOPLE = {
    "1/arven": "Amara",
    "1/belmar": "Bruno",
    "2/arven": "Chiara",
    "2/belmar": "Daniel",
    "3/arven": "Emine",
}
"""Who comes, in this order, and which seat each is given."""

OFFERED = {
    "release": "80",
    "filling": "five",
    "drought": "joint",
    "data": "daily",
    "power": "market",
    "canal": "capped",
    "border": "back",
    "flood": "fund",
    "term": "thirty",
}
"""A package between what both want."""

ADDRESS = "https://192.168.1.20:8443"
HOPED = {
    "release": "140",
    "filling": "eight",
    "drought": "floor",
    "data": "live",
    "power": "cost",
    "canal": "free",
    "border": "watched",
    "term": "ten",
}
"""What Belmar asks for first."""

PROGRAM = "issue-by-issue"
NEWS = "A dry summer is forecast for the whole basin."


def begin(lesson: Follower) -> None:
    page = lesson.page = lesson.pages[TEACHER] = lesson.opens_browser().context.new_page()
    page.goto(lesson.host.links[TEACHER])
    lesson.look()
    lesson.fill("Your name", "Ines")
    lesson.press("button", "Come in")
    page.wait_for_url("**/class")
    expect(page.locator(".tile")).to_have_count(3)


def door(lesson: Follower) -> None:
    page = lesson.turns_to(TEACHER)
    lesson.press("link", "Come in")
    # The tutorial's host is reached from other machines, by an address as this one.
    address = page.get_by_text(lesson.host.base, exact=True)
    address.evaluate("(one, shown) => { one.textContent = shown }", ADDRESS)


def come(lesson: Follower) -> None:
    code = lesson.turns_to(TEACHER).locator(".code").inner_text().replace("-", "")
    for seat, name in PEOPLE.items():
        page = lesson.pages[seat] = lesson.opens_browser(**PHONE).context.new_page()
        lesson.page = page
        page.goto(f"{lesson.host.base}/class/come/{code}")
        lesson.fill("Your name", name)
        lesson.press("button", "Take a seat")
        page.wait_for_url("**/role")
        table, _, side = seat.partition("/")
        expect(page.locator(".seat")).to_contain_text(f"{side.title()}, table {table}")
    page = lesson.turns_to(TEACHER)
    expect(page.locator(".count")).to_contain_text("5 of 6 seated")
    lesson.look()
    lesson.press("button", "Close the address")
    lesson.press("link", "People")


def moves(
    lesson: Follower, seat: str, fill: Callable[[Locator], None], *, rejects: bool = False
) -> None:
    """Propose a package for a side, and reject before what the other has proposed."""
    lesson.turns_to(seat)
    if rejects:
        act(lesson, "Reject a proposal", table=seat[0])
    act(lesson, "Make a proposal", fill, seat[0])


def role(lesson: Follower) -> None:
    page = lesson.turns_to("1/arven")
    lesson.picture("role", "Your side: confidential")
    lesson.press("link", "Build a package and see how your side stands to it")
    for issue, option in OFFERED.items():
        page.locator(f"select[name='deal.{issue}']").select_option(option)
    lesson.press("button", "See how we stand to it")
    expect(page.locator("main")).to_contain_text("points")


def asks(lesson: Follower, when: str) -> None:
    """Open one set of questions, let a side answer it, and close it."""
    page = lesson.turns_to(TEACHER)
    lesson.press("link", "Questions")
    lesson.look()
    page.locator(f"#{when}").get_by_role("button", name="Open them").click()
    answers(lesson, "1/arven", when)
    answers(lesson, "2/belmar", when)
    page = lesson.turns_to(TEACHER)
    expect(page.locator(f"#came-{when}")).to_contain_text("Who has answered: 2")
    lesson.look()


def answers(lesson: Follower, seat: str, when: str) -> None:
    page = lesson.turns_to(seat)
    page.goto(f"{lesson.host.base}/role")
    lesson.press("link", "answer them")
    number, trust = ("55", "3") if seat == "1/arven" else ("70", "5")
    for one in page.get_by_role("spinbutton").all():
        one.fill(number)
    for group in page.locator("fieldset").all():
        group.get_by_label(trust).check()
    lesson.look()
    lesson.press("button", "Send my answers")
    expect(page.locator(".said")).to_be_visible()


def before(lesson: Follower) -> None:
    asks(lesson, "before")
    lesson.picture("before", "Who has answered")
    lesson.page.locator("#before").get_by_role("button", name="Close them").click()


def programs(lesson: Follower) -> None:
    page = lesson.turns_to(TEACHER)
    lesson.press("link", "Programs")
    lesson.press("button", "Let programs sit in all empty seats of all tables")
    expect(page.locator(".said")).to_have_text("Programs took 1 seat.")


def package(**chosen: str) -> Callable[[Locator], None]:
    """Return what chooses an option on each issue."""

    def choose(form: Locator) -> None:
        for issue, option in (OFFERED | chosen).items():
            form.locator(f"select[name='deal.{issue}']").select_option(option)

    return choose


def offers(lesson: Follower) -> None:
    moves(lesson, "3/arven", package())
    moves(lesson, "2/arven", package(release="60", canal="stopped"))
    moves(lesson, "2/belmar", package(**HOPED), rejects=True)
    moves(lesson, "2/arven", package(data="monthly"), rejects=True)
    moves(lesson, "1/arven", package(release="60", canal="stopped"))
    moves(lesson, "1/belmar", package(**HOPED), rejects=True)
    moves(lesson, "1/arven", package(), rejects=True)
    page = lesson.turns_to("1/belmar")
    page.goto(f"{lesson.host.base}/tables/1")
    lesson.press("button", "Accept all of it")
    expect(page.locator("#where")).to_contain_text("There is a deal.")


def gone(lesson: Follower) -> None:
    lesson.turns_to(TEACHER)
    lesson.press("link", "Programs")
    lesson.press("button", "Let a program sit (Belmar, table 2)")
    page = lesson.turns_to("2/arven")
    expect(page.locator("#where")).to_contain_text(f"A program ({PROGRAM}) sits for Belmar")


def tiles(lesson: Follower) -> None:
    page = lesson.turns_to(TEACHER)
    lesson.press("link", "Tables")
    expect(page.locator("article.over")).to_contain_text("Deal")


def news(lesson: Follower) -> None:
    page = lesson.turns_to(TEACHER)
    lesson.press("link", "News")
    lesson.fill("What happened, or what is said", NEWS)
    lesson.fill("Who says so", "The weather service")
    lesson.look()
    lesson.press("button", "Prepare it, and look")
    page.get_by_label("Table 2", exact=True).check()
    lesson.picture("news")
    lesson.press("button", "Release")
    expect(page.locator(".said")).to_have_text("Released to table 2.")
    expect(lesson.turns_to("2/arven").locator("#table")).to_contain_text(NEWS)
    expect(lesson.turns_to("3/arven").locator("main")).not_to_contain_text(NEWS)
    lesson.turns_to(TEACHER)


def back(lesson: Follower) -> None:
    page = lesson.turns_to("2/arven")
    expect(page.locator("#table")).to_contain_text("by a program")
    expect(page.locator("#where")).to_contain_text("Your move is awaited.")
    page = lesson.turns_to("2/belmar")
    page.goto(f"{lesson.host.base}/tables/2")
    lesson.press("button", "Take the seat back")
    expect(page.locator("#away")).to_contain_text("Belmar proposes")


def pause(lesson: Follower) -> None:
    page = lesson.turns_to(TEACHER)
    lesson.press("link", "Tables")
    lesson.press("button", "Pause all tables")
    expect(lesson.turns_to("2/arven").locator("#where")).to_contain_text("paused")
    lesson.look()
    lesson.turns_to(TEACHER)
    lesson.press("button", "Let all go on")
    expect(page.locator("#class-tables")).not_to_contain_text("Paused")


def ends(lesson: Follower) -> None:
    moves(lesson, "2/arven", package(release="100", border="watched"), rejects=True)
    page = lesson.turns_to("2/belmar")
    page.goto(f"{lesson.host.base}/tables/2")
    lesson.press("button", "Accept all of it")
    lesson.turns_to("3/arven")
    act(lesson, "Withdraw from the talks", table="3")
    page = lesson.turns_to(TEACHER)
    lesson.press("link", "Tables")
    expect(page.locator("article.over")).to_have_count(3)


def afterwards(lesson: Follower) -> None:
    asks(lesson, "after")
    expect(lesson.page.locator("#compared")).to_contain_text("Before against after")
    lesson.picture("afterwards", "Before against after")


def debrief(lesson: Follower) -> None:
    page = lesson.turns_to(TEACHER)
    lesson.press("link", "Debrief")
    expect(page.locator(".by-table")).to_contain_text("no deal")
    lesson.picture("debrief", "Where the tables ended", "Table by table")


def tell(lesson: Follower) -> None:
    page = lesson.turns_to(TEACHER)
    page.locator("summary", has_text="The teams see nothing of this yet").click()
    lesson.press("button", "Open the debrief to all teams")
    expect(page.get_by_role("button", name="Close the debrief again")).to_be_visible()
    page = lesson.turns_to("1/belmar")
    page.goto(f"{lesson.host.base}/debrief")
    expect(page.locator("h1")).to_contain_text("Table 1: Belmar")
    page = lesson.turns_to(TEACHER)
    lesson.look()
    with page.expect_download() as marks:
        page.get_by_role("link", name="Marks as CSV").click()
    assert marks.value.suggested_filename.endswith(".csv")
    lesson.press("link", "A page for each team, to print")
    expect(page.locator(".team-page")).to_have_count(6)


def replay(lesson: Follower) -> None:
    page = lesson.turns_to(TEACHER)
    lesson.press("link", "Tables")
    expect(page.locator("h1")).to_have_text("The class")
    lesson.look()
    page.locator("article.over").first.get_by_role("heading").get_by_role("link").click()
    lesson.press("link", "Replay")
    page.get_by_label("As seen by").select_option("arven")
    page.get_by_role("slider").focus()
    for line in ("7", "6"):
        page.keyboard.press("ArrowLeft")
        expect(page.locator(".steps")).to_contain_text(f"line {line} of 8")
    expect(page.locator("#replay")).to_contain_text("On the table, by its own sheet")


def branch(lesson: Follower) -> None:
    page = lesson.turns_to(TEACHER)
    lesson.press("button", "Go on from here")
    page.wait_for_url("**/class/*b")
    expect(page.locator("h1")).to_contain_text("b")


STEPS: Steps = {
    one.__name__: one
    for one in (
        *(begin, door, come, role, before, programs, offers, gone, tiles, news, back),
        *(pause, ends, afterwards, debrief, tell, replay, branch),
    )
}
PART = TutorialPart(
    "instructors.md", "sarn-river", "class", STEPS, ("--class", "3", "--rounds", "6")
)

if __name__ == "__main__":
    PART.draw()
