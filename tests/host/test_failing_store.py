"""A store that cannot be written for a while: nobody meets a fault of the program."""

from pathlib import Path
from typing import Any

import pytest
from tests.host.people import example, hosted, sit

from accord.errors import Unwritable
from accord.host.host import open_host
from accord.host.settings import HostSettings


def test_what_cannot_be_kept_is_said_in_a_page_that_names_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> int:
        raise Unwritable(f"{tmp_path}/host/accord.sqlite: the disk is full")

    with hosted(example(tmp_path)) as host:
        runs, mediator, ridge = (sit(host, one) for one in ("host", "mediator", "ridge"))
        mediator.post("/papers", title="A draft", text="Both roads open.", to=["ridge"])
        at = host.papers.of("ridge")[0].id
        fields = {"token": ""}
        with monkeypatch.context() as failing:
            failing.setattr(host.store, "append", full)
            runs.get("/brief")
            said = [runs.client.get("/host/opened")]
            for guest, path in ((ridge, f"/papers/{at}/take"), (ridge, "/leave")):
                page = guest.get("/papers")
                fields["token"] = page.split('name="token" value="')[1].split('"')[0]
                said.append(guest.client.post(path, data=fields))
        for one in said:
            assert one.status_code == 503
            assert "could not be done" in one.text and "sqlite" not in one.text
        assert runs.client.get("/host/opened").status_code == 200
        assert ridge.post(f"/papers/{at}/take", on="/papers") == f"/papers/{at}"


def test_a_paper_sent_to_two_processes_is_released_once(tmp_path: Path) -> None:
    folder = example(tmp_path)
    one, other = (open_host(HostSettings(folder=folder, plain_http=True)) for _ in range(2))
    try:
        for host in (one, other):  # the other has not heard of it yet
            host.papers.release("A draft", ["ridge", "river"], "Oda", text="Open.", key="k")
        one.papers.take("k", "ridge", "Per")
        for host in (other, one):
            assert host.papers.take("k", "ridge", "Per")
        assert [kept.event["kind"] for kept in one.store.read("host/papers")] == [
            "released",
            "taken",
        ]
    finally:
        one.close()
        other.close()
