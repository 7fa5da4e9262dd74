"""What is said in lines, in a terminal: each hangs on its mark, at its indent."""

from collections.abc import Iterable, Mapping

from attrs import frozen
from rich.console import Console, ConsoleOptions, RenderableType
from rich.text import Text

from accord.record.words import clean
from accord.telling.outlook import LISTS, ORDER, Outlook, Points, Term
from accord.telling.value_trees import cleaned


@frozen
class Hanging:
    """A text whose later lines stand under its first word.

    Attributes:
        text: The text.
        mark: What stands before it.
        indent: How far the mark is from the edge.
    """

    text: Text
    mark: str = "- "
    indent: int = 1

    def __rich_console__(
        self, console: Console, options: ConsoleOptions
    ) -> Iterable[RenderableType]:
        lead = " " * self.indent + self.mark
        for line in self.text.wrap(console, max(options.max_width - len(lead), 8)):
            line.rstrip()
            yield Text(lead).append_text(line)
            lead = " " * len(lead)


def show_outlooks(outlooks: Iterable[Outlook], console: Console) -> None:
    """Print only whether there is a deal."""
    for outlook in outlooks:
        print_parts(outlook_lines(cleaned(outlook), LISTS), console)


def show_holders(said: str, console: Console) -> None:
    """Print whether holders agree, before any of their numbers."""
    print_parts(holders_lines(clean(said)), console)


def show_holder(outlook: Outlook, console: Console) -> None:
    """Print whose numbers follow."""
    print_parts(holder_lines(cleaned(outlook)), console)


def show_lines(lines: Iterable[tuple[int, str]], console: Console) -> None:
    """Print lines, each at its indent; those that begin with a dash hang on it."""
    for indent, line in lines:
        text = line.removeprefix("- ")
        mark = "- " if text != line else ""
        print_parts([Hanging(Text(clean(text)), mark=mark, indent=indent)], console)


def print_parts(parts: Iterable[RenderableType], console: Console) -> None:
    """Print what can be shown, one part after the other."""
    for part in parts:
        console.print(part, highlight=False)


def plain(text: str, style: str = "") -> Hanging:
    """Set a paragraph."""
    return Hanging(Text(text, style=style), mark="", indent=0)


def note(text: str) -> Hanging:
    """Set a paragraph under a head."""
    return Hanging(Text(text), mark="", indent=3)


def head(text: str) -> Hanging:
    """Set what heads some lines."""
    return Hanging(Text(text), mark="# ")


def ids(entries: Iterable[str]) -> Text:
    """Set ids of entries behind what they stand behind."""
    return Text(f" [{', '.join(entries)}]", style="dim")


def holders_lines(said: str) -> Iterable[RenderableType]:
    """Set whether holders agree."""
    if said:
        yield plain(said, "bold")


def holder_lines(outlook: Outlook) -> Iterable[RenderableType]:
    """Set whose numbers follow."""
    if outlook.holder:
        behind = ids(outlook.interests)
        day = f", as of {outlook.as_of}" if outlook.as_of else ""
        by = f"By the numbers of: {outlook.holder} (assumptions, not facts){day}"
        yield Hanging(Text(by, style="underline").append_text(behind), mark="", indent=0)
        for basis in outlook.basis:
            yield note(basis)


def outlook_lines(outlook: Outlook, lists: Mapping[str, str]) -> Iterable[RenderableType]:
    """Set whether there is a deal, by one holder's numbers."""
    yield from holder_lines(outlook)
    if outlook.missing:
        yield plain(outlook.missing)
        return
    yield plain(outlook.verdict, "bold")
    for place, one in enumerate(outlook.compromises):
        yield head(one.said)
        yield note(f"Worth: {_points(one.points)}")
        if place:
            yield note("As the first, but for:")
        yield from _terms(one.differs if place else one.terms)
        yield from map(note, one.notes)
    several = len(outlook.blocks) > 1
    if several:
        yield plain(ORDER)
    for block in outlook.blocks:
        yield head(f"Some deal would clear the rest if {block.text}")
        yield note(f"Worth: {_points(block.points)}")
        if not several:  # The terms of the first alone would read as the way to go.
            yield from _terms(block.opens)
    if several:
        yield plain("The terms that each opens: the HTML page, and accord deals FOLDER --json.")
    if outlook.more_blocks:
        yield head(f"And {outlook.more_blocks} more ways: accord deals FOLDER --json")
    for refusal in outlook.refusals:
        yield Hanging(Text(f"Keeps out deals that all others would accept: {refusal}"))
    for heading, lines in lists.items():
        listed: tuple[str, ...] = getattr(outlook, lines)
        if listed:
            yield head(heading)
            yield from (Hanging(Text(line), indent=3) for line in listed)
    if any(getattr(outlook, name) for name in LISTS.values() if name not in lists.values()):
        yield plain("Trades, and options out of reach: accord deals FOLDER")
    yield plain(outlook.how, "dim")


def _points(points: Iterable[Points]) -> str:
    return "; ".join(one.said for one in points)


def _terms(terms: Iterable[Term]) -> Iterable[RenderableType]:
    for term in terms:
        yield Hanging(Text(f"{term.issue}: {term.option}"), indent=3)
