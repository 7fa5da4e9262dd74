"""Two machines: a host, and a delegation's own before it, with a network that fails between."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect
from tests.host.browser.people_in_browsers import NAME, WITHIN, Person, too_wide, unreadable
from tests.host.browser.served import Network, Served, free_port, served
from tests.host.people import example

expect.set_options(timeout=WITHIN)


@contextmanager
def own_machine(at: Path, link: str) -> Iterator[str]:
    """Sit at a host from a process of its own, and yield the link to its pages."""
    words = ["sit", link, "--port", str(free_port()), "--name", "Ines"]
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", "from accord.cli import main; main()", *words],
        cwd=at,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    said: list[str] = []
    try:
        for line in process.stdout:
            said.append(line)
            if found := re.search(r"http://localhost:\d+/join/\S+", line):
                yield found[0]
                break
        else:
            raise AssertionError("".join(said))
    finally:
        process.terminate()
        rest, _ = process.communicate(timeout=30)
        assert "Traceback" not in rest, rest


def comes_in(browser: Browser, link: str) -> tuple[Person, Page, str]:
    """Open the pages of an own machine."""
    base = link.partition("/join/")[0]
    person = Person.comes(browser, base)
    page = person.context.new_page()
    page.goto(link)
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(f"{base}/brief")
    return person, page, base


def chooses(page: Page, within: str, number: int) -> None:
    """Choose the option of this number on every issue."""
    for one in page.locator(f"{within} select[name^='deal.']").all():
        one.select_option(index=number)


def opens_for_two(mediator: Person, host: Served) -> None:
    page = mediator.sits(host, "mediator")
    page.goto(f"{host.base}/tables")
    page.locator(NAME).fill("road")
    page.locator("select[name=rules]").select_option("alternating")
    page.get_by_role("button", name="Open the table").click()
    page.wait_for_url("**/tables/road")


def test_a_round_by_alternating_offers_from_a_machine_of_its_own(
    browser: Browser, tmp_path: Path
) -> None:
    theirs, ours = example(tmp_path / "theirs", "sarn-river"), tmp_path / "ours"
    ours.mkdir()
    network = None
    with served(theirs) as host:
        network = Network(to=host.port)
        mediator, belmar = (Person.comes(browser, host.base) for _ in range(2))
        opens_for_two(mediator, host)
        with network.laid() as through:
            link = through + urlsplit(host.links["arven"]).path
            with own_machine(ours, link) as inside:
                arven, page, base = comes_in(browser, inside)
                played(page, base, belmar.sits(host, "belmar"), host.base, network)
                assert (ours / "arven" / "process.yaml").exists()
                assert not (theirs / "private").exists(), "the host has none of its mandate"
                for one in (arven, belmar, mediator):
                    assert one.wrong == []
                    one.context.close()


def played(page: Page, base: str, other: Page, there: str, network: Network) -> None:
    at = "/tables/road"
    # The mandate is written down here, and stays here.
    page.goto(f"{base}/mandate/arven")
    expect(page.locator(".where-to.stays").first).to_have_text("Stays on this machine.")
    page.locator("main input[type=checkbox]").first.check()
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".said")).to_contain_text("is set")
    # A package within it goes to the table at once.
    page.goto(f"{base}{at}/room")
    chooses(page, "form[method=get]", 1)
    page.get_by_role("button", name="See how we stand to it").click()
    expect(page.get_by_text("inside the mandate")).to_be_visible()
    page.get_by_role("button", name="Take it to the table").click()
    page.wait_for_url(f"{base}{at}")
    # The other side answers in a browser at the host; it is seen here without a reload.
    other.goto(f"{there}{at}")
    expect(other.get_by_text("Arven proposes")).to_be_visible()
    other.locator("#move-reject summary").first.click()
    other.locator("#move-reject button").last.click()
    expect(other.locator("#move-propose")).to_be_visible()
    if not other.locator("#move-propose form").is_visible():
        other.locator("#move-propose summary").first.click()
    chooses(other, "#move-propose", 2)
    other.locator("#move-propose button").last.click()
    expect(page.get_by_text("Belmar proposes")).to_be_visible()
    page.goto(f"{base}{at}/room")
    expect(page.locator("#ours").get_by_text("needs the capital").first).to_be_visible()
    # The network dies: one reads on, and what is sent waits.
    network.swallow()
    expect(page.locator("#afar-state")).to_contain_text("Not connected to the host since")
    page.goto(f"{base}{at}")
    page.locator("#move-state summary").first.click()
    page.locator("#move-state textarea[name=text]").fill("We are still here.")
    page.locator("#move-state button").last.click()
    expect(page.locator("#afar-state")).to_contain_text("1 move waits to be sent")
    page.goto(f"{base}/waiting")
    expect(page.get_by_text("We are still here.")).to_be_visible()
    assert unreadable(page) == [] and too_wide(page) == []
    network.mend()
    expect(page.get_by_text("Nothing waits")).to_be_visible()
    expect(other.get_by_text("We are still here.")).to_be_visible()
    # To accept what is beyond the mandate is asked about, and nothing has gone out then.
    page.goto(f"{base}{at}")
    page.get_by_role("button", name="Accept all of it").click()
    expect(page.get_by_text("Nothing was sent.")).to_be_visible()
    assert unreadable(page) == [] and too_wide(page) == []
    expect(other.get_by_text("There is a deal.")).to_have_count(0)
    page.get_by_role("button", name="Send it all the same").click()
    expect(other.get_by_text("There is a deal.").first).to_be_visible()
    # What the table has come to is in the own record.
    page.goto(f"{base}/far-host")
    assert unreadable(page) == [] and too_wide(page) == []
    page.get_by_role("button", name="Look at the host's record now").click()
    expect(page.locator("#brought").get_by_role("link").first).to_be_visible()
