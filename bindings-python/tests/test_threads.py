"""Threads: long work lets others run, and one register may be used by many."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from matricula import HOST, OPERATOR, MatriculaError, Refusal, Register, read_usage

NEVER = 1000.0
ATTEMPTS = 20


@pytest.fixture
def no_turns() -> Iterator[None]:
    """Python itself does not take the lock away from a thread: who runs meanwhile, runs because it was released."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(NEVER)
    yield
    sys.setswitchinterval(before)


def runs_meanwhile(work: Callable[[], object]) -> bool:
    """Whether another thread gets to run during some work, which is repeated a few times for slow machines."""
    ran = threading.Event()
    gate = threading.Lock()

    def other() -> None:
        with gate:
            ran.set()

    gate.acquire()
    thread = threading.Thread(target=other)
    thread.start()
    # From here on the other thread needs nothing but Python's lock, and nothing below gives it away.
    gate.release()
    for _ in range(ATTEMPTS):
        try:
            work()
        except MatriculaError:
            # A repetition may well be refused.
            pass
        if ran.is_set():
            break
    seen = ran.is_set()
    thread.join()
    return seen


def filled(world: Any, count: int) -> Register:
    register: Register = world.register
    commands = [world.join(number) for number in range(1000, 1000 + count)]
    commands += [world.enroll(number) for number in range(1000, 1000 + count)]
    register.execute_many(commands, now=world.now, actor=HOST)
    return register


def test_the_measure_itself(no_turns: None) -> None:
    assert not runs_meanwhile(lambda: sum(range(100_000)))


def test_long_work_releases_the_lock(big_world: Any, ids: Any, no_turns: None) -> None:
    register = filled(big_world, 40_000)
    request: Any = {"contracts": "all_time", "guard_formulas": False}
    report = register.email_report(request, now=big_world.now, actor=OPERATOR)
    saved = register.snapshot()
    joins = [big_world.join(number) for number in range(100_000, 130_000)]
    more = [big_world.join(number) for number in range(200_000, 230_000)]
    rows = [
        {"line": number, "name": "Jo", "email": f"jo{number}@other.example"} for number in range(1, 30_000)
    ]
    invite = {
        "kind": "invite_learners",
        "import": ids(70),
        "program": big_world.program,
        "contract": big_world.contract,
        "rows": rows,
        "send": True,
        "mode": "skip_invalid",
        "preview": None,
    }
    replica = Register.restore(saved)
    context: Any = {"now": big_world.now, "actor": OPERATOR}
    commits: Any = register.execute_many(joins, **context)
    for work in (
        lambda: register.execute_many(more, **context),
        lambda: register.preview_invitations(invite, **context),
        lambda: register.execute(invite, **context),
        lambda: replica.apply_many(commits),
        lambda: register.email_report(request, **context),
        register.snapshot,
        lambda: Register.restore(saved),
        register.check_invariants,
        lambda: read_usage(report.usage),
    ):
        assert runs_meanwhile(work), work
    register.check_invariants()


@pytest.mark.parametrize("seats", [500])
def test_threads_never_take_one_seat_twice(world: Any, ids: Any, seats: int) -> None:
    world.do(
        {
            "kind": "create_contract",
            "contract": ids(13),
            "name": "Small",
            "terms": {"kind": "memberships", "seats": seats},
            "starts_at": world.now,
            "ends_at": "2021-01-01T00:00:00.000Z",
        }
    )
    world.do({"kind": "add_domain", "program": world.program, "domain": "small.example", "contract": ids(13)})
    register: Register = world.register
    start = threading.Barrier(8)

    def hammer(thread: int) -> int:
        start.wait()
        joined = 0
        for number in range(200):
            person = 10_000 + thread * 1000 + number
            command = {**world.join(person), "email": f"p{person}@small.example"}
            try:
                if number % 3:
                    register.execute(command, now=world.now, actor=HOST)
                    joined += 1
                else:
                    (outcome,) = register.execute_many([command], now=world.now, actor=HOST)
                    joined += not isinstance(outcome, Refusal)
            except Refusal as refusal:
                assert refusal.code == "seats_exhausted"
            if number % 50 == 0:
                register.check_invariants()
                register.contracts(world.now)
                Register.restore(register.snapshot())
        return joined

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            joined = list(pool.map(hammer, range(8)))
    finally:
        sys.setswitchinterval(before)
    assert sum(joined) == seats
    assert register.seats_as_of(ids(13), world.now) == seats
    register.check_invariants()
