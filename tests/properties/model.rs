//! The reference model: what the register should hold and allow, slowly and obviously, from the events alone.
//!
//! Nothing is counted as it changes. Every figure is counted anew from plain maps whenever it is asked for.

use std::collections::{BTreeMap, BTreeSet};

use matricula::*;

mod catalog;
mod judging;
mod renewal;
mod reporting;

pub(crate) use reporting::MemberRow;

type Member = (ProgramId, LearnerId);

/// Seats and units taken of each contract.
type Balances = BTreeMap<ContractId, (u32, u32, ContractTerms)>;

#[derive(Clone)]
pub(crate) struct ContractModel {
    pub(crate) terms: ContractTerms,
    starts_at: Timestamp,
    ends_at: Timestamp,
    policies: ContractPolicies,
    frozen: bool,
    pub(crate) units: u32,
    /// What it is renewed into, when, and whether that has come about.
    renewal: Option<(ContractId, Timestamp, bool)>,
    /// What the other contract sold before the renewal raised it, and since.
    raised: Option<(ContractTerms, ContractTerms)>,
    /// When three quarters, and all, of what is sold were taken first.
    marks: [Option<Timestamp>; 2],
    /// Seats released so far, and how many may be.
    pub(crate) released: u32,
    reuse: Option<u32>,
}

#[derive(Clone)]
struct ProgramModel {
    removed: bool,
    limit: Option<u16>,
    policies: ProgramPolicies,
    whitelist: BTreeMap<String, ContractId>,
    collections: BTreeMap<CollectionId, Vec<CatalogItem>>,
}

#[derive(Clone)]
struct EnrollmentModel {
    given_up: bool,
    contract: ContractId,
    /// The first time, and the last.
    enrolled_at: Timestamp,
    taken_at: Timestamp,
    is_course: bool,
    completed_at: Option<Timestamp>,
    last_activity_at: Option<Timestamp>,
    /// Learning hours in ten-thousandths.
    hours: u64,
    lessons: u64,
}

#[derive(Clone)]
struct MemberModel {
    /// The place in the order of joining first.
    number: usize,
    contract: ContractId,
    removed: bool,
    left_at: Option<Timestamp>,
    /// Whether a member when the program was removed.
    looks_on: bool,
    allow_return: bool,
    courses_ever: u32,
    enrollments: BTreeMap<String, EnrollmentModel>,
}

#[derive(Clone)]
struct InvitationModel {
    program: ProgramId,
    contract: ContractId,
    address: String,
    open: bool,
    created: bool,
    expires_at: Option<Timestamp>,
    accepted: Option<LearnerId>,
}

#[derive(Clone, Default)]
pub(crate) struct Model {
    pub(crate) contracts: BTreeMap<ContractId, ContractModel>,
    programs: BTreeMap<ProgramId, ProgramModel>,
    specializations: BTreeMap<SpecializationId, Vec<CourseId>>,
    members: BTreeMap<Member, MemberModel>,
    /// Seats: who holds which, and whether it is utilized.
    held: BTreeMap<(ContractId, ProgramId, LearnerId), bool>,
    invitations: BTreeMap<InvitationId, InvitationModel>,
    /// Invitations in the order in which they were made.
    order: Vec<InvitationId>,
    addresses: BTreeMap<LearnerId, String>,
    /// Learners in the order in which they joined the organization.
    arrived: Vec<LearnerId>,
    unlisted: BTreeSet<LearnerId>,
    /// What was taken after each commit.
    past: Vec<(Timestamp, Balances)>,
}

fn course_key(course: CourseId) -> String {
    format!("course {}", course.as_u128())
}

fn specialization_key(specialization: SpecializationId) -> String {
    format!("specialization {}", specialization.as_u128())
}

/// A decimal with up to four places, in ten-thousandths.
pub(crate) fn ten_thousandths(text: &str) -> u64 {
    let (whole, places) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}{places:0<4}").parse().unwrap()
}

fn folded(address: &str) -> String {
    address.to_lowercase()
}

fn is_address(address: &str) -> bool {
    address.matches('@').count() == 1
        && !address.starts_with('@')
        && address.split('@').next_back().is_some_and(|domain| domain.contains('.'))
}

fn is_name(name: &str) -> bool {
    !name.trim().is_empty() && !name.contains('\u{202E}')
}

impl Model {
    pub(crate) fn take_in(&mut self, commit: &Commit) {
        self.settle(commit.at);
        for event in &commit.events {
            self.event(event, commit.at);
        }
        for record in &commit.personal {
            let Some(email) = &record.email else { continue };
            match &record.subject {
                Subject::InviteeSubject(subject) => {
                    self.invitations.get_mut(&subject.invitation).unwrap().address = folded(email);
                }
                Subject::LearnerSubject(subject) => {
                    self.addresses.insert(subject.learner, folded(email));
                }
                Subject::AdministratorSubject(_) | Subject::ManagerSubject(_) => {}
            }
        }
        self.remember(commit.at);
    }

    fn remember(&mut self, at: Timestamp) {
        for id in self.contracts.keys().copied().collect::<Vec<_>>() {
            let reached = self.reached(id);
            for (mark, reached) in self.contracts.get_mut(&id).unwrap().marks.iter_mut().zip(reached) {
                *mark = mark.or(reached.then_some(at));
            }
        }
        let balances = self
            .contracts
            .iter()
            .map(|(id, contract)| (*id, (self.occupied(*id), contract.units, contract.terms.clone())))
            .collect();
        self.past.push((at, balances));
    }

    /// Whether three quarters, and all, of what a contract sells are taken.
    fn reached(&self, contract: ContractId) -> [bool; 2] {
        let found = &self.contracts[&contract];
        let (taken, sold) = match &found.terms {
            ContractTerms::Memberships(terms) => (self.occupied(contract), terms.seats),
            ContractTerms::Enrollments(terms) => (found.units, terms.units),
            ContractTerms::Unlimited(_) => return [false; 2],
        };
        [4 * taken >= 3 * sold, taken >= sold]
    }

    /// A contract sells something else: marks that it has not reached are there to be reached again.
    fn sells(&mut self, contract: ContractId, terms: ContractTerms) {
        self.contracts.get_mut(&contract).unwrap().terms = terms;
        let reached = self.reached(contract);
        for (mark, reached) in self.contracts.get_mut(&contract).unwrap().marks.iter_mut().zip(reached) {
            *mark = mark.filter(|_| reached);
        }
    }

    /// Notices of use that are due: the contract, the mark in percent and since when.
    pub(crate) fn notices_of_use(&self, at: Timestamp) -> Vec<(ContractId, NoticeKind, Timestamp)> {
        let kinds = [NoticeKind::UseOf75Percent, NoticeKind::UseOf100Percent];
        let running = self.contracts.iter().filter(|(_, found)| at < found.ends_at);
        let all = running.flat_map(|(id, found)| {
            kinds.into_iter().zip(found.marks).filter_map(|(kind, mark)| Some((*id, kind, mark?)))
        });
        all.filter(|(_, _, since)| *since <= at).collect()
    }

    /// The model at a later instant: what has been arranged for then has come about.
    pub(crate) fn at(&self, at: Timestamp) -> Self {
        let mut later = self.clone();
        later.settle(at);
        later
    }

    /// Lets a member consume from a contract from now on.
    fn takes_seat(&mut self, contract: ContractId, member: Member) {
        let found = self.members.get_mut(&member).unwrap();
        found.contract = contract;
        let utilized = !found.enrollments.is_empty();
        if !matches!(self.contracts[&contract].terms, ContractTerms::Enrollments(_)) {
            self.held.insert((contract, member.0, member.1), utilized);
        }
    }

    /// Lets go of a seat, if the contract's policy and its cap allow it.
    fn releases_seat(&mut self, contract: ContractId, member: Member) {
        let key = (contract, member.0, member.1);
        let before = self.occupied(contract);
        let Some(utilized) = self.held.remove(&key) else { return };
        let frees = self.occupied(contract) < before;
        let found = self.contracts.get_mut(&contract).unwrap();
        let capped = frees && found.reuse.is_some_and(|limit| found.released >= limit);
        if capped || found.policies.seat_release == SeatRelease::Never {
            self.held.insert(key, utilized);
        } else {
            found.released += u32::from(frees);
        }
    }

    fn event(&mut self, event: &Event, at: Timestamp) {
        match event {
            Event::ContractCreated(event) => {
                self.contracts.insert(
                    event.contract,
                    ContractModel {
                        terms: event.terms.clone(),
                        starts_at: event.starts_at,
                        ends_at: event.ends_at,
                        policies: event.policies,
                        frozen: false,
                        units: 0,
                        renewal: None,
                        raised: None,
                        marks: [None; 2],
                        released: 0,
                        reuse: None,
                    },
                );
            }
            Event::ContractWasFrozen(event) => self.contracts.get_mut(&event.contract).unwrap().frozen = true,
            Event::ContractWasUnfrozen(event) => {
                self.contracts.get_mut(&event.contract).unwrap().frozen = false;
            }
            Event::ProgramCreated(event) => {
                self.programs.insert(
                    event.program,
                    ProgramModel {
                        removed: false,
                        limit: event.course_limit,
                        policies: event.policies,
                        whitelist: BTreeMap::new(),
                        collections: BTreeMap::new(),
                    },
                );
            }
            Event::ProgramUpdated(event) => {
                self.programs.get_mut(&event.program).unwrap().limit = event.course_limit;
            }
            Event::SpecializationAdded(event) => {
                self.specializations.insert(event.specialization, event.courses.clone());
            }
            Event::ContractAmended(event) => {
                self.contracts.get_mut(&event.contract).unwrap().ends_at = event.ends_at;
                self.sells(event.contract, event.terms.clone());
            }
            Event::RenewalScheduled(event) => {
                let before = self.contracts[&event.into].terms.clone();
                self.sells(event.into, event.terms.clone());
                let is_late = event.renews_at <= at;
                let found = self.contracts.get_mut(&event.contract).unwrap();
                found.renewal = Some((event.into, event.renews_at, is_late));
                found.raised = Some((before, event.terms.clone()));
                if is_late {
                    self.renew(event.contract, event.into, event.renews_at);
                }
            }
            Event::RenewalCanceled(event) => self.renewal_canceled(event, at),
            Event::ReuseLimited(event) => self.reuse_limited(event, at),
            Event::CollectionCreated(event) => {
                let program = self.programs.get_mut(&event.program).unwrap();
                program.collections.insert(event.collection, Vec::new());
            }
            Event::CollectionDeleted(event) => {
                self.programs.get_mut(&event.program).unwrap().collections.remove(&event.collection);
            }
            Event::ItemsAdded(event) => {
                self.items(event.program, event.collection).extend(event.items.iter().cloned());
            }
            Event::ItemsArranged(event) => {
                *self.items(event.program, event.collection) = event.items.clone();
            }
            Event::ItemsMoved(event) => {
                self.items(event.program, event.from).retain(|item| !event.items.contains(item));
                let to = self.items(event.program, event.to);
                for item in &event.items {
                    if !to.contains(item) {
                        to.push(item.clone());
                    }
                }
            }
            Event::DomainAdded(event) => {
                let whitelist = &mut self.programs.get_mut(&event.program).unwrap().whitelist;
                whitelist.insert(event.domain.to_string(), event.contract);
            }
            Event::DomainRemoved(event) => {
                self.programs.get_mut(&event.program).unwrap().whitelist.remove(&*event.domain);
            }
            Event::LearnerInvited(event) => {
                self.order.push(event.invitation);
                self.invitations.insert(
                    event.invitation,
                    InvitationModel {
                        program: event.program,
                        contract: event.contract,
                        address: String::new(),
                        open: true,
                        created: !event.sent,
                        expires_at: event.expires_at,
                        accepted: None,
                    },
                );
            }
            Event::InvitationUpdated(event) => {
                let found = self.invitations.get_mut(&event.invitation).unwrap();
                found.contract = event.contract;
                found.expires_at = event.expires_at;
                found.created &= !event.sent;
            }
            Event::InvitationResent(event) => {
                let found = self.invitations.get_mut(&event.invitation).unwrap();
                found.expires_at = event.expires_at;
                found.created = false;
            }
            Event::InvitationRemoved(event) => self.close(event.invitation),
            Event::InvitationDeclined(event) => self.close(event.invitation),
            Event::InvitationBounced(event) => {
                self.invitations.get_mut(&event.invitation).unwrap().created = false;
            }
            Event::LearnerJoined(event) => self.joined(event),
            Event::InvitationAccepted(event) => {
                let found = self.invitations.get_mut(&event.invitation).unwrap();
                found.open = false;
                found.accepted = Some(event.learner);
            }
            Event::LearnerRemoved(event) => {
                self.leaves((event.program, event.learner), event.allow_return, at);
            }
            Event::MemberMoved(event) => self.moved(event),
            Event::ProgramWasRemoved(event) => self.program_removed(event.program, at),
            Event::PersonErased(event) => {
                for subject in &event.subjects {
                    match subject {
                        Subject::LearnerSubject(subject) => drop(self.addresses.remove(&subject.learner)),
                        Subject::InviteeSubject(subject) => {
                            self.invitations.get_mut(&subject.invitation).unwrap().address.clear();
                        }
                        Subject::AdministratorSubject(_) | Subject::ManagerSubject(_) => {}
                    }
                }
            }
            Event::CourseEnrolled(event) => {
                self.enrolled((event.program, event.learner), course_key(event.course), true, at);
            }
            Event::SpecializationEnrolled(event) => {
                let item = specialization_key(event.specialization);
                self.enrolled((event.program, event.learner), item, false, at);
            }
            Event::CourseUnenrolled(event) => {
                let item = course_key(event.course);
                self.unenrolled((event.program, event.learner), &item, event.unit_returned);
            }
            Event::SpecializationUnenrolled(event) => {
                let item = specialization_key(event.specialization);
                self.unenrolled((event.program, event.learner), &item, event.unit_returned);
            }
            Event::CourseActivityRecorded(event) => {
                let found = self.members.get_mut(&(event.program, event.learner)).unwrap();
                let enrollment = found.enrollments.get_mut(&course_key(event.course)).unwrap();
                enrollment.completed_at = enrollment.completed_at.or(event.completed_at);
                enrollment.last_activity_at = enrollment.last_activity_at.max(event.last_activity_at);
                if let Some(hours) = event.hours {
                    enrollment.hours = ten_thousandths(&hours.to_string());
                }
            }
            Event::SpecializationActivityRecorded(event) => {
                let found = self.members.get_mut(&(event.program, event.learner)).unwrap();
                let item = specialization_key(event.specialization);
                let enrollment = found.enrollments.get_mut(&item).unwrap();
                enrollment.completed_at = enrollment.completed_at.or(event.completed_at);
                enrollment.last_activity_at = enrollment.last_activity_at.max(event.last_activity_at);
            }
            Event::LessonsRecorded(event) => {
                let found = self.members.get_mut(&(event.program, event.learner)).unwrap();
                let enrollment = found.enrollments.get_mut(&course_key(event.course)).unwrap();
                enrollment.lessons = event.lessons.into();
            }
            Event::LeaderboardListingSet(event) => {
                if event.listed {
                    self.unlisted.remove(&event.learner);
                } else {
                    self.unlisted.insert(event.learner);
                }
            }
            _ => {}
        }
    }

    fn items(&mut self, program: ProgramId, collection: CollectionId) -> &mut Vec<CatalogItem> {
        self.programs.get_mut(&program).unwrap().collections.get_mut(&collection).unwrap()
    }

    /// Whether a list of items offers something: by itself, or as a course of a specialization.
    fn offers(&self, items: &[CatalogItem], wanted: &str) -> bool {
        items.iter().any(|item| match item {
            CatalogItem::CourseItem(item) => course_key(item.course) == wanted,
            CatalogItem::SpecializationItem(item) => {
                let mut courses = self.specializations[&item.specialization].iter();
                specialization_key(item.specialization) == wanted
                    || courses.any(|course| course_key(*course) == wanted)
            }
        })
    }

    /// A collection's items, in order.
    pub(crate) fn collection(&self, program: ProgramId, collection: CollectionId) -> &[CatalogItem] {
        &self.programs[&program].collections[&collection]
    }

    fn leaves(&mut self, member: Member, allow_return: bool, at: Timestamp) {
        let found = self.members.get_mut(&member).unwrap();
        found.removed = true;
        found.left_at = Some(at);
        found.allow_return = allow_return;
        let contract = found.contract;
        self.releases_seat(contract, member);
    }

    /// Nobody can come back to a removed program: no seat of a running contract stays with it.
    fn program_removed(&mut self, program: ProgramId, at: Timestamp) {
        self.programs.get_mut(&program).unwrap().removed = true;
        let members: Vec<_> = self.members.keys().filter(|member| member.0 == program).copied().collect();
        for member in members {
            let found = &self.members[&member];
            let (contract, stays) = (found.contract, !found.removed && !self.has_lapsed(found.contract, at));
            if stays {
                self.held.remove(&(contract, program, member.1));
            }
            let lapsed = self.contracts[&contract].ends_at;
            let looks_on = self.is_member(member, at);
            let found = self.members.get_mut(&member).unwrap();
            if !found.removed {
                found.removed = true;
                found.looks_on = looks_on;
                found.allow_return = false;
                found.left_at = Some(if stays { at } else { lapsed });
            }
        }
        let contracts = &self.contracts;
        self.held
            .retain(|(contract, of, _), _| *of != program || at >= contracts[contract].ends_at);
        for found in self.invitations.values_mut().filter(|found| found.program == program) {
            found.open = false;
        }
    }

    /// A higher cap lets go of seats that the one before kept.
    fn reuse_limited(&mut self, event: &ReuseLimited, at: Timestamp) {
        let contract = event.contract;
        let found = self.contracts.get_mut(&contract).unwrap();
        found.reuse = event.seats;
        if at >= found.ends_at {
            return;
        }
        let place = |learner: &LearnerId| self.arrived.iter().position(|known| known == learner);
        let kept = self.held.keys().filter(|held| held.0 == contract).filter_map(|(_, program, learner)| {
            let member = &self.members[&(*program, *learner)];
            let elsewhere = member.contract != contract;
            let order = if elsewhere { (None, place(learner)) } else { (member.left_at, None) };
            (elsewhere || member.removed).then(|| {
                let number = if elsewhere { 0 } else { member.number };
                (elsewhere, order, number, (*program, *learner))
            })
        });
        let mut kept: Vec<_> = kept.collect();
        kept.sort_unstable();
        for (.., member) in kept {
            self.releases_seat(contract, member);
        }
    }

    fn is_open_program(&self, program: ProgramId) -> bool {
        self.programs.get(&program).is_some_and(|found| !found.removed)
    }

    fn close(&mut self, invitation: InvitationId) {
        self.invitations.get_mut(&invitation).unwrap().open = false;
    }

    fn joined(&mut self, event: &LearnerJoined) {
        let number = self.members.len();
        if !self.arrived.contains(&event.learner) {
            self.arrived.push(event.learner);
        }
        let found = self.members.entry((event.program, event.learner)).or_insert(MemberModel {
            number,
            contract: event.contract,
            removed: false,
            left_at: None,
            looks_on: false,
            allow_return: false,
            courses_ever: 0,
            enrollments: BTreeMap::new(),
        });
        found.removed = false;
        found.allow_return = false;
        self.takes_seat(event.contract, (event.program, event.learner));
        if let Some(invitation) = event.invitation {
            let found = self.invitations.get_mut(&invitation).unwrap();
            found.open = false;
            found.accepted = Some(event.learner);
        }
    }

    fn moved(&mut self, event: &MemberMoved) {
        let member = (event.program, event.learner);
        let old = self.members[&member].contract;
        self.releases_seat(old, member);
        self.takes_seat(event.contract, member);
    }

    fn enrolled(&mut self, member: Member, item: String, is_course: bool, at: Timestamp) {
        let found = self.members.get_mut(&member).unwrap();
        found.courses_ever += u32::from(is_course);
        let contract = found.contract;
        let enrollment = found.enrollments.entry(item).or_insert(EnrollmentModel {
            given_up: false,
            contract,
            enrolled_at: at,
            taken_at: at,
            is_course,
            completed_at: None,
            last_activity_at: None,
            hours: 0,
            lessons: 0,
        });
        enrollment.given_up = false;
        enrollment.contract = contract;
        enrollment.taken_at = at;
        if let Some(utilized) = self.held.get_mut(&(contract, member.0, member.1)) {
            *utilized = true;
        }
        let contract = self.contracts.get_mut(&contract).unwrap();
        if !matches!(contract.terms, ContractTerms::Memberships(_)) {
            contract.units += 1;
        }
    }

    fn unenrolled(&mut self, member: Member, item: &str, unit_returned: bool) {
        let enrollment = self.members.get_mut(&member).unwrap().enrollments.get_mut(item).unwrap();
        enrollment.given_up = true;
        let contract = self.contracts.get_mut(&enrollment.contract).unwrap();
        contract.units -= u32::from(unit_returned);
    }

    /// Seats that are held of a contract: of memberships, or of learners, each once.
    fn seats(&self, contract: ContractId, only_utilized: bool) -> u32 {
        let holders = self
            .held
            .iter()
            .filter(|((of, _, _), utilized)| *of == contract && (**utilized || !only_utilized));
        let count = match self.contracts[&contract].policies.seat_counting {
            SeatCounting::Membership => holders.count(),
            SeatCounting::Learner => {
                holders.map(|((_, _, learner), _)| *learner).collect::<BTreeSet<_>>().len()
            }
        };
        u32::try_from(count).unwrap()
    }

    pub(crate) fn occupied(&self, contract: ContractId) -> u32 {
        self.seats(contract, false)
    }

    pub(crate) fn utilized(&self, contract: ContractId) -> u32 {
        self.seats(contract, true)
    }

    fn is_open(&self, invitation: &InvitationModel, at: Timestamp) -> bool {
        invitation.open && invitation.expires_at.is_none_or(|expires_at| at < expires_at)
    }

    /// Open invitations that name a contract.
    pub(crate) fn invited(&self, contract: ContractId, at: Timestamp) -> u32 {
        let open = self.invitations.values().filter(|found| found.contract == contract);
        u32::try_from(open.filter(|found| self.is_open(found, at)).count()).unwrap()
    }

    /// Whether taking part in a program takes no further seat of a contract, because the learner has one already.
    fn has_seat_already(&self, contract: ContractId, (program, learner): Member) -> bool {
        let counting = self.contracts[&contract].policies.seat_counting;
        self.held.keys().any(|(of, held_for, holder)| {
            (*of, *holder) == (contract, learner)
                && (*held_for == program || counting == SeatCounting::Learner)
        })
    }

    /// Whose account has an address, or who once accepted an invitation to it.
    fn addressee(&self, program: ProgramId, address: &str) -> Option<LearnerId> {
        if address.is_empty() {
            return None;
        }
        let account = self.addresses.iter().find(|(_, known)| known.as_str() == address);
        let accepted = self.order.iter().rev().map(|id| &self.invitations[id]);
        let mut accepted = accepted.filter(|found| found.program == program && found.address == address);
        account.map(|(learner, _)| *learner).or_else(|| accepted.find_map(|found| found.accepted))
    }

    /// Open invitations of a contract that hold a seat, where they do: not those of people who have one.
    fn holding(&self, contract: ContractId, at: Timestamp) -> u32 {
        let open = self
            .invitations
            .values()
            .filter(|found| found.contract == contract && self.is_open(found, at));
        let holding = open.filter(|found| {
            let learner = self.addressee(found.program, &found.address);
            !learner.is_some_and(|learner| self.has_seat_already(contract, (found.program, learner)))
        });
        u32::try_from(holding.count()).unwrap()
    }

    /// Contracts under which programs have members, former ones of an ended contract included, open invitations or domains.
    pub(crate) fn contracts_of(&self, programs: &[ProgramId], at: Timestamp) -> Vec<ContractId> {
        let members = self
            .members
            .iter()
            .filter(|(member, found)| programs.contains(&member.0) && !found.removed);
        let open = self
            .invitations
            .values()
            .filter(|found| programs.contains(&found.program) && self.is_open(found, at));
        let listed = self.programs.iter().filter(|(program, _)| programs.contains(program));
        let listed = listed.flat_map(|(_, found)| found.whitelist.values().copied());
        let found: BTreeSet<ContractId> = members
            .map(|(_, found)| found.contract)
            .chain(open.map(|found| found.contract))
            .chain(listed)
            .collect();
        found.into_iter().collect()
    }

    fn has_lapsed(&self, contract: ContractId, at: Timestamp) -> bool {
        let contract = &self.contracts[&contract];
        contract.policies.end_of_contract == EndOfContract::Remove && at >= contract.ends_at
    }

    fn is_member(&self, member: Member, at: Timestamp) -> bool {
        self.members
            .get(&member)
            .is_some_and(|found| !found.removed && !self.has_lapsed(found.contract, at))
    }

    /// What every member and former one may do (`CON-4`, `PRG-2`).
    pub(crate) fn accesses(&self, at: Timestamp) -> Vec<(Member, Access)> {
        let access = |key: Member, found: &MemberModel| {
            let contract = &self.contracts[&found.contract];
            match contract.policies.end_of_contract {
                _ if found.looks_on => Access::AuditOnly,
                _ if !self.is_member(key, at) => Access::Nothing,
                EndOfContract::DowngradeToAudit if at >= contract.ends_at => Access::AuditOnly,
                _ => Access::Full,
            }
        };
        self.members.iter().map(|(key, found)| (*key, access(*key, found))).collect()
    }

    pub(crate) fn funnel(&self, program: ProgramId, at: Timestamp) -> Funnel {
        let count = |number: usize| u32::try_from(number).unwrap();
        let members = || {
            let found = self.members.iter().filter(|((of, _), _)| *of == program);
            found.filter(|(key, _)| self.is_member(**key, at)).map(|(_, found)| found)
        };
        let with = |condition: fn(&EnrollmentModel) -> bool| {
            let has = |member: &&MemberModel| {
                let mut current =
                    member.enrollments.values().filter(|found| found.is_course && !found.given_up);
                current.any(condition)
            };
            count(members().filter(has).count())
        };
        let open = self.invitations.values().filter(|found| found.program == program);
        Funnel {
            invited: count(open.filter(|found| self.is_open(found, at)).count()),
            joined: count(members().count()),
            enrolled: with(|_| true),
            completed: with(|found| found.completed_at.is_some()),
        }
    }

    /// Course enrollments that were not given up, and the hours and lessons in them.
    pub(crate) fn totals(&self, program: ProgramId) -> [u64; 3] {
        let members = self.members.iter().filter(|((of, _), _)| *of == program);
        let courses = members.flat_map(|(_, found)| found.enrollments.values());
        courses
            .filter(|found| found.is_course && !found.given_up)
            .fold([0; 3], |[count, hours, lessons], found| {
                [count + 1, hours + found.hours, lessons + found.lessons]
            })
    }

    /// A leaderboard of some programs: ranks, learners and what they have, hours in ten-thousandths.
    pub(crate) fn board(
        &self,
        programs: &[ProgramId],
        request: &LeaderboardRequest,
        at: Timestamp,
    ) -> Vec<(u64, LearnerId, u64)> {
        let within = |time: Option<Timestamp>| {
            time.is_some_and(|time| {
                request.since.is_none_or(|since| since <= time)
                    && request.until.is_none_or(|until| time < until)
            })
        };
        let score = |found: &EnrollmentModel| match request.measure {
            LeaderboardMeasure::LearningHours => found.hours,
            LeaderboardMeasure::Completions => within(found.completed_at).into(),
            LeaderboardMeasure::Enrollments => within(Some(found.enrolled_at)).into(),
        };
        let named =
            |learner: &&LearnerId| self.addresses.contains_key(*learner) && !self.unlisted.contains(*learner);
        let mut scores: Vec<(LearnerId, u64)> = Vec::new();
        for learner in self.arrived.iter().filter(named) {
            let members = programs.iter().filter(|program| self.is_member((**program, *learner), at));
            let courses =
                members.flat_map(|program| self.members[&(*program, *learner)].enrollments.values());
            let sum = courses.filter(|found| found.is_course && !found.given_up).map(score).sum();
            scores.push((*learner, sum));
        }
        scores.retain(|(_, score)| *score > 0);
        scores.sort_by_key(|(_, score)| std::cmp::Reverse(*score));
        let rank = |score: u64| 1 + scores.iter().filter(|(_, other)| *other > score).count() as u64;
        scores.iter().map(|(learner, score)| (rank(*score), *learner, *score)).collect()
    }

    /// Seats and units taken at an instant.
    pub(crate) fn balances_as_of(&self, contract: ContractId, at: Timestamp) -> (u32, u32) {
        let before = self.past.iter().rev().find(|(time, _)| *time <= at);
        let found = before.and_then(|(_, balances)| balances.get(&contract));
        found.map(|(seats, units, _)| (*seats, *units)).unwrap_or_default()
    }

    /// Seats or units that were left at an instant; none for an unlimited contract, and before it was created.
    pub(crate) fn remaining_as_of(&self, contract: ContractId, at: Timestamp) -> Option<u32> {
        let before = self.past.iter().rev().find(|(time, _)| *time <= at);
        let (seats, units, terms) = before.and_then(|(_, balances)| balances.get(&contract))?;
        match terms {
            ContractTerms::Memberships(terms) => Some(terms.seats - seats),
            ContractTerms::Enrollments(terms) => Some(terms.units - units),
            ContractTerms::Unlimited(_) => None,
        }
    }
}
