"""What an administrator reads when the program has run."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from email_report_parts.inputs import Inputs
from email_report_parts.organization import ORGANIZATION, LineResult, Organization
from email_report_parts.overview import Overview, minute, sold, stages
from email_report_parts.picture import cut, thousands, with_share

SHOWN_PROBLEMS: Final = 8
"""Kinds of problems that are shown of each file; all are in the files that are written."""

SHOWN_SKILLS: Final = 6

STATUSES: Final = ("created", "sent", "bounced", "accepted", "declined", "removed", "expired")


@dataclass
class Outcome:
    """Everything that is printed of."""

    options: dict[str, str]
    inputs: Inputs
    organization: Organization
    refused: list[LineResult]
    overview: Overview
    summary: bytes
    files: list[str]

    def text(self) -> str:
        lines = [
            *self.read(),
            *self.imports(),
            *self.activity(),
            *self.contracts(),
            *self.programs(),
            *self.learned(),
            "",
            "Email report of all time",
        ]
        for label, value in list(csv.reader(io.StringIO(self.summary.decode())))[1:]:
            whole, point, places = value.partition(".")
            lines.append(f"  {label:<74}{thousands(int(whole)) + point + places:>12}")
        lines += ["", "Written to"]
        lines += [f"  {os.path.join(self.options['out'], name)}" for name in self.files]
        return "\n".join(lines) + "\n"

    def read(self) -> Iterable[str]:
        yield f"{ORGANIZATION}, as of {minute(self.overview.as_of)} UTC"
        yield from ("", "What was read")
        inputs, organization = self.inputs, self.organization
        for what, name, records, rows in (
            ("invitations", "invitations", inputs.invitations["records"], organization.invitations),
            ("domains", "whitelist", inputs.whitelist["records"], organization.whitelist[0][1]),
            ("catalog", "catalog", inputs.catalog["records"], organization.refused_catalog),
            ("activity", "activity", inputs.activity["records"], self.refused),
        ):
            # A row may have several problems.
            bad = len({row.line for row in rows if row.result == "unreadable"})
            text = f"{thousands(records)} rows" + (f", {thousands(bad)} unreadable" if bad else "")
            yield f"  {what:<13}{text:<27}{self.options[name]}"

    def imports(self) -> Iterable[str]:
        organization = self.organization
        yield from ("", f"Invitations to {organization.programs[0].name}")
        yield from outcome(organization.invitations)
        # Each program fares the same, since none had a domain before.
        yield from ("", "Domains whose people may join without an invitation")
        yield from outcome(organization.whitelist[0][1])
        if organization.refused_catalog:
            yield from ("", "Catalog rows left out")
            yield from outcome(organization.refused_catalog)
            if any(row.code == "empty_specialization" for row in organization.refused_catalog):
                hint = "name a specialization in the rows of its courses, in the column `Specialization`"
                yield f"    {hint}"

    def activity(self) -> Iterable[str]:
        yield from ("", "The year")
        number = sum(row.result == "refused" for row in self.refused)
        carried_out = len(self.inputs.activity["rows"]) - number
        yield f"  {'carried out':<17}{thousands(carried_out):>7}"
        yield from outcome(self.refused)
        if any(row.code == "clock_went_back" for row in self.refused):
            yield "    rows are taken in the order of the file: sort it by time"
        yield from ("", "What became of the invitations")
        numbers = dict.fromkeys(STATUSES, 0)
        for invitation in self.organization.invited:
            found = self.organization.register.invitation(invitation, self.overview.as_of)
            if found is not None:
                numbers[found["status"]] += 1
        for status, number in numbers.items():
            if number:
                yield f"  {status:<17}{thousands(number):>7}"

    def contracts(self) -> Iterable[str]:
        def row(
            name: str, kind: str, remaining: str, used: str, utilized: str, started: str, ends: str
        ) -> str:
            return f"  {name:<26}{kind:<14}{remaining:>13}{used:>11}{utilized:>11}   {started:<12}{ends}"

        yield from ("", "Contracts")
        yield row("Name", "Contract Type", "Remaining", "Used", "Utilized", "Started", "Ends")
        for contract in self.overview.contracts:
            # What is counted of an enrollments contract are units, which are always utilized.
            by_unit = contract["terms"]["kind"] == "enrollments"
            remaining = contract["remaining"]
            yield row(
                cut(contract["name"], 25),
                sold(contract["terms"])[0],
                "-" if remaining is None else thousands(remaining),
                thousands(contract["units_used"] if by_unit else contract["occupied"]),
                "-" if by_unit else thousands(contract["utilized"]),
                contract["starts_at"][:10],
                contract["ends_at"][:10],
            )

    def programs(self) -> Iterable[str]:
        yield from ("", "Programs: who was invited, joined, enrolled, completed")
        rows = [(program["name"], program["funnel"]) for program in self.overview.programs]
        for name, funnel in [*rows, ("All", self.overview.funnel)]:
            numbers = stages(funnel)
            shares = "".join(f"{with_share(number, numbers[0]):>16}" for number in numbers)
            yield f"  {cut(name, 25):<26}{shares}"
        yield from ("", "Whom to remind")
        yield f"  {'':<26}{'to join':>16}{'to enroll':>16}{'to complete':>16}"
        for name, funnel in rows:
            _, joined, enrolled, completed = stages(funnel)
            numbers_left = (funnel["invited"], joined - enrolled, enrolled - completed)
            cells = "".join(f"{thousands(number):>16}" for number in numbers_left)
            yield f"  {cut(name, 25):<26}{cells}"

    def learned(self) -> Iterable[str]:
        yield from ("", "What was learned")
        yield f"  {'lessons taken':<17}{thousands(self.overview.lessons):>7}"
        if not self.overview.skills:
            return
        yield f"  {'Skill':<26}{'enrolled':>16}{'completed':>16}"
        for skill in self.overview.skills[:SHOWN_SKILLS]:
            yield f"  {cut(skill.name, 25):<26}{thousands(skill.enrolled):>16}{thousands(skill.completed):>16}"


def outcome(rows: list[LineResult]) -> Iterable[str]:
    """How many rows there are of each result, and the first that need a look."""
    counts: dict[str, set[int]] = {}
    problems: dict[str, list[LineResult]] = {}
    for row in rows:
        counts.setdefault(row.result, set()).add(row.line)
        if row.code:
            # Two problems are the same apart from the values that their messages quote.
            said = "".join(row.message.split("`")[::2])
            kind = row.code if row.result == "unreadable" else f"{row.code} {said}"
            problems.setdefault(kind, []).append(row)
    for result, lines in counts.items():
        yield f"  {result.replace('_', ' '):<17}{thousands(len(lines)):>7}"
    # The most frequent first, else in the order of the file.
    groups = sorted(problems.values(), key=len, reverse=True)
    for group in groups[:SHOWN_PROBLEMS]:
        first = group[0]
        others = "" if len(group) == 1 else f" ({thousands(len(group))} such rows)"
        # What cannot be read says its line by itself.
        line = "" if first.result == "unreadable" else f"line {first.line}: "
        yield f"    {line}{first.message}{others}"
    more = sum(map(len, groups[SHOWN_PROBLEMS:]))
    if more:
        yield f"    and {thousands(more)} rows with other problems"
