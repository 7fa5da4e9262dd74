"""A deal as plain values: written as a folder, and played by listing states and sequences.

Nothing of the package is used here. Numbers are fractions, so that ties are ties.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product
from pathlib import Path
from random import Random
from typing import TypeAlias

from attrs import evolve, frozen

Ends: TypeAlias = tuple[int, int]
State: TypeAlias = frozenset[tuple[str, ...]]
"""What is done: `break` with an issue and an owner, `fight` with who, `respond` with an id."""
KEPT: State = frozenset()
CROSSED = 10**6


@frozen
class Sheet:
    """What deals are worth to a party."""

    relative: bool
    weights: Mapping[str, Ends]
    values: Mapping[str, Mapping[str, Ends]]
    bonuses: Sequence[tuple[Mapping[str, list[str]], Ends]]
    red_lines: Sequence[Mapping[str, list[str]]]
    walk_away: Ends


@frozen
class Promise:
    """A commitment of the record."""

    id: str
    issue: str
    owner: str
    one_way: str


@frozen
class Given:
    """A guarantee."""

    id: str
    kind: str
    by: str
    against: Sequence[str]
    on: Sequence[str]
    steps: int
    penalty: Ends
    cost: Ends
    stake: Ends | None
    price: int
    needs: Sequence[str]

    @property
    def responds(self) -> bool:
        return self.kind in ("sanction", "force")


def middle(ends: Ends) -> Fraction:
    return Fraction(sum(ends), 2)


@frozen(slots=False)
class Deal:
    """All that a folder says of a deal."""

    sheets: Mapping[str, Sheet]
    no_deal: Mapping[str, str | None]
    deal: Mapping[str, str]
    promises: Sequence[Promise]
    guarantees: Sequence[Given]
    first_move: Mapping[str, Ends]
    delivered: Sequence[str]
    rule: str
    constraints: Sequence[Mapping[str, list[str]]] = ()

    @property
    def issues(self) -> list[str]:
        return [*self.deal]

    def options(self, issue: str) -> list[str]:
        return [*next(iter(self.sheets.values())).values[issue]]

    # Who can break what.

    @cached_property
    def left_out(self) -> dict[str, str]:
        return {issue: why for issue, (why, _) in self.at_stake.items() if why}

    @cached_property
    def undertakings(self) -> dict[tuple[str, str], str]:
        """By issue and owner whether it is one-way."""
        return {
            (issue, owner): way
            for issue, (_, owners) in self.at_stake.items()
            for owner, way in owners.items()
        }

    @cached_property
    def at_stake(self) -> dict[str, tuple[str, dict[str, str]]]:
        return {issue: self._at_stake(issue) for issue in self.issues}

    def _at_stake(self, issue: str) -> tuple[str, dict[str, str]]:
        back = self.no_deal[issue]
        if back is None:
            return "no_deal", {}
        if back == self.deal[issue]:
            return "same", {}
        said = [one for one in self.promises if one.issue == issue]
        if not said:
            tempted = [who for who in self.sheets if self.may_gain(who, issue, back)]
            return ("" if tempted else "nobody"), dict.fromkeys(tempted, "")
        mine = [one for one in said if one.owner in self.sheets]
        done = {*self.delivered}
        due = [one for one in mine if one.one_way != "done" or not {one.id, issue} & done]
        ways: dict[str, set[str]] = {}
        for one in due:
            ways.setdefault(one.owner, set()).add(one.one_way)
        why = "" if due else "delivered" if mine else "no_party"
        return why, {
            owner: "broken" if "broken" in own else "" if "" in own else "done"
            for owner, own in ways.items()
        }

    def may_gain(self, who: str, issue: str, back: str) -> bool:
        """Whether some numbers in the ranges, each at an end, make going back worth more."""
        sheet, gone = self.sheets[who], self.carried_out(frozenset([issue]))
        crossed = sum(taken(one, gone) - taken(one, self.deal) for one in sheet.red_lines)
        if crossed:
            return crossed < 0
        terms = []
        for when, bonus in sheet.bonuses:
            change = int(taken(when, gone)) - int(taken(when, self.deal))
            terms.append([100 * end * change for end in bonus])
        changed = [
            [
                weight * (then - now)
                for weight in sheet.weights[other]
                for then in sheet.values[other][option]
                for now in sheet.values[other][self.deal[other]]
            ]
            for other, option in gone.items()
            if option != self.deal[other]
        ]
        each = (*changed, *terms)
        return any(sum(some) > 0 for some in product(*each))

    # What can be done, and by whom.

    @cached_property
    def effective(self) -> list[Given]:
        """The guarantees that have what they need."""
        kept = [*self.guarantees]
        while True:
            ids = {one.id for one in kept}
            still = [one for one in kept if {*one.needs} <= ids]
            if len(still) == len(kept):
                return kept
            kept = still

    @cached_property
    def owners(self) -> dict[tuple[str, ...], str]:
        """By what can be done who decides it."""
        return {
            **{("break", *key): key[1] for key in self.undertakings},
            **{("fight", who): who for who in self.sheets},
            **{("respond", one.id): one.by for one in self.effective if one.responds},
        }

    @cached_property
    def makers(self) -> list[str]:
        return [*dict.fromkeys([*self.sheets, *self.owners.values()])]

    def moves(self, state: State, who: str) -> list[State]:
        own = [one for one, owner in self.owners.items() if owner == who]
        lasting = {
            one
            for one in own
            if one[0] == "fight"
            or (one[0] == "break" and self.undertakings[one[1], one[2]] == "broken")
        }
        found = []
        for choice in product((False, True), repeat=len(own)):
            mine = {one for one, does in zip(own, choice, strict=True) if does}
            to = frozenset((state - {*own}) | mine)
            if to != state and state & lasting <= to:
                found.append(to)
        return found

    # What states are worth.

    def worth(self, who: str, state: State) -> Fraction:
        known = self._known.get((who, state))
        if known is None:
            known = self._known[who, state] = self._worth(who, state)
        return known

    @cached_property
    def _known(self) -> dict[tuple[str, State], Fraction]:
        return {}

    def _worth(self, who: str, state: State) -> Fraction:
        found = Fraction(0)
        if who in self.sheets:
            found += self._of_deal(who, state)
        for one in self.effective:
            given = one.kind == "escrow" or ("respond", one.id) in state
            broke = {party for party in self.sheets if self.breaches(one, party, state)}
            if given and who in broke:
                found -= middle(one.penalty)
            if one.responds and who == one.by:
                if given:
                    found -= middle(one.cost)
                elif broke and one.stake:
                    found -= middle(one.stake)
        return found

    def _of_deal(self, who: str, state: State) -> Fraction:
        sheet = self.sheets[who]
        if any(one[0] == "fight" for one in state):
            first = ("fight", who) in state and who in self.first_move
            strikes = middle(self.first_move[who]) if first else Fraction(0)
            return middle(sheet.walk_away) + strikes
        gone = frozenset(one[1] for one in state if one[0] == "break")
        steps = [o for o in self.effective if o.kind == "withdrawal" and o.steps > 1]
        crossed = sum(taken(one, self.carried_out(gone)) for one in sheet.red_lines)
        return self._in_steps(who, gone, steps) - CROSSED * crossed

    def carried_out(self, gone: frozenset[str]) -> dict[str, str]:
        """Return what is had of each issue: what goes back, and what cannot be had with it."""
        found = {i: (self.no_deal[i] or "") if i in gone else o for i, o in self.deal.items()}
        for one in self.constraints:
            if not taken(one, found) or taken(one, self.deal):
                continue
            stuck = {
                issue
                for issue, options in one.items()
                if issue not in gone
                and self.can_go_back(issue)
                and self.no_deal[issue] not in options
            }
            if stuck:
                return self.carried_out(gone | stuck)
        return found

    def can_go_back(self, issue: str) -> bool:
        back = self.no_deal[issue]
        mine = [o for o in self.promises if o.issue == issue and o.owner in self.sheets]
        done = [o for o in mine if o.one_way == "done" and {o.id, issue} & {*self.delivered}]
        return back is not None and back != self.deal[issue] and (not mine or done != mine)

    def _in_steps(self, who: str, gone: frozenset[str], steps: Sequence[Given]) -> Fraction:
        """All steps but the last are done: so only the last part of it goes back."""
        if steps:
            *others, last = steps
            kept = frozenset(one for one in gone if last.on and one not in last.on)
            done = self._in_steps(who, kept, others)
            return done + (self._in_steps(who, gone, others) - done) / last.steps
        sheet, choice = self.sheets[who], self.carried_out(gone)
        terms = [
            middle(sheet.weights[i]) * middle(sheet.values[i][o]) for i, o in choice.items()
        ]
        terms += [100 * middle(bonus) for when, bonus in sheet.bonuses if taken(when, choice)]
        of = sum(map(middle, sheet.weights.values())) if sheet.relative else 100
        return Fraction(sum(terms)) / of

    def breaches(self, one: Given, party: str, state: State) -> bool:
        """Whether a party breaks the deal in a way that a guarantee answers to."""
        if party == one.by or (one.against and party not in one.against):
            return False
        return ("fight", party) in state or any(
            did[0] == "break" and did[2] == party and (not one.on or did[1] in one.on)
            for did in state
        )

    # Who stays.

    def better(self, state: State, who: str) -> list[State]:
        now = self.worth(who, state)
        return [to for to in self.moves(state, who) if self.worth(who, to) > now]

    def answers(self, who: str, start: State, *, willing: bool) -> set[State]:
        """Return what the others can bring about, following every sequence of moves."""
        found: set[State] = set()
        seen: set[tuple[State, tuple[str, ...]]] = set()
        waiting: list[tuple[State, tuple[str, ...]]] = [(start, ())]
        while waiting:
            state, moved = waiting.pop()
            if self.rule == "single" and moved:
                continue
            for other in self.makers:
                if other == who or other in moved:
                    continue
                kept = (other,) if self.rule == "sequences" else tuple(sorted((*moved, other)))
                for to in (self.better if willing else self.moves)(state, other):
                    found.add(to)
                    if (to, kept) not in seen:
                        seen.add((to, kept))
                        waiting.append((to, kept))
        return found

    def stays(self, who: str) -> dict[str, bool]:
        """Return by concept whether somebody stays in the deal."""
        now, better = self.worth(who, KEPT), self.better(KEPT, who)
        found = {"nash": not better, "gmr": True, "smr": True, "seq": True}
        for to in better:
            met = [one for one in self.answers(who, to, willing=False) if self.met(who, one)]
            found["gmr"] &= bool(met)
            found["smr"] &= any(
                all(self.worth(who, then) <= now for then in self.moves(one, who))
                for one in met
            )
            found["seq"] &= any(
                self.met(who, one) for one in self.answers(who, to, willing=True)
            )
        return found

    def met(self, who: str, state: State) -> bool:
        return self.worth(who, state) <= self.worth(who, KEPT)

    def most(self, who: str) -> Fraction | None:
        """Return the most that one move of somebody gains."""
        gains = [self.worth(who, to) for to in self.better(KEPT, who)]
        return max(gains) - self.worth(who, KEPT) if gains else None

    def is_enough(self, some: Sequence[Given]) -> bool:
        """Whether all parties stay, by answers others want to give, with some guarantees."""
        game = evolve(self, guarantees=some, rule="sequences")
        return all(game.stays(who)["seq"] for who in game.sheets)


def taken(when: Mapping[str, list[str]], choice: Mapping[str, str]) -> bool:
    return all(choice[issue] in options for issue, options in when.items())


# Drawn, and written.


def drawn(by: Random) -> Deal:
    """Draw a deal of two or three, with all that can be said of it; issues have colons."""

    def ends(low: int, high: int) -> Ends:
        start = by.randint(low, high)
        return start, min(high, start + by.choice([0, 0, 2]))

    parties = ["p: 1", "q", "r/2"][: by.choice([2, 2, 3])]
    options = {
        issue: [f"o{n}" for n in range(by.randint(2, 3))]
        for issue in ("a: b", "c", "d")[: by.randint(1, 3)]
    }
    deal = {issue: by.choice(each) for issue, each in options.items()}
    no_deal = {
        issue: by.choice([None, *each, *[o for o in each if o != deal[issue]] * 3])
        for issue, each in options.items()
    }

    def combination() -> dict[str, list[str]]:
        some = by.sample([*options], by.randint(1, min(2, len(options))))
        return {issue: [by.choice(options[issue])] for issue in some}

    relative = by.random() < 0.5
    sheets = {
        party: Sheet(
            relative=relative,
            weights={i: ends(1, 4) if relative else (25, 50) for i in options},
            values={i: {o: ends(0, 9) for o in each} for i, each in options.items()},
            bonuses=[(combination(), (b, b)) for b in by.sample([-1, 1], by.randint(0, 2))],
            red_lines=[combination()] if by.random() < 0.2 else [],
            walk_away=ends(-1, by.choice([2, 6])),
        )
        for party in parties
    }
    pairs = [(issue, owner) for issue in options for owner in (*parties, "x")]
    some = [by.choice(pairs) for _ in range(by.randint(0, 4))]
    promises = [
        Promise(f"c{n}", *pair, by.choice(["", "done", "broken"]))
        for n, pair in enumerate(some)
    ]
    ids = [f"g{n}" for n in range(by.choice([0, 1, 1, 2, 3]))]
    guarantees = [
        Given(
            id=one,
            kind=by.choice(["monitor", "withdrawal", "sanction", "force", "escrow"]),
            by=by.choice(["x", "y", parties[0]]),
            against=by.sample(parties, by.choice([0, 0, 1])),
            on=by.sample([*options], by.choice([0, 0, 1])),
            steps=by.randint(1, 3),
            penalty=ends(0, 8),
            cost=ends(0, 3),
            stake=by.choice([None, ends(0, 5)]),
            price=by.randint(0, 3),
            needs=[o for o in ids if o != one and by.random() < 0.15],
        )
        for one in ids
    ]
    constraints = [combination() for _ in range(by.choice([0, 0, 1, 2]))]
    every = [dict(zip(options, one, strict=True)) for one in product(*options.values())]
    if not all(
        any(not any(taken(o, one) for o in (*constraints, *sheet.red_lines)) for one in every)
        for sheet in sheets.values()
    ):
        constraints = []  # some deal can be had
    lasting = [one for one in promises if one.one_way == "done"]
    delivered = [by.choice([o.id, o.issue]) for o in lasting if by.random() < 0.5]
    return Deal(
        sheets=sheets,
        no_deal=no_deal,
        deal=deal,
        promises=promises,
        guarantees=guarantees,
        first_move={party: ends(-2, 3) for party in parties if by.random() < 0.3},
        delivered=delivered,
        rule=by.choice(["sequences", "once", "single"]),
        constraints=constraints,
    )


def _span(ends: Ends) -> str:
    low, high = ends
    return str(low) if low == high else f"{low}..{high}"


def files(of: Deal) -> Iterator[tuple[str, str]]:
    """Yield the files of a folder, by name; what is JSON is YAML, too."""
    issues = {
        issue: {"name": issue, "options": {o: o for o in of.options(issue)}}
        | ({"no_deal": back} if back else {})
        for issue, back in of.no_deal.items()
    }
    process = {
        "title": "Talks",
        "parties": {party: {"name": party} for party in of.sheets},
        "actors": {one: {"name": one} for one in "xyh"},
        "agenda": {
            "issues": issues,
            "constraints": [{"id": f"k{n}", "never": o} for n, o in enumerate(of.constraints)],
        },
    }
    yield "process.yaml", json.dumps(process)
    entries = [
        {
            "kind": "commitment",
            "id": one.id,
            "date": "2029-01-01",
            "sources": "s",
            "owner": one.owner,
            "issue": one.issue,
            "words": "Done.",
        }
        | ({"one_way": one.one_way} if one.one_way else {})
        for one in of.promises
    ]
    source = {"outlet": "o", "date": "2029-01-01", "title": "t"}
    record = {"outlets": {"o": {"name": "O"}}, "sources": {"s": source}, "entries": entries}
    yield "record.yaml", json.dumps({"for": "public", **record})
    for n, (party, sheet) in enumerate(of.sheets.items()):
        numbers = {
            issue: {
                "weight": _span(sheet.weights[issue]),
                "values": {o: _span(v) for o, v in values.items()},
            }
            for issue, values in sheet.values.items()
        }
        interests = {
            "party": party,
            "held_by": "h",
            "for": "public",
            "scale": "relative" if sheet.relative else "points",
            "walk_away": _span(sheet.walk_away),
            "issues": numbers,
            "interactions": [{"when": w, "bonus": _span(b)} for w, b in sheet.bonuses],
            "red_lines": [{"id": f"r{n}", "never": o} for n, o in enumerate(sheet.red_lines)],
        }
        yield f"interests/{n}.yaml", json.dumps(interests)
    guarantees = [
        {
            "id": one.id,
            "kind": one.kind,
            "by": one.by,
            "against": one.against,
            "on": one.on,
            "steps": one.steps,
            "penalty": _span(one.penalty),
            "cost": _span(one.cost),
            "price": one.price,
            "needs": one.needs,
        }
        | ({"stake": _span(one.stake)} if one.stake else {})
        for one in of.guarantees
    ]
    first = {party: _span(one) for party, one in of.first_move.items()}
    assumed = {"guarantees": guarantees, "first_move": first}
    yield "hold/h.yaml", json.dumps({"held_by": "h", "for": "public", **assumed})
    yield "deal.yaml", json.dumps(of.deal)


def written(of: Deal, to: Path) -> Path:
    """Write a folder."""
    for name, text in files(of):
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_text(text)
    return to
