//! Bulk commands: rows in, one outcome a row out (`INV-3`, `INV-4`, `WL-1`).

use alloc::boxed::Box;

use crate::refusal::Refusal;
use crate::schema::{Definition, record, union};
use crate::{InvitationId, LearnerId, Percent, Personal};

/// Rows that one bulk command may have.
pub const BULK_ROWS_LIMIT: usize = 1_000_000;

record! {
    /// One row of an invitation file.
    pub struct InvitationRow {
        /// The line in the file, counted from 1.
        pub line: u64,
        /// The learner's full name.
        pub name: Personal,
        /// The learner's email.
        pub email: Personal,
        /// The host's own id of the learner.
        pub external_id: Option<Personal>,
    }
}

record! {
    /// One row of a whitelist file.
    pub struct DomainRow {
        /// The line in the file, counted from 1.
        pub line: u64,
        /// The domain, without `@`.
        pub domain: Box<str>,
    }
}

record! {
    /// What a preview showed, as a fingerprint of its rows' outcomes (`INV-3`).
    #[derive(Copy)]
    pub struct Preview {
        /// The upper half of the fingerprint.
        pub high: u32,
        /// The lower half of the fingerprint.
        pub low: u32,
    }
}

union! {
    /// What became of a row.
    pub enum RowResult by "result" {
        /// A new invitation.
        Invited = "invited" {
            /// The invitation.
            invitation: InvitationId,
        }
        /// A new invitation for someone who had been removed or whose earlier invitation is closed.
        InvitedAgain = "invited_again" {
            /// The invitation.
            invitation: InvitationId,
        }
        /// An open invitation got another contract, name or external id.
        Updated = "updated" {
            /// The invitation.
            invitation: InvitationId,
        }
        /// The person already has this very invitation; nothing changed.
        AlreadyInvited = "already_invited" {
            /// The invitation.
            invitation: InvitationId,
        }
        /// The person already is a member; nothing changed.
        AlreadyMember = "already_member" {
            /// The learner.
            learner: LearnerId,
        }
        /// The same address or domain stood in an earlier row; nothing changed.
        Repeated = "repeated" {
            /// The line of that row.
            first_line: u64,
        }
        /// A learner was removed, or an invitation.
        Removed = "removed" {}
        /// A member consumes from another contract.
        Moved = "moved" {}
        /// A member consumes from that contract already; nothing changed.
        AlreadyThere = "already_there" {}
        /// A domain was added.
        DomainListed = "domain_added" {}
        /// A domain got another contract.
        DomainUpdated = "domain_updated" {}
        /// A domain was listed already; nothing changed.
        AlreadyListed = "already_listed" {}
        /// The row is refused.
        RowRefused = "refused" {
            /// Why.
            refusal: Box<Refusal>,
        }
    }
}

record! {
    /// What became of a row, with the line it stood at.
    pub struct RowOutcome {
        /// The line in the file, counted from 1.
        pub line: u64,
        /// What became of it.
        pub result: RowResult,
    }
}

record! {
    /// What an import would do, shown before anything changes (`INV-3`).
    pub struct ImportPreview {
        /// One outcome a row, in the file's order.
        pub rows: alloc::vec::Vec<RowOutcome>,
        /// Rows that would be refused.
        pub refused: u64,
        /// Give this with the command, so that it is refused when rows would fare otherwise by then.
        pub preview: Preview,
    }
}

record! {
    /// What bringing a program in line with a roster would do, shown before anything changes (`ROS-1`).
    pub struct RosterPlan {
        /// One outcome for each row of the roster, in its order.
        pub rows: alloc::vec::Vec<RowOutcome>,
        /// Rows that would be refused. Whoever they name stays as they are.
        pub refused: u64,
        /// Members who are not on the roster, in the order of joining.
        pub removed_learners: alloc::vec::Vec<LearnerId>,
        /// Open invitations of people who are not on the roster, in the order of inviting.
        pub removed_invitations: alloc::vec::Vec<InvitationId>,
        /// Members and open invitations that there are now.
        pub people: u64,
        /// The share of them that would be removed, rounded up to four decimal places.
        pub removed_share: Percent,
        /// Give this with the command, so that it is refused when the plan would be another one by then.
        pub preview: Preview,
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[
    Definition::Record(InvitationRow::SCHEMA),
    Definition::Record(DomainRow::SCHEMA),
    Definition::Record(Preview::SCHEMA),
    RowResult::SCHEMA,
    Definition::Record(RowOutcome::SCHEMA),
    Definition::Record(ImportPreview::SCHEMA),
    Definition::Record(RosterPlan::SCHEMA),
];
