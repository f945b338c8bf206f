"""Comparisons and figures by group that are taken in bit by bit, stored, and merged."""

from __future__ import annotations

import io
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import matricula
from matricula import GroupAccumulator, GroupError, InvalidInput, MembershipDifference, SpecializationDifference, UsageDifference

HEADER = "Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\n"
BEFORE = (HEADER + "jo@x.org,p,INVITED,0,0\nada@x.org,p,MEMBER,1,0\nbad\n").encode()
AFTER = (HEADER + "Jo@x.org,p,MEMBER,0,0\nada@x.org,p,MEMBER,1,1\n").encode()


def test_what_comes_bit_by_bit_is_what_comes_at_once(tmp_path: Path) -> None:
    path = tmp_path / "before.csv"
    path.write_bytes(BEFORE)
    told: list[int] = []
    expected = matricula.compare_membership(BEFORE, AFTER)
    for source in (path, BEFORE, io.BytesIO(BEFORE)):
        difference = MembershipDifference()
        read = difference.read_before(source, progress=told.append)
        assert (read["records"], read["used"], read["problems"]["total"]) == (3, 2, 1)
        rows = matricula.read_membership(AFTER)["rows"]
        assert difference.observe_after(rows) == 2
        found = difference.finish()
        assert (found["before"], found["after"]) == (None, None)
        assert (found["changes"], found["unchanged"]) == (expected["changes"], expected["unchanged"])
    assert sum(told) == 3 * len(BEFORE)


def test_what_is_merged_stays_as_it_is() -> None:
    one, other = MembershipDifference(), MembershipDifference()
    one.read_before(BEFORE)
    other.read_after(AFTER)
    bytes_of_other = other.to_bytes()
    one.merge(other)
    assert other.to_bytes() == bytes_of_other
    assert [change["kind"] for change in one.finish()["changes"]] == ["joined"]
    one.merge(one)
    assert [change["kind"] for change in one.finish()["changes"]] == ["joined"]
    assert pickle.loads(pickle.dumps(one)).finish() == one.finish()
    assert "x.org" not in repr(one)
    with pytest.raises(TypeError):
        one.merge(UsageDifference())  # type: ignore[arg-type]


def test_many_threads_take_in_parts() -> None:
    files = [(HEADER + f"p{number}@x.org,p,MEMBER,1,0\n").encode() for number in range(64)]
    whole = MembershipDifference()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(whole.read_after, files))
    assert len(whole.finish()["changes"]) == 64
    one = MembershipDifference()
    one.read_after((HEADER + "".join(file.decode()[len(HEADER) :] for file in files)).encode())
    assert one.to_bytes() == whole.to_bytes()


def test_what_is_no_row_or_file_leaves_nothing_behind() -> None:
    difference = MembershipDifference()
    nothing = difference.to_bytes()
    good: Any = {"email": "jo@x.org", "program_slug": "p", "member_state": "MEMBER", "enrolled_courses": 1, "completed_courses": 0}
    with pytest.raises(InvalidInput) as error:
        difference.observe_before([good, {**good, "enrolled_courses": "many"}])
    assert error.value.field.startswith("rows[1]")
    for wrong in (5, "text\nof a file"):
        with pytest.raises(InvalidInput):
            difference.read_before(wrong)  # type: ignore[arg-type]

    class Broken(io.RawIOBase):
        def __init__(self) -> None:
            self.left = [BEFORE]

        def read(self, size: int = -1) -> bytes:
            if self.left:
                return self.left.pop()
            raise OSError("broken off")

    with pytest.raises(OSError, match="broken off"):
        difference.read_before(Broken())
    assert difference.to_bytes() == nothing


@pytest.mark.parametrize("kind", [UsageDifference, MembershipDifference, SpecializationDifference, GroupAccumulator])
def test_bytes_that_are_none_are_told(kind: Any) -> None:
    state = kind(["contract"]) if kind is GroupAccumulator else kind()
    whole = state.to_bytes()
    assert kind.from_bytes(memoryview(whole)).to_bytes() == whole
    damaged = whole[:-1] + bytes([whole[-1] ^ 1])
    others = [UsageDifference().to_bytes(), MembershipDifference().to_bytes(), GroupAccumulator(["course"]).to_bytes()]
    for wrong in (b"", b"Email", whole[:-1], whole + b"\0", damaged, *(other for other in others if other[:8] != whole[:8])):
        with pytest.raises(InvalidInput) as error:
            kind.from_bytes(wrong)
        assert error.value.field == "data"
    with pytest.raises(InvalidInput):
        kind.from_bytes("text")


def test_groups_are_taken_in_and_merged() -> None:
    usage = (Path(__file__).parents[2] / "tests" / "golden" / "usage-2020.csv").read_bytes()
    membership = (Path(__file__).parents[2] / "tests" / "golden" / "membership-2020.csv").read_bytes()
    groups = GroupAccumulator(["business_unit", "contract"])
    assert groups.by == ["business_unit", "contract"]
    assert groups.read_usage(usage)["used"] == 1
    other = GroupAccumulator(groups.by)
    assert other.observe_membership(matricula.read_membership(membership)["rows"]) == 1
    groups.merge(other)
    found = groups.finish()
    assert found["groups"] == matricula.group_reports(groups.by, usage=usage, membership=membership)["groups"]
    assert (found["by"], found["usage"], found["membership"]) == (groups.by, None, None)
    by_rows = GroupAccumulator(groups.by)
    by_rows.observe_usage(matricula.read_usage(usage)["rows"])
    by_rows.read_membership(membership)
    assert by_rows.to_bytes() == groups.to_bytes()
    with pytest.raises(InvalidInput) as error:
        groups.merge(GroupAccumulator(["contract"]))
    assert error.value.field == "other"
    assert groups.finish() == found
    with pytest.raises(GroupError):
        GroupAccumulator(["overall_progress"])
