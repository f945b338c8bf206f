//! Enrollments in courses that are not what they were.

use alloc::boxed::Box;
use alloc::vec::Vec;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::keyed::{Entry, Join, Subject};
use super::standing::{Standing, Turns, completed_at};
use super::{ComparableReport, DIFFERENCE_STATE_VERSION, ReportDifference};
use crate::report::stored::StateForm;
use crate::report::{Exact, FileRead, Usage, UsageRow};
use crate::schema::{choice, record};
use crate::{Personal, Timestamp};

choice! {
    /// What became of an enrollment between two exports.
    pub enum UsageChangeKind {
        /// Has no row in the earlier export.
        Enrolled = "enrolled",
        /// Is completed now, and was not before.
        Completed = "completed",
        /// Is not completed any more.
        Reopened = "reopened",
        /// Has another progress.
        Progressed = "progressed",
        /// Has another grade.
        Graded = "graded",
        /// Has other estimated learning hours.
        Studied = "studied",
        /// Its person was removed from the program.
        RemovedFromProgram = "removed_from_program",
        /// Its person is in the program again.
        ReturnedToProgram = "returned_to_program",
        /// Has no row any more, although the person has others in the program: most likely it was given up.
        GivenUp = "given_up",
        /// Has no row any more, and the person has none in the program.
        LeftFile = "left_file",
    }
}

record! {
    /// An enrollment that is not what it was in an earlier export. Of numbers that a row does not have the difference is taken
    /// as from 0; of rows that are gone there is none.
    pub struct UsageChange {
        /// What became of it: one or more, in the order of their definition.
        pub kinds: Vec<UsageChangeKind>,
        /// The person's email, in lower case.
        pub email: Personal,
        /// The person's name.
        pub name: Personal,
        /// The program's slug.
        pub program_slug: Box<str>,
        /// The program's name.
        pub program_name: Box<str>,
        /// The course's id, or its slug where the exports have none.
        pub course_id: Box<str>,
        /// The course's name.
        pub course: Box<str>,
        /// When it was completed, if the later export says so.
        pub completed_at: Option<Timestamp>,
        /// The progress before, in percent.
        pub progress_before: Option<Exact>,
        /// The progress now.
        pub progress_after: Option<Exact>,
        /// By how much it has grown, or less than nothing.
        pub progress_by: Option<Exact>,
        /// The grade before, in percent.
        pub grade_before: Option<Exact>,
        /// The grade now.
        pub grade_after: Option<Exact>,
        /// By how much it has grown, or less than nothing.
        pub grade_by: Option<Exact>,
        /// The estimated hours before.
        pub hours_before: Option<Exact>,
        /// The estimated hours now.
        pub hours_after: Option<Exact>,
        /// By how much they have grown, or less than nothing.
        pub hours_by: Option<Exact>,
    }
}

record! {
    /// Two exports of the usage report compared.
    #[derive(Default)]
    pub struct UsageComparison {
        /// What is not as it was, by program slug, then email, then course, in the order of their bytes.
        pub changes: Vec<UsageChange>,
        /// Enrollments that are what they were.
        pub unchanged: u64,
        /// How reading the earlier file went; absent if none was given.
        pub before: Option<FileRead>,
        /// How reading the later file went; absent if none was given.
        pub after: Option<FileRead>,
    }
}

/// What the rows of an enrollment say.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Taken {
    standing: Standing,
    #[serde(with = "crate::report::exact::stored")]
    progress: Option<Decimal>,
    #[serde(with = "crate::report::exact::stored")]
    grade: Option<Decimal>,
    #[serde(with = "crate::report::exact::stored")]
    hours: Option<Decimal>,
}

impl Join for Taken {
    fn join(&mut self, other: Self) {
        self.standing.join(other.standing);
        self.progress = self.progress.max(other.progress);
        self.grade = self.grade.max(other.grade);
        self.hours = self.hours.max(other.hours);
    }
}

/// Compares two exports of the usage report, row by row in any order (`REP-2`).
///
/// Rows are the same if their emails, without case, their program slugs and their courses are: a course by its id, or its
/// slug where it has none. An enrollment that one export has twice is completed if any of its rows says so, removed if all
/// do, and has the most of their numbers and times. Memory grows with the keys.
///
/// ```
/// use matricula::report::{UsageChangeKind, UsageDifference, UsageRow};
///
/// let row = |progress: &str, completed| UsageRow {
///     email: "jo@example.com".into(), program_slug: "p".into(), course_id: "c".into(),
///     overall_progress: progress.parse().ok(), completed, ..UsageRow::default()
/// };
/// let mut difference = UsageDifference::default();
/// difference.observe_before(&row("12.82", false));
/// difference.observe_after(&row("13.02", true));
/// let changes = difference.finish().changes;
/// assert_eq!(changes[0].kinds, [UsageChangeKind::Completed, UsageChangeKind::Progressed]);
/// assert_eq!(changes[0].progress_by.unwrap().0.to_string(), "0.20");
/// ```
pub type UsageDifference = ReportDifference<Usage>;

impl ComparableReport for Usage {
    type Comparison = UsageComparison;
    type Seen = Taken;
    type Change = UsageChange;

    const FORM: StateForm = StateForm { magic: *b"matridfu", version: DIFFERENCE_STATE_VERSION };

    fn subject<'r>(row: &'r UsageRow<'_>) -> Subject<'r> {
        Subject {
            email: &row.email,
            name: &row.name,
            program_slug: &row.program_slug,
            program_name: &row.program_name,
            item: if row.course_id.is_empty() { &row.course_slug } else { &row.course_id },
            item_name: &row.course,
        }
    }

    fn seen(row: &UsageRow<'_>) -> Taken {
        Taken {
            standing: Standing {
                completed: row.completed,
                removed: row.removed_from_program,
                completed_at: row.completion_time,
            },
            progress: row.overall_progress,
            grade: row.course_grades,
            hours: row.estimated_learning_hours,
        }
    }

    fn change(entry: &Entry<'_, Taken>) -> Option<UsageChange> {
        let progress = Number::of(entry, |seen| seen.progress);
        let grade = Number::of(entry, |seen| seen.grade);
        let hours = Number::of(entry, |seen| seen.hours);
        let kinds = kinds(entry, [&progress, &grade, &hours]);
        if kinds.is_empty() {
            return None;
        }
        let subject = &entry.subject;
        Some(UsageChange {
            kinds,
            email: subject.email.into(),
            name: subject.name.into(),
            program_slug: subject.program_slug.into(),
            program_name: subject.program_name.into(),
            course_id: subject.item.into(),
            course: subject.item_name.into(),
            completed_at: completed_at(entry, |seen| &seen.standing),
            progress_before: progress.before,
            progress_after: progress.after,
            progress_by: progress.by,
            grade_before: grade.before,
            grade_after: grade.after,
            grade_by: grade.by,
            hours_before: hours.before,
            hours_after: hours.after,
            hours_by: hours.by,
        })
    }

    fn comparison(
        changes: Vec<UsageChange>,
        unchanged: u64,
        [before, after]: [Option<FileRead>; 2],
    ) -> UsageComparison {
        UsageComparison { changes, unchanged, before, after }
    }
}

fn kinds(entry: &Entry<'_, Taken>, [progress, grade, hours]: [&Number; 3]) -> Vec<UsageChangeKind> {
    use UsageChangeKind as Kind;

    let Some(turns) = Turns::of(entry, |seen| &seen.standing) else {
        return [if entry.is_still_here { Kind::GivenUp } else { Kind::LeftFile }].into();
    };
    let kinds = [
        (Kind::Enrolled, turns.enrolled),
        (Kind::Completed, turns.completed),
        (Kind::Reopened, turns.reopened),
        (Kind::Progressed, progress.has_changed()),
        (Kind::Graded, grade.has_changed()),
        (Kind::Studied, hours.has_changed()),
        (Kind::RemovedFromProgram, turns.removed),
        (Kind::ReturnedToProgram, turns.returned),
    ];
    kinds.into_iter().filter(|(_, holds)| *holds).map(|(kind, _)| kind).collect()
}

/// A number in both exports, and the difference.
struct Number {
    before: Option<Exact>,
    after: Option<Exact>,
    by: Option<Exact>,
}

impl Number {
    fn of(entry: &Entry<'_, Taken>, number: impl Fn(&Taken) -> Option<Decimal>) -> Self {
        let before = entry.before.and_then(&number);
        let after = entry.after.and_then(&number);
        // Both are read from at most 18 digits, so that the difference is exact.
        let by = entry
            .after
            .and_then(|_| after.unwrap_or_default().checked_sub(before.unwrap_or_default()).map(Exact));
        Self { before: before.map(Exact), after: after.map(Exact), by }
    }

    fn has_changed(&self) -> bool {
        self.by.is_some_and(|by| !by.0.is_zero())
    }
}
