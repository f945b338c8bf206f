"""Where reports come from and go: paths, pipes, files of others, and what goes wrong with them."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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


def test_a_directory_is_told_as_python_tells_it(tmp_path: Path) -> None:
    for read in (matricula.read_usage_report, matricula.iter_usage_report, matricula.usage_figures):
        with pytest.raises(IsADirectoryError) as caught:
            read(tmp_path)
        assert caught.value.filename == str(tmp_path)
    with pytest.raises(IsADirectoryError) as caught:
        matricula.write_usage_report([], tmp_path)
    assert caught.value.filename == str(tmp_path)


def test_a_file_opened_for_text_is_told(tmp_path: Path) -> None:
    for target in (io.StringIO(), (tmp_path / "usage.csv").open("w")):
        with target, pytest.raises(InvalidInput, match="open the file with mode `wb`"):
            matricula.write_usage_report([], target)  # type: ignore[arg-type]


def test_a_file_that_does_not_wait_loses_nothing_unseen() -> None:
    class Full(io.RawIOBase):
        def write(self, data: object) -> None:
            return None

    with pytest.raises(OSError, match="takes no more bytes"):
        matricula.write_usage_report([], Full())  # type: ignore[arg-type]


def test_a_draft_is_left_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FileNotFoundError):
        matricula.write_usage_report([], "")
    assert os.listdir(tmp_path) == []


def test_threads_may_write_to_one_path(tmp_path: Path) -> None:
    path = tmp_path / "usage.csv"
    report = matricula.read_usage_report((HEADER + 20_000 * ROW).encode())
    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(lambda _: report.write(path), range(16)))
    assert written == [20_000] * 16
    assert len(matricula.read_usage_report(path)) == 20_000
    assert os.listdir(tmp_path) == ["usage.csv"]


WAITING = """
import os, signal, sys, threading, time
import matricula

path, what = sys.argv[1:]
if what == "reading":
    held = os.open(path, os.O_RDWR)

def interrupt():
    while True:
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGINT)

threading.Thread(target=interrupt, daemon=True).start()
try:
    {
        "opening": lambda: matricula.read_usage_report(path),
        "reading": lambda: matricula.summarize_reports(usage=path),
        "writing": lambda: matricula.write_usage_report([], path),
    }[what]()
except KeyboardInterrupt:
    os._exit(7)
"""


ENDLESS = """
import os, signal, threading
import matricula

def interrupt():
    os.kill(os.getpid(), signal.SIGINT)

threading.Timer(0.5, interrupt).start()
try:
    matricula.summarize_reports(usage="/dev/zero")
except KeyboardInterrupt:
    os._exit(7)
"""


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="there is no endless file here")
def test_an_endless_file_is_left_at_ctrl_c() -> None:
    assert subprocess.run([sys.executable, "-c", ENDLESS], timeout=60).returncode == 7


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
@pytest.mark.parametrize("what", ["opening", "reading", "writing"])
def test_waiting_for_a_pipe_ends_at_ctrl_c(what: str, tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    assert subprocess.run([sys.executable, "-c", WAITING, path, what], timeout=60).returncode == 7


def test_a_report_that_is_being_read_does_not_wait_for_itself() -> None:
    streams: list[matricula.ReportStream] = []
    told: list[str] = []

    class Nosy(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            for stream in streams:
                for ask in (lambda: stream.records, lambda: stream.problems, lambda: next(stream)):
                    with pytest.raises(InvalidInput, match="in the middle of being read") as caught:
                        ask()
                    told.append(caught.value.message)
            return super().read(size)

    streams.append(matricula.iter_usage_report(Nosy((HEADER + 50_000 * ROW).encode()), batch_rows=1_000))
    assert sum(len(table) for table in streams[0]) == 50_000
    assert len(told) >= 3
    assert streams[0].records == 50_000


def test_a_column_without_a_type_is_named() -> None:
    frame = matricula.read_usage_report(REPORT).to_polars().with_columns(contract=None)
    assert frame.schema["contract"] == polars.Null
    with pytest.raises(InvalidInput, match="column `contract` has no type; cast it to the type of its values"):
        matricula.write_usage_report(frame, Stingy(1 << 20))
    typed = frame.with_columns(polars.col("contract").cast(polars.String))
    assert matricula.write_usage_report(typed, Stingy(1 << 20)) == 3
