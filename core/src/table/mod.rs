//! Text tables (`REP-6`): reading and writing the files that people and spreadsheets make.
//!
//! Nothing here opens a file. Bytes are pushed in pieces of any size and records come out; how the bytes were
//! cut never shows in the result. From the bottom up:
//!
//! - [`RecordReader`]: bytes to records: encodings, delimiters, quotes, line ends;
//! - [`TableSchema`] and [`RowReader`]: records to cells, by the names in the header line;
//! - [`InvitationFile`], [`WhitelistFile`], [`CatalogFile`], [`ActivityFile`]: the files that come in; the reports
//!   of [`crate::report`] are read by the same tables;
//! - [`TableWriter`] and [`archive`]: what goes out.
//!
//! Every defect is a [`Problem`] with its line, its column and a remedy, and a bad row never takes a good one with
//! it. Excerpts of a file are never in messages or debug output, since they may be personal.

mod activity_file;
mod catalog_file;
mod column;
mod columns;
mod decode;
mod delimiter;
mod invitation_file;
mod part;
mod problem;
pub(crate) mod quick;
mod recognize;
mod record;
mod row;
mod scan;
mod value;
mod whitelist_file;
mod write;
mod zip;

pub use activity_file::{ActivityAction, ActivityFile, ActivityLine, ProfileChange, ProfileField};
pub use catalog_file::{CATALOG_NAMESPACE, CatalogFile, CatalogKind, CatalogLine};
pub use column::{ColumnMap, ColumnSchema, ColumnType, DialectSchema, TableSchema};
pub use decode::{Decoder, Encoding};
pub use delimiter::Delimiter;
pub use invitation_file::InvitationFile;
pub use part::InParts;
pub use problem::{EXCERPT_LIMIT, PROBLEM_LIMIT, Problem, ProblemCode, Problems};
pub use recognize::{FileKind, Recognition, recognize};
pub use record::{
    FIELD_LIMIT, RECORD_LIMIT, ReaderOptions, Record, RecordProblem, RecordReader, Strictness, read_all,
};
pub use row::{Cells, Layout, Place, ReadOptions, RowReader};
pub use value::{parse_decimal, parse_time};
pub use whitelist_file::WhitelistFile;
pub use write::{FormulaGuard, Sink, TableWriter, guarded, unguarded};
pub use zip::{ArchiveError, archive};

pub(crate) use column::{header_key, header_of, tidy};
pub(crate) use columns::columns;
pub(crate) use decode::{MARKS_LENGTH, may_be_misread_mark};
pub(crate) use invitation_file::given;
pub(crate) use part::{Mark, Reading, Records, in_parts};
pub(crate) use problem::DEFINITIONS as PROBLEM_DEFINITIONS;
pub(crate) use recognize::DEFINITIONS as RECOGNITION_DEFINITIONS;
pub(crate) use record::{Clean, Found};
pub(crate) use row::{Choice, Judge, Sheet};
#[cfg(feature = "arrow")]
pub(crate) use value::parse_time_bytes;
pub(crate) use value::{
    DecimalText, GivenHours, GivenPercent, is_plain_count, is_plain_decimal, is_plain_time, stands_for,
    write_decimal,
};
pub(crate) use write::Style;

use crate::schema::Definition;

/// The name under which readers of rows and tables say on which line of the file a row starts. Whole numbers of this name are
/// never written into a report.
pub const LINE: &str = "line";

/// The files that come in, for other languages.
pub(crate) const DEFINITIONS: &[Definition] = &[
    ActivityAction::SCHEMA,
    ProfileField::SCHEMA,
    CatalogKind::SCHEMA,
    Definition::Record(InvitationFile::SCHEMA),
    Definition::Record(WhitelistFile::SCHEMA),
    Definition::Record(CatalogLine::SCHEMA),
    Definition::Record(CatalogFile::SCHEMA),
    Definition::Record(ProfileChange::SCHEMA),
    Definition::Record(ActivityLine::SCHEMA),
    Definition::Record(ActivityFile::SCHEMA),
];
