"""Whether a party would sign is read in the words that people use."""

import pytest
from frozendict import frozendict

from accord.model import Agenda, Issue, Judgement, Option, Would

AGENDA = Agenda(
    issues=frozendict(
        guns=Issue(id="guns", name="Guns", options=frozendict(road=Option("road", "R")))
    )
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("sign", Would.SIGN),
        ("yes", Would.SIGN),
        ("would not sign", Would.NOT_SIGN),
        ("No", Would.NOT_SIGN),
        ("?", Would.UNKNOWN),
        ("not known", Would.UNKNOWN),
    ],
)
def test_what_a_party_would_do_is_read_as_people_write_it(written: str, meant: Would) -> None:
    assert Would(written) is meant


def test_a_judgement_is_within_an_agenda_that_has_all_its_options() -> None:
    def judged(**package: str) -> Judgement:
        return Judgement(package=frozendict(package), would=Would.SIGN)

    assert judged(guns="road").within(AGENDA)
    assert not judged(guns="all").within(AGENDA)
    assert not judged(fees="all").within(AGENDA)
    assert Judgement(package="p1", would=Would.SIGN).within(AGENDA)
