//! The register: one organization's state, and the two functions that everything goes through (`API-2`).
//!
//! [`Register::decide`] judges a command and changes nothing; [`Register::apply`] takes in what was decided and
//! never judges. What a command means stands in the module of its topic; here is only the way it takes.

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

use crate::administrator::Administrators;
use crate::authority::Rights;
use crate::catalog::Catalog;
use crate::clock::judge_at;
use crate::commit::{Actor, COMMIT_VERSION, Commit, Context, Decision, Receipt};
use crate::contract::Contract;
use crate::contract_renewal::Renewals;
use crate::enrollment::Enrollment;
use crate::invitation::{Invitation, Step};
use crate::ledger::ActorHandle;
use crate::membership::{Learner, Membership};
use crate::organization::Organization;
use crate::person::Profile;
use crate::program::Program;
use crate::receipt::Receipts;
use crate::store::{Counts, Hashing, Index, Map, Moment, Pages, People};
use crate::verdict::{Effects, Judging, Stop, Verdict};
use crate::{Command, ContractId, Event, ProgramId, Refusal, RegisterPolicies, Timestamp};

/// Learners, memberships, invitations or enrollments that a register holds at most, of each.
pub const RECORDS_LIMIT: u64 = 4_000_000_000;

/// Why a commit was not taken in. The register is as it was before.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApplyError {
    /// The commit has a form that this version of the library does not know.
    #[error(
        "the commit has version `{version}`, this library reads up to `{COMMIT_VERSION}`; use a newer one"
    )]
    UnknownVersion {
        /// The commit's version.
        version: u16,
    },
    /// The commit is not the next one of this history.
    #[error("commit `{found}` cannot follow here, `{expected}` is next; apply each commit once and in order")]
    OutOfSequence {
        /// The sequence number that would follow.
        expected: u64,
        /// The commit's.
        found: u64,
    },
    /// The commit lies before the one applied last, or outside the years that a register keeps.
    #[error("the commit's time `{at}` cannot follow the history's latest; the history is not in order")]
    OutOfTime {
        /// The commit's time.
        at: Timestamp,
    },
    /// The register has gone beyond the instant up to which it was to be replayed.
    #[error(
        "the register has seen `{latest}`, after `{until}`; begin from an earlier snapshot, or from none"
    )]
    AfterInstant {
        /// The latest time that the register has seen.
        latest: Timestamp,
        /// The instant.
        until: Timestamp,
    },
    /// The commit, or the snapshot, does not agree with itself or with what came before it.
    #[error("the history does not hold together at {what}; restore it from a good copy")]
    Inconsistent {
        /// What was looked at.
        what: &'static str,
    },
}

impl ApplyError {
    /// The stable code, the same in every language.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownVersion { .. } => "unknown_version",
            Self::OutOfSequence { .. } => "out_of_sequence",
            Self::OutOfTime { .. } => "out_of_time",
            Self::AfterInstant { .. } => "after_instant",
            Self::Inconsistent { .. } => "inconsistent_history",
        }
    }

    pub(crate) const fn unless(good: bool, what: &'static str) -> Result<(), Self> {
        if good { Ok(()) } else { Err(Self::Inconsistent { what }) }
    }
}

/// How records are found. All of it follows from the records, so none of it is stored.
#[derive(Clone, Debug)]
pub(crate) struct Indexes {
    pub(crate) hashing: Hashing,
    pub(crate) contracts: Map<ContractId, u16>,
    pub(crate) programs: Map<ProgramId, u16>,
    pub(crate) program_slugs: Map<Box<str>, u16>,
    /// Learners by id.
    pub(crate) learners: Index,
    /// Learners by email.
    pub(crate) emails: Index,
    /// Invitations by id.
    pub(crate) invitations: Index,
    /// The latest invitation by program and email.
    pub(crate) invited: Index,
    /// Enrollments by membership and item.
    pub(crate) enrollments: Index,
}

impl Default for Indexes {
    fn default() -> Self {
        Self {
            hashing: Hashing::seeded(0),
            contracts: Map::default(),
            programs: Map::default(),
            program_slugs: Map::default(),
            learners: Index::default(),
            emails: Index::default(),
            invitations: Index::default(),
            invited: Index::default(),
            enrollments: Index::default(),
        }
    }
}

/// One organization: its contracts, programs, people and all that happened between them.
///
/// A register does no I/O and knows no clock. The host gives commands with the time and the actor, stores the
/// commits that come back, and can build the same register from them again, bit for bit (`API-1`).
///
/// ```
/// use matricula::{Actor, Command, Context, CreateOrganization, OrganizationId, Register};
///
/// let mut register = Register::new();
/// let context = Context::new("2020-01-01T00:00:00.000Z".parse()?, Actor::OPERATOR);
/// let command = Command::from(CreateOrganization {
///     organization: OrganizationId::from_u128(1),
///     name: "Acme".into(),
///     domains: vec!["acme.example".into()],
///     policies: None,
/// });
/// let commit = register.execute(&command, &context)?;
/// assert_eq!(commit.events[0].kind(), "organization_created");
///
/// // The commit is the history: another register that applies it is the same.
/// let mut replica = Register::new();
/// replica.apply(&commit)?;
/// assert_eq!(replica.snapshot(), register.snapshot());
///
/// // A second organization in the same register is refused, with a stable code.
/// assert_eq!(register.execute(&command, &context).unwrap_err().code(), "organization_exists");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Register {
    pub(crate) organization: Option<Organization>,
    pub(crate) latest: Option<Timestamp>,
    pub(crate) sequence: u64,
    pub(crate) contracts: Vec<Contract>,
    pub(crate) programs: Vec<Program>,
    pub(crate) catalog: Catalog,
    pub(crate) administrators: Administrators,
    pub(crate) people: People,
    pub(crate) profiles: BTreeMap<u32, Box<Profile>>,
    pub(crate) learners: Pages<Learner>,
    pub(crate) memberships: Pages<Membership>,
    pub(crate) invitations: Pages<Invitation>,
    pub(crate) enrollments: Pages<Enrollment>,
    pub(crate) receipts: Receipts,
    pub(crate) renewals: Renewals,
    /// Seats that may be released and reused, of the contracts that limit it (`CON-7`).
    pub(crate) reuse_limits: BTreeMap<u16, u32>,
    pub(crate) rights: Rights,
    /// Lessons taken, by enrollment.
    pub(crate) lessons: Counts,
    /// When enrollments that had been given up were made again last. Few are, so that they are kept apart.
    pub(crate) enrolled_again: BTreeMap<u32, Moment>,
    /// Learners who are not named on leaderboards.
    pub(crate) unlisted: BTreeSet<u32>,
    /// Open invitations that will expire: when, of which program and contract, and how many.
    pub(crate) expiries: BTreeMap<(Timestamp, u16, u16), u32>,
    pub(crate) indexes: Indexes,
}

impl Register {
    /// A register without an organization.
    pub fn new() -> Self {
        Self::default()
    }

    /// Judges a command and says what would happen; nothing changes.
    ///
    /// The same register, command and context always give the same answer. A command whose id was used before
    /// gives the answer of that time (`API-6`); that is looked up before anything else.
    ///
    /// # Errors
    ///
    /// The first [`Refusal`] that stands against the command, in the order in which [`Refusal`] lists them.
    pub fn decide(&self, command: &Command, context: &Context) -> Result<Decision, Refusal> {
        let receipt = receipt_of(command, context);
        if let Some(commit) = self.repeated(receipt.as_ref(), context)? {
            return Ok(Decision { commit: self.tell_again(commit), repeated: true });
        }
        let register = self.settled_for(context);
        Ok(Decision { commit: register.decide_anew(command, context, receipt)?, repeated: false })
    }

    /// What a command with an id was answered before.
    fn repeated(&self, receipt: Option<&Receipt>, context: &Context) -> Result<Option<&Commit>, Refusal> {
        receipt.map_or(Ok(None), |receipt| self.receipts.answer(receipt, context.now, self.policies()))
    }

    #[inline]
    fn decide_anew(
        &self,
        command: &Command,
        context: &Context,
        receipt: Option<Receipt>,
    ) -> Result<Commit, Refusal> {
        let mut verdict = Verdict::default();
        let judged = self.judge(command, context, &mut verdict);
        match (judged, verdict.into_first()) {
            (Ok((at, effects)), None) => Ok(Commit {
                version: COMMIT_VERSION,
                sequence: self.sequence.saturating_add(1),
                at,
                actor: context.actor.clone(),
                receipt,
                events: effects.events,
                personal: effects.personal,
                rows: effects.rows,
                warnings: effects.warnings,
                repeated: false,
            }),
            // The first that was met need not be the first in the documented order.
            (_, Some(refusal)) => Err(self.why(command, context).into_iter().next().unwrap_or(refusal)),
            // Judging stops only after it has noted a refusal.
            (Err(Stop), None) => Err(Refusal::NoOrganization {}),
        }
    }

    /// Decides a command and applies what comes of it.
    ///
    /// A command whose id was used before changes nothing and gives the commit of that time, with [`Commit::repeated`] set
    /// and what is still known of the people in it (`API-6`). A host that keeps commits by their sequence number and leaves
    /// those that it has alone may store what it gets, repeated or not: what was lost when storing failed comes with the
    /// repetition.
    ///
    /// ```
    /// use matricula::{Actor, Command, CommandId, Context, CreateOrganization, OrganizationId, Register};
    ///
    /// let mut register = Register::new();
    /// let now = "2020-01-01T00:00:00.000Z".parse()?;
    /// let command_id = Some(CommandId::from_u128(7));
    /// let context = Context { command_id, ..Context::new(now, Actor::OPERATOR) };
    /// let command = Command::from(CreateOrganization {
    ///     organization: OrganizationId::from_u128(1),
    ///     name: "Acme".into(),
    ///     domains: vec![],
    ///     policies: None,
    /// });
    /// let mut history = Vec::new();
    /// for _ in 0..2 {
    ///     let commit = register.execute(&command, &context)?;
    ///     if !commit.repeated {
    ///         history.push(commit);
    ///     }
    /// }
    /// assert_eq!(history.len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// As [`Self::decide`]. A refused command changes nothing.
    pub fn execute(&mut self, command: &Command, context: &Context) -> Result<Commit, Refusal> {
        let receipt = receipt_of(command, context);
        if let Some(commit) = self.repeated(receipt.as_ref(), context)? {
            return Ok(self.tell_again(commit));
        }
        let commit = self.settled_for(context).decide_anew(command, context, receipt)?;
        self.take_in(&commit);
        Ok(commit)
    }

    /// Takes in a commit of this register's history.
    ///
    /// # Errors
    ///
    /// An [`ApplyError`] when the commit is not the next one or does not agree with the state; then nothing changes.
    pub fn apply(&mut self, commit: &Commit) -> Result<(), ApplyError> {
        if !(1..=COMMIT_VERSION).contains(&commit.version) {
            return Err(ApplyError::UnknownVersion { version: commit.version });
        }
        let expected = self.sequence.saturating_add(1);
        if commit.sequence != expected {
            return Err(ApplyError::OutOfSequence { expected, found: commit.sequence });
        }
        if Some(commit.at) < self.latest || !Moment::holds(commit.at) {
            return Err(ApplyError::OutOfTime { at: commit.at });
        }
        self.settled(commit.at).check_events(commit)?;
        self.take_in(commit);
        Ok(())
    }

    /// Every refusal that stands against a command, in the documented order, each with what would cure it (`API-7`).
    /// None when the command would be carried out. Whoever may not give the command is told so and no more.
    ///
    /// ```
    /// use matricula::{Actor, Command, Context, Cure, FreezeContract, ContractId, Register};
    ///
    /// let command = Command::from(FreezeContract { contract: ContractId::from_u128(1) });
    /// let context = Context::new("2020-01-01T00:00:00.000Z".parse().unwrap(), Actor::HOST);
    /// let refusals = Register::new().why(&command, &context);
    /// assert_eq!(refusals[0].code(), "no_organization");
    /// assert_eq!(refusals[0].cure(), Cure::Administrator);
    /// ```
    pub fn why(&self, command: &Command, context: &Context) -> Vec<Refusal> {
        let mut verdict = Verdict::of_all();
        match self.repeated(receipt_of(command, context).as_ref(), context) {
            Ok(Some(_)) => return Vec::new(),
            Ok(None) => {}
            Err(refusal) => drop(verdict.refuse(refusal)),
        }
        drop(self.settled_for(context).judge(command, context, &mut verdict));
        verdict.into_refusals()
    }

    /// The next instant after `after` at which something changes by itself: a contract starts, nears its end, is
    /// renewed or ends, or an invitation expires (`API-5`). Nothing needs to be called then; a host may want to look again.
    pub fn next_deadline(&self, after: Timestamp) -> Option<Timestamp> {
        let contracts = self
            .contracts
            .iter()
            .flat_map(|contract| [contract.starts_at, contract.ends_at, contract.expiry_notice_at()])
            .filter(|time| *time > after)
            .min();
        let expiry = self
            .expiries
            .range((core::ops::Bound::Excluded((after, u16::MAX, u16::MAX)), core::ops::Bound::Unbounded))
            .next()
            .map(|((time, _, _), _)| *time);
        contracts.into_iter().chain(expiry).chain(self.renewals.next_after(after)).min()
    }

    /// How many commits were applied.
    pub const fn sequence(&self) -> u64 {
        self.sequence
    }

    /// The latest time that the register has seen (`API-5`).
    pub const fn latest(&self) -> Option<Timestamp> {
        self.latest
    }

    /// Makes room for people to come, so that loading many of them does not stop to grow. Room that cannot be had is not made.
    pub fn reserve(&mut self, learners: usize, enrollments: usize) {
        self.indexes.learners.reserve(learners);
        self.indexes.emails.reserve(learners);
        self.indexes.enrollments.reserve(enrollments);
    }

    pub(crate) fn policies(&self) -> RegisterPolicies {
        self.organization.as_ref().map_or_else(RegisterPolicies::default, |found| found.policies)
    }

    fn judge(
        &self,
        command: &Command,
        context: &Context,
        verdict: &mut Verdict,
    ) -> Result<(Timestamp, Effects), Stop> {
        let at = self.judge_context(context, verdict)?;
        match (&self.organization, command) {
            (Some(_), Command::CreateOrganization(_)) => {
                return Err(verdict.stop(Refusal::OrganizationExists {}));
            }
            (None, Command::CreateOrganization(_)) | (Some(_), _) => {}
            (None, _) => return Err(verdict.stop(Refusal::NoOrganization {})),
        }
        // Judging ends here even when all refusals are asked for: they would tell what the actor may not know.
        let authorized = self.authorize(&context.actor, command);
        verdict.require(authorized)?;
        let effects = self.judge_command(command, &Judging { at }, verdict)?;
        Ok((at, effects))
    }

    /// The time at which to judge. A time that is refused lets judging go on at the latest one that is known.
    fn judge_context(&self, context: &Context, verdict: &mut Verdict) -> Result<Timestamp, Stop> {
        match judge_at(self.latest, context.now, &self.policies()) {
            Ok(at) => Ok(at),
            Err(refusal) => match self.latest {
                Some(latest) => verdict.refuse(refusal).map(|()| latest),
                None => Err(verdict.stop(refusal)),
            },
        }
    }

    /// Judges rows without carrying anything out.
    pub(crate) fn preview<T>(
        &self,
        context: &Context,
        authorized: Result<(), Refusal>,
        judge: impl FnOnce(&Self, &Judging, &mut Verdict) -> Result<T, Stop>,
    ) -> Result<T, Refusal> {
        // As with deciding, the first that is met need not be the first in the documented order.
        let mut verdict = Verdict::of_all();
        let judged = self.judge_context(context, &mut verdict).and_then(|at| {
            if self.organization.is_none() {
                return Err(verdict.stop(Refusal::NoOrganization {}));
            }
            verdict.check(authorized)?;
            judge(&self.settled(at), &Judging { at }, &mut verdict)
        });
        match (judged, verdict.into_first()) {
            (Ok(preview), None) => Ok(preview),
            (_, Some(refusal)) => Err(refusal),
            (Err(Stop), None) => Err(Refusal::NoOrganization {}),
        }
    }

    fn judge_command(
        &self,
        command: &Command,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Result<Effects, Stop> {
        match command {
            Command::CreateOrganization(command) => self.judge_create_organization(command, verdict),
            Command::CreateContract(command) => self.judge_create_contract(command, verdict),
            Command::FreezeContract(command) => self.judge_freeze_contract(command, verdict),
            Command::UnfreezeContract(command) => self.judge_unfreeze_contract(command, verdict),
            Command::CreateProgram(command) => self.judge_create_program(command, verdict),
            Command::UpdateProgram(command) => self.judge_update_program(command, verdict),
            Command::AddCourse(command) => self.judge_add_course(command, verdict),
            Command::AddSpecialization(command) => self.judge_add_specialization(command, verdict),
            Command::CreateCollection(command) => self.judge_create_collection(command, verdict),
            Command::AddToCollection(command) => self.judge_add_to_collection(command, verdict),
            Command::AddOrganizationAdministrator(command) => {
                self.judge_add_organization_administrator(command, verdict)
            }
            Command::AddProgramAdministrator(command) => {
                self.judge_add_program_administrator(command, verdict)
            }
            Command::RemoveAdministrator(command) => self.judge_remove_administrator(command, verdict),
            Command::InviteLearner(command) => self.judge_invite_learner(command, judging, verdict),
            Command::InviteLearners(command) => self.judge_invite_learners(command, judging, verdict),
            Command::ResendInvitation(command) => self.judge_resend_invitation(command, judging, verdict),
            Command::RemoveInvitation(command) => self.judge_remove_invitation(command, judging, verdict),
            Command::DeclineInvitation(command) => self.judge_decline_invitation(command, judging, verdict),
            Command::ReportBounce(command) => self.judge_report_bounce(command, judging, verdict),
            Command::AcceptInvitation(command) => self.judge_accept_invitation(command, judging, verdict),
            Command::JoinProgram(command) => self.judge_join_program(command, judging, verdict),
            Command::RemoveLearner(command) => self.judge_remove_learner(command, judging, verdict),
            Command::UpdateProfile(command) => self.judge_update_profile(command, verdict),
            Command::AddDomain(command) => self.judge_add_domain(command, judging, verdict),
            Command::RemoveDomain(command) => self.judge_remove_domain(command, verdict),
            Command::ImportDomains(command) => self.judge_import_domains(command, judging, verdict),
            Command::EnrollInCourse(command) => self.judge_enroll_in_course(command, judging, verdict),
            Command::EnrollInSpecialization(command) => {
                self.judge_enroll_in_specialization(command, judging, verdict)
            }
            Command::UnenrollFromCourse(command) => {
                self.judge_unenroll_from_course(command, judging, verdict)
            }
            Command::UnenrollFromSpecialization(command) => {
                self.judge_unenroll_from_specialization(command, judging, verdict)
            }
            Command::RecordCourseActivity(command) => {
                self.judge_record_course_activity(command, judging, verdict)
            }
            Command::RecordSpecializationActivity(command) => {
                self.judge_record_specialization_activity(command, judging, verdict)
            }
            Command::AmendContract(command) => self.judge_amend_contract(command, judging, verdict),
            Command::EditCollection(command) => self.judge_edit_collection(command, verdict),
            Command::DeleteCollection(command) => self.judge_delete_collection(command, verdict),
            Command::ArrangeCollections(command) => self.judge_arrange_collections(command, verdict),
            Command::ArrangeItems(command) => self.judge_arrange_items(command, verdict),
            Command::RemoveFromCollection(command) => self.judge_remove_from_collection(command, verdict),
            Command::MoveItems(command) => self.judge_move_items(command, verdict),
            Command::RemoveProgram(command) => self.judge_remove_program(command, verdict),
            Command::ErasePerson(command) => self.judge_erase_person(command, verdict),
            Command::RemoveLearners(command) => self.judge_remove_learners(command, judging, verdict),
            Command::RemoveInvitations(command) => self.judge_remove_invitations(command, verdict),
            Command::SyncRoster(command) => self.judge_sync_roster(command, judging, verdict),
            Command::MoveMembers(command) => self.judge_move_members(command, judging, verdict),
            Command::RenewContract(command) => self.judge_renew_contract(command, judging, verdict),
            Command::CancelRenewal(command) => self.judge_cancel_renewal(command, verdict),
            Command::LimitReuse(command) => self.judge_limit_reuse(command, verdict),
            Command::Advance(_) => Ok(Effects::none()),
            Command::SetRights(command) => self.judge_set_rights(command, verdict),
            Command::UpdateOrganization(command) => self.judge_update_organization(command, verdict),
            Command::UpdateCourse(command) => self.judge_update_course(command, verdict),
            Command::UpdateSpecialization(command) => self.judge_update_specialization(command, verdict),
            Command::RecordLessons(command) => self.judge_record_lessons(command, verdict),
            Command::SetLeaderboardListing(command) => self.judge_set_leaderboard_listing(command, verdict),
            Command::UpdateLearner(command) => self.judge_update_learner(command, judging, verdict),
        }
    }

    /// Looks at all events of a commit before any is applied, so that a bad one leaves nothing half done.
    fn check_events(&self, commit: &Commit) -> Result<(), ApplyError> {
        let founds = matches!(commit.events.as_slice(), [Event::OrganizationCreated(_)]);
        ApplyError::unless(self.organization.is_some() || founds, "an organization")?;
        if let [event] = commit.events.as_slice() {
            return self.check_event(event, commit.at);
        }
        if let [Event::LearnerJoined(joined), others @ ..] = commit.events.as_slice() {
            self.check_learner_joined(joined, commit.at)?;
            return self.check_accepted_with(Some(joined), others);
        }
        if let [Event::LearnerUpdated(updated), others @ ..] = commit.events.as_slice() {
            self.check_learner_updated(updated)?;
            return self.check_accepted_with(None, others);
        }
        // Otherwise only bulk commands give several events. These do not bear on each other as long as each is about
        // something else, so that each may be held against the state before the first.
        let mut subjects = crate::store::Set::default();
        subjects.reserve(commit.events.len());
        // Seats that moves take together, of the one contract that a command moves to.
        let (mut moved, mut target) = (0_u32, None);
        for event in &commit.events {
            if let (Event::MemberMoved(event), Some(target)) = (event, target) {
                ApplyError::unless(event.contract == target, "members who moved")?;
            }
            let subject = match event {
                Event::LearnerInvited(event) => Some(BulkSubject::Invitation(event.invitation)),
                Event::InvitationUpdated(event) => Some(BulkSubject::Invitation(event.invitation)),
                Event::InvitationRemoved(event) => Some(BulkSubject::Invitation(event.invitation)),
                Event::LearnerRemoved(event) => Some(BulkSubject::Learner(event.program, event.learner)),
                Event::MemberMoved(event) => {
                    moved = moved.saturating_add(self.seats_of_move(event));
                    target = Some(event.contract);
                    Some(BulkSubject::Learner(event.program, event.learner))
                }
                Event::DomainAdded(event) => Some(BulkSubject::Domain(event.program, &event.domain)),
                _ => None,
            };
            ApplyError::unless(
                subject.is_some_and(|subject| subjects.insert(subject)),
                "the events of a bulk command",
            )?;
            self.check_event(event, commit.at)?;
        }
        ApplyError::unless(self.has_seats_for(target, moved), "members who moved")
    }

    fn check_event(&self, event: &Event, at: Timestamp) -> Result<(), ApplyError> {
        match event {
            Event::OrganizationCreated(_) => self.check_organization_created(),
            Event::ContractCreated(event) => self.check_contract_created(event),
            Event::ContractWasFrozen(event) => self.check_contract_known(event.contract),
            Event::ContractWasUnfrozen(event) => self.check_contract_known(event.contract),
            Event::ProgramCreated(event) => self.check_program_created(event),
            Event::ProgramUpdated(event) => {
                ApplyError::unless(self.program_handle(event.program).is_some(), "a program's settings")
            }
            Event::CourseAdded(event) => self.check_course_added(event),
            Event::SpecializationAdded(event) => self.check_specialization_added(event),
            Event::CollectionCreated(event) => self.check_collection_created(event),
            Event::ItemsAdded(event) => self.check_items_added(event),
            Event::OrganizationAdministratorAdded(event) => {
                self.check_organization_administrator_added(event)
            }
            Event::ProgramAdministratorAdded(event) => self.check_program_administrator_added(event),
            Event::AdministratorRemoved(event) => self.check_administrator_removed(event),
            Event::LearnerInvited(event) => self.check_learner_invited(event),
            Event::InvitationUpdated(event) => self.check_invitation_updated(event),
            Event::InvitationResent(event) => self.check_step(event.invitation, Step::Resend),
            Event::InvitationRemoved(event) => self.check_step(event.invitation, Step::Remove),
            Event::InvitationDeclined(event) => self.check_step(event.invitation, Step::Decline),
            Event::InvitationBounced(event) => self.check_step(event.invitation, Step::Bounce),
            Event::LearnerJoined(event) => self.check_learner_joined(event, at),
            Event::LearnerRemoved(event) => self.check_learner_removed(event),
            Event::ProfileUpdated(event) => {
                ApplyError::unless(self.find_learner(event.learner).is_some(), "a learner's profile")
            }
            Event::DomainAdded(event) => self.check_domain_added(event),
            Event::DomainRemoved(event) => self.check_domain_removed(event),
            Event::CourseEnrolled(event) => self.check_course_enrolled(event),
            Event::SpecializationEnrolled(event) => self.check_specialization_enrolled(event),
            Event::CourseUnenrolled(event) => self.check_course_unenrolled(event),
            Event::SpecializationUnenrolled(event) => self.check_specialization_unenrolled(event),
            Event::CourseActivityRecorded(event) => self.check_course_activity(event),
            Event::SpecializationActivityRecorded(event) => self.check_specialization_activity(event),
            Event::ContractAmended(event) => self.check_contract_amended(event),
            Event::CollectionEdited(event) => self.check_collection(event.program, event.collection),
            Event::CollectionDeleted(event) => self.check_collection(event.program, event.collection),
            Event::CollectionsArranged(event) => self.check_collections_arranged(event),
            Event::ItemsArranged(event) => self.check_items_arranged(event),
            Event::ItemsMoved(event) => self.check_items_moved(event),
            Event::ProgramWasRemoved(event) => self.check_program_removed(event),
            Event::PersonErased(event) => self.check_person_erased(event),
            Event::MemberMoved(event) => self.check_member_moved(event),
            Event::RenewalScheduled(event) => self.check_renewal_scheduled(event),
            Event::RenewalCanceled(event) => self.check_renewal_canceled(event),
            Event::ReuseLimited(event) => self.check_contract_known(event.contract),
            Event::RightsSet(event) => self.check_rights_set(event),
            Event::OrganizationUpdated(event) => self.check_organization_updated(event),
            Event::CourseUpdated(event) => self.check_course_updated(event),
            Event::SpecializationUpdated(event) => self.check_specialization_updated(event),
            Event::LessonsRecorded(event) => self.check_lessons_recorded(event),
            Event::InvitationAccepted(event) => self.check_invitation_accepted(event, None),
            Event::LeaderboardListingSet(event) => self.check_leaderboard_listing_set(event),
            Event::LearnerUpdated(event) => self.check_learner_updated(event),
        }
    }

    /// Applies a commit that was checked or has just been decided.
    fn take_in(&mut self, commit: &Commit) {
        let at = commit.at;
        self.sequence = commit.sequence;
        self.settle_renewals(at);
        self.latest = Some(at);
        self.expire_invitations(at);
        let by = self.administrators.actor_handle(&commit.actor);
        for event in &commit.events {
            self.apply_event(event, at, by, commit.version);
        }
        for record in &commit.personal {
            self.apply_personal(record);
        }
        let policies = self.policies();
        self.receipts.take_in(commit, policies);
    }

    /// A copy in which events of a command that is being judged have happened.
    pub(crate) fn with_events(&self, events: &[Event], at: Timestamp) -> Self {
        let mut later = self.clone();
        later.latest = Some(at);
        later.expire_invitations(at);
        for event in events {
            later.apply_event(event, at, ActorHandle::OPERATOR, COMMIT_VERSION);
        }
        later
    }

    fn apply_event(&mut self, event: &Event, at: Timestamp, by: ActorHandle, version: u16) {
        match event {
            Event::OrganizationCreated(event) => self.apply_organization_created(event),
            Event::ContractCreated(event) => self.apply_contract_created(event),
            Event::ContractWasFrozen(event) => self.set_frozen(event.contract, true),
            Event::ContractWasUnfrozen(event) => self.set_frozen(event.contract, false),
            Event::ProgramCreated(event) => self.apply_program_created(event),
            Event::ProgramUpdated(event) => self.apply_program_updated(event),
            Event::CourseAdded(event) => self.apply_course_added(event),
            Event::SpecializationAdded(event) => self.apply_specialization_added(event),
            Event::CollectionCreated(event) => self.apply_collection_created(event),
            Event::ItemsAdded(event) => self.apply_items_added(event),
            Event::OrganizationAdministratorAdded(event) => {
                self.apply_organization_administrator_added(event);
            }
            Event::ProgramAdministratorAdded(event) => self.apply_program_administrator_added(event),
            Event::AdministratorRemoved(event) => self.apply_administrator_removed(event),
            Event::LearnerInvited(event) => self.apply_learner_invited(event, at),
            Event::InvitationUpdated(event) => self.apply_invitation_updated(event, at),
            Event::InvitationResent(event) => self.apply_invitation_resent(event, at),
            Event::InvitationRemoved(event) => {
                self.step_invitation(event.invitation, Step::Remove, |_| {});
            }
            Event::InvitationDeclined(event) => {
                self.step_invitation(event.invitation, Step::Decline, |_| {});
            }
            Event::InvitationBounced(event) => {
                self.step_invitation(event.invitation, Step::Bounce, |_| {});
            }
            Event::LearnerJoined(event) => self.apply_learner_joined(event, at, by),
            Event::LearnerRemoved(event) => self.apply_learner_removed(event, at, by),
            // What changed is personal, and taken in with the records beside the events.
            Event::ProfileUpdated(_) | Event::LearnerUpdated(_) => {}
            Event::DomainAdded(event) => self.apply_domain_added(event),
            Event::DomainRemoved(event) => self.apply_domain_removed(event),
            Event::CourseEnrolled(event) => self.apply_course_enrolled(event, at, by),
            Event::SpecializationEnrolled(event) => self.apply_specialization_enrolled(event, at, by),
            Event::CourseUnenrolled(event) => self.apply_course_unenrolled(event, at, by),
            Event::SpecializationUnenrolled(event) => self.apply_specialization_unenrolled(event, at, by),
            Event::CourseActivityRecorded(event) => self.apply_course_activity(event),
            Event::SpecializationActivityRecorded(event) => self.apply_specialization_activity(event),
            Event::ContractAmended(event) => self.apply_contract_amended(event, at, version),
            Event::CollectionEdited(event) => self.apply_collection_edited(event),
            Event::CollectionDeleted(event) => self.apply_collection_deleted(event),
            Event::CollectionsArranged(event) => self.apply_collections_arranged(event),
            Event::ItemsArranged(event) => self.apply_items_arranged(event),
            Event::ItemsMoved(event) => self.apply_items_moved(event),
            Event::ProgramWasRemoved(event) => self.apply_program_removed(event, at, by, version),
            Event::PersonErased(event) => self.apply_person_erased(event),
            Event::MemberMoved(event) => self.apply_member_moved(event, at, by),
            Event::RenewalScheduled(event) => self.apply_renewal_scheduled(event, at, by, version),
            Event::RenewalCanceled(event) => self.apply_renewal_canceled(event, at, version),
            Event::ReuseLimited(event) => self.apply_reuse_limited(event, at, by, version),
            Event::RightsSet(event) => self.apply_rights_set(event),
            Event::OrganizationUpdated(event) => self.apply_organization_updated(event),
            Event::CourseUpdated(event) => self.apply_course_updated(event),
            Event::SpecializationUpdated(event) => self.apply_specialization_updated(event),
            Event::LessonsRecorded(event) => self.apply_lessons_recorded(event),
            Event::InvitationAccepted(event) => self.apply_invitation_accepted(event),
            Event::LeaderboardListingSet(event) => self.apply_leaderboard_listing_set(event),
        }
    }
}

/// The mark of a command that has an id.
fn receipt_of(command: &Command, context: &Context) -> Option<Receipt> {
    context.command_id.map(|id| Receipt::of(id, command, &context.actor))
}

#[derive(PartialEq, Eq, Hash)]
enum BulkSubject<'a> {
    Invitation(crate::InvitationId),
    Learner(ProgramId, crate::LearnerId),
    Domain(ProgramId, &'a str),
}

impl Actor {
    /// The administrator's id, if it is one.
    pub const fn as_administrator(&self) -> Option<crate::AdministratorId> {
        match self {
            Self::Administrator(actor) => Some(actor.administrator),
            _ => None,
        }
    }
}
