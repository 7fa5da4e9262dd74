import asyncio
import re
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient
from tests.host.people import Guest, example, hosted, sit

from accord.host.app import application
from accord.host.door_secrets import code_of, in_groups
from accord.host.host import Host, open_host
from accord.host.rates import Rate, Rates, TokenBuckets, place_of
from accord.host.settings import HostSettings
from accord.host.who_sees import what_is_seen, who_reads


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


def guest(host: Host) -> TestClient:
    return TestClient(application(host), base_url="http://127.0.0.1:8443")


def test_a_second_device_is_let_in_by_who_sees_its_words(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        secret = host.doors.invite("ridge")
        oda, tam, other = guest(host), guest(host), sit(host, "river")
        oda.get(f"/join/{secret}")
        oda.post(f"/join/{secret}", data={"name": "Oda"})
        page = tam.get(f"/join/{secret}").text
        assert "taken at" in page and "Oda" in page and "Ask to be let in" in page
        asked = tam.post(f"/join/{secret}", data={"name": "Tam", "knock": "1"})
        (words,) = re.findall(r"<strong><bdi>(\w+ \w+)</bdi></strong>", asked.text)
        assert words in oda.get("/brief").text
        assert words not in other.get("/brief") and "wants in" not in other.get("/brief")
        assert tam.get("/brief").status_code == 401
        (one,) = re.findall(r'name="knock" value="(\w+)"', oda.get("/brief").text)
        other.post("/knock/answer", on="/seat", knock=one, answer="yes")
        assert tam.post("/knock").status_code == 200  # the other side let in nobody
        Guest(oda).post("/knock/answer", on="/brief", knock=one, answer="yes")
        assert "You were let in" in tam.get("/knock").text
        tam.post("/knock")
        assert "as <bdi>Tam</bdi>" in tam.get("/brief").text
        assert "Tam" in oda.get("/seat").text


def test_a_browser_that_sits_there_goes_in_and_one_that_sits_elsewhere_is_asked(
    tmp_path: Path,
) -> None:
    with hosted(example(tmp_path)) as host:
        client = guest(host)
        first, second, river = (host.doors.invite(one) for one in ("ridge", "ridge", "river"))
        client.post(f"/join/{first}")
        for _ in range(2):
            assert client.get(f"/join/{second}", follow_redirects=False).status_code == 303
        assert len(host.doors.open_invitations("ridge")) == 1
        assert client.post(f"/join/{river}", follow_redirects=False).status_code == 422
        assert client.post(f"/join/{river}", data={"leave": "1"}).status_code == 200
        assert [one.seat for one in host.doors.sittings()] == ["river"]
        assert "Leave" in client.get("/seat").text


def test_who_lost_the_answer_comes_in_with_the_same_link(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        secret, client = host.doors.invite("ridge"), guest(host)
        client.get(f"/join/{secret}")
        coming = client.cookies["coming"]
        assert host.doors.take(secret, "", coming) == coming  # the answer is lost
        assert client.post(f"/join/{secret}", follow_redirects=False).status_code == 303
        assert client.get("/seat").status_code == 200


def test_a_slip_has_a_code_that_leads_to_the_same_door(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        secret, client = host.doors.invite("ridge/capital"), guest(host)
        assert client.post("/join", data={"code": "abcd-efgh-ijkl"}).status_code == 422
        door = client.post("/join", data={"code": in_groups(code_of(secret)).lower()})
        assert "the capital" in door.text
        assert client.post(str(door.url)).url.path == "/brief"


def test_whoever_leaves_or_is_ended_is_out(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        oda, tam = sit(host, "ridge", "Oda"), sit(host, "ridge", "Tam")
        lost = next(one.id for one in host.doors.sittings("ridge") if one.name == "Tam")
        stranger = sit(host, "river")
        stranger.post("/seat/end", on="/seat", what=lost)
        tam.get("/seat")
        oda.post("/seat/end", on="/seat", what=lost)
        put_out = tam.client.get("/seat")
        assert (put_out.status_code, "You have no seat here any more" in put_out.text) == (
            401,
            True,
        )
        oda.post("/leave", on="/seat")
        left = oda.client.get("/seat")
        assert (left.status_code, "You have no seat here yet" in left.text) == (401, True)


def test_who_is_put_out_while_they_send_something_has_sent_nothing(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        oda, tam = sit(host, "ridge", "Oda"), sit(host, "ridge", "Tam")
        first, lost = host.doors.sittings("ridge")
        fields = dict(re.findall(r'name="(token)" value="(\w+)"', tam.get("/seat")))
        whole = f"token={fields['token']}&what={first.id}".encode()
        pieces, statuses = [whole[:9], whole[9:]], []

        async def receive() -> dict[str, Any]:
            if len(pieces) == 1:
                host.doors.end(lost.id)
            return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

        async def send(message: Any) -> None:
            statuses.append(message.get("status"))

        headers = {
            "cookie": f"accord={tam.client.cookies['accord']}",
            "content-type": "application/x-www-form-urlencoded",
            "content-length": str(len(whole)),
        }
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/seat/end",
            "query_string": b"",
            "headers": [(one.encode(), text.encode()) for one, text in headers.items()],
        }
        asyncio.run(application(host)(scope, receive, send))
        assert statuses[0] == 401
        assert host.doors.sittings("ridge") == (first,)
        oda.get("/seat")


def test_who_is_gone_while_they_send_something_leaves_no_trace_in_the_log(
    tmp_path: Path,
) -> None:
    with hosted(example(tmp_path)) as host:
        statuses = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            statuses.append(message.get("status"))

        scope = {
            "type": "http",
            "method": "POST",
            "path": "/join",
            "query_string": b"",
            "headers": [
                (b"content-type", b"application/x-www-form-urlencoded"),
                (b"content-length", b"9"),
            ],
        }
        asyncio.run(application(host)(scope, receive, send))  # which raises nothing
        assert statuses[0] == 400


def test_only_what_is_there_is_kept_by_a_browser(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        kept = guest(host).get("/static/app.css").headers["cache-control"]
        assert "immutable" in kept
        for path in ("/static/nothing.css", "/static/../app.py", "/"):
            assert guest(host).get(path).headers["cache-control"] == "no-store"


def test_with_tls_a_browser_takes_the_cookies_from_this_host_alone(tmp_path: Path) -> None:
    """A browser takes what has this prefix over TLS alone, for one host and all of it."""
    host = open_host(HostSettings(folder=example(tmp_path)))
    try:
        client = TestClient(application(host), base_url="https://192.0.2.7:8443")
        link = f"/join/{host.doors.invite('ridge')}"
        planted = host.doors.secret()  # by whoever rules the network, over plain HTTP
        client.cookies.set("coming", planted)
        shown = client.get(link)
        taken = client.post(link, follow_redirects=False)
        assert host.doors.sitting(planted) is None
        assert client.get("/seat").status_code == 200
        for one in (
            *shown.headers.get_list("set-cookie"),
            *taken.headers.get_list("set-cookie"),
        ):
            assert one.startswith("__Host-") and "Secure" in one and "Path=/;" in one + ";"
            assert "Domain" not in one
    finally:
        host.close()


def test_who_has_no_seat_is_not_told_what_is_talked_about(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        title = host.held.whole.process.title
        for path in ("/", "/brief", "/join/nothing"):
            assert title not in guest(host).get(path).text
        assert title in guest(host).get(f"/join/{host.doors.invite('ridge')}").text


def test_the_door_says_who_reads_what_is_entered(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        seats, process = host.seats, host.held.whole.process
        said = what_is_seen(process, seats, seats["ridge"])
        ridge = process.name("ridge")
        assert said[0] == (
            "You read what is for everybody, what is for everybody at the table and "
            f"what is for {ridge}."
        )
        assert said[1] == (
            f"What you enter for {ridge} is read by: {ridge}; {ridge}: the capital."
        )
        assert who_reads(seats, ("public", "ridge")) == "everybody"


def test_who_asks_too_much_is_told_how_long_to_wait(tmp_path: Path) -> None:
    few = Rates(sitting=Rate(3, 0.1), address=Rate(3, 0.1))
    settings = HostSettings(folder=example(tmp_path), plain_http=True, rates=few)
    host = open_host(settings)
    try:
        client = guest(host)
        answers = [client.get("/") for _ in range(4)]
        assert [one.status_code for one in answers] == [200, 200, 200, 429]
        assert 1 <= int(answers[-1].headers["retry-after"]) <= 10
        forged = client.get("/", headers={"x-forwarded-for": "10.0.0.9"})
        assert forged.status_code == 429
    finally:
        host.close()


def test_a_sitting_keeps_no_more_pages_live_than_it_may() -> None:
    buckets = TokenBuckets(Rates(streams=1))
    with buckets.stream("one") as first, buckets.stream("one") as second:
        assert (first, second) == (True, False)
    with buckets.stream("one") as again:
        assert again
    assert place_of("fe80::1%eth0") == place_of("fe80::2") != place_of("fe80:0:0:1::2")


def test_a_sitting_that_asks_for_much_at_once_keeps_nobody_else_waiting() -> None:
    buckets = TokenBuckets(Rates(at_once=2, in_line=1))
    begun: list[str] = []

    async def ask(who: str, done: asyncio.Event) -> bool:
        async with buckets.turn(who) as free:
            if free:
                begun.append(who)
                await done.wait()
            return free

    async def run() -> None:
        done = asyncio.Event()
        asked = [asyncio.create_task(ask(one, done)) for one in ("a", "a", "a", "a", "b", "")]
        for _ in range(5):
            await asyncio.sleep(0)
        assert begun == ["a", "a", "b", ""]  # of the four one waits, and one is sent away
        done.set()
        assert await asyncio.gather(*asked) == [True, True, True, False, True, True]
        assert begun == ["a", "a", "b", "", "a"]
        assert await ask("a", done)

    asyncio.run(run())


def test_nothing_shows_one_side_who_comes_and_goes_at_another(tmp_path: Path) -> None:
    """Two hosts: at one, people of the ridge come, knock, sign up and are put out."""
    shown: list[dict[str, str]] = []
    for busy in (False, True):
        with hosted(example(tmp_path / str(busy))) as host:
            river = sit(host, "river", "Rika")
            if busy:
                link = host.doors.invite("ridge")
                oda = sit(host, "ridge", "Oda")
                oda.post("/account", name="oda", password="four words will do")
                assert host.doors.take(link, "Tam")
                asks = guest(host)
                asks.get(f"/join/{link}")
                asks.post(f"/join/{link}", data={"knock": "1"})
                assert len(host.doors.knocks("ridge")) == 1
                oda.post("/seat/end", on="/seat", what=host.doors.sittings("ridge")[-1].id)
            doors = ("/seat", "/account", "/opened", "/knock", "/for-you", "/sign-in", "/host")
            pages = [*doors, *(page.path for page in host.pages if page.nav)]
            answers = {path: river.client.get(path) for path in pages}
            once = re.compile(r'name="once" value="\w+"')
            shown.append({path: once.sub("", one.text) for path, one in answers.items()})
            assert {one.headers["content-length"] for one in answers.values()}
    quiet, busy_shown = shown
    for path, text in quiet.items():
        assert busy_shown[path] == text, path


def test_those_in_a_seat_see_what_was_given_to_come_in_there(tmp_path: Path) -> None:
    with hosted(example(tmp_path)) as host:
        oda, runs, river = (
            sit(host, "ridge", "Oda"),
            sit(host, "host", "Hanna"),
            sit(host, "river"),
        )
        runs.post("/host/link", on="/host", status=200, seat="ridge")
        page = oda.get("/seat")
        assert "Hanna (host)</bdi>: <bdi>gave a link" in page and "Not taken yet" in page
        assert "Hanna" not in river.get("/seat")
        (link,) = host.doors.open_invitations("ridge")
        river.post("/seat/end", on="/seat", what=link.id)
        assert host.doors.open_invitations("ridge")
        oda.post("/seat/end", on="/seat", what=link.id)
        assert not host.doors.open_invitations("ridge")
