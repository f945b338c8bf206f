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

mod convert;
mod dialect;
mod difference;
mod distinct;
mod email_report;
mod exact;
mod figures;
mod form;
mod gradebook;
mod groups;
mod member_state;
mod membership;
mod names;
mod of_files;
mod of_register;
mod plain_row;
mod reading;
mod schedule;
mod specialization;
mod stored;
mod summary;
mod summary_reader;
mod table;
mod usage;

pub use crate::Weekday;
pub use convert::ReportConverter;
pub(crate) use dialect::DEFINITIONS as DIALECT_DEFINITIONS;
pub use dialect::{
    DIALECT_COLUMNS_LIMIT, Dialect, DialectColumn, DialectError, DialectName, DialectTable, Report,
    ReportKind,
};
pub(crate) use difference::DEFINITIONS as DIFFERENCE_DEFINITIONS;
pub use difference::{
    ComparableReport, DIFFERENCE_STATE_VERSION, FileComparer, MembershipChange, MembershipChangeKind,
    MembershipComparison, MembershipDifference, ReportDifference, SpecializationChange,
    SpecializationChangeKind, SpecializationComparison, SpecializationDifference, UsageChange,
    UsageChangeKind, UsageComparison, UsageDifference, compare_membership, compare_specialization,
    compare_usage,
};
pub use email_report::{REPORT_FILES, email_report};
pub use exact::Exact;
pub(crate) use figures::DEFINITIONS as FIGURES_DEFINITIONS;
pub use figures::{FIGURES_STATE_VERSION, FiguresAccumulator, FiguresReader, FileFigures, UsageFigures};
pub(crate) use form::DEFINITIONS as FORM_DEFINITIONS;
pub use form::{
    FileForm, FormSniffer, LineEnd, Quotes, ReportWriter, Separator, Spelling, TimeForm, WriteForm,
};
pub(crate) use gradebook::DEFINITIONS as GRADEBOOK_DEFINITIONS;
pub use gradebook::*;
pub(crate) use groups::DEFINITIONS as GROUP_DEFINITIONS;
pub use groups::{
    FileGrouper, GROUP_STATE_VERSION, GroupAccumulator, GroupBy, GroupError, GroupFigures, GroupedFigures,
    group_figures,
};
pub use member_state::MemberState;
pub use membership::{MEMBERSHIP, Membership, MembershipRow, read_membership, write_membership};
pub(crate) use of_files::DEFINITIONS as FILE_DEFINITIONS;
pub use of_files::{FileRead, FileSummarizer, FileSummary};
pub(crate) use of_register::DEFINITIONS;
pub use of_register::{ContractScope, EmailReport, ReportRequest};
pub use plain_row::{PlainDefect, PlainRefusal, PlainRow, PlainRows, PlainValue};
pub(crate) use schedule::DEFINITIONS as SCHEDULE_DEFINITIONS;
pub use schedule::{DUE_LIMIT, DueReport, ReportSchedule, ScheduleError, zone_data_version};
pub use specialization::{
    SPECIALIZATION, Specialization, SpecializationRow, read_specialization, write_specialization,
};
pub use stored::StateError;
pub use summary::{FIGURES, SUMMARY_STATE_VERSION, Summary, SummaryAccumulator, TotalHours};
pub use summary_reader::{Summarized, SummaryReader};
pub use table::{Table, Target, WriteOptions, read, read_with_dialect, rewrite, write, write_table};
pub use usage::{USAGE, Usage, UsageRow, read_usage, write_usage};

#[cfg(test)]
#[path = "report_tests.rs"]
mod tests;

#[cfg(test)]
mod dialect_tests;
