//! Events: what happened, and the only thing that changes state (`API-2`).
//!
//! Events name people by id; what is personal travels in [`crate::PersonalRecord`]s beside them (`ID-4`).

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::authority::Role;
use crate::catalog::CatalogItem;
use crate::catalog_detail::Difficulty;
use crate::command::{Banner, Logo, ReportCadence};
use crate::policy::{ContractPolicies, ContractTerms, ProgramPolicies, RegisterPolicies};
use crate::schema::{Definition, Stored, choice, union};
use crate::{
    AdministratorId, CollectionId, ContractId, CourseId, Hours, InvitationId, LearnerId, OrganizationId,
    Percent, ProgramId, SpecializationId, Subject, Timestamp,
};

choice! {
    /// What let a learner in.
    pub enum JoinPath {
        /// The link of an invitation (`INV-5`).
        InvitationLink = "invitation_link",
        /// The program's URL, signed in with the invited email (`INV-1`).
        InvitedEmail = "invited_email",
        /// A former membership that allows return (`INV-6`).
        Return = "return",
        /// A whitelisted domain (`WL-1`).
        Whitelist = "whitelist",
    }
}

union! {
    /// Everything that can have happened.
    pub enum Event by "kind" {
        /// The organization exists.
        OrganizationCreated = "organization_created" {
            /// The organization.
            organization: OrganizationId,
            /// Its name.
            name: Box<str>,
            /// Its email domains, in their compared form.
            domains: Vec<Box<str>>,
            /// The register's policies.
            #[serde(deserialize_with = "Stored::stored")]
            policies: RegisterPolicies,
        }
        /// A contract exists.
        ContractCreated = "contract_created" {
            /// The contract.
            contract: ContractId,
            /// Its name.
            name: Box<str>,
            /// What it sells.
            terms: ContractTerms,
            /// When it starts.
            starts_at: Timestamp,
            /// When it ends.
            ends_at: Timestamp,
            /// Its policies.
            #[serde(deserialize_with = "Stored::stored")]
            policies: ContractPolicies,
        }
        /// A contract is frozen.
        ContractWasFrozen = "contract_frozen" {
            /// The contract.
            contract: ContractId,
        }
        /// A contract is no longer frozen.
        ContractWasUnfrozen = "contract_unfrozen" {
            /// The contract.
            contract: ContractId,
        }
        /// A program exists.
        ProgramCreated = "program_created" {
            /// The program.
            program: ProgramId,
            /// Its name.
            name: Box<str>,
            /// Its slug.
            slug: Box<str>,
            /// Its URL.
            url: Box<str>,
            /// Its tagline.
            tagline: Box<str>,
            /// Its banner.
            banner: Option<Banner>,
            /// Its course enrollment limit.
            course_limit: Option<u16>,
            /// Its policies.
            #[serde(deserialize_with = "Stored::stored")]
            policies: ProgramPolicies,
        }
        /// A program's settings were set.
        ProgramUpdated = "program_updated" {
            /// The program.
            program: ProgramId,
            /// Its name.
            name: Box<str>,
            /// Its tagline.
            tagline: Box<str>,
            /// Its banner.
            banner: Option<Banner>,
            /// Its course enrollment limit.
            course_limit: Option<u16>,
        }
        /// A course is known.
        CourseAdded = "course_added" {
            /// The course.
            course: CourseId,
            /// Its name.
            name: Box<str>,
            /// Its slug.
            slug: Box<str>,
            /// Its partner.
            partner: Box<str>,
        }
        /// A specialization is known.
        SpecializationAdded = "specialization_added" {
            /// The specialization.
            specialization: SpecializationId,
            /// Its name.
            name: Box<str>,
            /// Its slug.
            slug: Box<str>,
            /// Its partner.
            partner: Box<str>,
            /// Its courses, in order.
            courses: Vec<CourseId>,
        }
        /// A collection exists.
        CollectionCreated = "collection_created" {
            /// The program.
            program: ProgramId,
            /// The collection.
            collection: CollectionId,
            /// Its name.
            name: Box<str>,
            /// Its description.
            description: Box<str>,
        }
        /// Items were added to a collection.
        ItemsAdded = "items_added" {
            /// The program.
            program: ProgramId,
            /// The collection.
            collection: CollectionId,
            /// The items, in order.
            items: Vec<CatalogItem>,
        }
        /// Someone became an organization administrator.
        OrganizationAdministratorAdded = "organization_administrator_added" {
            /// The administrator.
            administrator: AdministratorId,
        }
        /// Someone became an administrator of a program.
        ProgramAdministratorAdded = "program_administrator_added" {
            /// The program.
            program: ProgramId,
            /// The administrator.
            administrator: AdministratorId,
        }
        /// Someone is no longer an administrator in that role.
        AdministratorRemoved = "administrator_removed" {
            /// The administrator.
            administrator: AdministratorId,
            /// Of which program; absent means of the organization.
            program: Option<ProgramId>,
        }
        /// Someone was invited.
        LearnerInvited = "learner_invited" {
            /// The invitation.
            invitation: InvitationId,
            /// The program.
            program: ProgramId,
            /// The contract that joining consumes.
            contract: ContractId,
            /// Whether it was sent, or only created.
            sent: bool,
            /// When it expires.
            expires_at: Option<Timestamp>,
        }
        /// An open invitation got another contract or other personal data.
        InvitationUpdated = "invitation_updated" {
            /// The invitation.
            invitation: InvitationId,
            /// The contract that joining consumes.
            contract: ContractId,
            /// Whether it was sent with this update.
            sent: bool,
            /// When it expires.
            expires_at: Option<Timestamp>,
        }
        /// An invitation was sent again.
        InvitationResent = "invitation_resent" {
            /// The invitation.
            invitation: InvitationId,
            /// When it now expires.
            expires_at: Option<Timestamp>,
        }
        /// An invitation was removed by an administrator.
        InvitationRemoved = "invitation_removed" {
            /// The invitation.
            invitation: InvitationId,
        }
        /// An invitation was declined by the invitee.
        InvitationDeclined = "invitation_declined" {
            /// The invitation.
            invitation: InvitationId,
        }
        /// An invitation's email came back.
        InvitationBounced = "invitation_bounced" {
            /// The invitation.
            invitation: InvitationId,
        }
        /// A learner joined a program and occupies a seat (`CON-2`, `INV-5`).
        LearnerJoined = "learner_joined" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
            /// The contract whose seat is occupied.
            contract: ContractId,
            /// The invitation accepted by this.
            invitation: Option<InvitationId>,
            /// What let the learner in.
            path: JoinPath,
        }
        /// A learner was removed from a program.
        LearnerRemoved = "learner_removed" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
            /// Whether the learner may return without an invitation.
            allow_return: bool,
        }
        /// A learner's profile was set; the profile itself is personal.
        ProfileUpdated = "profile_updated" {
            /// The learner.
            learner: LearnerId,
        }
        /// A domain is on a program's whitelist, with this contract from now on.
        DomainAdded = "domain_added" {
            /// The program.
            program: ProgramId,
            /// The domain, in its compared form.
            domain: Box<str>,
            /// The contract that joining consumes.
            contract: ContractId,
        }
        /// A domain is no longer on a program's whitelist.
        DomainRemoved = "domain_removed" {
            /// The program.
            program: ProgramId,
            /// The domain, in its compared form.
            domain: Box<str>,
        }
        /// A member enrolled in a course.
        CourseEnrolled = "course_enrolled" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
            /// The course.
            course: CourseId,
            /// The collection where it was found.
            source: Option<CollectionId>,
            /// When the class starts.
            class_starts_at: Option<Timestamp>,
        }
        /// A member enrolled in a specialization.
        SpecializationEnrolled = "specialization_enrolled" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
            /// The specialization.
            specialization: SpecializationId,
            /// The collection where it was found.
            source: Option<CollectionId>,
        }
        /// A learner gave up a course.
        CourseUnenrolled = "course_unenrolled" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
            /// The course.
            course: CourseId,
            /// Whether a unit of the contract came back (`CON-4`).
            unit_returned: bool,
        }
        /// A learner gave up a specialization.
        SpecializationUnenrolled = "specialization_unenrolled" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
            /// The specialization.
            specialization: SpecializationId,
            /// Whether a unit of the contract came back (`CON-4`).
            unit_returned: bool,
        }
        /// Facts of a course enrollment; absent fields stayed as they were.
        CourseActivityRecorded = "course_activity_recorded" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
            /// The course.
            course: CourseId,
            /// Overall progress so far.
            progress: Option<Percent>,
            /// Grade so far.
            grade: Option<Percent>,
            /// Estimated learning hours so far.
            hours: Option<Hours>,
            /// The last interaction.
            last_activity_at: Option<Timestamp>,
            /// When all graded work was done.
            completed_at: Option<Timestamp>,
        }
        /// Facts of a specialization enrollment; absent fields stayed as they were.
        SpecializationActivityRecorded = "specialization_activity_recorded" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
            /// The specialization.
            specialization: SpecializationId,
            /// The last interaction.
            last_activity_at: Option<Timestamp>,
            /// When all courses were completed.
            completed_at: Option<Timestamp>,
        }
        /// A contract was amended (`CON-5`).
        ContractAmended = "contract_amended" {
            /// The contract.
            contract: ContractId,
            /// What it sells from now on.
            terms: ContractTerms,
            /// When it ends from now on.
            ends_at: Timestamp,
        }
        /// A collection has another name or description.
        CollectionEdited = "collection_edited" {
            /// The program.
            program: ProgramId,
            /// The collection.
            collection: CollectionId,
            /// Its name.
            name: Box<str>,
            /// Its description.
            description: Box<str>,
        }
        /// A collection was deleted.
        CollectionDeleted = "collection_deleted" {
            /// The program.
            program: ProgramId,
            /// The collection.
            collection: CollectionId,
        }
        /// A program's collections stand in another order.
        CollectionsArranged = "collections_arranged" {
            /// The program.
            program: ProgramId,
            /// All of them, in order.
            collections: Vec<CollectionId>,
        }
        /// A collection holds these items from now on, in this order.
        ItemsArranged = "items_arranged" {
            /// The program.
            program: ProgramId,
            /// The collection.
            collection: CollectionId,
            /// All that it holds, in order.
            items: Vec<CatalogItem>,
        }
        /// Items went from one collection to the end of another.
        ItemsMoved = "items_moved" {
            /// The program.
            program: ProgramId,
            /// The collection that held them.
            from: CollectionId,
            /// The collection that holds them.
            to: CollectionId,
            /// The items, in order.
            items: Vec<CatalogItem>,
        }
        /// A program was removed; its members left and its open invitations ended with it (`PRG-2`).
        ProgramWasRemoved = "program_removed" {
            /// The program.
            program: ProgramId,
        }
        /// A person was erased (`ID-4`). Whoever stores commits deletes every personal record about these subjects from
        /// them, and for a manager the name and email of the manager from the records of the learner's profile; replaying the
        /// rest gives the same seats, counts and grades.
        PersonErased = "person_erased" {
            /// Everything under which the person was known.
            subjects: Vec<Subject>,
        }
        /// A member consumes from another contract from now on (`CON-5`).
        MemberMoved = "member_moved" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
            /// The contract.
            contract: ContractId,
        }
        /// A contract will be renewed into another (`CON-5`), or is at once if the instant has passed.
        RenewalScheduled = "renewal_scheduled" {
            /// The contract that is renewed.
            contract: ContractId,
            /// The contract that goes on.
            into: ContractId,
            /// When members are carried over.
            renews_at: Timestamp,
            /// What the other contract sells from now on.
            terms: ContractTerms,
        }
        /// The renewal of a contract will not come about (`CON-5`). The other contract sells again what it sold before, unless
        /// that was amended since or the seats are needed.
        RenewalCanceled = "renewal_canceled" {
            /// The contract.
            contract: ContractId,
        }
        /// A contract has another limit of seats that may be released and reused (`CON-7`).
        ReuseLimited = "reuse_limited" {
            /// The contract.
            contract: ContractId,
            /// How many; absent means any number.
            seats: Option<u32>,
        }
        /// Other roles may do something from now on (`ADM-3`).
        RightsSet = "rights_set" {
            /// A command's kind or a question's name.
            action: Box<str>,
            /// The roles that may, each once, in the table's order.
            roles: Vec<Role>,
        }
        /// The organization's settings were set (`ADM-1`).
        OrganizationUpdated = "organization_updated" {
            /// Its name.
            name: Box<str>,
            /// Its email domains, in their compared form.
            domains: Vec<Box<str>>,
            /// Its color, in small letters.
            brand_color: Option<Box<str>>,
            /// Its banner.
            banner: Option<Banner>,
            /// Its logo.
            logo: Option<Logo>,
            /// When reports are made by themselves.
            report_cadence: Option<ReportCadence>,
            /// What invitations say unless a program says otherwise.
            invitation_message: Option<Box<str>>,
        }
        /// A course was described anew.
        CourseUpdated = "course_updated" {
            /// The course.
            course: CourseId,
            /// Its name.
            name: Box<str>,
            /// Its partner.
            partner: Box<str>,
            /// How hard it is.
            difficulty: Option<Difficulty>,
            /// The skills that it teaches, in order.
            skills: Vec<Box<str>>,
        }
        /// A specialization was described anew; its partner is that of all its courses from now on.
        SpecializationUpdated = "specialization_updated" {
            /// The specialization.
            specialization: SpecializationId,
            /// Its name.
            name: Box<str>,
            /// Its partner.
            partner: Box<str>,
            /// How hard it is.
            difficulty: Option<Difficulty>,
            /// The skills that it teaches, in order.
            skills: Vec<Box<str>>,
        }
        /// A learner has taken so many lessons of a course.
        LessonsRecorded = "lessons_recorded" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
            /// The course.
            course: CourseId,
            /// Lessons taken so far, in all.
            lessons: u16,
        }
        /// A learner is named on leaderboards from now on, or no longer.
        LeaderboardListingSet = "leaderboard_listing_set" {
            /// The learner.
            learner: LearnerId,
            /// Whether the learner is named.
            listed: bool,
        }
        /// An open invitation to the address of somebody who joins by another way, or whose account gets that address later, is
        /// accepted together with that (`INV-5`).
        InvitationAccepted = "invitation_accepted" {
            /// The invitation.
            invitation: InvitationId,
            /// The learner.
            learner: LearnerId,
        }
        /// The name, the email or the external id of a learner changed; all three are personal.
        LearnerUpdated = "learner_updated" {
            /// The learner.
            learner: LearnerId,
        }
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[JoinPath::SCHEMA, Event::SCHEMA];
