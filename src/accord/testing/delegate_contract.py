"""Check that a delegate keeps to the contract."""

import pickle
import random
from collections.abc import Callable, Mapping
from typing import ClassVar

import attrs
from frozendict import frozendict

from accord.delegates import Recipe, read, recipe
from accord.discovery import failure
from accord.errors import AccordError
from accord.model import Interests
from accord.tactics import Delegate, Own
from accord.tactics.unvalued import with_numbers
from accord.talks import (
    MOVES,
    AmendedBy,
    Join,
    Mandate,
    Move,
    Phase,
    Role,
    Rules,
    Setup,
    Table,
    View,
    WalkAwayMoved,
    WalkOut,
    after,
    calls,
    happen,
    open_table,
    seats,
    view,
)
from accord.talks.answers import fits
from accord.testing.cases import Trial, cases, every_rules
from accord.testing.partners import PARTNERS, Capital, Chair

Factory = Callable[[Interests], Delegate]
_Moves = list[tuple[str, Move]]
_MEDIATOR = "chair"
_MOST_MOVES = 1000
"""Far more moves than the limits leave room for, with those that no limit counts."""


def check_delegate(factory: Factory | type[Delegate]) -> None:
    """Check that a delegate keeps to the contract, by short talks under Accord's own rule sets.

    It is a frozen value that can be pickled and written down; it makes legal moves only; the
    same view and the same draws give the same move; nothing it does depends on another side's
    interests or mandate; and no deal it agrees to for a party is below that party's walk-away
    value, as it is then, or across its red lines.

    Args:
        factory: Gives the delegate for the interests of a party, such as the class, or what
            `accord.delegates.parse` gives.

    Raises:
        AssertionError: With a sentence that says what the delegate did, and where.
    """
    make = Recipe(factory) if isinstance(factory, type) else factory
    place = 0
    if isinstance(factory, type):
        _check_class(factory)
    for case in cases():
        sample = _made(make, case, "alba")
        _check_value(sample, _made(make, case, "alba"))
        if sample.role is Role.PRINCIPAL and not case.principals:
            continue
        for rules in case.rules or every_rules():
            if not type(rules).__module__.startswith("accord."):
                continue  # what a rule set of another package gets wrong is not the delegate's
            _check_talks(make, sample.role, case, rules, place)
            place += 1


def _check_class(kind: type[Delegate]) -> None:
    told = kind.__name__
    _require(isinstance(getattr(kind, "name", None), str), f"{told} has no name.")
    _require(isinstance(getattr(kind, "role", None), Role), f"{told} has no role: give a Role.")
    _require(callable(getattr(kind, "move", None)), f"{told} has no method 'move'.")


def _made(make: Factory, case: Trial, party: str) -> Delegate:
    """Make the delegate of a party; one that goes by beliefs is told the truth."""
    if isinstance(make, Recipe):
        others = tuple(one for name, one in case.interests.items() if name != party)
        return make(case.interests[party], others)
    return make(case.interests[party])


def _check_value(one: Delegate, again: Delegate) -> None:
    kind = type(one)
    name = kind.__name__
    _require(attrs.has(type(one)), f"{name} is no attrs class: decorate it with attrs.frozen.")
    _require(_is_frozen(one), f"{name} can be changed: decorate it with attrs.frozen.")
    _require(one == again and hash(one) == hash(again), f"Two {name} made alike are not equal.")
    _require(pickle.loads(pickle.dumps(one)) == one, f"{name} is not the same after pickling.")
    said = str(recipe(one)).partition(":")[2]
    made = read(kind, said)(getattr(one, "interests", None), getattr(one, "others", ()))
    _require(made == one, f"{name} is not the same after '{said}' is read.")


def _is_frozen(one: Delegate) -> bool:
    try:
        type(one).__setattr__(one, "name", "other")
    except attrs.exceptions.FrozenInstanceError:
        return True
    except AttributeError:
        pass
    return False


def _check_talks(make: Factory, role: Role, case: Trial, rules: Rules, place: int) -> None:
    """Play talks twice, with a partner and with what it did played back.

    Args:
        make: Gives the delegate.
        role: What it sits as.
        case: The talks.
        rules: Their rules.
        place: Whose seat it takes and beside whom it sits, in turn.
    """
    mine, interests = _seat(role, case, place)
    own, partner = _made(make, case, interests.party), PARTNERS[place % len(PARTNERS)]
    others = {p: partner(interests=held) for p, held in case.interests.items() if p != mine}
    where = f"{case.title}, {rules.title}, beside {partner.name}"
    shared = random.getstate()
    table, moves = _play(case, rules, mine, own, others, case.mandates, where)
    _require(
        random.getstate() == shared,
        f"{_named(own)} draws from a shared generator, not from the one it is given.",
    )
    if role is Role.DELEGATION and table.deal is not None:
        agenda, _ = with_numbers(table.agenda, (interests,))
        _require(
            fits(agenda, table.deal),
            f"{_named(own)} agreed to what it has no numbers for ({where}).",
        )
        _require(
            Own.of(agenda, interests, {}, case.moved).acceptable(table.deal),
            f"{_named(own)} agreed to what is worse than no deal, or crosses a red line "
            f"({where}).",
        )
    script = dict.fromkeys(others, _Script(tuple(moves)))
    mandates = {p: m for p, m in case.mandates.items() if p == interests.party}
    _, again = _play(case, rules, mine, own, script, mandates, where)
    _require(
        [m for seat, m in moves if seat == mine] == [m for seat, m in again if seat == mine],
        f"{_named(own)} moves otherwise where nothing that it sees has changed ({where}).",
    )


def _seat(role: Role, case: Trial, place: int) -> tuple[str, Interests]:
    """Return a seat for a role, and the interests of its party: of each party in turn."""
    party = list(case.interests)[place % len(case.interests)]
    seat = {Role.DELEGATION: party, Role.PRINCIPAL: f"{party}-principal"}.get(role, _MEDIATOR)
    return seat, case.interests[party]


@attrs.frozen
class _Script:
    """Makes the moves that somebody has made before."""

    moves: tuple[tuple[str, Move], ...]
    name: ClassVar[str] = "script"
    role: ClassVar[Role] = Role.DELEGATION

    def move(self, view: View, rng: random.Random) -> Move:
        """Not asked: the moves are read off."""
        raise NotImplementedError


def _play(
    case: Trial,
    rules: Rules,
    mine: str,
    own: Delegate,
    others: Mapping[str, Delegate],
    mandates: Mapping[str, Mandate],
    where: str,
) -> tuple[Table, _Moves]:
    """Play talks, and watch one seat."""
    setup = Setup(
        agenda=case.agenda,
        seats=seats(case.interests, principals=case.principals, mediator=_MEDIATOR),
        rules=attrs.evolve(rules, amended_by=AmendedBy.CHAIR) if case.said else rules,
        mandates=frozendict(mandates),
    )
    fixed: dict[str, Delegate] = {_MEDIATOR: Chair()}
    fixed.update({seat: Capital() for seat in setup.principals.values()})
    sitting = {**fixed, **others, mine: own}
    draws = {seat: random.Random(seat) for seat in sitting}
    around = (*setup.delegations, _MEDIATOR)
    said = list(case.said)
    table, moves, copy = open_table(setup), _Moves(), pickle.loads(pickle.dumps(own))
    for party in setup.delegations if case.moved else ():
        table = happen(table, WalkAwayMoved(party=party, by=case.moved))
    while not table.over:
        _require(len(moves) < _MOST_MOVES, f"{_named(own)} talks without end ({where}).")
        call = calls(table)[0]
        if said and len(moves) % 2 and table.phase is Phase.TALKS:
            done = said.pop(0)
            goes = [one for one in setup.delegations if one != mine][-1]
            table = after(table, goes if isinstance(done, WalkOut | Join) else _MEDIATOR, done)
            continue
        if call.move is not None:
            table = after(table, call.seat, call.move)
            continue
        # Where nobody is awaited, the mediator has its say too.
        seat = call.seat if table.awaited else around[len(moves) % len(around)]
        one = sitting[seat]
        if isinstance(one, _Script):
            move = one.moves[len(moves)][1] if len(moves) < len(one.moves) else None
            if move is None or one.moves[len(moves)][0] != seat:
                break
        else:
            seen = view(table, seat)
            move = _watched(one, copy, seen, draws[seat], where) if seat == mine else None
            move = move or one.move(seen, draws[seat])
        try:
            table = after(table, seat, move)
        except AccordError as error:
            raise AssertionError(
                f"{_named(one)} made an illegal move ({where}): {error}"
            ) from None
        moves.append((seat, move))
    return table, moves


def _watched(own: Delegate, copy: Delegate, seen: View, rng: random.Random, where: str) -> Move:
    """Have a delegate move, and a copy of it at the same view with the same draws."""
    state = rng.getstate()
    try:
        move = own.move(seen, rng)
    except Exception as error:
        raise AssertionError(f"{_named(own)} fails ({where}): {failure(error)}.") from error
    _require(
        getattr(move, "kind", None) in MOVES,
        f"{_named(own)} gives {move!r}, which is no move ({where}).",
    )
    twin = random.Random()
    twin.setstate(state)
    _require(
        copy.move(seen, twin) == move and twin.getstate() == rng.getstate(),
        f"{_named(own)} moves otherwise at the same view with the same draws ({where}).",
    )
    return move


def _named(own: Delegate) -> str:
    return f"The delegate '{type(own).name}'"


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise AssertionError(sentence)
