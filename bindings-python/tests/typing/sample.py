"""What a type checker makes of the package: this file is checked, and run as well."""

import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import assert_type
from uuid import UUID

import matricula
from matricula import HOST, OPERATOR, Commit, Refusal, Register, commands, types

NOW = datetime(2020, 1, 6, 8, tzinfo=UTC)
PROGRAM = UUID(int=3)


def enroll(register: Register, command: types.Command) -> str:
    try:
        commit = register.execute(command, now=NOW, actor=OPERATOR)
    except Refusal as refusal:
        assert_type(refusal.transient, bool)
        return refusal.code
    assert_type(commit, Commit)
    for event in commit.events:
        # The kind tells the events apart, for type checkers as well.
        if event["kind"] == "learner_joined":
            assert_type(event["contract"], str)
            assert_type(event["path"], types.JoinPath)
    return commit.at


def record(register: Register) -> list[Commit | Refusal]:
    return register.execute_many(
        [
            commands.record_course_activity(
                program=PROGRAM, learner=UUID(int=9), course=UUID(int=5), progress=Decimal("12.82"), hours=1
            ),
            {"kind": "freeze_contract", "contract": UUID(int=2)},
        ],
        now="2020-01-06T08:00:00.000Z",
        actor=HOST,
    )


def import_rows(register: Register, file: bytes) -> int:
    invitations = matricula.read_invitations(file)
    command = commands.invite_learners(
        import_=UUID(int=7),
        program=PROGRAM,
        contract=UUID(int=2),
        rows=invitations["rows"],
        send=True,
        mode="skip_invalid",
    )
    preview = register.preview_invitations(command, now=NOW, actor=OPERATOR)
    return preview["refused"]


def names(register: Register) -> list[str]:
    table = matricula.read_usage(b"", lenient=True)
    contract = register.contract_by_id(UUID(int=2), NOW)
    if contract is None:
        return [row["course"] for row in table["rows"]]
    return [contract["name"]]


def as_it_was(file: bytes) -> bytes:
    """The form of a file that was read is one to write in."""
    read = matricula.read_usage(file)
    assert_type(read["form"], types.FileForm)
    target = io.BytesIO()
    matricula.write_usage_report(read["rows"], target, form=read["form"])
    matricula.write_usage_report(read["rows"], io.BytesIO(), form={"separator": "tab"})
    return target.getvalue()


def gradebook(register: Register, file: bytes) -> list[types.FindingKind]:
    facts = matricula.GradebookAccumulator()
    facts.observe_many(matricula.read_attempts(file)["rows"])
    level = register.gradebook_level({"kind": "organization"}, now=NOW, actor=OPERATOR)
    made = facts.finish({"level": level, "options": {"guard_formulas": True}}, made_at=NOW)
    assert_type(made.files, dict[str, bytes])
    return [finding["kind"] for finding in made.summary["findings"]]


def some(register: Register) -> types.UserListRequest:
    """Of settings and requests a part may be given; what is told has all of it."""
    organization = commands.create_organization(organization=UUID(int=1), name="Acme", domains=[])
    register.execute(organization, now=NOW, actor=OPERATOR)
    command = commands.create_contract(
        contract=UUID(int=2),
        name="Year 1",
        terms={"kind": "unlimited"},
        starts_at=NOW,
        ends_at="2021-01-06T08:00:00.000Z",
        policies={"overbooking": "refused"},
    )
    for event in register.execute(command, now=NOW, actor=OPERATOR).events:
        if event["kind"] == "contract_created":
            assert_type(event["policies"], types.ContractPolicies)
            assert_type(event["policies"]["unit_return_days"], int | None)
            assert event["policies"]["seat_counting"] == "membership"
            # What was told can be given again.
            again: types.CreateContract = {**command, "policies": event["policies"]}
            assert again["kind"] == "create_contract"
    policies: types.PartialProgramPolicies = {"limits": "ever"}  # type: ignore[typeddict-unknown-key]
    assert policies
    register.user_list({"contracts": [UUID(int=2)], "page_size": 5}, now=NOW, actor=OPERATOR)
    register.leaderboard({"since": NOW, "measure": "enrollments"}, now=NOW, actor=OPERATOR)
    register.email_report({}, now=NOW, actor=OPERATOR)
    reminder = register.home({}, now=NOW, actor=OPERATOR)["funnel"][0]["reminder"]
    register.user_list(reminder, now=NOW, actor=OPERATOR)
    return reminder


if __name__ == "__main__":
    fresh = Register()
    assert enroll(fresh, commands.freeze_contract(contract=UUID(int=2))) == "no_organization"
    assert all(isinstance(outcome, Refusal) for outcome in record(fresh))
    assert names(fresh) == []
    assert gradebook(fresh, b"") == []
    assert as_it_was(b"Email;Program Slug\n").count(b";") > 1
    assert some(fresh)["page_size"] == 100
