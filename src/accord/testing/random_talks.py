"""Random talks: every move that could be tried at a table, and walks of legal ones."""

from collections.abc import Iterator
from itertools import product
from random import Random

from attrs import evolve
from frozendict import frozendict

from accord.errors import IllegalMove
from accord.model import Agenda, Exclusion, Issue, Option
from accord.talks import (
    Accept,
    Adjourn,
    Amend,
    Carriage,
    Carry,
    Caucus,
    Close,
    Communique,
    Consent,
    DeadlinePassed,
    Happening,
    Instruct,
    Join,
    MandateMoved,
    Move,
    News,
    Object,
    Options,
    Propose,
    Ratify,
    Recess,
    RedLinesMoved,
    Refer,
    Refuse,
    Reject,
    Reopen,
    Resume,
    Retract,
    Settle,
    State,
    Suggest,
    Table,
    ValuesMoved,
    WalkAwayMoved,
    WalkOut,
    Withdraw,
    after,
    happen,
    legal,
)

LOUD = (
    *("withdraw", "close", "recess", "caucus", "adjourn", "walk-out"),
    *("amend", "retract", "suggest", "settle", "reopen", "communique"),
)
"""Kinds that end, halt or bend talks; they are drawn less often."""

MOST_ISSUES = 3
"""An agenda that grows in random talks keeps so few issues that its deals can be listed."""

PLAIN: dict[str, Move] = {
    "resume": Resume(),
    "ratify": Ratify(text="So be it."),
    "refuse": Refuse(reason="Not this."),
    "adjourn": Adjourn(reason="Until further notice."),
    "walk-out": WalkOut(reason="Enough for now."),
    "join": Join(text="We are here."),
    "withdraw": Withdraw(reason="Enough."),
    "close": Close(reason="Enough."),
}
"""A move of each of the kinds that say nothing the table goes by."""


_FOR_ALL = (DeadlinePassed(why="The ultimatum has run out."), News(text="A bridge is hit."))
"""What can happen outside the room that everybody hears."""


def deals(table: Table) -> Iterator[Options]:
    """Yield every deal of an agenda, whole and in part; for small agendas only."""
    issues = table.agenda.issues
    for named in product(*(("", *issue.choices) for issue in issues.values())):
        deal = {issue: option for issue, option in zip(issues, named, strict=True) if option}
        if deal:
            yield frozendict(deal)


def candidates(table: Table, kind: str) -> Iterator[Move]:
    """Yield moves of a kind; among them one that is accepted wherever the kind is legal."""
    ids = ["", *(one.id for one in table.proposals)]
    numbers = [None, *(one.number for one in table.motions)]
    sides, issues = table.seating.delegations, table.agenda.issues
    match kind:
        case "propose":
            for one, subject in product(deals(table), (False, True)):
                yield Propose(deal=one, ad_referendum=subject)
                yield Propose(deal=one, final=True)
                for party in sides:
                    yield Propose(deal=one, to=(party,))
            yield Propose(deal={}, text="Let us leave it at that.")
        case "accept":
            for about, subject in product(ids, (False, True)):
                yield Accept(proposal=about, ad_referendum=subject)
                for issue in issues:
                    yield Accept(proposal=about, issues=(issue,), ad_referendum=subject)
                if about:
                    yield Accept(proposal=about, also=(about,))
        case "reject":
            for about, rather in product(ids, last_options(table)):
                yield Reject(proposal=about, rather=rather)
        case "suggest":
            for one in deals(table):
                yield Suggest(deal=one)
        case "settle":
            for one, subject in product(deals(table), (False, True)):
                yield Settle(options=one, ad_referendum=subject)
        case "reopen":
            for issue in table.settled:
                yield Reopen(issues=(issue,), text="That was too early.")
        case "communique":
            yield Communique(text="Both sides value the talks.")
        case "amend":
            yield from amendments(table.agenda)
        case "consent":
            for number, subject in product(numbers, (False, True)):
                yield Consent(motion=number, ad_referendum=subject)
        case "object":
            for number in numbers:
                yield Object(motion=number, reason="Not now.")
        case "retract":
            for about in ids:
                yield Retract(proposal=about)
        case "refer":
            for about in ids:
                yield Refer(proposal=about, text="May we?")
        case "caucus":
            for party in table.seating.parties:
                yield Caucus(party=party)
        case "instruct":
            for mandate in last_options(table):
                yield Instruct(mandate=mandate, text="No more than this.")
            yield Instruct(mandate=frozendict())
        case "state":
            yield State(text="We are here.")
            for seat in table.seating.seats:
                yield State(text="A word with you.", to=(seat.id,))
            options = next(deals(table))
            for how in Carriage:
                yield State(
                    text="Between us.",
                    deal=options,
                    to=(table.seating.mediator,),
                    carriage=how,
                )
        case "carry":
            for note, to in product(["", *table.notes], table.seating.parties):
                yield Carry(note=note, to=(to,))
        case "recess":
            yield Recess()
            yield Recess(ends_round=True)
        case _:
            yield PLAIN[kind]


def amendments(agenda: Agenda) -> Iterator[Amend]:
    """Yield changes of an agenda, of every kind; it stays small."""
    new, last = Option("new", "New"), list(agenda.issues.values())[-1]
    if len(agenda.issues) < MOST_ISSUES:
        yield Amend(issue=Issue(id="more", name="More", options=frozendict({"new": new})))
    yield Amend(issue=evolve(last, name=f"{last.name}, anew"), text="In better words.")
    for issue in agenda.issues.values():
        yield Amend(option=evolve(new, name=f"{issue.name}, anew"), on=issue.id)
        yield Amend(drop=issue.id)
        for option in issue.choices:
            yield Amend(drop=option, on=issue.id)
    together = {i: tuple(one.choices)[:1] for i, one in agenda.issues.items()}
    yield Amend(constraint=Exclusion(id="never", never=frozendict(together)))
    yield Amend(drop="never")


def last_options(table: Table) -> Iterator[frozendict[str, tuple[str, ...]]]:
    """Yield each option of the last issue alone, as a mandate says it."""
    issue = list(table.agenda.issues.values())[-1]
    for option in issue.choices:
        yield frozendict({issue.id: (option,)})


def happenings(table: Table, party: str) -> list[Happening]:
    """Return what can happen to a party alone outside the room; of each kind, several."""
    found: list[Happening] = [
        WalkAwayMoved(party=party, by=by, why="Fighting.") for by in (-7.5, 3, 100)
    ]
    found += [News(text=text, source="The radio", to=(party,)) for text in ("Fire.", "Rain.")]
    last = list(table.agenda.issues.values())[-1]
    for place, option in enumerate(last.choices):
        points = frozendict({last.id: frozendict({option: 30.0 - 40 * place})})
        line = Exclusion(id="new", never=frozendict({last.id: (option,)}))
        found.append(ValuesMoved(party=party, values=points, why="Fighting."))
        found.append(RedLinesMoved(party=party, added=(line,), dropped=("old",)))
    if party not in table.seating.principals:
        found += [MandateMoved(party=party, mandate=one) for one in last_options(table)]
    return found


def accepted(table: Table, seat: str, kind: str) -> Iterator[Move]:
    """Yield the moves of a kind that the table accepts."""
    for move in candidates(table, kind):
        try:
            after(table, seat, move)
        except IllegalMove:
            continue
        yield move


def choose(table: Table, random: Random) -> tuple[str, Move] | None:
    """Choose a seat, rather one that is awaited, and a legal move of it."""
    awaited = table.awaited[:1] if random.random() < 0.8 else ()
    seat = random.choice(awaited or [seat.id for seat in table.seating.seats])
    kinds = list(legal(table, seat))
    if random.random() < 0.9:
        kinds = [kind for kind in kinds if kind not in LOUD] or kinds
    if not kinds:
        return None
    if "consent" in kinds and random.random() < 0.5:
        kinds = ["consent"]
    if "accept" in kinds and random.random() < 0.4:
        kinds = ["accept"]
    moves = list(candidates(table, random.choice(kinds)))
    # Mixed once, and begun anywhere: one draw, for a property test draws from this generator.
    Random(len(moves)).shuffle(moves)
    first = random.randrange(len(moves))
    for move in moves[first:] + moves[:first]:
        try:
            after(table, seat, move)
        except IllegalMove:
            continue
        return seat, move
    return None


def walk(table: Table, random: Random, steps: int = 40) -> list[Table]:
    """Return the tables of random talks, from the opening on; now and then, things happen."""
    tables = [table]
    for _ in range(steps):
        if not table.over and random.random() < 0.1:
            party = random.choice(table.seating.parties)
            happening = random.choice([*happenings(table, party), *_FOR_ALL])
            table = happen(table, happening)
            tables.append(table)
        if not table.over and (chosen := choose(table, random)):
            table = after(table, *chosen)
            tables.append(table)
    return tables
