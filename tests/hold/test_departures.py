"""What is told of leaving a deal: it agrees with who stays, and with explicit worths."""

from collections.abc import Sequence

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.deals.build import agenda, interests
from tests.strategies import few

from accord.hold import Concept, Reachability
from accord.hold.compliance import ComplianceGame, compliance_game
from accord.hold.deal_stability import holds
from accord.hold.departures import departures
from accord.hold.holding_assumptions import Guarantee, GuaranteeKind, HoldingAssumptions
from accord.kernels.ties import TIE
from accord.model import Agenda, Range

VALUES = st.integers(-4, 4)


def going_back(issues: Sequence[str]) -> Agenda:
    plain = agenda({issue: ["kept", "old"] for issue in issues})
    back = {i: evolve(one, no_deal="old") for i, one in plain.issues.items()}
    return evolve(plain, issues=frozendict(back))


@st.composite
def games(draw: st.DrawFn) -> ComplianceGame:
    """Draw a deal between two or three on one to three issues, with a guarantor or none."""
    parties = "pqr"[: draw(st.integers(2, 3))]
    issues = "abc"[: draw(st.integers(1, 3))]
    held = [
        interests(
            party,
            {i: (10, {"kept": 50 + draw(VALUES), "old": 50 + draw(VALUES)}) for i in issues},
            46 + draw(VALUES),
        )
        for party in parties
    ]
    guarantees: tuple[Guarantee, ...] = ()
    if draw(st.booleans()):
        penalty = float(draw(st.integers(0, 5)))
        guarantees = (
            Guarantee(
                id="watch",
                kind=GuaranteeKind.SANCTION,
                by="kest",
                penalty=Range(penalty, penalty),
                cost=Range(1, 1),
                stake=draw(st.sampled_from([None, Range(0, 0), Range(2, 2)])),
            ),
        )
    assumed = HoldingAssumptions(id="h", guarantees=guarantees)
    deal = dict.fromkeys(issues, "kept")
    return compliance_game(going_back(issues), held, deal, assumptions=[assumed])


@few(60)
@given(games(), st.sampled_from(Reachability))
def test_what_is_told_agrees_with_who_stays(made: ComplianceGame, rule: Reachability) -> None:
    found = departures(made, rule)
    stable = holds(made, reachability=rule).each
    for maker, one in found.items():
        stays = {concept for concept, own in stable[maker].items() if own.stable}
        assert (one is None) == (Concept.NASH in stays)
        if one is None:
            continue
        if one.answer is None:
            assert Concept.GMR not in stays
        else:
            assert Concept.GMR in stays
            # the way that is told is the one that is answered least
            assert one.answer[0] in (Concept.SEQ, Concept.SMR, Concept.GMR)
            if Concept.SEQ not in stays and Concept.SMR in stays:
                assert Concept.SEQ not in one.answers


@few(60)
@given(games(), st.sampled_from(Reachability))
def test_gains_and_losses_are_those_of_the_states(
    made: ComplianceGame, rule: Reachability
) -> None:
    worth = made.worth(made.middle)[0]
    for maker, one in departures(made, rule).items():
        if one is None:
            continue
        mine = worth[made.makers.index(maker)]
        assert one.gain is not None and one.gain.low > 0
        assert one.gain.low == pytest.approx(mine[one.state] - mine[0])
        for concept, answer in one.answers.items():
            assert mine[answer.state] <= mine[0] + TIE
            assert answer.loss is not None
            assert answer.loss.low == pytest.approx(mine[0] - mine[answer.state])
            assert all(step.by != maker for step in answer.steps)
            if concept is Concept.SEQ:
                assert all(step.wants for step in answer.steps)
            if rule is Reachability.SINGLE:
                assert len(answer.steps) == 1
