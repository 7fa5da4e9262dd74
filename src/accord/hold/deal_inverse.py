"""Which number would have to differ, and by how much, for somebody to leave a deal or to stay.

An inverse question to the game that a deal leaves, at the middle of every range. What a state
is worth is linear in each number, so what somebody does changes only where two states become
worth the same to who moves between them: all such points are found, and the answer is looked up
at each of them and between. Of several numbers of one party at once the least change in all is
the least sum of their absolute changes, a linear program for each move that it could leave by;
for staying an answer is chosen for each move, by a mixed-integer one.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import pairwise

import numpy as np
from attrs import evolve, fields, frozen

from accord.hold.compliance import CROSSED, ComplianceGame, GameNumbers
from accord.hold.concepts import Concept, Reachability
from accord.hold.deal_state import STAYS, deal_stable
from accord.hold.for_all_values import clauses_at_middle
from accord.hold.gain_rows import GainRows, Gains
from accord.hold.holding_assumptions import NOTHING, Guarantee, GuaranteeKind
from accord.kernels.bits import subsets
from accord.kernels.solver import minimise
from accord.kernels.ties import TIE, Floats
from accord.model import Range

MOST_CHOICES = 12
"""Options of a game up to which changes are looked for: some seconds."""
MOST_PICKED = 150
"""Answers to choose from up to which the least change of several numbers is looked for."""
_SCALE = 100.0
"""Points by which a number of weights that are shares is changed at most: all that there is."""
_APART = 1e-7
"""Changes closer to each other are one."""
_SECONDS = 3.0
"""How long answers are picked for one party."""
_OUT_OF_TIME = 1  # as `scipy.optimize.milp` has it
_SURE = 1e-6
"""Points by which several numbers at once go beyond a tie, as solvers are no more exact."""


class NumberKind(StrEnum):
    """What a number is."""

    WALK_AWAY = "walk_away"
    """The walk-away value of a party."""
    ISSUE = "issue"
    """What it is worth to a party that an issue is carried out, and does not go back."""
    PENALTY = "penalty"
    """What the answer of a guarantee costs who broke the deal."""
    STAKE = "stake"
    """What it costs a guarantor to leave a breach without an answer."""
    BREACH = "breach"
    """What any breach costs a party, beside all that is written down."""


@frozen(kw_only=True)
class DealNumber:
    """A number that an answer hangs on.

    Attributes:
        kind: What it is.
        of: Whose it is: a party, or who gives a guarantee.
        what: The issue or the guarantee; empty where it is about neither.
        now: The middle of its range, in points.
        given: Its range.
    """

    kind: NumberKind
    of: str
    what: str
    now: float
    given: Range


@frozen(kw_only=True)
class NumberFlip:
    """The least change of one number by which somebody leaves that stayed, or the reverse.

    Attributes:
        number: Which.
        change: By how much it would have to differ, in points.
        included: Whether so much is enough; otherwise it takes more, however little.
        until: The change from which on it is as now again; None where there is none.
        all_stay: Whether then all stay, by the same concept.
    """

    number: DealNumber
    change: float
    included: bool
    until: float | None
    all_stay: bool

    @property
    def within(self) -> bool:
        """Whether the range of the number has it."""
        value, given = self.number.now + self.change, self.number.given
        if self.included:
            return given.low - TIE <= value <= given.high + TIE
        return value < given.high - TIE if self.change >= 0 else value > given.low + TIE

    def to_json(self) -> dict[str, object]:
        """Return it as a plain dict."""
        one = self.number
        return {
            "number": one.kind.value,
            "of": one.of,
            "what": one.what or None,
            "now": _rounded(one.now),
            "range": [one.given.low, one.given.high],
            "change": _rounded(self.change),
            "to": _rounded(one.now + self.change),
            "or_more_alone": self.included,
            "until": None if self.until is None else _rounded(one.now + self.until),
            "within": self.within,
            "all_stay": self.all_stay,
        }


@frozen(kw_only=True)
class LeastTotal:
    """The least change of several numbers of one party together.

    Attributes:
        points: The sum of the changes, each without its sign.
        changes: By how much each differs: its walk-away value, and issues.
    """

    points: float
    changes: Mapping[DealNumber, float]

    def to_json(self) -> dict[str, object]:
        """Return it as a plain dict."""
        return {
            "points": self.points,
            "changes": [
                {"number": one.kind.value, "what": one.what or None, "change": change}
                for one, change in self.changes.items()
            ],
        }


@frozen(kw_only=True)
class PartyInverse:
    """What would have to differ for one party.

    Attributes:
        party: Which.
        concept: By what it stays or does not: where it stays without an answer that costs
            those who give it, or leaves whatever is answered, `seq`; otherwise `gmr`.
        stays: Whether it stays now.
        flips: By which change of one number it would not, or would; the least change first.
        total: By which change of its own numbers together; None where none does, or where
            there are too many answers to choose from.
        looked: Whether that was looked for.
    """

    party: str
    concept: Concept
    stays: bool
    flips: tuple[NumberFlip, ...]
    total: LeastTotal | None
    looked: bool

    def to_json(self) -> dict[str, object]:
        """Return it as a plain dict."""
        return {
            "concept": self.concept.value,
            "stays": self.stays,
            "changes": [one.to_json() for one in self.flips],
            "together": self.total and self.total.to_json(),
            "together_looked_for": self.looked,
        }


@frozen(kw_only=True)
class DealInverse:
    """What would have to differ for each party.

    Attributes:
        each: By party; empty where the game has too many choices.
        choices: How many it has.
        assumed: Whether who carries out what is assumed, on some issue.
    """

    each: Mapping[str, PartyInverse]
    choices: int
    assumed: bool

    def to_json(self) -> dict[str, object] | None:
        """Return it as a plain dict; None where the game has too many choices."""
        if self.choices > MOST_CHOICES:
            return None
        return {party: one.to_json() for party, one in self.each.items()}


def deal_inverse(game: ComplianceGame, rule: Reachability) -> DealInverse:
    """Find which changes of numbers make parties leave a deal that stay, and the reverse.

    Args:
        game: The game that the deal leaves behind.
        rule: What several opponents can bring about.
    """
    each = {}
    if len(game.options) <= MOST_CHOICES:
        found = deal_stable(game, game.middle, rule)
        varied = [_Varied(game, one, rule) for one in _numbers(game)]
        for place, party in enumerate(game.parties):
            by_seq, by_gmr = (found[c][0, place] == STAYS for c in (Concept.SEQ, Concept.GMR))
            concept = Concept.GMR if by_gmr and not by_seq else Concept.SEQ
            stays = bool(by_seq or by_gmr)
            more = [] if stays else [_breach(game, party, rule)]
            flips = [one.flip(place, concept) for one in [*varied, *more]]
            own = [one for one in varied if one.is_own(party)]
            looked, total = _total(game, place, rule, concept, stays, own)
            each[party] = PartyInverse(
                party=party,
                concept=concept,
                stays=stays,
                flips=tuple(
                    sorted((one for one in flips if one), key=lambda one: abs(one.change))
                ),
                total=total,
                looked=looked,
            )
    return DealInverse(
        each=each,
        choices=len(game.options),
        assumed=any(not one.entry for one in game.undertakings),
    )


def _numbers(game: ComplianceGame) -> list[DealNumber]:
    """Return the numbers that a game hangs on."""
    found = []
    numbers = game.middle
    for p, party in enumerate(game.parties):
        if game.fighting:
            now = float(numbers.walk_away[0, p])
            low, high = game.held.ranges[p].walk_away.tolist()
            found.append(_number(NumberKind.WALK_AWAY, party, "", now, Range(low, high)))
        for k, issue in enumerate(game.issues):
            given = _issue_range(game, p, issue)
            now = -float(numbers.changes[0, p, k])
            found.append(_number(NumberKind.ISSUE, party, issue, now, given))
    for g, one in enumerate(game.guarantees):
        if one.responds or one.kind is GuaranteeKind.ESCROW:
            now = float(numbers.penalty[0, g])
            found.append(_number(NumberKind.PENALTY, one.by, one.id, now, one.penalty))
        if one.responds:
            now = float(numbers.stake[0, g])
            found.append(_number(NumberKind.STAKE, one.by, one.id, now, one.stake or NOTHING))
    return found


def _number(kind: NumberKind, of: str, what: str, now: float, given: Range) -> DealNumber:
    return DealNumber(kind=kind, of=of, what=what, now=now, given=given)


def _issue_range(game: ComplianceGame, place: int, issue: str) -> Range:
    """Return what it is worth to a party that an issue is carried out, from least to most."""
    gains, at = Gains.of(game, place), game.issues[issue]
    ends, relative = gains.ends, gains.ends.relative
    factors = np.zeros((2, ends.weights.shape[1] + relative))
    factors[:, at] = ends.agreed[:, at] - ends.back[::-1, at]
    rows = GainRows(factors if relative else factors / 100, np.zeros(2))
    return Range(float(gains.space.least(rows)[0][0]), float(gains.space.most(rows)[0][1]))


def _breach(game: ComplianceGame, party: str, rule: Reachability) -> "_Varied":
    """Return what any breach costs a party: nothing yet, as if held of it in escrow."""
    held = Guarantee(id="", kind=GuaranteeKind.ESCROW, by="", against=(party,))
    more = evolve(game, guarantees=(*game.guarantees, held))
    number = _number(NumberKind.BREACH, party, "", 0.0, NOTHING)
    return _Varied(more, number, rule)


@frozen(eq=False, slots=False)
class _Varied:
    """A game in which one number differs."""

    game: ComplianceGame
    number: DealNumber
    rule: Reachability

    def is_own(self, party: str) -> bool:
        """Whether it is of the sheet of a party."""
        kinds = (NumberKind.WALK_AWAY, NumberKind.ISSUE)
        return self.number.of == party and self.number.kind in kinds

    def numbers(self, changes: Floats) -> GameNumbers:
        """Return the numbers of the game, with this one changed by so much in each set."""
        game, one = self.game, self.number
        middle, many = game.middle, len(changes)
        each: dict[str, Floats] = {
            f.name: np.repeat(getattr(middle, f.name), many, axis=0)
            for f in fields(GameNumbers)
        }
        if one.kind in (NumberKind.WALK_AWAY, NumberKind.ISSUE):
            place = game.parties.index(one.of)
        else:
            place = [g.id for g in game.guarantees].index(
                one.what
            )  # "" of what any breach costs
        match one.kind:
            case NumberKind.WALK_AWAY:
                each["walk_away"][:, place] += changes
            case NumberKind.ISSUE:
                # So much more is the issue worth as agreed, and as much is lost with it.
                each["base"][:, place] += changes
                each["changes"][:, place, [*game.issues].index(one.what)] -= changes
            case NumberKind.STAKE:
                each["stake"][:, place] += changes
            case _:
                each["penalty"][:, place] += changes
        return GameNumbers(**each)

    @cached_property
    def slope(self) -> Floats:
        """What a point more adds to each state: shape (makers, states)."""
        # A red line outweighs so much that only nine decimals would be left.
        plain = tuple(one for one in self.game.joint if one.interaction is not None)
        least = evolve(self, game=evolve(self.game, joint=plain))
        more = least.game.worth(least.numbers(np.array([1.0])))
        found = (more - least.game.worth(least.game.middle))[0]
        return np.where(np.abs(found) > TIE, found, 0.0)

    @property
    def ends(self) -> tuple[float, float]:
        """By how much it can differ."""
        one, game = self.number, self.game
        if one.kind not in (NumberKind.WALK_AWAY, NumberKind.ISSUE):
            return -one.now, CROSSED / 2
        relative = game.held.ranges[game.parties.index(one.of)].relative
        most = _SCALE if relative else CROSSED / 2
        return -most, most

    @cached_property
    def points(self) -> Floats:
        """The changes at which two states become worth the same, none, and one in between."""
        found = [np.zeros(1)]
        now = self.game.worth(self.game.middle)[0]
        states = np.arange(now.shape[1])
        for n, own in enumerate(self.game.own):
            if not self.slope[n].any():
                continue
            for change in (0, *subsets(own)[1:].tolist()):
                to = states ^ change if change else np.zeros_like(states)
                slope = self.slope[n, states] - self.slope[n, to]
                some = slope != 0
                difference = (now[n, states] - now[n, to])[some]
                found.append(np.unique(-difference / slope[some]))
        least, most = self.ends
        every = np.unique(np.concatenate(found))
        every = every[(every >= least) & (every <= most) & (np.abs(every) > 2 * _APART)]
        every = np.unique([0.0, *every[np.diff(every, prepend=-np.inf) > _APART]])
        ends = max(least, every[0] - 1), min(most, every[-1] + 1)
        every = np.unique([*every, *ends])
        return np.sort(np.concatenate([every, (every[1:] + every[:-1]) / 2]))

    @cached_property
    def stays(self) -> Mapping[Concept, Floats]:
        """Who stays at each of these points, by concept: shape (points, makers)."""
        found = deal_stable(self.game, self.numbers(self.points), self.rule)
        return {c: found[c] == STAYS for c in (Concept.SEQ, Concept.GMR)}

    def flip(self, place: int, concept: Concept) -> NumberFlip | None:
        """Return the least change after which somebody no longer does what it does now."""
        start = int(np.flatnonzero(self.points == 0)[0])
        every = self.stays[concept]
        other = every[:, place] != every[start, place]
        found = []
        for step in (-1, 1):
            at = start
            while 0 <= at + step < len(other):
                at += step
                if other[at]:
                    found.append(self._flip(at, step, other, every))
                    break
        return min(found, key=lambda one: abs(one.change), default=None)

    def _flip(self, at: int, step: int, other: Floats, every: Floats) -> NumberFlip:
        # Points at which something is worth the same stand at every other place.
        included = self._is_even(at)
        beyond = at
        while 0 <= beyond + step < len(other) and other[beyond + step]:
            beyond += step
        last = not 0 <= beyond + step < len(other)
        edge = beyond if self._is_even(beyond) else beyond + step
        first = at + step if included and 0 <= at + step < len(other) else at
        return NumberFlip(
            number=self.number,
            change=float(self.points[at if included else at - step]),
            included=included,
            until=None if last else float(self.points[edge]),
            all_stay=bool(every[first].all() if other[first] else every[at].all()),
        )

    def _is_even(self, at: int) -> bool:
        """Whether two states may be worth the same there; otherwise it is one in between."""
        return at % 2 == 0


def _total(
    game: ComplianceGame,
    place: int,
    rule: Reachability,
    concept: Concept,
    stays: bool,
    own: Sequence[_Varied],
) -> tuple[bool, LeastTotal | None]:
    """Return whether the least change in all was looked for, and the least."""
    worth = game.worth(game.middle)[0, place]
    slopes = np.array([one.slope[place] for one in own]).reshape(len(own), len(worth))
    clauses: list[Floats] = []
    for states in clauses_at_middle(game, place, rule, concept):
        gain = worth[states] - worth[0]
        rows = np.column_stack([gain, (slopes[:, states] - slopes[:, :1]).T])
        # Where a red line is crossed in one of the two, no number of points matters.
        rows[np.abs(gain) > CROSSED / 2, 1:] = 0.0
        clauses.append(np.unique(np.round(rows, 9), axis=0))
    if not clauses or not own:
        return True, None
    if stays:
        each = [_least_by(rows) for rows in clauses]
        found = min((x for x in each if x is not None), key=_sum, default=None)
    else:
        if sum(map(len, clauses)) > MOST_PICKED:
            return False, None
        looked, found = _least_to_stay(clauses)
        if not looked:
            return False, None
    if found is None:
        return True, None
    changes = {one.number: float(x) for one, x in zip(own, found, strict=True) if abs(x) > 1e-7}
    return True, LeastTotal(points=_sum(found), changes=changes)


def _rounded(points: float) -> float:
    """Return points without what is beyond nine decimals."""
    return round(points, 9) + 0.0


def _sum(changes: Floats) -> float:
    return float(np.abs(changes).sum())


def _least_by(rows: Floats) -> Floats | None:
    """Return the least changes by which all rows, a gain and its slopes, are above 0."""
    n = rows.shape[1] - 1
    fixed = ~rows[:, 1:].any(axis=1)
    if (rows[fixed, 0] <= TIE).any():
        return None
    rows = rows[~fixed]
    if not len(rows):
        return np.zeros(n)
    solved = minimise(
        np.ones(2 * n),
        whole=np.zeros(2 * n),
        ends=(np.zeros(2 * n), np.full(2 * n, CROSSED)),
        rows=np.hstack([rows[:, 1:], -rows[:, 1:]]),
        bounds=(_SURE - rows[:, 0], np.full(len(rows), np.inf)),
    )
    return None if solved.x is None else np.asarray(solved.x[:n] - solved.x[n:])


def _least_to_stay(clauses: Sequence[Floats]) -> tuple[bool, Floats | None]:
    """Return the least changes by which in each of some sets of rows one is at most 0.

    Returns:
        Whether there was time for it, and the changes.
    """
    # What no number changes is a gain, and keeps nobody, or keeps from a move in any case.
    fixed = [~rows[:, 1:].any(axis=1) for rows in clauses]
    able = [
        rows[~still]
        for rows, still in zip(clauses, fixed, strict=True)
        if (rows[still, 0] > TIE).all()
    ]
    if not able or not all(map(len, able)):
        return True, None
    every = np.concatenate(able)
    n, many = every.shape[1] - 1, len(every)
    gain = every[:, 0] + _SURE
    # Slopes are 1 at most: what a row is to hold no more than is its gain and all changes.
    most = 2 * float(np.abs(gain).max()) * len(able)
    off = np.maximum(gain + most, 0.0)
    picked = np.zeros((len(able), many))
    ends = np.cumsum([0, *map(len, able)])
    for row, (first, last) in enumerate(pairwise(ends.tolist())):
        picked[row, first:last] = 1
    slopes = every[:, 1:]
    none = np.zeros((len(able), 2 * n))
    total = np.concatenate([np.ones(2 * n), np.zeros(many)])
    solved = minimise(
        total,
        whole=1 - total,
        ends=(np.zeros(2 * n + many), np.where(total > 0, most, 1.0)),
        rows=np.vstack(
            [
                np.hstack([slopes, -slopes, np.diag(off)]),
                np.hstack([none, picked]),
                total,
            ]
        ),
        bounds=(
            np.concatenate([np.full(many, -np.inf), np.ones(len(able)), [0.0]]),
            np.concatenate([off - gain, np.full(len(able), np.inf), [most]]),
        ),
        time_limit=_SECONDS,
    )
    if solved.status == _OUT_OF_TIME:
        return False, None
    if solved.x is None:
        return True, None
    # By the answers that are picked, exactly: whole numbers are whole within a millionth.
    return True, _least_by(-every[solved.x[2 * n :] > 0.5])
