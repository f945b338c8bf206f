//! Tables as data frames take them: read from report files, told by registers, and written as report files.

mod capsule;
mod progress;
mod report;
mod source;
mod stream;
mod table;
mod target;

pub(crate) use capsule::{stream_of, unreadable_batch};
pub(crate) use report::{Report, read_membership_report, read_specialization_report, read_usage_report};
pub(crate) use stream::{
    ReportStream, iter_membership_report, iter_specialization_report, iter_usage_report,
};
pub(crate) use table::Table;
pub(crate) use target::{
    into_target, write_membership_report, write_specialization_report, write_usage_report,
};
