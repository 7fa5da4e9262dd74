"""Blocks in a terminal: nothing is lost, nothing is wider than it, and each has its place."""

import io
import re

import pytest
from hypothesis import given, settings
from rich.cells import cell_len
from rich.console import Console
from tests.telling.blocks import drawn, texts

from accord.telling.blocks import (
    Block,
    Card,
    Drawing,
    Heading,
    Item,
    Listing,
    Paragraph,
    Run,
    TableBlock,
    TableRows,
)
from accord.telling.terminal_blocks import MOST_LISTED, show_blocks, show_lines


def shown(*blocks: Block, width: int = 80) -> str:
    out = io.StringIO()
    show_blocks(blocks, Console(file=out, width=width, emoji=False, markup=False))
    return out.getvalue()


@given(blocks=drawn())
@settings(max_examples=40)
def test_every_text_is_there_and_no_line_is_too_long(blocks: tuple[Block, ...]) -> None:
    numbers = [one.split("w")[1] for one in texts(blocks)]
    wide = shown(*blocks, width=5000)
    assert sorted(re.findall(r"w(\d+)w", wide), key=int) == numbers
    for width in (40, 80):
        assert max(map(cell_len, shown(*blocks, width=width).split("\n"))) <= width


def test_items_stand_below_what_heads_them() -> None:
    items = Listing((Item("one", date="2022", sources=("Paper",), entries=("a",)),))
    assert shown(Heading("Top"), items) == "Top\n - 2022  one -- Paper [a]\n"
    deeper = Heading("Deep", deeper=True, entries=("d",))
    assert shown(deeper, items, Paragraph("After"), items) == (
        " # Deep [d]\n   - 2022  one -- Paper [a]\nAfter\n - 2022  one -- Paper [a]\n"
    )
    card = Card((Heading("Head"), Paragraph("said"), items))
    assert shown(card) == " # Head\n   said\n   - 2022  one -- Paper [a]\n"
    assert shown(Paragraph("below", style="note")) == "   below\n"


@pytest.mark.parametrize(
    ("many", "more", "first"),
    [
        (MOST_LISTED, "see more", " - 0"),
        (MOST_LISTED + 1, "see more", "   1 earlier one: see more"),
        (MOST_LISTED + 2, "see more", "   2 earlier ones: see more"),
        (MOST_LISTED + 2, "", " - 0"),
    ],
)
def test_a_listing_is_cut_only_where_a_command_shows_the_rest(
    many: int, more: str, first: str
) -> None:
    listing = Listing(tuple(Item(str(n)) for n in range(many)), more=more)
    lines = shown(listing).splitlines()
    assert (lines[0], lines[-1]) == (first, f" - {many - 1}")
    assert len(lines) == (MOST_LISTED + (first[1] != "-") if more else many)


def test_what_was_left_out_before_is_counted_apart() -> None:
    listing = Listing((Item("one"),), earlier=3, more="see more")
    assert shown(listing) == "   3 earlier ones: see more\n - one\n"
    assert shown(Listing((), none="Nothing.")) == "   Nothing.\n"


TABLE = TableBlock(
    header=("Issue", "North", "South"),
    groups=(
        TableRows(
            (
                Item("Truce"),
                Item("common ground: now", style="ground", entries=("a",)),
            ),
            (
                (
                    (
                        Item(("now", " ", Run("new", "new"))),
                        Item("if they do"),
                        Item("since May", sources=("Paper",), entries=("p",)),
                    ),
                    (Item("no position", style="muted"),),
                ),
            ),
        ),
    ),
)


def test_a_table_is_told_row_by_row_where_it_has_no_room() -> None:
    assert shown(TABLE, width=59) == (
        " # Truce = common ground: now [a]\n"
        "   - North: now new (if they do); since May -- Paper [p]\n"
        "   - South: no position\n"
    )
    wide = shown(TABLE, width=60)
    assert "| Truce" in wide and "| = common" in wide and "no position" in wide


def test_figures_have_no_room_in_a_terminal() -> None:
    assert shown(Drawing(svg="<svg/>", caption="What it shows")) == ""


def test_what_steers_a_terminal_is_shown_and_not_sent() -> None:
    assert "\x1b" not in shown(Paragraph((Run("a\x1b[2J", "strong"), "\u202eb")))
    out = io.StringIO()
    show_lines([(1, "- a\x1bb"), (3, "c")], Console(file=out, width=20))
    assert out.getvalue() == " - a\ufffdb\n   c\n"
