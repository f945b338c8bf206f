//! Refusals: every reason for which a command is not carried out, from one definition.
//!
//! A refused command changes nothing (`API-2`). Each refusal has a stable code, the number of the rule
//! behind it, its facts as fields, a sentence for people, and what would cure it (`API-7`). When several
//! apply, the first in the order of judging ([`Refusal::precedence`]) is given; [`crate::Register::why`] gives
//! them all, in that order.

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::authority::Role;
use crate::schema::{Definition, choice, record, refusals};
use crate::{
    AdministratorId, CollectionId, CommandId, ContractId, CourseId, InvitationId, LearnerId, Percent,
    ProgramId, SpecializationId, Timestamp,
};

choice! {
    /// What would let a refused command through (`API-7`).
    pub enum Cure {
        /// Nothing: this command, as it stands, will never be carried out.
        Never = "never",
        /// Time alone.
        Waiting = "waiting",
        /// An administrator or the platform's operator: more seats, an invitation, a right.
        Administrator = "administrator",
    }
}

choice! {
    /// The rule of a text that is no person's.
    pub enum SettingRule {
        /// A contract.
        Con1 = "CON-1",
        /// A program.
        Prg1 = "PRG-1",
        /// A course or a specialization.
        Enr1 = "ENR-1",
        /// A collection, or the description of a course.
        View3 = "VIEW-3",
        /// The organization.
        Adm1 = "ADM-1",
        /// When reports are made by themselves.
        Rep4 = "REP-4",
    }
}

refusals! {
    /// Why a command was not carried out. The variants stand in the order in which they are judged, but for the last few,
    /// which came later and are judged with others of their kind.
    pub enum Refusal {
        /// The command's id was used before, within the time for which ids are remembered, for another command.
        #[rule("API-6", Never)]
        #[error("command id `{command}` was already used for another command; give this one an id of its own")]
        CommandIdReused = "command_id_reused" {
            /// The id.
            command: CommandId,
        }
        /// The command's time lies further before the latest time seen than the clock's tolerance.
        #[rule("API-5", Waiting)]
        #[error("the time `{now}` lies before `{latest}`, the latest seen, by more than {tolerance_seconds} seconds; check the host's clock")]
        ClockWentBack = "clock_went_back" {
            /// The command's time.
            now: Timestamp,
            /// The latest time seen.
            latest: Timestamp,
            /// How far a time may lie back, in seconds.
            tolerance_seconds: u32,
        }
        /// The command's time lies so far after the latest time seen that a broken clock is likelier than a long silence.
        #[rule("API-5", Waiting)]
        #[error("the time `{now}` lies more than {limit_days} days after `{latest}`, the latest seen; check the host's clock")]
        ClockJumpedAhead = "clock_jumped_ahead" {
            /// The command's time.
            now: Timestamp,
            /// The latest time seen.
            latest: Timestamp,
            /// How far a time may lie ahead, in days.
            limit_days: u32,
        }
        /// A time lies outside the years 1900 to 9999, which is all a register keeps.
        #[rule("API-5", Never)]
        #[error("{field}: the time `{time}` lies outside the years 1900 to 9999")]
        TimeOutOfRange = "time_out_of_range" {
            /// Which field.
            field: Box<str>,
            /// The time given.
            time: Timestamp,
        }
        /// No organization has been created in this register.
        #[rule("API-2", Administrator)]
        #[error("this register has no organization yet; create it first")]
        NoOrganization = "no_organization" {}
        /// The register already has its organization.
        #[rule("API-2", Never)]
        #[error("this register already holds an organization; use a register for each")]
        OrganizationExists = "organization_exists" {}
        /// The actor may not do this.
        #[rule("ADM-3", Administrator)]
        #[error("{role}s may not {action}; {remedy}")]
        NotAuthorized = "not_authorized" {
            /// The actor's role.
            role: Box<str>,
            /// The command's kind, in words.
            action: Box<str>,
            /// Who may.
            remedy: Box<str>,
        }
        /// An id given for something new is already in use.
        #[rule("API-1", Never)]
        #[error("the {what} id `{id}` is already in use; give the new {what} an id of its own")]
        IdInUse = "id_in_use" {
            /// What kind of thing has the id.
            what: Box<str>,
            /// The id.
            id: Box<str>,
        }
        /// No such contract.
        #[rule("CON-1", Never)]
        #[error("there is no contract `{contract}`")]
        UnknownContract = "unknown_contract" {
            /// The id given.
            contract: ContractId,
        }
        /// No such program.
        #[rule("PRG-1", Never)]
        #[error("there is no program `{program}`")]
        UnknownProgram = "unknown_program" {
            /// The id given.
            program: ProgramId,
        }
        /// No such invitation.
        #[rule("INV-1", Never)]
        #[error("there is no invitation `{invitation}`")]
        UnknownInvitation = "unknown_invitation" {
            /// The id given.
            invitation: InvitationId,
        }
        /// No such learner: the account has never joined a program of this organization.
        #[rule("ID-3", Never)]
        #[error("no learner `{learner}` has ever joined a program here")]
        UnknownLearner = "unknown_learner" {
            /// The id given.
            learner: LearnerId,
        }
        /// No such course.
        #[rule("ENR-1", Administrator)]
        #[error("there is no course `{course}`; add it first")]
        UnknownCourse = "unknown_course" {
            /// The id given.
            course: CourseId,
        }
        /// No such specialization.
        #[rule("ENR-1", Administrator)]
        #[error("there is no specialization `{specialization}`; add it first")]
        UnknownSpecialization = "unknown_specialization" {
            /// The id given.
            specialization: SpecializationId,
        }
        /// No such collection in this program.
        #[rule("VIEW-3", Administrator)]
        #[error("the program has no collection `{collection}`")]
        UnknownCollection = "unknown_collection" {
            /// The id given.
            collection: CollectionId,
        }
        /// No such administrator in that role.
        #[rule("ADM-1", Never)]
        #[error("`{administrator}` is no administrator in that role")]
        UnknownAdministrator = "unknown_administrator" {
            /// The id given.
            administrator: AdministratorId,
        }
        /// A text about a person is empty, too long, or holds characters that no name has.
        #[rule("ID-2", Never)]
        #[error("{field}: {problem}")]
        InvalidText = "invalid_text" {
            /// Which field.
            field: Box<str>,
            /// The problem's own code.
            reason: Box<str>,
            /// What is wrong, and the remedy.
            problem: Box<str>,
        }
        /// An address is no email this register takes.
        #[rule("ID-1", Never)]
        #[error("{field}: {problem}")]
        InvalidEmail = "invalid_email" {
            /// Which field.
            field: Box<str>,
            /// The problem's own code.
            reason: Box<str>,
            /// What is wrong, and the remedy. The local part is never shown.
            problem: Box<str>,
        }
        /// A domain of a whitelist is malformed, or none that a whitelist may hold.
        #[rule("WL-2", Never)]
        #[error("{problem}")]
        InvalidDomain = "invalid_domain" {
            /// The domain as given, shortened.
            domain: Box<str>,
            /// The problem's own code.
            reason: Box<str>,
            /// What is wrong, and the remedy.
            problem: Box<str>,
        }
        /// Another program, course or specialization has this slug.
        #[rule("PRG-1", Never)]
        #[error("the slug `{slug}` is taken; slugs never change, choose another")]
        SlugInUse = "slug_in_use" {
            /// The slug.
            slug: Box<str>,
        }
        /// A contract ends before or when it starts.
        #[rule("CON-1", Never)]
        #[error("a contract from `{starts_at}` to `{ends_at}` has no duration; let it end after it starts")]
        EmptyPeriod = "empty_period" {
            /// The start given.
            starts_at: Timestamp,
            /// The end given.
            ends_at: Timestamp,
        }
        /// A contract sells no seat or no unit.
        #[rule("CON-1", Never)]
        #[error("a contract sells at least 1 seat or unit, this one sells `0`")]
        NothingSold = "nothing_sold" {}
        /// An amendment would change what kind of thing a contract sells.
        #[rule("CON-5", Never)]
        #[error("the contract `{contract}` cannot sell another kind of thing; create a new contract for that")]
        TermsOfAnotherKind = "terms_of_another_kind" {
            /// The contract.
            contract: ContractId,
        }
        /// An amendment would leave fewer seats or units than are taken.
        #[rule("CON-5", Administrator)]
        #[error("the contract `{contract}` cannot go down to `{wanted}`, since `{taken}` are taken or spoken for; remove members or invitations first")]
        BelowTaken = "below_taken" {
            /// The contract.
            contract: ContractId,
            /// Seats or units asked for.
            wanted: u32,
            /// Seats or units taken, with seats that open invitations hold or a renewal will take.
            taken: u32,
        }
        /// A time that lies in the past where one to come is needed.
        #[rule("CON-5", Never)]
        #[error("{field}: `{time}` has passed; give an instant to come")]
        TimePassed = "time_passed" {
            /// Which field.
            field: Box<str>,
            /// The time given.
            time: Timestamp,
        }
        /// The course enrollment limit is not from 1 to 9999.
        #[rule("PRG-1", Never)]
        #[error("a course enrollment limit is a number from 1 to 9999, not `{limit}`; leave it out for none")]
        LimitOutOfRange = "limit_out_of_range" {
            /// The limit given.
            limit: u16,
        }
        /// A specialization without a course.
        #[rule("ENR-1", Never)]
        #[error("a specialization is a sequence of at least 1 course")]
        EmptySpecialization = "empty_specialization" {}
        /// A course stands twice where it may stand once.
        #[rule("ENR-1", Never)]
        #[error("the course `{course}` is listed twice")]
        CourseRepeated = "course_repeated" {
            /// The course.
            course: CourseId,
        }
        /// A specialization's courses are not all of one partner.
        #[rule("ENR-1", Never)]
        #[error("the course `{course}` is of another partner than the specialization")]
        PartnerMismatch = "partner_mismatch" {
            /// The first course of another partner.
            course: CourseId,
        }
        /// The collection already holds this item.
        #[rule("VIEW-3", Never)]
        #[error("the collection already holds `{item}`")]
        ItemRepeated = "item_repeated" {
            /// The course or specialization.
            item: Box<str>,
        }
        /// The collection does not hold the item.
        #[rule("VIEW-3", Never)]
        #[error("the collection does not hold `{item}`")]
        ItemNotHeld = "item_not_held" {
            /// The course or specialization.
            item: Box<str>,
        }
        /// A new order that is not made of what is there, each once.
        #[rule("VIEW-3", Never)]
        #[error("a new order names everything that is there, each once; {count} are there")]
        OrderIncomplete = "order_incomplete" {
            /// How many are there.
            count: u32,
        }
        /// The program has been removed; that cannot be undone.
        #[rule("PRG-2", Never)]
        #[error("the program `{program}` has been removed, which cannot be undone")]
        ProgramRemoved = "program_removed" {
            /// The program.
            program: ProgramId,
        }
        /// The person already is an administrator in that role.
        #[rule("ADM-2", Never)]
        #[error("`{administrator}` already is an administrator in that role")]
        AlreadyAdministrator = "already_administrator" {
            /// The administrator.
            administrator: AdministratorId,
        }
        /// An administrator's email is not of the organization.
        #[rule("ADM-2", Administrator)]
        #[error("an administrator's email is of the organization; `{domain}` is none of its domains")]
        EmailNotOfOrganization = "email_not_of_organization" {
            /// The email's domain.
            domain: Box<str>,
        }
        /// The last organization administrator cannot be removed.
        #[rule("ADM-2", Administrator)]
        #[error("this is the last organization administrator; add another before removing this one")]
        LastAdministrator = "last_administrator" {}
        /// The learner is a member of the program already.
        #[rule("INV-4", Never)]
        #[error("the person already is a member of this program, as learner `{learner}`")]
        AlreadyMember = "already_member" {
            /// The learner.
            learner: LearnerId,
        }
        /// The invitee has an open invitation that says the same.
        #[rule("INV-4", Never)]
        #[error("the person already has this invitation, `{invitation}`; resend it instead")]
        AlreadyInvited = "already_invited" {
            /// The open invitation.
            invitation: InvitationId,
        }
        /// The invitation was accepted by another account.
        #[rule("INV-1", Administrator)]
        #[error("the invitation `{invitation}` was accepted by another account; ask for an invitation of your own")]
        InvitationTaken = "invitation_taken" {
            /// The invitation.
            invitation: InvitationId,
        }
        /// The invitation is no longer open.
        #[rule("INV-1", Administrator)]
        #[error("the invitation `{invitation}` is {status}; a new one is needed")]
        InvitationClosed = "invitation_closed" {
            /// The invitation.
            invitation: InvitationId,
            /// `accepted`, `removed` or `declined`.
            status: crate::InvitationStatus,
        }
        /// The invitation has expired.
        #[rule("INV-1", Administrator)]
        #[error("the invitation `{invitation}` expired at `{expired_at}`; ask for it to be resent")]
        InvitationExpired = "invitation_expired" {
            /// The invitation.
            invitation: InvitationId,
            /// When.
            expired_at: Timestamp,
        }
        /// Another account of this organization has this email.
        #[rule("ID-1", Never)]
        #[error("this email belongs to another account, learner `{learner}`; sign in with that account")]
        EmailInUse = "email_in_use" {
            /// The learner who has it.
            learner: LearnerId,
        }
        /// The learner was removed with *require a new invitation*.
        #[rule("INV-6", Administrator)]
        #[error("learner `{learner}` was removed from this program and needs a new invitation to return")]
        InvitationRequired = "invitation_required" {
            /// The learner.
            learner: LearnerId,
        }
        /// Neither an open invitation nor a whitelisted domain lets this person in.
        #[rule("WL-1", Administrator)]
        #[error("the person has no open invitation and `{domain}` is not whitelisted for this program")]
        NotInvited = "not_invited" {
            /// The domain of the person's email.
            domain: Box<str>,
        }
        /// The learner is no member of the program.
        #[rule("ENR-1", Administrator)]
        #[error("learner `{learner}` is no member of program `{program}`")]
        NotAMember = "not_a_member" {
            /// The learner.
            learner: LearnerId,
            /// The program.
            program: ProgramId,
        }
        /// The contract has not started.
        #[rule("CON-8", Waiting)]
        #[error("the contract `{contract}` has not started; it starts at `{starts_at}`")]
        ContractNotStarted = "contract_not_started" {
            /// The contract.
            contract: ContractId,
            /// When it starts.
            starts_at: Timestamp,
        }
        /// The contract has ended.
        #[rule("CON-8", Administrator)]
        #[error("the contract `{contract}` ended at `{ended_at}`")]
        ContractEnded = "contract_ended" {
            /// The contract.
            contract: ContractId,
            /// When it ended.
            ended_at: Timestamp,
        }
        /// The contract is frozen.
        #[rule("CON-8", Administrator)]
        #[error("the contract `{contract}` is frozen: nothing is consumed until it is unfrozen")]
        ContractFrozen = "contract_frozen" {
            /// The contract.
            contract: ContractId,
        }
        /// Every seat of the contract is occupied.
        #[rule("CON-2", Administrator)]
        #[error("all {seats} seats of contract `{contract}` are occupied; remove a member or buy seats")]
        SeatsExhausted = "seats_exhausted" {
            /// The contract.
            contract: ContractId,
            /// The seats it sells.
            seats: u32,
        }
        /// The seats left are all held by open invitations of others (`Overbooking`).
        #[rule("CON-4", Administrator)]
        #[error("the {seats_left} seats left of contract `{contract}` are all spoken for by open invitations; remove some or buy seats")]
        SeatsSpokenFor = "seats_spoken_for" {
            /// The contract.
            contract: ContractId,
            /// Seats not occupied.
            seats_left: u32,
        }
        /// Every unit of the contract is used.
        #[rule("CON-3", Administrator)]
        #[error("all {units} enrollments of contract `{contract}` are used; buy more")]
        UnitsExhausted = "units_exhausted" {
            /// The contract.
            contract: ContractId,
            /// The enrollments it sells.
            units: u32,
        }
        /// The course is not in the program's catalog.
        #[rule("ENR-1", Administrator)]
        #[error("the course `{course}` is not in this program's catalog")]
        CourseNotInCatalog = "course_not_in_catalog" {
            /// The course.
            course: CourseId,
        }
        /// The specialization is not in the program's catalog.
        #[rule("ENR-1", Administrator)]
        #[error("the specialization `{specialization}` is not in this program's catalog")]
        SpecializationNotInCatalog = "specialization_not_in_catalog" {
            /// The specialization.
            specialization: SpecializationId,
        }
        /// The collection named as source does not hold the item.
        #[rule("ENR-1", Never)]
        #[error("the collection `{collection}` does not hold this item; leave the source out for browsing")]
        NotInCollection = "not_in_collection" {
            /// The collection.
            collection: CollectionId,
        }
        /// The learner is enrolled in this already.
        #[rule("ENR-1", Never)]
        #[error("learner `{learner}` is enrolled in this already")]
        AlreadyEnrolled = "already_enrolled" {
            /// The learner.
            learner: LearnerId,
        }
        /// The learner is not enrolled in this.
        #[rule("ENR-1", Never)]
        #[error("learner `{learner}` is not enrolled in this")]
        NotEnrolled = "not_enrolled" {
            /// The learner.
            learner: LearnerId,
        }
        /// The learner has as many enrollments in this program as its limit allows.
        #[rule("ENR-2", Administrator)]
        #[error("learner `{learner}` has reached this program's limit of {limit} course enrollments")]
        CourseLimitReached = "course_limit_reached" {
            /// The learner.
            learner: LearnerId,
            /// The limit.
            limit: u16,
        }
        /// A fact is said to have happened later than now.
        #[rule("ENR-3", Waiting)]
        #[error("{field}: `{time}` lies in the future; facts are recorded once they have happened")]
        TimeInFuture = "time_in_future" {
            /// Which field.
            field: Box<str>,
            /// The time given.
            time: Timestamp,
        }
        /// A fact is said to have happened before the enrollment.
        #[rule("ENR-3", Never)]
        #[error("{field}: `{time}` lies before the enrollment at `{enrolled_at}`")]
        BeforeEnrollment = "before_enrollment" {
            /// Which field.
            field: Box<str>,
            /// The time given.
            time: Timestamp,
            /// When the learner enrolled.
            enrolled_at: Timestamp,
        }
        /// A fact without content.
        #[rule("ENR-3", Never)]
        #[error("nothing is given to record; give at least one field")]
        NothingGiven = "nothing_given" {}
        /// The domain is on the program's whitelist already.
        #[rule("WL-1", Never)]
        #[error("`{domain}` is on this program's whitelist already")]
        DomainListed = "domain_listed" {
            /// The domain.
            domain: Box<str>,
        }
        /// The domain is not on the program's whitelist.
        #[rule("WL-1", Never)]
        #[error("`{domain}` is not on this program's whitelist")]
        DomainNotListed = "domain_not_listed" {
            /// The domain.
            domain: Box<str>,
        }
        /// The world has changed since the preview, so that rows would now fare otherwise.
        #[rule("INV-3", Administrator)]
        #[error("since the preview was made rows would fare otherwise; preview again")]
        PreviewOvertaken = "preview_overtaken" {}
        /// A roster would remove more people than the limit given with it.
        #[rule("ROS-1", Administrator)]
        #[error("the roster would remove {removed} of {people} people, which is more than {limit} percent; look at the file, or force it")]
        RosterRemovesTooMany = "roster_removes_too_many" {
            /// Members and open invitations that would be removed.
            #[serde(deserialize_with = "crate::schema::whole")]
            removed: u64,
            /// Members and open invitations that there are.
            #[serde(deserialize_with = "crate::schema::whole")]
            people: u64,
            /// The share that may be removed.
            limit: Percent,
        }
        /// A learner or an invitation stands twice in a list.
        #[rule("INV-4", Never)]
        #[error("`{id}` stands in the list before")]
        ListedTwice = "listed_twice" {
            /// The id.
            id: Box<str>,
        }
        /// The invitation is to another program.
        #[rule("INV-1", Never)]
        #[error("the invitation `{invitation}` is to another program")]
        InvitationElsewhere = "invitation_elsewhere" {
            /// The invitation.
            invitation: InvitationId,
        }
        /// The line of a row is larger than every language can hold.
        #[rule("INV-3", Never)]
        #[error("a row's line lies beyond `{limit}`, the largest number that every language holds; count from 1")]
        LineOutOfRange = "line_out_of_range" {
            /// The largest line that may be given.
            #[serde(deserialize_with = "crate::schema::whole")]
            limit: u64,
        }
        /// Some rows are refused and the command was to do all or nothing.
        #[rule("INV-4", Administrator)]
        #[error("{refused} of {rows} rows are refused, the first at line {first_line}, so nothing was done; mend them or skip them")]
        RowsRefused = "rows_refused" {
            /// Rows given.
            #[serde(deserialize_with = "crate::schema::whole")]
            rows: u64,
            /// Rows refused.
            #[serde(deserialize_with = "crate::schema::whole")]
            refused: u64,
            /// The line of the first of them.
            #[serde(deserialize_with = "crate::schema::whole")]
            first_line: u64,
            /// Each refused row, in order.
            refusals: Vec<RefusedRow>,
        }
        /// The register cannot count further.
        #[rule("API-1", Never)]
        #[error("a register holds at most {limit} of {what}")]
        RegisterFull = "register_full" {
            /// Of what.
            what: Box<str>,
            /// The limit.
            #[serde(deserialize_with = "crate::schema::whole")]
            limit: u64,
        }
        /// A page of the user list has no row, or too many.
        #[rule("VIEW-2", Never)]
        #[error("a page has from 1 to {limit} rows, not `{page_size}`")]
        PageSizeOutOfRange = "page_size_out_of_range" {
            /// The page size given.
            page_size: u32,
            /// The most that is allowed.
            limit: u32,
        }
        /// A cursor was changed on its way, or comes from an answer to another request.
        #[rule("VIEW-2", Never)]
        #[error("the cursor does not belong to this list; start again without one")]
        CursorOfAnotherList = "cursor_of_another_list" {}
        /// The contract that a renewal goes on in has too few seats for those who are carried over.
        #[rule("CON-5", Administrator)]
        #[error("the contract `{contract}` sells {seats} seats, too few for what is taken and the {carried} that a renewal carries over; amend it first")]
        RenewalTooSmall = "renewal_too_small" {
            /// The contract that goes on.
            contract: ContractId,
            /// Seats that it sells.
            seats: u32,
            /// Seats that members take who are to be carried over, with those that open invitations hold then.
            carried: u32,
        }
        /// Something of the contract that a renewal should go on in is taken already, or it is part of another renewal.
        #[rule("CON-5", Administrator)]
        #[error("the contract `{contract}` is in use already; renew into a new one")]
        RenewalTargetUsed = "renewal_target_used" {
            /// The contract that should go on.
            contract: ContractId,
        }
        /// The contract that a renewal should go on in sells more already than the renewal says.
        #[rule("CON-5", Administrator)]
        #[error("the contract `{contract}` sells `{sold}` already, which is more than the `{wanted}` of the renewal; leave the terms out or raise them")]
        RenewalTargetLarger = "renewal_target_larger" {
            /// The contract that should go on.
            contract: ContractId,
            /// Seats or units it sells.
            sold: u32,
            /// Seats or units that the renewal says.
            wanted: u32,
        }
        /// A renewal, or an amendment beside one, would carry members over outside the period of one of the contracts.
        #[rule("CON-5", Never)]
        #[error("a renewal at `{renews_at}` is not within both contracts: the old one holds until `{ends_at}`, the new one from `{starts_at}`")]
        RenewalOutsidePeriods = "renewal_outside_periods" {
            /// When members would be carried over.
            renews_at: Timestamp,
            /// When the contract that is renewed ends.
            ends_at: Timestamp,
            /// When the contract that goes on starts.
            starts_at: Timestamp,
        }
        /// The contract has a renewal already.
        #[rule("CON-5", Never)]
        #[error("the contract `{contract}` has a renewal at `{renews_at}` already; cancel it first if it is still to come")]
        AlreadyRenewed = "already_renewed" {
            /// The contract.
            contract: ContractId,
            /// When.
            renews_at: Timestamp,
        }
        /// The contract has no renewal that could be taken back.
        #[rule("CON-5", Never)]
        #[error("the contract `{contract}` has no renewal to come")]
        NoRenewal = "no_renewal" {
            /// The contract.
            contract: ContractId,
        }
        /// The contract sells no seats.
        #[rule("CON-7", Never)]
        #[error("the contract `{contract}` sells enrollments, so it has no seats to reuse")]
        NoSeats = "no_seats" {
            /// The contract.
            contract: ContractId,
        }
        /// The table of rights has no such action.
        #[rule("ADM-3", Never)]
        #[error("there is no action `{action}`; give a command's kind or a question's name")]
        UnknownAction = "unknown_action" {
            /// The action given.
            action: Box<str>,
        }
        /// A role can never have a right, whatever the table says.
        #[rule("ADM-3", Never)]
        #[error("`{role}` cannot have the right to `{action}`, which is not about {subject}")]
        RightOutOfReach = "right_out_of_reach" {
            /// The action.
            action: Box<str>,
            /// The role.
            role: Role,
            /// What it would have to be about: one program, or the learner.
            subject: Box<str>,
        }
        /// Reports are to be made on no day, or of no program.
        #[rule("REP-4", Never)]
        #[error("reports are made by themselves on at least 1 day and of at least 1 program, no {what} is given; leave the cadence out for none")]
        EmptyCadence = "empty_cadence" {
            /// `day` or `program`.
            what: Box<str>,
        }
        /// Learning hours are known in all and not by day, so that they have no period.
        #[rule("VIEW-4", Never)]
        #[error("learning hours are known in all and not by day; leave the period out, or rank by completions or enrollments")]
        HoursHaveNoPeriod = "hours_have_no_period" {}
        /// A text of the organization's own, such as a program's name, is empty, too long, or not of its form. The rule is a
        /// fact. Judged with `invalid_text`.
        #[rule("ADM-1", Never)]
        #[error("{field}: {problem}")]
        InvalidSetting = "invalid_setting" {
            /// Which field.
            field: Box<str>,
            /// The problem's own code.
            reason: Box<str>,
            /// What is wrong, and the remedy.
            problem: Box<str>,
            /// The number of the rule that refuses.
            rule: SettingRule,
        }
        /// A domain of the organization is malformed. Judged with `invalid_domain`.
        #[rule("ADM-2", Never)]
        #[error("{problem}")]
        InvalidOrganizationDomain = "invalid_organization_domain" {
            /// The domain as given, shortened.
            domain: Box<str>,
            /// The problem's own code.
            reason: Box<str>,
            /// What is wrong, and the remedy.
            problem: Box<str>,
        }
        /// An amendment of nothing. Judged with `nothing_given`.
        #[rule("CON-5", Never)]
        #[error("nothing is given to amend; give new terms, a new end, or both")]
        NothingToAmend = "nothing_to_amend" {}
        /// A list of a catalog's items without one. Judged with `nothing_given`.
        #[rule("VIEW-3", Never)]
        #[error("no course or specialization is named; give at least one")]
        NoItemsGiven = "no_items_given" {}
        /// A bulk command with more rows than it may have. Judged with `register_full`.
        #[rule("INV-4", Never)]
        #[error("a bulk command has at most {limit} rows, this one has {rows}; split it")]
        TooManyRows = "too_many_rows" {
            /// Rows given.
            #[serde(deserialize_with = "crate::schema::whole")]
            rows: u64,
            /// The most that are allowed.
            #[serde(deserialize_with = "crate::schema::whole")]
            limit: u64,
        }
        /// A course or specialization with more skills than it may have. Judged with `register_full`.
        #[rule("VIEW-3", Never)]
        #[error("a course or specialization has at most {limit} skills, not {skills}; name the main ones")]
        TooManySkills = "too_many_skills" {
            /// Skills given.
            #[serde(deserialize_with = "crate::schema::whole")]
            skills: u64,
            /// The most that are allowed.
            #[serde(deserialize_with = "crate::schema::whole")]
            limit: u64,
        }
    }
}

record! {
    /// A row of a bulk command that was refused.
    pub struct RefusedRow {
        /// The line in the file, counted from 1.
        #[serde(deserialize_with = "crate::schema::whole")]
        pub line: u64,
        /// Why.
        pub refusal: Box<Refusal>,
    }
}

impl Refusal {
    /// The number of the rule that refuses.
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::InvalidSetting { rule, .. } => rule.as_str(),
            _ => self.rule_of_code(),
        }
    }

    /// Where this refusal stands in the order of judging.
    pub fn precedence(&self) -> usize {
        let judged_with = match self {
            Self::InvalidSetting { .. } => "invalid_text",
            Self::InvalidOrganizationDomain { .. } => "invalid_domain",
            Self::NothingToAmend {} | Self::NoItemsGiven {} => "nothing_given",
            Self::TooManyRows { .. } | Self::TooManySkills { .. } => "register_full",
            _ => self.code(),
        };
        Self::CODES.iter().position(|code| *code == judged_with).unwrap_or(usize::MAX)
    }

    /// Whether time alone may let the same command through.
    pub const fn is_transient(&self) -> bool {
        matches!(self.cure(), Cure::Waiting)
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[
    Cure::SCHEMA,
    SettingRule::SCHEMA,
    crate::InvitationStatus::SCHEMA,
    Definition::Record(RefusedRow::SCHEMA),
    Refusal::SCHEMA,
];
