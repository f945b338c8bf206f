"""Where reports come from and go: paths, pipes, files of others, and what goes wrong with them."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars
import pytest

import matricula
from matricula import InvalidInput

HEADER = (
    "Email,Course ID,Enrollment Time,Overall Progress,Estimated Learning Hours,Completed,Removed From Program,"
    "Program Slug,Completion Time,Course Grades\n"
)
ROW = "jo@acme.example,ai,2024-01-26 10:16:04,12.82,0.5,No,No,p,,0.0\n"
REPORT = (HEADER + 3 * ROW).encode()


class Stingy:
    """A file that takes some bytes at a time."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.taken = bytearray()

    def write(self, data: bytes) -> int:
        piece = data[: self.most]
        self.taken += piece
        return len(piece)


def test_a_report_is_converted_in_its_own_place(tmp_path: Path) -> None:
    path = tmp_path / "usage.csv"
    path.write_bytes(REPORT)
    assert matricula.convert_report("usage", path, path, dialect="export_2026")["used"] == 3
    assert path.read_bytes().startswith(b"Name,Email,External ID,")
    assert len(matricula.read_usage(path.read_bytes())["rows"]) == 3
    assert os.listdir(tmp_path) == ["usage.csv"]


def test_what_cannot_be_read_leaves_the_target_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "usage.csv"
    path.write_bytes(REPORT)
    with pytest.raises(FileNotFoundError):
        matricula.convert_report("usage", tmp_path / "none.csv", path)
    assert path.read_bytes() == REPORT
    assert os.listdir(tmp_path) == ["usage.csv"]


@pytest.mark.parametrize("most", [1, 7, 1 << 20])
def test_a_file_that_takes_a_part_is_given_the_rest(most: int) -> None:
    rows = 2_000
    report = matricula.read_usage_report((HEADER + rows * ROW).encode())
    whole, part = Stingy(1 << 30), Stingy(most)
    assert report.write(whole) == report.write(part) == rows
    assert whole.taken == part.taken
    converted = Stingy(most)
    matricula.convert_report("usage", REPORT, converted)
    assert bytes(converted.taken) == REPORT


def test_a_file_that_takes_nothing_is_an_error() -> None:
    report = matricula.read_usage_report(REPORT)
    with pytest.raises(OSError):
        report.write(Stingy(0))
    with pytest.raises(OSError):
        matricula.convert_report("usage", REPORT, Stingy(0))


@pytest.mark.parametrize(
    "read",
    [
        matricula.read_usage_report,
        matricula.usage_figures,
        lambda path: matricula.summarize_reports(usage=path),
        lambda path: matricula.compare_usage(path, REPORT),
        lambda path: matricula.write_usage_report([], path),
        matricula.read_usage,
        matricula.recognize_file,
    ],
)
def test_a_missing_file_is_named(read, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "none" / "usage.csv"
    with pytest.raises(FileNotFoundError) as caught:
        read(path)
    assert caught.value.errno == errno.ENOENT
    assert caught.value.filename == str(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
@pytest.mark.parametrize(
    "read",
    [
        lambda path: matricula.usage_figures(path)["figures"]["total_enrollments"],
        lambda path: len(matricula.read_usage_report(path)),
        lambda path: matricula.summarize_reports(usage=path)["summary"]["total_enrollments"],
        lambda path: len(matricula.read_usage(path)["rows"]),
    ],
)
def test_a_pipe_is_read_to_its_end(read, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=((HEADER + ROW).encode(),))
    writer.start()
    assert read(path) == 1
    writer.join()


@pytest.mark.parametrize(
    ("read", "template"),
    [
        (matricula.read_invitations, matricula.invitation_template),
        (matricula.read_whitelist, matricula.whitelist_template),
        (matricula.read_catalog, matricula.catalog_template),
        (matricula.read_activity, matricula.activity_template),
        (matricula.read_attempts, matricula.attempt_template),
        (matricula.read_usage, REPORT.decode),
    ],
)
def test_whole_files_come_from_paths_bytes_and_open_files(
    read: Callable[[Any], Any], template: Callable[[], str], tmp_path: Path
) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(template().encode())
    of_bytes = read(path.read_bytes())
    with path.open("rb") as file:
        assert read(path) == read(str(path)) == read(file) == of_bytes
    with path.open("rb", buffering=0) as raw:
        assert read(raw) == of_bytes
    with path.open() as text, pytest.raises(InvalidInput, match="mode `rb`"):
        read(text)


def test_a_file_is_recognised_by_its_beginning(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(REPORT + 100_000 * ROW.encode())
    assert matricula.recognize_file(path)["kind"] == "usage_report"
    with path.open("rb") as file:
        assert matricula.recognize_file(file) == matricula.recognize_file(path)
        assert file.tell() < path.stat().st_size


def test_the_text_of_a_file_is_no_path() -> None:
    for read in (matricula.read_usage_report, matricula.usage_figures, matricula.read_usage, matricula.recognize_file):
        with pytest.raises(InvalidInput, match="give that as bytes"):
            read(REPORT.decode())


@pytest.mark.parametrize("progress", [5, "bar"])
def test_progress_is_a_function(progress: object, tmp_path: Path) -> None:
    path = tmp_path / "usage.csv"
    path.write_bytes(REPORT)
    for read in (matricula.usage_figures, lambda source, progress: matricula.compare_usage(source, source, progress=progress)):
        with pytest.raises(InvalidInput, match="`progress`: a function"):
            read(path, progress=progress)  # type: ignore[operator]


def test_counts_out_of_range_are_named() -> None:
    for rows in (-1, 0):
        with pytest.raises(InvalidInput, match="`batch_rows`: a batch has one row at least"):
            matricula.read_usage_report(REPORT, batch_rows=rows)
    assert len(matricula.read_usage_report(REPORT, batch_rows=2**80)) == 3
    for limit in (-1, 2**32):
        with pytest.raises(InvalidInput, match="`problem_limit`: a whole number from 0 to 4294967295"):
            matricula.read_usage_report(REPORT, problem_limit=limit)


def test_a_frame_that_is_not_worked_out_says_what_to_do() -> None:
    with pytest.raises(InvalidInput, match=r"`collect\(\)` it"):
        matricula.write_usage_report(polars.LazyFrame({"email": ["jo@acme.example"]}), Stingy(1))  # type: ignore[arg-type]
