"""Comparisons and figures that are taken in bit by bit, stored, and merged."""

from __future__ import annotations

import io
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import matricula
from matricula import (
    FiguresAccumulator,
    GroupAccumulator,
    GroupError,
    InvalidInput,
    MembershipDifference,
    SpecializationDifference,
    SummaryAccumulator,
    UsageDifference,
)

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
    with pytest.raises(InvalidInput, match="`other`: a `MembershipDifference` is expected"):
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


KINDS = [UsageDifference, MembershipDifference, SpecializationDifference, GroupAccumulator, SummaryAccumulator, FiguresAccumulator]


@pytest.mark.parametrize("kind", KINDS)
def test_bytes_that_are_none_are_told(kind: Any) -> None:
    state = kind(["contract"]) if kind is GroupAccumulator else kind()
    whole = state.to_bytes()
    assert kind.from_bytes(memoryview(whole)).to_bytes() == whole
    damaged = whole[:-1] + bytes([whole[-1] ^ 1])
    others = [(other(["course"]) if other is GroupAccumulator else other()).to_bytes() for other in KINDS]
    for wrong in (b"", b"Email", whole[:-1], whole + b"\0", damaged, *(other for other in others if other[:8] != whole[:8])):
        with pytest.raises(InvalidInput) as error:
            kind.from_bytes(wrong)
        assert error.value.field == "data"
    with pytest.raises(InvalidInput):
        kind.from_bytes("text")


@pytest.mark.parametrize("kind", KINDS)
def test_only_the_same_kind_is_merged(kind: Any) -> None:
    one = kind(["contract"]) if kind is GroupAccumulator else kind()
    for other, said in ((5, "`5`"), (None, "`None`"), (object(), "an object of type `object`")):
        with pytest.raises(InvalidInput) as error:
            one.merge(other)
        assert error.value.field == "other"
        assert str(error.value) == f"`other`: a `{kind.__name__}` is expected, not {said}"


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


USAGE_HEADER = (
    "Email,Course ID,Program Slug,Enrollment Time,Overall Progress,Estimated Learning Hours,Completed,Removed From Program,"
    "Completion Time,Course Grade\n"
)


def usage_file(start: int, end: int) -> bytes:
    """A report of 50 people in 7 courses, some enrollments twice."""
    rows = (
        f"p{number % 50}@x.org,c{number % 7},p,,{number % 101},0.{number},{'Yes' if number % 3 else 'No'},No,,{number % 100}\n"
        for number in range(start, end)
    )
    return (USAGE_HEADER + "".join(rows) + "bad\n").encode()


def test_figures_of_many_days_are_those_of_all_at_once(tmp_path: Path) -> None:
    members = (HEADER + "p1@x.org,p,MEMBER,0,0\nnew@x.org,p,MEMBER,0,0\np2@x.org,p,DELETED_MEMBER,0,0\n").encode()
    whole = usage_file(0, 900)
    path = tmp_path / "usage.csv"
    path.write_bytes(usage_file(600, 900))
    stored = SummaryAccumulator().to_bytes(), FiguresAccumulator().to_bytes()
    told: list[int] = []
    for source in (usage_file(0, 300), io.BytesIO(usage_file(300, 600)), path):
        summary, figures = SummaryAccumulator.from_bytes(stored[0]), FiguresAccumulator.from_bytes(stored[1])
        for taken in (summary, figures):
            read = taken.read_usage(source, progress=told.append)
            assert (read["records"], read["used"], read["problems"]["total"]) == (301, 300, 1)
            if isinstance(source, io.BytesIO):
                source.seek(0)
        stored = summary.to_bytes(), figures.to_bytes()
    assert sum(told) == 2 * sum(len(usage_file(start, start + 300)) for start in (0, 300, 600))
    assert summary.read_membership(members)["used"] == 3
    assert summary.finish() == matricula.summarize_reports(usage=whole, membership=members)["summary"]
    assert figures.finish() == matricula.usage_figures(whole)["figures"]

    # The rows themselves, in another order, by another accumulator.
    by_rows, seven = SummaryAccumulator(), FiguresAccumulator()
    assert by_rows.observe_membership(matricula.read_membership(members)["rows"]) == 3
    rows = matricula.read_usage(whole)["rows"][::-1]
    assert (by_rows.observe_usage(rows), seven.observe_usage(rows)) == (900, 900)
    assert (by_rows.to_bytes(), seven.to_bytes()) == (summary.to_bytes(), figures.to_bytes())


def test_figures_are_merged_pickled_and_shown() -> None:
    one, other = SummaryAccumulator(), SummaryAccumulator()
    one.read_usage(usage_file(0, 100))
    other.read_usage(usage_file(50, 200))
    bytes_of_other = other.to_bytes()
    one.merge(other)
    one.merge(one)
    assert other.to_bytes() == bytes_of_other
    assert one.finish() == matricula.summarize_reports(usage=usage_file(0, 200))["summary"]
    assert pickle.loads(pickle.dumps(one)).to_bytes() == one.to_bytes()
    seven, more = FiguresAccumulator(), FiguresAccumulator()
    seven.read_usage(usage_file(0, 100))
    more.read_usage(usage_file(100, 200))
    seven.merge(more)
    assert pickle.loads(pickle.dumps(seven)).finish() == matricula.usage_figures(usage_file(0, 200))["figures"]
    for taken in (one, seven):
        assert "x.org" not in repr(taken)
    with pytest.raises(InvalidInput):
        one.merge(seven)  # type: ignore[arg-type]


def test_a_large_file_is_taken_in_by_all_cores_and_one_that_breaks_off_is_not(tmp_path: Path) -> None:
    whole = usage_file(0, 260_000)
    assert len(whole) > 8 << 20
    path = tmp_path / "large.csv"
    path.write_bytes(whole)
    for kind in (SummaryAccumulator, FiguresAccumulator):
        by_path, by_pieces = kind(), kind()
        assert by_path.read_usage(path) == by_pieces.read_usage(io.BytesIO(whole))
        assert by_path.to_bytes() == by_pieces.to_bytes()
        before = by_path.to_bytes()
        for source in (path, io.BytesIO(whole)):

            def broken(_: int) -> None:
                raise OSError("broken off")

            with pytest.raises(OSError, match="broken off"):
                by_path.read_usage(source, progress=broken)
        with pytest.raises(InvalidInput) as error:
            by_path.read_usage(path, lenient="yes")  # type: ignore[arg-type]
        assert error.value.field == "lenient"
        good = matricula.read_usage(usage_file(0, 1))["rows"][0]
        with pytest.raises(InvalidInput):
            by_path.observe_usage([good, {**good, "completed": "perhaps"}])  # type: ignore[typeddict-item]
        assert by_path.to_bytes() == before
