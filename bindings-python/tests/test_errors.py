"""Exceptions: their parts, their family, and that they can be sent to another process."""

from __future__ import annotations

import copy
import pickle
from typing import Any, get_args

import pytest

from matricula import (
    HOST,
    ApplyError,
    Commit,
    InvalidInput,
    MatriculaError,
    Refusal,
    Register,
    RestoreError,
    commands,
    types,
)


def test_refusals_carry_everything(world: Any, ids: Any) -> None:
    with pytest.raises(Refusal) as caught:
        world.do(commands.freeze_contract(contract=ids(404)))
    refusal = caught.value
    assert isinstance(refusal, MatriculaError)
    assert not isinstance(refusal, ValueError)
    assert (refusal.code, refusal.rule, refusal.cure) == ("unknown_contract", "CON-1", "never")
    assert refusal.transient is False
    assert list(refusal.facts) == ["contract"]
    assert refusal.message == str(refusal) == f"there is no contract `{refusal.facts['contract']}`"
    assert refusal.to_dict() == {"code": "unknown_contract", **refusal.facts}


def test_waiting_cures_what_is_transient(world: Any, ids: Any) -> None:
    world.do(
        commands.create_contract(
            contract=ids(12),
            name="Later",
            terms={"kind": "unlimited"},
            starts_at="2021-01-01T00:00:00.000Z",
            ends_at="2022-01-01T00:00:00.000Z",
        )
    )
    world.do(commands.add_domain(program=world.program, domain="later.example", contract=ids(12)))
    with pytest.raises(Refusal) as caught:
        world.do({**world.join(20), "email": "jo@later.example"}, HOST)
    assert (caught.value.code, caught.value.cure, caught.value.transient) == (
        "contract_not_started",
        "waiting",
        True,
    )


def test_every_apply_error(world: Any, peopled: Any) -> None:
    codes = set()
    commit: Any = world.do(world.join(40), HOST).to_dict()
    replica = Register.restore(world.register.snapshot())
    following = {**commit, "sequence": commit["sequence"] + 1}
    joined = following["events"][0]
    for changes in (
        {"version": 60_000},
        {"sequence": 77},
        {"at": "2001-01-01T00:00:00.000Z"},
        {"events": [{**joined, "program": joined["learner"]}]},
    ):
        before = replica.snapshot()
        bad = Commit.from_dict({**following, **changes})
        for apply in (replica.apply, lambda one: replica.apply_many([one])):
            with pytest.raises(ApplyError) as caught:
                apply(bad)
            codes.add(caught.value.code)
        assert replica.snapshot() == before
    with pytest.raises(ApplyError) as caught:
        replica.replay_until([], "2001-01-01T00:00:00.000Z")
    codes.add(caught.value.code)
    assert codes == set(get_args(types.ApplyErrorCode))
    with pytest.raises(InvalidInput, match="`commit`: a `Commit` is expected, not a dict"):
        replica.apply(commit)


def test_apply_many_keeps_what_went_well(world: Any) -> None:
    replica = Register.restore(world.register.snapshot())
    commits = [world.do(world.join(number), HOST) for number in (40, 41, 42)]
    with pytest.raises(ApplyError, match="is next"):
        replica.apply_many([commits[0], commits[2]])
    assert replica.sequence == commits[0].sequence
    assert replica.apply_many(tuple(commits[1:])) == 2


def test_every_restore_error(peopled: Any) -> None:
    saved = bytearray(peopled.register.snapshot())
    newer = bytearray(saved)
    newer[8] = 0xFF
    damaged = bytearray(saved)
    damaged[-1] ^= 1
    codes = set()
    for data in (b"", b"not a snapshot at all", newer, damaged, saved[:-1]):
        with pytest.raises(RestoreError) as caught:
            Register.restore(data)
        codes.add(caught.value.code)
    # A forged snapshot that agrees with its checksum and not with itself is the core's own test.
    assert codes == set(get_args(types.RestoreErrorCode)) - {"inconsistent_snapshot"}
    for wrong in ("text", None, 5):
        with pytest.raises(InvalidInput):
            Register.restore(wrong)


def examples() -> list[Any]:
    return [
        MatriculaError("it went wrong"),
        Refusal("no", "unknown_contract", "CON-1", "never", {"contract": "x"}),
        InvalidInput("`name`: text is expected", "name"),
        ApplyError("no", "out_of_time"),
        RestoreError("no", "damaged_snapshot"),
    ]


@pytest.mark.parametrize("error", examples(), ids=lambda error: type(error).__name__)
def test_errors_can_be_pickled_and_copied(error: Any) -> None:
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(other) is type(error)
        assert (str(other), other.__dict__) == (str(error), error.__dict__)
        assert other.message == error.message


def test_codes_are_those_of_the_definition(world: Any) -> None:
    assert len(get_args(types.RefusalCode)) == len(get_args(types.RefusalRecord))
    for record in get_args(types.RefusalRecord):
        (code,) = get_args(record.__annotations__["code"])
        assert code in get_args(types.RefusalCode)


def test_refusals_are_made_of_their_records(world: Any, ids: Any) -> None:
    with pytest.raises(Refusal) as caught:
        world.do(commands.freeze_contract(contract=ids(404)))
    again = Refusal.from_dict(caught.value.to_dict())
    assert (str(again), again.code, again.rule, again.cure) == (
        str(caught.value),
        caught.value.code,
        caught.value.rule,
        caught.value.cure,
    )
    assert again.facts == caught.value.facts
    with pytest.raises(InvalidInput):
        Refusal.from_dict({"code": "no_such_code"})  # type: ignore[arg-type, typeddict-item]
