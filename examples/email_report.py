"""One organization's whole life in a year: the main job, over the Python package.

It does what `cargo run --example email_report` does, and writes and prints the same bytes. `--help` lists the options.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from matricula import Refusal

from email_report_parts.inputs import HELP, Inputs, Unusable, read_inputs, read_options
from email_report_parts.organization import LineResult, set_up
from email_report_parts.overview import overview_of
from email_report_parts.printed import Outcome
from email_report_parts.year import live


def table(rows: Iterable[Sequence[object]]) -> bytes:
    """Cells, row by row, as a file."""

    def cell(value: object) -> str:
        text = str(value)
        if any(letter in text for letter in ',"\r\n'):
            text = '"' + text.replace('"', '""') + '"'
        return text

    return "".join(",".join(map(cell, row)) + "\r\n" for row in rows).encode()


def line_results(results: list[LineResult]) -> bytes:
    header = ("Line", "Result", "Code", "Rule", "Message")
    rows = ((row.line, row.result, row.code, row.rule, row.message) for row in results)
    return table([header, *rows])


def main(words: Sequence[str]) -> int:
    try:
        options = read_options(words)
        if options is None:
            sys.stdout.write(HELP)
            return 0
        inputs = read_inputs(options)
    except Unusable as unusable:
        for problem in unusable.problems:
            print(f"email_report: {problem}", file=sys.stderr)
        return 2
    try:
        text = run(options, inputs)
    except (OSError, Refusal) as error:
        print(f"email_report: {error}", file=sys.stderr)
        return 1
    sys.stdout.buffer.write(text.encode())
    return 0


def run(options: dict[str, str], inputs: Inputs) -> str:
    organization = set_up(inputs)
    refused_rows = live(organization, inputs.activity)
    register = organization.register
    overview = overview_of(organization)
    report = register.email_report(
        # Names are typed by people, and a spreadsheet would run some of them.
        {"contracts": "all_time", "guard_formulas": True},
        now=overview.as_of,
        actor=organization.administrator,
    )
    whitelist_rows = (
        (slug, row.line, row.result, row.code, row.rule, row.message)
        for slug, rows in organization.whitelist
        for row in rows
    )
    activity_rows = (
        (row.line, row.time, row.action, row.result, row.code, row.rule, row.message) for row in refused_rows
    )
    files = {
        "email-report.zip": report.archive,
        "member-report.csv": report.membership,
        "usage-report.csv": report.usage,
        "specialization-report.csv": report.specialization,
        "summary.csv": report.summary_csv,
        "import-result.csv": line_results(organization.invitations),
        "whitelist-result.csv": table(
            [("Program", "Line", "Result", "Code", "Rule", "Message"), *whitelist_rows]
        ),
        "refused-catalog.csv": line_results(organization.refused_catalog),
        "refused-activity.csv": table(
            [("Line", "Time", "Action", "Result", "Code", "Rule", "Message"), *activity_rows]
        ),
        "picture.svg": overview.picture(organization).svg().encode(),
    }
    out = Path(options["out"])
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (out / name).write_bytes(content)
    outcome_of_all = Outcome(
        options, inputs, organization, refused_rows, overview, report.summary_csv, list(files)
    )
    return outcome_of_all.text()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
