"""What a fighting model is: numbers somebody assumes, and what follows between the rounds."""

import random
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from math import isfinite
from typing import Any, ClassVar, Self, cast

import attrs
from attrs import Attribute, field, frozen
from frozendict import frozendict

from accord.errors import Misgiven, Problem
from accord.formats.shapes import REFUSE, Form, fields, noun, shape
from accord.model import Agenda, Assumption, Range, When
from accord.model.refs import EntryId, PartyId
from accord.talks import Happening, Mandate, News, Setup, WalkAwayMoved

_WHOLE = "whole"

MOST_ROUNDS = 10_000
"""After so many rounds no talks go on: a course ends."""


@frozen(kw_only=True)
class Front:
    """What a fighting model is told as the talks begin, and all that it is told.

    It does not see the table: what happens outside does not hang on what is said inside, so a
    whole course can be drawn before the talks.

    Attributes:
        parties: The parties, in the order of the delegations.
        walk_away: The walk-away value with which each begins, in points.
        agenda: The issues and options.
        rounds: After how many rounds the talks end at the latest; None without such a limit.
        mandates: The mandate with which each delegation begins that has one.
    """

    parties: tuple[str, ...]
    walk_away: frozendict[str, float]
    agenda: Agenda
    rounds: int | None = None
    mandates: frozendict[str, Mandate] = frozendict()

    @property
    def last(self) -> int:
        """The last round before which anything needs to happen."""
        return MOST_ROUNDS if self.rounds is None else min(self.rounds, MOST_ROUNDS)

    @classmethod
    def of(cls, setup: Setup, walk_away: Mapping[str, float]) -> Self:
        """Return what is known as talks begin.

        Args:
            setup: What the talks begin with.
            walk_away: The walk-away value of each party, in points.
        """
        return cls(
            parties=setup.delegations,
            walk_away=frozendict(walk_away),
            agenda=setup.agenda,
            rounds=setup.rules.rounds,
            mandates=frozendict(setup.mandates),
        )


@frozen
class BetweenRounds:
    """What happens outside before a round.

    Attributes:
        round: The round that begins after it; what comes before the first is there when the
            talks begin.
        happenings: What happens, in order.
    """

    round: int
    happenings: tuple[Happening, ...]


@frozen(kw_only=True)
class ModelAnswer:
    """Something that a fighting model says by itself.

    Attributes:
        key: What JSON calls it.
        words: What it is, in a few words.
        value: The number, the yes or no, or numbers: by state or by round where `over` says
            so. None where the model has none, such as a range that is empty.
        formula: How it is come by.
        over: What numbers are listed by: `k` or `round`.
        start: The first of those.
    """

    key: str
    words: str
    value: float | bool | tuple[float, ...] | tuple[bool, ...] | None
    formula: str = ""
    over: str = ""
    start: int = 0


@frozen(kw_only=True)
class FightingModel(Assumption, ABC):
    """What happens outside the room between the rounds, as somebody assumes it.

    A frozen value: its fields are its parameters, in the forms that files have. Numbers are
    ranges (see `figure` and `per_party`); `at` makes each a point before a course is drawn.

    Attributes:
        entries: The entries of the record on which its numbers rest.
    """

    name: ClassVar[str]
    """How the catalogue, files and the command line call it: the name of its module."""

    entries: tuple[EntryId, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse numbers that do not go together, with every mistake."""
        found = [*self.mistakes()]
        if found:
            raise Misgiven(found)

    def mistakes(self) -> Iterator[Problem]:
        """Yield why its numbers do not go together, each of which could be by itself."""
        yield from ()

    @abstractmethod
    def course(self, front: Front, rng: random.Random) -> Iterator[BetweenRounds]:
        """Yield what happens before each round, in order; rounds without anything may be left.

        The same front and a generator in the same state give the same course, in any process.
        It ends by itself, or is not asked for more once the talks are over. Its numbers are
        points here: read `.low`.

        Args:
            front: What is known as the talks begin.
            rng: Where everything drawn comes from.
        """

    def answers(self) -> "Iterator[ModelAnswer]":
        """Yield what the model says by itself, of its parameters alone; nothing by default.

        Its numbers are points here. It knows no talks: parties that are not named are `one` and
        `two`, or not there.
        """
        yield from ()

    def at(self, rng: random.Random | None = None) -> Self:
        """Return the model with every range at a point.

        Args:
            rng: Where the points are drawn, each uniformly; None for the middles.
        """
        found: Self = _at(self, rng)
        return found

    @property
    def brings(self) -> frozenset[str]:
        """The kinds of happenings that its course may hold, by the words that name them.

        What is here by default, every engine that plays many talks can follow.
        """
        return frozenset({WalkAwayMoved.kind, News.kind})

    @property
    def is_same_in_all_talks(self) -> bool:
        """Whether its course is the same whatever is drawn, and whatever talks begin with."""
        return False

    def problem(self, front: Front) -> str:
        """Return in a sentence why it cannot go with talks; nothing if it can.

        Args:
            front: What is known as the talks begin.
        """
        named = dict.fromkeys(named_parties(self))
        return "\n".join(
            f"{self.name}: {absent(party, front.parties)}"
            for party in named
            if party not in front.parties
        )


def figure(
    default: Any = attrs.NOTHING,
    *,
    above: float | None = None,
    at_least: float | None = None,
    below: float | None = None,
    at_most: float | None = None,
    whole: bool = False,
) -> Any:
    """Return a field for a number, or the range that is assumed of it, within bounds.

    Args:
        default: What it is by default; left out where it must be given.
        above: All of it is larger than this.
        at_least: All of it is at least this.
        below: All of it is smaller than this.
        at_most: All of it is at most this.
        whole: Whether it is a whole number.
    """
    bounds = _Bounds(above, at_least, below, at_most, whole)

    return field(
        default=default if default is attrs.NOTHING else _ranged(default),
        converter=_ranged,
        **bounds.of_a_field(whole),
    )


def per_party(
    *,
    above: float | None = None,
    at_least: float | None = None,
    below: float | None = None,
    at_most: float | None = None,
) -> Any:
    """Return a field for a number, or a range, of each party; of none by default.

    Args:
        above: All of each is larger than this.
        at_least: All of each is at least this.
        below: All of each is smaller than this.
        at_most: All of each is at most this.
    """
    bounds = _Bounds(above, at_least, below, at_most, False)
    return field(factory=frozendict, converter=_ranged_each, **bounds.of_a_field(False))


def _ranged(value: Any) -> Any:
    if isinstance(value, str):
        return Range.parse(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Range(float(value), float(value))
    return value


def _ranged_each(value: Mapping[str, Any]) -> frozendict[str, Range]:
    return frozendict({party: _ranged(one) for party, one in value.items()})


@frozen
class _Bounds:
    """What a number may be."""

    above: float | None
    at_least: float | None
    below: float | None
    at_most: float | None
    whole: bool

    def of_a_field(self, whole: bool) -> dict[str, Any]:
        """Return the validator and the metadata of a field within these bounds.

        Args:
            whole: Whether a point of it is a whole number.
        """

        def validator(owner: object, attribute: "Attribute[Any]", value: Any) -> None:
            self.refuse(type(owner), attribute.name, value)

        said = {"bounds": self.said, _WHOLE: whole, REFUSE: self.refuse}
        return {"validator": validator, "metadata": said}

    @property
    def said(self) -> str:
        """The bounds in words."""
        parts = [
            *(["a whole number"] if self.whole else []),
            *([f"above {self.above:,.10g}"] if self.above is not None else []),
            *([f"at least {self.at_least:,.10g}"] if self.at_least is not None else []),
            *([f"below {self.below:,.10g}"] if self.below is not None else []),
            *([f"at most {self.at_most:,.10g}"] if self.at_most is not None else []),
        ]
        return " and ".join(parts)

    def refuse(self, kind: type, what: str, value: Any) -> None:
        """Refuse numbers or ranges that are not all within the bounds, with every mistake."""
        each = value if isinstance(value, Mapping) else {"": value}
        found = [
            problem
            for part, one in each.items()
            if one is not None
            for problem in self._of_one(
                kind, f"{what}.{part}" if one is not value else what, one
            )
        ]
        if found:
            raise Misgiven(found)

    def _of_one(self, kind: type, what: str, value: Range) -> Iterator[Problem]:
        whose = getattr(kind, "name", noun(kind))
        ends = value.low, value.high
        if what.endswith("."):
            yield misgiven(f"{whose}: '{what[:-1]}' must say whose each number is", what)
        if not all(map(isfinite, ends)):
            yield misgiven(f"{whose}: {what} must have both ends, not {value}", what)
        elif (
            (self.above is not None and value.low <= self.above)
            or (self.at_least is not None and value.low < self.at_least)
            or (self.below is not None and value.high >= self.below)
            or (self.at_most is not None and value.high > self.at_most)
            or (self.whole and any(end != int(end) for end in ends))
        ):
            yield misgiven(f"{whose}: {what} must be {self.said}, not {value}", what)


def misgiven(sentence: str, what: str) -> Problem:
    """Return what says that a number cannot be so; a file's line is found by its name.

    Args:
        sentence: Why not, without a full stop.
        what: The parameter; after a dot whose number of it.
    """
    return Problem("", 0, sentence, what)


def absent(party: str, parties: Sequence[str]) -> str:
    """Return that a party does not sit at the table, and who does.

    Args:
        party: The party.
        parties: Those that do.
    """
    return f"there is no party '{party}' at the table; there are: {', '.join(parties)}."


def named_parties(value: object) -> Iterator[str]:
    """Yield the ids of parties that an assumption names, in whatever it holds.

    Args:
        value: The assumption, or a value within.
    """
    for one in fields(cast("Any", type(value))).values():
        yield from _named(getattr(value, one.attribute), one.shape)


def _named(value: Any, form: Any) -> Iterator[str]:
    party = shape(PartyId).ref
    if value is None:
        return
    if isinstance(value, str):
        if form.ref == party and value:
            yield value
    elif isinstance(value, Mapping):
        if form.ref == party:
            yield from value
        for held in value.values():
            yield from _named(held, form.item)
    elif isinstance(value, tuple):
        for held in value:
            yield from _named(held, form.item)
    elif form.form is Form.FIELDS:  # not a day or a range, which name nobody
        yield from named_parties(value)


def _at(value: Any, rng: random.Random | None, whole: bool = False) -> Any:
    """Return a value with every range in it at a point, in the order of the fields.

    What holds no range is returned as it is: of many talks each makes its points.
    """
    if isinstance(value, Range):
        if value.is_point:
            return value
        point = _point(value, rng, whole)
        return Range(point, point, value.basis, value.source)
    if isinstance(value, Mapping):
        made = {key: _at(held, rng) for key, held in value.items()}
        same = all(made[key] is held for key, held in value.items())
        return value if same else frozendict(made)
    if isinstance(value, tuple):
        items = [_at(held, rng) for held in value]
        same = all(one is held for one, held in zip(items, value, strict=True))
        return value if same else tuple(items)
    given: dict[str, Any] = {}
    for name, alias, is_whole in _ranged_fields(cast("Any", type(value))):
        held = getattr(value, name)
        point = _at(held, rng, is_whole)
        if point is not held:
            given[alias] = point
    return attrs.evolve(value, **given) if given else value


@cache
def _ranged_fields(kind: Any) -> tuple[tuple[str, str, bool], ...]:
    """Return the fields that may hold ranges: name, alias, whether they are whole."""
    if not attrs.has(kind):
        return ()
    return tuple(
        (one.name, one.alias or one.name, one.metadata.get(_WHOLE, False))
        for one in attrs.fields(kind)
        if one.type not in _WITHOUT_RANGES
    )


_WITHOUT_RANGES = (str, bool, float, When)


def _point(of: Range, rng: random.Random | None, whole: bool) -> float:
    if rng is None:
        return float(int(of.middle)) if whole else of.middle
    if whole:
        return float(rng.randint(int(of.low), int(of.high)))
    return rng.uniform(of.low, of.high)
