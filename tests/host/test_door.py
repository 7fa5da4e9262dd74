from pathlib import Path

from starlette.testclient import TestClient
from tests.host.people import example, hosted, sit

from accord.host.app import application


def test_a_link_is_taken_once_and_by_a_post_alone(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        secret = host.doors.invite("ridge")
        client = TestClient(application(host), base_url="http://127.0.0.1:8443")
        for _ in range(2):
            assert client.get(f"/join/{secret}").status_code == 200
        assert client.get("/brief").status_code == 401
        taken = client.post(f"/join/{secret}", data={"name": "Oda"}, follow_redirects=False)
        assert (taken.status_code, taken.headers["location"]) == (303, "/brief")
        assert client.get("/brief").status_code == 200
        other = TestClient(application(host), base_url="http://127.0.0.1:8443")
        assert other.post(f"/join/{secret}", follow_redirects=False).status_code == 200
        assert other.get("/brief").status_code == 401


def test_what_is_not_for_a_seat_is_answered_as_what_is_not_there(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        ridge = sit(host, "ridge")
        there = ridge.client.get("/join/nobody-was-given-this")
        assert there.status_code == 404
        assert there.text == ridge.client.get("/nothing/at/all").text
