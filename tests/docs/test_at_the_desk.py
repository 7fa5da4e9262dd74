"""The tutorial for mediators: its steps work, in a real browser, and name what is there."""

import re
from pathlib import Path

from docs.at_the_desk import PAGE, PICTURES, STEPS, followed, told
from playwright.sync_api import sync_playwright
from tests.host.browser.people_in_browsers import chromium
from tests.host.browser.served import served
from tests.host.people import example


def test_the_steps_of_the_tutorial_work_as_they_are_told(tmp_path: Path) -> None:
    assert list(told()) == list(STEPS)
    with served(example(tmp_path)) as host, sync_playwright() as p, chromium(p) as browser:
        followed(browser, host)


def test_each_picture_of_the_tutorial_is_there_and_told_in_words() -> None:
    shown = re.findall(r"!\[([^]]*)\]\(\.\./_static/(desk-\w+\.png)\)", PAGE.read_text("utf-8"))
    assert {name for _, name in shown} == {one.name for one in PICTURES.glob("desk-*.png")}
    assert all(len(words) > 40 for words, _ in shown)
