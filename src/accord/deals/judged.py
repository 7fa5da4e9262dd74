"""What follows from packages that a party would sign, and that it would not.

With weights and values, which may be ranges: a package is *necessarily* acceptable if it is by
every value function that fits the judgements, *possibly* if by some; so by linear programs
(robust ordinal regression; Greco, Mousseau and Slowinski (2010), Multiple criteria sorting with
a set of additive value functions, European Journal of Operational Research 207, 1455-1470, with
two classes: would sign, would not). The walk-away value is one more unknown of the program.

With marks alone: whatever is on every issue at least as good for the party as a package that it
would sign is acceptable, and whatever is at most as good as one that it would not sign is not.
Of two options of one mark, nothing says which is better.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import combinations, pairwise

import numpy as np
from attrs import field, frozen
from frozendict import frozendict

from accord.errors import AccordError
from accord.model import Agenda, Deal, Interests, Mark, Marked, Would

_BETTER = {Mark.LIVE: 1, Mark.WANT: 2}
"""Marks that can be compared: "cannot" refuses a package by itself, ? compares with none."""

_MARGIN = 1e-6
"""Below this a margin between worths, of those scaled to 1 at most, counts as none: the solver
keeps constraints to 1e-7."""

_MOST_PROGRAMS = 2000
"""How many sets of judgements are tried for the smallest that conflicts: a second or so."""


class Acceptable(StrEnum):
    """Whether a package is acceptable, by the judgements of others."""

    NECESSARILY = "necessarily"
    POSSIBLY = "possibly"
    NOT = "not"
    CONTRADICTED = "contradicted"


@frozen(kw_only=True)
class JudgedPackage:
    """A whole package with what the party would do.

    Attributes:
        name: The id of the proposal that has it; empty where the options are given.
        deal: One option for every issue.
        would: sign, or not sign.
    """

    name: str
    deal: frozendict[str, str]
    would: Would


@frozen(kw_only=True, slots=False)
class JudgedPackages:
    """What one holder's judgements for a party say of other packages.

    Attributes:
        agenda: The issues.
        interests: The judgements, with marks, red lines or weights and values beside them.
        judged: The whole packages judged as signed or not.
        left_open: The issues that a judged package leaves open, by its name; nothing follows
            from such a judgement.
        unknown: How many judgements say that it is not known.
    """

    agenda: Agenda
    interests: Interests
    judged: tuple[JudgedPackage, ...]
    left_open: frozendict[str, tuple[str, ...]] = field(factory=frozendict)
    unknown: int = 0

    @classmethod
    def of(
        cls, agenda: Agenda, interests: Interests, proposals: Mapping[str, Deal]
    ) -> "JudgedPackages":
        """Read the judgements.

        Args:
            agenda: The issues.
            interests: The judgements, with what stands beside them.
            proposals: The options of every proposal, by its id.
        """
        judged, left, unknown = [], {}, 0
        for number, one in enumerate(interests.judgements, start=1):
            deal: Deal
            if isinstance(one.package, str):
                if one.package not in proposals:
                    continue  # not known then, or not for this reader
                name, deal = one.package, proposals[one.package]
            else:
                name, deal = "", one.package
            if open_ := tuple(issue for issue in agenda.issues if issue not in deal):
                left[name or f"judgement {number}"] = open_
            elif one.would is Would.UNKNOWN:
                unknown += 1
            else:
                whole = frozendict({issue: deal[issue] for issue in agenda.issues})
                judged.append(JudgedPackage(name=name, deal=whole, would=one.would))
        return cls(
            agenda=agenda,
            interests=interests,
            judged=tuple(judged),
            left_open=frozendict(left),
            unknown=unknown,
        )

    @cached_property
    def by_numbers(self) -> bool:
        """Whether weights and values are there for every option on the agenda."""
        held = self.interests.issues
        return all(
            issue in held and set(one.choices) <= held[issue].values.keys()
            for issue, one in self.agenda.issues.items()
        )

    def status(self, deal: Deal) -> Acceptable:
        """Return whether a package is acceptable, as far as that follows.

        Args:
            deal: One option for every issue.

        Raises:
            AccordError: If it is no whole package of the agenda.
        """
        for issue, one in self.agenda.issues.items():
            if deal.get(issue) not in one.choices:
                raise AccordError(f"The package leaves open '{issue}', so it is not judged.")
        if self.refused(deal):
            return Acceptable.NOT
        if self.conflict:
            return Acceptable.CONTRADICTED
        if self.by_numbers:
            return self._by_programs(deal)
        if any(self._as_good(deal, one.deal) for one in self._would(Would.SIGN)):
            return Acceptable.NECESSARILY
        if any(self._as_good(one.deal, deal) for one in self._would(Would.NOT_SIGN)):
            return Acceptable.NOT
        return Acceptable.POSSIBLY

    def refused(self, deal: Deal) -> bool:
        """Return whether a mark or a red line refuses a package, whatever was judged.

        Args:
            deal: The package.
        """
        marks = self.interests.marks
        return any(one.crossed_by(deal) for one in self.interests.red_lines) or any(
            option in marks.get(issue, {}) and marks[issue][option].mark is Mark.CANNOT
            for issue, option in deal.items()
        )

    @cached_property
    def conflict(self) -> tuple[JudgedPackage, ...]:
        """The smallest set of judgements that cannot all be; one alone where a mark refuses it.

        Among several smallest sets it is the first in the order of the file. Where there are
        too many to try, the set is one of which none can be left out.
        """
        for one in self._would(Would.SIGN):
            if self.refused(one.deal):
                return (one,)
        told = [one for one in self.judged if not self.refused(one.deal)]
        if self._fit(told):
            return ()
        tried = 0
        for size in range(2, len(told) + 1):
            for some in combinations(told, size):
                if len({one.would for one in some}) < 2:
                    continue  # to sign all, or none, is always possible
                tried += 1
                if tried > _MOST_PROGRAMS:
                    return self._irreducible(told)
                if not self._fit(some):
                    return some
        return tuple(told)

    def _irreducible(self, told: Sequence[JudgedPackage]) -> tuple[JudgedPackage, ...]:
        """Leave out one judgement after another as long as the others conflict."""
        kept = list(told)
        for one in told:
            fewer = [other for other in kept if other is not one]
            if not self._fit(fewer):
                kept = fewer
        return tuple(kept)

    def _would(self, would: Would) -> list[JudgedPackage]:
        return [one for one in self.judged if one.would is would]

    def _fit(self, told: Sequence[JudgedPackage]) -> bool:
        """Return whether some value function fits judgements, or marks do not speak against."""
        signed = [one.deal for one in told if one.would is Would.SIGN]
        others = [one.deal for one in told if one.would is Would.NOT_SIGN]
        if self.by_numbers:
            return self._margin(signed, others) > _MARGIN
        return not any(self._as_good(other, one) for one in signed for other in others)

    def _as_good(self, one: Deal, other: Deal) -> bool:
        """Return whether by the marks a package is at least as good on every issue."""
        for issue in self.agenda.issues:
            if one[issue] == other[issue]:
                continue
            marks: Mapping[str, Marked] = self.interests.marks.get(issue, {})
            mine, its = (
                _BETTER.get(marks[deal[issue]].mark) if deal[issue] in marks else None
                for deal in (one, other)
            )
            if mine is None or its is None or mine <= its:
                return False
        return True

    def _by_programs(self, deal: Deal) -> Acceptable:
        signed = [one.deal for one in self._would(Would.SIGN)]
        others = [one.deal for one in self._would(Would.NOT_SIGN)]
        if self._margin(signed, [*others, deal]) <= _MARGIN:
            return Acceptable.NECESSARILY
        possible = self._margin([*signed, deal], others) > _MARGIN
        return Acceptable.POSSIBLY if possible else Acceptable.NOT

    def _margin(self, signed: Sequence[Deal], others: Sequence[Deal]) -> float:
        """Return by how much all others can be below what is signed, at the most.

        The unknowns are the weights, the worth of every option (weight times value, so that the
        program is linear), the bonuses, what a deal must be worth, and the margin.
        """
        from scipy.optimize import linprog  # which takes its time to load

        plan = self._plan
        rows, bounds = list(plan.rows), [*plan.bounds, (None, None), (0.0, 1.0)]
        threshold, margin = len(plan.bounds), len(plan.bounds) + 1
        for deals, sign in ((signed, -1.0), (others, 1.0)):
            for deal in deals:
                row = sign * plan.worth(self, deal)
                row[threshold] = -sign
                row[margin] = 1.0 if sign > 0 else 0.0
                rows.append(row)
        goal = np.zeros(margin + 1)
        goal[margin] = -1.0
        found = linprog(
            goal, A_ub=np.array(rows), b_ub=np.zeros(len(rows)), bounds=bounds, method="highs"
        )
        return float(found.x[margin]) if found.success else 0.0

    @cached_property
    def _plan(self) -> "JudgedProgram":
        return JudgedProgram.of(self)


@frozen
class JudgedProgram:
    """What every linear program on one party's judgements has in common.

    Attributes:
        bounds: Of weights, options' worths and bonuses.
        rows: What ties options' worths to weights, and orders weights: each at most 0.
        option: The place of each option's worth.
        bonus: The place of the first bonus.
        scale: What worths are multiplied by, so that none is above 1.
    """

    bounds: tuple[tuple[float, float], ...]
    rows: tuple["np.ndarray[tuple[int], np.dtype[np.float64]]", ...]
    option: frozendict[tuple[str, str], int]
    bonus: int
    scale: float

    @classmethod
    def of(cls, judged: JudgedPackages) -> "JudgedProgram":
        """Set up the weights, the worths of options and the bonuses."""
        held, issues = judged.interests, list(judged.agenda.issues)
        options = [(i, o) for i in issues for o in judged.agenda.issues[i].choices]
        place = {one: len(issues) + n for n, one in enumerate(options)}
        bonus = len(issues) + len(options)
        size = bonus + len(held.interactions) + 2
        most = sum(
            abs(held.issues[i].weight.high)
            * max(max(abs(v.low), abs(v.high)) for v in held.issues[i].values.values())
            for i in issues
        ) + sum(100 * max(abs(x.bonus.low), abs(x.bonus.high)) for x in held.interactions)
        scale = 1 / (most or 1.0)
        bounds = [
            (held.issues[i].weight.low * scale, held.issues[i].weight.high * scale)
            for i in issues
        ]
        rows = []
        for issue, option in options:
            value = held.issues[issue].values[option]
            for sign, end in ((1.0, value.high), (-1.0, value.low)):
                row = np.zeros(size)
                row[place[issue, option]] = sign
                row[issues.index(issue)] = -sign * end
                rows.append(row)
            bounds.append((-1.0, 1.0))
        bounds += [
            (100 * one.bonus.low * scale, 100 * one.bonus.high * scale)
            for one in held.interactions
        ]
        known = [issue for issue in held.order if issue in issues]
        for first, then in pairwise(known):
            row = np.zeros(size)
            row[issues.index(then)], row[issues.index(first)] = 1.0, -1.0
            rows.append(row)
        return cls(tuple(bounds), tuple(rows), frozendict(place), bonus, scale)

    def worth(
        self, judged: JudgedPackages, deal: Deal
    ) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
        """Return the row by which the unknowns come to the worth of a package."""
        row = np.zeros(len(self.bounds) + 2)
        for one in deal.items():
            row[self.option[one]] = 1.0
        for number, interaction in enumerate(judged.interests.interactions):
            if all(deal[i] in options for i, options in interaction.when.items()):
                row[self.bonus + number] = 1.0
        return row
