"""Every method of the register, and what its answers are made of."""

from __future__ import annotations

import copy
import pickle
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest

from matricula import (
    HOST,
    OPERATOR,
    Commit,
    Decision,
    Refusal,
    Register,
    administrator,
    commands,
    learner,
    read_membership,
    read_usage,
)

AT = "2020-01-09T08:00:00.000Z"


def test_commit_parts_are_plain_data(world: Any, ids: Any) -> None:
    commit = world.do(world.join(20), learner(ids(20)), command_id=ids(99))
    assert isinstance(commit, Commit)
    assert (commit.version, commit.sequence, commit.at) == (2, 11, world.now)
    assert commit.actor == {"kind": "learner", "learner": ids(20)}
    assert commit.events == [
        {
            "kind": "learner_joined",
            "program": world.program,
            "learner": ids(20),
            "contract": commit.events[0]["contract"],
            "invitation": None,
            "path": "whitelist",
        }
    ]
    assert list(commit.events[0])[0] == "kind"
    assert commit.personal == [
        {
            "subject": {"kind": "learner", "learner": ids(20)},
            "name": "Person 20",
            "email": "person20@acme.example",
            "external_id": None,
            "profile": None,
        }
    ]
    assert commit.receipt is not None and commit.receipt["command"] == ids(99)
    assert (commit.rows, commit.warnings) == ([], [])
    # What is given out is the caller's own.
    commit.events.clear()
    assert len(commit.events) == 1


def test_commits_survive_every_form(peopled: Any) -> None:
    replica = Register()
    commits = [peopled.do(peopled.join(number), HOST) for number in (30, 31)]
    for commit in commits:
        forms = [
            Commit.from_dict(commit.to_dict()),
            Commit.from_json(commit.to_json()),
            Commit.from_bytes(commit.to_bytes()),
            pickle.loads(pickle.dumps(commit)),
            copy.deepcopy(commit),
        ]
        assert all(form == commit and hash(form) == hash(commit) for form in forms)
        assert commit.to_dict()["events"] == commit.events
    assert commits[0] != commits[1]
    assert commits[0] != "a commit"
    assert replica.sequence == 0


def test_replay_gives_the_same_register(world: Any, ids: Any) -> None:
    replica = Register()
    history = [replica.execute(command, now=world.now, actor=OPERATOR) for command in world.setup()]
    assert replica.snapshot() == world.register.snapshot()
    again = Register()
    again.apply(history[0])
    assert again.apply_many(iter(history[1:])) == len(history) - 1
    assert again.snapshot() == replica.snapshot()
    again.check_invariants()


def test_decide_changes_nothing_and_knows_repetitions(world: Any, ids: Any) -> None:
    before = world.register.snapshot()
    decision = world.register.decide(world.join(20), now=world.now, actor=HOST, command_id=UUID(int=99))
    assert isinstance(decision, Decision)
    assert not decision.repeated
    assert world.register.snapshot() == before
    assert "Person" not in repr(decision)
    first = world.do(world.join(20), HOST, command_id=ids(99))
    assert first == decision.commit
    again = world.register.decide(world.join(20), now=world.now, actor=HOST, command_id=ids(99))
    assert again.repeated
    assert again.commit.events == first.events
    assert "repeated" in repr(again)
    assert world.do(world.join(20), HOST, command_id=ids(99)).sequence == first.sequence


def test_execute_many_gives_one_outcome_each(world: Any) -> None:
    outcomes = world.register.execute_many(
        (world.join(number) for number in (20, 20, 21)), now=world.now, actor=HOST
    )
    assert [type(outcome) for outcome in outcomes] == [Commit, Refusal, Commit]
    assert outcomes[1].code == "already_member"
    assert world.register.execute_many([], now=world.now, actor=HOST) == []


def test_why_tells_all_that_stands_against(world: Any, ids: Any) -> None:
    world.do(commands.freeze_contract(contract=world.contract))
    refusals = world.register.why(world.join(20), now=world.now, actor=learner(ids(21)))
    assert [refusal.code for refusal in refusals][:1] == ["not_authorized"]
    for refusal in refusals:
        assert isinstance(refusal, Refusal)
        assert (refusal.rule, refusal.cure, refusal.message) != ("", "", "")
    world.do(commands.unfreeze_contract(contract=world.contract))
    assert world.register.why(world.join(20), now=world.now, actor=HOST) == []


def invitations(world: Any, ids: Any, **changes: Any) -> Any:
    return commands.invite_learners(
        **{
            "import_": ids(70),
            "program": world.program,
            "contract": world.contract,
            "rows": [
                {"line": 2, "name": "Jo Doe", "email": "jo@other.example"},
                {"line": 3, "name": "Jo Doe", "email": "no address", "external_id": "E-1"},
            ],
            "send": True,
            "mode": "skip_invalid",
            **changes,
        }
    )


def test_imports_are_previewed_and_then_done(world: Any, ids: Any) -> None:
    preview = world.register.preview_invitations(invitations(world, ids), now=world.now, actor=OPERATOR)
    assert [row["result"]["result"] for row in preview["rows"]] == ["invited", "refused"]
    assert preview["rows"][1]["result"]["refusal"]["code"] == "invalid_email"
    assert preview["refused"] == 1
    commit = world.do(invitations(world, ids, preview=preview["preview"]))
    assert commit.rows == preview["rows"]
    assert Commit.from_dict(commit.to_dict()) == commit
    with pytest.raises(Refusal) as refused:
        world.do(invitations(world, ids, mode="all_or_nothing", import_=ids(71)))
    assert refused.value.code == "rows_refused"
    assert refused.value.facts["refusals"][0]["refusal"]["code"] == "invalid_email"

    domains = commands.import_domains(
        program=world.program,
        contract=world.contract,
        rows=[{"line": 1, "domain": "new.example"}, {"line": 2, "domain": "gmail.com"}],
        update_existing=False,
        mode="skip_invalid",
    )
    preview = world.register.preview_domains(domains, now=world.now, actor=OPERATOR)
    assert [row["result"]["result"] for row in preview["rows"]] == ["domain_added", "refused"]
    assert world.do(domains).rows == preview["rows"]


def test_questions_are_answered_with_plain_data(peopled: Any, ids: Any) -> None:
    register = peopled.register
    contract = register.contract_by_id(peopled.contract, AT)
    assert register.contracts(AT) == [contract]
    assert (contract["occupied"], contract["remaining"], contract["status"]) == (2, 98, "active")
    assert contract["terms"] == {"kind": "memberships", "seats": 100}
    program = register.program_by_id(UUID(peopled.program), AT)
    assert register.programs(AT) == [program]
    assert program["funnel"] == register.funnel(AT) == {"invited": 0, "joined": 2, "enrolled": 1, "completed": 1}
    person = register.learner(ids(20), AT)
    assert register.learner_by_email("PERSON20@acme.example", AT) == person
    assert person["memberships"] == [register.membership(peopled.program, ids(20), AT)]
    (enrollment,) = register.enrollments(peopled.program, ids(20))
    assert enrollment["item"] == {"kind": "course", "course": enrollment["item"]["course"]}
    assert (enrollment["progress"], enrollment["grade"], enrollment["hours"]) == ("12.82", "88.25", "3.0")
    assert [course["slug"] for course in register.courses()] == ["pottery", "glazes"]
    assert register.specializations()[0]["courses"] == [course["course"] for course in register.courses()]
    assert [item["kind"] for item in register.collections(peopled.program)[0]["items"]] == [
        "course",
        "specialization",
    ]
    assert register.whitelist(peopled.program)[0]["domain"] == "acme.example"
    assert register.administrators()[0]["organization"] is True
    assert register.seats_as_of(peopled.contract, peopled.now) == 2
    assert register.seats_as_of(peopled.contract, "2020-01-05T08:00:00.000Z") == 0
    assert register.units_as_of(peopled.contract, AT) == 0
    assert register.next_deadline(AT) == "2020-12-07T08:00:00.000Z"  # The contract nears its end.
    assert register.next_deadline("2020-12-07T08:00:00.000Z") == "2021-01-06T08:00:00.000Z"
    assert [notice["kind"] for notice in register.notices("2020-12-07T08:00:00.000Z")] == ["expiry_nears"]
    forecast = register.forecast(peopled.contract, peopled.now)
    assert forecast is not None
    assert (forecast["days"], forecast["taken"]) == (28, 2)
    assert register.forecast(UUID(int=404), AT, 7) is None
    counts = register.catalog_counts(peopled.program)
    assert counts is not None
    assert sum(count["enrolled"] for count in counts) == 1
    assert register.catalog_counts(UUID(int=404)) is None
    assert register.next_deadline("2022-01-01T00:00:00.000Z") is None
    assert register.latest == "2020-01-08T08:00:00.000Z"
    size = register.size()
    assert (size["learners"], size["enrollments"]) == (2, 1) and size["bytes"] > 0
    register.reserve(1000, 1000)
    register.check_invariants()


def test_ledger_is_paged(peopled: Any) -> None:
    ledger = peopled.register.ledger(peopled.contract)
    assert [entry["balance"] for entry in ledger] == [1, 2]
    assert ledger[0]["by"] == {"kind": "host"}
    assert peopled.register.ledger(peopled.contract, start=1, limit=1) == ledger[1:]
    assert peopled.register.ledger(peopled.contract, units=True) == []


def test_unknown_ids_have_no_answer(world: Any, ids: Any) -> None:
    unknown, register = ids(404), world.register
    assert register.contract_by_id(unknown, AT) is None
    assert register.program_by_id(unknown, AT) is None
    assert register.learner(unknown, AT) is None
    assert register.learner_by_email("nobody@acme.example", AT) is None
    assert register.membership(world.program, unknown, AT) is None
    assert register.enrollments(world.program, unknown) == []
    assert register.invitation(unknown, AT) is None
    assert register.invitation_of(world.program, "nobody@acme.example", AT) is None
    assert register.whitelist(unknown) is None
    assert register.collections(unknown) is None
    assert register.ledger(unknown) is None
    assert register.seats_as_of(unknown, AT) is None
    assert register.units_as_of(unknown, AT) is None
    assert register.remaining_as_of(unknown, AT) is None
    assert Register().latest is None


def test_invitations_are_found(world: Any, ids: Any) -> None:
    command = commands.invite_learner(
        invitation=ids(60),
        program=world.program,
        contract=world.contract,
        name="Jo Doe",
        email="jo@other.example",
        send=False,
    )
    world.do(command, administrator(world.administrator))
    invitation = world.register.invitation(ids(60), AT)
    assert invitation["status"] == "created"
    assert world.register.invitation_of(world.program, "JO@other.example", AT) == invitation


def test_email_report_holds_files_and_figures(peopled: Any) -> None:
    request: Any = {"contracts": "all_time", "programs": None, "guard_formulas": False}
    report = peopled.register.email_report(request, now=AT, actor=administrator(peopled.administrator))
    with zipfile.ZipFile(BytesIO(report.archive)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            "member-report.csv": report.membership,
            "usage-report.csv": report.usage,
            "specialization-report.csv": report.specialization,
        }
    assert report.summary["total_enrollments"] == 1
    assert report.summary["estimated_hours"] == "3.0"
    usage = read_usage(report.usage)
    assert (usage["problems"]["total"], usage["rows"][0]["overall_progress"]) == (0, "12.82")
    assert len(read_membership(report.membership)["rows"]) == report.summary["current_members"] == 2
    assert "Person" not in repr(report)
    del request["programs"]
    with pytest.raises(Refusal, match="may not"):
        peopled.register.email_report(request, now=AT, actor=learner(peopled.program))


def test_the_user_list_comes_in_pages_and_as_a_file(peopled: Any) -> None:
    register = peopled.register
    context: Any = {"now": AT, "actor": administrator(peopled.administrator)}
    request: Any = {
        "enrollments": [],
        "contracts": [],
        "status": "joined",
        "search": "PERSON",
        "sort": "learner",
        "descending": False,
        "page_size": 1,
        "page": 0,
    }
    first = register.user_list(request, **context)
    assert (first["total"], len(first["rows"]), first["at"]) == (2, 1, AT)
    second = register.user_list({**request, "after": first["next"]}, **context)
    assert second["next"] is None
    assert register.user_list({**request, "page": 1}, **context) == {**second, "total": 2}
    rows = first["rows"] + second["rows"]
    users = [{"kind": "learner", "program": row["program"], "learner": row["learner"]} for row in rows]
    everyone = register.user_list_csv({"kind": "all", "request": request}, ["status"], True, **context)
    assert everyone == register.user_list_csv({"kind": "chosen", "users": users}, ["status"], True, **context)
    lines = everyone.decode().splitlines()
    assert lines == ["Name,Email,Status"] + [f"{row['name']},{row['email']},Member" for row in rows]
    with pytest.raises(Refusal) as caught:
        register.user_list({**request, "page_size": 0}, **context)
    assert caught.value.code == "page_size_out_of_range"
    with pytest.raises(Refusal, match="may not"):
        register.user_list_csv({"kind": "chosen", "users": []}, [], True, now=AT, actor=learner(peopled.program))


def test_registers_are_saved_and_restored(peopled: Any) -> None:
    register = peopled.register
    saved = register.snapshot()
    for other in (
        Register.restore(saved),
        Register.restore(bytearray(saved)),
        Register.restore(memoryview(saved)),
        pickle.loads(pickle.dumps(register)),
        copy.deepcopy(register),
    ):
        assert other.snapshot() == saved
    assert repr(register) == "<Register of 14 commits at 2020-01-08T08:00:00.000Z>"
    assert repr(Register()) == "<Register of 0 commits>"


@pytest.mark.parametrize(
    "now",
    [
        "2020-01-06T08:00:00.000Z",
        "2020-01-06 08:00:00",
        datetime(2020, 1, 6, 8, tzinfo=UTC),
        datetime(2020, 1, 6, 10, 0, 0, 999, tzinfo=timezone(timedelta(hours=2))),
    ],
)
def test_times_are_text_or_datetimes(now: Any) -> None:
    command = commands.create_organization(organization=UUID(int=1), name="Acme", domains=["acme.example"])
    assert Register().execute(command, now=now, actor=OPERATOR).at == "2020-01-06T08:00:00.000Z"


@pytest.mark.parametrize("given", ["12.8", Decimal("12.80"), Decimal("1.28E+1")])
def test_decimals_are_text_or_decimals(peopled: Any, ids: Any, given: Any) -> None:
    command = commands.record_course_activity(
        program=peopled.program, learner=ids(20), course=peopled.course, progress=given
    )
    assert peopled.do(command, HOST, now=AT).events[0]["progress"] == "12.8"


def test_the_tag_may_stand_anywhere(world: Any) -> None:
    command = dict(reversed(world.join(20).items()))
    assert list(command)[-1] == "kind"
    assert world.do(command, HOST).events[0]["kind"] == "learner_joined"
