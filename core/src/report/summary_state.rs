//! What the fourteen figures are made of, as bytes (`ANA-6`).

use alloc::boxed::Box;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{Enrollment, SummaryAccumulator, Taken};
use crate::report::MemberState;
use crate::report::names::{Names, course_key, is_folded};
use crate::report::stored::{StateError, StateForm, sorted};

/// The version of the form in which what the fourteen figures are made of is written. Older ones are always readable.
pub const SUMMARY_STATE_VERSION: u8 = 1;

const FORM: StateForm = StateForm { magic: *b"matrisum", version: SUMMARY_STATE_VERSION };

/// By person, course, program.
type EnrollmentKey = (u32, u32, u32);

/// By person, program.
type MembershipKey = (u32, u32);

#[derive(Serialize)]
struct Stored<'a> {
    people: Vec<&'a str>,
    programs: Vec<&'a str>,
    courses: Vec<&'a str>,
    enrollments: Vec<(EnrollmentKey, Enrollment)>,
    memberships: Vec<(MembershipKey, MemberState)>,
}

#[derive(Deserialize)]
struct Restored {
    people: Vec<Box<str>>,
    programs: Vec<Box<str>>,
    courses: Vec<Box<str>>,
    enrollments: Vec<(EnrollmentKey, Enrollment)>,
    memberships: Vec<(MembershipKey, MemberState)>,
}

impl SummaryAccumulator {
    /// Everything that was taken in as bytes, with a checksum: to be stored, or sent to where it is merged. The same rows give
    /// the same bytes, in whatever order they came. They are personal.
    ///
    /// ```
    /// use matricula::report::{SummaryAccumulator, UsageRow};
    ///
    /// let mut monday = SummaryAccumulator::default();
    /// monday.observe_usage(&UsageRow { email: "jo@example.com".into(), course_id: "c".into(), ..UsageRow::default() });
    /// let mut week = SummaryAccumulator::from_bytes(&monday.to_bytes())?;
    /// week.merge(monday);
    /// assert_eq!(week.finish().total_enrollments, 1);
    /// assert_eq!(SummaryAccumulator::from_bytes(b"Email").unwrap_err().code(), "not_a_state");
    /// # Ok::<(), matricula::report::StateError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let (people, person_places) = sorted(&self.people);
        let (programs, program_places) = sorted(&self.programs);
        let (courses, course_places) = sorted(&self.courses);
        let mut enrollments: Vec<_> = self
            .enrollments()
            .map(|Taken { person, course, program, enrollment }| {
                let (person, course) = (person_places.place(person), course_places.place(course));
                ((person, course, program_places.place(program)), enrollment)
            })
            .collect();
        enrollments.sort_unstable_by_key(|(key, _)| *key);
        let mut memberships: Vec<_> = self
            .memberships
            .iter()
            .map(|((person, program), state)| {
                ((person_places.place(*person), program_places.place(*program)), *state)
            })
            .collect();
        memberships.sort_unstable_by_key(|(key, _)| *key);
        FORM.write(&Stored { people, programs, courses, enrollments, memberships })
    }

    /// The accumulator of what [`Self::to_bytes`] gave.
    ///
    /// # Errors
    ///
    /// [`StateError`] when the bytes are something else, were damaged, or do not hold together.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StateError> {
        FORM.read::<Restored>(bytes)?.joined().ok_or(StateError::Damaged)
    }
}

impl Restored {
    /// The accumulator, if everything holds together.
    fn joined(self) -> Option<SummaryAccumulator> {
        let Self { people, programs, courses, enrollments, memberships } = self;
        let known = |person: u32, program: u32| {
            (person as usize) < people.len() && (program as usize) < programs.len()
        };
        let whole = people.iter().all(|email| is_folded(email))
            && courses.iter().all(|id| *course_key(id) == **id)
            && enrollments.iter().all(|((person, course, program), enrollment)| {
                known(*person, *program) && (*course as usize) < courses.len() && enrollment.is_sound()
            })
            && memberships.iter().all(|((person, program), _)| known(*person, *program));
        let ordered = enrollments.is_sorted_by(|(one, _), (next, _)| one < next)
            && memberships.is_sorted_by(|(one, _), (next, _)| one < next);
        if !whole || !ordered {
            return None;
        }
        let mut figures = SummaryAccumulator {
            people: Names::of(people)?,
            programs: Names::of(programs)?,
            courses: Names::of(courses)?,
            memberships: memberships.into_iter().collect(),
            ..SummaryAccumulator::default()
        };
        for ((person, course, program), enrollment) in enrollments {
            figures.take(Taken { person, course, program, enrollment });
        }
        Some(figures)
    }
}

impl Enrollment {
    /// Whether some rows can say this: what is verified is completed, and what is completed is past its half.
    const fn is_sound(&self) -> bool {
        (self.completed || !self.verified) && (self.halfway || !self.completed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::stored::tests::survives_damage;
    use crate::report::{MembershipRow, UsageRow};

    fn use_it(bytes: &[u8]) -> bool {
        let Ok(mut figures) = SummaryAccumulator::from_bytes(bytes) else {
            return false;
        };
        assert_eq!(figures.to_bytes(), bytes);
        figures.merge(figures.clone());
        serde_json::to_string(&figures.finish()).unwrap();
        true
    }

    #[test]
    fn rep_6_damaged_and_forged_fourteen_figures_are_refused() {
        let mut figures = SummaryAccumulator::default();
        for (email, program, completed) in
            [("b@x.org", "p", true), ("a@x.org", "q", false), ("b@x.org", "q", false)]
        {
            figures.observe_usage(&UsageRow {
                email: email.into(),
                program_slug: program.into(),
                course_id: "c".into(),
                completed,
                estimated_learning_hours: "0.29".parse().ok(),
                ..UsageRow::default()
            });
            figures.observe_membership(&MembershipRow {
                email: email.into(),
                program_slug: program.into(),
                ..MembershipRow::default()
            });
        }
        survives_damage(
            &figures.to_bytes(),
            &|bytes| SummaryAccumulator::from_bytes(bytes).map(drop),
            &|bytes| SummaryAccumulator::from_bytes(bytes).is_ok_and(|figures| use_it(&figures.to_bytes())),
        );
    }

    #[test]
    fn rep_6_fourteen_figures_that_do_not_hold_together_are_refused() {
        type Seen = (EnrollmentKey, Enrollment);
        let seen = |key: EnrollmentKey, completed: bool, verified: bool, halfway: bool| -> Seen {
            (key, Enrollment { completed, verified, halfway, hours: i128::MAX })
        };
        let good = |key: EnrollmentKey| seen(key, true, true, true);
        let member = |key: MembershipKey| (key, MemberState::Member);
        let read = |people: &[&'static str],
                    courses: &[&'static str],
                    enrollments: &[Seen],
                    members: &[(MembershipKey, MemberState)]| {
            let bytes = FORM.write(&Stored {
                people: people.to_vec(),
                programs: ["p", "q"].to_vec(),
                courses: courses.to_vec(),
                enrollments: enrollments.to_vec(),
                memberships: members.to_vec(),
            });
            SummaryAccumulator::from_bytes(&bytes).map(|_| use_it(&bytes))
        };
        let (jo, course) = (["jo@x.org"].as_slice(), ["c"].as_slice());
        // Sums that are too large are the largest that there is.
        assert_eq!(read(jo, course, &[good((0, 0, 0)), good((0, 0, 1))], &[member((0, 0))]), Ok(true));
        for (what, found) in [
            ("an email in upper case", read(&["Jo@x.org"], course, &[], &[])),
            ("people in another order", read(&["b", "a"], course, &[], &[])),
            ("a course twice", read(jo, &["c", "c"], &[], &[])),
            ("another form of an id", read(jo, &["75a1be6b-e3b5-11e8-a328-1212096c5fea"], &[], &[])),
            ("no such person", read(jo, course, &[good((1, 0, 0))], &[])),
            ("no such course", read(jo, course, &[good((0, 1, 0))], &[])),
            ("no such program", read(jo, course, &[good((0, 0, 2))], &[])),
            ("an enrollment twice", read(jo, course, &[good((0, 0, 0)), good((0, 0, 0))], &[])),
            ("enrollments in another order", read(jo, course, &[good((0, 0, 1)), good((0, 0, 0))], &[])),
            ("verified, not completed", read(jo, course, &[seen((0, 0, 0), false, true, true)], &[])),
            ("completed, not halfway", read(jo, course, &[seen((0, 0, 0), true, false, false)], &[])),
            ("no such member", read(jo, course, &[], &[member((1, 0))])),
            ("a member of no such program", read(jo, course, &[], &[member((0, 2))])),
            ("a membership twice", read(jo, course, &[], &[member((0, 0)), member((0, 0))])),
        ] {
            assert_eq!(found, Err(StateError::Damaged), "{what}");
        }
    }
}
