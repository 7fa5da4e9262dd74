"""Who sees what and what is promised: the same words on the page and in the terminal."""

import re
from pathlib import Path

from click.testing import CliRunner
from starlette.testclient import TestClient
from tests.host.people import example, hosted, sit

from accord.cli import cli
from accord.host.app import application
from accord.host.threats import TITLE, what_is_promised
from accord.telling.blocks import Heading, Listing, Paragraph, TableBlock, plain


def words(text: str) -> str:
    """Return a text as its letters alone, however it is broken into lines."""
    return re.sub(r"[^a-z0-9]+", " ", text.lower())


def said() -> list[str]:
    """Return every sentence of it."""
    found = [TITLE]
    for block in what_is_promised():
        match block:
            case Heading() | Paragraph():
                found.append(plain(block.text))
            case Listing():
                found += [plain(one.text) for one in block.items]
            case TableBlock():
                for group in block.groups:
                    for cells in group.rows:
                        found += [plain(one.text) for cell in cells for one in cell]
    return found


def test_the_terminal_says_it_without_a_folder() -> None:
    shown = CliRunner().invoke(cli, ["host", "--who-sees-what"])
    assert shown.exit_code == 0, shown.output
    for heading in what_is_promised():
        if isinstance(heading, Heading):
            assert words(plain(heading.text)) in words(shown.output)
    assert "a host reads all that is entered on it" in words(shown.output)


def test_every_page_leads_to_it_and_it_is_there_for_whoever_comes(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        nobody = TestClient(application(host), base_url="http://127.0.0.1:8443")
        for page in (nobody.get("/").text, sit(host, "ridge").get("/brief")):
            assert '<a href="/who-sees-what">' in page
        shown = nobody.get("/who-sees-what")
        assert shown.status_code == 200
        text = words(re.sub("<[^>]*>|&#?\\w+;", " ", shown.text))
        for sentence in said():
            assert words(sentence.replace("'", " ")).strip() in text
