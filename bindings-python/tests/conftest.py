"""A small organization for the tests: one program, two contracts, a catalog and people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest

from matricula import HOST, OPERATOR, Commit, Register, commands

NOW = "2020-01-06T08:00:00.000Z"


def uuid(number: int) -> str:
    return str(UUID(int=number))


@dataclass
class World:
    """Ids as text, and the register that has them."""

    register: Register = field(default_factory=Register)
    now: str = NOW
    seats: int = 100
    contract: str = uuid(2)
    program: str = uuid(3)
    course: str = uuid(5)
    second_course: str = uuid(6)
    specialization: str = uuid(7)
    collection: str = uuid(8)
    administrator: str = uuid(9)

    def do(self, command: Any, actor: Any = OPERATOR, **context: Any) -> Commit:
        return self.register.execute(command, now=context.pop("now", self.now), actor=actor, **context)

    def join(self, number: int) -> Any:
        return commands.join_program(
            program=self.program,
            learner=uuid(number),
            name=f"Person {number}",
            email=f"person{number}@acme.example",
        )

    def enroll(self, number: int) -> Any:
        return commands.enroll_in_course(
            program=self.program, learner=uuid(number), course=self.course, source=self.collection
        )

    def setup(self) -> Iterator[Any]:
        yield commands.create_organization(organization=uuid(1), name="Acme", domains=["acme.example"])
        yield commands.create_contract(
            contract=self.contract,
            name="Year 1",
            terms={"kind": "memberships", "seats": self.seats},
            starts_at=self.now,
            ends_at="2021-01-06T08:00:00.000Z",
        )
        yield commands.create_program(
            program=self.program,
            name="Learning Program",
            slug="learning-program",
            url="https://learn.acme.example/learning-program",
            tagline="",
        )
        yield commands.add_domain(program=self.program, domain="acme.example", contract=self.contract)
        for course, slug in ((self.course, "pottery"), (self.second_course, "glazes")):
            yield commands.add_course(course=course, name=slug.title(), slug=slug, partner="Kiln")
        yield commands.add_specialization(
            specialization=self.specialization,
            name="Ceramics",
            slug="ceramics",
            partner="Kiln",
            courses=[self.course, self.second_course],
        )
        yield commands.create_collection(
            program=self.program, collection=self.collection, name="Clay", description=""
        )
        yield commands.add_to_collection(
            program=self.program,
            collection=self.collection,
            items=[
                {"kind": "course", "course": self.course},
                {"kind": "specialization", "specialization": self.specialization},
            ],
        )
        yield commands.add_organization_administrator(
            administrator=self.administrator, name="Ada Roe", email="ada@acme.example"
        )


def make_world(**options: Any) -> World:
    world = World(**options)
    for command in world.setup():
        world.do(command)
    return world


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def peopled(world: World) -> World:
    """A world in which two have joined, one of whom has enrolled and completed."""
    for number in (20, 21):
        world.do(world.join(number), HOST)
    world.do(world.enroll(20), HOST)
    world.do(
        commands.record_course_activity(
            program=world.program,
            learner=uuid(20),
            course=world.course,
            progress="12.82",
            grade="88.25",
            hours=3,
            completed_at="2020-01-07T08:00:00.000Z",
        ),
        HOST,
        now="2020-01-08T08:00:00.000Z",
    )
    world.now = "2020-01-08T08:00:00.000Z"
    return world


@pytest.fixture
def big_world() -> World:
    return make_world(seats=2_000_000)


@pytest.fixture
def ids() -> Any:
    return uuid
