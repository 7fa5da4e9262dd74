"""The package bench in the browser: badges by each holder in turn, of what a seat reads."""

import html
import json
import re
from pathlib import Path

from tests.host.people import Guest, example, hosted, sit

from accord.formats import load
from accord.formats.edit_marks import place_named, set_mark
from accord.model import Mark, Marked, Reader
from accord.record import Proposal
from accord.telling.badge_words import badges_by_holder
from accord.telling.deals_asked import DealsAsked
from accord.telling.marks_by_holder import marks_in_full

TERMS = {"scope": "town", "heavy": "back", "detainees": "sick"}
AT = "/deals?" + "&".join(f"on-{issue}={option}" for issue, option in TERMS.items())


def words(page: str) -> str:
    """Return what a page says, without its tags."""
    plain = html.unescape(re.sub(r"<[^>]*>", " ", page))
    return re.sub(r" (?=[.,;:])", "", re.sub(r"\s+", " ", plain))


def badges(page: str) -> list[str]:
    return re.findall(r'class="badge \w+"><bdi>(.*?)</bdi>', page)


def test_every_badge_and_its_reasons_are_those_of_the_library(tmp_path: Path) -> None:
    folder = example(tmp_path)
    with hosted(folder) as host:
        page = sit(host, "mediator").get(AT)
    seen = badges_by_holder(load(folder, reader=Reader(("mediator",))), TERMS)
    by_party = zip(*(one.badges for one in seen), strict=True)
    assert badges(page) == [one.said for row in by_party for one in row]
    said = words(page)
    for held in seen:
        assert held.whose in said
        for one in held.badges:
            for reason in one.reasons:
                assert reason in said
    assert "Is affected: The market women's association" in said


def test_without_a_pick_the_bench_has_packages_worth_a_look_and_proposals(
    tmp_path: Path,
) -> None:
    folder = example(tmp_path)
    with hosted(folder) as host:
        guest = sit(host, "mediator")
        page = guest.get("/deals")
        said = words(page)
        assert "By the marks of Lantern: Packages that nobody refuses" in said
        assert "By the numbers of Valley Desk: By these numbers, no" in said
        links = {html.unescape(one) for one in re.findall(r'href="(/deals\?[^"]*)"', page)}
        proposals = [one for one in load(folder).record.of(Proposal) if one.deal]
        assert len(links) >= len(proposals) > 0
        for one in links:
            assert badges(guest.get(one))


def test_where_no_package_is_left_the_bench_says_what_would_open_it(tmp_path: Path) -> None:
    folder = example(tmp_path)
    case = load(folder, reader=Reader(("mediator",)))
    issue = next(iter(case.process.agenda.issues.values()))
    party = next(iter(case.process.parties))
    for option in issue.choices:
        place = place_named(case, party, f"{issue.id}={option}", "lantern")
        set_mark(folder, place, Marked(mark=Mark.CANNOT))
    with hosted(folder) as host:
        said = words(sit(host, "mediator").get("/deals"))
    (told,) = (marks_in_full(one.by).outlook for one in DealsAsked(case=load(folder)).marks)
    assert told.gives
    assert "Some package would be left if" in said
    for one in told.gives:
        assert one in said


def test_what_is_picked_stands_in_the_form_and_what_is_not_there_is_not_there(
    tmp_path: Path,
) -> None:
    with hosted(example(tmp_path)) as host:
        guest = sit(host, "mediator")
        assert guest.get(AT).count(" selected>") == len(TERMS)
        for odd in ("on-scope=moon", "on-moon=town", "on-scope=%00"):
            assert guest.client.get(f"/deals?{odd}").status_code == 404


def test_a_package_is_entered_as_a_proposal_with_its_options_filled_in(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        guest = sit(host, "mediator")
        (to,) = re.findall(r'href="(/record/add\?kind=proposal[^"]*)"', guest.get(AT))
        form = guest.get(html.unescape(to))
        for issue, option in TERMS.items():
            chosen = rf'name="deal.{issue}">(?:(?!</select>).)*value="{option}" selected'
            assert re.search(chosen, form, re.S)
        assert "/record/add" not in sit(host, "host").get(AT)


def test_a_delegation_has_its_own_bench_and_nobody_else_sees_its_mandate(
    tmp_path: Path,
) -> None:
    folder = example(tmp_path)
    own = folder / "private" / "ridge" / "interests"
    own.mkdir(parents=True)
    (own / "ours.yaml").write_text(
        "party: ridge\nheld_by: ridge\nmandate: {scope: road}\n"
        "marks: {scope: {town: {mark: can live with, basis: CANARY}}}\n",
        "utf-8",
    )
    with hosted(folder) as host:
        mine = words(sit(host, "ridge").get("/deals?on-scope=town"))
        assert "By the marks of: each party for itself" in mine
        assert "needs the capital" in mine
        assert (
            "beyond the mandate: 'The road and the town' (Where the guns fall silent)" in mine
        )
        for seat in ("mediator", "river", "host"):
            theirs = words(sit(host, seat).get("/deals?on-scope=town"))
            assert "each party for itself" not in theirs
            assert "needs the capital" not in theirs
            assert "CANARY" not in theirs


def test_the_json_is_what_the_command_says(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        guest = sit(host, "mediator")
        plain = json.loads(guest.get(AT.replace("/deals?", "/deals.json?")))
        assert [one["holder"] for one in plain["holders"]] == ["lantern", "valley-desk"]
        assert plain["holders"][0]["marks"]["deal"]["terms"] == TERMS
        assert guest.client.get("/deals.svg").headers["content-type"].startswith("image/svg")


def test_a_delegation_ticks_its_mandate_and_the_badge_follows(tmp_path: Path) -> None:
    folder = example(tmp_path)
    with hosted(folder) as host:
        ridge = sit(host, "ridge")
        at = "/mandate/ridge?held_by=ridge"
        assert "Who can read it: Ridge Column" in words(ridge.get(at))
        ticked: dict[str, str | list[str]] = {"may=scope": ["road", "valley"]}
        led = ridge.post("/mandate/ridge", ticked, on=at, held_by="ridge")
        assert led == at
        assert ridge.get(at).count(" checked>") == 2
        assert "needs the capital" in words(ridge.get("/deals?on-scope=town"))
        late = {"seen": "{}", "held_by": "ridge", "may=fees": "own"}
        said = ridge.post("/mandate/ridge", late, on=at, status=422)
        assert "the mandate of Ridge Column is another now" in words(said)
        for seat in ("mediator", "river"):
            assert "needs the capital" not in words(sit(host, seat).get("/deals?on-scope=town"))
            assert sit(host, seat).client.get(at).status_code == 404


def test_who_would_sign_a_package_is_kept_and_told_on_the_bench(tmp_path: Path) -> None:
    folder = example(tmp_path)
    issues = load(folder).process.agenda.issues
    whole = {f"on-{i}": next(iter(one.choices)) for i, one in issues.items()}
    at = "?" + "&".join(f"{name}={option}" for name, option in whole.items())
    with hosted(folder) as host:
        guest = sit(host, "mediator")
        assert f"/judgement{at}" in html.unescape(guest.get(f"/deals{at}"))
        assert "Who can read it: everybody" in words(guest.get(f"/judgement{at}"))
        said = guest.post("/judgement", whole, on=f"/judgement{at}", status=422)
        assert "choose the party" in words(said)
        typed = whole | {"party": "ridge", "would": "not sign", "basis": "CANARY"}
        led = guest.post("/judgement", typed, on=f"/judgement{at}")
        assert led == f"/deals{at}"
        told = words(guest.get(led))
        assert "Ridge Column, as Lantern judges" in told and "Would not sign" in told
        river = sit(host, "river")
        assert "Lantern" not in words(river.get(f"/judgement{at}"))
        theirs = typed | {"held_by": "lantern"}
        river.post("/judgement", theirs, on=f"/judgement{at}", status=404)
        assert sit(host, "host").client.get(f"/judgement{at}").status_code == 404


def test_where_nothing_can_be_read_the_bench_says_what_to_do(tmp_path: Path) -> None:
    folder = example(tmp_path)
    for one in (folder / "interests").iterdir():
        one.unlink()
    with hosted(folder) as host:
        guest: Guest = sit(host, "mediator")
        assert "Nothing that you may read says" in words(guest.get("/deals"))
        assert "Nothing that you may read says" in words(guest.get(AT))
