//! The fourteen figures above the reports, as in the guide's picture (`REP-3`).

use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;
use core::hash::BuildHasher;

use foldhash::quality::FixedState;
use hashbrown::hash_table::Entry;
use hashbrown::{HashMap, HashTable};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::exact::{decimal, units};
use super::names::{Names, course_of};
use super::{MemberState, MembershipRow, UsageRow};
use crate::schema::record;
use crate::table::{FormulaGuard, Sink, TableWriter};

/// The labels of the figures, in the guide's order.
pub const FIGURES: [&str; 14] = [
    "Total enrollments",
    "Total unique learners",
    "Current members",
    "Removed members",
    "Total unique courses",
    "Total course completions",
    "Total verified course completions",
    "Total unique course completers",
    "Total estimated hours spent",
    "Learners who have completed 50% of a course",
    "Learners who have joined the program but have not enrolled in a course",
    "Learners who have enrolled in a course but have not completed any course",
    "Learners who have enrolled in 1 course",
    "Learners who have completed 1 course",
];

record! {
    /// The fourteen figures of the email report (`REP-3`), in the guide's order.
    ///
    /// An *enrollment* is one (email, program, course), a *membership* one (email, program), a *learner* an email with an
    /// enrollment. Emails are compared as everywhere (`ID-1`), programs by slug, courses by id in either form, and a course
    /// without id by its slug.
    /// An enrollment or membership that is seen again, in an overlapping file or a second export, is the same one: it is
    /// completed if any row says so, has the most progress and the most hours of its rows, and the state that comes last in
    /// invited, removed, member. Removed members' enrollments count: reports keep history (`PRG-2`).
    #[derive(Copy, Default)]
    pub struct Summary {
        /// Enrollments.
        pub total_enrollments: u64,
        /// Distinct emails with an enrollment. (In the guide's picture a member without enrollments is none.)
        pub unique_learners: u64,
        /// Memberships whose state is `MEMBER`.
        pub current_members: u64,
        /// Memberships whose state is `DELETED_MEMBER`.
        pub removed_members: u64,
        /// Distinct courses with an enrollment.
        pub unique_courses: u64,
        /// Enrollments that are completed.
        pub course_completions: u64,
        /// Completed enrollments that the report itself bears out: one row has `Completed` *Yes*, a completion time and a
        /// grade above 0. The 2020 files have no column of certificates.
        pub verified_course_completions: u64,
        /// Distinct emails with a completed enrollment.
        pub unique_course_completers: u64,
        /// The hours of all enrollments, summed exactly (to nine decimal places each).
        pub estimated_hours: TotalHours,
        /// Distinct emails with an enrollment whose progress is at least 50 or which is completed: a course can be completed
        /// below 50 % of its items, and whoever completed all of it completed half.
        pub learners_halfway: u64,
        /// Distinct emails with a membership whose state is `MEMBER` and no enrollment in that same program.
        pub joined_not_enrolled: u64,
        /// Distinct emails with an enrollment and without a completed one.
        pub enrolled_not_completed: u64,
        /// Distinct emails with enrollments in exactly one course; the same course in two programs is one.
        pub enrolled_in_one: u64,
        /// Distinct emails with completed enrollments in exactly one course.
        pub completed_one: u64,
    }
}

impl Summary {
    /// The figures with their labels, as text: counts as they are, hours with at least one decimal place.
    ///
    /// ```
    /// use matricula::report::Summary;
    ///
    /// assert_eq!(Summary::default().figures()[8], ("Total estimated hours spent", "0.0".to_string()));
    /// ```
    pub fn figures(&self) -> [(&'static str, String); 14] {
        let mut hours = Vec::new();
        crate::table::write_decimal(self.estimated_hours.0, &mut hours);
        let values = [
            self.total_enrollments.to_string(),
            self.unique_learners.to_string(),
            self.current_members.to_string(),
            self.removed_members.to_string(),
            self.unique_courses.to_string(),
            self.course_completions.to_string(),
            self.verified_course_completions.to_string(),
            self.unique_course_completers.to_string(),
            String::from_utf8(hours).unwrap_or_default(),
            self.learners_halfway.to_string(),
            self.joined_not_enrolled.to_string(),
            self.enrolled_not_completed.to_string(),
            self.enrolled_in_one.to_string(),
            self.completed_one.to_string(),
        ];
        let mut labels = FIGURES.into_iter();
        values.map(|value| (labels.next().unwrap_or_default(), value))
    }

    /// Writes the figures as a table with the headers `Figure` and `Value`.
    ///
    /// ```
    /// use matricula::report::Summary;
    ///
    /// let mut file = Vec::new();
    /// Summary::default().write_csv(&mut file);
    /// assert!(file.starts_with(b"Figure,Value\r\nTotal enrollments,0\r\n"));
    /// ```
    pub fn write_csv(&self, sink: &mut (impl Sink + ?Sized)) {
        let mut writer = TableWriter::new(sink, FormulaGuard::Off);
        writer.id("Figure");
        writer.id("Value");
        writer.end_row();
        for (label, value) in self.figures() {
            writer.id(label);
            writer.id(&value);
            writer.end_row();
        }
    }
}

/// A sum of hours, exact. It is text in JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TotalHours(pub Decimal);

impl serde::Serialize for TotalHours {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::table::DecimalText(self.0).serialize(serializer)
    }
}

impl<'de> serde::Deserialize<'de> for TotalHours {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let hours = crate::table::parse_decimal(&text);
        hours
            .map(Self)
            .ok_or_else(|| serde::de::Error::custom("a sum of hours is a decimal number as text"))
    }
}

impl crate::schema::Described for TotalHours {
    const TYPE: crate::schema::TypeSchema = crate::schema::TypeSchema::Hours;
}

/// Computes a [`Summary`] of any number of rows in any order, in parts if need be: observing rows in several
/// accumulators and merging these gives the same figures as one pass (`ANA-6`).
///
/// It remembers each enrollment and membership once, so its memory grows with these, not with the rows.
///
/// ```
/// use matricula::report::{MemberState, MembershipRow, SummaryAccumulator, UsageRow};
///
/// let mut one = SummaryAccumulator::default();
/// one.observe_usage(&UsageRow {
///     email: "Jo@example.com".into(),
///     program_slug: "p".into(),
///     course_id: "daG-a-O1EeijKBISCWxf6g".into(),
///     ..UsageRow::default()
/// });
/// let mut two = SummaryAccumulator::default();
/// two.observe_membership(&MembershipRow {
///     email: "jo@example.com".into(),
///     program_slug: "p".into(),
///     member_state: MemberState::Member,
///     ..MembershipRow::default()
/// });
/// one.merge(two);
/// let summary = one.finish();
/// assert_eq!((summary.total_enrollments, summary.current_members, summary.joined_not_enrolled), (1, 1, 0));
/// ```
#[derive(Clone, Default)]
pub struct SummaryAccumulator {
    people: Names,
    programs: Names,
    courses: Names,
    /// By person and course, each with the program in which it was seen first.
    taken: HashTable<Taken>,
    /// The same person and course in further programs, by person, course and program.
    again: HashMap<(u32, u32, u32), Enrollment, FixedState>,
    /// By person, program.
    memberships: HashMap<(u32, u32), MemberState, FixedState>,
    hasher: FixedState,
}

impl fmt::Debug for SummaryAccumulator {
    /// Shows sizes: what it remembers is personal.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SummaryAccumulator")
            .field("enrollments", &self.taken.len().saturating_add(self.again.len()))
            .field("memberships", &self.memberships.len())
            .finish_non_exhaustive()
    }
}

/// What the rows of one enrollment say together. Each part only grows, so that order does not matter.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
struct Enrollment {
    completed: bool,
    verified: bool,
    halfway: bool,
    /// In units of the ninth decimal place.
    hours: i128,
}

impl Enrollment {
    fn join(&mut self, other: Self) {
        self.completed |= other.completed;
        self.verified |= other.verified;
        self.halfway |= other.halfway;
        self.hours = self.hours.max(other.hours);
    }
}

/// An enrollment of a person in a course; most are in one program only.
#[derive(Clone, Copy)]
struct Taken {
    person: u32,
    course: u32,
    program: u32,
    enrollment: Enrollment,
}

/// What the enrollments of one person come to.
#[derive(Clone, Copy, Default)]
struct Learner {
    enrolled: u64,
    completed: u64,
    halfway: bool,
    joined_only: bool,
}

impl SummaryAccumulator {
    /// Takes in a row of the usage report.
    pub fn observe_usage(&mut self, row: &UsageRow<'_>) {
        let person = self.people.folded(&row.email);
        let program = self.programs.id(&row.program_slug);
        let course = self.courses.course(course_of(row));
        let graded = row.course_grades.is_some_and(|grade| grade > Decimal::ZERO);
        let enrollment = Enrollment {
            completed: row.completed,
            verified: row.completed && row.completion_time.is_some() && graded,
            halfway: row.completed
                || row.overall_progress.is_some_and(|progress| progress >= Decimal::from(50)),
            hours: row.estimated_learning_hours.map_or(0, units),
        };
        self.take(Taken { person, course, program, enrollment });
    }

    fn take(&mut self, seen: Taken) {
        let Taken { person, course, program, enrollment } = seen;
        let Self { hasher, taken, again, .. } = self;
        let hash = |person: u32, course: u32| hasher.hash_one((person, course));
        let same = |known: &Taken| known.person == person && known.course == course;
        match taken.entry(hash(person, course), same, |known| hash(known.person, known.course)) {
            Entry::Vacant(place) => _ = place.insert(seen),
            Entry::Occupied(mut known) if known.get().program == program => {
                known.get_mut().enrollment.join(enrollment);
            }
            Entry::Occupied(_) => {
                let known = again.entry((person, course, program));
                known.and_modify(|known| known.join(enrollment)).or_insert(enrollment);
            }
        }
    }

    /// Takes in a row of the membership report.
    pub fn observe_membership(&mut self, row: &MembershipRow<'_>) {
        let key = (self.people.folded(&row.email), self.programs.id(&row.program_slug));
        let state = self.memberships.entry(key).or_default();
        *state = row.member_state.max(*state);
    }

    /// Everything that is taken, in no order.
    fn enrollments(&self) -> impl Iterator<Item = Taken> {
        let again = self.again.iter().map(|((person, course, program), enrollment)| Taken {
            person: *person,
            course: *course,
            program: *program,
            enrollment: *enrollment,
        });
        self.taken.iter().copied().chain(again)
    }

    /// Takes in everything that another one took in.
    pub fn merge(&mut self, other: Self) {
        if self.people.len() == 0 {
            *self = other;
            return;
        }
        let people = self.people.take_in(&other.people);
        let programs = self.programs.take_in(&other.programs);
        let courses = self.courses.take_in(&other.courses);
        let at = |ids: &[u32], id: u32| ids.get(id as usize).copied().unwrap_or(u32::MAX);
        for seen in other.enrollments() {
            self.take(Taken {
                person: at(&people, seen.person),
                course: at(&courses, seen.course),
                program: at(&programs, seen.program),
                ..seen
            });
        }
        for ((person, program), seen) in other.memberships {
            let state = self.memberships.entry((at(&people, person), at(&programs, program))).or_default();
            *state = seen.max(*state);
        }
    }

    /// The figures of what was taken in so far.
    pub fn finish(&self) -> Summary {
        let mut summary = Summary::default();
        let mut learners = vec![Learner::default(); self.people.len()];
        let mut courses = vec![false; self.courses.len()];
        let mut hours: i128 = 0;
        // Memberships of members without an enrollment in that same program.
        let mut idle = self.memberships.clone();
        idle.retain(|_, state| *state == MemberState::Member);
        let mut observe = |person: u32, program: u32, enrollment: &Enrollment| {
            add(&mut summary.total_enrollments, true);
            add(&mut summary.course_completions, enrollment.completed);
            add(&mut summary.verified_course_completions, enrollment.verified);
            hours = hours.saturating_add(enrollment.hours);
            if !idle.is_empty() {
                idle.remove(&(person, program));
            }
        };
        for Taken { person, course, program, enrollment } in &self.taken {
            observe(*person, *program, enrollment);
            if let Some(course) = courses.get_mut(*course as usize) {
                *course = true;
            }
            if let Some(learner) = learners.get_mut(*person as usize) {
                add(&mut learner.enrolled, true);
                add(&mut learner.completed, enrollment.completed);
                learner.halfway |= enrollment.halfway;
            }
        }
        // Courses that a person completed in a further program only.
        let mut completed: HashMap<(u32, u32), (), FixedState> = HashMap::default();
        for ((person, course, program), enrollment) in &self.again {
            observe(*person, *program, enrollment);
            let Some(learner) = learners.get_mut(*person as usize) else { continue };
            learner.halfway |= enrollment.halfway;
            let known = |known: &Taken| known.person == *person && known.course == *course;
            let first = self.taken.find(self.hasher.hash_one((*person, *course)), known);
            let new = enrollment.completed && first.is_none_or(|first| !first.enrollment.completed);
            add(&mut learner.completed, new && completed.insert((*person, *course), ()).is_none());
        }
        for state in self.memberships.values() {
            add(&mut summary.current_members, *state == MemberState::Member);
            add(&mut summary.removed_members, *state == MemberState::DeletedMember);
        }
        for (person, _) in idle.keys() {
            if let Some(learner) = learners.get_mut(*person as usize) {
                learner.joined_only = true;
            }
        }
        for learner in &learners {
            add(&mut summary.unique_learners, learner.enrolled > 0);
            add(&mut summary.unique_course_completers, learner.completed > 0);
            add(&mut summary.learners_halfway, learner.halfway);
            add(&mut summary.joined_not_enrolled, learner.joined_only);
            add(&mut summary.enrolled_not_completed, learner.enrolled > 0 && learner.completed == 0);
            add(&mut summary.enrolled_in_one, learner.enrolled == 1);
            add(&mut summary.completed_one, learner.completed == 1);
        }
        for course in courses {
            add(&mut summary.unique_courses, course);
        }
        summary.estimated_hours = TotalHours(decimal(hours));
        summary
    }
}

const fn add(count: &mut u64, counts: bool) {
    *count = count.saturating_add(counts as u64);
}

#[path = "summary_state.rs"]
mod state;
pub use state::SUMMARY_STATE_VERSION;

#[cfg(test)]
mod tests {
    use alloc::format;

    use proptest::prelude::*;

    use super::*;
    use crate::table::parse_time;

    fn usage(email: &'static str, program: &'static str, course: &'static str) -> UsageRow<'static> {
        UsageRow {
            email: email.into(),
            program_slug: program.into(),
            course_id: course.into(),
            ..UsageRow::default()
        }
    }

    fn done(row: UsageRow<'static>) -> UsageRow<'static> {
        UsageRow {
            completed: true,
            completion_time: parse_time("2019-12-23T06:36:27.751Z"),
            course_grades: Some(Decimal::from(88)),
            ..row
        }
    }

    fn member(email: &'static str, program: &'static str, state: MemberState) -> MembershipRow<'static> {
        MembershipRow {
            email: email.into(),
            program_slug: program.into(),
            member_state: state,
            ..MembershipRow::default()
        }
    }

    fn taken(usage: &[UsageRow<'_>], membership: &[MembershipRow<'_>]) -> SummaryAccumulator {
        let mut accumulator = SummaryAccumulator::default();
        usage.iter().for_each(|row| accumulator.observe_usage(row));
        membership.iter().for_each(|row| accumulator.observe_membership(row));
        accumulator
    }

    fn summary(usage: &[UsageRow<'_>], membership: &[MembershipRow<'_>]) -> Summary {
        taken(usage, membership).finish()
    }

    #[test]
    fn rep_3_the_picture_of_the_guide() {
        let figures = summary(&[], &[member("a@x.org", "p", MemberState::Member)]).figures();
        let values: Vec<_> = figures.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, ["0", "0", "1", "0", "0", "0", "0", "0", "0.0", "0", "1", "0", "0", "0"]);
    }

    #[test]
    fn rep_3_each_figure_by_its_definition() {
        let hours = |row: UsageRow<'static>, hours: &str| UsageRow {
            estimated_learning_hours: Some(hours.parse().unwrap()),
            ..row
        };
        let rows = [
            hours(done(usage("a@x.org", "p", "c1")), "0.29"),
            // The same learner, written otherwise, in the same course of another program.
            hours(usage("A@X.org", "q", "c1"), "0.01"),
            UsageRow { completed: true, ..usage("b@x.org", "p", "c1") },
            UsageRow { overall_progress: Some(Decimal::from(50)), ..usage("b@x.org", "p", "c2") },
            UsageRow { overall_progress: Some("49.99".parse().unwrap()), ..usage("c@x.org", "p", "c3") },
            // The same enrollment again.
            hours(done(usage("a@x.org", "p", "c1")), "0.1"),
        ];
        let members = [
            member("a@x.org", "p", MemberState::Member),
            member("b@x.org", "p", MemberState::DeletedMember),
            member("c@x.org", "p", MemberState::Member),
            member("c@x.org", "q", MemberState::Member),
            member("d@x.org", "p", MemberState::Member),
            member("e@x.org", "p", MemberState::Invited),
        ];
        let expected = Summary {
            total_enrollments: 5,
            unique_learners: 3,
            current_members: 4,
            removed_members: 1,
            unique_courses: 3,
            course_completions: 2,
            verified_course_completions: 1,
            unique_course_completers: 2,
            estimated_hours: TotalHours("0.3".parse().unwrap()),
            learners_halfway: 2,
            joined_not_enrolled: 2,
            enrolled_not_completed: 1,
            enrolled_in_one: 2,
            completed_one: 2,
        };
        assert_eq!(summary(&rows, &members), expected);
        assert!(!format!("{:?}", SummaryAccumulator::default()).contains("people"));
    }

    fn rows() -> impl Strategy<Value = (Vec<UsageRow<'static>>, Vec<MembershipRow<'static>>)> {
        let email =
            || prop::sample::select(&["a@x.org", "A@x.org", "b@x.org", "c@x.org", "é@x.org", "É@x.org"][..]);
        let program = || prop::sample::select(&["p", "q"][..]);
        let course = prop::sample::select(&["c1", "c2", "c3"][..]);
        let row = (email(), program(), course, any::<bool>(), 0_i64..=10_000, 0_i64..100_000, 0_u32..12)
            .prop_map(|(email, program, course, completed, progress, hours, scale)| UsageRow {
                completed,
                completion_time: if progress % 3 == 0 { parse_time("2020-01-01 00:00:00") } else { None },
                course_grades: Some(Decimal::from(hours % 2)),
                overall_progress: Some(Decimal::new(progress, 2)),
                estimated_learning_hours: Some(Decimal::new(hours, scale)),
                ..usage(email, program, course)
            });
        let states = [MemberState::Member, MemberState::DeletedMember, MemberState::Invited];
        let membership = (email(), program(), prop::sample::select(states.to_vec()))
            .prop_map(|(email, program, state)| member(email, program, state));
        (prop::collection::vec(row, 0..40), prop::collection::vec(membership, 0..20))
    }

    proptest! {
        #[test]
        fn ana_6_any_split_in_any_order_gives_the_figures_of_one_pass(
            (usage, membership) in rows(),
            parts in 1_usize..5,
            salt in 0_usize..100,
        ) {
            let mut accumulators = vec![SummaryAccumulator::default(); parts];
            for (index, row) in usage.iter().enumerate() {
                accumulators[index.wrapping_mul(7).wrapping_add(salt).checked_rem(parts).unwrap()].observe_usage(row);
            }
            for (index, row) in membership.iter().enumerate().rev() {
                accumulators[index.wrapping_mul(5).wrapping_add(salt).checked_rem(parts).unwrap()].observe_membership(row);
            }
            let (mut merged, mut restored) = (SummaryAccumulator::default(), SummaryAccumulator::default());
            for accumulator in accumulators.into_iter().rev() {
                restored.merge(SummaryAccumulator::from_bytes(&accumulator.to_bytes()).unwrap());
                merged.merge(accumulator);
            }
            let whole = taken(&usage, &membership);
            prop_assert_eq!(merged.finish(), whole.finish());
            prop_assert_eq!(restored.finish(), whole.finish());
            prop_assert_eq!(merged.to_bytes(), whole.to_bytes());
            prop_assert_eq!(restored.to_bytes(), whole.to_bytes());
        }
    }
}
