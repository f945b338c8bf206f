"""Seven figures of a large usage report, by Matricula, Polars, DuckDB, PyArrow and pandas: time and memory of each.

Run with any Python 3.11 or newer from anywhere: `python3 benches/report_tools.py [rows ...]`, 2,000,000 rows unless said
otherwise; `2_000_000 20_000_000` shows how time grows. The first run builds the package and makes an environment with
the other tools, pinned below, in `target/report-tools`.

Each tool is given what is best for it: only the columns it needs, their types, and all cores. Each runs in a process of
its own, several times; the best time counts, since what is slower is the machine's doing. The results must agree: counts
exactly, hours to a millionth, since the others sum them as floats.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "target" / "report-tools"
PINNED = ["duckdb==2.0.1", "numpy==2.4.6", "pandas==3.1.1", "polars==2.1.0", "pyarrow==26.0.1"]
TOOLS = ["matricula", "polars", "duckdb", "pyarrow", "pandas"]
ROUNDS = 7

EMAIL, COURSE, HOURS = "Email", "Course ID", "Estimated Learning Hours"
COMPLETED, COMPLETION, GRADE = "Completed", "Completion Time", "Course Grades"
TEXTS, NUMBERS = [EMAIL, COURSE, COMPLETED, COMPLETION], [HOURS, GRADE]

Figures = tuple[int, int, int, int, int, int, float]


def by_matricula(path: str) -> Figures:
    import matricula

    read = matricula.usage_figures(path)
    assert read["usage"]["problems"]["total"] == 0, read["usage"]["problems"]["kept"][:1]
    figures = read["figures"]
    counts = [value for name, value in figures.items() if name != "estimated_hours"]
    return (*counts, float(figures["estimated_hours"]))  # type: ignore[arg-type, return-value]


def by_polars(path: str) -> Figures:
    import polars as pl

    types = dict.fromkeys(TEXTS, pl.String) | dict.fromkeys(NUMBERS, pl.Float64)
    email, done = pl.col(EMAIL).str.to_lowercase(), pl.col(COMPLETED) == "Yes"
    figures = pl.scan_csv(path, schema_overrides=types, infer_schema=False).select(
        pl.len().alias("rows"),
        email.n_unique().alias("learners"),
        pl.col(COURSE).n_unique().alias("courses"),
        done.sum().alias("completions"),
        (done & pl.col(COMPLETION).is_not_null() & (pl.col(GRADE) > 0)).sum().alias("verified"),
        email.filter(done).n_unique().alias("completers"),
        pl.col(HOURS).sum().alias("hours"),
    )
    return figures.collect(engine="streaming").row(0)  # type: ignore[return-value]


def by_duckdb(path: str) -> Figures:
    import duckdb

    with open(path, encoding="utf-8") as file:
        headers = file.readline().strip().split(",")
    types = {header: "DOUBLE" if header in NUMBERS else "VARCHAR" for header in headers}
    found = duckdb.execute(
        f"""select count(*), count(distinct lower("{EMAIL}")), count(distinct "{COURSE}"),
            count(*) filter ("{COMPLETED}" = 'Yes'),
            count(*) filter ("{COMPLETED}" = 'Yes' and "{COMPLETION}" is not null and "{GRADE}" > 0),
            count(distinct lower("{EMAIL}")) filter ("{COMPLETED}" = 'Yes'), sum("{HOURS}")
        from read_csv(?, header = true, auto_detect = false, delim = ',', quote = '"', escape = '"',
            columns = {json.dumps(types).replace('"', "'")})""",
        [path],
    ).fetchone()
    return found  # type: ignore[return-value]


def by_pyarrow(path: str) -> Figures:
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    types = dict.fromkeys(TEXTS, pa.string()) | dict.fromkeys(NUMBERS, pa.float64())
    table = csv.read_csv(
        path,
        read_options=csv.ReadOptions(block_size=4 << 20),
        convert_options=csv.ConvertOptions(include_columns=TEXTS + NUMBERS, column_types=types),
    )
    email, done = pc.utf8_lower(table[EMAIL]), pc.equal(table[COMPLETED], "Yes")
    timed, graded = pc.not_equal(table[COMPLETION], ""), pc.greater(table[GRADE], 0)
    found = (
        pc.count_distinct(email),
        pc.count_distinct(table[COURSE]),
        pc.sum(done),
        pc.sum(pc.and_(done, pc.and_(timed, graded))),
        pc.count_distinct(email.filter(done)),
        pc.sum(table[HOURS]),
    )
    return (table.num_rows, *(value.as_py() for value in found))  # type: ignore[return-value]


def by_pandas(path: str) -> Figures:
    import pandas as pd

    types = dict.fromkeys(TEXTS, "string[pyarrow]") | dict.fromkeys(NUMBERS, "float64")
    table = pd.read_csv(path, usecols=TEXTS + NUMBERS, dtype=types, engine="pyarrow")
    email, done = table[EMAIL].str.lower(), table[COMPLETED] == "Yes"
    timed = table[COMPLETION].notna() & (table[COMPLETION] != "")
    return (
        len(table),
        email.nunique(),
        table[COURSE].nunique(),
        int(done.sum()),
        int((done & timed & (table[GRADE] > 0)).sum()),
        email[done].nunique(),
        float(table[HOURS].sum()),
    )


def peak() -> int:
    """The most memory in MiB that this process has had resident."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) // 1024
    return 0


def measure(tool: str, path: str) -> None:
    run: Callable[[str], Figures] = globals()[f"by_{tool}"]
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        figures = run(path)
        times.append(time.perf_counter() - start)
    print(json.dumps({"times": times, "figures": figures, "peak": peak()}))


def environment() -> Path:
    """The environment's Python, made when it is missing; the package is built anew each time."""
    python = FOLDER / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = [python, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", FOLDER], check=True)
    subprocess.run([*pip, *PINNED], check=True)
    subprocess.run([*pip, ROOT / "bindings-python"], check=True, env=os.environ | {"CARGO_TARGET_DIR": str(FOLDER / "build")})
    return python


def report(rows: int) -> str:
    path = ROOT / "target" / f"usage-{rows}.csv"
    if not path.exists():
        cargo = ["cargo", "run", "--quiet", "--release", "--example", "make_usage_report", "--", path, str(rows)]
        subprocess.run(cargo, check=True, cwd=ROOT)
    return str(path)


def main() -> None:
    if sys.argv[1:2] == ["--measure"]:
        measure(*sys.argv[2:])
        return
    sizes = [int(rows.replace("_", "")) for rows in sys.argv[1:]] or [2_000_000]
    python = environment()
    for rows in sizes:
        path = report(rows)
        print(f"\n{rows:,} rows, {os.path.getsize(path) / 1e6:,.0f} MB, best of {ROUNDS}, {os.cpu_count()} cores\n")
        found = {}
        for tool in TOOLS:
            done = subprocess.run([python, __file__, "--measure", tool, path], capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"{tool}: failed: {done.stderr.strip().splitlines()[-1:]}")
                continue
            found[tool] = json.loads(done.stdout)
        *counts, hours = found["matricula"]["figures"]
        best = min(found["matricula"]["times"])
        print("| tool | best s | median s | times as long | rows/s | peak MiB |\n|---|---|---|---|---|---|")
        for tool, run in found.items():
            *theirs, their_hours = run["figures"]
            if theirs != counts or abs(their_hours - hours) > 1e-6 * max(hours, 1):
                raise SystemExit(f"{tool} gives other figures: {run['figures']}")
            times = sorted(run["times"])
            median = times[len(times) // 2]
            print(f"| {tool} | {times[0]:.3f} | {median:.3f} | {times[0] / best:.1f} | {rows / times[0]:,.0f} | {run['peak']:,} |")


if __name__ == "__main__":
    main()
