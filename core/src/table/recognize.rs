//! Which file it is, by its header line (`REP-2`, `REP-6`).

use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::activity_file::ActivityTable;
use super::catalog_file::CatalogTable;
use super::column::{TableSchema, header_key, tidy};
use super::delimiter::names_delimiter;
use super::invitation_file::InvitationTable;
use super::record::{ReaderOptions, Record, RecordReader};
use super::row::Layout;
use crate::report::{AssessmentAttempts, DialectName, GradebookTable, Membership, Specialization, Usage};
use crate::schema::{Definition, choice, record};

choice! {
    /// What a file is, by its header line.
    pub enum FileKind {
        /// A gradebook.
        Gradebook = "gradebook",
        /// A file of assessment attempts.
        AttemptFile = "attempt_file",
        /// A usage report.
        UsageReport = "usage_report",
        /// A specialization report.
        SpecializationReport = "specialization_report",
        /// A membership report.
        MembershipReport = "membership_report",
        /// A file of dated activity.
        ActivityFile = "activity_file",
        /// A report of learning paths (badges), which is not read.
        LearningPathReport = "learning_path_report",
        /// A report by city, country or region, which is not read.
        PlaceReport = "place_report",
        /// The user list as a file, which is not read.
        UserList = "user_list",
        /// A file of a bulk invitation.
        InvitationFile = "invitation_file",
        /// A file of courses and specializations.
        CatalogFile = "catalog_file",
    }
}

impl FileKind {
    /// What it is called in messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LearningPathReport => "learning path report",
            Self::PlaceReport => "report by place",
            Self::UserList => "user list",
            _ => match self.schema() {
                Some(schema) => schema.name,
                None => "",
            },
        }
    }

    /// The columns; none of a file that is not read.
    pub const fn schema(self) -> Option<&'static TableSchema> {
        match self {
            Self::UsageReport => Some(Usage::SCHEMA),
            Self::SpecializationReport => Some(Specialization::SCHEMA),
            Self::MembershipReport => Some(Membership::SCHEMA),
            Self::ActivityFile => Some(ActivityTable::SCHEMA),
            Self::InvitationFile => Some(InvitationTable::SCHEMA),
            Self::CatalogFile => Some(CatalogTable::SCHEMA),
            Self::AttemptFile => Some(AssessmentAttempts::SCHEMA),
            Self::Gradebook => Some(GradebookTable::SCHEMA),
            Self::LearningPathReport | Self::PlaceReport | Self::UserList => None,
        }
    }

    /// What tells a file that is not read: of each group one header must be there.
    const fn signs(self) -> &'static [&'static [&'static str]] {
        match self {
            Self::LearningPathReport => &[&["Badge Title"], &["Badge Slug"]],
            Self::PlaceReport => &[
                &["Location City", "Location Country", "Location Region"],
                &["Current Members"],
                &["Total Enrollments"],
            ],
            Self::UserList => &[
                &["Full Name", "Name"],
                &["Email"],
                &["Join Date", "Invitation Date", "Current Enrollments", "Allow Return", "Removal Date"],
            ],
            _ => &[],
        }
    }

    /// The headers of a file that is not read.
    const fn headers(self) -> &'static [&'static str] {
        match self {
            Self::LearningPathReport => &[
                "User Name",
                "Email",
                "Badge Title",
                "Badge Slug",
                "Badge Link",
                "Badge Last Transaction Timestamp",
                "Number of Courses",
                "Progress in Badge (%)",
                "Course Name",
                "Course Enrollment Date",
                "Is Course Completed",
                "Course Completion Timestamp",
                "Badge Completed",
                "Badge Completion Timestamp",
                "Last Activity Timestamp",
                "List of Program",
                "Collection ID",
                "Collection Name",
                "Total Estimated Learning Hours (since enrolled)",
                "Manager Name",
                "Manager Email",
                "Job Title",
                "Business Unit",
                "Business Unit 2",
                "Location City",
                "Location Region",
                "Location Country",
            ],
            Self::PlaceReport => &[
                "Location City",
                "Location Country",
                "Location Region",
                "Current Members",
                "Current Learners",
                "Total Enrollments",
                "Total Completed Courses",
                "Average Progress",
                "Total Estimated Learning Hours",
                "Average Estimated Learning Hours",
                "Deleted Members",
            ],
            Self::UserList => &[
                "Full Name",
                "Name",
                "Email",
                "Join Date",
                "Invitation Date",
                "Last Activity Date",
                "Status",
                "Contract(s)",
                "Current Enrollments",
                "Completions",
                "External ID",
                "Removal Date",
                "Allow Return",
            ],
            _ => &[],
        }
    }

    /// Whether a header line has all that tells this kind of file.
    fn is(self, header: &Headers) -> bool {
        match self.schema() {
            Some(schema) => missing_required(schema, header).next().is_none(),
            // A membership report without one of its columns is no user list.
            None if self == Self::UserList && header.has("Program Slug") => false,
            None => self.signs().iter().all(|group| group.iter().any(|sign| header.has(sign))),
        }
    }

    fn knows(self, key: &str) -> bool {
        match self.schema() {
            Some(schema) => schema.with_header(key).is_some(),
            None => self.headers().iter().any(|known| known.eq_ignore_ascii_case(key)),
        }
    }

    /// All headers under which its columns are known.
    fn known(self) -> impl Iterator<Item = &'static str> {
        let schema = self.schema();
        let columns = schema.into_iter().flat_map(|schema| schema.columns);
        let own =
            columns.flat_map(|column| core::iter::once(column.header).chain(column.aliases.iter().copied()));
        let dialects = schema.into_iter().flat_map(|schema| schema.dialects);
        let named = dialects.flat_map(|dialect| dialect.columns).map(|(header, _)| *header);
        own.chain(named).chain(self.headers().iter().copied())
    }
}

/// Whether a kind of file has a header.
pub(crate) fn is_known_header(header: &str) -> bool {
    let key = header_key(header);
    FileKind::ALL.iter().any(|kind| kind.knows(&key))
}

/// Headers up to which a line is kept with all of them.
const FEW: usize = 256;

/// The headers of a line as they are compared, each with how often it stands there. Of a line of very many those that no
/// kind of file knows are left out, so that each is looked up once and not for each kind.
struct Headers {
    counts: BTreeMap<String, usize>,
    /// How many there are.
    total: usize,
}

impl Headers {
    fn of(line: &Record) -> Self {
        let known: Option<BTreeSet<String>> = (line.len() > FEW)
            .then(|| FileKind::ALL.iter().flat_map(|kind| kind.known()).map(header_key).collect());
        let mut counts = BTreeMap::new();
        for text in line.iter() {
            let key = header_key(text);
            if known.as_ref().is_none_or(|known| known.contains(&key)) {
                let count: &mut usize = counts.entry(key).or_default();
                *count = count.saturating_add(1);
            }
        }
        Self { counts, total: line.len() }
    }

    /// Whether a known header is there.
    fn has(&self, name: &str) -> bool {
        self.counts.contains_key(&name.to_ascii_lowercase())
    }

    fn iter(&self) -> impl Iterator<Item = (&str, usize)> {
        self.counts.iter().map(|(key, count)| (&**key, *count))
    }
}

fn missing_required(
    schema: &'static TableSchema,
    header: &Headers,
) -> impl Iterator<Item = &'static str> + use<> {
    let mut is_missing = vec![true; schema.columns.len()];
    for place in header.iter().filter_map(|(key, _)| schema.with_header(key)) {
        if let Some(is_missing) = is_missing.get_mut(place) {
            *is_missing = false;
        }
    }
    let columns = schema.columns.iter().zip(is_missing);
    columns
        .filter(|(column, is_missing)| column.required && *is_missing)
        .map(|(column, _)| column.header)
}

/// The kind of file that a header line is wholly of. Kinds that ask for more come first, since the headers of one may be
/// among those of another.
pub(crate) fn recognized(line: &Record) -> Option<FileKind> {
    recognized_by(&Headers::of(line))
}

fn recognized_by(header: &Headers) -> Option<FileKind> {
    FileKind::ALL.iter().copied().find(|kind| kind.is(header))
}

record! {
    /// What a file is, by its header line (`REP-2`).
    #[derive(Default)]
    pub struct Recognition {
        /// What it is, or comes nearest to; absent when fewer than half of its headers are those of any kind.
        pub kind: Option<FileKind>,
        /// For a report, the dialect that it is in or comes nearest to. Columns about people count least, since every
        /// organization has others.
        pub dialect: Option<DialectName>,
        /// Whether the headers are those of the dialect, all of them and in its order.
        pub exact: bool,
        /// Headers without which such a file is not read and that it does not have.
        pub missing_required: Vec<Box<str>>,
        /// Headers of the dialect that the file does not have.
        pub missing: Vec<Box<str>>,
        /// Headers of the file that no dialect has. They are kept and given back.
        pub unknown: Vec<Box<str>>,
        /// Whether the file is of a kind that is read and has what it needs.
        pub readable: bool,
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[FileKind::SCHEMA, Definition::Record(Recognition::SCHEMA)];

/// Says what a file is. Its first bytes up to the end of the header line suffice.
///
/// ```
/// use matricula::report::DialectName;
/// use matricula::table::{FileKind, recognize};
///
/// let found = recognize(b"Name,Email,External Id,Program Name,Program Slug,# Enrolled Courses,# Completed Courses,\
///     Member State,Join Date,Invitation Date,Latest Program Activity Date,Team\n");
/// assert_eq!((found.kind, found.dialect), (Some(FileKind::MembershipReport), Some(DialectName::About2025)));
/// assert_eq!((found.exact, &*found.unknown[0], &*found.missing[0]), (false, "Team", "Job Title"));
/// ```
pub fn recognize(bytes: &[u8]) -> Recognition {
    let mut reader = RecordReader::new(ReaderOptions::default());
    let mut header = Record::new();
    for piece in bytes.chunks(1 << 16) {
        reader.push(piece);
        while reader.next_record(&mut header) {
            if !names_delimiter(&header) {
                return recognition(&header);
            }
        }
    }
    reader.finish();
    while reader.next_record(&mut header) && names_delimiter(&header) {}
    recognition(&header)
}

fn recognition(line: &Record) -> Recognition {
    let header = &Headers::of(line);
    let Some(kind) = recognized_by(header).or_else(|| nearest(header)) else {
        return Recognition {
            unknown: line.iter().map(|text| tidy(text).into()).collect(),
            ..Recognition::default()
        };
    };
    let known: BTreeSet<&str> = header.iter().map(|(key, _)| key).filter(|key| kind.knows(key)).collect();
    let unknown = line.iter().filter(|text| !known.contains(&*header_key(text)));
    let mut found = Recognition {
        kind: Some(kind),
        unknown: unknown.map(|text| tidy(text).into()).collect(),
        ..Recognition::default()
    };
    let Some(schema) = kind.schema() else { return found };
    found.missing_required = missing_required(schema, header).map(Into::into).collect();
    found.readable = found.missing_required.is_empty();
    let distance = |dialect: &&super::DialectSchema| {
        let absent = dialect.columns.iter().filter(|(name, _)| !header.has(name)).map(|(_, field)| *field);
        let is_beyond = |key: &&str| !dialect.columns.iter().any(|(name, _)| name.eq_ignore_ascii_case(key));
        let beyond = known.iter().copied().filter(is_beyond);
        let beyond = beyond.filter_map(|key| schema.columns.get(schema.with_header(key)?));
        let (about_people, others): (Vec<_>, Vec<_>) =
            absent.chain(beyond.map(|column| column.field)).partition(|field| is_profile(field));
        (others.len(), about_people.len())
    };
    if let Some(dialect) = schema.dialects.iter().min_by_key(distance) {
        found.dialect = Some(dialect.name);
        let given = line.iter().map(|text| tidy(text).to_ascii_lowercase());
        found.exact = given.eq(dialect.columns.iter().map(|(name, _)| name.to_ascii_lowercase()));
        let missing = dialect.columns.iter().filter(|(name, _)| !header.has(name));
        found.missing = missing.map(|(name, _)| (*name).into()).collect();
    }
    found
}

/// The kind that most of the headers are of, if at least half of them are.
fn nearest(header: &Headers) -> Option<FileKind> {
    let known = |kind: FileKind| -> usize {
        header.iter().filter(|(key, _)| kind.knows(key)).map(|(_, count)| count).sum()
    };
    let mut best: Option<(FileKind, usize)> = None;
    for kind in FileKind::ALL.iter().copied() {
        let count = known(kind);
        if best.is_none_or(|(_, most)| count > most) {
            best = Some((kind, count));
        }
    }
    best.filter(|(_, count)| *count > 0 && count.saturating_mul(2) >= header.total)
        .map(|(kind, _)| kind)
}

/// Whether a field is of a person's profile, which every organization fills with other columns.
fn is_profile(field: &str) -> bool {
    let parts = ["manager_", "job_", "business_unit", "location_"];
    parts.iter().any(|part| field.starts_with(part))
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;

    use super::*;
    use crate::report::{MEMBERSHIP, SPECIALIZATION, USAGE};

    fn line(headers: &[&str]) -> String {
        headers.join(",")
    }

    #[test]
    fn rep_2_every_dialect_of_every_report_is_recognized_by_its_headers() {
        for (kind, schema) in [
            (FileKind::UsageReport, USAGE),
            (FileKind::MembershipReport, MEMBERSHIP),
            (FileKind::SpecializationReport, SPECIALIZATION),
        ] {
            for dialect in schema.dialects {
                let headers: Vec<_> = dialect.columns.iter().map(|(header, _)| *header).collect();
                let found = recognize(line(&headers).as_bytes());
                assert_eq!((found.kind, found.dialect), (Some(kind), Some(dialect.name)), "{}", schema.name);
                assert!(found.exact && found.readable);
                assert!(
                    found.missing.is_empty() && found.unknown.is_empty() && found.missing_required.is_empty()
                );

                // Without its columns about people and turned round it is still that dialect.
                let mut headers: Vec<_> = dialect
                    .columns
                    .iter()
                    .filter(|(_, field)| !is_profile(field))
                    .map(|(header, _)| *header)
                    .collect();
                headers.reverse();
                headers.push("Team");
                let found = recognize(line(&headers).as_bytes());
                assert_eq!((found.dialect, found.exact), (Some(dialect.name), false), "{}", schema.name);
                assert_eq!(&*found.unknown, &[Box::from("Team")]);
            }
        }
    }

    #[test]
    fn rep_2_reports_that_are_not_read_are_recognized() {
        for (header, kind) in [
            (
                "Location City,Current Members,Current Learners,Total Enrollments,Average Progress",
                FileKind::PlaceReport,
            ),
            ("User Name,Email,Badge Title,Badge Slug,Badge Link", FileKind::LearningPathReport),
            ("Full Name*,Email*,Join Date*,External ID", FileKind::UserList),
            ("Name,Email,Join Date,Status,Current Enrollments,Completions", FileKind::UserList),
            ("Full Name*,Email*,External ID", FileKind::InvitationFile),
        ] {
            let found = recognize(header.as_bytes());
            assert_eq!((found.kind, found.dialect), (Some(kind), None), "{header}");
            assert!(found.unknown.is_empty(), "{header}");
            // The delimiter may be named above, and spreadsheets and web pages put other space between words.
            let elsewhere = format!("sep=,\r\n{}\r\n", header.replace(' ', "\u{A0}\t"));
            assert_eq!(recognize(elsewhere.as_bytes()), found, "{header}");
        }
    }

    #[test]
    fn rep_2_a_report_without_a_column_is_the_nearest_and_says_what_is_missing() {
        let found =
            recognize(b"Name,Email,Program Slug,Program Name,# Completed Courses,Member State,Team\n1,2\n");
        assert_eq!((found.kind, found.readable), (Some(FileKind::MembershipReport), false));
        assert_eq!(&*found.missing_required, &[Box::from("# Enrolled Courses")]);
        let none = recognize(b"a,b,c\n");
        assert_eq!((none.kind, none.unknown.len()), (None, 3));
        assert_eq!(recognize(b""), Recognition::default());
    }
}
