//! Reports (`REP-1`, `REP-2`, `REP-3`): the three tables of the administrator guide, written and read by the same
//! list of columns, the fourteen figures above them, and the archive in which they are sent.
//!
//! ```
//! use matricula::report::{self, MembershipRow, MemberState, WriteOptions};
//!
//! let row = MembershipRow { email: "ada@example.com".into(), program_slug: "p".into(), ..MembershipRow::default() };
//! let mut file = Vec::new();
//! report::write_membership([row.clone()], WriteOptions::default(), &mut file);
//!
//! let table = report::read_membership(&file, Default::default());
//! assert!(table.problems.is_empty());
//! assert_eq!(table.rows, [row]);
//! assert_eq!(table.rows[0].member_state, MemberState::Invited);
//! ```

mod distinct;
mod email_report;
mod figures;
mod gradebook;
mod member_state;
mod membership;
mod of_files;
mod of_register;
mod schedule;
mod specialization;
mod summary;
mod table;
mod usage;

pub use crate::Weekday;
pub use email_report::{REPORT_FILES, email_report};
pub(crate) use figures::DEFINITIONS as FIGURES_DEFINITIONS;
pub use figures::{FiguresReader, FileFigures, UsageFigures};
pub(crate) use gradebook::DEFINITIONS as GRADEBOOK_DEFINITIONS;
pub use gradebook::*;
pub use member_state::MemberState;
pub use membership::{MEMBERSHIP, Membership, MembershipRow, read_membership, write_membership};
pub(crate) use of_files::DEFINITIONS as FILE_DEFINITIONS;
pub use of_files::{FileRead, FileSummarizer, FileSummary};
pub(crate) use of_register::DEFINITIONS;
pub use of_register::{ContractScope, EmailReport, ReportRequest};
pub(crate) use schedule::DEFINITIONS as SCHEDULE_DEFINITIONS;
pub use schedule::{DUE_LIMIT, DueReport, ReportSchedule, ScheduleError, zone_data_version};
pub use specialization::{
    SPECIALIZATION, Specialization, SpecializationRow, read_specialization, write_specialization,
};
pub use summary::{FIGURES, Summary, SummaryAccumulator, TotalHours};
pub use table::{Table, WriteOptions, read, write};
pub use usage::{USAGE, Usage, UsageRow, read_usage, write_usage};

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;
