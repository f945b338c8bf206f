//! What a program's learners have done in all, counted as it changes (`VIEW-1`), and the lessons among it (`ENR-3`).
//!
//! Lessons are facts of their own, beside progress and hours: they came later, and stored commands, commits and
//! snapshots have none in their activity. They are kept in two bytes for each enrollment that has some.

use rust_decimal::Decimal;

use crate::Refusal;
use crate::command::RecordLessons;
use crate::event::LessonsRecorded;
use crate::register::{ApplyError, Register};
use crate::report::TotalHours;
use crate::verdict::{Effects, Judged, Verdict};

/// Course enrollments that were not given up, of members and former ones, and what was done in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) enrollments: u64,
    /// Learning hours, in their units.
    pub(crate) hours: u64,
    pub(crate) lessons: u64,
}

impl Totals {
    pub(crate) fn add(self, other: Self) -> Self {
        Self {
            enrollments: self.enrollments.saturating_add(other.enrollments),
            hours: self.hours.saturating_add(other.hours),
            lessons: self.lessons.saturating_add(other.lessons),
        }
    }

    fn take(self, other: Self) -> Self {
        Self {
            enrollments: self.enrollments.saturating_sub(other.enrollments),
            hours: self.hours.saturating_sub(other.hours),
            lessons: self.lessons.saturating_sub(other.lessons),
        }
    }
}

/// A sum of hours from the units in which they are kept.
pub(crate) fn total_hours(units: u64) -> TotalHours {
    TotalHours(Decimal::new(i64::try_from(units).unwrap_or(i64::MAX), 4).normalize())
}

impl Register {
    /// What an enrollment adds to its program's totals.
    pub(crate) fn share_of_totals(&self, handle: u32) -> Totals {
        let enrollment = self.enrollments.at(handle);
        if enrollment.given_up || !enrollment.is_course() {
            return Totals::default();
        }
        Totals {
            enrollments: 1,
            hours: enrollment.hours().map_or(0, |hours| hours.units().into()),
            lessons: self.lessons.get(handle).into(),
        }
    }

    /// Counts an enrollment in its program's totals, or counts it no longer.
    pub(crate) fn count_totals(&mut self, handle: u32, add: bool) {
        let share = self.share_of_totals(handle);
        let program = self.memberships.at(self.enrollments.at(handle).membership).program;
        if let Some(program) = self.program_mut(program) {
            program.totals = if add { program.totals.add(share) } else { program.totals.take(share) };
        }
    }

    pub(crate) fn judge_record_lessons(&self, command: &RecordLessons, verdict: &mut Verdict) -> Judged {
        let RecordLessons { program, learner, course, lessons } = *command;
        self.known_enrollment(program, learner, &course.into(), verdict)?;
        let enrollment = self.current_enrollment(program, learner, course.into());
        let handle = enrollment.ok_or_else(|| verdict.stop(Refusal::NotEnrolled { learner }))?;
        if self.lessons.get(handle) == lessons {
            return Ok(Effects::none());
        }
        Ok(LessonsRecorded { program, learner, course, lessons }.into())
    }

    pub(crate) fn check_lessons_recorded(&self, event: &LessonsRecorded) -> Result<(), ApplyError> {
        let enrollment = self.current_enrollment(event.program, event.learner, event.course.into());
        ApplyError::unless(enrollment.is_some(), "lessons of an enrollment")
    }

    pub(crate) fn apply_lessons_recorded(&mut self, event: &LessonsRecorded) {
        if let Some(handle) = self.current_enrollment(event.program, event.learner, event.course.into()) {
            self.count_totals(handle, false);
            self.lessons.set(handle, event.lessons);
            self.count_totals(handle, true);
        }
    }
}
