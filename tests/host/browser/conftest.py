"""What the tests in a browser share: one browser a worker, a host a module."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.host.browser.people_in_browsers import chromium
from tests.host.browser.served import Served, served
from tests.host.people import example


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # A module's, not the whole run's: while it is there no other test could run an event loop.
    with sync_playwright() as playwright, chromium(playwright) as found:
        yield found


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(example(tmp_path_factory.mktemp("host"))) as found:
        yield found
