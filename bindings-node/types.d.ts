// Generated from the definitions of the core by `MATRICULA_GENERATE=1 cargo test --test generated`.

/** An instant in UTC with milliseconds: `2019-12-23T06:18:32.782Z`. */
export type Time = string;

/** A percentage from 0 to 100, as decimal text: `12.82`. */
export type Percent = string;

/** Hours, as decimal text: `0.29`. */
export type Hours = string;

/** An exact decimal number of either sign, as text: `-0.2`. */
export type Decimal = string;

/** The id of an administrator: a UUID with hyphens, or its 22 characters of URL-safe base64. */
export type AdministratorId = string;

/** The id of a collection: a UUID with hyphens, or its 22 characters of URL-safe base64. */
export type CollectionId = string;

/** The id of a command: a UUID with hyphens, or its 22 characters of URL-safe base64. */
export type CommandId = string;

/** The id of a contract: a UUID with hyphens, or its 22 characters of URL-safe base64. */
export type ContractId = string;

/** The id of a course: a UUID with hyphens, or its 22 characters of URL-safe base64. */
export type CourseId = string;

/** The id of an import: a UUID with hyphens, or its 22 characters of URL-safe base64. */
export type ImportId = string;

/** The id of an invitation: a UUID with hyphens, or its 22 characters of URL-safe base64. */
export type InvitationId = string;

/** The id of a learner: a UUID with hyphens, or its 22 characters of URL-safe base64. */
export type LearnerId = string;

/** The id of an organization: a UUID with hyphens, or its 22 characters of URL-safe base64. */
export type OrganizationId = string;

/** The id of a program: a UUID with hyphens, or its 22 characters of URL-safe base64. */
export type ProgramId = string;

/** The id of a schedule: a UUID with hyphens, or its 22 characters of URL-safe base64. */
export type ScheduleId = string;

/** The id of a specialization: a UUID with hyphens, or its 22 characters of URL-safe base64. */
export type SpecializationId = string;

/**
 * What a seat of a memberships contract counts (`CON-4`).
 *
 * - `membership`: One seat for each membership: a learner in two programs of the contract takes two seats.
 * - `learner`: One seat for each learner, over all programs of the contract.
 */
export type SeatCounting =
  | 'membership'
  | 'learner';

/**
 * Whether removing a learner gives the seat back (`CON-4`).
 *
 * - `on_removal`: The seat is free as soon as the learner is removed.
 * - `never`: The seat stays occupied until the contract ends or the program is removed; the same learner may come back into it.
 */
export type SeatRelease =
  | 'on_removal'
  | 'never';

/**
 * What invitations beyond the seats left mean (`CON-4`).
 *
 * - `allowed`: Any number of invitations; seats go to those who join first.
 * - `reserved`: An open invitation holds a seat until it is accepted, removed, declined or expired; that of somebody who keeps a  seat holds no other.
 * - `refused`: An invitation is refused when the open ones already equal the seats left.
 */
export type Overbooking =
  | 'allowed'
  | 'reserved'
  | 'refused';

/**
 * What becomes of members when their contract ends (`CON-4`).
 *
 * - `downgrade_to_audit`: They stay members and may look at their courses; nobody enrolls any more.
 * - `keep_access`: They stay members with full access to what they enrolled in; nobody enrolls any more.
 * - `remove`: They are members no longer, as of the instant the contract ends, and may return without invitation.
 */
export type EndOfContract =
  | 'downgrade_to_audit'
  | 'keep_access'
  | 'remove';

/**
 * Which enrollments the course enrollment limit counts (`ENR-2`).
 *
 * - `current`: Enrollments that have not been given up.
 * - `ever`: All that were ever made.
 */
export type LimitCounting =
  | 'current'
  | 'ever';

/**
 * How an address matches a whitelisted domain (`WL-2`).
 *
 * - `exact`: The address has exactly this domain.
 * - `subdomains`: The address has this domain or one below it.
 */
export type WhitelistMatch =
  | 'exact'
  | 'subdomains';

/**
 * What a bulk command does when some rows are refused (`INV-4`).
 *
 * - `all_or_nothing`: Nothing happens unless every row can.
 * - `skip_invalid`: Refused rows are left out; the others happen.
 */
export type BulkMode =
  | 'all_or_nothing'
  | 'skip_invalid';

/** Seats and enrollments are counted and never refused (`CON-3`). */
export interface Unlimited {
  kind: 'unlimited';
}

/** A number of seats; a member occupies one (`CON-2`). */
export interface Memberships {
  kind: 'memberships';
  /** Seats bought, at least 1. */
  seats: number;
}

/** A number of enrollments; each takes one unit (`CON-3`). */
export interface Enrollments {
  kind: 'enrollments';
  /** Enrollments bought, at least 1. */
  units: number;
}

/** What a contract sells (`CON-1`). */
export type ContractTerms =
  | Unlimited
  | Memberships
  | Enrollments;

/** The policies of a contract (`CON-4`). */
export interface ContractPolicies {
  /** What a seat counts. */
  seat_counting: SeatCounting;
  /** Whether removal gives the seat back. */
  seat_release: SeatRelease;
  /** Days after enrolling within which un-enrolling gives the unit back; absent means never. */
  unit_return_days: number | null;
  /** What becomes of members at the end. */
  end_of_contract: EndOfContract;
  /** What invitations beyond the seats left mean. */
  overbooking: Overbooking;
  /** Days before the end at which its nearing is a notice (`CON-7`); absent means 30. */
  expiry_notice_days: number | null;
}

/** The policies of a program. */
export interface ProgramPolicies {
  /** Which enrollments the course enrollment limit counts. */
  limit_counting: LimitCounting;
  /** How an address matches a whitelisted domain. */
  whitelist_match: WhitelistMatch;
  /** Days after which an invitation expires, counted from when it was created or last sent; absent means never. */
  invitation_days: number | null;
}

/** The policies of the register itself (`API-5`, `API-6`). */
export interface RegisterPolicies {
  /** Hours for which command ids are remembered. */
  remember_commands_hours: number;
  /** Seconds by which a command's time may lie before the latest one seen; it is then judged at that latest time. */
  clock_tolerance_seconds: number;
  /** Days by which a command's time may lie after the latest one seen. */
  clock_advance_days: number;
}

/** A course. */
export interface CourseItem {
  kind: 'course';
  /** The course. */
  course: CourseId;
}

/** A specialization. */
export interface SpecializationItem {
  kind: 'specialization';
  /** The specialization. */
  specialization: SpecializationId;
}

/** Something a collection holds. */
export type CatalogItem =
  | CourseItem
  | SpecializationItem;

/**
 * How hard a course or specialization is.
 *
 * - `beginner`: For those who know nothing of it yet.
 * - `intermediate`: For those who know the basics.
 * - `advanced`: For those who know much of it.
 * - `mixed`: Of several difficulties.
 */
export type Difficulty =
  | 'beginner'
  | 'intermediate'
  | 'advanced'
  | 'mixed';

/** An invitee, until the invitation is accepted. */
export interface InviteeSubject {
  kind: 'invitee';
  /** The invitation. */
  invitation: InvitationId;
}

/** A learner: the account that joined (`ID-3`). */
export interface LearnerSubject {
  kind: 'learner';
  /** The learner. */
  learner: LearnerId;
}

/** An administrator. */
export interface AdministratorSubject {
  kind: 'administrator';
  /** The administrator. */
  administrator: AdministratorId;
}

/** The manager whom a learner's profile names. */
export interface ManagerSubject {
  kind: 'manager';
  /** The learner whose profile it is. */
  learner: LearnerId;
}

/** Whom a personal record is about. */
export type Subject =
  | InviteeSubject
  | LearnerSubject
  | AdministratorSubject
  | ManagerSubject;

/** The optional fields of a learner's profile, from single sign-on or set by an administrator (`ID-2`). */
export interface Profile {
  /** The manager's full name. */
  manager_name?: string | null;
  /** The manager's email, as given. */
  manager_email?: string | null;
  /** The job title. */
  job_title?: string | null;
  /** The job type, such as full time. */
  job_type?: string | null;
  /** The business unit. */
  business_unit?: string | null;
  /** The second business unit. */
  business_unit_2?: string | null;
  /** The city. */
  location_city?: string | null;
  /** The region. */
  location_region?: string | null;
  /** The country. */
  location_country?: string | null;
}

/** What is newly known of a person. An absent field leaves what was known before. */
export interface PersonalRecord {
  /** Whom it is about. */
  subject: Subject;
  /** The full name. */
  name: string | null;
  /** The email, as typed. */
  email: string | null;
  /** The host's own id of the person. */
  external_id: string | null;
  /** The whole profile. */
  profile: Profile | null;
}

/**
 * What someone is to the organization, for the table of rights (`ADM-3`).
 *
 * - `operator`: The platform's operator, who may do everything.
 * - `host`: The host on behalf of nobody.
 * - `organization_administrator`: An administrator of the organization.
 * - `program_administrator`: An administrator of the program that the action is about; of a question, of at least one program: the answer  then tells of these programs alone.
 * - `learner`: The learner whom the action is about.
 */
export type Role =
  | 'operator'
  | 'host'
  | 'organization_administrator'
  | 'program_administrator'
  | 'learner';

/** Who may do something, as things stand (`ADM-3`). */
export interface Right {
  /** A command's kind or a question's name. */
  action: string;
  /** The roles that may, in the order of `Role`. */
  roles: Role[];
}

/**
 * What would let a refused command through (`API-7`).
 *
 * - `never`: Nothing: this command, as it stands, will never be carried out.
 * - `waiting`: Time alone.
 * - `administrator`: An administrator or the platform's operator: more seats, an invitation, a right.
 */
export type Cure =
  | 'never'
  | 'waiting'
  | 'administrator';

/**
 * The rule of a text that is no person's.
 *
 * - `CON-1`: A contract.
 * - `PRG-1`: A program.
 * - `ENR-1`: A course or a specialization.
 * - `VIEW-3`: A collection, or the description of a course.
 * - `ADM-1`: The organization.
 * - `REP-4`: When reports are made by themselves.
 */
export type SettingRule =
  | 'CON-1'
  | 'PRG-1'
  | 'ENR-1'
  | 'VIEW-3'
  | 'ADM-1'
  | 'REP-4';

/**
 * How an invitation stands (`INV-1`).
 *
 * - `created`: Made, but not sent.
 * - `sent`: Sent, once or more often.
 * - `bounced`: Its email came back; it is open all the same.
 * - `accepted`: The invitee joined.
 * - `declined`: The invitee said no.
 * - `removed`: An administrator removed it.
 * - `expired`: It was open for too long; sending it again opens it.
 */
export type InvitationStatus =
  | 'created'
  | 'sent'
  | 'bounced'
  | 'accepted'
  | 'declined'
  | 'removed'
  | 'expired';

/** A row of a bulk command that was refused. */
export interface RefusedRow {
  /** The line in the file, counted from 1. */
  line: number;
  /** Why. */
  refusal: RefusalRecord;
}

/**
 * The command's id was used before, within the time for which ids are remembered, for another command.
 *
 * Rule API-6; cure: never.
 */
export interface CommandIdReusedRefusal {
  code: 'command_id_reused';
  /** The id. */
  command: CommandId;
}

/**
 * The command's time lies further before the latest time seen than the clock's tolerance.
 *
 * Rule API-5; cure: waiting.
 */
export interface ClockWentBackRefusal {
  code: 'clock_went_back';
  /** The command's time. */
  now: Time;
  /** The latest time seen. */
  latest: Time;
  /** How far a time may lie back, in seconds. */
  tolerance_seconds: number;
}

/**
 * The command's time lies so far after the latest time seen that a broken clock is likelier than a long silence.
 *
 * Rule API-5; cure: waiting.
 */
export interface ClockJumpedAheadRefusal {
  code: 'clock_jumped_ahead';
  /** The command's time. */
  now: Time;
  /** The latest time seen. */
  latest: Time;
  /** How far a time may lie ahead, in days. */
  limit_days: number;
}

/**
 * A time lies outside the years 1900 to 9999, which is all a register keeps.
 *
 * Rule API-5; cure: never.
 */
export interface TimeOutOfRangeRefusal {
  code: 'time_out_of_range';
  /** Which field. */
  field: string;
  /** The time given. */
  time: Time;
}

/**
 * No organization has been created in this register.
 *
 * Rule API-2; cure: administrator.
 */
export interface NoOrganizationRefusal {
  code: 'no_organization';
}

/**
 * The register already has its organization.
 *
 * Rule API-2; cure: never.
 */
export interface OrganizationExistsRefusal {
  code: 'organization_exists';
}

/**
 * The actor may not do this.
 *
 * Rule ADM-3; cure: administrator.
 */
export interface NotAuthorizedRefusal {
  code: 'not_authorized';
  /** The actor's role. */
  role: string;
  /** The command's kind, in words. */
  action: string;
  /** Who may. */
  remedy: string;
}

/**
 * An id given for something new is already in use.
 *
 * Rule API-1; cure: never.
 */
export interface IdInUseRefusal {
  code: 'id_in_use';
  /** What kind of thing has the id. */
  what: string;
  /** The id. */
  id: string;
}

/**
 * No such contract.
 *
 * Rule CON-1; cure: never.
 */
export interface UnknownContractRefusal {
  code: 'unknown_contract';
  /** The id given. */
  contract: ContractId;
}

/**
 * No such program.
 *
 * Rule PRG-1; cure: never.
 */
export interface UnknownProgramRefusal {
  code: 'unknown_program';
  /** The id given. */
  program: ProgramId;
}

/**
 * No such invitation.
 *
 * Rule INV-1; cure: never.
 */
export interface UnknownInvitationRefusal {
  code: 'unknown_invitation';
  /** The id given. */
  invitation: InvitationId;
}

/**
 * No such learner: the account has never joined a program of this organization.
 *
 * Rule ID-3; cure: never.
 */
export interface UnknownLearnerRefusal {
  code: 'unknown_learner';
  /** The id given. */
  learner: LearnerId;
}

/**
 * No such course.
 *
 * Rule ENR-1; cure: administrator.
 */
export interface UnknownCourseRefusal {
  code: 'unknown_course';
  /** The id given. */
  course: CourseId;
}

/**
 * No such specialization.
 *
 * Rule ENR-1; cure: administrator.
 */
export interface UnknownSpecializationRefusal {
  code: 'unknown_specialization';
  /** The id given. */
  specialization: SpecializationId;
}

/**
 * No such collection in this program.
 *
 * Rule VIEW-3; cure: administrator.
 */
export interface UnknownCollectionRefusal {
  code: 'unknown_collection';
  /** The id given. */
  collection: CollectionId;
}

/**
 * No such administrator in that role.
 *
 * Rule ADM-1; cure: never.
 */
export interface UnknownAdministratorRefusal {
  code: 'unknown_administrator';
  /** The id given. */
  administrator: AdministratorId;
}

/**
 * A text about a person is empty, too long, or holds characters that no name has.
 *
 * Rule ID-2; cure: never.
 */
export interface InvalidTextRefusal {
  code: 'invalid_text';
  /** Which field. */
  field: string;
  /** The problem's own code. */
  reason: string;
  /** What is wrong, and the remedy. */
  problem: string;
}

/**
 * An address is no email this register takes.
 *
 * Rule ID-1; cure: never.
 */
export interface InvalidEmailRefusal {
  code: 'invalid_email';
  /** Which field. */
  field: string;
  /** The problem's own code. */
  reason: string;
  /** What is wrong, and the remedy. The local part is never shown. */
  problem: string;
}

/**
 * A domain of a whitelist is malformed, or none that a whitelist may hold.
 *
 * Rule WL-2; cure: never.
 */
export interface InvalidDomainRefusal {
  code: 'invalid_domain';
  /** The domain as given, shortened. */
  domain: string;
  /** The problem's own code. */
  reason: string;
  /** What is wrong, and the remedy. */
  problem: string;
}

/**
 * Another program, course or specialization has this slug.
 *
 * Rule PRG-1; cure: never.
 */
export interface SlugInUseRefusal {
  code: 'slug_in_use';
  /** The slug. */
  slug: string;
}

/**
 * A contract ends before or when it starts.
 *
 * Rule CON-1; cure: never.
 */
export interface EmptyPeriodRefusal {
  code: 'empty_period';
  /** The start given. */
  starts_at: Time;
  /** The end given. */
  ends_at: Time;
}

/**
 * A contract sells no seat or no unit.
 *
 * Rule CON-1; cure: never.
 */
export interface NothingSoldRefusal {
  code: 'nothing_sold';
}

/**
 * An amendment would change what kind of thing a contract sells.
 *
 * Rule CON-5; cure: never.
 */
export interface TermsOfAnotherKindRefusal {
  code: 'terms_of_another_kind';
  /** The contract. */
  contract: ContractId;
}

/**
 * An amendment would leave fewer seats or units than are taken.
 *
 * Rule CON-5; cure: administrator.
 */
export interface BelowTakenRefusal {
  code: 'below_taken';
  /** The contract. */
  contract: ContractId;
  /** Seats or units asked for. */
  wanted: number;
  /** Seats or units taken, with seats that open invitations hold or a renewal will take. */
  taken: number;
}

/**
 * A time that lies in the past where one to come is needed.
 *
 * Rule CON-5; cure: never.
 */
export interface TimePassedRefusal {
  code: 'time_passed';
  /** Which field. */
  field: string;
  /** The time given. */
  time: Time;
}

/**
 * The course enrollment limit is not from 1 to 9999.
 *
 * Rule PRG-1; cure: never.
 */
export interface LimitOutOfRangeRefusal {
  code: 'limit_out_of_range';
  /** The limit given. */
  limit: number;
}

/**
 * A specialization without a course.
 *
 * Rule ENR-1; cure: never.
 */
export interface EmptySpecializationRefusal {
  code: 'empty_specialization';
}

/**
 * A course stands twice where it may stand once.
 *
 * Rule ENR-1; cure: never.
 */
export interface CourseRepeatedRefusal {
  code: 'course_repeated';
  /** The course. */
  course: CourseId;
}

/**
 * A specialization's courses are not all of one partner.
 *
 * Rule ENR-1; cure: never.
 */
export interface PartnerMismatchRefusal {
  code: 'partner_mismatch';
  /** The first course of another partner. */
  course: CourseId;
}

/**
 * The collection already holds this item.
 *
 * Rule VIEW-3; cure: never.
 */
export interface ItemRepeatedRefusal {
  code: 'item_repeated';
  /** The course or specialization. */
  item: string;
}

/**
 * The collection does not hold the item.
 *
 * Rule VIEW-3; cure: never.
 */
export interface ItemNotHeldRefusal {
  code: 'item_not_held';
  /** The course or specialization. */
  item: string;
}

/**
 * A new order that is not made of what is there, each once.
 *
 * Rule VIEW-3; cure: never.
 */
export interface OrderIncompleteRefusal {
  code: 'order_incomplete';
  /** How many are there. */
  count: number;
}

/**
 * The program has been removed; that cannot be undone.
 *
 * Rule PRG-2; cure: never.
 */
export interface ProgramRemovedRefusal {
  code: 'program_removed';
  /** The program. */
  program: ProgramId;
}

/**
 * The person already is an administrator in that role.
 *
 * Rule ADM-2; cure: never.
 */
export interface AlreadyAdministratorRefusal {
  code: 'already_administrator';
  /** The administrator. */
  administrator: AdministratorId;
}

/**
 * An administrator's email is not of the organization.
 *
 * Rule ADM-2; cure: administrator.
 */
export interface EmailNotOfOrganizationRefusal {
  code: 'email_not_of_organization';
  /** The email's domain. */
  domain: string;
}

/**
 * The last organization administrator cannot be removed.
 *
 * Rule ADM-2; cure: administrator.
 */
export interface LastAdministratorRefusal {
  code: 'last_administrator';
}

/**
 * The learner is a member of the program already.
 *
 * Rule INV-4; cure: never.
 */
export interface AlreadyMemberRefusal {
  code: 'already_member';
  /** The learner. */
  learner: LearnerId;
}

/**
 * The invitee has an open invitation that says the same.
 *
 * Rule INV-4; cure: never.
 */
export interface AlreadyInvitedRefusal {
  code: 'already_invited';
  /** The open invitation. */
  invitation: InvitationId;
}

/**
 * The invitation was accepted by another account.
 *
 * Rule INV-1; cure: administrator.
 */
export interface InvitationTakenRefusal {
  code: 'invitation_taken';
  /** The invitation. */
  invitation: InvitationId;
}

/**
 * The invitation is no longer open.
 *
 * Rule INV-1; cure: administrator.
 */
export interface InvitationClosedRefusal {
  code: 'invitation_closed';
  /** The invitation. */
  invitation: InvitationId;
  /** `accepted`, `removed` or `declined`. */
  status: InvitationStatus;
}

/**
 * The invitation has expired.
 *
 * Rule INV-1; cure: administrator.
 */
export interface InvitationExpiredRefusal {
  code: 'invitation_expired';
  /** The invitation. */
  invitation: InvitationId;
  /** When. */
  expired_at: Time;
}

/**
 * Another account of this organization has this email.
 *
 * Rule ID-1; cure: never.
 */
export interface EmailInUseRefusal {
  code: 'email_in_use';
  /** The learner who has it. */
  learner: LearnerId;
}

/**
 * The learner was removed with *require a new invitation*.
 *
 * Rule INV-6; cure: administrator.
 */
export interface InvitationRequiredRefusal {
  code: 'invitation_required';
  /** The learner. */
  learner: LearnerId;
}

/**
 * Neither an open invitation nor a whitelisted domain lets this person in.
 *
 * Rule WL-1; cure: administrator.
 */
export interface NotInvitedRefusal {
  code: 'not_invited';
  /** The domain of the person's email. */
  domain: string;
}

/**
 * The learner is no member of the program.
 *
 * Rule ENR-1; cure: administrator.
 */
export interface NotAMemberRefusal {
  code: 'not_a_member';
  /** The learner. */
  learner: LearnerId;
  /** The program. */
  program: ProgramId;
}

/**
 * The contract has not started.
 *
 * Rule CON-8; cure: waiting.
 */
export interface ContractNotStartedRefusal {
  code: 'contract_not_started';
  /** The contract. */
  contract: ContractId;
  /** When it starts. */
  starts_at: Time;
}

/**
 * The contract has ended.
 *
 * Rule CON-8; cure: administrator.
 */
export interface ContractEndedRefusal {
  code: 'contract_ended';
  /** The contract. */
  contract: ContractId;
  /** When it ended. */
  ended_at: Time;
}

/**
 * The contract is frozen.
 *
 * Rule CON-8; cure: administrator.
 */
export interface ContractFrozenRefusal {
  code: 'contract_frozen';
  /** The contract. */
  contract: ContractId;
}

/**
 * Every seat of the contract is occupied.
 *
 * Rule CON-2; cure: administrator.
 */
export interface SeatsExhaustedRefusal {
  code: 'seats_exhausted';
  /** The contract. */
  contract: ContractId;
  /** The seats it sells. */
  seats: number;
}

/**
 * The seats left are all held by open invitations of others (`Overbooking`).
 *
 * Rule CON-4; cure: administrator.
 */
export interface SeatsSpokenForRefusal {
  code: 'seats_spoken_for';
  /** The contract. */
  contract: ContractId;
  /** Seats not occupied. */
  seats_left: number;
}

/**
 * Every unit of the contract is used.
 *
 * Rule CON-3; cure: administrator.
 */
export interface UnitsExhaustedRefusal {
  code: 'units_exhausted';
  /** The contract. */
  contract: ContractId;
  /** The enrollments it sells. */
  units: number;
}

/**
 * The course is not in the program's catalog.
 *
 * Rule ENR-1; cure: administrator.
 */
export interface CourseNotInCatalogRefusal {
  code: 'course_not_in_catalog';
  /** The course. */
  course: CourseId;
}

/**
 * The specialization is not in the program's catalog.
 *
 * Rule ENR-1; cure: administrator.
 */
export interface SpecializationNotInCatalogRefusal {
  code: 'specialization_not_in_catalog';
  /** The specialization. */
  specialization: SpecializationId;
}

/**
 * The collection named as source does not hold the item.
 *
 * Rule ENR-1; cure: never.
 */
export interface NotInCollectionRefusal {
  code: 'not_in_collection';
  /** The collection. */
  collection: CollectionId;
}

/**
 * The learner is enrolled in this already.
 *
 * Rule ENR-1; cure: never.
 */
export interface AlreadyEnrolledRefusal {
  code: 'already_enrolled';
  /** The learner. */
  learner: LearnerId;
}

/**
 * The learner is not enrolled in this.
 *
 * Rule ENR-1; cure: never.
 */
export interface NotEnrolledRefusal {
  code: 'not_enrolled';
  /** The learner. */
  learner: LearnerId;
}

/**
 * The learner has as many enrollments in this program as its limit allows.
 *
 * Rule ENR-2; cure: administrator.
 */
export interface CourseLimitReachedRefusal {
  code: 'course_limit_reached';
  /** The learner. */
  learner: LearnerId;
  /** The limit. */
  limit: number;
}

/**
 * A fact is said to have happened later than now.
 *
 * Rule ENR-3; cure: waiting.
 */
export interface TimeInFutureRefusal {
  code: 'time_in_future';
  /** Which field. */
  field: string;
  /** The time given. */
  time: Time;
}

/**
 * A fact is said to have happened before the enrollment.
 *
 * Rule ENR-3; cure: never.
 */
export interface BeforeEnrollmentRefusal {
  code: 'before_enrollment';
  /** Which field. */
  field: string;
  /** The time given. */
  time: Time;
  /** When the learner enrolled. */
  enrolled_at: Time;
}

/**
 * A fact without content.
 *
 * Rule ENR-3; cure: never.
 */
export interface NothingGivenRefusal {
  code: 'nothing_given';
}

/**
 * The domain is on the program's whitelist already.
 *
 * Rule WL-1; cure: never.
 */
export interface DomainListedRefusal {
  code: 'domain_listed';
  /** The domain. */
  domain: string;
}

/**
 * The domain is not on the program's whitelist.
 *
 * Rule WL-1; cure: never.
 */
export interface DomainNotListedRefusal {
  code: 'domain_not_listed';
  /** The domain. */
  domain: string;
}

/**
 * The world has changed since the preview, so that rows would now fare otherwise.
 *
 * Rule INV-3; cure: administrator.
 */
export interface PreviewOvertakenRefusal {
  code: 'preview_overtaken';
}

/**
 * A roster would remove more people than the limit given with it.
 *
 * Rule ROS-1; cure: administrator.
 */
export interface RosterRemovesTooManyRefusal {
  code: 'roster_removes_too_many';
  /** Members and open invitations that would be removed. */
  removed: number;
  /** Members and open invitations that there are. */
  people: number;
  /** The share that may be removed. */
  limit: Percent;
}

/**
 * A learner or an invitation stands twice in a list.
 *
 * Rule INV-4; cure: never.
 */
export interface ListedTwiceRefusal {
  code: 'listed_twice';
  /** The id. */
  id: string;
}

/**
 * The invitation is to another program.
 *
 * Rule INV-1; cure: never.
 */
export interface InvitationElsewhereRefusal {
  code: 'invitation_elsewhere';
  /** The invitation. */
  invitation: InvitationId;
}

/**
 * The line of a row is larger than every language can hold.
 *
 * Rule INV-3; cure: never.
 */
export interface LineOutOfRangeRefusal {
  code: 'line_out_of_range';
  /** The largest line that may be given. */
  limit: number;
}

/**
 * Some rows are refused and the command was to do all or nothing.
 *
 * Rule INV-4; cure: administrator.
 */
export interface RowsRefusedRefusal {
  code: 'rows_refused';
  /** Rows given. */
  rows: number;
  /** Rows refused. */
  refused: number;
  /** The line of the first of them. */
  first_line: number;
  /** Each refused row, in order. */
  refusals: RefusedRow[];
}

/**
 * The register cannot count further.
 *
 * Rule API-1; cure: never.
 */
export interface RegisterFullRefusal {
  code: 'register_full';
  /** Of what. */
  what: string;
  /** The limit. */
  limit: number;
}

/**
 * A page of the user list has no row, or too many.
 *
 * Rule VIEW-2; cure: never.
 */
export interface PageSizeOutOfRangeRefusal {
  code: 'page_size_out_of_range';
  /** The page size given. */
  page_size: number;
  /** The most that is allowed. */
  limit: number;
}

/**
 * A cursor was changed on its way, or comes from an answer to another request.
 *
 * Rule VIEW-2; cure: never.
 */
export interface CursorOfAnotherListRefusal {
  code: 'cursor_of_another_list';
}

/**
 * The contract that a renewal goes on in has too few seats for those who are carried over.
 *
 * Rule CON-5; cure: administrator.
 */
export interface RenewalTooSmallRefusal {
  code: 'renewal_too_small';
  /** The contract that goes on. */
  contract: ContractId;
  /** Seats that it sells. */
  seats: number;
  /** Seats that members take who are to be carried over, with those that open invitations hold then. */
  carried: number;
}

/**
 * Something of the contract that a renewal should go on in is taken already, or it is part of another renewal.
 *
 * Rule CON-5; cure: administrator.
 */
export interface RenewalTargetUsedRefusal {
  code: 'renewal_target_used';
  /** The contract that should go on. */
  contract: ContractId;
}

/**
 * The contract that a renewal should go on in sells more already than the renewal says.
 *
 * Rule CON-5; cure: administrator.
 */
export interface RenewalTargetLargerRefusal {
  code: 'renewal_target_larger';
  /** The contract that should go on. */
  contract: ContractId;
  /** Seats or units it sells. */
  sold: number;
  /** Seats or units that the renewal says. */
  wanted: number;
}

/**
 * A renewal, or an amendment beside one, would carry members over outside the period of one of the contracts.
 *
 * Rule CON-5; cure: never.
 */
export interface RenewalOutsidePeriodsRefusal {
  code: 'renewal_outside_periods';
  /** When members would be carried over. */
  renews_at: Time;
  /** When the contract that is renewed ends. */
  ends_at: Time;
  /** When the contract that goes on starts. */
  starts_at: Time;
}

/**
 * The contract has a renewal already.
 *
 * Rule CON-5; cure: never.
 */
export interface AlreadyRenewedRefusal {
  code: 'already_renewed';
  /** The contract. */
  contract: ContractId;
  /** When. */
  renews_at: Time;
}

/**
 * The contract has no renewal that could be taken back.
 *
 * Rule CON-5; cure: never.
 */
export interface NoRenewalRefusal {
  code: 'no_renewal';
  /** The contract. */
  contract: ContractId;
}

/**
 * The contract sells no seats.
 *
 * Rule CON-7; cure: never.
 */
export interface NoSeatsRefusal {
  code: 'no_seats';
  /** The contract. */
  contract: ContractId;
}

/**
 * The table of rights has no such action.
 *
 * Rule ADM-3; cure: never.
 */
export interface UnknownActionRefusal {
  code: 'unknown_action';
  /** The action given. */
  action: string;
}

/**
 * A role can never have a right, whatever the table says.
 *
 * Rule ADM-3; cure: never.
 */
export interface RightOutOfReachRefusal {
  code: 'right_out_of_reach';
  /** The action. */
  action: string;
  /** The role. */
  role: Role;
  /** What it would have to be about: one program, or the learner. */
  subject: string;
}

/**
 * Reports are to be made on no day, or of no program.
 *
 * Rule REP-4; cure: never.
 */
export interface EmptyCadenceRefusal {
  code: 'empty_cadence';
  /** `day` or `program`. */
  what: string;
}

/**
 * Learning hours are known in all and not by day, so that they have no period.
 *
 * Rule VIEW-4; cure: never.
 */
export interface HoursHaveNoPeriodRefusal {
  code: 'hours_have_no_period';
}

/**
 * A text of the organization's own, such as a program's name, is empty, too long, or not of its form. The rule is a
 * fact. Judged with `invalid_text`.
 *
 * Rule ADM-1; cure: never.
 */
export interface InvalidSettingRefusal {
  code: 'invalid_setting';
  /** Which field. */
  field: string;
  /** The problem's own code. */
  reason: string;
  /** What is wrong, and the remedy. */
  problem: string;
  /** The number of the rule that refuses. */
  rule: SettingRule;
}

/**
 * A domain of the organization is malformed. Judged with `invalid_domain`.
 *
 * Rule ADM-2; cure: never.
 */
export interface InvalidOrganizationDomainRefusal {
  code: 'invalid_organization_domain';
  /** The domain as given, shortened. */
  domain: string;
  /** The problem's own code. */
  reason: string;
  /** What is wrong, and the remedy. */
  problem: string;
}

/**
 * An amendment of nothing. Judged with `nothing_given`.
 *
 * Rule CON-5; cure: never.
 */
export interface NothingToAmendRefusal {
  code: 'nothing_to_amend';
}

/**
 * A list of a catalog's items without one. Judged with `nothing_given`.
 *
 * Rule VIEW-3; cure: never.
 */
export interface NoItemsGivenRefusal {
  code: 'no_items_given';
}

/**
 * A bulk command with more rows than it may have. Judged with `register_full`.
 *
 * Rule INV-4; cure: never.
 */
export interface TooManyRowsRefusal {
  code: 'too_many_rows';
  /** Rows given. */
  rows: number;
  /** The most that are allowed. */
  limit: number;
}

/**
 * A course or specialization with more skills than it may have. Judged with `register_full`.
 *
 * Rule VIEW-3; cure: never.
 */
export interface TooManySkillsRefusal {
  code: 'too_many_skills';
  /** Skills given. */
  skills: number;
  /** The most that are allowed. */
  limit: number;
}

/**
 * Why a command was not carried out. The variants stand in the order in which they are judged, but for the last few,
 * which came later and are judged with others of their kind.
 */
export type RefusalRecord =
  | CommandIdReusedRefusal
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
  | TooManySkillsRefusal;

/** The stable code of a refusal, the same in every language. */
export type RefusalCode = RefusalRecord['code'];

/** One row of an invitation file. */
export interface InvitationRow {
  /** The line in the file, counted from 1. */
  line: number;
  /** The learner's full name. */
  name: string;
  /** The learner's email. */
  email: string;
  /** The host's own id of the learner. */
  external_id?: string | null;
}

/** One row of a whitelist file. */
export interface DomainRow {
  /** The line in the file, counted from 1. */
  line: number;
  /** The domain, without `@`. */
  domain: string;
}

/** What a preview showed, as a fingerprint of its rows' outcomes (`INV-3`). */
export interface Preview {
  /** The upper half of the fingerprint. */
  high: number;
  /** The lower half of the fingerprint. */
  low: number;
}

/** A new invitation. */
export interface Invited {
  result: 'invited';
  /** The invitation. */
  invitation: InvitationId;
}

/** A new invitation for someone who had been removed or whose earlier invitation is closed. */
export interface InvitedAgain {
  result: 'invited_again';
  /** The invitation. */
  invitation: InvitationId;
}

/** An open invitation got another contract, name or external id. */
export interface Updated {
  result: 'updated';
  /** The invitation. */
  invitation: InvitationId;
}

/** The person already has this very invitation; nothing changed. */
export interface AlreadyInvited {
  result: 'already_invited';
  /** The invitation. */
  invitation: InvitationId;
}

/** The person already is a member; nothing changed. */
export interface AlreadyMember {
  result: 'already_member';
  /** The learner. */
  learner: LearnerId;
}

/** The same address or domain stood in an earlier row; nothing changed. */
export interface Repeated {
  result: 'repeated';
  /** The line of that row. */
  first_line: number;
}

/** A learner was removed, or an invitation. */
export interface Removed {
  result: 'removed';
}

/** A member consumes from another contract. */
export interface Moved {
  result: 'moved';
}

/** A member consumes from that contract already; nothing changed. */
export interface AlreadyThere {
  result: 'already_there';
}

/** A domain was added. */
export interface DomainListed {
  result: 'domain_added';
}

/** A domain got another contract. */
export interface DomainUpdated {
  result: 'domain_updated';
}

/** A domain was listed already; nothing changed. */
export interface AlreadyListed {
  result: 'already_listed';
}

/** The row is refused. */
export interface RowRefused {
  result: 'refused';
  /** Why. */
  refusal: RefusalRecord;
}

/** What became of a row. */
export type RowResult =
  | Invited
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
  | RowRefused;

/** What became of a row, with the line it stood at. */
export interface RowOutcome {
  /** The line in the file, counted from 1. */
  line: number;
  /** What became of it. */
  result: RowResult;
}

/** What an import would do, shown before anything changes (`INV-3`). */
export interface ImportPreview {
  /** One outcome a row, in the file's order. */
  rows: RowOutcome[];
  /** Rows that would be refused. */
  refused: number;
  /** Give this with the command, so that it is refused when rows would fare otherwise by then. */
  preview: Preview;
}

/** What bringing a program in line with a roster would do, shown before anything changes (`ROS-1`). */
export interface RosterPlan {
  /** One outcome for each row of the roster, in its order. */
  rows: RowOutcome[];
  /** Rows that would be refused. Whoever they name stays as they are. */
  refused: number;
  /** Members who are not on the roster, in the order of joining. */
  removed_learners: LearnerId[];
  /** Open invitations of people who are not on the roster, in the order of inviting. */
  removed_invitations: InvitationId[];
  /** Members and open invitations that there are now. */
  people: number;
  /** The share of them that would be removed, rounded up to four decimal places. */
  removed_share: Percent;
  /** Give this with the command, so that it is refused when the plan would be another one by then. */
  preview: Preview;
}

/**
 * The kinds of problems of a file (`REP-6`).
 *
 * - `empty_file`: The file has no header line.
 * - `not_text`: The file starts with bytes that are no text: an archive, a workbook, a picture.
 * - `not_a_table`: The file is no table but a page, a document or other data; the problem's header names it.
 * - `no_header`: The first line has none of the headers of this kind of file.
 * - `missing_header`: A header that the file must have is not there.
 * - `repeated_header`: Two columns have the same header, so that it is unknown which one counts.
 * - `header_again`: The header line stands a second time, in the place of a row.
 * - `other_file`: The headers are those of another kind of file; the problem's header names it.
 * - `too_few_fields`: A row is shorter than the header line.
 * - `too_many_fields`: A row is longer than the header line.
 * - `quote_not_closed`: A quote was opened and never closed; the line is the one where it opens.
 * - `text_after_quote`: Text stands between a closing quote and the delimiter.
 * - `bare_quote`: A quote stands inside a field that is not quoted.
 * - `nul`: A NUL character.
 * - `bad_encoding`: Bytes that are not text in the file's encoding.
 * - `field_too_long`: A field over the limit.
 * - `record_too_long`: A record over the limit.
 * - `empty_value`: A cell that needs a value is empty.
 * - `not_a_time`: Not an instant.
 * - `not_a_decimal`: Not a decimal number.
 * - `not_a_count`: Not a whole number.
 * - `out_of_range`: A number outside its range.
 * - `too_precise`: A number with more decimal places than are kept.
 * - `not_yes_no`: Neither `Yes` nor `No`.
 * - `not_a_member_state`: Not a member state.
 * - `not_an_id`: Not an id.
 * - `not_a_slug`: Not a slug.
 * - `repeated_value`: A value that must be unique in the file stands there twice.
 * - `unknown_type`: A type of catalog row that does not exist.
 * - `unknown_specialization`: A specialization that the file does not have.
 * - `not_applicable`: A value in a row to which it does not apply.
 * - `unknown_action`: An action that does not exist.
 * - `unknown_detail`: A detail that does not fit its action.
 */
export type ProblemCode =
  | 'empty_file'
  | 'not_text'
  | 'not_a_table'
  | 'no_header'
  | 'missing_header'
  | 'repeated_header'
  | 'header_again'
  | 'other_file'
  | 'too_few_fields'
  | 'too_many_fields'
  | 'quote_not_closed'
  | 'text_after_quote'
  | 'bare_quote'
  | 'nul'
  | 'bad_encoding'
  | 'field_too_long'
  | 'record_too_long'
  | 'empty_value'
  | 'not_a_time'
  | 'not_a_decimal'
  | 'not_a_count'
  | 'out_of_range'
  | 'too_precise'
  | 'not_yes_no'
  | 'not_a_member_state'
  | 'not_an_id'
  | 'not_a_slug'
  | 'repeated_value'
  | 'unknown_type'
  | 'unknown_specialization'
  | 'not_applicable'
  | 'unknown_action'
  | 'unknown_detail';

/**
 * One defect of a file: where, what, and what to do (`REP-6`).
 *
 * It prints as a sentence without the excerpt, which may be personal; debug output hides the excerpt as well.
 */
export interface Problem {
  /** The physical line, from 1. */
  line: number;
  /** The record: 0 is the header, 1 the first row. Blank lines are no records; a line `sep=;` above the header is one. */
  record: number;
  /** The column, from 1; absent when the whole row is meant. */
  column: number | null;
  /** The start of the column's header, at most 80 characters; for `other_file` and `not_a_table` what the file seems to be. */
  header: string | null;
  /** For bad encoding in UTF-8: how many bytes of the file come before the bad one. */
  offset: number | null;
  /** The start of the cell, at most 80 characters. It may be personal. */
  excerpt: string;
  /** What is wrong. */
  code: ProblemCode;
  /** Where it is, what is wrong and what to do, as a sentence without the excerpt. */
  message: string;
}

/** The problems of one file in file order: the first ones kept, all counted. */
export interface Problems {
  /** Those kept. */
  kept: Problem[];
  /** How many there were. */
  total: number;
  /** How many are kept at most. */
  limit: number;
}

/** What happened, in an activity file. */
export type ActivityAction =
  | 'join'
  | 'accept'
  | 'enroll'
  | 'unenroll'
  | 'progress'
  | 'complete'
  | 'remove'
  | 'resend'
  | 'withdraw'
  | 'decline'
  | 'bounce'
  | 'profile';

/**
 * A field of a person's profile (`ID-2`).
 *
 * - `manager name`: The manager's full name.
 * - `manager email`: The manager's email.
 * - `job title`: What the person works as.
 * - `job type`: Such as full time.
 * - `business unit`: Where in the organization the person works.
 * - `business unit 2`: A second unit.
 * - `location city`: The city the person works in.
 * - `location country`: The country the person works in.
 * - `location region`: The region the person works in.
 */
export type ProfileField =
  | 'manager name'
  | 'manager email'
  | 'job title'
  | 'job type'
  | 'business unit'
  | 'business unit 2'
  | 'location city'
  | 'location country'
  | 'location region';

/**
 * What a row of a catalog is.
 *
 * - `Course`: A course.
 * - `Specialization`: A specialization, or a professional certificate: a sequence of courses.
 */
export type CatalogKind =
  | 'Course'
  | 'Specialization';

/**
 * The file of a bulk invitation, read: `Full Name`, `Email` and `External ID`, all three required as headers, in any
 * order and beside others (`INV-3`).
 *
 * Whether an email is one, and whether its owner may be invited, is judged elsewhere; here a row is left out only when
 * it cannot be read. A row may end after its email when `External ID` is the last column.
 */
export interface InvitationFile {
  /** The rows that could be read, in file order. */
  rows: InvitationRow[];
  /** Everything that is wrong with the file. */
  problems: Problems;
  /** Rows seen, good and bad, without blank ones. */
  records: number;
}

/**
 * The file of a whitelist import, read: one domain a line, under the header `Domain`, `Email Domain` or none (`WL-1`).
 *
 * Whether a domain is one, and may be whitelisted, is judged elsewhere.
 */
export interface WhitelistFile {
  /** The rows that could be read, in file order. */
  rows: DomainRow[];
  /** Everything that is wrong with the file. */
  problems: Problems;
  /** Rows seen, good and bad, without blank ones. */
  records: number;
}

/** A row of a catalog file. */
export interface CatalogLine {
  /** The physical line, from 1. */
  line: number;
  /** What it is. */
  kind: CatalogKind;
  /** Its id: as it was given, or 22 characters of URL-safe base64 made of the slug. */
  id: string;
  /** Its name. */
  name: string;
  /** Its slug, which no other row of the file has. */
  slug: string;
  /** The partner that authored it. */
  partner: string;
  /** The collection that offers it: as given, else the difficulty, else `Catalog`. */
  collection: string;
  /** For a course the slug of the specialization it belongs to; their order is that of the rows. */
  specialization: string | null;
  /** How hard it is, as it was given. */
  difficulty: string | null;
  /** The skills that it teaches, in order, each once. */
  skills: string[];
}

/**
 * A catalog, read: `Type`, `Name`, `Partner` and, optional, `Slug`, `Collection`, `Specialization`, `Course ID`,
 * `Difficulty` and `Skills`. The headers of the public course list of 2020 (`course_title` …) are read as well.
 *
 * A slug that is not given is made of the name: lower case, without accents, hyphens for all else, `-2`, `-3` … behind
 * one that is taken. An id that is not given is made of the slug, so that the same file gives the same ids everywhere.
 */
export interface CatalogFile {
  /** The rows that could be read, in file order. */
  rows: CatalogLine[];
  /** Everything that is wrong with the file. */
  problems: Problems;
  /** Rows seen, good and bad, without blank ones. */
  records: number;
}

/** A field of a profile that an activity file sets; an empty value clears it. */
export interface ProfileChange {
  /** Which field. */
  field: ProfileField;
  /** What it is set to. */
  value: string;
}

/** A row of an activity file. */
export interface ActivityLine {
  /** The physical line, from 1. */
  line: number;
  /** When it happened. */
  at: Time;
  /** What happened. */
  action: ActivityAction;
  /** The slug of the program. */
  program: string;
  /** The email of the person. */
  email: string;
  /** The person's full name. */
  name: string | null;
  /** The slug of a course or specialization; always there when the action is about one. */
  item: string | null;
  /** The collection in which it was found. */
  collection: string | null;
  /** Progress from then on. */
  progress: Percent | null;
  /** The grade from then on. */
  grade: Percent | null;
  /** Hours spent on the item up to then. */
  hours: Hours | null;
  /** Lessons of the item taken so far, in all. */
  lessons: number | null;
  /** When the class starts. */
  class_start: Time | null;
  /** What the action needs beyond the other columns, as it was given. */
  detail: string | null;
  /** For `remove`: whether the member may return without a new invitation. */
  allow_return: boolean | null;
  /** For `profile`: what was set. */
  profile: ProfileChange[];
}

/**
 * A file of dated activity, read: `Time`, `Action`, `Program` and `Email`, and, as the actions need them, `Name`,
 * `Item`, `Collection`, `Progress`, `Grade`, `Hours`, `Lessons`, `Class Start` and `Detail`. The rows keep the order of the file.
 */
export interface ActivityFile {
  /** The rows that could be read, in file order. */
  rows: ActivityLine[];
  /** Everything that is wrong with the file. */
  problems: Problems;
  /** Rows seen, good and bad, without blank ones. */
  records: number;
}

/** What a person is to a program (`REP-1`). */
export type MemberState =
  | 'INVITED'
  | 'DELETED_MEMBER'
  | 'MEMBER';

/**
 * The dialects that are known (`REP-2`): which columns a report has, in which order and under which headers.
 *
 * - `guide_2020`: As the administrator guide of 2020 prints it.
 * - `legacy`: Earlier: no contract and no profile.
 * - `about_2025`: About 2025: ends of classes, certificates, kinds of courses.
 * - `export_2026`: Of 2026: collections instead of the enrollment source, contracts' ids, a second column of hours.
 */
export type DialectName =
  | 'guide_2020'
  | 'legacy'
  | 'about_2025'
  | 'export_2026';

/**
 * The three reports (`REP-1`).
 *
 * - `usage`: One row for each person, program and course.
 * - `membership`: One row for each person and program.
 * - `specialization`: One row for each person, program and specialization.
 */
export type ReportKind =
  | 'usage'
  | 'membership'
  | 'specialization';

/** A column of a dialect. */
export interface DialectColumn {
  /** The header, as it is written. It is compared without case, surrounding space and trailing asterisks. */
  header: string;
  /** The field of the report that it holds; absent for one that the report does not have, whose cells are kept. */
  field: string | null;
}

/** A dialect as data (`REP-2`): a report's headers in order, each with the field that it holds. */
export interface Dialect {
  /** What it is called. */
  name: string;
  /** Of which report it is. */
  report: ReportKind;
  /** Its columns in order. */
  columns: DialectColumn[];
}

/**
 * What a file is, by its header line.
 *
 * - `gradebook`: A gradebook.
 * - `attempt_file`: A file of assessment attempts.
 * - `usage_report`: A usage report.
 * - `specialization_report`: A specialization report.
 * - `membership_report`: A membership report.
 * - `activity_file`: A file of dated activity.
 * - `learning_path_report`: A report of learning paths (badges), which is not read.
 * - `place_report`: A report by city, country or region, which is not read.
 * - `user_list`: The user list as a file, which is not read.
 * - `invitation_file`: A file of a bulk invitation.
 * - `catalog_file`: A file of courses and specializations.
 */
export type FileKind =
  | 'gradebook'
  | 'attempt_file'
  | 'usage_report'
  | 'specialization_report'
  | 'membership_report'
  | 'activity_file'
  | 'learning_path_report'
  | 'place_report'
  | 'user_list'
  | 'invitation_file'
  | 'catalog_file';

/** What a file is, by its header line (`REP-2`). */
export interface Recognition {
  /** What it is, or comes nearest to; absent when fewer than half of its headers are those of any kind. */
  kind: FileKind | null;
  /**
   * For a report, the dialect that it is in or comes nearest to. Columns about people count least, since every
   * organization has others.
   */
  dialect: DialectName | null;
  /** Whether the headers are those of the dialect, all of them and in its order. */
  exact: boolean;
  /** Headers without which such a file is not read and that it does not have. */
  missing_required: string[];
  /** Headers of the dialect that the file does not have. */
  missing: string[];
  /** Headers of the file that no dialect has. They are kept and given back. */
  unknown: string[];
  /** Whether the file is of a kind that is read and has what it needs. */
  readable: boolean;
}

/**
 * What stands between the fields of a file.
 *
 * - `comma`: `,`
 * - `semicolon`: `;`
 * - `tab`: A tab.
 * - `pipe`: `|`
 */
export type Separator =
  | 'comma'
  | 'semicolon'
  | 'tab'
  | 'pipe';

/**
 * What ends the lines of a file.
 *
 * - `crlf`: CR and LF, as this library writes.
 * - `lf`: LF.
 * - `cr`: CR.
 */
export type LineEnd =
  | 'crlf'
  | 'lf'
  | 'cr';

/**
 * Which fields of a file are quoted.
 *
 * - `needed`: Those that need it, as this library writes.
 * - `always`: All.
 */
export type Quotes =
  | 'needed'
  | 'always';

/**
 * How the times of a file are written.
 *
 * - `iso`: `2019-12-23T06:18:32.782Z`, as this library writes.
 * - `spaced`: `2024-01-26 10:16:04`, with a fraction where there is one.
 */
export type TimeForm =
  | 'iso'
  | 'spaced';

/**
 * Everything about a file that its rows do not say (`REP-2`).
 *
 * With it, and with the `Spelling`s, a file is written again byte for byte if its quoting and its line ends are the
 * same throughout; where they are mixed they become those of its first line, and UTF-16 becomes UTF-8. Rows with
 * problems and blank ones are left out, and so is a line `sep=;` above the header line, and a byte-order mark that was
 * read in another encoding and stands there as the text `ï»¿`.
 */
export interface FileForm {
  /** The columns in the file's order, with the headers as they stand there. */
  columns: DialectColumn[];
  /** What stands between fields. */
  separator: Separator;
  /** What ends lines. */
  line_end: LineEnd;
  /** Which fields are quoted. */
  quotes: Quotes;
  /** How times are written; that of the first one. */
  times: TimeForm;
  /** Whether the file starts with a byte-order mark. */
  byte_order_mark: boolean;
  /** Whether the last line has no end. */
  open_end: boolean;
  /** Whether apostrophes that guard against formulas were taken away when it was read. */
  guard_formulas: boolean;
}

/**
 * In what form a table is written: what a `FileForm` says of a file beside its columns. What is absent is as this library
 * writes.
 */
export interface WriteForm {
  /** What stands between fields; absent means `comma`. */
  separator?: Separator | null;
  /** What ends lines; absent means `crlf`. */
  line_end?: LineEnd | null;
  /** Which fields are quoted; absent means `needed`. */
  quotes?: Quotes | null;
  /** How times are written; absent means `iso`. */
  times?: TimeForm | null;
  /** Whether the file starts with a byte-order mark, by which some spreadsheets tell UTF-8; absent means that it does not. */
  byte_order_mark?: boolean | null;
}

/**
 * A cell that stands in its file otherwise than the form says: a number as `2` where it would be `2.0`, a time of the
 * other form. It is written so again as long as it stands for the value that the row has.
 */
export interface Spelling {
  /** The row, from 0 for the first good one. */
  row: number;
  /** The column of the form, from 0. */
  column: number;
  /** The cell. */
  text: string;
}

/** A program's banner. 960 by 300 pixels look best; another size is a warning, not an error (`PRG-1`). */
export interface Banner {
  /** Where the image is. */
  url: string;
  /** Its width in pixels. */
  width: number;
  /** Its height in pixels. */
  height: number;
}

/** An organization's logo (`ADM-1`). */
export interface Logo {
  /** Where the image is. */
  url: string;
  /** Its width in pixels. */
  width: number;
  /** Its height in pixels. */
  height: number;
}

/**
 * A day of the week.
 *
 * - `monday`: Monday.
 * - `tuesday`: Tuesday.
 * - `wednesday`: Wednesday.
 * - `thursday`: Thursday.
 * - `friday`: Friday.
 * - `saturday`: Saturday.
 * - `sunday`: Sunday.
 */
export type Weekday =
  | 'monday'
  | 'tuesday'
  | 'wednesday'
  | 'thursday'
  | 'friday'
  | 'saturday'
  | 'sunday';

/** On which days of the week the email report is made, and of what (`ADM-1`, `REP-4`). */
export interface ReportCadence {
  /** Of which programs, each once; absent means of all. */
  programs?: readonly ProgramId[] | null;
  /** On which days; kept in the order of the week, each once. */
  weekdays: readonly Weekday[];
  /** At which local time: hours and minutes, as in `08:30`. */
  time: string;
  /** In which time zone of the IANA's list, as in `Europe/Berlin`. */
  zone: string;
}

/** Creates the one organization of this register. Only the platform operator may. */
export interface CreateOrganization {
  kind: 'create_organization';
  /** The new organization's id. */
  organization: OrganizationId;
  /** Its name. */
  name: string;
  /** The email domains of its own people; administrators have an email of one of them (`ADM-2`). */
  domains: readonly string[];
  /** The register's policies; absent means the defaults. */
  policies?: Partial<RegisterPolicies> | null;
}

/** Creates a contract (`CON-1`). Only the platform operator may. */
export interface CreateContract {
  kind: 'create_contract';
  /** The new contract's id. */
  contract: ContractId;
  /** Its name. */
  name: string;
  /** What it sells. */
  terms: ContractTerms;
  /** The instant it starts. */
  starts_at: Time | Date;
  /** The instant it ends: the first at which it no longer holds. */
  ends_at: Time | Date;
  /** Its policies; absent means the defaults. */
  policies?: Partial<ContractPolicies> | null;
}

/** Freezes a contract: nothing is consumed until it is unfrozen (`CON-5`, `CON-8`). */
export interface FreezeContract {
  kind: 'freeze_contract';
  /** The contract. */
  contract: ContractId;
}

/** Unfreezes a contract (`CON-5`). */
export interface UnfreezeContract {
  kind: 'unfreeze_contract';
  /** The contract. */
  contract: ContractId;
}

/** Creates a program (`PRG-1`). Only the platform operator may. */
export interface CreateProgram {
  kind: 'create_program';
  /** The new program's id. */
  program: ProgramId;
  /** Its name. */
  name: string;
  /** Its slug, which never changes: a to z, digits and hyphens. */
  slug: string;
  /** Its URL, which never changes. */
  url: string;
  /** Its tagline; may be empty. */
  tagline: string;
  /** Its banner. */
  banner?: Banner | null;
  /** Its course enrollment limit, 1 to 9999; absent means none (`ENR-2`). */
  course_limit?: number | null;
  /** Its policies; absent means the defaults. */
  policies?: Partial<ProgramPolicies> | null;
}

/** Sets what may change of a program; every field is set as given (`PRG-1`). */
export interface UpdateProgram {
  kind: 'update_program';
  /** The program. */
  program: ProgramId;
  /** Its name. */
  name: string;
  /** Its tagline; may be empty. */
  tagline: string;
  /** Its banner; absent means none. */
  banner?: Banner | null;
  /** Its course enrollment limit, 1 to 9999; absent means none. */
  course_limit?: number | null;
}

/** Makes a course known to the register, so that collections and specializations can hold it. */
export interface AddCourse {
  kind: 'add_course';
  /** The new course's id. Reports print it in the form given here. */
  course: CourseId;
  /** Its name. */
  name: string;
  /** Its slug. */
  slug: string;
  /** The partner that authored it; the reports call this *University*. */
  partner: string;
}

/** Makes a specialization known to the register: a sequence of courses of one partner (`ENR-1`). */
export interface AddSpecialization {
  kind: 'add_specialization';
  /** The new specialization's id. */
  specialization: SpecializationId;
  /** Its name. */
  name: string;
  /** Its slug. */
  slug: string;
  /** The partner that authored it and all its courses. */
  partner: string;
  /** Its courses, in order. */
  courses: readonly CourseId[];
}

/** Creates a collection at the end of a program's catalog (`VIEW-3`). */
export interface CreateCollection {
  kind: 'create_collection';
  /** The program. */
  program: ProgramId;
  /** The new collection's id. */
  collection: CollectionId;
  /** Its name. */
  name: string;
  /** Its description; may be empty. */
  description: string;
}

/** Adds courses and specializations at the end of a collection (`VIEW-3`). */
export interface AddToCollection {
  kind: 'add_to_collection';
  /** The program. */
  program: ProgramId;
  /** The collection. */
  collection: CollectionId;
  /** What to add, in order. */
  items: readonly CatalogItem[];
}

/** Adds an organization administrator: someone with an account whose email is of the organization (`ADM-2`). */
export interface AddOrganizationAdministrator {
  kind: 'add_organization_administrator';
  /** The person's id, chosen by the host. */
  administrator: AdministratorId;
  /** The person's full name. */
  name: string;
  /** The email of the person's account. */
  email: string;
}

/** Adds an administrator of one program (`ADM-1`). */
export interface AddProgramAdministrator {
  kind: 'add_program_administrator';
  /** The program. */
  program: ProgramId;
  /** The person's id, chosen by the host. */
  administrator: AdministratorId;
  /** The person's full name. */
  name: string;
  /** The email of the person's account. */
  email: string;
}

/** Removes an administrator from a program, or from the organization (`ADM-1`, `ADM-2`). */
export interface RemoveAdministrator {
  kind: 'remove_administrator';
  /** The administrator. */
  administrator: AdministratorId;
  /** From which program; absent means from the organization administrators. */
  program?: ProgramId | null;
}

/** Invites one learner to a program (`INV-2`). An open invitation with another contract, name or external id is updated. */
export interface InviteLearner {
  kind: 'invite_learner';
  /** The new invitation's id. When an open invitation is updated, that one keeps its own. */
  invitation: InvitationId;
  /** The program. */
  program: ProgramId;
  /** The contract that joining consumes. */
  contract: ContractId;
  /** The learner's full name. */
  name: string;
  /** The learner's email. */
  email: string;
  /** The host's own id of the learner. */
  external_id?: string | null;
  /** Whether the invitation is sent, or only created. */
  send: boolean;
}

/** Invites a list of learners to a program (`INV-3`, `INV-4`). */
export interface InviteLearners {
  kind: 'invite_learners';
  /** An id for this import, from which the invitations' ids are derived. */
  import: ImportId;
  /** The program. */
  program: ProgramId;
  /** The contract that joining consumes. */
  contract: ContractId;
  /** The rows, in the file's order. */
  rows: readonly InvitationRow[];
  /** Whether the invitations are sent, or only created. */
  send: boolean;
  /** What to do when rows are refused. */
  mode: BulkMode;
  /** The preview that was shown: if rows would now fare otherwise, the command is refused. Absent means judge anew. */
  preview?: Preview | null;
}

/** Sends an open or expired invitation again (`INV-1`). */
export interface ResendInvitation {
  kind: 'resend_invitation';
  /** The invitation. */
  invitation: InvitationId;
}

/** Removes an open invitation (`INV-1`). */
export interface RemoveInvitation {
  kind: 'remove_invitation';
  /** The invitation. */
  invitation: InvitationId;
}

/** The invitee says no (`INV-1`). */
export interface DeclineInvitation {
  kind: 'decline_invitation';
  /** The invitation. */
  invitation: InvitationId;
}

/** The host reports that the invitation's email came back (`INV-1`). It stays open: the program's URL still lets the invitee in. */
export interface ReportBounce {
  kind: 'report_bounce';
  /** The invitation. */
  invitation: InvitationId;
}

/** Joins a program by an invitation's link (`INV-1`, `INV-5`). The account's email may differ from the invited one. */
export interface AcceptInvitation {
  kind: 'accept_invitation';
  /** The invitation. */
  invitation: InvitationId;
  /** The account that joins. */
  learner: LearnerId;
  /** The account's full name. */
  name: string;
  /** The account's email. */
  email: string;
}

/** Joins a program by its URL: by an open invitation to this email, else by a former membership that allows return, else by a whitelisted domain (`INV-1`, `WL-1`, `WL-3`). */
export interface JoinProgram {
  kind: 'join_program';
  /** The program. */
  program: ProgramId;
  /** The account that joins. */
  learner: LearnerId;
  /** The account's full name. */
  name: string;
  /** The account's email. */
  email: string;
}

/** Removes a learner from a program; progress is kept (`INV-6`). */
export interface RemoveLearner {
  kind: 'remove_learner';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
  /** True allows return without an invitation; false requires a new one. */
  allow_return: boolean;
}

/** Sets a learner's whole profile (`ID-2`). */
export interface UpdateProfile {
  kind: 'update_profile';
  /** The learner. */
  learner: LearnerId;
  /** The profile; absent fields are emptied. */
  profile: Profile;
}

/** Adds a domain to a program's whitelist (`WL-1`, `WL-2`). */
export interface AddDomain {
  kind: 'add_domain';
  /** The program. */
  program: ProgramId;
  /** The domain, without `@`. */
  domain: string;
  /** The contract that joining consumes. */
  contract: ContractId;
}

/** Takes a domain off a program's whitelist; members stay (`WL-1`). */
export interface RemoveDomain {
  kind: 'remove_domain';
  /** The program. */
  program: ProgramId;
  /** The domain. */
  domain: string;
}

/** Adds a list of domains to a program's whitelist (`WL-1`). */
export interface ImportDomains {
  kind: 'import_domains';
  /** The program. */
  program: ProgramId;
  /** The contract that joining consumes. */
  contract: ContractId;
  /** The rows, in the file's order. */
  rows: readonly DomainRow[];
  /** Whether domains already listed get this contract; otherwise they are left as they are. */
  update_existing: boolean;
  /** What to do when rows are refused. */
  mode: BulkMode;
  /** The preview that was shown: if rows would now fare otherwise, the command is refused. Absent means judge anew. */
  preview?: Preview | null;
}

/** Enrolls a member in a course of the program's catalog (`ENR-1`, `ENR-2`, `CON-3`). */
export interface EnrollInCourse {
  kind: 'enroll_in_course';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
  /** The course. */
  course: CourseId;
  /** The collection where the learner found it; absent for browsing or search. */
  source?: CollectionId | null;
  /** When the class starts. */
  class_starts_at?: Time | Date | null;
}

/** Enrolls a member in a specialization of the program's catalog (`ENR-1`, `CON-3`). */
export interface EnrollInSpecialization {
  kind: 'enroll_in_specialization';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
  /** The specialization. */
  specialization: SpecializationId;
  /** The collection where the learner found it; absent for browsing or search. */
  source?: CollectionId | null;
}

/** Gives up an enrollment in a course; the unit comes back if the contract's policy says so (`CON-4`). */
export interface UnenrollFromCourse {
  kind: 'unenroll_from_course';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
  /** The course. */
  course: CourseId;
}

/** Gives up an enrollment in a specialization (`CON-4`). */
export interface UnenrollFromSpecialization {
  kind: 'unenroll_from_specialization';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
  /** The specialization. */
  specialization: SpecializationId;
}

/** Records what the host knows of a course enrollment; absent fields stay as they were (`ENR-3`). */
export interface RecordCourseActivity {
  kind: 'record_course_activity';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
  /** The course. */
  course: CourseId;
  /** Overall progress so far. */
  progress?: Percent | number | null;
  /** Grade so far. */
  grade?: Percent | number | null;
  /** Estimated learning hours so far, in all. */
  hours?: Hours | number | null;
  /** The last interaction; the later of this and the one known is kept. */
  last_activity_at?: Time | Date | null;
  /** When all graded work was done; the first one recorded is kept. */
  completed_at?: Time | Date | null;
}

/** Records what the host knows of a specialization enrollment; absent fields stay as they were (`ENR-3`). */
export interface RecordSpecializationActivity {
  kind: 'record_specialization_activity';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
  /** The specialization. */
  specialization: SpecializationId;
  /** The last interaction; the later of this and the one known is kept. */
  last_activity_at?: Time | Date | null;
  /** When all courses were completed; the first one recorded is kept. */
  completed_at?: Time | Date | null;
}

/** Amends a running contract: more or fewer seats or units, never below those taken, or another end (`CON-5`). */
export interface AmendContract {
  kind: 'amend_contract';
  /** The contract. */
  contract: ContractId;
  /** What it sells from now on, of the same kind as before; absent leaves it. */
  terms?: ContractTerms | null;
  /** When it ends from now on; absent leaves it. */
  ends_at?: Time | Date | null;
}

/** Sets a collection's name and description (`VIEW-3`). */
export interface EditCollection {
  kind: 'edit_collection';
  /** The program. */
  program: ProgramId;
  /** The collection. */
  collection: CollectionId;
  /** Its name. */
  name: string;
  /** Its description; may be empty. */
  description: string;
}

/** Deletes a collection; enrollments that came from it keep its name in reports (`VIEW-3`). */
export interface DeleteCollection {
  kind: 'delete_collection';
  /** The program. */
  program: ProgramId;
  /** The collection. */
  collection: CollectionId;
}

/** Puts a program's collections in another order (`VIEW-3`). */
export interface ArrangeCollections {
  kind: 'arrange_collections';
  /** The program. */
  program: ProgramId;
  /** All its collections, each once, in the new order. */
  collections: readonly CollectionId[];
}

/** Puts what a collection holds in another order (`VIEW-3`). */
export interface ArrangeItems {
  kind: 'arrange_items';
  /** The program. */
  program: ProgramId;
  /** The collection. */
  collection: CollectionId;
  /** All that it holds, each once, in the new order. */
  items: readonly CatalogItem[];
}

/** Takes courses and specializations out of a collection; enrollments stay (`VIEW-3`). */
export interface RemoveFromCollection {
  kind: 'remove_from_collection';
  /** The program. */
  program: ProgramId;
  /** The collection. */
  collection: CollectionId;
  /** What to take out. */
  items: readonly CatalogItem[];
}

/**
 * Moves courses and specializations to the end of another collection of the program (`VIEW-3`). What that one
 * holds already only leaves the first.
 */
export interface MoveItems {
  kind: 'move_items';
  /** The program. */
  program: ProgramId;
  /** The collection that holds them. */
  from: CollectionId;
  /** The collection that shall hold them. */
  to: CollectionId;
  /** What to move, in order. */
  items: readonly CatalogItem[];
}

/**
 * Removes a program, which cannot be undone (`PRG-2`): every member leaves and keeps their courses audit only, open
 * invitations end, history and reports remain. Every seat that belongs to the program is free again, those of people
 * who left it before included, whatever the contract says of seats of those who leave. The host notifies the members.
 */
export interface RemoveProgram {
  kind: 'remove_program';
  /** The program. */
  program: ProgramId;
}

/**
 * Erases everything personal about a learner, an invitee, an administrator or a manager (`ID-4`), under whatever
 * they are known: whoever has one of the same addresses is the same person. Counts, seats and grades stay. An open invitation of the person can no longer be found by its email; its link still works.
 */
export interface ErasePerson {
  kind: 'erase_person';
  /**
   * Whom to erase: a learner with all invitations that led to or name the same person, the invitee of an
   * invitation with all others to the same email, an administrator, or the manager whom a learner's profile names.
   */
  subject: Subject;
}

/**
 * Removes a list of learners from a program; progress is kept (`INV-6`, `INV-4`). The outcomes' lines are the
 * places in the list, counted from 1.
 */
export interface RemoveLearners {
  kind: 'remove_learners';
  /** The program. */
  program: ProgramId;
  /** The learners. */
  learners: readonly LearnerId[];
  /** True allows return without an invitation; false requires a new one. */
  allow_return: boolean;
  /** What to do when some are refused. */
  mode: BulkMode;
}

/**
 * Removes a list of open invitations to a program (`INV-1`, `INV-4`). The outcomes' lines are the places in the
 * list, counted from 1.
 */
export interface RemoveInvitations {
  kind: 'remove_invitations';
  /** The program. */
  program: ProgramId;
  /** The invitations. */
  invitations: readonly InvitationId[];
  /** What to do when some are refused. */
  mode: BulkMode;
}

/**
 * Brings a program in line with a roster (`ROS-1`): whoever is on it and not in the program is invited, open
 * invitations are updated, members and invitees who are not on it are removed, and their seats are there for those who
 * come. See `Register::plan_roster`.
 */
export interface SyncRoster {
  kind: 'sync_roster';
  /** An id for this import, from which the new invitations' ids are derived. */
  import: ImportId;
  /** The program. */
  program: ProgramId;
  /** The contract that joining consumes. */
  contract: ContractId;
  /** Who should be in the program. */
  rows: readonly InvitationRow[];
  /** Whether new invitations are sent, or only created. */
  send: boolean;
  /** Whether those removed may return without an invitation. */
  allow_return: boolean;
  /** The share of members and invitees that may be removed; a plan that would remove more is refused. */
  removal_limit: Percent | number;
  /** Carries out even a plan that removes more. */
  force: boolean;
  /** What to do when rows are refused. */
  mode: BulkMode;
  /** The plan that was shown: if it would now be another, the command is refused. Absent means plan anew. */
  preview?: Preview | null;
}

/**
 * Moves members of a program to another contract, keeping everything else (`CON-5`). Moving them back is the way
 * back; whoever is there already stays. The outcomes' lines are the places in the list, counted from 1.
 */
export interface MoveMembers {
  kind: 'move_members';
  /** The program. */
  program: ProgramId;
  /** The members. */
  learners: readonly LearnerId[];
  /** The contract that they consume from now on. */
  contract: ContractId;
  /** What to do when some are refused. */
  mode: BulkMode;
}

/**
 * Renews a contract into another at a set instant (`CON-5`): its members, its open invitations and the domains
 * that name it are carried over then. Nobody needs to call anything at that instant: whatever comes later finds
 * it done as of that instant (`API-5`). An instant that has passed is good too: then it is done at once, and cannot be
 * taken back.
 */
export interface RenewContract {
  kind: 'renew_contract';
  /** The contract that is renewed. */
  contract: ContractId;
  /**
   * The contract that goes on: created before, of which nothing is taken yet or, if the instant has passed, nothing
   * was taken before it.
   */
  into: ContractId;
  /** When members are carried over: not before the other contract starts, not after this one ends. */
  renews_at: Time | Date;
  /** What the other contract sells from now on, if that differs; never less than it sells already. */
  terms?: ContractTerms | null;
}

/**
 * Takes back the renewal of a contract that has not come about yet (`CON-5`). If it raised what the other contract
 * sells, that is taken back too, unless it was amended since or the seats are needed.
 */
export interface CancelRenewal {
  kind: 'cancel_renewal';
  /** The contract that was to be renewed. */
  contract: ContractId;
}

/**
 * Limits how many seats of a contract may be released and reused in its term (`CON-5`, `CON-7`). Beyond the limit
 * the seat of whoever is removed or moved stays theirs; a higher limit releases such seats, of those who left first
 * first.
 */
export interface LimitReuse {
  kind: 'limit_reuse';
  /** The contract. */
  contract: ContractId;
  /** How many; absent means any number. */
  seats?: number | null;
}

/**
 * Lets time pass up to now and does nothing else (`API-5`). No host needs to: it only spares the next command or
 * question the work of a renewal that has come about.
 */
export interface Advance {
  kind: 'advance';
}

/** Says who may do something, in place of the library's own table (`ADM-3`). */
export interface SetRights {
  kind: 'set_rights';
  /** A command's kind or a question's name, as the table of rights lists them. */
  action: string;
  /** The roles that may. The operator always may. */
  roles: readonly Role[];
}

/**
 * Sets what may change of the organization; every field is set as given (`ADM-1`). Administrators stay, whatever
 * becomes of the domain of their email.
 */
export interface UpdateOrganization {
  kind: 'update_organization';
  /** Its name. */
  name: string;
  /** The email domains of its own people; new administrators have an email of one of them (`ADM-2`). */
  domains: readonly string[];
  /** Its color, as `#` and six hexadecimal digits; absent means none. */
  brand_color?: string | null;
  /** Its banner; absent means none. */
  banner?: Banner | null;
  /** Its logo; absent means none. */
  logo?: Logo | null;
  /** When reports are made by themselves; absent means never. */
  report_cadence?: ReportCadence | null;
  /**
   * What invitations say unless a program says otherwise: at most 2000 characters, with line breaks, kept as
   * given; absent means none.
   */
  invitation_message?: string | null;
}

/** Sets what may change of a course; every field is set as given. The slug stays (`VIEW-3`). */
export interface UpdateCourse {
  kind: 'update_course';
  /** The course. */
  course: CourseId;
  /** Its name. */
  name: string;
  /** The partner that authored it: that of every specialization it belongs to. */
  partner: string;
  /** How hard it is; absent means unknown. */
  difficulty?: Difficulty | null;
  /** The skills that it teaches, in order, each once; may be empty. */
  skills: readonly string[];
}

/** Sets what may change of a specialization; every field is set as given. The slug and the courses stay (`VIEW-3`). */
export interface UpdateSpecialization {
  kind: 'update_specialization';
  /** The specialization. */
  specialization: SpecializationId;
  /** Its name. */
  name: string;
  /** The partner that authored it. Another one becomes that of all its courses. */
  partner: string;
  /** How hard it is; absent means unknown. */
  difficulty?: Difficulty | null;
  /** The skills that it teaches, in order, each once; may be empty. */
  skills: readonly string[];
}

/** Records how many lessons of a course a learner has taken (`ENR-3`, `VIEW-1`). */
export interface RecordLessons {
  kind: 'record_lessons';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
  /** The course. */
  course: CourseId;
  /** Lessons taken so far, in all. */
  lessons: number;
}

/** Lets a learner be named on leaderboards, or no longer (`VIEW-4`). Until this is given, everyone is. */
export interface SetLeaderboardListing {
  kind: 'set_leaderboard_listing';
  /** The learner. */
  learner: LearnerId;
  /** Whether the learner is named. */
  listed: boolean;
}

/**
 * Sets what is known of a learner's account: whatever is given, and the rest stays (`ID-2`). Open invitations to a new
 * email are accepted where the learner is a member.
 */
export interface UpdateLearner {
  kind: 'update_learner';
  /** The learner. */
  learner: LearnerId;
  /** The account's full name; absent leaves it. */
  name?: string | null;
  /** The account's email, which no other account may have; absent leaves it. */
  email?: string | null;
  /** The host's own id of the person; absent leaves it, empty text takes it away. */
  external_id?: string | null;
}

/** Everything a host may ask of a register. */
export type Command =
  | CreateOrganization
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
  | UpdateLearner;

/**
 * What let a learner in.
 *
 * - `invitation_link`: The link of an invitation (`INV-5`).
 * - `invited_email`: The program's URL, signed in with the invited email (`INV-1`).
 * - `return`: A former membership that allows return (`INV-6`).
 * - `whitelist`: A whitelisted domain (`WL-1`).
 */
export type JoinPath =
  | 'invitation_link'
  | 'invited_email'
  | 'return'
  | 'whitelist';

/** The organization exists. */
export interface OrganizationCreated {
  kind: 'organization_created';
  /** The organization. */
  organization: OrganizationId;
  /** Its name. */
  name: string;
  /** Its email domains, in their compared form. */
  domains: string[];
  /** The register's policies. */
  policies: RegisterPolicies;
}

/** A contract exists. */
export interface ContractCreated {
  kind: 'contract_created';
  /** The contract. */
  contract: ContractId;
  /** Its name. */
  name: string;
  /** What it sells. */
  terms: ContractTerms;
  /** When it starts. */
  starts_at: Time;
  /** When it ends. */
  ends_at: Time;
  /** Its policies. */
  policies: ContractPolicies;
}

/** A contract is frozen. */
export interface ContractWasFrozen {
  kind: 'contract_frozen';
  /** The contract. */
  contract: ContractId;
}

/** A contract is no longer frozen. */
export interface ContractWasUnfrozen {
  kind: 'contract_unfrozen';
  /** The contract. */
  contract: ContractId;
}

/** A program exists. */
export interface ProgramCreated {
  kind: 'program_created';
  /** The program. */
  program: ProgramId;
  /** Its name. */
  name: string;
  /** Its slug. */
  slug: string;
  /** Its URL. */
  url: string;
  /** Its tagline. */
  tagline: string;
  /** Its banner. */
  banner: Banner | null;
  /** Its course enrollment limit. */
  course_limit: number | null;
  /** Its policies. */
  policies: ProgramPolicies;
}

/** A program's settings were set. */
export interface ProgramUpdated {
  kind: 'program_updated';
  /** The program. */
  program: ProgramId;
  /** Its name. */
  name: string;
  /** Its tagline. */
  tagline: string;
  /** Its banner. */
  banner: Banner | null;
  /** Its course enrollment limit. */
  course_limit: number | null;
}

/** A course is known. */
export interface CourseAdded {
  kind: 'course_added';
  /** The course. */
  course: CourseId;
  /** Its name. */
  name: string;
  /** Its slug. */
  slug: string;
  /** Its partner. */
  partner: string;
}

/** A specialization is known. */
export interface SpecializationAdded {
  kind: 'specialization_added';
  /** The specialization. */
  specialization: SpecializationId;
  /** Its name. */
  name: string;
  /** Its slug. */
  slug: string;
  /** Its partner. */
  partner: string;
  /** Its courses, in order. */
  courses: CourseId[];
}

/** A collection exists. */
export interface CollectionCreated {
  kind: 'collection_created';
  /** The program. */
  program: ProgramId;
  /** The collection. */
  collection: CollectionId;
  /** Its name. */
  name: string;
  /** Its description. */
  description: string;
}

/** Items were added to a collection. */
export interface ItemsAdded {
  kind: 'items_added';
  /** The program. */
  program: ProgramId;
  /** The collection. */
  collection: CollectionId;
  /** The items, in order. */
  items: CatalogItem[];
}

/** Someone became an organization administrator. */
export interface OrganizationAdministratorAdded {
  kind: 'organization_administrator_added';
  /** The administrator. */
  administrator: AdministratorId;
}

/** Someone became an administrator of a program. */
export interface ProgramAdministratorAdded {
  kind: 'program_administrator_added';
  /** The program. */
  program: ProgramId;
  /** The administrator. */
  administrator: AdministratorId;
}

/** Someone is no longer an administrator in that role. */
export interface AdministratorRemoved {
  kind: 'administrator_removed';
  /** The administrator. */
  administrator: AdministratorId;
  /** Of which program; absent means of the organization. */
  program: ProgramId | null;
}

/** Someone was invited. */
export interface LearnerInvited {
  kind: 'learner_invited';
  /** The invitation. */
  invitation: InvitationId;
  /** The program. */
  program: ProgramId;
  /** The contract that joining consumes. */
  contract: ContractId;
  /** Whether it was sent, or only created. */
  sent: boolean;
  /** When it expires. */
  expires_at: Time | null;
}

/** An open invitation got another contract or other personal data. */
export interface InvitationUpdated {
  kind: 'invitation_updated';
  /** The invitation. */
  invitation: InvitationId;
  /** The contract that joining consumes. */
  contract: ContractId;
  /** Whether it was sent with this update. */
  sent: boolean;
  /** When it expires. */
  expires_at: Time | null;
}

/** An invitation was sent again. */
export interface InvitationResent {
  kind: 'invitation_resent';
  /** The invitation. */
  invitation: InvitationId;
  /** When it now expires. */
  expires_at: Time | null;
}

/** An invitation was removed by an administrator. */
export interface InvitationRemoved {
  kind: 'invitation_removed';
  /** The invitation. */
  invitation: InvitationId;
}

/** An invitation was declined by the invitee. */
export interface InvitationDeclined {
  kind: 'invitation_declined';
  /** The invitation. */
  invitation: InvitationId;
}

/** An invitation's email came back. */
export interface InvitationBounced {
  kind: 'invitation_bounced';
  /** The invitation. */
  invitation: InvitationId;
}

/** A learner joined a program and occupies a seat (`CON-2`, `INV-5`). */
export interface LearnerJoined {
  kind: 'learner_joined';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
  /** The contract whose seat is occupied. */
  contract: ContractId;
  /** The invitation accepted by this. */
  invitation: InvitationId | null;
  /** What let the learner in. */
  path: JoinPath;
}

/** A learner was removed from a program. */
export interface LearnerRemoved {
  kind: 'learner_removed';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
  /** Whether the learner may return without an invitation. */
  allow_return: boolean;
}

/** A learner's profile was set; the profile itself is personal. */
export interface ProfileUpdated {
  kind: 'profile_updated';
  /** The learner. */
  learner: LearnerId;
}

/** A domain is on a program's whitelist, with this contract from now on. */
export interface DomainAdded {
  kind: 'domain_added';
  /** The program. */
  program: ProgramId;
  /** The domain, in its compared form. */
  domain: string;
  /** The contract that joining consumes. */
  contract: ContractId;
}

/** A domain is no longer on a program's whitelist. */
export interface DomainRemoved {
  kind: 'domain_removed';
  /** The program. */
  program: ProgramId;
  /** The domain, in its compared form. */
  domain: string;
}

/** A member enrolled in a course. */
export interface CourseEnrolled {
  kind: 'course_enrolled';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
  /** The course. */
  course: CourseId;
  /** The collection where it was found. */
  source: CollectionId | null;
  /** When the class starts. */
  class_starts_at: Time | null;
}

/** A member enrolled in a specialization. */
export interface SpecializationEnrolled {
  kind: 'specialization_enrolled';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
  /** The specialization. */
  specialization: SpecializationId;
  /** The collection where it was found. */
  source: CollectionId | null;
}

/** A learner gave up a course. */
export interface CourseUnenrolled {
  kind: 'course_unenrolled';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
  /** The course. */
  course: CourseId;
  /** Whether a unit of the contract came back (`CON-4`). */
  unit_returned: boolean;
}

/** A learner gave up a specialization. */
export interface SpecializationUnenrolled {
  kind: 'specialization_unenrolled';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
  /** The specialization. */
  specialization: SpecializationId;
  /** Whether a unit of the contract came back (`CON-4`). */
  unit_returned: boolean;
}

/** Facts of a course enrollment; absent fields stayed as they were. */
export interface CourseActivityRecorded {
  kind: 'course_activity_recorded';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
  /** The course. */
  course: CourseId;
  /** Overall progress so far. */
  progress: Percent | null;
  /** Grade so far. */
  grade: Percent | null;
  /** Estimated learning hours so far. */
  hours: Hours | null;
  /** The last interaction. */
  last_activity_at: Time | null;
  /** When all graded work was done. */
  completed_at: Time | null;
}

/** Facts of a specialization enrollment; absent fields stayed as they were. */
export interface SpecializationActivityRecorded {
  kind: 'specialization_activity_recorded';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
  /** The specialization. */
  specialization: SpecializationId;
  /** The last interaction. */
  last_activity_at: Time | null;
  /** When all courses were completed. */
  completed_at: Time | null;
}

/** A contract was amended (`CON-5`). */
export interface ContractAmended {
  kind: 'contract_amended';
  /** The contract. */
  contract: ContractId;
  /** What it sells from now on. */
  terms: ContractTerms;
  /** When it ends from now on. */
  ends_at: Time;
}

/** A collection has another name or description. */
export interface CollectionEdited {
  kind: 'collection_edited';
  /** The program. */
  program: ProgramId;
  /** The collection. */
  collection: CollectionId;
  /** Its name. */
  name: string;
  /** Its description. */
  description: string;
}

/** A collection was deleted. */
export interface CollectionDeleted {
  kind: 'collection_deleted';
  /** The program. */
  program: ProgramId;
  /** The collection. */
  collection: CollectionId;
}

/** A program's collections stand in another order. */
export interface CollectionsArranged {
  kind: 'collections_arranged';
  /** The program. */
  program: ProgramId;
  /** All of them, in order. */
  collections: CollectionId[];
}

/** A collection holds these items from now on, in this order. */
export interface ItemsArranged {
  kind: 'items_arranged';
  /** The program. */
  program: ProgramId;
  /** The collection. */
  collection: CollectionId;
  /** All that it holds, in order. */
  items: CatalogItem[];
}

/** Items went from one collection to the end of another. */
export interface ItemsMoved {
  kind: 'items_moved';
  /** The program. */
  program: ProgramId;
  /** The collection that held them. */
  from: CollectionId;
  /** The collection that holds them. */
  to: CollectionId;
  /** The items, in order. */
  items: CatalogItem[];
}

/** A program was removed; its members left and its open invitations ended with it (`PRG-2`). */
export interface ProgramWasRemoved {
  kind: 'program_removed';
  /** The program. */
  program: ProgramId;
}

/**
 * A person was erased (`ID-4`). Whoever stores commits deletes every personal record about these subjects from
 * them, and for a manager the name and email of the manager from the records of the learner's profile; replaying the
 * rest gives the same seats, counts and grades.
 */
export interface PersonErased {
  kind: 'person_erased';
  /** Everything under which the person was known. */
  subjects: Subject[];
}

/** A member consumes from another contract from now on (`CON-5`). */
export interface MemberMoved {
  kind: 'member_moved';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
  /** The contract. */
  contract: ContractId;
}

/** A contract will be renewed into another (`CON-5`), or is at once if the instant has passed. */
export interface RenewalScheduled {
  kind: 'renewal_scheduled';
  /** The contract that is renewed. */
  contract: ContractId;
  /** The contract that goes on. */
  into: ContractId;
  /** When members are carried over. */
  renews_at: Time;
  /** What the other contract sells from now on. */
  terms: ContractTerms;
}

/**
 * The renewal of a contract will not come about (`CON-5`). The other contract sells again what it sold before, unless
 * that was amended since or the seats are needed.
 */
export interface RenewalCanceled {
  kind: 'renewal_canceled';
  /** The contract. */
  contract: ContractId;
}

/** A contract has another limit of seats that may be released and reused (`CON-7`). */
export interface ReuseLimited {
  kind: 'reuse_limited';
  /** The contract. */
  contract: ContractId;
  /** How many; absent means any number. */
  seats: number | null;
}

/** Other roles may do something from now on (`ADM-3`). */
export interface RightsSet {
  kind: 'rights_set';
  /** A command's kind or a question's name. */
  action: string;
  /** The roles that may, each once, in the table's order. */
  roles: Role[];
}

/** The organization's settings were set (`ADM-1`). */
export interface OrganizationUpdated {
  kind: 'organization_updated';
  /** Its name. */
  name: string;
  /** Its email domains, in their compared form. */
  domains: string[];
  /** Its color, in small letters. */
  brand_color: string | null;
  /** Its banner. */
  banner: Banner | null;
  /** Its logo. */
  logo: Logo | null;
  /** When reports are made by themselves. */
  report_cadence: ReportCadence | null;
  /** What invitations say unless a program says otherwise. */
  invitation_message: string | null;
}

/** A course was described anew. */
export interface CourseUpdated {
  kind: 'course_updated';
  /** The course. */
  course: CourseId;
  /** Its name. */
  name: string;
  /** Its partner. */
  partner: string;
  /** How hard it is. */
  difficulty: Difficulty | null;
  /** The skills that it teaches, in order. */
  skills: string[];
}

/** A specialization was described anew; its partner is that of all its courses from now on. */
export interface SpecializationUpdated {
  kind: 'specialization_updated';
  /** The specialization. */
  specialization: SpecializationId;
  /** Its name. */
  name: string;
  /** Its partner. */
  partner: string;
  /** How hard it is. */
  difficulty: Difficulty | null;
  /** The skills that it teaches, in order. */
  skills: string[];
}

/** A learner has taken so many lessons of a course. */
export interface LessonsRecorded {
  kind: 'lessons_recorded';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
  /** The course. */
  course: CourseId;
  /** Lessons taken so far, in all. */
  lessons: number;
}

/** A learner is named on leaderboards from now on, or no longer. */
export interface LeaderboardListingSet {
  kind: 'leaderboard_listing_set';
  /** The learner. */
  learner: LearnerId;
  /** Whether the learner is named. */
  listed: boolean;
}

/**
 * An open invitation to the address of somebody who joins by another way, or whose account gets that address later, is
 * accepted together with that (`INV-5`).
 */
export interface InvitationAccepted {
  kind: 'invitation_accepted';
  /** The invitation. */
  invitation: InvitationId;
  /** The learner. */
  learner: LearnerId;
}

/** The name, the email or the external id of a learner changed; all three are personal. */
export interface LearnerUpdated {
  kind: 'learner_updated';
  /** The learner. */
  learner: LearnerId;
}

/** Everything that can have happened. */
export type Event =
  | OrganizationCreated
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
  | LearnerUpdated;

/** The platform's operator: creates organizations, contracts and programs. */
export interface Operator {
  kind: 'operator';
}

/** The host itself, on behalf of nobody: reports facts, bounces and single sign-on profiles. */
export interface Host {
  kind: 'host';
}

/** An administrator, of the organization or of a program. */
export interface Administrator {
  kind: 'administrator';
  /** The administrator. */
  administrator: AdministratorId;
}

/** A learner, for themselves. */
export interface Learner {
  kind: 'learner';
  /** The learner. */
  learner: LearnerId;
}

/** Who gives a command (`ADM-3`). */
export type Actor =
  | Operator
  | Host
  | Administrator
  | Learner;

/** Who gives a command, when, and under which id: all that the register cannot know by itself (`API-1`). */
export interface Context {
  /** The time now, by the host's clock. */
  now: Time | Date;
  /** Who gives the command. */
  actor: Actor;
  /** An id under which a repetition of the command is recognised (`API-6`). */
  command_id?: CommandId | null;
}

/** 128 bits that stand for a command and its actor. */
export interface Fingerprint {
  /** Bits 96 to 127. */
  a: number;
  /** Bits 64 to 95. */
  b: number;
  /** Bits 32 to 63. */
  c: number;
  /** Bits 0 to 31. */
  d: number;
}

/** The mark of a command that was given under an id (`API-6`). */
export interface Receipt {
  /** The command's id. */
  command: CommandId;
  /** A fingerprint of the command and its actor, in four parts. */
  fingerprint: Fingerprint;
}

/**
 * What was carried out and yet deserves a look.
 *
 * - `banner_size`: A banner of other than 960 by 300 pixels (`PRG-1`).
 */
export type Warning =
  | 'banner_size';

/** What one command did (`API-2`): stored and replayed as a whole. */
export interface CommitRecord {
  /** The version of this form, `COMMIT_VERSION`. */
  version: number;
  /** The place in the history, counted from 1 without gaps. */
  sequence: number;
  /** When it happened: the command's `now`, or the latest time seen if that is later (`API-5`). */
  at: Time;
  /** Who gave the command. */
  actor: Actor;
  /** The mark of the command, if it had an id. */
  receipt: Receipt | null;
  /** What happened, in order. None if the command found everything as it wanted it. */
  events: Event[];
  /** What is newly known of people (`ID-4`). A host may store these apart and leave them out on replay. */
  personal: PersonalRecord[];
  /** What became of each row of a bulk command. */
  rows: RowOutcome[];
  /** What deserves a look. */
  warnings: Warning[];
}

/** What a command comes to: a commit to store and apply, or the one that it came to before (`API-6`). */
export interface DecisionRecord {
  /** What happens, or happened. */
  commit: CommitRecord;
  /**
   * Whether the command was carried out before, as the commit says too. Then there is nothing to apply, and nothing
   * to store for whoever stored it then.
   */
  repeated: boolean;
}

/**
 * How a contract stands at an instant (`CON-8`).
 *
 * - `upcoming`: It has not started.
 * - `active`: It holds.
 * - `frozen`: It holds, and nothing may be consumed.
 * - `ended`: It has ended.
 */
export type ContractStatus =
  | 'upcoming'
  | 'active'
  | 'frozen'
  | 'ended';

/**
 * What a learner is to a program at an instant.
 *
 * - `current`: A member.
 * - `lapsed`: No member any more, because the contract ended and its policy says so (`CON-4`).
 * - `removed`: Removed by an administrator (`INV-6`).
 */
export type MembershipStatus =
  | 'current'
  | 'lapsed'
  | 'removed';

/**
 * What a learner may do with the courses of a program at an instant (`CON-4`, `PRG-2`).
 *
 * - `full`: Everything.
 * - `audit_only`: Look at them, without graded work: after the end of the contract, or whoever was a member when the program was  removed.
 * - `none`: Nothing: removed from the program, or made to leave by the end of the contract.
 */
export type Access =
  | 'full'
  | 'audit_only'
  | 'none';

/**
 * Why a seat or unit moved.
 *
 * - `joined`: A member joined and occupies a seat (`CON-2`).
 * - `returned`: A removed member came back and occupies a seat again.
 * - `removed`: A member was removed and the seat is free again (`CON-4`).
 * - `enrolled`: An enrollment took a unit (`CON-3`).
 * - `unenrolled`: An enrollment was given up in time and its unit came back (`CON-4`).
 * - `moved_in`: A member came from another contract and occupies a seat of this one (`CON-5`).
 * - `moved_out`: A member went to another contract and the seat is free again (`CON-5`).
 * - `carried_in`: A renewal carried a member over, who occupies a seat of this contract (`CON-5`).
 * - `carried_out`: A renewal carried a member over into another contract (`CON-5`).
 * - `program_removed`: The program was removed, so that nobody can come back to it, and the seat is free again (`PRG-2`).
 */
export type Movement =
  | 'joined'
  | 'returned'
  | 'removed'
  | 'enrolled'
  | 'unenrolled'
  | 'moved_in'
  | 'moved_out'
  | 'carried_in'
  | 'carried_out'
  | 'program_removed';

/** A contract, as the guide's contract table shows it (`CON-1`). */
export interface ContractView {
  /** The contract. */
  contract: ContractId;
  /** Its name. */
  name: string;
  /** What it sells. */
  terms: ContractTerms;
  /** How it stands. */
  status: ContractStatus;
  /** When it starts. */
  starts_at: Time;
  /** When it ends. */
  ends_at: Time;
  /** What is left of what it sells; absent for an unlimited contract. */
  remaining: number | null;
  /** Seats occupied. */
  occupied: number;
  /** Seats occupied by someone who has enrolled (`CON-2`). */
  utilized: number;
  /** Enrollments counted; none for a memberships contract. */
  units_used: number;
  /** Open invitations that name it. */
  invited: number;
  /** Seats that removals and moves have released in its term (`CON-7`). */
  released: number;
  /** How many seats may be released and reused in its term; absent means any number. */
  reuse_limit: number | null;
  /** The contract that it is or was renewed into (`CON-5`). */
  renews_into: ContractId | null;
  /** When it is or was renewed. */
  renews_at: Time | null;
}

/** How far people have come: invited, joined, enrolled, completed (`VIEW-1`, `ENR-4`). */
export interface Funnel {
  /** Open invitations. */
  invited: number;
  /** Members. */
  joined: number;
  /** Members with at least one course. */
  enrolled: number;
  /** Members with at least one completed course. */
  completed: number;
}

/** A program, as its card shows it (`VIEW-1`). */
export interface ProgramView {
  /** The program. */
  program: ProgramId;
  /** Its name. */
  name: string;
  /** Its slug. */
  slug: string;
  /** Its URL. */
  url: string;
  /** Its tagline. */
  tagline: string;
  /** Its course enrollment limit. */
  course_limit: number | null;
  /** Whether it has been removed, which cannot be undone (`PRG-2`). */
  removed: boolean;
  /**
   * Courses in the catalog: those that its learners may enroll in, each once, whether by themselves or as part of a
   * specialization.
   */
  courses: number;
  /** How far its people have come. */
  funnel: Funnel;
}

/** An entry of a contract's ledger (`CON-6`). */
export interface LedgerEntry {
  /** When. */
  at: Time;
  /** Why. */
  movement: Movement;
  /** Who caused it. */
  by: Actor;
  /** Whose seat or unit it is. */
  learner: LearnerId;
  /** In which program. */
  program: ProgramId;
  /** Seats or units taken after it. */
  balance: number;
}

/** What a learner is to a program. */
export interface MembershipView {
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
  /** The contract consumed from. */
  contract: ContractId;
  /** How it stands. */
  status: MembershipStatus;
  /** What the learner may do with the courses. */
  access: Access;
  /** When the learner joined last. */
  joined_at: Time;
  /** When the learner was removed, or the contract made them leave. */
  left_at: Time | null;
  /** Whether the learner may return without an invitation. */
  allow_return: boolean;
  /** Whether a seat of the contract is occupied. */
  occupies_seat: boolean;
  /** The invitation accepted last. */
  invitation: InvitationId | null;
  /** Course enrollments, given up ones left out. */
  enrolled_courses: number;
  /** Completed course enrollments. */
  completed_courses: number;
}

/** A learner: an account that joined at least once (`ID-2`, `ID-3`). */
export interface LearnerView {
  /** The learner. */
  learner: LearnerId;
  /** The full name; empty if history was replayed without personal records. */
  name: string;
  /** The email, as typed. */
  email: string;
  /** The host's own id of the learner. */
  external_id: string | null;
  /** The profile. */
  profile: Profile;
  /** What the learner is to each program, in the order of joining first. */
  memberships: MembershipView[];
}

/** An enrollment, given up or not. */
export interface EnrollmentView {
  /** The course or specialization. */
  item: CatalogItem;
  /** The contract that it consumes from. */
  contract: ContractId;
  /** The collection where the learner found it. */
  source: CollectionId | null;
  /** When the learner enrolled first. */
  enrolled_at: Time;
  /** When the learner enrolled again last, after giving it up. */
  enrolled_again_at: Time | null;
  /** When the class starts. */
  class_starts_at: Time | null;
  /** The last interaction. */
  last_activity_at: Time | null;
  /** When all graded work was done. */
  completed_at: Time | null;
  /** Overall progress. */
  progress: Percent | null;
  /** Grade. */
  grade: Percent | null;
  /** Estimated learning hours. */
  hours: Hours | null;
  /** Whether the learner gave it up. */
  given_up: boolean;
}

/** An invitation (`INV-1`). */
export interface InvitationView {
  /** The invitation. */
  invitation: InvitationId;
  /** The program. */
  program: ProgramId;
  /** The contract that joining consumes. */
  contract: ContractId;
  /** How it stands. */
  status: InvitationStatus;
  /** The invitee's full name. */
  name: string;
  /** The invited email, as typed. */
  email: string;
  /** The host's own id of the invitee. */
  external_id: string | null;
  /** When it was made. */
  created_at: Time;
  /** When it was sent last. */
  sent_at: Time | null;
  /** When it expires, or expired. */
  expires_at: Time | null;
  /** The learner who accepted it. */
  accepted_by: LearnerId | null;
}

/** A whitelisted domain (`WL-1`). */
export interface DomainView {
  /** The domain, in its compared form. */
  domain: string;
  /** The contract that joining consumes. */
  contract: ContractId;
}

/** A course (`ENR-1`). */
export interface CourseView {
  /** The course. */
  course: CourseId;
  /** Its name. */
  name: string;
  /** Its slug. */
  slug: string;
  /** Its partner. */
  partner: string;
  /** How hard it is, if that is known. */
  difficulty: Difficulty | null;
  /** The skills that it teaches, in order. */
  skills: string[];
}

/** A specialization (`ENR-1`). */
export interface SpecializationView {
  /** The specialization. */
  specialization: SpecializationId;
  /** Its name. */
  name: string;
  /** Its slug. */
  slug: string;
  /** Its partner. */
  partner: string;
  /** Its courses, in order. */
  courses: CourseId[];
  /** How hard it is, if that is known. */
  difficulty: Difficulty | null;
  /** The skills that it teaches, in order. */
  skills: string[];
}

/** A collection of a program's catalog (`VIEW-3`). */
export interface CollectionView {
  /** The collection. */
  collection: CollectionId;
  /** Its name. */
  name: string;
  /** Its description. */
  description: string;
  /** What it holds, in order. */
  items: CatalogItem[];
}

/** How often something of a program's catalog is taken (`VIEW-3`). */
export interface CatalogCount {
  /** The course or specialization. */
  item: CatalogItem;
  /** Learners, former members included, who are enrolled in it and did not give it up. */
  enrolled: number;
  /** Those of them who completed it. */
  completed: number;
}

/** An administrator (`ADM-1`). */
export interface AdministratorView {
  /** The administrator. */
  administrator: AdministratorId;
  /** The full name. */
  name: string;
  /** The email. */
  email: string;
  /** Whether of the whole organization. */
  organization: boolean;
  /** Of which programs, in the order of their creation. */
  programs: ProgramId[];
}

/** How much a register holds. */
export interface RegisterSize {
  /** Learners. */
  learners: number;
  /** Memberships, former ones included. */
  memberships: number;
  /** Invitations, closed ones included. */
  invitations: number;
  /** Enrollments, given up ones included. */
  enrollments: number;
  /** Bytes held for people, records, ledgers and indexes; profiles, remembered commands and the catalog are left out. */
  bytes: number;
}

/**
 * What a notice is about (`CON-7`).
 *
 * - `use_of_75_percent`: Three quarters of what the contract sells are taken.
 * - `use_of_100_percent`: All of what the contract sells is taken.
 * - `expiry_nears`: The contract ends soon.
 */
export type NoticeKind =
  | 'use_of_75_percent'
  | 'use_of_100_percent'
  | 'expiry_nears';

/**
 * A notice about a contract, to be given once. Contract, kind and `since` tell it apart from every other: a host that
 * asks twice, or late, gives it once.
 */
export interface ContractNotice {
  /** The contract. */
  contract: ContractId;
  /** Its name. */
  name: string;
  /** What it is about. */
  kind: NoticeKind;
  /**
   * Since when it is due. For use, the first time that it was reached: seats that come free and are taken again are
   * no second notice. When more are bought, so that use falls below the mark, reaching it again is a new one.
   */
  since: Time;
}

/** When what a contract sells will have run out, if it goes on as it did (`CON-5`). */
export interface Forecast {
  /** The contract. */
  contract: ContractId;
  /** Days that were looked back on. */
  days: number;
  /**
   * Seats or units taken in these days, those given back deducted; 0 if more were given back. Members who came from
   * or went to another contract, by a move or a renewal, are left out: they tell nothing of those to come.
   */
  taken: number;
  /** Seats or units left; absent for an unlimited contract. */
  remaining: number | null;
  /** When none will be left; absent if nothing is taken any more or nothing is limited. It may lie after the end. */
  runs_out_at: Time | null;
}

/** All contracts. */
export interface AskContracts {
  question: 'contracts';
}

/** A contract. */
export interface AskContractById {
  question: 'contract_by_id';
  /** The contract. */
  contract: ContractId;
}

/** The programs that the actor sees. */
export interface AskPrograms {
  question: 'programs';
}

/** A program. */
export interface AskProgramById {
  question: 'program_by_id';
  /** The program. */
  program: ProgramId;
}

/** The funnel of the programs that the actor sees. */
export interface AskFunnel {
  question: 'funnel';
}

/** A learner, with the memberships that the actor sees. */
export interface AskLearner {
  question: 'learner';
  /** The learner. */
  learner: LearnerId;
}

/** The learner whose account has an email. */
export interface AskLearnerByEmail {
  question: 'learner_by_email';
  /** The email. */
  email: string;
}

/** What a learner is to a program. */
export interface AskMembership {
  question: 'membership';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
}

/** A learner's enrollments in a program. */
export interface AskEnrollments {
  question: 'enrollments';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
}

/** An invitation. */
export interface AskInvitation {
  question: 'invitation';
  /** The invitation. */
  invitation: InvitationId;
}

/** The latest invitation of an email to a program. */
export interface AskInvitationOf {
  question: 'invitation_of';
  /** The program. */
  program: ProgramId;
  /** The email. */
  email: string;
}

/** A program's whitelist. */
export interface AskWhitelist {
  question: 'whitelist';
  /** The program. */
  program: ProgramId;
}

/** Every course. */
export interface AskCourses {
  question: 'courses';
}

/** Every specialization. */
export interface AskSpecializations {
  question: 'specializations';
}

/** A program's collections. */
export interface AskCollections {
  question: 'collections';
  /** The program. */
  program: ProgramId;
}

/** How often each item of a program's collections is taken. */
export interface AskCatalogCounts {
  question: 'catalog_counts';
  /** The program. */
  program: ProgramId;
}

/** The administrators of the organization and of the programs that the actor sees. */
export interface AskAdministrators {
  question: 'administrators';
}

/** The movements of a contract's seats or units that the actor sees. */
export interface AskLedger {
  question: 'ledger';
  /** The contract. */
  contract: ContractId;
  /** Whether of its units; of its seats otherwise. */
  units: boolean;
  /** From which place, counted from 0. */
  start: number;
  /** How many places at most. */
  limit: number;
}

/** Seats occupied of a contract at an instant. */
export interface AskSeatsAsOf {
  question: 'seats_as_of';
  /** The contract. */
  contract: ContractId;
  /** The instant. */
  at: Time | Date;
}

/** Units used of a contract at an instant. */
export interface AskUnitsAsOf {
  question: 'units_as_of';
  /** The contract. */
  contract: ContractId;
  /** The instant. */
  at: Time | Date;
}

/** The notices about contracts that are due. */
export interface AskNotices {
  question: 'notices';
}

/** When a contract's seats or units will have run out. */
export interface AskForecast {
  question: 'forecast';
  /** The contract. */
  contract: ContractId;
  /** Days to look back on. */
  days: number;
}

/** Who may do what. */
export interface AskRights {
  question: 'rights';
}

/** Seats or units that were left of a contract at an instant. */
export interface AskRemainingAsOf {
  question: 'remaining_as_of';
  /** The contract. */
  contract: ContractId;
  /** The instant. */
  at: Time | Date;
}

/** Something that an actor asks about the organization. The methods of `View` have the same names and say more. */
export type Question =
  | AskContracts
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
  | AskRemainingAsOf;

/**
 * Of which contracts a report tells (`REP-3`).
 *
 * - `active_contracts`: Contracts that hold at the time of the report.
 * - `all_time`: All, those that have ended included.
 */
export type ContractScope =
  | 'active_contracts'
  | 'all_time';

/** What an email report is to tell (`REP-3`). */
export interface ReportRequest {
  /** Of which contracts. */
  contracts?: ContractScope;
  /** Of which programs; absent means all that the actor may see. */
  programs?: readonly ProgramId[] | null;
  /** Whether texts that a spreadsheet would take for a formula are written with an apostrophe before them (`REP-6`). */
  guard_formulas?: boolean;
  /** In which dialect the files are (`REP-2`); absent means that of the guide. */
  dialect?: DialectName | null;
}

/**
 * The fourteen figures of the email report (`REP-3`), in the guide's order.
 *
 * An *enrollment* is one (email, program, course), a *membership* one (email, program), a *learner* an email with an
 * enrollment. Emails are compared as everywhere (`ID-1`), programs by slug, courses by id in either form, and a course
 * without id by its slug.
 * An enrollment or membership that is seen again, in an overlapping file or a second export, is the same one: it is
 * completed if any row says so, has the most progress and the most hours of its rows, and the state that comes last in
 * invited, removed, member. Removed members' enrollments count: reports keep history (`PRG-2`).
 */
export interface Summary {
  /** Enrollments. */
  total_enrollments: number;
  /** Distinct emails with an enrollment. (In the guide's picture a member without enrollments is none.) */
  unique_learners: number;
  /** Memberships whose state is `MEMBER`. */
  current_members: number;
  /** Memberships whose state is `DELETED_MEMBER`. */
  removed_members: number;
  /** Distinct courses with an enrollment. */
  unique_courses: number;
  /** Enrollments that are completed. */
  course_completions: number;
  /**
   * Completed enrollments that the report itself bears out: one row has `Completed` *Yes*, a completion time and a
   * grade above 0. The 2020 files have no column of certificates.
   */
  verified_course_completions: number;
  /** Distinct emails with a completed enrollment. */
  unique_course_completers: number;
  /** The hours of all enrollments, summed exactly (to nine decimal places each). */
  estimated_hours: Hours;
  /**
   * Distinct emails with an enrollment whose progress is at least 50 or which is completed: a course can be completed
   * below 50 % of its items, and whoever completed all of it completed half.
   */
  learners_halfway: number;
  /** Distinct emails with a membership whose state is `MEMBER` and no enrollment in that same program. */
  joined_not_enrolled: number;
  /** Distinct emails with an enrollment and without a completed one. */
  enrolled_not_completed: number;
  /** Distinct emails with enrollments in exactly one course; the same course in two programs is one. */
  enrolled_in_one: number;
  /** Distinct emails with completed enrollments in exactly one course. */
  completed_one: number;
}

/**
 * The guide's learner activity statuses, as of an instant (`VIEW-2`). A day is 24 hours; what lies exactly so many
 * days back counts as inactive, and no longer as recent. A member's last sign of life is the latest of activity in any
 * enrollment, enrolling and joining.
 *
 * - `joined`: Joined this program: is a member.
 * - `invited_never_joined`: Invited but never joined this program, or not since: has an open invitation, and no account of its address is a  member.
 * - `joined_without_enrollments`: Joined but have no current enrollments: is a member without a course, given up ones aside (`ENR-4`).
 * - `enrolled_without_completions`: Enrolled but have no completions: is a member with a course, but no completed one.
 * - `enrolled_inactive_30_days`: Enrolled but inactive for the past 30 days: is a member with a course, whose last sign of life lies at least  30 days back.
 * - `inactive_90_days`: Inactive for the past 90 days: is a member, enrolled or not, whose last sign of life lies at least 90 days back.
 * - `completed_in_last_30_days`: At least 1 completion in the last 30 days: is a member who completed a course, not given up since, less than  30 days ago.
 * - `removed`: Removed from this program: was a member and is none any more, whether removed by an administrator or by the  end of a contract (`CON-4`).
 */
export type ActivityStatus =
  | 'joined'
  | 'invited_never_joined'
  | 'joined_without_enrollments'
  | 'enrolled_without_completions'
  | 'enrolled_inactive_30_days'
  | 'inactive_90_days'
  | 'completed_in_last_30_days'
  | 'removed';

/**
 * The columns of the user list (`VIEW-2`).
 *
 * - `learner`: Name and email; always shown. Sorted by name.
 * - `join_date`: When the learner joined last.
 * - `invitation_date`: When the invitation was made: the open one, or the one accepted last.
 * - `last_activity_date`: The last activity in any enrollment, given up ones included.
 * - `status`: Member, invited or removed. Sorted in that order.
 * - `contracts`: The contract consumed from or, for an invitation, to be consumed from. Sorted by name.
 * - `current_enrollments`: Course enrollments, given up ones left out.
 * - `completions`: Completed ones of them.
 * - `external_id`: The host's own id of the learner.
 * - `removal_date`: When the learner was removed, or the contract's end made them leave.
 * - `allow_return`: Whether a former member may return without an invitation.
 */
export type UserColumn =
  | 'learner'
  | 'join_date'
  | 'invitation_date'
  | 'last_activity_date'
  | 'status'
  | 'contracts'
  | 'current_enrollments'
  | 'completions'
  | 'external_id'
  | 'removal_date'
  | 'allow_return';

/**
 * What a person of the user list is to the program.
 *
 * - `member`: A member.
 * - `invited`: Invited, and not joined since.
 * - `removed`: No member any more.
 */
export type UserStatus =
  | 'member'
  | 'invited'
  | 'removed';

/** Which users to list, in which order, and which page of them (`VIEW-2`). */
export interface UserListRequest {
  /** Of which programs; absent means all that the actor may see. */
  programs: readonly ProgramId[] | null;
  /** Of which activity status; absent means everyone. */
  status: ActivityStatus | null;
  /** Currently enrolled in any of these courses and specializations; empty means whatever they are enrolled in. */
  enrollments: readonly CatalogItem[];
  /** Under any of these contracts; empty means under whichever. */
  contracts: readonly ContractId[];
  /** A part of the name or the email. Case and accents do not matter. */
  search: string | null;
  /**
   * The column sorted by. Whoever has nothing in it comes last in both directions, and equals stand in the order
   * of joining first, then of inviting. Texts are compared without case and accents.
   */
  sort: UserColumn;
  /** Whether the largest, or latest, comes first. */
  descending: boolean;
  /** Rows of a page: 1 to 1000. */
  page_size: number;
  /** The page, counted from 0; if there is a cursor, counted from there. */
  page: number;
  /**
   * The cursor of an earlier answer to the same request: the list goes on behind the last row of that answer, even
   * if rows have come, gone or changed since. Keep it as private as the list itself, since it may tell a name.
   */
  after: string | null;
}

/** A row of the user list: what a person is to a program. */
export interface UserRow {
  /** The program. */
  program: ProgramId;
  /** The learner; absent for someone who is invited. */
  learner: LearnerId | null;
  /** The open invitation of someone who is invited, else the one accepted last. */
  invitation: InvitationId | null;
  /** The full name; empty if it was erased. */
  name: string;
  /** The email, as typed; empty if it was erased. */
  email: string;
  /** The host's own id of the person. */
  external_id: string | null;
  /** What the person is to the program. */
  status: UserStatus;
  /** When the learner joined last. */
  joined_at: Time | null;
  /** When that invitation was made. */
  invited_at: Time | null;
  /** The last activity in any enrollment, given up ones included. */
  last_activity_at: Time | null;
  /** The contract consumed from or, for an invitation, to be consumed from. */
  contract: ContractId;
  /** Its name. */
  contract_name: string;
  /** Course enrollments, given up ones left out. */
  current_enrollments: number;
  /** Completed ones of them. */
  completions: number;
  /** When the learner was removed, or the contract's end made them leave. */
  removed_at: Time | null;
  /** Whether a former member may return without an invitation; absent for others. */
  allow_return: boolean | null;
}

/** A page of the user list. */
export interface UserList {
  /** How many rows there are on all pages, those before a cursor included. */
  total: number;
  /** The rows of this page. */
  rows: UserRow[];
  /** The cursor behind the last row; absent if none follow. */
  next: string | null;
  /** As of when. */
  at: Time;
}

/** Someone who is or was a member. */
export interface ChosenLearner {
  kind: 'learner';
  /** The program. */
  program: ProgramId;
  /** The learner. */
  learner: LearnerId;
}

/** Someone with an open invitation. */
export interface ChosenInvitee {
  kind: 'invitee';
  /** The invitation. */
  invitation: InvitationId;
}

/** A row of the user list that was chosen. */
export type ChosenUser =
  | ChosenLearner
  | ChosenInvitee;

/** All pages of a request, in its order. */
export interface AllUsers {
  kind: 'all';
  /** The request; its page, page size and cursor do not matter. */
  request: Partial<UserListRequest>;
}

/** Chosen rows, in this order, each once. */
export interface ChosenUsers {
  kind: 'chosen';
  /** The rows. */
  users: readonly ChosenUser[];
}

/** Which rows of the user list are downloaded (`VIEW-2`). */
export type UserSelection =
  | AllUsers
  | ChosenUsers;

/** The organization and its settings (`ADM-1`). */
export interface OrganizationView {
  /** The organization. */
  organization: OrganizationId;
  /** Its name. */
  name: string;
  /** Its email domains, in their compared form and in order (`ADM-2`). */
  domains: string[];
  /** Its color, as `#` and six hexadecimal digits in small letters. */
  brand_color: string | null;
  /** Its banner. */
  banner: Banner | null;
  /** Its logo. */
  logo: Logo | null;
  /** When reports are made by themselves. */
  report_cadence: ReportCadence | null;
  /** What invitations say unless a program says otherwise. */
  invitation_message: string | null;
  /** The register's policies. */
  policies: RegisterPolicies;
}

/** Of what the home page tells. */
export interface HomeRequest {
  /** Of which programs; absent means all that the actor may see. */
  programs?: readonly ProgramId[] | null;
}

/**
 * The figures at the top of the home page: of courses that were not given up, by members and former ones, as in the
 * email report (`REP-3`).
 */
export interface HomeSummary {
  /** Since when they count: the start of the first contract. Absent if there is none. */
  since: Time | null;
  /** Course enrollments. */
  enrollments: number;
  /** Learning hours. */
  learning_hours: Hours;
  /** Lessons taken. */
  lessons: number;
}

/**
 * How far someone has come.
 *
 * - `invited`: Invited, and not joined yet.
 * - `joined`: Joined.
 * - `enrolled`: Enrolled in at least one course.
 */
export type FunnelStage =
  | 'invited'
  | 'joined'
  | 'enrolled';

/** A stage of the funnel, and whom to remind so that they take the next step (`VIEW-1`). */
export interface HomeStage {
  /** The stage. */
  stage: FunnelStage;
  /** How many have come that far: open invitations, members, members with a course. */
  count: number;
  /**
   * How many of them stop there: open invitations, members without a course, members without a completion. The list
   * of them has as many rows.
   */
  to_remind: number;
  /** The user list of those to remind. With `all` it is a selection of the user list's file. */
  reminder: UserListRequest;
}

/** How much of what was bought is used, over the contracts that hold (`VIEW-1`). */
export interface Utilization {
  /** Seats of memberships contracts. */
  seats_sold: number;
  /** Those of them that are occupied. */
  seats_occupied: number;
  /** Those of them whose member has enrolled. */
  seats_utilized: number;
  /** Enrollments of enrollments contracts. */
  units_sold: number;
  /** Those of them that are used. */
  units_used: number;
}

/** The home page (`VIEW-1`). */
export interface Home {
  /** As of when: the context's time, or the latest that the register has seen if that is later. */
  at: Time;
  /** The organization's name. */
  organization: string;
  /** The figures at the top. */
  summary: HomeSummary;
  /** The stages of the funnel, in order. */
  funnel: HomeStage[];
  /** The cards of the programs, removed ones left out, in the order of their creation. */
  programs: ProgramView[];
  /**
   * The contracts in the order of their creation. A program administrator sees those under which the programs have
   * members, open invitations or whitelisted domains; their figures are those of the whole contract.
   */
  contracts: ContractView[];
  /** How much of these contracts is used. */
  utilization: Utilization;
}

/**
 * By what a leaderboard ranks.
 *
 * - `learning_hours`: Estimated learning hours in courses that were not given up.
 * - `completions`: Completed courses that were not given up.
 * - `enrollments`: Courses enrolled in and not given up.
 */
export type LeaderboardMeasure =
  | 'learning_hours'
  | 'completions'
  | 'enrollments';

/** Which leaderboard, and which page of it (`VIEW-4`). */
export interface LeaderboardRequest {
  /** Of which programs; absent means all that the actor may see. A learner of several counts with all of them. */
  programs?: readonly ProgramId[] | null;
  /** By what it ranks. */
  measure?: LeaderboardMeasure;
  /** Counts what was completed or enrolled in at this instant or later; absent means from the beginning. */
  since?: Time | Date | null;
  /** Counts what was completed or enrolled in before this instant; absent means up to now. */
  until?: Time | Date | null;
  /** Whose own row is given beside the page; absent means that of the learner who asks. */
  learner?: LearnerId | null;
  /** Rows of a page: 1 to 1000. */
  page_size?: number;
  /** The page, counted from 0. */
  page?: number;
}

/** A row of a leaderboard. */
export interface LeaderboardRow {
  /**
   * The place: one more than there are learners with more. Equals share a place, and the next one skips as many
   * (1, 2, 2, 4).
   */
  rank: number;
  /** The learner. */
  learner: LearnerId;
  /** The full name. */
  name: string;
  /** Completions or enrollments; absent when hours rank. */
  count: number | null;
  /** Learning hours; absent when something else ranks. */
  hours: Hours | null;
}

/**
 * A page of a leaderboard.
 *
 * On it are members with something to count, each once. Left out are those who had themselves left out
 * (`set_leaderboard_listing`), those who were erased (`ID-4`), and former members.
 */
export interface Leaderboard {
  /** As of when. */
  at: Time;
  /** How many learners it ranks, on all pages. */
  total: number;
  /** The rows of this page: the most first, equals in the order in which they joined the organization. */
  rows: LeaderboardRow[];
  /** The row of the learner asked for; absent if none is asked for, or if it is left out. */
  own: LeaderboardRow | null;
}

/** A course or specialization, as a program offers it. */
export interface Offer {
  /** The course or specialization. */
  item: CatalogItem;
  /** Its name. */
  name: string;
  /** Its slug. */
  slug: string;
  /** Its partner. */
  partner: string;
  /** How hard it is, if that is known. */
  difficulty: Difficulty | null;
  /** The skills that it teaches, in order. */
  skills: string[];
  /** The learner's own enrollment, given up or not. */
  enrollment: EnrollmentView | null;
  /** Whether the learner may enroll now; absent without a learner. */
  may_enroll: boolean | null;
  /** Everything that stands against it, in the documented order (`API-7`). */
  barriers: RefusalRecord[];
}

/** Something of a collection, with what belongs to it. */
export interface OfferedItem {
  /** The course or specialization itself. */
  offer: Offer;
  /** The courses of a specialization, in order. */
  courses: Offer[];
}

/** A collection, as learners see it. */
export interface CollectionPreview {
  /** The collection. */
  collection: CollectionId;
  /** Its name. */
  name: string;
  /** Its description. */
  description: string;
  /** What it holds, in order. */
  items: OfferedItem[];
}

/** A program as its learners see it, or one of them (`VIEW-4`). It tells nothing of any other learner. */
export interface ProgramPreview {
  /** As of when. */
  at: Time;
  /** The program. */
  program: ProgramId;
  /** Its name. */
  name: string;
  /** Its tagline. */
  tagline: string;
  /** Its URL. */
  url: string;
  /** Its banner, or else that of the organization. */
  banner: Banner | null;
  /** The organization's name. */
  organization: string;
  /** The organization's color. */
  brand_color: string | null;
  /** The organization's logo. */
  logo: Logo | null;
  /** How many courses a learner may enroll in. */
  course_limit: number | null;
  /** The collections in order. */
  collections: CollectionPreview[];
  /** What the learner is to the program; absent without a learner. */
  membership: MembershipView | null;
  /** How many courses the learner may still enroll in by the program's limit; absent without one. */
  enrollments_left: number | null;
  /** The learner's enrollments, in the order of enrolling first, given up ones included. */
  enrollments: EnrollmentView[];
}

/** How the reading of one file went. */
export interface FileRead {
  /** Rows seen, good and bad, without blank ones. */
  records: number;
  /** Rows that counted. */
  used: number;
  /** Everything that is wrong with the file. */
  problems: Problems;
}

/** The fourteen figures of report files, and how reading them went. */
export interface FileSummary {
  /** The figures of all good rows. */
  summary: Summary;
  /** How reading the usage report went; absent if none was given. */
  usage: FileRead | null;
  /** How reading the membership report went; absent if none was given. */
  membership: FileRead | null;
}

/**
 * The seven totals of the guide's picture that need only a usage report (`REP-3`), each row taken for one enrollment.
 *
 * An export has one row for each email, program and course, and then these are the figures of the same names of
 * `Summary`(super::Summary). Where rows repeat an enrollment, it is counted again here and not there: to recognise it,
 * each enrollment would have to be remembered, and these figures remember people and courses only.
 */
export interface UsageFigures {
  /** Rows. */
  total_enrollments: number;
  /** Distinct emails, compared without case. */
  unique_learners: number;
  /** Distinct course ids. */
  unique_courses: number;
  /** Rows with `Completed` *Yes*. */
  course_completions: number;
  /** Rows with `Completed` *Yes*, a completion time and a grade above 0. */
  verified_course_completions: number;
  /** Distinct emails with a row with `Completed` *Yes*. */
  unique_course_completers: number;
  /** The hours of all rows, summed exactly (to nine decimal places each). */
  estimated_hours: Hours;
}

/** The seven figures of a usage report, and how reading it went. */
export interface FileFigures {
  /** The figures of all good rows. */
  figures: UsageFigures;
  /** How reading went. Problems are those of whole rows and of the columns that the figures use. */
  usage: FileRead;
}

/**
 * A report schedule: of which programs the email report is sent, on which days of the week and when (`REP-4`).
 *
 * A report is due once on each local date whose weekday is chosen, at the local time of the zone. Where clocks change,
 * RFC 5545 holds: a time that comes twice is the first, and one that is skipped is counted with the offset from before
 * the gap, so that 02:30 on the night on which 02:00 becomes 03:00 is 03:30. A date that a zone leaves out as a whole,
 * as Samoa did with 2011-12-30, has no report.
 */
export interface ReportSchedule {
  /** The schedule, by which its reports are told from others'. */
  schedule: ScheduleId;
  /** Of which programs; absent means all. */
  programs?: readonly ProgramId[] | null;
  /** On which days of the week; the order and repeats do not matter. */
  weekdays: readonly Weekday[];
  /** The local time, as hour and minute of 24 hours: `08:30`. */
  time: string;
  /** The name of the zone in the IANA database: `Europe/London`. */
  zone: string;
}

/** A report that is due by a schedule (`REP-4`). */
export interface DueReport {
  /** The schedule. */
  schedule: ScheduleId;
  /**
   * What tells this report from every other: `report-schedule:`, the schedule's id, `:` and the local date. It does not
   * depend on the time of day or the zone, so that a schedule moved to a later hour sends nothing twice on one date.
   * Whoever keeps the keys of what was sent sends each report once.
   */
  key: string;
  /** When it is due. */
  at: Time;
  /** The local date for which it is due, as `2024-03-10`. */
  date: string;
  /** The weekday of that date. */
  weekday: Weekday;
}

/**
 * A fact about an assessment attempt (`REP-5`), with the names of the file's columns.
 *
 * A learner is known by `learner_id`, or where that is absent by `email`; one of them must be there, and the same one
 * throughout. An item is known by its id within its course. A fact without `attempt`, `submitted_at` and `item_grade`
 * tells of an item that the learner has not submitted.
 */
export interface AssessmentAttempt {
  /** The person's full name. */
  name?: string | null;
  /** The person's email. */
  email?: string | null;
  /** The organization's own id of the person. */
  external_id?: string | null;
  /** The platform's id of the person. */
  learner_id?: string | null;
  /** The program's slug. */
  program_slug: string;
  /** The program's name. */
  program_name?: string | null;
  /** The course's id, in either form. */
  course_id: string;
  /** The course's name. */
  course?: string | null;
  /** The course's slug. */
  course_slug?: string | null;
  /** The id of the module in which the item stands. */
  module_id?: string | null;
  /** The name of the module. */
  module_name?: string | null;
  /** The id of the lesson in which the item stands. */
  lesson_id?: string | null;
  /** The name of the lesson. */
  lesson_name?: string | null;
  /** The id of the graded item, within its course. */
  item_id: string;
  /** The item's name. */
  item_name?: string | null;
  /** What it is: a quiz, an exam, a peer review. */
  item_type?: string | null;
  /** The item's place in its course. */
  item_order?: number | null;
  /** The share of the course grade, of 100. Absent or 0: it does not count for it. */
  item_weight?: Percent | number | null;
  /** The least grade with which the item is passed. Absent: nobody passes or fails it. */
  passing_threshold?: Percent | number | null;
  /** Until when this person was to submit it; the deadline itself is in time. */
  item_deadline?: Time | Date | null;
  /** The number of the attempt, from 1. */
  attempt?: number | null;
  /** When the attempt was submitted. */
  submitted_at?: Time | Date | null;
  /** The attempt's grade. Absent: it is not graded yet. */
  item_grade?: Percent | number | null;
}

/** A file of assessment attempts, read as a whole (`REP-5`). `AttemptReader` reads one of any size. */
export interface AttemptFile {
  /** The facts that could be read, in file order. */
  rows: AssessmentAttempt[];
  /** For each of them, the physical line on which it starts, from 1. */
  lines: number[];
  /** Everything that is wrong with the file. */
  problems: Problems;
  /** Rows seen, good and bad, without blank ones. */
  records: number;
}

/** All learners of some courses of a program: *Download Grades*. */
export interface CourseLevel {
  kind: 'course';
  /** The program's slug. */
  program_slug: string;
  /** The courses' ids, in either form; at least one. */
  course_ids: readonly string[];
}

/** All learners and all courses with activity of a collection: *Export Gradebook* in the catalog. */
export interface CollectionLevel {
  kind: 'collection';
  /** The program's slug. */
  program_slug: string;
  /** The ids of the collection's courses, in either form. */
  course_ids: readonly string[];
}

/** Chosen programs: *Export Gradebook* above the program cards. */
export interface ProgramLevel {
  kind: 'program';
  /** Their slugs; at least one. */
  program_slugs: readonly string[];
}

/** Every program of which facts were taken in. */
export interface OrganizationLevel {
  kind: 'organization';
}

/** Of what a gradebook tells (`REP-5`), in the words of the facts: by slugs and course ids. */
export type GradebookLevel =
  | CourseLevel
  | CollectionLevel
  | ProgramLevel
  | OrganizationLevel;

/** Some courses of a program. */
export interface CourseScope {
  kind: 'course';
  /** The program. */
  program: ProgramId;
  /** The courses; at least one. */
  courses: readonly CourseId[];
}

/** A collection of a program's catalog: its courses, and those of its specializations. */
export interface CollectionScope {
  kind: 'collection';
  /** The program. */
  program: ProgramId;
  /** The collection. */
  collection: CollectionId;
}

/** Chosen programs. */
export interface ProgramScope {
  kind: 'program';
  /** The programs; at least one. */
  programs: readonly ProgramId[];
}

/** All programs that the actor may see. */
export interface OrganizationScope {
  kind: 'organization';
}

/**
 * Of what a gradebook is asked, in the words of a register: by ids. `Register::gradebook_level` makes a
 * `GradebookLevel` of it, narrowed to what the actor may see.
 */
export type GradebookScope =
  | CourseScope
  | CollectionScope
  | ProgramScope
  | OrganizationScope;

/**
 * Whose grades a date range selects.
 *
 * - `courses`: All learners' grades of each course of a program in which anyone submitted something in the range, as the guide  says: *learner grades for courses that had activity*.
 * - `learners`: The grades of those learners only who submitted something in the course and range.
 */
export type GradebookActivity =
  | 'courses'
  | 'learners';

/**
 * Into how many files a gradebook goes.
 *
 * - `one_file`: One for all programs: the guide's preset.
 * - `file_per_program`: One for each program.
 */
export type GradebookBundling =
  | 'one_file'
  | 'file_per_program';

/**
 * How a gradebook is laid out.
 *
 * - `long`: One row for each learner and item.
 * - `wide`: One row for each learner and program, with a column for each item and two for each course.
 * - `canvas`: As Canvas imports grades: a column for each item, points out of 100.
 * - `moodle`: As Moodle exports grades: a column for each item, and the total of each course.
 * - `one_roster`: The results file of OneRoster 1.2, for bulk processing: one row for each learner and item.
 */
export type GradebookLayout =
  | 'long'
  | 'wide'
  | 'canvas'
  | 'moodle'
  | 'one_roster';

/**
 * Whether an attempt that was submitted after its deadline counts for the grade. It is listed in either case.
 *
 * - `counted`: It counts as any other does.
 * - `not_counted`: It does not count.
 */
export type LateWork =
  | 'counted'
  | 'not_counted';

/** How a gradebook is made (`REP-5`). */
export interface GradebookOptions {
  /** The start of the date range; absent means from the beginning. */
  from?: Time | Date | null;
  /** The end of the date range, which does not belong to it; absent means until now. */
  until?: Time | Date | null;
  /**
   * Whose grades the range selects; absent means `courses`. Grades are always those of all attempts: one of half the
   * items would be wrong.
   */
  activity?: GradebookActivity | null;
  /** Into how many files it goes; absent means `one_file`. */
  bundling?: GradebookBundling | null;
  /** How it is laid out; absent means `long`. */
  layout?: GradebookLayout | null;
  /** Whether late attempts count; absent means `counted`. */
  late_work?: LateWork | null;
  /**
   * Whether the file of assessment attempts is made as well, with those submitted in the range; absent means at the
   * level of courses only, as the guide has it.
   */
  attempts?: boolean | null;
  /** For how many hours the link to it holds; absent means 24. */
  link_hours?: number | null;
  /** Whether texts that a spreadsheet would take for a formula are written with an apostrophe before them (`REP-6`). */
  guard_formulas?: boolean;
}

/** A gradebook that is asked for (`REP-5`). */
export interface GradebookRequest {
  /** Of what it tells. */
  level: GradebookLevel;
  /** How it is made. */
  options: GradebookOptions;
}

/**
 * What is remarkable about the facts of a gradebook.
 *
 * - `conflicting_attempt`: An attempt was told with different grades or times: the later submission holds, then the higher grade.
 * - `future_attempt`: An attempt was submitted after the gradebook was made: it is left out.
 * - `changed_item`: An item's name, type, order, weight, threshold, module or lesson changed: the latest holds for everyone.
 * - `uneven_weights`: The weights of a course's items do not sum to 100: its grade is shared out by their sum.
 * - `no_weights`: No item of the course has a weight: it has no course grade.
 * - `repeated_attempt`: An attempt was told more than once: it counts once.
 */
export type FindingKind =
  | 'conflicting_attempt'
  | 'future_attempt'
  | 'changed_item'
  | 'uneven_weights'
  | 'no_weights'
  | 'repeated_attempt';

/** Something remarkable about the facts of a gradebook, and what was made of it. */
export interface GradebookFinding {
  /** What it is. */
  kind: FindingKind;
  /** The program's slug, where it is about an attempt. */
  program_slug: string | null;
  /** The course's id. */
  course_id: string;
  /** The item's id; absent when it is about the course. */
  item_id: string | null;
  /** The learner's email, or id where there is no email; absent when it is about no learner. */
  learner: string | null;
  /** The number of the attempt, where it is about one. */
  attempt: number | null;
  /** What it is and what was made of it, as a sentence without the learner. */
  message: string;
}

/** What a gradebook holds (`REP-5`). */
export interface GradebookSummary {
  /** When it was made. */
  made_at: Time;
  /** Until when the link to it holds: the host is to refuse it from then on. */
  expires_at: Time;
  /** Programs in it. */
  programs: number;
  /** Courses in it. */
  courses: number;
  /** Learners in it. */
  learners: number;
  /** Items in it. */
  items: number;
  /** Attempts on which its grades rest. */
  attempts: number;
  /** What is remarkable, by kind, course, item, learner and attempt: the first thousand. */
  findings: GradebookFinding[];
  /** How many findings there are. */
  findings_total: number;
}

/**
 * What became of a membership between two exports.
 *
 * - `invited`: Is invited now, and was not before.
 * - `joined`: Is a member now, and was not before.
 * - `removed`: Is a removed member now, and was not before.
 * - `came_back`: Is a member again after having been removed.
 * - `left_file`: Has no row any more.
 */
export type MembershipChangeKind =
  | 'invited'
  | 'joined'
  | 'removed'
  | 'came_back'
  | 'left_file';

/** A membership that is not what it was in an earlier export. */
export interface MembershipChange {
  /** What became of it. */
  kind: MembershipChangeKind;
  /** The person's email, in lower case. */
  email: string;
  /** The person's name. */
  name: string;
  /** The program's slug. */
  program_slug: string;
  /** The program's name. */
  program_name: string;
  /** What it was; absent if the earlier export has no row of it. */
  before: MemberState | null;
  /** What it is; absent if the later export has no row of it. */
  after: MemberState | null;
  /** When the person joined, for `joined` and `came_back`, or was invited, for `invited`, if the later export says so. */
  at: Time | null;
}

/** Two exports of the membership report compared. */
export interface MembershipComparison {
  /** What is not as it was, by program slug, then email, in the order of their bytes. */
  changes: MembershipChange[];
  /** Memberships that are what they were. */
  unchanged: number;
  /** How reading the earlier file went; absent if none was given. */
  before: FileRead | null;
  /** How reading the later file went; absent if none was given. */
  after: FileRead | null;
}

/**
 * What became of an enrollment between two exports.
 *
 * - `enrolled`: Has no row in the earlier export.
 * - `completed`: Is completed now, and was not before.
 * - `reopened`: Is not completed any more.
 * - `progressed`: Has another progress.
 * - `graded`: Has another grade.
 * - `studied`: Has other estimated learning hours.
 * - `removed_from_program`: Its person was removed from the program.
 * - `returned_to_program`: Its person is in the program again.
 * - `given_up`: Has no row any more, although the person has others in the program: most likely it was given up.
 * - `left_file`: Has no row any more, and the person has none in the program.
 */
export type UsageChangeKind =
  | 'enrolled'
  | 'completed'
  | 'reopened'
  | 'progressed'
  | 'graded'
  | 'studied'
  | 'removed_from_program'
  | 'returned_to_program'
  | 'given_up'
  | 'left_file';

/**
 * An enrollment that is not what it was in an earlier export. Of numbers that a row does not have the difference is taken
 * as from 0; of rows that are gone there is none.
 */
export interface UsageChange {
  /** What became of it: one or more, in the order of their definition. */
  kinds: UsageChangeKind[];
  /** The person's email, in lower case. */
  email: string;
  /** The person's name. */
  name: string;
  /** The program's slug. */
  program_slug: string;
  /** The program's name. */
  program_name: string;
  /** The course's id, or its slug where the exports have none. */
  course_id: string;
  /** The course's name. */
  course: string;
  /** When it was completed, if the later export says so. */
  completed_at: Time | null;
  /** The progress before, in percent. */
  progress_before: Decimal | null;
  /** The progress now. */
  progress_after: Decimal | null;
  /** By how much it has grown, or less than nothing. */
  progress_by: Decimal | null;
  /** The grade before, in percent. */
  grade_before: Decimal | null;
  /** The grade now. */
  grade_after: Decimal | null;
  /** By how much it has grown, or less than nothing. */
  grade_by: Decimal | null;
  /** The estimated hours before. */
  hours_before: Decimal | null;
  /** The estimated hours now. */
  hours_after: Decimal | null;
  /** By how much they have grown, or less than nothing. */
  hours_by: Decimal | null;
}

/** Two exports of the usage report compared. */
export interface UsageComparison {
  /** What is not as it was, by program slug, then email, then course, in the order of their bytes. */
  changes: UsageChange[];
  /** Enrollments that are what they were. */
  unchanged: number;
  /** How reading the earlier file went; absent if none was given. */
  before: FileRead | null;
  /** How reading the later file went; absent if none was given. */
  after: FileRead | null;
}

/**
 * What became of an enrollment in a specialization between two exports.
 *
 * - `enrolled`: Has no row in the earlier export.
 * - `completed`: Is completed now, and was not before.
 * - `reopened`: Is not completed any more.
 * - `progressed`: Has another number of completed courses.
 * - `removed_from_program`: Its person was removed from the program.
 * - `returned_to_program`: Its person is in the program again.
 * - `given_up`: Has no row any more, although the person has others in the program: most likely it was given up.
 * - `left_file`: Has no row any more, and the person has none in the program.
 */
export type SpecializationChangeKind =
  | 'enrolled'
  | 'completed'
  | 'reopened'
  | 'progressed'
  | 'removed_from_program'
  | 'returned_to_program'
  | 'given_up'
  | 'left_file';

/**
 * An enrollment in a specialization that is not what it was in an earlier export. It has progressed when both exports tell
 * how many of its courses are completed, and these numbers differ; one that is new began with none.
 */
export interface SpecializationChange {
  /** What became of it: one or more, in the order of their definition. */
  kinds: SpecializationChangeKind[];
  /** The person's email, in lower case. */
  email: string;
  /** The person's name. */
  name: string;
  /** The program's slug. */
  program_slug: string;
  /** The program's name. */
  program_name: string;
  /** The specialization's slug. */
  specialization_slug: string;
  /** The specialization's name. */
  specialization: string;
  /** When the person enrolled, if the later export says so. */
  enrolled_at: Time | null;
  /** When it was completed, if the later export says so. */
  completed_at: Time | null;
  /** Completed courses before, if the earlier export says so. */
  completed_courses_before: number | null;
  /** Completed courses now, if the later export says so. */
  completed_courses_after: number | null;
  /** Courses that the specialization has, if the later export says so. */
  courses_in_specialization: number | null;
}

/** Two exports of the specialization report compared. */
export interface SpecializationComparison {
  /** What is not as it was, by program slug, then email, then specialization, in the order of their bytes. */
  changes: SpecializationChange[];
  /** Enrollments that are what they were. */
  unchanged: number;
  /** How reading the earlier file went; absent if none was given. */
  before: FileRead | null;
  /** How reading the later file went; absent if none was given. */
  after: FileRead | null;
}

/**
 * The figures of one group: of all rows that have the same texts in the chosen columns.
 *
 * What an enrollment, a membership and a learner are, and what repeated rows come to, is as for the
 * `Summary`(report::Summary). Who is in two groups counts in both.
 */
export interface GroupFigures {
  /** The texts of the chosen columns, in the order in which these were chosen; empty ones stand for none. */
  values: string[];
  /** Enrollments. */
  enrollments: number;
  /** Distinct emails with an enrollment. */
  unique_learners: number;
  /** Distinct courses with an enrollment. */
  unique_courses: number;
  /** Enrollments that are completed. */
  completions: number;
  /** Distinct emails with a completed enrollment. */
  unique_completers: number;
  /** The estimated hours of all enrollments, summed exactly (to nine decimal places each). */
  estimated_hours: Hours;
  /** Enrollments whose progress is known. */
  with_progress: number;
  /** Their progress, summed exactly (to nine decimal places each). */
  progress_total: Decimal;
  /** That sum divided by their number, to four decimal places, halves to the even digit; absent when there are none. */
  mean_progress: Decimal | null;
  /** Memberships whose state is `MEMBER`; absent when the membership report does not have the chosen columns. */
  current_members: number | null;
  /** Memberships whose state is `DELETED_MEMBER`; absent in the same case. */
  removed_members: number | null;
  /** Memberships whose state is `INVITED`; absent in the same case. */
  invited: number | null;
}

/** Figures by group, of report files. */
export interface GroupedFigures {
  /** The fields of the chosen columns. */
  by: string[];
  /** The groups, in the order of the bytes of their values. */
  groups: GroupFigures[];
  /** How reading the usage report went; absent if none was given. */
  usage: FileRead | null;
  /** How reading the membership report went; absent if none was given. */
  membership: FileRead | null;
}

/** A row of the usage report. */
export interface UsageRow {
  /** *Name*: The person's full name. */
  name: string;
  /** *Email*: The person's email. */
  email: string;
  /** *External Id*: The organization's own id of the person; empty when it gave none. */
  external_id: string;
  /** *Course*: The course's name. */
  course: string;
  /** *Course ID*: The course's id, as 22 characters of URL-safe base64 or as it was given. */
  course_id: string;
  /** *Course Slug*: The course's slug, which is also the end of its URL. */
  course_slug: string;
  /** *University*: The partner that authored the course. */
  university: string;
  /** *Enrollment Time*: When the person enrolled. */
  enrollment_time: Time | null;
  /** *Class Start Time*: When the class starts. */
  class_start_time: Time | null;
  /** *Last Course Activity Time*: When the person last used an item of the course. */
  last_course_activity_time: Time | null;
  /** *Overall Progress*: The share of the course's items that the person has been through. A course can be completed below 100. */
  overall_progress: Percent | null;
  /** *Estimated Learning Hours*: Estimated time spent learning, in hours: the guide's text says minutes, its sample and real files are hours. */
  estimated_learning_hours: Hours | null;
  /** *Completed*: Whether all required assessments and assignments are done. */
  completed: boolean;
  /** *Removed From Program*: Whether the person is no longer a member of the program. */
  removed_from_program: boolean;
  /** *Program Slug*: The program's slug, which is also the end of its URL. */
  program_slug: string;
  /** *Program Name*: The program's name. */
  program_name: string;
  /** *Enrollment Source*: The collection in which the person found the course; empty after browsing or searching. */
  enrollment_source: string;
  /** *Completion Time*: When all required assessments and assignments were done. */
  completion_time: Time | null;
  /** *Course Grades*: The grade over all required assessments and assignments, which changes as the person goes on. */
  course_grades: Percent | null;
  /** *Contract*: The contract whose license or enrollment is used. */
  contract: string;
  /** *Manager Name*: The manager's full name. */
  manager_name: string;
  /** *Manager Email*: The manager's email. */
  manager_email: string;
  /** *Job Title*: What the person works as. */
  job_title: string;
  /** *Job Type*: Such as `Full Time`. */
  job_type: string;
  /** *Business Unit*: Where in the organization the person works. */
  business_unit: string;
  /** *Business Unit 2*: A second unit, beside or below the first. */
  business_unit_2: string;
  /** *Location City*: The city the person works in. */
  location_city: string;
  /** *Location Country*: The country the person works in. */
  location_country: string;
  /** *Location Region*: The region, province or state the person works in. */
  location_region: string;
  /** *Class End Time*: When the class ends. */
  class_end_time: Time | null;
  /** *Course Certificate URL*: Where the person's certificate of the course is shown. */
  course_certificate_url: string;
  /** *For Credit*: Whether the course counts for credit at a university. */
  for_credit: boolean | null;
  /** *Course Type*: What kind of course it is. */
  course_type: string;
  /** *Collection ID*: The id of the collection in which the person found the course. */
  collection_id: string;
  /** *Is Enterprise Contract Active*: Whether the contract was running when the report was made. */
  is_enterprise_contract_active: boolean | null;
  /** *Learning Hours*: Hours spent learning, as the vendor counts them in another way than the estimated hours. */
  learning_hours: Hours | null;
}

/** A row of the membership report. */
export interface MembershipRow {
  /** *Name*: The person's full name. */
  name: string;
  /** *Email*: The person's email. */
  email: string;
  /** *External Id*: The organization's own id of the person; empty when it gave none. */
  external_id: string;
  /** *Program Name*: The program's name. */
  program_name: string;
  /** *Program Slug*: The program's slug, which is also the end of its URL. */
  program_slug: string;
  /** *# Enrolled Courses*: Courses of the program that the person enrolled in. */
  enrolled_courses: number;
  /** *# Completed Courses*: Courses of the program that the person completed. */
  completed_courses: number;
  /** *Member State*: Whether the person is a member, was removed, or is invited. */
  member_state: MemberState;
  /** *Join Date*: When the person joined the program. */
  join_date: Time | null;
  /** *Invitation Date*: When the person was invited to the program. */
  invitation_date: Time | null;
  /** *Last Activity Time*: When the person last used course content. */
  last_activity_time: Time | null;
  /** *Contract(s)*: The contract whose license or enrollments are used. */
  contracts: string;
  /** *Manager Name*: The manager's full name. */
  manager_name: string;
  /** *Manager Email*: The manager's email. */
  manager_email: string;
  /** *Job Title*: What the person works as. */
  job_title: string;
  /** *Job Type*: Such as `Full Time`. */
  job_type: string;
  /** *Business Unit*: Where in the organization the person works. */
  business_unit: string;
  /** *Business Unit 2*: A second unit, beside or below the first. */
  business_unit_2: string;
  /** *Location City*: The city the person works in. */
  location_city: string;
  /** *Location Country*: The country the person works in. */
  location_country: string;
  /** *Location Region*: The region, province or state the person works in. */
  location_region: string;
  /** *Contract ID(s)*: The ids of these contracts. */
  contract_ids: string;
  /** *Learning Hours*: Hours spent learning in the program. */
  learning_hours: Hours | null;
}

/** A row of the specialization report. */
export interface SpecializationRow {
  /** *Name*: The person's full name. */
  name: string;
  /** *Email*: The person's email. */
  email: string;
  /** *External Id*: The organization's own id of the person; empty when it gave none. */
  external_id: string;
  /** *Specialization*: The specialization's name. */
  specialization: string;
  /** *Specialization Slug*: The specialization's slug, which is also the end of its URL. */
  specialization_slug: string;
  /** *University*: The partner that authored the specialization. */
  university: string;
  /** *Enrollment Time*: When the person enrolled. */
  enrollment_time: Time | null;
  /** *Last Specialization Activity Time*: When the person last used its content. */
  last_specialization_activity_time: Time | null;
  /** *Completed*: Whether all graded assignments are done. */
  completed: boolean;
  /** *Removed From Program*: Whether the person is no longer a member of the program: `Yes` or `No`, although the guide's sample has a contract's name here. */
  removed_from_program: boolean;
  /** *Program Slug*: The program's slug, which is also the end of its URL. */
  program_slug: string;
  /** *Program Name*: The program's name. */
  program_name: string;
  /** *Enrollment Source*: The collection in which the person found the specialization; empty after browsing or searching. */
  enrollment_source: string;
  /** *Specialization Completion Time*: When all its courses were completed. */
  specialization_completion_time: Time | null;
  /** *Contract*: The contract whose license or enrollment is used. */
  contract: string;
  /** *Manager Name*: The manager's full name. */
  manager_name: string;
  /** *Manager Email*: The manager's email. */
  manager_email: string;
  /** *Job Title*: What the person works as. */
  job_title: string;
  /** *Job Type*: Such as `Full Time`. */
  job_type: string;
  /** *Business Unit*: Where in the organization the person works. */
  business_unit: string;
  /** *Business Unit 2*: A second unit, beside or below the first. */
  business_unit_2: string;
  /** *Location City*: The city the person works in. */
  location_city: string;
  /** *Location Country*: The country the person works in. */
  location_country: string;
  /** *Location Region*: The region, province or state the person works in. */
  location_region: string;
  /** *# Completed Courses*: Courses of the specialization that the person completed. */
  completed_courses: number | null;
  /** *# Courses in Specialization*: Courses that the specialization has. */
  courses_in_specialization: number | null;
  /** *Specialization Certificate URL*: Where the person's certificate of the specialization is shown. */
  specialization_certificate_url: string;
  /** *Collection ID*: The id of the collection in which the person found the specialization. */
  collection_id: string;
  /** *Is Enterprise Contract Active*: Whether the contract was running when the report was made. */
  is_enterprise_contract_active: boolean | null;
}

/** A row of the gradebook. */
export interface GradebookRow {
  /** *Name*: The person's full name. */
  name: string;
  /** *Email*: The person's email. */
  email: string;
  /** *External Id*: The organization's own id of the person. */
  external_id: string;
  /** *Learner ID*: The platform's id of the person. */
  learner_id: string;
  /** *Program Slug*: The program's slug. */
  program_slug: string;
  /** *Program Name*: The program's name. */
  program_name: string;
  /** *Course*: The course's name. */
  course: string;
  /** *Course ID*: The course's id. */
  course_id: string;
  /** *Course Slug*: The course's slug. */
  course_slug: string;
  /** *Module ID*: The id of the module in which the item stands. */
  module_id: string;
  /** *Module Name*: The name of the module. */
  module_name: string;
  /** *Lesson ID*: The id of the lesson in which the item stands. */
  lesson_id: string;
  /** *Lesson Name*: The name of the lesson. */
  lesson_name: string;
  /** *Item ID*: The id of the graded item, within its course. */
  item_id: string;
  /** *Item Name*: The item's name. */
  item_name: string;
  /** *Item Type*: What it is: a quiz, an exam, a peer review. */
  item_type: string;
  /** *Item Order*: The item's place in its course. */
  item_order: number;
  /** *Item Weight*: The share of the course grade, of 100. */
  item_weight: Percent | null;
  /** *Passing Threshold*: The least grade with which the item is passed. */
  passing_threshold: Percent | null;
  /** *Item Deadline*: Until when this person was to submit it. */
  item_deadline: Time | null;
  /** *Item Grade*: The highest grade of all attempts that count. Empty: none is graded. */
  item_grade: Percent | null;
  /** *Is Item Passed*: `Yes` when the grade reaches the threshold, `No` when not; empty without grade or threshold. */
  is_item_passed: string;
  /** *Attempts*: How many attempts were submitted. */
  attempts: number;
  /** *Counted Attempt*: The number of the attempt whose grade it is; 0 when there is none. Of equal grades the earliest. */
  counted_attempt: number;
  /** *Submitted At*: When that attempt was submitted. */
  submitted_at: Time | null;
  /** *Is Late*: `Yes` when that was after the deadline, `No` when not; empty without attempt or deadline. */
  is_late: string;
  /** *Course Grade*: The average of the course's items by weight, those without a grade as 0, exact, and rounded half up to two decimal places. Empty: no item has a weight. */
  course_grade: Percent | null;
  /** *Course Grade So Far*: The same over the items with a grade only. */
  course_grade_so_far: Percent | null;
}
