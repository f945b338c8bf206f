"""How many learners a second join and enroll through the Python package, one by one and in batches.

Run with a Python that has the package: `python benches/python_pairs.py [learners]`, 1,000,000 unless said otherwise.
The commands are made beforehand, as plain dicts, and Python's collector is told to leave them alone.
"""

import gc
import sys
import time
from collections.abc import Callable
from uuid import UUID

from matricula import HOST, OPERATOR, Commit, Register, commands, types

NOW = "2020-01-06T08:00:00.000Z"
LEARNERS = 1_000_000
BATCH = 1_000
ROUNDS = 3

CONTRACT, PROGRAM, COURSE, COLLECTION = (str(UUID(int=number)) for number in (2, 3, 5, 6))


def empty(learners: int) -> Register:
    """A register with one program and one course, and room for everybody."""
    register = Register()
    setup: list[types.Command] = [
        commands.create_organization(organization=UUID(int=1), name="Acme", domains=["acme.example"]),
        commands.create_contract(
            contract=CONTRACT,
            name="Year 1",
            terms={"kind": "memberships", "seats": learners},
            starts_at=NOW,
            ends_at="2021-01-06T08:00:00.000Z",
        ),
        commands.create_program(
            program=PROGRAM,
            name="Learning Program",
            slug="learning-program",
            url="https://learn.acme.example/learning-program",
            tagline="",
        ),
        commands.add_domain(program=PROGRAM, domain="acme.example", contract=CONTRACT),
        commands.add_course(course=COURSE, name="Pottery", slug="pottery", partner="Kiln"),
        commands.create_collection(program=PROGRAM, collection=COLLECTION, name="Clay", description=""),
        commands.add_to_collection(
            program=PROGRAM, collection=COLLECTION, items=[{"kind": "course", "course": COURSE}]
        ),
    ]
    for command in setup:
        register.execute(command, now=NOW, actor=OPERATOR)
    register.reserve(learners, learners)
    return register


def pairs(learners: int) -> list[types.Command]:
    made: list[types.Command] = []
    for number in range(1000, 1000 + learners):
        learner = str(UUID(int=number))
        email = f"person{number}@acme.example"
        made.append(commands.join_program(program=PROGRAM, learner=learner, name="Jo Doe", email=email))
        made.append(
            commands.enroll_in_course(program=PROGRAM, learner=learner, course=COURSE, source=COLLECTION)
        )
    return made


def one_by_one(register: Register, given: list[types.Command]) -> None:
    execute = register.execute
    for command in given:
        execute(command, now=NOW, actor=HOST)


def in_batches(register: Register, given: list[types.Command]) -> None:
    for start in range(0, len(given), BATCH):
        outcomes = register.execute_many(given[start : start + BATCH], now=NOW, actor=HOST)
        if not all(type(outcome) is Commit for outcome in outcomes):
            raise SystemExit("a pair was refused")


def measure(name: str, run: Callable[[Register, list[types.Command]], None], given: list[types.Command]) -> None:
    learners = len(given) // 2
    best = float("inf")
    for _ in range(ROUNDS):
        register = empty(learners)
        start = time.perf_counter()
        run(register, given)
        best = min(best, time.perf_counter() - start)
        if register.size()["enrollments"] != learners:
            raise SystemExit("a pair is missing")
    print(f"{name}: {learners / best:,.0f} pairs a second, {best / learners * 1e9:,.0f} ns a pair")


def main() -> None:
    learners = int(sys.argv[1]) if len(sys.argv) > 1 else LEARNERS
    given = pairs(learners)
    gc.collect()
    gc.freeze()
    print(f"{learners:,} learners, best of {ROUNDS}")
    measure("one by one", one_by_one, given)
    measure(f"in batches of {BATCH:,}", in_batches, given)


if __name__ == "__main__":
    main()
