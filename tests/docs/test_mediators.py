"""The tutorial for mediators: its steps work, in a real browser, and name what is there.

Those of its second part are done in tests/host/browser/test_afternoon.py.
"""

from pathlib import Path

from docs import afternoon, at_the_desk
from docs.followed import PICTURES
from playwright.sync_api import sync_playwright
from tests.host.browser.people_in_browsers import chromium

PARTS = (at_the_desk.PART, afternoon.PART)
MOST = 150_000
"""Bytes of a picture, so that a page opens on a poor line."""


def test_the_tutorial_tells_each_step_that_is_done_and_no_other() -> None:
    assert list(at_the_desk.PART.told()) == [step for part in PARTS for step in part.steps]


def test_the_steps_at_the_desk_work_as_they_are_told(tmp_path: Path) -> None:
    part = at_the_desk.PART
    with part.hosted(tmp_path) as host, sync_playwright() as p, chromium(p) as browser:
        part.followed(browser, host)


def test_each_picture_of_the_tutorial_is_there_and_told_in_words() -> None:
    for part in PARTS:
        there = {one.name: one for one in PICTURES.glob(f"{part.pictures}-*.png")}
        shown = part.shown()
        assert shown and shown.keys() == there.keys()
        assert all(len(words) > 40 for words in shown.values())
        assert all(one.stat().st_size < MOST for one in there.values())
