"""What would have to differ for a side to leave or to stay, as `accord hold FOLDER` says it."""

from pathlib import Path

from tests.telling.test_guarantee_words import in_a_line, line, run, told
from tests.telling.test_marked_holding_words import road

__all__ = ["line", "road"]


def test_the_least_changes_are_said_with_what_is_assumed(line: Path) -> None:
    """The deal is worth 0.6 * 20 + 0.4 * 90 = 48 to North: more than that ends it."""
    (line / "hold" / "could-be-had.yaml").unlink()
    said = in_a_line(run(line, "--inverse"))
    said = said[said.index("# What would have to differ") :]
    assert "its own walk-away value were 49 or more (assumed: 0 to 5)." in said
    assert "(assumed: 32 more than without a deal) were worth 46 points less to it." in said
    assert "were worth 39 points more to North." in said
    assert "North stays, if it thinks that the others would answer at a cost" in said
    assert "South stays. It would leave if one of these alone were otherwise:" in said
    assert "all others at the middle of their ranges" in said and "is assumed" not in said
    first = told(line, "--inverse", "deal")["inverse"]["north"]["changes"][0]
    assert (first["now"], first["change"], first["to"]) == (2.5, 45.5, 48.0)
    assert not first["or_more_alone"] and not first["within"] and first["range"] == [0.0, 5.0]


def test_a_side_that_leaves_would_stay_and_then_whether_all_would(line: Path) -> None:
    """North has 45 points more by fighting: so much any breach would have to cost it."""
    north = line / "interests" / "north.yaml"
    text = north.read_text(encoding="utf-8").replace("walk_away: 0..5", "walk_away: 93")
    north.write_text(text, encoding="utf-8")
    (line / "hold" / "could-be-had.yaml").unlink()
    said = in_a_line(run(line, "--inverse"))
    assert "North leaves. It would stay if one of these alone were otherwise:" in said
    assert "any breach cost it, beside what is written down, were 45 or more" in said
    # South would rather shut the road than fight, and that leaves North better off.
    assert "walk-away" not in said[said.index("North leaves. It") : said.index("South stays")]
    breach = told(line, "--inverse")["inverse"]["north"]["changes"]
    kinds = {one["number"]: one for one in breach}
    assert kinds["breach"]["or_more_alone"] and kinds["breach"]["what"] is None


def test_marks_alone_have_no_numbers_to_change(road: Path) -> None:
    assert "By marks there are no numbers to change" in in_a_line(run(road, "--inverse"))
