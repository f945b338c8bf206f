"""Files that come in: invitations, domains, catalogs, activity and the three reports."""

from __future__ import annotations

import mmap
from array import array
from pathlib import Path
from typing import Any

import pytest

import matricula
from matricula import InvalidInput, types


def test_invitation_files_are_read_into_command_rows(world: Any, ids: Any) -> None:
    file = matricula.read_invitations(
        b"Full Name,Email,External ID\r\nJo Doe,jo@other.example,\r\nAda Roe,ada@other.example,E-7\r\nBea\r\n"
    )
    assert file["records"] == 3
    assert [problem["code"] for problem in file["problems"]["kept"]] == ["too_few_fields"]
    assert file["problems"]["kept"][0]["line"] == 4
    commit = world.do(
        matricula.commands.invite_learners(
            import_=ids(70),
            program=world.program,
            contract=world.contract,
            rows=file["rows"],
            send=True,
            mode="all_or_nothing",
        )
    )
    assert [row["line"] for row in commit.rows] == [2, 3]
    assert commit.personal[1]["external_id"] == "E-7"


def test_whitelist_files_are_read() -> None:
    file = matricula.read_whitelist(b"acme.example\nother.example\n")
    assert [row["domain"] for row in file["rows"]] == ["acme.example", "other.example"]


def test_catalog_files_are_read() -> None:
    file = matricula.read_catalog(b"Type,Name,Slug,Partner\nCourse,Pottery,,Kiln\nRhyme,X,,Kiln\n")
    assert (file["rows"][0]["slug"], file["rows"][0]["kind"]) == ("pottery", "Course")
    assert file["problems"]["kept"][0]["code"] == "unknown_type"


def test_activity_files_are_read() -> None:
    file = matricula.read_activity(
        b"Time,Action,Program,Email,Detail\n2024-01-27 10:16:04,remove,p,jo@example.com,allow return\n"
    )
    (row,) = file["rows"]
    assert (row["at"], row["action"], row["allow_return"]) == ("2024-01-27T10:16:04.000Z", "remove", True)


def test_templates_are_what_is_read() -> None:
    for template, read in (
        (matricula.invitation_template, matricula.read_invitations),
        (matricula.whitelist_template, matricula.read_whitelist),
        (matricula.catalog_template, matricula.read_catalog),
        (matricula.activity_template, matricula.read_activity),
    ):
        file: Any = read(template().encode())
        assert (file["problems"]["total"], file["rows"]) == (0, [])


USAGE = (
    b"Email,Course ID,Program Slug,Enrollment Time,Overall Progress,Estimated Learning Hours,Completed,"
    b"Removed From Program,Completion Time,Course Grade,Mood\n"
    b"jo@example.com,-aG-a-O1EeijKBISCWxf6g,p,2024-01-26 10:16:04,12.82,0.29,Yes,No,,88.25,good\n"
    b"jo@example.com,daG-a-O1EeijKBISCWxf6g,p,,12 %,0.0,yes,No,,,bad\n"
)


def test_usage_reports_are_read_with_their_problems() -> None:
    table = matricula.read_usage(USAGE)
    (row,) = table["rows"]
    assert set(row) == set(types.UsageRow.__annotations__)
    assert row["enrollment_time"] == "2024-01-26T10:16:04.000Z"
    assert (row["overall_progress"], row["completed"], row["completion_time"]) == ("12.82", True, None)
    assert (table["other_headers"], table["other_cells"]) == (["Mood"], [["good"]])
    assert (table["lines"], table["records"]) == ([2], 2)
    assert [problem["code"] for problem in table["problems"]["kept"]] == ["not_a_decimal", "not_yes_no"]
    assert set(table) == set(types.UsageTable.__annotations__)


def test_other_reports_are_read() -> None:
    table = matricula.read_membership(
        b"Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\njo@example.com,p,MEMBER,1,0\n"
    )
    assert set(table["rows"][0]) == set(types.MembershipRow.__annotations__)
    assert (table["rows"][0]["member_state"], table["rows"][0]["enrolled_courses"]) == ("MEMBER", 1)
    golden = Path(__file__).parents[2] / "tests" / "golden" / "specialization-2020.csv"
    specialization = matricula.read_specialization(golden.read_bytes())
    assert set(specialization["rows"][0]) == set(types.SpecializationRow.__annotations__)


def test_reading_is_strict_or_lenient_and_guarded_or_not() -> None:
    header = b"Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses,Name\n"
    quoted = header + b'jo@example.com,p,MEMBER,1,0,Jo "J" Doe\n'
    assert matricula.read_membership(quoted)["problems"]["kept"][0]["code"] == "bare_quote"
    assert matricula.read_membership(quoted, lenient=True)["rows"][0]["name"] == 'Jo "J" Doe'
    formula = header + b"jo@example.com,p,MEMBER,1,0,'=1+1\n"
    assert matricula.read_membership(formula)["rows"][0]["name"] == "'=1+1"
    assert matricula.read_membership(formula, guard=True)["rows"][0]["name"] == "=1+1"


def test_any_buffer_is_read(tmp_path: Path) -> None:
    expected = matricula.read_usage(USAGE)
    path = tmp_path / "usage.csv"
    path.write_bytes(USAGE)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        assert matricula.read_usage(mapped) == matricula.read_usage(mapped) == expected
    for buffer in (bytearray(USAGE), memoryview(USAGE), array("B", USAGE), memoryview(USAGE + b"")):
        assert matricula.read_usage(buffer) == expected


@pytest.mark.parametrize("wrong", [None, 5, ["a"], {}])
def test_only_paths_bytes_and_files_are_read(wrong: Any) -> None:
    for read in (matricula.read_usage, matricula.read_invitations, matricula.recognize_file):
        with pytest.raises(InvalidInput, match="a path, bytes, or a file that was opened for bytes") as error:
            read(wrong)
        assert error.value.field == "source"


def test_empty_files_are_a_problem_and_no_error() -> None:
    assert matricula.read_usage(b"")["problems"]["kept"][0]["code"] == "empty_file"


FIGURES_USAGE = (
    b"Email,Course ID,Program Slug,Enrollment Time,Overall Progress,Estimated Learning Hours,Completed,"
    b"Removed From Program,Completion Time,Course Grade\n"
    b"jo@example.com,c1,p,2024-01-26 10:16:04,12.82,0.29,Yes,No,2024-02-26 10:16:04,88.25\n"
    b"JO@example.com,c2,p,2024-01-26 10:16:04,60,0.1,No,No,,0.0\n"
    b"ada@example.com,c1,p,2024-01-26 10:16:04,140,0.1,No,No,,0.0\n"
)
FIGURES_MEMBERSHIP = (
    b"Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\njo@example.com,p,MEMBER,2,1\n"
)


@pytest.mark.parametrize("kind", ["bytes", "path", "text path", "file"])
def test_figures_of_report_files(kind: str, tmp_path: Path) -> None:
    sources: list[Any] = []
    for name, content in (("usage.csv", FIGURES_USAGE), ("membership.csv", FIGURES_MEMBERSHIP)):
        path = tmp_path / name
        path.write_bytes(content)
        sources.append(
            {"bytes": content, "path": path, "text path": str(path), "file": path.open("rb")}[kind]
        )
    told: list[int] = []
    read = matricula.summarize_reports(usage=sources[0], membership=sources[1], progress=told.append)
    assert sum(told) == len(FIGURES_USAGE) + len(FIGURES_MEMBERSHIP)
    summary = read["summary"]
    assert (summary["total_enrollments"], summary["unique_learners"], summary["current_members"]) == (2, 1, 1)
    assert summary["estimated_hours"] == "0.39"
    usage = read["usage"]
    assert usage is not None
    assert (usage["records"], usage["used"]) == (3, 2)
    assert [problem["code"] for problem in usage["problems"]["kept"]] == ["out_of_range"]
    assert matricula.summarize_reports(membership=sources[1] if kind != "file" else b"")["usage"] is None


@pytest.mark.parametrize("kind", ["bytes", "path", "text path", "file"])
def test_seven_figures_of_a_usage_report(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "usage.csv"
    path.write_bytes(FIGURES_USAGE)
    source: Any = {"bytes": FIGURES_USAGE, "path": path, "text path": str(path), "file": path.open("rb")}[kind]
    told: list[int] = []
    read = matricula.usage_figures(source, progress=told.append)
    assert sum(told) == len(FIGURES_USAGE)
    # A progress of 140 is nothing that these figures use.
    assert (read["usage"]["records"], read["usage"]["used"], read["usage"]["problems"]["total"]) == (3, 3, 0)
    assert (read["figures"]["total_enrollments"], read["figures"]["unique_learners"]) == (3, 2)
    assert read["figures"]["estimated_hours"] == "0.49"


def test_all_cores_read_a_large_usage_report_as_one_would(tmp_path: Path) -> None:
    header, *rows = FIGURES_USAGE.splitlines(keepends=True)
    bad = rows[0].replace(b"Yes", b"yes").replace(b"No", b"no")
    content = header + (rows[0] * 60_000 + bad) * 3
    path = tmp_path / "usage.csv"
    path.write_bytes(content)
    told: list[int] = []
    read = matricula.usage_figures(path, progress=told.append)
    assert read == matricula.usage_figures(content)
    assert told and sum(told) == len(content)
    assert read["figures"]["total_enrollments"] == 180_000
    assert [problem["line"] for problem in read["usage"]["problems"]["kept"]] == [60_002, 120_003, 180_004]

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        matricula.usage_figures(path, progress=stop)
    with pytest.raises(FileNotFoundError):
        matricula.usage_figures(tmp_path / "none.csv")
    with pytest.raises(InvalidInput):
        matricula.usage_figures(7)  # type: ignore[arg-type]


def test_all_cores_read_two_large_reports_as_one_would(tmp_path: Path) -> None:
    header, *rows = FIGURES_USAGE.splitlines(keepends=True)
    usage = header + b"".join(rows[0].replace(b"jo@", b"jo%d@" % (number % 50_000)) for number in range(120_000))
    bad = rows[2]
    usage = usage + bad
    header, row = FIGURES_MEMBERSHIP.splitlines(keepends=True)
    membership = header + b"".join(row.replace(b"jo@", b"jo%d@" % number) for number in range(270_000))
    assert min(len(usage), len(membership)) > 8 << 20
    paths = tmp_path / "usage.csv", tmp_path / "membership.csv"
    for path, content in zip(paths, (usage, membership)):
        path.write_bytes(content)
    with paths[0].open("rb") as one, paths[1].open("rb") as two:
        expected = matricula.summarize_reports(usage=one, membership=two)
    told: list[int] = []
    read = matricula.summarize_reports(usage=paths[0], membership=paths[1], progress=told.append)
    assert read == expected == matricula.summarize_reports(usage=usage, membership=membership)
    assert sum(told) == len(usage) + len(membership)
    summary, problems = read["summary"], read["usage"]["problems"] if read["usage"] else None
    assert (summary["total_enrollments"], summary["joined_not_enrolled"]) == (50_000, 220_000)
    assert problems and [problem["line"] for problem in problems["kept"]] == [120_002]


def test_figures_of_no_file_are_zero_and_of_an_empty_one_a_problem(tmp_path: Path) -> None:
    assert matricula.summarize_reports()["summary"]["total_enrollments"] == 0
    empty = matricula.summarize_reports(usage=b"")["usage"]
    assert empty is not None
    assert [problem["code"] for problem in empty["problems"]["kept"]] == ["empty_file"]
    with pytest.raises(FileNotFoundError):
        matricula.summarize_reports(usage=tmp_path / "none.csv")
    with pytest.raises(InvalidInput):
        matricula.summarize_reports(usage=7)  # type: ignore[arg-type]
