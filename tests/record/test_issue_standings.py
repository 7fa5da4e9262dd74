"""How an issue stands: open, common ground, agreed or fallen; held against a slow replay."""

from typing import Any

import pytest
from attrs import evolve
from frozendict import frozendict
from hypothesis import given
from hypothesis import strategies as st
from tests.record.build import when
from tests.record.talks import ISSUES, agreement, case, decision, made
from tests.strategies import few

from accord.record import AgreementStage, Answer, Case, Entry, Ground, IssueStanding, Ruling
from accord.record.issue_standings import issue_standings
from accord.record.talks_state import talks_state

RULINGS = [Ruling.APPROVES, Ruling.REJECTS, Ruling.ANNULS, Ruling.SUSPENDS]


def land(*entries: Entry, parties: str = "a b") -> IssueStanding:
    return issue_standings(case(*entries, parties=parties))["land"]


OFFER = made("proposal", "offer", "2031-01-01", by="a", to="b", deal={"land": "half"})
YES = made("response", "yes", "2031-01-02", by="b", answers="offer", answer=Answer.ACCEPTS)


def test_what_all_accept_is_common_ground_and_no_agreement() -> None:
    found = land(OFFER, YES)
    assert (found.standing, found.option, str(found.since)) == (
        Ground.COMMON_GROUND,
        "half",
        "2031-01-02",
    )
    assert found.entries == ("offer", "yes")
    assert land(OFFER).standing is Ground.OPEN


@pytest.mark.parametrize(
    ("date", "standing"), [("2031-01-01", Ground.COMMON_GROUND), ("2031-01-03", Ground.OPEN)]
)
def test_another_option_asked_for_later_ends_common_ground(date: str, standing: Ground) -> None:
    asked = made("position", "p", date, party="b", issue="land", option="all")
    assert land(OFFER, YES, asked).standing is standing


def test_what_one_side_alone_accepted_is_agreed_nowhere() -> None:
    offer = made("proposal", "offer", "2031-01-01", by="host", to="a b", deal={"land": "half"})
    assert land(offer, YES).standing is Ground.OPEN
    assert land(OFFER, YES, parties="a b c").standing is Ground.OPEN


def test_a_refused_proposal_makes_the_common_ground_on_it_fall() -> None:
    no = decision("no", "2031-02-01", "rejects", "referendum", about="offer")
    found = land(OFFER, YES, no)
    assert (found.standing, str(found.since)) == (Ground.FALLEN, "2031-02-01")
    assert found.entries == ("offer", "yes", "no")


def test_common_ground_found_after_a_fall_is_common_ground() -> None:
    deal = agreement("deal", "2030-01-01", deal={"land": "all"})
    no = decision("no", "2030-02-01", "rejects", about="deal")
    assert land(deal, no).standing is Ground.FALLEN
    assert land(deal, no, OFFER, YES).standing is Ground.COMMON_GROUND
    late = decision("no", "2031-02-01", "rejects", about="deal")
    assert land(deal, late, OFFER, YES).standing is Ground.FALLEN


def test_a_condition_goes_with_what_was_agreed() -> None:
    deal = agreement("deal", "2030-01-01", deal={"land": "all"}, conditional="yes")
    assert land(deal).condition == "the whole"
    free = agreement("deal", "2030-01-01", deal={"land": "all"}, conditional="No")
    assert land(free).condition == ""


def test_what_was_agreed_in_words_is_agreed_on_its_issues() -> None:
    deal = agreement("deal", "2030-01-01", words="Half, in three years.", issues="land")
    found = land(deal)
    assert (found.standing, found.option) == (Ground.AGREED, "")
    assert found.words == "Half, in three years."


def test_the_same_option_of_all_is_told_and_is_no_common_ground() -> None:
    asked = [
        made("position", p, "2031-01-01", party=p, issue="land", option="all") for p in "ab"
    ]
    found = land(*asked)
    assert (found.standing, found.same_option) == (Ground.OPEN, True)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Entry], str]:
    """Draw agreements and decisions, each of a day of its own."""
    parties = draw(st.sampled_from(["a b", "a b c", "a b c d"]))
    names = parties.split()
    issue = st.sampled_from(list(ISSUES))
    deals = st.dictionaries(issue, st.sampled_from(["all", "half"]), min_size=1, max_size=3)
    some = st.lists(st.sampled_from(names), min_size=2, max_size=len(names), unique=True)
    found: list[Entry] = []
    for day in range(1, draw(st.integers(2, 12))):
        date, deals_before = f"2031-01-{day:02d}", [e for e in found if e.kind == "agreement"]
        if not deals_before or draw(st.booleans()):
            whole = draw(st.sampled_from(["deal", "package"]))
            between = tuple(
                draw(st.sampled_from([tuple(names), tuple(names)]) | some.map(tuple))
            )
            stage = draw(st.sampled_from(AgreementStage))
            rest: dict[str, Any] = {whole: draw(deals)}
            found.append(agreement(f"e{day}", date, stage, between=between, **rest))
        else:
            about = (draw(st.sampled_from(deals_before)).id,)
            of = tuple(draw(st.lists(st.sampled_from(names), max_size=1)))
            body = draw(st.sampled_from(["court", "vote"]))
            rest = {"issues": tuple(draw(st.lists(issue, max_size=1)))}
            ruling = draw(st.sampled_from(RULINGS))
            found.append(decision(f"e{day}", date, ruling, body, about=about, of=of, **rest))
    return found, parties


class Replay:
    """What was agreed, day by day, with no index and nothing kept but plain lists."""

    def __init__(self, parties: str) -> None:
        self.parties = set(parties.split())
        self.deals: list[dict[str, Any]] = []
        self.fell: dict[int, dict[str, str]] = {}

    def day(self, entry: Any) -> None:
        before = [{i for i in ISSUES if self.holds(d, i)} for d in self.deals]
        if entry.kind == "agreement":
            options = dict(entry.deal or entry.package)
            same = [
                d
                for d in self.deals
                if d["who"] == set(entry.between) and d["options"] == options
            ]
            if same:
                (deal,) = same
                deal["ids"].append(entry.id)
                if deal["no"] or deal["lost"]:
                    deal["no"], deal["lost"] = {}, set()
            else:
                deal = {"who": set(entry.between), "options": options, "no": {}, "lost": set()}
                deal |= {"ids": [entry.id], "whole": bool(entry.package)}
                self.deals.append(deal)
            for other in self.deals:
                if other is not deal and other["who"] <= deal["who"]:
                    taken = set(options) & set(other["options"])
                    other["lost"] |= taken
        else:
            (deal,) = (d for d in self.deals if entry.about[0] in d["ids"])
            body = (entry.body, entry.of)
            deal["no"].pop(body, None)
            if entry.result.undoes:
                named = () if deal["whole"] else entry.issues
                deal["no"][body] = set(named) or set(deal["options"])
        for place, held in enumerate(before):
            for issue in held:
                if not self.holds(self.deals[place], issue):
                    self.fell.setdefault(place, {})[issue] = entry.id

    @staticmethod
    def holds(deal: dict[str, Any], issue: str) -> bool:
        no = any(issue in issues for issues in deal["no"].values())
        return issue in deal["options"] and issue not in deal["lost"] and not no

    def standing(self, issue: str) -> Ground:
        whole = [d for d in self.deals if self.parties <= d["who"] and issue in d["options"]]
        if any(self.holds(d, issue) for d in whole):
            return Ground.AGREED
        down = [d for d in whole if issue not in d["lost"]]
        return Ground.FALLEN if down else Ground.OPEN


@given(histories())
@few(160)
def test_every_issue_stands_as_a_replay_day_by_day_has_it(
    drawn: tuple[list[Entry], str],
) -> None:
    entries, parties = drawn
    replay = Replay(parties)
    for number, entry in enumerate(entries, start=1):
        replay.day(entry)
        of: Case = case(*entries[:number][::-1], parties=parties)
        found = issue_standings(of)
        assert {i: one.standing for i, one in found.items()} == {
            i: replay.standing(i) for i in ISSUES
        }


@st.composite
def exchanges(draw: st.DrawFn) -> tuple[list[Entry], str]:
    """Draw agreements and proposals with what becomes of them, each of a day of its own."""
    parties = draw(st.sampled_from(["a b", "a b c"]))
    names = parties.split()
    issue = st.sampled_from(list(ISSUES))
    option = st.sampled_from(["all", "half"])
    found: list[Entry] = []

    def on(kind: str) -> st.SearchStrategy[str]:
        return st.sampled_from([e.id for e in found if e.kind == kind])

    for day in range(1, draw(st.integers(3, 14))):
        there = {e.kind for e in found}
        kinds = ["proposal", "position", "agreement"]
        kinds += ["response"] * 4 + ["refusal"] if "proposal" in there else []
        kinds += ["decision"] if "agreement" in there else []
        kind, one, date = draw(st.sampled_from(kinds)), f"e{day}", f"2031-01-{day:02d}"
        rest: dict[str, Any] = {}
        if kind == "proposal":
            by = draw(st.sampled_from([*names, "host"]))
            to = [p for p in names if p != by]
            rest = {"deal": draw(st.dictionaries(issue, option, min_size=1, max_size=2))}
            found.append(made(kind, one, date, by=by, to=" ".join(to), **rest))
        elif kind == "position":
            rest = {"party": draw(st.sampled_from(names)), "issue": draw(issue)}
            found.append(made(kind, one, date, option=draw(option), **rest))
        elif kind == "response":
            answers = draw(on("proposal"))
            offer: Any = next(e for e in found if e.id == answers)
            few_issues = st.lists(st.sampled_from(list(offer.deal)), max_size=1).map(tuple)
            rest = {
                "answer": draw(st.sampled_from([Answer.ACCEPTS, *Answer])),
                "answers": answers,
            }
            by = draw(st.sampled_from(offer.to))
            found.append(made(kind, one, date, by=by, issues=draw(few_issues), **rest))
        elif kind == "agreement":
            rest = {"deal": draw(st.dictionaries(issue, option, min_size=1, max_size=2))}
            found.append(agreement(one, date, between=tuple(names), **rest))
        else:
            about = draw(on("proposal" if kind == "refusal" else "agreement"))
            ruling = draw(st.sampled_from([Ruling.APPROVES, Ruling.REJECTS]))
            found.append(decision(one, date, ruling, "court", about=(about,)))
    return found, parties


class ReplayedOffers(Replay):
    """What was proposed and answered besides, looked through anew for every question."""

    def __init__(self, parties: str) -> None:
        super().__init__(parties)
        self.days: list[Any] = []

    def day(self, entry: Any) -> None:
        self.days.append(entry)
        on_deal = entry.kind == "decision" and any(
            entry.about[0] in deal["ids"] for deal in self.deals
        )
        if entry.kind == "agreement" or on_deal:
            super().day(entry)

    def answer(self, offer: Any, party: str, issue: str) -> Any:
        """Return the answer of a party that stands on an issue."""
        stands = None
        for one in self.days:
            if one.kind == "response" and (one.answers, one.by) == (offer.id, party):
                waits = one.answer in (Answer.RESERVES, Answer.REFERS)
                kept = not one.issues and waits and stands is not None and stands.issues
                if (issue in one.issues or not one.issues) and not kept:
                    stands = one
        return stands

    def ground(self, issue: str, refused: bool) -> int:
        """Return on which day all had accepted the same, as it still is; 0 if they had not."""
        since = 0
        for offer in self.days:
            if offer.kind != "proposal" or issue not in offer.deal:
                continue
            rulings = [
                e.result for e in self.days if e.kind == "decision" and e.about == (offer.id,)
            ]
            if bool(rulings and rulings[-1] is Ruling.REJECTS) is not refused:
                continue
            given = [self.answer(offer, p, issue) for p in offer.to]
            if any(one is None or one.answer is not Answer.ACCEPTS for one in given):
                continue
            last = max(self.days.index(one) for one in given) + 1
            if not any(self.asks_otherwise(e, issue, offer) for e in self.days[last:]):
                since = last
        return since

    def asks_otherwise(self, one: Any, issue: str, offer: Any) -> bool:
        """Return whether an entry asks for another option than a proposal."""
        option = offer.deal[issue]
        if one.kind == "position":
            return bool(one.issue == issue and one.option != option)
        own = one.kind == "proposal" and one.by in self.parties
        return bool(own and one.deal.get(issue, option) != option)

    def standing(self, issue: str) -> Ground:
        settled = super().standing(issue)
        since, ids = self.ground(issue, refused=False), [e.id for e in self.days]
        if settled is Ground.AGREED:
            return settled
        newest = max(
            (
                (max(map(ids.index, deal["ids"])), ids.index(self.fell[place][issue]) + 1)
                for place, deal in enumerate(self.deals)
                if issue in deal["options"] and issue not in deal["lost"]
            ),
            default=(0, 0),
        )[1]
        if since and since >= newest:
            return Ground.COMMON_GROUND
        if settled is Ground.FALLEN:
            return settled
        return Ground.FALLEN if self.ground(issue, refused=True) else Ground.OPEN


@given(exchanges())
@few(200)
def test_what_was_proposed_and_answered_stands_as_a_replay_has_it(
    drawn: tuple[list[Entry], str],
) -> None:
    entries, parties = drawn
    replay = ReplayedOffers(parties)
    for number, entry in enumerate(entries, start=1):
        replay.day(entry)
        found = issue_standings(case(*entries[:number][::-1], parties=parties))
        assert {i: one.standing for i, one in found.items()} == {
            i: replay.standing(i) for i in ISSUES
        }


def test_an_agreement_is_by_all_who_were_at_the_table_at_its_date() -> None:
    two = agreement("deal", "2031-04-01", "signed", deal={"land": "half"}, between="a b")
    alone = land(two, parties="a b c")
    assert (alone.standing, alone.partly, alone.without) == (Ground.OPEN, ("a", "b"), ("c",))
    late = since(case(two, parties="a b c"), "c", "2031-05-01")
    found = issue_standings(late)["land"]
    assert (found.standing, found.without) == (Ground.AGREED, ("c",))
    assert talks_state(late).text == "Agreement on Land signed on 1 April 2031."
    before = since(case(two, parties="a b c"), "c", "2031-03-01")
    assert issue_standings(before)["land"].standing is Ground.OPEN


def test_an_agreement_that_names_nobody_is_between_those_at_the_table_then() -> None:
    every = case(agreement("deal", "2031-04-01", deal={"land": "half"}), parties="a b c")
    assert issue_standings(every)["land"].by == ("a", "b", "c")
    late = since(every, "c", "2031-05-01")
    assert issue_standings(late)["land"].by == ("a", "b")
    later = agreement("again", "2031-06-01", deal={"arms": "all"}, between="a b")
    both = since(case(*every.record.entries, later, parties="a b c"), "c", "2031-05-01")
    found = issue_standings(both)
    assert (found["land"].standing, found["arms"].standing) == (Ground.AGREED, Ground.OPEN)


def test_a_party_is_an_actor_until_it_comes_to_the_table() -> None:
    said = made("statement", "s", "2031-01-05", by="c", text="We wait.")
    late = since(case(said, OFFER, YES, parties="a b c"), "c", "2031-05-01")
    then = late.as_of(when("2031-02-01"))
    assert list(then.process.parties) == ["a", "b"]
    assert then.process.name("c") == "C"
    assert issue_standings(then)["land"].standing is Ground.COMMON_GROUND
    assert list(late.as_of(when("2031-05-01")).process.parties) == ["a", "b", "c"]


def since(of: Case, party: str, date: str) -> Case:
    """Let a party come to the table at a date."""
    one = evolve(of.process.parties[party], since=when(date))
    parties = frozendict({**of.process.parties, party: one})
    return evolve(of, process=evolve(of.process, parties=parties))
