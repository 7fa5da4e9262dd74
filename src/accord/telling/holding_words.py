"""Whether a deal would be kept, in words: who could leave it, how, and why it would or not."""

import math
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen
from frozendict import frozendict

from accord.hold import Concept, Reachability
from accord.hold.compliance import CROSSED, ComplianceGame, WhyLeftOut
from accord.hold.deal_stability import Holding
from accord.hold.departures import AnswerStep, DealAnswered, Departure, departures
from accord.hold.for_all_values import ForValues
from accord.hold.graph_model import GameOption
from accord.hold.holding_assumptions import Guarantee, GuaranteeKind
from accord.hold.holding_case import DealAnswer
from accord.kernels.ties import TIE
from accord.model import Process
from accord.record import Case
from accord.record.wording import together
from accord.telling.deal_words import red_line_named
from accord.telling.for_values_words import EVERY, for_which
from accord.telling.gain_words import gained, lost
from accord.telling.holder_words import EACH
from accord.telling.holding_told import HoldingTold, KeptBy, WhyKept
from accord.telling.number_words import between, counted, up
from accord.telling.picked_words import picked_words
from accord.telling.undertaking_words import UndertakingWords

_ANSWERS = {
    GuaranteeKind.MONITOR: "report it",
    GuaranteeKind.WITHDRAWAL: "stop its own steps",
    GuaranteeKind.SANCTION: "impose the sanction",
    GuaranteeKind.FORCE: "send the force",
    GuaranteeKind.ESCROW: "keep what is held in escrow",
}


_RULES = {
    Reachability.SEQUENCES: "The others may answer one after another, in any order, nobody "
    "twice in a row (sequences).",
    Reachability.ONCE: "The others may answer one after another, each once at most (once).",
    Reachability.SINGLE: "The others may answer by one move of one of them (single).",
}
_ANSWERED_BY = (WhyKept.ANSWERED, WhyKept.COSTLY)
_BY = {Concept.SEQ: WhyKept.ANSWERED, Concept.SMR: WhyKept.COSTLY, Concept.GMR: WhyKept.UNDONE}


def holding_told(case: Case, answer: DealAnswer) -> HoldingTold:
    """Put in words whether a deal would be kept, by one holder's numbers.

    Args:
        case: The case that the deal is of.
        answer: What was found.
    """
    words = _HoldingWords(case.process, answer)
    each = tuple(words.each())
    holder = case.process.name(answer.asked.holder)
    return HoldingTold(
        holder=EACH if answer.asked.holder == "own" else holder,
        deal=picked_words(case, answer.asked.picked),
        kept=str(max((one.kept for one in each), key=[*WhyKept].index)) if each else "",
        limits=words.limits(),
        verdict=words.verdict(each),
        each=each,
        lines=tuple(words.lines()),
    )


def act_words(
    process: Process,
    answer: DealAnswer,
    who: str,
    does: Sequence[GameOption],
    ends: Sequence[GameOption] = (),
) -> str:
    """Return what somebody does, as a verb has it: `resume fighting`.

    Args:
        process: The names behind the ids.
        answer: What was found of the game.
        who: Who.
        does: What it begins to do.
        ends: What it no longer does.
    """
    return _HoldingWords(process, answer).acts(who, does, ends)


def guarantee_words(process: Process, one: Guarantee) -> str:
    """Return what a guarantee is, and who would give it.

    Args:
        process: The names behind the ids.
        one: The guarantee.
    """
    called = called_by_id(one)
    return f"{one.kind.value} by {process.name(one.by)}{f' ({called})' if called else ''}"


def called_by_id(one: Guarantee) -> str:
    """Return what a guarantee is called by its id; empty where that is its kind and its giver.

    Args:
        one: The guarantee.
    """
    made = f"{one.kind.value}-{one.by}"
    rest = one.id.removeprefix(made)
    if rest != one.id and not rest.strip("-0123456789"):
        return rest.strip("-")
    return one.id.replace("-", " ")


@frozen
class _HoldingWords:
    """Puts in words what was found of one game."""

    process: Process
    answer: DealAnswer

    @property
    def game(self) -> ComplianceGame:
        return self.answer.asked.game

    @property
    def named(self) -> UndertakingWords:
        return UndertakingWords(self.process)

    def name(self, who: str) -> str:
        return self.process.name(who)

    def each(self) -> Iterator[KeptBy]:
        found = departures(self.game, self.answer.stability.reachability)
        for who, own in self.answer.stability.each.items():
            one = found[who]
            if who not in self.game.parties and one is None:
                continue  # a guarantor that keeps its word is named where it answers
            kept = WhyKept.WANTS
            if one is not None:
                kept = _BY[one.answer[0]] if one.answer else WhyKept.NOT
            if one is not None and not one.looked:
                stay = [why for concept, why in _BY.items() if own[concept].stable]
                kept = stay[0] if stay else WhyKept.NOT
            by = Concept.NASH if one is None else Concept.GMR
            for concept in (Concept.SMR, Concept.SEQ):
                if one is not None and own[concept].stable:
                    by = concept
            crossed = self.crossed(who)
            so = self.so(who, kept, own[by], one, crossed)
            if crossed and one is not None and kept is not WhyKept.NOT:
                so += f" {self.name(who)} cannot live with the deal as it stands."
            if by is not Concept.SMR and not crossed:
                so += self.margin(who, own[by])
            yield KeptBy(
                who=who,
                name=self.name(who),
                kept=kept,
                text=f"{self.temptation(who, one, crossed)}{so}",
                stays=frozendict({c.value: one.share.share for c, one in own.items()}),
                holds=frozendict({c.value: one.holds or "" for c, one in own.items()}),
            )

    def verdict(self, each: Sequence[KeptBy]) -> str:
        """Return whether all would keep it."""
        by = {kept: [self.name(o.who) for o in each if o.kept is kept] for kept in WhyKept}
        part = bool(self.game.issues) and not self.game.fighting
        would = "those would be kept" if part else "it would be kept"
        leave = "going back on them" if part else "leaving it"
        red = [one.name for one in each if self.crossed(one.who)]
        if both := [name for name in by[WhyKept.NOT] if name in red]:
            rest = [name for name in by[WhyKept.NOT] if name not in red]
            more = f"; {together(rest)} would gain by {leave}, too" if rest else ""
            return (
                f"it would not be kept as it stands, for it crosses a red line of "
                f"{together(both)}, which no answer outweighs{more}."
            )
        crossing = (
            f"it crosses a red line of {together(red)}; were it signed all the same, "
            if red
            else ""
        )
        return f"{crossing}{self._verdict(by, would, leave)}{self.of_all(each)}"

    def of_all(self, each: Sequence[KeptBy]) -> str:
        """Return for which values all of them keep it, by what keeps them at the middle."""
        kept = max((one.kept for one in each), key=[*WhyKept].index, default=WhyKept.WANTS)
        by = {WhyKept.WANTS: Concept.SEQ, **{why: c for c, why in _BY.items()}}
        often = self.often(self.answer.stability.all_stay[by.get(kept, Concept.GMR)])
        return f" All of them would so keep it {often}." if often else ""

    def _verdict(self, by: Mapping[WhyKept, Sequence[str]], would: str, leave: str) -> str:
        if leaving := by[WhyKept.NOT]:
            return (
                f"{together(leaving)} would gain by {leave}, whatever the others are ready "
                "to answer."
            )
        if undone := by[WhyKept.UNDONE]:
            return (
                f"{together(undone)} would gain by {leave}, and could put right what the "
                "others would answer."
            )
        if costly := by[WhyKept.COSTLY]:
            return (
                f"{would} if {together(costly)} {_verb(costly, 'thinks', 'think')} that the "
                "others would answer at a cost to themselves."
            )
        if answered := by[WhyKept.ANSWERED]:
            return (
                f"{would}: {together(answered)} could gain by {leave}, and would lose "
                "that by what the others would want to answer."
            )
        return f"{would}: nobody could gain by {leave}."

    def limits(self) -> str:
        """Return of what little, and of which numbers, a verdict speaks, to stand before it."""
        middle = "" if self.game.is_exact else "at the middle of the ranges "
        if not self.game.issues:
            return f"as far as it can be said, with no issue to go back on: {middle}"
        if self.game.fighting:
            unsaid_of = (WhyLeftOut.NO_DEAL, WhyLeftOut.NO_PARTY)
            left = [i for i, why in self.game.left_out.items() if why in unsaid_of]
            unsaid = f"with nothing said of going back on {self.named.some(left)}, "
            return f"{unsaid if left else ''}{middle}"
        looked = len({one.issue for one in self.game.undertakings})
        every = len(self.process.agenda.issues)
        return (
            f"of {every} issues {looked} {'is' if looked == 1 else 'are'} looked at and "
            f"fighting again is not, so nothing is said of the whole; {middle}"
        )

    # One who decides.

    def crossed(self, who: str) -> str:
        """Return which red lines of its own the deal crosses, named; or nothing."""
        game = self.game
        lines = [
            one.exclusion.id
            for one in game.held.excluded
            if one.party == who
            and set(one.exclusion.never) <= set(game.deal)
            and one.exclusion.crossed_by(game.deal)
        ]
        return together(red_line_named(line, self.name(who)) for line in lines)

    def temptation(self, who: str, one: Departure | None, crossed: str) -> str:
        """Return what somebody could gain by leaving, and what could be answered."""
        if one is None and crossed:
            return (
                f"The deal crosses {crossed}, and nothing that {self.name(who)} could do alone "
                "would put that right."
            )
        if one is None:
            return f"{self.name(who)} has nothing to gain by leaving it"
        does = self.acts(who, one.does, ())
        if one.gain is None:
            could = (
                f"The deal crosses {crossed or f'a red line of {self.name(who)}'}. "
                f"{self.name(who)} could {does}, and no number is put on what that would bring "
                "it."
            )
            answer = self.answered(who, *one.answer) if one.answer else ""
            return f"{could} {answer}".rstrip()
        could = f"{self.name(who)} could {does} ({gained(one.gain)})."
        if not one.looked:
            return f"{could} What the others could answer is not told: the game is too large."
        if one.answer:
            return f"{could} {self.answered(who, *one.answer)}"
        return (
            f"{could} Nothing that the others could do leaves it no better off than under the "
            "deal."
        )

    def answered(self, who: str, concept: Concept, answer: DealAnswered) -> str:
        """Return what the others could do, what that costs, and who would want to."""
        name = self.name(who)
        acts = together(
            f"{self.name(step.by)} {'could then ' if not place else ''}"
            f"{self.acts(step.by, step.does, step.ends)}"
            for place, step in enumerate(answer.steps)
        )
        would = together(self.would(step) for step in answer.steps)
        then = f"{name} would then have {lost(answer.loss)}, and {would}."
        if answer.loss is None:
            then = f"What is then carried out crosses a red line of {name}, and {would}."
        if concept is Concept.GMR:
            then += f" {name} could put that right by moving again."
        return f"{acts}. {then}"

    def would(self, step: AnswerStep) -> str:
        """Return whether somebody would want to answer so."""
        name = self.name(step.by)
        if step.gain is None:
            would, when = ("would", "otherwise") if step.wants else ("would not", "then")
            return f"{name} {would} want to, for a red line of its own is {when} crossed"
        if step.wants:
            return f"{name} would want to ({gained(step.gain)})"
        guarantees = [self.guarantee(one) for one in step.does if _of(one, "respond")]
        if any(one.stake is None for one in guarantees):
            return f"nothing says that {name} would want to (no stake is given)"
        if step.gain.low < -TIE and step.gain.high > TIE:
            more = gained(step.gain)
            return f"{name} would not want to at the middle of the ranges ({more})"
        if step.gain.high > -TIE:
            return f"{name} would have no more by it"
        return f"{name} would do so at a cost to itself ({gained(step.gain)})"

    def so(
        self, who: str, kept: WhyKept, found: Holding, one: Departure | None, crossed: str
    ) -> str:
        """Return whether somebody stays, and for which of the numbers."""
        name, often = self.name(who), self.often(found)
        if crossed and one is None:
            return f" So {name} does not leave, though it cannot live with it."
        if crossed and kept is WhyKept.NOT:
            return (
                f" So {name} would not keep it, by its own red line: no answer and no loss of "
                "points outweighs one. What would have to change is the deal, or the red line."
            )
        if one is None:
            if not often or found.holds is ForValues.EVERY:
                return f", {often}." if often else "."
            return (
                f" at the middle of the ranges; if nobody answered, {name} would stay {often}."
            )
        by = ", by this or another answer," if often and kept in _ANSWERED_BY else ""
        stays = {
            WhyKept.COSTLY: "stays, if it thinks that they would bear that",
            WhyKept.UNDONE: "stays only if it looks no further",
            WhyKept.NOT: "leaves",
        }.get(kept, "stays")
        if not often:
            return f" So {name} {stays}."
        if kept is WhyKept.NOT and found.holds is ForValues.NONE:
            return f" So {name} leaves, {EVERY}."
        if kept is not WhyKept.NOT and found.holds is ForValues.EVERY:
            return f" So {name} {stays}{by or ','} {often}."
        return (
            f" So at the middle of the ranges {name} {stays}; over the ranges it stays"
            f"{by or ''} {often}."
        )

    def often(self, found: Holding) -> str:
        """Return for which values in the ranges it is so; nothing where there are no ranges."""
        return "" if self.game.is_exact else for_which(found.holds, found.share)

    def margin(self, who: str, found: Holding) -> str:
        """Return by how much somebody stays for every value, or what would keep it so."""
        values = found.values
        if values is None or values.least is None or values.most is None:
            return ""
        least, most = values.least.bound, values.most.bound
        if who not in self.game.parties or max(abs(least), abs(most)) > CROSSED / 2:
            return ""
        if found.holds is ForValues.EVERY:
            spare = math.floor(-most + TIE)
            said = (
                f" It would have to gain at least {counted(spare)} more before it left for any."
            )
            return said if spare else ""
        if most <= TIE:
            return ""
        less = math.floor(least + TIE) if least > 0 else 0
        under = f", and less than {counted(less)} for none" if less else ""
        return (
            f" If any breach cost it {counted(up(most))} more, it would stay for every value"
            f"{under}."
        )

    def acts(self, who: str, does: Sequence[GameOption], ends: Sequence[GameOption]) -> str:
        """Return what somebody does, as a verb has it."""
        fights = [one for one in does if _of(one, "fight")]
        broken = [one for one in does if _of(one, "break")]
        said = ["resume fighting"] if fights else []
        if broken and not fights:  # who fights keeps nothing
            said.append(f"go back on {self.issues(broken)}")
        said += [self.responds(one) for one in does if _of(one, "respond")]
        if mended := [one for one in ends if _of(one, "break")]:
            said.append(f"keep its word again on {self.issues(mended)}")
        said += [f"no longer {self.responds(one)}" for one in ends if _of(one, "respond")]
        return together(said)

    def issues(self, broken: Sequence[GameOption]) -> str:
        return self.named.some(map(self.game.issue_of, broken))

    def guarantee(self, one: GameOption) -> Guarantee:
        wanted = one.id.partition(":")[2]
        return next(g for g in self.game.guarantees if g.id == wanted)

    def responds(self, one: GameOption) -> str:
        found = self.guarantee(one)
        called = called_by_id(found)
        if not called:
            return _ANSWERS[found.kind]
        by_name = found.kind in (GuaranteeKind.SANCTION, GuaranteeKind.FORCE)
        return f"{_ANSWERS[found.kind]} {f'“{called}”' if by_name else f'(“{called}”)'}"

    # What is left out and assumed.

    def lines(self) -> Iterator[str]:
        """Yield what the answer rests on."""
        game = self.game
        yield from self.named.carried_out(game.undertakings)
        yield from self.named.left_out(game.left_out, game.unknown)
        yield from self.named.not_together([*game.issues], game.not_together)
        if game.fighting:
            yield (
                "Whoever resumes fighting ends the deal: it assumes that each then has its "
                f"walk-away value{self.first()}."
            )
        else:
            yield "Fighting again is left out, for the deal does not say how all issues end."
        if game.missing:
            yield f"Left out for want of what they need: {', '.join(game.missing)}."
        if len(game.makers) > 2:
            yield _RULES[self.answer.stability.reachability]
        yield from self.named.assumed(self.answer.asked.assumptions)
        every = [
            one.share for own in self.answer.stability.each.values() for one in own.values()
        ]
        if not self.game.is_exact:
            drawn = [one.method for one in every if one.seed is not None][:1]
            yield "; ".join(["Numbers stand at the middle of their ranges", *drawn]) + "."

    def first(self) -> str:
        firsts = [
            f"{self.name(party)} {between(one.low, one.high)} points"
            for party, one in self.game.first_move.items()
            if party in self.game.fighting
        ]
        more = f", and more for who strikes first: {'; '.join(firsts)}" if firsts else ""
        return more or ", and nothing more for who strikes first"


def _of(option: GameOption, sort: str) -> bool:
    return option.id.partition(":")[0] == sort


def _verb(names: Sequence[str], one: str, many: str) -> str:
    return one if len(names) == 1 else many
