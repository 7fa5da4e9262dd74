"""A table in the browser: seats move by forms, and see what their seat may know."""

import re
from datetime import timedelta
from html import unescape
from pathlib import Path
from threading import Event

import pytest
from tests.host.people import example, hosted, sit

from accord.host import minutes
from accord.host.held_table import HeldTable
from accord.host.pages.at_table import MOST_HEARD
from accord.talks import Propose, State


def test_a_round_by_alternating_offers_ends_in_a_deal(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        mediator = sit(host, "mediator", "Oda")
        seats = ["mediator", "ridge/capital"]
        led = mediator.post("/tables", id="plenary", rules="stacked", seats=seats)
        assert led == "/tables/plenary"
        sides = {one: sit(host, one) for one in ("ridge", "river", "orchard")}
        issues = host.held.whole.process.agenda.issues
        deal = {f"deal.{one}": next(iter(issues[one].choices)) for one in issues}
        at = "/tables/plenary"
        first = next(
            one for one, guest in sides.items() if "Your move is awaited" in guest.get(at)
        )
        sides[first].post(f"{at}/move", deal, on=at, kind="propose")
        for one, guest in sides.items():
            if one != first:
                guest.post(f"{at}/move", on=at, kind="accept")
        for guest in sides.values():
            assert "There is a deal." in guest.get(at)


def test_an_illegal_move_is_refused_with_what_would_be_legal(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        mediator = sit(host, "mediator")
        mediator.post("/tables", id="plenary", rules="stacked", seats=["mediator"])
        at = "/tables/plenary"
        river = sit(host, "river")
        said = river.post(f"{at}/move", on=at, status=422, kind="accept", proposal="ridge.9")
        alert = re.search(r'<div class="mistakes".*?</div>', said, re.S)
        assert alert and "may" in alert[0]


def test_what_happens_at_the_table_stands_in_the_record_of_those_who_heard_it(
    tmp_path: Path,
) -> None:
    with hosted(example(tmp_path)) as host:
        mediator = sit(host, "mediator")
        seats = ["mediator", "ridge/capital", "river/capital"]
        mediator.post("/tables", id="plenary", rules="stacked", seats=seats)
        at = "/tables/plenary"
        ridge, river = sit(host, "ridge"), sit(host, "river")
        issues = host.held.whole.process.agenda.issues
        deal = {f"deal.{one}": next(iter(issues[one].choices)) for one in issues}
        ridge.post(f"{at}/move", deal, on=at, kind="propose", text="To begin with.")
        river.post(f"{at}/move", on=at, kind="refer", text="May we live with this?")
        read = {}
        for seat in ("mediator", "ridge", "river"):
            case = host.held.case(host.seats[seat].reader)
            read[seat] = {one.id: one for one in case.record.entries}
        assert {"table-plenary", "table-plenary.2"} <= read["mediator"].keys()
        (asked,) = read["river"].keys() - read["ridge"].keys() - read["mediator"].keys()
        assert asked.startswith("table-plenary.river.")
        assert read["river"][asked].text == "May we live with this?"
        assert "proposes" in mediator.get("/brief") or "Ridge" in mediator.get("/brief")


def test_what_goes_beyond_the_mandate_is_decided_in_the_capital(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        mediator = sit(host, "mediator")
        seats = ["mediator", "ridge/capital"]
        mediator.post("/tables", id="plenary", rules="stacked", seats=seats)
        at = "/tables/plenary"
        sides = {one: sit(host, one) for one in ("ridge", "river", "orchard")}
        capital, ridge = sit(host, "ridge/capital"), sides["ridge"]
        issues = host.held.whole.process.agenda.issues
        first = next(iter(issues))
        allowed, asked, *_ = issues[first].choices
        given = {f"mandate.{first}": [allowed]}
        capital.post(f"{at}/capital", given, answer="changes", text="No further.")
        deal = {f"deal.{one}": next(iter(issues[one].choices)) for one in issues}
        beyond = deal | {f"deal.{first}": asked}
        room = ridge.client.get(f"{at}/room", params=beyond).text
        assert "needs the capital" in room
        refused = ridge.post(f"{at}/room/propose", beyond, on=f"{at}/room", status=422)
        assert "mandate" in refused
        propose = f"{at}/room/propose"
        ridge.post(propose, beyond, on=f"{at}/room", ad_referendum="yes")
        for one in ("river", "orchard"):
            sides[one].post(f"{at}/move", on=at, kind="accept")
        assert "With the capitals." in ridge.get(at)
        assert "Do you ratify it?" in capital.get(f"{at}/capital")
        capital.post(f"{at}/capital", answer="yes", ratifies="yes", text="So be it.")
        assert "There is a deal." in sides["river"].get(at)
        # Who ratified is named, though others did not see before that a capital sits.
        assert "The principal of Ridge Column ratifies" in sides["river"].get(at)
        # Only the own side has pages of its own, and only the capital decides.
        for seat, page in (("river", "capital"), ("ridge", "capital")):
            assert sides[seat].client.get(f"{at}/{page}").status_code == 404
        assert mediator.client.get(f"{at}/room").status_code == 404
        brief = mediator.get("/brief")
        assert "ratified on" in brief and "it depends on" not in brief


def test_a_note_is_carried_as_its_giver_lets_it_and_the_screen_shows_what_all_may_see(
    tmp_path: Path,
) -> None:
    with hosted(example(tmp_path)) as host:
        mediator = sit(host, "mediator")
        mediator.post("/tables", id="plenary", rules="stacked", seats=["mediator"])
        at = "/tables/plenary"
        ridge, river = sit(host, "ridge"), sit(host, "river")
        mediator.post(f"{at}/move", on=at, kind="caucus", party="ridge")
        note = "We could live with monitors."
        ridge.post(f"{at}/move", on=at, kind="state", text=note, carriage="as-a-question")
        held = mediator.get(at)
        assert "as a question of the mediator" in held and "Not carried yet." in held
        assert note not in river.get(at) + mediator.get(f"{at}/screen")
        mediator.post(f"{at}/move", on=at, kind="resume")
        note_id = _first_note(mediator.get(at))
        mediator.post(f"{at}/move", on=at, kind="carry", note=note_id, to=["river"])
        assert note in river.get(at)
        assert note not in mediator.get(f"{at}/screen") + sit(host, "projector").get(at)


def test_each_is_told_before_and_after_who_hears_what_it_does(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        mediator = sit(host, "mediator")
        seats = ["mediator", "ridge/capital"]
        mediator.post("/tables", id="Day 1: plenary", rules="stacked", seats=seats)
        at = "/tables/Day-1-plenary"
        ridge, river = sit(host, "ridge"), sit(host, "river")
        assert "Everybody in the room hears it." in ridge.get(at)
        assert "Your own side hears it, and nobody else." in sit(host, "ridge/capital").get(at)
        ridge.post(f"{at}/move", on=at, kind="state", text="Between us.", to=["mediator"])
        assert "Done. Heard only by: The mediator" in ridge.get(at)
        for guest in (ridge, mediator):
            (apart,) = re.findall(r'class="apart">heard only by: (.*?)</span>', guest.get(at))
            assert host.seats["ridge"].name in apart and "The mediator" in apart
            assert "Between us." in guest.get(at)
        assert 'class="apart"' not in river.get(at)
        mediator.post(f"{at}/move", on=at, kind="caucus", party="ridge")
        assert "Heard only by: The mediator&#39;s team." in ridge.get(at)
        assert f"Heard only by: {host.seats['ridge'].name}." in mediator.get(at)


def test_nobody_speaks_from_the_projector(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        sit(host, "mediator").post("/tables", id="plenary", rules="stacked", seats=[])
        at, projector = "/tables/plenary", sit(host, "projector")
        assert "Make a statement" not in projector.get(at)
        projector.post(f"{at}/move", on=at, status=404, kind="state", text="Hello.")
        assert "Hello." not in sit(host, "ridge").get(at)


def test_what_a_mandate_does_not_cover_is_accepted_subject_to_the_capital_in_a_press(
    tmp_path: Path,
) -> None:
    with hosted(example(tmp_path)) as host:
        seats = ["mediator", "ridge/capital", "river/capital"]
        sit(host, "mediator").post("/tables", id="plenary", rules="stacked", seats=seats)
        at = "/tables/plenary"
        ridge, river, capital = (sit(host, one) for one in ("ridge", "river", "river/capital"))
        issues = host.held.whole.process.agenda.issues
        first, *_ = issues
        allowed, asked, *_ = issues[first].choices
        capital.post(f"{at}/capital", {f"mandate.{first}": [allowed]}, answer="changes")
        deal = {f"deal.{one}": next(iter(issues[one].choices)) for one in issues}
        ridge.post(f"{at}/move", deal | {f"deal.{first}": asked}, on=at, kind="propose")
        assert "subject to our capital" in river.get(at)
        said = river.post(f"{at}/move", on=at, status=422, kind="accept")
        covers = f"does not cover this on {issues[first].name}: only ad referendum"
        assert f"The mandate of {host.seats['river'].name} {covers}" in said
        river.post(f"{at}/move", on=at, kind="accept", ad_referendum="yes")
        assert "ad referendum" in ridge.get(at)
        assert "Done at the table subject to you" in capital.get(f"{at}/capital")
        assert "subject to our capital" not in sit(host, "orchard").get(at)


def test_a_motion_stands_first_for_whoever_has_not_consented_to_it(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        mediator = sit(host, "mediator")
        seats = ["mediator", "river/capital"]
        mediator.post("/tables", id="plenary", rules="stacked", seats=seats)
        at = "/tables/plenary"
        ridge, river = sit(host, "ridge"), sit(host, "river")
        issue = next(iter(host.held.whole.process.agenda.issues.values()))
        options = {f"options.{issue.id}": next(iter(issue.choices))}
        ridge.post(f"{at}/move", options, on=at, kind="settle")
        waits = "Waits for your consent"
        assert waits in river.get(at) and waits not in ridge.get(at) + mediator.get(at)
        assert "Consent, subject to our capital" in river.get(at)
        river.post(f"{at}/move", on=at, kind="consent", motion="1")
        assert waits not in river.get(at)
        # What is on the agenda is for those at the table: no capital confirms it.
        ridge.post(
            f"{at}/move", on=at, kind="amend", change="issue", name="Grain", choices="A\nB"
        )
        assert waits in river.get(at)
        assert "Consent, subject to our capital" not in river.get(at)


def test_a_page_says_with_whom_the_caucus_is_and_who_can_open_the_table_again(
    tmp_path: Path,
) -> None:
    with hosted(example(tmp_path)) as host:
        mediator = sit(host, "mediator")
        mediator.post("/tables", id="plenary", rules="stacked", seats=["mediator"])
        at, river = "/tables/plenary", sit(host, "river")
        mediator.post(f"{at}/move", on=at, kind="caucus", party="ridge")
        assert "In caucus: the mediator and " in river.get(at)
        again = "You can open the table again."
        assert again in mediator.get(at) and again not in river.get(at)


def test_a_capital_sees_what_it_is_asked_and_its_delegation_that_it_was(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        seats = ["mediator", "river/capital"]
        sit(host, "mediator").post("/tables", id="plenary", rules="stacked", seats=seats)
        at = "/tables/plenary"
        ridge, river, capital = (sit(host, one) for one in ("ridge", "river", "river/capital"))
        issue = next(iter(host.held.whole.process.agenda.issues.values()))
        deal = {f"deal.{issue.id}": next(iter(issue.choices))}
        ridge.post(f"{at}/move", deal, on=at, kind="propose")
        river.post(f"{at}/move", on=at, kind="refer", text="May we?")
        asked = "Your capital has been asked."
        assert asked in river.get(at) and asked not in ridge.get(at) + capital.get(at)
        assert "<details open><summary>The package" in capital.get(f"{at}/capital")
        capital.post(f"{at}/capital", answer="ask", text="Since when?", proposal="ridge.1")
        assert "Your delegation has your question." in capital.get(f"{at}/capital")
        capital.post(f"{at}/capital", answer="yes", proposal="ridge.1")
        assert asked not in river.get(at)


def test_a_combination_that_cannot_be_had_is_refused_in_words(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        sit(host, "mediator").post("/tables", id="plenary", rules="open-floor", seats=[])
        at, agenda = "/tables/plenary", host.held.whole.process.agenda
        one = agenda.constraints[0]
        deal = {f"deal.{issue}": options[0] for issue, options in one.never.items()}
        said = sit(host, "ridge").post(f"{at}/move", deal, on=at, status=422, kind="propose")
        alert = re.search(r'<div class="mistakes".*?</div>', said, re.S)
        assert alert and "excludes this combination (never " in alert[0]
        assert one.id not in alert[0]
        assert all(agenda.issues[issue].name in alert[0] for issue in one.never)


def _first_note(page: str) -> str:
    found = re.search(r'<select[^>]* name="note".*?<option value="([^"]+)"', page, re.S)
    assert found
    return found[1].replace("&gt;", ">")


def test_a_move_does_not_wait_for_the_record_which_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(minutes, "GATHER", 0.01)
    with hosted(example(tmp_path)) as host:
        mediator = sit(host, "mediator")
        before = len(host.held.whole.record.entries)
        free, write = Event(), host.write_minutes

        def slow(table: HeldTable) -> bool:
            assert free.wait(20)
            return write(table)

        monkeypatch.setattr(type(host), "write_minutes", lambda _, table: slow(table))
        with minutes.Minutes(host):
            for one in ("plenary", "annex"):
                mediator.post("/tables", id=one, rules="open-floor", seats=["mediator"])
            at = "/tables/plenary"
            for text in ("First.", "Second.", "Third."):
                mediator.post(f"{at}/move", on=at, kind="state", text=text)
            assert "Third." in mediator.get(at)
            assert len(host.held.whole.record.entries) == before
            free.set()
        entries = host.held.whole.record.entries
        said = [one.text for one in entries if one.id.startswith("table-plenary.")]
        assert said == ["First.", "Second.", "Third."]
        assert len(entries) == before + 5
        # What no thread came to before a crash is written at the next start.
        host.minutes = minutes.Minutes(host)
        mediator.post(f"{at}/move", on=at, kind="state", text="Fourth.")
        host.secretary._written.clear()
        with minutes.Minutes(host):
            pass
        assert len(host.held.whole.record.entries) == before + 6


def test_a_screen_is_sent_what_is_live_and_no_forms_that_it_has(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        mediator, at = sit(host, "mediator"), "/tables/plenary"
        mediator.post("/tables", id="plenary", rules="open-floor", seats=["mediator"])
        ridge = sit(host, "ridge")
        (has,) = re.findall(r'data-has="(\w{16})"', ridge.get(at))
        live = {"x-live": "1", "x-has": has}

        def fetched() -> str:
            return str(ridge.client.get(at, headers=live).text)

        assert f'data-still-has="{has}"' in fetched()
        mediator.post(f"{at}/move", on=at, kind="state", text="Good morning.")
        text = fetched()
        assert "Good morning." in text
        assert 'id="moves"' not in text and "<html" not in text
        issues = host.held.whole.process.agenda.issues
        deal = {f"deal.{one}": next(iter(issues[one].choices)) for one in issues}
        sit(host, "river").post(f"{at}/move", deal, on=at, kind="propose")
        assert 'id="moves"' in fetched()  # for there is something to answer


def test_a_page_of_one_table_does_not_move_with_others(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        mediator = sit(host, "mediator")
        for one in ("plenary", "annex"):
            mediator.post("/tables", id=one, rules="open-floor", seats=["mediator"])
        ridge, seat = sit(host, "ridge"), host.seats["ridge"]

        def stand() -> list[str]:
            return [host.position(seat, one) for one in ("plenary", "annex", "")]

        before = stand()
        assert f'data-at="{before[0]}"' in ridge.get("/tables/plenary")
        mediator.post("/tables/plenary/move", on="/tables/plenary", kind="state", text="Hear.")
        assert [one != was for one, was in zip(stand(), before, strict=True)] == [
            True,
            False,
            True,
        ]


def test_the_team_says_until_when_something_is_awaited_and_all_see_it(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        mediator = sit(host, "mediator")
        mediator.post("/tables", id="plenary", rules="stacked", seats=["mediator"])
        at = "/tables/plenary"
        assert "Awaited since" in mediator.get(at)
        said = mediator.post(f"{at}/clock", on=at, status=422, until="soon", why="the answer")
        assert "in minutes, such as 15" in said and 'value="soon"' in said
        mediator.post(f"{at}/clock", on=at, until="15", why="the answer")
        ridge, projector = sit(host, "ridge"), sit(host, "projector")
        for page in (ridge.get(at), projector.get(f"{at}/screen"), mediator.get(at)):
            assert "15 minutes left" in page and "the answer" in page
        assert 'action="/tables/plenary/clock"' not in ridge.get(at)
        later = host.settings.clock() + timedelta(minutes=16)
        table = next(iter(host.tables))
        assert table.pass_deadline(later) and not table.pass_deadline(later)
        assert "minutes left" not in ridge.get(at) and "the answer" in ridge.get(at)
        mediator.post(f"{at}/clock", on=at, until="14:30", why="the answer")
        mediator.post(f"{at}/clock", on=at)
        assert "data-until" not in ridge.get(at)


def test_every_page_of_a_table_says_what_was_agreed_and_leads_to_the_record(
    tmp_path: Path,
) -> None:
    with hosted(example(tmp_path)) as host:
        mediator = sit(host, "mediator")
        seats = ["mediator", "ridge/capital"]
        mediator.post("/tables", id="plenary", rules="stacked", seats=seats)
        at, link = "/tables/plenary", 'href="/record/table-plenary"'
        sides = {one: sit(host, one) for one in ("ridge", "river", "orchard")}
        capital, projector = sit(host, "ridge/capital"), sit(host, "projector")
        issues = host.held.whole.process.agenda.issues
        deal = {f"deal.{one}": next(iter(issues[one].choices)) for one in issues}
        sides["ridge"].post(f"{at}/move", deal, on=at, kind="propose")
        assert _agreed(mediator.get(at)) == [] and link not in mediator.get(at)
        for one in ("river", "orchard"):
            sides[one].post(f"{at}/move", on=at, kind="accept")
        named = [(one.name, next(iter(one.choices.values())).name) for one in issues.values()]
        pages = [one.get(at) for one in (*sides.values(), mediator)]
        pages += [mediator.get(f"{at}/screen"), capital.get(f"{at}/capital")]
        for page in pages:
            assert "There is a deal." in page and link in page
            assert _agreed(page) == named
        assert "Instruct" not in capital.get(f"{at}/capital")
        # The projector reads what is public, and the record of the table is not.
        shown = projector.get(f"{at}/screen")
        assert _agreed(shown) == named and link not in shown
        assert "Table plenary" in sides["river"].get("/record/table-plenary")


def test_every_page_of_a_table_says_how_talks_ended_without_a_deal(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        mediator = sit(host, "mediator")
        at, seats = "/tables/rehearsal", ["mediator", "ridge/capital"]
        mediator.post(
            "/tables", id="rehearsal", rules="open-floor", seats=seats, unrecorded="yes"
        )
        sides = {one: sit(host, one) for one in ("ridge", "river", "orchard")}
        capital = sit(host, "ridge/capital")
        issue = next(iter(host.held.whole.process.agenda.issues.values()))
        option = next(iter(issue.choices))
        options = {f"options.{issue.id}": option}
        sides["ridge"].post(f"{at}/move", options, on=at, kind="settle")
        for one in ("river", "orchard"):
            sides[one].post(f"{at}/move", on=at, kind="consent", motion="1")
        sides["river"].post(f"{at}/move", on=at, kind="withdraw", reason="No more of this.")
        name = host.seats["river"].name
        pages = [sides["ridge"].get(at), mediator.get(f"{at}/screen")]
        for page in (*pages, capital.get(f"{at}/capital")):
            assert "The talks ended without a deal." in page
            assert f"{name} withdraws from the talks: No more of this." in page
            assert "kept out of the record" in page and "/record/table-" not in page
            assert _agreed(page) == [(issue.name, issue.choices[option].name)]
        short = "/tables/short"
        mediator.post("/tables", id="short", rules="stacked", rounds="1", seats=[])
        deal = {f"deal.{issue.id}": option}
        for one in sides:
            sides[one].post(f"{short}/move", deal, on=short, kind="propose")
        page = sides["ridge"].get(short)
        assert "That was the only round." in page and 'href="/record/table-short"' in page


def _agreed(page: str) -> list[tuple[str, str]]:
    found = re.search(r'<dl class="agreed">(.*?)</dl>', page, re.S)
    pairs = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", found[1]) if found else []
    plain = [unescape(re.sub("<[^>]+>", "", one)) for pair in pairs for one in pair]
    return list(zip(plain[::2], plain[1::2], strict=True))


def test_a_table_is_opened_with_the_settings_of_its_rules(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        mediator = sit(host, "mediator", "Kim")
        page = mediator.get("/tables")
        assert "Whoever has the turn accepts the proposal on the table" in page
        chosen = {"binding": "yes", "unseen": "yes", "amended": "nobody", "rounds": "5"}
        for rules in ("sealed", "open-floor"):  # to be opened is a setting of the first alone
            mediator.post("/tables", chosen, id=rules, rules=rules)
        made = {one.id: one.table.setup.rules for one in host.tables}
        assert made["sealed"].unseen and not made["open-floor"].unseen
        assert all(one.binding_issues and one.amended_by == "nobody" for one in made.values())


def test_common_ground_on_which_a_capital_is_still_to_be_asked_says_so(tmp_path: Path) -> None:
    with hosted(example(tmp_path, "sarn-river")) as host:
        seats = ["mediator", "belmar/capital"]
        sit(host, "mediator").post("/tables", id="plenary", rules="alternating", seats=seats)
        at = "/tables/plenary"
        arven, belmar = sit(host, "arven"), sit(host, "belmar")
        issues = host.held.whole.process.agenda.issues
        deal = {f"deal.{one}": next(iter(issues[one].choices)) for one in issues}
        arven.post(f"{at}/move", deal, on=at, kind="propose")
        some: dict[str, str | list[str]] = {"issues": [*issues][:1], "ad_referendum": "yes"}
        belmar.post(f"{at}/move", some, on=at, kind="accept")
        for guest in (arven, belmar):
            page = guest.get(at)
            assert page.count("ad referendum: subject to the capital of Belmar") == 2


def test_a_long_form_is_on_the_page_when_it_is_asked_for(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        sit(host, "mediator").post(
            "/tables", id="plenary", rules="open-floor", seats=["mediator"]
        )
        ridge, at = sit(host, "ridge"), "/tables/plenary"
        page, asked = ridge.get(at), ridge.get(f"{at}?form=amend")
        assert f'href="{at}?form=amend#move-amend"' in page and 'id="move-amend"' not in page
        assert 'id="move-amend" open' in asked
        typed = {"change": "issue", "name": "Grain", "choices": "A\nB"}
        ridge.post(f"{at}/move", typed, on=f"{at}?form=amend", kind="amend")
        assert "Grain" in ridge.get(at)


def test_a_page_has_the_last_of_what_was_said_and_leads_to_all_of_it(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        seats = ["mediator"]
        sit(host, "mediator").post("/tables", id="plenary", rules="open-floor", seats=seats)
        ridge, at = sit(host, "ridge"), "/tables/plenary"
        table = host.tables.get("plenary", host.seats["ridge"])
        assert table is not None
        for number in range(MOST_HEARD + 2):
            table.move("ridge", State(text=f"Word {number}."), "Osko", str(number))
        page, every = ridge.get(at), ridge.get(f"{at}?all=yes")
        assert "Word 0." not in page and "Word 2." in page and f'"{at}?all=yes"' in page
        assert "Word 0." in every and f'data-live="{at}?all=yes"' in every


def test_the_last_proposals_stand_side_by_side_and_the_others_are_counted(
    tmp_path: Path,
) -> None:
    with hosted(example(tmp_path)) as host:
        seats, at = ["mediator"], "/tables/plenary"
        sit(host, "mediator").post("/tables", id="plenary", rules="open-floor", seats=seats)
        ridge = sit(host, "ridge")
        table = host.tables.get("plenary", host.seats["ridge"])
        assert table is not None
        issue, *_ = host.held.process.agenda.issues.values()
        for number in range(8):
            option = [*issue.choices][number % len(issue.choices)]
            table.move("ridge", Propose(deal={issue.id: option}), "Osko", str(number))
        page = ridge.get(at)
        assert len(re.findall(r'<th scope="col">.*?</th>', page)) == 2 + 6
        assert "2 earlier proposals are open, too" in page
