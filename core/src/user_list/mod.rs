//! The user list of an administrator (`VIEW-2`): who is, was or may become a member, by status, filters and search,
//! sorted by any column, in pages, and as a file of chosen columns.
//!
//! There is one row for each person and program: for everyone who ever joined it, and for everyone who has an open
//! invitation to it and is no member. Whoever was removed and is invited again has both: what became of the membership, and
//! the invitation of which to remind. An invitation that expired, was declined or was removed has no row, as in the funnel.
//!
//! A list is made by one pass over memberships and invitations that keeps the rows of the page only. What the statuses
//! need stands in the membership itself, so that no enrollment is looked at but those that a filter names.

mod file;
mod order;
mod search;
mod sieve;
#[cfg(test)]
mod tests;

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::commit::Context;
use crate::membership::Membership;
use crate::register::Register;
use crate::schema::{Definition, choice, record, union};
use crate::store::Moment;
use crate::{CatalogItem, ContractId, InvitationId, LearnerId, Personal, ProgramId, Refusal, Timestamp};

use order::{Cursor, First, Order};
use sieve::{Person, Sieve};

/// Rows that a page of the user list has at most.
pub const PAGE_SIZE_LIMIT: u32 = 1_000;

choice! {
    /// The guide's learner activity statuses, as of an instant (`VIEW-2`). A day is 24 hours; what lies exactly so many
    /// days back counts as inactive, and no longer as recent. A member's last sign of life is the latest of activity in any
    /// enrollment, enrolling and joining.
    pub enum ActivityStatus {
        /// Joined this program: is a member.
        Joined = "joined",
        /// Invited but never joined this program, or not since: has an open invitation, and no account of its address is a
        /// member.
        InvitedNeverJoined = "invited_never_joined",
        /// Joined but have no current enrollments: is a member without a course, given up ones aside (`ENR-4`).
        JoinedWithoutEnrollments = "joined_without_enrollments",
        /// Enrolled but have no completions: is a member with a course, but no completed one.
        EnrolledWithoutCompletions = "enrolled_without_completions",
        /// Enrolled but inactive for the past 30 days: is a member with a course, whose last sign of life lies at least
        /// 30 days back.
        EnrolledInactive30Days = "enrolled_inactive_30_days",
        /// Inactive for the past 90 days: is a member, enrolled or not, whose last sign of life lies at least 90 days back.
        Inactive90Days = "inactive_90_days",
        /// At least 1 completion in the last 30 days: is a member who completed a course, not given up since, less than
        /// 30 days ago.
        CompletedInLast30Days = "completed_in_last_30_days",
        /// Removed from this program: was a member and is none any more, whether removed by an administrator or by the
        /// end of a contract (`CON-4`).
        Removed = "removed",
    }
}

choice! {
    /// The columns of the user list (`VIEW-2`).
    pub enum UserColumn {
        /// Name and email; always shown. Sorted by name.
        Learner = "learner",
        /// When the learner joined last.
        JoinDate = "join_date",
        /// When the invitation was made: the open one, or the one accepted last.
        InvitationDate = "invitation_date",
        /// The last activity in any enrollment, given up ones included.
        LastActivityDate = "last_activity_date",
        /// Member, invited or removed. Sorted in that order.
        Status = "status",
        /// The contract consumed from or, for an invitation, to be consumed from. Sorted by name.
        Contracts = "contracts",
        /// Course enrollments, given up ones left out.
        CurrentEnrollments = "current_enrollments",
        /// Completed ones of them.
        Completions = "completions",
        /// The host's own id of the learner.
        ExternalId = "external_id",
        /// When the learner was removed, or the contract's end made them leave.
        RemovalDate = "removal_date",
        /// Whether a former member may return without an invitation.
        AllowReturn = "allow_return",
    }
}

impl UserColumn {
    /// The columns that are shown unless others are chosen, and again after a reset.
    pub const DEFAULTS: &'static [Self] =
        &[Self::Learner, Self::JoinDate, Self::Status, Self::CurrentEnrollments, Self::Completions];

    /// The header, as the guide spells it.
    ///
    /// ```
    /// use matricula::UserColumn;
    ///
    /// assert_eq!(UserColumn::LastActivityDate.header(), "Last Activity Date");
    /// assert_eq!(UserColumn::RemovalDate.header(), "Removal date");
    /// ```
    pub const fn header(self) -> &'static str {
        match self {
            Self::Learner => "Learner",
            Self::JoinDate => "Join Date",
            Self::InvitationDate => "Invitation Date",
            Self::LastActivityDate => "Last Activity Date",
            Self::Status => "Status",
            Self::Contracts => "Contracts",
            Self::CurrentEnrollments => "Current Enrollments",
            Self::Completions => "Completions",
            Self::ExternalId => "External ID",
            Self::RemovalDate => "Removal date",
            Self::AllowReturn => "Allow return",
        }
    }
}

choice! {
    /// What a person of the user list is to the program.
    pub enum UserStatus {
        /// A member.
        Member = "member",
        /// Invited, and not joined since.
        Invited = "invited",
        /// No member any more.
        Removed = "removed",
    }
}

record! {
    /// Which users to list, in which order, and which page of them (`VIEW-2`).
    pub struct UserListRequest = default {
        /// Of which programs; absent means all that the actor may see.
        pub programs: Option<Vec<ProgramId>>,
        /// Of which activity status; absent means everyone.
        pub status: Option<ActivityStatus>,
        /// Currently enrolled in any of these courses and specializations; empty means whatever they are enrolled in.
        pub enrollments: Vec<CatalogItem>,
        /// Under any of these contracts; empty means under whichever.
        pub contracts: Vec<ContractId>,
        /// A part of the name or the email. Case and accents do not matter.
        pub search: Option<Personal>,
        /// The column sorted by. Whoever has nothing in it comes last in both directions, and equals stand in the order
        /// of joining first, then of inviting. Texts are compared without case and accents.
        pub sort: UserColumn,
        /// Whether the largest, or latest, comes first.
        pub descending: bool,
        /// Rows of a page: 1 to 1000.
        pub page_size: u32,
        /// The page, counted from 0; if there is a cursor, counted from there.
        pub page: u32,
        /// The cursor of an earlier answer to the same request: the list goes on behind the last row of that answer, even
        /// if rows have come, gone or changed since. Keep it as private as the list itself, since it may tell a name.
        pub after: Option<Personal>,
    }
}

impl Default for UserListRequest {
    /// Everyone, by name, 100 to a page.
    fn default() -> Self {
        Self {
            programs: None,
            status: None,
            enrollments: Vec::new(),
            contracts: Vec::new(),
            search: None,
            sort: UserColumn::Learner,
            descending: false,
            page_size: 100,
            page: 0,
            after: None,
        }
    }
}

record! {
    /// A row of the user list: what a person is to a program.
    pub struct UserRow {
        /// The program.
        pub program: ProgramId,
        /// The learner; absent for someone who is invited.
        pub learner: Option<LearnerId>,
        /// The open invitation of someone who is invited, else the one accepted last.
        pub invitation: Option<InvitationId>,
        /// The full name; empty if it was erased.
        pub name: Personal,
        /// The email, as typed; empty if it was erased.
        pub email: Personal,
        /// The host's own id of the person.
        pub external_id: Option<Personal>,
        /// What the person is to the program.
        pub status: UserStatus,
        /// When the learner joined last.
        pub joined_at: Option<Timestamp>,
        /// When that invitation was made.
        pub invited_at: Option<Timestamp>,
        /// The last activity in any enrollment, given up ones included.
        pub last_activity_at: Option<Timestamp>,
        /// The contract consumed from or, for an invitation, to be consumed from.
        pub contract: ContractId,
        /// Its name.
        pub contract_name: Box<str>,
        /// Course enrollments, given up ones left out.
        pub current_enrollments: u32,
        /// Completed ones of them.
        pub completions: u32,
        /// When the learner was removed, or the contract's end made them leave.
        pub removed_at: Option<Timestamp>,
        /// Whether a former member may return without an invitation; absent for others.
        pub allow_return: Option<bool>,
    }
}

record! {
    /// A page of the user list.
    pub struct UserList {
        /// How many rows there are on all pages, those before a cursor included.
        pub total: u64,
        /// The rows of this page.
        pub rows: Vec<UserRow>,
        /// The cursor behind the last row; absent if none follow.
        pub next: Option<Personal>,
        /// As of when.
        pub at: Timestamp,
    }
}

union! {
    /// A row of the user list that was chosen.
    pub enum ChosenUser by "kind" {
        /// Someone who is or was a member.
        ChosenLearner = "learner" {
            /// The program.
            program: ProgramId,
            /// The learner.
            learner: LearnerId,
        }
        /// Someone with an open invitation.
        ChosenInvitee = "invitee" {
            /// The invitation.
            invitation: InvitationId,
        }
    }
}

union! {
    /// Which rows of the user list are downloaded (`VIEW-2`).
    pub enum UserSelection by "kind" {
        /// All pages of a request, in its order.
        AllUsers = "all" {
            /// The request; its page, page size and cursor do not matter.
            request: Box<UserListRequest>,
        }
        /// Chosen rows, in this order, each once.
        ChosenUsers = "chosen" {
            /// The rows.
            users: Vec<ChosenUser>,
        }
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[
    ActivityStatus::SCHEMA,
    UserColumn::SCHEMA,
    UserStatus::SCHEMA,
    Definition::Record(UserListRequest::SCHEMA),
    Definition::Record(UserRow::SCHEMA),
    Definition::Record(UserList::SCHEMA),
    ChosenUser::SCHEMA,
    UserSelection::SCHEMA,
];

impl Register {
    /// A page of the user list as of a context's time (`VIEW-2`): organization-wide for the operator, the host and
    /// organization administrators, of the own programs for a program administrator (`ADM-1`).
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`] for learners, strangers, and administrators of other programs than those asked for;
    /// [`Refusal::UnknownProgram`], [`Refusal::UnknownContract`], [`Refusal::UnknownCourse`] or
    /// [`Refusal::UnknownSpecialization`] for filters; [`Refusal::PageSizeOutOfRange`]; [`Refusal::CursorOfAnotherList`].
    ///
    /// ```
    /// use matricula::{Actor, Context, Register, UserListRequest};
    ///
    /// let context = Context::new("2020-01-01T00:00:00.000Z".parse().unwrap(), Actor::OPERATOR);
    /// let list = Register::new().user_list(&UserListRequest::default(), &context).unwrap();
    /// assert_eq!((list.total, list.rows.len(), list.next), (0, 0, None));
    /// ```
    pub fn user_list(&self, request: &UserListRequest, context: &Context) -> Result<UserList, Refusal> {
        if self.is_renewal_due(context.now) {
            return self.settled(context.now).user_list(request, context);
        }
        let sieve = Sieve::new(self, request, context)?;
        let page_size = request.page_size;
        if !(1..=PAGE_SIZE_LIMIT).contains(&page_size) {
            return Err(Refusal::PageSizeOutOfRange { page_size, limit: PAGE_SIZE_LIMIT });
        }
        let print = Cursor::list(self, request);
        let read = |text: &Personal| Cursor::read(text, print).ok_or(Refusal::CursorOfAnotherList {});
        let after = request.after.as_ref().map(read).transpose()?;
        let order = Order::new(self, request, context.now);
        let page_size = usize::try_from(page_size).unwrap_or(usize::MAX);
        let start = usize::try_from(request.page).unwrap_or(usize::MAX).saturating_mul(page_size);
        // One more than the page has tells whether anything follows.
        let mut first = First::new(&order, start.saturating_add(page_size).saturating_add(1));
        let mut total = 0_u64;
        sieve.each(|person| {
            total = total.saturating_add(1);
            let place = order.place(person);
            if after.as_ref().is_none_or(|cursor| order.is_after(&place, cursor)) {
                first.offer(place);
            }
        });
        let mut places = first.from(start);
        let more = places.len() > page_size;
        places.truncate(page_size);
        let last = places.last().copied().filter(|_| more);
        Ok(UserList {
            total,
            rows: places.iter().filter_map(|place| self.user_row(place.person, context.now)).collect(),
            next: last.map(|place| order.cursor(place).write(print)),
            at: context.now,
        })
    }

    /// When a membership ended; none if it goes on.
    fn left_at(&self, membership: &Membership, at: Timestamp) -> Moment {
        if membership.removed_at != Moment::NONE {
            return membership.removed_at;
        }
        let lapsed = self.contract(membership.contract).filter(|contract| contract.has_lapsed(at));
        lapsed.map(|contract| contract.ends_at).into()
    }

    /// Whether a former member may return without an invitation; none for members.
    fn may_return(&self, membership: &Membership, at: Timestamp) -> Option<bool> {
        let removed = membership.removed_at != Moment::NONE;
        let left = self.left_at(membership, at) != Moment::NONE;
        left.then_some(!removed || membership.allow_return)
    }

    fn user_row(&self, person: Person, at: Timestamp) -> Option<UserRow> {
        match person {
            Person::Member(handle) => {
                let found = self.memberships.get(handle)?;
                let learner = self.learners.get(found.learner)?;
                let invitation = self.invitations.get(found.invitation);
                let removed_at = self.left_at(found, at).get();
                let status = if removed_at.is_none() { UserStatus::Member } else { UserStatus::Removed };
                let row = self.blank_row(found.program, found.contract, learner.person, status)?;
                Some(UserRow {
                    learner: Some(learner.id),
                    invitation: invitation.map(|invitation| invitation.id),
                    joined_at: found.joined_at.get(),
                    invited_at: invitation.and_then(|invitation| invitation.created_at.get()),
                    last_activity_at: found.last_activity_at.get(),
                    current_enrollments: found.current.into(),
                    completions: found.completed.into(),
                    removed_at,
                    allow_return: self.may_return(found, at),
                    ..row
                })
            }
            Person::Invitee(handle) => {
                let found = self.invitations.get(handle)?;
                let row = self.blank_row(found.program, found.contract, found.person, UserStatus::Invited)?;
                Some(UserRow { invitation: Some(found.id), invited_at: found.created_at.get(), ..row })
            }
        }
    }

    /// A row of someone of whom nothing is known yet.
    fn blank_row(&self, program: u16, contract: u16, person: u32, status: UserStatus) -> Option<UserRow> {
        let contract = self.contract(contract)?;
        let person = self.people.get(person);
        Some(UserRow {
            program: self.program(program)?.id,
            learner: None,
            invitation: None,
            name: person.name.into(),
            email: person.email.into(),
            external_id: (!person.external_id.is_empty()).then(|| person.external_id.into()),
            status,
            joined_at: None,
            invited_at: None,
            last_activity_at: None,
            contract: contract.id,
            contract_name: contract.name.clone(),
            current_enrollments: 0,
            completions: 0,
            removed_at: None,
            allow_return: None,
        })
    }
}
