"""The figures behind the page and the printed text, as of the end of the year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from matricula import Register
from matricula.types import ContractTerms, ContractView, Funnel, ProgramView

from email_report_parts.organization import ORGANIZATION, Organization
from email_report_parts.picture import Panel, Picture, Stage, thousands

WEEK: Final = timedelta(days=7)

POINTS: Final = 106
"""Points of a curve at most; a longer time is shown in longer steps."""


def stages(funnel: Funnel) -> tuple[int, int, int, int]:
    """How many came how far. Who has an open invitation or has joined was invited, in the funnel's sense."""
    invited = funnel["invited"] + funnel["joined"]
    return invited, funnel["joined"], funnel["enrolled"], funnel["completed"]


def sold(terms: ContractTerms) -> tuple[str, int | None]:
    """What a contract sold, and the word for it."""
    if terms["kind"] == "memberships":
        return "Memberships", terms["seats"]
    if terms["kind"] == "enrollments":
        return "Enrollments", terms["units"]
    return "Unlimited", None


def minute(time: str) -> str:
    return time.replace("T", " ")[:16]


def instant(time: str) -> datetime:
    return datetime.fromisoformat(time)


def weeks(start: str, end: str) -> list[str]:
    """The start, each week after it, and the end."""
    at, last = instant(start), instant(end)
    step = WEEK * ((last - at) // (WEEK * POINTS) + 1)
    times = []
    while at < last:
        times.append(at.isoformat(timespec="milliseconds").replace("+00:00", "Z"))
        if last - at <= step:
            break
        at += step
    return [*times, end]


@dataclass
class Skill:
    """How often courses that teach a skill were taken."""

    name: str
    enrolled: int = 0
    completed: int = 0


def skills_of(organization: Organization) -> list[Skill]:
    register = organization.register
    taught = {course["course"]: course["skills"] for course in register.courses()}
    found: dict[str, Skill] = {}
    for program in organization.programs:
        for count in register.catalog_counts(program.id) or ():
            if count["item"]["kind"] != "course" or count["enrolled"] == 0:
                continue
            for name in taught[count["item"]["course"]]:
                skill = found.setdefault(name, Skill(name))
                skill.enrolled += count["enrolled"]
                skill.completed += count["completed"]
    return sorted(found.values(), key=lambda skill: -skill.completed)


def overview_of(organization: Organization) -> Overview:
    """As of the latest time that the register has seen."""
    register = organization.register
    as_of = register.latest or organization.starts_at
    home = register.home({}, now=as_of, actor=organization.administrator)
    return Overview(
        as_of,
        register.contracts(as_of),
        register.programs(as_of),
        register.funnel(as_of),
        home["summary"]["lessons"],
        skills_of(organization),
    )


@dataclass
class Overview:
    """What the contracts and programs have come to."""

    as_of: str
    contracts: list[ContractView]
    programs: list[ProgramView]
    funnel: Funnel
    lessons: int
    """Lessons that were taken."""
    skills: list[Skill]
    """The skills of the courses that were taken, those completed most often first."""

    def picture(self, organization: Organization) -> Picture:
        times = weeks(organization.starts_at, self.as_of)
        _, joined, enrolled, completed = stages(self.funnel)
        notes = (
            f"{thousands(self.funnel['invited'])} with an open invitation: resend it",
            f"{thousands(joined - enrolled)} without a course: remind them to enroll",
            f"{thousands(enrolled - completed)} without a completed course: encourage them",
            "members with at least one completed course",
        )
        names = ("Invited", "Joined", "Enrolled", "Completed")
        totals = stages(self.funnel)
        of_programs = [stages(program["funnel"]) for program in self.programs]
        return Picture(
            title=f"{ORGANIZATION}: a year of learning",
            subtitle=f"All programs and contracts, as of {minute(self.as_of)} UTC",
            programs=[program["name"] for program in self.programs],
            stages=[
                Stage(name, note, totals[place], [program[place] for program in of_programs])
                for place, (name, note) in enumerate(zip(names, notes))
            ],
            panels=[panel(organization.register, contract, times) for contract in self.contracts],
        )


def panel(register: Register, contract: ContractView, times: list[str]) -> Panel:
    kind, bought = sold(contract["terms"])
    by_unit = contract["terms"]["kind"] == "enrollments"
    used = register.units_as_of if by_unit else register.seats_as_of
    figures = [("Bought", "unlimited" if bought is None else thousands(bought))]
    if by_unit:
        figures.append(("Used", thousands(contract["units_used"])))
    else:
        figures.append(("Occupied", thousands(contract["occupied"])))
        figures.append(("Utilized", thousands(contract["utilized"])))
    remaining = contract["remaining"]
    figures.append(("Remaining", "unlimited" if remaining is None else thousands(remaining)))
    return Panel(
        name=contract["name"],
        subtitle=f"{kind}, {contract['starts_at'][:10]} to {contract['ends_at'][:10]}",
        figures=figures,
        bought=bought,
        points=[(time, used(contract["contract"], time) or 0) for time in times],
    )
