"""The tutorial for mediators: its steps work, in a real browser, and name what is there.

Those of its second part are done in tests/host/browser/test_afternoon.py.
"""

import re
from pathlib import Path

from docs import afternoon, at_the_desk
from docs.followed import PAGE, PICTURES, followed, told
from playwright.sync_api import sync_playwright
from tests.host.browser.people_in_browsers import chromium
from tests.host.browser.served import served
from tests.host.people import example

MOST = 150_000
"""Bytes of a picture, so that a page opens on a poor line."""


def test_the_tutorial_tells_each_step_that_is_done_and_no_other() -> None:
    assert list(told()) == [*at_the_desk.STEPS, *afternoon.STEPS]


def test_the_steps_at_the_desk_work_as_they_are_told(tmp_path: Path) -> None:
    with served(example(tmp_path)) as host, sync_playwright() as p, chromium(p) as browser:
        followed(browser, host, at_the_desk.STEPS)


def test_each_picture_of_the_tutorial_is_there_and_told_in_words() -> None:
    text = PAGE.read_text("utf-8")
    shown = re.findall(r"!\[([^]]*)\]\(\.\./_static/((?:desk|table)-\w+\.png)\)", text)
    there = [*PICTURES.glob("desk-*.png"), *PICTURES.glob("table-*.png")]
    assert {name for _, name in shown} == {one.name for one in there}
    assert all(len(words) > 40 for words, _ in shown)
    assert all(one.stat().st_size < MOST for one in there)
