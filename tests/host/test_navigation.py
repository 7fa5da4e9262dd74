"""The navigation: few words for each seat, the rest beside a page, nothing of others."""

import re
from pathlib import Path

from starlette.testclient import TestClient
from tests.host.people import example, hosted, sit

MOST_HEADS = 10
"""As many as are taken in at a glance, and stand in one line of a laptop."""

_MENU = re.compile(r'<nav class="pages".*?</nav>', re.S)
_TABS = re.compile(r'<nav class="tabs".*?</nav>', re.S)


def links(text: str) -> list[str]:
    return re.findall(r'href="([^"]*)"', text)


def test_each_seat_is_led_to_every_page_that_it_may_open_and_to_no_other(
    tmp_path: Path,
) -> None:
    with hosted(example(tmp_path)) as host:
        for seat in ("host", "mediator", "ridge", "ridge/capital", "projector"):
            guest = sit(host, seat)
            led: set[str] = set()
            (menu,) = _MENU.findall(guest.get("/brief"))
            heads = links(menu)
            assert len(heads) <= MOST_HEADS
            for head in heads:
                text = guest.get(head)
                (menu,) = _MENU.findall(text)
                assert menu.count("aria-current") == 1 and links(menu) == heads
                led |= {head, *(to for tabs in _TABS.findall(text)[:1] for to in links(tabs))}
            own = host.seats[seat]
            every = {one.path for one in host.pages if one.nav and one.rule.admits(own)}
            assert {to for to in led if to.startswith("/")} == every, seat


def test_a_page_that_others_lead_to_says_under_which_head_it_is(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        guest = sit(host, "mediator")
        for path, head in (("/matrix/posts/ridge", "/matrix"), ("/import", "/record/add")):
            (menu,) = _MENU.findall(guest.get(path))
            (current,) = re.findall(r'href="([^"]*)" aria-current', menu)
            assert current == head, path


def test_whoever_runs_the_host_comes_in_where_it_is_run(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        for seat, first in (("host", "/host"), ("ridge", "/brief")):
            guest = sit(host, seat).client
            assert isinstance(guest, TestClient)
            assert str(guest.get("/").url.path) == first
