//! Facts as bytes, to be stored or sent to where they are merged (`ANA-6`).

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::accumulate::{
    Cell, Course, GradebookAccumulator, Item, ItemFacts, Known, Learner, Program, course_key,
};
use crate::Percent;
use crate::report::stored::{Ordered, StateError, StateForm};

/// The version of the form in which facts are written. Older ones are always readable.
pub const GRADEBOOK_STATE_VERSION: u8 = 1;

const FORM: StateForm = StateForm { magic: *b"matrigrb", version: GRADEBOOK_STATE_VERSION };

/// Why bytes are no facts.
///
/// ```
/// use matricula::report::GradebookAccumulator;
///
/// let error = GradebookAccumulator::from_bytes(b"Email,Item ID").unwrap_err();
/// assert_eq!(error.code(), "not_facts");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum GradebookStateError {
    /// Something else.
    #[error("these bytes are no facts of a gradebook: give what an accumulator was written as")]
    NotFacts,
    /// Written in a form that this version of the library does not know.
    #[error(
        "the facts have version `{version}`, this library reads up to `{GRADEBOOK_STATE_VERSION}`; use a newer one"
    )]
    UnknownVersion {
        /// The version of the form.
        version: u8,
    },
    /// Cut off or changed.
    #[error("the facts are damaged: take in the attempts again")]
    Damaged,
}

impl GradebookStateError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotFacts => "not_facts",
            Self::UnknownVersion { .. } => "unknown_version",
            Self::Damaged => "damaged_facts",
        }
    }
}

impl From<StateError> for GradebookStateError {
    fn from(error: StateError) -> Self {
        match error {
            StateError::NotAState => Self::NotFacts,
            StateError::UnknownVersion { version, .. } => Self::UnknownVersion { version },
            StateError::Damaged => Self::Damaged,
        }
    }
}

#[derive(Serialize)]
struct Stored<'a> {
    learners: Vec<(&'a str, &'a Learner)>,
    programs: Vec<(&'a str, &'a Program)>,
    courses: Vec<(&'a str, &'a Course)>,
    /// Key, course, id and facts.
    items: Vec<(&'a str, u32, &'a str, &'a ItemFacts)>,
    cells: Vec<((u32, u32, u32), &'a Cell)>,
}

#[derive(Deserialize)]
struct Restored {
    learners: Vec<(Box<str>, Learner)>,
    programs: Vec<(Box<str>, Program)>,
    courses: Vec<(Box<str>, Course)>,
    items: Vec<(Box<str>, u32, Box<str>, ItemFacts)>,
    cells: Vec<((u32, u32, u32), Cell)>,
}

/// Things by key, in the order of the keys, and the places of their handles in that order.
fn sorted<T: Default>(known: &Known<T>) -> (Vec<(&str, &T)>, Ordered) {
    let keys = known.keys();
    let order = Ordered::of(&keys);
    let named = order
        .numbers
        .iter()
        .filter_map(|handle| Some((*keys.get(*handle as usize)?, known.get(*handle)?)));
    (named.collect(), order)
}

impl GradebookAccumulator {
    /// The facts as bytes, with a checksum. The same facts give the same bytes, in whatever order they came.
    ///
    /// ```
    /// use matricula::report::GradebookAccumulator;
    ///
    /// let bytes = GradebookAccumulator::default().to_bytes();
    /// assert_eq!(GradebookAccumulator::from_bytes(&bytes)?.to_bytes(), bytes);
    /// # Ok::<(), matricula::report::GradebookStateError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        let (learners, learner_places) = sorted(&self.learners);
        let (programs, program_places) = sorted(&self.programs);
        let (courses, course_places) = sorted(&self.courses);
        let (items, item_places) = sorted(&self.items);
        let items = items
            .into_iter()
            .map(|(key, item)| (key, course_places.place(item.course), item.id(), &item.facts));
        let mut cells: Vec<_> = self
            .cells
            .iter()
            .map(|((learner, program, item), cell)| {
                let key = (
                    learner_places.place(*learner),
                    program_places.place(*program),
                    item_places.place(*item),
                );
                (key, cell)
            })
            .collect();
        cells.sort_unstable_by_key(|(key, _)| *key);
        let stored = Stored { learners, programs, courses, items: items.collect(), cells };
        FORM.write(&stored)
    }

    /// The facts of what [`Self::to_bytes`] gave.
    ///
    /// # Errors
    ///
    /// [`GradebookStateError`] when the bytes are something else, were damaged, or do not hold together.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, GradebookStateError> {
        FORM.read::<Restored>(bytes)?.joined().ok_or(GradebookStateError::Damaged)
    }
}

impl Restored {
    /// The facts, if they hold together.
    fn joined(self) -> Option<GradebookAccumulator> {
        let Self { learners, programs, courses, items, cells } = self;
        let named = learners.iter().all(|(key, _)| key.starts_with(['#', '@']));
        let in_form = courses.iter().all(|(key, _)| *course_key(key) == **key);
        let mut keyed = items.iter().map(|(key, course, id, _)| {
            let (course, _) = courses.get(*course as usize)?;
            (**key == *format!("{course}\n{id}")).then_some(())
        });
        let whole = cells.iter().all(|((learner, program, item), cell)| {
            (*learner as usize) < learners.len()
                && (*program as usize) < programs.len()
                && (*item as usize) < items.len()
                && cell.is_whole()
        });
        let ordered = cells.is_sorted_by(|(a, _), (b, _)| a < b);
        if !named || !in_form || !whole || !ordered || keyed.any(|found| found.is_none()) {
            return None;
        }
        drop(keyed);
        let items = items
            .into_iter()
            .map(|(key, course, id, facts)| (key, Item { course, id: Some(id), facts }))
            .collect();
        Some(GradebookAccumulator {
            learners: Known::of(learners)?,
            programs: Known::of(programs)?,
            courses: Known::of(courses)?,
            items: Known::of(items)?,
            cells: cells.into_iter().collect(),
        })
    }
}

impl Cell {
    /// Whether its attempts stand in order and are ones.
    fn is_whole(&self) -> bool {
        let largest = Percent::MAX.units().saturating_add(1);
        self.attempts.is_sorted_by(|a, b| a.number < b.number)
            && self
                .attempts
                .iter()
                .all(|attempt| attempt.number > 0 && attempt.told > 0 && attempt.grade_or_none() <= largest)
    }
}
