//! What a register tells, as record batches: the user list and the ledgers.

use alloc::string::ToString;

use arrow_array::RecordBatch;
use arrow_schema::DataType;

use super::schema::time_type;
use super::sheet::{Sheet, row};
use crate::{Actor, LedgerEntry, UserRow};

/// Rows of the user list as a record batch, with all their fields (`VIEW-2`). Ids are their texts.
///
/// ```
/// use matricula::arrow::user_rows_batch;
///
/// assert_eq!(user_rows_batch(&[]).num_columns(), 16);
/// ```
pub fn user_rows_batch(rows: &[UserRow]) -> RecordBatch {
    let (text, time, count) = (|| DataType::Utf8, time_type, || DataType::UInt64);
    let mut sheet = Sheet::new(
        "user list",
        UserRow::SCHEMA.fields,
        &[
            ("program", text(), false),
            ("learner", text(), true),
            ("invitation", text(), true),
            ("name", text(), true),
            ("email", text(), true),
            ("external_id", text(), true),
            ("status", text(), false),
            ("joined_at", time(), true),
            ("invited_at", time(), true),
            ("last_activity_at", time(), true),
            ("contract", text(), false),
            ("contract_name", text(), true),
            ("current_enrollments", count(), false),
            ("completions", count(), false),
            ("removed_at", time(), true),
            ("allow_return", DataType::Boolean, true),
        ],
    );
    for row in rows {
        row! { sheet:
            text(&row.program.to_string(), false);
            text(&row.learner.map(|id| id.to_string()).unwrap_or_default(), true);
            text(&row.invitation.map(|id| id.to_string()).unwrap_or_default(), true);
            text(&row.name, true);
            text(&row.email, true);
            text(row.external_id.as_deref().unwrap_or_default(), true);
            text(row.status.as_str(), false);
            time(row.joined_at.map(|time| time.millis()));
            time(row.invited_at.map(|time| time.millis()));
            time(row.last_activity_at.map(|time| time.millis()));
            text(&row.contract.to_string(), false);
            text(&row.contract_name, true);
            count(Some(row.current_enrollments.into()));
            count(Some(row.completions.into()));
            time(row.removed_at.map(|time| time.millis()));
            truth(row.allow_return);
        }
    }
    sheet.finish()
}

/// Entries of a ledger as a record batch (`CON-6`). Who caused a movement is two columns: `by`, the kind of actor, and
/// `by_id`, the id of an administrator or learner.
///
/// ```
/// use matricula::arrow::ledger_batch;
///
/// assert_eq!(ledger_batch(&[]).num_columns(), 7);
/// ```
pub fn ledger_batch(entries: &[LedgerEntry]) -> RecordBatch {
    let mut sheet = Sheet::new(
        "ledger",
        LedgerEntry::SCHEMA.fields,
        &[
            ("at", time_type(), false),
            ("movement", DataType::Utf8, false),
            ("by", DataType::Utf8, false),
            ("by_id", DataType::Utf8, true),
            ("learner", DataType::Utf8, false),
            ("program", DataType::Utf8, false),
            ("balance", DataType::UInt64, false),
        ],
    );
    for entry in entries {
        let by_id = match &entry.by {
            Actor::Administrator(actor) => actor.administrator.to_string(),
            Actor::Learner(actor) => actor.learner.to_string(),
            Actor::Operator(_) | Actor::Host(_) => Default::default(),
        };
        row! { sheet:
            time(Some(entry.at.millis()));
            text(entry.movement.as_str(), false);
            text(entry.by.kind(), false);
            text(&by_id, true);
            text(&entry.learner.to_string(), false);
            text(&entry.program.to_string(), false);
            count(Some(entry.balance.into()));
        }
    }
    sheet.finish()
}
