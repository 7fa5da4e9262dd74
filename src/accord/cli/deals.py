"""`accord deals`: is there a deal?"""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click
from attrs import frozen
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
from accord.formats.sheet_names import SheetNames
from accord.model import Deal, Reader, When, voices
from accord.model.interests import OWN
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
    terms = None if why_not is None else _terms(known, why_not)

    from accord.telling.mark_questions import MarkQuestions
    from accord.telling.marks_by_holder import marks_by_holder

    marks = tuple(
        MarkQuestions(by=one, outsiders=known.outsiders, deal=given, terms=terms)
        for one in marks_by_holder(known)
    )
    from accord.telling.judged_words import judged_blocks, judged_by_holder

    judged = () if terms else judged_by_holder(known, given)
    numbers: _ByNumbers | _BySomeNumbers | None = None
    if (marks or judged) and not known.perspectives:
        _refuse_without_numbers({"--svg": svg, "--lotteries": lotteries})
    elif _are_of_some_parties(known) and not (
        svg or lotteries or (not marks and (given or terms))
    ):
        numbers = _BySomeNumbers(known, folder, draws, seed)
    else:
        numbers = _by_numbers(known, given, terms, lotteries, draws, seed)
        unable = [one.by.outlook.missing for one in numbers.asked if one.by.found is None]
        all_unable = len(unable) == len(numbers.asked)
        if all_unable and (svg or (not marks and (as_json or given or terms))):
            raise AccordError("\n".join(dict.fromkeys(unable)))
        if svg:
            numbers.draw(svg)
    if as_json:
        from accord.deals import to_json

        told: dict[str, dict[str, Any]] = {one.by.holder: one.to_json() for one in marks}
        for holder, found in numbers.to_json().items() if numbers else ():
            told.setdefault(holder, {}).update(found)
        for one in judged:
            told.setdefault(one.holder_id, {}).setdefault("judged", []).append(to_json(one))
        for voice in voices(known.interests):
            holder = OWN if voice.holder == voice.party else voice.holder
            told.setdefault(holder, {}).setdefault("voices", []).append(to_json(voice))
        if known.conditions:
            for answer in told.values():  # of offers: red lines beside those of each holder
                answer["conditions"] = to_json(known.conditions)
        write_json(in_turn(told))
        return
    from accord.cli.console import console
    from accord.telling.blocks import Heading, listing
    from accord.telling.holder_words import readers_of
    from accord.telling.mark_questions import mark_answers
    from accord.telling.outsider_words import beyond_blocks
    from accord.telling.terminal_blocks import show_blocks, show_lines
    from accord.telling.voice_words import voice_told

    answers = tuple(mark_answers(marks))  # what is wrong with the terms is said before all else
    to = console()
    show_lines(readers_of([(known.process, known.interests)]), to)
    show_blocks(answers, to)
    heard = [voice_told(known.process, one) for one in voices(known.interests)]
    if heard and not (given or terms):
        show_blocks([Heading("Voices within the parties"), listing(tuple(heard))], to)
    if numbers:
        if marks:
            to.print()
        numbers.show(to)
    show_blocks(judged_blocks(judged), to)
    show_blocks(beyond_blocks(known.outsiders, (given, terms)), to)  # whoever holds what


def _refuse_without_numbers(given: Mapping[str, object]) -> None:
    """Refuse options that need numbers where there are marks alone."""
    for option, value in given.items():
        if value:
            raise AccordError(
                f"{option} needs numbers, and nobody holds any here: marks are not turned into "
                "numbers"
            )


def _are_of_some_parties(case: Case) -> bool:
    """Return whether numbers are held, and nobody's are of all parties."""
    return bool(case.perspectives) and all(one.missing for one in case.perspectives)


@frozen
class _ByNumbers:
    """What is asked of the deals by every holder's numbers.

    Attributes:
        case: The case.
        asked: What is asked, by each.
    """

    case: Case
    asked: "tuple[DealQuestions, ...]"

    def draw(self, path: str) -> None:
        """Draw the deals into a file."""
        from accord.telling.deals_figure import sheet
        from accord.telling.svg_style import write_svg

        write_svg(path, sheet([one.by for one in self.asked]))
        wrote(path)

    def to_json(self) -> dict[str, dict[str, Any]]:
        """Return the answers by the id of the holder."""
        return {one.by.holder: one.to_json() for one in self.asked}

    def show(self, to: "Console") -> None:
        """Print the answers, each holder's in turn."""
        from accord.telling.blocks import Paragraph
        from accord.telling.holder_words import compared
        from accord.telling.outlook_blocks import rules_by_name
        from accord.telling.terminal_blocks import show_blocks, show_lines

        outlooks = [one.by.outlook for one in self.asked]
        several = len(outlooks) > 1
        in_general = all(one.deal is None and one.terms is None for one in self.asked)
        said = compared(self.case.process, outlooks)
        if said and (several or in_general):
            show_blocks([Paragraph(said, style="verdict")], to)
        for question in self.asked:
            if several:
                to.print()
            show_blocks(question.blocks(named=several), to)
            show_lines(question.lines(), to)
        if in_general:
            show_blocks(rules_by_name(outlooks), to)


def _by_numbers(
    case: Case,
    deal: Deal | None,
    terms: Deal | None,
    lotteries: bool,
    draws: int,
    seed: int,
) -> _ByNumbers:
    """Ask of the deals by every holder's numbers, of whom some have those of all parties."""
    from accord.telling.deal_questions import DealQuestions
    from accord.telling.deals_by_holder import deals_by_holder

    case.holders(None, "whether there is a deal cannot be said")
    seen = deals_by_holder(case, draws=draws, seed=seed)
    asked = (DealQuestions(by=one, deal=deal, terms=terms, lotteries=lotteries) for one in seen)
    return _ByNumbers(case, tuple(asked))


@frozen(slots=False)
class _BySomeNumbers:
    """What holders' numbers leave that are of some parties alone, and what to add.

    Attributes:
        case: The case.
        folder: The folder, as its user calls it.
        draws: How many sets of numbers to draw where something needs it.
        seed: Where the draws start.
    """

    case: Case
    folder: str
    draws: int
    seed: int

    @cached_property
    def _found(self) -> "list[LeftBySome]":
        from accord.telling.some_parties import left_by_some

        held = self.case.perspectives
        return [left_by_some(self.case, one, draws=self.draws, seed=self.seed) for one in held]

    def to_json(self) -> dict[str, dict[str, Any]]:
        """Return what is left by the id of the holder."""
        return {one.holder: one.to_json(self.case) for one in self._found}

    def show(self, to: "Console") -> None:
        """Print what is left."""
        from accord.telling.some_parties import left_lines
        from accord.telling.terminal_blocks import show_lines

        for number, one in enumerate(self._found):
            if number:
                to.print()
            show_lines(left_lines(self.case, self.folder, one), to)


def _terms(case: Case, text: str) -> Deal:
    """Read `issue=option,issue=option`, ids or names; what is neither is refused later."""
    names, terms = SheetNames(case=case), dict[str, str]()
    for part in text.split(","):
        issue, _, option = (one.strip() for one in part.partition("="))
        if not issue or not option:
            raise AccordError(
                f"'{part.strip()}' is no term: write --why-not ISSUE=OPTION,ISSUE=OPTION"
            )
        issue = names.find("issue", issue) or issue
        option = names.option(issue, option) or option
        if terms.setdefault(issue, option) != option:
            raise AccordError(f"'{issue}' is given twice in --why-not: choose one option")
    return frozendict(terms)
