//! Tables as Arrow record batches, both ways, with the feature `arrow` (`REP-2`).
//!
//! - [`ArrowReader`]: bytes of a report in pieces to record batches, and the problems of the file;
//! - [`BatchWriter`]: record batches of whoever made them to the bytes of a report;
//! - [`figures_batch`], [`user_rows_batch`], [`ledger_batch`]: what a register tells, as record batches;
//! - [`usage_changes_batch`], [`membership_changes_batch`], [`specialization_changes_batch`], [`groups_batch`]: exports
//!   compared, and figures by group;
//! - [`gradebook_table`] and [`observe_attempts`]: gradebooks out, and facts of assessment attempts in;
//! - [`observe`]: the figures of a report in record batches.
//!
//! The columns are those of [`TableSchema`](crate::table::TableSchema), under the names of their fields: texts, ids and
//! words as `utf8`, times as `timestamp(ms, UTC)`, percentages and hours as `decimal128(18, 9)`, counts as `uint64`, *Yes*
//! and *No* as `bool`. An empty cell is null, except where every row has a value. Columns that the report does not have
//! stand at the end, as `utf8` under their headers, and the lines on which rows start, where they are asked for, stand
//! first. Each field tells its header, its meaning and its unit as metadata.
//!
//! ```
//! use matricula::arrow::{ArrowOptions, ArrowReader, BatchWriter};
//! use matricula::report::{Membership, Target};
//!
//! let mut reader = ArrowReader::<Membership>::new(ArrowOptions::default());
//! reader.push(b"Email,Program Slug,Member State,# Enrolled Courses,# Comp");
//! reader.push(b"leted Courses\njo@example.com,p,MEMBER,2,1\n");
//! reader.finish();
//! let batch = reader.next_batch().unwrap();
//! assert_eq!((batch.num_rows(), batch.num_columns()), (1, 21));
//! assert!(reader.problems().is_empty());
//!
//! let mut file = Vec::new();
//! let mut writer = BatchWriter::<Membership, _>::new(&batch.schema(), Target::Own, Default::default(), &mut file)?;
//! writer.write(&batch)?;
//! assert!(file.ends_with(b"\r\n,jo@example.com,,,p,2,1,MEMBER,,,,,,,,,,,,,\r\n"));
//! # Ok::<(), matricula::arrow::BatchError>(())
//! ```

mod any;
mod column;
mod comparisons;
mod error;
mod figures;
mod gradebook;
mod lines;
mod plan;
mod read;
mod register;
mod schema;
mod sheet;
mod source;
mod write;

pub use crate::table::LINE;
pub use any::{AnyReader, AnyWriter};
pub use comparisons::{
    groups_batch, membership_changes_batch, specialization_changes_batch, usage_changes_batch,
};
pub use error::BatchError;
pub use figures::{figures_batch, observe};
pub use gradebook::{gradebook_table, observe_attempts};
pub use read::{ArrowOptions, ArrowReader, BATCH_BYTES, BATCH_ROWS};
pub use register::{ledger_batch, user_rows_batch};
pub use schema::{DECIMAL_PLACES, DECIMAL_PRECISION, absent_columns, table_schema};
pub use write::{BatchWriter, RowsWriter};

#[cfg(test)]
mod dialect_tests;
#[cfg(test)]
mod tests;
