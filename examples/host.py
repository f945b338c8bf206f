"""A host: keeps a register's history in SQLite, comes back after a crash, and answers each person with what is theirs.

`python examples/host.py [file.sqlite]` needs the package (`pip install ./bindings-python`) and nothing else. Run it twice
with the same file: the second time it finds everything there, and repeats nothing.
"""

import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self
from uuid import UUID

from matricula import OPERATOR, Commit, Refusal, Register, commands, learner, types

SNAPSHOT_EVERY = 1_000


class Host:
    """A register and the file that it comes back from. One host writes to a file at a time."""

    def __init__(self, path: str) -> None:
        self.db = sqlite3.connect(path, isolation_level=None)
        self.db.execute("CREATE TABLE IF NOT EXISTS history (sequence INTEGER PRIMARY KEY, data BLOB NOT NULL)")
        self.db.execute("CREATE TABLE IF NOT EXISTS snapshot (sequence INTEGER PRIMARY KEY, data BLOB NOT NULL)")
        latest = self.db.execute("SELECT data FROM snapshot ORDER BY sequence DESC LIMIT 1").fetchone()
        self.register = Register.restore(latest[0]) if latest else Register()
        since = self.db.execute(
            "SELECT data FROM history WHERE sequence > ? ORDER BY sequence", (self.register.sequence,)
        )
        self.register.apply_many(Commit.from_bytes(data) for (data,) in since)

    def give(self, command: types.Command, *, actor: types.Actor, command_id: UUID, now: datetime) -> Commit:
        """Carries out a command once, however often it is given under its id. Raises `Refusal`; then nothing changes.

        What comes of it is stored before it is applied: after a crash in between it is simply applied when the host starts.
        """
        decision = self.register.decide(command, now=now, actor=actor, command_id=command_id)
        if not decision.repeated:
            commit = decision.commit
            self.db.execute("INSERT INTO history VALUES (?, ?)", (commit.sequence, commit.to_bytes()))
            self.register.apply(commit)
            if commit.sequence % SNAPSHOT_EVERY == 0:
                self.snapshot()
        return decision.commit

    def snapshot(self) -> None:
        """Keeps the register as it stands, so that the next start has less to apply."""
        data = (self.register.sequence, self.register.snapshot())
        self.db.execute("INSERT OR REPLACE INTO snapshot VALUES (?, ?)", data)

    def as_of(self, instant: datetime) -> Register:
        """The register as it was at an instant."""
        past = Register()
        stored = self.db.execute("SELECT data FROM history ORDER BY sequence")
        past.replay_until((Commit.from_bytes(data) for (data,) in stored), instant)
        return past

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def main(path: str) -> None:
    contract, program, jo, ada = (UUID(int=number) for number in (2, 3, 10, 11))
    morning, noon = datetime(2020, 1, 6, 8, tzinfo=UTC), datetime(2020, 1, 6, 12, tzinfo=UTC)
    setup: list[types.Command] = [
        commands.create_organization(organization=UUID(int=1), name="Acme", domains=["acme.example"]),
        commands.create_contract(
            contract=contract,
            name="Year 1",
            terms={"kind": "memberships", "seats": 1},
            starts_at=morning,
            ends_at="2021-01-06T08:00:00.000Z",
        ),
        commands.create_program(
            program=program,
            name="Learning Program",
            slug="learning-program",
            url="https://learn.acme.example/learning-program",
            tagline="",
        ),
        commands.add_domain(program=program, domain="acme.example", contract=contract),
    ]
    with Host(path) as host:
        known = host.register.sequence
        for number, command in enumerate(setup):
            host.give(command, actor=OPERATOR, command_id=UUID(int=100 + number), now=morning)
        join = commands.join_program(program=program, learner=jo, name="Jo Doe", email="jo@acme.example")
        for _ in range(2):  # The network failed, and the same command comes again under its id.
            commit = host.give(join, actor=learner(jo), command_id=UUID(int=200), now=noon)
        print(f"{host.register.sequence - known} commits stored, {known} were there; joining is the {commit.sequence}th")
        try:
            late = commands.join_program(program=program, learner=ada, name="Ada Roe", email="ada@acme.example")
            host.give(late, actor=learner(ada), command_id=UUID(int=201), now=noon)
        except Refusal as refusal:
            print(f"refused by {refusal.rule}: {refusal}")
        # Everyone is answered with what is theirs.
        seen = host.register.seen_by(now=noon, actor=learner(jo))
        membership = seen.membership(program, jo)
        print("jo asks for the membership:", membership and (membership["status"], membership["access"]))
        try:
            seen.administrators()
        except Refusal as refusal:
            print(f"jo asks for the administrators: {refusal}")
        host.snapshot()

    with Host(path) as host:  # After a crash.
        print("members in the morning, and at noon:", end=" ")
        print(host.as_of(morning).funnel(morning)["joined"], host.register.funnel(noon)["joined"])


if __name__ == "__main__":
    with TemporaryDirectory() as directory:
        main(sys.argv[1] if len(sys.argv) > 1 else str(Path(directory) / "host.sqlite"))
