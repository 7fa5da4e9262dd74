"""What can be gone back on, named: by the record, by what is assumed, and what is left out."""

from pathlib import Path

from accord.formats import load
from accord.hold.compliance import Undertaking, WhyLeftOut
from accord.telling.undertaking_words import UndertakingWords

ROAD = Path(__file__).parents[2] / "examples" / "market-road"


def words() -> UndertakingWords:
    return UndertakingWords(load(ROAD).process)


def test_many_issues_are_counted_and_one_more_is_named() -> None:
    named = words()
    assert named.some(["fees", "watch"]) == "“Fees on the road” and “Who watches”"
    assert named.some(["fees", "watch", "heavy", "posts"]).endswith("and “Posts on the road”")
    five = named.some(["fees", "watch", "heavy", "posts", "scope", "scope"])
    assert five.endswith("and 2 more issues")


def test_what_is_on_record_and_what_is_assumed_are_told_apart() -> None:
    said = [
        *words().carried_out(
            [
                Undertaking(issue="fees", owner="ridge", words="No fees.", entry="owed-fees"),
                Undertaking(issue="watch", owner="river"),
            ]
        )
    ]
    assert said[0] == "On record: Ridge Column: No fees (owed-fees)."
    assert "No commitment is on record on “Who watches”" in said[1]
    assert said[1].endswith("(River Guard on 1).")


def test_what_is_left_out_is_said_with_why() -> None:
    said = [*words().left_out({"scope": WhyLeftOut.NO_DEAL, "watch": WhyLeftOut.NOBODY})]
    assert said[0].endswith("without a deal (no_deal): “Where the guns fall silent”.")
    assert said[1] == "Nobody would gain by going back on: “Who watches”."


def test_who_is_no_party_is_named_where_it_alone_undertook_something() -> None:
    alone = Undertaking(issue="watch", owner="lantern", entry="c1")
    beside = Undertaking(issue="fees", owner="lantern", entry="c2")
    said = [*words().left_out({"watch": WhyLeftOut.NO_PARTY}, [alone, beside])]
    assert said == [
        "Left out, as only Lantern undertook it, no party of whom anybody holds numbers: "
        "“Who watches”.",
        "Nobody's marks or numbers say whether Lantern would keep its word.",
    ]
