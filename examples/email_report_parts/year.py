"""The year: each row of the activity file becomes a command, given at the row's time by whom it was done."""

from __future__ import annotations

from typing import Final

from matricula import HOST, Refusal, Register, commands, learner
from matricula.types import (
    ActivityFile,
    ActivityLine,
    Actor,
    CatalogItem,
    Command,
    LearnerView,
    Profile,
    ProfileField,
)

from email_report_parts.organization import LineResult, Organization, make_id, unreadable

SHOWN_CHARACTERS: Final = 60
"""Characters of a cell that a message shows at most."""


class Unknown(Exception):
    """The file names something that nobody knows."""

    def __init__(self, code: str, rule: str, message: str) -> None:
        super().__init__(message)
        self.code, self.rule, self.message = code, rule, message


def shown(text: str) -> str:
    """A cell for a message: short, on one line."""
    return "".join(max(letter, " ") for letter in text[:SHOWN_CHARACTERS])


def live(organization: Organization, file: ActivityFile) -> list[LineResult]:
    """Lives through the file row by row; a refused row changes nothing, and the next one goes on."""
    results = list(map(unreadable, file["problems"]["kept"]))
    for row in file["rows"]:
        try:
            command, actor = command_of(organization, row)
            organization.register.execute(command, now=row["at"], actor=actor)
            if row["lessons"] is not None:
                record = lessons_of(organization, row, row["lessons"])
                organization.register.execute(record, now=row["at"], actor=HOST)
        except (Refusal, Unknown) as why:
            result = LineResult(row["line"], "refused", why.code, why.rule, why.message)
            result.time, result.action = row["at"], row["action"]
            results.append(result)
    results.sort(key=lambda result: result.line)
    return results


def lessons_of(organization: Organization, row: ActivityLine, lessons: int) -> Command:
    """The command for the lessons of a row, beside its other one."""
    person = learner_of(organization.register, row)["learner"]
    item = item_of(organization, row)
    if item["kind"] != "course":
        message = "lessons are those of a course; leave the cell empty for a specialization"
        raise Unknown("unknown_item", "ENR-3", message)
    return commands.record_lessons(
        program=program_of(organization, row), learner=person, course=item["course"], lessons=lessons
    )


def program_of(organization: Organization, row: ActivityLine) -> str:
    known = organization.program(row["program"])
    if known is None:
        slugs = "`, `".join(program.slug for program in organization.programs)
        message = f"there is no program with the slug `{shown(row['program'])}`; use one of `{slugs}`"
        raise Unknown("unknown_program", "PRG-1", message)
    return known.id


def item_of(organization: Organization, row: ActivityLine) -> CatalogItem:
    slug = row["item"] or ""
    item = organization.items.get(slug)
    if item is None:
        message = "the catalog has no course or specialization with the slug"
        raise Unknown("unknown_item", "ENR-1", f"{message} `{shown(slug)}`; check its spelling")
    return item


def command_of(organization: Organization, row: ActivityLine) -> tuple[Command, Actor]:
    """The command of a row, and who gives it."""
    register, email, at = organization.register, row["email"], row["at"]
    program = program_of(organization, row)
    action = row["action"]
    if action == "join":
        account = account_of(register, row)
        name = name_of(register, program, row, email)
        join = commands.join_program(program=program, learner=account, name=name, email=email)
        return join, learner(account)
    if action == "accept":
        invited = row["detail"] or email
        invitation = invitation_of(register, program, invited, at)
        account = account_of(register, row)
        name = name_of(register, program, row, invited)
        accept = commands.accept_invitation(invitation=invitation, learner=account, name=name, email=email)
        return accept, learner(account)
    if action == "resend":
        invitation = invitation_of(register, program, email, at)
        return commands.resend_invitation(invitation=invitation), organization.administrator
    if action == "withdraw":
        invitation = invitation_of(register, program, email, at)
        return commands.remove_invitation(invitation=invitation), organization.administrator
    if action == "decline":
        return commands.decline_invitation(invitation=invitation_of(register, program, email, at)), HOST
    if action == "bounce":
        return commands.report_bounce(invitation=invitation_of(register, program, email, at)), HOST
    person = learner_of(register, row)
    if action == "remove":
        remove = commands.remove_learner(
            program=program, learner=person["learner"], allow_return=bool(row["allow_return"])
        )
        return remove, organization.administrator
    if action == "profile":
        profile = person["profile"]
        for change in row["profile"]:
            set_field(profile, change["field"], change["value"] or None)
        return commands.update_profile(learner=person["learner"], profile=profile), HOST
    return learning(organization, row, program, person["learner"])


def learning(
    organization: Organization, row: ActivityLine, program: str, person: str
) -> tuple[Command, Actor]:
    """The command of a row that is about a course or specialization."""
    item, collection = item_of(organization, row), row["collection"]
    if row["action"] == "enroll":
        source = None
        if collection is not None:
            source = organization.collections.get((program, collection))
            if source is None:
                message = f"the program has no collection `{shown(collection)}`"
                raise Unknown("unknown_collection", "VIEW-3", f"{message}; leave the cell empty for browsing")
        if item["kind"] == "course":
            return commands.enroll_in_course(
                program=program,
                learner=person,
                course=item["course"],
                source=source,
                class_starts_at=row["class_start"],
            ), learner(person)
        return commands.enroll_in_specialization(
            program=program, learner=person, specialization=item["specialization"], source=source
        ), learner(person)
    if row["action"] == "unenroll":
        if item["kind"] == "course":
            return commands.unenroll_from_course(
                program=program, learner=person, course=item["course"]
            ), learner(person)
        return commands.unenroll_from_specialization(
            program=program, learner=person, specialization=item["specialization"]
        ), learner(person)
    completed_at = row["at"] if row["action"] == "complete" else None
    if item["kind"] == "course":
        return commands.record_course_activity(
            program=program,
            learner=person,
            course=item["course"],
            progress=row["progress"],
            grade=row["grade"],
            hours=row["hours"],
            last_activity_at=row["at"],
            completed_at=completed_at,
        ), HOST
    return commands.record_specialization_activity(
        program=program,
        learner=person,
        specialization=item["specialization"],
        last_activity_at=row["at"],
        completed_at=completed_at,
    ), HOST


ASCII_LOWER: Final = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}


def account_of(register: Register, row: ActivityLine) -> str:
    """The account of whoever joins: the one that has this email, or a new one."""
    known = register.learner_by_email(row["email"], row["at"])
    return known["learner"] if known else make_id(f"learner:{row['email'].translate(ASCII_LOWER)}")


def name_of(register: Register, program: str, row: ActivityLine, invited: str) -> str:
    """The name of whoever joins: as the row gives it, else as the account or the invitation does."""
    if row["name"] is not None:
        return row["name"]
    known = register.learner_by_email(row["email"], row["at"])
    if known is not None:
        return known["name"]
    invitation = register.invitation_of(program, invited, row["at"])
    return invitation["name"] if invitation is not None else ""


def learner_of(register: Register, row: ActivityLine) -> LearnerView:
    known = register.learner_by_email(row["email"], row["at"])
    if known is None:
        message = "the person has never joined a program here; add a row for joining before this one"
        raise Unknown("unknown_learner", "ID-3", message)
    return known


def invitation_of(register: Register, program: str, email: str, at: str) -> str:
    known = register.invitation_of(program, email, at)
    if known is None:
        message = "the person has no invitation to this program; invite them first"
        raise Unknown("unknown_invitation", "INV-1", message)
    return known["invitation"]


def set_field(profile: Profile, name: ProfileField, value: str | None) -> None:
    match name:
        case "manager name":
            profile["manager_name"] = value
        case "manager email":
            profile["manager_email"] = value
        case "job title":
            profile["job_title"] = value
        case "job type":
            profile["job_type"] = value
        case "business unit":
            profile["business_unit"] = value
        case "business unit 2":
            profile["business_unit_2"] = value
        case "location city":
            profile["location_city"] = value
        case "location country":
            profile["location_country"] = value
        case "location region":
            profile["location_region"] = value
