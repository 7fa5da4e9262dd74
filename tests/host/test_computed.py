"""What is kept for readers is made once, of what each may read, and not kept for ever."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier

from frozendict import frozendict

from accord.host.computed import MOST, Computed
from accord.model import Process, Reader
from accord.record import Case

TALKS = Process(title="Talks", parties=frozendict())
MEDIATOR = Case(process=TALKS, reader=Reader(("mediator",)))
TABLE = Case(process=TALKS, reader=Reader(("table",)))


def test_ten_who_ask_at_once_wait_for_one() -> None:
    computed, made, gate = Computed(), list[int](), Barrier(10)

    def make() -> object:
        made.append(1)
        return object()

    def ask() -> object:
        gate.wait()
        return computed.get(MEDIATOR, "page", make)

    with ThreadPoolExecutor(10) as pool:
        found = {id(one) for one in pool.map(lambda _: ask(), range(10))}
    assert (len(found), len(made)) == (1, 1)


def test_no_reader_is_handed_what_was_made_for_another() -> None:
    computed = Computed()
    assert computed.get(MEDIATOR, "page", lambda: "secret") == "secret"
    assert computed.get(TABLE, "page", lambda: "plain") == "plain"
    assert computed.get(MEDIATOR, "page", lambda: "") == "secret"


def test_what_was_made_of_an_earlier_state_is_made_anew() -> None:
    computed = Computed()
    later = Case(process=TALKS, reader=MEDIATOR.reader)
    assert computed.get(MEDIATOR, "page", lambda: 1) == 1
    assert computed.get(later, "page", lambda: 2) == 2


def test_of_states_of_something_else_the_latest_alone_is_kept() -> None:
    computed, numbers = Computed(), count()
    found = [computed.get(MEDIATOR, "page", lambda: next(numbers), of=one) for one in "aabba"]
    assert found == [0, 0, 1, 1, 2]


def test_only_the_values_asked_for_last_are_kept() -> None:
    computed = Computed()
    for number in range(MOST + 1):
        computed.get(MEDIATOR, number, lambda number=number: number)  # type: ignore[misc]
    assert computed.get(MEDIATOR, MOST, lambda: -1) == MOST
    assert computed.get(MEDIATOR, 0, lambda: -1) == -1


def test_what_could_not_be_made_is_tried_again() -> None:
    computed = Computed()

    def fails() -> int:
        raise ValueError

    for make, expected in ((fails, None), (lambda: 1, 1)):
        try:
            assert computed.get(MEDIATOR, "page", make) == expected
        except ValueError:
            assert make is fails
