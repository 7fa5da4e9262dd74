"""`accord deals`: is there a deal?"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click
from attrs import evolve, frozen
from frozendict import frozendict

from accord.cli.common import (
    AS_JSON,
    AS_OF,
    DRAWS,
    FOLDER,
    HELD_BY,
    SEED,
    holders_of,
    in_turn,
    write_json,
)
from accord.cli.output import wrote
from accord.errors import AccordError
from accord.formats import load
from accord.formats.deal import deal_asked
from accord.model import Deal, When
from accord.record import Case

if TYPE_CHECKING:
    from rich.console import Console

    from accord.deals import Deals, Division
    from accord.deals.improvements import Improvements
    from accord.deals.why_not import WhyNot
    from accord.telling.deals_by_holder import View


@click.command("deals")
@FOLDER
@AS_OF
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
    "--svg", metavar="FILE", type=click.Path(dir_okay=False), help="Draw the deals here too."
)
@AS_JSON
@DRAWS
@SEED
def command(
    folder: str,
    as_of: When | None,
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
    known = load(folder).as_of(as_of)
    holders = holders_of(known, held_by, "whether there is a deal cannot be said")
    chosen = evolve(known, interests=tuple(i for one in holders for i in one.held))
    given = None if deal is None else deal_asked(known, deal)
    terms = None if why_not is None else _terms(why_not)

    from accord.telling.deals_by_holder import views

    seen = views(chosen, draws=draws, seed=seed)
    if all(view.found is None for view in seen) and (as_json or svg or given or terms):
        raise AccordError("\n".join(dict.fromkeys(view.outlook.missing for view in seen)))
    if svg:
        _draw(svg, seen, chosen)
    asked = [
        _Asked(
            evolve(chosen, interests=view.interests), view, given, terms, lotteries, draws, seed
        )
        for view in seen
    ]
    if as_json:
        told = {one.id: a.to_json() for one, a in zip(holders, asked, strict=True)}
        write_json(in_turn(told))
        return
    from accord.cli.terminal import console
    from accord.telling.blocks import Paragraph
    from accord.telling.holder_words import compared
    from accord.telling.terminal_blocks import show_blocks

    to = console()
    said = compared(chosen.process, [view.outlook for view in seen])
    if said and (len(asked) > 1 or (given is None and terms is None)):
        show_blocks([Paragraph(text=said, style="verdict")], to)
    for one in asked:
        if len(asked) > 1:
            to.print()
        one.show(to, named=len(asked) > 1)


@frozen
class _Asked:
    """What was asked, and of what."""

    folder: Case
    view: "View"
    deal: Deal | None
    terms: Deal | None
    lotteries: bool
    draws: int
    seed: int

    @property
    def partial(self) -> bool:
        """Tell whether the deal leaves issues open."""
        return self.deal is not None and len(self.deal) < len(self.folder.process.agenda.issues)

    def to_json(self) -> dict[str, Any]:
        """Answer everything."""
        from accord.deals import assessment_to_json

        found = self.view.found
        if found is None:
            return {"missing": self.view.outlook.missing}
        answer = assessment_to_json(found)
        if self.lotteries:
            answer |= _lotteries_to_json(self.folder, found.deals)
        from accord.deals.improvements import improvements_to_json
        from accord.deals.why_not import why_not_to_json

        if self.deal is not None and self.partial:
            answer["as_far_as_it_goes"] = why_not_to_json(self.why_not(self.deal))
        elif self.deal is not None:
            answer["improvements"] = improvements_to_json(self.improvements(self.deal))
        if self.terms is not None:
            answer["why_not"] = why_not_to_json(self.why_not(self.terms))
        return answer

    def show(self, to: "Console", *, named: bool) -> None:
        """Answer what was asked of one deal, or else everything.

        Args:
            to: Where.
            named: Whether to say by whose numbers, where only one deal is asked about.
        """
        from accord.telling.deal_words import Words
        from accord.telling.outlook_blocks import short_outlook, whose_numbers
        from accord.telling.terminal_blocks import show_blocks, show_lines

        found = self.view.found
        if found is None or (self.deal is None and self.terms is None):
            show_blocks(short_outlook(self.view.outlook), to)
        elif named:
            show_blocks(whose_numbers(self.view.outlook), to)
        if found is None:
            return
        words = Words(self.folder.process, found)
        lines: list[tuple[int, str]] = []
        from accord.telling.improvement_words import improvement_lines
        from accord.telling.why_not_words import why_not_lines

        if self.deal is not None and self.partial:
            lines += why_not_lines(words, self.why_not(self.deal))
        elif self.deal is not None:
            lines += improvement_lines(words, self.improvements(self.deal))
        if self.terms is not None:
            lines += why_not_lines(words, self.why_not(self.terms))
        if self.lotteries:
            lines += _lottery_lines(self.folder, found.deals)
        show_lines(lines, to)

    def improvements(self, deal: Deal) -> "Improvements":
        """Find what is better for some and worse for none."""
        from accord.deals.improvements import improvements

        agenda = self.folder.process.agenda
        return improvements(agenda, self.folder.interests, deal, seed=self.seed)

    def why_not(self, terms: Deal) -> "WhyNot":
        """Find what stands against terms."""
        from accord.deals.why_not import why_not

        agenda = self.folder.process.agenda
        return why_not(agenda, self.folder.interests, terms, draws=self.draws, seed=self.seed)


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


def _draw(path: str, seen: "Sequence[View]", folder: Case) -> None:
    from accord.telling.deals_figure import sheet
    from accord.telling.svg_style import write_svg

    write_svg(path, sheet(seen, folder))
    wrote(path)


def _lotteries_to_json(folder: Case, found: "Deals") -> dict[str, Any]:
    from accord.deals.division import division_to_json
    from accord.deals.lotteries import lotteries, lotteries_to_json

    divided, left_out = _divided(folder)
    return {
        "lotteries": lotteries_to_json(lotteries(found)),
        "adjusted_winner": None if divided is None else division_to_json(divided),
        "adjusted_winner_left_out": left_out,
    }


def _lottery_lines(folder: Case, found: "Deals") -> Iterator[tuple[int, str]]:
    from accord.deals.lotteries import lotteries
    from accord.telling.lottery_words import division_lines, lottery_lines

    yield from lottery_lines(folder.process, found, lotteries(found))
    divided, left_out = _divided(folder)
    if divided is None:
        yield 0, f"No division of issues in shares. {left_out}"
    else:
        yield from division_lines(folder.process, divided)


def _divided(folder: Case) -> "tuple[Division | None, str]":
    """Divide the issues by Adjusted Winner; where it does not apply, say why."""
    from accord.deals.division import divide

    try:
        return divide(folder.process.agenda, folder.interests), ""
    except AccordError as error:
        return None, str(error)
