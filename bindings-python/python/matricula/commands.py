"""A constructor for each command: keyword arguments in, the command as plain data out.

Made from the library's one definition; do not edit, see `tests/generated`.

>>> from matricula import commands
>>> commands.freeze_contract(contract="75a1be6b-e3b5-11e8-a328-1212096c5fea")
{'kind': 'freeze_contract', 'contract': '75a1be6b-e3b5-11e8-a328-1212096c5fea'}
"""

from collections.abc import Sequence

from matricula.types import (
    AcceptInvitation,
    AddCourse,
    AddDomain,
    AddOrganizationAdministrator,
    AddProgramAdministrator,
    AddSpecialization,
    AddToCollection,
    Advance,
    AmendContract,
    ArrangeCollections,
    ArrangeItems,
    Banner,
    BulkMode,
    CancelRenewal,
    CatalogItem,
    ContractPolicies,
    ContractTerms,
    CreateCollection,
    CreateContract,
    CreateOrganization,
    CreateProgram,
    DeclineInvitation,
    DeleteCollection,
    Difficulty,
    DomainRow,
    EditCollection,
    EnrollInCourse,
    EnrollInSpecialization,
    ErasePerson,
    FreezeContract,
    Id,
    ImportDomains,
    InvitationRow,
    InviteLearner,
    InviteLearners,
    JoinProgram,
    LimitReuse,
    Logo,
    Measure,
    MoveItems,
    MoveMembers,
    PartialContractPolicies,
    PartialProgramPolicies,
    PartialRegisterPolicies,
    Preview,
    Profile,
    ProgramPolicies,
    RecordCourseActivity,
    RecordLessons,
    RecordSpecializationActivity,
    RegisterPolicies,
    RemoveAdministrator,
    RemoveDomain,
    RemoveFromCollection,
    RemoveInvitation,
    RemoveInvitations,
    RemoveLearner,
    RemoveLearners,
    RemoveProgram,
    RenewContract,
    ReportBounce,
    ReportCadence,
    ResendInvitation,
    Role,
    SetLeaderboardListing,
    SetRights,
    Subject,
    SyncRoster,
    Time,
    UnenrollFromCourse,
    UnenrollFromSpecialization,
    UnfreezeContract,
    UpdateCourse,
    UpdateLearner,
    UpdateOrganization,
    UpdateProfile,
    UpdateProgram,
    UpdateSpecialization,
)

__all__ = [
    "create_organization",
    "create_contract",
    "freeze_contract",
    "unfreeze_contract",
    "create_program",
    "update_program",
    "add_course",
    "add_specialization",
    "create_collection",
    "add_to_collection",
    "add_organization_administrator",
    "add_program_administrator",
    "remove_administrator",
    "invite_learner",
    "invite_learners",
    "resend_invitation",
    "remove_invitation",
    "decline_invitation",
    "report_bounce",
    "accept_invitation",
    "join_program",
    "remove_learner",
    "update_profile",
    "add_domain",
    "remove_domain",
    "import_domains",
    "enroll_in_course",
    "enroll_in_specialization",
    "unenroll_from_course",
    "unenroll_from_specialization",
    "record_course_activity",
    "record_specialization_activity",
    "amend_contract",
    "edit_collection",
    "delete_collection",
    "arrange_collections",
    "arrange_items",
    "remove_from_collection",
    "move_items",
    "remove_program",
    "erase_person",
    "remove_learners",
    "remove_invitations",
    "sync_roster",
    "move_members",
    "renew_contract",
    "cancel_renewal",
    "limit_reuse",
    "advance",
    "set_rights",
    "update_organization",
    "update_course",
    "update_specialization",
    "record_lessons",
    "set_leaderboard_listing",
    "update_learner",
]


def create_organization(
    *,
    organization: Id,
    name: str,
    domains: Sequence[str],
    policies: RegisterPolicies | PartialRegisterPolicies | None = None,
) -> CreateOrganization:
    """Creates the one organization of this register. Only the platform operator may.

    - `organization`: The new organization's id.
    - `name`: Its name.
    - `domains`: The email domains of its own people; administrators have an email of one of them
        (`ADM-2`).
    - `policies`: The register's policies; absent means the defaults.
    """
    return {
        "kind": "create_organization",
        "organization": organization,
        "name": name,
        "domains": domains,
        "policies": policies,
    }


def create_contract(
    *,
    contract: Id,
    name: str,
    terms: ContractTerms,
    starts_at: Time,
    ends_at: Time,
    policies: ContractPolicies | PartialContractPolicies | None = None,
) -> CreateContract:
    """Creates a contract (`CON-1`). Only the platform operator may.

    - `contract`: The new contract's id.
    - `name`: Its name.
    - `terms`: What it sells.
    - `starts_at`: The instant it starts.
    - `ends_at`: The instant it ends: the first at which it no longer holds.
    - `policies`: Its policies; absent means the defaults.
    """
    return {
        "kind": "create_contract",
        "contract": contract,
        "name": name,
        "terms": terms,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "policies": policies,
    }


def freeze_contract(
    *,
    contract: Id,
) -> FreezeContract:
    """Freezes a contract: nothing is consumed until it is unfrozen (`CON-5`, `CON-8`).

    - `contract`: The contract.
    """
    return {
        "kind": "freeze_contract",
        "contract": contract,
    }


def unfreeze_contract(
    *,
    contract: Id,
) -> UnfreezeContract:
    """Unfreezes a contract (`CON-5`).

    - `contract`: The contract.
    """
    return {
        "kind": "unfreeze_contract",
        "contract": contract,
    }


def create_program(
    *,
    program: Id,
    name: str,
    slug: str,
    url: str,
    tagline: str,
    banner: Banner | None = None,
    course_limit: int | None = None,
    policies: ProgramPolicies | PartialProgramPolicies | None = None,
) -> CreateProgram:
    """Creates a program (`PRG-1`). Only the platform operator may.

    - `program`: The new program's id.
    - `name`: Its name.
    - `slug`: Its slug, which never changes: a to z, digits and hyphens.
    - `url`: Its URL, which never changes.
    - `tagline`: Its tagline; may be empty.
    - `banner`: Its banner.
    - `course_limit`: Its course enrollment limit, 1 to 9999; absent means none (`ENR-2`).
    - `policies`: Its policies; absent means the defaults.
    """
    return {
        "kind": "create_program",
        "program": program,
        "name": name,
        "slug": slug,
        "url": url,
        "tagline": tagline,
        "banner": banner,
        "course_limit": course_limit,
        "policies": policies,
    }


def update_program(
    *,
    program: Id,
    name: str,
    tagline: str,
    banner: Banner | None = None,
    course_limit: int | None = None,
) -> UpdateProgram:
    """Sets what may change of a program; every field is set as given (`PRG-1`).

    - `program`: The program.
    - `name`: Its name.
    - `tagline`: Its tagline; may be empty.
    - `banner`: Its banner; absent means none.
    - `course_limit`: Its course enrollment limit, 1 to 9999; absent means none.
    """
    return {
        "kind": "update_program",
        "program": program,
        "name": name,
        "tagline": tagline,
        "banner": banner,
        "course_limit": course_limit,
    }


def add_course(
    *,
    course: Id,
    name: str,
    slug: str,
    partner: str,
) -> AddCourse:
    """Makes a course known to the register, so that collections and specializations can hold it.

    - `course`: The new course's id. Reports print it in the form given here.
    - `name`: Its name.
    - `slug`: Its slug.
    - `partner`: The partner that authored it; the reports call this *University*.
    """
    return {
        "kind": "add_course",
        "course": course,
        "name": name,
        "slug": slug,
        "partner": partner,
    }


def add_specialization(
    *,
    specialization: Id,
    name: str,
    slug: str,
    partner: str,
    courses: Sequence[Id],
) -> AddSpecialization:
    """Makes a specialization known to the register: a sequence of courses of one partner (`ENR-1`).

    - `specialization`: The new specialization's id.
    - `name`: Its name.
    - `slug`: Its slug.
    - `partner`: The partner that authored it and all its courses.
    - `courses`: Its courses, in order.
    """
    return {
        "kind": "add_specialization",
        "specialization": specialization,
        "name": name,
        "slug": slug,
        "partner": partner,
        "courses": courses,
    }


def create_collection(
    *,
    program: Id,
    collection: Id,
    name: str,
    description: str,
) -> CreateCollection:
    """Creates a collection at the end of a program's catalog (`VIEW-3`).

    - `program`: The program.
    - `collection`: The new collection's id.
    - `name`: Its name.
    - `description`: Its description; may be empty.
    """
    return {
        "kind": "create_collection",
        "program": program,
        "collection": collection,
        "name": name,
        "description": description,
    }


def add_to_collection(
    *,
    program: Id,
    collection: Id,
    items: Sequence[CatalogItem],
) -> AddToCollection:
    """Adds courses and specializations at the end of a collection (`VIEW-3`).

    - `program`: The program.
    - `collection`: The collection.
    - `items`: What to add, in order.
    """
    return {
        "kind": "add_to_collection",
        "program": program,
        "collection": collection,
        "items": items,
    }


def add_organization_administrator(
    *,
    administrator: Id,
    name: str,
    email: str,
) -> AddOrganizationAdministrator:
    """Adds an organization administrator: someone with an account whose email is of the
    organization (`ADM-2`).

    - `administrator`: The person's id, chosen by the host.
    - `name`: The person's full name.
    - `email`: The email of the person's account.
    """
    return {
        "kind": "add_organization_administrator",
        "administrator": administrator,
        "name": name,
        "email": email,
    }


def add_program_administrator(
    *,
    program: Id,
    administrator: Id,
    name: str,
    email: str,
) -> AddProgramAdministrator:
    """Adds an administrator of one program (`ADM-1`).

    - `program`: The program.
    - `administrator`: The person's id, chosen by the host.
    - `name`: The person's full name.
    - `email`: The email of the person's account.
    """
    return {
        "kind": "add_program_administrator",
        "program": program,
        "administrator": administrator,
        "name": name,
        "email": email,
    }


def remove_administrator(
    *,
    administrator: Id,
    program: Id | None = None,
) -> RemoveAdministrator:
    """Removes an administrator from a program, or from the organization (`ADM-1`, `ADM-2`).

    - `administrator`: The administrator.
    - `program`: From which program; absent means from the organization administrators.
    """
    return {
        "kind": "remove_administrator",
        "administrator": administrator,
        "program": program,
    }


def invite_learner(
    *,
    invitation: Id,
    program: Id,
    contract: Id,
    name: str,
    email: str,
    external_id: str | None = None,
    send: bool,
) -> InviteLearner:
    """Invites one learner to a program (`INV-2`). An open invitation with another contract, name or
    external id is updated.

    - `invitation`: The new invitation's id. When an open invitation is updated, that one keeps
        its own.
    - `program`: The program.
    - `contract`: The contract that joining consumes.
    - `name`: The learner's full name.
    - `email`: The learner's email.
    - `external_id`: The host's own id of the learner.
    - `send`: Whether the invitation is sent, or only created.
    """
    return {
        "kind": "invite_learner",
        "invitation": invitation,
        "program": program,
        "contract": contract,
        "name": name,
        "email": email,
        "external_id": external_id,
        "send": send,
    }


def invite_learners(
    *,
    import_: Id,
    program: Id,
    contract: Id,
    rows: Sequence[InvitationRow],
    send: bool,
    mode: BulkMode,
    preview: Preview | None = None,
) -> InviteLearners:
    """Invites a list of learners to a program (`INV-3`, `INV-4`).

    - `import_`: An id for this import, from which the invitations' ids are derived.
    - `program`: The program.
    - `contract`: The contract that joining consumes.
    - `rows`: The rows, in the file's order.
    - `send`: Whether the invitations are sent, or only created.
    - `mode`: What to do when rows are refused.
    - `preview`: The preview that was shown: if rows would now fare otherwise, the command is
        refused. Absent means judge anew.
    """
    return {
        "kind": "invite_learners",
        "import": import_,
        "program": program,
        "contract": contract,
        "rows": rows,
        "send": send,
        "mode": mode,
        "preview": preview,
    }


def resend_invitation(
    *,
    invitation: Id,
) -> ResendInvitation:
    """Sends an open or expired invitation again (`INV-1`).

    - `invitation`: The invitation.
    """
    return {
        "kind": "resend_invitation",
        "invitation": invitation,
    }


def remove_invitation(
    *,
    invitation: Id,
) -> RemoveInvitation:
    """Removes an open invitation (`INV-1`).

    - `invitation`: The invitation.
    """
    return {
        "kind": "remove_invitation",
        "invitation": invitation,
    }


def decline_invitation(
    *,
    invitation: Id,
) -> DeclineInvitation:
    """The invitee says no (`INV-1`).

    - `invitation`: The invitation.
    """
    return {
        "kind": "decline_invitation",
        "invitation": invitation,
    }


def report_bounce(
    *,
    invitation: Id,
) -> ReportBounce:
    """The host reports that the invitation's email came back (`INV-1`). It stays open: the
    program's URL still lets the invitee in.

    - `invitation`: The invitation.
    """
    return {
        "kind": "report_bounce",
        "invitation": invitation,
    }


def accept_invitation(
    *,
    invitation: Id,
    learner: Id,
    name: str,
    email: str,
) -> AcceptInvitation:
    """Joins a program by an invitation's link (`INV-1`, `INV-5`). The account's email may differ
    from the invited one.

    - `invitation`: The invitation.
    - `learner`: The account that joins.
    - `name`: The account's full name.
    - `email`: The account's email.
    """
    return {
        "kind": "accept_invitation",
        "invitation": invitation,
        "learner": learner,
        "name": name,
        "email": email,
    }


def join_program(
    *,
    program: Id,
    learner: Id,
    name: str,
    email: str,
) -> JoinProgram:
    """Joins a program by its URL: by an open invitation to this email, else by a former membership
    that allows return, else by a whitelisted domain (`INV-1`, `WL-1`, `WL-3`).

    - `program`: The program.
    - `learner`: The account that joins.
    - `name`: The account's full name.
    - `email`: The account's email.
    """
    return {
        "kind": "join_program",
        "program": program,
        "learner": learner,
        "name": name,
        "email": email,
    }


def remove_learner(
    *,
    program: Id,
    learner: Id,
    allow_return: bool,
) -> RemoveLearner:
    """Removes a learner from a program; progress is kept (`INV-6`).

    - `program`: The program.
    - `learner`: The learner.
    - `allow_return`: True allows return without an invitation; false requires a new one.
    """
    return {
        "kind": "remove_learner",
        "program": program,
        "learner": learner,
        "allow_return": allow_return,
    }


def update_profile(
    *,
    learner: Id,
    profile: Profile,
) -> UpdateProfile:
    """Sets a learner's whole profile (`ID-2`).

    - `learner`: The learner.
    - `profile`: The profile; absent fields are emptied.
    """
    return {
        "kind": "update_profile",
        "learner": learner,
        "profile": profile,
    }


def add_domain(
    *,
    program: Id,
    domain: str,
    contract: Id,
) -> AddDomain:
    """Adds a domain to a program's whitelist (`WL-1`, `WL-2`).

    - `program`: The program.
    - `domain`: The domain, without `@`.
    - `contract`: The contract that joining consumes.
    """
    return {
        "kind": "add_domain",
        "program": program,
        "domain": domain,
        "contract": contract,
    }


def remove_domain(
    *,
    program: Id,
    domain: str,
) -> RemoveDomain:
    """Takes a domain off a program's whitelist; members stay (`WL-1`).

    - `program`: The program.
    - `domain`: The domain.
    """
    return {
        "kind": "remove_domain",
        "program": program,
        "domain": domain,
    }


def import_domains(
    *,
    program: Id,
    contract: Id,
    rows: Sequence[DomainRow],
    update_existing: bool,
    mode: BulkMode,
    preview: Preview | None = None,
) -> ImportDomains:
    """Adds a list of domains to a program's whitelist (`WL-1`).

    - `program`: The program.
    - `contract`: The contract that joining consumes.
    - `rows`: The rows, in the file's order.
    - `update_existing`: Whether domains already listed get this contract; otherwise they are left
        as they are.
    - `mode`: What to do when rows are refused.
    - `preview`: The preview that was shown: if rows would now fare otherwise, the command is
        refused. Absent means judge anew.
    """
    return {
        "kind": "import_domains",
        "program": program,
        "contract": contract,
        "rows": rows,
        "update_existing": update_existing,
        "mode": mode,
        "preview": preview,
    }


def enroll_in_course(
    *,
    program: Id,
    learner: Id,
    course: Id,
    source: Id | None = None,
    class_starts_at: Time | None = None,
) -> EnrollInCourse:
    """Enrolls a member in a course of the program's catalog (`ENR-1`, `ENR-2`, `CON-3`).

    - `program`: The program.
    - `learner`: The learner.
    - `course`: The course.
    - `source`: The collection where the learner found it; absent for browsing or search.
    - `class_starts_at`: When the class starts.
    """
    return {
        "kind": "enroll_in_course",
        "program": program,
        "learner": learner,
        "course": course,
        "source": source,
        "class_starts_at": class_starts_at,
    }


def enroll_in_specialization(
    *,
    program: Id,
    learner: Id,
    specialization: Id,
    source: Id | None = None,
) -> EnrollInSpecialization:
    """Enrolls a member in a specialization of the program's catalog (`ENR-1`, `CON-3`).

    - `program`: The program.
    - `learner`: The learner.
    - `specialization`: The specialization.
    - `source`: The collection where the learner found it; absent for browsing or search.
    """
    return {
        "kind": "enroll_in_specialization",
        "program": program,
        "learner": learner,
        "specialization": specialization,
        "source": source,
    }


def unenroll_from_course(
    *,
    program: Id,
    learner: Id,
    course: Id,
) -> UnenrollFromCourse:
    """Gives up an enrollment in a course; the unit comes back if the contract's policy says so
    (`CON-4`).

    - `program`: The program.
    - `learner`: The learner.
    - `course`: The course.
    """
    return {
        "kind": "unenroll_from_course",
        "program": program,
        "learner": learner,
        "course": course,
    }


def unenroll_from_specialization(
    *,
    program: Id,
    learner: Id,
    specialization: Id,
) -> UnenrollFromSpecialization:
    """Gives up an enrollment in a specialization (`CON-4`).

    - `program`: The program.
    - `learner`: The learner.
    - `specialization`: The specialization.
    """
    return {
        "kind": "unenroll_from_specialization",
        "program": program,
        "learner": learner,
        "specialization": specialization,
    }


def record_course_activity(
    *,
    program: Id,
    learner: Id,
    course: Id,
    progress: Measure | None = None,
    grade: Measure | None = None,
    hours: Measure | None = None,
    last_activity_at: Time | None = None,
    completed_at: Time | None = None,
) -> RecordCourseActivity:
    """Records what the host knows of a course enrollment; absent fields stay as they were
    (`ENR-3`).

    - `program`: The program.
    - `learner`: The learner.
    - `course`: The course.
    - `progress`: Overall progress so far.
    - `grade`: Grade so far.
    - `hours`: Estimated learning hours so far, in all.
    - `last_activity_at`: The last interaction; the later of this and the one known is kept.
    - `completed_at`: When all graded work was done; the first one recorded is kept.
    """
    return {
        "kind": "record_course_activity",
        "program": program,
        "learner": learner,
        "course": course,
        "progress": progress,
        "grade": grade,
        "hours": hours,
        "last_activity_at": last_activity_at,
        "completed_at": completed_at,
    }


def record_specialization_activity(
    *,
    program: Id,
    learner: Id,
    specialization: Id,
    last_activity_at: Time | None = None,
    completed_at: Time | None = None,
) -> RecordSpecializationActivity:
    """Records what the host knows of a specialization enrollment; absent fields stay as they were
    (`ENR-3`).

    - `program`: The program.
    - `learner`: The learner.
    - `specialization`: The specialization.
    - `last_activity_at`: The last interaction; the later of this and the one known is kept.
    - `completed_at`: When all courses were completed; the first one recorded is kept.
    """
    return {
        "kind": "record_specialization_activity",
        "program": program,
        "learner": learner,
        "specialization": specialization,
        "last_activity_at": last_activity_at,
        "completed_at": completed_at,
    }


def amend_contract(
    *,
    contract: Id,
    terms: ContractTerms | None = None,
    ends_at: Time | None = None,
) -> AmendContract:
    """Amends a running contract: more or fewer seats or units, never below those taken, or another
    end (`CON-5`).

    - `contract`: The contract.
    - `terms`: What it sells from now on, of the same kind as before; absent leaves it.
    - `ends_at`: When it ends from now on; absent leaves it.
    """
    return {
        "kind": "amend_contract",
        "contract": contract,
        "terms": terms,
        "ends_at": ends_at,
    }


def edit_collection(
    *,
    program: Id,
    collection: Id,
    name: str,
    description: str,
) -> EditCollection:
    """Sets a collection's name and description (`VIEW-3`).

    - `program`: The program.
    - `collection`: The collection.
    - `name`: Its name.
    - `description`: Its description; may be empty.
    """
    return {
        "kind": "edit_collection",
        "program": program,
        "collection": collection,
        "name": name,
        "description": description,
    }


def delete_collection(
    *,
    program: Id,
    collection: Id,
) -> DeleteCollection:
    """Deletes a collection; enrollments that came from it keep its name in reports (`VIEW-3`).

    - `program`: The program.
    - `collection`: The collection.
    """
    return {
        "kind": "delete_collection",
        "program": program,
        "collection": collection,
    }


def arrange_collections(
    *,
    program: Id,
    collections: Sequence[Id],
) -> ArrangeCollections:
    """Puts a program's collections in another order (`VIEW-3`).

    - `program`: The program.
    - `collections`: All its collections, each once, in the new order.
    """
    return {
        "kind": "arrange_collections",
        "program": program,
        "collections": collections,
    }


def arrange_items(
    *,
    program: Id,
    collection: Id,
    items: Sequence[CatalogItem],
) -> ArrangeItems:
    """Puts what a collection holds in another order (`VIEW-3`).

    - `program`: The program.
    - `collection`: The collection.
    - `items`: All that it holds, each once, in the new order.
    """
    return {
        "kind": "arrange_items",
        "program": program,
        "collection": collection,
        "items": items,
    }


def remove_from_collection(
    *,
    program: Id,
    collection: Id,
    items: Sequence[CatalogItem],
) -> RemoveFromCollection:
    """Takes courses and specializations out of a collection; enrollments stay (`VIEW-3`).

    - `program`: The program.
    - `collection`: The collection.
    - `items`: What to take out.
    """
    return {
        "kind": "remove_from_collection",
        "program": program,
        "collection": collection,
        "items": items,
    }


def move_items(
    *,
    program: Id,
    from_: Id,
    to: Id,
    items: Sequence[CatalogItem],
) -> MoveItems:
    """Moves courses and specializations to the end of another collection of the program (`VIEW-3`).
    What that one holds already only leaves the first.

    - `program`: The program.
    - `from_`: The collection that holds them.
    - `to`: The collection that shall hold them.
    - `items`: What to move, in order.
    """
    return {
        "kind": "move_items",
        "program": program,
        "from": from_,
        "to": to,
        "items": items,
    }


def remove_program(
    *,
    program: Id,
) -> RemoveProgram:
    """Removes a program, which cannot be undone (`PRG-2`): every member leaves and keeps their
    courses audit only, open invitations end, history and reports remain. Every seat that belongs
    to the program is free again, those of people who left it before included, whatever the
    contract says of seats of those who leave. The host notifies the members.

    - `program`: The program.
    """
    return {
        "kind": "remove_program",
        "program": program,
    }


def erase_person(
    *,
    subject: Subject,
) -> ErasePerson:
    """Erases everything personal about a learner, an invitee, an administrator or a manager
    (`ID-4`), under whatever they are known: whoever has one of the same addresses is the same
    person. Counts, seats and grades stay. An open invitation of the person can no longer be
    found by its email; its link still works.

    - `subject`: Whom to erase: a learner with all invitations that led to or name the same
        person, the invitee of an invitation with all others to the same email, an administrator, or
        the manager whom a learner's profile names.
    """
    return {
        "kind": "erase_person",
        "subject": subject,
    }


def remove_learners(
    *,
    program: Id,
    learners: Sequence[Id],
    allow_return: bool,
    mode: BulkMode,
) -> RemoveLearners:
    """Removes a list of learners from a program; progress is kept (`INV-6`, `INV-4`). The outcomes'
    lines are the places in the list, counted from 1.

    - `program`: The program.
    - `learners`: The learners.
    - `allow_return`: True allows return without an invitation; false requires a new one.
    - `mode`: What to do when some are refused.
    """
    return {
        "kind": "remove_learners",
        "program": program,
        "learners": learners,
        "allow_return": allow_return,
        "mode": mode,
    }


def remove_invitations(
    *,
    program: Id,
    invitations: Sequence[Id],
    mode: BulkMode,
) -> RemoveInvitations:
    """Removes a list of open invitations to a program (`INV-1`, `INV-4`). The outcomes' lines are
    the places in the list, counted from 1.

    - `program`: The program.
    - `invitations`: The invitations.
    - `mode`: What to do when some are refused.
    """
    return {
        "kind": "remove_invitations",
        "program": program,
        "invitations": invitations,
        "mode": mode,
    }


def sync_roster(
    *,
    import_: Id,
    program: Id,
    contract: Id,
    rows: Sequence[InvitationRow],
    send: bool,
    allow_return: bool,
    removal_limit: Measure,
    force: bool,
    mode: BulkMode,
    preview: Preview | None = None,
) -> SyncRoster:
    """Brings a program in line with a roster (`ROS-1`): whoever is on it and not in the program is
    invited, open invitations are updated, members and invitees who are not on it are removed,
    and their seats are there for those who come. See `plan_roster`.

    - `import_`: An id for this import, from which the new invitations' ids are derived.
    - `program`: The program.
    - `contract`: The contract that joining consumes.
    - `rows`: Who should be in the program.
    - `send`: Whether new invitations are sent, or only created.
    - `allow_return`: Whether those removed may return without an invitation.
    - `removal_limit`: The share of members and invitees that may be removed; a plan that would
        remove more is refused.
    - `force`: Carries out even a plan that removes more.
    - `mode`: What to do when rows are refused.
    - `preview`: The plan that was shown: if it would now be another, the command is refused.
        Absent means plan anew.
    """
    return {
        "kind": "sync_roster",
        "import": import_,
        "program": program,
        "contract": contract,
        "rows": rows,
        "send": send,
        "allow_return": allow_return,
        "removal_limit": removal_limit,
        "force": force,
        "mode": mode,
        "preview": preview,
    }


def move_members(
    *,
    program: Id,
    learners: Sequence[Id],
    contract: Id,
    mode: BulkMode,
) -> MoveMembers:
    """Moves members of a program to another contract, keeping everything else (`CON-5`). Moving
    them back is the way back; whoever is there already stays. The outcomes' lines are the places
    in the list, counted from 1.

    - `program`: The program.
    - `learners`: The members.
    - `contract`: The contract that they consume from now on.
    - `mode`: What to do when some are refused.
    """
    return {
        "kind": "move_members",
        "program": program,
        "learners": learners,
        "contract": contract,
        "mode": mode,
    }


def renew_contract(
    *,
    contract: Id,
    into: Id,
    renews_at: Time,
    terms: ContractTerms | None = None,
) -> RenewContract:
    """Renews a contract into another at a set instant (`CON-5`): its members, its open invitations
    and the domains that name it are carried over then. Nobody needs to call anything at that
    instant: whatever comes later finds it done as of that instant (`API-5`). An instant that has
    passed is good too: then it is done at once, and cannot be taken back.

    - `contract`: The contract that is renewed.
    - `into`: The contract that goes on: created before, of which nothing is taken yet or, if the
        instant has passed, nothing was taken before it.
    - `renews_at`: When members are carried over: not before the other contract starts, not after
        this one ends.
    - `terms`: What the other contract sells from now on, if that differs; never less than it
        sells already.
    """
    return {
        "kind": "renew_contract",
        "contract": contract,
        "into": into,
        "renews_at": renews_at,
        "terms": terms,
    }


def cancel_renewal(
    *,
    contract: Id,
) -> CancelRenewal:
    """Takes back the renewal of a contract that has not come about yet (`CON-5`). If it raised what
    the other contract sells, that is taken back too, unless it was amended since or the seats
    are needed.

    - `contract`: The contract that was to be renewed.
    """
    return {
        "kind": "cancel_renewal",
        "contract": contract,
    }


def limit_reuse(
    *,
    contract: Id,
    seats: int | None = None,
) -> LimitReuse:
    """Limits how many seats of a contract may be released and reused in its term (`CON-5`,
    `CON-7`). Beyond the limit the seat of whoever is removed or moved stays theirs; a higher
    limit releases such seats, of those who left first first.

    - `contract`: The contract.
    - `seats`: How many; absent means any number.
    """
    return {
        "kind": "limit_reuse",
        "contract": contract,
        "seats": seats,
    }


def advance() -> Advance:
    """Lets time pass up to now and does nothing else (`API-5`). No host needs to: it only spares
    the next command or question the work of a renewal that has come about."""
    return {
        "kind": "advance",
    }


def set_rights(
    *,
    action: str,
    roles: Sequence[Role],
) -> SetRights:
    """Says who may do something, in place of the library's own table (`ADM-3`).

    - `action`: A command's kind or a question's name, as the table of rights lists them.
    - `roles`: The roles that may. The operator always may.
    """
    return {
        "kind": "set_rights",
        "action": action,
        "roles": roles,
    }


def update_organization(
    *,
    name: str,
    domains: Sequence[str],
    brand_color: str | None = None,
    banner: Banner | None = None,
    logo: Logo | None = None,
    report_cadence: ReportCadence | None = None,
    invitation_message: str | None = None,
) -> UpdateOrganization:
    """Sets what may change of the organization; every field is set as given (`ADM-1`).
    Administrators stay, whatever becomes of the domain of their email.

    - `name`: Its name.
    - `domains`: The email domains of its own people; new administrators have an email of one of
        them (`ADM-2`).
    - `brand_color`: Its color, as `#` and six hexadecimal digits; absent means none.
    - `banner`: Its banner; absent means none.
    - `logo`: Its logo; absent means none.
    - `report_cadence`: When reports are made by themselves; absent means never.
    - `invitation_message`: What invitations say unless a program says otherwise: at most 2000
        characters, with line breaks, kept as given; absent means none.
    """
    return {
        "kind": "update_organization",
        "name": name,
        "domains": domains,
        "brand_color": brand_color,
        "banner": banner,
        "logo": logo,
        "report_cadence": report_cadence,
        "invitation_message": invitation_message,
    }


def update_course(
    *,
    course: Id,
    name: str,
    partner: str,
    difficulty: Difficulty | None = None,
    skills: Sequence[str],
) -> UpdateCourse:
    """Sets what may change of a course; every field is set as given. The slug stays (`VIEW-3`).

    - `course`: The course.
    - `name`: Its name.
    - `partner`: The partner that authored it: that of every specialization it belongs to.
    - `difficulty`: How hard it is; absent means unknown.
    - `skills`: The skills that it teaches, in order, each once; may be empty.
    """
    return {
        "kind": "update_course",
        "course": course,
        "name": name,
        "partner": partner,
        "difficulty": difficulty,
        "skills": skills,
    }


def update_specialization(
    *,
    specialization: Id,
    name: str,
    partner: str,
    difficulty: Difficulty | None = None,
    skills: Sequence[str],
) -> UpdateSpecialization:
    """Sets what may change of a specialization; every field is set as given. The slug and the
    courses stay (`VIEW-3`).

    - `specialization`: The specialization.
    - `name`: Its name.
    - `partner`: The partner that authored it. Another one becomes that of all its courses.
    - `difficulty`: How hard it is; absent means unknown.
    - `skills`: The skills that it teaches, in order, each once; may be empty.
    """
    return {
        "kind": "update_specialization",
        "specialization": specialization,
        "name": name,
        "partner": partner,
        "difficulty": difficulty,
        "skills": skills,
    }


def record_lessons(
    *,
    program: Id,
    learner: Id,
    course: Id,
    lessons: int,
) -> RecordLessons:
    """Records how many lessons of a course a learner has taken (`ENR-3`, `VIEW-1`).

    - `program`: The program.
    - `learner`: The learner.
    - `course`: The course.
    - `lessons`: Lessons taken so far, in all.
    """
    return {
        "kind": "record_lessons",
        "program": program,
        "learner": learner,
        "course": course,
        "lessons": lessons,
    }


def set_leaderboard_listing(
    *,
    learner: Id,
    listed: bool,
) -> SetLeaderboardListing:
    """Lets a learner be named on leaderboards, or no longer (`VIEW-4`). Until this is given,
    everyone is.

    - `learner`: The learner.
    - `listed`: Whether the learner is named.
    """
    return {
        "kind": "set_leaderboard_listing",
        "learner": learner,
        "listed": listed,
    }


def update_learner(
    *,
    learner: Id,
    name: str | None = None,
    email: str | None = None,
    external_id: str | None = None,
) -> UpdateLearner:
    """Sets what is known of a learner's account: whatever is given, and the rest stays (`ID-2`).
    Open invitations to a new email are accepted where the learner is a member.

    - `learner`: The learner.
    - `name`: The account's full name; absent leaves it.
    - `email`: The account's email, which no other account may have; absent leaves it.
    - `external_id`: The host's own id of the person; absent leaves it, empty text takes it away.
    """
    return {
        "kind": "update_learner",
        "learner": learner,
        "name": name,
        "email": email,
        "external_id": external_id,
    }
