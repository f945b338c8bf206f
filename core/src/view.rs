//! What can be asked of a register (`VIEW-1`, `CON-1`, `CON-6`): answers as records, exact as of an instant.
//!
//! The instant is now or later: what follows from dates is derived for it. What was counted at an earlier instant is asked
//! of the ledger ([`Register::seats_as_of`]), or of a register that was built from the commits up to then (`API-3`).
//!
//! Nothing here scans learners or events: figures are counted as they change, and what follows from dates is
//! derived from the instant asked about (`API-5`).

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::catalog::Item;
use crate::catalog_detail::Difficulty;
use crate::commit::Actor;
use crate::contract::Contract;
use crate::enrollment::{Enrollment, NO_SOURCE};
use crate::ledger::{ActorHandle, Entry};
use crate::program::Program;
use crate::register::Register;
use crate::schema::{Definition, choice, record};
use crate::store::{Moment, NONE};
use crate::{
    AdministratorId, CatalogItem, CollectionId, ContractId, ContractTerms, CourseId, CourseItem,
    EndOfContract, Hours, InvitationId, InvitationStatus, LearnerId, Movement, Percent, Personal, Profile,
    ProgramId, SpecializationId, SpecializationItem, Timestamp,
};

choice! {
    /// How a contract stands at an instant (`CON-8`).
    pub enum ContractStatus {
        /// It has not started.
        Upcoming = "upcoming",
        /// It holds.
        Active = "active",
        /// It holds, and nothing may be consumed.
        Frozen = "frozen",
        /// It has ended.
        Ended = "ended",
    }
}

choice! {
    /// What a learner is to a program at an instant.
    pub enum MembershipStatus {
        /// A member.
        Current = "current",
        /// No member any more, because the contract ended and its policy says so (`CON-4`).
        Lapsed = "lapsed",
        /// Removed by an administrator (`INV-6`).
        Removed = "removed",
    }
}

choice! {
    /// What a learner may do with the courses of a program at an instant (`CON-4`, `PRG-2`).
    pub enum Access {
        /// Everything.
        Full = "full",
        /// Look at them, without graded work: after the end of the contract, or whoever was a member when the program was
        /// removed.
        AuditOnly = "audit_only",
        /// Nothing: removed from the program, or made to leave by the end of the contract.
        Nothing = "none",
    }
}

record! {
    /// A contract, as the guide's contract table shows it (`CON-1`).
    pub struct ContractView {
        /// The contract.
        pub contract: ContractId,
        /// Its name.
        pub name: Box<str>,
        /// What it sells.
        pub terms: ContractTerms,
        /// How it stands.
        pub status: ContractStatus,
        /// When it starts.
        pub starts_at: Timestamp,
        /// When it ends.
        pub ends_at: Timestamp,
        /// What is left of what it sells; absent for an unlimited contract.
        pub remaining: Option<u32>,
        /// Seats occupied.
        pub occupied: u32,
        /// Seats occupied by someone who has enrolled (`CON-2`).
        pub utilized: u32,
        /// Enrollments counted; none for a memberships contract.
        pub units_used: u32,
        /// Open invitations that name it.
        pub invited: u32,
        /// Seats that removals and moves have released in its term (`CON-7`).
        pub released: u32,
        /// How many seats may be released and reused in its term; absent means any number.
        pub reuse_limit: Option<u32>,
        /// The contract that it is or was renewed into (`CON-5`).
        pub renews_into: Option<ContractId>,
        /// When it is or was renewed.
        pub renews_at: Option<Timestamp>,
    }
}

record! {
    /// A program, as its card shows it (`VIEW-1`).
    pub struct ProgramView {
        /// The program.
        pub program: ProgramId,
        /// Its name.
        pub name: Box<str>,
        /// Its slug.
        pub slug: Box<str>,
        /// Its URL.
        pub url: Box<str>,
        /// Its tagline.
        pub tagline: Box<str>,
        /// Its course enrollment limit.
        pub course_limit: Option<u16>,
        /// Whether it has been removed, which cannot be undone (`PRG-2`).
        pub removed: bool,
        /// Courses in the catalog: those that its learners may enroll in, each once, whether by themselves or as part of a
        /// specialization.
        pub courses: u32,
        /// How far its people have come.
        pub funnel: Funnel,
    }
}

record! {
    /// How far people have come: invited, joined, enrolled, completed (`VIEW-1`, `ENR-4`).
    #[derive(Copy, Default)]
    pub struct Funnel {
        /// Open invitations.
        pub invited: u32,
        /// Members.
        pub joined: u32,
        /// Members with at least one course.
        pub enrolled: u32,
        /// Members with at least one completed course.
        pub completed: u32,
    }
}

record! {
    /// An entry of a contract's ledger (`CON-6`).
    pub struct LedgerEntry {
        /// When.
        pub at: Timestamp,
        /// Why.
        pub movement: Movement,
        /// Who caused it.
        pub by: Actor,
        /// Whose seat or unit it is.
        pub learner: LearnerId,
        /// In which program.
        pub program: ProgramId,
        /// Seats or units taken after it.
        pub balance: u32,
    }
}

record! {
    /// A learner: an account that joined at least once (`ID-2`, `ID-3`).
    pub struct LearnerView {
        /// The learner.
        pub learner: LearnerId,
        /// The full name; empty if history was replayed without personal records.
        pub name: Personal,
        /// The email, as typed.
        pub email: Personal,
        /// The host's own id of the learner.
        pub external_id: Option<Personal>,
        /// The profile.
        pub profile: Profile,
        /// What the learner is to each program, in the order of joining first.
        pub memberships: Vec<MembershipView>,
    }
}

record! {
    /// What a learner is to a program.
    pub struct MembershipView {
        /// The program.
        pub program: ProgramId,
        /// The learner.
        pub learner: LearnerId,
        /// The contract consumed from.
        pub contract: ContractId,
        /// How it stands.
        pub status: MembershipStatus,
        /// What the learner may do with the courses.
        pub access: Access,
        /// When the learner joined last.
        pub joined_at: Timestamp,
        /// When the learner was removed, or the contract made them leave.
        pub left_at: Option<Timestamp>,
        /// Whether the learner may return without an invitation.
        pub allow_return: bool,
        /// Whether a seat of the contract is occupied.
        pub occupies_seat: bool,
        /// The invitation accepted last.
        pub invitation: Option<InvitationId>,
        /// Course enrollments, given up ones left out.
        pub enrolled_courses: u32,
        /// Completed course enrollments.
        pub completed_courses: u32,
    }
}

record! {
    /// An enrollment, given up or not.
    pub struct EnrollmentView {
        /// The course or specialization.
        pub item: CatalogItem,
        /// The contract that it consumes from.
        pub contract: ContractId,
        /// The collection where the learner found it.
        pub source: Option<CollectionId>,
        /// When the learner enrolled first.
        pub enrolled_at: Timestamp,
        /// When the learner enrolled again last, after giving it up.
        pub enrolled_again_at: Option<Timestamp>,
        /// When the class starts.
        pub class_starts_at: Option<Timestamp>,
        /// The last interaction.
        pub last_activity_at: Option<Timestamp>,
        /// When all graded work was done.
        pub completed_at: Option<Timestamp>,
        /// Overall progress.
        pub progress: Option<Percent>,
        /// Grade.
        pub grade: Option<Percent>,
        /// Estimated learning hours.
        pub hours: Option<Hours>,
        /// Whether the learner gave it up.
        pub given_up: bool,
    }
}

record! {
    /// An invitation (`INV-1`).
    pub struct InvitationView {
        /// The invitation.
        pub invitation: InvitationId,
        /// The program.
        pub program: ProgramId,
        /// The contract that joining consumes.
        pub contract: ContractId,
        /// How it stands.
        pub status: InvitationStatus,
        /// The invitee's full name.
        pub name: Personal,
        /// The invited email, as typed.
        pub email: Personal,
        /// The host's own id of the invitee.
        pub external_id: Option<Personal>,
        /// When it was made.
        pub created_at: Timestamp,
        /// When it was sent last.
        pub sent_at: Option<Timestamp>,
        /// When it expires, or expired.
        pub expires_at: Option<Timestamp>,
        /// The learner who accepted it.
        pub accepted_by: Option<LearnerId>,
    }
}

record! {
    /// A whitelisted domain (`WL-1`).
    pub struct DomainView {
        /// The domain, in its compared form.
        pub domain: Box<str>,
        /// The contract that joining consumes.
        pub contract: ContractId,
    }
}

record! {
    /// A course (`ENR-1`).
    pub struct CourseView {
        /// The course.
        pub course: CourseId,
        /// Its name.
        pub name: Box<str>,
        /// Its slug.
        pub slug: Box<str>,
        /// Its partner.
        pub partner: Box<str>,
        /// How hard it is, if that is known.
        pub difficulty: Option<Difficulty>,
        /// The skills that it teaches, in order.
        pub skills: Vec<Box<str>>,
    }
}

record! {
    /// A specialization (`ENR-1`).
    pub struct SpecializationView {
        /// The specialization.
        pub specialization: SpecializationId,
        /// Its name.
        pub name: Box<str>,
        /// Its slug.
        pub slug: Box<str>,
        /// Its partner.
        pub partner: Box<str>,
        /// Its courses, in order.
        pub courses: Vec<CourseId>,
        /// How hard it is, if that is known.
        pub difficulty: Option<Difficulty>,
        /// The skills that it teaches, in order.
        pub skills: Vec<Box<str>>,
    }
}

record! {
    /// A collection of a program's catalog (`VIEW-3`).
    pub struct CollectionView {
        /// The collection.
        pub collection: CollectionId,
        /// Its name.
        pub name: Box<str>,
        /// Its description.
        pub description: Box<str>,
        /// What it holds, in order.
        pub items: Vec<CatalogItem>,
    }
}

record! {
    /// How often something of a program's catalog is taken (`VIEW-3`).
    pub struct CatalogCount {
        /// The course or specialization.
        pub item: CatalogItem,
        /// Learners, former members included, who are enrolled in it and did not give it up.
        pub enrolled: u32,
        /// Those of them who completed it.
        pub completed: u32,
    }
}

record! {
    /// An administrator (`ADM-1`).
    pub struct AdministratorView {
        /// The administrator.
        pub administrator: AdministratorId,
        /// The full name.
        pub name: Personal,
        /// The email.
        pub email: Personal,
        /// Whether of the whole organization.
        pub organization: bool,
        /// Of which programs, in the order of their creation.
        pub programs: Vec<ProgramId>,
    }
}

impl Funnel {
    /// The sum of two.
    pub(crate) const fn with(&self, other: &Self) -> Self {
        Self {
            invited: self.invited.saturating_add(other.invited),
            joined: self.joined.saturating_add(other.joined),
            enrolled: self.enrolled.saturating_add(other.enrolled),
            completed: self.completed.saturating_add(other.completed),
        }
    }
}

impl Register {
    /// All contracts as of an instant, in the order of their creation.
    pub fn contracts(&self, at: Timestamp) -> Vec<ContractView> {
        let register = self.settled(at);
        (0_u16..)
            .zip(&register.contracts)
            .map(|(handle, contract)| register.contract_view(handle, contract, at))
            .collect()
    }

    /// A contract as of an instant.
    pub fn contract_by_id(&self, contract: ContractId, at: Timestamp) -> Option<ContractView> {
        let register = self.settled(at);
        let handle = register.contract_handle(contract)?;
        Some(register.contract_view(handle, register.contract(handle)?, at))
    }

    pub(crate) fn contract_view(&self, handle: u16, contract: &Contract, at: Timestamp) -> ContractView {
        let renewal = self.renewal_of(handle);
        ContractView {
            contract: contract.id,
            name: contract.name.clone(),
            terms: contract.terms.clone(),
            status: contract.status(at),
            starts_at: contract.starts_at,
            ends_at: contract.ends_at,
            remaining: contract.remaining(),
            occupied: contract.occupied(),
            utilized: contract.utilized,
            units_used: contract.units.balance(),
            invited: self.open_invitations(handle, at),
            released: contract.released,
            reuse_limit: self.reuse_limits.get(&handle).copied(),
            renews_into: renewal.map(|(into, _)| into),
            renews_at: renewal.map(|(_, at)| at),
        }
    }

    /// All programs as of an instant, in the order of their creation.
    pub fn programs(&self, at: Timestamp) -> Vec<ProgramView> {
        let register = self.settled(at);
        (0_u16..)
            .zip(&register.programs)
            .map(|(handle, program)| register.program_view(handle, program, at))
            .collect()
    }

    /// A program as of an instant.
    pub fn program_by_id(&self, program: ProgramId, at: Timestamp) -> Option<ProgramView> {
        let register = self.settled(at);
        let handle = register.program_handle(program)?;
        Some(register.program_view(handle, register.program(handle)?, at))
    }

    pub(crate) fn program_view(&self, handle: u16, program: &Program, at: Timestamp) -> ProgramView {
        let mut funnel = Funnel { invited: self.open_program_invitations(handle, at), ..Funnel::default() };
        for tally in &program.tallies {
            if !self.contract(tally.contract).is_some_and(|contract| contract.has_lapsed(at)) {
                funnel.joined = funnel.joined.saturating_add(tally.joined);
                funnel.enrolled = funnel.enrolled.saturating_add(tally.enrolled);
                funnel.completed = funnel.completed.saturating_add(tally.completed);
            }
        }
        ProgramView {
            program: program.id,
            name: program.name.clone(),
            slug: program.slug.clone(),
            url: program.url.clone(),
            tagline: program.tagline.clone(),
            course_limit: program.course_limit,
            removed: program.removed,
            courses: self.catalog.courses_offered(handle),
            funnel,
        }
    }

    /// The whole organization's funnel as of an instant: the sum over its programs (`VIEW-1`).
    pub fn funnel(&self, at: Timestamp) -> Funnel {
        self.programs(at).iter().fold(Funnel::default(), |sum, program| sum.with(&program.funnel))
    }

    /// Seats occupied of a contract at an instant, its movements included (`CON-6`).
    pub fn seats_as_of(&self, contract: ContractId, at: Timestamp) -> Option<u32> {
        let register = self.settled(at);
        Some(register.contract(register.contract_handle(contract)?)?.seats.balance_as_of(at))
    }

    /// Units used of a contract at an instant, its movements included (`CON-6`).
    pub fn units_as_of(&self, contract: ContractId, at: Timestamp) -> Option<u32> {
        let register = self.settled(at);
        Some(register.contract(register.contract_handle(contract)?)?.units.balance_as_of(at))
    }

    /// The movements of a contract's seats, or of its units, in order of time (`CON-6`): at most `limit` from the
    /// place `start`, counted from 0. None if there is no such contract.
    pub fn ledger(
        &self,
        contract: ContractId,
        units: bool,
        start: u32,
        limit: u32,
    ) -> Option<Vec<LedgerEntry>> {
        let contract = self.contract(self.contract_handle(contract)?)?;
        let entries = if units { contract.units.entries() } else { contract.seats.entries() };
        let end = start.saturating_add(limit).min(entries.len());
        let found = (start..end).filter_map(|place| self.ledger_entry(entries.get(place)?));
        Some(found.collect())
    }

    fn ledger_entry(&self, entry: &Entry) -> Option<LedgerEntry> {
        let learner = self.learners.get(entry.learner)?.id;
        Some(LedgerEntry {
            at: entry.at.get()?,
            movement: entry.movement,
            by: match entry.by {
                ActorHandle::OPERATOR => Actor::OPERATOR,
                ActorHandle::HOST => Actor::HOST,
                ActorHandle::SELF => Actor::learner(learner),
                ActorHandle(handle) => {
                    let place = handle.checked_sub(ActorHandle::FIRST_ADMINISTRATOR)?;
                    Actor::administrator(self.administrators.list.get(place as usize)?.id)
                }
            },
            learner,
            program: self.program(entry.program)?.id,
            balance: entry.balance,
        })
    }

    /// A learner with all memberships as of an instant.
    pub fn learner(&self, learner: LearnerId, at: Timestamp) -> Option<LearnerView> {
        self.settled(at).learner_view(self.find_learner(learner)?, at)
    }

    /// The learner whose account has an email, compared without case and in IDNA form (`ID-1`).
    pub fn learner_by_email(&self, email: &str, at: Timestamp) -> Option<LearnerView> {
        self.settled(at).learner_view(self.find_learner_by_email(email)?, at)
    }

    fn learner_view(&self, handle: u32, at: Timestamp) -> Option<LearnerView> {
        let learner = self.learners.get(handle)?;
        let person = self.people.get(learner.person);
        let mut memberships: Vec<_> = self
            .memberships_of(handle)
            .filter_map(|membership| self.membership_view(membership, at))
            .collect();
        memberships.reverse();
        Some(LearnerView {
            learner: learner.id,
            name: person.name.into(),
            email: person.email.into(),
            external_id: given(person.external_id),
            profile: self.profiles.get(&handle).map(|profile| (**profile).clone()).unwrap_or_default(),
            memberships,
        })
    }

    /// What a learner is to a program as of an instant; none if they never joined it.
    pub fn membership(
        &self,
        program: ProgramId,
        learner: LearnerId,
        at: Timestamp,
    ) -> Option<MembershipView> {
        self.settled(at).membership_view(self.membership_by_ids(program, learner)?, at)
    }

    pub(crate) fn membership_view(&self, handle: u32, at: Timestamp) -> Option<MembershipView> {
        let found = self.memberships.get(handle)?;
        let contract = self.contract(found.contract)?;
        let (status, left_at) = if found.removed_at != Moment::NONE {
            (MembershipStatus::Removed, found.removed_at.get())
        } else if contract.has_lapsed(at) {
            (MembershipStatus::Lapsed, Some(contract.ends_at))
        } else {
            (MembershipStatus::Current, None)
        };
        let program = self.program(found.program)?;
        let downgrades = contract.policies.end_of_contract == EndOfContract::DowngradeToAudit;
        let access = match status {
            MembershipStatus::Removed if found.audits => Access::AuditOnly,
            MembershipStatus::Removed | MembershipStatus::Lapsed => Access::Nothing,
            MembershipStatus::Current if at >= contract.ends_at && downgrades => Access::AuditOnly,
            MembershipStatus::Current => Access::Full,
        };
        Some(MembershipView {
            program: program.id,
            learner: self.learners.get(found.learner)?.id,
            contract: contract.id,
            status,
            access,
            joined_at: found.joined_at.get()?,
            left_at,
            allow_return: found.allow_return || status == MembershipStatus::Lapsed,
            occupies_seat: found.seat,
            invitation: self.invitations.get(found.invitation).map(|invitation| invitation.id),
            enrolled_courses: found.current.into(),
            completed_courses: found.completed.into(),
        })
    }

    /// A learner's enrollments in a program, in the order of enrolling first, given up ones included.
    pub fn enrollments(&self, program: ProgramId, learner: LearnerId) -> Vec<EnrollmentView> {
        let Some(membership) = self.membership_by_ids(program, learner) else {
            return Vec::new();
        };
        let mut found: Vec<_> = self
            .numbered_enrollments_of(membership)
            .filter_map(|(handle, enrollment)| self.enrollment_view(handle, enrollment))
            .collect();
        found.reverse();
        found
    }

    fn enrollment_view(&self, handle: u32, enrollment: &Enrollment) -> Option<EnrollmentView> {
        let source = Some(enrollment.source).filter(|source| *source != NO_SOURCE);
        Some(EnrollmentView {
            item: self.catalog_item(enrollment.item())?,
            contract: self.contract(enrollment.contract)?.id,
            source: source
                .and_then(|source| self.catalog.collections.get(usize::from(source)))
                .map(|found| found.id),
            enrolled_at: enrollment.enrolled_at.get()?,
            enrolled_again_at: self.enrolled_again.get(&handle).and_then(|at| at.get()),
            class_starts_at: enrollment.class_starts_at.get(),
            last_activity_at: enrollment.last_activity_at.get(),
            completed_at: enrollment.completed_at.get(),
            progress: enrollment.progress(),
            grade: enrollment.grade(),
            hours: enrollment.hours(),
            given_up: enrollment.given_up,
        })
    }

    pub(crate) fn catalog_item(&self, item: Item) -> Option<CatalogItem> {
        Some(match item {
            Item::Course(handle) => CourseItem { course: self.catalog.course_at(handle)?.id }.into(),
            Item::Specialization(handle) => {
                SpecializationItem { specialization: self.catalog.specialization_at(handle)?.id }.into()
            }
        })
    }

    /// An invitation as of an instant.
    pub fn invitation(&self, invitation: InvitationId, at: Timestamp) -> Option<InvitationView> {
        self.settled(at).invitation_view(self.find_invitation(invitation)?, at)
    }

    /// The latest invitation of an email to a program, whatever became of it.
    pub fn invitation_of(&self, program: ProgramId, email: &str, at: Timestamp) -> Option<InvitationView> {
        let found = self.invitation_to(self.program_handle(program)?, email)?;
        self.settled(at).invitation_view(found, at)
    }

    fn invitation_view(&self, handle: u32, at: Timestamp) -> Option<InvitationView> {
        let found = self.invitations.get(handle)?;
        let person = self.people.get(found.person);
        let membership = Some(found.membership).filter(|membership| *membership != NONE);
        let learner = membership
            .and_then(|membership| self.memberships.get(membership))
            .map(|found| found.learner);
        Some(InvitationView {
            invitation: found.id,
            program: self.program(found.program)?.id,
            contract: self.contract(found.contract)?.id,
            status: found.status(at),
            name: person.name.into(),
            email: person.email.into(),
            external_id: given(person.external_id),
            created_at: found.created_at.get()?,
            sent_at: found.sent_at.get(),
            expires_at: found.expires_at.get(),
            accepted_by: learner.and_then(|learner| self.learners.get(learner)).map(|learner| learner.id),
        })
    }

    /// A program's whitelist in the order of its domains (`WL-1`); none if there is no such program.
    pub fn whitelist(&self, program: ProgramId) -> Option<Vec<DomainView>> {
        let program = self.program(self.program_handle(program)?)?;
        let domains = program.whitelist.domains.iter().filter_map(|(domain, contract)| {
            Some(DomainView { domain: domain.clone(), contract: self.contract(*contract)?.id })
        });
        Some(domains.collect())
    }

    /// Every course in the order of being added.
    pub fn courses(&self) -> Vec<CourseView> {
        let view = |course: &crate::catalog::Course| CourseView {
            course: course.id,
            name: course.name.clone(),
            slug: course.slug.clone(),
            partner: course.partner.clone(),
            difficulty: course.details.difficulty,
            skills: course.details.skills.clone(),
        };
        self.catalog.courses.iter().map(view).collect()
    }

    /// Every specialization in the order of being added.
    pub fn specializations(&self) -> Vec<SpecializationView> {
        let view = |found: &crate::catalog::Specialization| SpecializationView {
            specialization: found.id,
            name: found.name.clone(),
            slug: found.slug.clone(),
            partner: found.partner.clone(),
            courses: found
                .courses
                .iter()
                .filter_map(|course| self.catalog.course_at(*course))
                .map(|course| course.id)
                .collect(),
            difficulty: found.details.difficulty,
            skills: found.details.skills.clone(),
        };
        self.catalog.specializations.iter().map(view).collect()
    }

    /// A program's collections in order (`VIEW-3`); none if there is no such program.
    pub fn collections(&self, program: ProgramId) -> Option<Vec<CollectionView>> {
        let program = self.program_handle(program)?;
        let view = |found: &crate::catalog::Collection| CollectionView {
            collection: found.id,
            name: found.name.clone(),
            description: found.description.clone(),
            items: found.items.iter().filter_map(|item| self.catalog_item(*item)).collect(),
        };
        let handles = self.catalog.collections_of(program).into_iter();
        Some(
            handles
                .filter_map(|handle| self.catalog.collections.get(usize::from(handle)))
                .map(view)
                .collect(),
        )
    }

    /// How often everything that a program offers is taken, each once, in the order of the catalog; the courses of a
    /// specialization stand behind it (`VIEW-3`). Counted as it changes, so that asking costs no look at enrollments. None if
    /// there is no such program.
    pub fn catalog_counts(&self, program: ProgramId) -> Option<Vec<CatalogCount>> {
        let program = self.program_handle(program)?;
        let mut seen = crate::store::Set::default();
        let handles = self.catalog.collections_of(program).into_iter();
        let items = handles
            .flat_map(|handle| self.catalog.items_of(handle))
            .flat_map(|item| self.catalog.with_courses(*item))
            .filter(|item| seen.insert(*item));
        let counts = items.filter_map(|item| {
            let taken = self.catalog.taken(program, item);
            Some(CatalogCount {
                item: self.catalog_item(item)?,
                enrolled: taken.enrolled,
                completed: taken.completed,
            })
        });
        Some(counts.collect())
    }

    /// Every administrator, former ones left out, in the order of being added first.
    pub fn administrators(&self) -> Vec<AdministratorView> {
        let current =
            |found: &&crate::administrator::Administrator| found.organization || !found.programs.is_empty();
        let view = |found: &crate::administrator::Administrator| {
            let person = self.people.get(found.person);
            AdministratorView {
                administrator: found.id,
                name: person.name.into(),
                email: person.email.into(),
                organization: found.organization,
                programs: found
                    .programs
                    .iter()
                    .filter_map(|program| self.program(*program))
                    .map(|program| program.id)
                    .collect(),
            }
        };
        self.administrators.list.iter().filter(current).map(view).collect()
    }
}

/// A text, if it is not empty.
fn given(text: &str) -> Option<Personal> {
    (!text.is_empty()).then(|| text.into())
}

pub(crate) const DEFINITIONS: &[Definition] = &[
    ContractStatus::SCHEMA,
    MembershipStatus::SCHEMA,
    Access::SCHEMA,
    Movement::SCHEMA,
    Definition::Record(ContractView::SCHEMA),
    Definition::Record(Funnel::SCHEMA),
    Definition::Record(ProgramView::SCHEMA),
    Definition::Record(LedgerEntry::SCHEMA),
    Definition::Record(MembershipView::SCHEMA),
    Definition::Record(LearnerView::SCHEMA),
    Definition::Record(EnrollmentView::SCHEMA),
    Definition::Record(InvitationView::SCHEMA),
    Definition::Record(DomainView::SCHEMA),
    Definition::Record(CourseView::SCHEMA),
    Definition::Record(SpecializationView::SCHEMA),
    Definition::Record(CollectionView::SCHEMA),
    Definition::Record(CatalogCount::SCHEMA),
    Definition::Record(AdministratorView::SCHEMA),
];
