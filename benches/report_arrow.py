"""Reading a usage report of two million rows into Arrow with all its types, and writing it again, beside other tools.

Everyone reads all columns of the guide with their types declared: texts as texts, times as times, numbers as decimals (or
as floats, where a tool reads no decimals), *Yes* and *No* as booleans. Everyone may use all cores. The fastest of three
runs counts.

    cargo run --release --example make_usage_report -- target/usage.csv
    pip install ./bindings-python polars pyarrow duckdb pandas
    python benches/report_arrow.py target/usage.csv
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import polars
import pyarrow
import pyarrow.csv

import matricula

RUNS = 3


def shortest(work: Callable[[], Any]) -> tuple[float, Any]:
    """The seconds of the fastest run, and what the last one gave."""
    best = float("inf")
    given: Any = None
    for _ in range(RUNS):
        given = None
        start = time.perf_counter()
        given = work()
        best = min(best, time.perf_counter() - start)
    return best, given


def headers(path: Path) -> dict[str, str]:
    """The Arrow type of each header of the file."""
    with path.open("rb") as file:
        known = matricula.iter_usage_report(file).schema
    return {str(column["header"]): column["type"] for column in known}


def of_matricula(path: Path, types: dict[str, str]) -> Any:
    report = matricula.read_usage_report(path)
    assert report.problems["total"] == 0
    return report.to_arrow()


def of_polars(path: Path, types: dict[str, str]) -> Any:
    of = {
        "utf8": polars.String,
        # Read as text and turned to booleans and times below, since its reader knows neither form.
        "bool": polars.String,
        "timestamp[ms, UTC]": polars.String,
        "decimal128(18, 9)": polars.Decimal(18, 9),
    }
    frame = polars.scan_csv(path, schema_overrides={header: of[kind] for header, kind in types.items()})
    times = [header for header, kind in types.items() if kind.startswith("timestamp")]
    truths = [header for header, kind in types.items() if kind == "bool"]
    return frame.with_columns(
        polars.col(times).str.to_datetime("%Y-%m-%dT%H:%M:%S%.3fZ", time_unit="ms", time_zone="UTC", strict=True),
        polars.col(truths).eq("Yes"),
    ).collect()


def of_duckdb(path: Path, types: dict[str, str]) -> Any:
    of = {
        "utf8": "VARCHAR",
        "bool": "VARCHAR",
        "timestamp[ms, UTC]": "TIMESTAMP",
        "decimal128(18, 9)": "DECIMAL(18, 9)",
    }
    columns = ", ".join(f"'{header}': '{of[kind]}'" for header, kind in types.items())
    truths = ", ".join(f"\"{header}\" = 'Yes' AS \"{header}\"" for header, kind in types.items() if kind == "bool")
    return duckdb.sql(
        f"SELECT * REPLACE ({truths}) FROM read_csv('{path}', header = true, columns = {{{columns}}}, "
        "timestampformat = '%Y-%m-%dT%H:%M:%S.%gZ')"
    ).to_arrow_table()


def of_pyarrow(path: Path, types: dict[str, str]) -> Any:
    of = {
        "utf8": pyarrow.string(),
        "bool": pyarrow.bool_(),
        "timestamp[ms, UTC]": pyarrow.timestamp("ms", "UTC"),
        "decimal128(18, 9)": pyarrow.decimal128(18, 9),
    }
    return pyarrow.csv.read_csv(
        path,
        parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types={header: of[kind] for header, kind in types.items()},
            true_values=["Yes"],
            false_values=["No"],
        ),
    )


def of_pandas(path: Path, types: dict[str, str]) -> Any:
    """The engine of pyarrow, since pandas' own is many times slower."""
    import pandas

    return pandas.DataFrame(of_pyarrow(path, types).to_pandas(types_mapper=pandas.ArrowDtype))


def main() -> None:
    path = Path(sys.argv[1])
    size = path.stat().st_size / 2**20
    types = headers(path)
    print(f"{path.name}: {size:,.0f} MiB, {len(types)} columns\n\nreading all columns with their types")
    tools = {
        "matricula": of_matricula,
        "polars": of_polars,
        "duckdb": of_duckdb,
        "pyarrow": of_pyarrow,
        "pandas": of_pandas,
    }
    seconds: dict[str, float] = {}
    for name, read in tools.items():
        seconds[name], table = shortest(lambda read=read: read(path, types))
        rows = len(table)
        print(f"  {name:10} {seconds[name]:6.2f} s  {size / seconds[name]:6,.0f} MiB/s  {rows:,} rows", flush=True)
        del table
    fastest = min((name for name in seconds if name != "matricula"), key=seconds.__getitem__)
    print(f"  {seconds[fastest] / seconds['matricula']:.1f} times as fast as {fastest}\n\nwriting it")

    report = matricula.read_usage_report(path)
    frame = report.to_polars()
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        # How fast a disk takes files varies a good deal; what takes everything shows the work alone.
        for where, ours, theirs in [
            ("to a file", Path(folder) / "ours.csv", Path(folder) / "theirs.csv"),
            ("to nowhere", Path(os.devnull), Path(os.devnull)),
        ]:
            written, _ = shortest(lambda ours=ours: report.write(ours))
            of_frame, _ = shortest(lambda ours=ours: matricula.write_usage_report(frame, ours))
            other, _ = shortest(lambda theirs=theirs: frame.write_csv(theirs))
            print(f"  matricula  {written:6.2f} s  its own report {where}")
            print(f"  matricula  {of_frame:6.2f} s  a data frame of polars {where}")
            print(f"  polars     {other:6.2f} s  write_csv {where}")
            print(f"  {other / written:.1f} and {other / of_frame:.1f} times as fast as polars")


if __name__ == "__main__":
    main()
