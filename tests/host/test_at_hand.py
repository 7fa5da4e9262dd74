"""At hand in a session: the recorder, and papers that all get at the same moment."""

import re
from pathlib import Path

from tests.host.people import example, hosted, sit


def test_each_press_of_the_recorder_is_an_entry_of_now(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        mediator, river = sit(host, "mediator", "Oda"), sit(host, "river")
        mediator.post("/recorder", what="opened", text="The first day")
        mediator.post("/recorder", what="statement", by="ridge", text="We want the road open.")
        mediator.post("/recorder", what="adjourned")
        added = host.held.case(host.seats["river"].reader).record.entries[-3:]
        assert [one.kind for one in added] == ["session", "statement", "step"]
        assert {one.during for one in added[1:]} == {added[0].id}
        assert all(str(one.date).startswith("2033-09-30T") for one in added)
        assert "We want the road open." in river.get(f"/record/{added[1].id}")
        assert river.client.get("/recorder").status_code == 404
        page = mediator.post("/recorder", status=422, what="statement", by="ridge")
        assert "Say who speaks, and what is said." in page


def test_a_paper_is_there_for_all_at_once_and_says_who_took_it_when(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        mediator = sit(host, "mediator", "Oda")
        ridge, river, orchard = (sit(host, one) for one in ("ridge", "river", "orchard"))
        to = ["ridge", "river"]
        mediator.post("/papers", title="A draft", text="Both roads open.", to=to)
        for guest in (ridge, river):
            page = guest.get("/papers")
            assert "A draft" in page and "Both roads open." not in page
        assert "A draft" not in orchard.get("/papers")
        one = re.search(r'action="/papers/(\w+)/take"', ridge.get("/papers"))
        assert one
        at = f"/papers/{one[1]}"
        assert ridge.client.get(at).status_code == 404  # not before it is taken
        assert ridge.post(f"{at}/take", on="/papers") == at
        assert "Both roads open." in ridge.get(at)
        assert "took it" in river.get("/papers")
        assert orchard.client.get(at).status_code == 404
        ridge.post(f"{at}/take", on="/record/add")  # taken again: nothing changes
        assert len(host.papers.of("ridge")[0].taken) == 1
