"""The shared cases, `tests/cases/*.json`: what plain functions answer.

Rust and Node run the same files; `tests/cases/README.md` says how they are written.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

import matricula
from matricula import GradebookAccumulator, InvalidInput

FOLDER = Path(__file__).resolve().parents[2] / "tests" / "cases"


def cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8"))["cases"]:
            yield pytest.param(case, id=case["name"])


def gradebook(given: dict[str, Any]) -> Any:
    # In two accumulators, so that merging is shown as well.
    told, read = GradebookAccumulator(), GradebookAccumulator()
    assert told.observe_many(given["attempts"]) == len(given["attempts"])
    if given["file"] is not None:
        assert read.read(given["file"].encode())["problems"]["total"] == 0
    read.merge(told)
    made = read.finish(given["request"], made_at=given["made_at"])
    assert made.archive.startswith(b"PK")
    files = [{"name": name, "text": data.decode()} for name, data in made.files.items()]
    return {"files": files, "summary": made.summary}


def ask(name: str, given: dict[str, Any]) -> Any:
    if name == "gradebook":
        return gradebook(given)
    schedule = given.pop("schedule")
    return getattr(matricula, name)(schedule, **given)


@pytest.mark.parametrize("case", list(cases()))
def test_case(case: dict[str, Any]) -> None:
    if "invalid" in case:
        with pytest.raises(InvalidInput) as caught:
            ask(case["ask"], case["with"])
        argument = "" if case["invalid"].startswith("attempts[") else "request." if case["ask"] == "gradebook" else "schedule."
        assert caught.value.field == argument + case["invalid"]
    else:
        assert ask(case["ask"], case["with"]) == case["answer"]


@pytest.mark.parametrize(
    "name",
    [
        "America/New_York",
        "America/St_Johns",
        "Europe/London",
        "Europe/Dublin",
        "Australia/Lord_Howe",
        "Asia/Kathmandu",
        "Asia/Kolkata",
        "America/Sao_Paulo",
        "Asia/Gaza",
        "Pacific/Auckland",
    ],
)
def test_rep_4_due_times_are_those_of_pythons_own_zones(name: str) -> None:
    zone = ZoneInfo(name)
    weekdays: list[matricula.types.Weekday] = ["sunday", "tuesday", "saturday"]
    for time in ("00:00", "01:30", "02:15", "23:59"):
        schedule: matricula.types.ReportSchedule = {
            "schedule": "00000000-0000-0000-0000-000000000007",
            "programs": None,
            "weekdays": weekdays,
            "time": time,
            "zone": name,
        }
        # Times already past, of which every edition of the database tells the same.
        after = datetime(2015, 1, 1, 12, tzinfo=UTC)
        due = matricula.due_between(schedule, after=after, until=datetime(2020, 1, 1, 12, tzinfo=UTC))
        expected = []
        date = datetime(2015, 1, 2)  # noqa: DTZ001
        while date < datetime(2020, 1, 1):  # noqa: DTZ001
            if date.weekday() in (6, 1, 5):
                hour, minute = time.split(":")
                # As RFC 5545 has it: `fold=0` is the first of two, and the offset before a gap.
                local = date.replace(hour=int(hour), minute=int(minute), tzinfo=zone, fold=0)
                expected.append(local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:00.000Z"))
            date += timedelta(days=1)
        found = [one["at"] for one in due if "2015-01-02" <= one["date"] < "2020-01-01"]
        assert found == expected
