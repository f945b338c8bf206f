"""The organization of this example: what the platform's operator sets up, and the two imports."""

from __future__ import annotations

import base64
import uuid
from dataclasses import dataclass, field
from typing import Final

from matricula import OPERATOR, Refusal, Register, administrator, commands
from matricula.types import (
    ActivityFile,
    Actor,
    CatalogFile,
    CatalogItem,
    CatalogLine,
    Command,
    ContractTerms,
    CreateContract,
    Difficulty,
    ImportDomains,
    InvitationFile,
    InviteLearners,
    PartialContractPolicies,
    Problem,
    RowOutcome,
    WhitelistFile,
)

from email_report_parts.inputs import Inputs

ORGANIZATION: Final = "Meridian Works"

NAMESPACE: Final = uuid.UUID("a7c4e1d0-52b8-5f0e-9d57-3b1f6e2c8a90")
"""Every id here is a UUID of version 5 of a stable text under this one."""

DEFAULT_START: Final = "2025-01-01T00:00:00.000Z"
"""The start of the year when the activity file does not tell one."""

DIFFICULTIES: Final[dict[str, Difficulty]] = {
    "beginner": "beginner",
    "intermediate": "intermediate",
    "advanced": "advanced",
    "mixed": "mixed",
}

PLAUSIBLE: Final = ("1970-01-01T00:00:00.000Z", "9000-01-01T00:00:00.000Z")
"""First activity before or after these is taken for a slip and does not set the start of the year."""


@dataclass
class Program:
    """A program with what the rest of the example needs of it."""

    id: str
    name: str
    slug: str
    whitelist_contract: str
    """The contract from which whitelisted people consume."""
    subject: str | None
    """The word in the names of the collections that it offers; none for all."""


@dataclass
class LineResult:
    """What became of a row of a file."""

    line: int
    result: str
    code: str = ""
    rule: str = ""
    message: str = ""
    time: str = ""
    action: str = ""


def refused(line: int, refusal: Refusal) -> LineResult:
    return LineResult(line, "refused", refusal.code, refusal.rule, refusal.message)


def unreadable(problem: Problem) -> LineResult:
    return LineResult(problem["line"], "unreadable", problem["code"], "REP-6", problem["message"])


def make_id(text: str) -> str:
    """An id in the form of 22 characters."""
    return base64.urlsafe_b64encode(uuid.uuid5(NAMESPACE, text).bytes).decode("ascii").rstrip("=")


def start_of_year(activity: ActivityFile) -> str:
    """The first of the month in which the first activity falls."""
    earliest, latest = PLAUSIBLE
    for row in activity["rows"]:
        if earliest <= row["at"] < latest:
            return f"{row['at'][:7]}-01T00:00:00.000Z"
    return DEFAULT_START


def years_later(time: str, years: int) -> str:
    """The same day some years later; it is always a first of a month."""
    return f"{int(time[:4]) + years:04}{time[4:]}"


def contracts(starts_at: str) -> list[CreateContract]:
    """Seats that are a few too few, seats without end, and single enrollments."""

    def contract(
        slug: str, name: str, terms: ContractTerms, years: int, policies: PartialContractPolicies
    ) -> CreateContract:
        return commands.create_contract(
            contract=make_id(f"contract:{slug}"),
            name=name,
            terms=terms,
            starts_at=starts_at,
            ends_at=years_later(starts_at, years),
            policies=policies,
        )

    seats: ContractTerms = {"kind": "memberships", "seats": 400}
    units: ContractTerms = {"kind": "enrollments", "units": 100}
    return [
        contract("staff", "Staff Memberships", seats, 2, {"end_of_contract": "remove"}),
        contract("partners", "Partners and Guests", {"kind": "unlimited"}, 5, {"seat_counting": "learner"}),
        contract("data", "Data Enrollments", units, 1, {"unit_return_days": 14}),
    ]


@dataclass
class Organization:
    """The organization as it stands before anybody has joined."""

    register: Register
    starts_at: str
    programs: list[Program] = field(default_factory=list)
    administrator: Actor = field(default_factory=lambda: OPERATOR)
    items: dict[str, CatalogItem] = field(default_factory=dict)
    """By slug."""
    collections: dict[tuple[str, str], str] = field(default_factory=dict)
    """By program and name."""
    refused_catalog: list[LineResult] = field(default_factory=list)
    invited: list[str] = field(default_factory=list)
    invitations: list[LineResult] = field(default_factory=list)
    """What became of each row of the invitation file, those that could not be read included."""
    whitelist: list[tuple[str, list[LineResult]]] = field(default_factory=list)
    """The same of the whitelist file, for each program."""

    def operate(self, command: Command) -> None:
        self.register.execute(command, now=self.starts_at, actor=OPERATOR)

    def program(self, slug: str) -> Program | None:
        return next((program for program in self.programs if program.slug == slug), None)

    def add_catalog(self, file: CatalogFile) -> None:
        """Makes the courses and specializations of the file known, and fills the programs' collections with them."""
        self.refused_catalog.extend(map(unreadable, file["problems"]["kept"]))
        courses: dict[str, list[str]] = {}
        for row in file["rows"]:
            if row["kind"] == "Course":
                add_course = commands.add_course(
                    course=row["id"], name=row["name"], slug=row["slug"], partner=row["partner"]
                )
                added = self.add_item(row, {"kind": "course", "course": row["id"]}, add_course)
                if added and row["specialization"] is not None:
                    courses.setdefault(row["specialization"], []).append(row["id"])
        for row in file["rows"]:
            if row["kind"] == "Specialization":
                add_specialization = commands.add_specialization(
                    specialization=row["id"],
                    name=row["name"],
                    slug=row["slug"],
                    partner=row["partner"],
                    courses=courses.get(row["slug"], []),
                )
                item: CatalogItem = {"kind": "specialization", "specialization": row["id"]}
                self.add_item(row, item, add_specialization)
        lines: dict[str, int] = {}
        contents: dict[str, list[CatalogItem]] = {}
        for row in file["rows"]:
            lines.setdefault(row["collection"], row["line"])
            content = contents.setdefault(row["collection"], [])
            if row["slug"] in self.items:
                content.append(self.items[row["slug"]])
        for program in self.programs:
            # A catalog without that subject is offered whole.
            subject = program.subject or ""
            subject = subject if any(subject in name for name in lines) else ""
            for name, line in lines.items():
                if subject in name and contents[name]:
                    try:
                        self.add_collection(program, name, contents[name])
                    except Refusal as refusal:
                        self.refused_catalog.append(refused(line, refusal))
        self.refused_catalog.sort(key=lambda row: row.line)

    def add_item(self, row: CatalogLine, item: CatalogItem, command: Command) -> bool:
        try:
            self.operate(command)
        except Refusal as refusal:
            self.refused_catalog.append(refused(row["line"], refusal))
            return False
        self.describe(row, item)
        self.items[row["slug"]] = item
        return True

    def describe(self, row: CatalogLine, item: CatalogItem) -> None:
        """Says how hard a course or specialization is and what it teaches, as far as the file does."""
        difficulty = DIFFICULTIES.get((row["difficulty"] or "").lower())
        if difficulty is None and not row["skills"]:
            return
        name, partner, skills = row["name"], row["partner"], row["skills"]
        command: Command
        if item["kind"] == "course":
            command = commands.update_course(
                course=item["course"], name=name, partner=partner, difficulty=difficulty, skills=skills
            )
        else:
            command = commands.update_specialization(
                specialization=item["specialization"],
                name=name,
                partner=partner,
                difficulty=difficulty,
                skills=skills,
            )
        try:
            self.operate(command)
        except Refusal as refusal:
            self.refused_catalog.append(refused(row["line"], refusal))

    def add_collection(self, program: Program, name: str, items: list[CatalogItem]) -> None:
        collection = make_id(f"collection:{program.slug}:{name}")
        self.operate(
            commands.create_collection(program=program.id, collection=collection, name=name, description="")
        )
        self.collections[program.id, name] = collection
        self.operate(commands.add_to_collection(program=program.id, collection=collection, items=items))

    def import_whitelist(self, file: WhitelistFile) -> None:
        for program in self.programs:
            command: ImportDomains = commands.import_domains(
                program=program.id,
                contract=program.whitelist_contract,
                rows=file["rows"],
                update_existing=False,
                mode="skip_invalid",
            )
            commit = self.register.execute(command, now=self.starts_at, actor=self.administrator)
            results = line_results(file["problems"]["kept"], commit.rows)
            self.whitelist.append((program.slug, results))

    def import_invitations(self, file: InvitationFile, contract: str) -> None:
        """Shows the import first and carries out just what was shown (`INV-3`)."""
        program = self.programs[0].id
        command: InviteLearners = commands.invite_learners(
            import_=make_id("import:everyone-learns"),
            program=program,
            contract=contract,
            rows=file["rows"],
            send=True,
            mode="skip_invalid",
        )
        now, actor = self.starts_at, self.administrator
        preview = self.register.preview_invitations(command, now=now, actor=actor)
        command["preview"] = preview["preview"]
        commit = self.register.execute(command, now=now, actor=actor)
        for row in commit.rows:
            if row["result"]["result"] == "invited":
                self.invited.append(row["result"]["invitation"])
        self.invitations = line_results(file["problems"]["kept"], commit.rows)


def line_results(problems: list[Problem], rows: list[RowOutcome]) -> list[LineResult]:
    """What became of each row, those that could not be read included, in the order of their lines."""
    results = list(map(unreadable, problems))
    for row in rows:
        line, result = row["line"], row["result"]
        if result["result"] == "refused":
            results.append(refused(line, Refusal.from_dict(result["refusal"])))
        elif result["result"] == "repeated":
            message = f"line {result['first_line']} has the same; nothing was done"
            results.append(LineResult(line, "repeated", message=message))
        else:
            results.append(LineResult(line, result["result"]))
    results.sort(key=lambda result: result.line)
    return results


def set_up(inputs: Inputs) -> Organization:
    """Sets everything up and imports the whitelist and the invitations."""
    organization = Organization(Register(), start_of_year(inputs.activity))
    organization.operate(
        commands.create_organization(
            organization=make_id("organization"),
            name=ORGANIZATION,
            domains=["meridian.example", "bücher.example"],
        )
    )
    for contract in contracts(organization.starts_at):
        organization.operate(contract)
    organization.programs = [
        Program(
            make_id("program:everyone-learns"),
            "Everyone Learns",
            "everyone-learns",
            make_id("contract:partners"),
            None,
        ),
        Program(
            make_id("program:data-academy"),
            "Data Academy",
            "data-academy",
            make_id("contract:data"),
            "Data",
        ),
    ]
    for program in organization.programs:
        whole = program.subject is None
        organization.operate(
            commands.create_program(
                program=program.id,
                name=program.name,
                slug=program.slug,
                url=f"https://learn.meridian.example/{program.slug}",
                tagline="Something new for everyone" if whole else "From spreadsheets to models",
                course_limit=5 if whole else 3,
                policies={
                    "limit_counting": "current" if whole else "ever",
                    "whitelist_match": "exact" if whole else "subdomains",
                    "invitation_days": 300 if whole else None,
                },
            )
        )
    add_administrators(organization)
    organization.add_catalog(inputs.catalog)
    organization.import_whitelist(inputs.whitelist)
    organization.import_invitations(inputs.invitations, make_id("contract:staff"))
    return organization


def add_administrators(organization: Organization) -> None:
    """Adds one administrator of the organization, who adds one of the second program."""
    mira = make_id("administrator:mira.okafor")
    organization.operate(
        commands.add_organization_administrator(
            administrator=mira, name="Mira Okafor", email="mira.okafor@meridian.example"
        )
    )
    organization.administrator = administrator(mira)
    organization.register.execute(
        commands.add_program_administrator(
            program=organization.programs[1].id,
            administrator=make_id("administrator:jonas.lindqvist"),
            name="Jonas Lindqvist",
            email="jonas.lindqvist@bücher.example",
        ),
        now=organization.starts_at,
        actor=organization.administrator,
    )
