"""Where a method is explained: pages that are there, by their names, with a link if any."""

from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from tests.telling.test_html_blocks import shown

from accord.telling import documentation
from accord.telling.blocks import Paragraph, plain
from accord.telling.documentation import DocumentationPage, address, explained

DOCS = Path(__file__).parents[2] / "docs"
PAGES = [one for one in vars(documentation).values() if isinstance(one, DocumentationPage)]


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """Forget the address before and after, for it is asked for once."""
    address.cache_clear()
    yield
    address.cache_clear()


@pytest.mark.parametrize("page", PAGES)
def test_the_page_is_there_and_called_so(page: DocumentationPage) -> None:
    assert (DOCS / f"{page.path}.md").read_text("utf-8").startswith(f"# {page.title}\n")


def test_it_leads_to_the_page_where_the_package_says_where_that_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    declared = Message()
    declared["Project-URL"] = "Documentation, https://accord.example/docs/"
    monkeypatch.setattr("importlib.metadata.metadata", lambda _: declared)
    html = shown(Paragraph(explained("So.", documentation.VERDICT)))
    assert 'href="https://accord.example/docs/explanation/verdict.html"' in html


def test_it_is_named_where_there_is_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.metadata", lambda _: Message())
    said = explained("So.", documentation.COMPROMISES)
    assert plain(said) == "So. In the documentation of Accord: 'Fair compromises'."
    assert "href" not in shown(Paragraph(said))
