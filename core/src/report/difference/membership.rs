//! Memberships that are not what they were.

use alloc::boxed::Box;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::keyed::{Entry, Join, Subject};
use super::{ComparableReport, DIFFERENCE_STATE_VERSION, ReportDifference};
use crate::report::stored::StateForm;
use crate::report::{FileRead, MemberState, Membership, MembershipRow};
use crate::schema::{choice, record};
use crate::{Personal, Timestamp};

choice! {
    /// What became of a membership between two exports.
    pub enum MembershipChangeKind {
        /// Is invited now, and was not before.
        Invited = "invited",
        /// Is a member now, and was not before.
        Joined = "joined",
        /// Is a removed member now, and was not before.
        Removed = "removed",
        /// Is a member again after having been removed.
        CameBack = "came_back",
        /// Has no row any more.
        LeftFile = "left_file",
    }
}

record! {
    /// A membership that is not what it was in an earlier export.
    pub struct MembershipChange {
        /// What became of it.
        pub kind: MembershipChangeKind,
        /// The person's email, in lower case.
        pub email: Personal,
        /// The person's name.
        pub name: Personal,
        /// The program's slug.
        pub program_slug: Box<str>,
        /// The program's name.
        pub program_name: Box<str>,
        /// What it was; absent if the earlier export has no row of it.
        pub before: Option<MemberState>,
        /// What it is; absent if the later export has no row of it.
        pub after: Option<MemberState>,
        /// When the person joined, for `joined` and `came_back`, or was invited, for `invited`, if the later export says so.
        pub at: Option<Timestamp>,
    }
}

record! {
    /// Two exports of the membership report compared.
    #[derive(Default)]
    pub struct MembershipComparison {
        /// What is not as it was, by program slug, then email, in the order of their bytes.
        pub changes: Vec<MembershipChange>,
        /// Memberships that are what they were.
        pub unchanged: u64,
        /// How reading the earlier file went; absent if none was given.
        pub before: Option<FileRead>,
        /// How reading the later file went; absent if none was given.
        pub after: Option<FileRead>,
    }
}

/// What the rows of a membership say.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Member {
    state: MemberState,
    joined_at: Option<Timestamp>,
    invited_at: Option<Timestamp>,
}

impl Join for Member {
    fn join(&mut self, other: Self) {
        self.state = self.state.max(other.state);
        self.joined_at = self.joined_at.max(other.joined_at);
        self.invited_at = self.invited_at.max(other.invited_at);
    }
}

/// Compares two exports of the membership report, row by row in any order (`REP-2`).
///
/// Rows are the same if their emails, without case, and their program slugs are. A membership that one export has twice has
/// the state that comes last in invited, removed, member, and the latest of its times. Memory grows with the keys.
///
/// ```
/// use matricula::report::{MemberState, MembershipChangeKind, MembershipDifference, MembershipRow};
///
/// let row = |email: &'static str, member_state| MembershipRow {
///     email: email.into(), program_slug: "p".into(), member_state, ..MembershipRow::default()
/// };
/// let mut difference = MembershipDifference::default();
/// difference.observe_before(&row("Jo@example.com", MemberState::Invited));
/// difference.observe_before(&row("ada@example.com", MemberState::Member));
/// difference.observe_after(&row("jo@example.com", MemberState::Member));
/// let changes: Vec<_> =
///     difference.finish().changes.into_iter().map(|change| (change.email.to_string(), change.kind)).collect();
/// assert_eq!(changes, [
///     ("ada@example.com".to_string(), MembershipChangeKind::LeftFile),
///     ("jo@example.com".to_string(), MembershipChangeKind::Joined),
/// ]);
/// ```
pub type MembershipDifference = ReportDifference<Membership>;

impl ComparableReport for Membership {
    type Comparison = MembershipComparison;
    type Seen = Member;
    type Change = MembershipChange;

    const FORM: StateForm = StateForm { magic: *b"matridfm", version: DIFFERENCE_STATE_VERSION };

    fn subject<'r>(row: &'r MembershipRow<'_>) -> Subject<'r> {
        Subject {
            email: &row.email,
            name: &row.name,
            program_slug: &row.program_slug,
            program_name: &row.program_name,
            item: "",
            item_name: "",
        }
    }

    fn seen(row: &MembershipRow<'_>) -> Member {
        Member {
            state: row.member_state,
            joined_at: row.join_date,
            invited_at: row.invitation_date,
        }
    }

    fn change(entry: &Entry<'_, Member>) -> Option<MembershipChange> {
        let (before, after) = (entry.before.map(|seen| seen.state), entry.after.map(|seen| seen.state));
        let kind = membership_change(before, after)?;
        let at = entry.after.and_then(|seen| match kind {
            MembershipChangeKind::Joined | MembershipChangeKind::CameBack => seen.joined_at,
            MembershipChangeKind::Invited => seen.invited_at,
            MembershipChangeKind::Removed | MembershipChangeKind::LeftFile => None,
        });
        let subject = &entry.subject;
        Some(MembershipChange {
            kind,
            email: subject.email.into(),
            name: subject.name.into(),
            program_slug: subject.program_slug.into(),
            program_name: subject.program_name.into(),
            before,
            after,
            at,
        })
    }

    fn comparison(
        changes: Vec<MembershipChange>,
        unchanged: u64,
        [before, after]: [Option<FileRead>; 2],
    ) -> MembershipComparison {
        MembershipComparison { changes, unchanged, before, after }
    }
}

fn membership_change(
    before: Option<MemberState>,
    after: Option<MemberState>,
) -> Option<MembershipChangeKind> {
    match (before, after) {
        (before, after) if before == after => None,
        (_, None) => Some(MembershipChangeKind::LeftFile),
        (Some(MemberState::DeletedMember), Some(MemberState::Member)) => Some(MembershipChangeKind::CameBack),
        (_, Some(MemberState::Member)) => Some(MembershipChangeKind::Joined),
        (_, Some(MemberState::DeletedMember)) => Some(MembershipChangeKind::Removed),
        (_, Some(MemberState::Invited)) => Some(MembershipChangeKind::Invited),
    }
}
