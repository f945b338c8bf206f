"""Data of the wrong shape: each is refused with the path of its field and the remedy, and changes nothing."""

from __future__ import annotations

import copy
import io
import random
from collections import OrderedDict, UserDict
from datetime import datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

import matricula
from matricula import HOST, OPERATOR, Commit, InvalidInput, MatriculaError, Refusal, Register, commands

NAN = float("nan")
NOW = datetime(2020, 1, 6, 8, tzinfo=timezone.utc)
HOSTILE_LOOP: list[Any] = []
HOSTILE_LOOP.append(HOSTILE_LOOP)


def refused(world: Any, command: Any, **context: Any) -> InvalidInput:
    before = world.register.snapshot()
    with pytest.raises(InvalidInput) as error:
        world.register.execute(command, **{"now": world.now, "actor": OPERATOR, **context})
    assert isinstance(error.value, ValueError) and isinstance(error.value, MatriculaError)
    assert error.value.code == "invalid_input"
    assert str(error.value).startswith(f"`{error.value.field}`: ")
    assert not any(word in str(error.value) for word in (" u16", " u32", " u64", "struct", "enum", "Box"))
    assert world.register.snapshot() == before
    return error.value


def program(world: Any, changes: Any = ()) -> Any:
    return {
        "kind": "create_program",
        "program": world.program,
        "name": "P",
        "slug": "p",
        "url": "https://p.example",
        "tagline": "",
    } | dict(changes)


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"course_limit": NAN}, "course_limit", "a whole number from 0 to 65535 is expected, not the float `nan`"),
        ({"course_limit": 1.0}, "course_limit", "a whole number from 0 to 65535 is expected, not the float `1.0`"),
        ({"course_limit": -1}, "course_limit", "a whole number from 0 to 65535 is expected, not `-1`"),
        ({"course_limit": 65536}, "course_limit", "a whole number from 0 to 65535 is expected, not `65536`"),
        ({"course_limit": 2**80}, "course_limit", "not such a large number"),
        ({"course_limit": True}, "course_limit", "not `True`"),
        ({"course_limit": "3"}, "course_limit", "not text"),
        ({"name": None}, "name", "text is expected, not `None`"),
        ({"name": b"P"}, "name", "text is expected, not bytes; decode them first"),
        ({"name": 5}, "name", "text is expected, not `5`"),
        ({"name": object()}, "name", "text is expected, not an object of type `object`"),
        ({"name": ["P"]}, "name", "text is expected, not a list"),
        ({"name": "\ud800"}, "name", "lone surrogate"),
        ({"banner": []}, "banner", "a dict is expected, not a list"),
        ({"banner": {"url": "u", "width": 2**32, "height": 1}}, "banner.width", "from 0 to 4294967295"),
        ({"banner": {"url": "u", "width": 1}}, "banner.height", "the field is missing"),
        ({"banner": {"url": "u", "width": 1, "height": 1, "depth": 1}}, "banner.depth", "no such field"),
        ({"program": "no id"}, "program", "this is not an id"),
        ({"program": 5}, "program", "a `UUID`, or an id as text is expected, not `5`"),
        ({"program": None}, "program", "a `UUID`, or an id as text is expected, not `None`"),
        ({"colour": "red"}, "colour", "there is no such field; the fields are `program`, `name`"),
        ({"\ud800": "red"}, "command", "lone surrogate"),
        ({7: "red"}, "command", "text as the name of a field is expected, not `7`"),
        ({"policies": {"limit_counting": "never"}}, "policies.limit_counting", "`never` is none of the words"),
        ({"policies": {"limit_counting": None}}, "policies.limit_counting", "a word is expected, not `None`"),
        ({"policies": {"limits": "ever"}}, "policies.limits", "the fields are `limit_counting`, `whitelist_match`"),
        ({"policies": []}, "policies", "a dict is expected, not a list"),
        ({"kind": "create_programme"}, "kind", "`create_programme` is none of the words"),
        ({"kind": None}, "kind", "text is expected, not `None`"),
    ],
)
def test_a_wrong_field_is_named(world: Any, changes: Any, field: str, said: str) -> None:
    error = refused(world, program(world, changes))
    assert error.field == field
    assert said in str(error)


def test_missing_fields_are_named(world: Any) -> None:
    for field in ("kind", "program", "name", "tagline"):
        command = program(world)
        del command[field]
        assert refused(world, command).field == field
    # Fields that may be absent are no such thing.
    with pytest.raises(Refusal, match="slug|id"):
        world.do(program(world))


def test_rows_are_named_by_their_place(world: Any, ids: Any) -> None:
    command: Any = commands.invite_learners(
        import_=ids(70),
        program=world.program,
        contract=world.contract,
        rows=[{"line": 1, "name": "Jo", "email": "jo@other.example"}] * 3 + [{"line": 2**53}],
        send=True,
        mode="all_or_nothing",
    )
    error = refused(world, command)
    assert error.field == "rows[3].line"
    assert "from 0 to 9007199254740991 is expected, not `9007199254740992`" in str(error)
    # A commit's text, too, holds no number that JavaScript would round.
    command["rows"][3] = {"line": 2**53 - 1, "name": "", "email": "bo@other.example"}
    command["mode"] = "skip_invalid"
    text = world.do(command).to_json()
    assert Commit.from_json(text).rows[3]["line"] == 2**53 - 1
    with pytest.raises(InvalidInput, match="rows.3..line.*from 0 to 9007199254740991"):
        Commit.from_json(text.replace(str(2**53 - 1), str(2**53)))
    command["rows"] = [{"line": 1, "name": "Jo", "email": 5}]
    assert refused(world, command).field == "rows[0].email"
    command["rows"] = "rows"
    assert str(refused(world, command)) == "`rows`: a list is expected, not text"
    command["rows"] = {}
    assert refused(world, command).field == "rows"


def test_data_that_contains_itself_is_refused(world: Any, ids: Any) -> None:
    rows: list[Any] = []
    rows.append(rows)
    command: Any = {"kind": "add_to_collection", "program": ids(3), "collection": ids(8), "items": rows}
    assert refused(world, command).field == "items[0]"
    refusal: dict[str, Any] = {"code": "rows_refused", "rows": 1, "refused": 1, "first_line": 1}
    refusal["refusals"] = [{"line": 1, "refusal": refusal}]
    commit: Any = world.do(world.join(20), HOST).to_dict()
    commit["rows"] = [{"line": 1, "result": {"result": "refused", "refusal": refusal}}]
    with pytest.raises(InvalidInput, match="nested too deeply, or contains itself"):
        Commit.from_dict(commit)


@pytest.mark.parametrize("command", [None, 5, "join_program", [], b"", object(), UserDict()])
def test_only_dicts_are_commands(world: Any, command: Any) -> None:
    assert refused(world, command).field == "command"


def test_dicts_of_other_classes_are_dicts(world: Any, ids: Any) -> None:
    class Renamed(dict[str, Any]):
        def __getitem__(self, key: str) -> Any:
            raise AssertionError("the entries themselves count")

    for number, kind in ((20, OrderedDict), (21, Renamed)):
        assert world.do(kind(world.join(number)), HOST).events[0]["learner"] == ids(number)

    class Name(str):
        pass

    assert world.do({**world.join(22), "name": Name("Jo")}, HOST).personal[0]["name"] == "Jo"


def test_huge_texts_are_refused_by_rule(world: Any) -> None:
    for name in ("x" * 10_000_000, "\N{SNOWMAN}" * 1_000_000):
        with pytest.raises(Refusal) as error:
            world.do({**world.join(20), "name": name}, HOST)
        assert error.value.code == "invalid_text"
        assert len(str(error.value)) < 1000


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2020, 1, 6, 8), "without a zone"),
        ("yesterday", "this is not a time"),
        (
            1_577_836_800,
            "a `datetime`, or a time as text like `2019-12-23T06:18:32.782Z` is expected, not `1577836800`",
        ),
        (None, "a `datetime`, or a time as text like `2019-12-23T06:18:32.782Z` is expected, not `None`"),
        (datetime.max.replace(tzinfo=timezone(timedelta(hours=-5))), "outside the years"),
    ],
)
def test_times_must_be_instants(world: Any, now: Any, said: str) -> None:
    error = refused(world, world.join(20), now=now)
    assert error.field == "now" and said in str(error)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (12.82, "is not exact; give a `Decimal`, or text"),
        (NAN, "is not exact"),
        (Decimal("NaN"), "not a decimal"),
        (Decimal("12.82001"), "more than 4 decimal places"),
        (Decimal("1E+999"), "not"),
        (101, "between 0 and 100"),
        (-1, "between 0 and 100"),
        (2**53, "between 0 and 100"),
        (2**64, "out of all ranges"),
        ("12,82", "not a decimal"),
        ([], "is expected, not a list"),
        ({}, "is expected, not a dict"),
        (True, "is expected, not a bool"),
        (b"1", "a `Decimal`, or a decimal as text like `88.25` is expected, not bytes"),
    ],
)
def test_measures_must_be_exact(world: Any, ids: Any, given: Any, said: str) -> None:
    command = commands.record_course_activity(
        program=world.program, learner=ids(20), course=world.course, progress=given
    )
    error = refused(world, command)
    assert error.field == "progress" and said in str(error)


def test_contexts_are_named(world: Any, ids: Any) -> None:
    join = world.join(20)
    assert refused(world, join, actor={"kind": "admin"}).field == "actor.kind"
    assert refused(world, join, actor={"kind": "learner"}).field == "actor.learner"
    assert refused(world, join, actor="host").field == "actor"
    assert refused(world, join, actor={}).field == "actor.kind"
    assert refused(world, join, command_id="one").field == "command_id"


def test_arguments_of_questions_are_named(world: Any) -> None:
    register = world.register
    nobody: Any = {"kind": "chosen", "users": []}
    for ask, field in (
        (lambda: register.contracts(5), "at"),
        (lambda: register.contract_by_id("x", world.now), "contract"),
        (lambda: register.learner_by_email(None, world.now), "email"),
        (lambda: register.ledger(world.contract, start=-1), "start"),
        (lambda: register.ledger(world.contract, limit=2**32), "limit"),
        (lambda: register.reserve(-1, 0), "learners"),
        (lambda: register.next_deadline(datetime(2020, 1, 1)), "after"),
        (lambda: register.email_report({"programs": [5]}, now=world.now, actor=HOST), "request.programs[0]"),
        (lambda: register.email_report([], now=world.now, actor=HOST), "request"),
        (lambda: register.user_list({"page_size": None}, now=world.now, actor=HOST), "request.page_size"),
        (lambda: register.user_list_csv({}, [], True, now=world.now, actor=HOST), "selection.kind"),
        (lambda: register.user_list({"search": 5}, now=world.now, actor=HOST), "request.search"),
        (lambda: register.home({"program": 5}, now=world.now, actor=HOST), "request.program"),
        (lambda: register.leaderboard({"pages": 1}, now=world.now, actor=HOST), "request.pages"),
        (lambda: register.gradebook_level({"kind": "all"}, now=world.now, actor=HOST), "scope.kind"),
        (lambda: register.user_list_csv(nobody, ["name"], True, now=world.now, actor=HOST), "columns[0]"),
        (lambda: register.preview_invitations(world.join(1), now=world.now, actor=HOST), "kind"),
        (lambda: register.preview_domains(world.join(1), now=world.now, actor=HOST), "kind"),
        (lambda: register.execute_many(5, now=world.now, actor=HOST), "commands"),
        (lambda: register.execute_many(world.join(1), now=world.now, actor=HOST), "commands"),
        (lambda: register.execute_many([world.join(1), {}], now=world.now, actor=HOST), "commands[1].kind"),
        (lambda: register.apply_many([{}]), "commits[0]"),
    ):
        with pytest.raises(InvalidInput) as error:
            ask()
        assert error.value.field == field


def test_nothing_is_done_when_one_of_many_has_the_wrong_shape(world: Any) -> None:
    with pytest.raises(InvalidInput):
        world.register.execute_many([world.join(20), {"kind": "?"}], now=world.now, actor=HOST)
    assert world.register.sequence == 10


def test_stored_commits_are_checked(world: Any) -> None:
    commit = world.do(world.join(20), HOST)
    stored = commit.to_dict()
    for changes, field in (
        ({"sequence": -1}, "sequence"),
        ({"sequence": 2**53}, "sequence"),
        ({"events": [{"kind": "learner_left"}]}, "events[0].kind"),
        ({"personal": [{}]}, "personal[0].subject"),
        ({"other": 1}, "other"),
    ):
        with pytest.raises(InvalidInput) as error:
            Commit.from_dict({**stored, **changes})
        assert error.value.field == field
    with pytest.raises(InvalidInput, match="the field is missing"):
        Commit.from_json("{}")
    json = commit.to_json()
    for text in ("", json[:-1], "[", '{"version": NaN}', json + "x"):
        with pytest.raises(InvalidInput) as error:
            Commit.from_json(text)
        assert "Person 20" not in str(error.value) and error.value.__cause__ is None
    for text in (b"{}", None):
        with pytest.raises(InvalidInput) as error:
            Commit.from_json(text)
        assert error.value.field == "text"
    data = commit.to_bytes()
    for bad in (b"", data[:-1], data + b"x", b"\xff" * 50):
        with pytest.raises(InvalidInput, match="no commit"):
            Commit.from_bytes(bad)
    with pytest.raises(InvalidInput, match="mode `rb`"):
        Commit.from_bytes("text")


def test_an_objects_own_errors_come_through(world: Any) -> None:
    class Broken(tzinfo):
        def utcoffset(self, when: datetime | None) -> timedelta:
            raise ZeroDivisionError("of my own")

    with pytest.raises(ZeroDivisionError, match="of my own"):
        world.do(world.join(20), HOST, now=datetime(2020, 1, 1, tzinfo=Broken()))


def test_a_dict_that_changes_while_it_is_read_is_refused(world: Any) -> None:
    command: Any = world.join(20)

    class Meddling(tzinfo):
        def __init__(self, change: Any) -> None:
            self.change = change

        def utcoffset(self, when: datetime | None) -> timedelta:
            self.change()
            return timedelta(0)

    def grow() -> None:
        command["more"] = 1

    def swap() -> None:
        for key in list(command)[2:]:
            command[f"{key}s"] = command.pop(key)

    for change in (grow, swap):
        command = {"kind": command["kind"], "program": datetime(2020, 1, 1, tzinfo=Meddling(change)), **world.join(20)}
        command["program"] = datetime(2020, 1, 1, tzinfo=Meddling(change))
        with pytest.raises(InvalidInput):
            world.do(command, HOST)


HOSTILE: list[Any] = [
    None, True, -1, 0, 2**16, 2**53, 2**64, -(2**70), 1.5, NAN, float("inf"), "", "x", "\ud800", "\0", "x" * 100_000,
    b"", b"x", [], [[]], (), (1,), {}, {"kind": "x"}, {1: 2}, {"\udfff": 1}, {"result": []}, object(), HOSTILE_LOOP,
    Decimal("sNaN"), Decimal("-0"), Decimal("1E+9999"), datetime(1, 1, 1), datetime.max, int, print, Register(), NOW, range(3), {1},
]  # fmt: skip


def test_hostile_data_is_always_refused_in_words(world: Any) -> None:
    dice = random.Random(20)
    history = [*world.setup(), world.join(20), world.enroll(20)]
    commits = [world.do(command, HOST).to_dict() for command in history[-2:]]
    before = world.register.sequence
    tried = {InvalidInput: 0, Refusal: 0, Commit: 0}
    for _ in range(5_000):
        reads_commit = dice.random() < 0.3
        data = copy.deepcopy(dice.choice(commits if reads_commit else history))
        place = data
        while True:
            key = dice.choice(list(place)) if isinstance(place, dict) else dice.randrange(len(place))
            if isinstance(place[key], dict | list) and place[key] and dice.random() < 0.7:
                place = place[key]
            else:
                break
        if isinstance(place, dict) and dice.random() < 0.2:
            place[dice.choice(["more", "kind", "result", "\ud800", "", 5])] = dice.choice(HOSTILE)
        else:
            place[key] = dice.choice(HOSTILE)
        try:
            if reads_commit:
                outcome: Any = Commit.from_dict(data)
            else:
                outcome = world.register.decide(data, now=world.now, actor=OPERATOR).commit
        except (InvalidInput, Refusal) as error:
            outcome = error
            assert len(str(error)) < 5_000
        tried[type(outcome)] += 1
    assert all(tried.values()), tried
    assert world.register.sequence == before
    world.register.check_invariants()


def test_messages_show_no_personal_data(world: Any, ids: Any) -> None:
    secret = "zelda@private.example"
    for command in (
        {**world.join(20), "email": [secret]},
        {**world.join(20), "email": {"address": secret}},
        {"kind": "update_profile", "learner": ids(20), "profile": secret},
        {"kind": "update_profile", "learner": ids(20), "profile": {"job_title": [secret]}},
        {"kind": "enroll_in_course", "program": secret, "learner": ids(20), "course": ids(5)},
    ):
        assert secret not in str(refused(world, command))
    commit = world.do({**world.join(20), "name": "Zelda Fitz"}, HOST)
    assert "Zelda" not in repr(commit) and "zelda" not in repr(commit)
    assert "Zelda" not in repr(world.register)
    register = Register()
    assert "Zelda" not in repr(register)


READERS: list[tuple[str, Any]] = [
    *(
        (name, getattr(matricula, name))
        for name in (
            "read_usage",
            "read_membership",
            "read_specialization",
            "read_attempts",
            "read_gradebook",
            "read_usage_report",
            "read_membership_report",
            "read_specialization_report",
            "iter_usage_report",
            "iter_membership_report",
            "iter_specialization_report",
        )
    ),
    ("read", lambda source, **options: matricula.GradebookAccumulator().read(source, **options)),
    ("compare_usage", lambda source, **options: matricula.compare_usage(source, source, **options)),
    ("compare_membership", lambda source, **options: matricula.compare_membership(source, source, **options)),
    ("compare_specialization", lambda source, **options: matricula.compare_specialization(source, source, **options)),
    ("read_before", lambda source, **options: matricula.UsageDifference().read_before(source, **options)),
    ("read_after", lambda source, **options: matricula.MembershipDifference().read_after(source, **options)),
    ("groups.read_usage", lambda source, **options: matricula.GroupAccumulator(["contract"]).read_usage(source, **options)),
    ("groups.read_membership", lambda source, **options: matricula.GroupAccumulator(["contract"]).read_membership(source, **options)),
    ("group_reports", lambda source, **options: matricula.group_reports(["contract"], usage=source, **options)),
    ("summarize_reports", lambda source, **options: matricula.summarize_reports(usage=source, **options)),
]


@pytest.mark.parametrize("option", ["lenient", "guard"])
@pytest.mark.parametrize(("name", "read"), READERS)
def test_flags_of_readers_are_named(name: str, read: Any, option: str) -> None:
    for wrong, said in ((1, "`1`"), ("x", "text"), (None, "`None`")):
        with pytest.raises(InvalidInput) as error:
            read(b"Email\n", **{option: wrong})
        assert str(error.value) == f"`{option}`: `True` or `False` is expected, not {said}", name


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: matricula.write_usage([], guard="x"), "`guard`: `True` or `False` is expected, not text"),
        (lambda: matricula.write_usage_report([], io.BytesIO(), guard=0), "`guard`: `True` or `False` is expected"),
        (lambda: report().write(io.BytesIO(), guard="no"), "`guard`: `True` or `False` is expected, not text"),
        (lambda: report(line_numbers=1), "`line_numbers`: `True` or `False` is expected, not `1`"),
        (lambda: report(batch_rows="10"), "`batch_rows`: a whole number is expected, not text"),
        (lambda: report(batch_rows=1.5), "`batch_rows`: a whole number is expected, not the float `1.5`"),
        (lambda: report(problem_limit=True), "`problem_limit`: a whole number is expected, not `True`"),
        (lambda: report(problem_limit=-1), "`problem_limit`: a whole number from 0 to 4294967295 is expected"),
        (lambda: matricula.group_reports(["contract", 5]), "`by[1]`: text is expected, not `5`"),
        (lambda: matricula.GroupAccumulator([5]), "`by[0]`: text is expected, not `5`"),
        (lambda: matricula.groups_table({"groups": []}), "`figures.by`: the field is missing"),
        (lambda: matricula.usage_changes_table([{"kind": "vanished"}]), "`changes[0].kind`: there is no such field"),
        (lambda: matricula.Refusal.from_dict({"code": "no_such_code"}), "`record.code`: `no_such_code` is none of"),
        (lambda: matricula.check_dialect({"report": "usage"}), "`dialect.name`: the field is missing"),
        (lambda: matricula.next_due({"weekdays": 5}, after=NOW), "`schedule.weekdays`: a list is expected, not `5`"),
        (lambda: report().summary(5), "`other`: a `Report` is expected, not `5`"),
        (
            lambda: matricula.convert_report("usage", b"Email\n", io.BytesIO(), guarded=1),
            "`guarded`: `True` or `False` is expected, not `1`",
        ),
        (
            lambda: matricula.convert_report("usage", b"Email\n", io.BytesIO(), source_dialect=5),
            "`source_dialect`: a dict is expected, not `5`",
        ),
        (
            lambda: matricula.convert_report("usage", b"Email\n", io.BytesIO(), guard="x"),
            "`guard`: `True` or `False` is expected, not text",
        ),
        (lambda: Register().apply(b"x"), "`commit`: a `Commit` is expected, not bytes"),
        (lambda: Register().apply({"version": 1}), "`commit`: a `Commit` is expected, not a dict"),
        (lambda: Register().ledger(UUID(int=1), units=1), "`units`: `True` or `False` is expected, not `1`"),
        (lambda: Register().ledger_table(UUID(int=1), units="x"), "`units`: `True` or `False` is expected"),
        (
            lambda: Register().user_list_csv({}, [], 1, now=NOW, actor=HOST),
            "`guard_formulas`: `True` or `False` is expected, not `1`",
        ),
        (
            lambda: matricula.GradebookAccumulator().merge(5),
            "`other`: a `GradebookAccumulator` is expected, not `5`",
        ),
        (lambda: matricula.GradebookAccumulator().observe_many(5), "`attempts`: a list is expected, not `5`"),
    ],
)
def test_other_arguments_are_named(call: Any, message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        call()
    assert str(error.value).startswith(message)
    assert error.value.field == message.split("`")[1]


def report(**options: Any) -> matricula.Report:
    return matricula.read_usage_report(b"Email\n", **options)
