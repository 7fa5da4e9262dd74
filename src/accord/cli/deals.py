"""`accord deals`: is there a deal?"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import frozen
from frozendict import frozendict

from accord.cli.common import (
    AS_JSON,
    AS_OF,
    DRAWS,
    FOLDER,
    HELD_BY,
    SEED,
    perspective_of,
    write_json,
)
from accord.cli.output import wrote
from accord.errors import AccordError
from accord.formats import Folder, load
from accord.formats.deal import deal_of_entry, read_deal
from accord.model import Deal, When

if TYPE_CHECKING:
    from rich.console import Console

    from accord.brief.outlook import View
    from accord.deals import Deals, Division
    from accord.deals.improvements import Improvements
    from accord.deals.why_not import WhyNot


@click.command("deals")
@FOLDER
@AS_OF
@HELD_BY
@click.option(
    "--deal",
    metavar="FILE",
    help="What is better for some and worse for none than this deal: a file, or the id of a "
    "proposal in the record.",
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
    """Say whether there is a deal in FOLDER, which are best, and who blocks."""
    read = load(folder)
    known = read.as_of(as_of) if as_of is not None else read
    lacking = "whether there is a deal cannot be said"
    perspective = perspective_of(known, held_by, lacking)
    held = tuple(perspective.interests[p] for p in known.process.parties)
    chosen = Folder(process=known.process, record=known.record, interests=held)
    given = None if deal is None else _deal(deal, known)
    terms = None if why_not is None else _terms(why_not)

    from accord.brief.outlook import views

    (view,) = views(chosen, draws=draws, seed=seed)
    if view.found is None and (as_json or svg or given or terms):
        raise AccordError(view.outlook.missing)
    if svg:
        _draw(svg, view, chosen)
    asked = _Asked(chosen, view, given, terms, lotteries, seed)
    if as_json:
        write_json(asked.to_json())
        return
    from accord.cli.terminal import console

    asked.show(console())


@frozen
class _Asked:
    """What was asked, and of what."""

    folder: Folder
    view: "View"
    deal: Deal | None
    terms: Deal | None
    lotteries: bool
    seed: int

    def to_json(self) -> dict[str, Any]:
        """Answer everything."""
        from accord.deals import assessment_to_json

        found = self.view.found
        assert found is not None
        answer = assessment_to_json(found)
        if self.lotteries:
            answer |= _lotteries_to_json(self.folder, found.deals)
        if self.deal is not None:
            from accord.deals.improvements import improvements_to_json

            answer["improvements"] = improvements_to_json(self.improvements(self.deal))
        if self.terms is not None:
            from accord.deals.why_not import why_not_to_json

            answer["why_not"] = why_not_to_json(self.why_not(self.terms))
        return answer

    def show(self, to: "Console") -> None:
        """Answer what was asked of one deal, or else everything."""
        from accord.brief.deal_words import Words
        from accord.brief.terminal import show_lines, show_outlooks

        found = self.view.found
        if self.deal is None and self.terms is None:
            show_outlooks([self.view.outlook], to)
        if found is None:
            return
        words = Words(self.folder.process, found)
        lines: list[tuple[int, str]] = []
        if self.deal is not None:
            from accord.brief.better import improvement_lines

            lines += improvement_lines(words, self.improvements(self.deal))
        if self.terms is not None:
            from accord.brief.against import why_not_lines

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

        return why_not(self.folder.process.agenda, self.folder.interests, terms)


def _deal(given: str, folder: Folder) -> Deal:
    """Read a deal from a file, or take it from the record."""
    if not Path(given).exists() and given in folder.record.by_id:
        return deal_of_entry(folder, given)
    return read_deal(given, folder.process.agenda)


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


def _draw(path: str, view: "View", folder: Folder) -> None:
    from accord.brief.ink import write_svg
    from accord.brief.planes import sheet

    write_svg(path, sheet(view, folder))
    wrote(path)


def _lotteries_to_json(folder: Folder, found: "Deals") -> dict[str, Any]:
    from accord.deals.division import division_to_json
    from accord.deals.lotteries import lotteries, lotteries_to_json

    divided, left_out = _divided(folder)
    return {
        "lotteries": lotteries_to_json(lotteries(found)),
        "adjusted_winner": None if divided is None else division_to_json(divided),
        "adjusted_winner_left_out": left_out,
    }


def _lottery_lines(folder: Folder, found: "Deals") -> Iterator[tuple[int, str]]:
    from accord.brief.lotteries import division_lines, lottery_lines
    from accord.deals.lotteries import lotteries

    yield from lottery_lines(folder.process, found, lotteries(found))
    divided, left_out = _divided(folder)
    if divided is None:
        yield 0, f"No division of issues in shares. {left_out}"
    else:
        yield from division_lines(folder.process, divided)


def _divided(folder: Folder) -> "tuple[Division | None, str]":
    """Divide the issues by Adjusted Winner; where it does not apply, say why."""
    from accord.deals.division import divide

    try:
        return divide(folder.process.agenda, folder.interests), ""
    except AccordError as error:
        return None, str(error)
