"""The shape of everything that crosses between Python and a register, as plain data.

Made from the library's one definition; do not edit, see `tests/generated`.
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Literal, NotRequired, TypeAlias, TypedDict
from uuid import UUID

Id: TypeAlias = str | UUID
"""An id: a UUID, as text or object, or its 22 characters of URL-safe base64."""

Time: TypeAlias = str | datetime
"""An instant: text such as `2019-12-23T06:18:32.782Z`, or a datetime with a zone."""

Measure: TypeAlias = str | Decimal | int
"""A percentage or hours, exact, with at most 4 decimal places."""

SeatCounting: TypeAlias = Literal["membership", "learner"]
"""What a seat of a memberships contract counts (`CON-4`).

- `membership`: One seat for each membership: a learner in two programs of the contract takes
  two seats.
- `learner`: One seat for each learner, over all programs of the contract.
"""

SeatRelease: TypeAlias = Literal["on_removal", "never"]
"""Whether removing a learner gives the seat back (`CON-4`).

- `on_removal`: The seat is free as soon as the learner is removed.
- `never`: The seat stays occupied until the contract ends or the program is removed; the same
  learner may come back into it.
"""


Overbooking: TypeAlias = Literal["allowed", "reserved", "refused"]
"""What invitations beyond the seats left mean (`CON-4`).

- `allowed`: Any number of invitations; seats go to those who join first.
- `reserved`: An open invitation holds a seat until it is accepted, removed, declined or
  expired; that of somebody who keeps a seat holds no other.
- `refused`: An invitation is refused when the open ones already equal the seats left.
"""

EndOfContract: TypeAlias = Literal["downgrade_to_audit", "keep_access", "remove"]
"""What becomes of members when their contract ends (`CON-4`).

- `downgrade_to_audit`: They stay members and may look at their courses; nobody enrolls any
  more.
- `keep_access`: They stay members with full access to what they enrolled in; nobody enrolls
  any more.
- `remove`: They are members no longer, as of the instant the contract ends, and may return
  without invitation.
"""


LimitCounting: TypeAlias = Literal["current", "ever"]
"""Which enrollments the course enrollment limit counts (`ENR-2`).

- `current`: Enrollments that have not been given up.
- `ever`: All that were ever made.
"""

WhitelistMatch: TypeAlias = Literal["exact", "subdomains"]
"""How an address matches a whitelisted domain (`WL-2`).

- `exact`: The address has exactly this domain.
- `subdomains`: The address has this domain or one below it.
"""

BulkMode: TypeAlias = Literal["all_or_nothing", "skip_invalid"]
"""What a bulk command does when some rows are refused (`INV-4`).

- `all_or_nothing`: Nothing happens unless every row can.
- `skip_invalid`: Refused rows are left out; the others happen.
"""


class Unlimited(TypedDict):
    """Seats and enrollments are counted and never refused (`CON-3`)."""

    kind: Literal["unlimited"]


class Memberships(TypedDict):
    """A number of seats; a member occupies one (`CON-2`)."""

    kind: Literal["memberships"]
    seats: int
    """Seats bought, at least 1."""


class Enrollments(TypedDict):
    """A number of enrollments; each takes one unit (`CON-3`)."""

    kind: Literal["enrollments"]
    units: int
    """Enrollments bought, at least 1."""


ContractTerms: TypeAlias = Unlimited | Memberships | Enrollments
"""What a contract sells (`CON-1`)."""


class ContractPolicies(TypedDict):
    """The policies of a contract (`CON-4`)."""

    seat_counting: SeatCounting
    """What a seat counts."""
    seat_release: SeatRelease
    """Whether removal gives the seat back."""
    unit_return_days: int | None
    """Days after enrolling within which un-enrolling gives the unit back; absent means never."""
    end_of_contract: EndOfContract
    """What becomes of members at the end."""
    overbooking: Overbooking
    """What invitations beyond the seats left mean."""
    expiry_notice_days: int | None
    """Days before the end at which its nearing is a notice (`CON-7`); absent means 30."""


class PartialContractPolicies(TypedDict):
    """A `ContractPolicies` of which any field may be left out and takes the default then."""

    seat_counting: NotRequired[SeatCounting]
    """What a seat counts."""
    seat_release: NotRequired[SeatRelease]
    """Whether removal gives the seat back."""
    unit_return_days: NotRequired[int | None]
    """Days after enrolling within which un-enrolling gives the unit back; absent means never."""
    end_of_contract: NotRequired[EndOfContract]
    """What becomes of members at the end."""
    overbooking: NotRequired[Overbooking]
    """What invitations beyond the seats left mean."""
    expiry_notice_days: NotRequired[int | None]
    """Days before the end at which its nearing is a notice (`CON-7`); absent means 30."""


class ProgramPolicies(TypedDict):
    """The policies of a program."""

    limit_counting: LimitCounting
    """Which enrollments the course enrollment limit counts."""
    whitelist_match: WhitelistMatch
    """How an address matches a whitelisted domain."""
    invitation_days: int | None
    """Days after which an invitation expires, counted from when it was created or last sent;
    absent means never.
    """


class PartialProgramPolicies(TypedDict):
    """A `ProgramPolicies` of which any field may be left out and takes the default then."""

    limit_counting: NotRequired[LimitCounting]
    """Which enrollments the course enrollment limit counts."""
    whitelist_match: NotRequired[WhitelistMatch]
    """How an address matches a whitelisted domain."""
    invitation_days: NotRequired[int | None]
    """Days after which an invitation expires, counted from when it was created or last sent;
    absent means never.
    """


class RegisterPolicies(TypedDict):
    """The policies of the register itself (`API-5`, `API-6`)."""

    remember_commands_hours: int
    """Hours for which command ids are remembered."""
    clock_tolerance_seconds: int
    """Seconds by which a command's time may lie before the latest one seen; it is then judged at
    that latest time.
    """
    clock_advance_days: int
    """Days by which a command's time may lie after the latest one seen."""


class PartialRegisterPolicies(TypedDict):
    """A `RegisterPolicies` of which any field may be left out and takes the default then."""

    remember_commands_hours: NotRequired[int]
    """Hours for which command ids are remembered."""
    clock_tolerance_seconds: NotRequired[int]
    """Seconds by which a command's time may lie before the latest one seen; it is then judged at
    that latest time.
    """
    clock_advance_days: NotRequired[int]
    """Days by which a command's time may lie after the latest one seen."""


class CourseItem(TypedDict):
    """A course."""

    kind: Literal["course"]
    course: str
    """The course."""


class SpecializationItem(TypedDict):
    """A specialization."""

    kind: Literal["specialization"]
    specialization: str
    """The specialization."""


CatalogItem: TypeAlias = CourseItem | SpecializationItem
"""Something a collection holds."""

Difficulty: TypeAlias = Literal["beginner", "intermediate", "advanced", "mixed"]
"""How hard a course or specialization is.

- `beginner`: For those who know nothing of it yet.
- `intermediate`: For those who know the basics.
- `advanced`: For those who know much of it.
- `mixed`: Of several difficulties.
"""


class InviteeSubject(TypedDict):
    """An invitee, until the invitation is accepted."""

    kind: Literal["invitee"]
    invitation: str
    """The invitation."""


class LearnerSubject(TypedDict):
    """A learner: the account that joined (`ID-3`)."""

    kind: Literal["learner"]
    learner: str
    """The learner."""


class AdministratorSubject(TypedDict):
    """An administrator."""

    kind: Literal["administrator"]
    administrator: str
    """The administrator."""


class ManagerSubject(TypedDict):
    """The manager whom a learner's profile names."""

    kind: Literal["manager"]
    learner: str
    """The learner whose profile it is."""


Subject: TypeAlias = InviteeSubject | LearnerSubject | AdministratorSubject | ManagerSubject
"""Whom a personal record is about."""


class Profile(TypedDict):
    """The optional fields of a learner's profile, from single sign-on or set by an administrator
    (`ID-2`).
    """

    manager_name: NotRequired[str | None]
    """The manager's full name."""
    manager_email: NotRequired[str | None]
    """The manager's email, as given."""
    job_title: NotRequired[str | None]
    """The job title."""
    job_type: NotRequired[str | None]
    """The job type, such as full time."""
    business_unit: NotRequired[str | None]
    """The business unit."""
    business_unit_2: NotRequired[str | None]
    """The second business unit."""
    location_city: NotRequired[str | None]
    """The city."""
    location_region: NotRequired[str | None]
    """The region."""
    location_country: NotRequired[str | None]
    """The country."""


class PersonalRecord(TypedDict):
    """What is newly known of a person. An absent field leaves what was known before."""

    subject: Subject
    """Whom it is about."""
    name: str | None
    """The full name."""
    email: str | None
    """The email, as typed."""
    external_id: str | None
    """The host's own id of the person."""
    profile: Profile | None
    """The whole profile."""


Role: TypeAlias = Literal[
    "operator",
    "host",
    "organization_administrator",
    "program_administrator",
    "learner",
]
"""What someone is to the organization, for the table of rights (`ADM-3`).

- `operator`: The platform's operator, who may do everything.
- `host`: The host on behalf of nobody.
- `organization_administrator`: An administrator of the organization.
- `program_administrator`: An administrator of the program that the action is about; of a
  question, of at least one program: the answer then tells of these programs alone.
- `learner`: The learner whom the action is about.
"""


class Right(TypedDict):
    """Who may do something, as things stand (`ADM-3`)."""

    action: str
    """A command's kind or a question's name."""
    roles: list[Role]
    """The roles that may, in the order of `Role`."""


Cure: TypeAlias = Literal["never", "waiting", "administrator"]
"""What would let a refused command through (`API-7`).

- `never`: Nothing: this command, as it stands, will never be carried out.
- `waiting`: Time alone.
- `administrator`: An administrator or the platform's operator: more seats, an invitation, a
  right.
"""


SettingRule: TypeAlias = Literal["CON-1", "PRG-1", "ENR-1", "VIEW-3", "ADM-1", "REP-4"]
"""The rule of a text that is no person's.

- `CON-1`: A contract.
- `PRG-1`: A program.
- `ENR-1`: A course or a specialization.
- `VIEW-3`: A collection, or the description of a course.
- `ADM-1`: The organization.
- `REP-4`: When reports are made by themselves.
"""

InvitationStatus: TypeAlias = Literal[
    "created",
    "sent",
    "bounced",
    "accepted",
    "declined",
    "removed",
    "expired",
]
"""How an invitation stands (`INV-1`).

- `created`: Made, but not sent.
- `sent`: Sent, once or more often.
- `bounced`: Its email came back; it is open all the same.
- `accepted`: The invitee joined.
- `declined`: The invitee said no.
- `removed`: An administrator removed it.
- `expired`: It was open for too long; sending it again opens it.
"""


class RefusedRow(TypedDict):
    """A row of a bulk command that was refused."""

    line: int
    """The line in the file, counted from 1."""
    refusal: "RefusalRecord"
    """Why."""


RefusalCode: TypeAlias = Literal[
    "command_id_reused",
    "clock_went_back",
    "clock_jumped_ahead",
    "time_out_of_range",
    "no_organization",
    "organization_exists",
    "not_authorized",
    "id_in_use",
    "unknown_contract",
    "unknown_program",
    "unknown_invitation",
    "unknown_learner",
    "unknown_course",
    "unknown_specialization",
    "unknown_collection",
    "unknown_administrator",
    "invalid_text",
    "invalid_email",
    "invalid_domain",
    "slug_in_use",
    "empty_period",
    "nothing_sold",
    "terms_of_another_kind",
    "below_taken",
    "time_passed",
    "limit_out_of_range",
    "empty_specialization",
    "course_repeated",
    "partner_mismatch",
    "item_repeated",
    "item_not_held",
    "order_incomplete",
    "program_removed",
    "already_administrator",
    "email_not_of_organization",
    "last_administrator",
    "already_member",
    "already_invited",
    "invitation_taken",
    "invitation_closed",
    "invitation_expired",
    "email_in_use",
    "invitation_required",
    "not_invited",
    "not_a_member",
    "contract_not_started",
    "contract_ended",
    "contract_frozen",
    "seats_exhausted",
    "seats_spoken_for",
    "units_exhausted",
    "course_not_in_catalog",
    "specialization_not_in_catalog",
    "not_in_collection",
    "already_enrolled",
    "not_enrolled",
    "course_limit_reached",
    "time_in_future",
    "before_enrollment",
    "nothing_given",
    "domain_listed",
    "domain_not_listed",
    "preview_overtaken",
    "roster_removes_too_many",
    "listed_twice",
    "invitation_elsewhere",
    "line_out_of_range",
    "rows_refused",
    "register_full",
    "page_size_out_of_range",
    "cursor_of_another_list",
    "renewal_too_small",
    "renewal_target_used",
    "renewal_target_larger",
    "renewal_outside_periods",
    "already_renewed",
    "no_renewal",
    "no_seats",
    "unknown_action",
    "right_out_of_reach",
    "empty_cadence",
    "hours_have_no_period",
    "invalid_setting",
    "invalid_organization_domain",
    "nothing_to_amend",
    "no_items_given",
    "too_many_rows",
    "too_many_skills",
]
"""The stable code of a refusal, in the order in which they are judged; those that came later
stand at the end.
"""


class CommandIdReusedRefusal(TypedDict):
    """The command's id was used before, within the time for which ids are remembered, for
    another command.

    Rule API-6; cured by: never.
    """

    code: Literal["command_id_reused"]
    command: str
    """The id."""


class ClockWentBackRefusal(TypedDict):
    """The command's time lies further before the latest time seen than the clock's tolerance.

    Rule API-5; cured by: waiting.
    """

    code: Literal["clock_went_back"]
    now: str
    """The command's time."""
    latest: str
    """The latest time seen."""
    tolerance_seconds: int
    """How far a time may lie back, in seconds."""


class ClockJumpedAheadRefusal(TypedDict):
    """The command's time lies so far after the latest time seen that a broken clock is likelier
    than a long silence.

    Rule API-5; cured by: waiting.
    """

    code: Literal["clock_jumped_ahead"]
    now: str
    """The command's time."""
    latest: str
    """The latest time seen."""
    limit_days: int
    """How far a time may lie ahead, in days."""


class TimeOutOfRangeRefusal(TypedDict):
    """A time lies outside the years 1900 to 9999, which is all a register keeps.

    Rule API-5; cured by: never.
    """

    code: Literal["time_out_of_range"]
    field: str
    """Which field."""
    time: str
    """The time given."""


class NoOrganizationRefusal(TypedDict):
    """No organization has been created in this register.

    Rule API-2; cured by: administrator.
    """

    code: Literal["no_organization"]


class OrganizationExistsRefusal(TypedDict):
    """The register already has its organization.

    Rule API-2; cured by: never.
    """

    code: Literal["organization_exists"]


class NotAuthorizedRefusal(TypedDict):
    """The actor may not do this.

    Rule ADM-3; cured by: administrator.
    """

    code: Literal["not_authorized"]
    role: str
    """The actor's role."""
    action: str
    """The command's kind, in words."""
    remedy: str
    """Who may."""


class IdInUseRefusal(TypedDict):
    """An id given for something new is already in use.

    Rule API-1; cured by: never.
    """

    code: Literal["id_in_use"]
    what: str
    """What kind of thing has the id."""
    id: str
    """The id."""


class UnknownContractRefusal(TypedDict):
    """No such contract.

    Rule CON-1; cured by: never.
    """

    code: Literal["unknown_contract"]
    contract: str
    """The id given."""


class UnknownProgramRefusal(TypedDict):
    """No such program.

    Rule PRG-1; cured by: never.
    """

    code: Literal["unknown_program"]
    program: str
    """The id given."""


class UnknownInvitationRefusal(TypedDict):
    """No such invitation.

    Rule INV-1; cured by: never.
    """

    code: Literal["unknown_invitation"]
    invitation: str
    """The id given."""


class UnknownLearnerRefusal(TypedDict):
    """No such learner: the account has never joined a program of this organization.

    Rule ID-3; cured by: never.
    """

    code: Literal["unknown_learner"]
    learner: str
    """The id given."""


class UnknownCourseRefusal(TypedDict):
    """No such course.

    Rule ENR-1; cured by: administrator.
    """

    code: Literal["unknown_course"]
    course: str
    """The id given."""


class UnknownSpecializationRefusal(TypedDict):
    """No such specialization.

    Rule ENR-1; cured by: administrator.
    """

    code: Literal["unknown_specialization"]
    specialization: str
    """The id given."""


class UnknownCollectionRefusal(TypedDict):
    """No such collection in this program.

    Rule VIEW-3; cured by: administrator.
    """

    code: Literal["unknown_collection"]
    collection: str
    """The id given."""


class UnknownAdministratorRefusal(TypedDict):
    """No such administrator in that role.

    Rule ADM-1; cured by: never.
    """

    code: Literal["unknown_administrator"]
    administrator: str
    """The id given."""


class InvalidTextRefusal(TypedDict):
    """A text about a person is empty, too long, or holds characters that no name has.

    Rule ID-2; cured by: never.
    """

    code: Literal["invalid_text"]
    field: str
    """Which field."""
    reason: str
    """The problem's own code."""
    problem: str
    """What is wrong, and the remedy."""


class InvalidEmailRefusal(TypedDict):
    """An address is no email this register takes.

    Rule ID-1; cured by: never.
    """

    code: Literal["invalid_email"]
    field: str
    """Which field."""
    reason: str
    """The problem's own code."""
    problem: str
    """What is wrong, and the remedy. The local part is never shown."""


class InvalidDomainRefusal(TypedDict):
    """A domain of a whitelist is malformed, or none that a whitelist may hold.

    Rule WL-2; cured by: never.
    """

    code: Literal["invalid_domain"]
    domain: str
    """The domain as given, shortened."""
    reason: str
    """The problem's own code."""
    problem: str
    """What is wrong, and the remedy."""


class SlugInUseRefusal(TypedDict):
    """Another program, course or specialization has this slug.

    Rule PRG-1; cured by: never.
    """

    code: Literal["slug_in_use"]
    slug: str
    """The slug."""


class EmptyPeriodRefusal(TypedDict):
    """A contract ends before or when it starts.

    Rule CON-1; cured by: never.
    """

    code: Literal["empty_period"]
    starts_at: str
    """The start given."""
    ends_at: str
    """The end given."""


class NothingSoldRefusal(TypedDict):
    """A contract sells no seat or no unit.

    Rule CON-1; cured by: never.
    """

    code: Literal["nothing_sold"]


class TermsOfAnotherKindRefusal(TypedDict):
    """An amendment would change what kind of thing a contract sells.

    Rule CON-5; cured by: never.
    """

    code: Literal["terms_of_another_kind"]
    contract: str
    """The contract."""


class BelowTakenRefusal(TypedDict):
    """An amendment would leave fewer seats or units than are taken.

    Rule CON-5; cured by: administrator.
    """

    code: Literal["below_taken"]
    contract: str
    """The contract."""
    wanted: int
    """Seats or units asked for."""
    taken: int
    """Seats or units taken, with seats that open invitations hold or a renewal will take."""


class TimePassedRefusal(TypedDict):
    """A time that lies in the past where one to come is needed.

    Rule CON-5; cured by: never.
    """

    code: Literal["time_passed"]
    field: str
    """Which field."""
    time: str
    """The time given."""


class LimitOutOfRangeRefusal(TypedDict):
    """The course enrollment limit is not from 1 to 9999.

    Rule PRG-1; cured by: never.
    """

    code: Literal["limit_out_of_range"]
    limit: int
    """The limit given."""


class EmptySpecializationRefusal(TypedDict):
    """A specialization without a course.

    Rule ENR-1; cured by: never.
    """

    code: Literal["empty_specialization"]


class CourseRepeatedRefusal(TypedDict):
    """A course stands twice where it may stand once.

    Rule ENR-1; cured by: never.
    """

    code: Literal["course_repeated"]
    course: str
    """The course."""


class PartnerMismatchRefusal(TypedDict):
    """A specialization's courses are not all of one partner.

    Rule ENR-1; cured by: never.
    """

    code: Literal["partner_mismatch"]
    course: str
    """The first course of another partner."""


class ItemRepeatedRefusal(TypedDict):
    """The collection already holds this item.

    Rule VIEW-3; cured by: never.
    """

    code: Literal["item_repeated"]
    item: str
    """The course or specialization."""


class ItemNotHeldRefusal(TypedDict):
    """The collection does not hold the item.

    Rule VIEW-3; cured by: never.
    """

    code: Literal["item_not_held"]
    item: str
    """The course or specialization."""


class OrderIncompleteRefusal(TypedDict):
    """A new order that is not made of what is there, each once.

    Rule VIEW-3; cured by: never.
    """

    code: Literal["order_incomplete"]
    count: int
    """How many are there."""


class ProgramRemovedRefusal(TypedDict):
    """The program has been removed; that cannot be undone.

    Rule PRG-2; cured by: never.
    """

    code: Literal["program_removed"]
    program: str
    """The program."""


class AlreadyAdministratorRefusal(TypedDict):
    """The person already is an administrator in that role.

    Rule ADM-2; cured by: never.
    """

    code: Literal["already_administrator"]
    administrator: str
    """The administrator."""


class EmailNotOfOrganizationRefusal(TypedDict):
    """An administrator's email is not of the organization.

    Rule ADM-2; cured by: administrator.
    """

    code: Literal["email_not_of_organization"]
    domain: str
    """The email's domain."""


class LastAdministratorRefusal(TypedDict):
    """The last organization administrator cannot be removed.

    Rule ADM-2; cured by: administrator.
    """

    code: Literal["last_administrator"]


class AlreadyMemberRefusal(TypedDict):
    """The learner is a member of the program already.

    Rule INV-4; cured by: never.
    """

    code: Literal["already_member"]
    learner: str
    """The learner."""


class AlreadyInvitedRefusal(TypedDict):
    """The invitee has an open invitation that says the same.

    Rule INV-4; cured by: never.
    """

    code: Literal["already_invited"]
    invitation: str
    """The open invitation."""


class InvitationTakenRefusal(TypedDict):
    """The invitation was accepted by another account.

    Rule INV-1; cured by: administrator.
    """

    code: Literal["invitation_taken"]
    invitation: str
    """The invitation."""


class InvitationClosedRefusal(TypedDict):
    """The invitation is no longer open.

    Rule INV-1; cured by: administrator.
    """

    code: Literal["invitation_closed"]
    invitation: str
    """The invitation."""
    status: InvitationStatus
    """`accepted`, `removed` or `declined`."""


class InvitationExpiredRefusal(TypedDict):
    """The invitation has expired.

    Rule INV-1; cured by: administrator.
    """

    code: Literal["invitation_expired"]
    invitation: str
    """The invitation."""
    expired_at: str
    """When."""


class EmailInUseRefusal(TypedDict):
    """Another account of this organization has this email.

    Rule ID-1; cured by: never.
    """

    code: Literal["email_in_use"]
    learner: str
    """The learner who has it."""


class InvitationRequiredRefusal(TypedDict):
    """The learner was removed with *require a new invitation*.

    Rule INV-6; cured by: administrator.
    """

    code: Literal["invitation_required"]
    learner: str
    """The learner."""


class NotInvitedRefusal(TypedDict):
    """Neither an open invitation nor a whitelisted domain lets this person in.

    Rule WL-1; cured by: administrator.
    """

    code: Literal["not_invited"]
    domain: str
    """The domain of the person's email."""


class NotAMemberRefusal(TypedDict):
    """The learner is no member of the program.

    Rule ENR-1; cured by: administrator.
    """

    code: Literal["not_a_member"]
    learner: str
    """The learner."""
    program: str
    """The program."""


class ContractNotStartedRefusal(TypedDict):
    """The contract has not started.

    Rule CON-8; cured by: waiting.
    """

    code: Literal["contract_not_started"]
    contract: str
    """The contract."""
    starts_at: str
    """When it starts."""


class ContractEndedRefusal(TypedDict):
    """The contract has ended.

    Rule CON-8; cured by: administrator.
    """

    code: Literal["contract_ended"]
    contract: str
    """The contract."""
    ended_at: str
    """When it ended."""


class ContractFrozenRefusal(TypedDict):
    """The contract is frozen.

    Rule CON-8; cured by: administrator.
    """

    code: Literal["contract_frozen"]
    contract: str
    """The contract."""


class SeatsExhaustedRefusal(TypedDict):
    """Every seat of the contract is occupied.

    Rule CON-2; cured by: administrator.
    """

    code: Literal["seats_exhausted"]
    contract: str
    """The contract."""
    seats: int
    """The seats it sells."""


class SeatsSpokenForRefusal(TypedDict):
    """The seats left are all held by open invitations of others (`Overbooking`).

    Rule CON-4; cured by: administrator.
    """

    code: Literal["seats_spoken_for"]
    contract: str
    """The contract."""
    seats_left: int
    """Seats not occupied."""


class UnitsExhaustedRefusal(TypedDict):
    """Every unit of the contract is used.

    Rule CON-3; cured by: administrator.
    """

    code: Literal["units_exhausted"]
    contract: str
    """The contract."""
    units: int
    """The enrollments it sells."""


class CourseNotInCatalogRefusal(TypedDict):
    """The course is not in the program's catalog.

    Rule ENR-1; cured by: administrator.
    """

    code: Literal["course_not_in_catalog"]
    course: str
    """The course."""


class SpecializationNotInCatalogRefusal(TypedDict):
    """The specialization is not in the program's catalog.

    Rule ENR-1; cured by: administrator.
    """

    code: Literal["specialization_not_in_catalog"]
    specialization: str
    """The specialization."""


class NotInCollectionRefusal(TypedDict):
    """The collection named as source does not hold the item.

    Rule ENR-1; cured by: never.
    """

    code: Literal["not_in_collection"]
    collection: str
    """The collection."""


class AlreadyEnrolledRefusal(TypedDict):
    """The learner is enrolled in this already.

    Rule ENR-1; cured by: never.
    """

    code: Literal["already_enrolled"]
    learner: str
    """The learner."""


class NotEnrolledRefusal(TypedDict):
    """The learner is not enrolled in this.

    Rule ENR-1; cured by: never.
    """

    code: Literal["not_enrolled"]
    learner: str
    """The learner."""


class CourseLimitReachedRefusal(TypedDict):
    """The learner has as many enrollments in this program as its limit allows.

    Rule ENR-2; cured by: administrator.
    """

    code: Literal["course_limit_reached"]
    learner: str
    """The learner."""
    limit: int
    """The limit."""


class TimeInFutureRefusal(TypedDict):
    """A fact is said to have happened later than now.

    Rule ENR-3; cured by: waiting.
    """

    code: Literal["time_in_future"]
    field: str
    """Which field."""
    time: str
    """The time given."""


class BeforeEnrollmentRefusal(TypedDict):
    """A fact is said to have happened before the enrollment.

    Rule ENR-3; cured by: never.
    """

    code: Literal["before_enrollment"]
    field: str
    """Which field."""
    time: str
    """The time given."""
    enrolled_at: str
    """When the learner enrolled."""


class NothingGivenRefusal(TypedDict):
    """A fact without content.

    Rule ENR-3; cured by: never.
    """

    code: Literal["nothing_given"]


class DomainListedRefusal(TypedDict):
    """The domain is on the program's whitelist already.

    Rule WL-1; cured by: never.
    """

    code: Literal["domain_listed"]
    domain: str
    """The domain."""


class DomainNotListedRefusal(TypedDict):
    """The domain is not on the program's whitelist.

    Rule WL-1; cured by: never.
    """

    code: Literal["domain_not_listed"]
    domain: str
    """The domain."""


class PreviewOvertakenRefusal(TypedDict):
    """The world has changed since the preview, so that rows would now fare otherwise.

    Rule INV-3; cured by: administrator.
    """

    code: Literal["preview_overtaken"]


class RosterRemovesTooManyRefusal(TypedDict):
    """A roster would remove more people than the limit given with it.

    Rule ROS-1; cured by: administrator.
    """

    code: Literal["roster_removes_too_many"]
    removed: int
    """Members and open invitations that would be removed."""
    people: int
    """Members and open invitations that there are."""
    limit: str
    """The share that may be removed."""


class ListedTwiceRefusal(TypedDict):
    """A learner or an invitation stands twice in a list.

    Rule INV-4; cured by: never.
    """

    code: Literal["listed_twice"]
    id: str
    """The id."""


class InvitationElsewhereRefusal(TypedDict):
    """The invitation is to another program.

    Rule INV-1; cured by: never.
    """

    code: Literal["invitation_elsewhere"]
    invitation: str
    """The invitation."""


class LineOutOfRangeRefusal(TypedDict):
    """The line of a row is larger than every language can hold.

    Rule INV-3; cured by: never.
    """

    code: Literal["line_out_of_range"]
    limit: int
    """The largest line that may be given."""


class RowsRefusedRefusal(TypedDict):
    """Some rows are refused and the command was to do all or nothing.

    Rule INV-4; cured by: administrator.
    """

    code: Literal["rows_refused"]
    rows: int
    """Rows given."""
    refused: int
    """Rows refused."""
    first_line: int
    """The line of the first of them."""
    refusals: list[RefusedRow]
    """Each refused row, in order."""


class RegisterFullRefusal(TypedDict):
    """The register cannot count further.

    Rule API-1; cured by: never.
    """

    code: Literal["register_full"]
    what: str
    """Of what."""
    limit: int
    """The limit."""


class PageSizeOutOfRangeRefusal(TypedDict):
    """A page of the user list has no row, or too many.

    Rule VIEW-2; cured by: never.
    """

    code: Literal["page_size_out_of_range"]
    page_size: int
    """The page size given."""
    limit: int
    """The most that is allowed."""


class CursorOfAnotherListRefusal(TypedDict):
    """A cursor was changed on its way, or comes from an answer to another request.

    Rule VIEW-2; cured by: never.
    """

    code: Literal["cursor_of_another_list"]


class RenewalTooSmallRefusal(TypedDict):
    """The contract that a renewal goes on in has too few seats for those who are carried over.

    Rule CON-5; cured by: administrator.
    """

    code: Literal["renewal_too_small"]
    contract: str
    """The contract that goes on."""
    seats: int
    """Seats that it sells."""
    carried: int
    """Seats that members take who are to be carried over, with those that open invitations hold
    then.
    """


class RenewalTargetUsedRefusal(TypedDict):
    """Something of the contract that a renewal should go on in is taken already, or it is part
    of another renewal.

    Rule CON-5; cured by: administrator.
    """

    code: Literal["renewal_target_used"]
    contract: str
    """The contract that should go on."""


class RenewalTargetLargerRefusal(TypedDict):
    """The contract that a renewal should go on in sells more already than the renewal says.

    Rule CON-5; cured by: administrator.
    """

    code: Literal["renewal_target_larger"]
    contract: str
    """The contract that should go on."""
    sold: int
    """Seats or units it sells."""
    wanted: int
    """Seats or units that the renewal says."""


class RenewalOutsidePeriodsRefusal(TypedDict):
    """A renewal, or an amendment beside one, would carry members over outside the period of one
    of the contracts.

    Rule CON-5; cured by: never.
    """

    code: Literal["renewal_outside_periods"]
    renews_at: str
    """When members would be carried over."""
    ends_at: str
    """When the contract that is renewed ends."""
    starts_at: str
    """When the contract that goes on starts."""


class AlreadyRenewedRefusal(TypedDict):
    """The contract has a renewal already.

    Rule CON-5; cured by: never.
    """

    code: Literal["already_renewed"]
    contract: str
    """The contract."""
    renews_at: str
    """When."""


class NoRenewalRefusal(TypedDict):
    """The contract has no renewal that could be taken back.

    Rule CON-5; cured by: never.
    """

    code: Literal["no_renewal"]
    contract: str
    """The contract."""


class NoSeatsRefusal(TypedDict):
    """The contract sells no seats.

    Rule CON-7; cured by: never.
    """

    code: Literal["no_seats"]
    contract: str
    """The contract."""


class UnknownActionRefusal(TypedDict):
    """The table of rights has no such action.

    Rule ADM-3; cured by: never.
    """

    code: Literal["unknown_action"]
    action: str
    """The action given."""


class RightOutOfReachRefusal(TypedDict):
    """A role can never have a right, whatever the table says.

    Rule ADM-3; cured by: never.
    """

    code: Literal["right_out_of_reach"]
    action: str
    """The action."""
    role: Role
    """The role."""
    subject: str
    """What it would have to be about: one program, or the learner."""


class EmptyCadenceRefusal(TypedDict):
    """Reports are to be made on no day, or of no program.

    Rule REP-4; cured by: never.
    """

    code: Literal["empty_cadence"]
    what: str
    """`day` or `program`."""


class HoursHaveNoPeriodRefusal(TypedDict):
    """Learning hours are known in all and not by day, so that they have no period.

    Rule VIEW-4; cured by: never.
    """

    code: Literal["hours_have_no_period"]


class InvalidSettingRefusal(TypedDict):
    """A text of the organization's own, such as a program's name, is empty, too long, or not of
    its form. The rule is a fact. Judged with `invalid_text`.

    Rule ADM-1; cured by: never.
    """

    code: Literal["invalid_setting"]
    field: str
    """Which field."""
    reason: str
    """The problem's own code."""
    problem: str
    """What is wrong, and the remedy."""
    rule: SettingRule
    """The number of the rule that refuses."""


class InvalidOrganizationDomainRefusal(TypedDict):
    """A domain of the organization is malformed. Judged with `invalid_domain`.

    Rule ADM-2; cured by: never.
    """

    code: Literal["invalid_organization_domain"]
    domain: str
    """The domain as given, shortened."""
    reason: str
    """The problem's own code."""
    problem: str
    """What is wrong, and the remedy."""


class NothingToAmendRefusal(TypedDict):
    """An amendment of nothing. Judged with `nothing_given`.

    Rule CON-5; cured by: never.
    """

    code: Literal["nothing_to_amend"]


class NoItemsGivenRefusal(TypedDict):
    """A list of a catalog's items without one. Judged with `nothing_given`.

    Rule VIEW-3; cured by: never.
    """

    code: Literal["no_items_given"]


class TooManyRowsRefusal(TypedDict):
    """A bulk command with more rows than it may have. Judged with `register_full`.

    Rule INV-4; cured by: never.
    """

    code: Literal["too_many_rows"]
    rows: int
    """Rows given."""
    limit: int
    """The most that are allowed."""


class TooManySkillsRefusal(TypedDict):
    """A course or specialization with more skills than it may have. Judged with `register_full`.

    Rule VIEW-3; cured by: never.
    """

    code: Literal["too_many_skills"]
    skills: int
    """Skills given."""
    limit: int
    """The most that are allowed."""


RefusalRecord: TypeAlias = (
    CommandIdReusedRefusal
    | ClockWentBackRefusal
    | ClockJumpedAheadRefusal
    | TimeOutOfRangeRefusal
    | NoOrganizationRefusal
    | OrganizationExistsRefusal
    | NotAuthorizedRefusal
    | IdInUseRefusal
    | UnknownContractRefusal
    | UnknownProgramRefusal
    | UnknownInvitationRefusal
    | UnknownLearnerRefusal
    | UnknownCourseRefusal
    | UnknownSpecializationRefusal
    | UnknownCollectionRefusal
    | UnknownAdministratorRefusal
    | InvalidTextRefusal
    | InvalidEmailRefusal
    | InvalidDomainRefusal
    | SlugInUseRefusal
    | EmptyPeriodRefusal
    | NothingSoldRefusal
    | TermsOfAnotherKindRefusal
    | BelowTakenRefusal
    | TimePassedRefusal
    | LimitOutOfRangeRefusal
    | EmptySpecializationRefusal
    | CourseRepeatedRefusal
    | PartnerMismatchRefusal
    | ItemRepeatedRefusal
    | ItemNotHeldRefusal
    | OrderIncompleteRefusal
    | ProgramRemovedRefusal
    | AlreadyAdministratorRefusal
    | EmailNotOfOrganizationRefusal
    | LastAdministratorRefusal
    | AlreadyMemberRefusal
    | AlreadyInvitedRefusal
    | InvitationTakenRefusal
    | InvitationClosedRefusal
    | InvitationExpiredRefusal
    | EmailInUseRefusal
    | InvitationRequiredRefusal
    | NotInvitedRefusal
    | NotAMemberRefusal
    | ContractNotStartedRefusal
    | ContractEndedRefusal
    | ContractFrozenRefusal
    | SeatsExhaustedRefusal
    | SeatsSpokenForRefusal
    | UnitsExhaustedRefusal
    | CourseNotInCatalogRefusal
    | SpecializationNotInCatalogRefusal
    | NotInCollectionRefusal
    | AlreadyEnrolledRefusal
    | NotEnrolledRefusal
    | CourseLimitReachedRefusal
    | TimeInFutureRefusal
    | BeforeEnrollmentRefusal
    | NothingGivenRefusal
    | DomainListedRefusal
    | DomainNotListedRefusal
    | PreviewOvertakenRefusal
    | RosterRemovesTooManyRefusal
    | ListedTwiceRefusal
    | InvitationElsewhereRefusal
    | LineOutOfRangeRefusal
    | RowsRefusedRefusal
    | RegisterFullRefusal
    | PageSizeOutOfRangeRefusal
    | CursorOfAnotherListRefusal
    | RenewalTooSmallRefusal
    | RenewalTargetUsedRefusal
    | RenewalTargetLargerRefusal
    | RenewalOutsidePeriodsRefusal
    | AlreadyRenewedRefusal
    | NoRenewalRefusal
    | NoSeatsRefusal
    | UnknownActionRefusal
    | RightOutOfReachRefusal
    | EmptyCadenceRefusal
    | HoursHaveNoPeriodRefusal
    | InvalidSettingRefusal
    | InvalidOrganizationDomainRefusal
    | NothingToAmendRefusal
    | NoItemsGivenRefusal
    | TooManyRowsRefusal
    | TooManySkillsRefusal
)
"""Why a command was not carried out. The variants stand in the order in which they are judged,
but for the last few, which came later and are judged with others of their kind.
"""


class InvitationRow(TypedDict):
    """One row of an invitation file."""

    line: int
    """The line in the file, counted from 1."""
    name: str
    """The learner's full name."""
    email: str
    """The learner's email."""
    external_id: NotRequired[str | None]
    """The host's own id of the learner."""


class DomainRow(TypedDict):
    """One row of a whitelist file."""

    line: int
    """The line in the file, counted from 1."""
    domain: str
    """The domain, without `@`."""


class Preview(TypedDict):
    """What a preview showed, as a fingerprint of its rows' outcomes (`INV-3`)."""

    high: int
    """The upper half of the fingerprint."""
    low: int
    """The lower half of the fingerprint."""


class Invited(TypedDict):
    """A new invitation."""

    result: Literal["invited"]
    invitation: str
    """The invitation."""


class InvitedAgain(TypedDict):
    """A new invitation for someone who had been removed or whose earlier invitation is closed."""

    result: Literal["invited_again"]
    invitation: str
    """The invitation."""


class Updated(TypedDict):
    """An open invitation got another contract, name or external id."""

    result: Literal["updated"]
    invitation: str
    """The invitation."""


class AlreadyInvited(TypedDict):
    """The person already has this very invitation; nothing changed."""

    result: Literal["already_invited"]
    invitation: str
    """The invitation."""


class AlreadyMember(TypedDict):
    """The person already is a member; nothing changed."""

    result: Literal["already_member"]
    learner: str
    """The learner."""


class Repeated(TypedDict):
    """The same address or domain stood in an earlier row; nothing changed."""

    result: Literal["repeated"]
    first_line: int
    """The line of that row."""


class Removed(TypedDict):
    """A learner was removed, or an invitation."""

    result: Literal["removed"]


class Moved(TypedDict):
    """A member consumes from another contract."""

    result: Literal["moved"]


class AlreadyThere(TypedDict):
    """A member consumes from that contract already; nothing changed."""

    result: Literal["already_there"]


class DomainListed(TypedDict):
    """A domain was added."""

    result: Literal["domain_added"]


class DomainUpdated(TypedDict):
    """A domain got another contract."""

    result: Literal["domain_updated"]


class AlreadyListed(TypedDict):
    """A domain was listed already; nothing changed."""

    result: Literal["already_listed"]


class RowRefused(TypedDict):
    """The row is refused."""

    result: Literal["refused"]
    refusal: RefusalRecord
    """Why."""


RowResult: TypeAlias = (
    Invited
    | InvitedAgain
    | Updated
    | AlreadyInvited
    | AlreadyMember
    | Repeated
    | Removed
    | Moved
    | AlreadyThere
    | DomainListed
    | DomainUpdated
    | AlreadyListed
    | RowRefused
)
"""What became of a row."""


class RowOutcome(TypedDict):
    """What became of a row, with the line it stood at."""

    line: int
    """The line in the file, counted from 1."""
    result: RowResult
    """What became of it."""


class ImportPreview(TypedDict):
    """What an import would do, shown before anything changes (`INV-3`)."""

    rows: list[RowOutcome]
    """One outcome a row, in the file's order."""
    refused: int
    """Rows that would be refused."""
    preview: Preview
    """Give this with the command, so that it is refused when rows would fare otherwise by then."""


class RosterPlan(TypedDict):
    """What bringing a program in line with a roster would do, shown before anything changes
    (`ROS-1`).
    """

    rows: list[RowOutcome]
    """One outcome for each row of the roster, in its order."""
    refused: int
    """Rows that would be refused. Whoever they name stays as they are."""
    removed_learners: list[str]
    """Members who are not on the roster, in the order of joining."""
    removed_invitations: list[str]
    """Open invitations of people who are not on the roster, in the order of inviting."""
    people: int
    """Members and open invitations that there are now."""
    removed_share: str
    """The share of them that would be removed, rounded up to four decimal places."""
    preview: Preview
    """Give this with the command, so that it is refused when the plan would be another one by
    then.
    """


ProblemCode: TypeAlias = Literal[
    "empty_file",
    "not_text",
    "not_a_table",
    "no_header",
    "missing_header",
    "repeated_header",
    "header_again",
    "other_file",
    "too_few_fields",
    "too_many_fields",
    "quote_not_closed",
    "text_after_quote",
    "bare_quote",
    "nul",
    "bad_encoding",
    "field_too_long",
    "record_too_long",
    "empty_value",
    "not_a_time",
    "not_a_decimal",
    "not_a_count",
    "out_of_range",
    "too_precise",
    "not_yes_no",
    "not_a_member_state",
    "not_an_id",
    "not_a_slug",
    "repeated_value",
    "unknown_type",
    "unknown_specialization",
    "not_applicable",
    "unknown_action",
    "unknown_detail",
]
"""The kinds of problems of a file (`REP-6`).

- `empty_file`: The file has no header line.
- `not_text`: The file starts with bytes that are no text: an archive, a workbook, a picture.
- `not_a_table`: The file is no table but a page, a document or other data; the problem's
  header names it.
- `no_header`: The first line has none of the headers of this kind of file.
- `missing_header`: A header that the file must have is not there.
- `repeated_header`: Two columns have the same header, so that it is unknown which one counts.
- `header_again`: The header line stands a second time, in the place of a row.
- `other_file`: The headers are those of another kind of file; the problem's header names it.
- `too_few_fields`: A row is shorter than the header line.
- `too_many_fields`: A row is longer than the header line.
- `quote_not_closed`: A quote was opened and never closed; the line is the one where it opens.
- `text_after_quote`: Text stands between a closing quote and the delimiter.
- `bare_quote`: A quote stands inside a field that is not quoted.
- `nul`: A NUL character.
- `bad_encoding`: Bytes that are not text in the file's encoding.
- `field_too_long`: A field over the limit.
- `record_too_long`: A record over the limit.
- `empty_value`: A cell that needs a value is empty.
- `not_a_time`: Not an instant.
- `not_a_decimal`: Not a decimal number.
- `not_a_count`: Not a whole number.
- `out_of_range`: A number outside its range.
- `too_precise`: A number with more decimal places than are kept.
- `not_yes_no`: Neither `Yes` nor `No`.
- `not_a_member_state`: Not a member state.
- `not_an_id`: Not an id.
- `not_a_slug`: Not a slug.
- `repeated_value`: A value that must be unique in the file stands there twice.
- `unknown_type`: A type of catalog row that does not exist.
- `unknown_specialization`: A specialization that the file does not have.
- `not_applicable`: A value in a row to which it does not apply.
- `unknown_action`: An action that does not exist.
- `unknown_detail`: A detail that does not fit its action.
"""


class Problem(TypedDict):
    """One defect of a file: where, what, and what to do (`REP-6`).

    It prints as a sentence without the excerpt, which may be personal; debug output hides the
    excerpt as well.
    """

    line: int
    """The physical line, from 1."""
    record: int
    """The record: 0 is the header, 1 the first row. Blank lines are no records; a line `sep=;`
    above the header is one.
    """
    column: int | None
    """The column, from 1; absent when the whole row is meant."""
    header: str | None
    """The start of the column's header, at most 80 characters; for `other_file` and
    `not_a_table` what the file seems to be.
    """
    offset: int | None
    """For bad encoding in UTF-8: how many bytes of the file come before the bad one."""
    excerpt: str
    """The start of the cell, at most 80 characters. It may be personal."""
    code: ProblemCode
    """What is wrong."""
    message: str
    """Where it is, what is wrong and what to do, as a sentence without the excerpt."""


class Problems(TypedDict):
    """The problems of one file in file order: the first ones kept, all counted."""

    kept: list[Problem]
    """Those kept."""
    total: int
    """How many there were."""
    limit: int
    """How many are kept at most."""


ActivityAction: TypeAlias = Literal[
    "join",
    "accept",
    "enroll",
    "unenroll",
    "progress",
    "complete",
    "remove",
    "resend",
    "withdraw",
    "decline",
    "bounce",
    "profile",
]
"""What happened, in an activity file.

- `join`: A person joined at the program's URL.
- `accept`: An invitee accepted by the invitation's link. `Detail` may have the invited email
  where the account's differs.
- `enroll`: A member enrolled in an item.
- `unenroll`: A member left an item.
- `progress`: Progress, grade, hours or lessons of an item changed.
- `complete`: An item was completed.
- `remove`: A member was removed; `Detail` is `require invitation` or `allow return`.
- `resend`: An invitation was sent again.
- `withdraw`: An administrator removed an invitation.
- `decline`: An invitee declined.
- `bounce`: An invitation could not be delivered.
- `profile`: A profile changed; `Detail` has pairs such as `job title=Engineer; location
  city=Toronto`.
"""


ProfileField: TypeAlias = Literal[
    "manager name",
    "manager email",
    "job title",
    "job type",
    "business unit",
    "business unit 2",
    "location city",
    "location country",
    "location region",
]
"""A field of a person's profile (`ID-2`).

- `manager name`: The manager's full name.
- `manager email`: The manager's email.
- `job title`: What the person works as.
- `job type`: Such as full time.
- `business unit`: Where in the organization the person works.
- `business unit 2`: A second unit.
- `location city`: The city the person works in.
- `location country`: The country the person works in.
- `location region`: The region the person works in.
"""

CatalogKind: TypeAlias = Literal["Course", "Specialization"]
"""What a row of a catalog is.

- `Course`: A course.
- `Specialization`: A specialization, or a professional certificate: a sequence of courses.
"""


class InvitationFile(TypedDict):
    """The file of a bulk invitation, read: `Full Name`, `Email` and `External ID`, all three
    required as headers, in any order and beside others (`INV-3`).

    Whether an email is one, and whether its owner may be invited, is judged elsewhere; here a
    row is left out only when it cannot be read. A row may end after its email when `External
    ID` is the last column.
    """

    rows: list[InvitationRow]
    """The rows that could be read, in file order."""
    problems: Problems
    """Everything that is wrong with the file."""
    records: int
    """Rows seen, good and bad, without blank ones."""


class WhitelistFile(TypedDict):
    """The file of a whitelist import, read: one domain a line, under the header `Domain`, `Email
    Domain` or none (`WL-1`).

    Whether a domain is one, and may be whitelisted, is judged elsewhere.
    """

    rows: list[DomainRow]
    """The rows that could be read, in file order."""
    problems: Problems
    """Everything that is wrong with the file."""
    records: int
    """Rows seen, good and bad, without blank ones."""


class CatalogLine(TypedDict):
    """A row of a catalog file."""

    line: int
    """The physical line, from 1."""
    kind: CatalogKind
    """What it is."""
    id: str
    """Its id: as it was given, or 22 characters of URL-safe base64 made of the slug."""
    name: str
    """Its name."""
    slug: str
    """Its slug, which no other row of the file has."""
    partner: str
    """The partner that authored it."""
    collection: str
    """The collection that offers it: as given, else the difficulty, else `Catalog`."""
    specialization: str | None
    """For a course the slug of the specialization it belongs to; their order is that of the
    rows.
    """
    difficulty: str | None
    """How hard it is, as it was given."""
    skills: list[str]
    """The skills that it teaches, in order, each once."""


class CatalogFile(TypedDict):
    """A catalog, read: `Type`, `Name`, `Partner` and, optional, `Slug`, `Collection`,
    `Specialization`, `Course ID`, `Difficulty` and `Skills`. The headers of the public course
    list of 2020 (`course_title` …) are read as well.

    A slug that is not given is made of the name: lower case, without accents, hyphens for all
    else, `-2`, `-3` … behind one that is taken. An id that is not given is made of the slug,
    so that the same file gives the same ids everywhere.
    """

    rows: list[CatalogLine]
    """The rows that could be read, in file order."""
    problems: Problems
    """Everything that is wrong with the file."""
    records: int
    """Rows seen, good and bad, without blank ones."""


class ProfileChange(TypedDict):
    """A field of a profile that an activity file sets; an empty value clears it."""

    field: ProfileField
    """Which field."""
    value: str
    """What it is set to."""


class ActivityLine(TypedDict):
    """A row of an activity file."""

    line: int
    """The physical line, from 1."""
    at: str
    """When it happened."""
    action: ActivityAction
    """What happened."""
    program: str
    """The slug of the program."""
    email: str
    """The email of the person."""
    name: str | None
    """The person's full name."""
    item: str | None
    """The slug of a course or specialization; always there when the action is about one."""
    collection: str | None
    """The collection in which it was found."""
    progress: str | None
    """Progress from then on."""
    grade: str | None
    """The grade from then on."""
    hours: str | None
    """Hours spent on the item up to then."""
    lessons: int | None
    """Lessons of the item taken so far, in all."""
    class_start: str | None
    """When the class starts."""
    detail: str | None
    """What the action needs beyond the other columns, as it was given."""
    allow_return: bool | None
    """For `remove`: whether the member may return without a new invitation."""
    profile: list[ProfileChange]
    """For `profile`: what was set."""


class ActivityFile(TypedDict):
    """A file of dated activity, read: `Time`, `Action`, `Program` and `Email`, and, as the
    actions need them, `Name`, `Item`, `Collection`, `Progress`, `Grade`, `Hours`, `Lessons`,
    `Class Start` and `Detail`. The rows keep the order of the file.
    """

    rows: list[ActivityLine]
    """The rows that could be read, in file order."""
    problems: Problems
    """Everything that is wrong with the file."""
    records: int
    """Rows seen, good and bad, without blank ones."""


MemberState: TypeAlias = Literal["INVITED", "DELETED_MEMBER", "MEMBER"]
"""What a person is to a program (`REP-1`).

- `INVITED`: An invitation is open.
- `DELETED_MEMBER`: Was a member and was removed.
- `MEMBER`: Is a member.
"""

DialectName: TypeAlias = Literal["guide_2020", "legacy", "about_2025", "export_2026"]
"""The dialects that are known (`REP-2`): which columns a report has, in which order and under
which headers.

- `guide_2020`: As the administrator guide of 2020 prints it.
- `legacy`: Earlier: no contract and no profile.
- `about_2025`: About 2025: ends of classes, certificates, kinds of courses.
- `export_2026`: Of 2026: collections instead of the enrollment source, contracts' ids, a
  second column of hours.
"""


ReportKind: TypeAlias = Literal["usage", "membership", "specialization"]
"""The three reports (`REP-1`).

- `usage`: One row for each person, program and course.
- `membership`: One row for each person and program.
- `specialization`: One row for each person, program and specialization.
"""


class DialectColumn(TypedDict):
    """A column of a dialect."""

    header: str
    """The header, as it is written. It is compared without case, surrounding space and trailing
    asterisks.
    """
    field: str | None
    """The field of the report that it holds; absent for one that the report does not have, whose
    cells are kept.
    """


class Dialect(TypedDict):
    """A dialect as data (`REP-2`): a report's headers in order, each with the field that it
    holds.
    """

    name: str
    """What it is called."""
    report: ReportKind
    """Of which report it is."""
    columns: list[DialectColumn]
    """Its columns in order."""


FileKind: TypeAlias = Literal[
    "gradebook",
    "attempt_file",
    "usage_report",
    "specialization_report",
    "membership_report",
    "activity_file",
    "learning_path_report",
    "place_report",
    "user_list",
    "invitation_file",
    "catalog_file",
]
"""What a file is, by its header line.

- `gradebook`: A gradebook.
- `attempt_file`: A file of assessment attempts.
- `usage_report`: A usage report.
- `specialization_report`: A specialization report.
- `membership_report`: A membership report.
- `activity_file`: A file of dated activity.
- `learning_path_report`: A report of learning paths (badges), which is not read.
- `place_report`: A report by city, country or region, which is not read.
- `user_list`: The user list as a file, which is not read.
- `invitation_file`: A file of a bulk invitation.
- `catalog_file`: A file of courses and specializations.
"""


class Recognition(TypedDict):
    """What a file is, by its header line (`REP-2`)."""

    kind: FileKind | None
    """What it is, or comes nearest to; absent when fewer than half of its headers are those of
    any kind.
    """
    dialect: DialectName | None
    """For a report, the dialect that it is in or comes nearest to. Columns about people count
    least, since every organization has others.
    """
    exact: bool
    """Whether the headers are those of the dialect, all of them and in its order."""
    missing_required: list[str]
    """Headers without which such a file is not read and that it does not have."""
    missing: list[str]
    """Headers of the dialect that the file does not have."""
    unknown: list[str]
    """Headers of the file that no dialect has. They are kept and given back."""
    readable: bool
    """Whether the file is of a kind that is read and has what it needs."""


Separator: TypeAlias = Literal["comma", "semicolon", "tab", "pipe"]
"""What stands between the fields of a file.

- `comma`: `,`
- `semicolon`: `;`
- `tab`: A tab.
- `pipe`: `|`
"""

LineEnd: TypeAlias = Literal["crlf", "lf", "cr"]
"""What ends the lines of a file.

- `crlf`: CR and LF, as this library writes.
- `lf`: LF.
- `cr`: CR.
"""

Quotes: TypeAlias = Literal["needed", "always"]
"""Which fields of a file are quoted.

- `needed`: Those that need it, as this library writes.
- `always`: All.
"""

TimeForm: TypeAlias = Literal["iso", "spaced"]
"""How the times of a file are written.

- `iso`: `2019-12-23T06:18:32.782Z`, as this library writes.
- `spaced`: `2024-01-26 10:16:04`, with a fraction where there is one.
"""


class FileForm(TypedDict):
    """Everything about a file that its rows do not say (`REP-2`).

    With it, and with the `Spelling`s, a file is written again byte for byte if its quoting
    and its line ends are the same throughout; where they are mixed they become those of its
    first line, and UTF-16 becomes UTF-8. Rows with problems and blank ones are left out, and
    so is a line `sep=;` above the header line, and a byte-order mark that was read in another
    encoding and stands there as the text `ï»¿`.
    """

    columns: list[DialectColumn]
    """The columns in the file's order, with the headers as they stand there."""
    separator: Separator
    """What stands between fields."""
    line_end: LineEnd
    """What ends lines."""
    quotes: Quotes
    """Which fields are quoted."""
    times: TimeForm
    """How times are written; that of the first one."""
    byte_order_mark: bool
    """Whether the file starts with a byte-order mark."""
    open_end: bool
    """Whether the last line has no end."""
    guard_formulas: bool
    """Whether apostrophes that guard against formulas were taken away when it was read."""


class WriteForm(TypedDict):
    """In what form a table is written: what a `FileForm` says of a file beside its columns. What
    is absent is as this library writes.
    """

    separator: NotRequired[Separator | None]
    """What stands between fields; absent means `comma`."""
    line_end: NotRequired[LineEnd | None]
    """What ends lines; absent means `crlf`."""
    quotes: NotRequired[Quotes | None]
    """Which fields are quoted; absent means `needed`."""
    times: NotRequired[TimeForm | None]
    """How times are written; absent means `iso`."""
    byte_order_mark: NotRequired[bool | None]
    """Whether the file starts with a byte-order mark, by which some spreadsheets tell UTF-8;
    absent means that it does not.
    """


class Spelling(TypedDict):
    """A cell that stands in its file otherwise than the form says: a number as `2` where it
    would be `2.0`, a time of the other form. It is written so again as long as it stands for
    the value that the row has.
    """

    row: int
    """The row, from 0 for the first good one."""
    column: int
    """The column of the form, from 0."""
    text: str
    """The cell."""


class Banner(TypedDict):
    """A program's banner. 960 by 300 pixels look best; another size is a warning, not an error
    (`PRG-1`).
    """

    url: str
    """Where the image is."""
    width: int
    """Its width in pixels."""
    height: int
    """Its height in pixels."""


class Logo(TypedDict):
    """An organization's logo (`ADM-1`)."""

    url: str
    """Where the image is."""
    width: int
    """Its width in pixels."""
    height: int
    """Its height in pixels."""


Weekday: TypeAlias = Literal[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
]
"""A day of the week.

- `monday`: Monday.
- `tuesday`: Tuesday.
- `wednesday`: Wednesday.
- `thursday`: Thursday.
- `friday`: Friday.
- `saturday`: Saturday.
- `sunday`: Sunday.
"""


class ReportCadence(TypedDict):
    """On which days of the week the email report is made, and of what (`ADM-1`, `REP-4`)."""

    programs: NotRequired[list[str] | None]
    """Of which programs, each once; absent means of all."""
    weekdays: list[Weekday]
    """On which days; kept in the order of the week, each once."""
    time: str
    """At which local time: hours and minutes, as in `08:30`."""
    zone: str
    """In which time zone of the IANA's list, as in `Europe/Berlin`."""


class CreateOrganization(TypedDict):
    """Creates the one organization of this register. Only the platform operator may."""

    kind: Literal["create_organization"]
    organization: Id
    """The new organization's id."""
    name: str
    """Its name."""
    domains: Sequence[str]
    """The email domains of its own people; administrators have an email of one of them
    (`ADM-2`).
    """
    policies: NotRequired[RegisterPolicies | PartialRegisterPolicies | None]
    """The register's policies; absent means the defaults."""


class CreateContract(TypedDict):
    """Creates a contract (`CON-1`). Only the platform operator may."""

    kind: Literal["create_contract"]
    contract: Id
    """The new contract's id."""
    name: str
    """Its name."""
    terms: ContractTerms
    """What it sells."""
    starts_at: Time
    """The instant it starts."""
    ends_at: Time
    """The instant it ends: the first at which it no longer holds."""
    policies: NotRequired[ContractPolicies | PartialContractPolicies | None]
    """Its policies; absent means the defaults."""


class FreezeContract(TypedDict):
    """Freezes a contract: nothing is consumed until it is unfrozen (`CON-5`, `CON-8`)."""

    kind: Literal["freeze_contract"]
    contract: Id
    """The contract."""


class UnfreezeContract(TypedDict):
    """Unfreezes a contract (`CON-5`)."""

    kind: Literal["unfreeze_contract"]
    contract: Id
    """The contract."""


class CreateProgram(TypedDict):
    """Creates a program (`PRG-1`). Only the platform operator may."""

    kind: Literal["create_program"]
    program: Id
    """The new program's id."""
    name: str
    """Its name."""
    slug: str
    """Its slug, which never changes: a to z, digits and hyphens."""
    url: str
    """Its URL, which never changes."""
    tagline: str
    """Its tagline; may be empty."""
    banner: NotRequired[Banner | None]
    """Its banner."""
    course_limit: NotRequired[int | None]
    """Its course enrollment limit, 1 to 9999; absent means none (`ENR-2`)."""
    policies: NotRequired[ProgramPolicies | PartialProgramPolicies | None]
    """Its policies; absent means the defaults."""


class UpdateProgram(TypedDict):
    """Sets what may change of a program; every field is set as given (`PRG-1`)."""

    kind: Literal["update_program"]
    program: Id
    """The program."""
    name: str
    """Its name."""
    tagline: str
    """Its tagline; may be empty."""
    banner: NotRequired[Banner | None]
    """Its banner; absent means none."""
    course_limit: NotRequired[int | None]
    """Its course enrollment limit, 1 to 9999; absent means none."""


class AddCourse(TypedDict):
    """Makes a course known to the register, so that collections and specializations can hold it."""

    kind: Literal["add_course"]
    course: Id
    """The new course's id. Reports print it in the form given here."""
    name: str
    """Its name."""
    slug: str
    """Its slug."""
    partner: str
    """The partner that authored it; the reports call this *University*."""


class AddSpecialization(TypedDict):
    """Makes a specialization known to the register: a sequence of courses of one partner
    (`ENR-1`).
    """

    kind: Literal["add_specialization"]
    specialization: Id
    """The new specialization's id."""
    name: str
    """Its name."""
    slug: str
    """Its slug."""
    partner: str
    """The partner that authored it and all its courses."""
    courses: Sequence[Id]
    """Its courses, in order."""


class CreateCollection(TypedDict):
    """Creates a collection at the end of a program's catalog (`VIEW-3`)."""

    kind: Literal["create_collection"]
    program: Id
    """The program."""
    collection: Id
    """The new collection's id."""
    name: str
    """Its name."""
    description: str
    """Its description; may be empty."""


class AddToCollection(TypedDict):
    """Adds courses and specializations at the end of a collection (`VIEW-3`)."""

    kind: Literal["add_to_collection"]
    program: Id
    """The program."""
    collection: Id
    """The collection."""
    items: Sequence[CatalogItem]
    """What to add, in order."""


class AddOrganizationAdministrator(TypedDict):
    """Adds an organization administrator: someone with an account whose email is of the
    organization (`ADM-2`).
    """

    kind: Literal["add_organization_administrator"]
    administrator: Id
    """The person's id, chosen by the host."""
    name: str
    """The person's full name."""
    email: str
    """The email of the person's account."""


class AddProgramAdministrator(TypedDict):
    """Adds an administrator of one program (`ADM-1`)."""

    kind: Literal["add_program_administrator"]
    program: Id
    """The program."""
    administrator: Id
    """The person's id, chosen by the host."""
    name: str
    """The person's full name."""
    email: str
    """The email of the person's account."""


class RemoveAdministrator(TypedDict):
    """Removes an administrator from a program, or from the organization (`ADM-1`, `ADM-2`)."""

    kind: Literal["remove_administrator"]
    administrator: Id
    """The administrator."""
    program: NotRequired[Id | None]
    """From which program; absent means from the organization administrators."""


class InviteLearner(TypedDict):
    """Invites one learner to a program (`INV-2`). An open invitation with another contract, name
    or external id is updated.
    """

    kind: Literal["invite_learner"]
    invitation: Id
    """The new invitation's id. When an open invitation is updated, that one keeps its own."""
    program: Id
    """The program."""
    contract: Id
    """The contract that joining consumes."""
    name: str
    """The learner's full name."""
    email: str
    """The learner's email."""
    external_id: NotRequired[str | None]
    """The host's own id of the learner."""
    send: bool
    """Whether the invitation is sent, or only created."""


InviteLearners = TypedDict(
    "InviteLearners",
    {
        "kind": Literal["invite_learners"],
        # An id for this import, from which the invitations' ids are derived.
        "import": Id,
        # The program.
        "program": Id,
        # The contract that joining consumes.
        "contract": Id,
        # The rows, in the file's order.
        "rows": Sequence[InvitationRow],
        # Whether the invitations are sent, or only created.
        "send": bool,
        # What to do when rows are refused.
        "mode": BulkMode,
        # The preview that was shown: if rows would now fare otherwise, the command is refused.
        # Absent means judge anew.
        "preview": NotRequired[Preview | None],
    },
)
"""Invites a list of learners to a program (`INV-3`, `INV-4`)."""


class ResendInvitation(TypedDict):
    """Sends an open or expired invitation again (`INV-1`)."""

    kind: Literal["resend_invitation"]
    invitation: Id
    """The invitation."""


class RemoveInvitation(TypedDict):
    """Removes an open invitation (`INV-1`)."""

    kind: Literal["remove_invitation"]
    invitation: Id
    """The invitation."""


class DeclineInvitation(TypedDict):
    """The invitee says no (`INV-1`)."""

    kind: Literal["decline_invitation"]
    invitation: Id
    """The invitation."""


class ReportBounce(TypedDict):
    """The host reports that the invitation's email came back (`INV-1`). It stays open: the
    program's URL still lets the invitee in.
    """

    kind: Literal["report_bounce"]
    invitation: Id
    """The invitation."""


class AcceptInvitation(TypedDict):
    """Joins a program by an invitation's link (`INV-1`, `INV-5`). The account's email may differ
    from the invited one.
    """

    kind: Literal["accept_invitation"]
    invitation: Id
    """The invitation."""
    learner: Id
    """The account that joins."""
    name: str
    """The account's full name."""
    email: str
    """The account's email."""


class JoinProgram(TypedDict):
    """Joins a program by its URL: by an open invitation to this email, else by a former
    membership that allows return, else by a whitelisted domain (`INV-1`, `WL-1`, `WL-3`).
    """

    kind: Literal["join_program"]
    program: Id
    """The program."""
    learner: Id
    """The account that joins."""
    name: str
    """The account's full name."""
    email: str
    """The account's email."""


class RemoveLearner(TypedDict):
    """Removes a learner from a program; progress is kept (`INV-6`)."""

    kind: Literal["remove_learner"]
    program: Id
    """The program."""
    learner: Id
    """The learner."""
    allow_return: bool
    """True allows return without an invitation; false requires a new one."""


class UpdateProfile(TypedDict):
    """Sets a learner's whole profile (`ID-2`)."""

    kind: Literal["update_profile"]
    learner: Id
    """The learner."""
    profile: Profile
    """The profile; absent fields are emptied."""


class AddDomain(TypedDict):
    """Adds a domain to a program's whitelist (`WL-1`, `WL-2`)."""

    kind: Literal["add_domain"]
    program: Id
    """The program."""
    domain: str
    """The domain, without `@`."""
    contract: Id
    """The contract that joining consumes."""


class RemoveDomain(TypedDict):
    """Takes a domain off a program's whitelist; members stay (`WL-1`)."""

    kind: Literal["remove_domain"]
    program: Id
    """The program."""
    domain: str
    """The domain."""


class ImportDomains(TypedDict):
    """Adds a list of domains to a program's whitelist (`WL-1`)."""

    kind: Literal["import_domains"]
    program: Id
    """The program."""
    contract: Id
    """The contract that joining consumes."""
    rows: Sequence[DomainRow]
    """The rows, in the file's order."""
    update_existing: bool
    """Whether domains already listed get this contract; otherwise they are left as they are."""
    mode: BulkMode
    """What to do when rows are refused."""
    preview: NotRequired[Preview | None]
    """The preview that was shown: if rows would now fare otherwise, the command is refused.
    Absent means judge anew.
    """


class EnrollInCourse(TypedDict):
    """Enrolls a member in a course of the program's catalog (`ENR-1`, `ENR-2`, `CON-3`)."""

    kind: Literal["enroll_in_course"]
    program: Id
    """The program."""
    learner: Id
    """The learner."""
    course: Id
    """The course."""
    source: NotRequired[Id | None]
    """The collection where the learner found it; absent for browsing or search."""
    class_starts_at: NotRequired[Time | None]
    """When the class starts."""


class EnrollInSpecialization(TypedDict):
    """Enrolls a member in a specialization of the program's catalog (`ENR-1`, `CON-3`)."""

    kind: Literal["enroll_in_specialization"]
    program: Id
    """The program."""
    learner: Id
    """The learner."""
    specialization: Id
    """The specialization."""
    source: NotRequired[Id | None]
    """The collection where the learner found it; absent for browsing or search."""


class UnenrollFromCourse(TypedDict):
    """Gives up an enrollment in a course; the unit comes back if the contract's policy says so
    (`CON-4`).
    """

    kind: Literal["unenroll_from_course"]
    program: Id
    """The program."""
    learner: Id
    """The learner."""
    course: Id
    """The course."""


class UnenrollFromSpecialization(TypedDict):
    """Gives up an enrollment in a specialization (`CON-4`)."""

    kind: Literal["unenroll_from_specialization"]
    program: Id
    """The program."""
    learner: Id
    """The learner."""
    specialization: Id
    """The specialization."""


class RecordCourseActivity(TypedDict):
    """Records what the host knows of a course enrollment; absent fields stay as they were
    (`ENR-3`).
    """

    kind: Literal["record_course_activity"]
    program: Id
    """The program."""
    learner: Id
    """The learner."""
    course: Id
    """The course."""
    progress: NotRequired[Measure | None]
    """Overall progress so far."""
    grade: NotRequired[Measure | None]
    """Grade so far."""
    hours: NotRequired[Measure | None]
    """Estimated learning hours so far, in all."""
    last_activity_at: NotRequired[Time | None]
    """The last interaction; the later of this and the one known is kept."""
    completed_at: NotRequired[Time | None]
    """When all graded work was done; the first one recorded is kept."""


class RecordSpecializationActivity(TypedDict):
    """Records what the host knows of a specialization enrollment; absent fields stay as they
    were (`ENR-3`).
    """

    kind: Literal["record_specialization_activity"]
    program: Id
    """The program."""
    learner: Id
    """The learner."""
    specialization: Id
    """The specialization."""
    last_activity_at: NotRequired[Time | None]
    """The last interaction; the later of this and the one known is kept."""
    completed_at: NotRequired[Time | None]
    """When all courses were completed; the first one recorded is kept."""


class AmendContract(TypedDict):
    """Amends a running contract: more or fewer seats or units, never below those taken, or
    another end (`CON-5`).
    """

    kind: Literal["amend_contract"]
    contract: Id
    """The contract."""
    terms: NotRequired[ContractTerms | None]
    """What it sells from now on, of the same kind as before; absent leaves it."""
    ends_at: NotRequired[Time | None]
    """When it ends from now on; absent leaves it."""


class EditCollection(TypedDict):
    """Sets a collection's name and description (`VIEW-3`)."""

    kind: Literal["edit_collection"]
    program: Id
    """The program."""
    collection: Id
    """The collection."""
    name: str
    """Its name."""
    description: str
    """Its description; may be empty."""


class DeleteCollection(TypedDict):
    """Deletes a collection; enrollments that came from it keep its name in reports (`VIEW-3`)."""

    kind: Literal["delete_collection"]
    program: Id
    """The program."""
    collection: Id
    """The collection."""


class ArrangeCollections(TypedDict):
    """Puts a program's collections in another order (`VIEW-3`)."""

    kind: Literal["arrange_collections"]
    program: Id
    """The program."""
    collections: Sequence[Id]
    """All its collections, each once, in the new order."""


class ArrangeItems(TypedDict):
    """Puts what a collection holds in another order (`VIEW-3`)."""

    kind: Literal["arrange_items"]
    program: Id
    """The program."""
    collection: Id
    """The collection."""
    items: Sequence[CatalogItem]
    """All that it holds, each once, in the new order."""


class RemoveFromCollection(TypedDict):
    """Takes courses and specializations out of a collection; enrollments stay (`VIEW-3`)."""

    kind: Literal["remove_from_collection"]
    program: Id
    """The program."""
    collection: Id
    """The collection."""
    items: Sequence[CatalogItem]
    """What to take out."""


MoveItems = TypedDict(
    "MoveItems",
    {
        "kind": Literal["move_items"],
        # The program.
        "program": Id,
        # The collection that holds them.
        "from": Id,
        # The collection that shall hold them.
        "to": Id,
        # What to move, in order.
        "items": Sequence[CatalogItem],
    },
)
"""Moves courses and specializations to the end of another collection of the program (`VIEW-3`).
What that one holds already only leaves the first.
"""


class RemoveProgram(TypedDict):
    """Removes a program, which cannot be undone (`PRG-2`): every member leaves and keeps their
    courses audit only, open invitations end, history and reports remain. Every seat that
    belongs to the program is free again, those of people who left it before included,
    whatever the contract says of seats of those who leave. The host notifies the members.
    """

    kind: Literal["remove_program"]
    program: Id
    """The program."""


class ErasePerson(TypedDict):
    """Erases everything personal about a learner, an invitee, an administrator or a manager
    (`ID-4`), under whatever they are known: whoever has one of the same addresses is the same
    person. Counts, seats and grades stay. An open invitation of the person can no longer be
    found by its email; its link still works.
    """

    kind: Literal["erase_person"]
    subject: Subject
    """Whom to erase: a learner with all invitations that led to or name the same person, the
    invitee of an invitation with all others to the same email, an administrator, or the
    manager whom a learner's profile names.
    """


class RemoveLearners(TypedDict):
    """Removes a list of learners from a program; progress is kept (`INV-6`, `INV-4`). The
    outcomes' lines are the places in the list, counted from 1.
    """

    kind: Literal["remove_learners"]
    program: Id
    """The program."""
    learners: Sequence[Id]
    """The learners."""
    allow_return: bool
    """True allows return without an invitation; false requires a new one."""
    mode: BulkMode
    """What to do when some are refused."""


class RemoveInvitations(TypedDict):
    """Removes a list of open invitations to a program (`INV-1`, `INV-4`). The outcomes' lines
    are the places in the list, counted from 1.
    """

    kind: Literal["remove_invitations"]
    program: Id
    """The program."""
    invitations: Sequence[Id]
    """The invitations."""
    mode: BulkMode
    """What to do when some are refused."""


SyncRoster = TypedDict(
    "SyncRoster",
    {
        "kind": Literal["sync_roster"],
        # An id for this import, from which the new invitations' ids are derived.
        "import": Id,
        # The program.
        "program": Id,
        # The contract that joining consumes.
        "contract": Id,
        # Who should be in the program.
        "rows": Sequence[InvitationRow],
        # Whether new invitations are sent, or only created.
        "send": bool,
        # Whether those removed may return without an invitation.
        "allow_return": bool,
        # The share of members and invitees that may be removed; a plan that would remove more is
        # refused.
        "removal_limit": Measure,
        # Carries out even a plan that removes more.
        "force": bool,
        # What to do when rows are refused.
        "mode": BulkMode,
        # The plan that was shown: if it would now be another, the command is refused. Absent means
        # plan anew.
        "preview": NotRequired[Preview | None],
    },
)
"""Brings a program in line with a roster (`ROS-1`): whoever is on it and not in the program is
invited, open invitations are updated, members and invitees who are not on it are removed, and
their seats are there for those who come. See `plan_roster`.
"""


class MoveMembers(TypedDict):
    """Moves members of a program to another contract, keeping everything else (`CON-5`). Moving
    them back is the way back; whoever is there already stays. The outcomes' lines are the
    places in the list, counted from 1.
    """

    kind: Literal["move_members"]
    program: Id
    """The program."""
    learners: Sequence[Id]
    """The members."""
    contract: Id
    """The contract that they consume from now on."""
    mode: BulkMode
    """What to do when some are refused."""


class RenewContract(TypedDict):
    """Renews a contract into another at a set instant (`CON-5`): its members, its open
    invitations and the domains that name it are carried over then. Nobody needs to call
    anything at that instant: whatever comes later finds it done as of that instant (`API-5`).
    An instant that has passed is good too: then it is done at once, and cannot be taken back.
    """

    kind: Literal["renew_contract"]
    contract: Id
    """The contract that is renewed."""
    into: Id
    """The contract that goes on: created before, of which nothing is taken yet or, if the
    instant has passed, nothing was taken before it.
    """
    renews_at: Time
    """When members are carried over: not before the other contract starts, not after this one
    ends.
    """
    terms: NotRequired[ContractTerms | None]
    """What the other contract sells from now on, if that differs; never less than it sells
    already.
    """


class CancelRenewal(TypedDict):
    """Takes back the renewal of a contract that has not come about yet (`CON-5`). If it raised
    what the other contract sells, that is taken back too, unless it was amended since or the
    seats are needed.
    """

    kind: Literal["cancel_renewal"]
    contract: Id
    """The contract that was to be renewed."""


class LimitReuse(TypedDict):
    """Limits how many seats of a contract may be released and reused in its term (`CON-5`,
    `CON-7`). Beyond the limit the seat of whoever is removed or moved stays theirs; a higher
    limit releases such seats, of those who left first first.
    """

    kind: Literal["limit_reuse"]
    contract: Id
    """The contract."""
    seats: NotRequired[int | None]
    """How many; absent means any number."""


class Advance(TypedDict):
    """Lets time pass up to now and does nothing else (`API-5`). No host needs to: it only spares
    the next command or question the work of a renewal that has come about.
    """

    kind: Literal["advance"]


class SetRights(TypedDict):
    """Says who may do something, in place of the library's own table (`ADM-3`)."""

    kind: Literal["set_rights"]
    action: str
    """A command's kind or a question's name, as the table of rights lists them."""
    roles: Sequence[Role]
    """The roles that may. The operator always may."""


class UpdateOrganization(TypedDict):
    """Sets what may change of the organization; every field is set as given (`ADM-1`).
    Administrators stay, whatever becomes of the domain of their email.
    """

    kind: Literal["update_organization"]
    name: str
    """Its name."""
    domains: Sequence[str]
    """The email domains of its own people; new administrators have an email of one of them
    (`ADM-2`).
    """
    brand_color: NotRequired[str | None]
    """Its color, as `#` and six hexadecimal digits; absent means none."""
    banner: NotRequired[Banner | None]
    """Its banner; absent means none."""
    logo: NotRequired[Logo | None]
    """Its logo; absent means none."""
    report_cadence: NotRequired[ReportCadence | None]
    """When reports are made by themselves; absent means never."""
    invitation_message: NotRequired[str | None]
    """What invitations say unless a program says otherwise: at most 2000 characters, with line
    breaks, kept as given; absent means none.
    """


class UpdateCourse(TypedDict):
    """Sets what may change of a course; every field is set as given. The slug stays (`VIEW-3`)."""

    kind: Literal["update_course"]
    course: Id
    """The course."""
    name: str
    """Its name."""
    partner: str
    """The partner that authored it: that of every specialization it belongs to."""
    difficulty: NotRequired[Difficulty | None]
    """How hard it is; absent means unknown."""
    skills: Sequence[str]
    """The skills that it teaches, in order, each once; may be empty."""


class UpdateSpecialization(TypedDict):
    """Sets what may change of a specialization; every field is set as given. The slug and the
    courses stay (`VIEW-3`).
    """

    kind: Literal["update_specialization"]
    specialization: Id
    """The specialization."""
    name: str
    """Its name."""
    partner: str
    """The partner that authored it. Another one becomes that of all its courses."""
    difficulty: NotRequired[Difficulty | None]
    """How hard it is; absent means unknown."""
    skills: Sequence[str]
    """The skills that it teaches, in order, each once; may be empty."""


class RecordLessons(TypedDict):
    """Records how many lessons of a course a learner has taken (`ENR-3`, `VIEW-1`)."""

    kind: Literal["record_lessons"]
    program: Id
    """The program."""
    learner: Id
    """The learner."""
    course: Id
    """The course."""
    lessons: int
    """Lessons taken so far, in all."""


class SetLeaderboardListing(TypedDict):
    """Lets a learner be named on leaderboards, or no longer (`VIEW-4`). Until this is given,
    everyone is.
    """

    kind: Literal["set_leaderboard_listing"]
    learner: Id
    """The learner."""
    listed: bool
    """Whether the learner is named."""


class UpdateLearner(TypedDict):
    """Sets what is known of a learner's account: whatever is given, and the rest stays (`ID-2`).
    Open invitations to a new email are accepted where the learner is a member.
    """

    kind: Literal["update_learner"]
    learner: Id
    """The learner."""
    name: NotRequired[str | None]
    """The account's full name; absent leaves it."""
    email: NotRequired[str | None]
    """The account's email, which no other account may have; absent leaves it."""
    external_id: NotRequired[str | None]
    """The host's own id of the person; absent leaves it, empty text takes it away."""


Command: TypeAlias = (
    CreateOrganization
    | CreateContract
    | FreezeContract
    | UnfreezeContract
    | CreateProgram
    | UpdateProgram
    | AddCourse
    | AddSpecialization
    | CreateCollection
    | AddToCollection
    | AddOrganizationAdministrator
    | AddProgramAdministrator
    | RemoveAdministrator
    | InviteLearner
    | InviteLearners
    | ResendInvitation
    | RemoveInvitation
    | DeclineInvitation
    | ReportBounce
    | AcceptInvitation
    | JoinProgram
    | RemoveLearner
    | UpdateProfile
    | AddDomain
    | RemoveDomain
    | ImportDomains
    | EnrollInCourse
    | EnrollInSpecialization
    | UnenrollFromCourse
    | UnenrollFromSpecialization
    | RecordCourseActivity
    | RecordSpecializationActivity
    | AmendContract
    | EditCollection
    | DeleteCollection
    | ArrangeCollections
    | ArrangeItems
    | RemoveFromCollection
    | MoveItems
    | RemoveProgram
    | ErasePerson
    | RemoveLearners
    | RemoveInvitations
    | SyncRoster
    | MoveMembers
    | RenewContract
    | CancelRenewal
    | LimitReuse
    | Advance
    | SetRights
    | UpdateOrganization
    | UpdateCourse
    | UpdateSpecialization
    | RecordLessons
    | SetLeaderboardListing
    | UpdateLearner
)
"""Everything a host may ask of a register."""

JoinPath: TypeAlias = Literal["invitation_link", "invited_email", "return", "whitelist"]
"""What let a learner in.

- `invitation_link`: The link of an invitation (`INV-5`).
- `invited_email`: The program's URL, signed in with the invited email (`INV-1`).
- `return`: A former membership that allows return (`INV-6`).
- `whitelist`: A whitelisted domain (`WL-1`).
"""


class OrganizationCreated(TypedDict):
    """The organization exists."""

    kind: Literal["organization_created"]
    organization: str
    """The organization."""
    name: str
    """Its name."""
    domains: list[str]
    """Its email domains, in their compared form."""
    policies: RegisterPolicies
    """The register's policies."""


class ContractCreated(TypedDict):
    """A contract exists."""

    kind: Literal["contract_created"]
    contract: str
    """The contract."""
    name: str
    """Its name."""
    terms: ContractTerms
    """What it sells."""
    starts_at: str
    """When it starts."""
    ends_at: str
    """When it ends."""
    policies: ContractPolicies
    """Its policies."""


class ContractWasFrozen(TypedDict):
    """A contract is frozen."""

    kind: Literal["contract_frozen"]
    contract: str
    """The contract."""


class ContractWasUnfrozen(TypedDict):
    """A contract is no longer frozen."""

    kind: Literal["contract_unfrozen"]
    contract: str
    """The contract."""


class ProgramCreated(TypedDict):
    """A program exists."""

    kind: Literal["program_created"]
    program: str
    """The program."""
    name: str
    """Its name."""
    slug: str
    """Its slug."""
    url: str
    """Its URL."""
    tagline: str
    """Its tagline."""
    banner: Banner | None
    """Its banner."""
    course_limit: int | None
    """Its course enrollment limit."""
    policies: ProgramPolicies
    """Its policies."""


class ProgramUpdated(TypedDict):
    """A program's settings were set."""

    kind: Literal["program_updated"]
    program: str
    """The program."""
    name: str
    """Its name."""
    tagline: str
    """Its tagline."""
    banner: Banner | None
    """Its banner."""
    course_limit: int | None
    """Its course enrollment limit."""


class CourseAdded(TypedDict):
    """A course is known."""

    kind: Literal["course_added"]
    course: str
    """The course."""
    name: str
    """Its name."""
    slug: str
    """Its slug."""
    partner: str
    """Its partner."""


class SpecializationAdded(TypedDict):
    """A specialization is known."""

    kind: Literal["specialization_added"]
    specialization: str
    """The specialization."""
    name: str
    """Its name."""
    slug: str
    """Its slug."""
    partner: str
    """Its partner."""
    courses: list[str]
    """Its courses, in order."""


class CollectionCreated(TypedDict):
    """A collection exists."""

    kind: Literal["collection_created"]
    program: str
    """The program."""
    collection: str
    """The collection."""
    name: str
    """Its name."""
    description: str
    """Its description."""


class ItemsAdded(TypedDict):
    """Items were added to a collection."""

    kind: Literal["items_added"]
    program: str
    """The program."""
    collection: str
    """The collection."""
    items: list[CatalogItem]
    """The items, in order."""


class OrganizationAdministratorAdded(TypedDict):
    """Someone became an organization administrator."""

    kind: Literal["organization_administrator_added"]
    administrator: str
    """The administrator."""


class ProgramAdministratorAdded(TypedDict):
    """Someone became an administrator of a program."""

    kind: Literal["program_administrator_added"]
    program: str
    """The program."""
    administrator: str
    """The administrator."""


class AdministratorRemoved(TypedDict):
    """Someone is no longer an administrator in that role."""

    kind: Literal["administrator_removed"]
    administrator: str
    """The administrator."""
    program: str | None
    """Of which program; absent means of the organization."""


class LearnerInvited(TypedDict):
    """Someone was invited."""

    kind: Literal["learner_invited"]
    invitation: str
    """The invitation."""
    program: str
    """The program."""
    contract: str
    """The contract that joining consumes."""
    sent: bool
    """Whether it was sent, or only created."""
    expires_at: str | None
    """When it expires."""


class InvitationUpdated(TypedDict):
    """An open invitation got another contract or other personal data."""

    kind: Literal["invitation_updated"]
    invitation: str
    """The invitation."""
    contract: str
    """The contract that joining consumes."""
    sent: bool
    """Whether it was sent with this update."""
    expires_at: str | None
    """When it expires."""


class InvitationResent(TypedDict):
    """An invitation was sent again."""

    kind: Literal["invitation_resent"]
    invitation: str
    """The invitation."""
    expires_at: str | None
    """When it now expires."""


class InvitationRemoved(TypedDict):
    """An invitation was removed by an administrator."""

    kind: Literal["invitation_removed"]
    invitation: str
    """The invitation."""


class InvitationDeclined(TypedDict):
    """An invitation was declined by the invitee."""

    kind: Literal["invitation_declined"]
    invitation: str
    """The invitation."""


class InvitationBounced(TypedDict):
    """An invitation's email came back."""

    kind: Literal["invitation_bounced"]
    invitation: str
    """The invitation."""


class LearnerJoined(TypedDict):
    """A learner joined a program and occupies a seat (`CON-2`, `INV-5`)."""

    kind: Literal["learner_joined"]
    program: str
    """The program."""
    learner: str
    """The learner."""
    contract: str
    """The contract whose seat is occupied."""
    invitation: str | None
    """The invitation accepted by this."""
    path: JoinPath
    """What let the learner in."""


class LearnerRemoved(TypedDict):
    """A learner was removed from a program."""

    kind: Literal["learner_removed"]
    program: str
    """The program."""
    learner: str
    """The learner."""
    allow_return: bool
    """Whether the learner may return without an invitation."""


class ProfileUpdated(TypedDict):
    """A learner's profile was set; the profile itself is personal."""

    kind: Literal["profile_updated"]
    learner: str
    """The learner."""


class DomainAdded(TypedDict):
    """A domain is on a program's whitelist, with this contract from now on."""

    kind: Literal["domain_added"]
    program: str
    """The program."""
    domain: str
    """The domain, in its compared form."""
    contract: str
    """The contract that joining consumes."""


class DomainRemoved(TypedDict):
    """A domain is no longer on a program's whitelist."""

    kind: Literal["domain_removed"]
    program: str
    """The program."""
    domain: str
    """The domain, in its compared form."""


class CourseEnrolled(TypedDict):
    """A member enrolled in a course."""

    kind: Literal["course_enrolled"]
    program: str
    """The program."""
    learner: str
    """The learner."""
    course: str
    """The course."""
    source: str | None
    """The collection where it was found."""
    class_starts_at: str | None
    """When the class starts."""


class SpecializationEnrolled(TypedDict):
    """A member enrolled in a specialization."""

    kind: Literal["specialization_enrolled"]
    program: str
    """The program."""
    learner: str
    """The learner."""
    specialization: str
    """The specialization."""
    source: str | None
    """The collection where it was found."""


class CourseUnenrolled(TypedDict):
    """A learner gave up a course."""

    kind: Literal["course_unenrolled"]
    program: str
    """The program."""
    learner: str
    """The learner."""
    course: str
    """The course."""
    unit_returned: bool
    """Whether a unit of the contract came back (`CON-4`)."""


class SpecializationUnenrolled(TypedDict):
    """A learner gave up a specialization."""

    kind: Literal["specialization_unenrolled"]
    program: str
    """The program."""
    learner: str
    """The learner."""
    specialization: str
    """The specialization."""
    unit_returned: bool
    """Whether a unit of the contract came back (`CON-4`)."""


class CourseActivityRecorded(TypedDict):
    """Facts of a course enrollment; absent fields stayed as they were."""

    kind: Literal["course_activity_recorded"]
    program: str
    """The program."""
    learner: str
    """The learner."""
    course: str
    """The course."""
    progress: str | None
    """Overall progress so far."""
    grade: str | None
    """Grade so far."""
    hours: str | None
    """Estimated learning hours so far."""
    last_activity_at: str | None
    """The last interaction."""
    completed_at: str | None
    """When all graded work was done."""


class SpecializationActivityRecorded(TypedDict):
    """Facts of a specialization enrollment; absent fields stayed as they were."""

    kind: Literal["specialization_activity_recorded"]
    program: str
    """The program."""
    learner: str
    """The learner."""
    specialization: str
    """The specialization."""
    last_activity_at: str | None
    """The last interaction."""
    completed_at: str | None
    """When all courses were completed."""


class ContractAmended(TypedDict):
    """A contract was amended (`CON-5`)."""

    kind: Literal["contract_amended"]
    contract: str
    """The contract."""
    terms: ContractTerms
    """What it sells from now on."""
    ends_at: str
    """When it ends from now on."""


class CollectionEdited(TypedDict):
    """A collection has another name or description."""

    kind: Literal["collection_edited"]
    program: str
    """The program."""
    collection: str
    """The collection."""
    name: str
    """Its name."""
    description: str
    """Its description."""


class CollectionDeleted(TypedDict):
    """A collection was deleted."""

    kind: Literal["collection_deleted"]
    program: str
    """The program."""
    collection: str
    """The collection."""


class CollectionsArranged(TypedDict):
    """A program's collections stand in another order."""

    kind: Literal["collections_arranged"]
    program: str
    """The program."""
    collections: list[str]
    """All of them, in order."""


class ItemsArranged(TypedDict):
    """A collection holds these items from now on, in this order."""

    kind: Literal["items_arranged"]
    program: str
    """The program."""
    collection: str
    """The collection."""
    items: list[CatalogItem]
    """All that it holds, in order."""


ItemsMoved = TypedDict(
    "ItemsMoved",
    {
        "kind": Literal["items_moved"],
        # The program.
        "program": str,
        # The collection that held them.
        "from": str,
        # The collection that holds them.
        "to": str,
        # The items, in order.
        "items": list[CatalogItem],
    },
)
"""Items went from one collection to the end of another."""


class ProgramWasRemoved(TypedDict):
    """A program was removed; its members left and its open invitations ended with it (`PRG-2`)."""

    kind: Literal["program_removed"]
    program: str
    """The program."""


class PersonErased(TypedDict):
    """A person was erased (`ID-4`). Whoever stores commits deletes every personal record about
    these subjects from them, and for a manager the name and email of the manager from the
    records of the learner's profile; replaying the rest gives the same seats, counts and
    grades.
    """

    kind: Literal["person_erased"]
    subjects: list[Subject]
    """Everything under which the person was known."""


class MemberMoved(TypedDict):
    """A member consumes from another contract from now on (`CON-5`)."""

    kind: Literal["member_moved"]
    program: str
    """The program."""
    learner: str
    """The learner."""
    contract: str
    """The contract."""


class RenewalScheduled(TypedDict):
    """A contract will be renewed into another (`CON-5`), or is at once if the instant has
    passed.
    """

    kind: Literal["renewal_scheduled"]
    contract: str
    """The contract that is renewed."""
    into: str
    """The contract that goes on."""
    renews_at: str
    """When members are carried over."""
    terms: ContractTerms
    """What the other contract sells from now on."""


class RenewalCanceled(TypedDict):
    """The renewal of a contract will not come about (`CON-5`). The other contract sells again
    what it sold before, unless that was amended since or the seats are needed.
    """

    kind: Literal["renewal_canceled"]
    contract: str
    """The contract."""


class ReuseLimited(TypedDict):
    """A contract has another limit of seats that may be released and reused (`CON-7`)."""

    kind: Literal["reuse_limited"]
    contract: str
    """The contract."""
    seats: int | None
    """How many; absent means any number."""


class RightsSet(TypedDict):
    """Other roles may do something from now on (`ADM-3`)."""

    kind: Literal["rights_set"]
    action: str
    """A command's kind or a question's name."""
    roles: list[Role]
    """The roles that may, each once, in the table's order."""


class OrganizationUpdated(TypedDict):
    """The organization's settings were set (`ADM-1`)."""

    kind: Literal["organization_updated"]
    name: str
    """Its name."""
    domains: list[str]
    """Its email domains, in their compared form."""
    brand_color: str | None
    """Its color, in small letters."""
    banner: Banner | None
    """Its banner."""
    logo: Logo | None
    """Its logo."""
    report_cadence: ReportCadence | None
    """When reports are made by themselves."""
    invitation_message: str | None
    """What invitations say unless a program says otherwise."""


class CourseUpdated(TypedDict):
    """A course was described anew."""

    kind: Literal["course_updated"]
    course: str
    """The course."""
    name: str
    """Its name."""
    partner: str
    """Its partner."""
    difficulty: Difficulty | None
    """How hard it is."""
    skills: list[str]
    """The skills that it teaches, in order."""


class SpecializationUpdated(TypedDict):
    """A specialization was described anew; its partner is that of all its courses from now on."""

    kind: Literal["specialization_updated"]
    specialization: str
    """The specialization."""
    name: str
    """Its name."""
    partner: str
    """Its partner."""
    difficulty: Difficulty | None
    """How hard it is."""
    skills: list[str]
    """The skills that it teaches, in order."""


class LessonsRecorded(TypedDict):
    """A learner has taken so many lessons of a course."""

    kind: Literal["lessons_recorded"]
    program: str
    """The program."""
    learner: str
    """The learner."""
    course: str
    """The course."""
    lessons: int
    """Lessons taken so far, in all."""


class LeaderboardListingSet(TypedDict):
    """A learner is named on leaderboards from now on, or no longer."""

    kind: Literal["leaderboard_listing_set"]
    learner: str
    """The learner."""
    listed: bool
    """Whether the learner is named."""


class InvitationAccepted(TypedDict):
    """An open invitation to the address of somebody who joins by another way, or whose account
    gets that address later, is accepted together with that (`INV-5`).
    """

    kind: Literal["invitation_accepted"]
    invitation: str
    """The invitation."""
    learner: str
    """The learner."""


class LearnerUpdated(TypedDict):
    """The name, the email or the external id of a learner changed; all three are personal."""

    kind: Literal["learner_updated"]
    learner: str
    """The learner."""


Event: TypeAlias = (
    OrganizationCreated
    | ContractCreated
    | ContractWasFrozen
    | ContractWasUnfrozen
    | ProgramCreated
    | ProgramUpdated
    | CourseAdded
    | SpecializationAdded
    | CollectionCreated
    | ItemsAdded
    | OrganizationAdministratorAdded
    | ProgramAdministratorAdded
    | AdministratorRemoved
    | LearnerInvited
    | InvitationUpdated
    | InvitationResent
    | InvitationRemoved
    | InvitationDeclined
    | InvitationBounced
    | LearnerJoined
    | LearnerRemoved
    | ProfileUpdated
    | DomainAdded
    | DomainRemoved
    | CourseEnrolled
    | SpecializationEnrolled
    | CourseUnenrolled
    | SpecializationUnenrolled
    | CourseActivityRecorded
    | SpecializationActivityRecorded
    | ContractAmended
    | CollectionEdited
    | CollectionDeleted
    | CollectionsArranged
    | ItemsArranged
    | ItemsMoved
    | ProgramWasRemoved
    | PersonErased
    | MemberMoved
    | RenewalScheduled
    | RenewalCanceled
    | ReuseLimited
    | RightsSet
    | OrganizationUpdated
    | CourseUpdated
    | SpecializationUpdated
    | LessonsRecorded
    | LeaderboardListingSet
    | InvitationAccepted
    | LearnerUpdated
)
"""Everything that can have happened."""


class Operator(TypedDict):
    """The platform's operator: creates organizations, contracts and programs."""

    kind: Literal["operator"]


class Host(TypedDict):
    """The host itself, on behalf of nobody: reports facts, bounces and single sign-on profiles."""

    kind: Literal["host"]


class Administrator(TypedDict):
    """An administrator, of the organization or of a program."""

    kind: Literal["administrator"]
    administrator: str
    """The administrator."""


class Learner(TypedDict):
    """A learner, for themselves."""

    kind: Literal["learner"]
    learner: str
    """The learner."""


Actor: TypeAlias = Operator | Host | Administrator | Learner
"""Who gives a command (`ADM-3`)."""


class Context(TypedDict):
    """Who gives a command, when, and under which id: all that the register cannot know by itself
    (`API-1`).
    """

    now: Time
    """The time now, by the host's clock."""
    actor: Actor
    """Who gives the command."""
    command_id: NotRequired[Id | None]
    """An id under which a repetition of the command is recognised (`API-6`)."""


class Fingerprint(TypedDict):
    """128 bits that stand for a command and its actor."""

    a: int
    """Bits 96 to 127."""
    b: int
    """Bits 64 to 95."""
    c: int
    """Bits 32 to 63."""
    d: int
    """Bits 0 to 31."""


class Receipt(TypedDict):
    """The mark of a command that was given under an id (`API-6`)."""

    command: str
    """The command's id."""
    fingerprint: Fingerprint
    """A fingerprint of the command and its actor, in four parts."""


Warning: TypeAlias = Literal["banner_size"]
"""What was carried out and yet deserves a look.

- `banner_size`: A banner of other than 960 by 300 pixels (`PRG-1`).
"""


class CommitRecord(TypedDict):
    """What one command did (`API-2`): stored and replayed as a whole."""

    version: int
    """The version of this form, `COMMIT_VERSION`."""
    sequence: int
    """The place in the history, counted from 1 without gaps."""
    at: str
    """When it happened: the command's `now`, or the latest time seen if that is later (`API-5`)."""
    actor: Actor
    """Who gave the command."""
    receipt: Receipt | None
    """The mark of the command, if it had an id."""
    events: list[Event]
    """What happened, in order. None if the command found everything as it wanted it."""
    personal: list[PersonalRecord]
    """What is newly known of people (`ID-4`). A host may store these apart and leave them out on
    replay.
    """
    rows: list[RowOutcome]
    """What became of each row of a bulk command."""
    warnings: list[Warning]
    """What deserves a look."""


ContractStatus: TypeAlias = Literal["upcoming", "active", "frozen", "ended"]
"""How a contract stands at an instant (`CON-8`).

- `upcoming`: It has not started.
- `active`: It holds.
- `frozen`: It holds, and nothing may be consumed.
- `ended`: It has ended.
"""

MembershipStatus: TypeAlias = Literal["current", "lapsed", "removed"]
"""What a learner is to a program at an instant.

- `current`: A member.
- `lapsed`: No member any more, because the contract ended and its policy says so (`CON-4`).
- `removed`: Removed by an administrator (`INV-6`).
"""

Access: TypeAlias = Literal["full", "audit_only", "none"]
"""What a learner may do with the courses of a program at an instant (`CON-4`, `PRG-2`).

- `full`: Everything.
- `audit_only`: Look at them, without graded work: after the end of the contract, or whoever
  was a member when the program was removed.
- `none`: Nothing: removed from the program, or made to leave by the end of the contract.
"""

Movement: TypeAlias = Literal[
    "joined",
    "returned",
    "removed",
    "enrolled",
    "unenrolled",
    "moved_in",
    "moved_out",
    "carried_in",
    "carried_out",
    "program_removed",
]
"""Why a seat or unit moved.

- `joined`: A member joined and occupies a seat (`CON-2`).
- `returned`: A removed member came back and occupies a seat again.
- `removed`: A member was removed and the seat is free again (`CON-4`).
- `enrolled`: An enrollment took a unit (`CON-3`).
- `unenrolled`: An enrollment was given up in time and its unit came back (`CON-4`).
- `moved_in`: A member came from another contract and occupies a seat of this one (`CON-5`).
- `moved_out`: A member went to another contract and the seat is free again (`CON-5`).
- `carried_in`: A renewal carried a member over, who occupies a seat of this contract
  (`CON-5`).
- `carried_out`: A renewal carried a member over into another contract (`CON-5`).
- `program_removed`: The program was removed, so that nobody can come back to it, and the seat
  is free again (`PRG-2`).
"""


class ContractView(TypedDict):
    """A contract, as the guide's contract table shows it (`CON-1`)."""

    contract: str
    """The contract."""
    name: str
    """Its name."""
    terms: ContractTerms
    """What it sells."""
    status: ContractStatus
    """How it stands."""
    starts_at: str
    """When it starts."""
    ends_at: str
    """When it ends."""
    remaining: int | None
    """What is left of what it sells; absent for an unlimited contract."""
    occupied: int
    """Seats occupied."""
    utilized: int
    """Seats occupied by someone who has enrolled (`CON-2`)."""
    units_used: int
    """Enrollments counted; none for a memberships contract."""
    invited: int
    """Open invitations that name it."""
    released: int
    """Seats that removals and moves have released in its term (`CON-7`)."""
    reuse_limit: int | None
    """How many seats may be released and reused in its term; absent means any number."""
    renews_into: str | None
    """The contract that it is or was renewed into (`CON-5`)."""
    renews_at: str | None
    """When it is or was renewed."""


class Funnel(TypedDict):
    """How far people have come: invited, joined, enrolled, completed (`VIEW-1`, `ENR-4`)."""

    invited: int
    """Open invitations."""
    joined: int
    """Members."""
    enrolled: int
    """Members with at least one course."""
    completed: int
    """Members with at least one completed course."""


class ProgramView(TypedDict):
    """A program, as its card shows it (`VIEW-1`)."""

    program: str
    """The program."""
    name: str
    """Its name."""
    slug: str
    """Its slug."""
    url: str
    """Its URL."""
    tagline: str
    """Its tagline."""
    course_limit: int | None
    """Its course enrollment limit."""
    removed: bool
    """Whether it has been removed, which cannot be undone (`PRG-2`)."""
    courses: int
    """Courses in the catalog: those that its learners may enroll in, each once, whether by
    themselves or as part of a specialization.
    """
    funnel: Funnel
    """How far its people have come."""


class LedgerEntry(TypedDict):
    """An entry of a contract's ledger (`CON-6`)."""

    at: str
    """When."""
    movement: Movement
    """Why."""
    by: Actor
    """Who caused it."""
    learner: str
    """Whose seat or unit it is."""
    program: str
    """In which program."""
    balance: int
    """Seats or units taken after it."""


class MembershipView(TypedDict):
    """What a learner is to a program."""

    program: str
    """The program."""
    learner: str
    """The learner."""
    contract: str
    """The contract consumed from."""
    status: MembershipStatus
    """How it stands."""
    access: Access
    """What the learner may do with the courses."""
    joined_at: str
    """When the learner joined last."""
    left_at: str | None
    """When the learner was removed, or the contract made them leave."""
    allow_return: bool
    """Whether the learner may return without an invitation."""
    occupies_seat: bool
    """Whether a seat of the contract is occupied."""
    invitation: str | None
    """The invitation accepted last."""
    enrolled_courses: int
    """Course enrollments, given up ones left out."""
    completed_courses: int
    """Completed course enrollments."""


class LearnerView(TypedDict):
    """A learner: an account that joined at least once (`ID-2`, `ID-3`)."""

    learner: str
    """The learner."""
    name: str
    """The full name; empty if history was replayed without personal records."""
    email: str
    """The email, as typed."""
    external_id: str | None
    """The host's own id of the learner."""
    profile: Profile
    """The profile."""
    memberships: list[MembershipView]
    """What the learner is to each program, in the order of joining first."""


class EnrollmentView(TypedDict):
    """An enrollment, given up or not."""

    item: CatalogItem
    """The course or specialization."""
    contract: str
    """The contract that it consumes from."""
    source: str | None
    """The collection where the learner found it."""
    enrolled_at: str
    """When the learner enrolled first."""
    enrolled_again_at: str | None
    """When the learner enrolled again last, after giving it up."""
    class_starts_at: str | None
    """When the class starts."""
    last_activity_at: str | None
    """The last interaction."""
    completed_at: str | None
    """When all graded work was done."""
    progress: str | None
    """Overall progress."""
    grade: str | None
    """Grade."""
    hours: str | None
    """Estimated learning hours."""
    given_up: bool
    """Whether the learner gave it up."""


class InvitationView(TypedDict):
    """An invitation (`INV-1`)."""

    invitation: str
    """The invitation."""
    program: str
    """The program."""
    contract: str
    """The contract that joining consumes."""
    status: InvitationStatus
    """How it stands."""
    name: str
    """The invitee's full name."""
    email: str
    """The invited email, as typed."""
    external_id: str | None
    """The host's own id of the invitee."""
    created_at: str
    """When it was made."""
    sent_at: str | None
    """When it was sent last."""
    expires_at: str | None
    """When it expires, or expired."""
    accepted_by: str | None
    """The learner who accepted it."""


class DomainView(TypedDict):
    """A whitelisted domain (`WL-1`)."""

    domain: str
    """The domain, in its compared form."""
    contract: str
    """The contract that joining consumes."""


class CourseView(TypedDict):
    """A course (`ENR-1`)."""

    course: str
    """The course."""
    name: str
    """Its name."""
    slug: str
    """Its slug."""
    partner: str
    """Its partner."""
    difficulty: Difficulty | None
    """How hard it is, if that is known."""
    skills: list[str]
    """The skills that it teaches, in order."""


class SpecializationView(TypedDict):
    """A specialization (`ENR-1`)."""

    specialization: str
    """The specialization."""
    name: str
    """Its name."""
    slug: str
    """Its slug."""
    partner: str
    """Its partner."""
    courses: list[str]
    """Its courses, in order."""
    difficulty: Difficulty | None
    """How hard it is, if that is known."""
    skills: list[str]
    """The skills that it teaches, in order."""


class CollectionView(TypedDict):
    """A collection of a program's catalog (`VIEW-3`)."""

    collection: str
    """The collection."""
    name: str
    """Its name."""
    description: str
    """Its description."""
    items: list[CatalogItem]
    """What it holds, in order."""


class CatalogCount(TypedDict):
    """How often something of a program's catalog is taken (`VIEW-3`)."""

    item: CatalogItem
    """The course or specialization."""
    enrolled: int
    """Learners, former members included, who are enrolled in it and did not give it up."""
    completed: int
    """Those of them who completed it."""


class AdministratorView(TypedDict):
    """An administrator (`ADM-1`)."""

    administrator: str
    """The administrator."""
    name: str
    """The full name."""
    email: str
    """The email."""
    organization: bool
    """Whether of the whole organization."""
    programs: list[str]
    """Of which programs, in the order of their creation."""


class RegisterSize(TypedDict):
    """How much a register holds."""

    learners: int
    """Learners."""
    memberships: int
    """Memberships, former ones included."""
    invitations: int
    """Invitations, closed ones included."""
    enrollments: int
    """Enrollments, given up ones included."""
    bytes: int
    """Bytes held for people, records, ledgers and indexes; profiles, remembered commands and the
    catalog are left out.
    """


NoticeKind: TypeAlias = Literal["use_of_75_percent", "use_of_100_percent", "expiry_nears"]
"""What a notice is about (`CON-7`).

- `use_of_75_percent`: Three quarters of what the contract sells are taken.
- `use_of_100_percent`: All of what the contract sells is taken.
- `expiry_nears`: The contract ends soon.
"""


class ContractNotice(TypedDict):
    """A notice about a contract, to be given once. Contract, kind and `since` tell it apart from
    every other: a host that asks twice, or late, gives it once.
    """

    contract: str
    """The contract."""
    name: str
    """Its name."""
    kind: NoticeKind
    """What it is about."""
    since: str
    """Since when it is due. For use, the first time that it was reached: seats that come free
    and are taken again are no second notice. When more are bought, so that use falls below
    the mark, reaching it again is a new one.
    """


class Forecast(TypedDict):
    """When what a contract sells will have run out, if it goes on as it did (`CON-5`)."""

    contract: str
    """The contract."""
    days: int
    """Days that were looked back on."""
    taken: int
    """Seats or units taken in these days, those given back deducted; 0 if more were given back.
    Members who came from or went to another contract, by a move or a renewal, are left out:
    they tell nothing of those to come.
    """
    remaining: int | None
    """Seats or units left; absent for an unlimited contract."""
    runs_out_at: str | None
    """When none will be left; absent if nothing is taken any more or nothing is limited. It may
    lie after the end.
    """


class AskContracts(TypedDict):
    """All contracts."""

    question: Literal["contracts"]


class AskContractById(TypedDict):
    """A contract."""

    question: Literal["contract_by_id"]
    contract: Id
    """The contract."""


class AskPrograms(TypedDict):
    """The programs that the actor sees."""

    question: Literal["programs"]


class AskProgramById(TypedDict):
    """A program."""

    question: Literal["program_by_id"]
    program: Id
    """The program."""


class AskFunnel(TypedDict):
    """The funnel of the programs that the actor sees."""

    question: Literal["funnel"]


class AskLearner(TypedDict):
    """A learner, with the memberships that the actor sees."""

    question: Literal["learner"]
    learner: Id
    """The learner."""


class AskLearnerByEmail(TypedDict):
    """The learner whose account has an email."""

    question: Literal["learner_by_email"]
    email: str
    """The email."""


class AskMembership(TypedDict):
    """What a learner is to a program."""

    question: Literal["membership"]
    program: Id
    """The program."""
    learner: Id
    """The learner."""


class AskEnrollments(TypedDict):
    """A learner's enrollments in a program."""

    question: Literal["enrollments"]
    program: Id
    """The program."""
    learner: Id
    """The learner."""


class AskInvitation(TypedDict):
    """An invitation."""

    question: Literal["invitation"]
    invitation: Id
    """The invitation."""


class AskInvitationOf(TypedDict):
    """The latest invitation of an email to a program."""

    question: Literal["invitation_of"]
    program: Id
    """The program."""
    email: str
    """The email."""


class AskWhitelist(TypedDict):
    """A program's whitelist."""

    question: Literal["whitelist"]
    program: Id
    """The program."""


class AskCourses(TypedDict):
    """Every course."""

    question: Literal["courses"]


class AskSpecializations(TypedDict):
    """Every specialization."""

    question: Literal["specializations"]


class AskCollections(TypedDict):
    """A program's collections."""

    question: Literal["collections"]
    program: Id
    """The program."""


class AskCatalogCounts(TypedDict):
    """How often each item of a program's collections is taken."""

    question: Literal["catalog_counts"]
    program: Id
    """The program."""


class AskAdministrators(TypedDict):
    """The administrators of the organization and of the programs that the actor sees."""

    question: Literal["administrators"]


class AskLedger(TypedDict):
    """The movements of a contract's seats or units that the actor sees."""

    question: Literal["ledger"]
    contract: Id
    """The contract."""
    units: bool
    """Whether of its units; of its seats otherwise."""
    start: int
    """From which place, counted from 0."""
    limit: int
    """How many places at most."""


class AskSeatsAsOf(TypedDict):
    """Seats occupied of a contract at an instant."""

    question: Literal["seats_as_of"]
    contract: Id
    """The contract."""
    at: Time
    """The instant."""


class AskUnitsAsOf(TypedDict):
    """Units used of a contract at an instant."""

    question: Literal["units_as_of"]
    contract: Id
    """The contract."""
    at: Time
    """The instant."""


class AskNotices(TypedDict):
    """The notices about contracts that are due."""

    question: Literal["notices"]


class AskForecast(TypedDict):
    """When a contract's seats or units will have run out."""

    question: Literal["forecast"]
    contract: Id
    """The contract."""
    days: int
    """Days to look back on."""


class AskRights(TypedDict):
    """Who may do what."""

    question: Literal["rights"]


class AskRemainingAsOf(TypedDict):
    """Seats or units that were left of a contract at an instant."""

    question: Literal["remaining_as_of"]
    contract: Id
    """The contract."""
    at: Time
    """The instant."""


Question: TypeAlias = (
    AskContracts
    | AskContractById
    | AskPrograms
    | AskProgramById
    | AskFunnel
    | AskLearner
    | AskLearnerByEmail
    | AskMembership
    | AskEnrollments
    | AskInvitation
    | AskInvitationOf
    | AskWhitelist
    | AskCourses
    | AskSpecializations
    | AskCollections
    | AskCatalogCounts
    | AskAdministrators
    | AskLedger
    | AskSeatsAsOf
    | AskUnitsAsOf
    | AskNotices
    | AskForecast
    | AskRights
    | AskRemainingAsOf
)
"""Something that an actor asks about the organization. The methods of `View` have the same names
and say more.
"""

ContractScope: TypeAlias = Literal["active_contracts", "all_time"]
"""Of which contracts a report tells (`REP-3`).

- `active_contracts`: Contracts that hold at the time of the report.
- `all_time`: All, those that have ended included.
"""


class ReportRequest(TypedDict):
    """What an email report is to tell (`REP-3`)."""

    contracts: NotRequired[ContractScope]
    """Of which contracts."""
    programs: NotRequired[Sequence[Id] | None]
    """Of which programs; absent means all that the actor may see."""
    guard_formulas: NotRequired[bool]
    """Whether texts that a spreadsheet would take for a formula are written with an apostrophe
    before them (`REP-6`).
    """
    dialect: NotRequired[DialectName | None]
    """In which dialect the files are (`REP-2`); absent means that of the guide."""


class Summary(TypedDict):
    """The fourteen figures of the email report (`REP-3`), in the guide's order.

    An *enrollment* is one (email, program, course), a *membership* one (email, program), a
    *learner* an email with an enrollment. Emails are compared as everywhere (`ID-1`),
    programs by slug, courses by id in either form, and a course without id by its slug. An
    enrollment or membership that is seen again, in an overlapping file or a second export, is
    the same one: it is completed if any row says so, has the most progress and the most hours
    of its rows, and the state that comes last in invited, removed, member. Removed members'
    enrollments count: reports keep history (`PRG-2`).
    """

    total_enrollments: int
    """Enrollments."""
    unique_learners: int
    """Distinct emails with an enrollment. (In the guide's picture a member without enrollments
    is none.)
    """
    current_members: int
    """Memberships whose state is `MEMBER`."""
    removed_members: int
    """Memberships whose state is `DELETED_MEMBER`."""
    unique_courses: int
    """Distinct courses with an enrollment."""
    course_completions: int
    """Enrollments that are completed."""
    verified_course_completions: int
    """Completed enrollments that the report itself bears out: one row has `Completed` *Yes*, a
    completion time and a grade above 0. The 2020 files have no column of certificates.
    """
    unique_course_completers: int
    """Distinct emails with a completed enrollment."""
    estimated_hours: str
    """The hours of all enrollments, summed exactly (to nine decimal places each)."""
    learners_halfway: int
    """Distinct emails with an enrollment whose progress is at least 50 or which is completed: a
    course can be completed below 50 % of its items, and whoever completed all of it completed
    half.
    """
    joined_not_enrolled: int
    """Distinct emails with a membership whose state is `MEMBER` and no enrollment in that same
    program.
    """
    enrolled_not_completed: int
    """Distinct emails with an enrollment and without a completed one."""
    enrolled_in_one: int
    """Distinct emails with enrollments in exactly one course; the same course in two programs is
    one.
    """
    completed_one: int
    """Distinct emails with completed enrollments in exactly one course."""


ActivityStatus: TypeAlias = Literal[
    "joined",
    "invited_never_joined",
    "joined_without_enrollments",
    "enrolled_without_completions",
    "enrolled_inactive_30_days",
    "inactive_90_days",
    "completed_in_last_30_days",
    "removed",
]
"""The guide's learner activity statuses, as of an instant (`VIEW-2`). A day is 24 hours; what
lies exactly so many days back counts as inactive, and no longer as recent. A member's last
sign of life is the latest of activity in any enrollment, enrolling and joining.

- `joined`: Joined this program: is a member.
- `invited_never_joined`: Invited but never joined this program, or not since: has an open
  invitation, and no account of its address is a member.
- `joined_without_enrollments`: Joined but have no current enrollments: is a member without a
  course, given up ones aside (`ENR-4`).
- `enrolled_without_completions`: Enrolled but have no completions: is a member with a course,
  but no completed one.
- `enrolled_inactive_30_days`: Enrolled but inactive for the past 30 days: is a member with a
  course, whose last sign of life lies at least 30 days back.
- `inactive_90_days`: Inactive for the past 90 days: is a member, enrolled or not, whose last
  sign of life lies at least 90 days back.
- `completed_in_last_30_days`: At least 1 completion in the last 30 days: is a member who
  completed a course, not given up since, less than 30 days ago.
- `removed`: Removed from this program: was a member and is none any more, whether removed by
  an administrator or by the end of a contract (`CON-4`).
"""


UserColumn: TypeAlias = Literal[
    "learner",
    "join_date",
    "invitation_date",
    "last_activity_date",
    "status",
    "contracts",
    "current_enrollments",
    "completions",
    "external_id",
    "removal_date",
    "allow_return",
]
"""The columns of the user list (`VIEW-2`).

- `learner`: Name and email; always shown. Sorted by name.
- `join_date`: When the learner joined last.
- `invitation_date`: When the invitation was made: the open one, or the one accepted last.
- `last_activity_date`: The last activity in any enrollment, given up ones included.
- `status`: Member, invited or removed. Sorted in that order.
- `contracts`: The contract consumed from or, for an invitation, to be consumed from. Sorted
  by name.
- `current_enrollments`: Course enrollments, given up ones left out.
- `completions`: Completed ones of them.
- `external_id`: The host's own id of the learner.
- `removal_date`: When the learner was removed, or the contract's end made them leave.
- `allow_return`: Whether a former member may return without an invitation.
"""

UserStatus: TypeAlias = Literal["member", "invited", "removed"]
"""What a person of the user list is to the program.

- `member`: A member.
- `invited`: Invited, and not joined since.
- `removed`: No member any more.
"""


class UserListRequest(TypedDict):
    """Which users to list, in which order, and which page of them (`VIEW-2`)."""

    programs: list[str] | None
    """Of which programs; absent means all that the actor may see."""
    status: ActivityStatus | None
    """Of which activity status; absent means everyone."""
    enrollments: list[CatalogItem]
    """Currently enrolled in any of these courses and specializations; empty means whatever they
    are enrolled in.
    """
    contracts: list[str]
    """Under any of these contracts; empty means under whichever."""
    search: str | None
    """A part of the name or the email. Case and accents do not matter."""
    sort: UserColumn
    """The column sorted by. Whoever has nothing in it comes last in both directions, and equals
    stand in the order of joining first, then of inviting. Texts are compared without case and
    accents.
    """
    descending: bool
    """Whether the largest, or latest, comes first."""
    page_size: int
    """Rows of a page: 1 to 1000."""
    page: int
    """The page, counted from 0; if there is a cursor, counted from there."""
    after: str | None
    """The cursor of an earlier answer to the same request: the list goes on behind the last row
    of that answer, even if rows have come, gone or changed since. Keep it as private as the
    list itself, since it may tell a name.
    """


class PartialUserListRequest(TypedDict):
    """A `UserListRequest` of which any field may be left out and takes the default then."""

    programs: NotRequired[Sequence[Id] | None]
    """Of which programs; absent means all that the actor may see."""
    status: NotRequired[ActivityStatus | None]
    """Of which activity status; absent means everyone."""
    enrollments: NotRequired[Sequence[CatalogItem]]
    """Currently enrolled in any of these courses and specializations; empty means whatever they
    are enrolled in.
    """
    contracts: NotRequired[Sequence[Id]]
    """Under any of these contracts; empty means under whichever."""
    search: NotRequired[str | None]
    """A part of the name or the email. Case and accents do not matter."""
    sort: NotRequired[UserColumn]
    """The column sorted by. Whoever has nothing in it comes last in both directions, and equals
    stand in the order of joining first, then of inviting. Texts are compared without case and
    accents.
    """
    descending: NotRequired[bool]
    """Whether the largest, or latest, comes first."""
    page_size: NotRequired[int]
    """Rows of a page: 1 to 1000."""
    page: NotRequired[int]
    """The page, counted from 0; if there is a cursor, counted from there."""
    after: NotRequired[str | None]
    """The cursor of an earlier answer to the same request: the list goes on behind the last row
    of that answer, even if rows have come, gone or changed since. Keep it as private as the
    list itself, since it may tell a name.
    """


class UserRow(TypedDict):
    """A row of the user list: what a person is to a program."""

    program: str
    """The program."""
    learner: str | None
    """The learner; absent for someone who is invited."""
    invitation: str | None
    """The open invitation of someone who is invited, else the one accepted last."""
    name: str
    """The full name; empty if it was erased."""
    email: str
    """The email, as typed; empty if it was erased."""
    external_id: str | None
    """The host's own id of the person."""
    status: UserStatus
    """What the person is to the program."""
    joined_at: str | None
    """When the learner joined last."""
    invited_at: str | None
    """When that invitation was made."""
    last_activity_at: str | None
    """The last activity in any enrollment, given up ones included."""
    contract: str
    """The contract consumed from or, for an invitation, to be consumed from."""
    contract_name: str
    """Its name."""
    current_enrollments: int
    """Course enrollments, given up ones left out."""
    completions: int
    """Completed ones of them."""
    removed_at: str | None
    """When the learner was removed, or the contract's end made them leave."""
    allow_return: bool | None
    """Whether a former member may return without an invitation; absent for others."""


class UserList(TypedDict):
    """A page of the user list."""

    total: int
    """How many rows there are on all pages, those before a cursor included."""
    rows: list[UserRow]
    """The rows of this page."""
    next: str | None
    """The cursor behind the last row; absent if none follow."""
    at: str
    """As of when."""


class ChosenLearner(TypedDict):
    """Someone who is or was a member."""

    kind: Literal["learner"]
    program: Id
    """The program."""
    learner: Id
    """The learner."""


class ChosenInvitee(TypedDict):
    """Someone with an open invitation."""

    kind: Literal["invitee"]
    invitation: Id
    """The invitation."""


ChosenUser: TypeAlias = ChosenLearner | ChosenInvitee
"""A row of the user list that was chosen."""


class AllUsers(TypedDict):
    """All pages of a request, in its order."""

    kind: Literal["all"]
    request: UserListRequest | PartialUserListRequest
    """The request; its page, page size and cursor do not matter."""


class ChosenUsers(TypedDict):
    """Chosen rows, in this order, each once."""

    kind: Literal["chosen"]
    users: Sequence[ChosenUser]
    """The rows."""


UserSelection: TypeAlias = AllUsers | ChosenUsers
"""Which rows of the user list are downloaded (`VIEW-2`)."""


class OrganizationView(TypedDict):
    """The organization and its settings (`ADM-1`)."""

    organization: str
    """The organization."""
    name: str
    """Its name."""
    domains: list[str]
    """Its email domains, in their compared form and in order (`ADM-2`)."""
    brand_color: str | None
    """Its color, as `#` and six hexadecimal digits in small letters."""
    banner: Banner | None
    """Its banner."""
    logo: Logo | None
    """Its logo."""
    report_cadence: ReportCadence | None
    """When reports are made by themselves."""
    invitation_message: str | None
    """What invitations say unless a program says otherwise."""
    policies: RegisterPolicies
    """The register's policies."""


class HomeRequest(TypedDict):
    """Of what the home page tells."""

    programs: NotRequired[Sequence[Id] | None]
    """Of which programs; absent means all that the actor may see."""


class HomeSummary(TypedDict):
    """The figures at the top of the home page: of courses that were not given up, by members and
    former ones, as in the email report (`REP-3`).
    """

    since: str | None
    """Since when they count: the start of the first contract. Absent if there is none."""
    enrollments: int
    """Course enrollments."""
    learning_hours: str
    """Learning hours."""
    lessons: int
    """Lessons taken."""


FunnelStage: TypeAlias = Literal["invited", "joined", "enrolled"]
"""How far someone has come.

- `invited`: Invited, and not joined yet.
- `joined`: Joined.
- `enrolled`: Enrolled in at least one course.
"""


class HomeStage(TypedDict):
    """A stage of the funnel, and whom to remind so that they take the next step (`VIEW-1`)."""

    stage: FunnelStage
    """The stage."""
    count: int
    """How many have come that far: open invitations, members, members with a course."""
    to_remind: int
    """How many of them stop there: open invitations, members without a course, members without a
    completion. The list of them has as many rows.
    """
    reminder: UserListRequest
    """The user list of those to remind. With `all` it is a selection of the user list's file."""


class Utilization(TypedDict):
    """How much of what was bought is used, over the contracts that hold (`VIEW-1`)."""

    seats_sold: int
    """Seats of memberships contracts."""
    seats_occupied: int
    """Those of them that are occupied."""
    seats_utilized: int
    """Those of them whose member has enrolled."""
    units_sold: int
    """Enrollments of enrollments contracts."""
    units_used: int
    """Those of them that are used."""


class Home(TypedDict):
    """The home page (`VIEW-1`)."""

    at: str
    """As of when: the context's time, or the latest that the register has seen if that is later."""
    organization: str
    """The organization's name."""
    summary: HomeSummary
    """The figures at the top."""
    funnel: list[HomeStage]
    """The stages of the funnel, in order."""
    programs: list[ProgramView]
    """The cards of the programs, removed ones left out, in the order of their creation."""
    contracts: list[ContractView]
    """The contracts in the order of their creation. A program administrator sees those under
    which the programs have members, open invitations or whitelisted domains; their figures
    are those of the whole contract.
    """
    utilization: Utilization
    """How much of these contracts is used."""


LeaderboardMeasure: TypeAlias = Literal["learning_hours", "completions", "enrollments"]
"""By what a leaderboard ranks.

- `learning_hours`: Estimated learning hours in courses that were not given up.
- `completions`: Completed courses that were not given up.
- `enrollments`: Courses enrolled in and not given up.
"""


class LeaderboardRequest(TypedDict):
    """Which leaderboard, and which page of it (`VIEW-4`)."""

    programs: NotRequired[Sequence[Id] | None]
    """Of which programs; absent means all that the actor may see. A learner of several counts
    with all of them.
    """
    measure: NotRequired[LeaderboardMeasure]
    """By what it ranks."""
    since: NotRequired[Time | None]
    """Counts what was completed or enrolled in at this instant or later; absent means from the
    beginning.
    """
    until: NotRequired[Time | None]
    """Counts what was completed or enrolled in before this instant; absent means up to now."""
    learner: NotRequired[Id | None]
    """Whose own row is given beside the page; absent means that of the learner who asks."""
    page_size: NotRequired[int]
    """Rows of a page: 1 to 1000."""
    page: NotRequired[int]
    """The page, counted from 0."""


class LeaderboardRow(TypedDict):
    """A row of a leaderboard."""

    rank: int
    """The place: one more than there are learners with more. Equals share a place, and the next
    one skips as many (1, 2, 2, 4).
    """
    learner: str
    """The learner."""
    name: str
    """The full name."""
    count: int | None
    """Completions or enrollments; absent when hours rank."""
    hours: str | None
    """Learning hours; absent when something else ranks."""


class Leaderboard(TypedDict):
    """A page of a leaderboard.

    On it are members with something to count, each once. Left out are those who had
    themselves left out (`set_leaderboard_listing`), those who were erased (`ID-4`), and
    former members.
    """

    at: str
    """As of when."""
    total: int
    """How many learners it ranks, on all pages."""
    rows: list[LeaderboardRow]
    """The rows of this page: the most first, equals in the order in which they joined the
    organization.
    """
    own: LeaderboardRow | None
    """The row of the learner asked for; absent if none is asked for, or if it is left out."""


class Offer(TypedDict):
    """A course or specialization, as a program offers it."""

    item: CatalogItem
    """The course or specialization."""
    name: str
    """Its name."""
    slug: str
    """Its slug."""
    partner: str
    """Its partner."""
    difficulty: Difficulty | None
    """How hard it is, if that is known."""
    skills: list[str]
    """The skills that it teaches, in order."""
    enrollment: EnrollmentView | None
    """The learner's own enrollment, given up or not."""
    may_enroll: bool | None
    """Whether the learner may enroll now; absent without a learner."""
    barriers: list[RefusalRecord]
    """Everything that stands against it, in the documented order (`API-7`)."""


class OfferedItem(TypedDict):
    """Something of a collection, with what belongs to it."""

    offer: Offer
    """The course or specialization itself."""
    courses: list[Offer]
    """The courses of a specialization, in order."""


class CollectionPreview(TypedDict):
    """A collection, as learners see it."""

    collection: str
    """The collection."""
    name: str
    """Its name."""
    description: str
    """Its description."""
    items: list[OfferedItem]
    """What it holds, in order."""


class ProgramPreview(TypedDict):
    """A program as its learners see it, or one of them (`VIEW-4`). It tells nothing of any other
    learner.
    """

    at: str
    """As of when."""
    program: str
    """The program."""
    name: str
    """Its name."""
    tagline: str
    """Its tagline."""
    url: str
    """Its URL."""
    banner: Banner | None
    """Its banner, or else that of the organization."""
    organization: str
    """The organization's name."""
    brand_color: str | None
    """The organization's color."""
    logo: Logo | None
    """The organization's logo."""
    course_limit: int | None
    """How many courses a learner may enroll in."""
    collections: list[CollectionPreview]
    """The collections in order."""
    membership: MembershipView | None
    """What the learner is to the program; absent without a learner."""
    enrollments_left: int | None
    """How many courses the learner may still enroll in by the program's limit; absent without
    one.
    """
    enrollments: list[EnrollmentView]
    """The learner's enrollments, in the order of enrolling first, given up ones included."""


class FileRead(TypedDict):
    """How the reading of one file went."""

    records: int
    """Rows seen, good and bad, without blank ones."""
    used: int
    """Rows that counted."""
    problems: Problems
    """Everything that is wrong with the file."""


class FileSummary(TypedDict):
    """The fourteen figures of report files, and how reading them went."""

    summary: Summary
    """The figures of all good rows."""
    usage: FileRead | None
    """How reading the usage report went; absent if none was given."""
    membership: FileRead | None
    """How reading the membership report went; absent if none was given."""


class UsageFigures(TypedDict):
    """The seven totals of the guide's picture that need only a usage report (`REP-3`), each row
    taken for one enrollment.

    An export has one row for each email, program and course, and then these are the figures
    of the same names of `Summary`(super::Summary). Where rows repeat an enrollment, it is
    counted again here and not there: to recognise it, each enrollment would have to be
    remembered, and these figures remember people and courses only.
    """

    total_enrollments: int
    """Rows."""
    unique_learners: int
    """Distinct emails, compared without case."""
    unique_courses: int
    """Distinct course ids."""
    course_completions: int
    """Rows with `Completed` *Yes*."""
    verified_course_completions: int
    """Rows with `Completed` *Yes*, a completion time and a grade above 0."""
    unique_course_completers: int
    """Distinct emails with a row with `Completed` *Yes*."""
    estimated_hours: str
    """The hours of all rows, summed exactly (to nine decimal places each)."""


class FileFigures(TypedDict):
    """The seven figures of a usage report, and how reading it went."""

    figures: UsageFigures
    """The figures of all good rows."""
    usage: FileRead
    """How reading went. Problems are those of whole rows and of the columns that the figures
    use.
    """


class ReportSchedule(TypedDict):
    """A report schedule: of which programs the email report is sent, on which days of the week
    and when (`REP-4`).

    A report is due once on each local date whose weekday is chosen, at the local time of the
    zone. Where clocks change, RFC 5545 holds: a time that comes twice is the first, and one
    that is skipped is counted with the offset from before the gap, so that 02:30 on the night
    on which 02:00 becomes 03:00 is 03:30. A date that a zone leaves out as a whole, as Samoa
    did with 2011-12-30, has no report.
    """

    schedule: Id
    """The schedule, by which its reports are told from others'."""
    programs: NotRequired[Sequence[Id] | None]
    """Of which programs; absent means all."""
    weekdays: Sequence[Weekday]
    """On which days of the week; the order and repeats do not matter."""
    time: str
    """The local time, as hour and minute of 24 hours: `08:30`."""
    zone: str
    """The name of the zone in the IANA database: `Europe/London`."""


class DueReport(TypedDict):
    """A report that is due by a schedule (`REP-4`)."""

    schedule: str
    """The schedule."""
    key: str
    """What tells this report from every other: `report-schedule:`, the schedule's id, `:` and
    the local date. It does not depend on the time of day or the zone, so that a schedule
    moved to a later hour sends nothing twice on one date. Whoever keeps the keys of what was
    sent sends each report once.
    """
    at: str
    """When it is due."""
    date: str
    """The local date for which it is due, as `2024-03-10`."""
    weekday: Weekday
    """The weekday of that date."""


class AssessmentAttempt(TypedDict):
    """A fact about an assessment attempt (`REP-5`), with the names of the file's columns.

    A learner is known by `learner_id`, or where that is absent by `email`; one of them must
    be there, and the same one throughout. An item is known by its id within its course. A
    fact without `attempt`, `submitted_at` and `item_grade` tells of an item that the learner
    has not submitted.
    """

    name: NotRequired[str | None]
    """The person's full name."""
    email: NotRequired[str | None]
    """The person's email."""
    external_id: NotRequired[str | None]
    """The organization's own id of the person."""
    learner_id: NotRequired[str | None]
    """The platform's id of the person."""
    program_slug: str
    """The program's slug."""
    program_name: NotRequired[str | None]
    """The program's name."""
    course_id: str
    """The course's id, in either form."""
    course: NotRequired[str | None]
    """The course's name."""
    course_slug: NotRequired[str | None]
    """The course's slug."""
    module_id: NotRequired[str | None]
    """The id of the module in which the item stands."""
    module_name: NotRequired[str | None]
    """The name of the module."""
    lesson_id: NotRequired[str | None]
    """The id of the lesson in which the item stands."""
    lesson_name: NotRequired[str | None]
    """The name of the lesson."""
    item_id: str
    """The id of the graded item, within its course."""
    item_name: NotRequired[str | None]
    """The item's name."""
    item_type: NotRequired[str | None]
    """What it is: a quiz, an exam, a peer review."""
    item_order: NotRequired[int | None]
    """The item's place in its course."""
    item_weight: NotRequired[str | None]
    """The share of the course grade, of 100. Absent or 0: it does not count for it."""
    passing_threshold: NotRequired[str | None]
    """The least grade with which the item is passed. Absent: nobody passes or fails it."""
    item_deadline: NotRequired[str | None]
    """Until when this person was to submit it; the deadline itself is in time."""
    attempt: NotRequired[int | None]
    """The number of the attempt, from 1."""
    submitted_at: NotRequired[str | None]
    """When the attempt was submitted."""
    item_grade: NotRequired[str | None]
    """The attempt's grade. Absent: it is not graded yet."""


class AttemptFile(TypedDict):
    """A file of assessment attempts, read as a whole (`REP-5`). `AttemptReader` reads one of any
    size.
    """

    rows: list[AssessmentAttempt]
    """The facts that could be read, in file order."""
    lines: list[int]
    """For each of them, the physical line on which it starts, from 1."""
    problems: Problems
    """Everything that is wrong with the file."""
    records: int
    """Rows seen, good and bad, without blank ones."""


class CourseLevel(TypedDict):
    """All learners of some courses of a program: *Download Grades*."""

    kind: Literal["course"]
    program_slug: str
    """The program's slug."""
    course_ids: Sequence[str]
    """The courses' ids, in either form; at least one."""


class CollectionLevel(TypedDict):
    """All learners and all courses with activity of a collection: *Export Gradebook* in the
    catalog.
    """

    kind: Literal["collection"]
    program_slug: str
    """The program's slug."""
    course_ids: Sequence[str]
    """The ids of the collection's courses, in either form."""


class ProgramLevel(TypedDict):
    """Chosen programs: *Export Gradebook* above the program cards."""

    kind: Literal["program"]
    program_slugs: Sequence[str]
    """Their slugs; at least one."""


class OrganizationLevel(TypedDict):
    """Every program of which facts were taken in."""

    kind: Literal["organization"]


GradebookLevel: TypeAlias = CourseLevel | CollectionLevel | ProgramLevel | OrganizationLevel
"""Of what a gradebook tells (`REP-5`), in the words of the facts: by slugs and course ids."""


class CourseScope(TypedDict):
    """Some courses of a program."""

    kind: Literal["course"]
    program: Id
    """The program."""
    courses: Sequence[Id]
    """The courses; at least one."""


class CollectionScope(TypedDict):
    """A collection of a program's catalog: its courses, and those of its specializations."""

    kind: Literal["collection"]
    program: Id
    """The program."""
    collection: Id
    """The collection."""


class ProgramScope(TypedDict):
    """Chosen programs."""

    kind: Literal["program"]
    programs: Sequence[Id]
    """The programs; at least one."""


class OrganizationScope(TypedDict):
    """All programs that the actor may see."""

    kind: Literal["organization"]


GradebookScope: TypeAlias = CourseScope | CollectionScope | ProgramScope | OrganizationScope
"""Of what a gradebook is asked, in the words of a register: by ids. `gradebook_level` makes a
`GradebookLevel` of it, narrowed to what the actor may see.
"""

GradebookActivity: TypeAlias = Literal["courses", "learners"]
"""Whose grades a date range selects.

- `courses`: All learners' grades of each course of a program in which anyone submitted
  something in the range, as the guide says: *learner grades for courses that had activity*.
- `learners`: The grades of those learners only who submitted something in the course and
  range.
"""


GradebookBundling: TypeAlias = Literal["one_file", "file_per_program"]
"""Into how many files a gradebook goes.

- `one_file`: One for all programs: the guide's preset.
- `file_per_program`: One for each program.
"""

GradebookLayout: TypeAlias = Literal["long", "wide", "canvas", "moodle", "one_roster"]
"""How a gradebook is laid out.

- `long`: One row for each learner and item.
- `wide`: One row for each learner and program, with a column for each item and two for each
  course.
- `canvas`: As Canvas imports grades: a column for each item, points out of 100.
- `moodle`: As Moodle exports grades: a column for each item, and the total of each course.
- `one_roster`: The results file of OneRoster 1.2, for bulk processing: one row for each
  learner and item.
"""


LateWork: TypeAlias = Literal["counted", "not_counted"]
"""Whether an attempt that was submitted after its deadline counts for the grade. It is listed in
either case.

- `counted`: It counts as any other does.
- `not_counted`: It does not count.
"""


GradebookOptions = TypedDict(
    "GradebookOptions",
    {
        # The start of the date range; absent means from the beginning.
        "from": NotRequired[Time | None],
        # The end of the date range, which does not belong to it; absent means until now.
        "until": NotRequired[Time | None],
        # Whose grades the range selects; absent means `courses`. Grades are always those of all
        # attempts: one of half the items would be wrong.
        "activity": NotRequired[GradebookActivity | None],
        # Into how many files it goes; absent means `one_file`.
        "bundling": NotRequired[GradebookBundling | None],
        # How it is laid out; absent means `long`.
        "layout": NotRequired[GradebookLayout | None],
        # Whether late attempts count; absent means `counted`.
        "late_work": NotRequired[LateWork | None],
        # Whether the file of assessment attempts is made as well, with those submitted in the
        # range; absent means at the level of courses only, as the guide has it.
        "attempts": NotRequired[bool | None],
        # For how many hours the link to it holds; absent means 24.
        "link_hours": NotRequired[int | None],
        # Whether texts that a spreadsheet would take for a formula are written with an apostrophe
        # before them (`REP-6`).
        "guard_formulas": NotRequired[bool],
    },
)
"""How a gradebook is made (`REP-5`)."""


class GradebookRequest(TypedDict):
    """A gradebook that is asked for (`REP-5`)."""

    level: GradebookLevel
    """Of what it tells."""
    options: GradebookOptions
    """How it is made."""


FindingKind: TypeAlias = Literal[
    "conflicting_attempt",
    "future_attempt",
    "changed_item",
    "uneven_weights",
    "no_weights",
    "repeated_attempt",
]
"""What is remarkable about the facts of a gradebook.

- `conflicting_attempt`: An attempt was told with different grades or times: the later
  submission holds, then the higher grade.
- `future_attempt`: An attempt was submitted after the gradebook was made: it is left out.
- `changed_item`: An item's name, type, order, weight, threshold, module or lesson changed:
  the latest holds for everyone.
- `uneven_weights`: The weights of a course's items do not sum to 100: its grade is shared out
  by their sum.
- `no_weights`: No item of the course has a weight: it has no course grade.
- `repeated_attempt`: An attempt was told more than once: it counts once.
"""


class GradebookFinding(TypedDict):
    """Something remarkable about the facts of a gradebook, and what was made of it."""

    kind: FindingKind
    """What it is."""
    program_slug: str | None
    """The program's slug, where it is about an attempt."""
    course_id: str
    """The course's id."""
    item_id: str | None
    """The item's id; absent when it is about the course."""
    learner: str | None
    """The learner's email, or id where there is no email; absent when it is about no learner."""
    attempt: int | None
    """The number of the attempt, where it is about one."""
    message: str
    """What it is and what was made of it, as a sentence without the learner."""


class GradebookSummary(TypedDict):
    """What a gradebook holds (`REP-5`)."""

    made_at: str
    """When it was made."""
    expires_at: str
    """Until when the link to it holds: the host is to refuse it from then on."""
    programs: int
    """Programs in it."""
    courses: int
    """Courses in it."""
    learners: int
    """Learners in it."""
    items: int
    """Items in it."""
    attempts: int
    """Attempts on which its grades rest."""
    findings: list[GradebookFinding]
    """What is remarkable, by kind, course, item, learner and attempt: the first thousand."""
    findings_total: int
    """How many findings there are."""


MembershipChangeKind: TypeAlias = Literal["invited", "joined", "removed", "came_back", "left_file"]
"""What became of a membership between two exports.

- `invited`: Is invited now, and was not before.
- `joined`: Is a member now, and was not before.
- `removed`: Is a removed member now, and was not before.
- `came_back`: Is a member again after having been removed.
- `left_file`: Has no row any more.
"""


class MembershipChange(TypedDict):
    """A membership that is not what it was in an earlier export."""

    kind: MembershipChangeKind
    """What became of it."""
    email: str
    """The person's email, in lower case."""
    name: str
    """The person's name."""
    program_slug: str
    """The program's slug."""
    program_name: str
    """The program's name."""
    before: MemberState | None
    """What it was; absent if the earlier export has no row of it."""
    after: MemberState | None
    """What it is; absent if the later export has no row of it."""
    at: str | None
    """When the person joined, for `joined` and `came_back`, or was invited, for `invited`, if
    the later export says so.
    """


class MembershipComparison(TypedDict):
    """Two exports of the membership report compared."""

    changes: list[MembershipChange]
    """What is not as it was, by program slug, then email, in the order of their bytes."""
    unchanged: int
    """Memberships that are what they were."""
    before: FileRead | None
    """How reading the earlier file went; absent if none was given."""
    after: FileRead | None
    """How reading the later file went; absent if none was given."""


UsageChangeKind: TypeAlias = Literal[
    "enrolled",
    "completed",
    "reopened",
    "progressed",
    "graded",
    "studied",
    "removed_from_program",
    "returned_to_program",
    "given_up",
    "left_file",
]
"""What became of an enrollment between two exports.

- `enrolled`: Has no row in the earlier export.
- `completed`: Is completed now, and was not before.
- `reopened`: Is not completed any more.
- `progressed`: Has another progress.
- `graded`: Has another grade.
- `studied`: Has other estimated learning hours.
- `removed_from_program`: Its person was removed from the program.
- `returned_to_program`: Its person is in the program again.
- `given_up`: Has no row any more, although the person has others in the program: most likely
  it was given up.
- `left_file`: Has no row any more, and the person has none in the program.
"""


class UsageChange(TypedDict):
    """An enrollment that is not what it was in an earlier export. Of numbers that a row does not
    have the difference is taken as from 0; of rows that are gone there is none.
    """

    kinds: list[UsageChangeKind]
    """What became of it: one or more, in the order of their definition."""
    email: str
    """The person's email, in lower case."""
    name: str
    """The person's name."""
    program_slug: str
    """The program's slug."""
    program_name: str
    """The program's name."""
    course_id: str
    """The course's id, or its slug where the exports have none."""
    course: str
    """The course's name."""
    completed_at: str | None
    """When it was completed, if the later export says so."""
    progress_before: str | None
    """The progress before, in percent."""
    progress_after: str | None
    """The progress now."""
    progress_by: str | None
    """By how much it has grown, or less than nothing."""
    grade_before: str | None
    """The grade before, in percent."""
    grade_after: str | None
    """The grade now."""
    grade_by: str | None
    """By how much it has grown, or less than nothing."""
    hours_before: str | None
    """The estimated hours before."""
    hours_after: str | None
    """The estimated hours now."""
    hours_by: str | None
    """By how much they have grown, or less than nothing."""


class UsageComparison(TypedDict):
    """Two exports of the usage report compared."""

    changes: list[UsageChange]
    """What is not as it was, by program slug, then email, then course, in the order of their
    bytes.
    """
    unchanged: int
    """Enrollments that are what they were."""
    before: FileRead | None
    """How reading the earlier file went; absent if none was given."""
    after: FileRead | None
    """How reading the later file went; absent if none was given."""


SpecializationChangeKind: TypeAlias = Literal[
    "enrolled",
    "completed",
    "reopened",
    "progressed",
    "removed_from_program",
    "returned_to_program",
    "given_up",
    "left_file",
]
"""What became of an enrollment in a specialization between two exports.

- `enrolled`: Has no row in the earlier export.
- `completed`: Is completed now, and was not before.
- `reopened`: Is not completed any more.
- `progressed`: Has another number of completed courses.
- `removed_from_program`: Its person was removed from the program.
- `returned_to_program`: Its person is in the program again.
- `given_up`: Has no row any more, although the person has others in the program: most likely
  it was given up.
- `left_file`: Has no row any more, and the person has none in the program.
"""


class SpecializationChange(TypedDict):
    """An enrollment in a specialization that is not what it was in an earlier export. It has
    progressed when both exports tell how many of its courses are completed, and these numbers
    differ; one that is new began with none.
    """

    kinds: list[SpecializationChangeKind]
    """What became of it: one or more, in the order of their definition."""
    email: str
    """The person's email, in lower case."""
    name: str
    """The person's name."""
    program_slug: str
    """The program's slug."""
    program_name: str
    """The program's name."""
    specialization_slug: str
    """The specialization's slug."""
    specialization: str
    """The specialization's name."""
    enrolled_at: str | None
    """When the person enrolled, if the later export says so."""
    completed_at: str | None
    """When it was completed, if the later export says so."""
    completed_courses_before: int | None
    """Completed courses before, if the earlier export says so."""
    completed_courses_after: int | None
    """Completed courses now, if the later export says so."""
    courses_in_specialization: int | None
    """Courses that the specialization has, if the later export says so."""


class SpecializationComparison(TypedDict):
    """Two exports of the specialization report compared."""

    changes: list[SpecializationChange]
    """What is not as it was, by program slug, then email, then specialization, in the order of
    their bytes.
    """
    unchanged: int
    """Enrollments that are what they were."""
    before: FileRead | None
    """How reading the earlier file went; absent if none was given."""
    after: FileRead | None
    """How reading the later file went; absent if none was given."""


class GroupFigures(TypedDict):
    """The figures of one group: of all rows that have the same texts in the chosen columns.

    What an enrollment, a membership and a learner are, and what repeated rows come to, is as
    for the `Summary`(crate::report::Summary). Who is in two groups counts in both.
    """

    values: list[str]
    """The texts of the chosen columns, in the order in which these were chosen; empty ones stand
    for none.
    """
    enrollments: int
    """Enrollments."""
    unique_learners: int
    """Distinct emails with an enrollment."""
    unique_courses: int
    """Distinct courses with an enrollment."""
    completions: int
    """Enrollments that are completed."""
    unique_completers: int
    """Distinct emails with a completed enrollment."""
    estimated_hours: str
    """The estimated hours of all enrollments, summed exactly (to nine decimal places each)."""
    with_progress: int
    """Enrollments whose progress is known."""
    progress_total: str
    """Their progress, summed exactly (to nine decimal places each)."""
    mean_progress: str | None
    """That sum divided by their number, to four decimal places, halves to the even digit; absent
    when there are none.
    """
    current_members: int | None
    """Memberships whose state is `MEMBER`; absent when the membership report does not have the
    chosen columns.
    """
    removed_members: int | None
    """Memberships whose state is `DELETED_MEMBER`; absent in the same case."""
    invited: int | None
    """Memberships whose state is `INVITED`; absent in the same case."""


class GroupedFigures(TypedDict):
    """Figures by group, of report files."""

    by: list[str]
    """The fields of the chosen columns."""
    groups: list[GroupFigures]
    """The groups, in the order of the bytes of their values."""
    usage: FileRead | None
    """How reading the usage report went; absent if none was given."""
    membership: FileRead | None
    """How reading the membership report went; absent if none was given."""


class UsageRow(TypedDict):
    """A row of the usage report."""

    name: str
    """*Name*: The person's full name."""
    email: str
    """*Email*: The person's email."""
    external_id: str
    """*External Id*: The organization's own id of the person; empty when it gave none."""
    course: str
    """*Course*: The course's name."""
    course_id: str
    """*Course ID*: The course's id, as 22 characters of URL-safe base64 or as it was given."""
    course_slug: str
    """*Course Slug*: The course's slug, which is also the end of its URL."""
    university: str
    """*University*: The partner that authored the course."""
    enrollment_time: str | None
    """*Enrollment Time*: When the person enrolled."""
    class_start_time: str | None
    """*Class Start Time*: When the class starts."""
    last_course_activity_time: str | None
    """*Last Course Activity Time*: When the person last used an item of the course."""
    overall_progress: str | None
    """*Overall Progress*: The share of the course's items that the person has been through. A
    course can be completed below 100.
    """
    estimated_learning_hours: str | None
    """*Estimated Learning Hours*: Estimated time spent learning, in hours: the guide's text says
    minutes, its sample and real files are hours.
    """
    completed: bool
    """*Completed*: Whether all required assessments and assignments are done."""
    removed_from_program: bool
    """*Removed From Program*: Whether the person is no longer a member of the program."""
    program_slug: str
    """*Program Slug*: The program's slug, which is also the end of its URL."""
    program_name: str
    """*Program Name*: The program's name."""
    enrollment_source: str
    """*Enrollment Source*: The collection in which the person found the course; empty after
    browsing or searching.
    """
    completion_time: str | None
    """*Completion Time*: When all required assessments and assignments were done."""
    course_grades: str | None
    """*Course Grades*: The grade over all required assessments and assignments, which changes as
    the person goes on.
    """
    contract: str
    """*Contract*: The contract whose license or enrollment is used."""
    manager_name: str
    """*Manager Name*: The manager's full name."""
    manager_email: str
    """*Manager Email*: The manager's email."""
    job_title: str
    """*Job Title*: What the person works as."""
    job_type: str
    """*Job Type*: Such as `Full Time`."""
    business_unit: str
    """*Business Unit*: Where in the organization the person works."""
    business_unit_2: str
    """*Business Unit 2*: A second unit, beside or below the first."""
    location_city: str
    """*Location City*: The city the person works in."""
    location_country: str
    """*Location Country*: The country the person works in."""
    location_region: str
    """*Location Region*: The region, province or state the person works in."""
    class_end_time: str | None
    """*Class End Time*: When the class ends."""
    course_certificate_url: str
    """*Course Certificate URL*: Where the person's certificate of the course is shown."""
    for_credit: bool | None
    """*For Credit*: Whether the course counts for credit at a university."""
    course_type: str
    """*Course Type*: What kind of course it is."""
    collection_id: str
    """*Collection ID*: The id of the collection in which the person found the course."""
    is_enterprise_contract_active: bool | None
    """*Is Enterprise Contract Active*: Whether the contract was running when the report was
    made.
    """
    learning_hours: str | None
    """*Learning Hours*: Hours spent learning, as the vendor counts them in another way than the
    estimated hours.
    """


class UsageTable(TypedDict):
    """A usage report that was read."""

    rows: list[UsageRow]
    """The good rows, in file order."""
    lines: list[int]
    """For each row, the physical line on which it starts, from 1."""
    other_headers: list[str]
    """Headers of the file that the report does not have."""
    other_cells: list[list[str]]
    """For each row its cells under `other_headers`; empty when there are none of these."""
    records: int
    """Rows seen, good and bad, without blank ones."""
    problems: Problems
    """Everything that is wrong with the file."""
    form: FileForm
    """What its bytes look like, to write it again as it was."""
    spellings: list[Spelling]
    """The cells that do not look as the form says, by row and column."""


class MembershipRow(TypedDict):
    """A row of the membership report."""

    name: str
    """*Name*: The person's full name."""
    email: str
    """*Email*: The person's email."""
    external_id: str
    """*External Id*: The organization's own id of the person; empty when it gave none."""
    program_name: str
    """*Program Name*: The program's name."""
    program_slug: str
    """*Program Slug*: The program's slug, which is also the end of its URL."""
    enrolled_courses: int
    """*# Enrolled Courses*: Courses of the program that the person enrolled in."""
    completed_courses: int
    """*# Completed Courses*: Courses of the program that the person completed."""
    member_state: MemberState
    """*Member State*: Whether the person is a member, was removed, or is invited."""
    join_date: str | None
    """*Join Date*: When the person joined the program."""
    invitation_date: str | None
    """*Invitation Date*: When the person was invited to the program."""
    last_activity_time: str | None
    """*Last Activity Time*: When the person last used course content."""
    contracts: str
    """*Contract(s)*: The contract whose license or enrollments are used."""
    manager_name: str
    """*Manager Name*: The manager's full name."""
    manager_email: str
    """*Manager Email*: The manager's email."""
    job_title: str
    """*Job Title*: What the person works as."""
    job_type: str
    """*Job Type*: Such as `Full Time`."""
    business_unit: str
    """*Business Unit*: Where in the organization the person works."""
    business_unit_2: str
    """*Business Unit 2*: A second unit, beside or below the first."""
    location_city: str
    """*Location City*: The city the person works in."""
    location_country: str
    """*Location Country*: The country the person works in."""
    location_region: str
    """*Location Region*: The region, province or state the person works in."""
    contract_ids: str
    """*Contract ID(s)*: The ids of these contracts."""
    learning_hours: str | None
    """*Learning Hours*: Hours spent learning in the program."""


class MembershipTable(TypedDict):
    """A membership report that was read."""

    rows: list[MembershipRow]
    """The good rows, in file order."""
    lines: list[int]
    """For each row, the physical line on which it starts, from 1."""
    other_headers: list[str]
    """Headers of the file that the report does not have."""
    other_cells: list[list[str]]
    """For each row its cells under `other_headers`; empty when there are none of these."""
    records: int
    """Rows seen, good and bad, without blank ones."""
    problems: Problems
    """Everything that is wrong with the file."""
    form: FileForm
    """What its bytes look like, to write it again as it was."""
    spellings: list[Spelling]
    """The cells that do not look as the form says, by row and column."""


class SpecializationRow(TypedDict):
    """A row of the specialization report."""

    name: str
    """*Name*: The person's full name."""
    email: str
    """*Email*: The person's email."""
    external_id: str
    """*External Id*: The organization's own id of the person; empty when it gave none."""
    specialization: str
    """*Specialization*: The specialization's name."""
    specialization_slug: str
    """*Specialization Slug*: The specialization's slug, which is also the end of its URL."""
    university: str
    """*University*: The partner that authored the specialization."""
    enrollment_time: str | None
    """*Enrollment Time*: When the person enrolled."""
    last_specialization_activity_time: str | None
    """*Last Specialization Activity Time*: When the person last used its content."""
    completed: bool
    """*Completed*: Whether all graded assignments are done."""
    removed_from_program: bool
    """*Removed From Program*: Whether the person is no longer a member of the program: `Yes` or
    `No`, although the guide's sample has a contract's name here.
    """
    program_slug: str
    """*Program Slug*: The program's slug, which is also the end of its URL."""
    program_name: str
    """*Program Name*: The program's name."""
    enrollment_source: str
    """*Enrollment Source*: The collection in which the person found the specialization; empty
    after browsing or searching.
    """
    specialization_completion_time: str | None
    """*Specialization Completion Time*: When all its courses were completed."""
    contract: str
    """*Contract*: The contract whose license or enrollment is used."""
    manager_name: str
    """*Manager Name*: The manager's full name."""
    manager_email: str
    """*Manager Email*: The manager's email."""
    job_title: str
    """*Job Title*: What the person works as."""
    job_type: str
    """*Job Type*: Such as `Full Time`."""
    business_unit: str
    """*Business Unit*: Where in the organization the person works."""
    business_unit_2: str
    """*Business Unit 2*: A second unit, beside or below the first."""
    location_city: str
    """*Location City*: The city the person works in."""
    location_country: str
    """*Location Country*: The country the person works in."""
    location_region: str
    """*Location Region*: The region, province or state the person works in."""
    completed_courses: int | None
    """*# Completed Courses*: Courses of the specialization that the person completed."""
    courses_in_specialization: int | None
    """*# Courses in Specialization*: Courses that the specialization has."""
    specialization_certificate_url: str
    """*Specialization Certificate URL*: Where the person's certificate of the specialization is
    shown.
    """
    collection_id: str
    """*Collection ID*: The id of the collection in which the person found the specialization."""
    is_enterprise_contract_active: bool | None
    """*Is Enterprise Contract Active*: Whether the contract was running when the report was
    made.
    """


class SpecializationTable(TypedDict):
    """A specialization report that was read."""

    rows: list[SpecializationRow]
    """The good rows, in file order."""
    lines: list[int]
    """For each row, the physical line on which it starts, from 1."""
    other_headers: list[str]
    """Headers of the file that the report does not have."""
    other_cells: list[list[str]]
    """For each row its cells under `other_headers`; empty when there are none of these."""
    records: int
    """Rows seen, good and bad, without blank ones."""
    problems: Problems
    """Everything that is wrong with the file."""
    form: FileForm
    """What its bytes look like, to write it again as it was."""
    spellings: list[Spelling]
    """The cells that do not look as the form says, by row and column."""


class GradebookRow(TypedDict):
    """A row of the gradebook."""

    name: str
    """*Name*: The person's full name."""
    email: str
    """*Email*: The person's email."""
    external_id: str
    """*External Id*: The organization's own id of the person."""
    learner_id: str
    """*Learner ID*: The platform's id of the person."""
    program_slug: str
    """*Program Slug*: The program's slug."""
    program_name: str
    """*Program Name*: The program's name."""
    course: str
    """*Course*: The course's name."""
    course_id: str
    """*Course ID*: The course's id."""
    course_slug: str
    """*Course Slug*: The course's slug."""
    module_id: str
    """*Module ID*: The id of the module in which the item stands."""
    module_name: str
    """*Module Name*: The name of the module."""
    lesson_id: str
    """*Lesson ID*: The id of the lesson in which the item stands."""
    lesson_name: str
    """*Lesson Name*: The name of the lesson."""
    item_id: str
    """*Item ID*: The id of the graded item, within its course."""
    item_name: str
    """*Item Name*: The item's name."""
    item_type: str
    """*Item Type*: What it is: a quiz, an exam, a peer review."""
    item_order: int
    """*Item Order*: The item's place in its course."""
    item_weight: str | None
    """*Item Weight*: The share of the course grade, of 100."""
    passing_threshold: str | None
    """*Passing Threshold*: The least grade with which the item is passed."""
    item_deadline: str | None
    """*Item Deadline*: Until when this person was to submit it."""
    item_grade: str | None
    """*Item Grade*: The highest grade of all attempts that count. Empty: none is graded."""
    is_item_passed: str
    """*Is Item Passed*: `Yes` when the grade reaches the threshold, `No` when not; empty without
    grade or threshold.
    """
    attempts: int
    """*Attempts*: How many attempts were submitted."""
    counted_attempt: int
    """*Counted Attempt*: The number of the attempt whose grade it is; 0 when there is none. Of
    equal grades the earliest.
    """
    submitted_at: str | None
    """*Submitted At*: When that attempt was submitted."""
    is_late: str
    """*Is Late*: `Yes` when that was after the deadline, `No` when not; empty without attempt or
    deadline.
    """
    course_grade: str | None
    """*Course Grade*: The average of the course's items by weight, those without a grade as 0,
    exact, and rounded half up to two decimal places. Empty: no item has a weight.
    """
    course_grade_so_far: str | None
    """*Course Grade So Far*: The same over the items with a grade only."""


class GradebookTable(TypedDict):
    """A gradebook that was read."""

    rows: list[GradebookRow]
    """The good rows, in file order."""
    lines: list[int]
    """For each row, the physical line on which it starts, from 1."""
    other_headers: list[str]
    """Headers of the file that the report does not have."""
    other_cells: list[list[str]]
    """For each row its cells under `other_headers`; empty when there are none of these."""
    records: int
    """Rows seen, good and bad, without blank ones."""
    problems: Problems
    """Everything that is wrong with the file."""
    form: FileForm
    """What its bytes look like, to write it again as it was."""
    spellings: list[Spelling]
    """The cells that do not look as the form says, by row and column."""


ApplyErrorCode: TypeAlias = Literal[
    "unknown_version",
    "out_of_sequence",
    "out_of_time",
    "after_instant",
    "inconsistent_history",
]
"""Why a commit was not taken in."""

RestoreErrorCode: TypeAlias = Literal[
    "not_a_snapshot",
    "unknown_version",
    "damaged_snapshot",
    "inconsistent_snapshot",
]
"""Why a snapshot was not restored."""

