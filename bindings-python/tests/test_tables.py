"""Reports as tables: read from files, handed to data frames without a copy, and written again."""

from __future__ import annotations

import gc
import io
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pytest

import matricula
from matricula import InvalidInput
from matricula.types import WriteForm

HEADER = (
    b"Email,Course ID,Program Slug,Enrollment Time,Overall Progress,Estimated Learning Hours,Completed,"
    b"Removed From Program,Completion Time,Course Grade,Mood\n"
)
USAGE = (
    HEADER
    + b"jo@example.com,-aG-a-O1EeijKBISCWxf6g,p,2024-01-26 10:16:04,12.82,0.29,Yes,No,,88.25,good\n"
    + b"jo@example.com,daG-a-O1EeijKBISCWxf6g,p,,12 %,0.0,yes,No,,,bad\n"
    + '"Zoë"@example.com,c,p,,100,7,No,Yes,2024-01-26T10:16:04.5Z,,\n'.encode()
    + b'ada@example.com,c,p,,100,7,No,Yes,2024-01-26T10:16:04.5Z,,"a ""b"""\n'
)
MEMBERSHIP = (
    b"Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\njo@example.com,p,MEMBER,2,1\n"
)


def many(rows: int) -> bytes:
    line = b"p%d@example.com,c%d,p,2024-01-26 10:16:04,12.82,0.29,Yes,No,,88.25,good\n"
    return HEADER + b"".join(line % (row, row % 7) for row in range(rows))


def test_a_report_tells_what_it_read() -> None:
    report = matricula.read_usage_report(USAGE)
    assert (len(report), report.records, report.other_headers) == (2, 4, ["Mood"])
    assert [problem["code"] for problem in report.problems["kept"]] == [
        "not_a_decimal",
        "not_yes_no",
        "text_after_quote",
    ]
    assert report.columns[-1] == "Mood"
    progress = report.schema[report.columns.index("overall_progress")]
    assert (progress["type"], progress["nullable"], progress["header"], progress["unit"]) == (
        "decimal128(18, 9)",
        True,
        "Overall Progress",
        "percent",
    )
    assert report.schema[report.columns.index("email")]["nullable"] is False
    assert "jo@" not in repr(report)


def test_rows_are_those_of_read_usage() -> None:
    rows = list(matricula.read_usage_report(USAGE, batch_rows=1).rows())
    table = matricula.read_usage(USAGE)
    moods = [cells[0] for cells in table["other_cells"]]
    assert rows == [{**row, "Mood": mood} for row, mood in zip(table["rows"], moods, strict=True)]


@pytest.mark.parametrize("kind", ["bytes", "bytearray", "path", "text path", "file", "text of bytes"])
def test_a_report_is_read_from(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "usage.csv"
    path.write_bytes(USAGE)
    source: Any = {
        "bytes": USAGE,
        "bytearray": bytearray(USAGE),
        "path": path,
        "text path": str(path),
        "file": path.open("rb"),
        "text of bytes": io.BytesIO(USAGE),
    }[kind]
    assert matricula.read_usage_report(source).to_arrow() == pyarrow.table(
        matricula.read_usage_report(USAGE)
    )


def test_the_other_reports_are_read(tmp_path: Path) -> None:
    membership = matricula.read_membership_report(MEMBERSHIP)
    assert membership.to_arrow().column("member_state").to_pylist() == ["MEMBER"]
    golden = Path(__file__).parents[2] / "tests" / "golden" / "specialization-2020.csv"
    specialization = matricula.read_specialization_report(golden)
    assert list(specialization.rows()) == matricula.read_specialization(golden.read_bytes())["rows"]
    assert specialization.write(tmp_path / "again.csv") == len(specialization)
    assert (tmp_path / "again.csv").read_bytes() == golden.read_bytes()


def test_wrong_sources_are_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as error:
        matricula.read_usage_report(7)  # type: ignore[arg-type]
    assert error.value.field == "source"
    with pytest.raises(FileNotFoundError):
        matricula.read_usage_report(tmp_path / "none.csv")
    with pytest.raises(InvalidInput):
        matricula.read_usage_report(io.StringIO("Email"))  # type: ignore[arg-type]
    with pytest.raises(InvalidInput) as error:
        matricula.read_usage_report(b"", batch_rows=0)
    assert error.value.field == "batch_rows"
    with pytest.raises(InvalidInput) as error:
        matricula.read_usage_report(b"", progress=3)  # type: ignore[arg-type]
    assert error.value.field == "progress"


def test_problems_are_kept_up_to_the_limit() -> None:
    report = matricula.read_usage_report(HEADER + b"a,b\n" * 9, problem_limit=2)
    assert (report.problems["total"], len(report.problems["kept"]), len(report)) == (9, 2, 0)


def test_every_library_takes_a_report_with_its_types() -> None:
    report = matricula.read_usage_report(USAGE)
    arrow = report.to_arrow()
    assert arrow.schema.field("enrollment_time").type == pyarrow.timestamp("ms", "UTC")
    assert arrow.schema.field("overall_progress").type == pyarrow.decimal128(18, 9)
    assert arrow.column("overall_progress").to_pylist() == [Decimal("12.82"), Decimal(100)]
    assert arrow.schema.metadata[b"table"] == b"usage report"
    assert arrow.schema.field("Mood").metadata[b"header"] == b"Mood"

    frame = report.to_polars()
    assert frame["enrollment_time"].to_list()[0] == datetime(2024, 1, 26, 10, 16, 4, tzinfo=UTC)
    assert frame["completed"].to_list() == [True, False]
    assert frame["Mood"].to_list() == ["good", 'a "b"']
    assert polars.from_arrow(arrow).shape == (2, 30)  # type: ignore[union-attr, unused-ignore]

    data = report.to_pandas()
    assert str(data["enrollment_time"].dtype) == "datetime64[ms, UTC]"
    assert data["overall_progress"].sum() == Decimal("112.82")
    assert pandas.DataFrame.from_arrow(report).shape == (2, 30)

    relation = duckdb.sql("select sum(overall_progress), max(completion_time) from report").fetchall()
    assert relation[0][0] == Decimal("112.82")


def addresses(table: pyarrow.Table) -> list[int]:
    return [
        buffer.address
        for column in table.columns
        for chunk in column.chunks
        for buffer in chunk.buffers()
        if buffer is not None
    ]


def test_nothing_is_copied_on_the_way_out() -> None:
    report = matricula.read_usage_report(many(1000), batch_rows=300)
    one, two = report.to_arrow(), pyarrow.table(report)
    assert [len(chunk) for chunk in one.column(0).chunks] == [300, 300, 300, 100]
    assert addresses(one) == addresses(two)
    assert addresses(one)
    # The memory outlives the report that made it.
    email = one.column("email")
    del report, one, two
    gc.collect()
    assert email[999].as_py() == "p999@example.com"


def test_capsules_may_be_dropped_and_taken_once() -> None:
    report = matricula.read_usage_report(many(10))
    del report
    report = matricula.read_usage_report(many(10))
    capsule = report.__arrow_c_stream__()
    del capsule  # nobody took it
    gc.collect()

    class Once:
        """Gives the same capsule again and again."""

        def __init__(self) -> None:
            self.capsule = report.__arrow_c_stream__()

        def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any:
            return self.capsule

    once = Once()
    assert matricula.write_usage_report(once, io.BytesIO()) == 10
    with pytest.raises(InvalidInput, match="released"):
        matricula.write_usage_report(once, io.BytesIO())
    del once
    gc.collect()
    assert pyarrow.schema(report) == report.to_arrow().schema

    class Wrong:
        def __init__(self, capsule: Any) -> None:
            self.capsule = capsule

        def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any:
            return self.capsule

    with pytest.raises(InvalidInput):
        matricula.write_usage_report(Wrong("text"), io.BytesIO())
    with pytest.raises(ValueError, match="name"):
        matricula.write_usage_report(Wrong(report.__arrow_c_schema__()), io.BytesIO())


def written(data: Any, write: Callable[..., int] = matricula.write_usage_report, **options: Any) -> bytes:
    file = io.BytesIO()
    write(data, file, **options)
    return file.getvalue()


def test_every_librarys_table_is_written() -> None:
    report = matricula.read_usage_report(USAGE)
    expected = written(report)
    assert expected.endswith(b'No,Yes,p,,,2024-01-26T10:16:04.500Z,,,,,,,,,,,,"a ""b"""\r\n')
    arrow = report.to_arrow()
    assert written(arrow) == expected
    assert written(report.to_polars()) == expected
    assert written(report.to_polars().lazy().collect()) == expected
    assert written(report.to_pandas()) == expected
    assert written(duckdb.sql("select * from arrow")) == expected
    assert written(arrow.combine_chunks()) == expected
    # Cut from a larger table: offsets into buffers that begin earlier.
    larger = pyarrow.concat_tables([arrow, arrow, arrow]).combine_chunks()
    assert written(larger.slice(2, 2)) == expected
    assert written(larger.slice(4)) == expected
    assert written(larger.slice(0, 0)) == expected.split(b"\r\n")[0] + b"\r\n"
    encoded = arrow.set_column(
        arrow.schema.get_field_index("email"), "email", arrow.column("email").dictionary_encode()
    )
    assert written(encoded) == expected
    assert written(report.to_polars().with_columns(polars.col("email").cast(polars.Categorical))) == expected
    assert written(arrow.cast(large(arrow.schema))) == expected


FORMS: list[WriteForm] = [
    {"separator": "semicolon", "line_end": "lf", "byte_order_mark": True},
    {"separator": "tab", "line_end": "cr", "quotes": "always", "times": "spaced"},
    {"separator": "pipe", "quotes": None, "byte_order_mark": False},
    {},
]


@pytest.mark.parametrize("form", FORMS)
def test_any_form_is_written_and_read_back(form: WriteForm) -> None:
    # So many rows that they are written by several threads.
    report = matricula.read_usage_report(many(9_000))
    file = written(report, form=form)
    asked = {"separator": "comma", "line_end": "crlf", "quotes": "needed", "times": "iso", "byte_order_mark": False}
    asked |= {name: value for name, value in form.items() if value is not None}
    again = matricula.read_usage_report(file)
    assert again.to_arrow().equals(report.to_arrow())
    assert again.problems["total"] == 0
    table = matricula.read_usage(file)
    assert {name: value for name, value in table["form"].items() if name in asked} == asked
    assert matricula.write_usage(table) == file
    assert written(report.to_polars(), form=form) == file
    assert written(report, report_write, form=form) == file
    # Rows as dicts, which have no columns that the report has not.
    assert written(table["rows"], form=form, dialect="legacy") == written(report, form=form, dialect="legacy")
    if form == {}:
        assert file == written(report)


def report_write(report: matricula.Report, file: io.BytesIO, **options: Any) -> int:
    return report.write(file, **options)


def test_the_form_of_a_file_that_was_read_is_a_form_to_write_in() -> None:
    report = matricula.read_usage_report(many(3))
    form: WriteForm = {"separator": "tab", "line_end": "lf", "quotes": "always", "times": "spaced", "byte_order_mark": True}
    file = written(report, form=form)
    read = matricula.read_usage(file)
    assert read["form"]["columns"]
    assert written(report, form=read["form"]) == file
    assert written(report, report_write, form=read["form"]) == file
    # What else it says of the file is not asked for.
    other = {**read["form"], "columns": [], "open_end": True, "guard_formulas": True}
    assert written(report, form=other) == file
    assert written(read["rows"], form=other, dialect="legacy") == written(report, form=form, dialect="legacy")


def test_a_form_that_there_is_not_is_told() -> None:
    report = matricula.read_usage_report(USAGE)
    whole = matricula.read_usage(USAGE)["form"]
    wrong: tuple[tuple[Any, str], ...] = (
        ({"separator": ";"}, "`form.separator`: `;` is none of the words for it; give `comma`, `semicolon`, `tab`, `pipe`"),
        ({"delimiter": "semicolon"}, "`form.delimiter`: there is no such field; the fields are `separator`, `line_end`,"),
        ({"open_end": True}, "`form.open_end`: there is no such field; the fields are `separator`, `line_end`,"),
        ({**whole, "line_end": "lfcr"}, "`form.line_end`: `lfcr` is none of the words for it"),
        ({"columns": []}, "`form.separator`: the field is missing"),
        ("semicolon", "`form`: a dict is expected, not text"),
    )
    for form, said in wrong:
        for data in (report, matricula.read_usage(USAGE)["rows"]):
            with pytest.raises(InvalidInput) as error:
                written(data, form=form)
            assert str(error.value).startswith(said)


def large(schema: pyarrow.Schema) -> pyarrow.Schema:
    text = pyarrow.string()
    fields = [field.with_type(pyarrow.large_string()) if field.type == text else field for field in schema]
    return pyarrow.schema(fields)


def test_tables_of_no_rows_and_no_batches_are_written() -> None:
    report = matricula.read_usage_report(HEADER)
    assert (len(report), bool(report), report.to_arrow().num_rows) == (0, False, 0)
    header = written(report)
    assert header.count(b"\r\n") == 1
    assert written(report.to_polars()) == header
    assert matricula.read_usage_report(header).problems["total"] == 0


def test_floats_are_written_when_nothing_is_lost() -> None:
    frame = matricula.read_usage_report(USAGE).to_polars()
    floats = frame.with_columns(polars.col("overall_progress").cast(polars.Float64))
    assert written(floats) == written(frame)
    drifted = floats.with_columns(overall_progress=polars.lit(0.1) + polars.lit(0.2))
    with pytest.raises(InvalidInput) as error:
        written(drifted)
    assert str(error.value) == (
        "`data`: column `overall_progress` has too many decimal places in row 0; round it to 9"
    )
    with pytest.raises(InvalidInput, match="column `enrollment_time` is of type"):
        written(frame.with_columns(enrollment_time=polars.lit("2020")))
    with pytest.raises(InvalidInput, match="the usage report needs a column `email`"):
        written(frame.drop("email"))


def test_rows_of_plain_data_are_written() -> None:
    table = matricula.read_usage(USAGE)
    rows = table["rows"]
    expected = written(matricula.read_usage_report(USAGE).to_polars().drop("Mood"))
    assert written(rows) == expected
    assert written(dict(row) for row in rows) == expected
    assert written([]) == expected.split(b"\r\n")[0] + b"\r\n"
    natural = {
        **rows[0],
        "enrollment_time": datetime(2024, 1, 26, 10, 16, 4, tzinfo=UTC),
        "overall_progress": Decimal("12.82"),
        "name": None,
    }
    assert written([natural, rows[1]]) == expected
    for change, message in (
        ({"email": ""}, "`data[1].email`: the cell is empty"),
        ({"completed": "Yes"}, "`data[1].completed`"),
        ({"overall_progress": 101}, "`data[1].overall_progress`: the number is out of range"),
        ({"overall_progress": "12,5"}, "`data[1].overall_progress`: the value is not a decimal number"),
        ({"overall_progress": 12.5}, "`data[1].overall_progress`"),
        ({"mood": "good"}, "`data[1].mood`: the usage report has no such column; leave it out"),
    ):
        with pytest.raises(InvalidInput) as error:
            written([rows[0], {**rows[1], **change}])
        assert str(error.value).startswith(message)
    member = matricula.read_membership(MEMBERSHIP)["rows"][0]
    assert written([member], matricula.write_membership_report) == written(
        matricula.read_membership_report(MEMBERSHIP), matricula.write_membership_report
    )
    with pytest.raises(InvalidInput, match="not a member state"):
        written([{**member, "member_state": "member"}], matricula.write_membership_report)
    for wrong in (7, None, ["row"], [None]):
        with pytest.raises(InvalidInput):
            written(wrong)


def test_a_file_appears_when_all_of_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "usage.csv"
    report = matricula.read_usage_report(many(3))
    assert matricula.write_usage_report(report, path) == 3
    first = path.read_bytes()
    bad = report.to_polars().with_columns(overall_progress=polars.lit(101))
    with pytest.raises(InvalidInput):
        matricula.write_usage_report(bad, path)
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (first, [path])
    link = tmp_path / "link.csv"
    link.symlink_to(path)
    assert matricula.write_usage_report(matricula.read_usage_report(many(5)), link) == 5
    assert link.is_symlink()
    assert path.read_bytes().count(b"\r\n") == 6
    with pytest.raises(FileNotFoundError):
        report.write(tmp_path / "none" / "usage.csv")
    with pytest.raises(InvalidInput) as error:
        report.write(3)  # type: ignore[arg-type]
    assert error.value.field == "target"


def test_the_guard_is_put_and_taken() -> None:
    report = matricula.read_usage_report(USAGE.replace(b"good", b"=1+1"))
    assert b",'=1+1\r\n" in written(report, guard=True)
    again = matricula.read_usage_report(written(report, guard=True), guard=True)
    assert again.to_arrow() == report.to_arrow()


def test_streams_give_batches_in_bounded_memory() -> None:
    file = many(2500)
    stream = matricula.iter_usage_report(io.BytesIO(file), batch_rows=1000)
    assert stream.columns[-1] == "Mood"
    assert [column["name"] for column in stream.schema] == stream.columns
    sizes = [len(table) for table in stream]
    assert (sizes, list(stream), stream.records) == ([1000, 1000, 500], [], 2500)
    whole = pyarrow.table(matricula.iter_usage_report(file, batch_rows=1000))
    assert whole == matricula.read_usage_report(file, batch_rows=1000).to_arrow()
    rest = matricula.iter_usage_report(file, batch_rows=1000)
    next(rest)
    assert polars.DataFrame(rest).height == 1500
    bad = matricula.iter_usage_report(USAGE)
    assert sum(len(table) for table in bad) == 2
    assert (bad.problems["total"], bad.other_headers) == (3, ["Mood"])
    empty = matricula.iter_usage_report(b"")
    assert (list(empty), empty.problems["kept"][0]["code"]) == ([], "empty_file")


def test_a_streams_own_errors_come_through() -> None:
    class Broken(io.RawIOBase):
        def __init__(self) -> None:
            self.left = [many(10), b"x"]

        def read(self, size: int = -1) -> bytes:
            if len(self.left) == 1:
                raise OSError("the disk is gone")
            return self.left.pop(0)

    with pytest.raises(OSError, match="the disk is gone"):
        matricula.read_usage_report(Broken())
    stream = matricula.iter_usage_report(Broken())
    with pytest.raises(Exception, match="the disk is gone"):
        pyarrow.table(stream)
    assert list(stream) == []


def test_figures_of_reports() -> None:
    usage = matricula.read_usage_report(USAGE)
    membership = matricula.read_membership_report(MEMBERSHIP)
    told = usage.summary(membership)
    files = matricula.summarize_reports(usage=USAGE, membership=MEMBERSHIP)
    assert told == files["summary"] == membership.summary(usage)
    assert usage.summary()["current_members"] == 0
    golden = Path(__file__).parents[2] / "tests" / "golden" / "specialization-2020.csv"
    with pytest.raises(InvalidInput):
        matricula.read_specialization_report(golden).summary()


def test_progress_is_told(tmp_path: Path) -> None:
    path = tmp_path / "usage.csv"
    path.write_bytes(many(40_000))
    size = path.stat().st_size
    told: list[tuple[int, int | None]] = []
    matricula.read_usage_report(path, progress=lambda done, total: told.append((done, total)))
    assert len(told) > 1
    assert told == sorted(told)
    assert told[-1] == (size, size)
    told.clear()
    matricula.read_usage_report(path.open("rb"), progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (size, None)
    with pytest.raises(ZeroDivisionError):
        matricula.read_usage_report(path, progress=lambda done, total: 1 // 0)


def test_the_bar_shows_long_work_only(capsys: pytest.CaptureFixture[str]) -> None:
    from matricula import _frames

    matricula.read_usage_report(USAGE, progress=True)
    assert capsys.readouterr().err == ""
    bar = _frames.Bar(4 << 20)
    bar._start -= 2
    bar(1 << 20, 4 << 20)
    bar(2 << 20, 4 << 20)  # too soon after the last look
    bar.close()
    told = capsys.readouterr().err
    assert "read  25% of 4 MiB" in told
    assert "50%" not in told


def test_reading_leaves_pythons_lock_to_others(tmp_path: Path) -> None:
    path = tmp_path / "usage.csv"
    path.write_bytes(many(200_000))
    done = threading.Event()
    counted = 0

    def count() -> None:
        nonlocal counted
        while not done.is_set():
            counted += 1

    thread = threading.Thread(target=count)
    thread.start()
    matricula.read_usage_report(path)
    done.set()
    thread.join()
    assert counted > 1000


def test_a_package_that_is_missing_is_named() -> None:
    script = (
        "import sys, matricula\n"
        "for name in ('pyarrow', 'polars', 'pandas'): sys.modules[name] = None\n"
        "report = matricula.read_usage_report(b'')\n"
        "for method in ('to_arrow', 'to_polars', 'to_pandas'):\n"
        "    try: getattr(report, method)()\n"
        "    except ImportError as error: print(error)\n"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout.splitlines() == [
        "`to_arrow` needs pyarrow: pip install pyarrow",
        "`to_polars` needs polars: pip install polars",
        "`to_pandas` needs pandas: pip install pandas",
    ]


def test_the_package_itself_needs_none_of_them() -> None:
    script = "import sys, matricula; print([name for name in ('pyarrow', 'polars', 'pandas', 'numpy') if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_a_registers_tables(world: Any, ids: Any) -> None:
    world.do(world.join(20))
    world.do(world.join(21))
    request: Any = {
        "enrollments": [],
        "contracts": [],
        "sort": "learner",
        "descending": True,
        "page_size": 1,
        "page": 0,
    }
    context: Any = {"now": world.now, "actor": matricula.OPERATOR}
    users = world.register.user_list_table({"kind": "all", "request": request}, **context)
    page = world.register.user_list({**request, "page_size": 100}, **context)
    assert len(users) == page["total"] > 1
    frame = users.to_polars()
    assert frame["email"].to_list() == [row["email"] for row in page["rows"]]
    assert str(frame.schema["joined_at"]) == "Datetime(time_unit='ms', time_zone='UTC')"
    assert [row["joined_at"] for row in users.rows()] == [row["joined_at"] for row in page["rows"]]
    nobody: Any = {"kind": "chosen", "users": []}
    assert len(world.register.user_list_table(nobody, **context)) == 0
    with pytest.raises(matricula.Refusal):
        world.register.user_list_table(nobody, now=world.now, actor=matricula.learner(ids(20)))
    ledger = world.register.ledger_table(world.contract)
    assert ledger is not None
    entries = world.register.ledger(world.contract)
    assert [row["balance"] for row in ledger.rows()] == [entry["balance"] for entry in entries]
    assert [row["by"] for row in ledger.rows()] == [entry["by"]["kind"] for entry in entries]
    assert world.register.ledger_table(ids(99)) is None
    assert "ledger" in repr(ledger)


DIALECTS: tuple[matricula.DialectName, ...] = ("guide_2020", "legacy", "about_2025", "export_2026")
KINDS: tuple[tuple[matricula.ReportKind, Any, Any, Any, Any, Any], ...] = (
    (
        "usage",
        USAGE,
        matricula.read_usage,
        matricula.write_usage,
        matricula.read_usage_report,
        matricula.write_usage_report,
    ),
    (
        "membership",
        MEMBERSHIP.replace(b"Email,", b"Mood,Email,").replace(b"jo@", b"good,jo@"),
        matricula.read_membership,
        matricula.write_membership,
        matricula.read_membership_report,
        matricula.write_membership_report,
    ),
)


@pytest.mark.parametrize(("kind", "file", "read", "write", "read_report", "write_report"), KINDS)
def test_every_dialect_is_written_as_rows_are(
    kind: matricula.ReportKind, file: bytes, read: Any, write: Any, read_report: Any, write_report: Any
) -> None:
    own = matricula.known_dialect(kind, "legacy")
    own["columns"][1]["header"] = "Address"
    own["columns"].insert(2, {"header": "mood", "field": None})
    table, report = read(file), read_report(file)
    frame = report.to_polars()
    for dialect in (*DIALECTS, own):
        expected = write(table, dialect=dialect)
        assert written(report, write_report, dialect=dialect) == expected
        assert written(frame, write_report, dialect=dialect) == expected
        target = io.BytesIO()
        assert report.write(target, dialect=dialect) == len(report)
        assert target.getvalue() == expected
        rows = list(report.rows())
        if dialect is not own:
            for row in rows:
                del row["Mood"]
        else:
            for row in rows:
                row["mood"] = row.pop("Mood")
        assert written(rows, write_report, dialect=dialect) == expected
    # In the file's own dialect it has its own columns in their order.
    assert report.dialect is not None
    if kind == "usage":
        assert report.dialect == matricula.iter_usage_report(file).dialect
    same = written(report, write_report, dialect=report.dialect)
    assert same == write(table, dialect=report.dialect)
    assert same.split(b"\r\n")[0] == file.split(b"\n")[0]
    assert read_report(b"Email\n").dialect is None
    # The own dialect is read again, and its own header wins.
    again = read_report(written(report, write_report, dialect=own), dialect=own)
    assert again.problems["total"] == 0
    assert again.to_polars()["email"].to_list() == frame["email"].to_list()
    assert again.to_polars()["mood"].to_list() == frame["Mood"].to_list()
    assert "email" in matricula.iter_usage_report(b"", dialect=matricula.known_dialect("usage", "legacy")).columns


def test_rows_keep_to_the_columns_of_their_dialect() -> None:
    later = {**matricula.read_usage(USAGE)["rows"][0], "course_type": "Guided"}
    with pytest.raises(InvalidInput, match="course_type.*give a `dialect` that has it"):
        written([later])
    assert b",Guided," in written([later], dialect="about_2025")
    assert b",Guided," not in written([later], dialect="legacy")
    with pytest.raises(InvalidInput, match="Mood"):
        written([{**later, "Mood": "good"}], dialect="legacy")


def test_a_dialect_that_cannot_be_used_is_told() -> None:
    other = matricula.known_dialect("membership", "legacy")
    report = matricula.read_usage_report(USAGE)
    for use in (
        lambda: matricula.read_usage_report(USAGE, dialect=other),
        lambda: matricula.iter_usage_report(USAGE, dialect=other),
        lambda: written(report, dialect=other),
        lambda: written([], dialect=other),
    ):
        with pytest.raises(matricula.DialectError) as error:
            use()
        assert error.value.code == "other_report"
    with pytest.raises(InvalidInput):
        written(report, dialect="guide")


def test_line_numbers_are_those_of_the_rows(tmp_path: Path) -> None:
    table = matricula.read_usage(USAGE)
    report = matricula.read_usage_report(USAGE, line_numbers=True)
    assert report.columns[0] == "line"
    assert report.to_polars()["line"].to_list() == table["lines"] == [2, 5]
    assert [row["line"] for row in report.rows()] == table["lines"]  # type: ignore[typeddict-item, unused-ignore]
    # They are not written.
    plain = written(matricula.read_usage_report(USAGE))
    assert written(report) == written(report.to_polars()) == plain
    numbered = [{key: value for key, value in row.items() if key != "Mood"} for row in report.rows()]
    assert written(numbered) == written(matricula.read_usage(USAGE)["rows"])
    # A large file is read in parts.
    path = tmp_path / "usage.csv"
    path.write_bytes(many(150_000))
    assert path.stat().st_size > 8 << 20
    lines = matricula.read_usage_report(path, line_numbers=True).to_polars()["line"].to_list()
    assert lines == list(range(2, 150_002))
    stream = matricula.iter_usage_report(path, line_numbers=True)
    assert stream.columns[0] == "line"
    assert [line for table in stream for line in table.to_polars()["line"].to_list()] == lines


def test_comparisons_and_groups_are_tables() -> None:
    before = USAGE
    after = USAGE.replace(b"12.82,0.29,Yes,No,,88.25", b"99.5,0.5,Yes,No,,90")
    comparison = matricula.compare_usage(before, after)
    frame = matricula.usage_changes_table(comparison["changes"]).to_polars()
    assert frame.height == len(comparison["changes"]) == 1
    row = frame.row(0, named=True)
    assert (row["progressed"], row["graded"], row["enrolled"]) == (True, True, False)
    assert (row["progress_by"], row["grade_by"]) == (Decimal("86.68"), Decimal("1.75"))
    assert matricula.usage_changes_table([]).to_polars().height == 0

    members = matricula.compare_membership(MEMBERSHIP, MEMBERSHIP.replace(b"MEMBER,", b"DELETED_MEMBER,"))
    changes = matricula.membership_changes_table(members["changes"]).to_polars()
    assert changes.select("kind", "before", "after").rows() == [("removed", "MEMBER", "DELETED_MEMBER")]

    golden = Path(__file__).parents[2] / "tests" / "golden" / "specialization-2020.csv"
    file = golden.read_bytes()
    done = matricula.compare_specialization(file, file.replace(b",No,", b",Yes,", 1))
    specializations = matricula.specialization_changes_table(done["changes"]).to_polars()
    assert specializations.select("completed", "reopened", "specialization_slug").rows() == [
        (True, False, done["changes"][0]["specialization_slug"])
    ]
    assert matricula.specialization_changes_table([]).to_polars().height == 0

    groups = matricula.group_reports(["program_slug"], usage=USAGE, membership=MEMBERSHIP)
    data = matricula.groups_table(groups).to_polars()
    assert data["program_slug"].to_list() == [group["values"][0] for group in groups["groups"]]
    assert data["enrollments"].to_list() == [group["enrollments"] for group in groups["groups"]]
    assert data["estimated_hours"].to_list() == [Decimal(group["estimated_hours"]) for group in groups["groups"]]
    with pytest.raises(InvalidInput):
        matricula.groups_table([])  # type: ignore[arg-type]
    with pytest.raises(InvalidInput):
        matricula.usage_changes_table([{"kinds": []}])  # type: ignore[typeddict-item]
