"""Sections of the page: one is a module, found by itself, and shown wherever the page is."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from attrs import fields, frozen
from jsonschema import Draft202012Validator
from rich.console import Console
from tests.brief.build import entry, folder, talk
from tests.brief.parsed import Parsed

from accord.brief import compose
from accord.brief import sections as package
from accord.brief.compose import json_class
from accord.brief.html import to_html
from accord.brief.section import PageSection
from accord.brief.sections import sections
from accord.brief.terminal import show_dossier
from accord.errors import AccordError
from accord.formats.schema import json_schema

ADDED = dedent(
    '''
    """How many entries there are: what a section is, in as few lines as it takes."""

    from collections.abc import Iterator

    from attrs import frozen

    from accord.brief.known import Known
    from accord.brief.section import PageSection
    from accord.telling.blocks import Block, Item, Listing, Paragraph, TableBlock, TableRows


    @frozen(kw_only=True)
    class HowMuch(PageSection):
        """How much there is.

        Attributes:
            entries: How many entries are in the record.
        """

        order = 15
        anchor = "how-much"
        title = "How much is in the record"
        contents = "How much"
        rules = "**How much.** All entries count."

        entries: int

        @classmethod
        def gather(cls, known: Known) -> "HowMuch":
            return cls(entries=len(known.entries))

        def blocks(self, behind: Known | None) -> Iterator[Block]:
            yield Paragraph(f"There are {self.entries} entries.")
            yield Listing((Item("as <counted>", entries=("e1",)),))
            cells = ((Item(f"{self.entries}"),),)
            yield TableBlock(
                header=("What", "Number"), groups=(TableRows((Item("all"),), (cells,)),)
            )
    '''
)


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put one more section into the package."""
    (tmp_path / "how_much.py").write_text(ADDED)
    monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path)])
    yield
    sys.modules.pop(f"{package.__name__}.how_much", None)


def in_terminal(width: int = 80) -> str:
    out = io.StringIO()
    show_dossier(
        compose(folder(talk("e1", "2022-01-01"))).dossier, Console(file=out, width=width)
    )
    return out.getvalue()


def test_a_module_is_enough_for_a_section_to_be_shown_everywhere(added: None) -> None:
    brief = compose(folder(talk("e1", "2022-01-01")))
    text = in_terminal()
    places = [text.index(one) for one in ("WHERE THE", "HOW MUCH IS IN THE", "WHO WANTS")]
    assert places == sorted(places)
    assert "There are 1 entries.\n - as <counted> [e1]\n" in text
    html = Parsed(to_html(brief))
    assert not html.mistakes
    assert "How much is in the record" in [text for _, text in html.all("h2")]
    assert ({"href": "#how-much"}, "How much") in html.all("a")
    assert any("as <counted> e1" in text for _, text in html.all("li"))
    assert [text for _, text in html.all("th")][:3] == ["What", "Number", "all"]
    plain = brief.dossier.to_json()
    assert plain["entries"] == 1
    assert list(plain).index("entries") == list(plain).index("standing") + 1
    schema = json_schema(json_class(), "Accord: brief")
    assert (
        "How many entries" in schema["$defs"]["Dossier"]["properties"]["entries"]["description"]
    )
    Draft202012Validator(schema).validate(brief.to_json())


def test_without_it_nothing_is_left_of_it() -> None:
    assert "HOW MUCH" not in in_terminal()
    assert "entries" not in compose(folder()).dossier.to_json()


def test_every_section_has_a_place_an_anchor_and_keys_of_its_own() -> None:
    found = sections()
    for values in (
        [kind.order for kind in found],
        [kind.anchor for kind in found],
        [kind.title for kind in found],
        list(json_class().__annotations__),
    ):
        assert len(values) == len(set(values))
    assert all(kind.__module__.startswith(f"{package.__name__}.") for kind in found)


def test_a_page_has_no_key_that_no_section_has() -> None:
    page = compose(folder()).dossier
    with pytest.raises(AttributeError, match="the dossier has no 'weather'"):
        _ = page.weather


def test_what_was_told_with_its_sources_does_not_name_them_again() -> None:
    held = talk("r", "2022-03-01", outcome="Good.", next="A second round.")
    again = entry("assurance", "a", "2022-03-01", by="host", to=("north",), text="Safety.")
    text = " ".join(in_text(held, again).split())
    assert "-- Paper of 2022-03-01 [r]" in text
    assert "As announced at Round r: A second round. [r]" in text
    assert "Safety. -- Paper of 2022-03-01 [a]" in text


def in_text(*entries: object) -> str:
    out = io.StringIO()
    show_dossier(compose(folder(*entries)).dossier, Console(file=out, width=200))  # type: ignore[arg-type]
    return out.getvalue()


def test_a_section_without_its_anchor_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Adrift(sections()[0]):  # type: ignore[misc]
        """Has no anchor."""

    monkeypatch.setattr(package, "classes_in", lambda _: [Adrift])
    monkeypatch.delattr(Adrift.__mro__[1], "anchor")
    with pytest.raises(AccordError, match="Adrift has no `anchor`"):
        sections()


def test_a_section_whose_anchor_or_keys_are_taken_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = sections()[0]

    @frozen(kw_only=True)
    class Twin(PageSection):
        """Takes what others have."""

        order = 1
        anchor = first.anchor
        title = "Twin"

    class Double(first):  # type: ignore[misc, valid-type]
        """Has the keys of another."""

        anchor = "double"

    @frozen(kw_only=True)
    class Titled(PageSection):
        """Has a key of the page."""

        order = 2
        anchor = "titled"
        title = "Titled"
        summary: str

    monkeypatch.setattr(package, "classes_in", lambda _: [first, Twin, Double, Titled])
    with pytest.raises(AccordError) as said:
        sections()
    lines = str(said.value).splitlines()
    assert f"Twin has the anchor '{first.anchor}', which {first.__module__}." in lines[0]
    assert lines[-1].endswith(
        "has the key 'summary', which the dossier itself has: give it another."
    )
    assert [line for line in lines[1:-1] if "Double has the key" not in line] == []
    assert len(lines) == 2 + len(fields(first))
