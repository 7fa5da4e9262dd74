"""The marks in a table and in lines: a word beside every sign, and nothing by colour alone."""

from typing import Any

from attrs import evolve
from tests.telling.marked import ROAD, Sheet, told

from accord.telling.blocks import Heading, Listing, Paragraph, TableBlock, plain
from accord.telling.html_blocks import environment
from accord.telling.marks_blocks import marks_blocks, matrix_blocks

ALL: Sheet = {"truce": {"now": "Gs Ab", "later": "Rt ?"}}


def test_the_table_has_a_word_beside_every_sign_and_how_it_is_known() -> None:
    heading, legend, table = matrix_blocks(told(ALL).outlook, full=True)
    assert isinstance(heading, Heading)
    assert isinstance(legend, Paragraph)
    assert legend.text == "● wants; ○ can live with; ✕ cannot; ? not known."
    assert isinstance(table, TableBlock)
    assert table.header == ("Issue", "Option", "North", "South")
    (group,) = table.groups
    cells = [[cell[0].text for cell in row] for row in group.rows]
    assert cells == [
        ["Now", "● wants (said)", "○ can live with (believed)"],
        ["Later", "✕ cannot (tested)", "? not known"],
    ]


def test_where_there_is_no_room_each_option_is_a_line() -> None:
    *_, issue, lines = matrix_blocks(told(ALL).outlook, full=False)
    assert isinstance(issue, Paragraph)
    assert issue.text == "Truce"
    assert isinstance(lines, Listing)
    assert [item.text for item in lines.items] == [
        "Now: North ● wants (said); South ○ can live with (believed)",
        "Later: North ✕ cannot (tested); South ? not known",
    ]


def test_a_condition_stands_behind_its_mark_and_what_is_alike_is_said_once() -> None:
    outlook = told(ALL).outlook
    now, later = outlook.matrix
    alone = evolve(now, cells=(evolve(now.cells[0], basis="once paid"), now.cells[1]))
    alike = evolve(later, cells=tuple(evolve(one, basis="heard twice") for one in later.cells))
    *_, lines = matrix_blocks(evolve(outlook, matrix=(alone, alike)), full=False)
    assert isinstance(lines, Listing)
    assert [item.text for item in lines.items] == [
        "Now: North ● wants (said) (once paid); South ○ can live with (believed)",
        "Later (heard twice): North ✕ cannot (tested); South ? not known",
    ]


def test_in_html_a_mark_is_text_in_a_cell_under_the_name_of_its_party() -> None:
    show: Any = environment("accord.brief").globals["show"]
    html = str(show(matrix_blocks(told(ALL).outlook, full=True)))
    assert '<td role="cell" data-of="North"><span class="want"><bdi>● wants (said)' in html
    assert '<span class="cannot"><bdi>✕ cannot (tested)</bdi></span>' in html


def test_the_question_and_both_of_its_answers_stand_together() -> None:
    blocks = list(marks_blocks(told(ROAD).outlook))
    place = blocks.index(Heading("What to ask, and what each answer would do", deeper=True))
    (item,) = blocks[place + 1].items  # type: ignore[union-attr]
    said = plain(item.text)
    assert said.startswith(
        "Can North live with 'Elders' (Posts)? Nobody has asked, by the record. If so: one "
    )
    assert said.endswith(". If not: every package crosses somebody's 'cannot'.")


def test_what_is_missing_stands_alone() -> None:
    outlook = evolve(told(ROAD).outlook, missing="No issue.", basis=())
    assert [type(b) for b in marks_blocks(outlook)] == [Heading, Paragraph]
