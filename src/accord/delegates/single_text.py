"""Mediate with one text, changed issue by issue."""

import random
from collections.abc import Iterator
from math import exp
from typing import ClassVar

from attrs import field, frozen

from accord.tactics.clock import TalkPlace, elapsed
from accord.tactics.heard import delegations
from accord.tactics.mediator import Mediator
from accord.tactics.own import Own
from accord.tactics.parameters import number
from accord.tactics.similarity import likeness
from accord.talks import Accept, Mandate, Options, Propose, Reject, View

TRIES = 100
"""So many changes are drawn to find one that was not drafted before."""


@frozen
class Draft:
    """A draft and what the delegations answered.

    Attributes:
        deal: The text.
        accepted: The seats that accepted it.
        rather: What seats that rejected it would like better.
    """

    deal: Options
    accepted: frozenset[str] = frozenset()
    rather: tuple[Mandate, ...] = field(default=())


@frozen(kw_only=True)
class SingleTextMediator(Mediator):
    """Drafts one text, changes one issue at a time, and keeps what nobody objects to.

    The first draft is drawn at random; every other changes one issue of the text. If all
    delegations accept the draft, it is the text from then on: this climbs until no change suits
    everybody. To get over what is best only nearby, the text may also become one that some
    object to: with a probability of exp(-n / T), where n of them object and the temperature T
    falls with time, evenly, to nothing (annealing). A change is drawn at random, or takes up
    what a delegation has said it would rather have. In the end the latest draft that all
    accepted is put to the vote.

    In the source, delegations anneal as well, and say how strongly they object; here the
    mediator knows only that they do.

    Source:
        Klein, Faratin, Sayama and Bar-Yam (2003), Negotiating complex contracts, Group Decision
        and Negotiation 12: hill climbing and annealing by a mediator; Fisher (1978),
        International mediation: a working guide, on the single negotiating text.

    Attributes:
        temperature: The temperature at the beginning; 0: hill climbing.
        listen: How often a change takes up what somebody has said, 0 to 1.
    """

    name: ClassVar[str] = "single-text"

    temperature: float = number(1.0, at_least=0)
    listen: float = number(0.5, at_least=0, at_most=1)

    def text(self, view: View, deals: Own, rng: random.Random) -> Options:
        """Change one issue of the text."""
        drafts = drafted(view)
        if not drafts:
            return deals.draw(0, rng)
        base = self._base(view, drafts, rng)
        if not deals.acceptable(base):
            # It has options that are no longer to be carried.
            base = deals.toward(0, likeness(view.agenda, base))
        known = {draft.deal for draft in drafts}
        asked = list(_asked(base, drafts))
        changed = base
        for _ in range(TRIES):
            given = _change(base, deals, asked if rng.random() < self.listen else [], rng)
            if deals.acceptable(given):
                changed = given
                if given not in known:
                    break
        return changed

    def _base(self, view: View, drafts: list[Draft], rng: random.Random) -> Options:
        """Return the text to go on from.

        Whether it went on from a draft that was objected to is read off the draft after it:
        one change, from that draft or from the text before.
        """
        sides = set(delegations(view))
        base = drafts[0].deal
        following = [draft.deal for draft in drafts[1:]]
        for draft, after in zip(drafts, [*following, None], strict=True):
            if draft.accepted >= sides:
                base = draft.deal
            elif self.temperature and after is not None:
                if _distance(draft.deal, after) < _distance(base, after):
                    base = draft.deal
            elif self.temperature and rng.random() < self._chance(view, draft, drafts):
                base = draft.deal
        return base

    def _chance(self, view: View, draft: Draft, drafts: list[Draft]) -> float:
        """Return the probability to go on from a draft that some object to."""
        place = TalkPlace(view.round, view.session, view.moves, len(drafts))
        heat = self.temperature * (1 - elapsed(view, self.horizon, place))
        objecting = len(delegations(view)) - len(draft.accepted)
        return exp(-objecting / heat) if heat > 0 else 0.0


def drafted(view: View) -> list[Draft]:
    """Return what the mediator has drafted, and the answers; votes are left out.

    Args:
        view: The table as the mediator sees it.
    """
    found: dict[str, Options] = {}
    accepted: dict[str, set[str]] = {}
    rather: dict[str, list[Mandate]] = {}
    for event in view.heard:
        what = event.what
        if isinstance(what, Propose) and event.seat == view.seat and not what.final:
            found[what.id] = what.deal
        elif isinstance(what, Accept) and what.proposal in found:
            accepted.setdefault(what.proposal, set()).add(event.seat)
        elif isinstance(what, Reject) and what.proposal in found and what.rather:
            rather.setdefault(what.proposal, []).append(what.rather)
    return [
        Draft(deal, frozenset(accepted.get(n, ())), tuple(rather.get(n, ())))
        for n, deal in found.items()
    ]


def _asked(base: Options, drafts: list[Draft]) -> Iterator[tuple[str, str]]:
    """Yield the changes asked for that still make sense: what was criticised is in the text."""
    for draft in drafts:
        for wish in draft.rather:
            for issue, options in wish.items():
                if base[issue] == draft.deal.get(issue):
                    yield from ((issue, option) for option in options)


def _change(
    base: Options, deals: Own, asked: list[tuple[str, str]], rng: random.Random
) -> Options:
    """Change one issue: one of those asked for, if there are any, or any."""
    if asked:
        issue, option = asked[int(rng.random() * len(asked))]
        return base.set(issue, option)
    open_ = {
        issue: [
            one
            for one in given.choices
            if one != base[issue] and one in deals.open.get(issue, (one,))
        ]
        for issue, given in deals.agenda.issues.items()
    }
    free = [issue for issue, options in open_.items() if options]
    if not free:
        return base
    issue = free[int(rng.random() * len(free))]
    return base.set(issue, open_[issue][int(rng.random() * len(open_[issue]))])


def _distance(one: Options, other: Options) -> int:
    return sum(option != other[issue] for issue, option in one.items())
