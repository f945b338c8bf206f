//! What figures by group are made of, as bytes (`ANA-6`).

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use super::{GroupAccumulator, GroupBy, Seen, decode, encode_text};
use crate::report::MemberState;
use crate::report::names::{Names, course_key, is_folded};
use crate::report::stored::{StateError, StateForm, sorted};

/// The version of the form in which what was grouped is written. Older ones are always readable.
pub const GROUP_STATE_VERSION: u8 = 1;

const FORM: StateForm = StateForm { magic: *b"matrigrp", version: GROUP_STATE_VERSION };

/// By group, person, program, course.
type EnrollmentKey = (u32, u32, u32, u32);

/// By group, person, program.
type MembershipKey = (u32, u32, u32);

#[derive(Serialize)]
struct Stored<'a> {
    by: &'a [Box<str>],
    /// The values of each, in the order of their keys.
    groups: Vec<Vec<&'a str>>,
    people: Vec<&'a str>,
    programs: Vec<&'a str>,
    courses: Vec<&'a str>,
    enrollments: Vec<(EnrollmentKey, &'a Seen)>,
    memberships: Vec<(MembershipKey, MemberState)>,
}

#[derive(Deserialize)]
struct Restored {
    by: Vec<Box<str>>,
    groups: Vec<Vec<Box<str>>>,
    people: Vec<Box<str>>,
    programs: Vec<Box<str>>,
    courses: Vec<Box<str>>,
    enrollments: Vec<(EnrollmentKey, Seen)>,
    memberships: Vec<(MembershipKey, MemberState)>,
}

impl GroupAccumulator {
    /// Everything that was taken in as bytes, with the columns and a checksum: to be stored, or sent to where it is merged. The
    /// same rows give the same bytes, in whatever order they came. They are personal.
    ///
    /// ```
    /// use matricula::report::{GroupAccumulator, GroupBy};
    ///
    /// let figures = GroupAccumulator::new(GroupBy::new(&["contract"])?);
    /// let restored = GroupAccumulator::from_bytes(&figures.to_bytes())?;
    /// assert_eq!(restored.by().fields(), ["contract".into()]);
    /// assert_eq!(GroupAccumulator::from_bytes(b"Year 1").unwrap_err().code(), "not_a_state");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let (groups, group_places) = sorted(&self.groups);
        let (people, people_places) = sorted(&self.people);
        let (programs, program_places) = sorted(&self.programs);
        let (courses, course_places) = sorted(&self.courses);
        let mut enrollments: Vec<_> = self
            .enrollments
            .iter()
            .map(|((group, person, program, course), seen)| {
                let (group, person) = (group_places.place(*group), people_places.place(*person));
                ((group, person, program_places.place(*program), course_places.place(*course)), seen)
            })
            .collect();
        enrollments.sort_unstable_by_key(|(key, _)| *key);
        let mut memberships: Vec<_> = self
            .memberships
            .iter()
            .map(|((group, person, program), state)| {
                let (group, person) = (group_places.place(*group), people_places.place(*person));
                ((group, person, program_places.place(*program)), *state)
            })
            .collect();
        memberships.sort_unstable_by_key(|(key, _)| *key);
        let groups = groups.into_iter().map(|key| decode(key).collect()).collect();
        FORM.write(&Stored {
            by: self.by.fields(),
            groups,
            people,
            programs,
            courses,
            enrollments,
            memberships,
        })
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
    fn joined(self) -> Option<GroupAccumulator> {
        let Self { by, groups, people, programs, courses, enrollments, memberships } = self;
        let by = GroupBy::new(&by).ok()?;
        let known = |group: u32, person: u32, program: u32| {
            (group as usize) < groups.len()
                && (person as usize) < people.len()
                && (program as usize) < programs.len()
        };
        let whole = groups.iter().all(|values| values.len() == by.fields().len())
            && people.iter().all(|email| is_folded(email))
            && courses.iter().all(|id| *course_key(id) == **id)
            && enrollments.iter().all(|((group, person, program, course), _)| {
                known(*group, *person, *program) && (*course as usize) < courses.len()
            })
            && memberships.iter().all(|((group, person, program), _)| known(*group, *person, *program))
            && (by.membership.is_some() || memberships.is_empty());
        let ordered = enrollments.is_sorted_by(|(one, _), (next, _)| one < next)
            && memberships.is_sorted_by(|(one, _), (next, _)| one < next);
        if !whole || !ordered {
            return None;
        }
        let keys = groups.iter().map(|values| {
            let mut key = String::new();
            values.iter().for_each(|text| encode_text(text, &mut key));
            key.into_boxed_str()
        });
        Some(GroupAccumulator {
            by,
            groups: Names::of(keys)?,
            people: Names::of(people)?,
            programs: Names::of(programs)?,
            courses: Names::of(courses)?,
            enrollments: enrollments.into_iter().collect(),
            memberships: memberships.into_iter().collect(),
            scratch: String::new(),
        })
    }
}
