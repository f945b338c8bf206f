"""The shared vectors, `tests/vectors/*.json`: each scenario is lived through and its answers are compared.

Rust and Node run the same files; `tests/vectors/README.md` says how they are written.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from matricula import OPERATOR, Commit, EmailReport, Refusal, Register

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "vectors"
BASES: dict[str, Any] = json.loads((FOLDER / "bases.json").read_text(encoding="utf-8"))
PARTS = ("events", "rows", "warnings", "personal", "at")


def scenarios() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.json")):
        if path.name == "bases.json":
            continue
        for scenario in json.loads(path.read_text(encoding="utf-8"))["scenarios"]:
            yield pytest.param(scenario, id=scenario["name"])


def resolve(value: Any, names: dict[str, Any]) -> Any:
    """Puts what a `$name` stands for in its place, everywhere."""
    if isinstance(value, str) and value.startswith("$"):
        return resolve(names[value], names)
    if isinstance(value, list):
        return [resolve(item, names) for item in value]
    if isinstance(value, dict):
        return {key: resolve(item, names) for key, item in value.items()}
    return value


def check(expected: Any, found: Any, place: str) -> None:
    """Holds a value against what was expected of it. Fields not expected may be anything."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key, value in expected.items():
            assert key in found, f"{place}.{key} is missing"
            check(value, found[key], f"{place}.{key}")
    elif isinstance(expected, list) and isinstance(found, list):
        assert len(expected) == len(found), f"{place}: {found}"
        for index, (one, other) in enumerate(zip(expected, found, strict=True)):
            check(one, other, f"{place}[{index}]")
    else:
        assert type(expected) is type(found), place
        assert expected == found, place


def facts(refusal: Refusal) -> dict[str, Any]:
    """A refusal as the vectors see it."""
    told = {"rule": refusal.rule, "cure": refusal.cure, "message": refusal.message}
    return {**refusal.facts, "code": refusal.code, **told}


def report_of(report: EmailReport) -> dict[str, Any]:
    """An email report as the vectors see it: the rows of its files by their headers, and the figures."""
    found: dict[str, Any] = {"summary": report.summary}
    for name in ("usage", "membership", "specialization"):
        text = io.StringIO(getattr(report, name).decode(), newline="")
        found[name] = list(csv.DictReader(text))
    return found


class Run:
    """A register that lives through a scenario, and all that it was told."""

    def __init__(self) -> None:
        self.names = dict(BASES["names"])
        self.register = Register()
        self.commits: list[Commit] = []
        self.at = ""

    def take(self, steps: list[Any]) -> None:
        for step in steps:
            if isinstance(step, str):
                self.take(BASES["bases"][step])
            else:
                self.step(resolve(step, self.names))

    def step(self, step: dict[str, Any]) -> None:
        self.at = step.get("at", self.at)
        actor = step.get("actor", OPERATOR)
        then = step.get("then", {})
        before = self.register.snapshot()
        if "preview" in step:
            self.preview(step, actor, then)
            assert self.register.snapshot() == before, "a preview changed the register"
            return
        given = {"now": self.at, "actor": actor, "command_id": step.get("command_id")}
        command = step["command"]
        reasons = self.register.why(command, **given)
        try:
            decision = self.register.decide(command, **given)
        except Refusal as refusal:
            assert "refused" in then, f"refused: {refusal}"
            assert facts(reasons[0]) == facts(refusal), "the first of all reasons is given"
            with pytest.raises(Refusal) as caught:
                self.register.execute(command, **given)
            assert facts(caught.value) == facts(refusal)
            assert self.register.snapshot() == before, "a refused command changed the register"
            check(then["refused"], facts(refusal), "refused")
            if "why" in then:
                assert [reason.code for reason in reasons] == then["why"]
            return
        assert "refused" not in then, f"not refused: {decision.commit.events}"
        assert reasons == []
        assert self.register.snapshot() == before, "deciding changed the register"
        assert decision.repeated is then.get("repeated", False)
        commit = self.register.execute(command, **given)
        assert commit == decision.commit
        assert commit.repeated is decision.commit.repeated is decision.repeated
        assert set(then) <= {*PARTS, "repeated"}
        found: dict[str, Any] = {**commit.to_dict()}
        for part in PARTS:
            if part in then:
                check(then[part], found[part], part)
        if decision.repeated:
            assert self.register.snapshot() == before, "a repeated command changed the register"
        else:
            self.commits.append(commit)

    def preview(self, step: dict[str, Any], actor: Any, then: dict[str, Any]) -> None:
        command = step["preview"]
        previews: dict[str, Any] = {
            "invite_learners": self.register.preview_invitations,
            "import_domains": self.register.preview_domains,
            "sync_roster": self.register.plan_roster,
        }
        expected = then.get("refused")
        try:
            found = previews[command["kind"]](command, now=self.at, actor=actor)
        except Refusal as refusal:
            assert isinstance(expected, dict), f"refused: {refusal}"
            check(expected, facts(refusal), "refused")
            return
        assert not isinstance(expected, dict), "the preview was not refused"
        check(then, found, "preview")
        if "save" in step:
            self.names[f"${step['save']}"] = found["preview"]

    def ask(self, register: Register, question: dict[str, Any]) -> Any:
        name = question["ask"]
        if "seen_by" in question:
            try:
                return getattr(register.seen_by(**question["seen_by"]), name)(**question["with"])
            except Refusal as refusal:
                return {"refused": facts(refusal)}
        arguments = {argument: question["with"][argument] for argument in BASES["questions"][name]}
        if name in ("latest", "sequence"):
            return getattr(register, name)
        arguments.update(arguments.pop("context", {}))
        try:
            found = getattr(register, name)(**arguments)
        except Refusal as refusal:
            return {"refused": facts(refusal)}
        if isinstance(found, EmailReport):
            return report_of(found)
        return found.decode() if isinstance(found, bytes) else found

    def as_of(self, instant: str) -> Register:
        """The register as of an earlier instant: a snapshot on the way, and the commits behind it."""
        replica = Register()
        taken = replica.replay_until(self.commits, instant)
        assert taken == replica.sequence
        earlier = Register()
        earlier.apply_many(self.commits[: taken // 2])
        restored = Register.restore(earlier.snapshot())
        assert restored.replay_until(self.commits, instant) == taken - taken // 2
        assert restored.snapshot() == replica.snapshot()
        return restored

    def close(self) -> None:
        """Checks what holds after every scenario, whatever it is about."""
        self.register.check_invariants()
        snapshot = self.register.snapshot()
        replica = Register()
        for commit in self.commits:
            replica.apply(Commit.from_json(commit.to_json()))
        assert replica.snapshot() == snapshot, "replaying the commits gives another register"
        restored = Register.restore(snapshot)
        assert restored.snapshot() == snapshot
        restored.check_invariants()


@pytest.mark.parametrize("scenario", list(scenarios()))
def test_scenario(scenario: dict[str, Any]) -> None:
    run = Run()
    run.take(scenario["given"])
    run.take(scenario.get("when", []))
    restored = Register.restore(run.register.snapshot())
    for question in resolve(scenario.get("then", []), run.names):
        asked = [run.as_of(question["as_of"])] if "as_of" in question else [run.register, restored]
        for register in asked:
            check(question["answer"], run.ask(register, question), question["ask"])
    run.close()
