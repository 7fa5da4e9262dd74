"""Talks told in words, and drawn."""

from xml.etree import ElementTree

from attrs import evolve
from frozendict import frozendict
from matplotlib.figure import Figure
from matplotlib.text import Annotation
from tests.deals.build import agenda, interests
from tests.play.build import OPTIONS, opposed, process, talks

from accord.fighting.scripted import shift
from accord.model import Issue, Option, Process
from accord.play import (
    Game,
    Played,
    games,
    play,
    played_to_json,
    statistics,
    summary,
)
from accord.play.back import kept
from accord.talks import (
    Accept,
    Adjourn,
    Amend,
    Caucus,
    Close,
    Consent,
    Instruct,
    MandateMoved,
    Move,
    Object,
    OpenFloor,
    Propose,
    Ratify,
    Recess,
    Refer,
    Refuse,
    Reject,
    Resume,
    Retract,
    Settle,
    Setup,
    State,
    Suggest,
    Withdraw,
    after,
    happen,
    open_table,
    seats,
)
from accord.telling.many_talks import tallied
from accord.telling.offers_figure import End, number_rounds, offers_figure
from accord.telling.talk_by_round import LINES, told

WHOLE = {"issue-0": "high", "issue-1": "middle", "issue-2": "low"}


def around(game: Game) -> Process:
    return process(game.setup.agenda, [i.party for i in game.interests])


def lines(played: Played) -> list[str]:
    return [line for _, line in told(around(played.game), played, "Somebody", story=True)]


def scripted(*moves: tuple[str, Move]) -> Played:
    """Let people move, on an open floor, with a mediator and the capital of Alba."""
    on_it, held = opposed()
    setup = Setup(
        agenda=on_it,
        seats=seats(["alba", "delta"], principals=["alba"], mediator="mira"),
        rules=OpenFloor(rounds=5),
        mandates={"alba": {"issue-0": ("high",)}},
    )
    table = open_table(setup)
    for seat, move in moves:
        table = after(table, seat, move)
    return Played(game=Game(setup=setup, interests=held, delegates={}), table=table)


def test_only_what_a_party_changes_is_told_and_quiet_rounds_are_one_line() -> None:
    other = {**WHOLE, "issue-1": "high"}
    end = Recess(ends_round=True)
    found = lines(
        scripted(
            ("alba", Propose(deal=WHOLE)),
            ("mira", end),
            ("mira", Resume()),
            ("alba", Propose(deal=other, text="Our last word")),
            ("alba", Propose(deal=other)),
        )
    )
    changed = found.index(next(line for line in found if "with 1 change" in line))
    assert found[changed + 1] == "- Issue-1: High (was: Middle)"
    assert found[changed + 2] == (
        "- it asks for more than before: this is worth 13 points more to Alba"
    )
    assert found[changed + 3] == "- in its words: Our last word"
    assert "the same as before" in found[changed + 4]
    quiet = play(talks("alba=boulware:beta=0.01", "delta=boulware:beta=0.01", rounds=8))
    assert any("all stand by their last offers" in line for line in lines(quiet))


def test_every_kind_of_move_is_told() -> None:
    low = {**WHOLE, "issue-0": "low"}
    found = lines(
        scripted(
            ("alba", Propose(deal=WHOLE)),
            ("delta", Reject(reason="too much", rather={"issue-0": ("low", "middle")})),
            ("delta", State(text="We want peace.")),
            ("mira", Caucus(party="delta")),
            ("mira", Resume()),
            ("delta", Propose(deal=low)),
            ("alba", Refer(text="May we?")),
            ("alba-principal", Instruct(mandate={"issue-0": ("middle",)}, text="You may not")),
            ("alba", Accept(ad_referendum=True)),
            ("alba-principal", Refuse(reason="never")),
            ("delta", Propose(deal=low)),
            ("alba", Accept(issues=("issue-1",))),
            ("alba", Accept(ad_referendum=True)),
            ("alba-principal", Ratify()),
        )
    )
    for line in (
        "- delta rejects: too much; would rather have Issue-0: Low or Middle",
        "- delta says: We want peace.",
        "- the mediator and delta go aside",
        "- mira opens the table again",
        "- alba refers the proposal to its capital: May we?",
        "- the principal of alba sends instructions: You may not; Issue-0: only Middle",
        "- alba accepts the offer of delta, ad referendum",
        "- Initialled; to be ratified by alba",
        "- the principal of alba refuses to ratify: never",
        "- alba accepts the offer of delta on Issue-1",
        "- Common ground: Issue-1: Middle",
        "- the principal of alba ratifies",
        "- There is a deal",
    ):
        assert line.replace("alba", "Alba").replace("delta", "Delta") in found, line


def test_the_pause_between_two_rounds_is_told_by_their_headings_alone() -> None:
    found = lines(
        scripted(
            ("alba", Propose(deal=WHOLE)),
            ("mira", Recess(ends_round=True)),
            ("mira", Resume()),
            ("alba", Propose(deal=WHOLE)),
            ("mira", Recess(ends_round=True)),
            ("mira", Resume()),
            ("mira", Recess(text="Lunch.", ends_round=True)),
            ("mira", Resume()),
            ("mira", Recess(ends_round=True)),
            ("mira", Adjourn()),
            ("mira", Resume()),
            ("mira", Close()),
        )
    )
    assert [line for line in found if "Round" in line or "Mira" in line or "mira" in line] == [
        "Round 1",
        "Round 2: all stand by their last offers",
        "Round 3",
        "- mira asks for a recess: Lunch.",
        "Round 4",
        "- mira opens the table again",
        "Round 5",
        "- mira adjourns the talks without a date",
        "- mira opens the table again",
        "- mira closes the talks",
        "- The talks end: Mira closed the talks.",
    ]


def test_what_is_moved_is_told() -> None:
    new = Issue(id="more", name="More", options=frozendict({"a": Option("a", "One")}))
    words = Propose(deal={}, text="Let us meet again.")
    found = lines(
        scripted(
            ("alba", Propose(deal=WHOLE)),
            ("alba", Retract(reason="too soon")),
            ("alba", words),
            ("delta", Accept()),
            ("mira", Amend(issue=new, text="Delta asks for it")),
            ("alba", Consent()),
            ("delta", Consent()),
            ("delta", Amend(option=Option("b", "Another"), on="more")),
            ("alba", Object(reason="one is enough")),
            ("delta", Amend(drop="low", on="issue-0")),
            ("alba", Consent()),
            ("alba", Settle(options={"more": "a"}, ad_referendum=True)),
            ("delta", Consent()),
            ("mira", Suggest(deal={"issue-1": "middle"}, text="half way")),
            ("alba", Consent(ad_referendum=True)),
            ("delta", Consent()),
        )
    )
    for line in (
        "- alba takes back what it proposed: too soon",
        "- alba proposes in words: Let us meet again.",
        "- All agree in words: Let us meet again.",
        "- mira moves to put on the agenda More (One): Delta asks for it",
        "- It takes effect: put on the agenda More (One)",
        "- delta moves to put the option Another of More on the agenda",
        "- alba objects: one is enough",
        "- It takes effect: drop the option Low of Issue-0",
        "- alba moves to settle More: One, ad referendum",
        "- It takes effect: settled, More: One",
        "- mira suggests Issue-1: Middle: half way",
        "- alba consents, ad referendum",
        "- Common ground: Issue-1: Middle (ad referendum: subject to the capital of alba)",
    ):
        assert line.replace("alba", "Alba").replace("delta", "Delta") in found, (line, found)


def test_instructions_are_told_where_they_change_or_answer_something() -> None:
    def sent(options: str | None) -> tuple[str, Move]:
        held = {} if options is None else {"issue-0": tuple(options.split())}
        return "alba-principal", Instruct(mandate=held)

    ask: list[tuple[str, Move]] = [("delta", Propose(deal=WHOLE)), ("alba", Refer())]
    told_ = lines(
        scripted(sent("high"), sent("high middle"), sent("low"), *ask, sent("low"), sent(None))
    )
    assert [line for line in told_ if "instructions" in line] == [
        f"- the principal of Alba sends instructions: {said}"
        for said in (
            "Issue-0: also Middle",
            "Issue-0: only Low",
            "the mandate stays as it is",
            "Issue-0: any option",
        )
    ]


def test_a_proposal_is_for_some_alone_only_where_it_is_not_for_all() -> None:
    every, one = ("alba", "delta"), ("delta",)
    told_ = lines(
        scripted(
            ("mira", Propose(deal=WHOLE, to=every)),
            ("mira", Propose(deal=WHOLE, to=one)),
            ("alba", Propose(deal=WHOLE, to=one)),
            ("alba", Propose(deal=WHOLE)),
        )
    )
    made = [line.split(" [")[0] for line in told_ if "proposes" in line]
    assert made == [
        "- mira proposes a deal to each apart",
        "- mira proposes the same as before to Delta alone",
        "- Alba proposes a deal",
        "- Alba proposes the same as before",
    ]


def shifted(*shifts: tuple[int, str, float, str], rounds: int = 4) -> Game:
    made = [shift(party, by, n, why) for n, party, by, why in shifts]
    return evolve(talks(rounds=rounds, rules="stacked"), fighting=tuple(made))


def test_walk_away_values_that_move_are_told_where_they_move() -> None:
    played = play(
        shifted((1, "delta", -5, ""), (3, "alba", 20, "help came"), (3, "alba", 1, ""))
    )
    found = lines(played)
    assert (
        "- assumed: the walk-away value of Delta falls by 5 points when round 1 begins" in found
    )
    said = "the walk-away value of Alba rises by 20 points when round 3 begins: help came"
    assert f"- assumed: {said}" in found
    first = "- Outside the room: the walk-away value of Delta falls by 5 points, to 25"
    assert found[found.index("Round 1") + 1] == first
    at = found.index("Round 3")
    moved = "- Outside the room: the walk-away value of Alba rises by"
    assert found[at + 1 : at + 3] == [
        f"{moved} 20 points, to 50: help came",
        f"{moved} 1 point, to 51",
    ]
    said = "What follows goes by the walk-away values as they were in the end."
    assert said in found and said not in lines(play(talks()))


def test_where_they_parted_goes_by_the_moved_values() -> None:
    found = lines(play(shifted((1, "alba", 50, ""), (1, "delta", 50, ""), rounds=2)))
    assert f"By these assumptions no package clears both sides' {LINES}." in found


def test_another_mandate_from_outside_is_told() -> None:
    played = scripted(("delta", Propose(deal=WHOLE)))
    mandate = MandateMoved(party="delta", mandate={"issue-0": ("low",)}, why="a new minister")
    found = lines(evolve(played, table=happen(played.table, mandate)))
    assert (
        "- Outside the room: Delta is given another mandate (Issue-0: only Low): a new minister"
        in " ".join(found)
    )


def test_moved_walk_away_values_are_drawn() -> None:
    dotted = [
        offers_figure(around(game), play(game)).count("stroke-dasharray: 1")
        for game in (talks(rules="stacked"), shifted((2, "delta", 5, ""), (3, "delta", 5, "")))
    ]
    assert dotted == [0, 2 + 1]  # Two values it had before, and one line in the legend.
    game = shifted((2, "delta", 5, ""))
    assert "(dashed; dotted: before they moved)" in offers_figure(around(game), play(game))


def test_how_talks_broke_off_is_told() -> None:
    left = lines(scripted(("alba", Withdraw(reason="no hope"))))
    assert "- Alba withdraws from the talks: no hope" in left
    assert "Nobody proposed a whole deal." in left
    closed = lines(scripted(("alba", Propose(deal=WHOLE)), ("mira", Close())))
    assert "- mira closes the talks" in closed
    said = f"By these assumptions some package would have cleared both sides' {LINES}."
    assert said in closed


def test_where_no_deal_is_possible_what_would_open_one_is_told() -> None:
    walk_away = {"alba": 90, "delta": 90}
    found = lines(play(talks(held=opposed(walk_away=walk_away), rounds=3)))
    assert f"By these assumptions no package clears both sides' {LINES}." in found
    assert any(line.startswith("- Some deal would clear the rest if the") for line in found)
    assert any("below the walk-away value of" in line for line in found)


def three() -> Game:
    parties = ("alba", "delta", "gamma")
    held = tuple(
        interests(
            party,
            {
                f"issue-{n}": (
                    (1, 2 + (n == place)),
                    dict(zip(OPTIONS, (0, 60, 100) if place else (100, 60, 0), strict=True)),
                )
                for n in range(3)
            },
            (20, 60),
        )
        for place, party in enumerate(parties)
    )
    return talks(held=(agenda({f"issue-{n}": OPTIONS for n in range(3)}), held), rounds=9)


def test_three_parties_are_drawn_in_three_planes() -> None:
    played = play(three())
    assert any("stacked offers" in line for line in lines(played))
    drawn = ElementTree.fromstring(offers_figure(around(played.game), played))
    text = " ".join(drawn.itertext())
    for party in ("Alba", "Delta", "Gamma"):
        assert text.count(f"Worth to {party}, points") == 2
        assert f"offers of {party}" in text
    assert offers_figure(around(played.game), played) == offers_figure(
        around(played.game), played
    )


def test_the_number_of_a_round_that_would_overprint_another_is_left_out() -> None:
    axes = Figure(figsize=(3, 3)).add_subplot(xlim=(0, 100), ylim=(0, 100))
    near, far = ((50.0, 50.0), (52.0, 51.0)), ((10.0, 50.0), (90.0, 50.0), (50.0, 90.0))
    number_rounds(axes, [End(at, 3, "black") for at in (*near, *far)])
    assert [one.xy for one in axes.texts if isinstance(one, Annotation)] == [near[0], *far]


def test_many_talks_are_told_with_what_moves_the_probability() -> None:
    base = talks(held=opposed(walk_away={"alba": (20, 100)}), rounds=6, seed=5)
    found = statistics(base, [summary(game) for game in games(base, 100)])
    said = [line for _, line in tallied(around(base), base, found, "Somebody", ())]
    assert any(
        line.startswith(
            f"In {found.agreed.count} of 100 talks between two programs that concede"
        )
        for line in said
    )
    start = "- the walk-away value of Alba (20..100): a deal in"
    assert any(line.startswith(start) for line in said)
    moving = shifted((2, "alba", -5, ""))
    found = statistics(moving, [summary(game) for game in games(moving, 3)])
    said = [line for _, line in tallied(around(moving), moving, found, "Somebody", None)]
    assert (
        "- assumed: the walk-away value of Alba falls by 5 points when round 2 begins" in said
    )
    start = (
        "By these assumptions some package clears both sides' red lines and walk-away values "
        "before any of these moves in 3 of 3 sets"
    )
    assert any(line.startswith(start) for line in said)


def test_a_program_that_goes_back_on_what_it_offered_is_told() -> None:
    played = play(talks(rounds=20, seed=3))
    found, counts = lines(played), kept(played.table)
    told = [line for line in found if line.startswith("- goes back on ")]
    assert len(told) == sum(one.back for one in counts.values()) > 0
    assert "- goes back on Issue-0: offered 'Middle' in round 4, now 'High'" in told
    for name, one in zip(("Alba", "Delta"), counts.values(), strict=True):
        said = f"{name} (linear) went back on what it had offered in {one.back} of "
        assert any(line.startswith(said) for line in found) == (one.back > 0)
    plain = played_to_json(played)["kept"]["alba"]
    assert plain == {"changes": counts["alba"].changes, "went_back": counts["alba"].back}


def test_one_that_keeps_to_its_offers_is_not_told_to_go_back() -> None:
    played = play(talks("alba=issue-by-issue", "delta=issue-by-issue", rounds=20))
    assert not [line for line in lines(played) if "back on" in line]
    assert sum(one.changes for one in kept(played.table).values()) > 0
    assert all(one.back == 0 for one in kept(played.table).values())
