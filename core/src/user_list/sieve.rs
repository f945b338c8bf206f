//! Who stands in a list: what the actor may see, by status, filters and search.

use alloc::string::String;
use alloc::vec::Vec;

use smallvec::SmallVec;

use super::search::Search;
use super::{ActivityStatus, UserListRequest};
use crate::catalog::{Item, unknown_item};
use crate::commit::Context;
use crate::invitation::Invitation;
use crate::membership::Membership;
use crate::register::Register;
use crate::store::{Moment, PersonHandle};
use crate::{Refusal, Timestamp};

/// What an administrator may not see of others' programs, in words.
pub(super) const ACTION: &str = "user_list";

const DAY: i64 = 86_400_000;

/// To look up one enrollment takes as long as to pass over so many: memory is fast only in order.
const LOOKUP_COST: u32 = 64;

/// Whom a row is about. The order is that of joining first, then of inviting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Person {
    /// A membership, former ones included.
    Member(u32),
    /// An open invitation of someone who is no member.
    Invitee(u32),
}

/// Decides who stands in a list.
pub(super) struct Sieve<'a> {
    register: &'a Register,
    at: Timestamp,
    status: Option<ActivityStatus>,
    /// By handle; all if there is none.
    programs: Option<Vec<bool>>,
    contracts: Option<Vec<bool>>,
    /// The contracts whose end has made their members leave, by handle.
    lapsed: Vec<bool>,
    items: SmallVec<[Item; 4]>,
    search: Option<Search>,
    thirty_days_ago: Moment,
    ninety_days_ago: Moment,
}

/// What a pass over everyone works with.
#[derive(Default)]
struct Work {
    /// For texts that have to be folded.
    text: String,
    /// Enrollments looked up one by one so far.
    lookups: u32,
    /// Who has one of the items, by membership, if all enrollments were looked through.
    holders: Option<Vec<bool>>,
}

fn contains(chosen: Option<&Vec<bool>>, handle: u16) -> bool {
    chosen.is_none_or(|chosen| has(chosen, handle.into()))
}

fn has(marks: &[bool], handle: u32) -> bool {
    marks.get(handle as usize).copied().unwrap_or(false)
}

fn mark(marks: &mut Vec<bool>, handle: u32) {
    let place = handle as usize;
    if place >= marks.len() {
        marks.resize(place.saturating_add(1), false);
    }
    if let Some(mark) = marks.get_mut(place) {
        *mark = true;
    }
}

/// The instant some days before; none before 1900, when nothing has happened yet.
fn days_before(at: Timestamp, days: i64) -> Moment {
    Timestamp::from_millis(at.millis().saturating_sub(days.saturating_mul(DAY))).ok().into()
}

impl<'a> Sieve<'a> {
    pub(super) fn new(
        register: &'a Register,
        request: &UserListRequest,
        context: &Context,
    ) -> Result<Self, Refusal> {
        let visible = register.visible_programs(request.programs.as_deref(), &context.actor, ACTION)?;
        let programs = visible.map(|visible| {
            let handles = 0..u16::try_from(register.programs.len()).unwrap_or(u16::MAX);
            handles.map(|handle| visible.contains(&handle)).collect()
        });
        let mut contracts: Option<Vec<bool>> = None;
        for contract in &request.contracts {
            let handle = register.contract_handle(*contract);
            let handle = handle.ok_or(Refusal::UnknownContract { contract: *contract })?;
            mark(contracts.get_or_insert_default(), handle.into());
        }
        let known = |item| register.catalog.item(item).ok_or_else(|| unknown_item(item));
        Ok(Self {
            register,
            at: context.now,
            status: request.status,
            programs,
            contracts,
            lapsed: register.contracts.iter().map(|contract| contract.has_lapsed(context.now)).collect(),
            items: request.enrollments.iter().map(known).collect::<Result<_, _>>()?,
            search: request.search.as_ref().and_then(|text| Search::new(text)),
            thirty_days_ago: days_before(context.now, 30),
            ninety_days_ago: days_before(context.now, 90),
        })
    }

    /// Gives everyone who stands in the list, in the order of joining first, then of inviting.
    pub(super) fn each(&self, mut each: impl FnMut(Person)) {
        let mut work = Work::default();
        if self.status != Some(ActivityStatus::InvitedNeverJoined) {
            for (handle, membership) in (0..).zip(self.register.memberships.iter()) {
                if self.keeps_member(handle, membership, &mut work) {
                    each(Person::Member(handle));
                }
            }
        }
        // An invitee has no enrollments.
        if matches!(self.status, None | Some(ActivityStatus::InvitedNeverJoined)) && self.items.is_empty() {
            for (handle, invitation) in (0..).zip(self.register.invitations.iter()) {
                if self.keeps_invitee(invitation, &mut work) {
                    each(Person::Invitee(handle));
                }
            }
        }
    }

    fn keeps_member(&self, handle: u32, membership: &Membership, work: &mut Work) -> bool {
        contains(self.programs.as_ref(), membership.program)
            && contains(self.contracts.as_ref(), membership.contract)
            && self.has_status(membership)
            && self.is_sought(
                || self.register.learners.get(membership.learner).map(|learner| learner.person),
                work,
            )
            && self.has_item(handle, membership, work)
    }

    fn has_status(&self, found: &Membership) -> bool {
        let Some(status) = self.status else { return true };
        let lapsed = self.lapsed.get(usize::from(found.contract)).copied().unwrap_or(false);
        let is_member = found.removed_at == Moment::NONE && !lapsed;
        let idle_since = |moment| found.last_sign() <= moment;
        match status {
            ActivityStatus::Removed => !is_member,
            _ if !is_member => false,
            ActivityStatus::Joined => true,
            ActivityStatus::InvitedNeverJoined => false,
            ActivityStatus::JoinedWithoutEnrollments => found.current == 0,
            ActivityStatus::EnrolledWithoutCompletions => found.current > 0 && found.completed == 0,
            ActivityStatus::EnrolledInactive30Days => found.current > 0 && idle_since(self.thirty_days_ago),
            ActivityStatus::Inactive90Days => idle_since(self.ninety_days_ago),
            ActivityStatus::CompletedInLast30Days => found.last_completed_at > self.thirty_days_ago,
        }
    }

    fn has_item(&self, handle: u32, membership: &Membership, work: &mut Work) -> bool {
        if self.items.is_empty() {
            return true;
        }
        if !membership.has_enrolled {
            return false;
        }
        if work.holders.is_none() && work.lookups > self.register.enrollments.len() / LOOKUP_COST {
            work.holders = Some(self.holders());
        }
        if let Some(holders) = &work.holders {
            return has(holders, handle);
        }
        self.items.iter().any(|item| {
            work.lookups = work.lookups.saturating_add(1);
            let found = self.register.find_enrollment(handle, *item);
            found.is_some_and(|found| !self.register.enrollments.at(found).given_up)
        })
    }

    /// Who has one of the items, by membership.
    fn holders(&self) -> Vec<bool> {
        let (mut courses, mut specializations) = (Vec::new(), Vec::new());
        for item in &self.items {
            match item {
                Item::Course(handle) => mark(&mut courses, *handle),
                Item::Specialization(handle) => mark(&mut specializations, *handle),
            }
        }
        let mut holders = alloc::vec![false; self.register.memberships.len() as usize];
        // Inside its loop the iterator goes through whole pages.
        self.register.enrollments.iter().for_each(|enrollment| {
            let wanted = match enrollment.item() {
                Item::Course(handle) => has(&courses, handle),
                Item::Specialization(handle) => has(&specializations, handle),
            };
            if wanted && !enrollment.given_up {
                mark(&mut holders, enrollment.membership);
            }
        });
        holders
    }

    fn is_sought(&self, person: impl FnOnce() -> Option<PersonHandle>, work: &mut Work) -> bool {
        let Some(search) = &self.search else { return true };
        let person = person().and_then(|person| self.register.people.try_get(person));
        person.is_some_and(|person| {
            search.finds(person.name, &mut work.text) || search.finds(person.email, &mut work.text)
        })
    }

    fn keeps_invitee(&self, invitation: &Invitation, work: &mut Work) -> bool {
        contains(self.programs.as_ref(), invitation.program)
            && contains(self.contracts.as_ref(), invitation.contract)
            && invitation.is_open(self.at)
            && self.is_sought(|| Some(invitation.person), work)
            && !self.register.is_member_by_address(invitation, self.at)
    }
}

impl Register {
    /// Whether the account of an invitation's address is a member of its program.
    pub(super) fn is_member_by_address(&self, invitation: &Invitation, at: Timestamp) -> bool {
        !self.indexes.emails.is_empty()
            && self
                .member_by_address(invitation.program, self.people.email(invitation.person), at)
                .is_some()
    }
}
