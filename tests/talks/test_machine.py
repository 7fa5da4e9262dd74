"""Random talks under every rule set: whatever is tried, the table keeps its promises."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests.strategies import few
from tests.talks.build import KINDS, NAMES, setups
from tests.talks.reading import assert_consent, assert_within_mandates

from accord.errors import AccordError, IllegalMove
from accord.talks import (
    MOVES,
    Move,
    Phase,
    Rules,
    Table,
    after,
    decide,
    evolve,
    happen,
    legal,
    open_table,
    replay,
    view,
)
from accord.talks.procedure import procedure
from accord.talks.transitions import ANY, COMMON
from accord.talks.words import KINDS as WORDS
from accord.testing.random_talks import LOUD, accepted, candidates, happenings, walk


def step(table: Table) -> str:
    """Return the step of the rules, or the phase."""
    return str(table.stage if table.phase is Phase.TALKS else table.phase)


def leads(table: Table, seat: str, move: Move) -> set[str]:
    """Return the steps to which the rows say a move can lead; a limit may always end talks."""
    found = {"ended"}
    for row in (*COMMON, *procedure(table).rows):
        here = row.stage == step(table) or (row.stage == ANY and table.phase is Phase.TALKS)
        if table.seating.by_id[seat].party in table.seating.out and not table.over:
            here = row.stage == "out"
        if here and row.role is table.setup.by_id[seat].role and row.kind == move.kind:
            found.update(row.leads or (step(table),))
    if ANY in found:
        found.update({procedure(table).start(table)["stage"], table.stage})
    return found


def machine(cls: type[Rules], fields: dict[str, Any]) -> type[RuleBasedStateMachine]:
    class Talks(RuleBasedStateMachine):
        @initialize(setup=setups(cls, **fields))
        def open(self, setup: Any) -> None:
            self.table = open_table(setup)

        @rule(data=st.data())
        def move(self, data: st.DataObject) -> None:
            """Make a legal move, if possible one of a seat that is awaited."""
            seats = self.table.awaited[:1] if data.draw(st.integers(0, 4)) else ()
            everybody = [seat.id for seat in self.table.setup.seats]
            seat = data.draw(st.sampled_from(seats or everybody))
            kinds = legal(self.table, seat)
            if data.draw(st.integers(0, 9)):
                kinds = tuple(k for k in kinds if k not in LOUD) or kinds
            if not kinds:
                return
            kind = data.draw(st.sampled_from(kinds))
            move = data.draw(st.sampled_from(list(accepted(self.table, seat, kind))))
            events = decide(self.table, seat, move)
            table = self.table
            for event in events:
                table = evolve(table, event)
            assert table == after(self.table, seat, move)
            assert type(events[0].what) is type(move)
            assert step(table) in leads(self.table, seat, move)
            self.table = table

        @rule(data=st.data())
        def outside(self, data: st.DataObject) -> None:
            """Let something happen outside the room: nobody's turn and no step changes."""
            party = data.draw(st.sampled_from(self.table.setup.parties))
            what = data.draw(st.sampled_from(happenings(self.table, party)))
            if self.table.over:
                with pytest.raises(AccordError, match="The talks are over"):
                    happen(self.table, what)
                return
            before, self.table = self.table, happen(self.table, what)
            assert evolve(before, self.table.events[-1]) == self.table
            for name in ("moves", "round", "awaited", "phase", "stage", "proposals", "over"):
                assert getattr(before, name) == getattr(self.table, name)

        @rule(data=st.data())
        def try_anything(self, data: st.DataObject) -> None:
            """Try a move of any kind; if it is refused, the sentence says what is legal."""
            seat = data.draw(st.sampled_from(self.table.setup.seats)).id
            kind = data.draw(st.sampled_from(list(MOVES)))
            moves = list(candidates(self.table, kind))
            if not moves:
                return
            move = data.draw(st.sampled_from(moves))
            before, log = self.table, self.table.events
            kinds = legal(before, seat)
            try:
                after(self.table, seat, move)
            except IllegalMove as sentence:
                said = str(sentence).rpartition("; ")[2]
                assert [k for k in WORDS if WORDS[k] in said] == [
                    k for k in WORDS if k in kinds
                ]
                assert kinds or "can do nothing" in said
            else:
                assert kind in kinds
            assert self.table is before and before == replay(log)

        @invariant()
        def what_is_legal_can_be_done(self) -> None:
            for seat in self.table.setup.seats:
                kinds = legal(self.table, seat.id)
                assert len(set(kinds)) == len(kinds)
                assert view(self.table, seat.id).legal == kinds
                for kind in kinds:
                    assert next(accepted(self.table, seat.id, kind), None), (seat.id, kind)

        @invariant()
        def the_awaited_can_move(self) -> None:
            for seat in self.table.awaited:
                assert legal(self.table, seat)
            halted = self.table.phase in (Phase.RECESS, Phase.CAUCUS, Phase.ADJOURNED)
            if cls.takes_turns and not self.table.over and not halted:
                assert self.table.awaited

        @invariant()
        def nobody_is_named_twice(self) -> None:
            table = self.table
            for named in (table.turn, table.asked, table.pending, *table.provisional.values()):
                assert len(set(named)) == len(named)
            for one in table.proposals:
                for named in (one.heard, one.rejected, one.pending):
                    assert len(set(named)) == len(named)
                assert not {*one.accepted} & {*one.rejected}

        @invariant()
        def limits_are_kept(self) -> None:
            rules = self.table.setup.rules
            for reached, most in (
                (self.table.round, rules.rounds),
                (self.table.session, rules.sessions),
            ):
                capitals = self.table.phase is Phase.CAPITALS
                assert most is None or capitals or reached <= most
            if rules.moves is not None and self.table.known >= rules.moves:
                assert self.table.over or self.table.phase is Phase.CAPITALS

        @invariant()
        def the_log_says_it_all(self) -> None:
            log = self.table.events
            assert [event.number for event in log] == list(range(1, len(log) + 1))
            assert replay(log) == self.table
            assert_consent(log)
            assert_within_mandates(log)

    return Talks


@pytest.mark.parametrize(("cls", "fields"), KINDS, ids=NAMES)
def test_the_table_keeps_its_promises(cls: type[Rules], fields: dict[str, Any]) -> None:
    run_state_machine_as_test(
        machine(cls, fields),
        settings=settings(max_examples=5, stateful_step_count=25, deadline=None),
    )


@pytest.mark.parametrize(("cls", "fields"), KINDS, ids=NAMES)
@few(20)
@given(data=st.data())
def test_whole_talks_agree_on_nothing_that_somebody_did_not_accept(
    cls: type[Rules], fields: dict[str, Any], data: st.DataObject
) -> None:
    setup = data.draw(setups(cls, **fields))
    ended = walk(open_table(setup), data.draw(st.randoms(use_true_random=False)))[-1]
    assert_consent(ended.events)
    assert_within_mandates(ended.events)
