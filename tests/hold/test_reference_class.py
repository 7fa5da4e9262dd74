"""How long agreements held: a published curve, fractions, and tables as people write them."""

import json
from collections.abc import Sequence
from fractions import Fraction
from math import sqrt
from pathlib import Path

import pytest
from click.testing import CliRunner
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf
from tests.strategies import few

from accord.cli import cli
from accord.errors import AccordError, InvalidProcess
from accord.formats.new import new
from accord.hold.reference_class import (
    HeldAgreement,
    alike,
    read_agreements,
    still_held,
)


def rows(ended: Sequence[float], followed: Sequence[float] = ()) -> list[HeldAgreement]:
    """Return agreements that ended after some years, and that were followed for some."""
    return [
        HeldAgreement(years=years, ended=over, begun=None, cells=frozendict())
        for over, several in ((True, ended), (False, followed))
        for years in several
    ]


def test_a_published_curve_is_recovered_to_its_printed_digits() -> None:
    # Freireich et al. (1963), the treated group, as printed with Greenwood's errors in
    # Kleinbaum and Klein, Survival Analysis, chapter 2.
    treated = rows(
        [6, 6, 6, 7, 10, 13, 16, 22, 23], [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    )
    printed = {
        6: (0.857, 0.0764),
        7: (0.807, 0.0869),
        10: (0.753, 0.0963),
        13: (0.690, 0.1068),
        16: (0.627, 0.1141),
        22: (0.538, 0.1282),
        23: (0.448, 0.1346),
    }
    found = {one.years: one for one in still_held(treated, [*printed, 5, 36], fewest=1)}
    for years, (share, error) in printed.items():
        one = found[years]
        assert one.share is not None and one.error is not None and one.interval is not None
        assert round(one.share, 3) == share
        assert round(one.error, 4) == error
        assert one.interval[0] < share < one.interval[1]
    assert (found[5].share, found[5].error, found[5].interval) == (1.0, None, None)
    assert found[36].share is None  # nobody was followed for so long
    assert (found[10].ended, found[10].held, found[10].unknown) == (5, 14, 2)


def test_intervals_are_those_of_scipy() -> None:
    ended, followed = [1, 2, 2, 3, 5, 8], [2, 4, 4, 6, 9, 9]
    curve = ecdf(CensoredData(uncensored=ended, right=followed)).sf
    between = curve.confidence_interval(0.95, method="log-log")
    for one in still_held(rows(ended, followed), [1, 2, 4.5, 8], fewest=1):
        assert one.share == pytest.approx(curve.evaluate(one.years))
        ends = [float(end.evaluate(one.years)) for end in (between.low, between.high)]
        assert one.interval == pytest.approx(tuple(ends))


LENGTHS = st.lists(st.integers(1, 8), max_size=12)


@few(40)
@given(ended=LENGTHS, followed=LENGTHS, after=st.integers(0, 9))
def test_shares_and_errors_are_those_of_fractions(
    ended: list[int], followed: list[int], after: int
) -> None:
    every = ended + followed
    share, total = Fraction(1), Fraction(0)
    for time in sorted(set(ended)):
        if time <= after:
            at_risk, gone = sum(t >= time for t in every), ended.count(time)
            share *= 1 - Fraction(gone, at_risk)
            if at_risk > gone:
                total += Fraction(gone, at_risk * (at_risk - gone))
    (one,) = still_held(rows(ended, followed), [after], fewest=1)
    assert one.ended + one.held + one.unknown == len(every)
    if one.share is None:
        assert not every or max(every) < after
    else:
        assert one.share == pytest.approx(float(share), abs=1e-12)
        if 0 < share < 1:
            assert one.error == pytest.approx(float(share) * sqrt(total), abs=1e-12)
        else:
            assert one.error is None and one.interval is None


TABLE = """\
# source: Talks of the Valley, 3rd edition
name,signed,end,until,kind
A,1990-01-01,1991-01-01,,truce
B,1992-06-01,,2002-06-01,truce
C,1995,,,Peace
D,2001-03-05,2001-09-05,,peace
"""


def table(tmp_path: Path, text: str) -> Path:
    """Write a table."""
    (tmp_path / "held.csv").write_text(text, "utf-8")
    return tmp_path / "held.csv"


def test_lengths_are_read_from_dates_and_what_is_not_said_is_counted(tmp_path: Path) -> None:
    found = read_agreements(table(tmp_path, TABLE))
    assert found.source == "Talks of the Valley, 3rd edition"
    assert [(round(one.years, 2), one.ended, one.begun) for one in found.rows] == [
        (1.0, True, 1990),
        (10.0, False, 1992),
        (0.5, True, 2001),
    ]
    truces = alike(found, {"Kind": "TRUCE"})
    assert (truces.number, truces.ended, truces.period) == (2, 1, (1990, 1992))
    assert (truces.among, truces.unsaid, truces.is_small) == (3, 1, True)
    assert alike(found, {"kind": "truce|peace"}).number == 3


@pytest.mark.parametrize(
    ("head", "row", "years", "ended"),
    [
        ("years,ended,source", "2,yes,S", 2, True),
        ("Duration (months);Failed;Source", "18;0;S", 1.5, False),
        ("days_held,status_,Broke down,source", "730.5,x,true,S", 2, True),
        ("span_days,event,source", "0,1,S", 0, True),
    ],
)
def test_columns_are_known_by_what_people_call_them(
    tmp_path: Path, head: str, row: str, years: float, ended: bool
) -> None:
    (one,) = read_agreements(table(tmp_path, f"{head}\n{row}\n")).rows
    assert (one.years, one.ended) == (years, ended)


def test_a_range_of_numbers_chooses(tmp_path: Path) -> None:
    text = "# source: S\nyear,years,ended\n1990,1,yes\n2000,2,no\n2010,3,no\n"
    found = alike(read_agreements(table(tmp_path, text)), {"year": "1995..2010"})
    assert (found.number, found.period) == (2, (2000, 2010))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ["empty|no table"]),
        ("a,b\n1,2\n", ["how long", "whether an agreement ended", "where this table comes"]),
        (
            "years,ended,source\nlong,yes,S\n1,perhaps,S\n-1,no,S\n",
            ["'long'", "'perhaps'", "before it begins"],
        ),
        ("# source: S\nyears,ended\n", ["no rows"]),
    ],
)
def test_mistakes_are_said_all_at_once(tmp_path: Path, text: str, said: list[str]) -> None:
    with pytest.raises(InvalidProcess) as caught:
        read_agreements(table(tmp_path, text))
    assert len(caught.value.problems) == len(said)
    for part, one in zip(said, caught.value.problems, strict=True):
        assert any(each in one.sentence for each in part.split("|"))


def test_what_the_table_does_not_have_is_refused(tmp_path: Path) -> None:
    found = read_agreements(table(tmp_path, TABLE))
    with pytest.raises(AccordError, match="no column 'kid'; did you mean 'kind'"):
        alike(found, {"kid": "truce"})
    with pytest.raises(AccordError, match=r"no agreement in held\.csv has kind=treaty"):
        alike(found, {"kind": "treaty"})


def test_the_command_says_what_others_did_and_of_this_deal_nothing(tmp_path: Path) -> None:
    new(tmp_path / "talks")
    many = "".join(f"{i % 7 + 1},{'yes' if i % 3 else 'no'}\n" for i in range(40))
    file = table(tmp_path, f"# source: S\nyears,ended\n{many}")

    def run(*words: str) -> str:
        folder = str(tmp_path / "talks")
        done = CliRunner().invoke(cli, ["hold", folder, *words], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.stdout

    told = run("--reference", str(file))
    assert "All 40 agreements" in told and "still held" in told
    assert "not causes" in told and "It is no forecast" in told
    assert "By the numbers" not in told
    found = json.loads(run("--reference", str(file), "--json"))["reference"]
    assert (found["n"], found["source"], len(found["still_held"])) == (40, "S", 4)
    assert found["still_held"][1]["interval"][0] < found["still_held"][1]["share"] < 1
    both = run("--reference", str(file), "--deal", "nash", "--draws", "10")
    assert both.index("By the numbers") < both.index("It is no forecast")
    also = json.loads(
        run("--reference", str(file), "--deal", "nash", "--draws", "10", "--json")
    )
    assert also["reference"] == found and len(also) > 1


def test_what_is_not_said_to_have_ended_is_left_out_and_not_taken_to_hold(
    tmp_path: Path,
) -> None:
    text = "# source: S\nyears,ended\n1,yes\n2,\n3,NA\n4,no\n"
    found = read_agreements(table(tmp_path, text))
    assert [(one.years, one.ended) for one in found.rows] == [(1, True), (4, False)]
    assert found.unsaid == 2
    dated = "# source: S\nsigned,end,until,ended\n1990-01-01,1992-01-01,,\n1990-01-01,,1995,\n"
    found = read_agreements(table(tmp_path, dated))
    assert [one.ended for one in found.rows] == [True]
    assert found.unsaid == 1


@pytest.mark.parametrize("twice", ["years", "Years ", "held"])
def test_of_two_columns_of_one_name_none_is_chosen(tmp_path: Path, twice: str) -> None:
    text = f"# source: S\nheld,years,ended,{twice}\na,1,yes,2\n"
    with pytest.raises(InvalidProcess) as caught:
        read_agreements(table(tmp_path, text))
    (one,) = caught.value.problems
    assert one.line == 2
    assert one.sentence.startswith("2 columns are called ")


def test_a_date_that_may_be_two_asks_for_no_option_that_is_not_there(tmp_path: Path) -> None:
    text = "# source: S\nsigned,end\n01/02/1990,1995-01-01\n"
    with pytest.raises(InvalidProcess) as caught:
        read_agreements(table(tmp_path, text))
    (one,) = caught.value.problems
    assert "2 January 1990: write the year first, then the month" in one.sentence
    assert "--" not in one.sentence


def test_a_long_table_of_many_lengths_is_counted_once() -> None:
    # It counted who was still followed at every length anew: this would then take minutes.
    many = [float(i) for i in range(100_000)]
    (one,) = still_held(rows(many), [50_000])
    assert one.share is not None and round(one.share, 4) == 0.5
