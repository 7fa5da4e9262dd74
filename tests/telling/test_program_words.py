"""No share of talks stands without its programs, nor alone."""

import re

import pytest
from click.testing import CliRunner
from tests.play.build import process, talks

from accord.cli import cli
from accord.delegates import catalogue
from accord.kernels.intervals import Share
from accord.play.span import Spanned, delegations
from accord.telling.program_words import (
    DOING,
    SPAN_LEFT_OUT,
    between,
    called,
    share_of_talks,
    span_text,
)

SHARE = re.compile(r"\b[\d,]+ of [\d,]+ talks|\d% of the talks|times in [\d,]+ talks")


def test_what_every_program_does_is_said() -> None:
    own = {n for n in delegations() if catalogue()[n].__module__.startswith("accord.")}
    assert set(DOING) == own


def test_programs_and_rules_stand_in_the_sentence_of_the_share() -> None:
    base = talks("alba=linear", "delta=linear", rounds=12)
    around = process(base.setup.agenda, base.setup.delegations)
    said = share_of_talks(around, base, Share(count=192, among=200))
    assert said == (
        "In 192 of 200 talks between two programs that concede by the clock (linear) under "
        "alternating offers, 12 rounds at most, there was a deal: 96% (95% interval 92% to 98%"
        ": what is left open by playing so few talks of these programs, and nothing else)."
    )


def test_different_programs_and_a_mediator_are_named() -> None:
    base = talks(
        "alba=boulware:beta=0.5", "mira=from-heard", rules="shuttle", mediators=("mira",)
    )
    around = process(base.setup.agenda, base.setup.delegations, ("mira",))
    assert between(around, base) == (
        "between the programs boulware:beta=0.5 for Alba and linear for Delta, with the program"
        " from-heard as mediator"
    )
    assert called(around, base) == "boulware:beta=0.5 for Alba, linear for Delta"


def one(program: str, deals: int) -> Spanned:
    return Spanned(program=program, agreed=Share(count=deals, among=100))


def test_the_span_says_where_it_is_the_program() -> None:
    base = talks(rounds=4)
    wide = list(span_text([one("a", 0), one("b", 96), one("c", 0)], base.setup.rules))
    assert wide == [
        "By program, each in every seat, under alternating offers, 4 rounds at most and by the "
        "same numbers: a deal in 0 to 96 of 100 talks: 0 (a, c); 96 (b). It is the program, "
        "not the case."
    ]
    near = list(span_text([one("a", 94), one("b", 96)], base.setup.rules))
    assert near[0].endswith("of 100 talks: 94 (a); 96 (b).")
    same = list(span_text([one("a", 100), one("b", 100)], base.setup.rules))
    assert same[0].endswith("a deal in 100 of 100 talks with every one (a, b).")


def test_what_is_left_out_of_the_span_is_said() -> None:
    said = list(span_text([Spanned(program="a", refused="Too large.")], talks().setup.rules))
    assert said == ["Left out of the span over programs: a. Too large."]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("programs") / "talks")
    assert CliRunner().invoke(cli, ["new", folder]).exit_code == 0
    return folder


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--seat", "upland=linear", "--seat", "delta=micro"],
        ["--rules", "sealed", "--shift", "upland=5@2"],
        ["--rules", "shuttle", "--seat", "holm=from-heard"],
        ["--seat", "upland=boulware", "--seat", "delta=boulware", "--rounds", "2"],
    ],
)
@pytest.mark.parametrize("span", [True, False])
def test_no_printed_share_of_talks_stands_without_its_programs(
    small: str, options: list[str], span: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("accord.play.workers.processors", lambda: 1)
    monkeypatch.setattr(
        "accord.play.span.span", lambda *_, **__: (x for x in [one("linear", 3)])
    )
    words = ["play", small, "-n", "12", "--rounds", "4", *options]
    words += [] if span else ["--no-span"]
    done = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    shares = check(done.stdout)
    assert shares >= 1
    assert ("By program, each in every seat" in done.stdout) == span
    assert (" ".join(SPAN_LEFT_OUT.split()) in " ".join(done.stdout.split())) != span


def check(text: str) -> int:
    """See that every sentence with a share of talks names a program; count the shares."""
    joined = re.sub(r"\n +(?![-#\d])", " ", text)
    joined = re.sub(r"\n(?=[a-z(])", " ", joined)
    found = [line for line in joined.splitlines() if SHARE.search(line)]
    for line in found:
        assert any(re.search(rf"\b{name}\b", line) for name in catalogue()), line
        assert "likely" not in line and "probab" not in line
    return len(found)
