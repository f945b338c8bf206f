"""Gradebooks: facts as dicts, as files of any kind, and in several accumulators."""

from __future__ import annotations

import io
import pickle
import random
from decimal import Decimal
from pathlib import Path
from threading import Thread
from typing import Any

import polars
import pytest

import matricula
from matricula import GradebookAccumulator, InvalidInput
from matricula.types import AssessmentAttempt, GradebookRequest

NOW = "2024-06-01T00:00:00.000Z"
ALL: GradebookRequest = {
    "level": {"kind": "organization"},
    "options": {"attempts": True, "guard_formulas": False},
}


def attempts(count: int = 300) -> list[AssessmentAttempt]:
    chance = random.Random(7)  # noqa: S311
    return [
        {
            "name": f"Learner {number % 40}",
            "email": f"learner{number % 40}@example.com",
            "program_slug": f"program-{number % 3}",
            "course_id": f"course-{number % 5}",
            "item_id": f"item-{number % 4}",
            "item_weight": 25,
            "passing_threshold": Decimal("59.5"),
            "attempt": 1 + number // 60,
            "submitted_at": f"2024-05-{1 + number % 28:02}T12:00:00.000Z",
            "item_grade": f"{chance.randrange(10_001) / 100:.2f}",
        }
        for number in range(count)
    ]


def made_of(facts: GradebookAccumulator) -> matricula.Gradebook:
    return facts.finish(ALL, made_at=NOW)


def test_adm_3_a_gradebook_is_of_a_level() -> None:
    with pytest.raises(InvalidInput) as error:
        GradebookAccumulator().finish({"options": {}}, made_at=NOW)  # type: ignore[typeddict-item]
    assert error.value.field == "request.level"


def test_rep_5_any_order_in_any_number_of_threads_gives_the_same_files() -> None:
    told = attempts()
    whole = GradebookAccumulator()
    assert whole.observe_many(told) == len(told)
    parts = [GradebookAccumulator() for _ in range(3)]
    one = GradebookAccumulator()

    def observe(part: int) -> None:
        for attempt in reversed(told[part::3]):
            parts[part].observe(attempt)
            one.observe(attempt)

    threads = [Thread(target=observe, args=(part,)) for part in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    merged = GradebookAccumulator()
    for part in parts:
        merged.merge(part)
    expected = made_of(whole)
    for facts in (merged, one):
        assert made_of(facts).files == expected.files
        assert made_of(facts).archive == expected.archive
        assert made_of(facts).summary == expected.summary


def test_rep_5_a_file_is_read_from_bytes_a_path_or_a_stream(tmp_path: Path) -> None:
    whole = GradebookAccumulator()
    whole.observe_many(attempts())
    written = made_of(whole).files["assessment_attempts.csv"]
    path = tmp_path / "attempts.csv"
    path.write_bytes(written)
    pieces: list[int] = []
    for source in (written, path, str(path), io.BytesIO(written), memoryview(written)):
        facts = GradebookAccumulator()
        read = facts.read(source, progress=pieces.append)
        assert (read["records"], read["problems"]["total"]) == (read["used"], 0)
        assert made_of(facts).files == made_of(whole).files
    assert sum(pieces) == 5 * len(written)
    rows = matricula.read_attempts(written)["rows"]
    assert len(rows) == made_of(whole).summary["attempts"]
    again = GradebookAccumulator()
    again.observe_many(rows)
    assert made_of(again).files == made_of(whole).files
    table = matricula.read_gradebook(made_of(whole).files["gradebook.csv"])
    assert table["problems"]["total"] == 0
    assert {row["is_item_passed"] for row in table["rows"]} <= {"Yes", "No", ""}
    assert matricula.read_attempts(matricula.attempt_template().encode())["problems"]["total"] == 0


def test_ana_6_facts_are_stored_and_sent_as_bytes() -> None:
    facts = GradebookAccumulator()
    facts.observe_many(attempts())
    data = facts.to_bytes()
    for restored in (GradebookAccumulator.from_bytes(data), pickle.loads(pickle.dumps(facts))):  # noqa: S301
        assert made_of(restored).archive == made_of(facts).archive
        assert restored.to_bytes() == data
    backwards = GradebookAccumulator()
    backwards.observe_many(reversed(attempts()))
    assert backwards.to_bytes() == data
    for bad in (data[1:], data[:-1], b""):
        with pytest.raises(InvalidInput) as caught:
            GradebookAccumulator.from_bytes(bad)
        assert caught.value.field == "data"


def test_rep_5_merging_with_itself_tells_everything_again() -> None:
    facts = GradebookAccumulator()
    facts.observe_many(attempts(3))
    facts.merge(facts)
    kinds = {finding["kind"] for finding in made_of(facts).summary["findings"]}
    assert "repeated_attempt" in kinds
    assert made_of(facts).summary["attempts"] == 3


def test_rep_5_a_file_that_breaks_off_leaves_nothing_behind() -> None:
    class Broken(io.RawIOBase):
        given = False

        def read(self, size: int = -1) -> bytes:
            if self.given:
                raise OSError("the disk is gone")
            self.given = True
            return (
                b"Email,Program Slug,Course ID,Item ID,Attempt,Submitted At,Item Grade\n"
                b"jo@example.com,p,c,i,1,2024-05-01 10:00:00,66.67\n"
            )

    facts = GradebookAccumulator()
    with pytest.raises(OSError, match="the disk is gone"):
        facts.read(Broken())
    assert made_of(facts).summary["attempts"] == 0


def lacking(**change: Any) -> Any:
    return {**attempts(1)[0], **change}


@pytest.mark.parametrize(
    ("attempt", "field"),
    [
        (lacking(email=None), "email"),
        (lacking(program_slug=" "), "program_slug"),
        (lacking(attempt=0), "attempt"),
        (lacking(submitted_at=None), "submitted_at"),
        (lacking(item_grade=88.5), "item_grade"),
        (lacking(item_grade="100.01"), "item_grade"),
        (lacking(itemGrade="1"), "itemGrade"),
    ],
)
def test_rep_5_what_is_no_fact_is_told_and_none_is_taken_in(attempt: Any, field: str) -> None:
    facts = GradebookAccumulator()
    with pytest.raises(InvalidInput) as caught:
        facts.observe(attempt)
    assert caught.value.field == f"attempt.{field}"
    with pytest.raises(InvalidInput) as caught:
        facts.observe_many([*attempts(2), attempt])
    assert caught.value.field == f"attempts[2].{field}"
    assert made_of(facts).summary["attempts"] == 0


def test_id_4_nothing_personal_is_shown() -> None:
    facts = GradebookAccumulator()
    facts.observe_many(attempts(3))
    assert "learner" not in repr(facts).replace("learners", "")
    assert repr(made_of(facts)) == "<Gradebook of ['assessment_attempts.csv', 'gradebook.csv']>"


def test_rep_5_files_are_tables_and_attempts_come_in_from_tables() -> None:
    facts = GradebookAccumulator()
    facts.observe_many(attempts())
    made = made_of(facts)
    assert list(made.files) == ["assessment_attempts.csv", "gradebook.csv"]
    long = made.table("gradebook.csv").to_polars()
    rows = matricula.read_gradebook(made.files["gradebook.csv"])["rows"]
    assert long["email"].to_list() == [row["email"] for row in rows]
    grades = [None if row["item_grade"] is None else Decimal(row["item_grade"]) for row in rows]
    assert long["item_grade"].to_list() == grades
    assert str(long.schema["submitted_at"]) == "Datetime(time_unit='ms', time_zone='UTC')"
    assert list(made.table("gradebook.csv").rows())[0]["email"] == rows[0]["email"]
    with pytest.raises(KeyError):
        made.table("none.csv")

    # What comes in from a table of anyone is what the records told.
    table = made.table("assessment_attempts.csv")
    frame = table.to_polars()
    renamed = frame.rename({"email": "Email", "item_grade": "Item Grade"})
    for data in (table, table.to_arrow(), frame, renamed, table.to_pandas(), frame[::-1]):
        again = GradebookAccumulator()
        assert again.observe_many(data) == len(table) == 300
        assert made_of(again).files == made.files
    assert GradebookAccumulator().observe_many(frame[:0]) == 0
    bad = polars.concat([frame, frame.with_columns(item_grade=polars.lit(101.0).cast(polars.Decimal(18, 9)))])
    again = GradebookAccumulator()
    with pytest.raises(InvalidInput, match="column `item_grade` is out of range in row 300"):
        again.observe_many(bad)
    assert again.to_bytes() == GradebookAccumulator().to_bytes()
    with pytest.raises(InvalidInput, match="needs a column `item_id`"):
        again.observe_many(frame.drop("item_id"))

    for layout, grade in (("wide", "course-0: item-0"), ("canvas", "item-0"), ("moodle", "Assignment: item-0")):
        request: Any = {**ALL, "options": {"layout": layout, "guard_formulas": True}}
        other = facts.finish(request, made_at=NOW)
        (name,) = other.files
        data = other.table(name).to_polars()
        assert data.schema[grade] == polars.Decimal(18, 9)
        assert data.height == other.files[name].count(b"\r\n") - 1
