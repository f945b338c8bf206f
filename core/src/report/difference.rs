//! Differences between two exports of a report on different days, by key.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use foldhash::quality::FixedState;
use hashbrown::HashMap;
use rust_decimal::Decimal;

use super::dialect::Report;
use super::exact::Exact;
use super::names::Names;
use super::of_files::FileRead;
use super::reading::Reading;
use super::{MemberState, Membership, MembershipRow, Usage, UsageRow};
use crate::schema::{Definition, choice, record};
use crate::table::ReadOptions;
use crate::{Personal, Timestamp};

choice! {
    /// What became of a membership between two exports.
    pub enum MembershipChangeKind {
        /// Is invited now, and was not before.
        Invited = "invited",
        /// Is a member now, and was not before.
        Joined = "joined",
        /// Is a removed member now, and was not before.
        Removed = "removed",
        /// Is a member again after having been removed.
        CameBack = "came_back",
        /// Has no row any more.
        LeftFile = "left_file",
    }
}

record! {
    /// A membership that is not what it was in an earlier export.
    pub struct MembershipChange {
        /// What became of it.
        pub kind: MembershipChangeKind,
        /// The person's email, in lower case.
        pub email: Personal,
        /// The person's name.
        pub name: Personal,
        /// The program's slug.
        pub program_slug: Box<str>,
        /// The program's name.
        pub program_name: Box<str>,
        /// What it was; absent if the earlier export has no row of it.
        pub before: Option<MemberState>,
        /// What it is; absent if the later export has no row of it.
        pub after: Option<MemberState>,
        /// When the person joined, for `joined` and `came_back`, or was invited, for `invited`, if the later export says so.
        pub at: Option<Timestamp>,
    }
}

record! {
    /// Two exports of the membership report compared.
    #[derive(Default)]
    pub struct MembershipComparison {
        /// What is not as it was, by program slug, then email, in the order of their bytes.
        pub changes: Vec<MembershipChange>,
        /// Memberships that are what they were.
        pub unchanged: u64,
        /// How reading the earlier file went; absent if none was given.
        pub before: Option<FileRead>,
        /// How reading the later file went; absent if none was given.
        pub after: Option<FileRead>,
    }
}

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

pub(crate) const DEFINITIONS: &[Definition] = &[
    MembershipChangeKind::SCHEMA,
    Definition::Record(MembershipChange::SCHEMA),
    Definition::Record(MembershipComparison::SCHEMA),
    UsageChangeKind::SCHEMA,
    Definition::Record(UsageChange::SCHEMA),
    Definition::Record(UsageComparison::SCHEMA),
];

/// Which of the two exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

/// What is known of something in each of the two exports.
#[derive(Clone, Copy, Debug)]
struct Both<T> {
    before: Option<T>,
    after: Option<T>,
}

impl<T> Default for Both<T> {
    fn default() -> Self {
        Self { before: None, after: None }
    }
}

/// What rows of the same key say together, whatever their order.
trait Join: Copy {
    fn join(&mut self, other: Self);
}

impl<T: Join> Both<T> {
    fn add(&mut self, side: Side, seen: T) {
        match self.of(side) {
            Some(known) => known.join(seen),
            known @ None => *known = Some(seen),
        }
    }

    fn take_in(&mut self, other: Self) {
        if let Some(seen) = other.before {
            self.add(Side::Before, seen);
        }
        if let Some(seen) = other.after {
            self.add(Side::After, seen);
        }
    }
}

impl<T> Both<T> {
    const fn of(&mut self, side: Side) -> &mut Option<T> {
        match side {
            Side::Before => &mut self.before,
            Side::After => &mut self.after,
        }
    }
}

/// What people call the things whose keys are numbered: of several names for one, the first in the order of bytes.
#[derive(Clone, Default)]
struct Labels(Vec<Both<Box<str>>>);

impl Labels {
    fn set(&mut self, id: u32, side: Side, label: &str) {
        let id = id as usize;
        if label.is_empty() {
            return;
        }
        if self.0.len() <= id {
            self.0.resize_with(id.saturating_add(1), Both::default);
        }
        if let Some(both) = self.0.get_mut(id) {
            let known = both.of(side);
            if known.as_deref().is_none_or(|known| label < known) {
                *known = Some(label.into());
            }
        }
    }

    /// The later one, or the earlier one.
    fn get(&self, id: u32) -> &str {
        self.0
            .get(id as usize)
            .and_then(|both| both.after.as_deref().or(both.before.as_deref()))
            .unwrap_or_default()
    }

    fn take_in(&mut self, other: Self, ids: &[u32]) {
        for (both, id) in other.0.into_iter().zip(ids) {
            self.set(*id, Side::Before, both.before.as_deref().unwrap_or_default());
            self.set(*id, Side::After, both.after.as_deref().unwrap_or_default());
        }
    }
}

/// Things by their keys, with what people call them.
#[derive(Clone, Default)]
struct Known {
    names: Names,
    labels: Labels,
}

impl Known {
    fn take_in(&mut self, other: Self) -> Vec<u32> {
        let ids = self.names.take_in(&other.names);
        self.labels.take_in(other.labels, &ids);
        ids
    }
}

fn at(ids: &[u32], id: u32) -> u32 {
    ids.get(id as usize).copied().unwrap_or(u32::MAX)
}

/// Keys in an order that does not depend on how they came.
fn name<'a>(names: &[&'a str], id: u32) -> &'a str {
    names.get(id as usize).copied().unwrap_or_default()
}

#[derive(Clone, Copy)]
struct Member {
    state: MemberState,
    joined_at: Option<Timestamp>,
    invited_at: Option<Timestamp>,
}

impl Join for Member {
    fn join(&mut self, other: Self) {
        self.state = self.state.max(other.state);
        self.joined_at = self.joined_at.max(other.joined_at);
        self.invited_at = self.invited_at.max(other.invited_at);
    }
}

/// Compares two exports of the membership report, row by row in any order (`REP-2`).
///
/// Rows are the same if their emails, without case, and their program slugs are. A membership that one export has twice has
/// the state that comes last in invited, removed, member, and the latest of its times. Memory grows with the keys.
///
/// ```
/// use matricula::report::{MemberState, MembershipChangeKind, MembershipDifference, MembershipRow};
///
/// let row = |email: &'static str, member_state| MembershipRow {
///     email: email.into(), program_slug: "p".into(), member_state, ..MembershipRow::default()
/// };
/// let mut difference = MembershipDifference::default();
/// difference.observe_before(&row("Jo@example.com", MemberState::Invited));
/// difference.observe_before(&row("ada@example.com", MemberState::Member));
/// difference.observe_after(&row("jo@example.com", MemberState::Member));
/// let changes: Vec<_> =
///     difference.finish().changes.into_iter().map(|change| (change.email.to_string(), change.kind)).collect();
/// assert_eq!(changes, [
///     ("ada@example.com".to_string(), MembershipChangeKind::LeftFile),
///     ("jo@example.com".to_string(), MembershipChangeKind::Joined),
/// ]);
/// ```
#[derive(Clone, Default)]
pub struct MembershipDifference {
    people: Known,
    programs: Known,
    /// By program, person.
    memberships: HashMap<(u32, u32), Both<Member>, FixedState>,
}

impl fmt::Debug for MembershipDifference {
    /// Shows a size: what it remembers is personal.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("MembershipDifference")
            .field("memberships", &self.memberships.len())
            .finish_non_exhaustive()
    }
}

impl MembershipDifference {
    /// Takes in a row of the earlier export.
    pub fn observe_before(&mut self, row: &MembershipRow<'_>) {
        self.observe(Side::Before, row);
    }

    /// Takes in a row of the later export.
    pub fn observe_after(&mut self, row: &MembershipRow<'_>) {
        self.observe(Side::After, row);
    }

    fn observe(&mut self, side: Side, row: &MembershipRow<'_>) {
        let person = self.people.names.folded(&row.email);
        let program = self.programs.names.id(&row.program_slug);
        self.people.labels.set(person, side, &row.name);
        self.programs.labels.set(program, side, &row.program_name);
        let seen = Member {
            state: row.member_state,
            joined_at: row.join_date,
            invited_at: row.invitation_date,
        };
        self.memberships.entry((program, person)).or_default().add(side, seen);
    }

    /// Takes in everything that another one took in.
    pub fn merge(&mut self, other: Self) {
        let people = self.people.take_in(other.people);
        let programs = self.programs.take_in(other.programs);
        for ((program, person), both) in other.memberships {
            self.memberships
                .entry((at(&programs, program), at(&people, person)))
                .or_default()
                .take_in(both);
        }
    }

    /// What has changed.
    pub fn finish(&self) -> MembershipComparison {
        let (people, programs) = (self.people.names.by_id(), self.programs.names.by_id());
        let mut keys: Vec<_> = self.memberships.iter().collect();
        keys.sort_unstable_by_key(|((program, person), _)| {
            (name(&programs, *program), name(&people, *person))
        });
        let mut comparison = MembershipComparison::default();
        for ((program, person), both) in keys {
            let (before, after) = (both.before.map(|seen| seen.state), both.after.map(|seen| seen.state));
            let Some(kind) = membership_change(before, after) else {
                comparison.unchanged = comparison.unchanged.saturating_add(1);
                continue;
            };
            let at = both.after.and_then(|seen| match kind {
                MembershipChangeKind::Joined | MembershipChangeKind::CameBack => seen.joined_at,
                MembershipChangeKind::Invited => seen.invited_at,
                MembershipChangeKind::Removed | MembershipChangeKind::LeftFile => None,
            });
            comparison.changes.push(MembershipChange {
                kind,
                email: name(&people, *person).into(),
                name: self.people.labels.get(*person).into(),
                program_slug: name(&programs, *program).into(),
                program_name: self.programs.labels.get(*program).into(),
                before,
                after,
                at,
            });
        }
        comparison
    }
}

fn membership_change(
    before: Option<MemberState>,
    after: Option<MemberState>,
) -> Option<MembershipChangeKind> {
    match (before, after) {
        (before, after) if before == after => None,
        (_, None) => Some(MembershipChangeKind::LeftFile),
        (Some(MemberState::DeletedMember), Some(MemberState::Member)) => Some(MembershipChangeKind::CameBack),
        (_, Some(MemberState::Member)) => Some(MembershipChangeKind::Joined),
        (_, Some(MemberState::DeletedMember)) => Some(MembershipChangeKind::Removed),
        (_, Some(MemberState::Invited)) => Some(MembershipChangeKind::Invited),
    }
}

#[derive(Clone, Copy)]
struct Taken {
    completed: bool,
    removed: bool,
    completed_at: Option<Timestamp>,
    progress: Option<Decimal>,
    grade: Option<Decimal>,
    hours: Option<Decimal>,
}

impl Join for Taken {
    fn join(&mut self, other: Self) {
        self.completed |= other.completed;
        self.removed &= other.removed;
        self.completed_at = self.completed_at.max(other.completed_at);
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
#[derive(Clone, Default)]
pub struct UsageDifference {
    people: Known,
    programs: Known,
    courses: Known,
    /// By program, person, course.
    enrollments: HashMap<(u32, u32, u32), Both<Taken>, FixedState>,
}

impl fmt::Debug for UsageDifference {
    /// Shows a size: what it remembers is personal.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("UsageDifference")
            .field("enrollments", &self.enrollments.len())
            .finish_non_exhaustive()
    }
}

impl UsageDifference {
    /// Takes in a row of the earlier export.
    pub fn observe_before(&mut self, row: &UsageRow<'_>) {
        self.observe(Side::Before, row);
    }

    /// Takes in a row of the later export.
    pub fn observe_after(&mut self, row: &UsageRow<'_>) {
        self.observe(Side::After, row);
    }

    fn observe(&mut self, side: Side, row: &UsageRow<'_>) {
        let person = self.people.names.folded(&row.email);
        let program = self.programs.names.id(&row.program_slug);
        let course = if row.course_id.is_empty() { &row.course_slug } else { &row.course_id };
        let course = self.courses.names.course(course);
        self.people.labels.set(person, side, &row.name);
        self.programs.labels.set(program, side, &row.program_name);
        self.courses.labels.set(course, side, &row.course);
        let seen = Taken {
            completed: row.completed,
            removed: row.removed_from_program,
            completed_at: row.completion_time,
            progress: row.overall_progress,
            grade: row.course_grades,
            hours: row.estimated_learning_hours,
        };
        self.enrollments.entry((program, person, course)).or_default().add(side, seen);
    }

    /// Takes in everything that another one took in.
    pub fn merge(&mut self, other: Self) {
        let people = self.people.take_in(other.people);
        let programs = self.programs.take_in(other.programs);
        let courses = self.courses.take_in(other.courses);
        for ((program, person, course), both) in other.enrollments {
            let key = (at(&programs, program), at(&people, person), at(&courses, course));
            self.enrollments.entry(key).or_default().take_in(both);
        }
    }

    /// What has changed.
    pub fn finish(&self) -> UsageComparison {
        let (people, programs) = (self.people.names.by_id(), self.programs.names.by_id());
        let courses = self.courses.names.by_id();
        let mut still_here: HashMap<(u32, u32), (), FixedState> = HashMap::default();
        for ((program, person, _), both) in &self.enrollments {
            if both.after.is_some() {
                still_here.insert((*program, *person), ());
            }
        }
        let mut keys: Vec<_> = self.enrollments.iter().collect();
        keys.sort_unstable_by_key(|((program, person, course), _)| {
            (name(&programs, *program), name(&people, *person), name(&courses, *course))
        });
        let mut comparison = UsageComparison::default();
        for ((program, person, course), both) in keys {
            let progress = Number::of(both, |seen| seen.progress);
            let grade = Number::of(both, |seen| seen.grade);
            let hours = Number::of(both, |seen| seen.hours);
            let mut kinds = Vec::new();
            match (both.before, both.after) {
                (_, None) => kinds.push(if still_here.contains_key(&(*program, *person)) {
                    UsageChangeKind::GivenUp
                } else {
                    UsageChangeKind::LeftFile
                }),
                (before, Some(after)) => {
                    let completed = before.is_some_and(|before| before.completed);
                    let removed = before.is_some_and(|before| before.removed);
                    for (kind, holds) in [
                        (UsageChangeKind::Enrolled, before.is_none()),
                        (UsageChangeKind::Completed, after.completed && !completed),
                        (UsageChangeKind::Reopened, completed && !after.completed),
                        (UsageChangeKind::Progressed, progress.has_changed()),
                        (UsageChangeKind::Graded, grade.has_changed()),
                        (UsageChangeKind::Studied, hours.has_changed()),
                        (UsageChangeKind::RemovedFromProgram, after.removed && !removed),
                        (UsageChangeKind::ReturnedToProgram, removed && !after.removed),
                    ] {
                        if holds {
                            kinds.push(kind);
                        }
                    }
                }
            }
            if kinds.is_empty() {
                comparison.unchanged = comparison.unchanged.saturating_add(1);
                continue;
            }
            comparison.changes.push(UsageChange {
                kinds,
                email: name(&people, *person).into(),
                name: self.people.labels.get(*person).into(),
                program_slug: name(&programs, *program).into(),
                program_name: self.programs.labels.get(*program).into(),
                course_id: name(&courses, *course).into(),
                course: self.courses.labels.get(*course).into(),
                completed_at: both.after.filter(|seen| seen.completed).and_then(|seen| seen.completed_at),
                progress_before: progress.before,
                progress_after: progress.after,
                progress_by: progress.by,
                grade_before: grade.before,
                grade_after: grade.after,
                grade_by: grade.by,
                hours_before: hours.before,
                hours_after: hours.after,
                hours_by: hours.by,
            });
        }
        comparison
    }
}

/// A number in both exports, and the difference.
struct Number {
    before: Option<Exact>,
    after: Option<Exact>,
    by: Option<Exact>,
}

impl Number {
    fn of(both: &Both<Taken>, number: impl Fn(&Taken) -> Option<Decimal>) -> Self {
        let before = both.before.as_ref().and_then(&number);
        let after = both.after.as_ref().and_then(&number);
        // Both are read from at most 18 digits, so that the difference is exact.
        let by = both
            .after
            .as_ref()
            .and_then(|_| after.unwrap_or_default().checked_sub(before.unwrap_or_default()).map(Exact));
        Self { before: before.map(Exact), after: after.map(Exact), by }
    }

    fn has_changed(&self) -> bool {
        self.by.is_some_and(|by| !by.0.is_zero())
    }
}

/// What two exports of one report are compared by.
pub trait Difference: Default {
    /// The report.
    type Report: Report;
    /// What comes out.
    type Comparison;

    /// Takes in a row of the earlier export.
    fn before(&mut self, row: &<Self::Report as crate::table::Layout>::Row<'_>);
    /// Takes in a row of the later export.
    fn after(&mut self, row: &<Self::Report as crate::table::Layout>::Row<'_>);
    /// What has changed, with how reading went.
    fn compared(&self, before: Option<FileRead>, after: Option<FileRead>) -> Self::Comparison;
}

impl Difference for MembershipDifference {
    type Report = Membership;
    type Comparison = MembershipComparison;

    fn before(&mut self, row: &MembershipRow<'_>) {
        self.observe_before(row);
    }

    fn after(&mut self, row: &MembershipRow<'_>) {
        self.observe_after(row);
    }

    fn compared(&self, before: Option<FileRead>, after: Option<FileRead>) -> MembershipComparison {
        MembershipComparison { before, after, ..self.finish() }
    }
}

impl Difference for UsageDifference {
    type Report = Usage;
    type Comparison = UsageComparison;

    fn before(&mut self, row: &UsageRow<'_>) {
        self.observe_before(row);
    }

    fn after(&mut self, row: &UsageRow<'_>) {
        self.observe_after(row);
    }

    fn compared(&self, before: Option<FileRead>, after: Option<FileRead>) -> UsageComparison {
        UsageComparison { before, after, ..self.finish() }
    }
}

/// Compares two files of any dialects and sizes, from bytes in pieces of any size. Bad rows are reported and left out.
///
/// ```
/// use matricula::report::{FileComparer, MembershipChangeKind, MembershipDifference};
///
/// let header = "Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\n";
/// let mut files = FileComparer::<MembershipDifference>::new(Default::default());
/// files.push_before(format!("{header}jo@example.com,p,MEMBER,1,0\n").as_bytes());
/// files.push_after(format!("{header}jo@example.com,p,DELETED_MEMBER,1,0\n").as_bytes());
/// assert_eq!(files.finish().changes[0].kind, MembershipChangeKind::Removed);
/// ```
#[derive(Clone, Debug)]
pub struct FileComparer<D: Difference> {
    before: Reading<D::Report>,
    after: Reading<D::Report>,
    difference: D,
}

impl<D: Difference> FileComparer<D> {
    /// A comparer at the start of both files.
    pub fn new(options: ReadOptions) -> Self {
        Self {
            before: Reading::new(options),
            after: Reading::new(options),
            difference: D::default(),
        }
    }

    /// Takes the next bytes of the earlier file.
    pub fn push_before(&mut self, bytes: &[u8]) {
        let Self { before, difference, .. } = self;
        before.push(bytes, |row| difference.before(&row));
    }

    /// Takes the next bytes of the later file.
    pub fn push_after(&mut self, bytes: &[u8]) {
        let Self { after, difference, .. } = self;
        after.push(bytes, |row| difference.after(&row));
    }

    /// Takes a row of the earlier export, besides those of a file.
    pub fn observe_before(&mut self, row: &<D::Report as crate::table::Layout>::Row<'_>) {
        self.difference.before(row);
    }

    /// Takes a row of the later export, besides those of a file.
    pub fn observe_after(&mut self, row: &<D::Report as crate::table::Layout>::Row<'_>) {
        self.difference.after(row);
    }

    /// Says that both files end here, and gives what has changed.
    pub fn finish(self) -> D::Comparison {
        let Self { before, after, mut difference } = self;
        let before = before.finish(|row| difference.before(&row));
        let after = after.finish(|row| difference.after(&row));
        difference.compared(before, after)
    }
}

/// Compares two files of the membership report that are at hand as a whole; see [`FileComparer`].
pub fn compare_membership(before: &[u8], after: &[u8], options: ReadOptions) -> MembershipComparison {
    let mut files = FileComparer::<MembershipDifference>::new(options);
    files.push_before(before);
    files.push_after(after);
    files.finish()
}

/// Compares two files of the usage report that are at hand as a whole; see [`FileComparer`].
pub fn compare_usage(before: &[u8], after: &[u8], options: ReadOptions) -> UsageComparison {
    let mut files = FileComparer::<UsageDifference>::new(options);
    files.push_before(before);
    files.push_after(after);
    files.finish()
}

#[cfg(test)]
#[path = "difference_tests.rs"]
mod tests;
