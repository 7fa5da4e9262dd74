"""Whatever the line does to what is sent, no move is lost and none is made twice.

A side makes moves over a line that freezes, loses, doubles and breaks off, while the host and
the machine are started anew in between; the log of the table is the judge.
"""

import os
import secrets
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path
from random import Random
from time import sleep

import pytest
from tests.host.bad_line import BadLine, Treats
from tests.host.people import example
from tests.host.served_host import serve_host, wait_for
from tests.host.test_afar import RIDGE, machine, made, opened

from accord.errors import AccordError
from accord.host.afar import sit_down
from accord.host.afar_kept import AfarKept
from accord.host.seated import MoveWaits
from accord.talks import Propose, State

ALL = os.environ.get("GUARD") == "all"
SEEDS = range(6) if ALL else range(1)
STEPS = 60 if ALL else 14


@pytest.mark.parametrize("seed", SEEDS)
def test_no_move_is_lost_and_none_is_made_twice(seed: int, tmp_path: Path) -> None:
    random, folder, own = Random(seed), example(tmp_path), tmp_path / "own"
    served = serve_host(folder)
    opened(served.host, "open-floor")
    port = int(served.base.rpartition(":")[2])
    line = BadLine(port)
    said, confirmed, taken_back = list[str](), set[str](), set[str]()
    with ExitStack() as end:
        link = end.enter_context(line.laid()) + "/join/" + served.host.doors.invite("ridge")
        sit_down(AfarKept(own), link, None, "Ada", secrets.token_bytes)
        tables = machine(own)
        tables.start()
        wait_for(lambda: tables.get("plenary", RIDGE))
        for number in range(STEPS):
            line.treats = random.choice([Treats.WELL, *Treats])
            if random.random() < 0.3:
                line.cut()
            what = random.random()
            here = tables.get("plenary", RIDGE)
            assert here is not None
            if what < 0.6:
                words = f"Number {number}."
                said.append(words)
                move = State(text=words) if random.random() < 0.7 else Propose(text=words)
                try:
                    here.move("ridge", move, "Ada", f"key {number}")
                    confirmed.add(words)
                except MoveWaits:
                    pass
            elif what < 0.7:
                there = served.host.tables.get("plenary", RIDGE)
                assert there is not None
                there.move("river", State(text="From the other side."), "Bo", "")
            elif what < 0.8 and (waiting := tables.moves()):
                one = random.choice(waiting)
                with suppress(AccordError, MoveWaits):
                    if random.random() < 0.5:
                        tables.send(one.key)
                    else:
                        tables.take_back(one.key)
                        taken_back.add(one.move.text)  # type: ignore[union-attr]
            elif what < 0.9:
                tables.close()
                tables = machine(own)
                tables.start()
            else:
                served.stop()
                served = serve_host(folder, port)
            sleep(random.random() * 0.3)
        line.treats = Treats.WELL
        tables.retry()
        wait_for(lambda: tables.state.live and all(one.draft for one in tables.moves()), 60)
        assert not any(one.tried for one in tables.moves())
        while drafts := tables.moves():  # somebody looks at each
            with suppress(MoveWaits):
                tables.send(drafts[0].key)
            wait_for(lambda: tables.state.live)
        there = served.host.tables.get("plenary", RIDGE)
        assert there is not None
        texts = Counter(one.text for one in made(there))  # type: ignore[union-attr]
        assert set(texts.values()) <= {1}, texts
        assert confirmed <= {*texts}, "what was confirmed was lost"
        assert {*texts} == {*said} - taken_back, (said, taken_back)
        here = tables.get("plenary", RIDGE)
        assert here is not None
        wait_for(lambda: here.seen("ridge").view == there.seen("ridge").view)
        tables.close()
    served.stop()
