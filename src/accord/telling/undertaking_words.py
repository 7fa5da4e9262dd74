"""What can be gone back on and who has to carry it out, in words: what an answer rests on."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from attrs import frozen

from accord.hold.compliance import NotTogether, Undertaking, WhyLeftOut
from accord.hold.holding_assumptions import HoldingAssumptions
from accord.model import Process
from accord.record.wording import short, stopped, together, unstopped

MOST_NAMED = 3
"""Issues that a sentence names: more are counted."""
_LEFT_OUT = {
    WhyLeftOut.OPEN: "The deal leaves open",
    WhyLeftOut.NO_DEAL: "Left out, as the agenda does not say what it comes to without a deal "
    "(no_deal)",
    WhyLeftOut.SAME: "It comes to the same with and without the deal",
    WhyLeftOut.NOBODY: "Nobody would gain by going back on",
    WhyLeftOut.DELIVERED: "It is done, and cannot be undone",
}


@frozen
class UndertakingWords:
    """Names issues and undertakings in the words of a process.

    Attributes:
        process: The names behind the ids.
    """

    process: Process

    def quoted(self, issues: Iterable[str]) -> list[str]:
        """Return the names of issues, each in quotation marks once.

        Args:
            issues: Their ids.
        """
        agenda = self.process.agenda.issues
        return [f"“{agenda[issue].name}”" for issue in dict.fromkeys(issues)]

    def some(self, issues: Iterable[str]) -> str:
        """Name issues as they stand in a sentence; of many the rest is counted.

        Args:
            issues: Their ids.
        """
        names = self.quoted(issues)
        more = len(names) - MOST_NAMED
        if more > 1:  # one more is named as fast as it is counted
            names = [*names[:MOST_NAMED], f"{more} more issues"]
        return together(names)

    def carried_out(self, undertakings: Sequence[Undertaking]) -> Iterator[str]:
        """Yield who has to carry out what, by the record and by what is assumed.

        Args:
            undertakings: What can be broken.
        """
        said = [one for one in undertakings if one.entry]
        assumed = [one for one in undertakings if not one.entry]
        if said:
            yield f"On record: {'; '.join(map(self._undertaken, said))}."
        if assumed:
            counts = Counter(one.owner for one in assumed)
            owners = ", ".join(
                f"{self.process.name(owner)} on {number}" for owner, number in counts.items()
            )
            issues = together(self.quoted(one.issue for one in assumed))
            yield (
                f"No commitment is on record on {issues}: it assumes that whoever would gain "
                f"by going back has to carry it out ({owners})."
            )

    def _undertaken(self, one: Undertaking) -> str:
        words = short(one.words, 60) or self.process.agenda.issues[one.issue].name
        return f"{self.process.name(one.owner)}: {words} ({one.entry})"

    def left_out(
        self, left_out: Mapping[str, WhyLeftOut], unknown: Sequence[Undertaking] = ()
    ) -> Iterator[str]:
        """Yield which issues are left out of an answer, and why; and of whom nothing is held.

        Args:
            left_out: The issues, each with why.
            unknown: What those undertook who are no party.
        """
        for why, words in _LEFT_OUT.items():
            if names := self.quoted(i for i, own in left_out.items() if own is why):
                yield f"{words}: {together(names)}."
        alone: dict[str, list[str]] = {}
        for issue in (i for i, own in left_out.items() if own is WhyLeftOut.NO_PARTY):
            owners = dict.fromkeys(one.owner for one in unknown if one.issue == issue)
            alone.setdefault(together(map(self.process.name, owners)), []).append(issue)
        for who, issues in alone.items():
            yield (
                f"Left out, as only {who} undertook it, no party of whom anybody holds "
                f"numbers: {together(self.quoted(issues))}."
            )
        beside = (one.owner for one in unknown if one.issue not in left_out)
        for owner in dict.fromkeys(beside):
            name = self.process.name(owner)
            yield f"Nobody's marks or numbers say whether {name} would keep its word."

    def not_together(
        self, issues: Sequence[str], ruled_out: Iterable[NotTogether]
    ) -> Iterator[str]:
        """Yield what the agenda rules out beside what goes back, and what then follows.

        Args:
            issues: The issues of the game, in its order.
            ruled_out: What cannot be had together.
        """
        for one in ruled_out:
            gone, stuck = (
                self.quoted(issue for n, issue in enumerate(issues) if bits >> n & 1)
                for bits in (one.broken, one.kept)
            )
            by = one.constraint.id.replace("-", " ")
            has, them = ("has", "it") if len(gone) == 1 else ("have", "they")
            if stuck:
                goes = "it goes" if len(stuck) == 1 else "they go"
                yield (
                    f"Once {together(gone)} {has} gone back, {together(stuck)} cannot be "
                    f"carried out as agreed (the agenda's constraint “{by}”): {goes} back too."
                )
            else:
                yield (
                    f"Once {together(gone)} {has} gone back, {them} cannot be had beside what "
                    f"cannot go back (the agenda's constraint “{by}”): it is counted as if "
                    f"{them} could."
                )

    def along(self, issue: str, others: Sequence[str]) -> str:
        """Return what may go back with an issue, as it cannot be had beside it.

        Args:
            issue: The issue.
            others: The others.
        """
        (name,) = self.quoted([issue])
        goes = "it may go" if len(others) == 1 else "they may go"
        return (
            f"Once {name} has gone back, the agenda's constraints may rule out "
            f"{self.some(others)} as agreed: {goes} back too."
        )

    def assumed(self, assumptions: Sequence[HoldingAssumptions]) -> Iterator[str]:
        """Yield what is assumed beside the interests, by whom, and what that goes by.

        Args:
            assumptions: What is assumed.
        """
        for held in assumptions:
            whose = f", held by {self.process.name(held.held_by)}" if held.held_by else ""
            yield stopped(f"Assumed in {held.id}{whose}: {self._basis(held)}")
        first: dict[str, str] = {}
        last: dict[str, str] = {}
        for held in assumptions:
            what = [f"the guarantee “{one.id}”" for one in held.guarantees]
            what += [f"the first move of {self.process.name(one)}" for one in held.first_move]
            for one in what:
                first.setdefault(one, held.id)
                last[one] = held.id
        for one, counts in last.items():
            if first[one] != counts:
                other = first[one]
                yield f"Of {one} what stands in {counts} counts, not what stands in {other}."

    def _basis(self, held: HoldingAssumptions) -> str:
        """Return what assumptions go by: all of them, or one by one."""
        if held.basis:
            return held.basis
        own = [
            f"{one.kind.value} by {self.process.name(one.by)} ({unstopped(one.basis)})"
            for one in held.guarantees
            if one.basis
        ]
        if not own:
            return "no basis is given"
        more = len(own) - MOST_NAMED
        rest = [f"and {more} more with a basis"] if more > 0 else []
        without = len(held.guarantees) - len(own)
        none = [f"{without} without a basis"] if without else []
        return "; ".join([*own[:MOST_NAMED], *rest, *none])
