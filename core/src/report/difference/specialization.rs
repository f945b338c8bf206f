//! Enrollments in specializations that are not what they were.

use alloc::boxed::Box;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::keyed::{Entry, Join, Subject};
use super::standing::{Standing, Turns, completed_at};
use super::{ComparableReport, DIFFERENCE_STATE_VERSION, ReportDifference};
use crate::report::stored::StateForm;
use crate::report::{FileRead, Specialization, SpecializationRow};
use crate::schema::{choice, record};
use crate::{Personal, Timestamp};

choice! {
    /// What became of an enrollment in a specialization between two exports.
    pub enum SpecializationChangeKind {
        /// Has no row in the earlier export.
        Enrolled = "enrolled",
        /// Is completed now, and was not before.
        Completed = "completed",
        /// Is not completed any more.
        Reopened = "reopened",
        /// Has another number of completed courses.
        Progressed = "progressed",
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
    /// An enrollment in a specialization that is not what it was in an earlier export. It has progressed when both exports tell
    /// how many of its courses are completed, and these numbers differ; one that is new began with none.
    pub struct SpecializationChange {
        /// What became of it: one or more, in the order of their definition.
        pub kinds: Vec<SpecializationChangeKind>,
        /// The person's email, in lower case.
        pub email: Personal,
        /// The person's name.
        pub name: Personal,
        /// The program's slug.
        pub program_slug: Box<str>,
        /// The program's name.
        pub program_name: Box<str>,
        /// The specialization's slug.
        pub specialization_slug: Box<str>,
        /// The specialization's name.
        pub specialization: Box<str>,
        /// When the person enrolled, if the later export says so.
        pub enrolled_at: Option<Timestamp>,
        /// When it was completed, if the later export says so.
        pub completed_at: Option<Timestamp>,
        /// Completed courses before, if the earlier export says so.
        pub completed_courses_before: Option<u64>,
        /// Completed courses now, if the later export says so.
        pub completed_courses_after: Option<u64>,
        /// Courses that the specialization has, if the later export says so.
        pub courses_in_specialization: Option<u64>,
    }
}

record! {
    /// Two exports of the specialization report compared.
    #[derive(Default)]
    pub struct SpecializationComparison {
        /// What is not as it was, by program slug, then email, then specialization, in the order of their bytes.
        pub changes: Vec<SpecializationChange>,
        /// Enrollments that are what they were.
        pub unchanged: u64,
        /// How reading the earlier file went; absent if none was given.
        pub before: Option<FileRead>,
        /// How reading the later file went; absent if none was given.
        pub after: Option<FileRead>,
    }
}

/// What the rows of an enrollment in a specialization say.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Followed {
    standing: Standing,
    enrolled_at: Option<Timestamp>,
    completed_courses: Option<u64>,
    courses: Option<u64>,
}

impl Join for Followed {
    fn join(&mut self, other: Self) {
        self.standing.join(other.standing);
        self.enrolled_at = self.enrolled_at.max(other.enrolled_at);
        self.completed_courses = self.completed_courses.max(other.completed_courses);
        self.courses = self.courses.max(other.courses);
    }
}

/// Compares two exports of the specialization report, row by row in any order (`REP-2`).
///
/// Rows are the same if their emails, without case, their program slugs and their specialization slugs are. An enrollment that
/// one export has twice is completed if any of its rows says so, removed if all do, and has the most of their numbers and
/// times. Memory grows with the keys.
///
/// ```
/// use matricula::report::{SpecializationChangeKind, SpecializationDifference, SpecializationRow};
///
/// let row = |completed_courses, completed| SpecializationRow {
///     email: "jo@example.com".into(), program_slug: "p".into(), specialization_slug: "tea".into(),
///     completed_courses, completed, ..SpecializationRow::default()
/// };
/// let mut difference = SpecializationDifference::default();
/// difference.observe_before(&row(Some(2), false));
/// difference.observe_after(&row(Some(4), true));
/// let changes = difference.finish().changes;
/// assert_eq!(changes[0].kinds, [SpecializationChangeKind::Completed, SpecializationChangeKind::Progressed]);
/// ```
pub type SpecializationDifference = ReportDifference<Specialization>;

impl ComparableReport for Specialization {
    type Comparison = SpecializationComparison;
    type Seen = Followed;
    type Change = SpecializationChange;

    const FORM: StateForm = StateForm { magic: *b"matridfs", version: DIFFERENCE_STATE_VERSION };

    fn subject<'r>(row: &'r SpecializationRow<'_>) -> Subject<'r> {
        Subject {
            email: &row.email,
            name: &row.name,
            program_slug: &row.program_slug,
            program_name: &row.program_name,
            item: &row.specialization_slug,
            item_name: &row.specialization,
        }
    }

    fn seen(row: &SpecializationRow<'_>) -> Followed {
        Followed {
            standing: Standing {
                completed: row.completed,
                removed: row.removed_from_program,
                completed_at: row.specialization_completion_time,
            },
            enrolled_at: row.enrollment_time,
            completed_courses: row.completed_courses,
            courses: row.courses_in_specialization,
        }
    }

    fn change(entry: &Entry<'_, Followed>) -> Option<SpecializationChange> {
        let kinds = kinds(entry);
        if kinds.is_empty() {
            return None;
        }
        let subject = &entry.subject;
        Some(SpecializationChange {
            kinds,
            email: subject.email.into(),
            name: subject.name.into(),
            program_slug: subject.program_slug.into(),
            program_name: subject.program_name.into(),
            specialization_slug: subject.item.into(),
            specialization: subject.item_name.into(),
            enrolled_at: entry.after.and_then(|seen| seen.enrolled_at),
            completed_at: completed_at(entry, |seen| &seen.standing),
            completed_courses_before: entry.before.and_then(|seen| seen.completed_courses),
            completed_courses_after: entry.after.and_then(|seen| seen.completed_courses),
            courses_in_specialization: entry.after.and_then(|seen| seen.courses),
        })
    }

    fn comparison(
        changes: Vec<SpecializationChange>,
        unchanged: u64,
        [before, after]: [Option<FileRead>; 2],
    ) -> SpecializationComparison {
        SpecializationComparison { changes, unchanged, before, after }
    }
}

/// Whether both exports tell how many courses are completed, and differ. Not all dialects have that column: that one export
/// has it is no progress.
fn has_progressed(entry: &Entry<'_, Followed>) -> bool {
    let before = entry.before.map_or(Some(0), |seen| seen.completed_courses);
    let after = entry.after.and_then(|seen| seen.completed_courses);
    before.zip(after).is_some_and(|(before, after)| before != after)
}

fn kinds(entry: &Entry<'_, Followed>) -> Vec<SpecializationChangeKind> {
    use SpecializationChangeKind as Kind;

    let Some(turns) = Turns::of(entry, |seen| &seen.standing) else {
        return [if entry.is_still_here { Kind::GivenUp } else { Kind::LeftFile }].into();
    };
    let kinds = [
        (Kind::Enrolled, turns.enrolled),
        (Kind::Completed, turns.completed),
        (Kind::Reopened, turns.reopened),
        (Kind::Progressed, has_progressed(entry)),
        (Kind::RemovedFromProgram, turns.removed),
        (Kind::ReturnedToProgram, turns.returned),
    ];
    kinds.into_iter().filter(|(_, holds)| *holds).map(|(kind, _)| kind).collect()
}
