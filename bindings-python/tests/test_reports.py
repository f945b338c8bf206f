"""The shared cases of reports, `tests/reports/cases.json`: dialects, differences and figures by group.

Rust and Node run the same file; `tests/reports/README.md` says how it is written.
"""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import matricula
from matricula import DialectError, GroupError, InvalidInput, OPERATOR, Register

FILE = Path(__file__).resolve().parents[2] / "tests" / "reports" / "cases.json"
GOLDEN = FILE.parents[1] / "golden"
CASES: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))

READ: dict[str, Callable[..., Any]] = {
    "usage": matricula.read_usage,
    "membership": matricula.read_membership,
    "specialization": matricula.read_specialization,
}
WRITE: dict[str, Callable[..., bytes]] = {
    "usage": matricula.write_usage,
    "membership": matricula.write_membership,
    "specialization": matricula.write_specialization,
}
COMPARE: dict[str, Callable[..., Any]] = {
    "usage": matricula.compare_usage,
    "membership": matricula.compare_membership,
    "specialization": matricula.compare_specialization,
}


def source(given: Any) -> Any:
    return given.encode() if isinstance(given, str) else given


def outcome(case: dict[str, Any]) -> Any:
    what = case["do"]
    chosen = {key: case[key] for key in ("dialect", "guard") if key in case}
    if what == "recognize":
        return matricula.recognize_file(case["file"].encode())
    if what == "rewrite":
        table = READ[case["report"]](
            case["file"].encode(), dialect=case.get("read_dialect"), guard=case.get("read_guard", False)
        )
        return WRITE[case["report"]](table, **chosen).decode()
    if what == "write":
        return WRITE[case["report"]](case["rows"], **chosen).decode()
    if what == "convert":
        target = io.BytesIO()
        guarded = case.get("read_guard", False)
        read = matricula.convert_report(
            case["report"], case["file"].encode(), target, guarded=guarded, **chosen
        )
        assert read["used"] == case["used"]
        return target.getvalue().decode()
    if what == "compare":
        return COMPARE[case["report"]](source(case["before"]), source(case["after"]))
    if what.startswith("store"):
        return stored(case).hex()
    assert what == "group"
    reports = {key: source(case[key]) for key in ("usage", "membership") if key in case}
    return matricula.group_reports(case["by"], **reports)


DIFFERENCE: dict[str, Callable[[], Any]] = {
    "usage": matricula.UsageDifference,
    "membership": matricula.MembershipDifference,
    "specialization": matricula.SpecializationDifference,
}


def stored(case: dict[str, Any]) -> bytes:
    """Each file is taken in by itself, stored, restored, and merged into the other."""
    one: Any
    other: Any
    if "by" in case:
        one, other = matricula.GroupAccumulator(case["by"]), matricula.GroupAccumulator(case["by"])
        one.read_usage(case["usage"].encode())
        other.read_membership(case["membership"].encode())
    elif case["do"] == "store_summary":
        one, other = matricula.SummaryAccumulator(), matricula.SummaryAccumulator()
        one.read_usage(case["usage"].encode())
        other.read_membership(case["membership"].encode())
    elif case["do"] == "store_figures":
        one, other = matricula.FiguresAccumulator(), matricula.FiguresAccumulator()
        one.read_usage(case["before"].encode())
        other.read_usage(case["after"].encode())
    else:
        one, other = DIFFERENCE[case["report"]](), DIFFERENCE[case["report"]]()
        one.read_before(case["before"].encode())
        other.read_after(case["after"].encode())
    merged = type(other).from_bytes(other.to_bytes())
    merged.merge(pickle.loads(pickle.dumps(one)))
    return merged.to_bytes()


def check(expected: Any, found: Any, place: str) -> None:
    """Holds a value against what was expected of it. Fields not expected may be anything."""
    if isinstance(expected, dict) and isinstance(found, dict):
        for key, value in expected.items():
            check(value, found[key], f"{place}.{key}")
    elif isinstance(expected, list) and isinstance(found, list):
        assert len(expected) == len(found), f"{place}: {found}"
        for index, (one, other) in enumerate(zip(expected, found, strict=True)):
            check(one, other, f"{place}[{index}]")
    else:
        assert type(expected) is type(found), place
        assert expected == found, place


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_every_case_goes_as_written(case: dict[str, Any]) -> None:
    if "error" not in case:
        check(case["answer"], outcome(case), "answer")
        return
    with pytest.raises((DialectError, GroupError, InvalidInput)) as error:
        outcome(case)
    assert error.value.code == case["error"]
    assert str(pickle.loads(pickle.dumps(error.value))) == str(error.value)


@pytest.mark.parametrize("report", ["usage", "membership", "specialization"])
def test_the_guides_samples_are_given_back(report: str, tmp_path: Path) -> None:
    path = GOLDEN / f"{report}-2020.csv"
    table = READ[report](path.read_bytes())
    assert WRITE[report](table) == path.read_bytes()
    assert matricula.recognize_file(path.read_bytes())["dialect"] == "guide_2020"
    told: list[int] = []
    matricula.convert_report(report, path, tmp_path / "out.csv", progress=told.append)  # type: ignore[arg-type]
    assert (tmp_path / "out.csv").read_bytes() == path.read_bytes()
    assert sum(told) == len(path.read_bytes())


def test_a_changed_row_is_written_in_its_file() -> None:
    file = b"Team,Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\nred,a@x.org,p,MEMBER,01,2\n"
    table = matricula.read_membership(file)
    assert [(spelling["row"], spelling["column"], spelling["text"]) for spelling in table["spellings"]] == [(0, 4, "01")]
    table["rows"][0]["completed_courses"] = 3
    assert matricula.write_membership(table) == file.replace(b",2\n", b",3\n")


def test_sources_and_targets_of_a_conversion(tmp_path: Path) -> None:
    file = (GOLDEN / "usage-2020.csv").read_bytes()
    outputs = []
    for given in (file, bytearray(file), io.BytesIO(file), GOLDEN / "usage-2020.csv"):
        target = io.BytesIO()
        assert matricula.convert_report("usage", given, target, dialect="legacy")["used"] == 1
        outputs.append(target.getvalue())
    assert len(set(outputs)) == 1
    with pytest.raises(InvalidInput) as error:
        matricula.convert_report("usage", file, 5)  # type: ignore[arg-type]
    assert error.value.field == "target"
    with pytest.raises(InvalidInput):
        matricula.convert_report("use", file, io.BytesIO())  # type: ignore[arg-type]
    with pytest.raises(FileNotFoundError):
        matricula.convert_report("usage", tmp_path / "none.csv", tmp_path / "out.csv")


def test_what_is_wrong_with_rows_says_where() -> None:
    row = {"email": "a@x.org", "program_slug": "p", "member_state": "MEMBER", "enrolled_courses": 1, "completed_courses": 0}
    for wrong, field in [
        ({**row, "enrolled_courses": "many"}, "report[1].enrolled_courses"),
        ({**row, "member_state": "member"}, "report[1].member_state"),
        ({**row, "join_date": "soon"}, "report[1].join_date"),
    ]:
        with pytest.raises(InvalidInput) as error:
            matricula.write_membership([row, wrong])  # type: ignore[list-item]
        assert error.value.field.startswith("report[1]"), (error.value.field, field)
    with pytest.raises(InvalidInput) as error:
        matricula.write_membership({"lines": []})  # type: ignore[typeddict-item]
    assert error.value.field == "report.rows"


def test_the_email_report_in_another_dialect() -> None:
    request: matricula.types.ReportRequest = {
        "contracts": "all_time",
        "guard_formulas": False,
        "dialect": "export_2026",
    }
    report = Register().email_report(request, now="2020-01-06T08:00:00.000Z", actor=OPERATOR)
    for file in (report.usage, report.membership, report.specialization):
        found = matricula.recognize_file(file)
        assert (found["dialect"], found["exact"]) == ("export_2026", True)


def test_a_dialect_of_ones_own_is_converted() -> None:
    own = matricula.known_dialect("membership", "legacy")
    own["columns"][1]["header"] = "Address"
    own["columns"].insert(0, {"header": "Team", "field": None})
    file = (
        b"Team,Address,Program Slug,Member State,# Enrolled Courses,# Completed Courses\n"
        b"red,jo@example.com,p,MEMBER,1,0\n"
    )
    table = matricula.read_membership(file, dialect=own)
    dialects: list[Any] = ["about_2025", own, None]
    for dialect in dialects:
        target = io.BytesIO()
        read = matricula.convert_report("membership", file, target, source_dialect=own, dialect=dialect)
        assert read["used"] == 1
        assert target.getvalue() == matricula.write_membership(table, dialect=dialect)
    with pytest.raises(matricula.DialectError):
        matricula.convert_report("usage", file, io.BytesIO(), source_dialect=own)


def test_a_cadence_becomes_a_schedule() -> None:
    cadence: Any = {"programs": None, "weekdays": ["monday"], "time": "08:30", "zone": "Europe/London"}
    schedule = "00000000-0000-0000-0000-000000000007"
    made = matricula.schedule_of(cadence, schedule=schedule)
    assert made == {**cadence, "schedule": schedule}
    due = matricula.next_due(made, after="2024-07-01T00:00:00.000Z")
    assert due is not None
    assert due["at"] == "2024-07-01T07:30:00.000Z"
    with pytest.raises(matricula.InvalidInput, match="`cadence.zone`"):
        matricula.schedule_of({**cadence, "zone": "Europe/Camelot"}, schedule=schedule)


def test_lessons_and_skills_are_read_where_files_have_them() -> None:
    activity = (
        b"Time,Action,Program,Email,Item,Lessons\n2024-01-26 10:16:04,progress,p,jo@example.com,c,4\n"
        b"2024-01-26 10:16:04,enroll,p,jo@example.com,c,\n"
    )
    assert [row["lessons"] for row in matricula.read_activity(activity)["rows"]] == [4, None]
    catalog = b"Type,Name,Partner,Skills\nCourse,Tea,Leaf,Tasting; Trade\nCourse,Coffee,Leaf,\n"
    assert [row["skills"] for row in matricula.read_catalog(catalog)["rows"]] == [["Tasting", "Trade"], []]
