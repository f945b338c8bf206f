//! Bulk commands: rows in, one outcome a row out (`INV-3`, `INV-4`, `WL-1`).

use alloc::boxed::Box;

use crate::refusal::Refusal;
use crate::schema::{Definition, record, union};
use crate::{InvitationId, LearnerId, Percent, Personal};

/// Rows that one bulk command may have.
pub const BULK_ROWS_LIMIT: usize = 1_000_000;

/// Whether a bulk command may have so many rows.
pub(crate) fn check_rows(rows: usize) -> Result<(), Refusal> {
    if rows <= BULK_ROWS_LIMIT {
        return Ok(());
    }
    let number = |rows: usize| u64::try_from(rows).unwrap_or(u64::MAX);
    Err(Refusal::TooManyRows { rows: number(rows), limit: number(BULK_ROWS_LIMIT) })
}

record! {
    /// One row of an invitation file.
    pub struct InvitationRow {
        /// The line in the file, counted from 1.
        #[serde(deserialize_with = "crate::schema::whole")]
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
        #[serde(deserialize_with = "crate::schema::whole")]
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
            #[serde(deserialize_with = "crate::schema::whole")]
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
        #[serde(deserialize_with = "crate::schema::whole")]
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
        #[serde(deserialize_with = "crate::schema::whole")]
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
        #[serde(deserialize_with = "crate::schema::whole")]
        pub refused: u64,
        /// Members who are not on the roster, in the order of joining.
        pub removed_learners: alloc::vec::Vec<LearnerId>,
        /// Open invitations of people who are not on the roster, in the order of inviting.
        pub removed_invitations: alloc::vec::Vec<InvitationId>,
        /// Members and open invitations that there are now.
        #[serde(deserialize_with = "crate::schema::whole")]
        pub people: u64,
        /// The share of them that would be removed, rounded up to four decimal places.
        pub removed_share: Percent,
        /// Give this with the command, so that it is refused when the plan would be another one by then.
        pub preview: Preview,
    }
}

/// Refuses a row whose line not every language holds.
pub(crate) fn check_lines(mut lines: impl Iterator<Item = u64>) -> Result<(), Refusal> {
    let limit = crate::schema::WHOLE_MAX;
    if lines.any(|line| line > limit) {
        Err(Refusal::LineOutOfRange { limit })
    } else {
        Ok(())
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

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use crate::schema::WHOLE_MAX;
    use crate::*;

    #[test]
    fn api_4_a_number_that_javascript_would_round_is_refused_in_json_text() {
        let row = |line: u64| {
            serde_json::from_str::<InvitationRow>(&format!(
                r#"{{"line":{line},"name":"Jo","email":"jo@acme.example","external_id":null}}"#
            ))
        };
        assert_eq!(row(WHOLE_MAX).unwrap().line, WHOLE_MAX);
        let error = row(WHOLE_MAX + 1).unwrap_err();
        assert!(error.to_string().contains("a whole number from 0 to 9007199254740991"), "{error}");
        let refusal = |limit: u64| {
            let text = format!(r#"{{"code":"register_full","what":"rows","limit":{limit}}}"#);
            serde_json::from_str::<Refusal>(&text)
        };
        assert!(refusal(WHOLE_MAX).is_ok());
        assert!(refusal(WHOLE_MAX + 1).is_err());
    }

    #[test]
    fn inv_4_more_rows_than_there_may_be_are_told_with_both_numbers() {
        assert_eq!(check_rows(BULK_ROWS_LIMIT), Ok(()));
        let refusal = check_rows(BULK_ROWS_LIMIT + 1).unwrap_err();
        assert_eq!((refusal.code(), refusal.rule()), ("too_many_rows", "INV-4"));
        assert_eq!(
            refusal.to_string(),
            "a bulk command has at most 1000000 rows, this one has 1000001; split it"
        );
    }

    #[test]
    fn inv_3_a_line_that_not_every_language_holds_is_refused() {
        assert!(super::check_lines([1, WHOLE_MAX].into_iter()).is_ok());
        let refusal = super::check_lines([1, WHOLE_MAX + 1].into_iter()).unwrap_err();
        assert_eq!((refusal.code(), refusal.rule()), ("line_out_of_range", "INV-3"));
    }
}
