"""Pages made from the code say what the code says."""

import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PAGES = runpy.run_path(str(DOCS / "generate.py"))["PAGES"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_as_the_code_is(name: str) -> None:
    page = (DOCS / "reference" / name).read_text("utf-8")
    assert page == PAGES[name](), "the page is stale: run 'make reference'"
