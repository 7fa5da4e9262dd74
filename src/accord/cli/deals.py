"""`accord deals`: is there a deal?"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from accord.cli.common import (
    AS_JSON,
    AS_OF,
    DRAWS,
    FOLDER,
    FOR_OR_ALL,
    HELD_BY,
    SEED,
    not_empty,
    write_json,
)
from accord.cli.output import wrote
from accord.errors import AccordError
from accord.formats import load
from accord.formats.deal import deal_asked, terms_named
from accord.model import Reader, When
from accord.record import Case

if TYPE_CHECKING:
    from rich.console import Console

    from accord.telling.deal_questions import DealQuestions
    from accord.telling.some_parties import LeftBySome


@click.command("deals")
@FOLDER
@AS_OF
@FOR_OR_ALL
@HELD_BY
@click.option(
    "--deal",
    metavar="FILE",
    help="What is better for some and worse for none than this deal: a file, or the id of a "
    "proposal in the record. One that leaves issues open is judged as far as it goes.",
)
@click.option(
    "--why-not",
    metavar="ISSUE=OPTION,...",
    help="What stands against these terms, whole or in part.",
)
@click.option(
    "--lotteries",
    is_flag=True,
    help="Add compromises that let chance choose between deals, or divide issues in shares.",
)
@click.option(
    "--svg",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    callback=not_empty,
    help="Draw the deals here too.",
)
@AS_JSON
@DRAWS
@SEED
def command(
    folder: str,
    as_of: When | None,
    reader: Reader | None,
    held_by: str | None,
    deal: str | None,
    why_not: str | None,
    lotteries: bool,
    svg: str | None,
    as_json: bool,
    draws: int,
    seed: int,
) -> None:
    """Say whether there is a deal in FOLDER, by marks and by numbers, and what is in the way.

    Marks come first: what to ask, which ways are left, what a yes rests on. Numbers follow
    where somebody holds some.
    """
    known = load(folder, reader=reader).as_of(as_of)
    known = known if held_by is None else known.of_holder(held_by)
    given = None if deal is None else deal_asked(known, deal)
    terms = None if why_not is None else terms_named(known, why_not, "--why-not")

    from accord.telling.deals_asked import DealsAsked

    asked = DealsAsked(
        case=known, deal=given, terms=terms, lotteries=lotteries, draws=draws, seed=seed
    )
    by_all: tuple[DealQuestions, ...] = ()
    by_some: tuple[LeftBySome, ...] = ()
    if asked.is_without_numbers:
        _refuse_without_numbers({"--svg": svg, "--lotteries": lotteries})
    elif asked.has_numbers_of_some_only and not svg:
        by_some = asked.left_by_some
    else:
        by_all = asked.numbers
        unable = [one.by.outlook.missing for one in by_all if one.by.found is None]
        all_unable = len(unable) == len(by_all)
        if all_unable and (svg or (not asked.marks and (as_json or given or terms))):
            raise AccordError("\n".join(dict.fromkeys(unable)))
        if svg:
            _draw(by_all, svg)
    if as_json:
        numbers = {one.by.holder: one.to_json() for one in by_all}
        numbers |= {one.holder: one.to_json(known) for one in by_some}
        from accord.deals import in_turn

        write_json(in_turn(asked.to_json(numbers)))
        return
    from accord.cli.console import console
    from accord.telling.badge_words import badge_blocks
    from accord.telling.blocks import Heading, listing
    from accord.telling.holder_words import readers_of
    from accord.telling.judged_words import judged_blocks
    from accord.telling.mark_questions import mark_answers
    from accord.telling.outsider_words import beyond_blocks
    from accord.telling.some_parties import left_lines
    from accord.telling.terminal_blocks import show_blocks, show_lines
    from accord.telling.voice_words import voice_told

    answers = tuple(mark_answers(asked.marks))  # what is wrong with the terms comes before all
    to = console()
    show_lines(readers_of([(known.process, known.interests)]), to)
    show_blocks(badge_blocks(asked.badges, asked.excluded), to)
    show_blocks(answers, to)
    heard = [voice_told(known.process, one) for one in asked.voices]
    if heard and not asked.is_about_terms:
        show_blocks([Heading("Voices within the parties"), listing(tuple(heard))], to)
    if asked.marks and (by_all or by_some):
        to.print()
    if by_all:
        _show(known, by_all, to)
    for number, one in enumerate(by_some):
        if number:
            to.print()
        show_lines(left_lines(known, folder, one), to)
    show_blocks(judged_blocks(asked.judged), to)
    show_blocks(beyond_blocks(known.outsiders, (given, terms)), to)  # whoever holds what


def _refuse_without_numbers(given: Mapping[str, object]) -> None:
    """Refuse options that need numbers where there are marks alone."""
    for option, value in given.items():
        if value:
            raise AccordError(
                f"{option} needs numbers, and nobody holds any here: marks are not turned into "
                "numbers"
            )


def _draw(asked: "Sequence[DealQuestions]", path: str) -> None:
    """Draw the deals into a file."""
    from accord.telling.deals_figure import sheet
    from accord.telling.svg_style import write_svg

    write_svg(path, sheet([one.by for one in asked]))
    wrote(path)


def _show(case: Case, asked: "Sequence[DealQuestions]", to: "Console") -> None:
    """Print the answers by numbers, each holder's in turn."""
    from accord.telling.blocks import Paragraph
    from accord.telling.holder_words import compared
    from accord.telling.outlook_blocks import rules_by_name
    from accord.telling.terminal_blocks import show_blocks, show_lines

    outlooks = [one.by.outlook for one in asked]
    several = len(outlooks) > 1
    in_general = all(one.deal is None and one.terms is None for one in asked)
    said = compared(case.process, outlooks)
    if said and (several or in_general):
        show_blocks([Paragraph(said, style="verdict")], to)
    for question in asked:
        if several:
            to.print()
        show_blocks(question.blocks(named=several), to)
        show_lines(question.lines(), to)
    if in_general:
        show_blocks(rules_by_name(outlooks), to)
