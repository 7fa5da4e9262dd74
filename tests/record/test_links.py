"""Links are followed backwards, and days keep the room apart from what happened outside."""

from tests.record.build import claim, entry, figure, incident, record

from accord.record import Answer, Entry, Response
from accord.record.links import days, links

ROUND = entry("round", "r", "2024-05-02", name="First")
OFFER = entry("proposal", "p", "2024-05-02T11", by="host", to=("a",), text="x", during="r")
ANSWER = entry(
    "response", "n", "2024-05-03", by="a", answers="p", answer=Answer.REJECTS, about=("p",)
)
SHELLS = incident("i", date="2024-05-02T12", during="r")
DENIAL = claim("c", "denies", "i", date="2024-05-02T13")
NEWER = incident("j", date="2024-05-02", about=("i",), supersedes="i")


def ids(entries: tuple[Entry, ...]) -> str:
    return " ".join(one.id for one in entries)


def test_links_are_followed_backwards() -> None:
    made = record(ANSWER, SHELLS, DENIAL, NEWER, OFFER, ROUND)
    assert isinstance(ANSWER, Response)
    assert ids(links(made, "r").during) == "p i"
    assert ids(links(made, "p").responses) == "n"
    assert ids(links(made, "p").about) == "n"
    assert ids(links(made, "i").claims) == "c"
    assert ids(links(made, "i").about) == "j"
    assert ids(links(made, "i").replaced_by) == "j"
    assert links(made, "c") == links(record(), "c")


def test_days_keep_meetings_words_and_what_happened_outside_apart() -> None:
    month = figure("f", "3", date="2024-05")
    first, second, third = days([ANSWER, SHELLS, DENIAL, OFFER, ROUND, month])
    assert (first.date, ids(first.outside)) == ("2024-05", "f")
    assert (second.date, ids(second.meetings)) == ("2024-05-02", "r")
    assert (ids(second.said), ids(second.outside)) == ("p c", "i")
    assert (third.date, ids(third.said)) == ("2024-05-03", "n")
