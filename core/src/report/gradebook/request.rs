//! What a gradebook is to tell, and what comes of it (`REP-5`).

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use thiserror::Error;

use super::attempt::{AssessmentAttempt, AttemptFile};
use crate::schema::{Definition, choice, record, union};
use crate::table::ArchiveError;
use crate::{CollectionId, CourseId, Personal, ProgramId, Timestamp};

/// Hours for which the link to a gradebook holds, unless said otherwise: the guide's 24.
pub const LINK_HOURS: u32 = 24;

/// The longest time for which a link may hold: a year.
pub const LINK_HOURS_LIMIT: u32 = 8_784;

union! {
    /// Of what a gradebook tells (`REP-5`), in the words of the facts: by slugs and course ids.
    pub enum GradebookLevel by "kind" {
        /// All learners of some courses of a program: *Download Grades*.
        CourseLevel = "course" {
            /// The program's slug.
            program_slug: Box<str>,
            /// The courses' ids, in either form; at least one.
            course_ids: Vec<Box<str>>,
        }
        /// All learners and all courses with activity of a collection: *Export Gradebook* in the catalog.
        CollectionLevel = "collection" {
            /// The program's slug.
            program_slug: Box<str>,
            /// The ids of the collection's courses, in either form.
            course_ids: Vec<Box<str>>,
        }
        /// Chosen programs: *Export Gradebook* above the program cards.
        ProgramLevel = "program" {
            /// Their slugs; at least one.
            program_slugs: Vec<Box<str>>,
        }
        /// Every program of which facts were taken in.
        OrganizationLevel = "organization" {
        }
    }
}

union! {
    /// Of what a gradebook is asked, in the words of a register: by ids. [`crate::Register::gradebook_level`] makes a
    /// [`GradebookLevel`] of it, narrowed to what the actor may see.
    pub enum GradebookScope by "kind" {
        /// Some courses of a program.
        CourseScope = "course" {
            /// The program.
            program: ProgramId,
            /// The courses; at least one.
            courses: Vec<CourseId>,
        }
        /// A collection of a program's catalog: its courses, and those of its specializations.
        CollectionScope = "collection" {
            /// The program.
            program: ProgramId,
            /// The collection.
            collection: CollectionId,
        }
        /// Chosen programs.
        ProgramScope = "program" {
            /// The programs; at least one.
            programs: Vec<ProgramId>,
        }
        /// All programs that the actor may see.
        OrganizationScope = "organization" {
        }
    }
}

choice! {
    /// Whose grades a date range selects.
    pub enum GradebookActivity {
        /// All learners' grades of each course of a program in which anyone submitted something in the range, as the guide
        /// says: *learner grades for courses that had activity*.
        Courses = "courses",
        /// The grades of those learners only who submitted something in the course and range.
        Learners = "learners",
    }
}

choice! {
    /// Into how many files a gradebook goes.
    pub enum GradebookBundling {
        /// One for all programs: the guide's preset.
        OneFile = "one_file",
        /// One for each program.
        FilePerProgram = "file_per_program",
    }
}

choice! {
    /// How a gradebook is laid out.
    pub enum GradebookLayout {
        /// One row for each learner and item.
        Long = "long",
        /// One row for each learner and program, with a column for each item and two for each course.
        Wide = "wide",
        /// As Canvas imports grades: a column for each item, points out of 100.
        Canvas = "canvas",
        /// As Moodle exports grades: a column for each item, and the total of each course.
        Moodle = "moodle",
        /// The results file of OneRoster 1.2, for bulk processing: one row for each learner and item.
        OneRoster = "one_roster",
    }
}

choice! {
    /// Whether an attempt that was submitted after its deadline counts for the grade. It is listed in either case.
    pub enum LateWork {
        /// It counts as any other does.
        Counted = "counted",
        /// It does not count.
        NotCounted = "not_counted",
    }
}

record! {
    /// How a gradebook is made (`REP-5`).
    #[derive(Default)]
    pub struct GradebookOptions = default {
        /// The start of the date range; absent means from the beginning.
        pub from: Option<Timestamp>,
        /// The end of the date range, which does not belong to it; absent means until now.
        pub until: Option<Timestamp>,
        /// Whose grades the range selects; absent means `courses`. Grades are always those of all attempts: one of half the
        /// items would be wrong.
        pub activity: Option<GradebookActivity>,
        /// Into how many files it goes; absent means `one_file`.
        pub bundling: Option<GradebookBundling>,
        /// How it is laid out; absent means `long`.
        pub layout: Option<GradebookLayout>,
        /// Whether late attempts count; absent means `counted`.
        pub late_work: Option<LateWork>,
        /// Whether the file of assessment attempts is made as well, with those submitted in the range; absent means at the
        /// level of courses only, as the guide has it.
        pub attempts: Option<bool>,
        /// For how many hours the link to it holds; absent means 24.
        pub link_hours: Option<u32>,
        /// Whether texts that a spreadsheet would take for a formula are written with an apostrophe before them (`REP-6`).
        pub guard_formulas: bool,
    }
}

record! {
    /// A gradebook that is asked for (`REP-5`).
    pub struct GradebookRequest {
        /// Of what it tells.
        pub level: GradebookLevel,
        /// How it is made.
        pub options: GradebookOptions,
    }
}

impl Default for GradebookRequest {
    /// Everything, for all time.
    fn default() -> Self {
        Self { level: OrganizationLevel {}.into(), options: GradebookOptions::default() }
    }
}

choice! {
    /// What is remarkable about the facts of a gradebook.
    pub enum FindingKind {
        /// An attempt was told with different grades or times: the later submission holds, then the higher grade.
        ConflictingAttempt = "conflicting_attempt",
        /// An attempt was submitted after the gradebook was made: it is left out.
        FutureAttempt = "future_attempt",
        /// An item's name, type, order, weight, threshold, module or lesson changed: the latest holds for everyone.
        ChangedItem = "changed_item",
        /// The weights of a course's items do not sum to 100: its grade is shared out by their sum.
        UnevenWeights = "uneven_weights",
        /// No item of the course has a weight: it has no course grade.
        NoWeights = "no_weights",
        /// An attempt was told more than once: it counts once.
        RepeatedAttempt = "repeated_attempt",
    }
}

record! {
    /// Something remarkable about the facts of a gradebook, and what was made of it.
    pub struct GradebookFinding {
        /// What it is.
        pub kind: FindingKind,
        /// The program's slug, where it is about an attempt.
        pub program_slug: Option<Box<str>>,
        /// The course's id.
        pub course_id: Box<str>,
        /// The item's id; absent when it is about the course.
        pub item_id: Option<Box<str>>,
        /// The learner's email, or id where there is no email; absent when it is about no learner.
        pub learner: Option<Personal>,
        /// The number of the attempt, where it is about one.
        pub attempt: Option<u32>,
        /// What it is and what was made of it, as a sentence without the learner.
        pub message: Box<str>,
    }
}

record! {
    /// What a gradebook holds (`REP-5`).
    pub struct GradebookSummary {
        /// When it was made.
        pub made_at: Timestamp,
        /// Until when the link to it holds: the host is to refuse it from then on.
        pub expires_at: Timestamp,
        /// Programs in it.
        pub programs: u64,
        /// Courses in it.
        pub courses: u64,
        /// Learners in it.
        pub learners: u64,
        /// Items in it.
        pub items: u64,
        /// Attempts on which its grades rest.
        pub attempts: u64,
        /// What is remarkable, by kind, course, item, learner and attempt: the first thousand.
        pub findings: Vec<GradebookFinding>,
        /// How many findings there are.
        pub findings_total: u64,
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[
    Definition::Record(AssessmentAttempt::SCHEMA),
    Definition::Record(AttemptFile::SCHEMA),
    GradebookLevel::SCHEMA,
    GradebookScope::SCHEMA,
    GradebookActivity::SCHEMA,
    GradebookBundling::SCHEMA,
    GradebookLayout::SCHEMA,
    LateWork::SCHEMA,
    Definition::Record(GradebookOptions::SCHEMA),
    Definition::Record(GradebookRequest::SCHEMA),
    FindingKind::SCHEMA,
    Definition::Record(GradebookFinding::SCHEMA),
    Definition::Record(GradebookSummary::SCHEMA),
];

/// A file of a gradebook.
#[derive(Clone, PartialEq, Eq)]
pub struct GradebookFile {
    /// Its name: letters, digits, `-`, `_` and `.` only, and no other file of the gradebook has it.
    pub name: Box<str>,
    /// In which layout it is; none for attempts.
    pub layout: Option<GradebookLayout>,
    /// Whether texts in it are guarded against being taken for formulas.
    pub guard_formulas: bool,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for GradebookFile {
    /// Leaves out the bytes, which are about people.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("GradebookFile")
            .field("name", &self.name)
            .field("length", &self.bytes.len())
            .finish()
    }
}

/// A gradebook: its files, the archive of them, and what it holds (`REP-5`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gradebook {
    /// The files.
    pub files: Vec<GradebookFile>,
    /// The files as one ZIP.
    pub archive: Vec<u8>,
    /// What it holds.
    pub summary: GradebookSummary,
}

/// Why a gradebook could not be made.
///
/// ```
/// use matricula::report::GradebookError;
///
/// let error = GradebookError::EmptyRange;
/// assert_eq!((error.code(), error.field()), ("empty_range", "options.until"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum GradebookError {
    /// The range ends before it starts, or as it does.
    #[error("the date range holds nothing: let it end after it starts")]
    EmptyRange,
    /// No program, or no course, is named.
    #[error("nothing is chosen: name at least one")]
    NothingChosen {
        /// The field of the request.
        field: &'static str,
    },
    /// A link that would hold for no time, or for more than a year.
    #[error("`{hours}` hours are no time for a link to hold: give 1 to {LINK_HOURS_LIMIT}")]
    LinkHours {
        /// The hours given.
        hours: u32,
    },
    /// The files do not fit in one archive.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

impl GradebookError {
    /// The stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::EmptyRange => "empty_range",
            Self::NothingChosen { .. } => "nothing_chosen",
            Self::LinkHours { .. } => "link_hours",
            Self::Archive(_) => "archive_too_large",
        }
    }

    /// The field of [`GradebookRequest`] that is not what it should be.
    pub const fn field(&self) -> &'static str {
        match self {
            Self::EmptyRange => "options.until",
            Self::NothingChosen { field } => field,
            Self::LinkHours { .. } => "options.link_hours",
            Self::Archive(_) => "level",
        }
    }
}

impl GradebookRequest {
    /// When a link that is made now expires.
    pub(super) fn check(&self, made_at: Timestamp) -> Result<Timestamp, GradebookError> {
        let options = &self.options;
        if options.from.zip(options.until).is_some_and(|(from, until)| from >= until) {
            return Err(GradebookError::EmptyRange);
        }
        let field = match &self.level {
            GradebookLevel::CourseLevel(level) if level.course_ids.is_empty() => Some("level.course_ids"),
            GradebookLevel::ProgramLevel(level) if level.program_slugs.is_empty() => {
                Some("level.program_slugs")
            }
            _ => None,
        };
        if let Some(field) = field {
            return Err(GradebookError::NothingChosen { field });
        }
        let hours = options.link_hours.unwrap_or(LINK_HOURS);
        if !(1..=LINK_HOURS_LIMIT).contains(&hours) {
            return Err(GradebookError::LinkHours { hours });
        }
        let millis = i64::from(hours).saturating_mul(3_600_000).saturating_add(made_at.millis());
        Ok(Timestamp::from_millis(millis).unwrap_or(Timestamp::MAX))
    }
}

impl FindingKind {
    /// What it is and what was made of it.
    pub(super) const fn sentence(self) -> &'static str {
        match self {
            Self::RepeatedAttempt => "the attempt was told more than once: it counts once",
            Self::ConflictingAttempt => {
                "the attempt was told in different ways: the later submission holds, then the higher grade"
            }
            Self::FutureAttempt => "the attempt was submitted later than now: it is left out",
            Self::ChangedItem => "the item was told in different ways: the latest holds for everyone",
            Self::UnevenWeights => {
                "the weights of the items do not sum to 100: the course grade is shared out by their sum"
            }
            Self::NoWeights => "no item has a weight: there is no course grade",
        }
    }
}
