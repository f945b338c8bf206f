//! Figures by any columns of the usage report: contract, program, business unit, manager and so on (`REP-3`, `ANA-6`).

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt::{self, Write as _};

use foldhash::quality::FixedState;
use hashbrown::HashMap;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::exact::{Exact, decimal, units};
use super::names::{Names, course_of};
use super::of_files::FileRead;
use super::reading::Reading;
use super::summary::TotalHours;
use super::{MEMBERSHIP, MemberState, Membership, MembershipRow, USAGE, Usage, UsageRow};
use crate::Personal;
use crate::schema::{Definition, record};
use crate::table::{ColumnType, Layout, ReadOptions, TableSchema};

/// Decimal places of a mean.
const MEAN_PLACES: u32 = 4;

record! {
    /// The figures of one group: of all rows that have the same texts in the chosen columns.
    ///
    /// What an enrollment, a membership and a learner are, and what repeated rows come to, is as for the
    /// [`Summary`](crate::report::Summary). Who is in two groups counts in both.
    pub struct GroupFigures {
        /// The texts of the chosen columns, in the order in which these were chosen; empty ones stand for none.
        pub values: Vec<Personal>,
        /// Enrollments.
        pub enrollments: u64,
        /// Distinct emails with an enrollment.
        pub unique_learners: u64,
        /// Distinct courses with an enrollment.
        pub unique_courses: u64,
        /// Enrollments that are completed.
        pub completions: u64,
        /// Distinct emails with a completed enrollment.
        pub unique_completers: u64,
        /// The estimated hours of all enrollments, summed exactly (to nine decimal places each).
        pub estimated_hours: TotalHours,
        /// Enrollments whose progress is known.
        pub with_progress: u64,
        /// Their progress, summed exactly (to nine decimal places each).
        pub progress_total: Exact,
        /// That sum divided by their number, to four decimal places, halves to the even digit; absent when there are none.
        pub mean_progress: Option<Exact>,
        /// Memberships whose state is `MEMBER`; absent when the membership report does not have the chosen columns.
        pub current_members: Option<u64>,
        /// Memberships whose state is `DELETED_MEMBER`; absent in the same case.
        pub removed_members: Option<u64>,
        /// Memberships whose state is `INVITED`; absent in the same case.
        pub invited: Option<u64>,
    }
}

record! {
    /// Figures by group, of report files.
    #[derive(Default)]
    pub struct GroupedFigures {
        /// The fields of the chosen columns.
        pub by: Vec<Box<str>>,
        /// The groups, in the order of the bytes of their values.
        pub groups: Vec<GroupFigures>,
        /// How reading the usage report went; absent if none was given.
        pub usage: Option<FileRead>,
        /// How reading the membership report went; absent if none was given.
        pub membership: Option<FileRead>,
    }
}

pub(crate) const DEFINITIONS: &[Definition] =
    &[Definition::Record(GroupFigures::SCHEMA), Definition::Record(GroupedFigures::SCHEMA)];

/// Why columns cannot be grouped by.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum GroupError {
    /// No column is chosen.
    #[error("no column is chosen; give at least one field of the usage report")]
    NoFields,
    /// The usage report has no such field.
    #[error("the usage report has no field `{field}`; give one that it has, such as `business_unit`")]
    UnknownField {
        /// The field.
        field: Box<str>,
    },
    /// The column holds times or numbers.
    #[error("`{field}` holds no texts; give a field of texts, or of yes and no")]
    NotGroupable {
        /// The field.
        field: Box<str>,
    },
    /// A column is chosen twice.
    #[error("`{field}` is chosen twice; choose it once")]
    RepeatedField {
        /// The field.
        field: Box<str>,
    },
}

impl GroupError {
    /// The stable code, the same in every language.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NoFields => "no_fields",
            Self::UnknownField { .. } => "unknown_field",
            Self::NotGroupable { .. } => "not_groupable",
            Self::RepeatedField { .. } => "repeated_field",
        }
    }
}

/// The columns by which rows are grouped.
///
/// ```
/// use matricula::report::GroupBy;
///
/// assert!(GroupBy::new(&["contract", "business_unit"]).is_ok());
/// assert_eq!(GroupBy::new(&["overall_progress"]).unwrap_err().code(), "not_groupable");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupBy {
    fields: Vec<Box<str>>,
    usage: Vec<usize>,
    /// None when the membership report does not have all of them.
    membership: Option<Vec<usize>>,
}

impl GroupBy {
    /// Groups by fields of the usage report. The membership report's `contracts` counts as its `contract`.
    ///
    /// # Errors
    ///
    /// [`GroupError`] when a field is unknown, chosen twice, or holds times or numbers.
    pub fn new<S: AsRef<str>>(fields: &[S]) -> Result<Self, GroupError> {
        if fields.is_empty() {
            return Err(GroupError::NoFields);
        }
        let mut by = Self { fields: Vec::new(), usage: Vec::new(), membership: None };
        for field in fields {
            let field = field.as_ref();
            if by.fields.iter().any(|known| **known == *field) {
                return Err(GroupError::RepeatedField { field: field.into() });
            }
            let place = USAGE.place(field).ok_or_else(|| GroupError::UnknownField { field: field.into() })?;
            if !is_groupable(USAGE, place) {
                return Err(GroupError::NotGroupable { field: field.into() });
            }
            by.fields.push(field.into());
            by.usage.push(place);
        }
        let of_membership = |field: &str| {
            let field = if field == "contract" { "contracts" } else { field };
            MEMBERSHIP.place(field).filter(|place| is_groupable(MEMBERSHIP, *place))
        };
        by.membership = by.fields.iter().map(|field| of_membership(field)).collect();
        Ok(by)
    }

    /// The fields.
    pub fn fields(&self) -> &[Box<str>] {
        &self.fields
    }
}

fn is_groupable(schema: &TableSchema, place: usize) -> bool {
    schema.columns.get(place).is_some_and(|column| match column.kind {
        ColumnType::Text
        | ColumnType::Id
        | ColumnType::YesNo
        | ColumnType::MaybeYesNo
        | ColumnType::Choice => true,
        ColumnType::Time
        | ColumnType::Percent
        | ColumnType::Hours
        | ColumnType::Count
        | ColumnType::MaybeCount => false,
    })
}

/// What the rows of one enrollment in one group say together. Each part only grows, so that order does not matter.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Seen {
    completed: bool,
    progress: Option<i128>,
    hours: i128,
}

impl Seen {
    fn join(&mut self, other: Self) {
        self.completed |= other.completed;
        self.progress = self.progress.max(other.progress);
        self.hours = self.hours.max(other.hours);
    }
}

/// Computes [`GroupFigures`] of any number of rows in any order, in parts if need be (`ANA-6`).
///
/// It remembers each enrollment and membership once for each group, so its memory grows with these, not with the rows.
///
/// ```
/// use matricula::report::{GroupAccumulator, GroupBy, UsageRow};
///
/// let row = |unit: &'static str, email: &'static str, progress: &str| UsageRow {
///     email: email.into(), program_slug: "p".into(), course_id: "c".into(),
///     business_unit: unit.into(), overall_progress: progress.parse().ok(), ..UsageRow::default()
/// };
/// let mut figures = GroupAccumulator::new(GroupBy::new(&["business_unit"])?);
/// for row in [row("R&D", "jo@x.org", "0.1"), row("R&D", "ada@x.org", "0.2"), row("", "bo@x.org", "100")] {
///     figures.observe_usage(&row);
/// }
/// let groups = figures.finish();
/// assert_eq!((groups[0].values[0].as_str(), groups[0].enrollments), ("", 1));
/// assert_eq!(groups[1].mean_progress.unwrap().0.to_string(), "0.15");
/// # Ok::<(), matricula::report::GroupError>(())
/// ```
#[derive(Clone)]
pub struct GroupAccumulator {
    by: GroupBy,
    groups: Names,
    people: Names,
    programs: Names,
    courses: Names,
    /// By group, person, program, course.
    enrollments: HashMap<(u32, u32, u32, u32), Seen, FixedState>,
    /// By group, person, program.
    memberships: HashMap<(u32, u32, u32), MemberState, FixedState>,
    /// Holds a group's key while it is made.
    scratch: String,
}

impl fmt::Debug for GroupAccumulator {
    /// Shows sizes: what it remembers is personal.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("GroupAccumulator")
            .field("by", &self.by.fields)
            .field("groups", &self.groups.len())
            .field("enrollments", &self.enrollments.len())
            .field("memberships", &self.memberships.len())
            .finish_non_exhaustive()
    }
}

impl GroupAccumulator {
    /// Nothing taken in yet.
    pub fn new(by: GroupBy) -> Self {
        Self {
            by,
            groups: Names::default(),
            people: Names::default(),
            programs: Names::default(),
            courses: Names::default(),
            enrollments: HashMap::default(),
            memberships: HashMap::default(),
            scratch: String::new(),
        }
    }

    /// The columns by which it groups.
    pub const fn by(&self) -> &GroupBy {
        &self.by
    }

    /// Takes in a row of the usage report.
    pub fn observe_usage(&mut self, row: &UsageRow<'_>) {
        encode::<Usage>(row, &self.by.usage, &mut self.scratch);
        let key = (
            self.groups.id(&self.scratch),
            self.people.folded(&row.email),
            self.programs.id(&row.program_slug),
            self.courses.course(course_of(row)),
        );
        self.enrollments.entry(key).or_default().join(Seen {
            completed: row.completed,
            progress: row.overall_progress.map(units),
            hours: row.estimated_learning_hours.map_or(0, units),
        });
    }

    /// Takes in a row of the membership report; it is passed over when that report does not have the chosen columns.
    pub fn observe_membership(&mut self, row: &MembershipRow<'_>) {
        let Some(places) = &self.by.membership else { return };
        encode::<Membership>(row, places, &mut self.scratch);
        let group = self.groups.id(&self.scratch);
        let key = (group, self.people.folded(&row.email), self.programs.id(&row.program_slug));
        let state = self.memberships.entry(key).or_default();
        *state = row.member_state.max(*state);
    }

    /// Takes in everything that another one took in, if it groups by the same columns; false if it does not.
    pub fn merge(&mut self, other: Self) -> bool {
        if self.by != other.by {
            return false;
        }
        if self.enrollments.is_empty() && self.memberships.is_empty() {
            *self = other;
            return true;
        }
        let groups = self.groups.take_in(&other.groups);
        let people = self.people.take_in(&other.people);
        let programs = self.programs.take_in(&other.programs);
        let courses = self.courses.take_in(&other.courses);
        let at = |ids: &[u32], id: u32| ids.get(id as usize).copied().unwrap_or(u32::MAX);
        for ((group, person, program, course), seen) in other.enrollments {
            let key = (at(&groups, group), at(&people, person), at(&programs, program), at(&courses, course));
            self.enrollments.entry(key).or_default().join(seen);
        }
        for ((group, person, program), seen) in other.memberships {
            let key = (at(&groups, group), at(&people, person), at(&programs, program));
            let state = self.memberships.entry(key).or_default();
            *state = seen.max(*state);
        }
        true
    }

    /// The figures of what was taken in so far, in the order of the bytes of the groups' values.
    pub fn finish(&self) -> Vec<GroupFigures> {
        let counted = self.by.membership.is_some().then_some(0);
        let empty = GroupFigures {
            values: Vec::new(),
            enrollments: 0,
            unique_learners: 0,
            unique_courses: 0,
            completions: 0,
            unique_completers: 0,
            estimated_hours: TotalHours::default(),
            with_progress: 0,
            progress_total: Exact::default(),
            mean_progress: None,
            current_members: counted,
            removed_members: counted,
            invited: counted,
        };
        let mut figures = vec![empty; self.groups.len()];
        let mut sums = vec![(0_i128, 0_i128); self.groups.len()];
        for (key, group) in self.groups.entries() {
            if let Some(figures) = figures.get_mut(group as usize) {
                figures.values = decode(key).map(Personal::from).collect();
            }
        }
        // By group and person: whether anything is completed. By group and course.
        let mut learners: HashMap<(u32, u32), bool, FixedState> = HashMap::default();
        let mut courses: HashMap<(u32, u32), (), FixedState> = HashMap::default();
        for ((group, person, _, course), seen) in &self.enrollments {
            let place = *group as usize;
            let (Some(figures), Some((hours, progress))) = (figures.get_mut(place), sums.get_mut(place))
            else {
                continue;
            };
            add(&mut figures.enrollments, true);
            add(&mut figures.completions, seen.completed);
            add(&mut figures.with_progress, seen.progress.is_some());
            add(&mut figures.unique_courses, courses.insert((*group, *course), ()).is_none());
            *hours = hours.saturating_add(seen.hours);
            *progress = progress.saturating_add(seen.progress.unwrap_or_default());
            *learners.entry((*group, *person)).or_default() |= seen.completed;
        }
        for ((group, _), completed) in &learners {
            if let Some(figures) = figures.get_mut(*group as usize) {
                add(&mut figures.unique_learners, true);
                add(&mut figures.unique_completers, *completed);
            }
        }
        for ((group, ..), state) in &self.memberships {
            if let Some(figures) = figures.get_mut(*group as usize) {
                let count = match state {
                    MemberState::Member => &mut figures.current_members,
                    MemberState::DeletedMember => &mut figures.removed_members,
                    MemberState::Invited => &mut figures.invited,
                };
                if let Some(count) = count {
                    add(count, true);
                }
            }
        }
        for (figures, (hours, progress)) in figures.iter_mut().zip(sums) {
            figures.estimated_hours = TotalHours(decimal(hours));
            figures.progress_total = Exact(decimal(progress));
            let mean = figures.progress_total.0.checked_div(Decimal::from(figures.with_progress));
            figures.mean_progress = mean.map(|mean| Exact(mean.round_dp(MEAN_PLACES).normalize()));
        }
        figures.sort_unstable_by(|one, other| one.values.cmp(&other.values));
        figures
    }
}

const fn add(count: &mut u64, counts: bool) {
    *count = count.saturating_add(counts as u64);
}

/// The texts of a row in some columns as one text: each after its length.
fn encode<L: Layout>(row: &L::Row<'_>, places: &[usize], key: &mut String) {
    key.clear();
    for place in places {
        encode_text(L::word(row, *place).unwrap_or_default(), key);
    }
}

fn encode_text(text: &str, key: &mut String) {
    // Writing to a text cannot fail.
    let _ = write!(key, "{}:", text.len());
    key.push_str(text);
}

fn decode(mut key: &str) -> impl Iterator<Item = &str> {
    core::iter::from_fn(move || {
        let (length, rest) = key.split_once(':')?;
        let (text, after) = rest.split_at_checked(length.parse().ok()?)?;
        key = after;
        Some(text)
    })
}

/// Computes figures by group of a usage and a membership report of any size and any dialect, from bytes in pieces of any
/// size. Bad rows are reported and left out.
///
/// ```
/// use matricula::report::{FileGrouper, GroupBy};
///
/// let mut files = FileGrouper::new(GroupBy::new(&["contract"])?, Default::default());
/// files.push_membership(b"Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses,Contract(s)\n");
/// files.push_membership(b"jo@example.com,p,MEMBER,1,0,Year 1\n");
/// let figures = files.finish();
/// assert_eq!((figures.groups[0].values[0].as_str(), figures.groups[0].current_members), ("Year 1", Some(1)));
/// # Ok::<(), matricula::report::GroupError>(())
/// ```
#[derive(Clone, Debug)]
pub struct FileGrouper {
    usage: Reading<Usage>,
    membership: Reading<Membership>,
    figures: GroupAccumulator,
}

impl FileGrouper {
    /// A grouper at the start of both files.
    pub fn new(by: GroupBy, options: ReadOptions) -> Self {
        Self {
            usage: Reading::new(options),
            membership: Reading::new(options),
            figures: GroupAccumulator::new(by),
        }
    }

    /// Takes the next bytes of the usage report.
    pub fn push_usage(&mut self, bytes: &[u8]) {
        let Self { usage, figures, .. } = self;
        usage.push(bytes, |row| figures.observe_usage(&row));
    }

    /// Takes the next bytes of the membership report.
    pub fn push_membership(&mut self, bytes: &[u8]) {
        let Self { membership, figures, .. } = self;
        membership.push(bytes, |row| figures.observe_membership(&row));
    }

    /// Takes a row of the usage report, besides those of a file.
    pub fn observe_usage(&mut self, row: &UsageRow<'_>) {
        self.figures.observe_usage(row);
    }

    /// Takes a row of the membership report, besides those of a file.
    pub fn observe_membership(&mut self, row: &MembershipRow<'_>) {
        self.figures.observe_membership(row);
    }

    /// Says that both files end here, and gives the figures.
    pub fn finish(self) -> GroupedFigures {
        let (figures, [usage, membership]) = self.into_accumulator();
        GroupedFigures { by: figures.by.fields.clone(), groups: figures.finish(), usage, membership }
    }

    /// Says that both files end here, and gives what was taken in, to be stored or merged; and how reading the usage and the
    /// membership report went, if they were given.
    pub fn into_accumulator(self) -> (GroupAccumulator, [Option<FileRead>; 2]) {
        let Self { usage, membership, mut figures } = self;
        let usage = usage.finish(|row| figures.observe_usage(&row));
        let membership = membership.finish(|row| figures.observe_membership(&row));
        (figures, [usage, membership])
    }
}

/// Figures by group of rows; see [`GroupAccumulator`].
///
/// ```
/// use matricula::report::{self, GroupBy, UsageRow};
///
/// let row = UsageRow { email: "jo@x.org".into(), university: "Leaf".into(), ..UsageRow::default() };
/// let groups = report::group_figures(GroupBy::new(&["university"])?, [&row], []);
/// assert_eq!((groups.len(), groups[0].unique_learners, groups[0].current_members), (1, 1, None));
/// # Ok::<(), matricula::report::GroupError>(())
/// ```
pub fn group_figures<'a, 'b: 'a>(
    by: GroupBy,
    usage: impl IntoIterator<Item = &'a UsageRow<'b>>,
    membership: impl IntoIterator<Item = &'a MembershipRow<'b>>,
) -> Vec<GroupFigures> {
    let mut figures = GroupAccumulator::new(by);
    usage.into_iter().for_each(|row| figures.observe_usage(row));
    membership.into_iter().for_each(|row| figures.observe_membership(row));
    figures.finish()
}

#[path = "groups_state.rs"]
mod state;
pub use state::GROUP_STATE_VERSION;

#[cfg(test)]
#[path = "groups_tests.rs"]
mod tests;
