//! What the seven figures are made of, as bytes (`ANA-6`).

use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::FiguresAccumulator;
use crate::report::names::{course_key, is_folded};
use crate::report::stored::{StateError, StateForm};

/// The version of the form in which what the seven figures are made of is written. Older ones are always readable.
pub const FIGURES_STATE_VERSION: u8 = 1;

const FORM: StateForm = StateForm { magic: *b"matrifig", version: FIGURES_STATE_VERSION };

#[derive(Serialize, Deserialize)]
struct Stored {
    /// Each with whether it completed a course.
    learners: Vec<(String, bool)>,
    courses: Vec<String>,
    rows: u64,
    completions: u64,
    verified: u64,
    hours: i128,
}

impl FiguresAccumulator {
    /// Everything that was taken in as bytes, with a checksum: to be stored, or sent to where it is merged. The same rows give
    /// the same bytes, in whatever order they came. They are personal.
    ///
    /// ```
    /// use matricula::report::{FiguresAccumulator, UsageRow};
    ///
    /// let mut monday = FiguresAccumulator::default();
    /// monday.observe_usage(&UsageRow { email: "jo@example.com".into(), course_id: "c".into(), ..UsageRow::default() });
    /// let mut week = FiguresAccumulator::from_bytes(&monday.to_bytes())?;
    /// week.merge(monday);
    /// assert_eq!((week.finish().total_enrollments, week.finish().unique_learners), (2, 1));
    /// assert_eq!(FiguresAccumulator::from_bytes(b"Email").unwrap_err().code(), "not_a_state");
    /// # Ok::<(), matricula::report::StateError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let Self { learners, courses, rows, completions, verified, hours, .. } = self;
        let mut learners: Vec<_> = learners.texts().collect();
        let mut courses: Vec<_> = courses.texts().map(|(text, _)| text).collect();
        learners.sort_unstable();
        courses.sort_unstable();
        let (rows, completions, verified, hours) = (*rows, *completions, *verified, *hours);
        FORM.write(&Stored { learners, courses, rows, completions, verified, hours })
    }

    /// The accumulator of what [`Self::to_bytes`] gave.
    ///
    /// # Errors
    ///
    /// [`StateError`] when the bytes are something else, were damaged, or do not hold together.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StateError> {
        FORM.read::<Stored>(bytes)?.joined().ok_or(StateError::Damaged)
    }
}

impl Stored {
    /// The accumulator, if everything holds together.
    fn joined(self) -> Option<FiguresAccumulator> {
        let Self { learners, courses, rows, completions, verified, hours } = self;
        let is_named = learners.is_sorted_by(|(one, _), (next, _)| one < next)
            && courses.is_sorted_by(|one, next| one < next)
            && learners.iter().all(|(email, _)| is_folded(email))
            && courses.iter().all(|id| *course_key(id) == **id);
        let completers = learners.iter().filter(|(_, completed)| *completed).count();
        // Each row has one learner and one course.
        let counts = |rows: u64, distinct: usize| distinct as u64 <= rows && (rows == 0) == (distinct == 0);
        let is_counted = counts(rows, learners.len())
            && counts(rows, courses.len())
            && counts(completions, completers)
            && verified <= completions
            && completions <= rows;
        if !is_named || !is_counted {
            return None;
        }
        let mut figures =
            FiguresAccumulator { rows, completions, verified, hours, ..FiguresAccumulator::default() };
        learners
            .iter()
            .for_each(|(email, completed)| figures.learners.add_any(email.as_bytes(), *completed));
        courses.iter().for_each(|id| figures.courses.add_any(id.as_bytes(), false));
        Some(figures)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::UsageRow;
    use crate::report::stored::tests::survives_damage;

    fn use_it(bytes: &[u8]) -> bool {
        let Ok(mut figures) = FiguresAccumulator::from_bytes(bytes) else {
            return false;
        };
        assert_eq!(
            figures.to_bytes(),
            FiguresAccumulator::from_bytes(&figures.to_bytes()).unwrap().to_bytes()
        );
        figures.merge(figures.clone());
        serde_json::to_string(&figures.finish()).unwrap();
        true
    }

    #[test]
    fn rep_6_damaged_and_forged_seven_figures_are_refused() {
        let long = "a.very.long.address.that.has.more.than.sixty.four.bytes.in.it@a.long.host.example.org";
        let mut figures = FiguresAccumulator::default();
        for (email, course, completed) in [(long, "c1", true), ("zo\u{e9}@x.org", "c2", false)] {
            figures.observe_usage(&UsageRow {
                email: email.into(),
                course_id: course.into(),
                completed,
                estimated_learning_hours: "0.29".parse().ok(),
                ..UsageRow::default()
            });
        }
        survives_damage(
            &figures.to_bytes(),
            &|bytes| FiguresAccumulator::from_bytes(bytes).map(drop),
            &use_it,
        );
    }

    #[test]
    fn rep_6_seven_figures_that_do_not_hold_together_are_refused() {
        let read = |learners: &[(&str, bool)], courses: &[&str], counts: [u64; 3]| {
            let [rows, completions, verified] = counts;
            let learners = learners.iter().map(|(email, done)| ((*email).into(), *done)).collect();
            let courses = courses.iter().map(|id| (*id).into()).collect();
            let stored = Stored { learners, courses, rows, completions, verified, hours: i128::MAX };
            let bytes = FORM.write(&stored);
            FiguresAccumulator::from_bytes(&bytes).map(|_| use_it(&bytes))
        };
        let (jo, course) = ([("jo@x.org", true)].as_slice(), ["c"].as_slice());
        // Sums that are too large are the largest that there is.
        assert_eq!(read(jo, course, [u64::MAX; 3]), Ok(true));
        for (what, found) in [
            ("an email in upper case", read(&[("Jo@x.org", true)], course, [1, 1, 0])),
            ("emails in another order", read(&[("b", true), ("a", true)], course, [2, 2, 0])),
            ("an email twice", read(&[("a", false), ("a", true)], course, [2, 1, 0])),
            ("courses in another order", read(jo, &["d", "c"], [2, 1, 0])),
            ("another form of an id", read(jo, &["75a1be6b-e3b5-11e8-a328-1212096c5fea"], [1, 1, 0])),
            ("more learners than rows", read(&[("a", true), ("b", false)], course, [1, 1, 0])),
            ("more courses than rows", read(jo, &["c", "d"], [1, 1, 0])),
            ("rows of no learner", read(&[], course, [1, 0, 0])),
            ("rows of no course", read(jo, &[], [1, 1, 0])),
            ("completions of nobody", read(&[("a", false)], course, [1, 1, 0])),
            ("more completers than completions", read(&[("a", true), ("b", true)], course, [2, 1, 0])),
            ("more completions than rows", read(jo, course, [1, 2, 0])),
            ("more verified than completed", read(jo, course, [2, 1, 2])),
        ] {
            assert_eq!(found, Err(StateError::Damaged), "{what}");
        }
    }
}
