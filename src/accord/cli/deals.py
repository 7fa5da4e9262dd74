"""`accord deals`: is there a deal?"""

from collections.abc import Sequence

import click
from attrs import evolve
from frozendict import frozendict

from accord.cli.common import (
    AS_JSON,
    AS_OF,
    DRAWS,
    FOLDER,
    FOR_OR_ALL,
    HELD_BY,
    SEED,
    in_turn,
    not_empty,
    write_json,
)
from accord.cli.output import wrote
from accord.errors import AccordError
from accord.formats import load
from accord.formats.deal import deal_asked
from accord.model import Deal, Perspective, Reader, When
from accord.record import Case


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
    """Say whether there is a deal in FOLDER, which deals rules pick, and what is in the way."""
    known = load(folder, reader=reader).as_of(as_of)
    some = known.perspectives if held_by is None else (known.by(held_by),)
    if all(one.missing for one in some) and some and not (svg or deal or why_not or lotteries):
        _some_parties(known, folder, some, as_json, draws, seed)
        return
    holders = known.holders(held_by, "whether there is a deal cannot be said")
    chosen = evolve(known, interests=tuple(i for one in holders for i in one.held))
    given = None if deal is None else deal_asked(known, deal)
    terms = None if why_not is None else _terms(why_not)

    from accord.telling.deal_questions import DealQuestions
    from accord.telling.deals_by_holder import deals_by_holder

    seen = deals_by_holder(chosen, draws=draws, seed=seed)
    if all(one.found is None for one in seen) and (as_json or svg or given or terms):
        raise AccordError("\n".join(dict.fromkeys(one.outlook.missing for one in seen)))
    if svg:
        from accord.telling.deals_figure import sheet
        from accord.telling.svg_style import write_svg

        write_svg(svg, sheet(seen))
        wrote(svg)
    asked = [
        DealQuestions(by=one, deal=given, terms=terms, lotteries=lotteries) for one in seen
    ]
    if as_json:
        write_json(in_turn({one.by.holder: one.to_json() for one in asked}))
        return
    from accord.cli.console import console
    from accord.telling.blocks import Paragraph
    from accord.telling.holder_words import compared, readers_of
    from accord.telling.outlook_blocks import rules_by_name
    from accord.telling.terminal_blocks import show_blocks, show_lines

    to = console()
    show_lines(readers_of([(chosen.process, chosen.interests)]), to)
    said = compared(chosen.process, [one.outlook for one in seen])
    if said and (len(asked) > 1 or (given is None and terms is None)):
        show_blocks([Paragraph(said, style="verdict")], to)
    for question in asked:
        if len(asked) > 1:
            to.print()
        show_blocks(question.blocks(named=len(asked) > 1), to)
        show_lines(question.lines(), to)
    if given is None and terms is None:
        show_blocks(rules_by_name([one.outlook for one in seen]), to)


def _some_parties(
    case: Case,
    folder: str,
    held: Sequence[Perspective],
    as_json: bool,
    draws: int,
    seed: int,
) -> None:
    """Print what holders' interests leave that are of some parties alone, and what to add."""
    from accord.telling.some_parties import left_by_some, left_lines

    found = [left_by_some(case, one, draws=draws, seed=seed) for one in held]
    if as_json:
        write_json(in_turn({one.holder: one.to_json(case) for one in found}))
        return
    from accord.cli.console import console
    from accord.telling.holder_words import readers_of
    from accord.telling.terminal_blocks import show_lines

    to = console()
    show_lines(readers_of((case.process, one.held) for one in held), to)
    for number, one in enumerate(found):
        if number:
            to.print()
        show_lines(left_lines(case, folder, one), to)


def _terms(text: str) -> Deal:
    """Read `issue=option,issue=option`."""
    terms: dict[str, str] = {}
    for part in text.split(","):
        issue, _, option = (one.strip() for one in part.partition("="))
        if not issue or not option:
            raise AccordError(
                f"'{part.strip()}' is no term: write --why-not ISSUE=OPTION,ISSUE=OPTION"
            )
        if terms.setdefault(issue, option) != option:
            raise AccordError(f"'{issue}' is given twice in --why-not: choose one option")
    return frozendict(terms)
