"""The plan of the process, filled in the browser; a process begun from nothing."""

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path

from frozendict import frozendict
from tests.host.people import Guest, example, hosted, sit

from accord.formats import load
from accord.formats.new import write_new
from accord.model import Process


def _process(folder: Path) -> Process:
    return load(folder).process


def _fields(page: str) -> dict[str, list[str]]:
    """Return what a browser would send of a form as it stands."""
    form = page.partition('class="entry">')[2].partition("</form>")[0]
    form = re.sub(r"</?bdi[^>]*>", "", form)
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        held = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if held.get("type") not in ("checkbox", "radio") or " checked" in tag:
            found.setdefault(held["name"], []).append(held.get("value", ""))
    for name, text in re.findall(
        r'<textarea [^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL
    ):
        found.setdefault(name, []).append(text)
    for name, options in re.findall(
        r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.DOTALL
    ):
        every = re.findall(r'<option value="([^"]*)"( selected)?', options)
        chosen = [value for value, selected in every if selected] or [every[0][0]]
        found.setdefault(name, []).extend(chosen)
    return {name: [*map(unescape, values)] for name, values in found.items()}


def _save(
    guest: Guest,
    path: str,
    form: Mapping[str, str | list[str]] = frozendict(),
    *,
    status: int = 303,
    **typed: str | list[str],
) -> str:
    """Open a form, type in it, and save it; return where it leads, or the page."""
    held: dict[str, str | list[str]] = dict(_fields(guest.get(path)))
    answer = guest.client.post(path, data=held | dict(form) | typed, follow_redirects=False)
    assert answer.status_code == status, answer.text
    return str(answer.headers["location"] if status == 303 else answer.text)


def test_every_form_that_is_saved_as_it_stands_changes_nothing(tmp_path: Path) -> None:
    folder = example(tmp_path, "russia-ukraine-2022")
    before = (folder / "process.yaml").read_bytes()
    with hosted(folder) as host:
        guest = sit(host, "mediator")
        page = guest.get("/plan")
        links = re.findall(r'href="(/plan/[^"]+one=[^"]+)"', page)
        assert len(links) > 100
        for path in links[::7]:
            _save(guest, path.replace("&amp;", "&"))
            assert "Nothing changed." in guest.get("/plan"), path
    assert (folder / "process.yaml").read_bytes() == before


def test_a_process_is_filled_from_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "water"
    write_new(folder, "Water talks", ["Upland", "Delta"], "agenda:\n  issues: {}\n")
    with hosted(folder) as host:
        guest = sit(host, "mediator", "Oda")
        page = guest.get("/plan")
        assert "No issue is on the agenda." in page
        assert "Nobody is named who mediates." in page
        _save(guest, "/plan/actor", {"role.0.role": "mediator"}, name="The lake council")
        _save(guest, "/plan/person", name="Ana Ruiz", office="Envoy", party="upland")
        _save(guest, "/plan/party?one=upland", {"delegation.head": ["ana-ruiz"]})
        _save(guest, "/plan/process", mediators=["the-lake-council"], title="Talks on water")
        _save(guest, "/plan/venue", name="The mill", host="the-lake-council")
        _save(guest, "/plan/issue", name="Water in summer", options="Half each\nAll")
        option = "/plan/option?issue=water-in-summer"
        _save(guest, option, name="By the month", puts_off="yes")
        _save(
            guest,
            "/plan/plan",
            name="First round",
            date="3 October 2033",
            venue="the-mill",
            sources="heard from Ana Ruiz",
        )
        _save(guest, "/plan/issue", name="Posts", options="Keep\nLeave")
        both = ["water-in-summer=all", "posts=keep"]
        _save(guest, "/plan/constraint", never=both, basis="Posts need water.")
        said = {"option": "all", "date": "today", "source": "heard from Ana Ruiz"}
        _save(guest, "/matrix/water-in-summer/upland", said)
        assert "as reported" in guest.get("/matrix")
        page = guest.get("/plan")
        assert "Nobody is named who sits at the table for" in page, "of the other party"
        assert "Talks on water" in page
    process = _process(folder)
    assert process.title == "Talks on water"
    assert process.parties["upland"].delegation
    assert process.parties["upland"].delegation.head == ("ana-ruiz",)
    assert process.mediators == ("the-lake-council",)
    issue = process.agenda.issues["water-in-summer"]
    assert [one.name for one in issue.options.values()] == ["Half each", "All", "By the month"]
    assert issue.options["by-the-month"].puts_off
    (plan,) = process.rounds.values()
    assert (str(plan.date), plan.venue) == ("2033-10-03", "the-mill")
    (rule,) = process.agenda.constraints
    assert rule.never == {"water-in-summer": ("all",), "posts": ("keep",)}


def test_what_a_new_issue_comes_to_without_a_deal_is_typed_in_the_words_of_its_options(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "water"
    write_new(folder, "Water talks", ["Upland", "Delta"], "agenda:\n  issues: {}\n")
    with hosted(folder) as host:
        guest = sit(host, "mediator", "Oda")

        def issue(status: int = 303, **keys: str) -> str:
            return _save(guest, "/plan/issue", {**keys}, status=status)

        ways = "Kept as they are now\nLeft by both"
        refused = issue(422, name="Posts", no_deal="Kept", options=ways)
        assert "'Kept' is none of the ways to settle it" in unescape(refused)
        assert "Left by both" in refused
        issue(name="Posts", no_deal="kept  as they are now.", options=ways)
        refused = issue(422, name="Fuel", no_deal="7", span="0..30", step="10")
        assert "has no option '7'; known: 0, 10, 20, 30" in unescape(refused)
        issue(name="Fuel", no_deal="0", span="0..30", step="10")
    issues = _process(folder).agenda.issues
    assert issues["posts"].no_deal == "kept-as-they-are-now"
    assert issues["fuel"].no_deal == "0"


def test_a_form_leads_to_where_those_are_named_whom_it_asks_for(tmp_path: Path) -> None:
    folder = tmp_path / "water"
    write_new(folder, "Water talks", ["Upland", "Delta"], "agenda:\n  issues: {}\n")
    with hosted(folder) as host:
        guest = sit(host, "mediator")
        assert '<a href="/plan/actor">add them first</a>' in guest.get("/plan/process")
        page = guest.get("/plan/party?one=upland")
        begins = 'Begin with <a href="/plan">the process plan</a>'
        assert begins in guest.get("/brief")
        assert begins not in sit(host, "upland").get("/brief")  # who cannot change the plan
        _save(guest, "/plan/issue", name="Water in summer", options="Half each\nAll")
        assert begins not in guest.get("/brief")
    assert "what the delegation agrees to ad referendum" in page
    assert "Who leads" in page  # with nobody to choose from yet
    assert '<a href="/plan/person">add them first</a>' in page


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(tmp_path: Path) -> None:
    folder = example(tmp_path)
    before = (folder / "process.yaml").read_bytes()
    with hosted(folder) as host:
        guest = sit(host, "mediator")
        page = _save(guest, "/plan/plan", status=422, name="Day 5", date="some day")
        assert "some day" in page
        assert "Day 5" in page
        page = _save(guest, "/plan/plan", status=422, name="Day 5")
        assert "needs 'Sources that announce it'" in unescape(page)
        assert str(tmp_path) not in page
        page = _save(guest, "/plan/venue", status=422, name="Hall")
        assert "There is one called" in page
        assert "'name'" not in _save(guest, "/plan/venue", status=422, name="")
    assert (folder / "process.yaml").read_bytes() == before


def test_who_types_longer_sees_what_the_other_changed_and_loses_nothing(tmp_path: Path) -> None:
    folder = example(tmp_path)
    with hosted(folder) as host:
        one, other = sit(host, "mediator", "Oda"), sit(host, "mediator", "Ben")
        saw = _fields(one.get("/plan/venue?one=hall"))["saw"]
        _save(other, "/plan/venue?one=hall", place="Haza, upper town")
        saw_then = {"saw": saw}
        well = "Haza, at the well"
        page = _save(one, "/plan/venue?one=hall", saw_then, status=422, place=well)
        assert "Somebody changed this while you were typing" in page
        assert "Haza, upper town" in page
        assert well in page
        again: dict[str, str | list[str]] = dict(_fields(page))
        del again["once"]
        _save(one, "/plan/venue?one=hall", again)
    assert _process(folder).venues["hall"].place == "Haza, at the well"


def test_what_others_rest_on_stays_and_is_named(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        guest = sit(host, "mediator")
        page = guest.post("/plan/venue/remove?one=hall", on="/plan/venue?one=hall", status=422)
        assert "stays, for others need it" in page
        assert str(tmp_path) not in page


def test_a_line_of_the_checklist_is_covered_struck_and_put_back(tmp_path: Path) -> None:
    folder = example(tmp_path)
    with hosted(folder) as host:
        guest = sit(host, "mediator")
        guest.post("/plan/checklist", on="/plan", name="ceasefire")
        line = next(iter(_process(folder).checklist))
        path = f"/plan/line?one={line}"
        assert path in guest.get("/plan")
        _save(guest, path, issue=["scope", "watch"], reason="")
        assert _process(folder).checklist[line].covered_by == ("scope", "watch")
        assert "not both" in _save(guest, path, status=422, reason="No guns")
        _save(guest, path, issue=[], reason="No guns here")
        assert _process(folder).checklist[line].struck == "No guns here"
        _save(guest, path, issue=[], reason="")
        assert _process(folder).checklist[line] in _process(folder).uncovered


def test_an_observer_is_given_a_seat_that_reads_no_more_than_the_team(tmp_path: Path) -> None:
    folder = example(tmp_path)
    with hosted(folder) as host:
        guest = sit(host, "mediator")
        assert "Ridge Column alone" not in guest.get("/plan/seats")
        _save(guest, "/plan/seats", who="clinic", tiers=["public", "table"])
        assert _process(folder).readers == {"clinic": ("public", "table")}
        assert "The market road" in sit(host, "clinic").get("/plan")
        _save(guest, "/plan/seats", who="valley-desk", tiers=["mediator"])
        _save(guest, "/plan/seats?one=clinic", tiers=[])
        assert [*_process(folder).readers] == ["valley-desk"]
        _save(guest, "/plan/seats?one=valley-desk", tiers=[])
        assert not _process(folder).readers
        for who, tier in (
            ("clinic", "ridge"),
            ("clinic", "ridge/capital"),
            ("ridge", "public"),
        ):
            _save(guest, "/plan/seats", status=404, who=who, tiers=[tier])


def test_others_read_the_plan_and_only_the_team_changes_it(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        for seat in ("ridge", "ridge/capital", "host"):
            guest = sit(host, seat)
            page = guest.get("/plan")
            assert "The elders&#39; hall" in page
            assert "/plan/venue" not in page
            for path in ("/plan/process", "/plan/venue?one=hall", "/plan/issue"):
                assert guest.client.get(path).status_code == 404
                assert guest.client.post(path, data={}).status_code == 404


def test_what_a_side_keeps_to_itself_changes_no_answer(tmp_path: Path) -> None:
    """Not even that it rests on what is taken away: that side alone is told so."""
    answers = list[list[str]]()
    for secret in ("{posts: {none: cannot}}", "{fees: {burnt: cannot}}"):
        folder = example(tmp_path / str(len(answers)))
        with hosted(folder) as host:
            guest = sit(host, "mediator")
            _save(guest, "/plan/option?issue=fees", name="Burnt")
            own = folder / "private" / "river" / "interests"
            own.mkdir(parents=True)
            (own / "own.yaml").write_text(f"party: river\nheld_by: river\nmarks: {secret}\n")
            host.held.refresh()
            path = "/plan/option?one=burnt&issue=fees"
            found = [guest.get(path)]
            found += [guest.post(path.replace("option?", "option/remove?"), on=path)]
            found += [guest.get("/plan"), guest.get("/matrix")]
            _save(guest, "/plan/venue", name="The mill")
            found += [guest.get("/plan"), sit(host, "ridge").get("/plan")]
            answers.append(
                [
                    re.sub(r'(name="once" value|data-at|"token" value)="[^"]*"', "", one)
                    for one in found
                ]
            )
            assert "The mill" in found[-1]
    assert answers[0] == answers[1]


def test_after_a_save_one_is_where_it_stands_or_adds_another(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        guest = sit(host, "mediator")
        assert guest.post("/plan/person", id="ada", name="Ada") == "/plan#person"
        again = guest.post("/plan/person", id="bo", name="Bo", then="another")
        assert again == "/plan/person"
        assert "Save and add another" in guest.get(again)
