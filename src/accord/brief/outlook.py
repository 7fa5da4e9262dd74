"""Is there a deal: what the page says of it, for every holder of interests apart."""

from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from accord.brief import page
from accord.deals import Deals, Obstacle, Opening, ValuedDeal, analyse
from accord.errors import AccordError
from accord.formats import Folder
from accord.model import Deal, Interests, Perspective, Process, When

RULES = {
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "egalitarian": "egalitarian",
    "utilitarian": "utilitarian",
    "perles_maschler": "Perles-Maschler",
}
"""The notions of fairness, by the names they have in `accord.deals`."""

_EXISTS: dict[bool | str, str] = {True: "yes", False: "no", "depends": "depends"}
_CLEARS = "clears every walk-away value and red line"


@frozen
class View:
    """The deals as one holder's numbers have them.

    Attributes:
        outlook: What the page says.
        deals: The analysis behind it; None if something was missing.
        interests: One for every party.
    """

    outlook: page.Outlook
    deals: Deals | None = None
    interests: tuple[Interests, ...] = ()


def views(
    folder: Folder, *, as_of: When | None = None, draws: int = 1000, seed: int = 0
) -> tuple[View, ...]:
    """Answer, by every holder's numbers, whether there is a deal; or say what is missing."""
    if not folder.perspectives:
        where = f"held as of {as_of}" if as_of else "in the folder"
        issues = " and issues to the agenda" if not folder.process.agenda.issues else ""
        missing = (
            f"Nobody's interests are {where}, so whether there is a deal cannot be said: "
            f"add one file a party under interests/{issues}."
        )
        return (View(page.Outlook(holder="", missing=missing)),)
    return tuple(_view(folder, one, draws, seed) for one in folder.perspectives)


def holder_name(folder: Folder, perspective: Perspective) -> str:
    """Say whose numbers a perspective has."""
    return folder.process.name(perspective.holder) or "each party for itself"


def _view(folder: Folder, perspective: Perspective, draws: int, seed: int) -> View:
    process = folder.process
    held = tuple(
        perspective.interests[p] for p in process.parties if p in perspective.interests
    )
    outlook = page.Outlook(
        holder=holder_name(folder, perspective),
        interests=tuple(i.id for i in held),
        basis=tuple(_bases(folder, held)),
    )
    missing = ""
    if perspective.missing:
        names = ", ".join(map(process.name, perspective.missing))
        missing = (
            f"Interests of {names} are missing here, so whether there is a deal cannot be said "
            "by these numbers."
        )
    elif not process.agenda.issues:
        missing = "No issue is on the agenda yet, so there is no deal to be judged."
    elif gaps := [
        issue.name
        for issue in process.agenda.issues.values()
        if any(issue.id not in one.issues for one in held)
    ]:
        missing = f"Weights and values are missing for: {'; '.join(gaps)}."
    if missing:
        return View(evolve(outlook, missing=missing))
    try:
        deals = analyse(process.agenda, held, draws=draws, seed=seed)
    except AccordError as error:
        return View(evolve(outlook, missing=str(error)))
    words = _Words(process, deals)
    return View(
        evolve(
            outlook,
            verdict=words.verdict(),
            exists=_EXISTS[deals.zone.exists],
            share=deals.zone.share,
            interval=deals.zone.interval,
            how=f"{deals.method}. Zone of agreement: {deals.zone.method}.",
            compromises=tuple(words.compromises()),
            blocks=tuple(map(words.block, deals.blocks.openings)),
            refusals=tuple(map(words.obstacle, deals.blocks.refusals)),
        ),
        deals,
        held,
    )


def _bases(folder: Folder, held: Iterable[Interests]) -> Iterator[str]:
    """Say what a holder goes by, once where it is the same for several parties."""
    parties: dict[str, list[str]] = {}
    for one in held:
        if one.basis:
            parties.setdefault(one.basis, []).append(folder.process.name(one.party))
    for basis, names in parties.items():
        yield f"{' and '.join(names)}: {basis}"


class _Words:
    """Says an analysis in words."""

    def __init__(self, process: Process, deals: Deals) -> None:
        self.process, self.deals = process, deals

    def verdict(self) -> str:
        zone = self.deals.zone
        if zone.exists is True:
            return f"Yes: some deal {_CLEARS}, whatever the numbers in the ranges."
        if zone.exists is False:
            return f"No: no deal {_CLEARS}, whatever the numbers in the ranges."
        low, high = zone.interval
        count = round(zone.share * zone.draws)
        drawn = "every one" if zone.share == 1 else f"{count:,}" if zone.share else "none"
        certain = ", but not for certain" if zone.share in (0, 1) else ""
        return (
            f"It depends: some deal {_CLEARS} in {drawn} of {zone.draws:,} draws from the "
            f"ranges{certain} (95% interval of the share: {low:.1%} to {high:.1%})."
        )

    def terms(self, deal: Deal) -> tuple[page.Term, ...]:
        said = self.process.agenda.describe(deal)
        return tuple(page.Term(issue=issue, option=option) for issue, option in said)

    def points(self, deal: ValuedDeal) -> tuple[page.Points, ...]:
        return tuple(
            page.Points(
                party=party,
                name=self.process.name(party),
                worth=deal.worth[party],
                walk_away=self.deals.walk_away[party],
            )
            for party in self.deals.parties
        )

    def compromises(self) -> Iterable[page.Compromise]:
        """Give every deal that some rule picks, with all the rules that pick it."""
        picked: dict[Deal, list[str]] = {}
        for rule, solution in self.deals.solutions.items():
            if solution is not None:
                picked.setdefault(solution.best.deal, []).append(rule)
        first = self.terms(next(iter(picked), {}))
        for deal, rules in picked.items():
            solution = self.deals.solutions[rules[0]]
            assert solution is not None
            yield page.Compromise(
                rules=tuple(RULES[rule] for rule in rules),
                terms=self.terms(deal),
                differs=tuple(t for t in self.terms(deal) if t not in first),
                points=self.points(solution.best),
                ties=len(solution.ties),
            )

    def block(self, opening: Opening) -> page.Block:
        parts = []
        for one in opening.ease:
            give = opening.give.get(one.party) if one.kind == "walk_away" else None
            by = f" by {give:.1f} points or more" if give is not None else ""
            parts.append(self.obstacle(one) + by)
        return page.Block(
            text=" and ".join(parts),
            opens=self.terms(opening.best.deal),
            points=self.points(opening.best),
        )

    def obstacle(self, one: Obstacle) -> str:
        """Name a red line, a constraint or a walk-away value."""
        if one.kind == "walk_away":
            party = self.process.name(one.party)
            return f"the walk-away value of {party} ({one.walk_away:.4g} points)"
        issues = self.process.agenda.issues
        taken = "; ".join(
            f"{issues[i].name}: " + " or ".join(issues[i].choices[o].name for o in options)
            for i, options in one.never.items()
        )
        if one.kind == "constraint":
            return f"the constraint '{one.id}' (never {taken})"
        return f"the red line '{one.id}' of {self.process.name(one.party)} (never {taken})"
