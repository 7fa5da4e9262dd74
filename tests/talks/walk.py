"""Random talks in plain Python: quick, for properties of whole talks."""

from random import Random

from tests.talks.build import candidates, happenings

from accord.errors import IllegalMove
from accord.talks import Move, Table, after, happen, legal

LOUD = ["withdraw", "close", "recess", "caucus"]
"""Kinds that end or halt talks; they are drawn less often."""


def accepted(table: Table, seat: str, kind: str) -> list[Move]:
    """Give the moves of a kind that the table accepts."""
    found = []
    for move in candidates(table, kind):
        try:
            after(table, seat, move)
        except IllegalMove:
            continue
        found.append(move)
    return found


def choose(table: Table, random: Random) -> tuple[str, Move] | None:
    """Choose a seat, rather one that is awaited, and a legal move of it."""
    awaited = table.awaited[:1] if random.random() < 0.8 else ()
    seat = random.choice(awaited or [seat.id for seat in table.setup.seats])
    kinds = list(legal(table, seat))
    if random.random() < 0.95:
        kinds = [kind for kind in kinds if kind not in LOUD] or kinds
    if not kinds:
        return None
    if "accept" in kinds and random.random() < 0.4:
        kinds = ["accept"]
    return seat, random.choice(accepted(table, seat, random.choice(kinds)))


def walk(table: Table, random: Random, steps: int = 40) -> list[Table]:
    """Give the tables of random talks, from the opening on; now and then, something happens."""
    tables = [table]
    for _ in range(steps):
        if not table.over and random.random() < 0.1:
            party = random.choice(table.setup.delegations)
            table = happen(table, random.choice(happenings(table, party)))
            tables.append(table)
        if not table.over and (chosen := choose(table, random)):
            table = after(table, *chosen)
            tables.append(table)
    return tables
